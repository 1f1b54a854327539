"""Handwritten digits: a fifth is never taught, and what the report says of it is so."""

import numpy as np
import pytest

from perceptron_sim import Session
from perceptron_sim.errors import SettingError
from perceptron_sim.experiments.digits import Digits
from perceptron_sim.experiments.stimuli import digits
from perceptron_sim.learner import NO_ANSWER


@pytest.fixture(scope="module")
def taught():
    """A session after one short pass, and its report."""
    session = Session(Digits(passes=1, passes_for_all=8))
    return session, session.run()


@pytest.mark.parametrize("order", ["as-published", "shuffled"])
def test_every_digit_is_in_one_fifth_or_taught_beside_it(order):
    everything = digits()
    asked = [Digits(fold=fold, order=order) for fold in (1, 5)]
    for experiment in asked:
        together = [*experiment.unseen.images, *experiment.stimuli.images]
        assert sorted(map(bytes, together)) == sorted(map(bytes, everything.images))
    assert len(np.unique(np.concatenate([one.unseen.images for one in asked]), axis=0)) == 360 + 359


def test_only_shuffled_fifths_depend_on_the_seed():
    published, shuffled = (
        [Digits(order=order, seed=seed).unseen.images for seed in (1, 2)] for order in ("as-published", "shuffled")
    )
    assert np.array_equal(*published)
    assert not np.array_equal(*shuffled)


def test_passes_show_every_taught_digit_once_in_a_round():
    experiment = Digits(passes_for_all=5)
    passes = [experiment.course((None,) * before) for before in range(6)]
    assert sorted(np.concatenate(passes[:5]).tolist()) == list(range(len(experiment.stimuli)))
    assert passes[5].tolist() == passes[0].tolist()
    assert max(map(len, passes)) - min(map(len, passes)) <= 1


def test_four_r_units_carry_ten_codes():
    experiment = Digits()
    assert experiment.mark1.response.in_use == 4
    assert len({tuple(code) for code in experiment.codes.tolist()}) == 10


def test_the_shares_by_digit_make_up_the_share_of_all(taught):
    session, report = taught
    counts = np.bincount(session.experiment.unseen.labels)
    for name, learner in report.learners.items():
        found = [one for one in report.measurements if (one.learner, one.measure) == (name, "accuracy")]
        assert [dict(one.at) for one in found] == [{"set": "unseen", "digit": str(digit)} for digit in range(10)]
        right = sum(one.value * count for one, count in zip(found, counts, strict=True))
        assert right / counts.sum() == pytest.approx(learner.accuracy["unseen"])


def test_lamps_that_mean_no_digit_are_counted_for_the_mark_i_alone(taught):
    session, report = taught
    none = [(one.learner, one.value) for one in report.measurements if one.measure == "no_answer_share"]
    answers = session.mark1.classify(session.experiment.unseen.images)
    assert none == [("mark1", (answers == NO_ANSWER).mean())]


def test_the_sentences_give_the_figures_of_the_report(taught):
    _, report = taught
    old, new = (report.learners[name].accuracy for name in ("mark1", "modern"))
    assert report.sentences[-1] == (
        f"After 180 exposures the Mark I rightly names {old['taught']:.1%} of the 1,437 taught digits, the network "
        f"{new['taught']:.1%}; the Mark I rightly names {old['unseen']:.1%} of the 360 unseen ones, the network "
        f"{new['unseen']:.1%}."
    )
    by_digit = {str(dict(one.at).get("digit")): one.value for one in report.measurements if one.learner == "modern"}
    best = max(by_digit, key=by_digit.get)
    assert f"The network names {best} best ({by_digit[best]:.0%})" in report.sentences[1]


@pytest.mark.parametrize(
    ("settings", "rule"),
    [
        ({"fold": 6}, r"^fold must be a whole number from 1 to 5, got 6$"),
        ({"order": "random"}, r"^order must be one of as-published, shuffled, got 'random'"),
        ({"passes_for_all": 0}, r"^passes_for_all must be a whole number from 1 to 100, got 0$"),
        ({"code": "one-per-class"}, r"^code must .*got 'one-per-class', which needs 10 for 10 classes$"),
    ],
)
def test_settings_that_cannot_be_are_refused_by_name_rule_and_value(settings, rule):
    with pytest.raises(SettingError, match=rule):
        Digits(**settings)
