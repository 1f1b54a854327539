"""The worked example on paper: two pages of A4 as words and lines, which whoever prints them only has to draw."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from perceptron_sim.explain.worked_example import (
    AFTER,
    BACK_HIDDEN,
    BACK_OUTPUT,
    FORWARD,
    GIVEN_PART,
    LOSS,
    SAID,
    STEPS,
    Course,
    Step,
    spoken,
    steps,
)
from perceptron_sim.explain.worked_example_net import EDGES, NODES, known_at, node_lines, short
from perceptron_sim.explain.worked_example_sheet import NAME as COMMAND
from perceptron_sim.explain.worked_example_sheet import TITLE as NAME_OF_SHEET

PAGE = (595, 842)  # A4, in points of 1/72 inch
LEFT, RIGHT, TOP, BOTTOM = 48.0, 547.0, 56.0, 812.0
NAME, POINT, LECTURE, FORMULA, FIGURES = LEFT, 176.0, 298.0, 350.0, 152.0  # columns; POINT: of decimals
LINE, NET_LINE, HEADING_GAP = 10.0, 8.5, 17.0
BODY, SMALL, SENTENCE, HEADING, TITLE = 7.6, 6.9, 6.6, 9.0, 17.0  # type sizes
WIDE = 0.6  # of a letter of equal-width type, as a share of its size
HEAD = (
    "2 inputs, 2 hidden and 2 output neurons, all sigmoid; half the squared error; one example, again and again.",
    "Computed in 64-bit floating point. In the original the biases stay fixed, and so they do here.",
    "Each row: name, value with all digits, what the lecture prints, formula; below it the same in figures.",
)
FIRST_PAGE, SECOND_PAGE = (GIVEN_PART, FORWARD, LOSS), (BACK_OUTPUT, BACK_HIDDEN, AFTER)


class Face(Enum):
    """Which type."""

    PLAIN = "equal width"
    STRONG = "equal width, bold"
    TITLE = "bold"


@dataclass(frozen=True, slots=True)
class Words:
    """A line of type: left end, or *middle*, of its baseline at (x, y) from the top left corner; *quiet*: grey."""

    x: float
    y: float
    text: str
    size: float = BODY
    face: Face = Face.PLAIN
    quiet: bool = False
    middle: bool = False


@dataclass(frozen=True, slots=True)
class Stroke:
    """A straight line."""

    start: tuple[float, float]
    end: tuple[float, float]
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Disc:
    """A white disc with an edge."""

    x: float
    y: float
    radius: float


@dataclass(frozen=True, slots=True)
class Plate:
    """White, so that what is behind does not show."""

    left: float
    top: float
    right: float
    bottom: float


Mark = Words | Stroke | Disc | Plate


def pages(fixed: Course, learned: Course) -> tuple[tuple[Mark, ...], ...]:
    """Both pages, what is drawn first first."""
    return tuple(_first_page()), tuple(_second_page(fixed, learned))


def _first_page() -> Iterator[Mark]:
    yield Words(LEFT, TOP + 8, NAME_OF_SHEET, TITLE, Face.TITLE)
    for number, line in enumerate(HEAD):
        yield Words(LEFT, TOP + 26 + number * LINE, line, BODY)
    yield from _net(TOP + 84, TOP + 290)
    y = TOP + 372
    for part in FIRST_PAGE:
        y, marks = _part(part, y)
        yield from marks
    yield from _foot(1)


def _second_page(fixed: Course, learned: Course) -> Iterator[Mark]:
    y = TOP
    for part in SECOND_PAGE:
        y, marks = _part(part, y)
        yield from marks
    yield from _heading("The loss on its way", "L after no, one and ten thousand steps, always the same example.", y)
    y += LINE + 3
    for course, words in ((fixed, "biases fixed, as in the original"), (learned, "biases learned too")):
        course.go_on(STEPS)
        for taken in (0, 1, STEPS):
            yield Words(NAME, y, f"after {taken:,}", BODY, Face.STRONG)
            yield from _number(repr(course.losses[taken]), y)
            yield Words(LECTURE, y, words, SMALL, quiet=True)
            y += LINE
    yield from _foot(2)


def _foot(number: int) -> Iterator[Mark]:
    words = f"perceptron-sim {COMMAND}    page {number} of 2"
    yield Words(LEFT, BOTTOM + 10, words, SMALL, quiet=True)


def _heading(title: str, sentence: str, y: float) -> Iterator[Mark]:
    yield Words(LEFT, y, title, HEADING, Face.TITLE)
    size = min(SENTENCE, (RIGHT - POINT) / (WIDE * len(sentence)))
    yield Words(POINT, y, sentence, size, quiet=True)
    yield Stroke((LEFT, y + 4), (RIGHT, y + 4), quiet=True)


def _part(part: str, y: float) -> tuple[float, list[Mark]]:
    """All numbers of one part from the baseline *y* on; and where the next part begins."""
    own = [step for step in steps() if step.part == part]
    marks: list[Mark] = list(_heading(part, SAID[part], y))
    y += LINE + 4
    if part == GIVEN_PART:
        y, given = _given(own, y)
        marks += given
    else:
        for step in own:
            lines = list(_row(step, y))
            marks += lines
            y = max(mark.y for mark in lines) + LINE
    return y + HEADING_GAP - LINE + 2, marks


def _given(own: Sequence[Step], y: float) -> tuple[float, list[Mark]]:
    """What is given, in three columns."""
    rows = -(-len(own) // 3)
    marks: list[Mark] = []
    for number, step in enumerate(own):
        column, row = divmod(number, rows)
        x, at = LEFT + column * 168, y + row * LINE
        marks.append(Words(x, at, spoken(step.name), BODY, Face.STRONG))
        marks.append(Words(x + 28, at, step.exact, BODY))
        marks.append(Words(x + 66, at, f"lecture {step.printed}", SMALL, quiet=True))
    return y + rows * LINE, marks


def _row(step: Step, y: float) -> Iterator[Words]:
    """Name, value with all digits, the lecture's, formula; below it the formula in figures."""
    formula = spoken(step.formula)
    yield Words(NAME, y, spoken(step.name), BODY, Face.STRONG)
    yield from _number(step.exact, y)
    if step.printed:
        yield Words(LECTURE, y, step.printed, BODY)
    if width(formula, SMALL) <= RIGHT - FORMULA:
        yield Words(FORMULA, y, formula, SMALL)
    else:
        y += LINE
        yield Words(FIGURES, y, f"= {formula}", SMALL)
    if " " in step.formula:
        yield Words(FIGURES, y + LINE, f"= {step.figures}", SMALL, quiet=True)


def _number(text: str, y: float) -> Iterator[Words]:
    """A number whose decimal point stands in the column of all."""
    before = len(text.partition(".")[0])
    yield Words(POINT - before * WIDE * BODY, y, text, BODY)


def width(text: str, size: float) -> float:
    """How wide *text* is in letters of equal width."""
    return len(text) * WIDE * size


def _net(top: float, bottom: float) -> Iterator[Mark]:
    """The network, each neuron and weight with its numbers, in short, after the whole walk."""
    known = known_at(len(steps()) - 1)

    def at(name: str) -> tuple[float, float]:
        column, row = NODES[name]
        return LEFT + 40 + column / 3 * (RIGHT - LEFT - 96), top + row * (bottom - top)

    for end in ("o1", "o2"):
        yield Stroke(at(end), at("L"), quiet=True)
    for start, end in EDGES.values():
        yield Stroke(at(start), at(end))
    for name, (start, end) in EDGES.items():
        yield from _weight(name, at(start), at(end), start[1] == end[1], known)
    for name in NODES:
        x, y = at(name)
        yield Disc(x, y, 13)
        yield Words(x, y + 3, name, HEADING, Face.STRONG, middle=True)
        yield from _lines(x, y + 17, node_lines(name, known))


def _weight(
    name: str, start: tuple[float, float], end: tuple[float, float], level: bool, known: dict[str, float]
) -> Iterator[Mark]:
    """A weight's value, its slope and what it becomes, on its line; of two that cross nearer to where each begins."""
    share = 0.5 if level else 0.36
    x, y = (a + share * (b - a) for a, b in zip(start, end, strict=True))
    before, after = short(known[name]), short(known[f"{name} after one step"])
    lines = [f"{name} {before}", f"∂ {short(known[f'∂L/∂{name}'])}", f"now {after}"]
    yield from _lines(x, y - NET_LINE * len(lines) / 2 - 1, lines)


def _lines(x: float, top: float, lines: Sequence[str]) -> Iterator[Mark]:
    """*lines* below *top*, their middles at *x*, nothing behind them."""
    wide = max(width(line, SMALL) for line in lines)
    yield Plate(x - wide / 2 - 2, top, x + wide / 2 + 2, top + NET_LINE * len(lines) + 1)
    for number, line in enumerate(lines):
        yield Words(x, top + 7 + number * NET_LINE, line, SMALL, middle=True)


def every_text(marks: Sequence[Sequence[Mark]]) -> tuple[str, ...]:
    """All words on all pages."""
    return tuple(mark.text for mark in itertools.chain(*marks) if isinstance(mark, Words))
