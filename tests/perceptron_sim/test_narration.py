"""The sentence at the foot, whatever rule the machine learns by."""

import pytest

from hardware import Control, Mark1Spec, ReinforcementSpec, Rule
from perceptron_sim import Letters, Session
from perceptron_sim.commands import ChangeNetwork, NewSeed, ResetWeights
from perceptron_sim.experiments.optimizer_race import OptimizerRace
from perceptron_sim.narration import happening
from perceptron_sim.network_spec import NetworkSpec
from perceptron_sim.operations import ChooseLessons, ClearValues, Source, SwitchMotors

FOREVER_S = 1e9


@pytest.mark.parametrize("control", Control)
@pytest.mark.parametrize("rule", Rule)
def test_there_is_a_sentence_at_every_instant_by_every_rule_and_control(rule, control):
    spec = Mark1Spec(reinforcement=ReinforcementSpec(rule=rule, control=control))
    session = Session(Letters(mark1=spec))
    for _ in range(150):
        session.advance(0.27, budget_s=FOREVER_S)
        assert happening(session.snapshot()).endswith(".")


def test_who_waits_between_two_lessons_waits_for_the_next_picture_not_for_the_first():
    session, said = Session(Letters()), []
    while session.exposures < 3:
        session.step()
        said.append(happening(session.snapshot()))
    assert said[0] == "Both learners wait for the first picture."
    assert any(sentence.startswith("The trainer takes up the next picture: ") for sentence in said)
    assert said.count(said[0]) < 4


def test_who_waits_in_the_midst_of_a_course_does_not_wait_for_the_first_picture():
    session = Session(Letters())
    session.advance_exposure()
    for source, word in ((Source.HAND, "by hand"), (Source.TRAY, "tray")):
        session.apply(ChooseLessons(source))
        session.advance(5.0, budget_s=FOREVER_S)
        assert session.waiting
        assert word in happening(session.snapshot())


def test_after_the_lessons_nobody_is_said_to_know_what_a_hand_took_away():
    session = Session(Letters(passes=1))
    session.run()
    session.apply(SwitchMotors(on=False))
    assert "The lessons are over" in happening(session.snapshot())
    session.undo()
    session.apply(ClearValues())
    assert "knows nothing" in happening(session.snapshot())


def test_forced_learning_corrects_right_answers_too_and_says_so():
    spec = Mark1Spec(reinforcement=ReinforcementSpec(control=Control.FORCED))
    session = Session(Letters(mark1=spec))
    said = set()
    while session.exposures < 60:
        session.advance(0.05, budget_s=FOREVER_S)
        said.add(happening(session.snapshot()).split(": ", 1)[-1][:36])
    assert "right. It is corrected all the same." in said


def test_of_learners_by_other_names_it_is_told_what_they_look_at():
    session = Session(OptimizerRace(optimizers=("adam", "momentum"), passes=1))
    said = {happening(session.snapshot())}
    while not session.finished:
        session.step()
        said.add(happening(session.snapshot()))
    first, over = "2 learners wait for the first picture.", "The lessons of 2 learners are over, after 26 exposures."
    assert {first, over, "2 learners look at A."} <= said


def test_a_report_says_that_a_run_was_interfered_with():
    session = Session(Letters(passes=1))
    for command in (ResetWeights(), ChangeNetwork(NetworkSpec(rate=0.01)), NewSeed(2), ResetWeights()):
        session.apply(command)
    assert session.run().sentences[0] == (
        "While it ran the weights were cleared 2 times, the network was changed once, it began anew once: the same "
        "digest comes only from the experiment it began with and the log of these commands."
    )


def test_a_network_that_is_changed_to_what_it_is_leaves_no_trace():
    session, other = Session(Letters(passes=1)), Session(Letters(passes=1))
    session.apply(ChangeNetwork(session.experiment.modern))
    assert session.run().digest == other.run().digest
