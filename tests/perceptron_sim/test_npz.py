"""Arrays go into a file and come back the same; what is damaged, disguised or of objects is one sentence."""

import io
import pickle
import zipfile

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from perceptron_sim.errors import InputError
from perceptron_sim.npz import arrays_in, npz_bytes

MOST = 100_000
KINDS = hnp.floating_dtypes() | hnp.integer_dtypes() | hnp.boolean_dtypes() | hnp.unicode_string_dtypes(min_len=1)
WHOLE = npz_bytes({"a": np.arange(12.0).reshape(3, 4), "b": np.array("words")})


def member(content, name="a.npy"):
    """An archive with one member that holds *content*."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(name, content)
    return file.getvalue()


def npy(header, body=b""):
    """An npy file that says of itself what *header* says."""
    text = header.encode().ljust(117) + b"\n"
    return b"\x93NUMPY\x01\x00" + len(text).to_bytes(2, "little") + text + body


@given(st.dictionaries(st.text("abc_1", min_size=1), hnp.arrays(KINDS, hnp.array_shapes(min_dims=0, min_side=0))))
def test_what_is_written_is_read_back(arrays):
    found = arrays_in("file", npz_bytes(arrays), 10 * MOST)
    assert list(found) == list(arrays)
    for name, array in arrays.items():
        assert (found[name].dtype, found[name].shape) == (array.dtype, array.shape)
        assert found[name].tobytes() == array.tobytes()


def test_columns_that_come_first_stay_where_they_are():
    turned = np.asfortranarray(np.arange(6).reshape(2, 3))
    assert arrays_in("file", npz_bytes({"a": turned}), MOST)["a"].tolist() == [[0, 1, 2], [3, 4, 5]]


def test_numpy_opens_it():
    with np.load(io.BytesIO(WHOLE)) as arrays:
        assert arrays["a"].shape == (3, 4)
        assert arrays["b"].item() == "words"


def test_what_numpy_compresses_is_read():
    file = io.BytesIO()
    np.savez_compressed(file, a=np.zeros((50, 50)))
    assert arrays_in("file", file.getvalue(), MOST)["a"].shape == (50, 50)


def test_equal_arrays_are_equal_bytes():
    assert npz_bytes({"a": np.arange(5)}) == npz_bytes({"a": np.arange(5)})


def test_objects_are_not_written():
    with pytest.raises(ValueError, match="Object arrays cannot be saved"):
        npz_bytes({"a": np.array([{}], dtype=object)})


def test_what_unpacks_to_more_than_was_allowed_is_refused_before_it_is_unpacked():
    file = io.BytesIO()
    np.savez_compressed(file, a=np.zeros(10**6))
    assert len(file.getvalue()) < MOST
    with pytest.raises(InputError, match="weights must unpack to at most 100000 bytes, got more"):
        arrays_in("weights", file.getvalue(), MOST)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK",
        b"no archive at all",
        WHOLE[: len(WHOLE) // 2],
        member(b""),
        member(b"\x93NUMPY\x09\x00"),
        member(npy("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", pickle.dumps("harm"))),
        member(npy("{'descr': '<f8', 'fortran_order': False, 'shape': (10000000000000,), }")),
        member(npy("{'descr': '<f8', 'fortran_order': False, 'shape': (-1,), }")),
        member(npy("{'descr': '<f8', 'fortran_order': False, 'shape': (1,), }", b"more than eight")),
        member(npy("{'descr': '<f8', 'fortran_order': False, 'shape': 'wide', }")),
        member(npy("{'descr': 3, 'fortran_order': False, 'shape': (1,), }")),
        member(npy("(((((")),
        member(npy("__import__('os')")),
    ],
    ids=range(14),
)
def test_what_is_no_file_of_plain_arrays_is_refused_in_a_sentence(content):
    with pytest.raises(InputError, match=r"weights must be an npz file of plain arrays, got: ") as caught:
        arrays_in("weights", content, MOST)
    assert len(str(caught.value)) < 500


@given(st.integers(0, len(WHOLE) - 1), st.integers(1, 255))
def test_a_changed_byte_is_noticed_or_changes_no_value(place, change):
    damaged = bytearray(WHOLE)
    damaged[place] ^= change
    try:
        found = arrays_in("file", bytes(damaged), MOST)
    except InputError:
        return
    values = sorted((array.tolist() for array in found.values()), key=str)
    assert all(value in ([[0, 1, 2, 3], [4, 5, 6, 7], [8, 9, 10, 11]], "words") for value in values)
