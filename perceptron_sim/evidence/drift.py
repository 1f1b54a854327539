"""Noise and drift: eight R-units go on being corrected after they have learned, while wipers and amplifiers are noisy.

How noisy the real machine was is not known. The levels are assumed, from none to far more than a correction turns.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hardware import CourseSpec, Mark1, Mark1Spec, NoiseSpec
from perceptron_sim.evidence.machines import BoolArray, dice, patterns_for, teach, trainer_of, until_errorless
from perceptron_sim.evidence.row import NOT_FOUND, Mean, Row, mean_of, over

PATTERNS, LIT_CELLS, R_UNITS, MOST_PASSES, PASSES = 40, 120, 8, 200, 50
# (each wiper, each amplifier) in volts; a winding is 0.022 V, a correction turns 0.44 V
LEVELS_V = ((0.0, 0.0), (0.01, 0.05), (0.02, 0.1), (0.05, 0.25), (0.1, 0.5), (0.2, 1.0), (0.5, 2.5))
SENSIBLE = LEVELS_V[1:3]  # about half a winding and a winding


@dataclass(frozen=True, slots=True)
class Held:
    """What machines kept over the further passes at one level of noise.

    codes, bits: shares answered rightly. angles_deg: mean |angle| when they had learned, half-way and in the end.
    """

    wiper_v: float
    amplifier_v: float
    machines: int
    learned: int
    codes: Mean
    bits: Mean
    angles_deg: tuple[float, float, float]


def measure(machines: int, levels_v: Iterable[tuple[float, float]] = LEVELS_V) -> Iterator[Held]:
    """Teach *machines* until a pass is errorless, then correct them for 50 further passes, noise on all the time."""
    for wiper_v, amplifier_v in levels_v:
        spec = Mark1Spec(noise=NoiseSpec(wiper_v=wiper_v, amplifier_v=amplifier_v))
        results = np.array([_one_machine(spec, seed) for seed in range(machines)])
        codes, bits = (mean_of(results[:, column].tolist()) for column in (1, 2))
        first, middle, last = results[:, 3:].mean(axis=0).tolist()
        learned = int(results[:, 0].sum())
        yield Held(wiper_v, amplifier_v, machines, learned, codes, bits, (first, middle, last))


def random_patterns(rng: np.random.Generator) -> tuple[npt.NDArray[np.float64], BoolArray]:
    """Images (40, 20, 20) of which 30 % is lit, and for each a code (40, 8), all at random."""
    images = np.zeros((PATTERNS, 400))
    for image in images:
        image[rng.choice(400, LIT_CELLS, replace=False)] = 1.0
    return images.reshape(-1, 20, 20), rng.random((PATTERNS, R_UNITS)) < 0.5


def _one_machine(spec: Mark1Spec, seed: int) -> tuple[float, ...]:
    """Whether it learned, the shares of right codes and bits afterwards, mean |angle| before, half-way and after."""
    trainer = trainer_of(spec, seed)
    images, codes = random_patterns(dice(seed))
    patterns = patterns_for(trainer.machine, images)
    learned = teach(trainer, patterns, codes, until_errorless(MOST_PASSES)).errorless
    angles_deg, wrong_codes, wrong_bits = [_mean_angle_deg(trainer.machine)], 0, 0
    for _ in range(2):
        held = teach(trainer, patterns, codes, CourseSpec(passes=PASSES // 2, errorless_passes=0))
        wrong_codes, wrong_bits = wrong_codes + held.corrections, wrong_bits + sum(held.wrong_bits)
        angles_deg.append(_mean_angle_deg(trainer.machine))
    asked = PASSES * PATTERNS
    return learned, 1 - wrong_codes / asked, 1 - wrong_bits / (asked * R_UNITS), *angles_deg


def _mean_angle_deg(machine: Mark1) -> float:
    return float(np.abs(machine.potentiometers.angle_deg(machine.env.now)).mean())


def rows(measured: Iterable[Held]) -> Iterator[Row]:
    """What is kept, and where the potentiometers go; no source says anything of it."""
    for one in measured:
        first, middle, last = one.angles_deg
        yield Row(
            what=f"noise of {one.wiper_v:g} V on each wiper, {one.amplifier_v:g} V on each amplifier",
            source="",
            theirs=NOT_FOUND,
            ours=f"{one.codes.percent(2)} of codes, {one.bits.percent(2)} of bits",
            basis=over(one.machines, one.codes.interval(2), one.bits.interval(2)),
            note=f"off the middle {first:.1f}°, {middle:.1f}°, {last:.1f}°; learned: {one.learned} of {one.machines}",
        )
