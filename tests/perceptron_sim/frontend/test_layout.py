"""Everything of the shell stands inside the window and beside its neighbours, at every size of window."""

import itertools

import pytest
from pygame import Rect

from perceptron_sim import Session
from perceptron_sim.commands import SetSpeed
from perceptron_sim.explain.undoing import UNDONE
from perceptron_sim.frontend import theme
from perceptron_sim.frontend.actions import STEPS
from perceptron_sim.frontend.controls import FINGER, Controls, laid_out, step_words, undo_words
from perceptron_sim.frontend.layout import (
    GRID_COLUMNS,
    Grid,
    heading_of,
    module_index,
    pages_and_panels,
    panels_area,
)
from perceptron_sim.frontend.panels.footer import speed_words
from perceptron_sim.frontend.shell_layout import ShellLayout
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.theme import Scale, Style
from perceptron_sim.frontend.views import VIEWS
from perceptron_sim.frontend.widgets import Button
from perceptron_sim.options import VIEWS as VIEW_NAMES
from perceptron_sim.playback import REAL_TIME, SPEEDS, Playback

SIZES = ((1280, 720), (1366, 768), (1600, 1200), (1920, 1080), (2560, 1080), (3840, 2160))
ALL = tuple(VIEWS.values())
MOST_HEARD = "♪ motors: 512 running, relays clicking"
LEAST_TARGET = 24  # pixels at 1280 x 720
LEAST_TARGET_AT_REFERENCE = 44


@pytest.fixture(params=SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def type_and_layout(request: pytest.FixtureRequest) -> tuple[Type, ShellLayout]:
    """The type scale and the layout of a window with all nine tabs."""
    type_ = Type(Scale.of(request.param))
    return type_, laid_out(request.param, type_, ALL)


def parts_of(layout: ShellLayout) -> tuple[Rect, ...]:
    """Everything that stands in the window by itself."""
    pace = (layout.slower, layout.slider, layout.faster, layout.step, layout.steps, layout.pause)
    words = (layout.sentence, layout.clock, layout.pace_words, layout.heard, layout.track)
    return (layout.title, *layout.tabs, *layout.quiet, layout.area, *words, *pace)


def test_there_is_a_place_for_every_view_in_the_order_of_their_names() -> None:
    assert tuple(VIEWS) == VIEW_NAMES
    assert len(ALL) == 9


def test_parts_stay_inside_the_window_and_apart(type_and_layout: tuple[Type, ShellLayout]) -> None:
    _, layout = type_and_layout
    for part in parts_of(layout):
        assert layout.window.contains(part), part
    for one, other in itertools.combinations(parts_of(layout), 2):
        assert not one.colliderect(other), (one, other)


def test_header_and_footer_hold_their_parts(type_and_layout: tuple[Type, ShellLayout]) -> None:
    _, layout = type_and_layout
    assert all(layout.header.contains(part) for part in (layout.title, *layout.tabs, *layout.quiet))
    assert layout.area.top == layout.header.bottom
    assert layout.area.bottom == layout.footer.top
    below = (part for part in parts_of(layout) if part.top > layout.area.top)
    assert all(layout.footer.contains(part) for part in below)
    assert layout.footer.contains(layout.time_line)
    assert all(layout.time_line.contains(one) for one in (layout.clock, layout.pace_words, layout.heard, layout.track))


def test_words_fit_their_tabs_buttons_and_lines(type_and_layout: tuple[Type, ShellLayout]) -> None:
    type_, layout = type_and_layout
    for button in Controls(layout, type_, ALL).buttons:
        style = theme.SMALL if button.quiet else theme.BODY
        assert fits(type_, button.words, style, button.area), button.words
    for view, area in zip(ALL, layout.tabs, strict=True):
        assert fits(type_, view.title, theme.STRONG, area), view.title
    undo, *_ = layout.quiet
    assert all(fits(type_, undo_words(kind), theme.SMALL, undo) for kind in UNDONE)
    assert all(fits(type_, step_words(step), theme.BODY, layout.steps) for step in STEPS)
    assert type_.width(MOST_HEARD, theme.SMALL) <= layout.heard.width
    assert type_.height(theme.SMALL) <= layout.clock.height
    assert 2 * type_.height(theme.STRONG) <= layout.sentence.height


def fits(type_: Type, words: str, style: Style, area: Rect) -> bool:
    return type_.width(words, style) <= area.width and type_.height(style) <= area.height


def test_every_speed_can_be_said_below_the_slider(type_and_layout: tuple[Type, ShellLayout], session: object) -> None:
    type_, layout = type_and_layout
    playback = Playback(session)  # type: ignore[arg-type]  # it is not asked for anything
    for playback.speed_index in range(len(SPEEDS)):
        for playback.reached in (None, 0.98765, 123_456.0):
            assert type_.width(speed_words(playback), theme.SMALL) <= layout.pace_words.width


def test_what_a_visitor_needs_is_large_enough_for_a_finger(type_and_layout: tuple[Type, ShellLayout]) -> None:
    type_, layout = type_and_layout
    controls = Controls(layout, type_, ALL)
    areas = [*layout.tabs, *(one.area for one in controls.all if not isinstance(one, Button) or not one.quiet)]
    least = max(LEAST_TARGET, type_.scale.px(LEAST_TARGET_AT_REFERENCE) - 1)
    assert all(min(area.size) >= least for area in areas)
    assert all(button.area.height >= LEAST_TARGET for button in controls.buttons)


def test_a_finger_reaches_44_pixels_around_every_control_at_the_smallest_size(
    type_and_layout: tuple[Type, ShellLayout],
) -> None:
    type_, layout = type_and_layout
    controls = Controls(layout, type_, ALL)
    reach = type_.scale.px(FINGER) // 2 - 1
    assert type_.scale.px(FINGER) >= 44
    for one in (layout.pause, layout.slower, *layout.quiet):
        middle = one.center
        below = middle[0], min(middle[1] + reach, layout.window.bottom - 1)
        found = controls.at(below, large=True)
        assert layout.area.collidepoint(below) or (found is not None and found is controls.at(found.area.center))


def test_no_text_is_smaller_than_can_be_read(type_and_layout: tuple[Type, ShellLayout]) -> None:
    type_, _ = type_and_layout
    assert type_.scale.text_px(theme.SMALL.size) >= 13


def test_eight_units_in_a_row_share_a_module() -> None:
    for module in range(64):
        cells = [divmod(module_index(8 * module + part), GRID_COLUMNS) for part in range(8)]
        assert {row // 2 for row, _ in cells} == {module // 8}
        assert {column // 4 for _, column in cells} == {module % 8}


@pytest.mark.parametrize(("units", "modules"), [(512, 8), (256, 6), (64, 3)])
def test_every_unit_has_a_cell_of_its_own(units: int, modules: int) -> None:
    cells = {module_index(unit, modules) for unit in range(units)}
    assert len(cells) == units
    assert min(cells) == 0
    assert max(cells) < modules * 4 * 2 * -(-units // (8 * modules))


def test_a_grid_ends_with_its_last_cell() -> None:
    grid = Grid(10, 20, (7, 5), 4, 2, (2, 1), (3, 4))
    assert grid.rect == Rect(10, 20, 4 * 7 + 3, 2 * 5 + 4)
    assert grid.cell(7).bottomright == grid.rect.bottomright


def test_views_with_pages_and_without_begin_and_end_alike(type_and_layout: tuple[Type, ShellLayout]) -> None:
    type_, layout = type_and_layout
    whole, (row, below) = panels_area(layout.area, type_), pages_and_panels(layout.area, type_)
    assert layout.area.contains(whole)
    assert layout.area.contains(row)
    assert whole.contains(below)
    assert not row.colliderect(below)
    assert (below.left, below.right, below.bottom) == (whole.left, whole.right, whole.bottom)
    assert row.left == whole.left == layout.title.left
    assert below.contains(heading_of(below, type_))


def test_what_changes_things_stands_apart_from_what_does_not(type_and_layout: tuple[Type, ShellLayout]) -> None:
    _, layout = type_and_layout
    gaps = [right.left - left.right for left, right in itertools.pairwise(layout.quiet)]
    assert [gap > 0 for gap in gaps] == [False, False, True, False]


def test_what_the_computer_keeps_of_the_asked_speed_is_said_below_the_slider(session: Session) -> None:
    playback = Playback(session)
    playback.apply(SetSpeed(SPEEDS.index(10.0)))
    assert speed_words(playback) == "10 × real time"
    playback.reached = 6.7
    assert speed_words(playback) == "10 × real time asked, 6.7 × kept"
    playback.apply(SetSpeed(len(SPEEDS) - 1))
    assert speed_words(playback) == "as fast as this computer can"
    playback.reached = 1234.0
    assert speed_words(playback) == "as fast as it can: 1,200 × real time"
    playback.apply(SetSpeed(SPEEDS.index(REAL_TIME)))
    assert speed_words(playback) == "real time: one second is one second"
    for index, words in enumerate(("1/10 × real time", "1/4 × real time", "1/2 × real time")):
        playback.apply(SetSpeed(index))
        assert speed_words(playback) == words
