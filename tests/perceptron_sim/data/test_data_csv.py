"""CSV files: headings, separators, sizes, names of classes; what is wrong is named by its line."""

import numpy as np
import pytest

from perceptron_sim.data import BadFilesError, DataSpec, read_data
from perceptron_sim.data.describing import facts
from perceptron_sim.errors import InputError

UPPER, LOWER = np.repeat(np.eye(2, dtype=int), 200, axis=1)


def row(label, values, separator=","):
    return separator.join([str(label), *map(str, values)])


def text(*rows):
    return "\n".join(rows) + "\n"


GOOD = text(row("a", UPPER), row("b", LOWER))


@pytest.fixture
def read(tmp_path):
    """Reads text, or bytes, as a CSV file."""

    def through(content, **settings):
        path = tmp_path / "mine.csv"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return read_data(DataSpec(path=str(path), **settings))

    return through


def test_a_row_is_a_label_and_400_cells_from_the_top_left(read):
    data = read(GOOD)
    assert data.stimuli.class_names == ("a", "b")
    assert data.stimuli.images.reshape(2, 400).tolist() == [UPPER.tolist(), LOWER.tolist()]
    assert data.as_is
    assert not data.dark_ink
    assert data.stimuli.name == "mine.csv"


@pytest.mark.parametrize(
    "heading", ["label,pixel0", "," + ",".join(map(str, range(400))), "label," + ",".join(map(str, range(1, 401)))]
)
def test_a_heading_is_passed_over(read, heading):
    assert read(heading + "\n" + GOOD).sha256 == read(GOOD).sha256


@pytest.mark.parametrize("separator", [";", "\t"])
def test_other_separators_are_found_out(read, separator):
    assert read(GOOD.replace(",", separator)).sha256 == read(GOOD).sha256


@pytest.mark.parametrize(
    "change",
    [
        lambda x: "\ufeff" + x,
        lambda x: x.replace("\n", "\r\n"),
        lambda x: "\n" + x + "\n\n",
        lambda x: x.replace("a,", '"a",'),
        lambda x: x.replace("a,", " a ,"),
        lambda x: x.replace("1", "1.0"),
        lambda x: x.replace("1", "255"),
        lambda x: x.replace("1", " 6e4 "),
    ],
)
def test_what_means_the_same_is_read_as_the_same(read, change):
    assert read(change(GOOD)).sha256 == read(GOOD).sha256


def test_other_square_numbers_of_cells_are_scaled(read):
    rows = [row(label, np.roll(np.eye(28, dtype=int) * 255, label, axis=1).ravel()) for label in range(3)]
    data = read(text(*rows))
    assert not data.as_is
    assert data.stimuli.images.shape == (3, 20, 20)
    assert data.stimuli.class_names == ("0", "1", "2")


def test_whole_numbers_as_labels_are_in_order_by_number(read):
    assert read(text(*(row(label, UPPER) for label in (10, 9, 2)))).stimuli.class_names == ("2", "9", "10")


def test_greys_stay_where_no_threshold_is_asked_for(read):
    found = read(text(row("a", UPPER * 51), row("b", LOWER * 255)), threshold=0).stimuli.images
    assert np.unique(found).tolist() == pytest.approx([0, 0.2, 1])


def test_the_number_that_is_full_light_can_be_said(read):
    content = text(row("a", UPPER * 16), row("b", LOWER * 8))
    assert np.unique(read(content, threshold=0, full=16).stimuli.images).tolist() == [0, 0.5, 1]
    with pytest.raises(BadFilesError, match=r"line 1: must hold no number above 15.0, which is full, got 16.0"):
        read(content, full=15)


def test_dark_ink_turns_numbers_round_where_it_is_asked_for(read):
    assert read(GOOD, ink="dark").stimuli.images.reshape(2, 400).tolist() == [LOWER.tolist(), UPPER.tolist()]


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        (row("a", UPPER[1:]), "must have 400 pixels after the label, got 399"),
        (row("a", [*UPPER[1:], "x"]), "must hold its pixels as numbers after the label, got 'x'"),
        (row("a", [*UPPER[1:], ""]), "must hold its pixels as numbers after the label, got ''"),
        (row("a", [*UPPER[1:], "1_0"]), "must hold its pixels as numbers after the label, got '1_0'"),
        (row("a", [*UPPER[1:], "nan"]), "must hold finite numbers, got nan"),
        (row("a", [*UPPER[1:], "-inf"]), "must hold finite numbers, got -inf"),
        (row("a", [*UPPER[1:], "1e300"]), r"must hold finite numbers, got 1e\+300"),
        (row("a", [*UPPER[1:], "-1"]), "must hold no number below 0, got -1.0"),
        (row("", UPPER), "must begin with the name of a class, got ''"),
        (row("\a", UPPER), r"must begin with the name of a class, got '\\x07'"),
    ],
)
def test_a_row_that_is_wrong_is_named_and_can_be_left_out(read, wrong, reason):
    content = text(row("a", UPPER), row("b", LOWER), wrong, row("a", LOWER))
    with pytest.raises(BadFilesError, match=f"got 1 bad: line 3: {reason}"):
        read(content)
    data = read(content, skip_bad=True)
    assert len(data.stimuli) == 3
    assert len(data.skipped) == 1


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "must hold a row for each picture, got none"),
        ("label,pixel0\n", "must hold a row for each picture, got none"),
        ("a\nb\n", "400 pixels in columns after the label, or another square number from 4, got 0"),
        ("a,1,2,3\nb,1,2,3\n", "400 pixels in columns after the label, or another square number from 4, got 3"),
        ("a/1.png,square\na/2.png,circle\n", "got 1 in .*, for pictures themselves are not in it; a folder for"),
        (b"\xff\xfe1\x00,\x00", "must be text in UTF-8"),
        ('a,"1\n' * 70_000, "sound CSV file"),
        ('a,"1"2,3\n', "sound CSV file"),
        ("a" * (2**20 + 5), "lines of less than"),
        (text(*(f"{number},1" for number in range(5000))), "at most 4096 classes, got 4097"),
        (text(row("a", UPPER), row("a", LOWER)), "at least two classes in mine.csv, got 'a'"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_one_sentence(read, content, sentence):
    with pytest.raises(InputError, match=sentence) as refused:
        read(content)
    assert "\n" not in str(refused.value)


def test_bad_rows_are_named_in_their_order(read):
    rows = [row("a", UPPER), row("b", LOWER), row("a", [*UPPER[1:], "x"]), *(row("", UPPER) for _ in range(9))]
    with pytest.raises(BadFilesError) as refused:
        read(text(*rows, row("b", UPPER[1:])))
    assert [bad.name for bad in refused.value.bad] == [f"line {number}" for number in range(3, 14)]


def test_pictures_that_light_nothing_are_named(read):
    data = read(text(row("a", UPPER), row("b", LOWER), row("a", UPPER * 0), row("b", LOWER * 0)), unseen_share=0)
    assert data.blank == ("line 3", "line 4")
    assert "On average 100 of 400 cells are lit; 2 pictures light none: line 3, line 4." in list(facts(data))


def test_rows_that_are_not_taken_are_not_judged(read):
    content = text(row("a", UPPER), row("b", LOWER), row("a", UPPER), row("b", ["x"] * 400))
    assert len(read(content, most=2, unseen_share=0).stimuli) == 2


def test_so_many_bad_rows_are_refused_even_where_they_may_be_left_out(read):
    with pytest.raises(BadFilesError, match="got 10001 bad"):
        read(GOOD + "\a,1\n" * 10_001, skip_bad=True)
