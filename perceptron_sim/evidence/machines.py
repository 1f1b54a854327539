"""Machines on the bench: built by their seed, taught a course, examined at rest."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import simpy

from hardware import Course, CourseSpec, Mark1, Mark1Spec, Order, Pattern, Trainer, Wiring

ONCE_IN_ORDER = CourseSpec(order=Order.FIXED, passes=1, errorless_passes=0)
UNLIMITED = 512  # wires at one S-unit: as many as there are A-units, so that no board is ever full
BoolArray = npt.NDArray[np.bool_]
STIMULI_STREAM = 200  # spawn key of the dice for stimuli, apart from the machine's own; part of every printed result


def dice(seed: int) -> np.random.Generator:
    """What draws the stimuli that the machine *seed* is shown."""
    return np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(STIMULI_STREAM,)))


def trainer_of(spec: Mark1Spec, seed: int, wiring: Wiring | None = None) -> Trainer:
    """A machine of its own on a clock of its own, with its trainer."""
    return Trainer(Mark1(simpy.Environment(), spec, seed=seed, wiring=wiring))


def patterns_for(machine: Mark1, images: Iterable[npt.ArrayLike]) -> list[Pattern]:
    """What *machine* is to be shown, prepared."""
    return [machine.pattern(image) for image in images]


def one_bit_codes(bits: npt.ArrayLike, r_units: int = 8) -> BoolArray:
    """(n,) -> (n, r_units): the *bits* on R1, zero on all others."""
    wanted = np.asarray(bits, dtype=np.bool_)
    codes = np.zeros((wanted.size, r_units), dtype=np.bool_)
    codes[:, 0] = wanted
    return codes


@dataclass(frozen=True, slots=True)
class Lessons:
    """In each pass through what was taught, how many exposures were answered wrongly, and how many bits in all."""

    errors: tuple[int, ...]
    wrong_bits: tuple[int, ...]

    @property
    def passes(self) -> int:
        """How often everything was shown."""
        return len(self.errors)

    @property
    def errorless(self) -> bool:
        """Whether the last pass was without an error."""
        return self.errors[-1] == 0

    @property
    def corrections(self) -> int:
        """How many exposures were answered wrongly, and so corrected."""
        return sum(self.errors)


def until_errorless(passes: int) -> CourseSpec:
    """Everything once in each pass, shuffled, until a pass is without an error or after *passes*."""
    return CourseSpec(passes=passes)


def teach(trainer: Trainer, patterns: Sequence[Pattern], codes: BoolArray, course: CourseSpec) -> Lessons:
    """Teach every one of *patterns* (n) its code (n, r_units)."""
    lessons = Course(trainer, patterns, codes, course).lessons()
    wrong_bits = np.reshape([exposure.wrong_bits for _, exposure in lessons], (-1, len(patterns)))
    return Lessons(tuple((wrong_bits > 0).sum(axis=1).tolist()), tuple(wrong_bits.sum(axis=1).tolist()))


def answers(machine: Mark1, patterns: Iterable[Pattern]) -> BoolArray:
    """(n, r_units): the lamps that long exposures would end in, values as they stand, without noise."""
    return np.stack([machine.settled_answer(pattern) for pattern in patterns])
