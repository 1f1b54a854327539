"""Connectedness: figures of floors and bridges, in pairs that nothing but connectedness tells apart."""

import numpy as np
import pytest

from perceptron_sim import Session
from perceptron_sim.errors import SettingError
from perceptron_sim.experiments.connected_figures import Floors
from perceptron_sim.experiments.connectedness import Connectedness
from perceptron_sim.experiments.registry import EXPERIMENTS

SMALL = {"pairs": 8, "unseen_pairs": 6, "passes": 3}


def pieces(image):
    """How many pieces the lit cells make, by steps to the four neighbours: an oracle of its own."""
    left, count = {(int(row), int(column)) for row, column in np.argwhere(image)}, 0
    while left:
        count += 1
        front = [left.pop()]
        while front:
            row, column = front.pop()
            beside = {(row + 1, column), (row - 1, column), (row, column + 1), (row, column - 1)} & left
            left -= beside
            front.extend(beside)
    return count


@pytest.fixture(scope="module")
def experiment():
    """Some figures with different numbers of bridges."""
    return Connectedness(**SMALL)


def test_it_is_registered():
    assert EXPERIMENTS["connectedness"] is Connectedness


def test_a_label_says_whether_the_figure_hangs_together(experiment):
    for figures in (experiment.stimuli, experiment.unseen):
        assert [pieces(image) for image in figures.images] == [1 if label else 2 for label in figures.labels]


def test_a_pair_differs_in_the_place_of_one_bridge_only(experiment):
    images = experiment.stimuli.images
    height = 3  # 20 rows, 5 floors, 4 gaps
    for connected, broken in zip(images[::2], images[1::2], strict=True):
        assert connected.sum() == broken.sum()
        assert (connected > broken).sum() == (broken > connected).sum() == height


def test_no_figure_comes_twice(experiment):
    images = [*experiment.stimuli.images, *experiment.unseen.images]
    assert len({image.tobytes() for image in images}) == len(images) == 28


def test_bridges_are_as_many_as_they_may_be(experiment):
    floors = 5 * 20
    bridges = {(int(image.sum()) - floors) // 3 for image in experiment.stimuli.images}
    assert bridges <= {5, 6, 7}
    assert len(bridges) > 1


def test_floors_lie_in_the_middle_with_gaps_of_one_height():
    figure = Floors(rows=12, columns=3, gaps=2).figure(np.zeros((2, 3), dtype=np.bool_))
    assert np.flatnonzero(figure.any(axis=1)).tolist() == [0, 5, 10]
    assert figure[[0, 5, 10]].all()


def test_the_same_seed_draws_the_same_figures():
    one, same, other = (Connectedness(**SMALL, seed=seed).stimuli.images for seed in (5, 5, 6))
    assert np.array_equal(one, same)
    assert not np.array_equal(one, other)


def test_pairs_count_as_right_where_both_figures_are(experiment):
    session = Session(experiment)
    report = session.run()
    for name in ("mark1", "modern"):
        answers = session.learner(name).classify(experiment.unseen.images)
        both = [list(answers[pair : pair + 2]) == [1, 0] for pair in range(0, 12, 2)]
        (measured,) = [
            one.value
            for one in report.measurements
            if (one.learner, one.measure, dict(one.at)) == (name, "pairs_right", {"set": "unseen"})
        ]
        assert measured == pytest.approx(np.mean(both))
        assert f"{np.mean(both):.0%}" in report.sentences[-1]
    assert "guessing gets 50%" in report.sentences[-1]
    assert "An A-unit of the Mark I sees at most 10 cells of a figure." in report.sentences


@pytest.mark.long
def test_taught_figures_are_memorised_and_others_guessed():
    report = Session(Connectedness(learners="mark1")).run()
    assert report.learners["mark1"].accuracy["taught"] == 1.0
    assert abs(report.learners["mark1"].accuracy["unseen"] - 0.5) < 0.11  # three standard deviations of 200 guesses


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"gaps": 10}, "gaps must be at most 9 on 20 rows, got 10"),
        ({"bridges": ()}, "bridges must be one number at least"),
        ({"bridges": (3,)}, "bridges must be from 4, one for each gap, to the 20 columns"),
        ({"bridges": (21,)}, "bridges must be from 4, one for each gap, to the 20 columns"),
        ({"bridges": (5, 5)}, "bridges must be a list of different values, got 5 twice"),
        ({"gaps": 2, "bridges": (2,), "pairs": 500}, "pairs and unseen_pairs must be so few that no two are alike"),
        ({"pairs": 0}, "pairs must be a whole number from 1"),
    ],
)
def test_figures_that_cannot_be_drawn_are_refused(settings, message):
    with pytest.raises(SettingError, match=message):
        Connectedness(**settings)
