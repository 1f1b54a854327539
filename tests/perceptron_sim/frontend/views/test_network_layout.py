"""Every rectangle of the network view stands inside its place, apart from its neighbours, with room for its words."""

from itertools import combinations

import pytest
from pygame import Rect

from perceptron_sim import Letters
from perceptron_sim.explain.network_settings import ACTIVATIONS, BATCHES, MOST_DEPTH, OPTIMIZERS, RATES, in_words
from perceptron_sim.frontend import theme
from perceptron_sim.frontend.layout import pages_and_panels
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.theme import Scale
from perceptron_sim.frontend.views.network import NetworkView
from perceptron_sim.frontend.views.network.controls import Stepper
from perceptron_sim.frontend.views.network.layout import TITLES, arrange, columns, inside_of
from perceptron_sim.frontend.views.network.pictures import Tiles
from perceptron_sim.frontend.views.network.standing import field_tiles, lamp_cells
from perceptron_sim.network_losses import LOSSES
from perceptron_sim.network_spec import NetworkSpec

SIZES = [(1280, 720), (1920, 1080), (3840, 2160)]
AREAS = {720: Rect(0, 48, 1280, 590), 1080: Rect(0, 72, 1920, 900), 2160: Rect(0, 144, 3840, 1800)}


@pytest.fixture(params=SIZES, ids=str)
def size(request):
    return request.param


@pytest.fixture
def type_(size):
    return Type(Scale.of(size))


@pytest.fixture
def layout(size, type_):
    return arrange(AREAS[size[1]], type_)


def test_nothing_stands_outside_or_over_another(layout):
    parts = [*layout.tabs, layout.counter, layout.panel, *layout.settings.values(), layout.notice]
    assert all(layout.area.contains(part) for part in parts)
    assert all(not one.colliderect(other) for one, other in combinations(parts, 2))


def test_the_page_has_most_of_the_room(layout):
    assert layout.panel.height > 0.7 * layout.area.height


def test_panels_stand_where_those_of_all_views_do(size, type_):
    view = NetworkView(AREAS[size[1]], type_, Letters(seed=1))
    panels = pages_and_panels(AREAS[size[1]], type_)[1]
    for page in view.pages:
        assert page.panels[0].area.topleft == panels.topleft
        assert page.panels[-1].area.right == panels.right
    assert view.layout.notice.bottom == panels.bottom


def test_every_title_of_a_page_has_room(layout, type_):
    for tab, title in zip(layout.tabs, TITLES, strict=True):
        assert type_.width(title, theme.STRONG) <= tab.width
    assert type_.width("10,000,000 numbers to learn", theme.STRONG) <= layout.counter.width


def test_every_value_of_every_setting_has_room(layout, type_):
    values = {
        "depth": [NetworkSpec(hidden=(64,) * depth) for depth in range(MOST_DEPTH + 1)],
        "width": [NetworkSpec(hidden=(256,)), NetworkSpec(hidden=(64, 64, 32))],
        "activation": [NetworkSpec(activation=name) for name in ACTIVATIONS],
        "loss": [NetworkSpec(loss=name) for name in LOSSES],
        "optimizer": [NetworkSpec(optimizer=name) for name in OPTIMIZERS],
        "rate": [NetworkSpec(rate=float(f"{rate:.0e}")) for rate in RATES],
        "batch": [NetworkSpec(batch=batch) for batch in BATCHES],
    }
    for name, area in layout.settings.items():
        field = Stepper(name, name, area).field(type_)
        room = field.width - 2 * field.height
        words = [in_words(spec, name) for spec in values[name]]
        assert [word for word in words if type_.width(word, theme.BODY) > room] == []


@pytest.mark.parametrize("count", [2, 3, 4, 5, 6])
def test_layers_stand_side_by_side(layout, type_, count):
    inside = inside_of(layout.panel, type_)
    places = columns(inside, type_, count)
    parts = [part for place in places for part in (place.upper, place.lower)] + [place.arrow for place in places[1:]]
    assert len(places) == count
    assert all(inside.contains(part) for part in parts)
    assert all(not one.colliderect(other) for one, other in combinations(parts, 2))


@pytest.mark.parametrize("units", [1, 2, 5, 32, 64, 200, 256])
def test_lamps_and_their_pictures_stay_in_their_places(layout, type_, units):
    for count in (3, 6):
        column = columns(inside_of(layout.panel, type_), type_, count)[1]
        cells = lamp_cells(column.upper, units, column.lower, (20, 20))
        assert len(cells) == units
        assert all(column.upper.contains(cell) for cell in cells)
        tiles = field_tiles(column.lower, units, (20, 20))
        assert column.lower.contains(tiles.rect)
        assert 1 <= tiles.count <= units


def test_the_parts_of_every_page_stay_inside(size, type_):
    view = NetworkView(AREAS[size[1]], type_, Letters(seed=1))
    for page in view.pages:
        inside = [inside_of(panel.area, type_) for panel in page.panels]
        for stepper in page.steppers:
            assert any(panel.area.contains(stepper.area) for panel in page.panels)
        for name in ("picture", "machine_picture", "words", "spectrum", "machine"):
            part = getattr(page, name, None)
            if part is not None:
                area = part.rect if isinstance(part, Tiles) else part
                assert any(one.contains(area) for one in inside)


def test_images_fit_as_large_as_whole_pixels_allow():
    tiles = Tiles.fitted(Rect(10, 20, 100, 50), 2, (10, 10), (4, 4))
    assert (tiles.scale, tiles.columns, tiles.size) == (4, 2, (40, 40))
    assert tiles.place(1) == Rect(54, 20, 40, 40)
    few = Tiles.fitted(Rect(0, 0, 30, 12), 9, (10, 10), (0, 0))
    assert (few.count, few.scale) == (3, 1)
