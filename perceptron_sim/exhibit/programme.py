"""What is shown while nobody is there: views in turn, and a hand that draws a letter as a visitor would."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from perceptron_sim.exhibit.config import TurnSpec

PAD, CLEAR, ASK, TEACH, CLASS = "pad", "clear", "ask", "teach", "class"
Point = tuple[float, float]
# As one writes them, on a square of side 1, x to the right and y down.
STROKES: dict[str, tuple[tuple[Point, ...], ...]] = {
    "E": (
        ((0.28, 0.15), (0.28, 0.85)),
        ((0.28, 0.15), (0.75, 0.15)),
        ((0.28, 0.5), (0.66, 0.5)),
        ((0.28, 0.85), (0.75, 0.85)),
    ),
    "T": (((0.2, 0.18), (0.8, 0.18)), ((0.5, 0.18), (0.5, 0.85))),
    "X": (((0.24, 0.15), (0.76, 0.85)), ((0.76, 0.15), (0.24, 0.85))),
    "L": (((0.3, 0.15), (0.3, 0.85)), ((0.3, 0.85), (0.75, 0.85))),
}
STROKE_S, LIFTED_S = 1.1, 0.45  # for a stroke as long as the square's side; from one stroke to the next
COMES_S, LOOKS_S, PRESSES_S, GOES_S = 1.5, 3.0, 0.35, 0.9


@dataclass(frozen=True, slots=True)
class Waypoint:
    """Where the hand is *at_s* after its turn began: on *place*, at *x* and *y* of it from 0 to 1.

    *down* is whether the finger touches from here on to the next one.
    """

    at_s: float
    place: str
    x: float
    y: float
    down: bool


def turn_at(turns: Sequence[TurnSpec], time_s: float) -> tuple[int, float]:
    """Which of *turns*, that follow each other for ever, there is after *time_s*, counted from 0; and for how long."""
    ends = list(accumulate(turn.turn_s for turn in turns))
    rest_s = math.fmod(time_s, ends[-1])
    index = next((number for number, end_s in enumerate(ends) if rest_s < end_s), len(turns) - 1)
    return index, rest_s - (ends[index - 1] if index else 0.0)


def drawing(letter: str) -> tuple[Waypoint, ...]:
    """How a hand wipes the pad, draws *letter*, asks what it is, and then says it."""
    points = [Waypoint(COMES_S, CLEAR, 0.5, 0.5, True), Waypoint(COMES_S + PRESSES_S, CLEAR, 0.5, 0.5, False)]
    now_s = COMES_S + PRESSES_S + GOES_S
    for stroke in STROKES[letter]:
        for number, (x, y) in enumerate(stroke):
            now_s += LIFTED_S if number == 0 else STROKE_S * math.dist(stroke[number - 1], (x, y))
            points.append(Waypoint(now_s, PAD, x, y, number < len(stroke) - 1))
    for place, before_s in ((ASK, GOES_S), (CLASS, LOOKS_S), (TEACH, GOES_S)):
        now_s += before_s
        points += (Waypoint(now_s, place, 0.5, 0.5, True), Waypoint(now_s + PRESSES_S, place, 0.5, 0.5, False))
        now_s += PRESSES_S
    return tuple(points)


def between(points: Sequence[Waypoint], time_s: float) -> tuple[Waypoint, Waypoint, float] | None:
    """The waypoints before and after *time_s*, and how much of the way is gone; None where there is no hand."""
    for first, second in pairwise(points):
        if first.at_s <= time_s < second.at_s:
            return first, second, (time_s - first.at_s) / (second.at_s - first.at_s)
    return None
