"""A folder of pictures: which files count, in what order, and what is named as bad."""

import os
import shutil
import unicodedata

import numpy as np
import pytest
from PIL import Image

from perceptron_sim.data import BadFilesError, DataSpec, read_data
from perceptron_sim.errors import InputError


def read(folder, **settings):
    return read_data(DataSpec(path=str(folder), **settings))


def bad_in(folder):
    with pytest.raises(BadFilesError) as refused:
        read(folder)
    return {one.name: one.reason for one in refused.value.bad}


def test_each_subfolder_is_a_class_and_carries_its_name(pictures):
    data = read(pictures, unseen_share=0)
    assert data.stimuli.class_names == ("high", "low")
    assert data.stimuli.labels.tolist() == [0, 0, 0, 1, 1, 1]
    assert data.stimuli.name == "pictures"
    assert data.unseen is None
    assert data.skipped == ()


def test_classes_are_in_order_by_number_where_all_are_numbers_else_by_code_points(pictures, tmp_path):
    for name in ("10", "9", "100"):
        shutil.copytree(pictures / "high", tmp_path / "numbers" / name)
    assert read(tmp_path / "numbers").stimuli.class_names == ("9", "10", "100")
    shutil.copytree(pictures / "high", tmp_path / "numbers" / "Z")
    assert read(tmp_path / "numbers").stimuli.class_names == ("10", "100", "9", "Z")


def test_files_of_a_class_come_by_name_in_whatever_order_they_were_made(pictures, tmp_path):
    again = tmp_path / "again" / "pictures"
    for name in ("low", "high"):
        (again / name).mkdir(parents=True)
        for number in (2, 0, 1):
            shutil.copy(pictures / name / f"{number}.png", again / name)
    assert read(again).sha256 == read(pictures).sha256


def test_hidden_files_and_what_systems_leave_behind_are_passed_over(pictures):
    before = read(pictures).sha256
    (pictures / "high" / ".DS_Store").write_bytes(b"x")
    (pictures / "high" / "Thumbs.db").write_bytes(b"x")
    (pictures / ".hidden").mkdir()
    (pictures / "__MACOSX").mkdir()
    (pictures / "README.txt").write_text("what these are")
    assert read(pictures).sha256 == before


def test_suffixes_count_in_any_case(pictures):
    before = read(pictures).sha256
    (pictures / "high" / "0.png").rename(pictures / "high" / "0.PnG")
    assert read(pictures).sha256 == before


def test_names_in_any_script_are_composed_and_kept(pictures):
    (pictures / "high").rename(pictures / unicodedata.normalize("NFD", "Äpfel"))
    (pictures / "low").rename(pictures / "круг")
    assert read(pictures).stimuli.class_names == ("Äpfel", "круг")


def test_one_class_may_not_have_two_folders(pictures):
    (pictures / "high").rename(pictures / unicodedata.normalize("NFD", "é"))
    (pictures / "low").rename(pictures / unicodedata.normalize("NFC", "é"))
    assert any("only folder of its class" in reason for reason in bad_in(pictures).values())


def test_what_is_no_picture_is_named_with_the_reason(pictures):
    (pictures / "high" / "notes.txt").write_text("x")
    (pictures / "high" / "more").mkdir()
    (pictures / "empty").mkdir()
    (pictures / "low" / "broken.png").write_bytes(b"no picture")
    (pictures / "low" / "nothing.gif").write_bytes(b"")
    shutil.copy(pictures / "low" / "0.png", pictures / "stray.png")
    bad = bad_in(pictures)
    assert list(bad) == [
        "'empty'",
        "'high/more'",
        "'high/notes.txt'",
        "'low/broken.png'",
        "'low/nothing.gif'",
        "'stray.png'",
    ]
    assert bad["'high/notes.txt'"] == "must end in .png, .jpg, .jpeg, .bmp, .gif"
    assert bad["'high/more'"] == "must be a picture, got a folder within that of a class"
    assert bad["'empty'"] == "must hold at least one picture, got none"
    assert bad["'stray.png'"] == "must lie in the subfolder of its class"
    assert bad["'low/broken.png'"] == "must be a PNG, JPEG, BMP or GIF picture, got something else"


def test_what_is_bad_is_left_out_and_counted_where_that_is_asked_for(pictures):
    sound = read(pictures).sha256
    (pictures / "empty").mkdir()
    (pictures / "low" / "broken.png").write_bytes(b"no picture")
    data = read(pictures, skip_bad=True)
    assert data.sha256 == sound
    assert [one.name for one in data.skipped] == ["'empty'", "'low/broken.png'"]


def test_a_class_all_of_whose_pictures_are_bad_is_left_out_with_its_unseen_ones(pictures, tmp_path):
    shutil.copytree(pictures / "low", pictures / "third")
    shutil.copytree(pictures, tmp_path / "unseen")
    for number in range(3):
        (pictures / "high" / f"{number}.png").write_bytes(b"no picture")
    data = read(pictures, skip_bad=True, unseen=str(tmp_path / "unseen"))
    assert data.stimuli.class_names == data.unseen.class_names == ("low", "third")
    assert len(data.unseen) == 6
    assert len(data.skipped) == 6


def test_fewer_than_two_classes_are_refused(pictures):
    shutil.rmtree(pictures / "low")
    with pytest.raises(InputError, match="at least two classes in pictures, got 'high'"):
        read(pictures)


def test_a_folder_without_pictures_is_refused(tmp_path):
    with pytest.raises(InputError, match=r"subfolder of pictures for each class.*which has none"):
        read(tmp_path)


def test_a_device_or_pipe_is_no_picture_and_is_not_opened(pictures):
    os.mkfifo(pictures / "high" / "pipe.png")
    assert bad_in(pictures) == {"'high/pipe.png'": "must be a file, got something else"}


def test_names_that_cannot_be_shown_are_named_in_letters_that_can(pictures):
    os.mkdir(os.fsencode(pictures) + b"/\xff")
    (pictures / "tab\there").mkdir()
    assert list(bad_in(pictures)) == ["'\\udcff'", "'tab\\there'"]


def test_a_picture_file_removed_meanwhile_is_bad(pictures):
    (pictures / "high" / "gone.png").symlink_to(pictures / "nowhere")
    assert bad_in(pictures) == {"'high/gone.png'": "must be a file, got something else"}


def test_pictures_may_be_of_any_size_and_shape(pictures):
    rng = np.random.default_rng(1)
    for number, size in enumerate(((1, 1), (1, 300), (300, 1), (3, 3), (1500, 7))):
        values = rng.integers(0, 256, size, dtype=np.uint8)
        Image.fromarray(values).save(pictures / "high" / f"odd-{number}.png")
    assert read(pictures, unseen_share=0).stimuli.images.shape == (11, 20, 20)
