"""The story so far, warnings and myths: from records, with dates, cures and sources."""

from dataclasses import replace

import numpy as np
import pytest

from hardware import FAULTS, DeadLamp, FaultEvent, FaultRecord, SupplySag
from hardware.faults import CutWire
from modern.watching import Notice, NoticeKind
from perceptron_sim import Letters, Session
from perceptron_sim.breakdowns import LearnerFault
from perceptron_sim.commands import ChangeNetwork, NewSeed
from perceptron_sim.explain.myths import DOCUMENTED, INFERRED, MYTHS, SOURCES, myth_entries, source_entries, sources_of
from perceptron_sim.explain.notebook_changes import NetworkChange, network_changes, network_in_words
from perceptron_sim.explain.notebook_history import (
    FAULT_WORDS,
    Beginning,
    History,
    called,
    fault_in_words,
    history_entries,
    milestones,
)
from perceptron_sim.explain.notebook_warnings import CURES, BestPasses, Condition, stuck_since, warning_entries
from perceptron_sim.explain.notebook_warnings import warnings as count_of
from perceptron_sim.learner import Trial
from perceptron_sim.ledger import Account, PassResult
from perceptron_sim.network_spec import NetworkSpec

TAUGHT = 4


def score(answers, passes=True):
    """The score of a learner that was right where *answers* say so, four to a pass."""
    account = Account(TAUGHT)
    for number, right in enumerate(answers, 1):
        trial = Trial(learner="mark1", exposure=number, label=1, answer=1 if right else 0, ended_s=float(number))
        account.add(trial)
        if passes and number % TAUGHT == 0:
            account.close_pass(0.25)
    return account.score()


def history(**changes):
    told = {
        "taught": TAUGHT,
        "exposures": 8,
        "time_s": 80.0,
        "finished": False,
        "scores": {"mark1": score([0, 0, 1, 0, 1, 1, 1, 1])},
        "passes": [PassResult(number=1, errors={"mark1": 3}, held_out={"mark1": 0.25})],
        "faults": [],
    }
    return History(**{**told, **changes})


def condition(**changes):
    told = {
        "at_stops": 0,
        "knobs": 512,
        "faults": (),
        "lesson": None,
        "hurried": False,
        "best_passes": {},
        "latest": None,
        "scores": {},
        "notices": (),
    }
    passes = changes.pop("passes", None)
    if passes is not None:
        changes |= {"best_passes": BestPasses().of(passes), "latest": passes[-1]}
    return Condition(**{**told, **changes})


def texts(entries):
    return " ".join(f"{one.margin}: {one.text} {one.more}" for one in entries)


def test_milestones_are_dated_in_exposures():
    assert list(milestones(score([0, 0, 1, 0, 1, 1, 1, 1]), TAUGHT)) == [
        (3, "gave its first right answer"),
        (5, "was right in half of the last 4 for the first time"),
        (8, "had its first pass without an error, pass 2"),
    ]


def test_milestones_are_dated_by_the_real_ends_of_passes():
    account = Account(TAUGHT)
    for number, right in enumerate([0, 1, 1, 1, 1, 1], 1):
        account.add(Trial(learner="mark1", exposure=number, label=1, answer=1 if right else 0, ended_s=float(number)))
        if number % 2 == 0:  # passes through a part of what is taught
            account.close_pass(None)
    told = {words: exposure for exposure, words in milestones(account.score(), TAUGHT)}
    assert told["had its first pass without an error, pass 2"] == 4


def test_nine_in_ten_is_said_of_ten_pictures_or_more():
    assert not any("nine in ten" in words for _, words in milestones(score([1, 1, 1, 1]), TAUGHT))
    long = Account(12)
    for number in range(1, 13):
        long.add(Trial(learner="mark1", exposure=number, label=1, answer=1, ended_s=float(number)))
    assert (12, "was right in nine in ten of the last 12 for the first time") in list(milestones(long.score(), 12))


def test_faults_before_the_values_were_cleared_are_dated_so():
    records = [(20.0, FaultEvent.FAILED), (60.0, FaultEvent.REPAIRED)]
    lamp = DeadLamp(r_unit=2)
    faults = [LearnerFault("mark1", FaultRecord(time_s=at_s, event=event, fault=lamp)) for at_s, event in records]
    told = texts(history_entries(history(faults=faults, cleared_s=40.0)))
    assert "before: In the Mark I, the lamp of R3 is dead" in told
    assert "about 4: In the Mark I, the lamp of R3 is mended" in told  # half of the way from 40 s to 80 s


BEGINNING = Beginning(
    pictures=26,
    classes=26,
    passes=40,
    until_errorless=True,
    seed=1,
    cells=400,
    a_units=512,
    wires=5120,
    r_units=5,
    weights=27354,
)


def test_the_story_ends_with_how_it_began():
    told = history_entries(history(exposures=0, scores={}, beginning=BEGINNING))
    assert [entry.margin for entry in told] == ["exposure 0", "the plan", "the machine", "the network"]
    assert "5,120 wires, drawn at random, lead from 400 cells to 512 A-units" in told[2].text
    once = history_entries(history(beginning=replace(BEGINNING, passes=1)))
    assert "There is one pass; with it the lessons end." in texts(once)
    other = history_entries(history(beginning=replace(BEGINNING, wires=7, until_errorless=False)))
    assert "7 wires" in other[-2].text
    assert "when all passes are over" in other[-3].text


def test_learners_are_called_by_words():
    names = ["mark1", "modern", "mark1-5-wires", "modern-one-layer", "small-pool"]
    assert [called(name) for name in names] == [
        "the Mark I",
        "the network",
        "the Mark I (5 wires)",
        "the network (one layer)",
        "“small pool”",
    ]


def test_who_never_was_right_has_no_milestones():
    assert list(milestones(score([0, 0, 0, 0]), TAUGHT)) == []


def test_the_story_changes_when_the_record_is_changed():
    before = texts(history_entries(history()))
    assert "exposure 8: The Mark I had its first pass without an error, pass 2." in before
    assert "pass 1: The Mark I erred 3 times. Unseen, rightly named: the Mark I 25 %." in before
    after = texts(history_entries(history(scores={"mark1": score([0, 0, 1, 0, 1, 1, 1, 0])})))
    assert "without an error" not in after
    assert "made no error" in texts(
        history_entries(history(passes=[PassResult(number=1, errors={"mark1": 0}, held_out={})]))
    )


def test_passes_that_are_left_out_are_said_to_be():
    passes = [PassResult(number=number, errors={"mark1": 1}, held_out={}) for number in range(1, 13)]
    assert "earlier: Passes 1 to 6 are left out here." in texts(history_entries(history(passes=passes)))
    assert "earlier: Pass 1 is left out here." in texts(history_entries(history(passes=passes[:7])))
    assert "left out" not in texts(history_entries(history(passes=passes[:6])))


def test_every_change_of_the_network_is_told():
    words = network_in_words(NetworkSpec(hidden=(32,)), 400, 26)
    assert words == "400 → 32 → 26, ReLU, Adam, rate 0.001"
    changes = [NetworkChange(20.0, words), NetworkChange(40.0, "400 → 26")]
    told = texts(history_entries(history(changes=changes)))
    assert f"about 2: The network was changed: now {words}." in told
    assert "about 4: The network was changed: now 400 → 26." in told
    assert "before: The network was changed" in texts(history_entries(history(changes=changes, cleared_s=30.0)))


def test_changes_are_those_of_the_log_since_time_began():
    session = Session(Letters(seed=1))
    session.advance_exposure()
    session.apply(ChangeNetwork(NetworkSpec(hidden=(), batch=4, optimizer="gradient-descent", rate=0.05)))
    (change,) = network_changes(session)
    assert change.words == "400 → 26, gradient descent, rate 0.05, batches of 4"
    assert change.time_s == session.command_log[0].time_s
    session.apply(NewSeed(2))
    assert network_changes(session) == ()


def test_the_story_begins_with_where_things_stand():
    first = history_entries(history())[0]
    assert first.text == "Right answers in the last 4 exposures: the Mark I 100 %."
    assert history_entries(history(finished=True))[0].text.startswith("The lessons are over.")


def test_nothing_has_happened_before_the_first_exposure():
    (entry,) = history_entries(history(exposures=0, scores={}))
    assert entry.text == "Nothing has been shown yet."


def test_breakdowns_are_told_with_about_their_exposure_and_their_time():
    lamp = DeadLamp(r_unit=2)
    records = [(20.0, FaultEvent.FAILED), (40.0, FaultEvent.REPAIRED), (50.0, FaultEvent.VOID)]
    faults = [LearnerFault("mark1", FaultRecord(time_s=at_s, event=event, fault=lamp)) for at_s, event in records]
    told = texts(history_entries(history(faults=faults)))
    assert "about 2: In the Mark I, the lamp of R3 is dead: it always reads 0. 20.0 s on its clock" in told
    assert "about 4: In the Mark I, the lamp of R3 is mended. 40.0 s on its clock" in told
    assert "50.0 s" not in told


def test_every_kind_of_fault_has_words_and_a_cure():
    assert set(FAULT_WORDS) == set(FAULTS) == set(CURES)
    assert fault_in_words(CutWire(a_unit=7, row=3)) == "wire 3 of A-unit 7 is cut"
    assert fault_in_words(SupplySag(share=0.8)) == "the supply has sagged to 80%"


def test_all_is_well_where_nothing_is_wrong():
    assert count_of(condition()) == 0
    assert "Nothing is known to be wrong" in texts(warning_entries(condition()))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"faults": (DeadLamp(r_unit=0),)}, "The lamp of R1 is dead: it always reads 0. Cure: Change the bulb"),
        ({"at_stops": 17}, "17 of 512 knobs stand at an end stop"),
        ({"hurried": True}, "Cure: A longer exposure"),
        ({"passes": [PassResult(number=n, errors={"mark1": 3}, held_out={}) for n in range(1, 7)]}, "since pass 1."),
        ({"passes": [PassResult(number=n, errors={"modern": 3}, held_out={}) for n in range(1, 7)]}, "Another rate"),
    ],
)
def test_each_warning_follows_from_its_record_and_has_a_cure(changes, said):
    told = condition(**changes)
    assert count_of(told) == 1
    assert said in texts(warning_entries(told))


def test_notices_of_the_network_are_told_with_their_cure():
    notice = Notice(NoticeKind.PLATEAU, 300, None, 0.7, "The loss has not fallen.", "Try another rate.")
    assert "the network: The loss has not fallen. Cure: Try another rate." in texts(
        warning_entries(condition(notices=(notice,)))
    )


def test_learning_by_heart_is_noticed():
    known = score([1, 1, 1, 1])
    assert "only 25 % of what it has never seen" in texts(warning_entries(condition(scores={"mark1": known})))
    assert count_of(condition(scores={"mark1": replace(known, held_out=0.9)})) == 0


def test_a_learner_is_stuck_when_its_best_pass_is_long_ago():
    errors = [5, 3, 4, 4, 4, 4, 4]
    passes = [PassResult(number=n, errors={"mark1": one}, held_out={}) for n, one in enumerate(errors, 1)]
    assert stuck_since(condition(passes=passes), "mark1") == 2
    assert stuck_since(condition(passes=passes[:-1]), "mark1") is None
    assert stuck_since(condition(passes=passes), "modern") is None


def test_the_best_pass_is_found_as_passes_come_and_anew_where_they_begin_anew():
    errors = [5, 3, 4, 3, 1, 2]
    passes = [PassResult(number=n, errors={"mark1": one}, held_out={}) for n, one in enumerate(errors, 1)]
    best = BestPasses()
    assert [best.of(passes[:count]).get("mark1") for count in range(len(passes) + 1)] == [None, 1, 2, 2, 2, 5, 5]
    assert best.of(passes[:1]) == {"mark1": 1}


def test_every_myth_says_what_is_right_how_certain_and_from_where():
    assert len(MYTHS) == 10
    for myth, entry in zip(MYTHS, myth_entries(), strict=True):
        assert entry.margin in (DOCUMENTED, INFERRED)
        assert myth.told in entry.lead
        assert entry.text == myth.right
        assert [source.key for source in sources_of(myth)] == list(myth.sources)


def test_every_source_is_used_and_says_how_much_of_it_was_read():
    used = {key for myth in MYTHS for key in myth.sources}
    assert {source.key for source in SOURCES} == used
    assert all(source.read for source in SOURCES)
    assert "assumed" in source_entries()[-1].text


def test_curves_of_nobody_have_no_milestones():
    empty = replace(score([]), curve=np.zeros(0, dtype=np.float32), right=np.zeros(0, dtype=np.bool_))
    assert list(milestones(empty, TAUGHT)) == []
