"""Rosenblatt's rule: learning from mistakes alone, within the bound where there is one."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from modern import Perceptron, SettingError, ShapeError, mistake_bound, separability

CORNERS = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
AND, XOR = [0, 0, 0, 1], [0, 1, 1, 0]


def separable_points(seed):
    """Points of two classes with a gap between them, and how often a perceptron can err on them."""
    rng = np.random.default_rng(seed)
    points = rng.normal(size=(30, 3))
    heights = points @ rng.normal(size=3) + 0.3
    points, labels = points[abs(heights) > 0.2], (heights > 0)[abs(heights) > 0.2]
    return points, labels


def test_a_new_perceptron_answers_0():
    assert_array_equal(Perceptron(2)(CORNERS), [0, 0, 0, 0])


def test_and_is_learned_by_the_steps_worked_by_hand():
    perceptron = Perceptron(2)
    steps = [(m.epoch, m.example, m.label, *m.weights, m.bias) for m in perceptron.learn(CORNERS, AND, epochs=20)]
    assert steps[:5] == [
        (1, 3, 1, 1, 1, 1),  # 1 and 1 is called 0: up by (1, 1), bias up
        (2, 0, 0, 1, 1, 0),  # 0 and 0 is called 1: bias down
        (2, 1, 0, 1, 0, -1),
        (2, 3, 1, 2, 1, 0),
        (3, 1, 0, 2, 0, -1),
    ]
    assert_array_equal(perceptron(CORNERS), AND)


def test_mistakes_are_numbered_and_counted():
    perceptron = Perceptron(2)
    numbers = [mistake.number for mistake in perceptron.learn(CORNERS, AND, epochs=20)]
    assert numbers == list(range(1, perceptron.mistakes + 1))


def test_after_a_pass_without_mistakes_learning_ends():
    perceptron = Perceptron(2)
    *_, last = perceptron.learn(CORNERS, AND, epochs=1000)
    assert last.epoch < 10
    assert list(perceptron.learn(CORNERS, AND, epochs=1000)) == []


def test_it_learns_only_as_it_is_iterated():
    perceptron = Perceptron(2)
    learning = perceptron.learn(CORNERS, AND, epochs=5)
    assert perceptron.mistakes == 0
    next(learning)
    assert perceptron.mistakes == 1


def test_xor_is_never_learned_and_ends_with_the_epochs():
    perceptron = Perceptron(2)
    *_, last = perceptron.learn(CORNERS, XOR, epochs=50)
    assert last.epoch == 50
    assert mistake_bound(CORNERS, XOR) == np.inf


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 9999), st.booleans())
def test_separable_points_are_learned_within_the_bound(seed, shuffled):
    points, labels = separable_points(seed)
    perceptron = Perceptron(3)
    rng = np.random.default_rng(seed) if shuffled else None
    mistakes = sum(1 for _ in perceptron.learn(points, labels, epochs=10_000, rng=rng))
    assert mistakes <= mistake_bound(points, labels)
    assert_array_equal(perceptron(points), labels)


def test_the_bound_is_the_square_of_radius_over_margin():
    found = separability(CORNERS, AND)
    assert mistake_bound(CORNERS, AND) == (found.radius / found.margin) ** 2
    assert mistake_bound([[3.0], [-1.0]], [1, 0]) == pytest.approx(5)


def test_the_rate_changes_the_size_of_the_weights_and_no_mistake():
    points, labels = separable_points(3)
    one, half = Perceptron(3), Perceptron(3, rate=0.5)
    first, second = (list(perceptron.learn(points, labels, epochs=100)) for perceptron in (one, half))
    assert [mistake.example for mistake in first] == [mistake.example for mistake in second]
    assert_allclose(half.weights, one.weights / 2)
    assert half.bias == one.bias / 2


def test_the_same_dice_give_the_same_mistakes():
    points, labels = separable_points(5)

    def examples(seed):
        dice = np.random.default_rng(seed)
        return [mistake.example for mistake in Perceptron(3).learn(points, labels, epochs=9, rng=dice)]

    assert examples(1) == examples(1) != examples(2)


def test_what_a_mistake_tells_stays_as_it_was():
    first, *_ = mistakes = list(Perceptron(2).learn(CORNERS, AND, epochs=20))
    assert_array_equal(first.weights, [1, 1])
    assert len(mistakes) > 1
    with pytest.raises(ValueError, match="read-only"):
        first.weights[0] = 7


@pytest.mark.parametrize(
    ("points", "labels", "error", "message"),
    [
        (CORNERS, [0, 1], ShapeError, r"got \(4, 2\) and \(2,\)"),
        ([[1.0, 2.0, 3.0]], [1], ShapeError, r"points must be \(n, 2\), got \(1, 3\)"),
        ([[1.0, np.inf]], [1], SettingError, r"points must be finite, got inf at \(0, 1\)"),
        ([[1.0, 1e300]], [1], SettingError, r"points must lie within ±1e[+]100, got 1e[+]300"),
        (CORNERS, ["a"] * 4, SettingError, "labels must be real numbers, got <U1"),
        (CORNERS, [0, 1, 2, 0], SettingError, "labels must be 0 or 1, got 2"),
    ],
)
def test_bad_data_are_refused_at_the_call(points, labels, error, message):
    with pytest.raises(error, match=message):
        Perceptron(2).learn(points, labels, epochs=1)


@pytest.mark.parametrize(
    ("points", "error", "message"),
    [
        ([1.0, 2.0], ShapeError, r"points must be \(n, 2\), got \(2,\)"),
        ([[np.nan, 0.0]], SettingError, r"points must be finite, got nan at \(0, 0\)"),
        ([[1e300, 0.0]], SettingError, r"points must lie within ±1e[+]100"),
    ],
)
def test_answers_need_points_that_fit(points, error, message):
    with pytest.raises(error, match=message):
        Perceptron(2)(points)


def test_dice_are_a_generator_and_asked_for_at_the_call():
    with pytest.raises(SettingError, match="rng must be a numpy Generator"):
        Perceptron(2).learn(CORNERS, AND, epochs=1, rng=3)


def test_the_largest_points_and_rates_are_learned():
    perceptron = Perceptron(2, rate=1e100)
    assert list(perceptron.learn(1e100 * CORNERS, AND, epochs=50))
    assert np.isfinite(perceptron.weights).all()


@pytest.mark.parametrize(
    ("settings_", "message"),
    [
        ({"inputs": 0}, "inputs must be at least 1, got 0"),
        ({"inputs": 10**15}, "inputs must be at most 1000000, got 1000000000000000"),
        ({"inputs": 2.5}, "inputs must be a whole number, got 2.5"),
        ({"inputs": 2, "rate": 0}, r"rate must be positive and at most 1e\+100, got 0"),
        ({"inputs": 2, "rate": 1e101}, r"rate must be positive and at most 1e\+100, got 1e\+101"),
    ],
)
def test_settings_are_checked(settings_, message):
    with pytest.raises(SettingError, match=message):
        Perceptron(**settings_)


def test_epochs_are_at_least_one():
    with pytest.raises(SettingError, match="epochs must be at least 1, got 0"):
        Perceptron(2).learn(CORNERS, AND, epochs=0)
