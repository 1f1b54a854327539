"""The Mark I once more, slow and plain: one SimPy process per photocell, moving contact, A-unit, motor and trainer.

The oracle of the bank model in hardware/. It shares with it the specification, the wiring, the kinds of fault and what
chance drew, and nothing else: every part is an object with its own process, all arithmetic is scalar.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import simpy
from oracle_association import AUnit
from oracle_log import Bits, Log, Reading
from oracle_motors import NO_PROGRAM, Motor
from oracle_reinforcement import Programs, SourceSet, programs, signs
from oracle_response import Noise, RUnit
from oracle_retina import CellParts, SUnit
from simpy.events import ProcessGenerator

from hardware import Control, Mark1Spec, Wiring
from hardware.faults import (
    CutWire,
    DeadCell,
    DeadLamp,
    DirtyWiper,
    Fault,
    ShortedWire,
    SlippingMotor,
    StuckCell,
    StuckMotor,
    StuckRelay,
    SupplySag,
)
from hardware.plugboard import UNPLUGGED
from hardware.randomness import NumberedDraws, Purpose, generator
from hardware.spec import MotorSpec


class OneProcessPerPart:
    """The whole machine and its trainer; *tolerances* holds one array entry per photocell, as drawn."""

    def __init__(self, env: simpy.Environment, spec: Mark1Spec, seed: int, wiring: Wiring, tolerances: Any) -> None:
        self.env, self.spec, self.seed, self.log = env, spec, seed, Log()
        self.control = spec.reinforcement.control
        names = ("gain_us_per_lux_gamma", "gamma", "rise_s", "fall_s", "operate_s", "release_s")
        columns = [getattr(tolerances, name).tolist() for name in names]
        parts = [CellParts(*values) for values in zip(*columns, strict=True)]
        self.s_units = [SUnit(env, spec, part, self.log, number) for number, part in enumerate(parts)]
        self.a_units = self.made_a_units()
        self.motors = self.made_motors()
        self.r_units = self.made_r_units()
        for cell, s_unit in enumerate(self.s_units):
            s_unit.moved = self.teller(cell)
        for a_unit, motor in zip(self.a_units, self.motors, strict=True):
            a_unit.flipped, motor.firing = motor.nudge, self.output_of(a_unit)
        self.faults: list[Fault] = []
        self.pulse_since_s, self.lines = -math.inf, self.idle_lines()
        self.assignment: list[int] = []
        self.fed_by: list[list[AUnit]] = []
        self.rewire(wiring)
        self.hand = NumberedDraws(seed, Purpose.HAND, 3)
        self.paid = self.counters()

    def drawn(self, purpose: Purpose, spread: float) -> list[float]:
        """A log-normal factor for each A-unit or its motor."""
        normals = generator(self.seed, purpose).standard_normal(self.spec.association.units)
        return [math.exp(spread * normal) for normal in normals.tolist()]

    def made_a_units(self) -> list[AUnit]:
        """A-units with their thresholds and delays."""
        association = self.spec.association
        thresholds = association.thresholds or [association.threshold] * association.units
        factors = self.drawn(Purpose.ASSOCIATION_TOLERANCES, association.delay_spread)
        return [
            AUnit(self.env, threshold, association.delay_s * factor, self.s_units, self.log, number)
            for number, (threshold, factor) in enumerate(zip(thresholds, factors, strict=True))
        ]

    def made_motors(self) -> list[Motor]:
        """Motors with their full speeds; ratchets are all alike."""
        motor = self.spec.motor
        if not isinstance(motor, MotorSpec):
            return [Motor(self.env, self.spec, 0.0, 0.0, self.log, n) for n in range(self.spec.association.units)]
        faster = self.drawn(Purpose.MOTOR_TOLERANCES, motor.speed_spread)
        uneven = self.drawn(Purpose.MOTOR_ASYMMETRY, motor.asymmetry_spread)
        made = []
        for number, (factor, share) in enumerate(zip(faster, uneven, strict=True)):
            up = motor.speed_deg_per_s * factor
            made.append(Motor(self.env, self.spec, up, up * motor.down_to_up * share, self.log, number))
        return made

    def made_r_units(self) -> list[RUnit]:
        """R-units, and the sources of chance they share."""
        spec = self.spec
        sizes = {
            Purpose.WIPER_NOISE: spec.association.units,
            Purpose.AMPLIFIER_NOISE: spec.response.units,
            Purpose.TIES: spec.response.units,
        }
        noises = {purpose: Noise(spec, self.seed, purpose, size, self.log) for purpose, size in sizes.items()}
        return [RUnit(spec, number, noises, self.log) for number in range(spec.response.units)]

    def teller(self, cell: int) -> Callable[[], None]:
        """What an S-unit's contact does when it moves: all its wires feel it."""

        def moved() -> None:
            for a_unit in self.fed_by[cell]:
                a_unit.feel()

        return moved

    def output_of(self, a_unit: AUnit) -> Callable[[], bool]:
        """The switch between the pulse and a motor."""
        return lambda: a_unit.fires

    # What an operator's hand does.

    def shine(self, light: Sequence[float]) -> None:
        """Let *light*, 0..1 for each cell, fall on the retina."""
        for s_unit, level in zip(self.s_units, light, strict=True):
            s_unit.shine(level)

    def override(self, cell: int, position: int) -> None:
        """Turn one switch of the sensory panel."""
        self.s_units[cell].turn_switch(position)

    def switch(self, a_unit: int, on: bool) -> None:
        """Turn one A-unit's switch."""
        self.a_units[a_unit].switched_on = on
        self.a_units[a_unit].feel()

    def set_thresholds(self, thresholds: Sequence[int]) -> None:
        """Turn every A-unit's threshold."""
        for a_unit, threshold in zip(self.a_units, thresholds, strict=True):
            a_unit.threshold = threshold
            a_unit.feel()

    def switch_motors(self, on: bool) -> None:
        """Turn the switch of all motors' current."""
        for motor in self.motors:
            motor.powered = on
            motor.nudge()

    def set_control(self, control: Control) -> None:
        """Turn the reinforcement control, which is looked at when a pulse begins."""
        self.control = control

    def set_angle(self, a_unit: int, angle_deg: float) -> None:
        """Turn one wiper."""
        self.motors[a_unit].set_by_hand(angle_deg)

    def rewire(self, wiring: Wiring) -> None:
        """Put other wires on the plugboard; a pulse under way goes on, on the lines as they are patched now."""
        self.fed_by = [[] for _ in self.s_units]
        columns = zip(wiring.origins.T.tolist(), wiring.signs.T.tolist(), strict=True)
        for a_unit, column in zip(self.a_units, columns, strict=True):
            rows = enumerate(zip(*column, strict=True))
            a_unit.wires = [(row, cell, sign) for row, (cell, sign) in rows if cell != UNPLUGGED]
            for cell in {cell for _, cell, _ in a_unit.wires}:
                self.fed_by[cell].append(a_unit)
            a_unit.feel()
        self.assignment = wiring.assignment.tolist()
        for r_unit in self.r_units:
            units = [unit for unit, patched in enumerate(self.assignment) if patched == r_unit.number]
            r_unit.patched = [(self.a_units[unit], self.motors[unit]) for unit in units]
        self.put_on_lines(self.pulse_since_s, self.lines)

    # What breaks, and is mended.

    def inject(self, fault: Fault) -> None:
        """Break a part."""
        self.faults.append(fault)
        self.suffer(fault)

    def mend(self, fault: Fault) -> None:
        """Make it good again."""
        self.faults.remove(fault)
        self.suffer(fault)

    def of_kind(self, kind: type[Any], **fields: int) -> list[Any]:
        """The faults of one kind that are there now, at the part that *fields* name."""
        same_kind = [fault for fault in self.faults if isinstance(fault, kind)]
        return [fault for fault in same_kind if all(getattr(fault, name) == part for name, part in fields.items())]

    def suffer(self, fault: Fault) -> None:
        """Let the part that *fault* concerns be as broken as all faults together say."""
        match fault:
            case DeadCell(s_unit=cell) | StuckCell(s_unit=cell):
                dead, stuck = (bool(self.of_kind(kind, s_unit=cell)) for kind in (DeadCell, StuckCell))
                self.s_units[cell].suffer(dead=dead, stuck=stuck)
            case CutWire(a_unit=unit) | ShortedWire(a_unit=unit) | StuckRelay(a_unit=unit):
                self.a_units[unit].cut = {cut.row for cut in self.of_kind(CutWire, a_unit=unit)}
                self.a_units[unit].shorted = {short.row for short in self.of_kind(ShortedWire, a_unit=unit)}
                stuck_relays = self.of_kind(StuckRelay, a_unit=unit)
                self.a_units[unit].relay_stuck = stuck_relays[0].closed if stuck_relays else None
                self.a_units[unit].feel()
            case StuckMotor(a_unit=unit) | SlippingMotor(a_unit=unit):
                self.suffer_motor(unit)
            case DirtyWiper(a_unit=unit):
                dirt_v = sum(dirt.noise_v for dirt in self.of_kind(DirtyWiper, a_unit=unit))
                for r_unit in self.r_units:
                    r_unit.dirt_v[unit] = dirt_v
            case DeadLamp(r_unit=number):
                self.r_units[number].dead = bool(self.of_kind(DeadLamp, r_unit=number))
            case SupplySag():
                for unit in range(len(self.motors)):
                    self.suffer_motor(unit)
                for r_unit in self.r_units:
                    r_unit.supply = self.supply()

    def suffer_motor(self, unit: int) -> None:
        """What the supply and its own defects leave of one motor."""
        share = self.supply()
        for slip in self.of_kind(SlippingMotor, a_unit=unit):
            share *= slip.share
        self.motors[unit].suffer(share=share, stuck=bool(self.of_kind(StuckMotor, a_unit=unit)))

    def supply(self) -> float:
        """The share of its voltage that the supply gives."""
        return float(math.prod(sag.share for sag in self.of_kind(SupplySag)))

    # What the trainer does.

    def lamps(self) -> Bits:
        """All R-lamps now."""
        return tuple(r_unit.lamp(self.env.now) for r_unit in self.r_units)

    def outputs(self) -> tuple[bool, ...]:
        """Which A-units fire now."""
        self.log.decided_s.append(self.env.now)
        return tuple(a_unit.fires for a_unit in self.a_units)

    def times_s(self) -> list[float]:
        """Exposure, pulse and interval of the exposure that begins; a hand is never quite even."""
        timing = self.spec.timing
        normals = self.hand.normals(len(self.log.readings) + 1).tolist()
        nominal = (timing.exposure_s, timing.pulse_s, timing.interval_s)
        return [time_s * math.exp(timing.hand_spread * normal) for time_s, normal in zip(nominal, normals, strict=True)]

    def expose(self, light: Sequence[float], wanted: Bits | None, *, reinforced: bool) -> ProcessGenerator:
        """Place, wait, read, reinforce if that is asked for, take away, wait."""
        placed_s, (exposure_s, pulse_s, interval_s) = self.env.now, self.times_s()
        self.shine(light)
        yield self.env.timeout(exposure_s)
        read_s, answered, firing = self.env.now, self.lamps(), sum(self.outputs())
        for motor in self.motors:
            motor.driven = False
        if reinforced:
            yield from self.reinforce(wanted, answered, pulse_s)
        driven = frozenset(motor.number for motor in self.motors if motor.driven)
        self.shine([0.0] * len(self.s_units))
        lit_s = self.env.now - placed_s
        yield self.env.timeout(interval_s)
        self.log.readings.append(
            Reading(
                placed_s=placed_s,
                read_s=read_s,
                ended_s=self.env.now,
                answered=answered,
                firing=firing,
                driven=driven,
                **self.costs(lit_s, firing),
            )
        )

    def reinforce(self, wanted: Bits | None, answered: Bits, pulse_s: float) -> ProcessGenerator:
        """Offer every motor its R-unit's programs, until the longest of all is over."""
        sets = []
        for r_unit in self.r_units:
            active = sum(a_unit.fires for a_unit, _ in r_unit.patched)
            sets.append(SourceSet(len(r_unit.patched), active))
        rule = replace(self.spec.reinforcement, control=self.control)
        lines = programs(rule, sets, signs(rule, sets, wanted, answered), pulse_s)
        longest_s = max(program.duration_s for line in lines for program in line)
        if longest_s == 0.0:
            return
        self.log.decided_s.extend(self.env.now + program.duration_s for line in lines for program in line)
        self.put_on_lines(self.env.now, lines)
        yield self.env.timeout(longest_s)
        self.put_on_lines(self.env.now, self.idle_lines())
        if rule.value_decay:
            for motor in self.motors:
                if motor.powered:
                    motor.decay(rule.value_decay)

    def idle_lines(self) -> list[Programs]:
        """What is on the R-units' lines between pulses."""
        return [(NO_PROGRAM, NO_PROGRAM)] * len(self.r_units)

    def put_on_lines(self, since_s: float, lines: list[Programs]) -> None:
        """Put each R-unit's programs on the line of its motors."""
        self.pulse_since_s, self.lines = since_s, lines
        for motor, r_unit in zip(self.motors, self.assignment, strict=True):
            motor.offer(since_s, *(lines[r_unit] if r_unit >= 0 else (NO_PROGRAM, NO_PROGRAM)))

    def counters(self) -> tuple[float, float, float, float, int]:
        """Time, motor-seconds, degrees turned, what all values together gained but by hand, moves of contacts."""
        now_s, shafts = self.env.now, [motor.shaft(self.env.now) for motor in self.motors]
        motor_s = math.fsum(motor.motor_s(now_s) for motor in self.motors)
        turned_deg = math.fsum(shaft.odometer_deg for shaft in shafts)
        gained = [shaft.wiper_deg - motor.by_hand_deg for shaft, motor in zip(shafts, self.motors, strict=True)]
        return now_s, motor_s, turned_deg, math.fsum(gained), len(self.log.contacts)

    def costs(self, lit_s: float, firing: int) -> dict[str, Any]:
        """What the time since the last call took."""
        before, self.paid = self.paid, self.counters()
        span_s, motor_s, turned_deg, gained_deg, contacts = (
            now - then for now, then in zip(self.paid, before, strict=True)
        )
        power, operations = self.spec.power, int(contacts) + 2 * firing
        energy_j = {
            "standing_j": power.standing_w * span_s,
            "illumination_j": power.illumination_w * lit_s,
            "motors_j": power.motor_w * motor_s,
            "relays_j": power.relay_operation_j * operations,
        }
        return {
            "motor_s": motor_s,
            "turned_deg": turned_deg,
            "value_change_deg": gained_deg,
            "relay_operations": operations,
            "energy_j": energy_j,
        }
