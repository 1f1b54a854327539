"""The worked example as a walk: the small network with what is known so far, the present step, and the list of all."""

import pygame

from perceptron_sim.explain.worked_example import Step, lecture_says, spoken, steps
from perceptron_sim.explain.worked_example_net import EDGES, NODES, edge_lines, known_at, node_lines, touched
from perceptron_sim.explain.worked_example_sheet import TITLE
from perceptron_sim.frontend import theme
from perceptron_sim.frontend.panels.frame import draw_ground
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.theme import Colour
from perceptron_sim.frontend.views.neuron.figures import Figures
from perceptron_sim.frontend.views.neuron.headings import draw_heading
from perceptron_sim.frontend.views.neuron.layout import STEP_WORDS, STEPS, ExampleLayout, below_heading, row_height
from perceptron_sim.frontend.widgets import ScrollArea

ABOUT = "one step of learning by hand; two numbers in, two out"
LECTURES = "the lecture's"
DIGITS, LECTURE_DIGITS = 20, 7  # from the point on, at most
EDGE = theme.blend(theme.LINE, theme.MUTED, 0.25)


def node_centre(layout: ExampleLayout, type_: Type, name: str) -> tuple[int, int]:
    """Where a node of the small network stands."""
    column, row = NODES[name]
    net, radius = layout.net, node_radius(layout, type_)
    x = net.left + radius + round(column / 3 * (net.width - 2 * radius))
    top, bottom = (
        net.top + radius + type_.height(theme.LABEL),
        net.bottom - radius - 3 * type_.height(theme.SMALL) - type_.scale.px(12),
    )
    return x, round(top + row * (bottom - top))


def node_radius(layout: ExampleLayout, type_: Type) -> int:
    """Large enough for a name, small enough for two rows."""
    return min(type_.scale.px(38), layout.net.height // 8)


def draw_still(surface: pygame.Surface, layout: ExampleLayout, type_: Type) -> None:
    """The grounds and titles of both panels."""
    for panel, name, about in (
        (layout.diagram, TITLE, ABOUT),
        (layout.listing, "Every number", "all digits of 64-bit floating point"),
    ):
        draw_ground(surface, panel, type_)
        draw_heading(surface, panel, type_, name, about)


def draw_example(
    surface: pygame.Surface, layout: ExampleLayout, type_: Type, number: int, focused: object, message: str
) -> None:
    """The walk at step *number*; *message* says what became of the sheet."""
    step, known = steps()[number], known_at(number)
    _draw_net(surface, layout, type_, known, touched(step))
    _draw_step(surface, layout, type_, step, message)
    _draw_buttons(surface, layout, type_, number, focused)
    _draw_list(surface, layout, type_, number)


def _draw_net(
    surface: pygame.Surface, layout: ExampleLayout, type_: Type, known: dict[str, float], lit: set[str]
) -> None:
    for name, (start, end) in EDGES.items():
        _draw_edge(surface, layout, type_, name, start, end, known, name in lit)
    for end in ("o1", "o2"):
        a, b = node_centre(layout, type_, end), node_centre(layout, type_, "L")
        pygame.draw.line(surface, theme.BLUE if "L" in lit and end in lit else EDGE, a, b, type_.scale.px(2))
    for name in NODES:
        _draw_node(surface, layout, type_, name, known, name in lit)


def _draw_edge(
    surface: pygame.Surface,
    layout: ExampleLayout,
    type_: Type,
    name: str,
    start: str,
    end: str,
    known: dict[str, float],
    lit: bool,
) -> None:
    """A weight: bright while a step is about it, with its value, and its slope once that is known."""
    px = type_.scale.px
    a, b = pygame.Vector2(node_centre(layout, type_, start)), pygame.Vector2(node_centre(layout, type_, end))
    pygame.draw.line(surface, theme.BLUE if lit else EDGE, a, b, px(4) if lit else px(2))
    lines = edge_lines(name, known)
    if not lines:
        return
    at = a.lerp(b, 0.5 if start[1] == end[1] else 0.42)
    width = max(type_.width(line, theme.FIGURE_SMALL) for line in lines) + px(12)
    height = type_.height(theme.FIGURE_SMALL)
    box = pygame.Rect(0, 0, width, height * len(lines) + px(4))
    box.center = (round(at.x), round(at.y))
    pygame.draw.rect(surface, theme.PANEL, box, border_radius=px(4))
    for row, line in enumerate(lines):
        y = box.top + px(2) + row * height + type_.font(theme.FIGURE_SMALL).get_ascent()
        colour = theme.TEXT if lit else theme.MUTED
        type_.write(surface, line, (box.centerx, y), theme.FIGURE_SMALL, colour, "centre")


def _draw_node(
    surface: pygame.Surface, layout: ExampleLayout, type_: Type, name: str, known: dict[str, float], lit: bool
) -> None:
    px, radius, centre = type_.scale.px, node_radius(layout, type_), node_centre(layout, type_, name)
    value = known.get(name) if name[0] in "iL" else known.get(f"out_{name}")
    fill = theme.RAISED if value is None else theme.blend(theme.RAISED, theme.BLUE, 0.15 + 0.35 * min(1.0, abs(value)))
    pygame.draw.circle(surface, fill, centre, radius)
    pygame.draw.circle(surface, theme.BLUE if lit else theme.LINE, centre, radius, px(4) if lit else 2)
    font = type_.font(theme.STRONG)
    baseline = centre[1] + (font.get_ascent() + font.get_descent()) // 2
    type_.write(surface, name, (centre[0], baseline), theme.STRONG, theme.TEXT, "centre")
    lines = node_lines(name, known)
    height, width = (
        type_.height(theme.FIGURE_SMALL),
        max((type_.width(line, theme.FIGURE_SMALL) for line in lines), default=0),
    )
    x = min(max(centre[0], layout.net.left + width // 2), layout.net.right - width // 2)
    box = pygame.Rect(x - width // 2 - px(4), centre[1] + radius + px(4), width + px(8), height * len(lines))
    surface.fill(theme.PANEL, box)
    y = centre[1] + radius + height
    for line in lines:
        type_.write(surface, line, (x, y), theme.FIGURE_SMALL, theme.TEXT if lit else theme.MUTED, "centre")
        y += type_.height(theme.FIGURE_SMALL)


def _draw_step(surface: pygame.Surface, layout: ExampleLayout, type_: Type, step: Step, message: str) -> None:
    """The present number: its name and value large, its formula, the figures in it, the lecture's own."""
    px, area = type_.scale.px, layout.step
    pygame.draw.line(surface, theme.LINE, (area.left, area.top - px(8)), (area.right, area.top - px(8)))
    y = area.top + type_.font(theme.BODY).get_ascent()
    words = type_.wrapped(message or step.sentence, theme.BODY, area.width)
    for line in words[:2]:
        type_.write(surface, line, (area.left, y), theme.BODY, theme.TEXT if message else theme.MUTED)
        y += type_.height(theme.BODY)
    y = area.top + 2 * type_.height(theme.BODY) + type_.font(theme.TITLE).get_ascent() + px(6)
    x = type_.write(surface, f"{spoken(step.name)} = ", (area.left, y), theme.TITLE).right
    type_.write(surface, step.exact, (x, y), theme.TITLE, theme.BLUE)
    y += type_.height(theme.BODY) + px(4)
    for text in (
        f"= {spoken(step.formula)}" if step.figures else step.formula,
        f"= {step.figures}" if step.figures else "",
    ):
        type_.write(surface, type_.fitted(text, theme.FIGURE, area.width), (area.left, y), theme.FIGURE)
        y += type_.height(theme.BODY)
    type_.write(surface, lecture_says(step), (area.left, y), theme.BODY, theme.MUTED)


def _draw_buttons(surface: pygame.Surface, layout: ExampleLayout, type_: Type, number: int, focused: object) -> None:
    for name, area in zip(STEPS, layout.buttons, strict=True):
        lit, live = focused == ("walk", name), leads_on(name, number)
        draw_button(surface, area, type_, STEP_WORDS[name], lit=lit, live=live)
    words = f"{number + 1} of {len(steps())}"
    font = type_.font(theme.BODY)
    baseline = area.centery + (font.get_ascent() + font.get_descent()) // 2
    type_.write(surface, words, (layout.step.right, baseline), theme.BODY, theme.MUTED, "right")


def leads_on(name: str, number: int) -> bool:
    """Whether the button *name* does anything at step *number*: none goes back from the first, or on from the last."""
    match name:
        case "start" | "back":
            return number > 0
        case "next":
            return number < len(steps()) - 1
    return True


def draw_button(
    surface: pygame.Surface,
    area: pygame.Rect,
    type_: Type,
    words: str,
    *,
    lit: bool = False,
    chosen: bool = False,
    live: bool = True,
) -> None:
    """A button; *chosen*: what it opens is open; not *live*: pressing it does nothing now."""
    px, font = type_.scale.px, type_.font(theme.BODY)
    fill: Colour = theme.LINE if lit or chosen else theme.RAISED if live else theme.PANEL
    pygame.draw.rect(surface, fill, area, border_radius=px(8))
    if not live:
        pygame.draw.rect(surface, theme.LINE, area, max(1, px(1)), border_radius=px(8))
    if chosen:
        line = pygame.Rect(area.left + px(12), area.bottom - px(4), area.width - px(24), max(2, px(3)))
        surface.fill(theme.CREAM, line)
    baseline = area.centery + (font.get_ascent() + font.get_descent()) // 2
    type_.write(surface, words, (area.centerx, baseline), theme.BODY, theme.TEXT if live else theme.MUTED, "centre")


def list_rows(layout: ExampleLayout, type_: Type, number: int) -> list[tuple[int, pygame.Rect]]:
    """Which steps the list shows, and where: the present one in the middle."""
    inside, height = below_heading(layout.listing, type_), row_height(type_)
    top, count = inside.top + type_.height(theme.LABEL) + type_.scale.px(4), len(steps())
    room = (inside.bottom - top) // height
    first = min(max(0, number - room // 2), max(0, count - room))
    return [
        (first + row, pygame.Rect(inside.left, top + row * height, inside.width, height))
        for row in range(min(room, count - first))
    ]


def _draw_list(surface: pygame.Surface, layout: ExampleLayout, type_: Type, number: int) -> None:
    """Names, values, the lecture's; points of decimals stand below each other."""
    px, inside, figures = type_.scale.px, below_heading(layout.listing, type_), Figures(type_)
    theirs = inside.right - LECTURE_DIGITS * figures.pitch
    point = theirs - (DIGITS + 3) * figures.pitch
    baseline = inside.top + type_.ascent(theme.SMALL)
    type_.write(surface, LECTURES, (inside.right, baseline), theme.SMALL, theme.MUTED, "right")
    for index, row in list_rows(layout, type_, number):
        step = steps()[index]
        y = row.top + type_.ascent(theme.SMALL) + px(2)
        if index == number:
            pygame.draw.rect(surface, theme.RAISED, row.inflate(px(16), 0), border_radius=px(4))
            surface.fill(theme.BLUE, (row.left - px(8), row.top, px(3), row.height))
        style = theme.LABEL if index == number else theme.SMALL
        colour = theme.MUTED if index > number else theme.TEXT
        type_.write(surface, spoken(step.name), (row.left, y), style, colour)
        if index <= number:
            figures.at_point(step.exact, point, y)
            figures.at_point(step.printed, theirs, y, theme.MUTED)
    figures.write(surface)
    _draw_bar(surface, layout, type_, number)


def _draw_bar(surface: pygame.Surface, layout: ExampleLayout, type_: Type, number: int) -> None:
    """How much of the list is seen, and where."""
    rows = list_rows(layout, type_, number)
    area = rows[0][1].unionall([row for _, row in rows])
    area.width += type_.scale.px(16)
    height = rows[0][1].height
    bar = ScrollArea(area, len(steps()) * height, rows[0][0] * height)
    bar.draw(surface, type_, mouse=None, focused=False)
