"""Beside the sum: for the network the way to the loss and back, node by node; for the machine, how it is corrected."""

from collections.abc import Sequence
from dataclasses import dataclass

import pygame

from perceptron_sim.explain.neuron_graph import GraphStep, brief
from perceptron_sim.explain.neuron_learning import Fact
from perceptron_sim.frontend import theme
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.views.neuron.figures import Figures
from perceptron_sim.frontend.views.neuron.headings import draw_heading
from perceptron_sim.frontend.views.neuron.layout import UnitLayout, below_heading, row_height

TITLE, ABOUT = "To the loss and back", "the largest of several"
LEARNING = "How it is corrected"
AFTER_POINT = 8  # letters: "0.0001234", "1.234e-05"


@dataclass(frozen=True, slots=True)
class _Columns:
    """Right end of how many numbers there are; where the points of the values and of the derivatives stand."""

    many: int
    value: int
    gradient: int


def node_rows(layout: UnitLayout, type_: Type, nodes: Sequence[GraphStep]) -> list[tuple[int, pygame.Rect]]:
    """Which nodes are shown, and where; where there is no room for all, those of the way itself go first."""
    inside, height = below_heading(layout.way, type_), row_height(type_)
    top = inside.top + type_.height(theme.LABEL) + type_.scale.px(3)
    room = max(2, (inside.bottom - top) // height)
    kept = list(range(len(nodes)))
    for index in list(kept):
        if len(kept) > room and nodes[index].backward is None:
            kept.remove(index)
    while len(kept) > room:
        del kept[len(kept) // 2]
    return [
        (index, pygame.Rect(inside.left, top + row * height, inside.width, height)) for row, index in enumerate(kept)
    ]


def draw_graph(
    surface: pygame.Surface,
    layout: UnitLayout,
    type_: Type,
    nodes: Sequence[GraphStep],
    figures: Figures,
    marked: object,
) -> None:
    """Every node with its value forward and the gradient that comes back to it."""
    px, inside = type_.scale.px, below_heading(layout.way, type_)
    rows = node_rows(layout, type_, nodes)
    left_out = len(nodes) - len(rows)
    about = f"{ABOUT}; {left_out} more have no room" if left_out else ABOUT
    draw_heading(surface, layout.way, type_, TITLE, about)
    baseline = inside.top + type_.ascent(theme.SMALL)
    if not nodes:
        type_.write(surface, "no picture yet", (inside.left, baseline), theme.BODY, theme.MUTED)
        return
    gradient = inside.right - px(16) - AFTER_POINT * figures.pitch
    value = gradient - round((inside.width - px(160)) * 0.5)
    columns = _Columns(value - 6 * figures.pitch, value, gradient)
    for words, x in (("↓ value, forward", value), ("↑ ∂ loss, backward", gradient)):
        type_.write(surface, words, (x, baseline), theme.SMALL, theme.MUTED, "centre")
    top, bottom = rows[0][1].centery, rows[-1][1].centery
    pygame.draw.line(surface, theme.LINE, (inside.left + px(6), top), (inside.left + px(6), bottom), 2)
    for index, row in rows:
        _draw_node(surface, row, type_, nodes[index], columns, figures, marked=marked == ("node", index))
    figures.write(surface)


def _draw_node(
    surface: pygame.Surface,
    row: pygame.Rect,
    type_: Type,
    node: GraphStep,
    columns: _Columns,
    figures: Figures,
    *,
    marked: bool,
) -> None:
    px = type_.scale.px
    baseline = row.top + type_.ascent(theme.SMALL) + px(2)
    given, centre = node.operation is None, (row.left + px(6), row.centery)
    pygame.draw.circle(surface, theme.PANEL, centre, px(6))
    pygame.draw.circle(surface, theme.BLUE, centre, px(5), 2 if given else 0)
    style = theme.LABEL if marked or not given else theme.SMALL
    colour = theme.MUTED if given else theme.TEXT
    type_.write(surface, node.label, (row.left + px(22), baseline), style, colour)
    many, value = brief(node.forward)
    if many > 1:
        figures.right(f"of {many:,}", columns.many, baseline, theme.MUTED)
    figures.at_point(value, columns.value, baseline, colour)
    if node.backward is not None:
        figures.at_point(brief(node.backward)[1], columns.gradient, baseline)


def draw_learning(surface: pygame.Surface, layout: UnitLayout, type_: Type, facts: Sequence[Fact]) -> None:
    """How a unit of the machine is corrected, a line for each fact, sentences below."""
    px, inside = type_.scale.px, below_heading(layout.way, type_)
    draw_heading(surface, layout.way, type_, LEARNING)
    line = type_.height(theme.BODY) + px(5)
    y = inside.top + type_.ascent(theme.BODY)
    for fact in facts:
        if fact.value:
            left = type_.write(surface, fact.value, (inside.right, y), theme.STRONG, theme.TEXT, "right").left
            text = type_.fitted(fact.what, theme.BODY, left - inside.left - px(12))
            type_.write(surface, text, (inside.left, y), theme.BODY, theme.MUTED)
            y += line
            continue
        y += px(6)
        for words in type_.wrapped(fact.what, theme.BODY, inside.width):
            if y < inside.bottom:
                type_.write(surface, words, (inside.left, y), theme.BODY)
            y += type_.height(theme.BODY)
