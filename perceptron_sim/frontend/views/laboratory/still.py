"""The laboratory's panels but for the run that goes on: drawn anew only where somebody has done something."""

import pygame
from pygame import Rect

from perceptron_sim.desk import Desk
from perceptron_sim.explain.laboratory import ending_in_words
from perceptron_sim.frontend import theme
from perceptron_sim.frontend.buttons import draw_start
from perceptron_sim.frontend.panels.frame import draw_ground
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.text_field import TextField
from perceptron_sim.frontend.view import Key
from perceptron_sim.frontend.views.laboratory import panels
from perceptron_sim.frontend.views.laboratory.layout import LIST, OPENING, SETTINGS, START, LaboratoryLayout
from perceptron_sim.frontend.views.laboratory.look import Look
from perceptron_sim.frontend.views.laboratory.opening import TITLE as OPENING_TITLE
from perceptron_sim.frontend.views.laboratory.opening import Opening
from perceptron_sim.frontend.views.laboratory.panels import draw_message
from perceptron_sim.frontend.views.laboratory.preview import draw_preview
from perceptron_sim.frontend.views.laboratory.settings import Settings
from perceptron_sim.frontend.widgets import ScrollArea, Tabs


def new_ground(layout: LaboratoryLayout, type_: Type) -> pygame.Surface:
    """The grounds of all panels, and the titles that never change."""
    area = layout.area
    whole = pygame.Surface(area.bottomright)
    whole.fill(theme.GROUND)
    for panel in layout.panels.values():
        draw_ground(whole, panel, type_)
    panels.draw_title(whole, layout.panels[LIST], type_, "Experiments")
    panels.draw_title(whole, layout.panels[START], type_, "What it will take")
    panels.draw_title(whole, layout.panels[OPENING], type_, OPENING_TITLE)
    return whole.convert() if pygame.display.get_surface() else whole


def draw_still(
    surface: pygame.Surface,
    layout: LaboratoryLayout,
    type_: Type,
    desk: Desk,
    look: Look,
    opening: Opening,
    typing: tuple[Key, TextField] | None,
    mouse: tuple[int, int],
    names: tuple[str, ...],
    list_scroll: ScrollArea,
    settings: Settings,
    tabs: Tabs[str],
) -> None:
    """The list, the desk, what it takes and the fields, each where it stands in the window."""
    panels.draw_list(surface, layout, type_, names, desk.name, list_scroll)
    draw_desk(surface, layout, type_, desk, look)
    tabs.draw(surface, type_, mouse=mouse, focused=False)
    held = typing[0] if typing else None
    settings.draw(surface, (str(held[1]), typing[1]) if typing and isinstance(held, tuple) else None)
    draw_preview(surface, _free(settings, type_), type_, desk.experiment)
    ending = type_.wrapped(ending_in_words(look.taking), theme.SMALL, layout.taking.width) if look.taking else []
    panels.draw_taking(surface, layout.taking, type_, look.taking, ending)
    hovered = layout.start.collidepoint(mouse)
    draw_start(surface, layout.start, type_, look.words, possible=look.possible, hovered=hovered)
    opening.draw(surface, layout.opening, type_, typing[1] if typing else None)


def draw_desk(surface: pygame.Surface, layout: LaboratoryLayout, type_: Type, desk: Desk, look: Look) -> None:
    """Which experiment lies on the desk, and its yardstick, or why it cannot start."""
    panels.draw_title(surface, layout.panels[SETTINGS], type_, desk.name, desk.kind.title)
    if look.refusal:
        named = ", ".join(name.rpartition(".")[2].replace("_", " ") for name in desk.refusals)
        words = f"It cannot start: see {named} below." if named else f"It cannot start: {look.refusal}"
        draw_message(surface, layout.settings.message, type_, words, False)
    else:
        yardstick = f"Yardstick: {desk.kind.yardstick}." if desk.kind.yardstick else ""
        draw_message(surface, layout.settings.message, type_, yardstick, None)


def _free(settings: Settings, type_: Type) -> Rect:
    """What the rows leave free, a little away from them."""
    free = settings.left_over
    away = type_.scale.px(16)
    return Rect(free.left, free.top + away, free.width, max(0, free.height - away))
