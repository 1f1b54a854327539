"""Everything stands inside its panel and beside its neighbours, at every size of window."""

import itertools

import pytest
from pygame import Rect

from perceptron_sim.frontend import theme
from perceptron_sim.frontend.controls import Controls
from perceptron_sim.frontend.layout import GRID_COLUMNS, Grid, Layout, arrange, module_index
from perceptron_sim.frontend.panels import curves, score
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.theme import Scale

SIZES = ((1280, 720), (1366, 768), (1600, 1200), (1920, 1080), (2560, 1080), (3840, 2160))


@pytest.fixture(params=SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def type_and_layout(request: pytest.FixtureRequest) -> tuple[Type, Layout]:
    """The type scale and the layout of a window."""
    type_ = Type(Scale.of(request.param))
    return type_, arrange(request.param, type_)


def parts_of(layout: Layout) -> dict[str, list[Rect]]:
    """The rectangles inside each panel."""
    machine, network, middle = layout.machine, layout.network, layout.middle
    grids = [machine.retina.rect, machine.a_units.rect, machine.potentiometers.rect]
    pictures = [network.input.rect, network.activities.rect, network.receptive_fields.rect]
    return {
        "machine": [machine.panel, machine.title, *grids, machine.trainer, machine.response],
        "network": [network.panel, network.title, *pictures, network.probabilities, network.answer],
        "middle": [middle.panel, middle.card, middle.score],
        "footer": [layout.footer.panel, layout.footer.sentence, layout.footer.slider, layout.footer.buttons],
        "window": [layout.window, layout.header, machine.panel, middle.panel, network.panel, layout.curves],
    }


def test_parts_stay_inside_their_panel(type_and_layout: tuple[Type, Layout]) -> None:
    for name, (panel, *parts) in parts_of(type_and_layout[1]).items():
        for part in parts:
            assert panel.contains(part), (name, panel, part)


def test_parts_of_a_panel_do_not_overlap(type_and_layout: tuple[Type, Layout]) -> None:
    for name, (_, *parts) in parts_of(type_and_layout[1]).items():
        for one, other in itertools.combinations(parts, 2):
            assert not one.colliderect(other), (name, one, other)


def test_retina_input_and_card_are_of_one_importance(type_and_layout: tuple[Type, Layout]) -> None:
    _, layout = type_and_layout
    assert layout.machine.retina.rect.size == layout.network.input.rect.size
    assert abs(layout.middle.card.width - layout.machine.retina.rect.width) <= 20


def test_buttons_and_slider_stand_apart_and_inside_the_window(type_and_layout: tuple[Type, Layout]) -> None:
    type_, layout = type_and_layout
    controls = Controls(layout, type_)
    areas = [button.area for button in controls.buttons] + [controls.slider.area]
    for one, other in itertools.combinations(areas, 2):
        assert not one.colliderect(other)
    assert all(layout.window.contains(area) for area in areas)


def test_words_of_every_button_fit(type_and_layout: tuple[Type, Layout]) -> None:
    type_, layout = type_and_layout
    for button in Controls(layout, type_).buttons:
        style = theme.SMALL if button.quiet else theme.BODY
        assert type_.width(button.words, style) <= button.area.width
        assert type_.height(style) <= button.area.height


def test_figures_of_the_score_leave_room_for_their_names(type_and_layout: tuple[Type, Layout]) -> None:
    type_, layout = type_and_layout
    longest = {
        "time, assumed": ("9.9 min", "–"),
        "motors, assumed": ("9.9 min", "–"),
        "turned, assumed": ("99,999°", "–"),
        "energy, assumed": ("999 kJ", "999 mJ"),
    }
    for row in score.ROWS:
        left, right = longest.get(row.name, ("100 %", "100 %"))
        half = layout.middle.score.width / 2 - type_.width(row.name, theme.SMALL) / 2
        assert max(type_.width(left, theme.FIGURE), type_.width(right, theme.FIGURE)) <= half, row.name


def test_lines_of_the_score_do_not_touch(type_and_layout: tuple[Type, Layout]) -> None:
    type_, layout = type_and_layout
    tops = [line.top for line in score.lines(layout.middle, type_)] + [layout.middle.score.bottom]
    assert min(lower - upper for upper, lower in itertools.pairwise(tops)) >= type_.height(theme.FIGURE)


def test_curves_leave_room_for_their_words(type_and_layout: tuple[Type, Layout]) -> None:
    type_, layout = type_and_layout
    plot = curves.plot_area(layout.curves, type_)
    assert layout.curves.contains(plot)
    assert len(curves.YARDSTICK) * type_.height(theme.SMALL) <= layout.curves.height
    assert max(type_.width(line, theme.SMALL) for line in curves.YARDSTICK) <= layout.curves.right - plot.right


def test_no_text_is_smaller_than_can_be_read(type_and_layout: tuple[Type, Layout]) -> None:
    type_, _ = type_and_layout
    assert type_.scale.text_px(theme.SMALL.size) >= 13


def test_eight_units_in_a_row_share_a_module() -> None:
    for module in range(64):
        cells = [divmod(module_index(8 * module + part), GRID_COLUMNS) for part in range(8)]
        assert {row // 2 for row, _ in cells} == {module // 8}
        assert {column // 4 for _, column in cells} == {module % 8}


def test_every_unit_has_a_cell_of_its_own() -> None:
    assert sorted(module_index(unit) for unit in range(512)) == list(range(512))


def test_a_grid_ends_with_its_last_cell() -> None:
    grid = Grid(10, 20, (7, 5), 4, 2, (2, 1), (3, 4))
    assert grid.rect == Rect(10, 20, 4 * 7 + 3, 2 * 5 + 4)
    assert grid.cell(7).bottomright == grid.rect.bottomright
