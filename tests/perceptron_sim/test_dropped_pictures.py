"""What is dropped on the window: pictures come onto the retina, everything else ends in one sentence."""

import numpy as np
import pytest
from PIL import Image, ImageDraw

from perceptron_sim.camera_picture import on_retina
from perceptron_sim.data import DataSpec, read_data
from perceptron_sim.dropped_pictures import BUSY, MOST_TAKEN, MOST_TRIED, MOST_WAITING, DroppedPictures
from perceptron_sim.sign import Sign


def picture(path, *, figure=(10, 10, 30, 50), ink=0, paper=255):
    """A rectangle of *ink* on *paper*, in the file *path*."""
    path.parent.mkdir(parents=True, exist_ok=True)
    image = Image.new("L", (64, 64), paper)
    ImageDraw.Draw(image).rectangle(figure, fill=ink)
    image.save(path)
    return path


def dropped(path, rows=20, columns=20):
    """What comes of dropping *path*; at most one file is read each time."""
    pad = DroppedPictures(rows, columns)
    assert pad.drop(path) is None
    for _ in range(MOST_TRIED + 2):
        assert pad.reading
        found = pad.go_on()
        if found:
            assert not pad.reading
            return found
    raise AssertionError


def one_sentence(words):
    return words.endswith(".") and "\n" not in words and len(words) < 400 and not words.endswith("..")


@pytest.mark.parametrize(("ink", "paper"), [(0, 255), (255, 0), (60, 200)])
def test_a_picture_lies_on_the_retina_as_the_laboratory_would_bring_it_there(tmp_path, ink, paper):
    for name in ("A", "B"):
        picture(tmp_path / "set" / name / "one.png", ink=ink, paper=paper)
    ((sign, name),) = dropped(tmp_path / "set" / "A" / "one.png").signs
    assert name == "one"
    wanted = read_data(DataSpec(path=str(tmp_path / "set"), unseen_share=0.0)).stimuli.images[0]
    assert np.array_equal(sign.image, wanted)


def test_a_folder_gives_one_of_each_of_its_folders_before_the_second_of_any(tmp_path):
    for name in ("E", "F"):
        for number in range(2):
            picture(tmp_path / "mine" / name / f"{number}.png", figure=(4, 4 + 5 * number, 20, 40))
    (tmp_path / "mine" / "notes.txt").write_text("no picture")
    found = dropped(tmp_path / "mine")
    assert [name for _, name in found.signs] == ["E", "F", "E", "F"]
    assert found.sentence == "Taken from 'mine': 4 pictures among 5 files. They lie below the pad."


def garbage(kind, folder):
    path = folder / f"rubbish{kind}"
    match kind:
        case "":
            return path  # which is not there
        case "/":
            path.mkdir()
        case ".pkl":
            path.write_bytes(b"cos\nsystem\n(S'touch pwned'\ntR.")
        case ".gif" | ".jpg":
            path.write_bytes(b"GIF89a" + bytes(range(256)))
        case ".bmp":
            Image.new("L", (9, 9), 128).save(path)
        case ".png":
            whole = picture(folder / "whole.png").read_bytes()
            path.write_bytes(whole[: len(whole) // 2])
    return path


@pytest.mark.parametrize("kind", ["", "/", ".pkl", ".gif", ".jpg", ".bmp", ".png"])
def test_garbage_gives_no_sign_and_one_sentence(tmp_path, kind, monkeypatch):
    monkeypatch.chdir(tmp_path)
    found = dropped(garbage(kind, tmp_path))
    assert found.signs == ()
    assert one_sentence(found.sentence), found.sentence
    assert "rubbish" in found.sentence
    assert not (tmp_path / "pwned").exists()


def test_no_more_is_read_than_one_can_look_through(tmp_path):
    for number in range(MOST_TAKEN + 5):
        picture(tmp_path / "many" / f"{number:03}.png")
    found = dropped(tmp_path / "many", 5, 5)
    assert len(found.signs) == MOST_TAKEN
    pad = DroppedPictures(5, 5)
    assert [pad.drop(tmp_path) for _ in range(MOST_WAITING + 1)] == [None] * MOST_WAITING + [BUSY]


def test_a_long_and_odd_name_is_shown_short(tmp_path):
    found = dropped(tmp_path / ("x\n" * 90))
    assert one_sentence(found.sentence)


@pytest.mark.parametrize("lamp", [1.0, 0.4])
def test_a_camera_sees_a_sign_whatever_the_light_and_the_paper(lamp):
    scene = np.full((240, 320), 220.0)
    scene[60:180, 140:180] = 40
    seen = on_retina((lamp * scene).astype(np.uint8), 20, 20)
    assert set(np.flatnonzero(seen.max(axis=0) == 1)) == {8, 9, 10, 11}
    assert set(np.flatnonzero(seen.max(axis=1) == 1)) == set(range(5, 15))
    turned = on_retina((lamp * (255 - scene)).astype(np.uint8), 20, 20)
    assert np.array_equal(turned >= 0.5, seen >= 0.5)


@pytest.mark.parametrize("shape", [(1, 1), (3, 500), (240, 320)])
def test_a_camera_that_sees_nothing_gives_a_dark_sign(shape):
    assert Sign.of(on_retina(np.full(shape, 90, dtype=np.uint8), 20, 12)).dark
