"""The exposure that was read last, in the Mark I: what each R-unit should have said, and what was done about it."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hardware import Control, Mark1, Phase, Rule
from hardware.plugboard import UNASSIGNED
from perceptron_sim.learner import FloatArray
from perceptron_sim.session import Session
from perceptron_sim.snapshot import SessionSnapshot

BoolArray = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitLesson:
    """One R-unit in one exposure; *number* counts from 1.

    Of its *a_units* so many were *firing*, and so many motors were driven *up* and *down*, each for up to *pulse_s*.
    sum_v is what the picture gives it by now, and *now* what it would say to it; before_v is what it gave when it was
    read, None where nobody looked then.
    """

    number: int
    wanted: int
    answered: int
    a_units: int
    firing: int
    up: int
    down: int
    pulse_s: float
    sum_v: float
    now: int
    before_v: float | None
    threshold_v: float

    @property
    def right(self) -> bool:
        """Whether its lamp was as it should be."""
        return self.wanted == self.answered


@dataclass(frozen=True, slots=True, kw_only=True)
class MachineLesson:
    """One exposure of the Mark I. *meant* is what its lamps stood for, None where they stand for nothing.

    *driving* says that its motors turn at this moment; *lit* and *firing* are counted once relays have settled.
    at_stops is how many of the knobs that were driven stand at an end stop by now; by_hand that times only are about
    what the specification says.
    """

    exposure: int
    shown: str
    meant: str | None
    lit: int
    s_units: int
    firing: int
    a_units: int
    driving: bool
    control: Control
    rule: Rule
    by_hand: bool
    at_stops: int
    units: tuple[UnitLesson, ...]

    @property
    def right(self) -> bool:
        """Whether the lamps meant what was shown."""
        return self.meant == self.shown


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadExposure:
    """Which exposure was read last: its *number*, the picture and its *label*, and how the lamps were *answered*."""

    number: int
    image: FloatArray
    label: int
    answered: tuple[int, ...]
    driving: bool


def read_last(session: Session, snapshot: SessionSnapshot) -> ReadExposure | None:
    """The exposure whose lamps were read last: the present one once they are, else the one before; None at first."""
    machine = snapshot.mark1
    if snapshot.stimulus is not None and snapshot.label is not None and machine.answered is not None:
        going_on = machine.phase in (Phase.CORRECTING, Phase.CHANGING)
        if going_on:
            driving = machine.phase is Phase.CORRECTING
            number = snapshot.exposures + 1
            return ReadExposure(
                number=number, image=snapshot.stimulus, label=snapshot.label, answered=machine.answered, driving=driving
            )
    name = session.mark1.name
    trial = next((one for one in session.latest_trials if one.learner == name), None)
    if trial is None or trial.code is None or not snapshot.exposures:
        return None
    return ReadExposure(
        number=snapshot.exposures,
        image=session.experiment.stimuli.images[trial.stimulus],
        label=trial.label,
        answered=tuple(map(int, trial.code)),
        driving=False,
    )


def settled(machine: Mark1, image: FloatArray) -> tuple[BoolArray, BoolArray]:
    """Which S-relays (s_units,) a long exposure to *image* closes, and which A-units (a_units,) it lets fire."""
    closes: BoolArray = machine.retina.felt(machine.pattern(image)).closes
    return closes, machine.association.fires(closes)


def settled_firing(machine: Mark1, image: FloatArray) -> tuple[BoolArray, int]:
    """Which A-units (a_units,) a long exposure to *image* lets fire, and how many S-relays it closes."""
    closes, firing = settled(machine, image)
    return firing, int(np.count_nonzero(closes))


def sums_of(session: Session, firing: BoolArray) -> npt.NDArray[np.float64]:
    """What every R-unit (r_units,) would sum now if the A-units *firing* fired, in volts, without noise."""
    machine = session.mark1.machine
    return machine.response.sums_v(firing, machine.potentiometers.wiper_steps(session.time_s))


def machine_lesson(
    session: Session, snapshot: SessionSnapshot, read: ReadExposure, before_v: FloatArray | None
) -> MachineLesson:
    """The exposure *read* in the first Mark I; *before_v* (r_units,) are its sums at the reading, if they are known."""
    machine = session.mark1.machine
    spec = machine.spec
    firing, lit = settled_firing(machine, read.image)
    wanted = session.mark1.codes[read.label]
    answered = np.array(read.answered, dtype=np.bool_)
    current = _currents(machine, wanted, answered, firing)
    stops = np.abs(snapshot.mark1.angle_deg) >= snapshot.mark1.stop_deg - spec.potentiometer.step_deg
    return MachineLesson(
        exposure=read.number,
        shown=snapshot.class_names[read.label],
        meant=_name(snapshot, session.mark1.meaning(read.answered)),
        lit=lit,
        s_units=spec.retina.s_units,
        firing=int(np.count_nonzero(firing)),
        a_units=spec.association.units,
        driving=read.driving,
        control=machine.control,
        rule=spec.reinforcement.rule,
        by_hand=spec.timing.hand_spread > 0,
        at_stops=int(np.count_nonzero(stops & (current != 0))),
        units=_units(machine, wanted, answered, firing, current, sums_of(session, firing), before_v),
    )


def _currents(machine: Mark1, wanted: BoolArray, answered: BoolArray, firing: BoolArray) -> npt.NDArray[np.int8]:
    """The sign with which each motor (a_units,) is driven when the pulse begins."""
    reinforcement = machine.reinforcement
    none = np.zeros(firing.size, dtype=np.int8)
    if machine.control is Control.ERROR_CORRECTION and (wanted == answered).all():
        return none
    signs = reinforcement.signs(wanted, answered)
    program = reinforcement.program(signs, firing, 0.0, machine.spec.timing.pulse_s)
    return none if program is None else reinforcement.direction(program, firing, 0.0)


def _units(
    machine: Mark1,
    wanted: BoolArray,
    answered: BoolArray,
    firing: BoolArray,
    current: npt.NDArray[np.int8],
    now_v: npt.NDArray[np.float64],
    before_v: FloatArray | None,
) -> tuple[UnitLesson, ...]:
    """Every R-unit that is in use and has A-units."""
    spec, assignment = machine.spec, machine.wiring.assignment
    patched = assignment != UNASSIGNED

    def counts(which: BoolArray) -> npt.NDArray[np.intp]:
        return np.bincount(assignment[which & patched], minlength=spec.response.units)

    owned, active = counts(np.ones(firing.size, dtype=np.bool_)), counts(firing)
    says = machine.response.decide(now_v)
    up, down = counts(current > 0), counts(current < 0)
    return tuple(
        UnitLesson(
            number=unit + 1,
            wanted=int(wanted[unit]),
            answered=int(answered[unit]),
            a_units=int(owned[unit]),
            firing=int(active[unit]),
            up=int(up[unit]),
            down=int(down[unit]),
            pulse_s=spec.timing.pulse_s,
            sum_v=float(now_v[unit]),
            now=int(says[unit]),
            before_v=None if before_v is None else float(before_v[unit]),
            threshold_v=spec.response.threshold_v,
        )
        for unit in range(spec.response.in_use)
        if owned[unit]
    )


def _name(snapshot: SessionSnapshot, label: int | None) -> str | None:
    return None if label is None else snapshot.class_names[label]
