"""The activation of a unit as a curve, with the present point and its tangent, and the numbers of both below."""

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import pygame

from perceptron_sim.explain.neuron import A_UNIT, OpenedUnit
from perceptron_sim.explain.neuron_activation import SOFTMAX, STEP, curve, in_words
from perceptron_sim.explain.neuron_words import signed
from perceptron_sim.frontend import theme
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.theme import Colour
from perceptron_sim.frontend.views.neuron.headings import draw_label
from perceptron_sim.frontend.views.neuron.layout import UnitLayout

FloatVector = npt.NDArray[np.float64]
SAMPLES = 81
FAR = 1e30
STEPS_OF_A_SCALE = (1.0, 2.0, 5.0, 10.0)
LEAST_REACH = {STEP: 5.0, SOFTMAX: 5.0}
ROOM = 0.08  # above the curve and below it, as a share of its height
TANGENT = 0.22  # of the width, to either side


def reach(opened: OpenedUnit) -> float:
    """How far to either side of its middle the activation is drawn: the least round number that holds the sum."""
    away = abs(opened.total - _middle(opened)) * 1.15
    least = max(away if away < FAR else 0.0, LEAST_REACH.get(opened.activation, 1.0))
    size = 10.0 ** math.floor(math.log10(least))
    return next(size * step for step in STEPS_OF_A_SCALE if size * step >= least * (1 - 1e-9))


def _middle(opened: OpenedUnit) -> float:
    """Where an activation bends: of an output where it is as sure as not."""
    return opened.others if opened.activation == SOFTMAX and math.isfinite(opened.others) else 0.0


def points_of(opened: OpenedUnit) -> tuple[FloatVector, FloatVector]:
    """Sums and what the activation makes of each; of a step the jump is left out."""
    xs = _samples(reach(opened))
    if opened.threshold is not None:
        return np.array(xs), np.array([float(_answers(opened, x)) for x in xs])
    return np.array(xs) + _middle(opened), curve(opened.activation, xs)[0]


@lru_cache(maxsize=16)
def _samples(far: float) -> tuple[float, ...]:
    return tuple(np.linspace(-far, far, SAMPLES).tolist())


def _answers(opened: OpenedUnit, total: float) -> bool:
    """Whether a step unit answers 1 to a sum: A-units at their threshold, R-units above it."""
    assert opened.threshold is not None
    return total >= opened.threshold if opened.key.kind == A_UNIT else total > opened.threshold


@dataclass(frozen=True, slots=True)
class _Plot:
    """Sums from *left* to *right* and outputs from *low* to *high* in *area*."""

    area: pygame.Rect
    left: float
    right: float
    low: float
    high: float

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Where a point stands."""
        across, up = (x - self.left) / (self.right - self.left), (y - self.low) / (self.high - self.low)
        return self.area.left + across * self.area.width, self.area.bottom - up * self.area.height


def draw_curve(surface: pygame.Surface, layout: UnitLayout, type_: Type, opened: OpenedUnit, colour: Colour) -> None:
    """The curve, the present point and its tangent, and the numbers of both below."""
    px, whole = type_.scale.px, layout.curve
    draw_label(surface, (whole.left, layout.labels_y), type_, "Activation", in_words(opened.activation), whole.width)
    lines, height = _numbers(opened), type_.height(theme.BODY)
    area = pygame.Rect(whole.left, whole.top, whole.width, whole.height - len(lines) * height - px(12))
    xs, ys = points_of(opened)
    output = float(_answers(opened, opened.total)) if opened.threshold is not None else opened.output
    told = output if _is_shown(opened, output) else 0.0
    low, high = min(0.0, float(ys.min()), told), max(float(ys.max()), told, 1e-9)
    room = ROOM * (high - low)
    plot = _Plot(area, float(xs[0]), float(xs[-1]), low - room, high + room)
    pygame.draw.rect(surface, theme.GLASS, area, border_radius=px(4))
    _draw_axes(surface, plot, type_, opened)
    line = theme.blend(theme.GLASS, colour, 0.75)
    pygame.draw.lines(surface, line, False, _points(plot, xs, ys, opened), max(2, px(2)))
    if _is_shown(opened, output):
        _draw_point(surface, plot, type_, opened, output, colour)
    y = area.bottom + px(12) + type_.ascent(theme.BODY)
    for name, value in lines:
        type_.write(surface, name, (whole.left, y), theme.BODY, theme.MUTED)
        type_.write(surface, value, (whole.right, y), theme.FIGURE, theme.TEXT, "right")
        y += height


def _is_shown(opened: OpenedUnit, output: float) -> bool:
    """Whether the present point is on the curve at all: numbers may have run away."""
    return abs(opened.total) < FAR and abs(output) < FAR and math.isfinite(opened.slope or 0.0)


def _points(plot: _Plot, xs: FloatVector, ys: FloatVector, opened: OpenedUnit) -> list[tuple[float, float]]:
    """The curve in pixels; a step rises upright."""
    left, bottom = plot.at(0, 0)
    width = plot.area.width / (plot.right - plot.left)
    height = plot.area.height / (plot.high - plot.low)
    points = list(zip((left + xs * width).tolist(), (bottom - ys * height).tolist(), strict=True))
    if opened.threshold is None:
        return points
    jump = [plot.at(opened.threshold, 0), plot.at(opened.threshold, 1)]
    return [*(p for p in points if p[0] < jump[0][0]), *jump, *(p for p in points if p[0] > jump[0][0])]


def _draw_axes(surface: pygame.Surface, plot: _Plot, type_: Type, opened: OpenedUnit) -> None:
    """Zero both ways, and the threshold where there is one."""
    pygame.draw.line(surface, theme.LINE, plot.at(plot.left, 0), plot.at(plot.right, 0))
    if plot.left < 0 < plot.right:
        pygame.draw.line(surface, theme.LINE, plot.at(0, plot.low), plot.at(0, plot.high))
    if opened.threshold is not None:
        top, bottom = plot.at(opened.threshold, plot.high), plot.at(opened.threshold, plot.low)
        _dashed(surface, top, bottom, theme.TEXT, type_.scale.px(6))


def _draw_point(
    surface: pygame.Surface, plot: _Plot, type_: Type, opened: OpenedUnit, output: float, colour: Colour
) -> None:
    """Where the unit stands on its curve, and how steep that is there."""
    px, here = type_.scale.px, plot.at(opened.total, output)
    if opened.slope is not None:
        span = (plot.right - plot.left) * TANGENT
        ends = [plot.at(opened.total + s, output + s * opened.slope) for s in (-span, span)]
        before = surface.get_clip()
        surface.set_clip(plot.area)
        pygame.draw.aaline(surface, theme.CREAM, ends[0], ends[1])
        surface.set_clip(before)
    _dashed(surface, here, (here[0], plot.area.bottom), theme.MUTED, px(4))
    pygame.draw.circle(surface, theme.GLASS, here, px(9))
    pygame.draw.circle(surface, colour, here, px(6))


def _numbers(opened: OpenedUnit) -> tuple[tuple[str, str], ...]:
    unit = f" {opened.unit}" if opened.unit else ""
    total = ("sum", f"{signed(opened.total, plus=False)}{unit}")
    if opened.threshold is not None:
        return total, ("threshold", f"{signed(opened.threshold, plus=False)}{unit}"), ("slope", "0: a step")
    assert opened.slope is not None
    return total, ("output", signed(opened.output, plus=False)), ("slope here", signed(opened.slope, plus=False))


def _dashed(
    surface: pygame.Surface, start: tuple[float, float], end: tuple[float, float], colour: Colour, dash: int
) -> None:
    """An upright dashed line."""
    x, top, bottom = round(start[0]), round(min(start[1], end[1])), round(max(start[1], end[1]))
    for y in range(top, bottom, 2 * dash):
        surface.fill(colour, (x, y, 1, min(dash, bottom - y)))
