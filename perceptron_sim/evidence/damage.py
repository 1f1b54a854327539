"""Damage: A-units switched off after the alphabet was learned, one twentieth after the other."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from perceptron_sim.evidence.alphabet import CODES, SPEC, taught_letters
from perceptron_sim.evidence.machines import answers, dice, patterns_for
from perceptron_sim.evidence.row import NOT_FOUND, Mean, Row, mean_of, over, percent
from perceptron_sim.experiments.letters import CODE_BITS
from perceptron_sim.experiments.stimuli import FACE, letters

STEP, MOST = 0.05, 0.60
REMOVED = tuple(float(share) for share in np.linspace(0.0, MOST, round(MOST / STEP) + 1))


@dataclass(frozen=True, slots=True)
class Damaged:
    """What is still right with the share *removed* of the A-units off.

    loss: what this step cost, as a share of all bits; worst: what it cost one machine.
    """

    removed: float
    machines: int
    bits: Mean
    letters: Mean
    loss: float
    worst: float


def measure(machines: int) -> Iterator[Damaged]:
    """Teach *machines* the alphabet, then switch off more and more of their A-units, in a random order."""
    shares = np.array([_one_machine(seed) for seed in range(machines)])  # (machines, steps, bits and letters)
    losses = np.maximum(-np.diff(shares[:, :, 0], axis=1, prepend=shares[:, :1, 0]), 0.0)
    mean_bits = shares[:, :, 0].mean(axis=0)
    for step, removed in enumerate(REMOVED):
        bits, named = (mean_of(column) for column in shares[:, step].T.tolist())
        loss = float(mean_bits[max(step - 1, 0)] - mean_bits[step])
        yield Damaged(removed, machines, bits, named, loss, float(losses[:, step].max()))


def _one_machine(seed: int) -> list[tuple[float, float]]:
    """For each step, the share of right bits and of right letters."""
    trainer, _ = taught_letters(seed)
    machine, shares = trainer.machine, []
    patterns = patterns_for(machine, letters(FACE).images)
    order = dice(seed).permutation(SPEC.association.units)
    for removed in REMOVED:
        machine.switch(order[: round(removed * order.size)], on=False)
        right = (answers(machine, patterns) == CODES)[:, :CODE_BITS]
        shares.append((float(right.mean()), float(right.all(axis=1).mean())))
    return shares


def rows(measured: Iterable[Damaged]) -> Iterator[Row]:
    """The decline; no source gives figures."""
    for one in measured:
        yield Row(
            what=f"{percent(one.removed, 0)} of the A-units off",
            source="PR58, RT58",
            theirs=NOT_FOUND,
            ours=f"{one.bits.percent()} of bits, {one.letters.percent()} of letters",
            basis=over(one.machines, one.bits.interval(), one.letters.interval()),
            note=f"lost in this step {100 * one.loss:.1f} points of bits; one machine at most {100 * one.worst:.1f}",
        )
