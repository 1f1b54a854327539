"""How many random patterns an R-unit holds with so many weights: separable at all, learned by a program, by a machine.

The patterns are nested, so that halving finds how many of them can be told apart in two random classes. Cover (1965):
N weights separate 2 N patterns in general position, on average.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from hardware import AssociationSpec, Mark1Spec, ResponseSpec
from perceptron_sim.evidence.machines import (
    BoolArray,
    dice,
    one_bit_codes,
    patterns_for,
    teach,
    trainer_of,
    until_errorless,
)
from perceptron_sim.reproduction.parameters import RETINA, Parameters
from perceptron_sim.reproduction.program import Program
from perceptron_sim.reproduction.tasks import Field
from perceptron_sim.reproduction.theorems import signed_patterns, through_zero

WEIGHTS = (16, 32, 64, 102)  # 64 and 102: what an R-unit of the Mark I has if eight or five are in use
ALL_WEIGHTS = AssociationSpec().units
MOST_PER_WEIGHT = 4
STEPS_PER_WEIGHT = 8  # what lessons find is known to an eighth of a pattern per weight
STEPS_WITH_ALL = 16  # the same for the largest machine, where one decision takes half a minute


@dataclass(frozen=True, slots=True)
class Nested:
    """Patterns of random dots in random order, and the class of each: *images* (n, rows, columns), *wanted* (n,)."""

    program: Program
    images: BoolArray
    wanted: BoolArray

    @property
    def fired(self) -> BoolArray:
        """(n, weights): which A-units fire."""
        return self.program.fires(self.images)


def separable(parameters: Parameters, seed: int) -> dict[str, float]:
    """For each number of weights, how many patterns can be separated on the A-units."""
    return {f"{weights}": most_separable(nested(parameters, weights, seed)) for weights in WEIGHTS}


def separable_with_all(parameters: Parameters, seed: int) -> dict[str, float]:
    """The same with all 512 A-units on one R-unit, to within some patterns."""
    return {f"{ALL_WEIGHTS}": most_separable(nested(parameters, ALL_WEIGHTS, seed), ALL_WEIGHTS // STEPS_WITH_ALL)}


def learned(parameters: Parameters, seed: int) -> dict[str, float]:
    """How many of them error correction learns in the passes that there are: by the program, by the Mark I."""
    found = {}
    for weights in WEIGHTS:
        one, step = nested(parameters, weights, seed), weights // STEPS_PER_WEIGHT
        found[f"program, {weights}"] = _most(_learned_by_program(one, parameters), weights, step)
        found[f"machine, {weights}"] = _most(_learned_by_machine(one, parameters, seed), weights, step)
    return found


def nested(parameters: Parameters, weights: int, seed: int) -> Nested:
    """As many patterns for *weights* A-units of one R-unit as are ever tried; fewer are the first of them."""
    rng = dice(seed)
    shown = Field(parameters, RETINA.rows).dots()(MOST_PER_WEIGHT * weights, rng)
    wanted = rng.integers(2, size=len(shown)) == 1
    return Nested(Program(parameters, RETINA.rows, weights, seed), shown.images > 0, wanted)


def most_separable(one: Nested, step: int = 1) -> float:
    """How many of the patterns, from the first on, some values tell apart; to within *step*."""
    signed = signed_patterns(one.fired, one.wanted)
    return _most(lambda count: through_zero(signed[:count]).separable, signed.shape[1], step)


def _learned_by_program(one: Nested, parameters: Parameters) -> Callable[[int], bool]:
    fired = one.fired

    def learns(count: int) -> bool:
        one.program.values = np.zeros(fired.shape[1])
        passes = range(parameters.capacity_passes)
        return any(not one.program.correct_errors(fired[:count], one.wanted[:count]).any() for _ in passes)

    return learns


def _learned_by_machine(one: Nested, parameters: Parameters, seed: int) -> Callable[[int], bool]:
    spec = parameters.mark1(1)
    wired = Mark1Spec(
        plugboard=spec.plugboard,
        association=AssociationSpec(units=one.program.values.size, threshold=parameters.threshold),
        response=ResponseSpec(in_use=1),
        timing=spec.timing,
    )

    def learns(count: int) -> bool:
        trainer = trainer_of(wired, seed, one.program.wiring)
        patterns = patterns_for(trainer.machine, one.images[:count])
        course = until_errorless(parameters.capacity_passes)
        return teach(trainer, patterns, one_bit_codes(one.wanted[:count]), course).errorless

    return learns


def _most(holds: Callable[[int], bool], weights: int, step: int) -> float:
    """The largest number of patterns for which *holds*, to within *step*, of which half is added."""
    low, high = 0, MOST_PER_WEIGHT * weights // step
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if holds(middle * step) else (low, middle)
    return low * step + (step - 1) / 2
