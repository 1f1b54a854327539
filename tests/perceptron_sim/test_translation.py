"""Translation: every learner is asked for what it was taught, at every offset."""

import numpy as np
import pytest
from PIL import Image

from modern import shifted
from perceptron_sim import Session, experiment
from perceptron_sim.errors import SettingError
from perceptron_sim.experiments.registry import EXPERIMENTS
from perceptron_sim.experiments.translation import Translation

SHORT = {"passes": 2, "reach": 1, "filters": 2, "whole_filters": 2}


@pytest.fixture(scope="module")
def session():
    """A short run to its end."""
    ended = Session(Translation(**SHORT))
    ended.run()
    return ended


def accuracies(session, learner):
    """By offset, down and right, the share named rightly."""
    return {
        tuple(dict(one.at).values()): one.value
        for one in session.measurements
        if (one.learner, one.measure) == (learner, "accuracy")
    }


def test_it_is_registered():
    assert EXPERIMENTS["translation"] is Translation


def test_four_learners_are_asked_at_nine_offsets(session):
    names = [learner.name for learner in session.learners]
    assert names == ["mark1", "modern", "small-pool", "whole-pool"]
    for name in names:
        assert sorted(accuracies(session, name)) == [(down, right) for down in (-1, 0, 1) for right in (-1, 0, 1)]


def test_a_score_is_the_share_of_images_moved_so_that_are_named_rightly(session):
    stimuli = session.experiment.stimuli
    for learner in session.learners:
        found = accuracies(session, learner.name)
        for offset in ((0, 0), (-1, 1), (1, 0)):
            answers = learner.classify(shifted(stimuli.images, *offset))
            assert found[offset] == pytest.approx(np.mean(answers == stimuli.labels))


def test_in_place_the_score_is_the_accuracy_on_what_was_taught(session):
    report = session.report()
    for name, learner in report.learners.items():
        assert accuracies(session, name)[0, 0] == pytest.approx(learner.accuracy["taught"])


def test_the_last_sentences_have_mean_and_width_of_everyone(session):
    sentences = session.report().sentences
    for learner in session.learners:
        found = {one.measure: one.value for one in session.measurements if one.learner == learner.name and not one.at}
        assert found["mean_share_right"] == pytest.approx(np.mean(list(accuracies(session, learner.name).values())))
        assert f"{found['mean_share_right']:.0%}" in sentences[-2]
        assert f"{found['width_cells']:.1f}" in sentences[-1]


def test_no_more_images_are_moved_than_asked_for():
    session = Session(Translation(passes=1, reach=0, asked=2, learners="mark1"))
    session.run()
    assert set(accuracies(session, "mark1").values()) <= {0.0, 0.5, 1.0}


def test_of_pictures_in_order_of_their_classes_all_classes_are_asked(tmp_path):
    for name in ("a", "b", "c"):
        (tmp_path / name).mkdir()
        for number in range(4):
            cells = np.zeros((20, 20), dtype=np.uint8)
            cells[5 * number : 5 * number + 5, {"a": 0, "b": 7, "c": 14}[name] :] = 255
            Image.fromarray(cells).save(tmp_path / name / f"{number}.png")
    session = Session(experiment("translation", data=tmp_path, passes=1, reach=0, asked=6, learners="mark1"))
    asked = session.experiment.stimuli
    report = session.run()
    right = session.mark1.classify(asked.images) == asked.labels
    assert accuracies(session, "mark1")[0, 0] == right[[0, 1, 4, 5, 8, 9]].mean()
    assert report.sentences[-1].startswith("In place, the Mark I rightly names ")
    assert report.sentences[-1].endswith(" of the 6 taught images asked about (of 12).")


@pytest.mark.long
def test_filters_with_one_pool_of_all_know_what_is_moved_and_wires_do_not():
    session = Session(Translation())
    session.run()
    width = {one.learner: one.value for one in session.measurements if one.measure == "width_cells"}
    assert width["whole-pool"] > 2 * max(width[name] for name in ("mark1", "modern", "small-pool"))


@pytest.mark.parametrize(
    "settings", [{"reach": -1}, {"reach": 20}, {"asked": 0}, {"face": "None such"}, {"whole_rate": 0.0}]
)
def test_settings_that_make_no_sense_are_refused(settings):
    with pytest.raises(SettingError, match=f"{next(iter(settings))} must be"):
        Translation(**settings)
