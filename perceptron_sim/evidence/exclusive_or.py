"""Exclusive-or: of two halves of the retina easy, of two single cells only for wirings that happen to join them."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hardware import Mark1, Mark1Spec, Pattern, ResponseSpec
from perceptron_sim.evidence.machines import dice, one_bit_codes, patterns_for, teach, trainer_of, until_errorless
from perceptron_sim.evidence.row import Row, over, percent

Images = Callable[[np.random.Generator], npt.NDArray[np.float64]]
FIRST_ONLY, SECOND_ONLY, BOTH = 1, 2, 3  # as numbers of two bits; 0 is neither
WANTED = np.array([False, True, True, False])
MOST_PASSES = 60
ALL, SHARED = 1, 8  # R-units in use: how many the A-units are split over


@dataclass(frozen=True, slots=True)
class Learned:
    """How many of *machines* learned it, how many have an A-unit that joins the two, and how likely that is."""

    what: str
    learned: int
    joined: int
    machines: int
    most_passes: int
    chance: float


def joining_chance(a_units: int, cells: int = 400, excitatory: int = 5, inhibitory: int = 5) -> float:
    """How likely any of so many A-units has wires from two given cells, one of them at least excitatory.

    Without one, every A-unit fires at both as often as at the first and the second, and so do sums of values.
    """
    joining = (excitatory * (excitatory - 1) + 2 * excitatory * inhibitory) / (cells * (cells - 1))
    return 1 - (1 - joining) ** a_units


def halves(_rng: np.random.Generator) -> npt.NDArray[np.float64]:
    """(4, 20, 20): neither half lit, the left, the right, both."""
    images = np.zeros((4, 20, 20))
    images[[FIRST_ONLY, BOTH], :, :10] = 1.0
    images[[SECOND_ONLY, BOTH], :, 10:] = 1.0
    return images


def two_cells(rng: np.random.Generator) -> npt.NDArray[np.float64]:
    """(4, 20, 20): of two cells taken at random neither lit, the first, the second, both."""
    first, second = rng.choice(400, size=2, replace=False)
    images = np.zeros((4, 400))
    images[[FIRST_ONLY, BOTH], first] = 1.0
    images[[SECOND_ONLY, BOTH], second] = 1.0
    return images.reshape(4, 20, 20)


def joins(machine: Mark1, patterns: list[Pattern]) -> bool:
    """Whether any A-unit of R1 does not answer to both as it does to the first and the second, one after the other."""
    fires = np.stack([machine.association.fires(pattern.closes) for pattern in patterns]).astype(np.int8)
    joining = fires[FIRST_ONLY] + fires[SECOND_ONLY] != fires[BOTH]
    return bool((joining & (machine.wiring.assignment == 0)).any())


def measure(machines: int) -> Iterator[Learned]:
    """Teach *machines* the four patterns."""
    yield _learned("two halves, 512 A-units on R1", halves, ALL, machines, 1.0)
    yield _learned("two single cells, 512 A-units on R1", two_cells, ALL, machines, joining_chance(512))
    yield _learned("two single cells, 64 A-units on R1", two_cells, SHARED, machines, joining_chance(64))


def _learned(what: str, images: Images, in_use: int, machines: int, chance: float) -> Learned:
    spec, lessons, joined = Mark1Spec(response=ResponseSpec(in_use=in_use)), [], 0
    for seed in range(machines):
        trainer = trainer_of(spec, seed)
        patterns = patterns_for(trainer.machine, images(dice(seed)))
        joined += joins(trainer.machine, patterns)
        lessons.append(teach(trainer, patterns, one_bit_codes(WANTED), until_errorless(MOST_PASSES)))
    passes = [one.passes for one in lessons if one.errorless]
    return Learned(what, len(passes), joined, machines, max(passes, default=0), chance)


def rows(measured: Iterable[Learned]) -> Iterator[Row]:
    """The share of machines that learned it beside how many wirings can be expected to allow it."""
    for one in measured:
        yield Row(
            what=f"exclusive-or of {one.what}",
            source="computed",
            theirs=f"{percent(one.chance)} can" if one.chance < 1 else "",
            ours=f"{percent(one.learned / one.machines)} learn it",
            basis=f"{one.learned} of {over(one.machines)}",
            note=f"joined in {one.joined} of {one.machines}; learned within {one.most_passes} passes",
        )
