"""Screenshots and session files are kept beside the frames; no name is taken twice, and news say what became of it."""

import threading
from pathlib import Path

import numpy as np
import pygame
import pytest

from perceptron_sim.frontend import keeping
from perceptron_sim.frontend.keeping import BUSY, MOST_WAITING, Keeper, pictures_folder, written_anew
from perceptron_sim.session_file import opened


@pytest.fixture
def keeper(tmp_path):
    keeper = Keeper(tmp_path)
    yield keeper
    keeper.close()


def painted():
    surface = pygame.Surface((32, 70))
    surface.fill((10, 200, 30), (4, 4, 9, 9))
    return surface


def test_a_screenshot_is_what_was_shown_then(keeper, tmp_path):
    surface = painted()
    wanted = pygame.surfarray.array3d(surface)
    keeper.screenshot(surface)
    surface.fill("white")
    keeper.close()
    [path] = tmp_path.iterdir()
    assert keeper.news() == [f"The picture is in {path}."]
    assert keeper.news() == []
    assert path.suffix == ".png"
    assert np.array_equal(pygame.surfarray.array3d(pygame.image.load(path)), wanted)


def test_no_screenshot_takes_the_place_of_another(keeper, tmp_path, monkeypatch):
    monkeypatch.setattr(keeping, "stem_of_now", lambda: "same")
    for _ in range(3):
        keeper.screenshot(painted())
    keeper.close()
    assert sorted(x.name for x in tmp_path.iterdir()) == ["same-2.png", "same-3.png", "same.png"]


def test_where_the_disk_knows_no_links_a_file_is_renamed_and_none_replaced(tmp_path, monkeypatch):
    def refuse(*_names):
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr(keeping.os, "link", refuse)
    names = [written_anew(tmp_path, "a", ".png", content).name for content in (b"one", b"other")]
    assert names == ["a.png", "a-2.png"]
    assert [(tmp_path / name).read_bytes() for name in names] == [b"one", b"other"]
    assert len(list(tmp_path.iterdir())) == 2


def test_a_session_is_kept_as_it_was_then(keeper, tmp_path, taught):
    digest = taught.digest
    keeper.save_session(taught, tmp_path / "mine.session.json")
    keeper.save_session(taught)
    taught.advance(5.0, budget_s=1e9)
    keeper.close()
    paths = sorted(tmp_path.iterdir())
    assert len(paths) == 2
    assert {opened(path).digest for path in paths} == {digest} != {taught.digest}
    assert sorted(keeper.news()) == sorted(f"The session is in {path}." for path in paths)


def test_what_cannot_be_kept_is_told_in_a_sentence(tmp_path, taught):
    keeper = Keeper(tmp_path / "gone")
    keeper.screenshot(painted())
    keeper.save_session(taught, tmp_path / "a.txt")
    keeper.close()
    refused, misnamed = keeper.news()
    assert refused.startswith("folder must be one that can be written to, got ")
    assert misnamed.startswith("session must be a file name ending in .session.json or .perceptron, got ")


def test_more_than_can_be_written_is_refused_and_not_waited_for(keeper, tmp_path, monkeypatch):
    go_on = threading.Event()
    encode, first = keeping.png_of, threading.Event()

    def slowly(surface):
        first.set()
        go_on.wait()
        return encode(surface)

    monkeypatch.setattr(keeping, "png_of", slowly)
    keeper.screenshot(painted())
    first.wait()
    for _ in range(MOST_WAITING + 2):
        keeper.screenshot(painted())
    assert keeper.news() == [BUSY, BUSY]
    go_on.set()
    keeper.close()
    assert len(list(tmp_path.iterdir())) == MOST_WAITING + 1


def test_pictures_go_where_the_desktop_keeps_them(tmp_path, monkeypatch):
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    monkeypatch.delenv("XDG_PICTURES_DIR", raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    assert pictures_folder() == tmp_path
    (tmp_path / "Pictures").mkdir()
    assert pictures_folder() == tmp_path / "Pictures"
    (tmp_path / "Bilder").mkdir()
    (tmp_path / "user-dirs.dirs").write_text('# folders\nXDG_PICTURES_DIR="$HOME/Bilder"\n')
    assert pictures_folder() == tmp_path / "Bilder"


def test_whatever_goes_wrong_in_keeping_is_told_and_the_next_thing_is_kept(keeper, tmp_path, monkeypatch):
    encode = keeping.png_of
    monkeypatch.setattr(keeping, "png_of", lambda surface: 1 // 0)
    keeper.screenshot(painted())
    keeper.close()
    assert keeper.news() == ["It could not be kept: integer division or modulo by zero."]
    monkeypatch.setattr(keeping, "png_of", encode)
    keeper.screenshot(painted())
    keeper.close()
    assert len(list(tmp_path.iterdir())) == 1
