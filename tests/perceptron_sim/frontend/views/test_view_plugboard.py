"""The plugboard as it is drawn: what is lit is lit, the pick's wires stand out, everything has a place and a card."""

import numpy as np
import pygame
import pytest

from hardware import AssociationSpec, Mark1Spec
from perceptron_sim import Letters, Session
from perceptron_sim.commands import NewSeed, ShowView
from perceptron_sim.experiments import EXPERIMENTS
from perceptron_sim.explain.wires import Wire, sentence_of_cell, wires_of_cell, wires_of_unit
from perceptron_sim.explain.wires_firing import PictureMeans
from perceptron_sim.frontend import theme
from perceptron_sim.frontend.layout import panels_area
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.theme import Scale
from perceptron_sim.frontend.view import Frame
from perceptron_sim.frontend.views.plugboard import Plugboard, figures
from perceptron_sim.frontend.views.plugboard.board import draw_picked_wires
from perceptron_sim.frontend.views.plugboard.layout import PlugboardLayout, arrange, row_height

SIZE = (1280, 720)
AREA = pygame.Rect(0, 48, 1280, 590)
SETTLED = Frame(elapsed_s=10.0)
SIZES = {"1280x720": (1280, 720), "1920x1080": (1920, 1080), "3840x2160": (3840, 2160)}


def area_of(size: tuple[int, int]) -> pygame.Rect:
    return pygame.Rect(0, size[1] // 15, size[0], round(size[1] * 0.82))


def laid(size: tuple[int, int]) -> tuple[PlugboardLayout, Type]:
    type_ = Type(Scale.of(size))
    return arrange(area_of(size), type_, (20, 20), 512), type_


def brightness(surface: pygame.Surface, area: pygame.Rect) -> float:
    return float(pygame.surfarray.array3d(surface.subsurface(area)).mean())


@pytest.fixture
def view(session: Session) -> Plugboard:
    return Plugboard(AREA, Type(Scale.of(SIZE)), session.experiment)


def drawn(view: Plugboard, session: Session, frame: Frame = SETTLED) -> pygame.Surface:
    surface = pygame.Surface(SIZE)
    for _ in range(2):  # all pictures are known after the second
        view.draw(surface, view.read(session), frame)
    return surface


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_panels_lie_inside_their_area_and_apart(size: tuple[int, int]) -> None:
    layout, _ = laid(size)
    panels = [layout.board, layout.pick, layout.firing, layout.origin]
    assert all(layout.area.contains(panel) for panel in panels)
    assert all(panel.collidelist([other for other in panels if other is not panel]) < 0 for panel in panels)


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_sockets_and_units_lie_on_the_board_and_apart(size: tuple[int, int]) -> None:
    layout, _ = laid(size)
    places = [layout.cell_area(cell) for cell in range(400)] + [layout.unit_area(unit) for unit in range(512)]
    assert all(layout.board.contains(place) for place in places)
    assert all(len(place.collidelistall(places)) == 1 for place in places)
    assert min(place.width for place in places) >= 8


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_parts_of_a_panel_lie_inside_it_and_its_rows_fit(size: tuple[int, int]) -> None:
    layout, type_ = laid(size)
    parts = [layout.pick_head, *layout.pick_lists, layout.pick_sum]
    assert all(layout.pick.contains(part) for part in parts)
    assert layout.firing.contains(layout.plot)
    assert layout.plot.height > 3 * type_.height(theme.SMALL)
    assert layout.pick_lists[0].height >= 5 * row_height(type_) + type_.height(theme.LABEL)
    for words in ("+ EXCITATORY", "− INHIBITORY"):
        assert type_.width(words, theme.LABEL) + type_.width(" 5 of 5", theme.SMALL) <= layout.pick_lists[0].width


def test_other_machines_find_their_place_too() -> None:
    type_ = Type(Scale.of(SIZE))
    for cells, units in (((12, 30), 100), ((40, 40), 1000), ((2, 2), 1)):
        layout = arrange(AREA, type_, cells, units)
        assert all(layout.board.contains(layout.unit_area(unit)) for unit in range(units))
        assert all(layout.board.contains(layout.cell_area(cell)) for cell in range(cells[0] * cells[1]))


def test_exactly_the_lit_cells_and_the_firing_units_glow(view: Plugboard, taught: Session) -> None:
    view.pick = ("cell", 0)
    surface, machine = drawn(view, taught), taught.snapshot().mark1
    away = np.ones(512, dtype=bool)
    away[[wire.a_unit for wire in wires_of_cell(view.read(taught).own.state, 0)]] = False
    cells = np.array([brightness(surface, view.layout.cell_area(cell).inflate(-4, -4)) for cell in range(1, 400)])
    contacts = machine.s_contacts[1:]
    assert np.percentile(cells[contacts], 5) > np.percentile(cells[~contacts], 95)
    units = np.array([brightness(surface, view.layout.unit_area(unit).inflate(-6, -6)) for unit in range(512)])
    assert np.median(units[machine.firing & away]) > 2 * np.median(units[~machine.firing & away])


def test_every_origin_of_a_picked_unit_gets_a_badge(view: Plugboard, session: Session) -> None:
    before = drawn(view, session, Frame(elapsed_s=10.0, focused=("a_unit", 0)))
    after = drawn(view, session, Frame(elapsed_s=10.0, focused=("a_unit", 300)))
    state = view.read(session).own.state
    changed = {
        cell
        for cell in range(400)
        if abs(brightness(after, view.layout.cell_area(cell)) - brightness(before, view.layout.cell_area(cell))) > 8
    }
    assert {wire.s_unit for wire in wires_of_unit(state, 300)} - {w.s_unit for w in wires_of_unit(state, 0)} <= changed


@pytest.mark.parametrize("kind", ["cell", "a_unit"])
def test_a_pick_that_goes_on_leaves_a_resting_mouse_behind(view: Plugboard, session: Session, kind: str) -> None:
    here, there, other = (kind, 0), (kind, 3), (kind, 1)
    drawn(view, session, Frame(elapsed_s=10.0, hovered=here, focused=here, opened=here))
    moved = drawn(view, session, Frame(elapsed_s=10.0, hovered=here, focused=there, opened=there))
    same = drawn(view, session, Frame(elapsed_s=10.0, focused=there, opened=there))
    assert (pygame.surfarray.array3d(moved) == pygame.surfarray.array3d(same)).all()
    pointed = drawn(view, session, Frame(elapsed_s=10.0, hovered=other, focused=there, opened=there))
    shown = drawn(view, session, Frame(elapsed_s=10.0, focused=other, opened=other))
    assert (pygame.surfarray.array3d(pointed) == pygame.surfarray.array3d(shown)).all()


def test_plus_wires_are_solid_and_minus_wires_have_gaps() -> None:
    course = [(float(x), 20.0) for x in range(10, 310, 8)]
    shares = {}
    for sign in (1, -1):
        surface = pygame.Surface((320, 40))
        wire = Wire(row=0, a_unit=0, s_unit=0, sign=sign, on=True)
        draw_picked_wires(surface, Type(Scale(1.0)), (wire,), [course])
        shares[sign] = np.mean([sum(surface.get_at((x, 20))[:3]) > 300 for x in range(16, 296)])
    assert shares[1] == 1
    assert 0.4 < shares[-1] < 0.8


def test_wires_that_carry_a_signal_change_the_picture_of_the_board(view: Plugboard, session: Session) -> None:
    dark = view.strands_of(view.read(session).own.state).live(view.read(session).own.state).copy()
    session.advance(0.4, budget_s=60)
    state = view.read(session).own.state
    assert state.contacts.any()
    lit = view.strands_of(state).live(state)
    assert brightness(lit, lit.get_rect()) > brightness(dark, dark.get_rect())


def test_other_wires_are_drawn_after_another_seed(view: Plugboard, session: Session) -> None:
    before = drawn(view, session)
    session.apply(NewSeed(9))
    after = drawn(view, session)
    board = view.layout.board
    assert not np.array_equal(
        pygame.surfarray.array3d(before.subsurface(board)), pygame.surfarray.array3d(after.subsurface(board))
    )


def test_a_press_picks_what_lies_below_it(view: Plugboard) -> None:
    for key, area in ((("cell", 42), view.layout.cell_area(42)), (("a_unit", 77), view.layout.unit_area(77))):
        view.handle(pygame.event.Event(pygame.MOUSEBUTTONDOWN, button=1, pos=area.center))
        assert view.pick == key


def test_arrows_walk_over_the_cells_and_on_to_the_units(view: Plugboard) -> None:
    def press(key: int) -> tuple[str, int]:
        view.handle(pygame.event.Event(pygame.KEYDOWN, key=key))
        return view.pick

    view.pick = ("cell", 21)
    assert press(pygame.K_RIGHT) == ("cell", 22)
    assert press(pygame.K_DOWN) == ("cell", 42)
    assert press(pygame.K_UP) == ("cell", 22)
    assert press(pygame.K_LEFT) == ("cell", 21)
    view.pick = ("cell", 199)
    assert press(pygame.K_RIGHT)[0] == "a_unit"
    assert press(pygame.K_LEFT)[0] == "cell"


def test_the_sentence_is_about_the_pick_and_the_instant(view: Plugboard, session: Session) -> None:
    view.pick = ("cell", 190)
    dark = view.sentence(view.read(session))
    assert dark is not None
    assert "row 10, column 11" in dark
    for _ in range(8):
        session.advance_exposure()
        if session.snapshot().mark1.s_contacts[190]:
            break
    assert view.sentence(view.read(session)) != dark


def test_things_of_a_group_lie_apart_and_everything_has_a_card(view: Plugboard, taught: Session) -> None:
    reading = view.read(taught)
    drawn(view, taught)
    things = view.things(reading)
    assert view.things(reading) is things
    groups: dict[str, list[pygame.Rect]] = {}
    for thing in things:
        assert AREA.contains(thing.area), thing
        groups.setdefault(thing.group, []).append(thing.area)
    assert all(len(area.collidelistall(areas)) == 1 for areas in groups.values() for area in areas[::7])
    assert {"tools", "cells", "A-units", "R-units", "wires", "figures", "origins"} == set(groups)
    few = [*things[:912:53], *things[912:]]
    assert all((view.card(thing.key, reading) is None) == (thing.group == "tools") for thing in few)
    assert view.card(("nothing",), reading) is None


def test_cards_say_how_well_a_thing_is_known(view: Plugboard, taught: Session) -> None:
    reading = view.read(taught)
    cell = view.card(("cell", 5), reading)
    assert cell is not None
    assert "DCN60" in cell.source
    origin = view.card(("origin", 3), reading)
    assert origin is not None
    assert (origin.title, origin.certainty) == ("Plus wires of an A-unit, x", "assumed")
    firing = view.card(("firing",), reading)
    assert firing is not None
    assert "R57" in firing.source
    assert any("P_a" in line for line in firing.arithmetic)


def test_what_was_picked_is_taken_over_by_the_view_of_another_size(view: Plugboard, session: Session) -> None:
    view.pick = ("cell", 3)
    other = Plugboard(area_of((1920, 1080)), Type(Scale.of((1920, 1080))), session.experiment)
    other.take_over(view)
    assert other.pick == ("cell", 3)


def test_a_press_on_a_wire_shows_its_card_and_its_a_unit(view: Plugboard, session: Session) -> None:
    drawn(view, session)
    state = view.read(session).own.state
    view.pick = ("a_unit", 300)
    wires = wires_of_unit(state, 300)
    course = view.strands_of(state).picked(wires)[0]
    x, y = course[len(course) * 2 // 5]
    shown = view.handle(pygame.event.Event(pygame.MOUSEBUTTONDOWN, button=1, pos=(round(x), round(y))))
    assert isinstance(shown, ShowView)
    assert shown == ShowView("plugboard", opened=("wire", wires[0].row, 300))
    assert view.card(shown.opened, view.read(session)) is not None
    assert shown.opened in {thing.key for thing in view.things(view.read(session))}


def test_any_other_wire_is_found_where_no_picked_one_runs(view: Plugboard, session: Session) -> None:
    drawn(view, session)
    state = view.read(session).own.state
    strands = view.strands_of(state)
    x, y = strands.picked(wires_of_unit(state, 500))[0][18]
    found = strands.nearest((round(x), round(y)), 6.0)
    assert found is not None
    course = strands.picked(tuple(wire for wire in wires_of_unit(state, found[1]) if wire.row == found[0]))[0]
    assert min(np.hypot(px - x, py - y) for px, py in course) < 20
    assert strands.nearest((AREA.right, AREA.top), 6.0) is None


def test_the_share_of_all_readings_stands_beside_theory(view: Plugboard, taught: Session) -> None:
    tally = view.read(taught).own.tally
    assert tally.exposures == taught.exposures > 0
    words = figures.measured(tally, PictureMeans(None, 0.355, 106.0), 512)
    assert words == (
        f"{tally.exposures} exposures",
        f"{100 * tally.fired / tally.exposures / 512:.1f} %",
        "35.5 %",
        "106 lit",
    )
    card = view.card(("firing",), view.read(taught))
    assert card is not None
    assert (f"at all {tally.exposures} readings", words[1]) in card.facts


def test_what_few_pictures_make_of_the_board_is_drawn_anew_after_a_fault() -> None:
    session = Session(EXPERIMENTS["xor"](seed=1))
    view = Plugboard(AREA, Type(Scale.of(SIZE)), session.experiment)
    before = drawn(view, session)
    for unit in range(60):
        session.mark1.machine.switch(unit, False)
    after = drawn(view, session)
    plot = view.layout.plot
    assert brightness(before, plot) != brightness(after, plot)


def test_panels_fill_what_those_of_all_views_fill() -> None:
    for size in SIZES.values():
        layout, type_ = laid(size)
        whole = panels_area(area_of(size), type_)
        assert layout.board.topleft == whole.topleft
        assert layout.origin.bottomright == whole.bottomright


def test_wires_that_are_hung_bit_by_bit_end_as_if_hung_at_once(session: Session) -> None:
    at_once, before, follower = (Plugboard(AREA, Type(Scale.of(SIZE)), session.experiment) for _ in range(3))
    follower.take_over(before)
    state = follower.read(session).own.state
    first = pygame.surfarray.array3d(follower.strands_of(state).live(state))
    for _ in range(40):
        last = pygame.surfarray.array3d(follower.strands_of(state).live(state))
    whole = pygame.surfarray.array3d(at_once.strands_of(state).live(state))
    assert (last == whole).all()
    assert (first != whole).any()


def test_a_threshold_far_beyond_all_sums_is_no_longer_way_to_draw() -> None:
    far = Letters(seed=1, mark1=Mark1Spec(association=AssociationSpec(threshold=1_000_000)))
    session = Session(far)
    drawn(Plugboard(AREA, Type(Scale.of(SIZE)), far), session)


def test_a_cell_with_two_wires_to_one_unit_counts_the_unit_once() -> None:
    state = Plugboard(AREA, Type(Scale.of(SIZE)), Letters(seed=1)).read(Session(Letters(seed=1))).own.state
    twice = (Wire(row=0, a_unit=3, s_unit=5, sign=1, on=True), Wire(row=1, a_unit=3, s_unit=5, sign=1, on=True))
    assert "2 plus and 0 minus wires to 1 A-unit, of which 0 fire." in sentence_of_cell(5, twice, state)


def test_an_empty_retina_shows_no_signal(session: Session) -> None:
    view = Plugboard(AREA, Type(Scale.of(SIZE)), Letters(seed=1))
    assert view.read(session).own.state.carrying_counts() == (0, 0)
