"""The teaching view: a hand draws with mouse, fingers or keys, both machines answer, what is asked for is a command."""

import math
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path

import numpy as np
import pygame
import pytest
from PIL import Image
from written import Remembering, remembered, without_outlines

from perceptron_sim import Letters, Session
from perceptron_sim.drawing_board import BRUSHES_CELLS
from perceptron_sim.experiments import EXPERIMENTS
from perceptron_sim.explain import teach
from perceptron_sim.frontend import theme
from perceptron_sim.frontend.camera import Camera, State
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.theme import Scale
from perceptron_sim.frontend.view import Frame, Grasping, Key, Receiving, View
from perceptron_sim.frontend.views.teach import TeachView
from perceptron_sim.frontend.views.teach.hand import SEEING, SILENT
from perceptron_sim.frontend.views.teach.layout import arrange
from perceptron_sim.operations import ChooseLessons, EmptyTray, Show, Source, TakeFromTray
from perceptron_sim.stamps import DROPPED, SHAPES

SIZE = (1280, 720)
AREA = pygame.Rect(0, 48, 1280, 590)
SIZES = {"1280x720": (1280, 720), "1920x1080": (1920, 1080), "3840x2160": (3840, 2160)}
ARROWS = {pygame.K_LEFT: (0, -1), pygame.K_RIGHT: (0, 1), pygame.K_UP: (-1, 0), pygame.K_DOWN: (1, 0)}
H_STROKES = (((5, 4), (5, 16)), ((14, 4), (14, 16)), ((5, 10), (14, 10)))  # in cells, (x, y)


class Seeing(Camera):
    """A camera that is there at once and sees *greys*."""

    def __init__(self, greys: np.ndarray | None = None) -> None:
        super().__init__(lambda: None)
        self.state, self.greys = State.OFF, greys

    def look_for_one(self) -> None:
        pass

    def turn_on(self) -> None:
        self.state = State.ON

    def latest(self) -> np.ndarray | None:
        return self.greys


class Visitor:
    """Somebody before *view* of *session*: what is done there is carried out, and every picture drawn."""

    def __init__(
        self,
        session: Session,
        size: tuple[int, int] = SIZE,
        camera: Camera | None = None,
        surface: pygame.Surface | None = None,
    ) -> None:
        self.session, self.surface, self.focused = session, surface or pygame.Surface(size), None
        area = pygame.Rect(0, size[1] // 15, size[0], round(size[1] * 0.82))
        self.view = TeachView(area, Type(Scale.of(size)), session.experiment, camera=camera or Camera(lambda: None))
        self.look()

    @property
    def hand(self):
        return self.view.hand

    @property
    def light(self) -> np.ndarray:
        return self.hand.board.light

    def look(self, *, paused: bool = False) -> None:
        self.reading = self.view.read(self.session)
        frame = Frame(elapsed_s=1 / 60, focused=self.focused, paused=paused)
        self.view.draw(self.surface, self.reading, frame)
        self.things = {thing.key: thing for thing in self.view.things(self.reading)}

    def send(self, kind: int, **given: object) -> object | None:
        command = self.view.handle(pygame.event.Event(kind, **given))
        if command is not None:
            self.session.apply(command)
        self.look()
        return command

    def at(self, cell: Sequence[float]) -> tuple[int, int]:
        """Where the middle of the cell in that column and row is in the window."""
        pad, side = self.view.pad, self.view.layout.pad.cells.side
        return round(pad.left + (cell[0] + 0.5) * side), round(pad.top + (cell[1] + 0.5) * side)

    def draw(self, *strokes: Sequence[Sequence[float]], **pen: object) -> None:
        for first, *rest in strokes:
            self.send(pygame.MOUSEBUTTONDOWN, button=1, pos=self.at(first), **pen)
            for cell in rest:
                self.send(pygame.MOUSEMOTION, pos=self.at(cell), rel=(1, 1), buttons=(1, 0, 0), **pen)
            self.send(pygame.MOUSEBUTTONUP, button=1, pos=self.at(first), **pen)

    def press(self, key: Key) -> object | None:
        return self.send(pygame.MOUSEBUTTONDOWN, button=1, pos=self.things[key].area.center)

    def key(self, code: int, mod: int = 0) -> object | None:
        return self.send(pygame.KEYDOWN, key=code, mod=mod, unicode="")

    def do(self, *keys: Key) -> None:
        """Press one control after the other; only what comes of it is read, nothing drawn."""
        for key in keys:
            command = self.hand.do(key)
            if command is not None:
                self.session.apply(command)
                self.session.advance(3.0, budget_s=math.inf)
        self.reading = self.view.read(self.session)

    def let_pass(self, seconds: float) -> None:
        self.session.advance(seconds, budget_s=math.inf)
        self.look()

    def sentence(self) -> str | None:
        return self.view.sentence(self.reading)


@pytest.fixture
def visitor(session: Session) -> Visitor:
    return Visitor(session)


def test_it_takes_pictures_and_folders_that_are_no_runs(visitor: Visitor, tmp_path: Path) -> None:
    view: View = visitor.view
    assert isinstance(view, Receiving)
    assert isinstance(view, Grasping)
    (tmp_path / "a run").mkdir()
    (tmp_path / "a run" / "run.json").write_text("{}")
    names = ("x.PNG", "", "a run", "x.session.json", "x.csv", "wiring.json", "x" * 5000)
    assert [view.receives(str(tmp_path / name)) for name in names] == [True, True, False, False, False, False, False]


@pytest.mark.parametrize("name", ["letters", "galaxies"])
def test_texts_stand_apart_and_inside_when_all_there_is_to_say_is_said(name: str) -> None:
    with remembered():
        visitor = Visitor(Session(EXPERIMENTS[name](seed=1)), surface=Remembering(SIZE))
        for stamp in range(13):
            visitor.do(("board", "clear"), ("stamp", stamp), ("teach",) if stamp % 4 else ("ask",))
        visitor.look()
        inks = {text.text: text.ink for text in without_outlines(visitor.surface.texts)}
        assert not [text for text in visitor.surface.texts if text.cut or not AREA.contains(text.ink)]
        assert not [(one, other) for one, other in combinations(inks, 2) if inks[one].colliderect(inks[other])]
        panels = [box.area for box in visitor.surface.boxes if box.colour in (theme.PANEL, theme.RAISED)]
        assert all(panels[hit].contains(ink) for ink in inks.values() for hit in ink.collidelistall(panels))


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
@pytest.mark.parametrize("name", ["letters", "digits", "galaxies", "xor"])
def test_panels_lie_inside_their_area_and_apart_whatever_is_taught(size: tuple[int, int], name: str) -> None:
    experiment, type_ = EXPERIMENTS[name](seed=1), Type(Scale.of(size))
    area = pygame.Rect(0, size[1] // 15, size[0], round(size[1] * 0.82))
    layout = arrange(area, type_, (20, 20), experiment.class_names, 512, experiment.mark1.response.in_use)
    parts = (layout.pad, layout.say, layout.lessons, layout.machine, layout.network)
    panels = [part.panel for part in parts]
    assert all(area.contains(panel) for panel in panels)
    assert all(panel.collidelist([other for other in panels if other is not panel]) < 0 for panel in panels)
    assert layout.pad.panel.contains(layout.pad.stamps.rect)
    assert layout.lessons.panel.contains(layout.lessons.visits)
    assert layout.machine.panel.contains(layout.machine.knobs.rect)
    assert layout.network.panel.contains(layout.network.rows[-1])
    assert layout.pad.frame.width >= 0.64 * layout.pad.panel.height  # the eye meets it first
    shown = (layout.say.teach, layout.say.ask, *layout.lessons.sources)
    pressed = [*layout.pad.board.values(), *layout.pad.lights, *shown]
    assert min(min(place.size) for place in pressed) >= max(24, type_.scale.px(44) - 1)


def test_a_retina_of_another_shape_has_its_place() -> None:
    type_ = Type(Scale.of(SIZE))
    for shape, names in (((2, 2), ("a",)), ((64, 30), ("a",) * 40), ((9, 64), ("twelve letters",) * 3)):
        layout = arrange(AREA, type_, shape, names, 2048, 16)
        assert layout.pad.frame.contains(layout.pad.cells.rect)
        assert layout.machine.panel.contains(layout.machine.knobs.rect)
        assert layout.say.panel.contains(layout.say.classes.rect)


def test_what_the_mouse_draws_is_lit_and_seen(visitor: Visitor) -> None:
    visitor.draw(((4, 4), (4, 12)))
    assert (visitor.light[4:13, 4] == 1).all()
    assert visitor.light[:, 9:].max() == 0
    assert visitor.surface.get_at(visitor.at((4, 8)))[:3] == theme.CREAM
    visitor.key(pygame.K_BACKSPACE)
    assert visitor.hand.board.dark
    assert visitor.surface.get_at(visitor.at((4, 8)))[:3] != theme.CREAM


def test_several_fingers_draw_at_once_and_each_its_own_stroke(visitor: Visitor) -> None:
    for finger, x in ((7, 3), (8, 15)):
        visitor.send(pygame.MOUSEBUTTONDOWN, button=1, pos=visitor.at((x, 3)), finger=finger)
    for y in (6, 9, 12):
        for finger, x in ((7, 3), (8, 15)):
            visitor.send(pygame.MOUSEMOTION, pos=visitor.at((x, y)), rel=(0, 1), buttons=(1, 0, 0), finger=finger)
    visitor.send(pygame.MOUSEBUTTONUP, button=1, pos=visitor.at((3, 12)), finger=7)
    assert visitor.view.holding
    visitor.send(pygame.MOUSEMOTION, pos=visitor.at((9, 9)), rel=(0, 1), buttons=(1, 0, 0), finger=7)
    assert (visitor.light[3:13, [3, 15]] == 1).all()
    assert visitor.light[:, 8:12].max() == 0
    visitor.view.let_go()
    assert not visitor.view.holding
    visitor.press(("board", "undo"))
    assert visitor.hand.board.dark


def test_a_mouse_let_go_outside_the_window_draws_no_more(visitor: Visitor) -> None:
    visitor.send(pygame.MOUSEBUTTONDOWN, button=1, pos=visitor.at((2, 2)))
    visitor.send(pygame.MOUSEMOTION, pos=visitor.at((17, 17)), rel=(9, 9), buttons=(0, 0, 0))
    assert visitor.light[15:, 15:].max() == 0


def test_everything_of_the_pad_goes_by_keys(visitor: Visitor) -> None:
    visitor.focused = ("pad",)
    visitor.press(("width", 0))
    for code, (down, right) in ARROWS.items():
        row, column = visitor.hand.pen
        visitor.key(code)
        assert visitor.hand.pen == (row + down, column + right)
    row, column = visitor.hand.pen
    visitor.key(pygame.K_SPACE)
    assert visitor.light.sum() == visitor.light[row, column] == 1
    visitor.key(pygame.K_RETURN)
    for _ in range(3):
        visitor.key(pygame.K_RIGHT)
    assert (visitor.light[row, column : column + 4] == 1).all()
    visitor.key(pygame.K_RETURN)
    visitor.key(pygame.K_RIGHT)
    assert visitor.light.sum() == 4
    visitor.key(pygame.K_e)
    visitor.key(pygame.K_LEFT)
    visitor.key(pygame.K_SPACE)
    assert visitor.light.sum() == 3
    for _ in range(60):
        visitor.key(pygame.K_UP)
    assert visitor.hand.pen[0] == 0
    visitor.key(pygame.K_DELETE)
    assert visitor.hand.board.dark


@pytest.mark.parametrize("focused", [None, ("stamp", 3), ("pad",)], ids=str)
@pytest.mark.parametrize(("code", "way"), ARROWS.items())
def test_arrows_with_shift_move_the_picture_whatever_has_the_keyboard(
    visitor: Visitor, focused: Key | None, code: int, way: tuple[int, int]
) -> None:
    visitor.draw(((8, 8), (11, 9)))
    before = visitor.light.copy()
    visitor.focused = focused
    visitor.look()
    visitor.key(code, mod=pygame.KMOD_LSHIFT)
    assert np.array_equal(visitor.light, np.roll(before, way, axis=(0, 1)))
    visitor.key(pygame.K_BACKSPACE)
    assert np.array_equal(visitor.light, before)
    visitor.key(code)
    alone = focused is None  # then they need no Shift
    assert np.array_equal(visitor.light, np.roll(before, way, axis=(0, 1)) if alone else before)
    visitor.hand.board.put_in_place(before)
    visitor.press(("board", {(-1, 0): "up", (1, 0): "down", (0, -1): "left", (0, 1): "right"}[way]))
    assert np.array_equal(visitor.light, np.roll(before, way, axis=(0, 1)))


def test_a_stamp_on_an_empty_pad_says_what_it_is_and_shapes_have_a_page(visitor: Visitor) -> None:
    visitor.press(("stamp", 16))
    assert visitor.hand.label == 16
    assert np.array_equal(visitor.light, visitor.session.experiment.stimuli.images[16])
    visitor.press(("page", SHAPES))
    visitor.press(("stamp", 1))
    assert visitor.hand.label == 16
    assert np.array_equal(
        visitor.light,
        np.maximum(visitor.session.experiment.stimuli.images[16], visitor.hand.pages.shown[1].sign.image),
    )
    visitor.press(("board", "clear"))
    assert (visitor.hand.label, visitor.hand.board.dark) == (None, True)


def test_a_stamp_takes_the_place_of_another_and_a_stroke_that_of_what_is_taught(visitor: Visitor) -> None:
    images = visitor.session.experiment.stimuli.images
    visitor.press(("stamp", 16))
    visitor.press(("stamp", 3))
    assert visitor.hand.label == 3
    assert np.array_equal(visitor.light, images[3])
    visitor.press(("teach",))
    visitor.draw(((3, 3),))
    assert not visitor.light[8:].any()
    assert visitor.hand.label is None
    visitor.press(("board", "undo"))
    assert np.array_equal(visitor.light, images[3])
    assert visitor.hand.label == 3
    visitor.draw(((1, 1),))  # what was brought back is gone on with
    assert (visitor.light >= images[3]).all()


def test_what_is_taught_can_be_rubbed_at_and_what_comes_out_of_the_tray_drawn_on(visitor: Visitor) -> None:
    images = visitor.session.experiment.stimuli.images
    visitor.do(("stamp", 3), ("teach",), ("eraser",))
    visitor.draw(((10, 10),))
    assert visitor.light.any()
    visitor.do(("eraser",), ("board", "clear"), ("tray", 0))
    visitor.draw(((1, 1),))
    assert (visitor.light >= images[3]).all()


def test_brushes_are_chosen_by_mouse_and_by_key(visitor: Visitor) -> None:
    visitor.press(("light", 2))
    visitor.press(("width", 0))
    visitor.draw(((3, 3),))
    assert visitor.light[3, 3] == pytest.approx(128 / 255)
    visitor.focused = ("width", 2)
    visitor.look()
    visitor.key(pygame.K_RETURN)
    assert visitor.hand.board.brush.radius_cells == BRUSHES_CELLS[2]


def test_nothing_is_taught_before_there_is_a_sign_and_a_name_for_it(visitor: Visitor) -> None:
    assert visitor.sentence() == teach.EMPTY
    assert (visitor.press(("teach",)), visitor.press(("ask",))) == (None, None)
    visitor.draw(*H_STROKES)
    assert visitor.sentence() == teach.NO_LABEL
    assert visitor.press(("teach",)) is None
    visitor.press(("class", 7))
    assert "learn that it is H" in str(visitor.sentence())
    visitor.press(("class", 7))
    assert visitor.hand.label is None


def test_a_taught_sign_is_seen_turns_motors_lies_in_the_tray_and_is_told_of(visitor: Visitor) -> None:
    visitor.draw(*H_STROKES)
    visitor.press(("class", 7))
    command = visitor.press(("teach",))
    assert command == Show(visitor.hand.board.sign, 7)
    assert visitor.sentence() == teach.NEXT
    visitor.look(paused=True)
    assert visitor.sentence() == teach.STANDING
    told = []
    while not (visitor.reading.own.ended or len(told) > 200):
        visitor.let_pass(0.02)
        told.append(str(visitor.sentence()))
    assert "Both look at your sign. You say that it is H." in told
    assert any(words.startswith("Motors turn ") and words.endswith("this H better next time.") for words in told)
    assert visitor.reading.own.tray[0].label == 7
    assert ("visit", visitor.reading.own.visits[0].lesson) in visitor.things
    assert visitor.key(pygame.K_a) == Show(visitor.hand.board.sign)
    visitor.let_pass(3.0)
    newest = visitor.reading.own.visits[0]
    assert newest.label is None
    assert teach.result(newest, "mark1", "modern", visitor.session.experiment.class_names)[0] is None


def test_teaching_until_both_know_it_ends_in_both_named_it_rightly(visitor: Visitor) -> None:
    visitor.press(("source", "hand"))
    visitor.press(("stamp", 16))
    names = visitor.session.experiment.class_names
    for _ in range(25):
        visitor.key(pygame.K_t)
        visitor.let_pass(4.0)
        right, words = teach.result(visitor.reading.own.visits[0], "mark1", "modern", names)
        if right:
            break
    assert words == "Both named it rightly: Q."
    for _ in range(6):
        visitor.look()
    assert visitor.reading.own.machine.label == visitor.reading.own.network.label == 16


def test_opinions_are_asked_for_when_something_changed_and_not_again(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, opinions = [], Session.opinions
    monkeypatch.setattr(Session, "opinions", lambda *given: asked.append(1) or opinions(*given))
    visitor.look()
    assert asked == []  # nothing to see
    visitor.draw(((4, 4), (4, 12)))
    drawn = len(asked)
    assert 0 < drawn <= 3
    for _ in range(30):
        visitor.look()
    assert len(asked) == drawn
    visitor.session.advance_exposure()
    visitor.let_pass(1.0)
    for _ in range(30):
        visitor.look()
    assert len(asked) == drawn + 1
    assert visitor.reading.own.opinions == visitor.session.opinions(visitor.hand.board.sign)


def test_signs_in_the_tray_are_taken_up_again_and_out(visitor: Visitor) -> None:
    for label in range(15):
        visitor.do(("board", "clear"), ("stamp", label), ("teach",))
    visitor.look()
    tray = visitor.reading.own.tray
    assert [taught.label for taught in tray] == list(range(15))
    visitor.press(("board", "clear"))
    visitor.press(("tray", 14))
    assert (visitor.hand.board.sign, visitor.hand.label) == (tray[14].sign, 14)
    assert ("tray", 0) not in visitor.things
    while ("tray page", 1) in visitor.things:
        visitor.press(("tray page", 1))
    assert ("tray", 0) in visitor.things
    assert visitor.press(("remove", 0)) == TakeFromTray(0)
    assert visitor.reading.own.tray == tray[1:]
    assert visitor.press(("source", "tray")) == ChooseLessons(Source.TRAY)
    assert visitor.press(("empty",)) == EmptyTray()
    assert not [key for key in visitor.things if key[0] in ("tray", "remove", "empty")]
    assert visitor.hand.back == 0


def test_a_dropped_picture_lies_on_the_pad_and_a_folder_below_it(visitor: Visitor, tmp_path: Path) -> None:
    for name, box in (("E", (10, 5, 20, 50)), ("F", (20, 5, 50, 20))):
        (tmp_path / "mine" / name).mkdir(parents=True)
        image = Image.new("L", (60, 60), 255)
        image.paste(0, box)
        image.save(tmp_path / "mine" / name / "1.png")
    visitor.send(pygame.DROPFILE, file=str(tmp_path / "mine" / "E" / "1.png"))
    visitor.look()
    assert not visitor.hand.board.dark
    assert "lies on the pad" in str(visitor.sentence())
    visitor.send(pygame.DROPFILE, file=str(tmp_path / "mine"))
    for _ in range(4):
        visitor.look()
    assert visitor.hand.pages.page == DROPPED
    assert [stamp.label for stamp in visitor.hand.pages.shown] == [4, 5]
    assert visitor.hand.label == 4
    visitor.send(pygame.DROPFILE, file=str(tmp_path / "nothing.exe"))
    visitor.look()
    assert "must be a PNG, JPEG, BMP or GIF picture" in str(visitor.sentence())
    visitor.hand.let_pass(10.0)
    assert "learn that it is E" in str(visitor.sentence())


def test_the_camera_says_that_nothing_is_kept_and_its_last_picture_stays(session: Session) -> None:
    scene = np.full((240, 320), 200, dtype=np.uint8)
    scene[40:200, 150:170] = 10
    camera = Seeing(scene)
    visitor = Visitor(session, camera=camera)
    visitor.draw(((2, 2),))
    drawn = visitor.light.copy()
    visitor.press(("board", "camera"))
    for _ in range(3):
        visitor.look()
    assert visitor.sentence() == SEEING
    assert visitor.light[5:15, 9:11].min() > 0.5
    visitor.press(("board", "camera"))
    assert camera.state is State.OFF
    assert visitor.light[5:15, 9:11].min() > 0.5
    visitor.press(("board", "undo"))
    assert np.array_equal(visitor.light, drawn)
    visitor.press(("board", "camera"))
    visitor.view.let_go()
    assert camera.state is State.OFF
    camera.state = State.FAILED
    visitor.look()
    assert visitor.sentence() == SILENT


def test_without_a_camera_its_button_does_nothing_and_says_so(visitor: Visitor) -> None:
    visitor.hand.camera.wait()
    visitor.press(("board", "camera"))
    assert visitor.hand.camera.state is State.NONE


def test_what_shows_a_figure_has_a_card_and_what_is_pressed_has_none(visitor: Visitor) -> None:
    cards = {"sign", "result", "visit", "verdict", "r_unit", "phase", "knob", "likely"}
    for _ in range(2):
        reading = visitor.reading
        for key in visitor.things:
            card = visitor.view.card(key, reading)
            assert (card is not None) == (key[0] in cards), key
            assert card is None or card.source
        visitor.draw(*H_STROKES)
        visitor.press(("class", 7))
        visitor.key(pygame.K_t)
        visitor.let_pass(3.0)
    assert visitor.view.card(("nothing",), reading) is None
    assert visitor.view.things(visitor.reading) is visitor.view.things(visitor.reading)
    lamp = visitor.view.card(("r_unit", 0), visitor.reading)
    assert lamp is not None
    margin = visitor.reading.own.machine.margins[0]
    assert lamp.arithmetic[-1].endswith("lit" if margin > 0 else "dark")
    assert f"{abs(margin):.3f}" in lamp.arithmetic[-1]


def test_lamps_with_volts_above_the_threshold_glow(session: Session) -> None:
    for _ in range(60):
        session.advance_exposure()
    visitor = Visitor(session)
    visitor.press(("stamp", 4))
    for _ in range(60):
        visitor.look()
    grid, lit = visitor.view.layout.machine.lamps, visitor.reading.own.machine.margins
    bright = [sum(visitor.surface.get_at((grid.cell(n).centerx - 3, grid.top + 9))[:3]) for n in range(len(lit))]
    assert min(b for b, volts in zip(bright, lit, strict=True) if volts > 0) > max(
        b for b, volts in zip(bright, lit, strict=True) if volts <= 0
    )


def test_what_was_drawn_and_said_is_taken_over_by_the_view_of_another_size_or_seed(visitor: Visitor) -> None:
    visitor.draw(*H_STROKES)
    visitor.press(("class", 7))
    visitor.press(("page", SHAPES))
    other = Visitor(Session(Letters(seed=2)), (1920, 1080))
    other.view.take_over(visitor.view)
    other.look()
    assert other.hand.board.sign == visitor.hand.board.sign
    assert (other.hand.label, other.hand.pages.page) == (7, SHAPES)
    assert other.reading.own.machine == other.session.opinions(other.hand.board.sign)["mark1"]
    digits = Visitor(Session(EXPERIMENTS["digits"](seed=1)))
    digits.view.take_over(other.view)
    assert digits.hand.label is None


def test_a_refused_show_is_not_waited_for(visitor: Visitor) -> None:
    visitor.draw(*H_STROKES)
    event = pygame.event.Event(pygame.KEYDOWN, key=pygame.K_a, mod=0, unicode="")
    assert isinstance(visitor.view.handle(event), Show)  # and nobody carries it out
    visitor.look()
    assert visitor.sentence() == teach.NO_LABEL
