"""The window's loop: keys, buttons and slider send commands; frames and screenshots; nothing moves when paused."""

from pathlib import Path
from typing import Any

import pygame
import pytest

from perceptron_sim import Letters, Session
from perceptron_sim.commands import (
    NewSeed,
    OpenSession,
    Pause,
    ResetWeights,
    SetSpeed,
    ShowView,
    StartExperiment,
    StepExposure,
    Undo,
)
from perceptron_sim.errors import AssetError, DisplayError, OutputError
from perceptron_sim.frontend.actions import ENTRIES, STEPS, ChooseStep, Entry, Keys, Place, Window
from perceptron_sim.frontend.app import App, open_window
from perceptron_sim.frontend.menus import Menu
from perceptron_sim.frontend.picture import save_picture
from perceptron_sim.frontend.scene import Scene
from perceptron_sim.frontend.screen import save_surface
from perceptron_sim.frontend.views import VIEWS
from perceptron_sim.frontend.widgets import Button
from perceptron_sim.playback import SPEEDS, Playback

SIZE = (1280, 720)
FRAME_S = 1 / 60
CLEAR = (pygame.K_SPACE, pygame.K_r, pygame.K_DOWN, pygame.K_RETURN)  # pause, and clear the weights by the menu


@pytest.fixture
def scene(session: Session) -> Scene:
    """The window's picture, drawn once."""
    scene = Scene(SIZE, session.experiment)
    scene.draw(pygame.Surface(SIZE), session, Playback(session), FRAME_S)
    return scene


@pytest.fixture
def playback(session: Session) -> Playback:
    return Playback(session)


@pytest.fixture
def app(session: Session, playback: Playback, hidden_screen: pygame.Surface) -> App:
    return App(session, hidden_screen, playback)


def press(key: int, text: str = "", mod: int = 0) -> pygame.event.Event:
    return pygame.event.Event(pygame.KEYDOWN, key=key, unicode=text, mod=mod)


def click(position: tuple[int, int]) -> pygame.event.Event:
    return pygame.event.Event(pygame.MOUSEBUTTONDOWN, pos=position, button=1)


def frame_with(app: App, *events: pygame.event.Event) -> None:
    for event in events:
        pygame.event.post(event)
    app.frame(FRAME_S)


def button_of(scene: Scene, action: object) -> Button[Any]:
    return next(button for button in scene.controls.buttons if button.action == action)


def clicked(scene: Scene, entry: Entry) -> object | None:
    """What the mouse asks for at the button of *entry*, which may have to be found first."""
    if entry.action in STEPS:
        while scene.controls.step.action != entry.action:
            asked = scene.handle(click(scene.controls.steps.area.center))
            assert isinstance(asked, ChooseStep)
            assert scene.carried_out(asked, pygame.Surface(SIZE))
        return scene.handle(click(scene.controls.step.area.center))
    if entry.place is not Place.MORE:
        return scene.handle(click(button_of(scene, entry.action).area.center))
    assert scene.carried_out(Window.MORE, pygame.Surface(SIZE))
    menu = scene.sheet
    assert isinstance(menu, Menu)
    rows = zip(menu.choices, menu.rows, strict=True)
    return scene.handle(click(next(row.center for choice, row in rows if choice.action == entry.action)))


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.key_name)
def test_key_and_click_send_the_same(entry: Entry, scene: Scene) -> None:
    key = press(entry.keys[0], mod=pygame.KMOD_LCTRL if entry.ctrl else 0)
    pressed = scene.handle(key) or scene.handle(key)  # Esc leaves the second time
    scene.controls.undo.enabled = True  # type: ignore[union-attr]  # as if there were something to undo
    assert pressed == clicked(scene, entry) == entry.action


def test_tab_and_enter_reach_every_button(scene: Scene) -> None:
    reached = set()
    scene.controls.undo.enabled = True  # type: ignore[union-attr]
    for _ in range(len(scene.controls.all) + len(scene.pointing.groups()) + 20):
        scene.handle(press(pygame.K_TAB))
        if scene.pointing.focused is None:
            reached.add(scene.handle(press(pygame.K_RETURN)))
    here = {entry.action for entry in ENTRIES if entry.place is not Place.MORE} - set(STEPS)
    assert reached - {None} == here | {scene.controls.step.action, scene.controls.steps.action}


@pytest.mark.parametrize("key", [pygame.K_r, pygame.K_F10])
def test_arrows_and_enter_reach_every_line_of_a_menu_and_esc_closes_it(key: int, scene: Scene) -> None:
    asked = scene.handle(press(key))
    assert scene.carried_out(asked, pygame.Surface(SIZE))
    menu = scene.sheet
    assert isinstance(menu, Menu)
    for step in (pygame.K_DOWN, pygame.K_TAB):
        taken = []
        for number in range(len(menu.choices)):
            assert scene.carried_out(asked, pygame.Surface(SIZE))
            for _ in range(number):
                assert scene.handle(press(step)) is None
            taken.append(scene.handle(press(pygame.K_RETURN)))
            assert scene.sheet is None
        assert taken == [choice.action for choice in menu.choices]
    for closing in (pygame.K_ESCAPE, key):
        assert scene.carried_out(asked, pygame.Surface(SIZE))
        assert scene.handle(press(closing)) is None
        assert scene.sheet is None


def test_the_path_of_a_session_is_typed_and_enter_asks_for_it_and_esc_for_nothing(scene: Scene) -> None:
    for key, asked in ((pygame.K_RETURN, OpenSession(Path("/a b/c.session.json"))), (pygame.K_ESCAPE, None)):
        assert scene.carried_out(Window.OPEN, pygame.Surface(SIZE))
        for part in ("/a b", "/c.session.json"):
            assert scene.handle(pygame.event.Event(pygame.TEXTINPUT, text=part)) is None
        for typed in (pygame.K_r, pygame.K_SPACE, pygame.K_TAB, pygame.K_1):  # letters are none of the window's keys
            assert scene.handle(press(typed)) is None
        assert scene.handle(press(key)) == asked
        assert scene.sheet is None
    assert scene.carried_out(Window.OPEN, pygame.Surface(SIZE))
    assert scene.handle(press(pygame.K_RETURN)) is None  # of an empty field


def test_another_experiment_takes_nothing_out_of_the_hand(scene: Scene, session: Session) -> None:
    surface, playback = pygame.Surface(SIZE), Playback(session)
    line = scene.controls.time_line
    scene.handle(press(pygame.K_TAB, mod=pygame.KMOD_SHIFT))
    assert scene.hand.focused is line
    scene.handle(click(line.area.center))
    session.apply(NewSeed(4))
    scene.draw(surface, session, playback, FRAME_S)
    assert scene.controls.time_line is line
    assert scene.hand.focused is line


def test_tab_reaches_every_group_of_things_and_shift_tab_goes_back(scene: Scene) -> None:
    scene.handle(press(pygame.K_TAB))
    groups = scene.pointing.groups()
    forward, back = [], []
    for _ in range(len(scene.controls.all) + len(groups)):
        scene.handle(press(pygame.K_TAB))
        forward.append(scene.pointing.focused)
    for _ in range(len(scene.controls.all) + len(groups)):
        back.append(scene.pointing.focused)
        scene.handle(press(pygame.K_TAB, mod=pygame.KMOD_SHIFT))
    assert back == forward[::-1]
    reached = [thing.group for key in forward if (thing := scene.pointing.thing(key))]
    assert reached == groups


def test_plus_is_heard_on_keyboards_that_shift_it(scene: Scene) -> None:
    assert scene.handle(press(pygame.K_1, "+")) == Keys().plain[pygame.K_PLUS]


@pytest.mark.parametrize("number", range(9))
def test_digits_and_tabs_show_the_views(number: int, scene: Scene) -> None:
    tabs = scene.controls.tabs
    wanted = ShowView(list(VIEWS)[number])
    assert scene.handle(press(pygame.K_1 + number, str(number + 1))) == wanted
    assert scene.handle(click(tabs.areas[number].center)) == wanted


def test_arrows_go_along_the_tabs_once_they_have_the_keyboard(scene: Scene) -> None:
    scene.handle(press(pygame.K_TAB))
    assert scene.handle(press(pygame.K_RIGHT)) == ShowView("teach")
    assert scene.handle(press(pygame.K_LEFT)) == ShowView("notebook")


def test_the_slider_is_moved_by_arrows_once_it_has_the_keyboard(scene: Scene, session: Session) -> None:
    for _ in range(len(scene.controls.after) - scene.controls.after.index(scene.controls.slider)):
        scene.handle(press(pygame.K_TAB, mod=pygame.KMOD_SHIFT))
    assert scene.handle(press(pygame.K_RIGHT)) == SetSpeed(Playback(session).speed_index + 1)


def test_a_click_beside_all_controls_asks_nothing(scene: Scene) -> None:
    assert scene.handle(click((640, 55))) is None


def test_slider_is_dragged_from_end_to_end_of_the_speeds(app: App, scene: Scene, playback: Playback) -> None:
    track = scene.controls.slider.track
    frame_with(app, click((track.left, track.centery)))
    assert playback.speed == SPEEDS[0] == 0.1
    frame_with(
        app, pygame.event.Event(pygame.MOUSEMOTION, pos=(track.right, track.centery), rel=(1, 0), buttons=(1, 0, 0))
    )
    assert playback.speed == SPEEDS[-1]
    frame_with(app, pygame.event.Event(pygame.MOUSEBUTTONUP, pos=track.midright, button=1))
    frame_with(app, pygame.event.Event(pygame.MOUSEMOTION, pos=(track.left, 0), rel=(1, 0), buttons=(0, 0, 0)))
    assert playback.speed == SPEEDS[-1]


def test_space_stops_the_clock_and_lets_it_go_on(app: App, session: Session) -> None:
    frame_with(app, press(pygame.K_SPACE))
    stood_s = session.time_s
    app.frame(FRAME_S)
    assert session.time_s == stood_s
    frame_with(app, press(pygame.K_SPACE))
    for _ in range(20):  # a busy computer may get no further than to the events of this very instant in a frame
        app.frame(FRAME_S)
    assert session.time_s > stood_s


def test_real_time_is_a_second_a_second(app: App, playback: Playback, session: Session) -> None:
    frame_with(app, press(pygame.K_MINUS))
    assert playback.speed == 1.0
    before_s = session.time_s
    for _ in range(60):
        app.frame(FRAME_S)
    assert session.time_s - before_s == pytest.approx(1.0)


def test_the_full_stop_steps_one_exposure_and_stands_still(app: App, session: Session, playback: Playback) -> None:
    frame_with(app, press(pygame.K_PERIOD, "."))
    first = session.snapshot()
    assert playback.paused
    assert first.mark1.answered is not None
    assert first.mark1.s_contacts.any()
    frame_with(app, press(pygame.K_PERIOD, "."))
    second = session.snapshot()
    assert (first.exposures, second.exposures) == (0, 1)


def test_the_second_line_of_the_menu_clears_the_weights_and_logs_it(app: App, session: Session) -> None:
    for _ in range(30):
        app.frame(FRAME_S)
    frame_with(app, *map(press, CLEAR))
    assert not session.snapshot().mark1.angle_deg.any()
    assert [entry.command for entry in session.command_log] == [ResetWeights()]


def test_n_takes_the_next_seed(app: App, session: Session) -> None:
    frame_with(app, press(pygame.K_n))
    assert session.experiment.seed == 2


def test_f1_shows_the_keys_and_hides_them(app: App, hidden_screen: pygame.Surface) -> None:
    frame_with(app, press(pygame.K_SPACE))
    for _ in range(120):  # until no lamp fades any more
        app.frame(FRAME_S)
    pictures = [pygame.image.tobytes(hidden_screen, "RGB")]
    for _ in range(2):
        frame_with(app, press(pygame.K_F1))
        pictures.append(pygame.image.tobytes(hidden_screen, "RGB"))
    assert pictures[1] != pictures[0]
    assert pictures[2] == pictures[0]


@pytest.mark.parametrize(
    "events",
    [
        [press(pygame.K_ESCAPE), press(pygame.K_ESCAPE)],
        [press(pygame.K_q, "q", mod=pygame.KMOD_LCTRL)],
        [pygame.event.Event(pygame.QUIT)],
    ],
    ids=["Esc twice", "Ctrl Q", "close"],
)
def test_leaving_ends_the_loop_with_exit_code_zero(app: App, events: list[pygame.event.Event]) -> None:
    for event in events:
        pygame.event.post(event)
    assert app.run() == 0


def test_one_esc_only_says_how_to_leave_and_two_seconds_later_it_is_forgotten(scene: Scene, session: Session) -> None:
    surface, playback, pictures = pygame.Surface(SIZE), Playback(session), []
    playback.paused = True
    for elapsed_s in (10.0, 0.1, 2.0):
        if pictures:
            assert scene.handle(press(pygame.K_ESCAPE)) is None
        scene.draw(surface, session, playback, elapsed_s)
        pictures.append(pygame.image.tobytes(surface.subsurface(scene.layout.sentence), "RGB"))
        if elapsed_s == 0.1:
            scene.draw(surface, session, playback, 2.0)
    assert pictures[0] == pictures[2] != pictures[1]


def test_what_a_finished_session_cannot_do_is_not_offered(scene: Scene, session: Session) -> None:
    playback, surface = Playback(session), pygame.Surface(SIZE)
    while not session.finished:
        session.advance(100.0, budget_s=float("inf"))
    scene.draw(surface, session, playback, FRAME_S)
    for button in scene.controls.buttons:
        assert button.enabled == (button.action not in (Pause(), StepExposure(), Undo()))
        assert button.lit == (button.action in (Window.RESET, Window.NEXT_SEED))
    assert scene.handle(click(button_of(scene, Pause()).area.center)) is None


def test_full_screen_is_an_action_of_the_window_not_of_the_model(scene: Scene) -> None:
    assert scene.handle(press(pygame.K_F11)) is Window.FULL_SCREEN


def test_counted_frames_are_drawn_and_the_last_is_saved(tmp_path: Path) -> None:
    path = tmp_path / "window.png"
    assert open_window(Letters(seed=1), size=(1280, 720), frames=40, screenshot=path) == 0
    pygame.display.init()
    image = pygame.image.load(path)
    assert image.get_size() == (1280, 720)
    assert len({tuple(image.get_at((x, y))) for x in range(0, 1280, 16) for y in range(0, 720, 16)}) > 20


def test_counted_frames_show_the_machine_in_the_same_state_twice(tmp_path: Path) -> None:
    machine, pictures = pygame.Rect(0, 48, 460, 460), []
    for name in ("a.png", "b.png"):
        open_window(Letters(seed=3), size=SIZE, frames=5, screenshot=tmp_path / name)
        pictures.append(pygame.image.tobytes(pygame.image.load(tmp_path / name).subsurface(machine), "RGB"))
    assert pictures[0] == pictures[1]


def test_a_screenshot_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="screenshot must be a file that can be written"):
        open_window(Letters(seed=1), size=(1280, 720), frames=1, screenshot=tmp_path / "no" / "folder.png")


@pytest.mark.parametrize(
    "environment",
    [{"SDL_VIDEODRIVER": "nonsense"}, {"SDL_VIDEODRIVER": "", "DISPLAY": ":4711"}],
    ids=["driver", "server"],
)
def test_a_display_that_does_not_answer_is_one_sentence(
    environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    pygame.display.quit()
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(DisplayError, match="a window needs a display"):
        open_window(Letters(seed=1), size=SIZE)


def test_a_picture_needs_no_display(taught: Session, tmp_path: Path) -> None:
    pygame.display.quit()
    save_picture(taught, tmp_path / "frame.png", (1920, 1080))
    assert pygame.image.load(tmp_path / "frame.png").get_size() == (1920, 1080)


def test_a_resized_window_is_laid_out_anew(app: App) -> None:
    pygame.display.set_mode((1600, 900))
    frame_with(app, pygame.event.Event(pygame.VIDEORESIZE, size=(1600, 900), w=1600, h=900))
    screen = pygame.display.get_surface()
    assert screen is not None
    assert screen.get_size() == (1600, 900)
    assert screen.get_at((1590, 880))[:3] != (0, 0, 0)


def test_a_window_is_never_smaller_than_its_layout_allows(app: App) -> None:
    pygame.display.set_mode((800, 500))
    frame_with(app, pygame.event.Event(pygame.VIDEORESIZE, size=(800, 500), w=800, h=500))
    screen = pygame.display.get_surface()
    assert screen is not None
    assert screen.get_size() == (1280, 720)


@pytest.mark.parametrize(
    "event", [press(pygame.K_n, "n"), press(pygame.K_ESCAPE), click((640, 300))], ids=["N", "Esc", "click"]
)
def test_whatever_is_pressed_closes_the_list_of_keys_and_does_nothing_else(
    app: App, session: Session, event: pygame.event.Event
) -> None:
    frame_with(app, press(pygame.K_F1))
    frame_with(app, event)
    assert not session.command_log
    frame_with(app, press(pygame.K_n, "n"))
    assert len(session.command_log) == 1


def test_a_damaged_font_is_refused_in_a_sentence(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    def damaged(name: str) -> Path:
        raise AssetError(f"asset {name} is damaged")

    monkeypatch.setattr("perceptron_sim.frontend.text.verify", damaged)
    with pytest.raises(AssetError, match="is damaged"):
        Scene(SIZE, session.experiment)


def test_a_picture_that_cannot_be_written_whole_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path, content: bytes) -> int:
        path.touch()
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OutputError, match="No space left on device"):
        save_surface(pygame.Surface((4, 4)), tmp_path / "picture.png")
    assert not list(tmp_path.iterdir())


def test_f11_fills_the_screen_and_gives_the_window_back(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    asked, set_mode = [], pygame.display.set_mode
    monkeypatch.setattr(pygame.display, "set_mode", lambda size, flags: asked.append(flags) or set_mode(size, flags))
    frame_with(app, press(pygame.K_F11))
    assert asked[0] == pygame.FULLSCREEN
    frame_with(app, press(pygame.K_F11))
    assert asked[-1] == pygame.RESIZABLE
    screen = pygame.display.get_surface()
    assert screen is not None
    assert screen.get_size() == SIZE


def test_another_view_is_shown_and_the_tab_says_so(app: App, hidden_screen: pygame.Surface) -> None:
    before = pygame.image.tobytes(hidden_screen, "RGB")
    frame_with(app, press(pygame.K_SPACE), press(pygame.K_9, "9"))
    assert pygame.image.tobytes(hidden_screen, "RGB") != before


def test_a_view_fades_in_and_is_there_after_a_fifth_of_a_second(
    session: Session, hidden_screen: pygame.Surface
) -> None:
    pictures: dict[bool, list[bytes]] = {}
    for reduced_motion in (False, True):
        app = App(session, hidden_screen, Playback(session), reduced_motion=reduced_motion)
        frame_with(app, press(pygame.K_SPACE))
        frame_with(app, press(pygame.K_4, "4"))
        shown = [pygame.image.tobytes(hidden_screen, "RGB")]
        for _ in range(60):  # until no lamp fades any more
            app.frame(FRAME_S)
        pictures[reduced_motion] = [*shown, pygame.image.tobytes(hidden_screen, "RGB")]
    assert pictures[False][0] != pictures[True][0]
    assert pictures[False][1] == pictures[True][1]


def test_another_experiment_begins_in_the_same_window_at_the_same_speed(app: App, playback: Playback) -> None:
    frame_with(app, press(pygame.K_SPACE), press(pygame.K_MINUS))
    speed = playback.speed
    experiment = Letters(seed=9, passes=3)
    pygame.event.clear()
    app.carry_out(StartExperiment(experiment))
    app.frame(FRAME_S)
    assert playback.session.experiment is experiment
    assert playback.speed == speed
    assert not playback.paused


def test_what_a_new_seed_shows_is_laid_out_anew(app: App, session: Session) -> None:
    app.carry_out(NewSeed(7))
    app.frame(FRAME_S)
    assert session.experiment.seed == 7


def test_slow_drawing_takes_from_computing_and_not_from_the_frames(session: Session) -> None:
    looks: list[float] = []
    playback = Playback(session)
    advance = session.advance

    def noting(sim_s: float, *, budget_s: float) -> bool:
        looks.append(budget_s)
        return advance(sim_s, budget_s=budget_s)

    session.advance = noting  # type: ignore[method-assign]
    playback.tick(FRAME_S)
    for drawing_s in (0.004, 0.013, 0.5):
        playback.make_room(drawing_s, FRAME_S)
        playback.tick(FRAME_S)
    assert looks[0] == looks[1] == 0.008
    assert looks[2] == pytest.approx(FRAME_S - 0.013)
    assert looks[3] == 0.001


def test_a_run_of_counted_frames_depends_on_no_clock(session: Session) -> None:
    playback = Playback(session, budget_s=float("inf"))
    playback.make_room(10.0, FRAME_S)
    playback.tick(1.0)
    assert session.time_s == pytest.approx(playback.speed)
    assert not playback.behind
