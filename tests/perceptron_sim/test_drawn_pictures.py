"""Squares left or right, squares and circles, two letters: drawn by the seed, taught in lots or all, asked others."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from hardware import AssociationSpec, Mark1Spec, RetinaSpec
from perceptron_sim import Session
from perceptron_sim.errors import SettingError
from perceptron_sim.experiments.left_right import LeftRight
from perceptron_sim.experiments.shapes import figures, left_right_squares, moved_letters
from perceptron_sim.experiments.squares_circles import SquaresCircles
from perceptron_sim.experiments.two_letters import EOrF, XOrE
from perceptron_sim.experiments.words import percent

KINDS = (LeftRight, SquaresCircles, XOrE, EOrF)
every_kind = pytest.mark.parametrize("kind", KINDS, ids=[kind.name for kind in KINDS])


def on_retina(rows, columns):
    """A machine of 100 A-units on so many cells, its one R-unit in use."""
    usual = EOrF().mark1
    return replace(usual, retina=RetinaSpec(rows=rows, columns=columns), association=AssociationSpec(units=100))


def box(image):
    """(height, width) of the lit cells."""
    return tuple(np.ptp(np.flatnonzero(image.any(axis=axis))) + 1 for axis in (1, 0))


@every_kind
def test_what_is_never_taught_is_not_among_the_taught_and_even(kind):
    experiment = kind(pictures=40, pictures_in_a_pass=0, unseen_pictures=61)
    taught = {image.tobytes() for image in experiment.stimuli.images}
    assert len(experiment.stimuli) == 40
    assert not taught & {image.tobytes() for image in experiment.unseen.images}
    assert np.bincount(experiment.stimuli.labels).tolist() == [20, 20]
    assert np.bincount(experiment.unseen.labels).tolist() == [31, 30]


@every_kind
def test_a_single_picture_may_be_unseen(kind):
    experiment = kind(pictures=10, pictures_in_a_pass=0, unseen_pictures=1, passes=1)
    assert experiment.unseen.labels.tolist() == [0]
    assert " of 1 other never taught" in Session(experiment).run().sentences[-1]


@every_kind
def test_the_seed_decides_which_pictures_are_drawn(kind):
    first, again, other = (kind(seed=seed, pictures=10, pictures_in_a_pass=0).stimuli.images for seed in (1, 1, 2))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


@every_kind
def test_pictures_are_as_large_as_the_retina(kind):
    experiment = kind(mark1=on_retina(24, 24), pictures=10, pictures_in_a_pass=5, unseen_pictures=4, passes=1)
    assert experiment.stimuli.images.shape == (10, 24, 24)
    assert experiment.unseen.images.shape == (4, 24, 24)
    assert Session(experiment).run().finished


@every_kind
def test_one_r_unit_over_all_a_units_tells_two_classes_apart(kind):
    experiment = kind()
    assert experiment.mark1.response.in_use == 1
    assert experiment.codes[:, 0].tolist() == [False, True]
    assert not experiment.codes[:, 1:].any()


@every_kind
def test_the_last_sentence_gives_the_shares_of_the_report(kind):
    session = Session(kind(pictures=20, pictures_in_a_pass=0, unseen_pictures=120, passes=2))
    report = session.run()
    old, new = (percent(learner.accuracy["unseen"], 1) for learner in report.learners.values())
    assert f"the Mark I rightly names {old} of 120 others never taught" in report.sentences[-1]
    assert f", the network {new};" in report.sentences[-1]
    different = len({image.tobytes() for image in session.experiment.unseen.images})
    assert (f"({different} of them different)" in report.sentences[-1]) == (different < 120)
    assert report.sentences[-1].startswith("After ")


@every_kind
def test_an_ibm_704_is_never_taken_for_the_mark_i(kind):
    assert "IBM 704, not the Mark I (" in kind.yardstick
    assert any(source in kind.yardstick for source in ("NYT713", "WIK"))


def test_without_unseen_pictures_the_taught_ones_are_asked():
    report = Session(EOrF(pictures=4, unseen_pictures=0, shift_cells=0, passes=1)).run()
    assert list(report.learners["mark1"].accuracy) == ["taught"]
    assert "of 4 letters (E and F) the Mark I rightly names" in report.sentences[-1]


def test_lots_follow_one_another_and_begin_again_after_the_last():
    experiment = LeftRight(pictures=7, pictures_in_a_pass=3)
    shown = [experiment.course((None,) * passes_before).tolist() for passes_before in range(4)]
    assert shown == [[0, 1, 2], [3, 4, 5], [6, 0, 1], [2, 3, 4]]


def test_all_are_shown_in_every_pass_unless_told_otherwise():
    assert [XOrE(pictures=6).course((None,) * before).tolist() for before in (0, 1)] == [[0, 1, 2, 3, 4, 5]] * 2


def test_lots_end_when_all_pictures_passed_without_an_error():
    experiment = LeftRight(pictures=8, pictures_in_a_pass=4, passes=60, unseen_pictures=0)
    errors = [sum(result.errors.values()) for result in Session(experiment).passes()]
    assert len(errors) < 60
    assert errors[-2:] == [0, 0]
    assert not any(pair == (0, 0) for pair in pairwise(errors[:-1]))


def test_the_learning_curve_of_left_and_right_has_a_point_for_each_pass():
    report = Session(LeftRight(passes=4, unseen_pictures=40)).run()
    points = [(one.learner, dict(one.at)["exposures"]) for one in report.measurements]
    assert points == [(name, shown) for shown in (10, 20, 30, 40) for name in ("mark1", "modern")]
    final = {one.learner: one.value for one in report.measurements}
    assert final == {name: learner.accuracy["unseen"] for name, learner in report.learners.items()}


def test_a_hundred_squares_shown_once_come_near_the_704_with_each_of_four_seeds():
    settings = {"learners": "mark1", "unseen_pictures": 200, "pictures_in_a_pass": 0, "passes": 1}
    reports = [Session(LeftRight(seed=seed, **settings)).run() for seed in range(1, 5)]
    assert min(report.learners["mark1"].accuracy["unseen"] for report in reports) > 0.85


def test_each_experiment_shows_what_its_generator_draws():
    drawn = {
        LeftRight: left_right_squares(5, np.random.default_rng(3), size_cells=(2, 9)),
        SquaresCircles: figures(
            5, np.random.default_rng(3), kinds=("square", "circle"), size_cells=(8, 12), line_cells=2, turn_deg=20.0
        ),
        XOrE: moved_letters(5, np.random.default_rng(3), capitals="XE", height_cells=9, turn_deg=90.0),
        EOrF: moved_letters(5, np.random.default_rng(3), capitals="EF", face="DejaVu Serif", height_cells=14),
    }
    settings = {
        LeftRight: {"size_cells": (2, 9)},
        SquaresCircles: {"size_cells": (8, 12), "line_cells": 2, "turn_deg": 20.0},
        XOrE: {"height_cells": 9, "turn_deg": 90.0},
        EOrF: {"face": "DejaVu Serif"},
    }
    for kind, expected in drawn.items():
        found = kind(**settings[kind]).draw(5, np.random.default_rng(3))
        assert np.array_equal(found.images, expected.images), kind.name
        assert np.array_equal(found.labels, expected.labels), kind.name


@pytest.mark.parametrize("size", [5, 11, 20])
def test_size_outline_and_position_of_figures_are_settings(size):
    experiment = SquaresCircles(
        size_cells=(size, size), line_cells=1, turn_deg=0.0, shift_cells=0, pictures=2, unseen_pictures=0
    )
    for image in experiment.stimuli.images:
        assert box(image) == (size, size)
        assert not image[9:11, 9:11].all()
    top, left = (20 - size) // 2, (20 - size) // 2
    assert experiment.stimuli.images[:, top, :].any()
    assert experiment.stimuli.images[:, :, left].any()


def test_another_code_may_be_chosen():
    assert LeftRight(code="binary").codes[:, :2].tolist() == [[True, False], [False, True]]
    assert LeftRight(code="given", codewords=("110", "001")).mark1.response.in_use == 3


@pytest.mark.parametrize(
    ("kind", "settings", "rule"),
    [
        (LeftRight, {"size_cells": (4, 11)}, r"^size_cells must be a whole number in 1\.\.10, got 11$"),
        (LeftRight, {"size_cells": (4,)}, r"^size_cells must be a pair, smallest and largest, got \(4,\)$"),
        (LeftRight, {"pictures": 5}, r"^pictures_in_a_pass must be at most pictures \(5\), got 10$"),
        (LeftRight, {"pictures": 1}, r"^pictures must be a whole number from 2 to 20000, got 1$"),
        (LeftRight, {"pictures": 10**9}, r"^pictures must be a whole number from 2 to 20000, got 1000000000$"),
        (LeftRight, {"size_cells": (10, 10), "pictures": 900}, r"^pictures must be so few that others .*, got 900$"),
        (SquaresCircles, {"line_cells": 5}, r"^line_cells must be a whole number in 1\.\.4, got 5$"),
        (SquaresCircles, {"size_cells": (5, 20)}, r"^turn_deg must keep a figure of 20 x 20 cells within 20, got 45"),
        (SquaresCircles, {"turn_deg": float("nan")}, r"^turn_deg must be a finite number .*, got nan$"),
        (SquaresCircles, {"shift_cells": -1}, r"^shift_cells must be a whole number of at least 0, got -1$"),
        (XOrE, {"height_cells": 21}, r"^height_cells must be a whole number in 7\.\.20, got 21$"),
        (XOrE, {"face": "DejaVu Serf"}, r"^face must be one of .*did you mean 'DejaVu Serif'\?$"),
        (EOrF, {"shift_cells": 0}, r"^pictures must be so few that others .*, where unseen_pictures is not 0, got 60$"),
    ],
)
def test_settings_that_cannot_be_are_refused_by_name_rule_and_value(kind, settings, rule):
    with pytest.raises(SettingError, match=rule):
        kind(**settings)


@pytest.mark.parametrize(
    ("kind", "mark1", "rule"),
    [
        (XOrE, on_retina(6, 6), r"^mark1\.retina\.rows must be at least 7 for such pictures, got 6$"),
        (EOrF, on_retina(20, 30), r"^mark1\.retina\.columns must be 20, as the images have, got 30$"),
        (LeftRight, on_retina(900, 900), r"^pictures must be so few that, .*200,000,000 cells, got 100 of 900 x 900$"),
    ],
)
def test_a_retina_on_which_they_cannot_be_drawn_is_refused(kind, mark1, rule):
    assert isinstance(mark1, Mark1Spec)
    with pytest.raises(SettingError, match=rule):
        kind(mark1=mark1)
