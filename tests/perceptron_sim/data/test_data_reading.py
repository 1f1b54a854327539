"""What is read becomes two sets of stimuli: shares, unseen ones of one's own, classes, sizes; the same everywhere."""

import shutil

import numpy as np
import pytest
from PIL import Image

import perceptron_sim.data
from perceptron_sim.data import BadFile, BadFilesError, DataSpec, read_data
from perceptron_sim.errors import InputError, SettingError


def read(folder, rows=20, columns=20, **settings):
    return read_data(DataSpec(path=str(folder), **settings), rows, columns)


@pytest.fixture
def many(tmp_path, drawn):
    """Three classes of ten pictures."""
    for label in range(3):
        (tmp_path / "many" / f"class {label}").mkdir(parents=True)
        for number in range(10):
            box = (3, 8 + 3 * label, 3, 9 + number)
            Image.fromarray(drawn(box=box)).save(tmp_path / "many" / f"class {label}" / f"{number}.png")
    return tmp_path / "many"


def test_every_name_that_is_public_is_there():
    assert all(hasattr(perceptron_sim.data, name) for name in perceptron_sim.data.__all__)
    with pytest.raises(AttributeError, match="no attribute 'reed_data'"):
        _ = perceptron_sim.data.reed_data


def test_the_same_pictures_give_the_same_fingerprint_on_every_system(many):
    """Worked out once: another processor, numpy or Pillow must not change it."""
    assert read(many).sha256 == "5602aefa283532fb45f83ca7a52029ff575a8e3c58999c7e3f61f78c9cdc93f3"


def test_a_share_of_each_class_stays_unseen(many):
    data = read(many)
    assert (len(data.stimuli), len(data.unseen)) == (24, 6)
    assert np.bincount(data.unseen.labels).tolist() == [2, 2, 2]
    assert data.unseen.name == "kept back of many"
    assert read(many, unseen_share=0).unseen is None


def test_unseen_pictures_of_ones_own_take_the_place_of_the_share(many, tmp_path):
    shutil.copytree(many / "class 1", tmp_path / "others" / "class 1")
    data = read(many, unseen=str(tmp_path / "others"))
    assert (len(data.stimuli), len(data.unseen)) == (30, 10)
    assert set(data.unseen.labels.tolist()) == {1}
    assert data.unseen.class_names == data.stimuli.class_names
    assert data.unseen.name == "others"


def test_unseen_classes_that_nobody_is_taught_are_refused(many, tmp_path):
    shutil.copytree(many / "class 1", tmp_path / "others" / "clas 1")
    with pytest.raises(InputError, match="no class but those taught, got 'clas 1' in others; did you mean 'class 1'"):
        read(many, unseen=str(tmp_path / "others"))


def test_only_the_classes_asked_for_are_read_in_that_order(many):
    (many / "class 1" / "bad.png").write_bytes(b"never looked at")
    data = read(many, classes=("class 2", "class 0"))
    assert data.stimuli.class_names == ("class 2", "class 0")
    assert np.bincount(data.stimuli.labels).tolist() == [8, 8]
    with pytest.raises(SettingError, match=r"data.classes must be of those in many, got 'clas 1'; did you mean"):
        read(many, classes=("class 0", "clas 1"))


def test_no_more_are_taken_than_asked_for(many):
    data = read(many, most=4)
    assert np.bincount(data.stimuli.labels).tolist() == [2, 1, 1]
    assert len(data.unseen) == 4
    with pytest.raises(SettingError, match=r"data.most must be at least the number of classes, 3, got 2"):
        read(many, most=2)


def test_pictures_come_onto_a_retina_of_any_size(many):
    assert read(many, 7, 31).stimuli.images.shape[1:] == (7, 31)


def test_where_they_lie_and_their_size_stay_with_fit_whole(tmp_path, drawn):
    for name, column in (("left", 0), ("right", 20)):
        (tmp_path / "sides" / name).mkdir(parents=True)
        picture = drawn(size=(40, 40), box=(16, 24, column + 6, column + 14))
        Image.fromarray(picture).save(tmp_path / "sides" / name / "x.png")
    centred, whole = (read(tmp_path / "sides", fit=fit, unseen_share=0).stimuli.images for fit in ("centred", "whole"))
    assert np.array_equal(*centred)
    assert whole[0][:, :10].sum() == whole[1][:, 10:].sum() == 16
    assert not whole[0][:, 10:].any()


def test_a_picture_that_is_no_retina_cannot_be_taken_as_it_is(many):
    with pytest.raises(BadFilesError, match="must have 20 x 20 pixels where fit is as-is, got 30 x 40"):
        read(many, fit="as-is")
    data = read(many, 30, 40, fit="as-is", ink="dark")
    assert data.stimuli.images[0].sum() == 5 * 6


def test_a_picture_of_one_brightness_lights_nothing(many):
    Image.new("L", (9, 9), 77).save(many / "class 0" / "blank.png")
    assert not read(many, unseen_share=0).stimuli.images[10].any()


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"path": ""}, "data.path must name a folder or a file, got ''"),
        ({"path": 3}, "data.path must be a text, got 3"),
        ({"path": "x", "unseen_labels": "y"}, "data.unseen_labels must come with data.unseen"),
        ({"path": "x", "classes": ("a", "a")}, "data.classes must be different names"),
        ({"path": "x", "unseen_share": 0.95}, "data.unseen_share must be a finite number from 0.0 to 0.9, got 0.95"),
        ({"path": "x", "ink": "drak"}, "data.ink must be one of auto, dark, light, got 'drak'; did you mean 'dark'"),
        ({"path": "x", "most": 1}, "data.most must be a whole number from 2"),
        ({"path": "x", "full": float("nan")}, "data.full must be a finite number"),
    ],
)
def test_settings_out_of_range_are_refused(settings, sentence):
    with pytest.raises(SettingError, match=sentence):
        DataSpec(**settings)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("nowhere", "which is not there"),
        ("nul\0", "which is not there"),
        ("a" * 5000, "which is not there"),
        ("text.txt", "which is none"),
        ("archive.gz", "which is none"),
    ],
)
def test_what_is_no_place_of_pictures_is_refused(tmp_path, name, sentence):
    (tmp_path / "text.txt").write_text("no pictures")
    (tmp_path / "archive.gz").write_bytes(b"\x1f\x8b\x08\0\0\0\0\0\0\xff\x03\0\0\0\0\0\0\0\0\0")
    with pytest.raises(InputError, match=f"data must be a folder of pictures, a .csv.*{sentence}"):
        read(tmp_path / name)


def test_labels_are_for_idx_files_alone(many):
    with pytest.raises(SettingError, match=r"data.labels must be left out but for an IDX file"):
        read(many, labels="x")


def test_many_bad_files_are_named_in_one_sentence_and_all_kept():
    error = BadFilesError(tuple(BadFile(f"{number}.png", "must be a picture") for number in range(7)))
    assert str(error).endswith("4.png: must be a picture; and 2 more")
    assert len(error.bad) == 7
