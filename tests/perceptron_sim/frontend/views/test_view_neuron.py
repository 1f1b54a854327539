"""The neuron as it is drawn: what is chosen is opened, terms and curve are the unit's own, the walk walks."""

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pygame
import pytest

from perceptron_sim import Letters, Session
from perceptron_sim.commands import ResetWeights, SaveSheet
from perceptron_sim.explain.neuron import A_UNIT, LAYER, R_UNIT, UnitKey
from perceptron_sim.explain.worked_example import steps
from perceptron_sim.explain.worked_example_net import known_at
from perceptron_sim.frontend import theme
from perceptron_sim.frontend.layout import pages_and_panels
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.theme import Scale
from perceptron_sim.frontend.view import Frame
from perceptron_sim.frontend.views.neuron import NeuronView, chooser, curve, terms
from perceptron_sim.frontend.views.neuron.figures import Figures
from perceptron_sim.frontend.views.neuron.heat import heat_area
from perceptron_sim.frontend.views.neuron.layout import NeuronLayout, arrange, below_heading
from perceptron_sim.network_spec import NetworkSpec

SIZE = (1280, 720)
AREA = pygame.Rect(0, 48, 1280, 590)
FRAME = Frame(elapsed_s=0.1)
SIZES = {"1280x720": (1280, 720), "1920x1080": (1920, 1080), "3840x2160": (3840, 2160)}
KEYS = [(A_UNIT, 100), (R_UNIT, 1), (LAYER, 0, 3), (LAYER, 1, 4)]


def laid(size: tuple[int, int], layers: tuple[int, ...] = (64, 26)) -> tuple[NeuronLayout, Type]:
    type_ = Type(Scale.of(size))
    area = pygame.Rect(0, size[1] // 15, size[0], round(size[1] * 0.82))
    return arrange(area, type_, 512, 8, layers), type_


@pytest.fixture
def view(session: Session, tmp_path: Path) -> NeuronView:
    return NeuronView(AREA, Type(Scale.of(SIZE)), session.experiment, tmp_path)


def drawn(view: NeuronView, session: Session, frame: Frame = FRAME) -> pygame.Surface:
    surface = pygame.Surface(SIZE)
    for _ in range(2):  # what has the focus is opened in the picture after
        view.draw(surface, view.read(session), frame)
    return surface


def press(view: NeuronView, key: int) -> None:
    """Press *key*; what the window is asked for then, it does."""
    if view.handle(pygame.event.Event(pygame.KEYDOWN, key=key)) == SaveSheet():
        view.save()


@pytest.mark.parametrize("layers", [(64, 26), (26,), (64, 32, 16, 10), (512, 10)], ids=str)
@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_all_lies_inside_and_apart(size: tuple[int, int], layers: tuple[int, ...]) -> None:
    layout, type_ = laid(size, layers)
    unit, page = layout.unit, layout.example
    for panels in ([unit.chooser, unit.opened, unit.terms, unit.way], [page.diagram, page.listing]):
        assert all(layout.area.contains(panel) for panel in panels)
        assert all(len(panel.collidelistall(panels)) == 1 for panel in panels)
    parts = [*unit.squares, unit.curve]
    assert all(unit.opened.contains(part) for part in parts)
    assert all(len(part.collidelistall(parts)) == 1 for part in parts)
    fields = [field.grid.rect for field in unit.fields]
    assert all(unit.chooser.contains(field) for field in fields)
    assert all(len(field.collidelistall(fields)) == 1 for field in fields)
    panels = pages_and_panels(layout.area, type_)[1]
    assert unit.chooser.topleft == page.diagram.topleft == panels.topleft
    assert unit.way.bottomright == page.listing.bottomright == panels.bottomright
    assert all(page.diagram.contains(part) for part in (page.net, page.step, *page.buttons))


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_texts_fit_their_places(size: tuple[int, int]) -> None:
    layout, type_ = laid(size)
    rows = terms.rows_of(layout.unit, type_)
    assert len(rows.rows) >= 7
    assert layout.unit.terms.contains(rows.rows[-1])
    assert type_.width("row 20, column 20", theme.SMALL) <= rows.name_right - rows.rows[0].left
    longest = max(steps(), key=lambda step: type_.width(step.exact, theme.TITLE))
    assert type_.width(f"{longest.name} = {longest.exact}", theme.TITLE) <= layout.example.step.width
    inside = below_heading(layout.example.listing, type_)
    for step in steps():
        name, value = type_.width(step.name, theme.LABEL), type_.width(step.exact, theme.FIGURE_SMALL)
        assert name + value + type_.width("the lecture's", theme.SMALL) + 16 <= inside.width


@pytest.mark.parametrize("key", KEYS, ids=str)
def test_what_has_the_focus_is_opened(view: NeuronView, taught: Session, key: tuple[str, int]) -> None:
    drawn(view, taught, Frame(elapsed_s=0.1, focused=key))
    found = view.read(taught).own.opened.key
    assert (found.kind, *((found.layer,) if found.kind == LAYER else ()), found.index) == key


def test_at_first_the_most_active_hidden_unit_is_opened(view: NeuronView, taught: Session) -> None:
    reading = view.read(taught)
    hidden = next(field for field in reading.own.fields if field.kind == LAYER)
    view.read(taught)
    assert view.chosen == UnitKey(LAYER, int(np.argmax(hidden.levels)))


def test_the_heat_of_a_term_is_bright_where_the_term_is_large(view: NeuronView, taught: Session) -> None:
    surface = drawn(view, taught, Frame(elapsed_s=0.1, focused=(LAYER, 0, 15)))
    opened = view.read(taught).own.opened
    layout = view.layout_of(view.read(taught).own.fields)
    shown = heat_area(layout.unit.squares[2], opened)
    pitch = shown.width // 20
    largest = int(np.abs(opened.terms).argmax())
    silent = int(np.flatnonzero(opened.terms == 0)[0])

    def light(cell: int) -> int:
        at = (shown.left + cell % 20 * pitch + 1, shown.top + cell // 20 * pitch + 1)
        return sum(surface.get_at(at)[:3])

    assert light(largest) > 3 * light(silent)


def test_terms_for_and_against_differ_by_more_than_colour(view: NeuronView, taught: Session) -> None:
    surface = drawn(view, taught, Frame(elapsed_s=0.1, focused=(LAYER, 1, 4)))
    opened = view.read(taught).own.opened
    shown = heat_area(view.layout_of(view.read(taught).own.fields).unit.squares[1], opened)
    rows, columns = opened.places
    pitch = shown.width // columns
    most, least = int(opened.weights.argmax()), int(opened.weights.argmin())
    centres = [
        surface.get_at(
            (shown.left + (2 * (cell % columns) + 1) * pitch // 2, shown.top + (2 * (cell // columns) + 1) * pitch // 2)
        )
        for cell in (most, least)
    ]
    assert rows * columns >= opened.weights.size
    assert sum(centres[1][:3]) < 120 < sum(centres[0][:3])  # a dark minus in the cell


@pytest.mark.parametrize("key", KEYS, ids=str)
def test_the_curve_holds_the_present_point(view: NeuronView, taught: Session, key: tuple[str, int]) -> None:
    drawn(view, taught, Frame(elapsed_s=0.1, focused=key))
    opened = view.read(taught).own.opened
    xs, ys = curve.points_of(opened)
    assert xs[0] < opened.total < xs[-1]
    if opened.threshold is None:
        assert np.interp(opened.total, xs, ys) == pytest.approx(opened.output, abs=0.02 * (ys.max() - ys.min()))
    else:
        assert set(ys.tolist()) <= {0.0, 1.0}


def test_the_curve_reaches_as_far_as_a_round_number_that_holds_the_sum(view: NeuronView, taught: Session) -> None:
    opened = view.read(taught).own.opened
    for bias, far in ((0.0, 1.0), (3.0, 5.0), (17.0, 20.0), (170.0, 200.0)):
        moved = replace(opened, inputs=opened.inputs * 0, constant=bias)
        assert curve.reach(moved) == far
        assert math.isfinite(moved.total)


def test_things_lie_apart_in_their_groups_and_have_cards(view: NeuronView, taught: Session) -> None:
    drawn(view, taught)
    reading = view.read(taught)
    things = view.things(reading)
    assert view.things(reading) is things
    groups: dict[str, list[pygame.Rect]] = {}
    for thing in things:
        assert AREA.contains(thing.area), thing
        groups.setdefault(thing.group, []).append(thing.area)
    assert all(len(area.collidelistall(areas)) == 1 for areas in groups.values() for area in areas)
    assert {"pages", "A-units", "R-units", "Hidden units", "Outputs", "pictures", "terms", "graph"} == set(groups)
    carded = [thing for thing in things if thing.group in ("pictures", "terms", "graph")]
    assert all(view.card(thing.key, reading) for thing in carded)


def test_the_card_of_a_node_has_all_digits_of_value_and_gradient(view: NeuronView, taught: Session) -> None:
    drawn(view, taught, Frame(elapsed_s=0.1, focused=(LAYER, 0, 15)))
    reading = view.read(taught)
    index, node = next((i, one) for i, one in enumerate(reading.own.way.steps) if one.label == "sum")
    card = view.card(("node", index), reading)
    assert card is not None
    numbers = (node.forward.item(0), node.backward.item(0))
    shown = [float(text.replace("−", "-")) for text in card.arithmetic[0].split(", ∂ ")]
    assert [np.float32(number) for number in shown] == [np.float32(number) for number in numbers]


def test_a_press_opens_the_other_page(view: NeuronView, taught: Session) -> None:
    drawn(view, taught)
    page = next(thing for thing in view.things(view.read(taught)) if thing.key == ("page", "example"))
    assert view.card(page.key, view.read(taught)) is None
    view.handle(pygame.event.Event(pygame.MOUSEBUTTONDOWN, button=1, pos=page.area.center))
    assert view.page == "example"


def test_the_walk_goes_step_by_step_and_stops_at_its_ends(view: NeuronView, session: Session) -> None:
    view.page = "example"
    press(view, pygame.K_PAGEUP)
    assert view.step == 0
    press(view, pygame.K_PAGEDOWN)
    assert view.step == 1
    press(view, pygame.K_END)
    press(view, pygame.K_PAGEDOWN)
    assert view.step == len(steps()) - 1
    drawn(view, session, Frame(elapsed_s=0.1, focused=("walk", "start")))
    press(view, pygame.K_RETURN)
    assert view.step == 0


def test_a_button_that_leads_nowhere_looks_like_it(view: NeuronView, session: Session) -> None:
    view.page = "example"
    dead = {}
    for view.step in (0, 1, len(steps()) - 1):
        surface = drawn(view, session)
        areas = {thing.key[1]: thing.area for thing in view.things(view.read(session)) if thing.group == "walk"}
        grounds = {name: tuple(surface.get_at((area.left + 12, area.centery))[:3]) for name, area in areas.items()}
        dead[view.step] = {name for name, ground in grounds.items() if ground == theme.PANEL}
    assert dead == {0: {"start", "back"}, 1: set(), len(steps()) - 1: {"next"}}


def test_the_walk_shows_only_what_has_been_worked_out(view: NeuronView, session: Session) -> None:
    number = next(step.number for step in steps() if step.name == "out_h1")
    assert "out_h1" in known_at(number)
    assert "out_h2" not in known_at(number)
    view.page, view.step = "example", number
    card = view.card(("neuron", "h2"), view.read(session))
    assert card is not None
    assert not card.facts


def test_every_step_draws_and_says_its_number(view: NeuronView, session: Session) -> None:
    view.page = "example"
    reading, surface = view.read(session), pygame.Surface(SIZE)
    for step in steps()[::3]:
        view.step = step.number
        view.draw(surface, reading, FRAME)
        sentence = view.sentence(reading)
        assert sentence is not None
        assert step.exact in sentence
        assert "/" not in sentence  # no formula: words
        assert view.card(("step", step.number), reading)


def looked_at_until_saved(view: NeuronView, session: Session) -> None:
    """As many pictures as it takes."""
    for _ in range(200):
        view.read(session)
        if view.message.startswith(("Saved", "Not saved")):
            return
    raise AssertionError(view.message)


def test_s_saves_the_sheet_in_every_form_and_over_none(view: NeuronView, session: Session, tmp_path: Path) -> None:
    view.page = "example"
    press(view, pygame.K_s)
    assert view.message == "The sheet is being written."
    looked_at_until_saved(view, session)
    text = (tmp_path / "worked-example.txt").read_text(encoding="utf-8")
    assert all(step.exact in text for step in steps())
    picture = pygame.image.load(tmp_path / "worked-example.png")
    assert picture.get_at((3, 3))[:3] == (255, 255, 255)
    assert (tmp_path / "worked-example.pdf").read_bytes().startswith(b"%PDF-")
    assert view.message.startswith("Saved worked-example.pdf, worked-example.png and worked-example.txt in ")
    press(view, pygame.K_s)
    looked_at_until_saved(view, session)
    assert (tmp_path / "worked-example-2.txt").read_text(encoding="utf-8") == text
    assert len(list(tmp_path.iterdir())) == 6


def test_s_does_nothing_where_no_sheet_is_shown(view: NeuronView, session: Session, tmp_path: Path) -> None:
    press(view, pygame.K_s)
    view.read(session)
    assert (view.page, view.message, list(tmp_path.iterdir())) == ("unit", "", [])


def test_a_sheet_that_cannot_be_saved_is_said_and_nothing_breaks(session: Session, tmp_path: Path) -> None:
    view = NeuronView(AREA, Type(Scale.of(SIZE)), session.experiment, tmp_path / "nowhere")
    view.page = "example"
    press(view, pygame.K_s)
    looked_at_until_saved(view, session)
    assert view.message.startswith("Not saved: ")


def test_the_wheel_walks_through_the_example(view: NeuronView) -> None:
    view.page = "example"
    view.handle(pygame.event.Event(pygame.MOUSEWHEEL, x=0, y=-3))
    assert view.step == 3


def test_a_network_whose_numbers_have_run_away_is_drawn_and_told(tmp_path: Path) -> None:
    session = Session(Letters(seed=1, modern=NetworkSpec(hidden=(64,) * 3, optimizer="momentum", rate=9.0)))
    with np.errstate(all="ignore"):
        for _ in range(25):
            session.advance_exposure()
    assert not np.isfinite(session.modern.network.parameters.values).all()
    view = NeuronView(AREA, Type(Scale.of(SIZE)), session.experiment, tmp_path)
    for layer in range(4):
        view.open(UnitKey(LAYER, 3, layer))
        drawn(view, session)
        reading = view.read(session)
        for thing in view.things(reading):
            view.card(thing.key, reading)
    assert "run away" in (view.sentence(view.read(session)) or "")


def test_the_layout_follows_a_network_of_other_layers(tmp_path: Path) -> None:
    session = Session(Letters(seed=1, modern=NetworkSpec(hidden=(10, 5))))
    session.advance(0.4, budget_s=60)
    view = NeuronView(AREA, Type(Scale.of(SIZE)), session.experiment, tmp_path)
    drawn(view, session)
    assert [len(field.names) for field in view.read(session).own.fields] == [512, 8, 10, 5, 26]
    view.chosen = UnitKey(LAYER, 40, 7)
    assert view.read(session).own.opened.key == UnitKey(LAYER, 0, 2)


def test_what_was_chosen_is_taken_over_by_the_view_of_another_size(view: NeuronView, session: Session) -> None:
    view.page, view.step, view.chosen = "example", 9, UnitKey(R_UNIT, 2)
    other = NeuronView(AREA.inflate(-40, -20), Type(Scale.of(SIZE)), session.experiment)
    other.take_over(view)
    assert (other.page, other.step, other.chosen) == ("example", 9, UnitKey(R_UNIT, 2))


def picture_of(view: NeuronView, session: Session) -> bytes:
    """The picture of this instant by a view that has drawn nothing before."""
    fresh = NeuronView(AREA, Type(Scale.of(SIZE)), session.experiment)
    fresh.take_over(view)
    surface = pygame.Surface(SIZE)
    fresh.draw(surface, fresh.read(session), FRAME)
    return pygame.image.tobytes(surface, "RGB")


@pytest.mark.parametrize("key", KEYS, ids=str)
def test_what_is_copied_from_earlier_pictures_is_what_would_be_drawn(
    view: NeuronView, session: Session, key: tuple[str, int]
) -> None:
    surface = pygame.Surface(SIZE)
    view.draw(surface, view.read(session), Frame(elapsed_s=0.1, focused=key))
    for pause_s in (0.3, 0.0, 0.0, 0.0, 0.12, 0.03, 0.0, 0.7, 0.0):
        session.advance(pause_s, budget_s=60)
        view.draw(surface, view.read(session), FRAME)
        assert pygame.image.tobytes(surface, "RGB") == picture_of(view, session)
    session.apply(ResetWeights())
    view.draw(surface, view.read(session), FRAME)
    assert pygame.image.tobytes(surface, "RGB") == picture_of(view, session)


def test_decimal_points_of_a_column_stand_below_each_other() -> None:
    type_ = Type(Scale.of(SIZE))
    figures, surface = Figures(type_), pygame.Surface((200, 90))
    for row, text in enumerate(("−1.5", "11.25", "0.000125")):
        figures.at_point(text, 100, 20 + 30 * row)
    figures.write(surface)
    width, height = figures.pitch, type_.height(theme.FIGURE_SMALL)
    tops = [20 + 30 * row - type_.ascent(theme.FIGURE_SMALL) for row in range(3)]
    points = [pygame.image.tobytes(surface.subsurface((100, top, width, height)), "RGB") for top in tops]
    assert any(points[0])
    assert points[0] == points[1] == points[2]


def luminance(colour: tuple[int, int, int]) -> float:
    parts = [c / 255 / 12.92 if c <= 10 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in colour]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


@pytest.mark.parametrize("colour", [theme.AMBER, theme.BLUE], ids=["amber", "blue"])
def test_names_can_be_read_on_units_of_any_brightness(colour: tuple[int, int, int]) -> None:
    for shade, share in enumerate(chooser.SHARES):
        ground = luminance(theme.blend(theme.RAISED, colour, share))
        name = luminance(theme.INK if shade >= chooser.SHADES // 2 else theme.TEXT)
        darker, lighter = sorted((ground, name))
        assert (lighter + 0.05) / (darker + 0.05) >= 4.5
