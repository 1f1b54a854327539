"""Noise in the gradient: the mean is the landscape, the whole batch has none, small batches leave poor minima."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from modern import (
    Adam,
    ByNorm,
    GradientDescent,
    Landscape,
    Newton,
    SampledLandscape,
    SettingError,
    ShapeError,
    Tensor,
    descend,
    escapes,
    sine_fit,
    tilted_wells,
    wander,
)

BOTH = pytest.mark.parametrize("sampled", [tilted_wells, sine_fit], ids=["tilted wells", "sine fit"])
BEST = 1  # row of the minimum at w = 2, the only one that fits all examples of sine_fit


@BOTH
def test_the_mean_over_all_examples_is_the_landscape(sampled, rng):
    places = Tensor(rng.uniform(-1, 6, 30), requires_grad=True)
    every = np.tile(rng.permutation(sampled.examples), (30, 1))
    values = sampled.batch_values(every, [places])
    values.sum().backward()
    assert_allclose(values.data, sampled.landscape.value(places.data[:, np.newaxis]), rtol=1e-12)
    assert_allclose(places.grad, sampled.landscape.gradient(places.data[:, np.newaxis])[:, 0], rtol=1e-9, atol=1e-12)


@BOTH
@pytest.mark.parametrize("optimizer", [GradientDescent(0.02), Adam(0.02)], ids=["gradient descent", "adam"])
def test_the_whole_batch_descends_without_noise(sampled, optimizer, rng):
    start = [[0.5]]
    walk = list(wander(sampled, optimizer, start, batch_size=sampled.examples, steps=40, rng=rng))
    path = descend(sampled.landscape, optimizer, start[0], steps=40, tolerance=1e-300)
    assert_allclose([moment.points[0] for moment in walk], path.points[1:], atol=1e-9)
    assert_allclose([moment.batch_values[0] for moment in walk], path.values[:-1], atol=1e-9)


def counting(examples):
    """A level place where the value of a batch tells which examples are in it."""
    level = Landscape(
        name="level",
        formula="f(x) = 0",
        function=lambda x: 0 * x,
        domain=((-1.0, 1.0),),
        minima=np.array([[0.0]]),
        note="",
        source="",
    )
    return SampledLandscape(
        landscape=level, examples=examples, example_function=lambda numbers, x: 0 * x + 2.0**numbers, note=""
    )


def test_each_pass_goes_through_every_example_once_in_an_order_of_its_own_for_each_run(rng):
    walk = wander(counting(5), GradientDescent(0.1), [[0.0]] * 3, batch_size=1, steps=10, rng=rng)
    met = np.log2([moment.batch_values for moment in walk]).astype(int)
    for one_pass in (met[:5], met[5:]):
        assert_array_equal(np.sort(one_pass, axis=0), np.tile(np.arange(5)[:, np.newaxis], 3))
    assert (met[:5] != met[5:]).any()
    assert (met[:, 0] != met[:, 1]).any()


def test_the_last_batch_of_a_pass_may_be_smaller(rng):
    walk = wander(counting(5), GradientDescent(0.1), [[0.0]], batch_size=3, steps=2, rng=rng)
    first, second = (float(moment.batch_values[0]) for moment in walk)
    assert 3 * first + 2 * second == pytest.approx(31)


def counted(sampled, minimum, seed=1, batch_sizes=(1, 2, 4, 8), runs=60, steps=150):
    rng = np.random.default_rng(seed)
    return escapes(sampled, GradientDescent(0.1), minimum, batch_sizes, steps=steps, runs=runs, rng=rng)


def test_small_batches_leave_a_poor_minimum_and_the_whole_batch_does_not():
    one, two, _, whole = counted(sine_fit, minimum=2)
    assert one.escaped > two.escaped > whole.escaped == 0
    assert one.arrived[BEST] > 0.7 * one.runs
    assert all(found.runs == 60 for found in (one, two, whole))


def test_where_every_example_is_content_no_batch_leaves():
    assert [found.escaped for found in counted(sine_fit, minimum=BEST)] == [0, 0, 0, 0]


def test_noise_that_is_the_same_everywhere_leaves_good_minima_too_but_less():
    from_shallow, from_deep = (counted(tilted_wells, minimum, batch_sizes=[2])[0] for minimum in (1, 0))
    assert from_shallow.escaped > 2 * from_deep.escaped > 0


def test_the_same_dice_give_the_same_escapes():
    first, again, other = (counted(sine_fit, 2, seed, batch_sizes=[2])[0] for seed in (4, 4, 5))
    assert_array_equal(first.arrived, again.arrived)
    assert (first.arrived != other.arrived).any()


def test_what_ends_outside_of_the_domain_is_counted_as_elsewhere():
    rng = np.random.default_rng(1)
    (found,) = escapes(sine_fit, GradientDescent(1e9), 2, [1], steps=20, runs=10, rng=rng)
    assert (found.elsewhere, found.escaped, found.runs) == (10, 10, 10)


def test_counts_and_walks_cannot_be_changed(rng):
    moment = next(wander(sine_fit, GradientDescent(0.1), [[1.0]], batch_size=1, steps=1, rng=rng))
    (found,) = counted(sine_fit, 2, batch_sizes=[8], runs=1, steps=1)
    for array in (moment.points, moment.batch_values, found.arrived):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1


@pytest.mark.parametrize(
    ("change", "error", "message"),
    [
        ({"starts": [1.0]}, ShapeError, r"starts must be \(m, 1\), one at least, got \(1,\)"),
        ({"starts": [[np.nan]]}, SettingError, "points must be finite"),
        ({"batch_size": 0}, SettingError, "batch_size must be at least 1, got 0"),
        ({"batch_size": 9}, SettingError, "batch_size must be at most the 8 examples, got 9"),
        ({"steps": 0}, SettingError, "steps must be at least 1, got 0"),
        ({"rng": 7}, SettingError, "rng must be a numpy Generator"),
    ],
)
def test_a_walk_that_cannot_be_is_refused_at_the_call(change, error, message, rng):
    given = {"starts": [[1.0]], "batch_size": 1, "steps": 1, "rng": rng} | change
    with pytest.raises(error, match=message):
        wander(sine_fit, GradientDescent(0.1), given.pop("starts"), **given)


def test_clipping_by_the_common_norm_is_refused(rng):
    with pytest.raises(SettingError, match="clip must not mix 2 starts"):
        wander(sine_fit, GradientDescent(0.1, clip=ByNorm(1.0)), [[1.0], [2.0]], batch_size=1, steps=1, rng=rng)


def test_escapes_begin_in_a_minimum_that_there_is(rng):
    with pytest.raises(SettingError, match="minimum must be 0 to 4, got 5"):
        escapes(sine_fit, GradientDescent(0.1), 5, [1], steps=1, runs=1, rng=rng)
    with pytest.raises(SettingError, match="runs must be at least 1, got 0"):
        escapes(sine_fit, GradientDescent(0.1), 0, [1], steps=1, runs=0, rng=rng)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"sampled": 3}, "sampled must be of type SampledLandscape, got 3"),
        ({"optimizer": 0.1}, "optimizer must be of type Optimizer, got 0.1"),
        ({"optimizer": Newton()}, "optimizer must be of type Optimizer, got "),
        ({"batch_sizes": 4}, "batch_sizes must be of type Sequence, got 4"),
    ],
)
def test_what_escapes_from_where_is_asked_at_the_call(change, message, rng):
    settings = {"sampled": tilted_wells, "optimizer": Adam(), "minimum": 0, "batch_sizes": [2]} | change
    with pytest.raises(SettingError, match=message):
        escapes(**settings, steps=1, runs=1, rng=rng)


def test_a_function_of_examples_that_cannot_be_derived_is_refused():
    with pytest.raises(SettingError, match=r"example_function must be made of Tensor operations \(modern\.sin"):
        SampledLandscape(
            landscape=tilted_wells.landscape, examples=2, example_function=lambda numbers, x: np.sin(x), note=""
        )
