"""Codes on the R-lamps: no two classes alike, as many lamps as said, and errors that can be told."""

import itertools

import numpy as np
import pytest

from perceptron_sim import run
from perceptron_sim.codes import bits_of, codes_for, correctable_bits
from perceptron_sim.errors import SettingError


def words(codes):
    return ["".join("01"[int(lamp)] for lamp in code) for code in codes]


def test_binary_codes_count_from_one_with_the_lowest_bit_on_r1():
    assert words(codes_for("binary", 4, 5)) == ["10000", "01000", "11000", "00100"]


def test_one_per_class_lights_one_lamp_each():
    assert words(codes_for("one-per-class", 3, 4)) == ["1000", "0100", "0010"]


def test_the_error_correcting_code_is_hammings_of_1950():
    """His (7, 4) code: checks on lamps 1, 2 and 4, each over the lamps whose number holds its bit."""
    hamming = {1: "1110000", 2: "1001100", 3: "0111100", 4: "0101010", 8: "1101001", 15: "1111111"}
    found = words(codes_for("error-correcting", 15, 7))
    assert {number: found[number - 1] for number in hamming} == hamming


@pytest.mark.parametrize("classes", [2, 3, 10, 15, 16, 26, 200])
def test_of_an_error_correcting_code_any_one_wrong_lamp_can_be_told(classes):
    codes = codes_for("error-correcting", classes, bits_of("error-correcting", classes))
    assert min(int((a != b).sum()) for a, b in itertools.combinations(codes, 2)) >= 3
    assert codes.sum(axis=1).min() >= 3  # no lamp at all is no class, nor is one lit by mistake
    assert correctable_bits(codes) == 1


@pytest.mark.parametrize("code", ["binary", "one-per-class", "error-correcting"])
@pytest.mark.parametrize("classes", [1, 2, 5, 7, 8, 26, 255])
def test_a_code_takes_as_many_lamps_as_it_says_and_tells_all_classes_apart(code, classes):
    bits = bits_of(code, classes)
    codes = codes_for(code, classes, bits + 2)
    assert len(set(words(codes))) == classes
    assert codes.any(axis=1).all()
    assert not codes[:, bits:].any()
    assert codes[:, :bits].any(axis=0).all() or code == "error-correcting"


def test_given_codewords_are_taken_letter_by_letter():
    assert words(codes_for("given", 2, 3, ("01", "11"))) == ["010", "110"]
    assert bits_of("given", 2, ("01", "11")) == 2


@pytest.mark.parametrize(
    ("code", "classes", "codewords", "sentence"),
    [
        ("binary", 256, (), r"at most the 8 R-units there are \(or mark1.response.units be 9, a counterfactual"),
        ("one-per-class", 9, (), "got 'one-per-class', which needs 9 for 9 classes"),
        ("error-correcting", 16, (), "which needs 9 for 16 classes"),
        ("given", 2, ("0",), "codewords must be one for each of 2 classes, got 1"),
        ("given", 2, ("01", "0"), "all of the same length"),
        ("given", 2, ("0x", "01"), "of 0 and 1"),
        ("given", 2, ("", ""), "of 0 and 1"),
        ("given", 2, ("10", "10"), "all different, got '10' twice"),
        ("given", 2, ("0" * 9, "1" * 9), "which needs 9"),
    ],
)
def test_what_cannot_be_coded_is_refused_with_the_way_out(code, classes, codewords, sentence):
    with pytest.raises(SettingError, match=sentence):
        codes_for(code, classes, 8, codewords)


def test_of_one_code_nothing_needs_to_be_told():
    assert correctable_bits(np.ones((1, 4), dtype=bool)) == 0


def test_more_r_units_than_there_were_carry_a_code_that_needs_them():
    report = run("letters", code="error-correcting", mark1={"response": {"units": 9, "in_use": 9}}, passes=1)
    assert report.learners["mark1"].exposures == 26
