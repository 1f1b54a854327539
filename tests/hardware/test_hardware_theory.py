"""The closed forms agree with counting everything out, with the standard library, and with work by hand."""

from itertools import combinations, product
from statistics import NormalDist

import numpy as np
import pytest

from hardware import SpecError
from hardware.theory import (
    correction_bound,
    firing_probability,
    firing_probability_on,
    normal_probability,
    recall_z,
)


def counted(cells, lit, excitatory, inhibitory, threshold):
    """The share of all boards of one A-unit, every origin distinct, on which it fires with the first *lit* cells on."""
    fires = boards = 0
    for exciting in combinations(range(cells), excitatory):
        for inhibiting in combinations([cell for cell in range(cells) if cell not in exciting], inhibitory):
            net = sum(cell < lit for cell in exciting) - sum(cell < lit for cell in inhibiting)
            fires, boards = fires + (net >= threshold), boards + 1
    return fires / boards


@pytest.mark.parametrize(
    ("cells", "lit", "wires"),
    [(6, 2, (2, 2, 1)), (7, 4, (3, 2, 1)), (8, 5, (3, 0, 2)), (5, 5, (2, 2, 0)), (6, 0, (1, 1, 1))],
)
def test_on_a_finite_retina_it_is_the_share_of_all_boards(cells, lit, wires):
    excitatory, inhibitory, threshold = wires
    exact = firing_probability_on(cells, lit, excitatory=excitatory, inhibitory=inhibitory, threshold=threshold)
    assert exact == pytest.approx(counted(cells, lit, *wires), abs=1e-15)


def test_on_an_endless_retina_every_origin_is_lit_by_itself():
    lit_share, (excitatory, inhibitory, threshold) = 0.3, (2, 2, 1)
    chance = 0.0
    for origins in product((False, True), repeat=excitatory + inhibitory):
        net = sum(origins[:excitatory]) - sum(origins[excitatory:])
        if net >= threshold:
            chance += np.prod([lit_share if lit else 1 - lit_share for lit in origins])
    assert firing_probability(lit_share, excitatory, inhibitory, threshold) == pytest.approx(chance, abs=1e-15)


def test_the_finite_retina_tends_to_the_endless_one():
    endless = firing_probability(0.3, 5, 5, 1)
    sides = [firing_probability_on(n, 3 * n // 10, excitatory=5, inhibitory=5, threshold=1) for n in (400, 4000, 40000)]
    errors = [abs(side - endless) for side in sides]
    assert errors[0] > 5 * errors[1] > 25 * errors[2] > 0


@pytest.mark.parametrize("z", [-6.0, -1.0, 0.0, 0.5, 2.237, 5.0])
def test_phi_is_that_of_the_standard_library(z):
    assert normal_probability(z) == pytest.approx(NormalDist().cdf(z), rel=1e-12)


def test_z_by_hand():
    # sigma**2 = 2 * 8 * (1/8 - 1/16) / (32 * 1/2) = 1/16
    assert recall_z(8, 32, 0.5) == pytest.approx(4.0)


def test_the_bound_by_hand():
    # two A-units, one pattern each, unit vector (1, -1) / sqrt(2): R = 1, gamma = 1 / sqrt(2)
    assert correction_bound(np.eye(2, dtype=bool), np.array([True, False]), [3.0, -3.0]) == pytest.approx(2.0)


def test_the_bound_needs_values_that_separate():
    with pytest.raises(SpecError, match=r"values must separate the patterns, got a margin of -0\.7"):
        correction_bound(np.eye(2, dtype=bool), np.array([True, True]), [1.0, -1.0])


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda: firing_probability(1.5, 5, 5, 1), r"lit_share must lie in 0\.\.1, got 1\.5"),
        (lambda: _on(cells=4, lit=5, excitatory=1), r"lit_cells must lie in 0\.\.4, got 5"),
        (lambda: _on(cells=4, lit=2, excitatory=5), "origins must be at most the 4 cells, got 5"),
        (lambda: recall_z(0, 100, 0.1), "stimuli and a_units must be one or more, got 0 and 100"),
        (lambda: recall_z(10, 100, 1.0), r"firing_share must lie between 0 and 1, got 1\.0"),
    ],
)
def test_what_makes_no_sense_is_refused(ask, message):
    with pytest.raises(SpecError, match=message):
        ask()


def _on(*, cells, lit, excitatory):
    return firing_probability_on(cells, lit, excitatory=excitatory, inhibitory=0, threshold=1)
