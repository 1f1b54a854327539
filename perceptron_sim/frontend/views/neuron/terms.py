"""The largest terms of a unit's sum one below the other, each with its numbers and the stretch it adds to the sum."""

from dataclasses import dataclass

import pygame

from perceptron_sim.explain.neuron import OpenedUnit
from perceptron_sim.explain.neuron_words import Term, checked, decimals_of, in_column, largest_terms
from perceptron_sim.frontend import theme
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.views.neuron.equation import colours_of
from perceptron_sim.frontend.views.neuron.figures import Figures
from perceptron_sim.frontend.views.neuron.headings import draw_heading
from perceptron_sim.frontend.views.neuron.layout import UnitLayout, below_heading, row_height
from perceptron_sim.frontend.views.neuron.stretch import Scale, draw_posts

MOST, FEWER = 4, (3, 2)  # figures of the largest term
AFTER_THEM = 3  # rows: all others, what is constant, the sum
TITLE, ABOUT = "Terms of the sum", "largest first, the sum running from zero"


@dataclass(frozen=True, slots=True)
class TermRows:
    """Where each row of the list stands, and where in it the columns end."""

    rows: tuple[pygame.Rect, ...]
    name_right: int
    product_right: int
    bar: pygame.Rect


@dataclass(frozen=True, slots=True)
class _Line:
    """A row in words and figures; the sum runs from *before* to *after* in it."""

    name: str
    product: float
    before: float
    after: float
    factors: tuple[float, float] | None = None


def rows_of(layout: UnitLayout, type_: Type) -> TermRows:
    """The rows that there is room for; the last three are for the rest, what is constant, and the sum."""
    inside, height = below_heading(layout.terms, type_), row_height(type_)
    count = max(AFTER_THEM + 1, inside.height // height)
    rows = tuple(pygame.Rect(inside.left, inside.top + row * height, inside.width, height) for row in range(count))
    name_right = inside.left + round(inside.width * 0.27)
    product_right = inside.left + round(inside.width * 0.68)
    left = product_right + type_.scale.px(16)
    return TermRows(rows, name_right, product_right, pygame.Rect(left, inside.top, inside.right - left, 1))


def shown(places: TermRows, opened: OpenedUnit) -> int:
    """How many terms are listed: all, if there is room for them and the sum."""
    heard, last = int(opened.heard.sum()), 1 + bool(opened.constant_word)
    return heard if heard + last <= len(places.rows) else len(places.rows) - last - 1


def draw_terms(surface: pygame.Surface, layout: UnitLayout, type_: Type, opened: OpenedUnit, figures: Figures) -> None:
    """Every row, figures in columns, the bars on one scale with zero and the threshold."""
    places = rows_of(layout, type_)
    draw_heading(surface, layout.terms, type_, TITLE, ABOUT)
    lines = _lines(opened, shown(places, opened))
    ends = [0.0, opened.threshold or 0.0, opened.total, *(line.after for line in lines)]
    scale = Scale(places.bar, min(ends), max(ends))
    last = places.rows[len(lines)]
    draw_posts(surface, type_, scale, places.rows[0].top, last.bottom, opened)
    pygame.draw.line(surface, theme.MUTED, (last.left, last.top), (places.product_right, last.top))
    total = _Line(f"sum, in {opened.unit}" if opened.unit else "sum", opened.total, 0.0, opened.total)
    _write(type_, figures, places, [*lines, total], surface)
    towards, against = colours_of(opened)
    for row, line in zip(places.rows, lines, strict=False):
        scale.draw(surface, row, line.before, line.after, towards, against)
    scale.draw(surface, last, 0.0, opened.total, towards, against, thick=True)


def _lines(opened: OpenedUnit, most: int) -> list[_Line]:
    """The terms listed, then all others together and what is constant, where there are any."""
    terms, rest, others = largest_terms(opened, most)
    lines = [_line_of(term) for term in terms]
    running = terms[-1].after if terms else 0.0
    if others:
        lines.append(_Line(f"the other {others}", rest, running, running + rest))
        running += rest
    if opened.constant_word:
        lines.append(_Line(opened.constant_word, opened.constant, running, running + opened.constant))
    return lines


def _line_of(term: Term) -> _Line:
    return _Line(term.name, term.product, term.before, term.after, (term.value, term.weight))


@dataclass(frozen=True, slots=True)
class _Columns:
    """Values, weights and products as they are written, and the right end of each column; products stand alone
    where there is no room for all."""

    values: list[str]
    weights: list[str]
    products: list[str]
    rights: tuple[int, int, int]
    all_fit: bool


def _columns(figures: Figures, places: TermRows, lines: list[_Line], precision: int) -> _Columns:
    """Every column with as many decimals as show *precision* figures of its largest term."""
    factors = [line.factors for line in lines if line.factors]
    terms = [line.product for line in lines if line.factors] + [weight for _, weight in factors]
    decimals = decimals_of(terms or [line.product for line in lines], precision)
    of_values, of_weights = checked(factors, decimals)
    products = [in_column(line.product, decimals) for line in lines]
    values = [in_column(value, of_values, plus=False) for value, _ in factors]
    weights = [in_column(weight, of_weights) for _, weight in factors]
    wide = [max(map(len, texts), default=0) * figures.pitch for texts in (values, weights, products)]
    weight_right = places.product_right - wide[2] - 2 * figures.pitch
    value_right = weight_right - wide[1] - 2 * figures.pitch
    fits = value_right - wide[0] >= places.name_right
    return _Columns(values, weights, products, (value_right, weight_right, places.product_right), fits)


def _write(type_: Type, figures: Figures, places: TermRows, lines: list[_Line], surface: pygame.Surface) -> None:
    """Names at the left; input, weight and product each in a column of its own with as many decimals in every row."""
    columns = _columns(figures, places, lines, MOST)
    for precision in FEWER:
        if not columns.all_fit:
            columns = _columns(figures, places, lines, precision)
    ascent = type_.ascent(theme.SMALL) + type_.scale.px(2)
    value_right, weight_right, product_right = columns.rights
    for number, (row, line) in enumerate(zip(places.rows, lines, strict=False)):
        strong = line.product != 0 and (line.factors is not None or line is lines[-1])
        baseline, colour = row.top + ascent, theme.TEXT if strong else theme.MUTED
        text = type_.fitted(line.name, theme.SMALL, places.name_right - row.left)
        type_.write(surface, text, (row.left, baseline), theme.SMALL, colour)
        figures.right(columns.products[number], product_right, baseline, colour)
        if line.factors and columns.all_fit:
            figures.right(columns.weights[number], weight_right, baseline, theme.MUTED)
            figures.right("×", value_right + figures.pitch * 3 // 2, baseline, theme.MUTED)
            figures.right(columns.values[number], value_right, baseline, theme.MUTED)
    figures.write(surface)
