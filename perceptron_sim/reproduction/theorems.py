"""What is proven of the perceptron (history, section 9), held against the simulated machine and its A-units."""

import math
from dataclasses import replace

import numpy as np

from hardware import Course, CourseSpec, Mark1Spec, MotorSpec, TimingSpec
from modern import Separability, separability
from perceptron_sim.evidence import convergence, firing
from perceptron_sim.evidence.machines import (
    UNLIMITED,
    BoolArray,
    dice,
    one_bit_codes,
    patterns_for,
    teach,
    trainer_of,
    until_errorless,
)
from perceptron_sim.evidence.parity import PASSES, TAUGHT, Board, all_patterns, odd
from perceptron_sim.evidence.parity import firing as firing_at
from perceptron_sim.experiments.letters import CODE_BITS, YARDSTICK_EXPOSURES
from perceptron_sim.experiments.stimuli import letters
from perceptron_sim.reproduction.mark1 import codes_of
from perceptron_sim.reproduction.parameters import Parameters
from perceptron_sim.reproduction.program import FloatArray

HARD = Board(20, 20, 11, 5)  # parity of eleven cells of the Mark I's retina, ten wires to an A-unit


def through_zero(signed: FloatArray) -> Separability:
    """Whether some values give every row of *signed* (n, a_units) a sum above zero, and by what margin.

    A row is a pattern's A-units, turned round where the R-unit should say 0. An R-unit has no bias: with each row and
    its opposite in two classes, one that separates them needs none either.
    """
    labels = np.repeat([1, 0], len(signed))
    return separability(np.concatenate([signed, -signed]), labels)


def signed_patterns(fired: BoolArray, wanted: BoolArray) -> FloatArray:
    """(n, a_units) and (n,) -> (n, a_units): 1 where an A-unit fires, turned round where 0 is wanted."""
    return np.where(wanted, 1.0, -1.0)[:, np.newaxis] * fired


def planted(_parameters: Parameters, seed: int) -> dict[str, float]:
    """Planted patterns on an ideal drive, at both margins, and between near stops."""
    tasks = [convergence.planted(dice(seed), margin) for margin in (convergence.WIDE, convergence.NARROW)]
    ideal = [convergence.ending(convergence.IDEAL, seed, task) for task in tasks]
    stopped = convergence.ending(convergence.DRIVES["stops at one step"], seed, tasks[-1])
    return {
        "ended": all(one.ended for one in ideal),
        "within": all(one.corrections <= one.bound for one in ideal),
        "share of the bound": float(np.mean([one.corrections / one.bound for one in ideal])),
        "never ends": stopped.loops,
    }


def alphabet(parameters: Parameters, seed: int) -> dict[str, float]:
    """The alphabet on a machine's A-units: whether it is separable, lessons end, and stay within the bound."""
    as_assumed = parameters.letters_machine()
    spec = replace(
        as_assumed,
        potentiometer=convergence.IDEAL,
        motor=MotorSpec(speed_spread=0.0),
        timing=TimingSpec(exposure_s=parameters.exposure_s, interval_s=1.0),
    )
    found: dict[str, float] = {}
    for name, drive in (("ideal", spec), ("assumed", as_assumed)):
        bounds, corrections, ended = _letters_learned(drive, parameters, seed)
        found[f"{name}: ended"] = ended or not bool(np.isfinite(bounds).all())
        found[f"{name}: within"] = bool((corrections <= bounds).all())
        found[f"{name}: share of the bound"] = float((corrections / bounds).mean())
    return found | {"separable": bool(np.isfinite(bounds).all())}


def parity(_parameters: Parameters, seed: int) -> dict[str, float]:
    """Parity of eleven cells cancels for every A-unit; six cells are taught to A-units that see four."""
    patterns = all_patterns(HARD)
    fired = firing_at(trainer_of(HARD.spec, seed).machine, patterns)
    sums = np.where(odd(patterns), -1, 1) @ fired
    trainer, taught = trainer_of(TAUGHT.spec, seed), all_patterns(TAUGHT)
    prepared = patterns_for(trainer.machine, taught)
    lessons = teach(trainer, prepared, one_bit_codes(odd(taught)), until_errorless(PASSES))
    return {"largest": int(np.abs(sums).max()), "learned": lessons.errorless}


def firing_shares(_parameters: Parameters, seed: int) -> dict[str, float]:
    """The share of A-units that fire on one board of each kind, at a random image for each setting of the table."""
    found: dict[str, float] = {}
    for x, y in dict.fromkeys((one.excitatory, one.inhibitory) for one in firing.settings()):
        wanted = [one for one in firing.settings() if (one.excitatory, one.inhibitory) == (x, y)]
        board = replace(Mark1Spec().plugboard, excitatory=x, inhibitory=y, wires_per_s_unit=UNLIMITED)
        _, shares = firing.one_board(Mark1Spec(plugboard=board), seed, wanted)
        found |= {str(setting): share for setting, share in zip(wanted, shares, strict=True)}
    return found


def _letters_learned(spec: Mark1Spec, parameters: Parameters, seed: int) -> tuple[FloatArray, FloatArray, bool]:
    """For each R-unit in use the bound and the number of its corrections, and whether the last pass was errorless."""
    trainer = trainer_of(spec, seed)
    machine = trainer.machine
    patterns, codes = patterns_for(machine, letters(parameters.letter_face).images), codes_of(trainer)
    fired = np.stack([machine.association.fires(pattern.closes) for pattern in patterns])
    bounds = [bound(fired[:, machine.wiring.assignment == unit], codes[:, unit]) for unit in range(CODE_BITS)]
    course = Course(trainer, patterns, codes, CourseSpec(order=parameters.order, passes=YARDSTICK_EXPOSURES))
    wrong = np.array([np.array(exposure.answered) != codes[index] for index, exposure in course.lessons()])
    return np.array(bounds), wrong[:, :CODE_BITS].sum(axis=0), not bool(wrong[-len(patterns) :].any())


def bound(fired: BoolArray, wanted: BoolArray) -> float:
    """(R / gamma)**2 for an R-unit whose A-units fire so (n, a_units); infinite if no values separate the patterns."""
    found = through_zero(signed_patterns(fired, wanted))
    return float(fired.sum(axis=1).max()) / found.margin**2 if found.separable else math.inf
