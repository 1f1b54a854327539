"""What moves in bays 1, 4 and 5, and the captions on the floor: lamps, levers, needles, the counter."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from pygame import Rect, Surface

from hardware import Mark1Snapshot, Phase
from perceptron_sim.explain.machine_room import METERS, Readings, RoomState
from perceptron_sim.frontend import theme
from perceptron_sim.frontend.fields import Order, draw_lamps
from perceptron_sim.frontend.sprites import lamps, level_index
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.views.machine_room import art, controls, meters, racks
from perceptron_sim.frontend.views.machine_room.layout import SensoryLayout
from perceptron_sim.frontend.views.machine_room.layout_racks import ControlLayout, MetersLayout

FloatArray = npt.NDArray[np.floating]
PHASES = (Phase.EXPOSING, Phase.CORRECTING, Phase.CHANGING)
STRIPS = ("SUM  ±{end:g} V", "FIRING  0–{end:g}", "MOTORS  ±{end:g}")
COUNTER_DIGITS = 6
MOST_COUNTED = 10**COUNTER_DIGITS


@dataclass(frozen=True, slots=True, eq=False)
class Levels:
    """How bright the lamps are, 0..1: S-units, R-units at 1 and at 0, the trainer's three steps, the modules."""

    s_units: FloatArray
    ones: FloatArray
    zeros: FloatArray
    phases: FloatArray
    modules: FloatArray


def draw_sensory(surface: Surface, layout: SensoryLayout, machine: Mark1Snapshot, levels: Levels) -> None:
    """The retina's lamps, and the cell switches that are not in their middle."""
    draw_lamps(surface, layout.retina, Order.ROWS, theme.AMBER, levels.s_units)
    for cell in np.flatnonzero(machine.switches).tolist():
        sprite = racks.toggle(layout.switches.side, int(machine.switches[cell]))
        surface.blit(sprite, layout.switches.cell(cell))


def draw_control(
    surface: Surface, layout: ControlLayout, type_: Type, state: RoomState, levels: Levels, exposure: int
) -> None:
    """Answer lamps, switches, the trainer's lamps, the counter with the number of the present *exposure*."""
    shown = lamps(layout.answer_lamps[0][0].width, theme.AMBER)
    side = shown[0].get_width()
    pairs = zip(layout.answer_lamps, levels.ones.tolist(), levels.zeros.tolist(), strict=False)
    for (one, zero), lit_one, lit_zero in pairs:
        for lamp, level in ((one, lit_one), (zero, lit_zero)):
            sprite = shown[round(level * (len(shown) - 1))]
            surface.blit(sprite, (lamp.centerx - side // 2, lamp.centery - side // 2))
    controls.draw(surface, layout, type_, state)
    _draw_phases(surface, layout, type_, levels)
    digits = f"{exposure % MOST_COUNTED:0{COUNTER_DIGITS}d}"
    font = type_.font(theme.FIGURE_SMALL)
    baseline = layout.door.counter.centery + (font.get_ascent() + font.get_descent()) // 2
    type_.write(surface, digits, (layout.door.counter.centerx, baseline), theme.FIGURE_SMALL, theme.CREAM, "centre")


def phase_lamp(area: Rect, type_: Type) -> tuple[tuple[int, int], int]:
    """Middle and size of a trainer's lamp."""
    size = type_.scale.px(11)
    return (area.left + type_.scale.px(9), area.centery), size


def _draw_phases(surface: Surface, layout: ControlLayout, type_: Type, levels: Levels) -> None:
    font = type_.font(theme.LABEL)
    for area, word, level in zip(layout.door.phases, racks.PHASE_WORDS, levels.phases.tolist(), strict=True):
        (x, y), size = phase_lamp(area, type_)
        sprite = lamps(size, theme.AMBER)[int(level_index(np.array([level]))[0])]
        surface.blit(sprite, sprite.get_rect(center=(x, y)))
        at = (x + type_.scale.px(10), y + (font.get_ascent() + font.get_descent()) // 2)
        type_.write(surface, word, at, theme.LABEL, theme.CREAM if level > 0.5 else theme.MUTED)


def draw_meters(surface: Surface, layout: MetersLayout, panel: Rect, type_: Type, readings: Readings) -> None:
    """Every needle where its signal is, and how far the scales of the three groups reach."""
    shares, blits = readings.share.tolist(), []
    for area, share, meter in zip(meters.all_areas(layout, panel), shares, METERS, strict=True):
        labelled = meter.key[0] not in ("supply", "panel")
        band = meters.band_height(area, type_, labelled=labelled)
        blits.append((meters.needles(area.size, band)[meters.needle_index(share)], area.topleft))
    surface.fblits(blits)
    for group, strip in enumerate(layout.strips):
        art.plate(surface, strip, type_, STRIPS[group].format(end=readings.high[8 * group]))


def draw_caption(surface: Surface, area: Rect, type_: Type, title: str, words: str, mark: str | None = None) -> None:
    """A museum's label on the floor: what stands above it, and how it is now; *mark* is a sign of right or wrong."""
    y = area.top + type_.font(theme.LABEL).get_ascent()
    type_.write(surface, type_.fitted(title, theme.LABEL, area.width), (area.left, y), theme.LABEL, theme.TEXT)
    y = area.top + type_.height(theme.LABEL) + type_.font(theme.SMALL).get_ascent()
    room = area.width - (type_.scale.px(20) if mark else 0)
    text = type_.fitted(words, theme.SMALL, room)
    right = type_.write(surface, text, (area.left, y), theme.SMALL, theme.MUTED).right
    if mark:
        colour = theme.RIGHT if mark == "✓" else theme.WRONG
        type_.write(surface, mark, (right + type_.scale.px(6), y), theme.SIGN, colour)
