"""A folder is held by one, and whoever holds it notices when it is gone."""

import errno
import fcntl
import os
import shutil

import pytest

from perceptron_sim.errors import OutputError
from perceptron_sim.held_folder import HeldFolder


def test_a_folder_is_made_and_nothing_is_left_in_it(tmp_path):
    HeldFolder(tmp_path / "deep/er").release()
    assert list((tmp_path / "deep/er").iterdir()) == []


def test_it_is_held_until_it_is_released(tmp_path):
    first = HeldFolder(tmp_path)
    with pytest.raises(
        OutputError, match=r"^out must be a folder that no other process is writing into, got '.*', which"
    ):
        HeldFolder(tmp_path)
    first.release()
    first.release()
    HeldFolder(tmp_path).release()


def test_one_by_another_name_is_the_same(tmp_path):
    (tmp_path / "folder").mkdir()
    (tmp_path / "link").symlink_to("folder")
    first = HeldFolder(tmp_path / "folder")
    with pytest.raises(OutputError, match="another run holds"):
        HeldFolder(tmp_path / "link")
    first.release()


def test_where_there_are_no_locks_nobody_is_kept_out(tmp_path, monkeypatch):
    def refuse(_descriptor, _operation):
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr(fcntl, "flock", refuse)
    for folder in (HeldFolder(tmp_path), HeldFolder(tmp_path)):
        folder.check()
        folder.release()


def test_a_folder_that_is_gone_or_another_one_is_noticed(tmp_path):
    folder = HeldFolder(tmp_path / "run")
    folder.check()
    (tmp_path / "run").rename(tmp_path / "moved")
    with pytest.raises(FileNotFoundError):
        folder.check()
    (tmp_path / "run").mkdir()
    with pytest.raises(
        OutputError, match=r"^out must stay the same folder during the run, got '.*', where another one"
    ):
        folder.check()
    shutil.rmtree(tmp_path / "run")
    (tmp_path / "moved").rename(tmp_path / "run")
    folder.check()
    folder.release()
