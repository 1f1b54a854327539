"""The left panel: the Mark I as a machine, from its photocells to its response lamps."""

from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pygame

from hardware import Mark1Snapshot, Phase
from perceptron_sim.frontend import sprites, theme
from perceptron_sim.frontend.fields import Order, draw_dark_lamps, draw_dials, draw_lamps
from perceptron_sim.frontend.layout import MODULE_COLUMNS, module_index
from perceptron_sim.frontend.panels.frame import draw_ground, draw_title_line, draw_verdict, label_over
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.views.side_by_side.layout_machine import MachineLayout
from perceptron_sim.frontend.views.side_by_side.layout_panels import verdict_baseline
from perceptron_sim.frontend.views.side_by_side.shape import MODULE_PARTS, Shape
from perceptron_sim.narration import wrong_units
from perceptron_sim.snapshot import SessionSnapshot

FloatArray = npt.NDArray[np.floating]
TITLE = "The machine of 1960"
ARROW = "→"
STEPS_OF_THE_TRAINER = (
    (Phase.EXPOSING, "show it"),
    (Phase.CORRECTING, "correct"),
    (Phase.CHANGING, "next one"),
)


def draw_still(surface: pygame.Surface, layout: MachineLayout, type_: Type, shape: Shape) -> None:
    """Everything of the panel that never changes: ground, title, glass, dark lamps."""
    draw_ground(surface, layout.panel, type_)
    draw_title_line(surface, layout.panel, layout.title, type_, TITLE, theme.AMBER)
    pad = type_.scale.px(5)
    for grid in (layout.retina, layout.a_units):
        pygame.draw.rect(surface, theme.GLASS, grid.rect.inflate(2 * pad, 2 * pad), border_radius=pad)
    draw_dark_lamps(surface, layout.retina, Order.ROWS, theme.AMBER)
    draw_dark_lamps(surface, layout.a_units, Order.MODULES, theme.AMBER, shape.a_units)
    knobs = layout.potentiometers
    modules = knobs.columns // MODULE_COLUMNS
    for first in range(0, shape.a_units, MODULE_PARTS):
        ends = [knobs.cell(module_index(first + part, modules)) for part in (0, MODULE_PARTS - 1)]
        pygame.draw.rect(surface, theme.GLASS, ends[0].union(ends[1]).inflate(pad, 2), border_radius=pad)


def draw_live(
    surface: pygame.Surface,
    layout: MachineLayout,
    type_: Type,
    snapshot: SessionSnapshot,
    s_levels: FloatArray,
    a_levels: FloatArray,
    r_levels: FloatArray,
) -> None:
    """Everything that moves. Levels are the lamps' brightness, 0..1: (s_units,), (a_units,), (r_units,)."""
    machine = snapshot.mark1
    closed, firing = int(machine.s_contacts.sum()), int(machine.firing.sum())
    right = layout.a_units.left - type_.scale.px(8)
    last = "last: " if snapshot.finished else ""  # what is held in view is told apart from what is
    label_over(surface, layout.retina, type_, "Retina", f"{last}{closed} lit", right)
    draw_lamps(surface, layout.retina, Order.ROWS, theme.AMBER, s_levels)
    label_over(surface, layout.a_units, type_, "A-units", f"{last}{firing} of {machine.firing.size} fire")
    draw_lamps(surface, layout.a_units, Order.MODULES, theme.AMBER, a_levels)
    draw_trainer(surface, layout.trainer, type_, machine)
    draw_knobs(surface, layout, type_, machine)
    draw_response(surface, layout, type_, snapshot, r_levels)


def draw_trainer(surface: pygame.Surface, area: pygame.Rect, type_: Type, machine: Mark1Snapshot) -> None:
    """The three things a trainer does, one after the other, the present one lit and underlined."""
    px, baseline = type_.scale.px, area.top + type_.ascent(theme.TITLE)
    places = trainer_places(area, type_)
    for (phase, words), place in zip(STEPS_OF_THE_TRAINER, places, strict=True):
        now = machine.phase is phase
        style, colour = (theme.STRONG, theme.AMBER) if now else (theme.BODY, theme.MUTED)
        type_.write(surface, words, (place.centerx, baseline), style, colour, "centre")
        if now:
            surface.fill(theme.AMBER, (place.left, baseline + px(7), place.width, max(1, px(2))))
    for one, following in pairwise(places):
        at = ((one.right + following.left) // 2, baseline)
        type_.write(surface, ARROW, at, theme.SIGN_SMALL, theme.MUTED, "centre")


def trainer_places(area: pygame.Rect, type_: Type) -> list[pygame.Rect]:
    """Where the words for the trainer's steps stand, as wide as if they were bold, so that nothing moves."""
    places, right, between = [], area.right, type_.width(ARROW, theme.SIGN_SMALL) + 2 * type_.scale.px(8)
    for _, words in reversed(STEPS_OF_THE_TRAINER):
        width = type_.width(words, theme.STRONG)
        places.append(pygame.Rect(right - width, area.top, width, area.height))
        right -= width + between
    return places[::-1]


def draw_knobs(surface: pygame.Surface, layout: MachineLayout, type_: Type, machine: Mark1Snapshot) -> None:
    """One knob per A-unit at its angle of this instant; those whose motor has current are lit."""
    up, down = int((machine.current > 0).sum()), int((machine.current < 0).sum())
    turning = f"{up} turn up, {down} turn down" if up or down else "all motors stand"
    knobs = layout.potentiometers
    name = f"{machine.angle_deg.size} potentiometers"
    used = type_.width(f"{name.upper()} ", theme.LABEL) + type_.scale.px(16)
    whole = f"{turning}  ·  light: up, dark: down  ·  modules inferred"
    fits = used + type_.width(whole, theme.SMALL) <= knobs.rect.width  # else the card alone says so
    label_over(surface, knobs, type_, name, whole if fits else turning, knobs.rect.right)
    draw_dials(surface, knobs, machine.angle_deg, machine.current, machine.stop_deg)


def draw_response(
    surface: pygame.Surface, layout: MachineLayout, type_: Type, snapshot: SessionSnapshot, levels: FloatArray
) -> None:
    """The R-lamps, each in a ring where its bit should be 1, and what the trainer read from them."""
    px, machine, grid = type_.scale.px, snapshot.mark1, layout.lamps
    label_over(surface, grid, type_, "Response", "a ring marks what should light")
    lamps = sprites.lamps(min(px(22), grid.pitch[0] * 3 // 5), theme.AMBER)
    side = lamps[0].get_width()
    wrong = wrong_units(machine)
    in_use = np.bincount(snapshot.assignment + 1, minlength=grid.columns + 1)[1:].tolist()  # -1 is none
    for unit, level in enumerate(sprites.level_index(levels).tolist()):
        x, y = grid.cell(unit).centerx, grid.top + px(20)
        surface.blit(lamps[level], (x - side // 2, y - side // 2))
        if machine.wanted is not None and machine.wanted[unit] and machine.s_contacts.any():
            pygame.draw.circle(surface, theme.CREAM, (x, y), min(px(16), grid.pitch[0] // 2), max(1, px(2)))
        name = f"R{unit + 1}"
        colour = theme.WRONG if name in wrong else theme.TEXT if in_use[unit] else theme.MUTED
        words = f"✗{name}" if name in wrong else name
        type_.write(surface, words, (x, layout.response.bottom), theme.SMALL, colour, "centre")
    at = (layout.verdict.left, verdict_baseline(layout.response, type_))
    if machine.answered is None:
        type_.write(surface, "not read yet", at, theme.BODY, theme.MUTED)
        return
    meant = snapshot.meaning(machine.answered)
    verb = "reads" if machine.s_contacts.any() and not snapshot.finished else "last read"
    right = machine.answered == machine.wanted
    draw_verdict(surface, at, type_, verb, meant or "none", right, theme.AMBER, layout.verdict.width)
