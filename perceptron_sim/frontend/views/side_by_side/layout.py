"""Where everything of the side-by-side view stands: every rectangle from its area and the shape of what is taught."""

from dataclasses import dataclass

from pygame import Rect

from perceptron_sim.frontend import theme
from perceptron_sim.frontend.layout import GUTTER, PADDING, ROW_GAP, Grid, panels_area
from perceptron_sim.frontend.panels.frame import label_baseline
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.views.side_by_side.layout_machine import MachineLayout, arrange_machine
from perceptron_sim.frontend.views.side_by_side.layout_network import NetworkLayout, arrange_network
from perceptron_sim.frontend.views.side_by_side.layout_panels import line_on, verdict_baseline
from perceptron_sim.frontend.views.side_by_side.shape import Shape

COURSE_HEIGHT = 184  # at 1920 x 1080


@dataclass(frozen=True, slots=True, kw_only=True)
class MiddleLayout:
    """Between them: what both see, and the score, the last of whose lines stands on a line with both answers."""

    panel: Rect
    card: Grid
    caption: Rect
    score: Rect
    last_baseline: int
    note: Rect


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseLayout:
    """Below: the curves of both over the exposures, and under them a mark for each exposure of each learner."""

    panel: Rect
    words: Rect
    plot: Rect
    timelines: tuple[Rect, Rect]
    yardstick: Rect


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Every rectangle of the side-by-side view."""

    area: Rect
    machine: MachineLayout
    middle: MiddleLayout
    network: NetworkLayout
    course: CourseLayout


def arrange(area: Rect, type_: Type, shape: Shape) -> Layout:
    """Lay the view out in *area*; *type_* tells how much room text takes."""
    px = type_.scale.px
    left, top, width, _ = panels = panels_area(area, type_)
    gutter = px(GUTTER)
    course = Rect(left, panels.bottom - px(COURSE_HEIGHT), width, px(COURSE_HEIGHT))
    height = course.top - px(ROW_GAP) - top
    middle_width = max(px(420), _middle_width(type_))
    side = (width - middle_width - 2 * gutter) // 2
    machine = arrange_machine(Rect(left, top, side, height), type_, shape)
    right = Rect(left + width - side, top, side, height)
    middle = Rect(left + side + gutter, top, width - 2 * (side + gutter), height)
    return Layout(
        area=area,
        machine=machine,
        middle=_middle(middle, machine, type_, shape),
        network=arrange_network(right, machine, type_, shape),
        course=_course(course, type_, shape.taught),
    )


def _middle_width(type_: Type) -> int:
    """What the longest figures of the score take with the names between them."""
    gap = type_.scale.px(6)
    figure = type_.width("999,999", theme.FIGURE_LARGE) + type_.width("○", theme.SIGN_SMALL) + 2 * gap
    work = type_.width("9.99", theme.FIGURE_LARGE) + gap + type_.width("M multiplications", theme.SMALL)
    names = type_.width("right, never taught", theme.BODY), type_.width("work", theme.BODY)
    return max(names[0] + 2 * figure, names[1] + 2 * work + 2 * gap)


def _middle(panel: Rect, machine: MachineLayout, type_: Type, shape: Shape) -> MiddleLayout:
    px = type_.scale.px
    cell = machine.retina.pitch[0]
    card = Grid(panel.centerx - cell * shape.columns // 2, machine.retina.top, (cell, cell), shape.columns, shape.rows)
    beside = label_baseline(machine.potentiometers.top, type_)  # the words of all three columns stand on one line
    caption = line_on(beside, panel.left, panel.width, type_, theme.BODY)
    note = line_on(machine.response.bottom, panel.left, panel.width, type_, theme.SMALL)
    top = caption.bottom + px(14)
    return MiddleLayout(
        panel=panel,
        card=card,
        caption=caption,
        score=Rect(panel.left, top, panel.width, note.top - top),
        last_baseline=verdict_baseline(machine.response, type_),
        note=note,
    )


def _course(panel: Rect, type_: Type, taught: int) -> CourseLayout:
    px = type_.scale.px
    inside = panel.inflate(-2 * px(PADDING), -2 * px(18))
    words_width = max(
        type_.width(text, theme.SMALL) for text in (f"share of the last {taught:,}", "tall: right, low: wrong")
    )
    words = Rect(inside.left, inside.top, words_width, inside.height)
    named = type_.width("100 %", theme.SMALL) + px(12)
    right_words = max(type_.width(line, theme.SMALL) for line in ("letter (documented)", "errorless after 40"))
    yardstick = Rect(inside.right - right_words, inside.top, right_words, inside.height)
    left = words.right + px(32) + named
    row, gap = max(px(18), type_.height(theme.SMALL)), px(8)
    names = max(type_.width(name, theme.LABEL) for name in ("1960", "today")) + px(14)
    lower = Rect(left, inside.bottom - row, yardstick.left - px(20) - names - left, row)
    upper = lower.move(0, -row - gap)
    plot = Rect(left, inside.top, lower.width, upper.top - px(16) - inside.top)
    return CourseLayout(panel=panel, words=words, plot=plot, timelines=(upper, lower), yardstick=yardstick)
