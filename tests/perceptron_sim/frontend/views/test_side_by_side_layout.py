"""The side-by-side view: everything inside its panel and beside its neighbours, at every size and for every shape."""

import itertools
from dataclasses import replace

import pytest
from pygame import Rect

from perceptron_sim import Letters
from perceptron_sim.frontend import theme
from perceptron_sim.frontend.layout import panels_area
from perceptron_sim.frontend.panels.frame import label_baseline
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.theme import Scale
from perceptron_sim.frontend.views.side_by_side import course, network, score
from perceptron_sim.frontend.views.side_by_side.layout import Layout, arrange
from perceptron_sim.frontend.views.side_by_side.layout_panels import verdict_baseline
from perceptron_sim.frontend.views.side_by_side.shape import Shape
from perceptron_sim.frontend.widgets import baseline_in

AREAS = {
    (1280, 720): Rect(0, 48, 1280, 600),
    (1366, 768): Rect(0, 51, 1366, 640),
    (1920, 1080): Rect(0, 72, 1920, 900),
    (2560, 1080): Rect(0, 72, 2560, 900),
    (3840, 2160): Rect(0, 144, 3840, 1800),
}
LETTERS = Shape.of(Letters())
SHAPES = {
    "letters": LETTERS,
    "no hidden units": replace(LETTERS, hidden=0, looking=26),
    "many hidden units": replace(LETTERS, hidden=1000, looking=1000),
    "filters": replace(LETTERS, hidden=32, looking=8, field_cells=(5, 5)),
    "another machine": replace(LETTERS, rows=10, columns=30, a_units=1200, r_units=16, field_cells=(10, 30)),
    "a small machine": replace(LETTERS, rows=4, columns=4, a_units=20, r_units=1, field_cells=(4, 4)),
}


@pytest.fixture(params=AREAS, ids=lambda size: f"{size[0]}x{size[1]}")
def type_and_area(request: pytest.FixtureRequest) -> tuple[Type, Rect]:
    """The type scale and the view's area of a window."""
    return Type(Scale.of(request.param)), AREAS[request.param]


def parts_of(layout: Layout) -> dict[str, list[Rect]]:
    """The rectangles inside each panel, the panel first."""
    machine, net, middle, below = layout.machine, layout.network, layout.middle, layout.course
    grids = [machine.retina.rect, machine.a_units.rect, machine.potentiometers.rect]
    hidden = [net.activities.rect] if net.activities else []
    return {
        "machine": [machine.panel, machine.title, machine.trainer, *grids, machine.response],
        "response": [machine.response, machine.lamps.rect, machine.verdict],
        "network": [
            *(net.panel, net.title, net.kind, net.input.rect, *hidden),
            *(net.fields.rect, net.probabilities, net.answer),
        ],
        "middle": [middle.panel, middle.card.rect, middle.caption, middle.score, middle.note],
        "course": [below.panel, below.words, below.plot, *below.timelines, below.yardstick],
        "view": [layout.area, machine.panel, middle.panel, net.panel, below.panel],
    }


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_parts_stay_inside_their_panel_and_apart(type_and_area: tuple[Type, Rect], shape: Shape) -> None:
    type_, area = type_and_area
    for name, (panel, *parts) in parts_of(arrange(area, type_, shape)).items():
        for part in parts:
            assert panel.contains(part), (name, panel, part)
        for one, other in itertools.combinations(parts, 2):
            assert not one.colliderect(other), (name, one, other)


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_everything_has_a_place_of_its_own(type_and_area: tuple[Type, Rect], shape: Shape) -> None:
    type_, area = type_and_area
    layout = arrange(area, type_, shape)
    assert layout.machine.a_units.columns * layout.machine.a_units.rows >= shape.a_units
    assert layout.machine.potentiometers.columns * layout.machine.potentiometers.rows >= shape.a_units
    assert layout.machine.lamps.columns == shape.r_units
    assert min(layout.machine.potentiometers.pitch) >= 3
    assert layout.network.scale >= 1


def test_retina_input_and_card_are_of_one_importance(type_and_area: tuple[Type, Rect]) -> None:
    type_, area = type_and_area
    layout = arrange(area, type_, LETTERS)
    seen = [layout.machine.retina.rect, layout.network.input.rect, layout.middle.card.rect]
    assert len({rect.size for rect in seen}) == 1
    assert len({rect.top for rect in seen}) == 1


def test_the_last_rows_of_both_panels_stand_on_one_line(type_and_area: tuple[Type, Rect]) -> None:
    type_, area = type_and_area
    layout = arrange(area, type_, LETTERS)
    assert layout.machine.response.top == layout.network.answer.top


def test_pictures_of_weights_can_be_read_at_every_size(type_and_area: tuple[Type, Rect]) -> None:
    type_, area = type_and_area
    layout = arrange(area, type_, LETTERS)
    assert layout.network.scale >= 2  # pixels for each weight
    assert layout.network.fields.columns * layout.network.fields.rows >= 24


def test_the_front_of_the_letters_machine_has_eight_by_eight_modules() -> None:
    assert LETTERS.modules == (8, 8)


def test_figures_of_the_score_leave_room_for_their_names(type_and_area: tuple[Type, Rect]) -> None:
    type_, area = type_and_area
    middle = arrange(area, type_, LETTERS).middle
    longest = {
        "time": ("9.9", "min", "59.9", "ms computing"),
        "work": ("999,999", "degrees", "9.99", "M multiplications"),
    }
    sign = type_.width(score.ASSUMED, theme.SIGN_SMALL) + type_.scale.px(6)
    for row in score.ROWS:
        left, left_unit, right, right_unit = longest.get(row.key, ("99,999", "", "99,999", ""))
        half = middle.score.width / 2 - type_.width(row.name, theme.BODY) / 2
        for figure, unit, assumed in ((left, left_unit, row.assumed[0]), (right, right_unit, row.assumed[1])):
            width = type_.width(figure, theme.FIGURE_LARGE) + assumed * sign
            width += type_.width(unit, theme.SMALL) + type_.scale.px(6) if unit else 0
            assert width <= half, (row.name, figure)


def test_lines_of_the_score_do_not_touch(type_and_area: tuple[Type, Rect]) -> None:
    type_, area = type_and_area
    lines = score.lines(arrange(area, type_, LETTERS).middle, type_)
    assert len(lines) == len(score.ROWS) + 1
    assert min(line.area.height for line in lines) >= type_.height(theme.FIGURE_LARGE)


def test_words_of_the_course_have_room(type_and_area: tuple[Type, Rect]) -> None:
    type_, area = type_and_area
    below = arrange(area, type_, LETTERS).course
    assert (len(course.YARDSTICK) + 1) * type_.height(theme.SMALL) <= below.yardstick.height
    assert max(type_.width(line, theme.SMALL) for line in course.YARDSTICK) <= below.yardstick.width
    assert 2 * type_.height(theme.SMALL) <= below.plot.height
    assert all(row.height >= type_.height(theme.SMALL) for row in below.timelines)
    notes = course.errorless("today", 12)
    assert type_.width(notes, theme.SMALL) < below.plot.width // 2


def test_a_bar_has_room_for_the_name_of_its_class(type_and_area: tuple[Type, Rect]) -> None:
    type_, area = type_and_area
    bars = network.bars(arrange(area, type_, LETTERS).network.probabilities, type_, 26)
    for one, other in itertools.pairwise(bars):
        assert type_.width("W", theme.LABEL) <= other.centerx - one.centerx


def test_panels_stand_where_those_of_all_views_do(type_and_area: tuple[Type, Rect]) -> None:
    type_, area = type_and_area
    layout, whole = arrange(area, type_, LETTERS), panels_area(area, type_)
    assert layout.machine.panel.topleft == whole.topleft
    assert layout.network.panel.topright == whole.topright
    assert layout.course.panel.bottomleft == whole.bottomleft


def test_words_of_all_three_columns_stand_on_common_baselines(type_and_area: tuple[Type, Rect]) -> None:
    type_, area = type_and_area
    layout = arrange(area, type_, LETTERS)
    assert layout.network.activities is not None
    beside = label_baseline(layout.machine.potentiometers.top, type_)
    assert label_baseline(layout.network.activities.top, type_) == beside
    assert abs(baseline_in(layout.middle.caption, type_, theme.BODY) - beside) <= 1
    assert score.lines(layout.middle, type_)[-1].baseline == verdict_baseline(layout.network.answer, type_)
    assert verdict_baseline(layout.machine.response, type_) == verdict_baseline(layout.network.answer, type_)
