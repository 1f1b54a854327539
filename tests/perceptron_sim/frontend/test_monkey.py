"""A seeded monkey at the desktop and at the exhibit: whatever it does, no exception; the exhibit comes back.

The long form does 100,000 things, in a process of its own, and looks at what it holds, too.
"""

import logging
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pygame
import pytest
from monkey import Monkey

from perceptron_sim import Letters, Session
from perceptron_sim.exhibit.attendance import Phase
from perceptron_sim.exhibit.config import ExhibitSpec, FilesSpec, KeepSpec, StaffSpec, VisitSpec
from perceptron_sim.frontend.app import App
from perceptron_sim.frontend.exhibit.window import Exhibit, Surroundings
from perceptron_sim.frontend.keeping import Keeper
from perceptron_sim.playback import Playback

ROOT = Path(__file__).resolve().parents[3]
LOOSE = ROOT / "tests" / "benchmarks" / "window_monkey.py"  # a process of its own: what it holds is the window's alone
LONGEST_S = 1500
ENVIRONMENT = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}
PIN = "911911911911"  # which no monkey types


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A folder of its own, and an empty queue afterwards."""
    monkeypatch.chdir(tmp_path)
    yield
    pygame.event.clear()


@pytest.fixture
def desktop(hidden_screen: pygame.Surface, tmp_path: Path) -> Iterator[App]:
    session = Session(Letters(seed=1))
    app = App(session, hidden_screen, Playback(session))
    app.keeper = Keeper(tmp_path)
    yield app
    app.keeper.close()


@pytest.fixture
def exhibit(hidden_screen: pygame.Surface, tmp_path: Path) -> Exhibit:
    (tmp_path / "kept").mkdir()
    spec = ExhibitSpec(
        visit=VisitSpec(drops=True, idle_s=30.0, countdown_s=5.0),
        keep=KeepSpec(folder=str(tmp_path / "kept"), most_files=3),
        staff=StaffSpec(pin=PIN, corners_s=0.5),
        files=FilesSpec(state=str(tmp_path / "state.json")),
    )
    around = Surroundings(
        log=logging.getLogger("exhibit"), now=lambda: datetime(2026, 7, 1, tzinfo=UTC), dice=random.Random(1).randbytes
    )
    return Exhibit(spec, Letters(seed=1), hidden_screen, around)


def is_sound(exhibit: Exhibit, caplog: pytest.LogCaptureFixture, folder: Path) -> None:
    """It was never left, nothing went wrong, nothing was written but what may be, and it comes back by itself."""
    assert exhibit.running
    assert [record.getMessage() for record in caplog.records] == []
    for _ in range(3):
        exhibit.frame(35.0)
    assert exhibit.state.phase is Phase.ATTRACT
    assert {path.name for path in folder.iterdir()} <= {"kept", "state.json", "rubbish"}
    assert len(list((folder / "kept").iterdir())) <= 3


def test_a_monkey_at_the_exhibit(exhibit: Exhibit, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    Monkey(1, tmp_path / "rubbish").let_loose(exhibit.frame, 300, most_at_once=16)
    is_sound(exhibit, caplog, tmp_path)


def test_a_monkey_at_the_desktop(desktop: App, tmp_path: Path) -> None:
    Monkey(2, tmp_path / "rubbish").let_loose(desktop.frame, 300, most_at_once=16)


@pytest.mark.long
@pytest.mark.parametrize("window", ["desktop", "exhibit"])
def test_a_monkey_of_100000_inputs(window: str) -> None:
    command = [sys.executable, "-W", "error", str(LOOSE), "--window", window, "--inputs", "100000"]
    ran = subprocess.run(command, env=ENVIRONMENT, capture_output=True, text=True, timeout=LONGEST_S, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
