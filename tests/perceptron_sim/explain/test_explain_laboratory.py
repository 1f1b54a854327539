"""What the laboratory says of experiments and runs."""

from pathlib import Path

import pytest

from perceptron_sim import Letters
from perceptron_sim.experiments.registry import EXPERIMENTS
from perceptron_sim.explain.laboratory import (
    agreement_in_words,
    ending_in_words,
    past_in_words,
    taking,
    taking_in_words,
)
from perceptron_sim.reopening import Agreement, PastRun


def test_what_a_run_takes_is_worked_out_from_its_settings():
    told = taking(Letters())
    assert (told.exposures, told.weights) == (1040, 400 * 64 + 64 + 64 * 26 + 26)
    assert told.least_s == pytest.approx(1040 * 1.0)
    assert told.most_s == pytest.approx(1040 * 1.1)
    assert ("machine time, assumed", "17 min to 19 min") in taking_in_words(told)
    assert taking(Letters(passes=2)).exposures == 52


@pytest.mark.parametrize("name", [name for name in EXPERIMENTS if name != "data"])
def test_what_a_run_takes_is_what_its_session_may_come_to(name):
    experiment = EXPERIMENTS[name]()
    told = taking(experiment)
    assert told.exposures == experiment.passes * experiment.pass_length
    if told.least_s is not None and told.lanes == 1:
        assert told.least_s == pytest.approx(told.exposures * 1.0)
    assert ("pictures taught", f"{len(experiment.stimuli):,}") in taking_in_words(told)


def test_a_pass_may_show_a_part_of_what_is_taught():
    digits = taking(EXPERIMENTS["digits"]())
    assert (digits.taught > digits.pass_length, digits.exposures) == (True, 7200)
    assert taking(EXPERIMENTS["left-right"]()).exposures == 100
    shown = EXPERIMENTS["digits"](until_errorless=True, passes=100)
    assert f"in {shown.passes_for_all} passes on end" in ending_in_words(taking(shown))
    assert "all passes" in ending_in_words(taking(EXPERIMENTS["digits"](until_errorless=True, passes=2)))


def test_without_a_network_or_a_machine_their_lines_are_left_out():
    assert taking(Letters(learners="mark1")).weights is None
    alone = taking(Letters(learners="modern"))
    assert alone.least_s is None
    assert not any("machine" in what for what, _ in taking_in_words(alone))


def test_when_it_ends_follows_from_the_setting():
    assert "sooner" in ending_in_words(taking(Letters()))
    assert "all passes" in ending_in_words(taking(Letters(until_errorless=False)))
    for until_errorless in (True, False):
        said = ending_in_words(taking(Letters(passes=1, until_errorless=until_errorless)))
        assert said == "It ends after its one pass, whatever the learners do."


PAST = PastRun(experiment=Letters(seed=4), folder=Path("runs/a"), digest="ab" * 32, exposures=300, finished=True)


@pytest.mark.parametrize(
    ("found", "right", "words"),
    [
        (Agreement.SAME_DIGEST, True, "The same digest: abababababab… after 300 exposures."),
        (Agreement.SAME_PASSES, True, "The same errors in every pass"),
        (Agreement.OTHER, False, "Something else has come out"),
        (Agreement.NOT_YET, None, "In 100 exposures it will be told whether it is the same run, bit by bit."),
    ],
)
def test_agreement_is_told_in_a_sentence(found, right, words):
    judged, said = agreement_in_words(PAST, found, 200)
    assert judged is right
    assert words in said


def test_a_past_run_is_named_by_folder_row_and_seed():
    assert past_in_words(PAST) == "a: letters, seed 4"
    row = PastRun(experiment=Letters(seed=4), folder=Path("s"), row="abc-4")
    assert past_in_words(row) == "s, row abc-4: letters, seed 4"
    assert agreement_in_words(row, Agreement.NOT_YET, 5) == (
        None,
        "Nothing had come of it when it was stopped: there is nothing to compare.",
    )
