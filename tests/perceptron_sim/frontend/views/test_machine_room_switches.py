"""The switches of the machine room: what hands and keys at them ask for, and that they stand as the session says."""

import itertools
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import numpy as np
import pygame
import pytest
from pygame import Rect, Surface
from pygame.event import Event

from hardware import Control, Mark1Error
from hardware.faults import DeadCell, DeadLamp, StuckMotor, SupplySag
from perceptron_sim import Letters, Session
from perceptron_sim.errors import SimulatorError
from perceptron_sim.explain.machine_room_service import A_UNIT, CELL, R_UNIT, SUPPLY, Picked, ways
from perceptron_sim.frontend.pointing import DIRECTIONS, Pointing
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.theme import Scale
from perceptron_sim.frontend.view import Closing, Frame, Grasping, Key
from perceptron_sim.frontend.views.machine_room import MachineRoom
from perceptron_sim.frontend.views.machine_room.hands import Hands
from perceptron_sim.frontend.views.machine_room.sheet import SHEET, TIMES
from perceptron_sim.operations import (
    Break,
    ChooseLessons,
    ClearValues,
    Mend,
    MendAll,
    RestoreLayout,
    RunSelfTest,
    SetControl,
    Source,
    SwitchAUnits,
    SwitchCells,
    SwitchMotors,
    SwitchRUnits,
)

SIZE, AREA = (1280, 720), Rect(0, 48, 1280, 600)
CONTROLS: dict[Key, object] = {
    ("switch", 5): SwitchCells((5,), 1),
    ("r_switch", 2): SwitchRUnits((2,), 1),
    ("motors",): SwitchMotors(False),
    ("rotary",): SetControl(Control.SPONTANEOUS),
    ("mode", 0): SetControl(Control.FORCED),
    ("mode", 1): SetControl(Control.ERROR_CORRECTION),
    ("mode", 2): SetControl(Control.SPONTANEOUS),
    ("lessons",): ChooseLessons(Source.HAND),
    ("clear",): ClearValues(),
}
JOBS: dict[Key, object] = {
    (SHEET, "job", 0): RunSelfTest(),
    (SHEET, "job", 1): MendAll(),
    (SHEET, "job", 2): RestoreLayout(),
}


class Visitor:
    """Somebody in front of the room: presses, draws and types at it, and sees the next picture after each."""

    def __init__(self, session: Session, view: MachineRoom) -> None:
        self.session, self.view, self.surface = session, view, Surface(SIZE)
        self.look()

    def look(self, focused: Key | None = None) -> None:
        self.reading = self.view.read(self.session)
        self.view.draw(self.surface, self.reading, Frame(elapsed_s=10.0, focused=focused))

    def picture(self) -> int:
        """What is seen now, as a number."""
        self.look()
        return hash(self.surface.get_buffer().raw)

    def place(self, key: Key) -> Rect:
        return next(thing.area for thing in self.view.things(self.reading) if thing.key == key)

    def hand(self, kind: int, at: tuple[int, int], **more: Any) -> object | None:
        buttons = {"buttons": (1, 0, 0)} if kind == pygame.MOUSEMOTION else {"button": 1}
        return self.view.handle(Event(kind, pos=at, **buttons, **more))

    def press(self, key: Key) -> object | None:
        """Press *key* and let it go; the one command that comes of it."""
        at = self.place(key).center
        asked = [self.hand(kind, at) for kind in (pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP)]
        commands = [one for one in asked if one is not None]
        assert len(commands) < 2
        return commands[0] if commands else None

    def type(self, code: int, focused: Key | None = None, mod: int = 0) -> object | None:
        self.look(focused)
        return self.view.handle(Event(pygame.KEYDOWN, key=code, mod=mod, unicode=""))

    def draw_across(self, path: list[tuple[int, int]], **more: Any) -> object | None:
        self.hand(pygame.MOUSEBUTTONDOWN, path[0], **more)
        for at in path[1:]:
            assert self.hand(pygame.MOUSEMOTION, at, **more) is None
        return self.hand(pygame.MOUSEBUTTONUP, path[-1], **more)


@pytest.fixture(scope="module")
def room() -> Iterator[MachineRoom]:
    pygame.font.init()
    return MachineRoom(AREA, Type(Scale.of(SIZE)), Letters(seed=1))


@pytest.fixture(scope="module")
def shared() -> Session:
    """A session that all visitors come to; each finds the machine as it was delivered."""
    return Session(Letters(seed=1))


@pytest.fixture
def visitor(room: MachineRoom, shared: Session) -> Visitor:
    for command in (RestoreLayout(), ChooseLessons(Source.AUTOMATIC)):
        shared.apply(command)
    room.known_shown = False
    room.let_go()
    visitor = Visitor(shared, room)
    if room.service_shown:
        visitor.type(pygame.K_s)
    return visitor


@pytest.fixture
def serving(visitor: Visitor) -> Visitor:
    """A visitor with the service sheet open."""
    visitor.type(pygame.K_s)
    return visitor


def test_a_press_on_a_control_asks_for_exactly_its_command(serving: Visitor) -> None:
    for key, command in {**CONTROLS, **JOBS}.items():
        assert serving.press(key) == command, key


def test_space_on_a_control_asks_for_what_a_press_does(serving: Visitor) -> None:
    for key, command in {**CONTROLS, **JOBS, ("knob", 9): SwitchAUnits((9,), False)}.items():
        assert serving.type(pygame.K_SPACE, key) == command, key


def test_every_switch_takes_the_press_that_would_open_its_card_and_has_a_card_all_the_same(visitor: Visitor) -> None:
    view = visitor.view
    assert isinstance(view, Grasping)
    for key in CONTROLS:
        down = Event(pygame.MOUSEBUTTONDOWN, button=1, pos=visitor.place(key).center)
        card = view.card(key, visitor.reading)
        assert view.grasps(down), key
        assert card
        assert card.certainty in ("documented", "inferred", "assumed")
        assert card.source
    cell = view.card(("switch", 5), visitor.reading)
    assert cell
    assert cell.certainty == "assumed"
    assert any("not documented" in value for _, value in cell.facts)
    knob = Event(pygame.MOUSEBUTTONDOWN, button=1, pos=visitor.place(("knob", 5)).center)
    assert not view.grasps(knob)
    view.known_shown = True
    assert not any(
        view.grasps(Event(pygame.MOUSEBUTTONDOWN, button=1, pos=visitor.place(key).center)) for key in CONTROLS
    )
    assert all(visitor.press(key) is None for key in CONTROLS)
    assert view.card(("service",), visitor.reading) is not None


@pytest.mark.parametrize(("key", "stands"), [(("switch", 7), "overrides"), (("r_switch", 3), "r_switches")])
def test_a_three_position_switch_goes_round_as_the_session_says_it_stands(
    visitor: Visitor, key: tuple[str, int], stands: str
) -> None:
    seen = []
    for _ in range(3):
        command = visitor.press(key)
        assert command == visitor.press(key)  # it was not carried out, so it stands where it did
        visitor.session.apply(command)  # type: ignore[arg-type]
        visitor.look()
        seen.append(int(getattr(visitor.session.panel, stands)[key[1]]))
    assert seen == [1, -1, 0]


def test_the_picture_shows_switches_as_the_session_has_them_whoever_threw_them(visitor: Visitor) -> None:
    before = visitor.picture()
    for key in CONTROLS:
        visitor.press(key)
    assert visitor.picture() == before
    commands = [SwitchCells((5,), 1), SwitchRUnits((2,), -1), SwitchMotors(False), SetControl(Control.FORCED)]
    for command in (*commands, ChooseLessons(Source.HAND), SwitchAUnits((9, 10), False)):
        visitor.session.apply(command)
        after = visitor.picture()
        assert after != before, command
        before = after


def test_a_stroke_throws_every_switch_on_its_way_with_one_command_when_the_hand_is_lifted(visitor: Visitor) -> None:
    grid, rng = visitor.view.layout.sensory.switches, np.random.default_rng(5)
    for _ in range(8):
        cells = rng.integers(0, 400, 4).tolist()
        path = [grid.cell(cell).center for cell in cells]
        command = visitor.draw_across(path)
        assert isinstance(command, SwitchCells)
        assert command.position == 1
        assert set(cells) <= set(command.s_units)
        ways_ = list(itertools.pairwise(path))
        assert all(any(grid.cell(n).inflate(2, 2).clipline(*way) for way in ways_) for n in command.s_units)
        assert len(command.s_units) >= max(abs(a // 20 - b // 20) for a, b in itertools.pairwise(cells))
        assert not visitor.view.holding


def test_hands_at_the_same_time_make_strokes_of_their_own(serving: Visitor) -> None:
    layout, cell, knob = (
        serving.view.layout,
        serving.view.layout.sensory.switches.cell,
        serving.view.layout.modules.knobs,
    )
    ways_: dict[int | None, list[tuple[int, int]]] = {
        None: [cell(n).center for n in (0, 3)],
        1: [cell(n).center for n in (60, 64)],
        2: [knob[n].center for n in (8, 9)],
        3: [layout.control.door.levers[n].center for n in (0, 2)],
    }
    more = {finger: {} if finger is None else {"finger": finger} for finger in ways_}
    for step, kind in ((0, pygame.MOUSEBUTTONDOWN), (1, pygame.MOUSEMOTION)):
        assert all(serving.hand(kind, way[step], **more[finger]) is None for finger, way in ways_.items())
    asked = [serving.hand(pygame.MOUSEBUTTONUP, way[1], **more[finger]) for finger, way in ways_.items()]
    assert asked == [
        SwitchCells((0, 1, 2, 3), 1),
        SwitchCells((60, 61, 62, 63, 64), 1),
        SwitchAUnits((8, 9), False),
        SwitchRUnits((0, 1, 2), 1),
    ]


def test_what_is_let_go_comes_to_nothing(visitor: Visitor) -> None:
    at = visitor.place(("switch", 5)).center
    visitor.hand(pygame.MOUSEBUTTONDOWN, at)
    assert visitor.view.holding
    visitor.view.let_go()
    assert visitor.hand(pygame.MOUSEBUTTONUP, at) is None
    visitor.hand(pygame.MOUSEBUTTONDOWN, at)
    visitor.view.handle(Event(pygame.MOUSEMOTION, pos=at, buttons=(0, 0, 0)))  # it was lifted outside of the window
    assert visitor.hand(pygame.MOUSEBUTTONUP, at) is None


def test_the_switches_of_a_units_are_drawn_over_only_while_the_sheet_is_open(visitor: Visitor) -> None:
    path = [visitor.view.layout.modules.knobs[n].center for n in (3, 4, 5)]
    assert visitor.draw_across(path) is None
    visitor.type(pygame.K_s)
    assert visitor.draw_across(path) == SwitchAUnits((3, 4, 5), False)
    visitor.session.apply(SwitchAUnits((3,), False))
    visitor.look()
    assert visitor.draw_across(path) == SwitchAUnits((3, 4, 5), True)
    assert visitor.press(("knob", 4)) is None  # one press only picks it


def test_esc_takes_away_the_sheet_or_the_veil(serving: Visitor) -> None:
    assert isinstance(serving.view, Closing)
    for key in (pygame.K_s, pygame.K_i):
        assert serving.view.close()
        assert not serving.view.close()
        assert [serving.view.service_shown, serving.view.known_shown] == [False, False]
        serving.type(key)


def test_shift_and_ctrl_throw_a_switch_with_its_fellows(serving: Visitor) -> None:
    both, wiring = pygame.KMOD_LSHIFT | pygame.KMOD_LCTRL, serving.reading.own.wiring
    expected: dict[tuple[str, int], list[tuple[int, ...]]] = {
        ("switch", 45): [tuple(range(40, 60)), tuple(range(5, 400, 20)), tuple(range(400))],
        ("knob", 17): [
            tuple(range(16, 24)),
            tuple(np.flatnonzero(wiring.assignment == wiring.assignment[17]).tolist()),
            tuple(range(512)),
        ],
        ("r_switch", 1): [tuple(range(8))] * 3,
    }
    for key, units in expected.items():
        held = (pygame.KMOD_LSHIFT, pygame.KMOD_LCTRL, both)
        asked: list[Any] = [serving.type(pygame.K_SPACE, key, mod) for mod in held]
        fields = {"switch": "s_units", "knob": "a_units", "r_switch": "r_units"}
        assert [getattr(command, fields[key[0]]) for command in asked] == units


def test_the_keyboard_reaches_every_control(serving: Visitor) -> None:
    serving.press(("knob", 17))
    serving.session.apply(Break(DeadCell(3)))
    serving.look()
    pointing = Pointing()
    pointing.follow(serving.view.things(serving.reading))
    reached: set[Key] = set()
    wanted = {thing.key for thing in serving.view.things(serving.reading) if thing.key[0] in (SHEET, "mode", "rotary")}
    for group in pointing.groups():
        pointing.enter(group)
        ahead = [pointing.focused]
        while ahead and len(reached) < 3000:
            here = ahead.pop()
            if here is None or here in reached:
                continue
            reached.add(here)
            for way in DIRECTIONS.values() if here in wanted or here[0] == "r_switch" else ():
                pointing.focus(here)
                pointing.walk(way)
                ahead.append(pointing.focused)
    assert wanted | {("motors",), ("lessons",), ("clear",), ("service",)} <= reached
    assert {("r_switch", n) for n in range(8)} <= reached
    assert (SHEET, "mend", 0) in wanted


@pytest.mark.parametrize("part", [Picked(CELL, 45), Picked(A_UNIT, 17), Picked(R_UNIT, 2), Picked(SUPPLY)], ids=str)
def test_a_part_that_is_picked_breaks_in_every_way_and_is_mended(serving: Visitor, part: Picked) -> None:
    serving.press(part.key)
    whole = serving.picture()
    for number, way in enumerate(ways(part)):
        assert serving.press((SHEET, "way", number)) == Break(way.fault)
        serving.session.apply(Break(way.fault))
        assert serving.picture() != whole
        card = serving.view.card(part.key, serving.reading)
        assert card
        assert "broken" in dict(card.facts)
        assert serving.press((SHEET, "mend", 0)) == serving.press((SHEET, "way", number)) == Mend(way.fault)
        serving.session.apply(Mend(way.fault))
        assert serving.picture() == whole


def test_every_line_of_a_long_list_is_reached_by_wheel_by_keys_and_by_a_press(serving: Visitor) -> None:
    for unit in range(40):
        serving.session.apply(Break(StuckMotor(unit)))
    ways_on: list[Callable[[], object]] = [
        lambda: serving.press((SHEET, "more", 0)),
        lambda: serving.type(pygame.K_PAGEDOWN),
        lambda: serving.view.handle(Event(pygame.MOUSEWHEEL, x=0, y=-3)),
    ]
    for go_on in ways_on:
        serving.press((SHEET, "page", 0))
        seen = set()
        for _ in range(14):
            serving.look()
            things = {thing.key: thing.words for thing in serving.view.things(serving.reading)}
            seen |= {words for key, words in things.items() if key[:2] == (SHEET, "row")}  # type: ignore[index]
            go_on()
        assert len(seen) == 40


def test_what_breaks_later_or_for_a_while_says_so(serving: Visitor) -> None:
    serving.press(("cell", 45))
    for number, (_, after_s, for_s) in enumerate(TIMES):
        serving.press((SHEET, "time", number))
        assert serving.press((SHEET, "way", 0)) == Break(DeadCell(45), after_s, for_s)
    before = serving.picture()
    serving.session.apply(Break(DeadCell(45), 10.0))
    assert serving.picture() != before  # it is announced
    assert not serving.session.panel.faults
    serving.session.advance(10.0, budget_s=10.0)
    assert serving.session.panel.faults == (DeadCell(45),)
    serving.press((SHEET, "time", 0))


def test_the_sheet_sets_a_switch_and_its_fellows(serving: Visitor) -> None:
    serving.press(("cell", 45))
    serving.press((SHEET, "scope", 1))
    assert serving.press((SHEET, "position", 2)) == SwitchCells(tuple(range(40, 60)), -1)
    serving.press((SHEET, "scope", 0))
    serving.press(("r_unit", 4))
    assert serving.press((SHEET, "position", 0)) == SwitchRUnits((4,), -1)
    for key in (("knob", 29), ("knob", 30), ("cell", 3), None):
        serving.look(key)  # what arrows go to is picked, too, but nothing that Tab comes by
    assert serving.press((SHEET, "position", 1)) == SwitchAUnits((30,), False)


def test_the_self_test_is_seen_walking_and_what_it_finds_leads_to_the_part(serving: Visitor, session: Session) -> None:
    serving.session, faults = session, (DeadCell(45), StuckMotor(100), DeadLamp(2), SupplySag(0.7))
    for command in (*map(Break, faults), RunSelfTest()):
        session.apply(command)
    while not serving.reading.own.testing:
        session.advance(0.05)
        serving.look()
    walked = set()
    for _ in range(6):
        session.advance(60.0, budget_s=10.0)
        walked.add(serving.picture())
        assert "self-test walks" in str(serving.view.sentence(serving.reading))
        assert serving.press((SHEET, "job", 0)) is None
    assert len(walked) == 6
    while session.self_test is None:
        session.advance(60.0, budget_s=10.0)
    serving.look()
    found = [
        (DeadLamp(2), R_UNIT, 2),
        (SupplySag(0.7), SUPPLY, 0),
        (DeadCell(45), CELL, 45),
        (StuckMotor(100), A_UNIT, 100),
    ]
    for number, (fault, kind, place) in enumerate(found):
        assert serving.press((SHEET, "row", number)) is None
        assert serving.press((SHEET, "way", [way.fault for way in ways(Picked(kind, place))].index(fault))) == Mend(
            fault
        )
        assert serving.press((SHEET, "mend", number)) == Mend(fault)
    session.apply(Mend(DeadLamp(2)))
    serving.look()
    assert (SHEET, "mend", 0) not in {thing.key for thing in serving.view.things(serving.reading)}


def test_as_delivered_puts_every_switch_back(serving: Visitor) -> None:
    before = serving.picture()
    for command in (SwitchCells((3,), 1), SwitchAUnits((4,), False), SwitchRUnits((5,), 1), SwitchMotors(False)):
        serving.session.apply(command)
    serving.session.apply(Break(DeadCell(9)))
    assert serving.picture() != before
    serving.session.apply(serving.press((SHEET, "job", 2)))  # type: ignore[arg-type]
    assert serving.picture() == before


def test_nothing_on_the_sheet_is_cut_off(serving: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[str] = []
    write = Type.write
    monkeypatch.setattr(
        Type, "write", lambda self, surface, text, *rest: written.append(text) or write(self, surface, text, *rest)
    )
    for command in map(Break, (DeadCell(399), StuckMotor(511), DeadLamp(7), SupplySag(0.7))):
        serving.session.apply(command)
    for key in (("cell", 399), ("knob", 511), ("r_unit", 7), ("part", "supplies")):
        serving.look()
        serving.press(key)
    assert {"Photocell 399 (row 20, column 20)", "motor slips: 50% arrives", "Photocell 399: dead"} <= set(written)
    assert [text for text in written if text.endswith("…")] == []


def test_a_random_visitor_never_stops_the_room(serving: Visitor, session: Session) -> None:
    serving.session = session
    rng, view = np.random.default_rng(8), serving.view
    kinds = (pygame.MOUSEBUTTONDOWN, pygame.MOUSEMOTION, pygame.MOUSEBUTTONUP)
    keys = (pygame.K_s, pygame.K_i, pygame.K_SPACE, pygame.K_RETURN, pygame.K_PAGEDOWN, pygame.K_PAGEUP)
    for number in range(400):
        things = view.things(serving.reading)
        thing = things[int(rng.integers(len(things)))]
        dice = int(rng.integers(5))
        if dice < 3:
            asked = serving.hand(kinds[dice], thing.area.center, finger=int(rng.integers(3)))
        elif dice == 3:
            asked = view.handle(
                Event(pygame.KEYDOWN, key=keys[int(rng.integers(6))], mod=int(rng.integers(256)), unicode="")
            )
        else:
            asked = view.handle(Event(pygame.MOUSEWHEEL, x=0, y=int(rng.integers(-3, 4))))
        if asked is not None:
            with suppress(SimulatorError, Mark1Error):  # the window says why
                serving.session.apply(asked)  # type: ignore[arg-type]
        if number % 16 == 0:
            serving.session.advance(0.2, budget_s=10.0)
        if number % 8 == 0:
            serving.look(thing.key)
    view.let_go()


def test_a_stroke_over_a_gap_goes_on_beyond_it() -> None:
    hands = Hands({"a": [Rect(0, 0, 10, 10), Rect(30, 0, 10, 10), Rect(30, 30, 10, 10)]})
    hands.begin(None, "a", 0, 1, (5, 5))
    hands.move(None, (35, 5))
    hands.move(7, (35, 35))  # nobody's
    stroke = hands.end(None)
    assert stroke
    assert list(stroke.units) == [0, 1]
    assert not hands.busy
    assert hands.end(None) is None
