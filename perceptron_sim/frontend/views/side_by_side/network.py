"""The right panel: the network, what its first layer looks for, how active it is, and how sure the network is."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pygame
from pygame import Rect

from perceptron_sim.experiments.experiment import Experiment
from perceptron_sim.explain.network_settings import optimizer_called
from perceptron_sim.frontend import theme
from perceptron_sim.frontend.fields import Order, draw_dark_lamps, draw_lamps
from perceptron_sim.frontend.layout import Grid
from perceptron_sim.frontend.panels.frame import (
    draw_ground,
    draw_label,
    draw_title_line,
    draw_verdict,
    label_over,
)
from perceptron_sim.frontend.signed import LARGEST, SIGNED, paletted, shades, signed_index
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.views.side_by_side.layout_network import NetworkLayout
from perceptron_sim.frontend.views.side_by_side.layout_panels import label_height, verdict_baseline
from perceptron_sim.frontend.views.side_by_side.shape import Shape
from perceptron_sim.frontend.widgets import baseline_in
from perceptron_sim.network_learner import NetworkSnapshot
from perceptron_sim.snapshot import SessionSnapshot

FloatArray = npt.NDArray[np.floating]
TITLE = "A network of today"
FAINTEST = 1e-6  # activities below this light no lamp
LIGHTS = 64  # shades of the input
LIT_CELLS = shades(theme.GLASS, theme.BLUE, LIGHTS)
FRAMES = shades(theme.PANEL, theme.BLUE, 17)
PROBABLE, SHARES = "How probable is each?", "How its outputs compare: softmax"
WITHOUT_SOFTMAX = ("binary-cross-entropy", "hinge")  # losses for which that is no probability
MOST_LYING = 3  # classes whose bars lie below each other
BARELY = 0.08  # of the most active unit; a frame fainter than this cannot be seen


def draw_still(
    surface: pygame.Surface, layout: NetworkLayout, type_: Type, experiment: Experiment, shape: Shape
) -> None:
    """Everything of the panel that never changes."""
    draw_ground(surface, layout.panel, type_)
    draw_title_line(surface, layout.panel, layout.title, type_, TITLE, theme.BLUE)
    baseline = layout.kind.top + type_.font(theme.TITLE).get_ascent()
    words = type_.fitted(kind_in_words(experiment, shape), theme.BODY, layout.kind.width)
    type_.write(surface, words, (layout.kind.right, baseline), theme.BODY, theme.MUTED, "right")
    pad = type_.scale.px(5)
    label_over(surface, layout.input, type_, "Input")
    pygame.draw.rect(surface, theme.GLASS, layout.input.rect.inflate(2 * pad, 2 * pad), border_radius=pad)
    if layout.activities:
        rect = layout.activities.rect
        pygame.draw.rect(surface, theme.GLASS, rect.inflate(2 * pad, 2 * pad), border_radius=pad)
        draw_dark_lamps(surface, layout.activities, Order.ROWS, theme.BLUE, shape.hidden)
    shown = min(layout.fields.columns * layout.fields.rows, shape.looking)
    which = f"{shown} of {shape.looking}" if shown < shape.looking else f"all {shown}"
    figure = f"{which}: + blue, − orange"
    label_over(surface, layout.fields, type_, "Looks for", figure, layout.fields.rect.right)
    question = SHARES if experiment.modern.loss in WITHOUT_SOFTMAX else PROBABLE
    draw_label(surface, layout.probabilities.topleft, type_, question)
    draw_scale(surface, layout.probabilities, type_, experiment.class_names)


def kind_in_words(experiment: Experiment, shape: Shape) -> str:
    """The layers and how they learn: "400 → 64 → 26, Adam"."""
    spec = experiment.modern
    seeing = [f"{spec.filters} filters"] if spec.filters else []
    layers = [f"{shape.rows * shape.columns}", *seeing, *map(str, spec.hidden), str(shape.classes)]
    return f"{' → '.join(layers)}, {optimizer_called(spec.optimizer)}"


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
    surface.blits(images.fields, False)
    if layout.activities:
        draw_hidden(surface, layout, type_, snapshot.network, levels)
    draw_probabilities(surface, layout.probabilities, type_, snapshot)
    draw_answer(surface, layout.answer, type_, snapshot)


def draw_hidden(
    surface: pygame.Surface, layout: NetworkLayout, type_: Type, network: NetworkSnapshot, levels: FloatArray
) -> None:
    """The lamps of the hidden units, and a frame as bright as its lamp around what each unit looks for."""
    grid, fields = layout.activities, layout.fields
    assert grid is not None
    active = int((network.hidden > 0).sum())
    right = fields.left - type_.scale.px(8)
    label_over(surface, grid, type_, "Hidden", f"{active} of {network.hidden.size} on", right)
    draw_lamps(surface, grid, Order.ROWS, theme.BLUE, levels[: grid.columns * grid.rows])
    if network.receptive_fields.shape[0] != network.hidden.size:
        return  # filters have pictures of their own, but no lamp
    thick = max(1, min(max(2, type_.scale.px(3)), (min(fields.gap) - 1) // 2))  # frames never touch
    for unit, level in enumerate(levels[: fields.columns * fields.rows].tolist()):
        if level > BARELY:
            area = fields.cell(unit).inflate(2 * thick, 2 * thick)
            pygame.draw.rect(surface, FRAMES[round(level * (len(FRAMES) - 1))], area, thick)


@dataclass(frozen=True, slots=True)
class NetworkImages:
    """Pictures that change only when the network learns: its input, and its weights, each with its place."""

    input: pygame.Surface
    fields: Sequence[tuple[pygame.Surface, tuple[int, int], Rect]]

    @classmethod
    def of(cls, network: NetworkSnapshot, layout: NetworkLayout, full_weight: float) -> "NetworkImages":
        """Draw both for *network*; weights of *full_weight* are as bright as can be."""
        fields = fields_images(layout, network.receptive_fields, full_weight)
        return cls(input_image(layout.input, network.image), fields)


def activity_levels(network: NetworkSnapshot) -> FloatArray:
    """How bright the lamps of the hidden units are, 0..1, the most active one full: (hidden units,)."""
    active = np.fmin(np.fmax(network.hidden, 0), LARGEST)
    levels: FloatArray = active / max(float(active.max(initial=0)), FAINTEST)
    return levels


def input_image(grid: Grid, image: FloatArray) -> pygame.Surface:
    """The image (rows, columns) as the network gets it: square cells, no lamps."""
    gap = 1 if grid.side < 8 else 2
    large = np.rint(np.clip(image, 0, 1) * (LIGHTS - 1)).astype(np.uint8).T.repeat(grid.side, 0).repeat(grid.side, 1)
    for line in range(1, gap + 1):
        large[grid.side - line :: grid.side] = 0
        large[:, grid.side - line :: grid.side] = 0
    return paletted(large, LIT_CELLS)


def fields_images(
    layout: NetworkLayout, weights: FloatArray, full_weight: float
) -> list[tuple[pygame.Surface, tuple[int, int], Rect]]:
    """The weights (units, rows, columns) as small images, as many as there is room for: parts of one, enlarged once."""
    grid, scale = layout.fields, layout.scale
    index = signed_index(weights[: grid.columns * grid.rows], full_weight)
    units, rows, columns = index.shape
    one_row = index.transpose(2, 0, 1).reshape(columns, units * rows)  # below each other
    sheet = pygame.transform.scale(paletted(one_row, SIGNED), (columns * scale, units * rows * scale))
    size = (columns * scale, rows * scale)
    return [(sheet, grid.cell(unit).topleft, Rect((0, unit * size[1]), size)) for unit in range(units)]


def bars(area: Rect, type_: Type, count: int) -> list[Rect]:
    """The full length of every class's bar."""
    pitch, height = area.width / count, area.height - type_.height(theme.SMALL)
    width = max(1, round(min(pitch * 0.8, type_.scale.px(64))))
    if width < type_.scale.px(64):  # then they fill the area from side to side
        pitch = (area.width - width) / (count - 1)
    return [Rect(area.left + round(index * pitch), area.top, width, height) for index in range(count)]


def lie(names: Sequence[str]) -> bool:
    """Whether the bars of so few classes with words for names lie below each other, the names before them."""
    return len(names) <= MOST_LYING and max(map(len, names)) > 1


def lying_bars(area: Rect, type_: Type, names: Sequence[str]) -> list[tuple[Rect, Rect]]:
    """Where the names of classes stand, and the full length of their bars."""
    wide = max(type_.width(name, theme.LABEL) for name in names) + type_.scale.px(16)
    pitch = area.height // len(names)
    found = []
    for number in range(len(names)):
        row = Rect(area.left, area.top + number * pitch, area.width, pitch - max(2, type_.scale.px(6)))
        found.append(
            (Rect(row.left, row.top, wide, row.height), Rect(row.left + wide, row.top, row.width - wide, row.height))
        )
    return found


def class_areas(area: Rect, type_: Type, names: Sequence[str]) -> list[Rect]:
    """For each class its bar and its name together."""
    if lie(names):
        return [name.union(bar) for name, bar in lying_bars(area, type_, names)]
    return [Rect(bar.left, bar.top, bar.width, area.bottom - bar.top) for bar in bars(area, type_, len(names))]


def draw_scale(surface: pygame.Surface, area: Rect, type_: Type, names: tuple[str, ...]) -> None:
    """The ground of every bar, and below it or before it the name of its class."""
    if lie(names):
        for (place, bar), name in zip(lying_bars(area, type_, names), names, strict=True):
            surface.fill(theme.RAISED, bar)
            type_.write(surface, name, (place.left, baseline_in(place, type_, theme.SMALL)), theme.SMALL, theme.MUTED)
        return
    for bar, name in zip(bars(area, type_, len(names)), names, strict=True):
        surface.fill(theme.RAISED, bar)
        at = (bar.centerx, area.bottom - type_.scale.px(2))
        type_.write(surface, name, at, theme.SMALL, theme.MUTED, "centre")


def draw_probabilities(surface: pygame.Surface, area: Rect, type_: Type, snapshot: SessionSnapshot) -> None:
    """How far each bar is filled; the shown class's name is bright."""
    names, values = snapshot.class_names, np.fmax(snapshot.network.probabilities, 0).tolist()
    if lie(names):
        _draw_lying(surface, lying_bars(area, type_, names), type_, names, values, snapshot.label)
        return
    full = bars(area, type_, len(names))
    for bar, value in zip(full, values, strict=True):
        if tall := round(bar.height * value):
            surface.fill(theme.BLUE, (bar.left, bar.bottom - tall, bar.width, tall))
    if snapshot.label is not None:
        bar = full[snapshot.label]
        name = names[snapshot.label]
        width = max(bar.width, type_.width(name, theme.SMALL))
        surface.fill(theme.PANEL, (bar.centerx - width // 2, bar.bottom, width, type_.height(theme.LABEL)))
        at = (bar.centerx, area.bottom - type_.scale.px(2))
        type_.write(surface, name, at, theme.LABEL, theme.TEXT, "centre")


def _draw_lying(
    surface: pygame.Surface,
    places: list[tuple[Rect, Rect]],
    type_: Type,
    names: Sequence[str],
    values: Sequence[float],
    shown: int | None,
) -> None:
    for (_, bar), value in zip(places, values, strict=True):
        surface.fill(theme.BLUE, (bar.left, bar.top, round(bar.width * value), bar.height))
    if shown is not None:
        place = places[shown][0]
        surface.fill(theme.PANEL, place)
        type_.write(surface, names[shown], (place.left, baseline_in(place, type_, theme.LABEL)), theme.LABEL)


def draw_answer(surface: pygame.Surface, area: Rect, type_: Type, snapshot: SessionSnapshot) -> None:
    """The most probable class, how sure the network is, and whether that is right."""
    top = area.top + label_height(type_)
    draw_label(surface, (area.left, top), type_, "Answer", "given before it learned from this picture")
    baseline = verdict_baseline(area, type_)
    if snapshot.network_answer is None or snapshot.label is None:
        type_.write(surface, "no picture yet", (area.left, baseline), theme.BODY, theme.MUTED)
        return
    most = float(snapshot.network.probabilities.max())
    sure = f"{most:.0%} sure:" if np.isfinite(most) else "its numbers ran away:"
    answer = snapshot.class_names[snapshot.network_answer]
    right = snapshot.network_answer == snapshot.label
    draw_verdict(surface, (area.left, baseline), type_, sure, answer, right, theme.BLUE, area.width)
