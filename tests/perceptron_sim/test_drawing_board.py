"""The pad: strokes light what they cross, all of it can be taken back to the bit, shifts keep what stays on."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from perceptron_sim.drawing_board import BRUSHES_CELLS, LIGHTS, MOST_KEPT, Brush, DrawingBoard
from perceptron_sim.stamps import shapes

ROWS, COLUMNS = 6, 8
points = st.tuples(st.floats(-2, COLUMNS + 2), st.floats(-2, ROWS + 2))
brushes = st.builds(Brush, st.sampled_from((0, *LIGHTS)), st.sampled_from(BRUSHES_CELLS))
images = st.lists(st.sampled_from((0.0, 0.25, 1.0)), min_size=48, max_size=48).map(
    lambda values: np.array(values, dtype=np.float32).reshape(ROWS, COLUMNS)
)
doings = st.one_of(
    st.tuples(st.just("put"), st.integers(0, 2), points),
    st.tuples(st.just("move"), st.integers(0, 2), points),
    st.tuples(st.just("lift"), st.integers(0, 2)),
    st.tuples(st.just("lift_all")),
    st.tuples(st.just("brush"), brushes),
    st.tuples(st.just("stamp"), images),
    st.tuples(st.just("put_in_place"), images),
    st.tuples(st.just("shift"), st.integers(-9, 9), st.integers(-9, 9)),
    st.tuples(st.just("clear")),
    st.tuples(st.just("undo")),
)


def do(board, doing):
    name, *given_to_it = doing
    if name == "brush":
        (board.brush,) = given_to_it
    else:
        getattr(board, name)(*given_to_it)


def drawn(*strokes, brush):
    """A board on which each of *strokes*, a list of points, was drawn by a pen of its own, all at once."""
    board = DrawingBoard(ROWS, COLUMNS)
    board.brush = brush
    for pen, stroke in enumerate(strokes):
        board.put(pen, stroke[0])
    for pen, stroke in enumerate(strokes):
        for at in stroke[1:]:
            board.move(pen, at)
    board.lift_all()
    return board


@given(st.lists(doings, max_size=30))
def test_all_that_was_done_is_taken_back_step_by_step_and_light_stays_light(steps):
    board = DrawingBoard(ROWS, COLUMNS)
    seen = [board.light.tobytes()]
    for doing in steps:
        do(board, doing)
        assert board.light.min() >= 0
        assert board.light.max() <= 1
        assert (board.sign.rows, board.sign.columns) == (ROWS, COLUMNS)
        seen.append(board.light.tobytes())
    while board.undoable:
        before = board.light.tobytes()
        assert board.undo()
        assert board.light.tobytes() != before
        assert board.light.tobytes() in seen
    assert not board.undo()
    assert board.dark


@given(images, st.lists(points, min_size=1, max_size=6), st.lists(points, min_size=1, max_size=4), brushes)
def test_strokes_of_several_pens_at_once_are_taken_back_as_one(image, one, other, brush):
    board = DrawingBoard(ROWS, COLUMNS)
    board.put_in_place(image)
    before = board.light.tobytes()
    board.brush = brush
    board.put("one", one[0])
    board.put("other", other[0])
    for at in one:
        board.move("one", at)
    board.lift("one")
    for at in other:
        board.move("other", at)
    board.lift("other")
    if board.light.tobytes() != before:
        board.undo()
    assert board.light.tobytes() == before


@given(st.lists(points, min_size=1, max_size=5), st.lists(points, min_size=1, max_size=5), brushes)
def test_pens_do_not_mind_which_of_them_draws_first(one, other, brush):
    assert drawn(one, other, brush=brush).light.tobytes() == drawn(other, one, brush=brush).light.tobytes()


@given(points, points, brushes)
def test_going_over_a_stroke_again_changes_nothing(begin, end, brush):
    once, twice = drawn([begin, end], brush=brush), drawn([begin, end, begin, end], brush=brush)
    assert once.light == pytest.approx(twice.light, abs=1e-5)  # cells are as far from a line either way


@given(st.integers(0, ROWS - 1), st.integers(0, COLUMNS - 1), st.sampled_from(LIGHTS))
def test_the_thinnest_brush_lights_one_cell_alone(row, column, level):
    board = drawn([(column + 0.5, row + 0.5)], brush=Brush(level, BRUSHES_CELLS[0]))
    wanted = np.zeros((ROWS, COLUMNS), dtype=np.uint8)
    wanted[row, column] = level
    assert board.sign.levels == wanted.tobytes()


def test_a_wider_brush_covers_more_and_fades_towards_its_edge():
    sums = [float(drawn([(4, 3)], brush=Brush(255, radius)).light.sum()) for radius in BRUSHES_CELLS]
    assert all(less < more for less, more in pairwise(sums))
    row = drawn([(0.5, 3.5), (7.5, 3.5)], brush=Brush(255, 1.3)).light[:, 4].tolist()
    assert row[3] == 1
    assert row[2] == row[4] == pytest.approx(0.8)
    assert row[1] == row[5] == 0


def test_the_eraser_rubs_out_what_it_covers_and_leaves_the_rest():
    board = DrawingBoard(ROWS, COLUMNS)
    board.put_in_place(np.ones((ROWS, COLUMNS)))
    board.brush = Brush(0, BRUSHES_CELLS[0])
    assert board.brush.erases
    board.put("mouse", (2.5, 2.5))
    assert board.light[2, 2] == 0
    assert board.light.sum() == ROWS * COLUMNS - 1


def test_a_brush_changed_while_a_pen_is_down_draws_on_over_what_is_there():
    board = DrawingBoard(ROWS, COLUMNS)
    board.brush = Brush(255, BRUSHES_CELLS[0])
    board.put("mouse", (0.5, 0.5))
    board.brush = Brush(128, BRUSHES_CELLS[0])
    board.move("mouse", (1.5, 0.5))
    assert [round(255 * float(value)) for value in board.light[0, :3]] == [128, 128, 0]


@given(images, st.integers(-9, 9), st.integers(-9, 9))
def test_a_shift_moves_what_stays_on_the_board(image, down, right):
    board = DrawingBoard(ROWS, COLUMNS)
    board.put_in_place(image)
    board.shift(down, right)
    for (row, column), light in np.ndenumerate(board.light):
        before = row - down, column - right
        there = 0 <= before[0] < ROWS and 0 <= before[1] < COLUMNS
        assert light == (image[before] if there else 0)


@given(images, images)
def test_a_stamp_adds_light(one, other):
    board = DrawingBoard(ROWS, COLUMNS)
    board.stamp(one)
    board.stamp(other)
    assert np.array_equal(board.light, np.maximum(one, other))


def test_what_is_kept_to_be_taken_back_is_bounded():
    board = DrawingBoard(2, 2)
    for number in range(3 * MOST_KEPT):
        board.put_in_place(np.full((2, 2), number % 2 or 0.5))
    assert sum(board.undo() for _ in range(3 * MOST_KEPT)) == MOST_KEPT


def test_looking_through_a_camera_leaves_nothing_to_be_taken_back():
    board = DrawingBoard(2, 2)
    board.look_through(np.ones((2, 2)))
    assert not board.dark
    assert not board.undoable


def test_the_light_cannot_be_changed_from_outside():
    with pytest.raises(ValueError, match="read-only"):
        DrawingBoard(2, 2).light[0, 0] = 1


@pytest.mark.parametrize("shape", [(20, 20), (12, 30), (9, 9)])
def test_shapes_stand_in_the_middle_and_differ(shape):
    found = shapes(*shape, ("Circle", "cross"))
    assert len({stamp.sign for stamp in found}) == len(found) == 8
    for stamp in found:
        down, across = (np.flatnonzero(stamp.sign.image.any(axis=axis)) for axis in (1, 0))
        for where, side in ((down, shape[0]), (across, shape[1])):
            assert abs(int(where[0]) - (side - 1 - int(where[-1]))) <= 1
    assert [stamp.label for stamp in found if stamp.name == "circle"] == [0]
    assert shapes(2, 2, ()) == ()
