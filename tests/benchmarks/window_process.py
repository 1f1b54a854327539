"""What only a process shows: how soon the window has its first frame, and how many frames a second it keeps."""

import json
import math
import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import fmean, median

from rows import Row, seconds

from perceptron_sim.options import VIEWS

ROOT = Path(__file__).resolve().parents[2]
PACE = Path(__file__).with_name("window_pace.py")
BARE = "import numpy, simpy, pygame; pygame.display.init(); pygame.display.set_mode((1920, 1080))"
FIRST_FRAME_US = 1_500_000
INTERVAL_US = 1e6 / (60 * 0.99)  # 60 frames a second, less one in a hundred
QUICK_VIEWS = VIEWS[:2]
SERVER_S = 10  # in which it has said its number


def rows(*, quick: bool) -> Iterator[Row]:
    """The first frame of each view, then its frames a second."""
    views, runs, frames = (QUICK_VIEWS, 1, 60) if quick else (VIEWS, 3, 600)
    for view in views:
        yield _first_frame_row(view, runs)
    with server() as display:
        for view in views:
            for pace in ("10x", "full"):
                yield _pace_row(view, pace, frames, display)


def _named(view: str, what: str) -> str:
    return f"window_{view.replace('-', '_')}_{what}"


def _environment(**more: str) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), **more}


def _computed_by_processes_s() -> float:
    """What all processes that were started and have ended have computed."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _first_frame_row(view: str, runs: int) -> Row:
    """A process from its start to its end with one frame drawn, beside one that only opens an empty window."""
    hidden = _environment(SDL_VIDEODRIVER="dummy")
    ours = [sys.executable, "-m", "perceptron_sim", "desktop", "--view", view, "--frames", "1"]
    bare = [sys.executable, "-c", BARE]
    both, computed_s = [], []
    for _ in range(runs):
        begun_s = _computed_by_processes_s()
        ours_s = seconds(lambda: subprocess.run(ours, env=hidden, check=True, capture_output=True))
        computed_s.append(_computed_by_processes_s() - begun_s)
        both.append((ours_s, seconds(lambda: subprocess.run(bare, env=hidden, check=True, capture_output=True))))
    ours_us, bare_us = (median(times_s) * 1e6 for times_s in zip(*both, strict=True))
    ratio = median(one / other for one, other in both)
    note = f"start to first frame / an empty window; {runs} runs, {median(computed_s):.2f} s of computing"
    return Row(_named(view, "first_frame"), ours_us, bare_us, ratio, note, us_at_most=FIRST_FRAME_US)


def _pace_row(view: str, pace: str, frames: int, display: str | None) -> Row:
    """The mean interval between two pictures in a real window."""
    name = _named(view, f"{pace}_interval")
    if display is None:
        return Row(name, math.nan, None, None, "not measured: there is no Xvfb here")
    shown = _environment(DISPLAY=display, SDL_VIDEODRIVER="x11", SDL_FRAMEBUFFER_ACCELERATION="0")
    command = [sys.executable, str(PACE), view, pace, str(frames)]
    ran = subprocess.run(command, env=shown, check=True, capture_output=True, text=True)
    intervals_us = [interval_s * 1e6 for interval_s in json.loads(ran.stdout.splitlines()[-1])]
    mean_us = fmean(intervals_us)
    slowest_ms = sorted(intervals_us)[-1 - len(intervals_us) // 100] / 1e3
    note = f"{1e6 / mean_us:.1f} frames/s before Xvfb, slowest hundredth of the intervals {slowest_ms:.1f} ms"
    return Row(name, mean_us, None, None, note, us_at_most=INTERVAL_US)


@contextmanager
def server() -> Iterator[str | None]:
    """The name of a display of 1920 x 1080 that nobody sees; None where there is no Xvfb."""
    program = shutil.which("Xvfb")
    if program is None:
        yield None
        return
    reading, writing = os.pipe()
    command = [program, "-displayfd", str(writing), "-screen", "0", "1920x1080x24", "-nolisten", "tcp"]
    with subprocess.Popen(command, pass_fds=(writing,), stderr=subprocess.DEVNULL) as process:
        os.close(writing)
        try:
            with os.fdopen(reading) as told:  # it ends where the server does
                number = told.readline().strip()
            yield f":{number}" if number else None
        finally:
            process.terminate()
            process.wait(SERVER_S)
