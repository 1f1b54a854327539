"""The human at the panel: places a pattern, waits, reads the lamps, reinforces, takes the pattern away."""

import math
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import numpy.typing as npt
from simpy.events import ProcessGenerator

from hardware.arrays import BoolArray, IntArray
from hardware.choices import Control
from hardware.cost import CostMeter
from hardware.diagnostics import SelfTestReport, SelfTestSpec, self_test
from hardware.errors import StimulusError
from hardware.machine import Mark1
from hardware.randomness import NumberedDraws, Purpose
from hardware.records import Code, Exposure, HandSetting
from hardware.retina import Pattern
from hardware.snapshot import Mark1Snapshot, Phase
from hardware.stored import Stored


def _bits(lamps: BoolArray) -> Code:
    return tuple(lamps.view(np.int8).tolist())


class Trainer:
    """Runs *machine* by the timings of its specification, one exposure after the other.

    With a hand_spread of zero a timer keeps the times, else a hand does, and no two exposures are alike.
    """

    def __init__(self, machine: Mark1) -> None:
        self.machine = machine
        self._meter = CostMeter(machine)
        self._hand = NumberedDraws(machine.seed, Purpose.HAND, 3)
        self._phase = Phase.WAITING
        self._exposures = 0
        self._answered: Code | None = None
        self._wanted: Code | None = None

    @property
    def exposures(self) -> int:
        """How many exposures have ended."""
        return self._exposures

    @property
    def phase(self) -> Phase:
        """What the trainer is doing."""
        return self._phase

    def teach(self, image: Pattern | npt.ArrayLike, code: npt.ArrayLike | None = None) -> ProcessGenerator:
        """Show *image* (rows, columns) and reinforce towards *code* (r_units,), as control says; returns an Exposure.

        Spontaneous learning takes its direction from the machine's own answer and needs no code; the other controls do.
        Where the values are cleared in the meantime, nothing is reinforced any more: the lesson is void.
        """
        if code is None and self.machine.control is not Control.SPONTANEOUS:
            raise StimulusError("code must be given unless control is spontaneous, got None")
        return self._expose(image, None if code is None else self.machine.check_code(code), reinforced=True)

    def ask(self, image: Pattern | npt.ArrayLike) -> ProcessGenerator:
        """Show *image* (rows, columns), read the lamps, change nothing; returns an Exposure."""
        return self._expose(image, None, reinforced=False)

    def self_test(self, spec: SelfTestSpec | None = None) -> ProcessGenerator:
        """Walk through the whole machine; returns a SelfTestReport. What it costs is charged to no exposure."""
        return self._self_test(self_test(self.machine, spec))

    def _self_test(self, walking: ProcessGenerator) -> ProcessGenerator:
        with self._at(Phase.TESTING):
            report: SelfTestReport = yield from walking
        self._meter.read()
        return report

    def set_by_hand(self, angle_deg: float, a_units: npt.ArrayLike | slice = slice(None)) -> ProcessGenerator:
        """Turn potentiometers, by default all, to *angle_deg*, one after the other; returns a HandSetting.

        Setting all to 0 is how the values are cleared; what is known of the machine tells no quicker way.
        """
        self.machine.check_angle(angle_deg)
        self.machine.check_free("a setting by hand")
        return self._set_by_hand(float(angle_deg), self.machine.unit_numbers(a_units))

    def _set_by_hand(self, angle_deg: float, units: IntArray) -> ProcessGenerator:
        machine, began_s = self.machine, self.machine.env.now
        machine.occupy("a setting by hand")
        try:
            with self._at(Phase.SETTING):
                self._meter.read()
                for a_unit in units.tolist():
                    yield machine.env.timeout(machine.spec.timing.hand_setting_s)
                    machine.set_angle(a_unit, angle_deg)
        finally:
            machine.release()
        return HandSetting(
            began_s=began_s,
            ended_s=machine.env.now,
            potentiometers=units.size,
            angle_deg=angle_deg,
            energy=self._meter.read().energy,
        )

    @contextmanager
    def _at(self, phase: Phase) -> Iterator[None]:
        """While in the context the trainer is at *phase*, and waits again afterwards, however it ends."""
        self._phase = phase
        try:
            yield
        finally:
            self._phase = Phase.WAITING

    def snapshot(self, at_s: float | None = None) -> Mark1Snapshot:
        """The machine at *at_s*, by default now; an instant before the clock's next event."""
        machine = self.machine
        now_s = machine.env.now if at_s is None else at_s
        potentiometers, response = machine.potentiometers, machine.response
        sums_v = response.input_v(now_s)
        return Mark1Snapshot(
            time_s=now_s,
            phase=self._phase,
            exposures=self._exposures,
            light=machine.retina.light,
            conductance_us=machine.retina.conductance_us(now_s),
            switches=machine.retina.switches,
            s_contacts=machine.retina.relays.contacts(now_s),
            firing=machine.association.firing(now_s),
            angle_deg=potentiometers.angle_deg(now_s),
            speed_deg_per_s=potentiometers.speed_deg_per_s(now_s),
            current=potentiometers.law.current,
            stop_deg=machine.spec.potentiometer.stop_deg,
            sums_v=sums_v,
            lamps=response.lamps(now_s, sums_v),
            faults=machine.faults,
            answered=self._answered,
            wanted=self._wanted,
        )

    def state(self) -> dict[str, object]:
        """What a checkpoint keeps of the trainer."""
        return {
            "exposures": self._exposures,
            "answered": None if self._answered is None else list(self._answered),
            "wanted": None if self._wanted is None else list(self._wanted),
            "meter": self._meter.state(),
        }

    def restore(self, stored: Stored) -> None:
        """Go on from what `state` told."""
        units = self.machine.spec.response.units
        self._exposures = stored.count("exposures")
        self._answered, self._wanted = (stored.bits(name, units) for name in ("answered", "wanted"))
        self._meter.restore(stored.part("meter"))

    def _expose(
        self, image: Pattern | npt.ArrayLike, wanted: BoolArray | None, *, reinforced: bool
    ) -> ProcessGenerator:
        pattern = image if isinstance(image, Pattern) else self.machine.pattern(image)
        self.machine.occupy("a lesson")
        try:
            self._meter.begin()
            exposure: Exposure = yield from self._lesson(pattern, wanted, reinforced)
        except GeneratorExit:  # thrown away with its machine: as in AtTheEnd
            raise
        except BaseException:  # somebody ended it: nothing stays as the lesson had it
            self.machine.remove()
            raise
        finally:
            self._phase = Phase.WAITING
            self.machine.release()
        return exposure

    def _lesson(self, pattern: Pattern, wanted: BoolArray | None, reinforced: bool) -> ProcessGenerator:
        machine, env = self.machine, self.machine.env
        exposure_s, pulse_s, interval_s = self._times_s()
        placed_s, clearings = env.now, machine.clearings
        machine.place(pattern)
        self._phase, self._answered = Phase.EXPOSING, None
        self._wanted = None if wanted is None else _bits(wanted)
        yield env.timeout(exposure_s)
        read_s, answered = env.now, machine.read()
        self._answered = _bits(answered)
        firing, motors_driven = int(np.count_nonzero(machine.association.firing(read_s))), 0
        right = machine.control is Control.ERROR_CORRECTION and self._answered == self._wanted
        if reinforced and not right and machine.clearings == clearings:
            self._phase = Phase.CORRECTING
            motors_driven = yield from machine.correct(wanted, answered, pulse_s)
        machine.remove()
        self._phase = Phase.CHANGING
        lit_s = env.now - placed_s
        yield env.timeout(interval_s)
        self._exposures += 1
        cost = self._meter.read(lit_s=lit_s, firing=firing)
        return Exposure(
            number=self._exposures,
            placed_s=placed_s,
            read_s=read_s,
            ended_s=env.now,
            answered=self._answered,
            wanted=self._wanted,
            wrong_bits=0 if wanted is None else int(np.count_nonzero(answered != wanted)),
            firing=firing,
            motors_driven=motors_driven,
            motor_s=cost.motor_s,
            turned_deg=cost.turned_deg,
            value_change_deg=cost.value_change_deg,
            relay_operations=cost.relay_operations,
            energy=cost.energy,
        )

    def _times_s(self) -> tuple[float, float, float]:
        """Exposure, pulse and interval of the exposure that begins, in seconds."""
        timing = self.machine.spec.timing
        nominal = timing.exposure_s, timing.pulse_s, timing.interval_s
        if timing.hand_spread == 0.0:
            return nominal
        normals = self._hand.normals(self._exposures + 1).tolist()
        exposure_s, pulse_s, interval_s = (
            time_s * math.exp(timing.hand_spread * normal) for time_s, normal in zip(nominal, normals, strict=True)
        )
        return exposure_s, pulse_s, interval_s
