"""What a unit hears, how it weighs it, the product of both, and what its activation makes of the sum: four pictures."""

import numpy as np
import pygame

from perceptron_sim.explain.neuron import A_UNIT, LAYER, OpenedUnit
from perceptron_sim.explain.neuron_words import signed, verdict
from perceptron_sim.frontend import theme
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.views.neuron.curve import draw_curve
from perceptron_sim.frontend.views.neuron.headings import draw_heading, draw_label
from perceptron_sim.frontend.views.neuron.heat import FloatArray, colours_of, draw_heat
from perceptron_sim.frontend.views.neuron.layout import UnitLayout

__all__ = ["colours_of", "draw_equation"]

SIGNS = ("", "×", "=")


def draw_equation(surface: pygame.Surface, layout: UnitLayout, type_: Type, opened: OpenedUnit) -> None:
    """Title, input × weight = product, and the activation."""
    colour = theme.BLUE if opened.key.kind == LAYER else theme.AMBER
    bar = pygame.Rect(layout.opened.left, layout.opened.top + type_.scale.px(20), type_.scale.px(5), 0)
    bar.height = type_.ascent(theme.TITLE)
    pygame.draw.rect(surface, colour, bar, border_radius=type_.scale.px(2))
    draw_heading(surface, layout.opened, type_, opened.name, opened.about, verdict(opened), colour)
    values = (opened.inputs, opened.weights, opened.terms)
    for area, label, value, sign in zip(layout.squares, _labels(opened), values, SIGNS, strict=True):
        draw_label(surface, (area.left, layout.labels_y), type_, *label, area.width)
        draw_heat(surface, area, value, opened)
        if sign:
            at = (area.left - type_.scale.px(22), area.centery + type_.scale.px(9))
            type_.write(surface, sign, at, theme.TITLE, theme.MUTED, "centre")
    draw_curve(surface, layout, type_, opened, colours_of(opened)[0])


def _labels(opened: OpenedUnit) -> tuple[tuple[str, str], tuple[str, str], tuple[str, str]]:
    """What each square shows, and a figure of it."""
    active = np.count_nonzero(opened.inputs[opened.heard])
    stepped = opened.threshold is not None
    weight = f"{opened.weight_word}s" if stepped else f"largest {signed(_largest(opened.weights))}"
    product = "" if opened.key.kind == A_UNIT else f"largest {signed(_largest(opened.terms))}"
    return ("Input", f"{opened.input_word}, {active} active"), ("Weight", weight), ("Input × weight", product)


def _largest(values: FloatArray) -> float:
    return float(values[int(np.abs(values).argmax())]) if values.size else 0.0
