"""The human at the panel: places a pattern, waits, reads the lamps, corrects what was wrong, takes the pattern away."""

import numpy as np
import numpy.typing as npt
from simpy.events import ProcessGenerator

from hardware.cost import CostMeter
from hardware.machine import Mark1
from hardware.records import Code, Exposure
from hardware.relays import BoolArray
from hardware.retina import Pattern
from hardware.snapshot import Mark1Snapshot, Phase


def _bits(lamps: BoolArray) -> Code:
    return tuple(lamps.view(np.int8).tolist())


class Trainer:
    """Runs *machine* by the timings of its specification, one exposure after the other."""

    def __init__(self, machine: Mark1) -> None:
        self.machine = machine
        self._meter = CostMeter(machine)
        self._phase = Phase.WAITING
        self._exposures = 0
        self._answered: Code | None = None
        self._wanted: Code | None = None

    def teach(self, image: Pattern | npt.ArrayLike, code: npt.ArrayLike) -> ProcessGenerator:
        """Show *image* (rows, columns), correct where the lamps differ from *code* (r_units,); returns an Exposure.

        Where the values are cleared in the meantime, nothing is corrected any more: the lesson is void.
        """
        return self._expose(image, self.machine.check_code(code))

    def ask(self, image: Pattern | npt.ArrayLike) -> ProcessGenerator:
        """Show *image* (rows, columns), read the lamps, correct nothing; returns an Exposure."""
        return self._expose(image, None)

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
            s_contacts=machine.retina.relays.contacts(now_s),
            firing=machine.association.firing(now_s),
            angle_deg=potentiometers.angle_deg(now_s),
            speed_deg_per_s=potentiometers.speed_deg_per_s(now_s),
            current=potentiometers.law.current,
            stop_deg=machine.spec.potentiometer.stop_deg,
            sums_v=sums_v,
            lamps=response.decide(sums_v),
            answered=self._answered,
            wanted=self._wanted,
        )

    def _expose(self, image: Pattern | npt.ArrayLike, wanted: BoolArray | None) -> ProcessGenerator:
        machine, env, timing = self.machine, self.machine.env, self.machine.spec.timing
        placed_s, clearings = env.now, machine.clearings
        machine.place(image if isinstance(image, Pattern) else machine.pattern(image))
        self._phase, self._answered = Phase.EXPOSING, None
        self._wanted = None if wanted is None else _bits(wanted)
        yield env.timeout(timing.exposure_s)
        read_s, answered = env.now, machine.read()
        self._answered = _bits(answered)
        firing = int(np.count_nonzero(machine.association.firing(read_s)))
        motors_driven = 0
        if wanted is not None and self._answered != self._wanted and machine.clearings == clearings:
            self._phase = Phase.CORRECTING
            motors_driven = yield from machine.correct(wanted, answered, timing.pulse_s)
        machine.remove()
        self._phase = Phase.CHANGING
        lit_s = env.now - placed_s
        yield env.timeout(timing.interval_s)
        self._phase = Phase.WAITING
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
            relay_operations=cost.relay_operations,
            energy_j=cost.energy_j,
        )
