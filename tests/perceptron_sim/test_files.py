"""Files are read with a limit and written whole: the old one or the new one, never a part."""

import os
import shutil
from pathlib import Path

import pytest

from perceptron_sim.errors import InputError, OutputError, SettingError
from perceptron_sim.files import (
    check_can_be_written,
    check_target,
    opened_whole,
    read_bytes,
    read_text,
    replaced,
    write_whole,
)


def test_what_was_written_is_read(tmp_path):
    write_whole("out", tmp_path / "a", "Öl".encode())
    assert read_text("in", tmp_path / "a", 3) == "Öl"
    assert [x.name for x in tmp_path.iterdir()] == ["a"]


@pytest.mark.parametrize(
    ("name", "content", "rule"),
    [
        ("missing", None, "in must be a file that can be read, got .*missing': No such file or directory"),
        (".", None, "in must be a file that can be read, got .*: Is a directory"),
        ("nul\0", None, "in must be a file that can be read, got .*: embedded null byte"),
        ("long", b"12345", "in must be a file of at most 4 bytes, got .*long', which has more"),
        ("latin", b"\xff", "in must be a file of text in UTF-8, got .*latin'"),
    ],
)
def test_what_cannot_be_read_is_refused_by_name_and_reason(tmp_path, name, content, rule):
    if content:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError, match=f"^{rule}$"):
        read_text("in", tmp_path / name, 4)


def test_a_file_without_an_end_is_refused():
    with pytest.raises(InputError, match="at most 1000 bytes"):
        read_bytes("in", Path("/dev/zero"), 1000)


@pytest.mark.parametrize("name", ["", "no/such", "folder", "file/below", "dangling", "/dev/null"])
def test_what_cannot_be_written_is_refused_before(tmp_path, name):
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("mine")
    (tmp_path / "dangling").symlink_to("nowhere/at-all")
    with pytest.raises(OutputError, match=r"^out must be a file in a folder that can be written to, got "):
        check_can_be_written("out", tmp_path / name if name else Path())
    assert (tmp_path / "file").read_text() == "mine"


def test_a_file_that_is_there_is_kept_unless_asked_for(tmp_path):
    (tmp_path / "a.json").write_text("mine")
    with pytest.raises(
        OutputError, match=r"^out must be a file that is not there yet \(or --overwrite .*, got .*a\.json'$"
    ):
        check_target("out", tmp_path / "a.json", (".json",), overwrite=False)
    check_target("out", tmp_path / "a.json", (".json",), overwrite=True)
    check_target("out", tmp_path / "b.JSON", (".json",), overwrite=False)
    with pytest.raises(SettingError, match=r"^out must be a file name ending in \.json, \.txt, got .*'$"):
        check_target("out", tmp_path / "notes", (".json", ".txt"), overwrite=True)
    assert [x.name for x in tmp_path.iterdir()] == ["a.json"]


def test_what_breaks_off_leaves_the_old_file(tmp_path):
    path = tmp_path / "a"
    path.write_text("old")

    def break_off():
        with opened_whole("out", path) as file:
            file.write(b"ne")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        break_off()
    assert path.read_text() == "old"
    assert [x.name for x in tmp_path.iterdir()] == ["a"]


def test_what_the_system_says_first_is_what_is_told(tmp_path):
    (tmp_path / "folder").mkdir()

    def take_the_folder_away():
        with replaced(tmp_path / "folder" / "a"):
            shutil.rmtree(tmp_path / "folder")

    with pytest.raises(FileNotFoundError, match=r"a\.part' -> '"):
        take_the_folder_away()


def test_a_link_keeps_leading_to_its_file(tmp_path):
    (tmp_path / "a").write_text("old")
    (tmp_path / "link").symlink_to("a")
    write_whole("out", tmp_path / "link", b"new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "a").read_text() == "new"


def test_a_system_that_refuses_is_told_of_in_one_sentence(tmp_path, monkeypatch):
    def refuse(_number):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(OutputError, match=r"^out must be a file that can be written, got .*: No space left on device$"):
        write_whole("out", tmp_path / "a", b"new")
    assert list(tmp_path.iterdir()) == []
