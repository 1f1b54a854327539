"""Rows are appended whole or not at all, and gone on with after whatever remained of them."""

from contextlib import closing

import pytest

from perceptron_sim.errors import OutputError
from perceptron_sim.row_file import BLOCK_BYTES, RowFile

HEADER = "name,number,wall_s\n"


@pytest.fixture
def path(tmp_path):
    return tmp_path / "rows.csv"


def rows(*numbers, wall="0.5"):
    return [f"a,{number},{wall}\n" for number in numbers]


def put(path, lines):
    with closing(RowFile(path, HEADER)) as file:
        file.add(lines)


def test_a_new_file_has_its_header_and_what_was_added(path):
    put(path, rows(1, 2))
    assert path.read_text() == HEADER + "a,1,0.5\na,2,0.5\n"


def test_rows_that_are_there_stay_and_new_ones_follow(path):
    put(path, rows(1, 2))
    put(path, rows(1, 2, 3, wall="0.75"))
    assert path.read_text() == HEADER + "a,1,0.5\na,2,0.5\na,3,0.75\n"


@pytest.mark.parametrize("torn", range(1, len("a,2,0.5\n")))
def test_a_torn_row_is_written_again(path, torn):
    path.write_text(HEADER + "a,1,0.5\n" + "a,2,0.5\n"[:torn])
    put(path, rows(1, 2))
    assert path.read_text() == HEADER + "a,1,0.5\na,2,0.5\n"


@pytest.mark.parametrize("torn", range(len(HEADER)))
def test_a_torn_header_is_written_again(path, torn):
    path.write_text(HEADER[:torn])
    put(path, rows(1))
    assert path.read_text() == HEADER + "a,1,0.5\n"


def test_a_tail_without_an_end_may_be_of_any_length(path):
    path.write_text(HEADER + "a,1,0.5\n" + "9" * (3 * BLOCK_BYTES + 5))
    put(path, rows(1, 2))
    assert path.read_text() == HEADER + "a,1,0.5\na,2,0.5\n"


def test_how_many_old_rows_are_left_is_known(path):
    put(path, rows(1, 2, 3))
    with closing(RowFile(path, HEADER)) as file:
        file.add(rows(1))
        assert file.old_rows_left() == 2


def test_another_row_is_refused_and_nothing_is_changed(path):
    put(path, rows(1, 2))
    with pytest.raises(
        OutputError, match=r"^rows\.csv must hold the rows of this run on this computer, here 'a,3,0\.5',"
    ):
        put(path, rows(1, 3))
    assert path.read_text() == HEADER + "a,1,0.5\na,2,0.5\n"


@pytest.mark.parametrize("content", [b"a,b,c\n", b"something else", b"\xff\xfe\n", HEADER[:-1].encode() + b"x", b"\n"])
def test_a_file_with_other_columns_is_refused_and_left_alone(path, content):
    path.write_bytes(content)
    with pytest.raises(OutputError, match=r"^rows\.csv must begin with the columns 'name,number,wall_s', got"):
        RowFile(path, HEADER)
    assert path.read_bytes() == content


def test_a_file_that_is_taken_away_is_noticed(path, tmp_path):
    with closing(RowFile(path, HEADER)) as file:
        path.rename(tmp_path / "moved")
        with pytest.raises(FileNotFoundError):
            file.add(rows(1))
        path.write_text("mine")
        with pytest.raises(OutputError, match=r"^rows\.csv must stay the same file during the run, got another one"):
            file.add(rows(1))
    assert path.read_text() == "mine"
    assert (tmp_path / "moved").read_text() == HEADER
