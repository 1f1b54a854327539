"""The Mark I put into a file goes on as if nothing had been; a file that is not one is refused in one sentence."""

import hashlib
import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hardware import DeadCell, FailureSpec, NoiseSpec, ScheduledFault
from perceptron_sim import Letters
from perceptron_sim.errors import InputError, OutputError
from perceptron_sim.lessons import Lessons

NOISY = replace(Letters().mark1, noise=NoiseSpec(wiper_v=0.1, amplifier_v=0.1))
BROKEN = {
    "faults": (ScheduledFault(fault=DeadCell(210), at_s=10.0, until_s=70.0),),
    "failures": FailureSpec(motor_life_h=5.0, repair_h=0.002),
}


def taught(experiment, exposures):
    lessons = Lessons.of(experiment)
    lessons.give(exposures)
    return lessons


@pytest.fixture(scope="module")
def content():
    """What 30 lessons leave in a file."""
    return taught(Letters(seed=4), 30).to_bytes()


@pytest.mark.parametrize("settings", [{}, {"mark1": NOISY}, BROKEN], ids=["plain", "noise", "faults and failures"])
@pytest.mark.parametrize("first", [0, 1, 60])
def test_lessons_go_on_from_a_file_to_the_same_bytes(settings, first):
    experiment = Letters(seed=2, **settings)
    undisturbed, begun = taught(experiment, 90), taught(experiment, first)
    restored = Lessons.from_bytes(begun.to_bytes())
    assert restored.account == begun.account
    restored.give(90 - first)
    assert restored.account == undisturbed.account
    assert restored.to_bytes() == undisturbed.to_bytes()


def test_the_account_counts_exposures_errors_and_seconds():
    account = taught(Letters(seed=4), 26).account
    assert (account.seed, account.exposures) == (4, 26)
    assert account.time_s == pytest.approx(26 * 1.0 + 0.1 * account.wrong)
    assert 20 <= account.wrong <= 26
    assert str(account.wrong) in account.as_text()
    assert account.digest in account.as_text()


def test_another_seed_or_one_more_lesson_gives_another_digest():
    digests = {taught(Letters(seed=seed), exposures).account.digest for seed in (4, 5) for exposures in (0, 1, 2)}
    assert len(digests) == 5  # before the first lesson there is nothing to tell them by


def test_what_breaks_is_in_the_digest():
    fault = ScheduledFault(fault=DeadCell(0), at_s=1.0)  # a corner that no letter reaches
    plain, broken = taught(Letters(seed=4), 5).account, taught(Letters(seed=4, faults=(fault,)), 5).account
    assert plain.digest != broken.digest
    assert (plain.time_s, plain.wrong) == (broken.time_s, broken.wrong)


def changed(content, **fields):
    return json.dumps({**json.loads(content), **fields}).encode()


@pytest.mark.parametrize(
    ("harm", "rule"),
    [
        (lambda x: x[:-100], "must be a whole JSON document, got damaged text"),
        (lambda _: b"\x93NUMPY", "must be a whole JSON document, got damaged text"),
        (lambda _: b"[" * 100_000, "must be a whole JSON document, got damaged text"),
        (lambda _: b"[]", "must be of format 'perceptron-sim checkpoint', got something else"),
        (lambda x: changed(x, version=2), "must be of version 1, got a newer one, 2"),
        (lambda x: changed(x, version="1"), "must be of version 1, got '1'"),
        (lambda x: changed(x, wrong=0), "must have the sha256 that it states, got a damaged one"),
        (lambda x: changed(x, machine=None), "must have the sha256 that it states, got a damaged one"),
        (lambda x: changed(x, more=1), "must have the sha256 that it states, got a damaged one"),
    ],
)
def test_a_damaged_or_newer_file_is_refused_in_one_sentence(content, tmp_path, harm, rule):
    path = tmp_path / "machine.json"
    path.write_bytes(harm(content))
    with pytest.raises(InputError, match=rf"^'.*machine\.json': checkpoint {rule}$"):
        Lessons.from_file(path)


def resealed(content, **fields):
    """*content* with other *fields* under a fingerprint that fits: not damaged, but made so."""
    held = {
        name: value for name, value in json.loads(content).items() if name in ("wrong", "digest", "machine")
    } | fields
    packed = json.dumps(held, separators=(",", ":")).encode()
    return changed(content, sha256=hashlib.sha256(packed).hexdigest(), **fields)


@pytest.mark.parametrize(
    "fields",
    [
        {"wrong": -1},
        {"wrong": True},
        {"wrong": "1"},
        {"digest": ""},
        {"digest": 3},
        {"machine": None},
        {"machine": {}},
        {"machine": {"format": "Mark I checkpoint", "version": 1, "sha256": "", "body": {}}},
    ],
)
def test_a_file_that_was_made_to_mislead_is_refused(content, fields):
    assert Lessons.from_bytes(resealed(content)).account.exposures == 30
    with pytest.raises(InputError, match=r"^checkpoint must "):
        Lessons.from_bytes(resealed(content, **fields))


@given(place=st.floats(0, 1, exclude_max=True), byte=st.integers(0, 255))
@settings(max_examples=40)
def test_whatever_byte_is_harmed_the_file_is_refused(content, place, byte):
    harmed = bytearray(content)
    harmed[int(place * (len(content) - 1))] = byte
    if harmed != content:
        with pytest.raises(InputError, match=r"^checkpoint must "):
            Lessons.from_bytes(bytes(harmed))


def test_it_is_written_whole_or_not_at_all(tmp_path):
    lessons = taught(Letters(seed=4), 1)
    lessons.write(tmp_path / "machine.json")
    assert Lessons.from_file(tmp_path / "machine.json").account == lessons.account
    with pytest.raises(OutputError, match="checkpoint must be a file in a folder that can be written to"):
        lessons.write(tmp_path / "no" / "machine.json")
