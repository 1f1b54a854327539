"""Parity of more cells than an A-unit has wires, which no machine can learn.

An A-unit sees x + y cells at most. Over all patterns of more cells than that, those with an even number lit and those
with an odd number cancel out for every A-unit: no values can tell them apart (Minsky and Papert 1969).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from hardware import Mark1, Mark1Spec, PlugboardSpec, ResponseSpec, RetinaSpec
from perceptron_sim.evidence.machines import (
    UNLIMITED,
    BoolArray,
    Lessons,
    one_bit_codes,
    patterns_for,
    teach,
    trainer_of,
    until_errorless,
)
from perceptron_sim.evidence.row import Row, over, percent, span

PASSES = 20


@dataclass(frozen=True, slots=True)
class Board:
    """A retina of *rows* by *columns* of which *cells* are ever lit, *wires* of each sign to every A-unit."""

    rows: int
    columns: int
    cells: int
    wires: int

    @property
    def spec(self) -> Mark1Spec:
        """The machine, all of its A-units on R1."""
        limit = PlugboardSpec().wires_per_s_unit if self.rows * self.columns == 400 else UNLIMITED
        return Mark1Spec(
            retina=RetinaSpec(rows=self.rows, columns=self.columns),
            plugboard=PlugboardSpec(excitatory=self.wires, inhibitory=self.wires, wires_per_s_unit=limit),
            response=ResponseSpec(in_use=1),
        )


# The Mark I itself; a small retina on which every A-unit sees ten cells of twelve; one small enough to be taught.
BOARDS = (Board(20, 20, 11, 5), Board(3, 4, 12, 5), Board(2, 3, 6, 2))
TAUGHT = BOARDS[-1]
ENOUGH = Board(1, 2, 2, 1)  # as many wires as cells


@dataclass(frozen=True, slots=True)
class Cancelled:
    """The sum of (-1)**parity x fires over all patterns: the largest of any A-unit of any machine, sign dropped."""

    board: Board
    machines: int
    largest: int
    firing_share: float


@dataclass(frozen=True, slots=True)
class Taught:
    """How machines did that were taught parity."""

    board: Board
    lessons: tuple[Lessons, ...]

    @property
    def errorless(self) -> int:
        """How many machines learned it."""
        return sum(one.errorless for one in self.lessons)


def all_patterns(board: Board) -> BoolArray:
    """(2**cells, rows, columns): every pattern of the first *cells* cells, the others dark."""
    numbers = np.arange(2**board.cells)
    lit = np.zeros((numbers.size, board.rows * board.columns), dtype=np.bool_)
    lit[:, : board.cells] = (numbers[:, None] >> np.arange(board.cells)) % 2 == 1
    return lit.reshape(-1, board.rows, board.columns)


def odd(patterns: BoolArray) -> BoolArray:
    """(n, rows, columns) -> (n,): which have an odd number of cells lit."""
    result: BoolArray = patterns.sum(axis=(1, 2)) % 2 == 1
    return result


def firing(machine: Mark1, patterns: BoolArray) -> BoolArray:
    """(n, rows, columns) -> (n, a_units): which A-units fire once the retina has settled."""
    return np.stack([machine.association.fires(pattern.closes) for pattern in patterns_for(machine, patterns)])


def cancelled(board: Board, machines: int) -> Cancelled:
    """Add up over all patterns what should cancel."""
    patterns = all_patterns(board)
    signs = np.where(odd(patterns), -1, 1)
    fired = [firing(trainer_of(board.spec, seed).machine, patterns) for seed in range(machines)]
    largest = max(int(np.abs(signs @ one).max()) for one in fired)
    return Cancelled(board, machines, largest, float(np.mean([one.mean() for one in fired])))


def taught(board: Board, machines: int) -> Taught:
    """Teach *machines* whether an odd number of cells is lit, over all patterns."""
    patterns, lessons = all_patterns(board), []
    for seed in range(machines):
        trainer = trainer_of(board.spec, seed)
        prepared = patterns_for(trainer.machine, patterns)
        lessons.append(teach(trainer, prepared, one_bit_codes(odd(patterns)), until_errorless(PASSES)))
    return Taught(board, tuple(lessons))


def measure(machines: int) -> Iterator[Cancelled | Taught]:
    """Add up on every board, on *machines* each, then teach: one that cannot learn it, one that can."""
    for board in (*BOARDS, ENOUGH):
        yield cancelled(board, machines)
    for board in (TAUGHT, ENOUGH):
        yield taught(board, machines)


def rows(measured: Iterable[Cancelled | Taught]) -> Iterator[Row]:
    """The identity, and what it does to lessons."""
    for one in measured:
        yield _cancelled_row(one) if isinstance(one, Cancelled) else _taught_row(one)


def _cancelled_row(one: Cancelled) -> Row:
    possible = one.board.cells <= 2 * one.board.wires
    return Row(
        what=f"Σ (−1)^parity × fires, {one.board.cells} cells of {one.board.rows} × {one.board.columns}, "
        f"x + y = {2 * one.board.wires}",
        source="*Perceptrons*",
        theirs="need not be 0" if possible else "0 for every A-unit",
        ours=f"{one.largest} at most" if one.largest else "0 for every A-unit",
        basis=over(one.machines),
        note=f"{2**one.board.cells:,} patterns; an A-unit fires at {percent(one.firing_share)} of them",
    )


def _taught_row(one: Taught) -> Row:
    board, machines = one.board, len(one.lessons)
    errors = [errors for lessons in one.lessons for errors in lessons.errors]
    passes = [lessons.passes for lessons in one.lessons]
    never = not one.errorless
    return Row(
        what=f"parity of {board.cells} cells taught, x + y = {2 * board.wires}",
        source="*Perceptrons*",
        theirs="impossible" if board.cells > 2 * board.wires else "possible",
        ours=f"{one.errorless} of {machines} learn it",
        basis=over(machines),
        note=f"{PASSES} passes, {span(errors)} of {2**board.cells} wrong in each"
        if never
        else f"in {span(passes)} passes",
    )
