"""The left panel: the Mark I as a machine, from its photocells to its response lamps."""

import numpy as np
import numpy.typing as npt
import pygame

from hardware import Mark1Snapshot, Phase
from perceptron_sim.frontend import sprites, theme
from perceptron_sim.frontend.fields import Order, draw_dark_lamps, draw_dials, draw_lamps
from perceptron_sim.frontend.layout import MachineLayout, module_index
from perceptron_sim.frontend.panels.frame import draw_ground, draw_label, draw_title, draw_verdict, label_over
from perceptron_sim.frontend.text import Type
from perceptron_sim.narration import wrong_units
from perceptron_sim.snapshot import SessionSnapshot

FloatArray = npt.NDArray[np.floating]
STEPS_OF_THE_TRAINER = (
    (Phase.EXPOSING, "show it"),
    (Phase.CORRECTING, "correct"),
    (Phase.CHANGING, "next one"),
)


def draw_still(surface: pygame.Surface, layout: MachineLayout, type_: Type) -> None:
    """Everything of the panel that never changes: ground, title, labels, glass, dark lamps."""
    draw_ground(surface, layout.panel, type_)
    subtitle = "400 photocells, a plugboard, 512 motor-driven knobs (modules inferred)"
    draw_title(surface, layout.title, type_, "The machine of 1960", subtitle, theme.AMBER)
    pad = type_.scale.px(5)
    for grid in (layout.retina, layout.a_units):
        pygame.draw.rect(surface, theme.GLASS, grid.rect.inflate(2 * pad, 2 * pad), border_radius=pad)
    draw_dark_lamps(surface, layout.retina, Order.ROWS, theme.AMBER)
    draw_dark_lamps(surface, layout.a_units, Order.MODULES, theme.AMBER)
    knobs = layout.potentiometers
    for module in range(64):
        first, last = knobs.cell(module_index(8 * module)), knobs.cell(module_index(8 * module + 7))
        pygame.draw.rect(surface, theme.GLASS, first.union(last).inflate(pad, 2), border_radius=pad)


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
    label_over(surface, layout.retina, type_, "Retina", f"{closed} lit")
    draw_lamps(surface, layout.retina, Order.ROWS, theme.AMBER, s_levels)
    label_over(surface, layout.a_units, type_, "A-units", f"{firing} of {machine.firing.size} fire")
    draw_lamps(surface, layout.a_units, Order.MODULES, theme.AMBER, a_levels)
    draw_trainer(surface, layout.trainer, type_, machine)
    draw_knobs(surface, layout, type_, machine)
    draw_response(surface, layout.response, type_, snapshot, r_levels)


def draw_trainer(surface: pygame.Surface, area: pygame.Rect, type_: Type, machine: Mark1Snapshot) -> None:
    """The three things a trainer does, the present one lit."""
    px = type_.scale.px
    top = area.top + type_.height(theme.LABEL) + px(6)
    draw_label(surface, (area.left, top), type_, "Trainer")
    line = type_.height(theme.BODY) + px(6)
    for row, (phase, words) in enumerate(STEPS_OF_THE_TRAINER):
        now = machine.phase is phase
        y = top + row * line + type_.font(theme.BODY).get_ascent()
        radius = px(4)
        centre = (area.left + radius, y - px(6))
        pygame.draw.circle(surface, theme.AMBER if now else theme.LINE, centre, radius, 0 if now else 2)
        style, colour = (theme.STRONG, theme.AMBER) if now else (theme.BODY, theme.MUTED)
        type_.write(surface, words, (area.left + px(18), y), style, colour)


def draw_knobs(surface: pygame.Surface, layout: MachineLayout, type_: Type, machine: Mark1Snapshot) -> None:
    """One knob per A-unit at its angle of this instant; those whose motor has current are lit."""
    up, down = int((machine.current > 0).sum()), int((machine.current < 0).sum())
    turning = f"{up} turn up, {down} turn down" if up or down else "all motors stand"
    label_over(surface, layout.potentiometers, type_, "512 potentiometers", turning)
    draw_dials(surface, layout.potentiometers, machine.angle_deg, machine.current, machine.stop_deg)


def draw_response(
    surface: pygame.Surface, area: pygame.Rect, type_: Type, snapshot: SessionSnapshot, levels: FloatArray
) -> None:
    """The eight R-lamps, each in a ring where its bit should be 1, and what the trainer read from them."""
    px, machine = type_.scale.px, snapshot.mark1
    top = area.top + type_.height(theme.LABEL) + px(6)
    draw_label(surface, (area.left, top), type_, "Response", "a ring marks what should light")
    lamps = sprites.lamps(px(22), theme.AMBER)
    side, pitch, y = lamps[0].get_width(), px(46), top + px(18)
    wrong = wrong_units(machine)
    for unit, level in enumerate(sprites.level_index(levels).tolist()):
        x = area.left + px(14) + unit * pitch
        surface.blit(lamps[level], (x - side // 2, y - side // 2))
        if machine.wanted is not None and machine.wanted[unit] and machine.s_contacts.any():
            pygame.draw.circle(surface, theme.CREAM, (x, y), px(16), 2)
        name = f"R{unit + 1}"
        in_use = bool((snapshot.assignment == unit).any())
        colour = theme.WRONG if name in wrong else theme.TEXT if in_use else theme.MUTED
        type_.write(surface, name, (x, area.bottom), theme.SMALL, colour, "centre")
    at = (area.left + 8 * pitch + px(24), y + px(14))
    if machine.answered is None:
        type_.write(surface, "not read yet", at, theme.BODY, theme.MUTED)
        return
    meant = snapshot.meaning(machine.answered)
    draw_verdict(
        surface,
        at,
        type_,
        "reads" if machine.s_contacts.any() else "last read",
        meant or "none",
        machine.answered == machine.wanted,
        theme.AMBER,
    )
