"""Descents: closed forms where there are any, how they end and what is said, and many at once as each alone."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from modern import (
    Adagrad,
    Adam,
    AdamW,
    ByNorm,
    ByValue,
    Ending,
    GradientDescent,
    InverseTime,
    Landscape,
    Newton,
    RMSprop,
    SettingError,
    ShapeError,
    basins,
    descend,
    landscape_named,
    roll,
)

BOWL, RAVINE, SADDLE = (landscape_named(name) for name in ("bowl", "ravine", "saddle"))
HIMMELBLAU, DOUBLE_WELL = landscape_named("himmelblau"), landscape_named("double-well")

OPTIMIZERS = {
    "gradient descent": lambda: GradientDescent(0.01),
    "too fast": lambda: GradientDescent(0.03),
    "momentum": lambda: GradientDescent(0.003, momentum=0.9),
    "nesterov": lambda: GradientDescent(InverseTime(0.005, 0.01), momentum=0.8, nesterov=True),
    "clipped": lambda: GradientDescent(0.01, clip=ByValue(20.0)),
    "Adagrad": lambda: Adagrad(0.5),
    "RMSprop": lambda: RMSprop(0.05),
    "Adam": lambda: Adam(0.2),
    "AdamW": lambda: AdamW(0.2),
    "Newton": Newton,
    "Newton without line search": lambda: Newton(line_search=False),
    "damped Newton": lambda: Newton(damping="automatic"),
    "Newton at half rate": lambda: Newton(0.5, damping=30.0),
}
each_optimizer = pytest.mark.parametrize("optimizer", OPTIMIZERS.values(), ids=OPTIMIZERS)


def landscape_of(function, minima, domain=((-1.0, 1.0),)):
    return Landscape(
        name="own", formula="f(x)", function=function, domain=domain, minima=np.array(minima), note="", source=""
    )


@settings(max_examples=25)
@given(start=st.floats(-3, 3), rate=st.floats(0.01, 1.99), steps=st.integers(1, 30))
def test_on_a_parabola_gradient_descent_is_a_power(start, rate, steps):
    path = descend(BOWL, GradientDescent(rate), [start], steps=steps)
    expected = start * (1 - rate) ** np.arange(path.steps + 1)
    assert_allclose(path.points[:, 0], expected, rtol=1e-9, atol=1e-15)
    assert_allclose(path.values, path.points[:, 0] ** 2 / 2)
    assert_allclose(path.gradient_norms, np.abs(path.points[:, 0]), atol=1e-150)
    assert path.ending is Ending.CONVERGED or path.steps == steps


def test_in_a_ravine_each_coordinate_goes_its_own_way():
    path = descend(RAVINE, GradientDescent(0.08), [3.0, 2.0], steps=40)
    t = np.arange(41)
    assert_allclose(path.points, np.stack([3 * 0.92**t, 2 * (1 - 20 * 0.08) ** t], axis=1), atol=1e-12)


def test_momentum_follows_its_recurrence():
    path = descend(BOWL, GradientDescent(0.1, momentum=0.9), [2.0], steps=30)
    state, expected = np.array([2.0, 0.0]), []
    for _ in range(31):  # (x, v) is multiplied by one matrix at each step
        expected.append(state[0])
        state = np.array([[1 - 0.1, -0.1 * 0.9], [1.0, 0.9]]) @ state
    assert_allclose(path.points[:, 0], expected, atol=1e-12)


def test_newton_needs_one_step_where_the_curvature_is_the_same_everywhere():
    path = descend(RAVINE, Newton(), [-2.5, 1.7], steps=5)
    assert (path.steps, path.ending, path.minimum) == (1, Ending.CONVERGED, 0)
    assert_allclose(path.points[1], 0, atol=1e-15)


@pytest.mark.parametrize(
    ("rate", "ending", "sentence"),
    [
        (0.001, Ending.OUT_OF_STEPS, "a slope of 2.26, still under way; what helps is a larger rate, or more steps."),
        (0.5, Ending.CONVERGED, "Converged in 22 steps at 0, a minimum of value 0."),
        (2.0, Ending.OUT_OF_STEPS, "at 2.5, on a slope of 2.5, going to and fro; what helps is a smaller rate."),
        (2.5, Ending.DIVERGED, "Diverged: out of the domain and up, from 3.12 to"),
        (1e200, Ending.DIVERGED, "from 3.12 to beyond all numbers. What helps is a smaller rate."),
    ],
)
def test_the_rate_decides_how_a_descent_ends(rate, ending, sentence):
    path = descend(BOWL, GradientDescent(rate), [2.5], steps=100)
    assert path.ending is ending
    assert sentence in path.sentence
    assert path.notes == ()
    assert path.minimum == (0 if ending is Ending.CONVERGED else -1)


def test_who_ends_near_a_minimum_without_settling_has_reached_it():
    path = descend(BOWL, GradientDescent(0.1), [2.5], steps=50)
    assert (path.ending, path.minimum) == (Ending.OUT_OF_STEPS, 0)
    assert "near a minimum, still under way" in path.sentence


def test_gradient_descent_stays_on_a_saddle_that_it_meets_head_on():
    path = descend(SADDLE, GradientDescent(0.1), [1.0, 0.0], steps=500)
    assert (path.ending, path.minimum) == (Ending.CONVERGED, -1)
    assert "at (0, 0), a saddle, no minimum: its curvatures go from -1 to 1" in path.sentence


def test_a_start_on_a_hilltop_is_an_end():
    hilltop = np.sort(np.roots([4, 0, -4, 0.3]).real)[1]
    path = descend(DOUBLE_WELL, GradientDescent(0.01), [hilltop], steps=9)
    assert (path.steps, path.ending) == (0, Ending.CONVERGED)
    assert "a hilltop, no minimum" in path.sentence


def test_a_level_place_is_called_no_more_than_that():
    path = descend(landscape_of(lambda x: x**3, np.empty((0, 1))), GradientDescent(0.1), [0.0], steps=9)
    assert "at 0, a level place: its curvatures go from 0 to 0" in path.sentence


def test_a_minimum_that_nobody_listed_is_called_so():
    path = descend(landscape_of(lambda x: x * x, np.empty((0, 1))), GradientDescent(0.5), [0.3], steps=9)
    assert "a minimum that is not on the list" in path.sentence


def test_newton_says_something_of_every_step_and_what_stops_it():
    path = descend(SADDLE, Newton(), [0.1, 0.1], steps=20)
    assert path.ending is Ending.STUCK
    assert len(path.notes) == 1
    assert "indefinite" in path.notes[0]
    assert path.notes[0] in path.sentence
    damped = descend(SADDLE, Newton(damping="automatic"), [0.1, 0.1], steps=20)
    assert (damped.ending, damped.minimum, len(damped.notes)) == (Ending.CONVERGED, 1, damped.steps)
    bare = descend(SADDLE, Newton(line_search=False), [0.1, 0.1], steps=20)
    assert (bare.ending, bare.minimum) == (Ending.CONVERGED, -1)


def test_a_singular_hessian_ends_newton_and_its_cure_is_told():
    path = descend(SADDLE, Newton(), [0.1, math.sqrt(1 / 3)], steps=20)
    assert (path.ending, path.steps) == (Ending.STUCK, 0)
    assert "damping='automatic' finds enough" in path.sentence


def test_newton_that_goes_too_far_is_told_of_the_line_search():
    landscape = landscape_of(lambda x: (1 + x * x) ** 0.5, [[0.0]], domain=((-2.0, 2.0),))
    path = descend(landscape, Newton(line_search=False), [1.1], steps=50)  # x becomes -x³
    assert path.ending is Ending.DIVERGED
    assert "What helps is a line search" in path.sentence


def test_downhill_and_out_is_left_not_diverged():
    path = descend(landscape_of(lambda x: -x, np.empty((0, 1))), GradientDescent(0.3), [0.0], steps=20)
    assert path.ending is Ending.LEFT
    assert path.sentence == "Left the domain and was at 6, no higher than it began, after 20 steps."
    far = descend(landscape_of(lambda x: -x, np.empty((0, 1))), GradientDescent(1e4), [0.0], steps=20)
    assert (far.ending, far.steps) == (Ending.LEFT, 1)


def test_to_come_to_rest_outside_is_to_leave():
    path = descend(landscape_of(lambda x: (x - 2) ** 2, np.empty((0, 1))), GradientDescent(0.1), [0.0], steps=200)
    assert path.ending is Ending.LEFT
    assert path.steps < 200


def test_a_swing_beyond_the_border_is_no_end():
    path = descend(BOWL, GradientDescent(1.9), [3.2], steps=500)
    assert path.ending is Ending.CONVERGED


def test_momentum_is_not_taken_for_rest_where_it_crosses_the_bottom():
    path = descend(BOWL, GradientDescent(1.0, momentum=0.5), [2.0], steps=500)
    assert path.points[1, 0] == 0.0
    assert path.points[2, 0] == -1.0
    assert path.ending is Ending.CONVERGED


@each_optimizer
def test_a_path_tells_values_and_slopes_of_its_points(optimizer):
    path = descend(HIMMELBLAU, optimizer(), [-1.0, 2.5], steps=60)
    assert_array_equal(path.points[0], [-1.0, 2.5])
    assert_allclose(path.values, HIMMELBLAU.value(path.points), atol=1e-9)
    assert_allclose(path.gradient_norms, np.linalg.norm(HIMMELBLAU.gradient(path.points), axis=1), atol=1e-9)


@each_optimizer
def test_many_at_once_go_as_each_alone(optimizer):
    starts = np.random.default_rng(5).uniform(-5, 5, (6, 2))
    *_, last = roll(HIMMELBLAU, optimizer(), starts, steps=50)
    paths = [descend(HIMMELBLAU, optimizer(), start, steps=50) for start in starts]
    assert [path.ending for path in paths] == last.endings.tolist()
    assert_allclose(last.points, [path.points[-1] for path in paths], atol=1e-6)
    assert last.step == max(path.steps + (not np.isfinite(path.values[-1])) for path in paths)


@settings(max_examples=10)
@given(start=st.tuples(st.floats(-5, 5), st.floats(-5, 5)))
def test_damped_newton_always_finds_a_minimum_of_himmelblau(start):
    path = descend(HIMMELBLAU, Newton(damping="automatic"), start, steps=100)
    assert path.ending is Ending.CONVERGED
    assert path.minimum >= 0 or "no minimum" in path.sentence


def test_the_same_optimizer_begins_anew():
    optimizer = Adam(0.3)
    first, second = (descend(HIMMELBLAU, optimizer, [1.0, 1.0], steps=30) for _ in range(2))
    assert_array_equal(first.points, second.points)


def test_marbles_that_ended_lie_still():
    moments = list(roll(BOWL, GradientDescent(0.5), [[0.0], [2.0]], steps=100))
    assert [moment.step for moment in moments] == list(range(len(moments)))
    assert moments[0].endings.tolist() == [Ending.CONVERGED, Ending.ROLLING]
    assert moments[-1].endings.tolist() == [Ending.CONVERGED, Ending.CONVERGED]
    assert all(moment.points[0, 0] == 0 for moment in moments)


def test_a_marble_lost_beyond_all_numbers_does_not_disturb_the_others():
    *_, last = roll(HIMMELBLAU, GradientDescent(0.02), [[50.0, 50.0], [3.1, 2.1]], steps=200)
    assert last.endings.tolist() == [Ending.DIVERGED, Ending.CONVERGED]
    assert np.isfinite(last.points).all()
    assert np.isfinite(last.values).all()


def test_from_either_side_of_the_hilltop_small_steps_go_to_that_well():
    found = basins(DOUBLE_WELL, GradientDescent(0.01), 200, steps=1000)
    hilltop = np.sort(np.roots([4, 0, -4, 0.3]).real)[1]
    assert_array_equal(found.labels, np.where(found.axes[0] < hilltop, 0, 1))
    assert_allclose(found.shares, [np.mean(found.labels == 0), np.mean(found.labels == 1)])


def test_basins_of_a_landscape_with_a_mirror_have_it_too():
    found = basins(SADDLE, GradientDescent(0.1), (5, 8), steps=1000)
    assert found.labels.shape == found.endings.shape == found.steps.shape == (5, 8)
    assert_array_equal(found.labels, np.tile([0, 0, 0, 0, 1, 1, 1, 1], (5, 1)))
    assert_allclose(found.axes[0], [-1.6, -0.8, 0.0, 0.8, 1.6], atol=1e-15)


@pytest.mark.parametrize("optimizer", [Newton(), Newton(damping="automatic"), Adam(0.3)])
def test_the_label_of_a_cell_is_where_the_path_from_there_ends(optimizer):
    found = basins(HIMMELBLAU, optimizer, 4, steps=40)
    for i, j in np.ndindex(4, 4):
        path = descend(HIMMELBLAU, optimizer, [found.axes[0][i], found.axes[1][j]], steps=40)
        assert (path.minimum, path.ending, path.steps) == (found.labels[i, j], found.endings[i, j], found.steps[i, j])


def test_without_damping_newton_leaves_cells_that_reach_no_minimum():
    bare = basins(HIMMELBLAU, Newton(line_search=False), 20)
    damped = basins(HIMMELBLAU, Newton(damping="automatic"), 20)
    assert bare.shares.sum() < 0.8
    assert damped.shares.sum() == 1


def test_results_cannot_be_changed():
    path = descend(BOWL, GradientDescent(0.1), [1.0], steps=3)
    found = basins(BOWL, GradientDescent(0.1), 3, steps=3)
    marbles = next(roll(BOWL, GradientDescent(0.1), [[1.0]], steps=3))
    for array in (path.points, path.values, path.gradient_norms, found.labels, found.steps, found.axes[0]):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1
    for array in (marbles.points, marbles.values, marbles.gradient_norms, marbles.endings):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1


@pytest.mark.parametrize(
    ("change", "error", "message"),
    [
        ({"start": [[1.0]]}, ShapeError, r"start must be \(1,\), got shape \(1, 1\)"),
        ({"start": [1.0, 2.0]}, ShapeError, r"points on bowl must be \(..., 1\), got shape \(2,\)"),
        ({"start": [np.inf]}, SettingError, "points must be finite"),
        ({"start": [1e200]}, SettingError, "starts must be where bowl is finite, got inf"),
        ({"steps": 0}, SettingError, "steps must be at least 1, got 0"),
        ({"tolerance": 0}, SettingError, "tolerance must be positive and finite, got 0"),
    ],
)
def test_a_descent_that_cannot_be_is_refused(change, error, message):
    given = {"start": [1.0], "steps": 5} | change
    with pytest.raises(error, match=message):
        descend(BOWL, GradientDescent(0.1), **given)


def test_starts_are_a_table_and_cells_fit_the_landscape():
    with pytest.raises(ShapeError, match=r"starts must be \(m, 2\), one at least, got shape \(0, 2\)"):
        roll(HIMMELBLAU, GradientDescent(0.1), np.zeros((0, 2)), steps=5)
    with pytest.raises(ShapeError, match="cells must be one number, or 2, one a coordinate"):
        basins(HIMMELBLAU, GradientDescent(0.1), (3, 4, 5))
    with pytest.raises(SettingError, match=r"cells\[0\] must be at least 1, got 0"):
        basins(HIMMELBLAU, GradientDescent(0.1), 0)


def test_an_optimizer_that_would_mix_the_starts_is_refused():
    mixing = GradientDescent(0.1, clip=ByNorm(1.0))
    with pytest.raises(SettingError, match="clip must not mix 2 starts by their common norm"):
        roll(BOWL, mixing, [[1.0], [2.0]], steps=5)
    assert descend(BOWL, mixing, [1.0], steps=500).minimum == 0


@pytest.mark.long
@each_optimizer
@pytest.mark.parametrize("name", ["double-well", "saddle", "himmelblau", "six-hump-camel", "rosenbrock"])
def test_every_cell_of_a_landscape_is_labelled_as_its_path(name, optimizer):
    landscape = landscape_named(name)
    found = basins(landscape, optimizer(), 6, steps=60)
    for cell in np.ndindex(found.labels.shape):
        start = [axis[i] for axis, i in zip(found.axes, cell, strict=True)]
        path = descend(landscape, optimizer(), start, steps=60)
        assert (path.minimum, path.ending) == (found.labels[cell], found.endings[cell])


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"landscape": "bowl"}, "landscape must be of type Landscape, got 'bowl'"),
        ({"optimizer": 0.1}, "optimizer must be of type Optimizer or Newton, got 0.1"),
    ],
)
def test_what_goes_down_where_is_asked_at_the_call(change, message):
    landscape = landscape_named("double-well")
    things = {"landscape": landscape, "optimizer": Adam()} | change
    with pytest.raises(SettingError, match=message):
        descend(**things, start=[0.0], steps=1)
    with pytest.raises(SettingError, match=message):
        roll(**things, starts=[[0.0]], steps=1)
    with pytest.raises(SettingError, match=message):
        basins(**things, cells=2)


@pytest.mark.parametrize("cells", [2.5, None, "ab", {}])
def test_cells_are_one_number_or_several(cells):
    with pytest.raises((SettingError, ShapeError), match="cells"):
        basins(landscape_named("double-well"), Adam(), cells)
