"""Hands at the plugboard: every drag and key asks for exactly what it should, and what cannot be says why."""

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pygame
import pytest
from pygame.event import Event

from hardware import AssociationSpec, CutWire, Mark1Spec, PlugboardSpec, Wiring
from hardware.errors import WiringError
from perceptron_sim import Letters, Session
from perceptron_sim import operations as asked
from perceptron_sim.commands import ModelCommand, SaveWiring, ShowView, Tell
from perceptron_sim.explain.wires import wires_of_cell, wires_of_unit
from perceptron_sim.explain.wires_plugging import afterwards
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.theme import Scale
from perceptron_sim.frontend.view import Frame, Key
from perceptron_sim.frontend.views.plugboard import Plugboard
from perceptron_sim.frontend.views.plugboard.hanging import Ways, curve
from perceptron_sim.frontend.views.plugboard.holding import End, Fresh, closed, outcome
from perceptron_sim.frontend.views.plugboard.places import CELL, R_UNIT, UNIT, Pick, Places
from perceptron_sim.wiring_file import opened, saved

SIZE, AREA = (1280, 720), pygame.Rect(0, 48, 1280, 590)
UNITS = 24
SMALL = Mark1Spec(association=AssociationSpec(units=UNITS), plugboard=PlugboardSpec(wires_per_s_unit=2))
NOWHERE = (560, 200)  # between the fields
Place = Pick | tuple[int, int]


@dataclass
class Visitor:
    """Somebody at the board of *session*, who sees every picture."""

    view: Plugboard
    session: Session
    surface: pygame.Surface

    def see(self, focused: Key | None = None, opened: Key | None = None) -> None:
        self.reading = self.view.read(self.session)
        self.view.draw(self.surface, self.reading, Frame(elapsed_s=1.0, focused=focused, opened=opened))

    def at(self, place: Any) -> tuple[int, int]:
        """Where *place* is: a point, a cell, an A-unit, an R-unit, or the line of a wire in the list."""
        if isinstance(place[0], int):
            return place[0], place[1]
        things = {thing.key: thing.area for thing in self.view.things(self.view.read(self.session))}
        area = things[place]
        return (area.left + 9, area.centery) if place[0] == R_UNIT else area.center

    def send(self, kind: int, at: tuple[int, int], button: int = 1, finger: int | None = None) -> Any:
        held: dict[str, Any] = {"finger": finger} if finger is not None else {}
        if kind == pygame.MOUSEMOTION:
            return self.view.handle(Event(kind, pos=at, buttons=(1, 0, 0), rel=(0, 0), **held))
        return self.view.handle(Event(kind, pos=at, button=button, **held))

    def drag(self, start: Any, end: Any, *, button: int = 1, finger: int | None = None, let_go: bool = True) -> Any:
        start, end = self.at(start), self.at(end)
        assert self.send(pygame.MOUSEBUTTONDOWN, start, button, finger) is None
        for share in (0.5, 1.0):
            between = tuple(round(a + (b - a) * share) for a, b in zip(start, end, strict=True))
            assert self.send(pygame.MOUSEMOTION, between, button, finger) is None
            self.see()
        return self.send(pygame.MOUSEBUTTONUP, end, button, finger) if let_go else None

    def key(self, key: int, focused: Key | None = None) -> Any:
        self.see(focused)
        return self.view.handle(Event(pygame.KEYDOWN, key=key, unicode="", mod=0))

    def holds(self) -> bool:
        return self.view.holding

    @property
    def wiring(self) -> Wiring:
        return self.session.mark1.machine.wiring


@lru_cache
def type_() -> Type:
    return Type(Scale.of(SIZE))


@pytest.fixture
def visitor() -> Visitor:
    session = Session(Letters(seed=1, mark1=SMALL))
    session.advance_exposure()
    session.advance(0.9, budget_s=60)
    view = Plugboard(AREA, type_(), session.experiment)
    view.pick = (UNIT, 3)
    view.handle(Event(pygame.KEYDOWN, key=pygame.K_F5, unicode="", mod=0))  # somebody is there
    someone = Visitor(view, session, pygame.Surface(SIZE))
    someone.see()
    return someone


def free_cell(wiring: Wiring, but: int = -1) -> int:
    used = np.bincount(wiring.origins[wiring.plugged], minlength=400)
    return next(cell for cell in np.flatnonzero(used == 0).tolist() if cell != but)


def test_every_drag_asks_for_what_it_shows(visitor: Visitor) -> None:
    cell = free_cell(visitor.wiring)
    wire = wires_of_unit(visitor.reading.own.state, 3)[0]
    end = (CELL, wire.s_unit)
    listed = ("wire", wire.row, 3)
    pull, move = asked.PullWires(((3, wire.row),)), asked.MoveWire(3, wire.row, cell, 3)
    assert visitor.drag(end, NOWHERE) == pull
    assert visitor.drag(listed, NOWHERE) == pull
    assert visitor.drag(end, (CELL, cell)) == move
    assert visitor.drag(listed, (CELL, cell)) == move
    assert visitor.drag((UNIT, 3), (R_UNIT, 5)) == asked.PatchAUnit(3, 5)
    assert visitor.drag((UNIT, 3), (R_UNIT, -1)) == asked.PatchAUnit(3, -1)
    assert visitor.drag((R_UNIT, 6), (UNIT, 8)) == asked.PatchAUnit(8, 6)
    assert visitor.drag((UNIT, 7), (CELL, cell)) == asked.PushWire(cell, 7, 1)
    assert visitor.drag((CELL, cell), (UNIT, 9)) == asked.PushWire(cell, 9, 1)
    visitor.view.handle(Event(pygame.KEYDOWN, key=pygame.K_e, unicode="", mod=0))
    assert visitor.drag((CELL, cell), (UNIT, 9)) == asked.PushWire(cell, 9, -1)
    assert not visitor.holds()


def test_the_end_at_an_a_unit_moves_to_another_a_unit(visitor: Visitor) -> None:
    state = visitor.reading.own.state
    wire = wires_of_unit(state, 3)[0]
    visitor.view.pick = (CELL, wire.s_unit)
    visitor.see()
    other = next(unit for unit in range(UNITS) if wire.s_unit not in state.origins[:, unit])
    assert visitor.drag((UNIT, 3), (UNIT, other)) == asked.MoveWire(3, wire.row, wire.s_unit, other)


def test_a_wires_end_that_is_drawn_to_the_other_side_begins_a_new_wire_or_a_patch(visitor: Visitor) -> None:
    state, cell = visitor.reading.own.state, free_cell(visitor.wiring)
    wire = wires_of_unit(state, 3)[0]
    other = next(unit for unit in range(UNITS) if wire.s_unit not in state.origins[:, unit])
    assert visitor.drag((CELL, wire.s_unit), (UNIT, other)) == asked.PushWire(wire.s_unit, other, 1)
    visitor.view.pick = (CELL, wire.s_unit)
    visitor.see()
    assert visitor.drag((UNIT, 3), (CELL, cell)) == asked.PushWire(cell, 3, 1)
    assert visitor.drag((UNIT, 3), (R_UNIT, 5)) == asked.PatchAUnit(3, 5)


def test_what_goes_back_or_goes_nowhere_asks_for_nothing_and_what_cannot_be_says_why(visitor: Visitor) -> None:
    wire = wires_of_unit(visitor.reading.own.state, 3)[0]
    end = (CELL, wire.s_unit)
    cell = free_cell(visitor.wiring)
    assert visitor.drag((CELL, cell), NOWHERE) is None
    patched = int(visitor.wiring.assignment[7])
    told = {
        "a wire runs from a cell to an A-unit": visitor.drag((CELL, cell), (CELL, cell + 1)),
        "is patched so already": visitor.drag((UNIT, 7), (R_UNIT, patched)),
    }
    visitor.view.pick = (UNIT, 3)
    visitor.see()
    x, y = visitor.at(end)
    home = visitor.drag(end, (x + 30, y), let_go=False)
    assert visitor.send(pygame.MOUSEMOTION, (x, y)) is home is None
    assert visitor.send(pygame.MOUSEBUTTONUP, (x, y)) is None
    there = wires_of_unit(visitor.reading.own.state, 3)[1].s_unit
    told["already"] = visitor.drag(end, (CELL, there))
    for reason, answer in told.items():
        assert isinstance(answer, Tell)
        assert answer.sentence.startswith("Not possible: ")
        assert reason in answer.sentence


def test_a_press_that_does_not_move_opens_the_card_or_closes_it(visitor: Visitor) -> None:
    for key in ((CELL, 30), (UNIT, 11), (R_UNIT, 2)):
        at = visitor.at(key)
        assert visitor.view.grasps(Event(pygame.MOUSEBUTTONDOWN, pos=at, button=1))
        visitor.send(pygame.MOUSEBUTTONDOWN, at)
        assert visitor.send(pygame.MOUSEBUTTONUP, (at[0] + 1, at[1])) == ShowView("plugboard", opened=key)
        visitor.see(opened=key)
        assert visitor.view.card(key, visitor.reading) is not None
        visitor.send(pygame.MOUSEBUTTONDOWN, at)
        assert visitor.send(pygame.MOUSEBUTTONUP, at) is None


@pytest.mark.parametrize("by_tool", [True, False], ids=["knife", "right button"])
def test_the_knife_cuts_all_it_crosses_and_shows_them_before(visitor: Visitor, by_tool: bool) -> None:
    if by_tool:
        visitor.key(pygame.K_RETURN, ("tool", "knife"))
    button = 1 if by_tool else 3
    start, end = (500, 130), (520, 330)
    before = pygame.surfarray.array3d(visitor.surface)
    visitor.drag(start, end, button=button, let_go=False)
    assert (pygame.surfarray.array3d(visitor.surface) != before).any()
    done = visitor.send(pygame.MOUSEBUTTONUP, end, button)
    assert isinstance(done, asked.CutBundle)
    state = visitor.reading.own.state
    strands = visitor.view.strands_of(state)
    courses = {
        (wire.a_unit, wire.row): np.array(strands.picked((wire,))[0])
        for unit in range(UNITS)
        for wire in wires_of_unit(state, unit)
    }
    oracle = {wire for wire, course in courses.items() if meets(course, start, end)}
    assert len(oracle ^ set(done.wires)) <= 2  # those that only touch
    assert len(done.wires) > 20
    visitor.session.apply(done)
    visitor.see()
    assert set(visitor.session.mark1.machine.faults) == {CutWire(a_unit, row) for a_unit, row in done.wires}
    again = visitor.drag(start, end, button=button)
    assert again is None or not set(again.wires) & set(done.wires)


def meets(course: np.ndarray, start: tuple[int, int], end: tuple[int, int]) -> bool:
    """Whether two ways made of straight pieces meet."""
    a, b = np.array(start, float), np.array(end, float)

    def side(p: np.ndarray, q: np.ndarray, r: np.ndarray) -> float:
        return float((q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0]))

    return any(side(a, b, p) * side(a, b, q) < 0 and side(p, q, a) * side(p, q, b) < 0 for p, q in pairwise(course))


def test_lines_of_any_direction_are_met_by_the_wires_they_cross() -> None:
    rng = np.random.default_rng(5)
    start, end = rng.uniform((20, 20), (300, 400), (25, 2)), rng.uniform((700, 20), (1200, 400), (25, 2))
    ways, courses = Ways(start, end), curve(start, end, np.linspace(0, 1, 49))
    wrong = 0
    for _ in range(24):
        left, top, right, low = rng.integers((0, 0, 0, 0), (1250, 450, 1250, 450)).tolist()
        a, b = (left, top), (right, low)
        found = ways.crossed(a, b)
        wrong += sum(meets(course, a, b) != hit for course, hit in zip(courses, found, strict=True))
    assert wrong <= 3  # of 600; grazed twice between two points


def test_every_key_asks_for_what_its_list_says(visitor: Visitor) -> None:
    state = visitor.reading.own.state
    wires = wires_of_unit(state, 3)
    sockets = tuple((wire.a_unit, wire.row) for wire in wires)
    cell, first = free_cell(visitor.wiring), ("wire", wires[0].row, 3)
    assert visitor.key(pygame.K_DELETE, first) == asked.PullWires(sockets[:1])
    assert visitor.key(pygame.K_DELETE, (UNIT, 3)) == asked.PullWires(sockets)
    assert visitor.key(pygame.K_x, (UNIT, 3)) == asked.CutBundle(sockets)
    assert visitor.key(pygame.K_x, (CELL, cell)) is None
    patched = int(visitor.wiring.assignment[3])
    assert visitor.key(pygame.K_a, (UNIT, 3)) == asked.PatchAUnit(3, patched + 1)
    visitor.session.apply(asked.PatchAUnit(3, 7))
    assert visitor.key(pygame.K_a, (UNIT, 3)) == asked.PatchAUnit(3, -1)
    visitor.session.apply(asked.CutBundle(sockets[:1]))
    assert visitor.key(pygame.K_x, first) == asked.Mend(CutWire(*sockets[0]))


def test_the_keyboard_carries_a_wire_to_where_it_is_plugged_in(visitor: Visitor) -> None:
    cell, listed = (CELL, free_cell(visitor.wiring)), ("wire", 0, 3)
    for taken, target, done in (
        ((UNIT, 5), cell, asked.PushWire(cell[1], 5, 1)),
        ((UNIT, 5), (R_UNIT, 6), asked.PatchAUnit(5, 6)),
        (cell, (UNIT, 6), asked.PushWire(cell[1], 6, 1)),
        (listed, cell, asked.MoveWire(3, 0, cell[1], 3)),
        ((UNIT, 5), (UNIT, 5), None),
    ):
        visitor.view.pick = (UNIT, 3)
        visitor.see()
        assert visitor.key(pygame.K_p, taken) is None
        assert visitor.holds()
        visitor.see(target)
        assert visitor.view.card(target, visitor.reading) is None  # so that Enter comes to the view
        assert visitor.key(pygame.K_RETURN, target) == done
        assert not visitor.holds()
        visitor.key(pygame.K_p, taken)
        visitor.view.let_go()
        assert not visitor.holds()
        assert visitor.view.card(target, visitor.reading) is not None


def test_several_fingers_hold_a_wire_each(visitor: Visitor) -> None:
    cell = free_cell(visitor.wiring)
    other = free_cell(visitor.wiring, but=cell)
    for finger, start, end in ((7, (CELL, cell), (UNIT, 2)), (8, (CELL, other), (UNIT, 4)), (None, (UNIT, 9), NOWHERE)):
        visitor.drag(start, end, finger=finger, let_go=False)
    assert visitor.send(pygame.MOUSEBUTTONUP, visitor.at((UNIT, 4)), finger=8) == asked.PushWire(other, 4, 1)
    assert visitor.send(pygame.MOUSEBUTTONUP, visitor.at((UNIT, 2)), finger=7) == asked.PushWire(cell, 2, 1)
    assert visitor.holds()
    visitor.view.handle(Event(pygame.MOUSEMOTION, pos=NOWHERE, buttons=(0, 0, 0), rel=(0, 0)))  # released elsewhere
    assert not visitor.holds()


def test_a_wire_that_somebody_else_pulls_falls_out_of_the_hand(visitor: Visitor) -> None:
    wire = wires_of_unit(visitor.reading.own.state, 3)[0]
    visitor.drag((CELL, wire.s_unit), NOWHERE, let_go=False)
    visitor.session.apply(asked.PullWires(((3, wire.row),)))
    visitor.see()
    assert not visitor.holds()
    assert visitor.send(pygame.MOUSEBUTTONUP, NOWHERE) is None


def test_places_are_closed_just_where_the_machine_refuses(visitor: Visitor) -> None:
    state, places = visitor.reading.own.state, Places(visitor.view.layout, 400, UNITS)
    wire = wires_of_unit(state, 3)[1]
    ends, refusals = [End(3, wire.row, wire.s_unit, wire.sign, kind) for kind in (CELL, UNIT)], 0
    grips: tuple[End | Fresh, ...] = (*ends, Fresh((CELL, wire.s_unit)), Fresh((UNIT, 3)))
    for grip in (*grips, Fresh((CELL, free_cell(state.wiring)))):
        found = closed(grip, state, SMALL)
        assert found is not None
        kind, shut = found
        for key, _ in places.all(kind)[:: 7 if kind == CELL else 1]:
            come = outcome(grip, key, 1, state, SMALL)
            if come.done is None and not come.refused:
                continue  # where it is
            try:
                done = come.done or asked.PushWire(key[1], grip.fixed[1], 1)
                if come.refused and isinstance(grip, End):
                    cell, unit = (key[1], 3) if kind == CELL else (grip.s_unit, key[1])
                    done = asked.MoveWire(3, grip.row, cell, unit)
                elif come.refused and grip.fixed[0] == CELL:
                    done = asked.PushWire(grip.fixed[1], key[1], 1)
                afterwards(done, state.wiring).check(SMALL)
                refused = False
            except WiringError:
                refused = True
            assert refused == bool(come.refused) == bool(shut[key[1]]), (grip, key)
        refusals += int(shut.sum())
    assert refusals > 100


def test_anything_done_with_hands_and_keys_at_random_is_accepted_by_the_machine(visitor: Visitor) -> None:
    rng = np.random.default_rng(12)
    keys = (pygame.K_p, pygame.K_x, pygame.K_e, pygame.K_a, pygame.K_DELETE, pygame.K_RETURN, pygame.K_SPACE)
    done: set[str] = set()
    for _ in range(110):
        things = visitor.view.things(visitor.reading)
        some = [things[int(rng.integers(len(things)))] for _ in range(2)]
        few = [thing for thing in things if thing.group in ("R-units", "wires", "A-units")]
        one, other = (few[int(rng.integers(len(few)))] if rng.random() < 0.5 else thing for thing in some)
        spot = tuple(rng.integers((0, 0), SIZE).tolist())
        at = (other.area.center, other.area.center, other.area.center, one.area.center, spot)[int(rng.integers(5))]
        finger, button = (None, 4, 5)[int(rng.integers(3))], int(rng.choice((1, 1, 1, 3)))
        match int(rng.integers(6)):
            case 0 | 1:
                visitor.send(pygame.MOUSEBUTTONDOWN, one.area.center, button, finger)
                visitor.send(pygame.MOUSEMOTION, at, 1, finger)
                answer = visitor.send(pygame.MOUSEBUTTONUP, at, button, finger)
            case 2:
                answer = visitor.send(pygame.MOUSEBUTTONDOWN, at, button, finger)
            case 3:
                answer = visitor.send(pygame.MOUSEMOTION, at, 1, finger)
            case 4:
                answer = visitor.send(pygame.MOUSEBUTTONUP, at, button, finger)
            case _:
                answer = visitor.key(int(rng.choice(keys)), other.key)
        done.add(type(answer).__name__)
        if isinstance(answer, ModelCommand):
            visitor.session.apply(answer)
            visitor.see()
        elif rng.random() < 0.3:
            visitor.see(some[1].key)
    for finger in (None, 4, 5):
        for button in (1, 3):
            visitor.send(pygame.MOUSEBUTTONUP, NOWHERE, button, finger)
    if visitor.holds():
        assert visitor.key(pygame.K_p) is None  # the keyboard lets go
    assert not visitor.holds()
    assert len({"PushWire", "PullWires", "MoveWire", "CutBundle", "PatchAUnit", "ShowView", "Tell"} & done) >= 5


def test_tools_ask_for_what_they_say(visitor: Visitor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seeds = []
    for name, kind in (("redraw", asked.RedrawWiring), ("redraw", asked.RedrawWiring), ("save", SaveWiring)):
        answer = visitor.send(pygame.MOUSEBUTTONDOWN, visitor.at(("tool", name)))
        assert isinstance(answer, kind)
        seeds.append(getattr(answer, "seed", None))
    assert seeds[0] != seeds[1]
    assert visitor.key(pygame.K_RETURN, ("tool", "delivered")) == asked.RestoreLayout()
    monkeypatch.chdir(tmp_path)
    visitor.session.apply(asked.RedrawWiring(5))
    first, second = (saved(visitor.session) for _ in range(2))
    assert first != second
    path, other = sorted(tmp_path.iterdir(), key=lambda one: len(one.name))
    assert opened(path, SMALL) == opened(other, SMALL) == visitor.wiring
    assert visitor.view.receives(str(path))
    assert visitor.view.handle(Event(pygame.DROPFILE, file=str(path))) == asked.SetWiring(visitor.wiring)
    visitor.key(pygame.K_RETURN, ("tool", "load"))
    assert visitor.view.typing
    visitor.see()
    visitor.view.handle(Event(pygame.TEXTINPUT, text=str(path)))
    assert visitor.key(pygame.K_RETURN) == asked.SetWiring(visitor.wiring)
    assert not visitor.view.typing


def test_a_file_that_holds_no_wiring_is_refused_in_a_sentence(visitor: Visitor, tmp_path: Path) -> None:
    contents = b"", b"{}", b'{"format": "perceptron-sim wiring", "version": 9}', b"\xff\xfe", b"[" * 100_000
    paths = [tmp_path / f"{number}.json" for number in range(len(contents))]
    for path, content in zip(paths, contents, strict=True):
        path.write_bytes(content)
    for one in (*paths, tmp_path, tmp_path / "none.json", "a\0b.json"):
        answer = visitor.view.handle(Event(pygame.DROPFILE, file=str(one)))
        assert isinstance(answer, Tell)
        assert answer.sentence.startswith("wiring must ")


def test_wires_plugged_otherwise_are_drawn_as_if_all_were_hung_anew(visitor: Visitor) -> None:
    rng = np.random.default_rng(2)
    for _ in range(12):
        cell, unit = free_cell(visitor.wiring), int(rng.integers(UNITS))
        visitor.session.apply(asked.PushWire(cell, unit, int(rng.choice((1, -1)))))
        held = wires_of_unit(visitor.view.read(visitor.session).own.state, int(rng.integers(UNITS)))
        visitor.session.apply(asked.PullWires(((held[0].a_unit, held[0].row),)))
        visitor.see()
    state = visitor.view.read(visitor.session).own.state
    other = Plugboard(AREA, type_(), visitor.session.experiment)
    pictures = [view.strands_of(state).finish().live(state) for view in (visitor.view, other)]
    one, two = (pygame.surfarray.array3d(picture) for picture in pictures)
    assert (one == two).all()


def test_what_a_change_comes_to_is_told(visitor: Visitor) -> None:
    pictures = visitor.session.experiment.stimuli.images
    machine = visitor.session.mark1.machine

    def answers() -> np.ndarray:
        return np.array([machine.association.fires(machine.pattern(image).closes) for image in pictures])

    for _ in range(3):
        visitor.see()
    before = answers()
    plus = [wire for wire in wires_of_unit(visitor.reading.own.state, 3) if wire.sign > 0]
    visitor.session.apply(asked.PullWires(tuple((3, wire.row) for wire in plus)))
    for _ in range(3):
        visitor.see()
    otherwise = (answers() != before).any(axis=1).sum()
    sentence = visitor.view.sentence(visitor.reading)
    assert sentence is not None
    assert f"1 A-unit answers otherwise now, at {otherwise} of {len(pictures)} pictures" in sentence
    for _ in range(9):
        visitor.see()
    assert "A-unit 3 hears" in str(visitor.view.sentence(visitor.reading))
    facts = {origin.what: origin.value for origin in visitor.reading.own.origins}
    assert f"{len(plus)} / 0 / 0" in facts.values()


def test_a_cut_wire_is_drawn_with_a_gap_and_says_so(visitor: Visitor) -> None:
    state = visitor.reading.own.state
    wires = wires_of_unit(state, 3)
    wire = [wire for wire in wires if wire.sign > 0 and wire.on][-1]
    course = visitor.view.strands_of(state).picked(wires)[wires.index(wire)]
    middle = np.array(course[len(course) * 9 // 20 : len(course) * 11 // 20]).round().astype(int)

    def bright() -> float:
        return float(pygame.surfarray.array3d(visitor.surface)[middle[:, 0], middle[:, 1]].mean())

    visitor.see()
    whole = bright()
    visitor.session.apply(asked.CutBundle(((3, wire.row),)))
    visitor.see()
    assert bright() < 0.7 * whole
    card = visitor.view.card(("wire", wire.row, 3), visitor.reading)
    assert card is not None
    assert ("condition", "cut") in card.facts
    cell = visitor.view.card((CELL, wire.s_unit), visitor.reading)
    assert cell is not None
    assert any(name == "wires cut" and value.startswith("1 of") for name, value in cell.facts)
    assert wires_of_cell(visitor.reading.own.state, wire.s_unit)[0].cut
