"""npz files: names of arrays, shapes and kinds; nothing unpickled, nothing believed."""

import io
import struct
import zipfile

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from perceptron_sim.data import BadFilesError, DataSpec, read_data
from perceptron_sim.errors import InputError

IMAGES = np.stack([np.eye(20), np.eye(20)[::-1], np.tri(20)]).astype(np.uint8)
LABELS = np.array([3, 1, 3])


class Boom:
    """Something that must never be unpickled."""

    def __reduce__(self):
        return (pytest.fail, ("unpickled",))


@pytest.fixture
def read(tmp_path):
    """Reads arrays, or bytes, as an npz file."""

    def through(content=None, *, settings=None, **arrays):
        path = tmp_path / "mine.npz"
        if content is None:
            np.savez_compressed(path, **arrays)
        else:
            path.write_bytes(content)
        return read_data(DataSpec(path=str(path), unseen_share=0, **(settings or {})))

    return through


def npy(header, body=b"", version=b"\x01\x00", announced=None):
    """An npy file with any *header*, which may announce another length than it has."""
    size = struct.pack("<H" if version[0] == 1 else "<I", len(header) if announced is None else announced)
    return b"\x93NUMPY" + version + size + header + body


def archive(compression=zipfile.ZIP_DEFLATED, **members):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", compression) as made:
        for name, content in members.items():
            made.writestr(f"{name}.npy", content)
    return file.getvalue()


def saved(array):
    file = io.BytesIO()
    np.save(file, array, allow_pickle=True)
    return file.getvalue()


@pytest.mark.parametrize(
    ("images", "labels"), [("images", "labels"), ("x_train", "y_train"), ("train_images", "train_labels"), ("x", "y")]
)
def test_arrays_go_by_the_names_that_published_files_give_them(read, images, labels):
    data = read(**{images: IMAGES, labels: LABELS})
    assert data.stimuli.class_names == ("1", "3")
    assert data.stimuli.labels.tolist() == [1, 0, 1]
    assert_array_equal(data.stimuli.images, IMAGES)


def test_unseen_arrays_beside_them_are_unseen(read):
    data = read(x_train=IMAGES, y_train=LABELS, x_test=IMAGES[:1], y_test=LABELS[:1])
    assert data.unseen.class_names == ("1", "3")
    assert data.unseen.labels.tolist() == [1]


@pytest.mark.parametrize("shape", [(3, 20, 20), (3, 20, 20, 1), (3, 400)])
@pytest.mark.parametrize("kind", ["u1", "?", "<i4", ">u2", "<f2", "<f4", ">f8"])
def test_shapes_and_kinds_of_numbers_that_mean_the_same_give_the_same(read, shape, kind):
    data = read(images=IMAGES.reshape(shape).astype(kind), labels=LABELS[:, np.newaxis])
    assert_array_equal(data.stimuli.images, IMAGES)


def test_labels_may_be_texts_or_have_names(read):
    assert read(images=IMAGES, labels=np.array(["b", "a", "b"])).stimuli.class_names == ("a", "b")
    named = read(images=IMAGES, labels=np.array([0, 1, 0]), class_names=np.array(["cat", "ape"]))
    assert named.stimuli.class_names == ("ape", "cat")
    assert named.stimuli.labels.tolist() == [1, 0, 1]
    assert read(images=IMAGES, labels=np.array([True, False, True])).stimuli.class_names == ("0", "1")


@pytest.mark.parametrize("number", [np.nan, np.inf, -1])
def test_a_picture_of_what_is_no_brightness_is_named(read, number):
    images = IMAGES.astype(float)
    images[1, 4, 4] = number
    with pytest.raises(BadFilesError, match="got 1 bad: images 1: must hold"):
        read(images=images, labels=LABELS)


@pytest.mark.parametrize(
    ("arrays", "sentence"),
    [
        ({"pictures": IMAGES}, "arrays called images/labels or x_train/y_train or .*, got pictures"),
        ({}, "got none"),
        ({"images": IMAGES, "labels": LABELS[:2]}, "a whole number or a text, for each of 3 pictures"),
        ({"images": IMAGES, "labels": LABELS / 2}, "arrays of numbers, got labels.npy of float64"),
        ({"images": IMAGES.astype(complex), "labels": LABELS}, "arrays of numbers, got images.npy of complex128"),
        ({"images": IMAGES.astype("S1"), "labels": LABELS}, "arrays of numbers"),
        ({"images": IMAGES[0], "labels": np.arange(20)}, "shape"),
        ({"images": IMAGES.transpose(2, 1, 0), "labels": LABELS}, "stored row by row"),
        ({"images": np.zeros((3, 20, 20, 3)), "labels": LABELS}, "of 4 dimensions"),
        ({"images": np.zeros((3, 0, 20)), "labels": LABELS}, "1 to 1024 a side, got 0 x 20"),
        ({"images": np.zeros((0, 20, 20)), "labels": LABELS[:0]}, "1 to 2000000 pictures, got 0"),
        ({"images": np.zeros((2, 1, 1025)), "labels": LABELS[:2]}, "1 to 1024 a side, got 1 x 1025"),
        ({"images": IMAGES, "labels": np.array(["a", "", "b"])}, "labels of letters that can be shown"),
        ({"images": IMAGES, "labels": LABELS, "class_names": np.array(["a", "b"])}, "labels below 2"),
        ({"images": IMAGES, "labels": -LABELS, "class_names": np.array(["a", "b"])}, "labels below 2"),
        ({"images": IMAGES, "labels": LABELS, "class_names": LABELS}, "class_names that are a row of texts"),
    ],
)
def test_arrays_that_are_none_of_pictures_and_labels_are_refused(read, arrays, sentence):
    with pytest.raises(InputError, match=sentence):
        read(**arrays)


HEAD = b"{'descr': '|u1', 'fortran_order': False, 'shape': (%s), }\n"
GOOD = {"images": saved(IMAGES), "labels": saved(LABELS)}


@pytest.mark.parametrize(
    "members",
    {
        "pickled": {"images": saved(np.array([Boom()] * 3, dtype=object))},
        "pickled labels": {"labels": saved(np.array([Boom()] * 3, dtype=object))},
        "ten to the twelfth announced": {"images": npy(HEAD % b"1000000000, 1000, 1000", b"\0" * 100)},
        "one too many announced": {"images": npy(HEAD % b"4, 20, 20", IMAGES.tobytes())},
        "one too few announced": {"images": npy(HEAD % b"2, 20, 20", IMAGES.tobytes())},
        "a negative number announced": {"images": npy(HEAD % b"-3, 20, 20", IMAGES.tobytes())},
        "no number announced": {"images": npy(HEAD % b"'x', 20, 20", IMAGES.tobytes())},
        "a head of four gigabytes": {"images": npy(b"{" * 100, version=b"\x02\x00", announced=2**32 - 1)},
        "a long head": {"images": npy(HEAD % b"3, 20, 20" + b" " * 30_000, IMAGES.tobytes(), b"\x02\x00")},
        "a head that is code": {"images": npy(b"__import__('os').system('true')")},
        "a deep head": {"images": npy(b"(" * 9000)},
        "another version": {"images": npy(HEAD % b"3, 20, 20", IMAGES.tobytes(), b"\x09\x00")},
        "no npy": {"images": b"x" * 99},
        "nothing": {"images": b""},
        "no bytes an item": {"labels": npy(b"{'descr': '<U0', 'fortran_order': False, 'shape': (3,), }\n")},
    }.items(),
    ids=lambda pair: pair[0],
)
def test_a_member_that_was_made_to_do_harm_is_refused_in_one_sentence(read, members):
    with pytest.raises(InputError, match=r"^data must") as refused:
        read(archive(**{**GOOD, **members[1]}))
    assert "\n" not in str(refused.value)


def test_a_member_that_unpacks_to_gigabytes_is_refused_by_its_size(read):
    content = bytearray(archive(**GOOD))
    entry = content.find(b"PK\x01\x02")
    content[entry + 24 : entry + 28] = struct.pack("<I", 2**31)
    with pytest.raises(InputError, match="of at most 1073741824 bytes"):
        read(bytes(content))


@pytest.mark.parametrize("compression", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_packings_that_cannot_be_undone_piece_by_piece_are_refused(read, compression):
    with pytest.raises(InputError, match="stored or deflated"):
        read(archive(compression, **GOOD))


def test_a_directory_of_many_thousand_members_is_refused_unread(read):
    content = archive(**{f"member-{number}": b"" for number in range(1500)})
    with pytest.raises(InputError, match="its directory is too large"):
        read(content)


@pytest.mark.parametrize("content", [b"", b"PK", b"x" * 30, archive(**GOOD)[:-5], archive(**GOOD)[60:]])
def test_a_file_that_is_no_archive_is_refused(read, content):
    with pytest.raises(InputError, match="sound npz file"):
        read(content)


def test_a_header_that_python_2_wrote_is_read_without_a_warning(read):
    old = npy(b"{'descr': '|u1', 'fortran_order': False, 'shape': (3L, 20L, 20L), }\n", IMAGES.tobytes())
    assert_array_equal(read(archive(**{**GOOD, "images": old})).stimuli.images, IMAGES)
