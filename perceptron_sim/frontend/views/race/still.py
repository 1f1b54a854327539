"""What of the race never changes: grounds, titles, the heads of the columns; and the signs of what is scrolled."""

import pygame

from perceptron_sim.experiments.experiment import Experiment
from perceptron_sim.experiments.words import counted
from perceptron_sim.frontend import theme
from perceptron_sim.frontend.edges import draw_lower_edge
from perceptron_sim.frontend.layout import heading_baseline
from perceptron_sim.frontend.panels.frame import draw_ground
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.views.race.layout import RaceLayout
from perceptron_sim.frontend.views.race.rows import draw_heads
from perceptron_sim.frontend.widgets import Position, ScrollArea, baseline_in

EARLIER, LATER = "earlier lanes", "later lanes"


def draw_still(layout: RaceLayout, type_: Type, experiment: Experiment) -> pygame.Surface:
    """The area of the view as it is before anything is shown."""
    px, area = type_.scale.px, layout.area
    whole = pygame.Surface(area.bottomright)
    if pygame.display.get_surface():
        whole = whole.convert()
    whole.fill(theme.GROUND)
    for panel in (layout.lanes, layout.curves, layout.bar.panel):
        draw_ground(whole, panel, type_)
    baseline = heading_baseline(layout.lanes, type_)
    left = type_.write(whole, "The race", (layout.heads.left, baseline), theme.TITLE).right + px(16)
    lanes = counted(len(experiment.lanes()), "lane")
    about = f"{lanes}, one stream of pictures; first through a whole pass without an error wins"
    right = layout.heads.right if layout.large else layout.turns[0].left - px(16)
    type_.write(whole, type_.fitted(about, theme.SMALL, right - left), (left, baseline), theme.SMALL, theme.MUTED)
    draw_heads(whole, layout, type_, len(experiment.stimuli))
    return whole.subsurface(area).copy()


def draw_scrolling(
    surface: pygame.Surface, layout: RaceLayout, type_: Type, scroll: ScrollArea, mouse: Position
) -> None:
    """The bar at the right of many lanes, the shade over the last one, and the buttons that turn a page."""
    if not scroll.furthest:
        return
    draw_lower_edge(surface, type_, scroll, theme.PANEL)
    scroll.draw(surface, type_, mouse=None, focused=False)
    ways = (scroll.offset > 0, scroll.offset < scroll.furthest)
    for area, sign, open_ in zip(layout.turns, ("↑", "↓"), ways, strict=True):
        ground = theme.LINE if open_ and area.collidepoint(mouse) else theme.RAISED
        pygame.draw.rect(surface, ground, area, border_radius=type_.scale.px(6))
        at = (area.centerx, baseline_in(area, type_, theme.STRONG))
        type_.write(surface, sign, at, theme.STRONG, theme.TEXT if open_ else theme.MUTED, "centre")
