"""One typeface until it is read without an error, then a second one too."""

import numpy as np
import pytest

from perceptron_sim import Session
from perceptron_sim.errors import SettingError
from perceptron_sim.experiments.curves import values
from perceptron_sim.experiments.letters_two_faces import LettersTwoFaces
from perceptron_sim.experiments.stimuli import letters


@pytest.fixture(scope="module")
def taught():
    """A session run to its end, and its report."""
    session = Session(LettersTwoFaces(learners="mark1"))
    return session, session.run()


def right(report, measure):
    """What was measured, by passes of both typefaces before."""
    return {dict(one.at)["passes_of_both"]: one.value for one in report.measurements if one.measure == measure}


def test_the_second_typeface_is_added_after_the_first_errorless_pass(taught):
    session, _ = taught
    shown, errors = {}, {}
    for trials in Session(session.experiment).trials():
        for trial in trials:
            shown.setdefault(trial.pass_number, []).append(trial.stimulus)
            errors[trial.pass_number] = errors.get(trial.pass_number, 0) + (not trial.right)
    alone = [number for number, numbers in shown.items() if sorted(numbers) == list(range(26))]
    both = [number for number, numbers in shown.items() if sorted(numbers) == list(range(52))]
    assert [*alone, *both] == list(shown)
    assert [number for number in alone if errors[number] == 0] == [alone[-1]]
    assert [number for number in both if errors[number] == 0] == [both[-1]]


def test_both_typefaces_are_read_without_an_error_in_the_end(taught):
    _, report = taught
    assert report.learners["mark1"].accuracy == {"both": 1.0, "DejaVu Sans Bold": 1.0, "Liberation Sans": 1.0}
    assert report.sentences[-1] == "In the end the Mark I rightly names 52 of the 52 letters of both typefaces."


def test_the_85_percent_of_1960_lie_between_beginning_and_end(taught):
    _, report = taught
    curve = right(report, "right_share")
    assert curve[0] < 0.85 < curve[max(curve)] == 1.0
    assert curve[0] == (1 + values(report.measurements, "accuracy_when_added")["mark1"]) / 2
    first = next(number for number, share in curve.items() if number and share >= 0.85)
    assert report.sentences[1].endswith(f"pass {first} of both was the first with 85% or more right.")
    assert report.sentences[2].startswith("The yardstick of 1960: one typeface without error, 85% when")


def test_what_is_measured_when_the_second_is_added_is_how_it_was_read_unseen(taught):
    session, report = taught
    alone = Session(session.experiment)
    while len(alone.pass_results) < len(session.pass_results) - max(right(report, "right_share")):
        alone.step()
    second = letters("Liberation Sans")
    unseen = (alone.mark1.classify(second.images) == second.labels).mean()
    assert values(report.measurements, "accuracy_when_added") == {"mark1": unseen}


def test_the_second_typeface_is_added_in_any_case_after_so_many_passes():
    experiment = LettersTwoFaces(passes_alone=2, passes=3)
    report = Session(experiment).run()
    assert [learner.exposures for learner in report.learners.values()] == [26 + 26 + 52] * 2
    assert set(right(report, "right_share")) == {0, 1}
    assert report.sentences[1].endswith("no pass of both had 85% or more right.")
    assert report.sentences[0].startswith(
        "In the last pass Liberation Sans was taught too, though files of results list"
    )


def test_where_the_second_typeface_is_never_added_that_is_said():
    report = Session(LettersTwoFaces(passes=1)).run()
    assert report.measurements == ()
    added, yardstick, end = report.sentences
    assert added.startswith("Liberation Sans was never added: DejaVu Sans Bold had no pass without an error")
    assert "(passes is 1, passes_alone 40)" in added
    assert yardstick.startswith("The yardstick of 1960:")
    assert "of the 26 letters of DejaVu Sans Bold" in end


def test_the_typefaces_stand_one_after_the_other_with_the_same_labels():
    stimuli = LettersTwoFaces(face="DejaVu Serif", second_face="DejaVu Sans").stimuli
    assert np.array_equal(stimuli.images[:26], letters("DejaVu Serif").images)
    assert np.array_equal(stimuli.images[26:], letters("DejaVu Sans").images)
    assert stimuli.labels.tolist() == [*range(26), *range(26)]


@pytest.mark.parametrize(
    ("settings", "rule"),
    [
        ({"second_face": "DejaVu Sans Bold"}, r"^second_face must be another typeface than face, got 'DejaVu Sans"),
        ({"second_face": "Liberation Sanz"}, r"^second_face must be one of .*did you mean 'Liberation Sans'\?$"),
        ({"passes_alone": 0}, r"^passes_alone must be a whole number from 1 to 100000, got 0$"),
    ],
)
def test_settings_that_cannot_be_are_refused_by_name_rule_and_value(settings, rule):
    with pytest.raises(SettingError, match=rule):
        LettersTwoFaces(**settings)
