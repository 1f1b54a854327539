"""Where everything stands: the units to choose from, the chosen one opened beside them; the worked example."""

from dataclasses import dataclass

from pygame import Rect

from perceptron_sim.frontend import theme
from perceptron_sim.frontend.layout import GUTTER, PADDING, ROW_GAP, heading_of, pages_and_panels
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.views.neuron.fields import Field, fields_of

PAGES = ("unit", "example")
PAGE_WORDS = {"unit": "Any unit", "example": "Worked example"}
STEPS = ("start", "back", "next", "save")
STEP_WORDS = {"start": "Start", "back": "Back", "next": "Next", "save": "Save sheet (S)"}
LOWER_SHARE = 0.45  # of the height at least: the terms and the way


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitLayout:
    """The page of any unit. fields are A-units, R-units, then the network's layers."""

    chooser: Rect
    headings: tuple[Rect, Rect]
    fields: tuple[Field, ...]
    opened: Rect
    squares: tuple[Rect, Rect, Rect]
    labels_y: int
    curve: Rect
    terms: Rect
    way: Rect


@dataclass(frozen=True, slots=True, kw_only=True)
class ExampleLayout:
    """The page of the worked example."""

    diagram: Rect
    net: Rect
    step: Rect
    buttons: tuple[Rect, ...]
    listing: Rect


@dataclass(frozen=True, slots=True, kw_only=True)
class NeuronLayout:
    """Every rectangle of the view."""

    area: Rect
    pages: tuple[Rect, Rect]
    unit: UnitLayout
    example: ExampleLayout


def row_height(type_: Type) -> int:
    """From one line of a list to the next."""
    return type_.height(theme.SMALL) + type_.scale.px(5)


def below_heading(panel: Rect, type_: Type) -> Rect:
    """What a panel has for its contents, below the line of its title."""
    px, heading = type_.scale.px, heading_of(panel, type_)
    top = heading.bottom + px(10)
    return Rect(heading.left, top, heading.width, panel.bottom - px(16) - top)


def arrange(area: Rect, type_: Type, a_units: int, r_units: int, layers: tuple[int, ...]) -> NeuronLayout:
    """Lay out *area* for a machine of so many units and a network whose *layers* of neurons are so wide."""
    px = type_.scale.px
    row, body = pages_and_panels(area, type_)
    chooser = Rect(body.left, body.top, max(px(352), 32 * 6 + 2 * px(PADDING)), body.height)
    left = chooser.right + px(GUTTER)
    rest = Rect(left, body.top, body.right - left, body.height)
    return NeuronLayout(
        area=area,
        pages=_pages(row, type_),
        unit=_unit(chooser, rest, type_, a_units, r_units, layers),
        example=_example(body, type_),
    )


def _pages(row: Rect, type_: Type) -> tuple[Rect, Rect]:
    """The names of the pages; the first word, not its area, stands at the edge."""
    px, areas = type_.scale.px, []
    left = row.left - px(16)
    for page in PAGES:
        areas.append(Rect(left, row.top, type_.width(PAGE_WORDS[page], theme.STRONG) + px(32), row.height))
        left = areas[-1].right
    return areas[0], areas[1]


def _unit(chooser: Rect, rest: Rect, type_: Type, a_units: int, r_units: int, layers: tuple[int, ...]) -> UnitLayout:
    px = type_.scale.px
    highest = Rect(rest.left, rest.top, rest.width, round(rest.height * (1 - LOWER_SHARE)) - px(ROW_GAP))
    squares, curve, labels_y = _equation(below_heading(highest, type_), type_)
    opened = Rect(rest.left, rest.top, rest.width, squares[0].bottom + px(20) - rest.top)
    top = opened.bottom + px(ROW_GAP)
    terms = Rect(rest.left, top, (rest.width - px(GUTTER)) // 2, rest.bottom - top)
    way = Rect(terms.right + px(GUTTER), top, rest.right - terms.right - px(GUTTER), terms.height)
    headings, fields = _chooser(chooser, type_, a_units, r_units, layers)
    return UnitLayout(
        chooser=chooser,
        headings=headings,
        fields=fields,
        opened=opened,
        squares=squares,
        labels_y=labels_y,
        curve=curve,
        terms=terms,
        way=way,
    )


def _equation(inside: Rect, type_: Type) -> tuple[tuple[Rect, Rect, Rect], Rect, int]:
    """Input, weight and product, the activation, and the top of the labels above them."""
    px = type_.scale.px
    top, gap = inside.top + type_.height(theme.LABEL) + px(6), px(44)
    side = min(inside.bottom - top, (inside.width - 3 * gap) * 10 // 43)
    one, two, three = (Rect(inside.left + k * (side + gap), top, side, side) for k in range(3))
    left = three.right + gap + px(20)
    return (one, two, three), Rect(left, top, inside.right - left, side), inside.top


def _chooser(
    panel: Rect, type_: Type, a_units: int, r_units: int, layers: tuple[int, ...]
) -> tuple[tuple[Rect, Rect], tuple[Field, ...]]:
    """The machine's heading and fields above, the network's below; each field as high as it needs to be."""
    px, first = type_.scale.px, heading_of(panel, type_)
    inside = Rect(first.left, first.bottom + px(8), first.width, panel.bottom - px(20) - first.bottom - px(8))
    label, heading = type_.height(theme.LABEL) + px(6), first.height + px(8)
    spare = inside.height - heading - (2 + len(layers)) * (label + px(12)) - px(20)
    machine, bottom = fields_of(inside, inside.top, type_, (a_units, r_units), spare * 0.42)
    second = Rect(first.left, bottom + px(20), first.width, first.height)
    network, _ = fields_of(inside, second.bottom + px(8), type_, layers, spare * 0.58, of_network=True)
    return (first, second), machine + network


def _example(body: Rect, type_: Type) -> ExampleLayout:
    px = type_.scale.px
    diagram = Rect(body.left, body.top, round(body.width * 0.58), body.height)
    left = diagram.right + px(GUTTER)
    listing = Rect(left, body.top, body.right - left, body.height)
    inside = below_heading(diagram, type_)
    button_height = max(px(44), type_.height(theme.BODY) + px(12))
    words = 5 * type_.height(theme.BODY) + type_.height(theme.TITLE) + px(16)
    step = Rect(inside.left, inside.bottom - button_height - px(16) - words, inside.width, words)
    net = Rect(inside.left, inside.top, inside.width, step.top - px(16) - inside.top)
    left, buttons = inside.left, []
    for name in STEPS:
        width = type_.width(STEP_WORDS[name], theme.BODY) + px(40)
        buttons.append(Rect(left, inside.bottom - button_height, width, button_height))
        left += width + px(12)
    return ExampleLayout(diagram=diagram, net=net, step=step, buttons=tuple(buttons), listing=listing)
