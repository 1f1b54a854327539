"""Let a seeded monkey loose on the desktop or on the exhibit and print the course of its memory.

    python tests/benchmarks/window_monkey.py --window exhibit --inputs 100000

Keys, mouse, fingers, drops of rubbish, sizes; it needs no display. Memory is looked at where the window is as it was at
first: the desktop begun anew, the exhibit back in its loop because nobody did anything. Exit code 1 where there was an
exception, where the exhibit was left or did not come back, or where more than 5 MB were added since the warm-up.
"""

import argparse
import logging
import math
import os
import random
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "oracles"))
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import pygame
from monkey import FRAME_S, SIZES, Monkey
from window_soak import MOST_MB, held_mb

from perceptron_sim import Letters, Session
from perceptron_sim.commands import StartAnew
from perceptron_sim.exhibit.attendance import Phase
from perceptron_sim.exhibit.config import ExhibitSpec, FilesSpec, KeepSpec, StaffSpec, VisitSpec
from perceptron_sim.frontend.app import App
from perceptron_sim.frontend.exhibit.window import Exhibit, Surroundings
from perceptron_sim.frontend.keeping import Keeper
from perceptron_sim.playback import Playback

DESKTOP, EXHIBIT = "desktop", "exhibit"
SIZE = (1280, 720)
PIN = "911911911911"  # which no monkey types
SPEC = VisitSpec(drops=True, idle_s=30.0, countdown_s=5.0)
SILENCE_S = SPEC.idle_s + SPEC.countdown_s
LOOKS = 20  # at the memory
WARM_UP = 0.5  # of all inputs: from there on the system's store of freed memory has its size, 2 MB up and down
MOST_AT_ONCE = 12
Window = tuple[Callable[[float], None], Callable[[], None]]


class Complaints(logging.Handler):
    """Errors of the exhibit, which it survives and we do not."""

    def emit(self, record: logging.LogRecord) -> None:
        if record.exc_info and record.exc_info[1]:
            raise record.exc_info[1]


def desktop(folder: Path) -> Window:
    """What draws a picture of the desktop, and what makes it as it was at first."""
    session = Session(Letters(seed=1))
    app = App(session, opened(), Playback(session))
    app.keeper = Keeper(folder)

    def begin_anew() -> None:
        app.carry_out(StartAnew())
        app.frame(FRAME_S)

    return app.frame, begin_anew


def exhibit(folder: Path) -> Window:
    """The same of the exhibit, which does it by itself."""
    (folder / "kept").mkdir()
    spec = ExhibitSpec(
        visit=SPEC,
        keep=KeepSpec(folder=str(folder / "kept"), most_files=3),
        staff=StaffSpec(pin=PIN, corners_s=0.5),
        files=FilesSpec(state=str(folder / "state.json")),
    )
    log = logging.getLogger(EXHIBIT)
    log.addHandler(Complaints())
    around = Surroundings(log=log, now=lambda: datetime.now(UTC), dice=random.Random(1).randbytes)
    shown = Exhibit(spec, Letters(seed=1), opened(), around)

    def wait() -> None:
        for _ in range(3):
            shown.frame(SILENCE_S)
        pygame.event.post(pygame.event.Event(pygame.MOUSEBUTTONDOWN, pos=(5, 5), button=1))
        shown.frame(FRAME_S)
        shown.frame(SILENCE_S)  # a visit of nothing: the loop stands where it always does after one
        if shown.state.phase is not Phase.ATTRACT or not shown.running:
            raise SystemExit(f"the exhibit must come back to its loop, got {shown.state}")

    return shown.frame, wait


def opened() -> pygame.Surface:
    """The window's picture."""
    pygame.display.init()
    pygame.font.init()
    return pygame.display.set_mode(SIZE, pygame.RESIZABLE)


def tour(monkey: Monkey, frame: Callable[[float], None]) -> None:
    """Show every view at every size, so that what is drawn once and then copied is there."""
    for size in SIZES:
        monkey.resize(size)
        for digit in range(1, 10):
            key = pygame.K_0 + digit
            pygame.event.post(pygame.event.Event(pygame.KEYDOWN, key=key, mod=0, unicode=str(digit)))
            frame(FRAME_S)
            frame(FRAME_S)


def loose(window: str, inputs: int, seed: int, folder: Path, tell: Callable[[str], None]) -> float:
    """How many MB *window* has grown by while so many *inputs* came; *tell* is told how it goes."""
    frame, as_at_first = (desktop if window == DESKTOP else exhibit)(folder)
    monkey = Monkey(seed, folder / "rubbish")
    tour(monkey, frame)
    at_first_mb = grown_mb = math.nan
    for look in range(1, LOOKS + 1):
        monkey.let_loose(frame, inputs // LOOKS, most_at_once=MOST_AT_ONCE)
        monkey.resize(SIZE)
        frame(FRAME_S)
        as_at_first()
        held = held_mb()
        at_first_mb = held if look == round(WARM_UP * LOOKS) else at_first_mb
        grown_mb = held - at_first_mb
        told = "warm-up" if math.isnan(grown_mb) else f"{grown_mb:+7.2f}"
        tell(f"{window} {inputs // LOOKS * look:8,} inputs {held:8.1f} MB {told}")
    return grown_mb


def main(arguments: list[str]) -> int:
    """Let the monkey loose on one of the windows."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--window", choices=(DESKTOP, EXHIBIT), required=True)
    parser.add_argument("--inputs", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)  # nothing a monkey may save is left behind
        grown_mb = loose(chosen.window, chosen.inputs, chosen.seed, Path(folder), lambda line: print(line, flush=True))
        os.chdir("/")
    pygame.quit()
    print(f"{chosen.window} has grown by {grown_mb:.2f} MB in {chosen.inputs:,} inputs; {MOST_MB:g} MB are allowed")
    return int(grown_mb > MOST_MB)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
