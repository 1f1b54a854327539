"""Keep a view of the window open for a long time at full speed and print the course of its memory.

    python tests/benchmarks/window_soak.py --view network --minutes 30

A minute is 3,600 frames, a sixtieth of a second each, with what a frame may compute in the window; it needs no display.
The lesson never ends. What is measured is the memory the system gives the process: pictures are held by SDL, which no
count of Python's own objects would see. Exit code 1 where it has grown by more than 5 MB since the warm-up.
"""

import argparse
import ctypes
import gc
import math
import os
import resource
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ["SDL_VIDEODRIVER"] = "dummy"
os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import pygame

from perceptron_sim import Letters, Session
from perceptron_sim.commands import SetSpeed, ShowView
from perceptron_sim.experiments.experiment import MOST_PASSES, Experiment
from perceptron_sim.frontend.app import App
from perceptron_sim.options import VIEWS
from perceptron_sim.playback import SPEEDS, Playback

MOST_MB = 5.0
FRAMES_A_MINUTE = 3600
TURN = 120  # frames for each view in the mixed soak
SIZES = ((1280, 720), (1600, 900), (1920, 1080))
MIXED = "mixed"  # all views in turn, cards open, the mouse moving, other sizes
CARDS = {
    "side-by-side": ("r_unit", 2),
    "teach": ("verdict", "mark1"),
    "machine-room": ("r_unit", 2),
    "plugboard": ("firing",),
    "network": ("parameters",),
    "neuron": ("picture", "weights"),
    "laboratory": ("setting", "passes"),
    "race": ("lane", "mark1"),
    "notebook": ("exposure", 0),
}


def endless() -> Experiment:
    """Letters, again and again."""
    return Letters(seed=1, passes=MOST_PASSES, until_errorless=False)


def held_mb() -> float:
    """What this process holds, what is free given back; where the system does not say, the most it has held so far."""
    gc.collect()
    with suppress(OSError, AttributeError, TypeError):  # not every system's C library can be asked to
        ctypes.CDLL(None).malloc_trim(0)
    pages = Path("/proc/self/statm")
    if pages.exists():
        return int(pages.read_text().split()[1]) * resource.getpagesize() / 1e6
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)


def stay(app: App, frame: int) -> None:
    """Do nothing."""


def mix(app: App, frame: int) -> None:
    """Move the mouse and the wheel; every two seconds show another view and a card, after all of them another size."""
    surface = pygame.display.get_surface()
    assert surface is not None
    at = tuple(
        round(side * (0.5 + 0.49 * math.sin(frame / turn))) for side, turn in zip(surface.size, (37, 23), strict=True)
    )
    pygame.event.post(pygame.event.Event(pygame.MOUSEMOTION, pos=at, rel=(1, 1), buttons=(0, 0, 0)))
    if frame % 30 == 0:
        wheel = -1 if frame % 120 else 3
        pygame.event.post(pygame.event.Event(pygame.MOUSEWHEEL, x=0, y=wheel))
        pygame.event.post(pygame.event.Event(pygame.KEYDOWN, key=pygame.K_PAGEDOWN, unicode="", mod=0))
    turn, rest = divmod(frame, TURN)
    if rest == 0:
        view = VIEWS[turn % len(VIEWS)]
        app.carry_out(ShowView(view, CARDS[view]))
    if rest == 0 and turn % len(VIEWS) == 0:
        size = SIZES[turn // len(VIEWS) % len(SIZES)]
        pygame.display.set_mode(size)
        pygame.event.post(pygame.event.Event(pygame.VIDEORESIZE, size=size, w=size[0], h=size[1]))


ROUND = TURN * len(VIEWS) * len(SIZES)  # frames in which every view is shown at every size
WARM_ROUNDS = 5  # of the mixed one: until the system's store of freed memory has its size, 3 MB up and down from there


def soak(view: str, minutes: float, warm_up_minutes: float, tell: Callable[[str], None]) -> float:
    """How many MB *view* has grown in *minutes* after the warm-up; *tell* is told how it goes."""
    do = mix if view == MIXED else stay
    session = Session(endless())
    playback = Playback(session)
    app = App(session, pygame.display.set_mode((1920, 1080)), playback, view=VIEWS[0] if view == MIXED else view)
    app.carry_out(SetSpeed(len(SPEEDS) - 1))
    # The mixed one is measured after whole rounds only: what it holds depends on what it shows.
    warm, last = (whole(one, ROUND if view == MIXED else 1) for one in (warm_up_minutes, warm_up_minutes + minutes))
    every = ROUND if view == MIXED else max(1, min(FRAMES_A_MINUTE, last // 20))
    at_first_mb = grown_mb = math.nan
    for frame in range(1, last + 1):
        do(app, frame)
        app.frame(1 / 60)
        if frame % every == 0 or frame in (warm, last):
            held = held_mb()
            at_first_mb = held if frame == warm else at_first_mb
            grown_mb = held - at_first_mb
            told = f"{grown_mb:+7.2f}" if frame >= warm else "warm-up"
            time_min = frame / FRAMES_A_MINUTE
            tell(f"{view:13} {time_min:6.1f} min {session.exposures:10,} exposures {held:8.1f} MB {told}")
    return grown_mb


def whole(minutes: float, frames: int) -> int:
    """So many frames as *minutes* have, up to a multiple of *frames*."""
    return max(1, math.ceil(round(minutes * FRAMES_A_MINUTE, 6) / frames)) * frames


def main(arguments: list[str]) -> int:
    """Measure one view, or all of them one after the other in *mixed*."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--view", choices=(*VIEWS, MIXED), required=True)
    parser.add_argument("--minutes", type=float, default=30.0)
    parser.add_argument("--warm-up-minutes", type=float, help="by default half a minute, five rounds of the mixed one")
    chosen = parser.parse_args(arguments)
    if chosen.warm_up_minutes is None:
        chosen.warm_up_minutes = WARM_ROUNDS * ROUND / FRAMES_A_MINUTE if chosen.view == MIXED else 0.5
    pygame.display.init()
    pygame.font.init()
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)  # nothing a view might save is left behind
        grown_mb = soak(chosen.view, chosen.minutes, chosen.warm_up_minutes, lambda line: print(line, flush=True))
        os.chdir("/")
    pygame.quit()
    print(f"{chosen.view} has grown by {grown_mb:.2f} MB in {chosen.minutes:g} minutes; {MOST_MB:g} MB are allowed")
    return int(grown_mb > MOST_MB)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
