"""IDX files: pairs by name, plain or gzipped, transposed where EMNIST's are; sizes held against what is there."""

import numpy as np
import pytest
from numpy.testing import assert_array_equal
from own_files import gzip_of, handwriting, idx_bytes, write_idx

from perceptron_sim.data import DataSpec, read_data
from perceptron_sim.errors import InputError, SettingError

IMAGES = (255 * np.stack([np.tri(20), np.tri(20)[::-1], np.eye(20)])).astype(np.uint8)
LABELS = [7, 2, 7]


def read(path, **settings):
    return read_data(DataSpec(path=str(path), **{"unseen_share": 0, **settings}))


@pytest.mark.parametrize("gzipped", [False, True])
def test_pictures_and_labels_are_paired_by_their_names(tmp_path, gzipped):
    data = read(write_idx(tmp_path, IMAGES, LABELS, gzipped=gzipped))
    assert data.stimuli.class_names == ("2", "7")
    assert data.stimuli.labels.tolist() == [1, 0, 1]
    assert_array_equal(data.stimuli.images, IMAGES // 255)
    assert data.as_is


def test_a_folder_of_them_holds_what_is_taught_and_what_is_unseen(tmp_path):
    write_idx(tmp_path, IMAGES, LABELS)
    write_idx(tmp_path, IMAGES[:2], LABELS[:2], kind="t10k", gzipped=True)
    data = read(tmp_path)
    assert (len(data.stimuli), len(data.unseen)) == (3, 2)
    assert data.unseen.name == "t10k-images-idx3-ubyte.gz"


def test_of_a_plain_and_a_gzipped_file_of_one_name_the_plain_one_is_read(tmp_path):
    write_idx(tmp_path, IMAGES, LABELS)
    write_idx(tmp_path, IMAGES[:2], LABELS[:2], gzipped=True)
    assert len(read(tmp_path).stimuli) == 3


def test_a_folder_of_several_sets_must_be_told_apart(tmp_path):
    write_idx(tmp_path, IMAGES, LABELS, prefix="emnist-digits-")
    write_idx(tmp_path, IMAGES, LABELS, prefix="emnist-letters-")
    with pytest.raises(InputError, match=r"must name one of the IDX files.*emnist-digits-train.*emnist-letters-train"):
        read(tmp_path)


def test_labels_of_another_name_can_be_said(tmp_path):
    pictures = write_idx(tmp_path, IMAGES, LABELS).rename(tmp_path / "mine.idx")
    with pytest.raises(SettingError, match=r"with images in its name, or data.labels be given, got"):
        read(pictures)
    assert len(read(pictures, labels=str(tmp_path / "train-labels-idx1-ubyte")).stimuli) == 3


def test_pictures_without_labels_are_refused(tmp_path):
    pictures = write_idx(tmp_path, IMAGES, LABELS)
    (tmp_path / "train-labels-idx1-ubyte").unlink()
    with pytest.raises(InputError, match=r"data.labels must be given where no train-labels-idx1-ubyte lies beside"):
        read(pictures)


@pytest.mark.parametrize(("transposed", "turned"), [("auto", True), ("yes", True), ("no", False)])
def test_emnists_pictures_are_stored_column_by_column(tmp_path, transposed, turned):
    data = read(write_idx(tmp_path, IMAGES, LABELS, prefix="emnist-digits-"), transposed=transposed)
    assert_array_equal(data.stimuli.images[0], (IMAGES[0].T if turned else IMAGES[0]) // 255)


def test_others_are_not(tmp_path):
    path = write_idx(tmp_path, IMAGES, LABELS)
    assert_array_equal(read(path).stimuli.images[0], IMAGES[0] // 255)
    assert_array_equal(read(path, transposed="yes").stimuli.images[0], IMAGES[0].T // 255)


def test_emnists_mapping_says_what_its_labels_mean(tmp_path):
    path = write_idx(tmp_path, IMAGES, [1, 2, 1], prefix="emnist-letters-", gzipped=True)
    mapping = tmp_path / "emnist-letters-mapping.txt"
    mapping.write_text("1 65 97\n2 66 98\n3 67 99\n")
    assert read(path).stimuli.class_names == ("Aa", "Bb")
    for wrong in ("1 65\n2 65\n", "1 x\n", "1 -5\n", "1\n", "1 9\n", "1 99999999999\n"):
        mapping.write_text(wrong)
        with pytest.raises(InputError, match="data must have a"):
            read(path)


def test_pictures_of_28_cells_are_centred_and_scaled(tmp_path):
    data = read(write_idx(tmp_path, *handwriting(IMAGES / 255, LABELS)))
    assert data.stimuli.images.shape == (3, 20, 20)
    assert not data.as_is
    assert not data.dark_ink
    assert not data.stimuli.images[:, [0, -1]].any()


def test_black_on_white_is_told_by_the_borders(tmp_path):
    images, labels = handwriting(IMAGES / 255, LABELS)
    light = read(write_idx(tmp_path, images, labels))
    dark = read(write_idx(tmp_path, 255 - images, labels))
    assert dark.dark_ink
    assert dark.sha256 == light.sha256
    assert read(write_idx(tmp_path, 255 - images, labels), ink="light").sha256 != light.sha256


def test_a_file_that_is_cut_off_says_so(tmp_path):
    path = write_idx(tmp_path, IMAGES, LABELS)
    whole = path.read_bytes()
    path.write_bytes(whole[:100])
    sizes = " x ".join(map(str, IMAGES.shape))
    with pytest.raises(InputError, match=rf" of 100 bytes, announcing {len(whole)} \({sizes}\), which is cut off$"):
        read(path)


@pytest.mark.parametrize("gzipped", [False, True])
@pytest.mark.parametrize("announced", [(2, 20, 20), (4, 20, 20), (10**9, 28, 28), (2**32 - 1, 2**32 - 1, 2**32 - 1)])
def test_files_that_hold_more_or_less_than_they_announce_are_refused(tmp_path, gzipped, announced):
    path = write_idx(tmp_path, IMAGES, LABELS, gzipped=gzipped)
    labels = tmp_path / f"train-labels-idx1-ubyte{'.gz' if gzipped else ''}"
    packed = gzip_of if gzipped else bytes
    path.write_bytes(packed(idx_bytes(IMAGES, announced=announced)))
    labels.write_bytes(packed(idx_bytes(np.zeros(announced[0] if announced[0] < 9 else 3), announced=announced[:1])))
    with pytest.raises(
        InputError, match=r"^data must be (in a sound IDX file|as many bytes as announced|at most .* bytes), got"
    ):
        read(path)


def test_pictures_and_labels_must_be_as_many(tmp_path):
    path = write_idx(tmp_path, IMAGES, LABELS)
    write_idx(tmp_path, IMAGES[:2], LABELS[:2], kind="other-train")
    with pytest.raises(InputError, match="a label for each of 3 pictures in train-images-idx3-ubyte, got 2"):
        read(path, labels=str(tmp_path / "other-train-labels-idx1-ubyte"))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (idx_bytes(np.zeros(3)), "an IDX file of images, which begins with the bytes 00 00 08 03, got .* 00 00 08 01"),
        (b"\0\0\x0d\x03" + bytes(40), "which begins with 00 00 0d 03"),
        (b"", "which begins with none"),
        (b"\0\0\x08\x03\0", "15 of 12 bytes|11 of 12 bytes are missing"),
        (idx_bytes(np.zeros((0, 20, 20))), "must hold 1 to 2000000 pictures, got 0"),
        (idx_bytes(np.zeros((3, 0, 0))), "pictures of 1 to 1024 a side, got 0 x 0"),
        (b"\x1f\x8b", "sound IDX file"),
        (b"\x1f\x8b\x08" + bytes(90), "sound IDX file|which begins with none"),
        (gzip_of(idx_bytes(IMAGES))[:-20], "sound IDX file"),
        (gzip_of(idx_bytes(IMAGES)) + b"rubbish", "sound IDX file"),
    ],
)
def test_what_is_no_file_of_pictures_is_refused_in_one_sentence(tmp_path, content, sentence):
    path = write_idx(tmp_path, IMAGES, LABELS)
    path.write_bytes(content)
    with pytest.raises(InputError, match=sentence) as refused:
        read(path)
    assert "\n" not in str(refused.value)


def test_a_truncated_file_is_refused_wherever_it_ends(tmp_path):
    path = write_idx(tmp_path, IMAGES, LABELS, gzipped=True)
    content = path.read_bytes()
    for end in range(0, len(content), 9):
        path.write_bytes(content[:end])
        with pytest.raises(InputError, match=r"^data must"):
            read(path)
