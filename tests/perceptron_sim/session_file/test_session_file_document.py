"""The document of a session's file: packed arrays come back to the bit, and whatever was done to it is refused."""

import base64
import json
import os
import zlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from perceptron_sim.errors import InputError
from perceptron_sim.session_file.document import MOST_BYTES, MOST_VALUES, document_of, read, written
from perceptron_sim.session_file.packing import DTYPES, packed, unpacked

BODY = {"seed": 1, "log": [{"time_s": 0.1}, {"time_s": 2.5}], "words": "Öl", "array": packed(np.arange(4))}


@given(st.sampled_from(DTYPES).flatmap(lambda name: arrays.arrays(name, arrays.array_shapes(min_dims=0, max_side=5))))
def test_an_array_comes_back_to_the_bit(array):
    again = unpacked(json.loads(json.dumps(packed(array))), "array")
    assert (again.dtype, again.shape, again.tobytes()) == (array.dtype, array.shape, array.tobytes())


def test_whole_numbers_take_no_more_room_than_they_need():
    assert packed(np.full(9, 399))["written"] == "int16"
    assert packed(np.full(9, 2**40))["written"] == "int64"


def bomb(size):
    return base64.b64encode(zlib.compress(bytes(size), 9)).decode()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"array": "object"}, r"^a\.array must be one of bool, .*, got 'object'$"),
        ({"written": "float64"}, r"^a\.written must be int64, or whole numbers that are narrower, got 'float64'$"),
        ({"shape": [2**26]}, r"^a\.shape must be that of an array of at most 67108864 bytes, got \[67108864\]$"),
        ({"shape": [2**25, 2**25, 0]}, r"^a\.data must hold 0 compressed bytes and no more"),
        ({"shape": [-1]}, r"^a\.shape must be a list of whole numbers of zero or more, got \[-1\]$"),
        ({"shape": [True]}, r"^a\.shape must be"),
        ({"shape": [5]}, r"^a\.data must hold 5 compressed bytes and no more, got 4 bytes$"),
        ({"data": bomb(10**8)}, r"^a\.data must hold 4 compressed bytes and no more, got 5 bytes or more$"),
        ({"data": "AAAA"}, r"^a\.data must hold 4 compressed bytes, got damaged ones$"),
        ({"data": "Ö"}, r"^a\.data must be a text in base64"),
        ({"data": 7}, r"^a\.data must be a text in base64, got 7$"),
        ({"more": 1}, r"^a must have no field but array, written, shape, data, got 'more'$"),
    ],
)
def test_an_array_is_unpacked_only_to_the_size_that_it_says(change, message):
    with pytest.raises(InputError, match=message):
        unpacked({**packed(np.arange(4)), **change}, "a")


def test_truth_values_are_zeros_and_ones():
    with pytest.raises(InputError, match=r"^a\.data must hold truth values"):
        unpacked({**packed(np.full(3, 7, np.uint8)), "array": "bool", "written": "bool"}, "a")


def test_a_document_comes_back_as_it_was_however_its_lines_are_broken():
    content = written(BODY)
    assert document_of(content).body == document_of(content.replace(b"\n", b"\r\n")).body == BODY
    assert content.count(b"\n{") == len(BODY["log"])  # a command on a line, for who reads it


def test_damage_at_any_byte_is_noticed():
    content = written(BODY)
    for at in range(len(content)):
        for change in (1, 0x20, 0x80):
            damaged = bytes([*content[:at], content[at] ^ change, *content[at + 1 :]])
            try:
                assert document_of(damaged).body == BODY
            except InputError:
                continue
            assert content[at : at + 1].isspace()  # between two values it does not matter


def test_a_document_that_is_cut_off_anywhere_is_refused():
    content = written(BODY).rstrip()
    for length in range(len(content)):
        with pytest.raises(InputError, match=r"^session must "):
            document_of(content[:length])


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", r"^session must be a whole JSON document, got damaged or other text"),
        (b"\xff\xfe", r"^session must be a whole JSON document"),
        (b"[" * 400_000, r"^session must be nested no deeper than a session is, got lists of lists$"),
        (b"[" * (MOST_VALUES + 1), rf"^session must hold at most {MOST_VALUES} values, got {MOST_VALUES + 1}$"),
        (b"9" * 10_000, r"^session must be a whole JSON document"),
        (b'{"format": NaN}', r"NaN is no number\)$"),
        (b'{"format": 1e999}', r"1e999 is too large\)$"),
        (b'{"format": 1, "format": 1}', r"a field is given twice\)$"),
        (b'{"format": "Mark I checkpoint", "version": 1}', r"^session must be of format .*, got 'Mark I checkpoint'$"),
        (b'[{"name": "somebody else"}]', r"^session must be of format 'perceptron-sim session', got \["),
        (b"null", r"got None$"),
    ],
)
def test_what_is_no_session_is_refused_in_one_sentence(content, message):
    with pytest.raises(InputError, match=message):
        document_of(content)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"version": 2}, r"^session must be of version 1, which this program reads, got 2, of a newer program$"),
        ({"version": True}, r"^session must be of version 1, which this program reads, got True$"),
        ({"program": []}, r"^session\.program must be a text"),
        ({"sha256": "x"}, r"^session\.sha256 must be 64 hexadecimal digits, got 'x'$"),
        ({"session": {}}, r"^session must be as it was written, with the sha256 "),
        ({"more": 1}, r"^session must have no field but"),
    ],
)
def test_another_head_is_refused(change, message):
    with pytest.raises(InputError, match=message):
        document_of(json.dumps({**json.loads(written(BODY)), **change}).encode())


def test_all_arrays_together_are_bounded_before_any_is_unpacked():
    for bomb_of_its_own in ({**packed(np.zeros(1)), "shape": [2**23]}, {"rows": 2**13, "columns": 2**13, "levels": ""}):
        with pytest.raises(
            InputError, match=r"^session must unpack to at most 134217728 bytes of arrays, got 201326592$"
        ):
            written({"log": [bomb_of_its_own] * 3})


def test_only_a_file_of_bounded_size_is_read(tmp_path):
    (tmp_path / "large").touch()
    os.truncate(tmp_path / "large", MOST_BYTES + 1)
    os.mkfifo(tmp_path / "pipe")
    for name, rule in {
        "large": f"of at most {MOST_BYTES} bytes",
        "pipe": "which is none",
        "/dev/zero": "which is none",
        ".": "which is none",
        "missing": "which is none",
        "nul\0": "which is none",
    }.items():
        with pytest.raises(InputError, match=rule):
            read(tmp_path / name)
