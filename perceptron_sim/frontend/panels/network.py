"""The right panel: the network, what its hidden units look for, how active they are, and how sure it is."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pygame

from perceptron_sim.experiments.experiment import Experiment
from perceptron_sim.frontend import theme
from perceptron_sim.frontend.fields import Order, draw_dark_lamps, draw_lamps
from perceptron_sim.frontend.layout import Grid, NetworkLayout
from perceptron_sim.frontend.panels.frame import draw_ground, draw_label, draw_title, draw_verdict, label_over
from perceptron_sim.frontend.text import Type
from perceptron_sim.network_learner import NetworkSnapshot
from perceptron_sim.snapshot import SessionSnapshot

FloatArray = npt.NDArray[np.floating]
SHADES = 255
FAINTEST = 1e-6  # activities below this light no lamp


def draw_still(surface: pygame.Surface, layout: NetworkLayout, type_: Type, experiment: Experiment) -> None:
    """Everything of the panel that never changes."""
    draw_ground(surface, layout.panel, type_)
    class_names = experiment.stimuli.class_names
    hidden = " and ".join(str(width) for width in experiment.modern.hidden) or "no"
    cells, optimizer = experiment.mark1.retina.s_units, experiment.modern.optimizer
    subtitle = f"The same {cells} cells, {hidden} hidden units, {len(class_names)} outputs, {optimizer}"
    draw_title(surface, layout.title, type_, "A network of today", subtitle, theme.BLUE)
    pad = type_.scale.px(5)
    for grid, name in ((layout.input, "Input"), (layout.activities, "Hidden units now")):
        label_over(surface, grid, type_, name)
        pygame.draw.rect(surface, theme.GLASS, grid.rect.inflate(2 * pad, 2 * pad), border_radius=pad)
    draw_dark_lamps(surface, layout.activities, Order.ROWS, theme.BLUE)
    label_over(
        surface,
        layout.receptive_fields,
        type_,
        "Each looks for",
        "blue for, orange against",
        layout.title.right,
    )
    top = layout.probabilities.top
    draw_label(surface, (layout.probabilities.left, top), type_, "How probable is each?")
    draw_scale(surface, layout.probabilities, type_, class_names)


def draw_live(
    surface: pygame.Surface,
    layout: NetworkLayout,
    type_: Type,
    snapshot: SessionSnapshot,
    levels: FloatArray,
    images: "NetworkImages",
) -> None:
    """Everything that moves. *levels* (hidden units,) are the lamps' brightness, 0..1; *images* those of *snapshot*."""
    surface.blit(images.input, (layout.input.left, layout.input.top))
    shown = levels[: layout.activities.columns * layout.activities.rows]
    draw_lamps(surface, layout.activities, Order.ROWS, theme.BLUE, shown)
    surface.blit(images.receptive_fields, (layout.receptive_fields.left, layout.receptive_fields.top))
    draw_probabilities(surface, layout.probabilities, type_, snapshot)
    draw_answer(surface, layout.answer, type_, snapshot)


@dataclass(frozen=True, slots=True)
class NetworkImages:
    """Pictures that change only when the network learns: its input and its weights."""

    input: pygame.Surface
    receptive_fields: pygame.Surface

    @classmethod
    def of(cls, network: NetworkSnapshot, layout: NetworkLayout) -> "NetworkImages":
        """Draw both for *network*."""
        return cls(
            input_image(layout.input, network.image),
            fields_image(layout.receptive_fields, network.receptive_fields),
        )


def activity_levels(network: NetworkSnapshot) -> FloatArray:
    """How bright the lamps of the hidden units are, 0..1, the most active one full: (hidden units,)."""
    active = np.maximum(network.hidden, 0)
    levels: FloatArray = active / max(float(active.max(initial=0)), FAINTEST)
    return levels


def input_image(grid: Grid, image: FloatArray) -> pygame.Surface:
    """The image (20, 20) as the network gets it: square cells, no lamps."""
    gap = 1 if grid.side < 8 else 2
    surface = pygame.Surface(grid.rect.size)
    surface.fill(theme.GLASS)
    shown = Grid(0, 0, grid.pitch, grid.columns, grid.rows)
    for cell in np.flatnonzero(image).tolist():
        rect = shown.cell(cell)
        colour = theme.blend(theme.GLASS, theme.BLUE, float(image.flat[cell]))
        surface.fill(colour, (rect.left, rect.top, rect.width - gap, rect.height - gap))
    return surface


def receptive_field_colours(fields: FloatArray) -> npt.NDArray[np.uint8]:
    """(units, 20, 20) weights -> (units, 20, 20, 3): dark at zero, blue for the cell, orange against it.

    Each unit's largest weight gets the full colour: patterns are compared, not sizes.
    """
    largest = np.abs(fields).max(axis=(1, 2), keepdims=True)
    index = np.rint(fields / np.maximum(largest, 1e-12) * SHADES).astype(np.intp) + SHADES
    colours: npt.NDArray[np.uint8] = _ramp()[index]
    return colours


def _ramp() -> npt.NDArray[np.uint8]:
    share = np.linspace(0, 1, SHADES + 1)[:, None]
    ground, towards, against = (np.array(colour, dtype=float) for colour in (theme.GLASS, theme.FOR, theme.AGAINST))
    up, down = ground + (towards - ground) * share, ground + (against - ground) * share
    return np.vstack((down[:0:-1], up)).round().astype(np.uint8)


def fields_image(grid: Grid, fields: FloatArray) -> pygame.Surface:
    """The weights of the hidden units (units, 20, 20) as small images, row by row, as many as *grid* holds."""
    side, gap = grid.columns, 2
    mosaic = np.empty((grid.rows * (20 + gap), side * (20 + gap), 3), dtype=np.uint8)
    mosaic[:] = theme.PANEL
    for unit, colours in enumerate(receptive_field_colours(fields[: side * grid.rows])):
        top, left = unit // side * (20 + gap), unit % side * (20 + gap)
        mosaic[top : top + 20, left : left + 20] = colours
    small = pygame.surfarray.make_surface(mosaic.swapaxes(0, 1))
    return pygame.transform.scale(small, grid.rect.size)


def bars(area: pygame.Rect, type_: Type, count: int) -> list[pygame.Rect]:
    """The full length of every class's bar."""
    pitch, height = area.width / count, area.height - type_.height(theme.SMALL)
    width = round(pitch * 0.8)
    return [pygame.Rect(area.left + round(index * pitch), area.top, width, height) for index in range(count)]


def draw_scale(surface: pygame.Surface, area: pygame.Rect, type_: Type, names: tuple[str, ...]) -> None:
    """The ground of every bar, and below it the name of its class."""
    for bar, name in zip(bars(area, type_, len(names)), names, strict=True):
        surface.fill(theme.RAISED, bar)
        at = (bar.centerx, area.bottom - type_.scale.px(2))
        type_.write(surface, name, at, theme.SMALL, theme.MUTED, "centre")


def draw_probabilities(surface: pygame.Surface, area: pygame.Rect, type_: Type, snapshot: SessionSnapshot) -> None:
    """How far each bar is filled; the shown class's name is bright."""
    names = snapshot.class_names
    full = bars(area, type_, len(names))
    for bar, value in zip(full, snapshot.network.probabilities.tolist(), strict=True):
        if tall := round(bar.height * value):
            surface.fill(theme.BLUE, (bar.left, bar.bottom - tall, bar.width, tall))
    if snapshot.label is not None:
        bar = full[snapshot.label]
        surface.fill(theme.PANEL, (bar.left, bar.bottom, bar.width, area.bottom - bar.bottom))
        at = (bar.centerx, area.bottom - type_.scale.px(2))
        type_.write(surface, names[snapshot.label], at, theme.LABEL, theme.TEXT, "centre")


def draw_answer(surface: pygame.Surface, area: pygame.Rect, type_: Type, snapshot: SessionSnapshot) -> None:
    """The most probable letter, how sure the network is, and whether that is right."""
    px = type_.scale.px
    baseline = area.top + px(14) + type_.font(theme.GIANT).get_ascent() - px(4)
    if snapshot.network_answer is None or snapshot.label is None:
        type_.write(surface, "no picture yet", (area.left, baseline), theme.BODY, theme.MUTED)
        return
    sure = f"{snapshot.network.probabilities.max():.0%} sure:"
    answer = snapshot.class_names[snapshot.network_answer]
    right = snapshot.network_answer == snapshot.label
    draw_verdict(surface, (area.left, baseline), type_, sure, answer, right, theme.BLUE)
