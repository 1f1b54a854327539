"""What an exhibit writes: work under codes and within its bounds, a tally that survives damage, a log with an end."""

import itertools
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perceptron_sim.errors import OutputError
from perceptron_sim.exhibit.config import FilesSpec, KeepSpec
from perceptron_sim.exhibit.keeping import BYTES_PER_MB, Keeping
from perceptron_sim.exhibit.log import closed, opened_log
from perceptron_sim.exhibit.tally import Tally, read_tally, write_tally

SUFFIX = ".work"


def keeping(folder, sizes, *, most_files=3, most_mb=1.0, dice=None):
    """Keeps files of these *sizes*, one after the other, each younger than the one before."""
    sizes, ages, numbers = iter(sizes), itertools.count(1), itertools.count()

    def save(path):
        path.write_bytes(b"x" * next(sizes))
        os.utime(path, ns=(next(ages), 0))
        os.utime(path, ns=(0, next(ages)))

    spec = KeepSpec(folder=str(folder), most_files=most_files, most_mb=most_mb)
    draw = dice or (lambda count: next(numbers).to_bytes(count, "little"))
    return Keeping(spec, SUFFIX, save, draw)


@given(st.lists(st.integers(1, BYTES_PER_MB), min_size=1, max_size=8), st.integers(1, 4))
def test_the_youngest_work_stays_within_bounds(tmp_path_factory, sizes, most_files):
    folder = tmp_path_factory.mktemp("kept")
    (folder / "notes.txt").write_text("of the staff's own", encoding="utf-8")
    one = keeping(folder, sizes, most_files=most_files)
    codes = [one.keep() for _ in sizes]
    kept = [path.stem for path in one.kept()]
    assert kept == codes[len(codes) - len(kept) :]
    assert 1 <= len(kept) <= most_files
    total = sum(path.stat().st_size for path in one.kept())
    assert total <= BYTES_PER_MB
    gone = codes[: len(codes) - len(kept)]  # no more of them than had to
    if gone and len(kept) < most_files:
        assert total + sizes[len(gone) - 1] > BYTES_PER_MB
    assert (folder / "notes.txt").exists()


def test_a_code_is_short_and_a_new_one(tmp_path):
    draws = iter([bytes(6), bytes(6), bytes([1] * 6)])
    one = keeping(tmp_path, [1, 1], dice=lambda _: next(draws))
    assert [one.keep(), one.keep()] == ["CCC-CCC", "DDD-DDD"]
    with pytest.raises(OutputError, match="a code must be a new one, got CCC-CCC again"):
        keeping(tmp_path, [1], dice=bytes).keep()


def test_work_too_large_is_refused_and_nothing_else_is_lost(tmp_path):
    one = keeping(tmp_path, [10, BYTES_PER_MB + 1])
    one.keep()
    with pytest.raises(OutputError, match="work must have at most 1000000 bytes"):
        one.keep()
    assert len(one.kept()) == 1


def test_what_was_being_written_when_the_power_went_is_removed(tmp_path):
    part = tmp_path / "KMX-497.work.part"
    part.touch()
    (tmp_path / "mine.work.part").touch()
    keeping(tmp_path, [1]).keep()
    assert not part.exists()
    assert (tmp_path / "mine.work.part").exists()


def test_a_folder_that_has_gone_is_told_in_a_sentence(tmp_path):
    with pytest.raises(OutputError, match=r"keep\.folder must be a folder that can be written to"):
        keeping(tmp_path / "gone", [1]).keep()


TALLY = Tally(visits=3, kept=1, failures=2, last_at="2026-11-23T10:00:00+00:00", last_s=61.5, last_code="KMX-497")


def test_a_tally_is_read_as_it_was_written(tmp_path):
    path = tmp_path / "state.json"
    assert read_tally(path) == (Tally(), "")
    write_tally(path, TALLY)
    assert read_tally(path) == (TALLY, "")


@given(st.one_of(st.binary(max_size=200), st.integers(0, 180), st.tuples(st.integers(0, 180), st.integers(1, 255))))
def test_a_damaged_tally_begins_anew_with_a_sentence(tmp_path_factory, damage):
    path = tmp_path_factory.mktemp("state") / "state.json"
    write_tally(path, TALLY)
    whole = bytearray(path.read_bytes())
    if isinstance(damage, int):
        whole = whole[: min(damage, len(whole) - 2)]
    elif isinstance(damage, tuple):
        whole[damage[0] % len(whole)] ^= damage[1]
    else:
        whole = damage
    path.write_bytes(whole)
    tally, sentence = read_tally(path)
    assert isinstance(tally, Tally)
    assert "\n" not in sentence
    if sentence:
        assert tally == Tally()


def test_the_log_never_grows_beyond_twice_its_bound(tmp_path):
    spec = FilesSpec(log=str(tmp_path / "exhibit.log"), log_mb=0.01)
    log = opened_log(spec)
    for number in range(300):
        log.info("visit %d %s", number, "x" * 100)
    closed(log)
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) <= 20_000
    assert {path.name for path in tmp_path.iterdir()} == {"exhibit.log", "exhibit.log.1"}
    assert "visit 299 " in (tmp_path / "exhibit.log").read_text(encoding="utf-8")
