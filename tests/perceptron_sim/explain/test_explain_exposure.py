"""What is said of the exposure that was read last: it follows from the records, and changes when they change."""

import math
from dataclasses import replace

import numpy as np
import pytest

from hardware import Control, Rule
from perceptron_sim import Letters, Session
from perceptron_sim.commands import ChangeNetwork, NewSeed
from perceptron_sim.experiment_choice import experiment
from perceptron_sim.explain.exposure import MachineLesson, UnitLesson, machine_lesson, read_last, settled_firing
from perceptron_sim.explain.exposure_network import Movement, NetworkLesson, movement, network_lesson, weight_in_words
from perceptron_sim.explain.notebook import (
    exposure_entries,
    learning_sentence,
    machine_summary,
    movement_sentence,
    network_summary,
    probability,
    signed,
    tiny,
    unit_arithmetic,
    unit_sentence,
)
from perceptron_sim.explain.notebook_watch import NotebookWatch
from perceptron_sim.network_spec import NetworkSpec

R3 = UnitLesson(
    number=3,
    wanted=1,
    answered=0,
    a_units=64,
    firing=23,
    up=23,
    down=0,
    pulse_s=0.1,
    sum_v=0.4,
    now=1,
    before_v=-1.2,
    threshold_v=0.0,
)
LESSON = MachineLesson(
    exposure=7,
    shown="E",
    meant="K",
    lit=94,
    s_units=400,
    firing=170,
    a_units=512,
    driving=False,
    control=Control.ERROR_CORRECTION,
    rule=Rule.ALPHA,
    by_hand=False,
    at_stops=0,
    units=(R3,),
)
NETWORK = NetworkLesson(
    exposure=7,
    shown="E",
    answer="K",
    before=0.12,
    now=0.31,
    rival="K",
    loss=2.12,
    loss_name="cross-entropy",
    optimizer="adam",
    batch=1,
    multiply_adds=1000,
)


@pytest.fixture(scope="module")
def read():
    """A session at an exposure that was just corrected, its snapshot and which exposure that is."""
    session = Session(Letters(seed=1))
    for _ in range(5):
        session.advance_exposure()
    snapshot = session.snapshot()
    return session, snapshot, read_last(session, snapshot)


def test_a_wrong_unit_says_what_was_driven_which_way_and_for_how_long():
    assert unit_sentence(R3, LESSON) == (
        "R3 should be 1 and said 0: 23 active A-units of R3 were driven up for 0.1 s. "
        "Its sum went from −1.20 V to +0.40 V: shown again, it would say 1."
    )


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"up": 22}, "22 active A-units of R3 were driven up"),
        ({"up": 0, "down": 1, "wanted": 0, "answered": 1}, "said 1: 1 active A-unit of R3 was driven down"),
        ({"pulse_s": 0.25}, "for 0.25 s"),
        ({"before_v": None}, "Its sum is now +0.40 V"),
        ({"now": 0}, "shown again, it would still say 0."),
        ({"up": 0, "firing": 0}, "none of its A-units fires for this picture"),
        (
            {"up": 0, "answered": 1},
            "R3 should be 1 and said 1. 23 of its 64 A-units fire; their values sum to +0.40 V.",
        ),
    ],
)
def test_a_sentence_changes_when_the_record_of_a_unit_is_changed(changes, said):
    assert said in unit_sentence(replace(R3, **changes), LESSON)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"driving": True}, "23 active A-units of R3 are being driven up"),
        ({"by_hand": True}, "for about 0.1 s"),
        ({"rule": Rule.GAMMA}, "for up to 0.1 s"),
    ],
)
def test_a_sentence_changes_when_the_record_of_the_machine_is_changed(changes, said):
    assert said in unit_sentence(R3, replace(LESSON, **changes))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "The trainer showed E: 94 of 400 photocells closed their relays, 170 of 512 A-units fire."),
        ({}, "The lamps said 0, which means K. The motors turned 23 knobs up."),
        ({"meant": None}, "which means nothing it was taught"),
        ({"at_stops": 4}, "4 of them stand at their end stops"),
        ({"meant": "E", "units": (replace(R3, up=0, answered=1),)}, "That is right, so nothing was changed."),
        ({"units": (replace(R3, up=0, firing=0),)}, "That is wrong, and no motor could be driven."),
        ({"driving": True}, "The motors turn 23 knobs up."),
    ],
)
def test_the_summary_of_the_machine_follows_the_record(changes, said):
    assert said in machine_summary(replace(LESSON, **changes))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "the network took it for K and gave E only 12 %. Its loss is −ln of that: 2.12."),
        ({"answer": "E", "before": 0.9}, "rightly took it for E, 90 % sure"),
        ({"before": 0.0001}, "only less than 0.1 %"),
        ({"loss": math.inf}, "no numbers any more"),
        ({"loss_name": "mse", "before": math.nan}, "took it for K, not for E. Its loss (mse) is 2.12."),
    ],
)
def test_the_summary_of_the_network_follows_the_record(changes, said):
    assert said in network_summary(replace(NETWORK, **changes))


def test_what_a_step_made_of_the_probability_follows_the_record():
    assert learning_sentence(NETWORK) == (
        "It learned by one step of Adam, 1,000 multiply-adds. Now it gives E 31 %, more than 12 % before."
    )
    assert "less than 12 % before" in learning_sentence(replace(NETWORK, now=0.1))
    assert learning_sentence(replace(NETWORK, now=0.12)).endswith("Now it gives E 12 %.")
    assert "gathers 8 pictures for each step" in learning_sentence(replace(NETWORK, batch=8))


def test_the_weight_that_moved_most_is_named():
    moved = Movement(
        since=6,
        until=7,
        weights=90,
        mean=0.00012,
        layer="the output layer",
        place="the bias of E",
        before=0.1,
        after=-0.2,
    )
    said = movement_sentence(moved, 7)
    assert said == (
        "In that step its 90 weights moved by 0.00012 on average, most in the output layer; "
        "most of all the bias of E, from +0.1000 to −0.2000."
    )
    assert movement_sentence(replace(moved, since=3), 7).startswith("From exposure 4 to 7 its")
    assert "was not seen" in movement_sentence(None, 7)


def test_where_a_batch_is_not_full_no_step_was_taken():
    assert movement_sentence(None, 7, 2, 1) == "No step was taken yet: its batch of 2 has 1 picture."
    assert movement_sentence(None, 7, 8, 3) == "No step was taken yet: its batch of 8 has 3 pictures."
    assert "only a full batch of 8 makes a step" in movement_sentence(None, 7, 8, None)
    assert "faster than pictures are drawn" in movement_sentence(None, 7, 8, 0)


def test_the_arithmetic_ends_in_what_it_would_say():
    assert unit_arithmetic(R3)[-1] == "it would say 1 now; it said 0 and should say 1"


def test_before_the_first_reading_there_is_nothing_to_explain():
    session = Session(Letters())
    assert read_last(session, session.snapshot()) is None
    (entry,) = exposure_entries(None, None)
    assert "No picture has been read yet" in entry.text


def test_the_records_are_those_of_the_machine(read):
    session, snapshot, last = read
    lesson = machine_lesson(session, snapshot, last, None)
    machine = session.mark1.machine
    firing, lit = settled_firing(machine, last.image)
    assert (lesson.exposure, lesson.lit, lesson.firing) == (5, lit, int(firing.sum()))
    for unit in lesson.units:
        owned = machine.wiring.assignment == unit.number - 1
        assert unit.firing == int((firing & owned).sum())
        assert unit.answered == snapshot.mark1.answered[unit.number - 1]
        assert (unit.up or unit.down) == (0 if unit.right else unit.firing)
        assert unit.now == int(unit.sum_v > 0)
    assert not lesson.right


def test_the_exposure_stays_the_last_one_until_the_next_is_read(read):
    session = Session(Letters(seed=1))
    for _ in range(5):
        session.advance_exposure()
    before = read_last(session, session.snapshot())
    session.advance(0.6)
    after = read_last(session, session.snapshot())
    assert session.exposures == before.number == after.number == 5
    assert after.answered == before.answered
    assert (after.image == before.image).all()


def test_the_probability_before_is_what_the_loss_says(read):
    session, snapshot, last = read
    lesson = network_lesson(session, snapshot, last)
    assert lesson.before == pytest.approx(math.exp(-lesson.loss), rel=1e-4)
    assert lesson.now == pytest.approx(session.modern.predict_probabilities(last.image[None])[0, last.label])


def test_the_weight_that_is_changed_is_the_one_that_is_named():
    session = Session(Letters(seed=1))
    network = session.modern.network
    before = network.parameters.values.copy()
    names = session.experiment.class_names
    assert movement(network, before, 0, 1, names, 20) is None
    changed = before.copy()
    changed[-1] += 0.5
    network.parameters.values = changed
    moved = movement(network, before, 0, 1, names, 20)
    assert moved.place == "the bias of the output Z"
    assert moved.layer == "the output layer"
    assert moved.after - moved.before == pytest.approx(0.5)
    changed = before.copy()
    changed[64 * 21 + 2] -= 0.25  # cell 21 is the second of the second row
    network.parameters.values = changed
    assert (
        movement(network, before, 0, 1, names, 20).place == "the wire from the cell in row 2, column 2 to hidden unit 2"
    )


def test_weights_are_named_by_where_they_stand():
    assert weight_in_words((4, 1), ("A", "B"), None) == "the wire from hidden unit 4 to the output B"
    assert weight_in_words((3,), (), None) == "the bias of hidden unit 3"
    assert weight_in_words((6, 0, 1, 2), (), None) == "one of filter 7"


def test_forced_learning_drives_units_that_are_right_too():
    forced = experiment("letters", mark1={"reinforcement": {"control": "forced"}})
    session = Session(forced)
    for _ in range(3):
        session.advance_exposure()
    snapshot = session.snapshot()
    lesson = machine_lesson(session, snapshot, read_last(session, snapshot), None)
    right = [unit for unit in lesson.units if unit.right]
    assert right
    assert all(unit.up or unit.down for unit in right if unit.firing)


def test_the_watch_knows_the_sum_before_the_reading_and_the_step():
    session, watch = Session(Letters(seed=1)), NotebookWatch()
    account = watch.look(session, session.snapshot())
    while session.exposures < 3:
        session.advance(0.05, budget_s=1)
        account = watch.look(session, session.snapshot())
    assert all(unit.before_v is not None for unit in account.machine.units)
    assert [int(unit.before_v > 0) for unit in account.machine.units] == [
        unit.answered for unit in account.machine.units
    ]
    assert (account.network.movement.since, account.network.movement.until) == (2, 3)


def test_the_watch_changes_nothing_of_what_is_recorded():
    watched, other, watch = Session(Letters(seed=2)), Session(Letters(seed=2)), NotebookWatch()
    for _ in range(40):
        watched.advance(0.5, budget_s=1)
        other.advance(0.5, budget_s=1)
        watch.look(watched, watched.snapshot())
    assert watched.digest == other.digest


def test_the_watch_begins_anew_with_another_network_or_seed():
    session, watch = Session(Letters(seed=2)), NotebookWatch()
    session.advance(5, budget_s=1)
    watch.look(session, session.snapshot())
    session.apply(ChangeNetwork(NetworkSpec(hidden=(8,))))
    session.advance(1, budget_s=1)
    assert watch.look(session, session.snapshot()).network is not None
    session.apply(NewSeed(3))
    account = watch.look(session, session.snapshot())
    assert (account.machine, account.network, account.history.exposures) == (None, None, 0)


@pytest.mark.parametrize(
    ("value", "said"),
    [(0.5, "50 %"), (0.034, "3.4 %"), (0.9999, "more than 99.9 %"), (0.995, "99.5 %"), (math.nan, "–")],
)
def test_probabilities_are_told_as_people_read_them(value, said):
    assert probability(value) == said


def test_numbers_have_their_sign_and_no_power_of_ten():
    assert (signed(-1.25, 1), signed(0.0001, 2), signed(3.0, 1)) == ("−1.2", "0", "+3.0")
    assert tiny(7.81e-05) == "0.000078"
    assert signed(np.nan) == "–"


def test_what_another_network_or_loss_learned_is_not_told_as_its_own() -> None:
    for spec in (NetworkSpec(hidden=(8,)), NetworkSpec(loss="squared-error")):
        session = Session(Letters(seed=2))
        session.advance(5.2, budget_s=math.inf)
        session.apply(ChangeNetwork(spec))
        snapshot = session.snapshot()
        read = read_last(session, snapshot)
        assert read is not None
        assert network_lesson(session, snapshot, read) is None
        session.advance(1.0, budget_s=math.inf)
        snapshot = session.snapshot()
        read = read_last(session, snapshot)
        assert read is not None
        assert network_lesson(session, snapshot, read) is not None


def test_a_lesson_says_how_many_pictures_the_network_has_learned_from_since() -> None:
    session = Session(Letters(seed=2))
    laters = set()
    for _ in range(40):
        session.advance(0.1, budget_s=math.inf)
        snapshot = session.snapshot()
        if (read := read_last(session, snapshot)) and (lesson := network_lesson(session, snapshot, read)):
            laters.add((lesson.later, read.number == snapshot.exposures + 1))
    assert laters == {(0, True), (1, False)}
