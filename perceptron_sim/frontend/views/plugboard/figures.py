"""The figures below the board: how many A-units fire beside what theory says, and where the wires come from."""

from collections.abc import Sequence

import numpy as np
import pygame

from perceptron_sim.explain.wires import BoardState
from perceptron_sim.explain.wires_firing import FloatArray, PictureMeans, PictureShare, percent
from perceptron_sim.explain.wires_origin import Origin
from perceptron_sim.frontend import theme
from perceptron_sim.frontend.layout import heading_baseline, heading_of
from perceptron_sim.frontend.panels.frame import draw_ground
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.views.plugboard.layout import PlugboardLayout, row_height
from perceptron_sim.mark1_learner import FiringTally

SCALE_STEP = 0.1  # of the share that fires, from one line to the next


class FiringPlot:
    """The scales of one chart: cells lit to the right, up to *most_lit*; the share that fires upwards, to *most*."""

    def __init__(
        self, area: pygame.Rect, cells: int, curve: FloatArray | None, pictures: Sequence[PictureShare]
    ) -> None:
        lit = max((picture.lit for picture in pictures), default=cells // 3)
        self.area, self.most_lit = area, min(cells, max(cells // 4, round(lit * 1.15)))
        shares = [picture.share for picture in pictures]
        theory = [] if curve is None else curve[: self.most_lit + 1].tolist()
        most = max([SCALE_STEP, *shares, *theory]) * 1.15
        self.most = min(1.0, np.ceil(most / SCALE_STEP) * SCALE_STEP)
        self.step = SCALE_STEP if self.most <= 4 * SCALE_STEP + 1e-9 else 2 * SCALE_STEP if self.most < 0.9 else 0.5

    def at(self, lit: float, share: float) -> tuple[int, int]:
        """Where a picture of so many lit cells stands whose *share* of the A-units fires."""
        x = self.area.left + min(lit / self.most_lit, 1.0) * self.area.width
        return round(x), round(self.area.bottom - min(share / self.most, 1.0) * self.area.height)

    def course(self, shares: FloatArray) -> list[tuple[int, int]]:
        """Where pictures of no lit cell, of one, and so on would stand whose *shares* are these."""
        x = self.area.left + np.arange(len(shares)) / self.most_lit * self.area.width
        y = self.area.bottom - np.minimum(shares / self.most, 1.0) * self.area.height
        return list(zip(x.round().astype(int).tolist(), y.round().astype(int).tolist(), strict=True))


def draw_firing_still(
    surface: pygame.Surface,
    layout: PlugboardLayout,
    type_: Type,
    plot: FiringPlot,
    curve: FloatArray | None,
    pictures: Sequence[PictureShare],
    units: int,
) -> None:
    """Axes, theory with its spread, and a dot for every picture that is taught."""
    draw_ground(surface, layout.firing, type_)
    px, area = type_.scale.px, plot.area
    _draw_heading(surface, layout.firing, type_, "A-units that fire", "beside P_a, theory of 1957")
    share = 0.0
    while share <= plot.most + 1e-9:
        y = plot.at(0, share)[1]
        pygame.draw.line(surface, theme.LINE, (area.left, y), (area.right, y))
        type_.write(surface, f"{100 * share:.0f} %", (area.left - px(8), y + px(5)), theme.SMALL, theme.MUTED, "right")
        share += plot.step
    y = area.bottom + type_.height(theme.SMALL)
    type_.write(surface, "0", (area.left, y), theme.SMALL, theme.MUTED)
    words = f"{plot.most_lit} cells lit"
    type_.write(surface, words, (area.right, y), theme.SMALL, theme.MUTED, "right")
    if curve is not None:
        _draw_theory(surface, plot, curve, units)
    dim = theme.blend(theme.PANEL, theme.AMBER, 0.55)
    for picture in pictures:
        pygame.draw.circle(surface, dim, plot.at(picture.lit, picture.share), max(2, px(3)))


def _draw_theory(surface: pygame.Surface, plot: FiringPlot, curve: FloatArray, units: int) -> None:
    share = curve[: plot.most_lit + 1]
    off = 2 * np.sqrt(share * (1 - share) / units)
    above, middle, below = (plot.course(one) for one in (share + off, share, np.maximum(share - off, 0)))
    pygame.draw.polygon(surface, theme.RAISED, [*above, *reversed(below)])
    pygame.draw.aalines(surface, theme.CREAM, False, middle)


def draw_firing_live(
    surface: pygame.Surface,
    layout: PlugboardLayout,
    type_: Type,
    plot: FiringPlot,
    state: BoardState,
    curve: FloatArray | None,
    measured: tuple[str, str, str, str],
) -> None:
    """Where the machine stands at this instant, and the figures in words, what was *measured* so far last."""
    px, area = type_.scale.px, layout.firing_words
    lit, share = int(state.contacts.sum()), float(state.firing.mean())
    at = plot.at(lit, share)
    pygame.draw.circle(surface, theme.PANEL, at, px(9))
    pygame.draw.circle(surface, theme.AMBER, at, px(6))
    expected = None if curve is None else float(curve[lit])
    ascent, height = type_.font(theme.SMALL).get_ascent(), type_.height(theme.SMALL)
    columns = [area.left + round(area.width * part) for part in (0.36, 0.58, 0.80)]
    rows = (
        ("", "fired", "P_a", ""),
        ("now", percent(share), percent(expected), f"{lit} lit"),
        measured,
    )
    for row, cells in enumerate(rows):
        y = area.top + row * height + ascent
        colour = theme.MUTED if row == 0 else theme.TEXT
        type_.write(surface, type_.fitted(cells[0], theme.SMALL, columns[0] - area.left), (area.left, y), theme.SMALL)
        for left, text in zip(columns, cells[1:], strict=True):
            style = theme.SMALL if row == 0 or text.endswith("lit") else theme.FIGURE_SMALL
            type_.write(surface, text, (left, y), style, colour if style is not theme.SMALL else theme.MUTED)


def measured(tally: FiringTally, mean: PictureMeans, units: int) -> tuple[str, str, str, str]:
    """Of how many exposures, the share that fired at their readings, P_a of the taught pictures, cells these light."""
    name = f"{tally.exposures:,} exposure{'' if tally.exposures == 1 else 's'}"
    lit = "" if mean.lit is None else f"{mean.lit:.0f} lit"
    return name, percent(tally.share(units)), percent(mean.theory), lit


def draw_origin(surface: pygame.Surface, layout: PlugboardLayout, type_: Type, origins: Sequence[Origin]) -> None:
    """What the wiring rests on, a line for each with how well it is known."""
    draw_ground(surface, layout.origin, type_)
    _draw_heading(surface, layout.origin, type_, "Where the wires come from", "")
    px = type_.scale.px
    for row, origin in zip(origin_rows(layout, type_, len(origins)), origins, strict=False):
        y = row.top + type_.font(theme.BODY).get_ascent()
        certain = type_.write(surface, origin.certainty, (row.right, y), theme.SMALL, theme.MUTED, "right").left
        value = type_.fitted(origin.value, theme.STRONG, row.width * 2 // 5)
        left = certain - px(16) - type_.width(value, theme.STRONG)
        type_.write(surface, value, (left, y), theme.STRONG)
        name = type_.fitted(origin.what, theme.BODY, left - px(12) - row.left)
        type_.write(surface, name, (row.left, y), theme.BODY)


def origin_rows(layout: PlugboardLayout, type_: Type, origins: int) -> list[pygame.Rect]:
    """Where each line stands, as many as there is room for."""
    area, height = layout.origin_rows, row_height(type_) + type_.scale.px(1)
    room = min(origins, area.height // height)
    return [pygame.Rect(area.left, area.top + row * height, area.width, height) for row in range(room)]


def _draw_heading(surface: pygame.Surface, panel: pygame.Rect, type_: Type, name: str, figure: str) -> None:
    inside, baseline = heading_of(panel, type_), heading_baseline(panel, type_)
    x = type_.write(surface, name, (inside.left, baseline), theme.TITLE).right + type_.scale.px(16)
    text = type_.fitted(figure, theme.SMALL, inside.right - x)
    type_.write(surface, text, (x, baseline), theme.SMALL, theme.MUTED)
