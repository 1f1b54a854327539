"""Sweeps as commands: a thousand machines in two processes, and two processes against one."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from rows import Row, seconds

ROOT = Path(__file__).resolve().parents[2]
WORKERS = 2
EXPOSURES = 40 * 26
MOST_THOUSAND_US = 20e6
LEAST_EFFICIENCY = 0.85
GRID = """
experiment = "letters"
learners = "mark1"
passes = 40
until_errorless = false
seeds = {cells}
"""


def rows(*, long: bool) -> Iterator[Row]:
    """A thousand machines, and 4,000 of them by both schedulers; for a rough look a few, of which nothing is asked."""
    few, many = (1000, 4000) if long else (100, 400)
    took_s, asked_us = _swept_s(few, "local"), MOST_THOUSAND_US if long else None
    note = f"{few:,} machines x {EXPOSURES:,} exposures, {WORKERS} processes, from the command to its end"
    yield Row("sweep local", took_s * 1e6, None, None, note, us_at_most=asked_us)
    local_s, sync_s = _swept_s(many, "local"), _swept_s(many, "sync")
    note = f"{many:,} cells: {WORKERS} x local / sync; its inverse is the efficiency"
    asked = 1 / LEAST_EFFICIENCY if long else None
    yield Row("sweep local against sync", local_s * 1e6, sync_s * 1e6, WORKERS * local_s / sync_s, note, asked)


def _swept_s(cells: int, scheduler: str) -> float:
    """How long the command takes for so many *cells*."""
    workers = ("--workers", str(WORKERS)) if scheduler == "local" else ()
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "grid.toml").write_text(GRID.format(cells=cells), encoding="utf-8")
        command = [sys.executable, "-m", "perceptron_sim", "sweep", "grid.toml", "--out", "out"]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        return seconds(
            lambda: subprocess.run(
                [*command, "--scheduler", scheduler, *workers],
                cwd=folder,
                env=environment,
                capture_output=True,
                check=True,
            )
        )
