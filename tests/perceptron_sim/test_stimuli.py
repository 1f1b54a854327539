"""The shipped stimuli are what they are called, and no bad image passes."""

import runpy
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from numpy.testing import assert_allclose, assert_array_equal

from perceptron_sim import assets
from perceptron_sim.errors import SettingError, StimulusError
from perceptron_sim.experiments.stimuli import Stimuli, check_image, digits, letter_faces, letters

FACES = letter_faces()
UCI_TEST_SET_CLASS_COUNTS = [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]
SCRIPT = Path(__file__).resolve().parents[2] / "assets" / "stimuli" / "make_stimuli.py"
quickly = settings(deadline=None, derandomize=True, max_examples=50)


def blank(shape=(20, 20)):
    return np.zeros(shape)


@pytest.fixture(scope="module")
def all_digits():
    return digits()


def test_the_faces_hold_sans_and_serif_regular_and_bold():
    assert {"DejaVu Sans", "DejaVu Sans Bold", "DejaVu Serif", "DejaVu Serif Bold"} <= set(FACES)
    assert len(FACES) >= 6


@pytest.mark.parametrize("face", FACES)
def test_the_letters_of_a_face_differ_pairwise(face):
    images = letters(face).images
    assert [pair for pair in combinations(range(26), 2) if np.array_equal(*images[list(pair)])] == []


@pytest.mark.parametrize("face", FACES)
def test_letters_are_black_and_white_capitals_in_order(face):
    stimuli = letters(face)
    assert "".join(stimuli.class_names) == "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    assert_array_equal(stimuli.labels, np.arange(26))
    assert set(np.unique(stimuli.images)) == {0.0, 1.0}
    assert face in stimuli.name


@pytest.mark.parametrize("face", FACES)
def test_letters_are_centred_to_within_half_a_cell(face):
    for image in letters(face).images:
        for axis in (0, 1):
            inked = np.flatnonzero(image.any(axis=axis))
            assert abs((inked[0] + inked[-1]) / 2 - 9.5) <= 0.5


@pytest.mark.parametrize("face", FACES)
def test_capitals_are_equally_high_and_as_large_as_the_widest_allows(face):
    images = letters(face).images
    heights = {letter: np.ptp(np.flatnonzero(images[ord(letter) - ord("A")].any(axis=1))) + 1 for letter in "EFHILT"}
    assert len(set(heights.values())) == 1
    assert 12 <= heights["H"] <= 14


def test_the_script_draws_the_shipped_letters_again():
    script = runpy.run_path(str(SCRIPT))
    outlines = script["fitting_outlines"]("AtkinsonHyperlegible-Bold.ttf", [assets.asset_root() / "fonts"])
    shipped = letters("Atkinson Hyperlegible Bold").images
    for index in (0, 12, 16):  # A, M, Q
        differing_cells = np.abs(script["draw_letter"](outlines[index]) - shipped[index]).sum()
        assert differing_cells <= 4  # renderers of other versions may round an edge otherwise


def test_an_unknown_face_is_refused_with_the_nearest_one():
    with pytest.raises(
        SettingError, match=r"face must be .*, got 'dejavu serrif bold'; did you mean 'DejaVu Serif Bold'"
    ):
        letters("dejavu serrif bold")


def test_a_face_that_is_like_none_of_ours_is_refused_without_a_suggestion():
    with pytest.raises(SettingError, match=r"face must be one of .*, got 'Arial'$"):
        letters("Arial")


def test_the_digits_are_the_uci_test_set(all_digits):
    assert len(all_digits) == 1797
    assert_array_equal(np.bincount(all_digits.labels), UCI_TEST_SET_CLASS_COUNTS)
    assert all_digits.class_names == tuple("0123456789")
    assert all_digits.labels[:10].tolist() == list(range(10))


def test_the_digits_are_the_published_cells_interpolated_bilinearly(all_digits):
    published = assets.load_npz("stimuli/digits.npz")["images"] / 16
    centres = (np.arange(20) + 0.5) * 8 / 20 - 0.5
    for index in (0, 5, 1796):
        rows = np.array([np.interp(centres, np.arange(8), row) for row in published[index]])
        expected = np.array([np.interp(centres, np.arange(8), column) for column in rows.T]).T
        assert_allclose(all_digits.images[index], expected, atol=1e-6)


def test_the_digits_fill_the_range_from_0_to_1(all_digits):
    assert all_digits.images.min() == 0.0
    assert all_digits.images.max() == 1.0
    assert all_digits.images.dtype == np.float32


def test_stimuli_cannot_be_changed_from_outside():
    images, labels = np.zeros((2, 20, 20)), np.array([0, 1])
    stimuli = Stimuli(images, labels, ("dark", "light"), "two")
    images[:], labels[:] = 1.0, 0
    assert stimuli.images.sum() == 0.0
    assert stimuli.labels.tolist() == [0, 1]
    with pytest.raises(ValueError, match="read-only"):
        stimuli.images[0, 0, 0] = 1.0
    with pytest.raises(ValueError, match="read-only"):
        stimuli.labels[0] = 1
    with pytest.raises(AttributeError):
        stimuli.name = "other"


@pytest.mark.parametrize(
    ("changed", "rule"),
    [
        ({"images": blank()}, r"images must have shape \(n, rows, columns\), all at least 1, got \(20, 20\)"),
        ({"images": blank((0, 20, 20)), "labels": []}, r"all at least 1, got \(0, 20, 20\)"),
        ({"images": blank((2, 20, 0))}, r"got \(2, 20, 0\)"),
        (
            {"images": blank((2, 20, 20)) + np.nan},
            r"images must hold finite values in 0..1, got nan at \(0, 0, 0\)",
        ),
        ({"images": blank((2, 20, 20)) - 0.5}, r"in 0..1, got -0.5"),
        ({"labels": [0]}, r"labels must have shape \(2,\), one for each image, got \(1,\)"),
        ({"labels": [0, 2]}, r"labels must lie in 0..1, got 2"),
        ({"labels": [-1, 0]}, r"labels must lie in 0..1, got -1"),
        ({"labels": [0.0, 1.0]}, r"labels must be whole numbers, got float64"),
        ({"labels": ["a", "b"]}, r"labels must be an array of real numbers, got str"),
        ({"class_names": "ab"}, r"class_names must be a tuple of strings, got 'ab'"),
        ({"class_names": ("a", 1)}, r"class_names must be a tuple of strings"),
        ({"class_names": ("a", "a")}, r"class_names must be one or more different names"),
        ({"class_names": ()}, r"class_names must be one or more different names"),
        ({"name": ""}, r"name must be a string that is not empty, got ''"),
    ],
)
def test_bad_stimuli_are_refused_by_name_rule_and_value(changed, rule):
    good = {"images": blank((2, 20, 20)), "labels": [0, 1], "class_names": ("a", "b"), "name": "two"}
    Stimuli(**good)
    with pytest.raises(StimulusError, match=rule):
        Stimuli(**(good | changed))


@pytest.mark.parametrize("dtype", [bool, np.uint8, np.int64, np.float16, np.float32, np.float64])
def test_an_image_may_hold_any_real_numbers(dtype):
    image = np.eye(20, dtype=dtype)
    checked = check_image(image)
    assert checked.dtype == np.float32
    assert_array_equal(checked, np.eye(20))
    assert not np.shares_memory(checked, image)
    assert not checked.flags.writeable


def test_nested_lists_are_an_image():
    assert_array_equal(check_image(np.eye(20).tolist()), np.eye(20))


@pytest.mark.parametrize(
    ("image", "rule"),
    [
        (blank((10, 10)), r"image must have shape \(20, 20\), got \(10, 10\)"),
        (blank((1, 20, 20)), r"image must have shape \(20, 20\), got \(1, 20, 20\)"),
        (0.5, r"image must have shape \(20, 20\), got \(\)"),
        (blank() + np.nan, r"image must hold finite values in 0..1, got nan at \(0, 0\)"),
        (np.where(np.eye(20, k=5), np.inf, 0.0), r"got inf at \(0, 5\)"),
        (np.full((20, 20), 255, dtype=np.uint8), r"in 0..1, got 255 at \(0, 0\)"),
        (blank() - 1e-9, r"in 0..1, got -1e-09"),
        (blank().astype(complex), r"image must be an array of real numbers, got complex128"),
        (np.full((20, 20), "0"), r"image must be an array of real numbers, got str"),
        (blank().astype(object), r"image must be an array of real numbers, got object"),
        ([[0.0], [0.0, 1.0]], r"image must be an array of real numbers, got list"),
        ("a picture", r"image must be an array of real numbers, got str"),
        (None, r"image must be an array of real numbers, got object"),
    ],
)
def test_a_bad_image_is_refused_by_rule_and_value(image, rule):
    with pytest.raises(StimulusError, match=rule) as caught:
        check_image(image)
    assert "\n" not in str(caught.value)


@quickly
@given(
    hnp.arrays(
        st.sampled_from([np.float32, np.float64, np.int16, np.uint64]),
        hnp.array_shapes(max_dims=3, max_side=20),
    )
)
def test_whatever_comes_in_an_image_comes_out_or_a_stimulus_error(values):
    try:
        checked = check_image(values)
    except StimulusError:
        assert values.shape != (20, 20) or not ((values >= 0) & (values <= 1)).all()
    else:
        assert_allclose(checked, values, rtol=1e-6, atol=1e-38)


@quickly
@given(hnp.arrays(np.float64, (20, 20), elements=st.floats(allow_nan=True), fill=st.nothing()))
def test_only_values_in_range_pass(image):
    in_range = bool(((image >= 0) & (image <= 1)).all())
    if in_range:
        assert check_image(image).shape == (20, 20)
    else:
        with pytest.raises(StimulusError, match=r"image must hold finite values in 0\.\.1"):
            check_image(image)
