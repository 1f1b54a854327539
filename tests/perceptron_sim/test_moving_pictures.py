"""Films: every picture is there for its time, whatever has changed; what cannot be made is refused before."""

import importlib.util
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image, ImageSequence

from perceptron_sim.errors import OutputError, SettingError
from perceptron_sim.moving_pictures import film_at, frames_per_s
from perceptron_sim.moving_pictures.film import check_video

SIZE = WIDTH, HEIGHT = (64, 48)


def pictures(rng, count):
    """(count, rows, columns, 3): a ground, and on it a patch that wanders; each third one is like the one before."""
    ground = rng.integers(0, 256, (HEIGHT // 8, WIDTH // 8, 3), dtype=np.uint8).repeat(8, 0).repeat(8, 1)
    taken = []
    for number in range(count):
        picture, place = ground.copy(), 3 * (number - number % 3 // 2)
        picture[10:20, place : place + 8] = (255, 0, 10 * place)
        taken.append(picture)
    return np.stack(taken)


def filmed(path, taken):
    with film_at("film", path, SIZE) as film:
        for picture in taken:
            film.add(picture.tobytes())


def test_a_gif_shows_every_picture_for_its_time(tmp_path, rng):
    taken = pictures(rng, 9)
    filmed(tmp_path / "a.gif", taken)
    shown = []
    with Image.open(tmp_path / "a.gif") as gif:
        assert (gif.size, gif.info["loop"]) == (SIZE, 0)
        for frame in ImageSequence.Iterator(gif):
            shown += [np.asarray(frame.convert("RGB"))] * (frame.info["duration"] // 100)
    assert len(shown) == len(taken) == 9
    assert np.abs(np.stack(shown).astype(int) - taken).max() <= 16  # of what 256 colours can do
    assert frames_per_s(".gif") == 10


def test_a_gif_of_one_picture_is_one(tmp_path, rng):
    filmed(tmp_path / "a.gif", pictures(rng, 1))
    with Image.open(tmp_path / "a.gif") as gif:
        assert gif.n_frames == 1


def test_a_gif_keeps_only_what_has_changed(tmp_path, rng):
    noise = rng.integers(0, 256, (HEIGHT, WIDTH, 3), dtype=np.uint8)
    filmed(tmp_path / "one.gif", [noise])
    filmed(tmp_path / "many.gif", [noise] * 50)
    assert (tmp_path / "many.gif").stat().st_size == (tmp_path / "one.gif").stat().st_size


def test_a_video_has_every_picture_in_order(tmp_path, rng):
    taken = pictures(rng, 9)
    filmed(tmp_path / "a.mp4", taken)
    with av.open(str(tmp_path / "a.mp4")) as video:
        shown = [frame.to_ndarray(format="rgb24") for frame in video.decode(video=0)]
        assert video.streams.video[0].average_rate == frames_per_s(".mp4") == 30
    assert len(shown) == 9
    assert np.abs(np.stack(shown).astype(int) - taken).mean() < 12  # colours are kept for every second pixel


@pytest.mark.parametrize("suffix", [".gif", ".mp4"])
def test_what_breaks_off_leaves_no_film(tmp_path, rng, suffix):
    def break_off():
        with film_at("film", tmp_path / f"a{suffix}", SIZE) as film:
            film.add(pictures(rng, 1)[0].tobytes())
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        break_off()
    assert list(tmp_path.iterdir()) == []


def test_a_film_that_cannot_be_written_is_refused():
    with pytest.raises(OutputError, match=r"^gif must be a file in a folder that can be written to, got "):
        film_at("gif", Path("/no/such/folder/a.gif"), SIZE).__enter__()


def test_a_video_needs_its_extra_and_even_sides(monkeypatch):
    check_video((64, 48))
    with pytest.raises(SettingError, match=r"^size must be even for a video, got 64x47$"):
        check_video((64, 47))
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    with pytest.raises(SettingError, match=r"^video must be left out where the extra `video` is not installed \(pip"):
        check_video((64, 48))
