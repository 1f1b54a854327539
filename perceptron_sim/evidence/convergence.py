"""When error correction ends: within (R / gamma)**2 corrections on ideal drives, later or never on real ones.

64 cells feed an A-unit each and all A-units one R-unit, so that a pattern's cells are its A-units and a vector that
separates the patterns can be planted. A correction turns by exactly one winding, coast included.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from hardware import (
    AssociationSpec,
    Mark1Spec,
    MotorSpec,
    PlugboardSpec,
    PotentiometerSpec,
    ResponseSpec,
    RetinaSpec,
    TimingSpec,
    Trainer,
    Wiring,
)
from hardware.theory import correction_bound
from perceptron_sim.evidence.machines import (
    ONCE_IN_ORDER,
    BoolArray,
    dice,
    one_bit_codes,
    patterns_for,
    teach,
    trainer_of,
)
from perceptron_sim.evidence.row import Row, over, span

SIDE, PATTERNS, MOST_PASSES = 8, 60, 100
CELLS = SIDE * SIDE
LIT_SHARE = 0.3
WIDE, NARROW = 1.5, 0.25  # the least distance of a pattern from the planted plane, in cells
STEP_DEG = 6.0  # 60 degrees per second for 0.1 s
IDEAL = PotentiometerSpec(step_deg=STEP_DEG, travel_deg=20_000 * STEP_DEG)  # stops out of reach
DRIVES = {
    "ideal drive": IDEAL,
    "backlash of ten steps": replace(IDEAL, backlash_deg=10 * STEP_DEG),
    "stops at one step": replace(IDEAL, travel_deg=2 * STEP_DEG),
}
STRAIGHT = Wiring(np.arange(CELLS)[None, :], np.ones((1, CELLS), dtype=int), np.zeros(CELLS, dtype=int))


@dataclass(frozen=True, slots=True)
class Task:
    """Patterns (n, cells), whether R1 should light at each (n,), and the unit vector (cells,) that says so."""

    patterns: BoolArray
    wanted: BoolArray
    planted: npt.NDArray[np.float64]

    @property
    def bound(self) -> float:
        """(R / gamma)**2 by the planted vector."""
        return correction_bound(self.patterns, self.wanted, self.planted)


@dataclass(frozen=True, slots=True)
class Ending:
    """How one machine's lessons went; *loops*: the values came back to where an earlier pass had left them."""

    bound: float
    corrections: int
    ended: bool
    loops: bool


@dataclass(frozen=True, slots=True)
class Endings:
    """What became of several machines with one kind of drive at one margin."""

    drive: str
    margin: float
    machines: tuple[Ending, ...]

    @property
    def beyond(self) -> int:
        """How many machines were corrected more often than the bound allows."""
        return sum(one.corrections > one.bound for one in self.machines)

    @property
    def unending(self) -> int:
        """How many were not errorless in the end."""
        return sum(not one.ended for one in self.machines)


def planted(rng: np.random.Generator, margin: float) -> Task:
    """Random patterns, half on each side, their lit cells moved about until each is *margin* off the plane."""
    direction = rng.standard_normal(CELLS)
    direction /= np.linalg.norm(direction)
    wanted = np.arange(PATTERNS) % 2 == 0
    patterns = rng.random((PATTERNS, CELLS)) < LIT_SHARE
    for pattern, towards in zip(patterns, np.where(wanted[:, None], direction, -direction), strict=True):
        while pattern @ towards < margin:
            lit, dark = rng.choice(np.flatnonzero(pattern)), rng.choice(np.flatnonzero(~pattern))
            if towards[dark] > towards[lit]:
                pattern[[lit, dark]] = False, True
    return Task(patterns, wanted, direction)


def machine_with(potentiometer: PotentiometerSpec, seed: int) -> Trainer:
    """64 A-units of one wire each; motors all alike, and at rest before the next pattern is read."""
    spec = Mark1Spec(
        retina=RetinaSpec(rows=SIDE, columns=SIDE),
        plugboard=PlugboardSpec(excitatory=1, inhibitory=0),
        association=AssociationSpec(units=CELLS),
        potentiometer=potentiometer,
        motor=MotorSpec(speed_spread=0.0),
        response=ResponseSpec(in_use=1),
        timing=TimingSpec(interval_s=1.0),
    )
    return trainer_of(spec, seed, STRAIGHT)


def measure(machines: int) -> Iterator[Endings]:
    """Teach *machines* of each kind what is planted for their seed."""
    tasks = {margin: [planted(dice(seed), margin) for seed in range(machines)] for margin in (WIDE, NARROW)}
    for drive, potentiometer in DRIVES.items():
        for margin, planned in tasks.items():
            yield Endings(drive, margin, tuple(ending(potentiometer, *one) for one in enumerate(planned)))


def ending(potentiometer: PotentiometerSpec, seed: int, task: Task) -> Ending:
    """Teach the machine *seed* with such a *potentiometer* the *task*, in the same order in every pass."""
    trainer = machine_with(potentiometer, seed)
    machine = trainer.machine
    patterns = patterns_for(machine, task.patterns.reshape(-1, SIDE, SIDE))
    codes, left = one_bit_codes(task.wanted), set()
    corrections, ended, loops = 0, False, False
    for _ in range(MOST_PASSES):
        errors = teach(trainer, patterns, codes, ONCE_IN_ORDER).corrections
        corrections, ended = corrections + errors, errors == 0
        # at rest, with no play in the gears, the windings are all that the next pass depends on
        state = machine.potentiometers.wiper_steps(machine.env.now).tobytes()
        loops = potentiometer.backlash_deg == 0 and not ended and state in left
        if ended or loops:
            break
        left.add(state)
    return Ending(task.bound, corrections, ended, loops)


def rows(endings: Iterable[Endings]) -> Iterator[Row]:
    """The bound beside what it took."""
    for one in endings:
        bounds = [machine.bound for machine in one.machines]
        corrections = [machine.corrections for machine in one.machines]
        yield Row(
            what=f"{one.drive}, margin {one.margin:g}",
            source="NOV, textbooks",
            theirs=f"at most {span(bounds)}",
            ours=span(corrections) + (" and no end" if one.unending else ""),
            basis=over(len(one.machines)),
            note=_note(one),
        )


def _note(endings: Endings) -> str:
    count = len(endings.machines)
    if endings.unending:
        proven = sum(one.loops for one in endings.machines)
        return f"{endings.unending} of {count} never end: in {proven} the values come round to where they were"
    return f"all end; beyond the bound: {endings.beyond} of {count}"
