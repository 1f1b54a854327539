"""What a hand does to the machines is done, at once and whole, and counted as what it is."""

import math
from typing import get_args

import numpy as np
import pytest

from hardware import Control, CutWire, DeadCell, FaultError, StuckMotor
from perceptron_sim import Letters, Session
from perceptron_sim import operations as op
from perceptron_sim.command_words import WORDS
from perceptron_sim.commands import ModelCommand, ResetWeights
from perceptron_sim.errors import SettingError
from perceptron_sim.experiments.left_right import LeftRight
from perceptron_sim.sign import Sign

SHORT = Letters(passes=2, until_errorless=False)
E = 4  # the fifth letter


@pytest.fixture
def session():
    """A session in its fourth lesson."""
    session = Session(SHORT)
    goes_on_to(session, 3)
    return session


@pytest.fixture
def by_hand(session):
    """One that waits for somebody to show something."""
    session.apply(op.ChooseLessons(op.Source.HAND))
    passes_by(session, 10.0)
    assert session.waiting
    return session


def goes_on_to(session, lesson):
    while session.lesson < lesson:
        session.step()


def passes_by(session, time_s):
    session.advance(time_s, budget_s=math.inf)


def weights(session):
    angles = session.mark1.machine.potentiometers.angle_deg(session.time_s)
    return angles.copy(), session.modern.network.parameters.values.copy()


def sign(label):
    return Sign.of(SHORT.stimuli.images[label])


def test_a_sign_that_is_taught_teaches_both_and_lies_in_the_tray_and_the_score_does_not_count_it(by_hand):
    before, exposures = weights(by_hand), by_hand.exposures
    wrong = next(label for label in range(26) if by_hand.opinions(sign(E))["mark1"].label != label)
    by_hand.apply(op.Show(sign(E), wrong))
    passes_by(by_hand, 5.0)
    assert all((one != other).any() for one, other in zip(before, weights(by_hand), strict=True))
    assert [(taught.sign, taught.label) for taught in by_hand.tray] == [(sign(E), wrong)]
    assert by_hand.exposures == exposures
    assert [trial.label for trial in by_hand.latest_trials] == [wrong, wrong]


def test_a_sign_that_is_asked_about_changes_nothing_and_both_answer_as_they_would(by_hand):
    before, opinions = weights(by_hand), by_hand.opinions(sign(E))
    by_hand.apply(op.Show(sign(E)))
    passes_by(by_hand, 5.0)
    for one, other in zip(before, weights(by_hand), strict=True):
        np.testing.assert_array_equal(one, other)
    (visit,) = by_hand.visits
    assert visit.opinions == opinions
    assert {trial.learner: trial.answer for trial in by_hand.latest_trials} == {
        name: opinion.label for name, opinion in opinions.items()
    }
    assert by_hand.tray == ()


def test_what_stands_in_view_is_the_visitors_sign(by_hand):
    by_hand.apply(op.Show(sign(E)))
    passes_by(by_hand, 0.2)
    seen = by_hand.snapshot()
    assert (seen.visit, seen.label) == (True, None)
    np.testing.assert_array_equal(seen.stimulus, sign(E).image)
    np.testing.assert_array_equal(seen.mark1.light, sign(E).image.ravel())


def test_the_tray_is_taught_again_and_again_in_its_order(by_hand):
    for label in (0, 1):
        by_hand.apply(op.Show(sign(label), label))
    by_hand.apply(op.ChooseLessons(op.Source.TRAY))
    goes_on_to(by_hand, 3 + 1 + 5)
    assert [visit.label for visit in by_hand.visits] == [0, 1, 0, 1, 0, 1]
    by_hand.apply(op.TakeFromTray(0))
    by_hand.apply(op.EmptyTray())
    passes_by(by_hand, 10.0)
    assert by_hand.waiting


def test_a_pass_that_a_visitor_interrupts_is_gone_on_with_where_it_stood():
    undisturbed, session = Session(SHORT), Session(SHORT)
    goes_on_to(session, 10)
    session.apply(op.ChooseLessons(op.Source.HAND))
    passes_by(session, 60.0)
    session.apply(op.Show(sign(E)))
    passes_by(session, 60.0)
    session.apply(op.ChooseLessons(op.Source.AUTOMATIC))
    session.run()
    undisturbed.run()
    assert session.exposures == undisturbed.exposures
    assert [len(one.pass_results) for one in (session, undisturbed)] == [2, 2]


def test_a_session_that_is_over_takes_a_sign_and_is_over_again():
    session = Session(SHORT)
    session.run()
    score = session.scores()["mark1"].exposures
    session.apply(op.Show(sign(E), E))
    assert not session.finished
    session.run()
    assert session.finished
    assert len(session.visits) == 1
    assert session.scores()["mark1"].exposures == score


def test_r_switches_want_what_the_label_does_not(by_hand):
    by_hand.apply(op.SwitchRUnits(tuple(range(8)), 1))
    by_hand.apply(op.SwitchRUnits((2,), -1))
    by_hand.apply(op.Show(sign(E), E))
    passes_by(by_hand, 1.0)
    assert by_hand.snapshot().mark1.wanted == (1, 1, 0, 1, 1, 1, 1, 1)


def test_without_motors_nothing_is_learned_by_the_machine(by_hand):
    before = weights(by_hand)[0]
    by_hand.apply(op.SwitchMotors(False))
    by_hand.apply(op.Show(sign(E), E))
    passes_by(by_hand, 5.0)
    np.testing.assert_array_equal(weights(by_hand)[0], before)
    assert not by_hand.panel.motors_on


def test_a_part_breaks_after_its_time_and_is_whole_again_after_its_time(session):
    begun_s = session.time_s
    session.apply(op.Break(DeadCell(s_unit=5), after_s=2.0, for_s=3.0))
    session.apply(op.Break(StuckMotor(a_unit=7), for_s=4.0))
    passes_by(session, 10.0)
    told = [(round(one.record.time_s - begun_s, 9), str(one.record.event)) for one in session.faults]
    assert told == [(0.0, "failed"), (2.0, "failed"), (4.0, "repaired"), (5.0, "repaired")]
    assert session.panel.faults == ()


def test_a_bundle_is_cut_whole_or_not_at_all(session):
    session.apply(op.CutBundle(((3, 0), (4, 1))))
    with pytest.raises(FaultError):
        session.apply(op.CutBundle(((8, 0), (4, 1))))
    assert session.panel.faults == (CutWire(a_unit=3, row=0), CutWire(a_unit=4, row=1))


def test_the_wires_of_a_new_board_are_whole(session):
    session.apply(op.CutBundle(((3, 0), (4, 1))))
    session.apply(op.Break(DeadCell(s_unit=5)))
    session.apply(op.RedrawWiring(9))
    assert session.panel.faults == (DeadCell(s_unit=5),)


def test_the_layout_is_restored_as_it_was_delivered_and_the_values_stay(session):
    fresh, values = Session(SHORT), weights(session)[0]
    session.apply(op.RedrawWiring(9))
    session.apply(op.SwitchCells((1, 2), -1))
    session.apply(op.SwitchAUnits((1, 2), False))
    session.apply(op.SwitchRUnits((1,), 1))
    session.apply(op.SwitchMotors(False))
    session.apply(op.SetControl(Control.FORCED))
    session.apply(op.Break(DeadCell(s_unit=5)))
    session.apply(op.RestoreLayout())
    for name in ("r_switches", "switched_on", "overrides"):
        np.testing.assert_array_equal(getattr(session.panel, name), getattr(fresh.panel, name))
    for name in ("motors_on", "control", "faults"):
        assert getattr(session.panel, name) == getattr(fresh.panel, name)
    assert session.mark1.machine.wiring == fresh.mark1.machine.wiring
    np.testing.assert_array_equal(weights(session)[0], values)


def test_a_wire_that_is_moved_keeps_its_sign(session):
    wiring = session.mark1.machine.wiring
    origin, sign_of_it = int(wiring.origins[2, 100]), int(wiring.signs[2, 100])
    free = next(cell for cell in range(400) if cell not in wiring.origins[:, 101])
    session.apply(op.MoveWire(100, 2, free, 101))
    moved = session.mark1.machine.wiring
    assert origin not in moved.origins[:, 100]
    assert int(moved.signs[moved.origins[:, 101] == free, 101].sum()) == sign_of_it


def test_modern_weights_go_into_the_pots_and_back_into_a_network_that_answers_as_the_machine(session):
    session.apply(op.Transplant(op.Direction.TO_MACHINE))
    stimuli = SHORT.stimuli
    answers = session.mark1.classify(stimuli.images)
    assert (answers == stimuli.labels).mean() > 0.9
    session.apply(op.Transplant(op.Direction.TO_NETWORK))
    known = answers >= 0
    np.testing.assert_array_equal(session.modern.classify(stimuli.images)[known], answers[known])


def test_hands_off_a_machine_that_tests_itself(by_hand):
    by_hand.apply(op.RunSelfTest())
    passes_by(by_hand, 1.0)
    for command in (op.SwitchMotors(False), op.RedrawWiring(3), ResetWeights(), op.RestoreLayout()):
        with pytest.raises(SettingError, match="got one that is at its self-test"):
            by_hand.apply(command)
    goes_on_to(by_hand, 5)
    assert by_hand.self_test is not None


@pytest.mark.parametrize(
    ("command", "rule"),
    [
        (op.Show(Sign(2, 2, bytes(4))), "sign must have 20 x 20 cells"),
        (op.Show(sign(E), 26), "label must be a class from 0 to 25"),
        (op.TakeFromTray(0), "index must be one of the 0 signs"),
        (op.PullWires(()), "wires must be one at least"),
        (op.SwitchRUnits((8,), 1), "r_units must lie in"),
    ],
)
def test_what_cannot_be_done_is_refused_in_a_sentence_and_not_logged(session, command, rule):
    with pytest.raises(ValueError, match=rule):
        session.apply(command)
    assert session.command_log == []


def test_measurements_after_the_last_pass_are_made_again_where_one_goes_back():
    session = Session(LeftRight(passes=1, until_errorless=False))
    session.run()
    told = session.digest, session.measurements
    assert session.measurements
    session.go_back(3)
    session.run()
    assert (session.digest, session.measurements) == told


def test_every_command_has_its_words():
    assert set(WORDS) == set(get_args(ModelCommand))
