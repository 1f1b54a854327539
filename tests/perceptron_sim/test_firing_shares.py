"""The share of A-units that fire, by formula and by counting."""

import itertools
import math

import numpy as np
import pytest

from hardware import AssociationSpec, Mark1Spec, PlugboardSpec, RetinaSpec
from hardware.theory import firing_probability
from perceptron_sim.experiments.firing_shares import expected_firing_share, random_dots


def spec(x, y, threshold, **board):
    return Mark1Spec(
        plugboard=PlugboardSpec(excitatory=x, inhibitory=y, **board),
        association=AssociationSpec(units=64, threshold=threshold),
        retina=RetinaSpec(rows=20, columns=20),
    )


def poisson(mean, number):
    return math.exp(-mean) * mean**number / math.factorial(number)


@pytest.mark.parametrize(
    ("x", "y", "threshold", "lit"), [(5, 5, 1, 120), (3, 0, 2, 40), (0, 4, 0, 200), (2, 7, 3, 399)]
)
def test_poisson_numbers_are_averaged_over(x, y, threshold, lit):
    share = lit / 400
    pairs = itertools.product(range(60), repeat=2)
    expected = math.fsum(
        poisson(x, e) * poisson(y, i) * firing_probability(share, e, i, threshold)
        for e, i in pairs
        if poisson(x, e) * poisson(y, i) > 1e-13
    )
    assert expected_firing_share(spec(x, y, threshold, family="poisson"), lit) == pytest.approx(expected, abs=1e-9)


def test_wires_that_may_share_a_cell_follow_equation_2():
    machine = spec(5, 5, 1, replacement=True)
    assert expected_firing_share(machine, 120) == firing_probability(0.3, 5, 5, 1)
    assert round(expected_firing_share(machine, 120), 4) == 0.3642


def test_wires_of_distinct_cells_follow_equation_1():
    machine = Mark1Spec(
        retina=RetinaSpec(rows=1, columns=4),
        plugboard=PlugboardSpec(excitatory=1, inhibitory=1),
        association=AssociationSpec(units=8),
        response=Mark1Spec().response,
    )
    # one of 2 lit cells excites and one of 2 dark ones does not inhibit: 2 * 2 of 4 * 3 ordered pairs
    assert expected_firing_share(machine, 2) == pytest.approx(4 / 12)


def test_many_wires_do_not_overflow():
    machine = Mark1Spec(
        plugboard=PlugboardSpec(
            excitatory=2000, inhibitory=1000, family="poisson", wires_per_s_unit=100_000, replacement=True
        ),
        association=AssociationSpec(units=64, threshold=0),
    )
    assert expected_firing_share(machine, 400) == pytest.approx(1.0)
    assert expected_firing_share(machine, 0) == 1.0


@pytest.mark.parametrize(("share", "lit"), [(0.0, 0), (0.25, 15), (0.5, 30), (1.0, 60)])
def test_random_dots_are_exactly_so_many_anywhere(share, lit):
    images = random_dots(9, (6, 10), share, np.random.default_rng(3))
    assert images.shape == (9, 6, 10)
    assert set(images.sum(axis=(1, 2))) == {lit}
    if 0 < share < 1:
        assert len({image.tobytes() for image in images}) == 9
    np.testing.assert_array_equal(images, random_dots(9, (6, 10), share, np.random.default_rng(3)))
