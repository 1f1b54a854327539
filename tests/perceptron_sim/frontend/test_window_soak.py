"""The window at full speed holds no more memory after two minutes than before them, in each view and in all of them."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from perceptron_sim.options import VIEWS

ROOT = Path(__file__).resolve().parents[3]
SOAK = ROOT / "tests" / "benchmarks" / "window_soak.py"  # a process of its own: what it holds is the view's alone
LONGEST_S = 900
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT), "OPENBLAS_NUM_THREADS": "1"}


def soaked(view: str, *minutes: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-W", "error", str(SOAK), "--view", view, "--minutes", *minutes]
    return subprocess.run(command, env=ENVIRONMENT, capture_output=True, text=True, timeout=LONGEST_S, check=False)


@pytest.mark.long
@pytest.mark.parametrize("view", VIEWS)
def test_a_view_holds_no_more_after_two_minutes_at_full_speed(view: str) -> None:
    ran = soaked(view, "2")
    assert ran.returncode == 0, ran.stdout + ran.stderr


@pytest.mark.long
def test_views_cards_and_sizes_in_turn_hold_no_more_after_two_minutes() -> None:
    ran = soaked("mixed", "2")
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_the_soak_says_how_much_is_held() -> None:
    ran = soaked("notebook", "0.002", "--warm-up-minutes", "0.001")
    assert "notebook has grown by" in ran.stdout, ran.stderr
    assert ran.stdout.count(" MB ") >= 3
