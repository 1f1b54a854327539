"""Below: the share of right answers of both learners over the exposures, and history's yardstick on the same axis."""

import numpy as np
import numpy.typing as npt
import pygame

from perceptron_sim.experiments.letters import YARDSTICK_EXPOSURES, Letters
from perceptron_sim.frontend import theme
from perceptron_sim.frontend.panels.frame import draw_ground, draw_label
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.theme import Colour
from perceptron_sim.quantities import count
from perceptron_sim.snapshot import SessionSnapshot

LEARNERS = (("mark1", "1960", theme.AMBER), ("modern", "today", theme.BLUE))
YARDSTICK = (
    "Yardstick of 1960:",
    f"errorless after {YARDSTICK_EXPOSURES}",
    "exposures of each",
    "letter (documented)",
)


def plot_area(area: pygame.Rect, type_: Type) -> pygame.Rect:
    """Where the curves run inside the panel: words stand at its left, the yardstick's at its right."""
    px = type_.scale.px
    words = max(type_.width(text, theme.SMALL) for text in ("share of the last pass", "1 040 exposures"))
    left = area.left + px(28) + words + px(24) + type_.width("100 %", theme.SMALL) + px(12)
    right = area.right - px(28) - max(type_.width(line, theme.SMALL) for line in YARDSTICK) - px(16)
    return pygame.Rect(left, area.top + px(20), right - left, area.height - px(40))


def draw_still(surface: pygame.Surface, area: pygame.Rect, type_: Type, experiment: str) -> None:
    """Ground, axes and, of the experiment that has it, the yardstick."""
    draw_ground(surface, area, type_)
    px, plot = type_.scale.px, plot_area(area, type_)
    label_top = area.top + px(16) + type_.height(theme.LABEL) + px(6)
    draw_label(surface, (area.left + px(28), label_top), type_, "Right answers")
    at = (area.left + px(28), label_top + type_.font(theme.SMALL).get_ascent())
    type_.write(surface, "share of the last pass", at, theme.SMALL, theme.MUTED)
    for share, text in ((1.0, "100 %"), (0.5, "50 %"), (0.0, "0 %")):
        y = round(plot.bottom - share * plot.height)
        pygame.draw.line(surface, theme.LINE, (plot.left, y), (plot.right, y))
        type_.write(surface, text, (plot.left - px(12), y + px(5)), theme.SMALL, theme.MUTED, "right")
    if experiment != Letters.name:
        return
    for y in range(plot.top, plot.bottom, px(8)):
        pygame.draw.line(surface, theme.MUTED, (plot.right, y), (plot.right, min(y + px(4), plot.bottom)))
    line_height = type_.height(theme.SMALL)
    first = plot.centery - len(YARDSTICK) * line_height // 2 + type_.font(theme.SMALL).get_ascent()
    for row, line in enumerate(YARDSTICK):
        type_.write(surface, line, (plot.right + px(16), first + row * line_height), theme.SMALL, theme.MUTED)


def draw_live(surface: pygame.Surface, area: pygame.Rect, type_: Type, snapshot: SessionSnapshot) -> None:
    """Both curves, each ending in its name, and a mark where a learner made its first errorless pass."""
    plot = plot_area(area, type_)
    classes = len(snapshot.class_names)
    most = YARDSTICK_EXPOSURES * classes if snapshot.experiment == Letters.name else snapshot.exposure_limit
    ends = []
    for name, learner, colour in LEARNERS:
        score = snapshot.scores[name]
        if not score.curve.size:
            continue
        points = curve_points(score.curve, plot, most)
        if len(points) > 1:
            pygame.draw.aalines(surface, colour, False, points)
            pygame.draw.lines(surface, colour, False, points, type_.scale.px(2))
        words = errorless(learner, score.errorless_pass)
        ends.append((points[-1], words, colour))
    _name_ends(surface, area, type_, ends)
    at = (area.left + type_.scale.px(28), plot.bottom + type_.scale.px(5))
    type_.write(surface, f"{count(snapshot.exposures)} exposures", at, theme.SMALL, theme.TEXT)


def errorless(learner: str, errorless_pass: int | None) -> str:
    """The name at the end of a curve, in the yardstick's unit once there is something to hold against it."""
    if errorless_pass is None:
        return learner
    return f"{learner}: errorless after {errorless_pass - 1} exposures of each"


def curve_points(curve: npt.NDArray[np.floating], plot: pygame.Rect, most: int) -> list[tuple[float, float]]:
    """Where the shares (exposures,) stand in *plot*, whose right edge is exposure number *most*."""
    x = plot.left + np.arange(1, curve.size + 1) / most * plot.width
    y = plot.bottom - curve * plot.height
    return list(zip(x.tolist(), y.tolist(), strict=True))


def _name_ends(
    surface: pygame.Surface, area: pygame.Rect, type_: Type, ends: list[tuple[tuple[float, float], str, Colour]]
) -> None:
    """A dot and a name at the end of each curve; names keep a line's distance and stay inside *area*."""
    px, line = type_.scale.px, type_.height(theme.SMALL)
    ends = sorted(ends, key=lambda end: end[0][1])
    lowest = area.bottom - px(8) - line * (len(ends) - 1)
    baseline = area.top + px(6) + type_.font(theme.LABEL).get_ascent()
    for (x, y), words, colour in ends:
        pygame.draw.circle(surface, colour, (x, y), px(5))
        baseline = min(max(baseline, round(y) + px(5)), lowest)
        type_.write(surface, words, (round(x) + px(14), baseline), theme.LABEL, colour)
        baseline, lowest = baseline + line, lowest + line
