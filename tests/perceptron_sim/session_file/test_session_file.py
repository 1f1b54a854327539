"""A session that is kept and opened goes on as if nothing had been; replayed from its beginning it comes out alike."""

import math
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from random_user import RandomUser, same, tries, whole_state

from hardware import draw_wiring
from perceptron_sim import Letters, Session
from perceptron_sim import operations as hand
from perceptron_sim.commands import ChangeNetwork, LoggedCommand
from perceptron_sim.data import OwnData
from perceptron_sim.data.own import BadFile, fingerprint
from perceptron_sim.data.spec import DataSpec
from perceptron_sim.errors import InputError, OutputError, SettingError
from perceptron_sim.experiments import EXPERIMENTS
from perceptron_sim.experiments.stimuli import Stimuli
from perceptron_sim.network_spec import NetworkSpec
from perceptron_sim.session_file import captured, content_of, found_in, opened, replayed, save, write
from perceptron_sim.session_file import document as documents
from perceptron_sim.session_file.commands_plain import KINDS, logged_as_plain
from perceptron_sim.session_file.kept_plain import kept_as_plain, kept_from_plain
from perceptron_sim.sign import Sign


def goes_on_alike(session, again):
    """Whether both do the same from here on."""
    same(whole_state(session), whole_state(again))
    for one in (session, again):
        one.advance(40.0, budget_s=math.inf)
    same(whole_state(session), whole_state(again))


def test_a_session_that_was_kept_goes_on_as_if_nothing_had_been(much_done, kept):
    again = opened(kept)
    assert again.furthest == much_done.furthest > again.lesson == 80
    assert again.kept().log == much_done.kept().log
    assert again.kept().moment.lesson == 64  # nothing before it was computed again
    goes_on_alike(opened(kept), again)


def test_what_is_replayed_from_its_beginning_has_the_same_digest(much_done, kept):
    found = found_in(kept)
    again = replayed(found.kept, kept)
    assert again.digest == found.kept.digest == much_done.digest
    assert (again.lesson, again.time_s) == (much_done.lesson, much_done.time_s)


def test_what_is_opened_and_kept_again_is_the_same_file(kept):
    assert content_of(captured(opened(kept))) == kept.read_bytes()


def kept_by_a_random_user(seed, actions):
    """A session in which a user has done all sorts of things, wisely and unwisely."""
    session, user = Session(Letters(seed=seed, passes=3)), RandomUser(seed)
    for _ in range(actions):
        tries(session, user.does(session))
        user.waits(session)
    return session


@pytest.mark.parametrize("seed", [8])
def test_whatever_a_user_did_is_kept(seed, tmp_path):
    session = kept_by_a_random_user(seed, 12)
    save(session, tmp_path / "a.perceptron")
    found = found_in(tmp_path / "a.perceptron")
    assert replayed(found.kept, tmp_path).digest == session.digest
    goes_on_alike(session, opened(tmp_path / "a.perceptron"))


@pytest.mark.long
@pytest.mark.parametrize("seed", range(20))
def test_so_it_is_however_much_he_did(seed, tmp_path):
    session = kept_by_a_random_user(seed, 60)
    save(session, tmp_path / "a.session.json")
    found = found_in(tmp_path / "a.session.json")
    assert replayed(found.kept, tmp_path).digest == session.digest
    goes_on_alike(session, opened(tmp_path / "a.session.json"))


def own_pictures():
    rng = np.random.default_rng(0)
    images = rng.integers(0, 256, (6, 20, 20)).astype(np.float32) / np.float32(255)
    taught = Stimuli(images, np.arange(6) % 2, ("no", "yes"), "pictures")
    unseen = Stimuli(rng.random((3, 20, 20)).astype(np.float32), np.array([0, 1, 1]), ("no", "yes"), "unseen")
    return OwnData(
        spec=DataSpec(path="/home/somebody/pictures", skip_bad=True),
        stimuli=taught,
        unseen=unseen,
        dark_ink=False,
        as_is=True,
        skipped=(BadFile("bad\udcff.png", "no picture"),),
        sha256=fingerprint(taught, unseen),
    )


def test_own_pictures_and_an_own_wiring_are_in_the_file_and_whose_folder_it_was_is_not(small, tmp_path):
    data, path = own_pictures(), tmp_path / "a.session.json"
    wiring = draw_wiring(small.mark1, np.random.default_rng(8))
    session = Session(EXPERIMENTS["data"](data=data, wiring=wiring, mark1=small.mark1, modern=small.modern))
    session.advance(9.0, budget_s=math.inf)
    save(session, path)
    assert b"somebody" not in path.read_bytes()
    again = opened(path)
    assert again.experiment.wiring == wiring
    assert again.experiment.stimuli.images.tobytes() == data.stimuli.images.tobytes()
    assert again.experiment.unseen.images.tobytes() == data.unseen.images.tobytes()
    assert again.experiment.data.skipped == (BadFile("bad?.png", "no picture"),)
    for one in (session, again):
        one.advance(40.0, budget_s=math.inf)
    assert again.digest == session.digest


def test_too_many_own_pictures_are_refused_before_they_are_unpacked_and_are_not_kept(small, tmp_path, monkeypatch):
    session, path = Session(EXPERIMENTS["data"](data=own_pictures(), mark1=small.mark1)), tmp_path / "a.session.json"
    save(session, path)
    monkeypatch.setattr("perceptron_sim.session_file.experiment_plain.MOST_OWN_LIGHT", 6 * 400 - 1)
    with pytest.raises(InputError, match="light must be of at most 2399 cells, got 2400"):
        opened(path)
    with pytest.raises(OutputError, match="of at most 2399 cells to be kept in a file, got 2400"):
        save(session, path)


@pytest.mark.parametrize(
    "experiment",
    [
        EXPERIMENTS["optimizer-race"](passes=3, optimizers=("adam",), rates=(0.01, 0.001)),
        EXPERIMENTS["race"](passes=3, rules=("alpha",), optimizers=("momentum",)),
    ],
    ids=lambda experiment: experiment.name,
)
def test_experiments_of_other_learners_are_kept_too(experiment, tmp_path):
    session = Session(experiment)
    while session.lesson < 65:
        session.step()
    save(session, tmp_path / "a.session.json")
    again = opened(tmp_path / "a.session.json")
    assert again.digest == session.digest
    assert again.scores().keys() == session.scores().keys()


def test_a_network_that_has_blown_up_is_kept_as_it_is(small, tmp_path):
    session = Session(replace(small, failures=None, seed=4))
    session.apply(ChangeNetwork(NetworkSpec(hidden=(4,), optimizer="gradient-descent", rate=1e38)))
    with np.errstate(all="ignore"):
        while session.lesson < 65:
            session.step()
        save(session, tmp_path / "a.session.json")
        again = opened(tmp_path / "a.session.json")
    assert not np.isfinite(again.modern.snapshot().receptive_fields).all()
    assert again.digest == session.digest


def test_keeping_takes_a_session_as_it_is_and_writes_it_later(small, tmp_path):
    session = Session(small)
    session.advance(3.0, budget_s=math.inf)
    capture, digest = captured(session), session.digest
    session.apply(hand.ClearValues())
    session.advance(3.0, budget_s=math.inf)
    write(capture, tmp_path / "a.session.json")
    assert opened(tmp_path / "a.session.json").digest == digest != session.digest


def test_a_file_is_small_enough_to_mail(tmp_path):
    """A learner's state is most of it; drawn signs take a hundred bytes or two each."""
    session, rng = Session(Letters(seed=1)), np.random.default_rng(0)
    for number in range(100):
        image = np.zeros((20, 20))
        image[rng.integers(20, size=60), rng.integers(20, size=60)] = 1
        session.apply(hand.Show(Sign.of(image), number % 26))
    while session.lesson < 65:
        session.step()
    assert len(content_of(captured(session))) < 700_000


def test_only_names_of_session_files_are_written(much_done, tmp_path):
    with pytest.raises(SettingError, match=r"^session must be a file name ending in \.session\.json or \.perceptron, "):
        save(much_done, tmp_path / "a.png")
    with pytest.raises(OutputError, match=r"^session must be a file in a folder that can be written to, got "):
        save(much_done, tmp_path / "none" / "a.session.json")
    assert list(tmp_path.iterdir()) == []


def changed(kept, **fields):
    """The file's content with *fields* of its body changed, signed anew."""
    body = documents.read(kept).body
    return documents.written({**body, **fields})


def test_a_digest_that_does_not_come_out_is_refused_but_on_another_computer(kept, tmp_path, monkeypatch):
    path = tmp_path / "a.session.json"
    path.write_bytes(changed(kept, digest="0" * 64))
    with pytest.raises(InputError, match=r"its checkpoint and its commands must lead to its digest 000000000000\.\.\."):
        opened(path)
    monkeypatch.setattr(documents, "this_computer", lambda: "another one")
    path.write_bytes(changed(kept, digest="0" * 64))
    assert found_in(path).elsewhere
    assert opened(path).lesson == 80  # there the last digit of a number may be another


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"at": {"lesson": 80, "time_s": 1e9, "events_now": 1, "commands": 6}}, "log must lead to instants that come"),
        ({"at": {"lesson": 60, "time_s": 1e9, "events_now": 1, "commands": 6}}, "at.lesson must come at most 10000"),
        (
            {"at": {"lesson": 80, "time_s": 1.0, "events_now": 0, "commands": 6}},
            "checkpoint must lie between",
        ),
        ({"at": {"lesson": 80, "time_s": 1e9, "events_now": 0, "commands": 99}}, "at.commands must be a whole number"),
        (
            {"checkpoint": None, "at": {"lesson": 20_000, "time_s": 1e9, "events_now": 0, "commands": 6}},
            "at.lesson must",
        ),
        ({"furthest": -1}, "furthest must be a whole number"),
        ({"log": []}, "at.commands must be a whole number from 0 to 0, got 6"),
        ({"begun": {"seed": 8, "commands": 2, "modern": {}}}, "begun must follow the command new-seed of the seed 8"),
        ({"begun": {"seed": 7, "commands": 12, "modern": {}}}, "begun.commands must be"),
        ({"more": 1}, "session must have no field but experiment, begun, log, at, furthest, digest, checkpoint, got"),
    ],
)
def test_a_file_whose_parts_do_not_go_together_is_refused(kept, tmp_path, fields, message):
    path = tmp_path / "a.session.json"
    path.write_bytes(changed(kept, **fields))
    with pytest.raises(InputError, match=re.escape(message)):
        opened(path)


def test_the_plain_form_is_exact(much_done):
    told = kept_as_plain(much_done.kept())
    assert kept_as_plain(kept_from_plain(told)) == told


def test_what_is_too_large_with_its_checkpoint_is_kept_without_it(much_done, tmp_path, monkeypatch):
    monkeypatch.setattr(documents, "MOST_BYTES", 30_000)
    save(much_done, tmp_path / "a.session.json")
    assert found_in(tmp_path / "a.session.json").kept.moment is None
    assert opened(tmp_path / "a.session.json").digest == much_done.digest
    monkeypatch.setattr(documents, "MOST_BYTES", 3000)
    with pytest.raises(OutputError, match=r"^session must be a file of at most 3000 bytes, .*: it is too large to be"):
        save(much_done, tmp_path / "b.session.json")


def test_a_stroke_through_hundreds_of_wires_takes_little_room(tmp_path):
    session = Session(Letters(seed=1))
    for _ in range(3):
        plugged = np.argwhere(session.mark1.machine.wiring.plugged)[:900]
        session.apply(hand.CutBundle(tuple((int(unit), int(row)) for row, unit in plugged)))
        session.apply(hand.MendAll())
    while session.lesson < 65:
        session.step()
    save(session, tmp_path / "a.session.json")
    assert (tmp_path / "a.session.json").stat().st_size < 550_000
    again = opened(tmp_path / "a.session.json")
    assert again.faults == session.faults
    assert len(again.faults) == 6 * 900


def test_a_course_that_is_over_is_kept_with_what_was_done_after_it(small, tmp_path):
    session, path = Session(replace(small, passes=1)), tmp_path / "a.session.json"
    while not session.finished:
        session.step()
    session.apply(hand.SwitchMotors(False))
    save(session, path)
    assert opened(path).finished
    assert replayed(found_in(path).kept, path).digest == opened(path).digest == session.digest
    for later in ({"time_s": session.time_s + 1}, {"lesson": 27}):
        path.write_bytes(changed(path, at={**documents.read(path).body["at"], **later}))
        with pytest.raises(InputError, match="log must lead to instants that come"):
            opened(path)
        with pytest.raises(InputError, match="log must lead to instants that come"):
            replayed(found_in(path).kept, path)
    session.apply(hand.Show(Sign(20, 20, bytes(400)), 2))
    while not session.finished:
        session.step()
    save(session, path)
    assert replayed(found_in(path).kept, path).digest == opened(path).digest == session.digest


def test_learners_that_would_fill_the_memory_together_are_refused(small, tmp_path):
    large = NetworkSpec(hidden=(2500, 2000))  # 6 million weights
    race = EXPERIMENTS["optimizer-race"](optimizers=("adam", "momentum"), rates=(0.1,))
    told = kept_as_plain(Session(race).kept())
    told["experiment"]["settings"]["modern"]["hidden"] = [2500, 2000]
    with pytest.raises(InputError, match=r"^experiment must have at most 10000000 weights in all its networks, got 12"):
        kept_from_plain(told)
    told = kept_as_plain(Session(race).kept())
    told["log"] = [logged_as_plain(LoggedCommand(0.0, 0, ChangeNetwork(large)))]
    with pytest.raises(InputError, match=r"^log\[0\]\.command\.spec must have at most 10000000 weights in all its "):
        kept_from_plain(told)
    told = kept_as_plain(Session(small).kept())
    told["experiment"]["settings"]["mark1"]["association"]["units"] = 300_000
    told["experiment"]["settings"]["mark1"]["plugboard"]["wires_per_s_unit"] = 8_000
    with pytest.raises(InputError, match=r"^experiment must have at most 2000000 wires in all its .*, got 3000000$"):
        kept_from_plain(told)


def test_files_that_people_have_stay_readable():
    """A file of version 1 with a command of every kind; whoever changes the form raises the version and reads both."""
    path = Path(__file__).with_name("goldens") / "version-1.session.json"
    told = documents.read(path).body["log"]
    kept = found_in(path).kept
    assert [logged_as_plain(logged) for logged in kept.log] == told
    assert {logged["command"]["kind"] for logged in told} == set(KINDS)
