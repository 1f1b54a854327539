"""The window, 1920 x 1080, both learning: drawing beside a full-screen copy, input to picture, start and pace."""

import itertools
import math
import time
from collections.abc import Iterator
from random import Random
from statistics import median

import pygame
import window_process
from rows import Row, seconds

from perceptron_sim import Letters, Session
from perceptron_sim.commands import GoBack, Pause
from perceptron_sim.experiments.experiment import MOST_PASSES
from perceptron_sim.frontend.app import App
from perceptron_sim.frontend.scene import Scene
from perceptron_sim.options import VIEWS
from perceptron_sim.playback import SPEEDS, Playback

SIZE = (1920, 1080)
PACES = {"10x": SPEEDS.index(10.0), "full": len(SPEEDS) - 1}
FRAME_US = 1e6 / 60
DRAW_US, SLOWEST_DRAW_US, MOST_FRAMES = 6_000, 12_000, 2
ALL_FRAMES = 600
SCRUBBED, SCRUB_STEP = 1_000, 40  # lessons, and how far a hand goes from one frame to the next
LONGEST_WAIT = 30  # frames for an answer
STILL = 5  # frames that look the same: nothing fades any more
INPUTS = {"Tab": pygame.K_TAB, "step": pygame.K_PERIOD, "faster": pygame.K_PLUS, "keys": pygame.K_F1}


def rows(frames: int) -> Iterator[Row]:
    """For each view how it draws *frames*, answers, starts and keeps its pace; with few of them, in few processes."""
    pygame.display.init()
    pygame.font.init()
    surface = pygame.display.set_mode(SIZE)
    for view, pace in itertools.product(VIEWS, PACES):
        yield from _draw_rows(view, pace, surface, frames)
    for view in VIEWS:
        yield _answer_row(view, surface)
    yield _scrub_row(surface, frames)
    pygame.quit()
    yield from window_process.rows(quick=frames < ALL_FRAMES)


def named(view: str, what: str) -> str:
    """The name of a row."""
    return f"window_{view.replace('-', '_')}_{what}"


def _draw_rows(view: str, pace: str, surface: pygame.Surface, frames: int) -> Iterator[Row]:
    """The median of drawing, reading the session included, and its slowest hundredth, each beside the copy's."""
    session = Session(Letters(seed=1, passes=MOST_PASSES, until_errorless=False))
    playback, scene = Playback(session), Scene(SIZE, session.experiment, view=view)
    playback.speed_index = PACES[pace]
    still = surface.copy()
    drawn_us, copied_us, computed_ms = [], [], []
    for frame in range(-frames // 10, frames):
        playback.tick(1 / 60)
        begun_s = time.thread_time()
        took_us = 1e6 * seconds(lambda: scene.draw(surface, session, playback, 1 / 60))
        computing_ms = 1e3 * (time.thread_time() - begun_s)
        copy_us = 1e6 * seconds(lambda: surface.blit(still, (0, 0)))
        playback.make_room(took_us / 1e6, 1 / 60)
        if frame >= 0:
            drawn_us.append(took_us)
            copied_us.append(copy_us)
            computed_ms.append(computing_ms)
    ours_us, copy_us = median(drawn_us), median(copied_us)
    note = f"draw / full-screen copy, medians; {median(computed_ms):.1f} ms of computing"
    yield Row(named(view, pace), ours_us, copy_us, ours_us / copy_us, note, us_at_most=DRAW_US)
    slowest_us, slow_copy_us = _slowest(drawn_us), _slowest(copied_us)
    note = f"the same, slowest hundredth; {_slowest(computed_ms):.1f} ms of computing"
    ratio = slowest_us / slow_copy_us
    yield Row(named(view, f"{pace}_p99"), slowest_us, slow_copy_us, ratio, note, us_at_most=SLOWEST_DRAW_US)


def _slowest(times: list[float]) -> float:
    """What all but a hundredth stay below."""
    return sorted(times)[-1 - len(times) // 100]


def _answer_row(view: str, surface: pygame.Surface) -> Row:
    """How many frames pass from an input to the first picture that shows it; the slowest of several inputs."""
    session = Session(Letters(seed=1))
    for _ in range(30):
        session.advance_exposure()
    playback = Playback(session)
    app = App(session, surface, playback, view=view)
    app.carry_out(Pause())
    waits = {name: _frames_to_answer(app, surface, key) for name, key in INPUTS.items()}
    slowest = max(waits, key=waits.__getitem__)
    note = f"from input to picture: {waits[slowest]} frame(s), the slowest of {', '.join(waits)}"
    return Row(named(view, "answer"), waits[slowest] * FRAME_US, None, None, note, us_at_most=MOST_FRAMES * FRAME_US)


def _scrub_row(surface: pygame.Surface, frames: int) -> Row:
    """A frame while a hand scrubs through the last thousand lessons: the way gone, and the picture drawn."""
    session = Session(Letters(seed=1, passes=MOST_PASSES, until_errorless=False))
    app, rng, took_us, seen = App(session, surface, Playback(session)), Random(1), [], set()
    while session.lesson < SCRUBBED:
        session.advance_exposure()
    for _ in range(frames):
        app.carry_out(GoBack(app.scene.controls.time_line.here + rng.randint(-SCRUB_STEP, SCRUB_STEP)))
        begun_s = time.thread_time()
        app.let_pass(1 / 60)
        app.draw(1 / 60)
        took_us.append(1e6 * (time.thread_time() - begun_s))
        seen.add(session.time_s)
    often_us, slowest_us = sorted(took_us)[frames * 9 // 10], _slowest(took_us)
    note = f"all but a tenth of the frames compute no longer; slowest hundredth {slowest_us / 1e3:.0f} ms; "
    note += f"{len(seen)} instants seen in {frames} frames"
    return Row("window_scrub", often_us, None, None, note, us_at_most=FRAME_US)


def _frames_to_answer(app: App, surface: pygame.Surface, key: int) -> float:
    before = _picture_at_rest(app, surface)
    pygame.event.post(pygame.event.Event(pygame.KEYDOWN, key=key, unicode="", mod=0))
    for frame in range(1, LONGEST_WAIT + 1):
        app.frame(1 / 60)
        if surface.get_buffer().raw != before:
            return frame
    return math.inf


def _picture_at_rest(app: App, surface: pygame.Surface) -> bytes:
    """What is on *surface* once nothing fades any more."""
    same, picture = 0, b""
    while same < STILL:
        app.frame(1 / 60)
        now = surface.get_buffer().raw
        same, picture = (same + 1 if now == picture else 0), now
    return picture
