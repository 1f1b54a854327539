"""Between the panels: the picture both learners see, and the score of both in one table."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import pygame

from perceptron_sim.frontend import theme
from perceptron_sim.frontend.layout import MiddleLayout
from perceptron_sim.frontend.panels.frame import draw_label
from perceptron_sim.frontend.text import Type
from perceptron_sim.ledger import Score
from perceptron_sim.quantities import NOTHING, count, energy, share, short_duration
from perceptron_sim.snapshot import SessionSnapshot


class Row(NamedTuple):
    """A line of the table: what is counted, and how each learner's figure is written."""

    name: str
    mark1: Callable[[Score], str]
    modern: Callable[[Score], str]


def ordinal_pass(score: Score) -> str:
    """Which pass was the first without an error, if one was."""
    return NOTHING if score.errorless_pass is None else str(score.errorless_pass)


ROWS = (
    Row("errorless in pass", ordinal_pass, ordinal_pass),
    Row("errors so far", lambda s: count(s.errors), lambda s: count(s.errors)),
    Row("right, last pass", lambda s: share(s.recent), lambda s: share(s.recent)),
    Row("unseen, right", lambda s: share(s.held_out), lambda s: share(s.held_out)),
    Row("time, assumed", lambda s: short_duration(s.simulated_s), lambda _: NOTHING),
    Row("motors, assumed", lambda s: short_duration(s.motor_s), lambda _: NOTHING),
    Row("turned, assumed", lambda s: f"{count(s.turned_deg)}°", lambda _: NOTHING),
    Row("computing time", lambda _: NOTHING, lambda s: short_duration(s.wall_s)),
    Row("multiply-adds", lambda _: NOTHING, lambda s: count(s.multiply_adds)),
    Row("energy, assumed", lambda s: energy(s.energy_j), lambda s: energy(s.energy_j)),
)


def draw_still(surface: pygame.Surface, layout: MiddleLayout, type_: Type) -> None:
    """The card's ground and the table's names."""
    centre = layout.panel.centerx
    width = type_.width("BOTH SEE", theme.LABEL)
    draw_label(surface, (centre - width // 2, layout.card.top), type_, "Both see")
    pygame.draw.rect(surface, theme.INK, layout.card, border_radius=type_.scale.px(6))
    _, *rows = lines(layout, type_)
    for row, line in zip(ROWS, rows, strict=True):
        type_.write(surface, row.name, (centre, line.baseline), theme.SMALL, theme.MUTED, "centre")
        pygame.draw.line(surface, theme.LINE, (layout.score.left, line.top), (layout.score.right, line.top))


class Line(NamedTuple):
    """Where a line of the table stands: its upper edge and its baseline."""

    top: int
    baseline: int


def lines(layout: MiddleLayout, type_: Type) -> list[Line]:
    """The heading and the rows of the table, spread over its area."""
    font, area = type_.font(theme.FIGURE), layout.score
    pitch = area.height / (len(ROWS) + 1)
    middle = (pitch + font.get_ascent() + font.get_descent()) / 2
    return [Line(round(area.top + i * pitch), round(area.top + i * pitch + middle)) for i in range(len(ROWS) + 1)]


def draw_live(surface: pygame.Surface, layout: MiddleLayout, type_: Type, snapshot: SessionSnapshot) -> None:
    """The card, which exposure it is, and the figures."""
    draw_card(surface, layout.card, snapshot)
    number = f"exposure {snapshot.exposures + (not snapshot.finished)}"
    passes = f"pass {snapshot.pass_number} of {snapshot.pass_limit}"
    caption = type_.fitted(f"{number}, {passes}", theme.BODY, layout.panel.width)
    type_.write(surface, caption, (layout.panel.centerx, layout.caption_y), theme.BODY, theme.TEXT, "centre")
    mark1, modern = snapshot.scores["mark1"], snapshot.scores["modern"]
    heading, *rows = lines(layout, type_)
    left, right = layout.score.left, layout.score.right
    type_.write(surface, "1960", (left, heading.baseline), theme.STRONG, theme.AMBER)
    type_.write(surface, "today", (right, heading.baseline), theme.STRONG, theme.BLUE, "right")
    for row, line in zip(ROWS, rows, strict=True):
        type_.write(surface, row.mark1(mark1), (left, line.baseline), theme.FIGURE, theme.TEXT)
        type_.write(surface, row.modern(modern), (right, line.baseline), theme.FIGURE, theme.TEXT, "right")


def draw_card(surface: pygame.Surface, area: pygame.Rect, snapshot: SessionSnapshot) -> None:
    """The card as the retina is lit by it: light on dark, its cells without gaps."""
    if snapshot.stimulus is None:
        return
    light = np.array(theme.INK) + (np.array(theme.CREAM) - theme.INK) * snapshot.stimulus[..., None]
    small = pygame.surfarray.make_surface(light.round().astype(np.uint8).swapaxes(0, 1))
    side = area.width // small.width * small.width
    surface.blit(pygame.transform.scale(small, (side, side)), small.get_rect(size=(side, side), center=area.center))
