"""The samples: where their points lie, whose dice they use, and what they say of themselves."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from modern import samples
from modern.errors import SettingError, ShapeError
from modern.samples import Sample, galaxies, galaxy_classes, galaxy_height, moons, rings, spirals, xor

ALL = [galaxies, spirals, moons, xor, rings]
SCATTER = {draw: "scatter_mag" if draw is galaxies else "scatter" for draw in ALL}
each = pytest.mark.parametrize("draw", ALL, ids=lambda draw: draw.__name__)


@each
def test_a_sample_is_as_large_as_asked_and_holds_each_class(draw, rng):
    sample = draw(rng, 101)
    assert sample.points.shape == (101, 2)
    assert np.isfinite(sample.points).all()
    assert sorted(set(sample.labels)) == list(range(len(sample.class_names)))


@each
def test_the_same_dice_draw_the_same_sample_and_others_another(draw):
    first, again, other = (draw(np.random.default_rng(seed), 40) for seed in (5, 5, 6))
    assert_array_equal(first.points, again.points)
    assert_array_equal(first.labels, again.labels)
    assert (first.points != other.points).any()


@each
def test_a_sample_says_that_it_is_synthetic(draw, rng):
    assert "ynthetic" in draw(rng, 2).note


@each
def test_a_sample_cannot_be_changed(draw, rng):
    sample = draw(rng, 5)
    with pytest.raises(ValueError, match="read-only"):
        sample.points[0] = 0.0
    with pytest.raises(ValueError, match="read-only"):
        sample.labels[0] = 0


@each
def test_classes_stand_in_random_order(draw, rng):
    labels = draw(rng, 200).labels
    changes = np.count_nonzero(np.diff(labels))
    assert 40 < changes < 160


@pytest.mark.parametrize("draw", [spirals, moons, xor, rings], ids=lambda draw: draw.__name__)
def test_classes_are_equally_many_give_or_take_one(draw, rng):
    counts = np.bincount(draw(rng, 101).labels)
    assert counts.max() - counts.min() <= 1


@each
def test_scatter_is_the_spread_of_each_coordinate(draw):
    without, scattered = (draw(np.random.default_rng(3), 4000, **{SCATTER[draw]: spread}) for spread in (0.0, 0.2))
    assert_allclose((scattered.points - without.points).std(axis=0), 0.2, rtol=0.05)


def test_galaxies_without_scatter_lie_on_the_side_of_their_class(rng):
    sample = galaxies(rng, 1000, scatter_mag=0.0)
    assert_array_equal(galaxy_classes(sample.points), sample.labels)
    assert np.abs(galaxy_height(sample.points)).min() >= 0.05


def test_galaxies_seen_with_scatter_cross_the_line_and_keep_their_class(rng):
    sample = galaxies(rng, 1000, scatter_mag=0.1)
    assert 0.01 < np.mean(galaxy_classes(sample.points) != sample.labels) < 0.15


def test_a_galaxy_too_bright_in_v_is_redder_in_one_color_and_bluer_in_the_other():
    without, scattered = (galaxies(np.random.default_rng(3), 4000, scatter_mag=spread) for spread in (0.0, 0.2))
    errors = scattered.points - without.points
    assert np.corrcoef(errors.T)[0, 1] == pytest.approx(-0.5, abs=0.03)


@pytest.mark.parametrize(("n", "share", "quiescent"), [(10, 0.3, 3), (7, 0.5, 4), (5, 0.0, 0), (5, 1.0, 5)])
def test_the_share_of_quiescent_galaxies_is_as_set(n, share, quiescent, rng):
    sample = galaxies(rng, n, quiescent_share=share)
    assert np.count_nonzero(sample.labels == 0) == quiescent


def test_the_positive_side_of_the_lectures_line_is_the_quiescent_one_class_0():
    colors = [[1.9, 1.0], [1.5, 1.0], [1.1, 1.0]]
    assert_allclose(galaxy_height(colors), [0.4, 0.0, -0.4], atol=1e-15)
    assert_array_equal(galaxy_classes([[1.9, 1.0], [1.1, 1.0], [0.7, 0.0]]), [0, 1, 1])


def test_galaxies_name_their_axes_in_the_order_of_the_columns(rng):
    assert galaxies(rng, 1).axis_names == ("U-V", "V-J")


def test_points_of_a_spiral_lie_at_the_angle_of_their_radius(rng):
    sample = spirals(rng, 90, arms=3, turns=2.0, scatter=0.0)
    radius, angle = np.hypot(*sample.points.T), np.arctan2(sample.points[:, 1], sample.points[:, 0])
    beyond = angle - 4 * np.pi * radius - 2 * np.pi * sample.labels / 3
    assert_allclose(np.cos(beyond), 1.0, atol=1e-12)
    assert 0.1 <= radius.min() < radius.max() <= 1.0


def test_moons_are_two_half_circles(rng):
    sample = moons(rng, 60, scatter=0.0)
    upper, lower = sample.points[sample.labels == 0], sample.points[sample.labels == 1]
    assert_allclose(np.hypot(*upper.T), 1.0)
    assert (upper[:, 1] >= 0).all()
    assert_allclose(np.hypot(*(lower - [1.0, 0.5]).T), 1.0)
    assert (lower[:, 1] <= 0.5).all()


def test_xor_of_four_points_without_scatter_is_its_truth_table(rng):
    sample = xor(rng, 4, scatter=0.0)
    assert sorted(map(tuple, sample.points)) == [(0, 0), (0, 1), (1, 0), (1, 1)]
    assert_array_equal(sample.labels, sample.points[:, 0] != sample.points[:, 1])


def test_rings_have_the_radius_of_their_class(rng):
    sample = rings(rng, 30, circles=3, scatter=0.0)
    assert_allclose(np.hypot(*sample.points.T), (sample.labels + 1) / 3)


@each
def test_a_bad_number_of_points_is_refused(draw, rng):
    for n in (0, 2.5, 10**15):
        with pytest.raises(SettingError, match=f"n must be (a whole number|at least 1|at most 10000000), got {n!r}"):
            draw(rng, n)


@each
def test_whatever_is_no_generator_is_refused(draw):
    with pytest.raises(SettingError, match=r"rng must be a numpy Generator, .* got 7"):
        draw(7, 10)


@each
def test_a_bad_scatter_is_refused(draw, rng):
    for scatter in (-0.1, np.nan, 1e308, "wide"):
        with pytest.raises(
            SettingError, match=f"{SCATTER[draw]} must be (a number|at least 0 and at most 1e.100), got "
        ):
            draw(rng, 10, **{SCATTER[draw]: scatter})


@pytest.mark.parametrize(
    ("draw", "setting", "message"),
    [
        (galaxies, {"quiescent_share": 1.2}, r"quiescent_share must be at least 0 and at most 1, got 1\.2"),
        (spirals, {"arms": 1}, "arms must be at least 2, got 1"),
        (spirals, {"turns": -1.0}, r"turns must be at least 0 and at most 1e\+06, got -1\.0"),
        (rings, {"circles": 1.5}, r"circles must be a whole number, got 1\.5"),
    ],
)
def test_a_setting_out_of_range_is_refused(draw, setting, message, rng):
    with pytest.raises(SettingError, match=message):
        draw(rng, 10, **setting)


def test_a_sample_of_unequal_lengths_is_refused():
    with pytest.raises(ShapeError, match=r"points must be \(n, 2\) and labels \(n,\), got \(3, 2\) and \(2,\)"):
        Sample(np.zeros((3, 2)), np.zeros(2, int), "mine", "", class_names=("a", "b"))


@pytest.mark.parametrize("colors", [[1.0, 2.0], [[1.0]], 3.0])
def test_colors_come_in_pairs(colors):
    with pytest.raises(ShapeError, match=r"colors must be \(n, 2\), U-V and V-J, got "):
        galaxy_height(colors)


@pytest.mark.parametrize(
    ("colors", "error"), [([[np.nan, 1.0]], SettingError), ([["a", 1]], SettingError), ([[1], [1, 2]], ShapeError)]
)
def test_a_galaxy_without_a_color_has_no_class(colors, error):
    with pytest.raises(error, match=r"must be (finite, got nan at \(0, 0\)|real numbers|a rectangular array)"):
        galaxy_classes(colors)


@pytest.mark.parametrize(
    ("points", "labels", "message"),
    [
        ([[np.nan, 1.0]], [0], "points must be finite"),
        ([["a", 1]], [0], "must be real numbers"),
        ([[0.0, 1.0]], [0.5], "labels must be integers, got float64"),
    ],
)
def test_a_sample_holds_numbers_and_classes(points, labels, message):
    with pytest.raises(SettingError, match=message):
        Sample(points, labels, "mine", "", class_names=("a",))


def test_every_sample_stands_in_the_table():
    returns = {name: getattr(value, "__annotations__", {}).get("return") for name, value in vars(samples).items()}
    drawers = {name for name, kind in returns.items() if kind is Sample and not name.startswith("_")}
    assert drawers == {draw.__name__ for draw in ALL}
