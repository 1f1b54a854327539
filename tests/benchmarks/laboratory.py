"""The laboratory: how soon a run shows its first picture, how long every experiment and the published results take."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from rows import Row, seconds

from perceptron_sim import Session, experiment
from perceptron_sim.experiments import EXPERIMENTS
from perceptron_sim.rows import COLUMNS

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = (sys.executable, "-m", "perceptron_sim")
MOST_START_US, MOST_EXPERIMENT_US, MOST_QUICK_US = 0.5e6, 60e6, 60e6
NEEDS_PICTURES = "data"  # measured with pictures in data.py
LOOK_S = 0.001


def rows(blocks: int, *, all_of_them: bool) -> Iterator[Row]:
    """The start, then every experiment as it is, then the quick bench; a few of the experiments for a rough look."""
    starts = [_start_s() for _ in range(min(blocks, 9))]
    note = "a process, until the first row of results.csv is on disk"
    yield Row("start to the first exposure", 1e6 * median(starts), None, None, note, us_at_most=MOST_START_US)
    names = [name for name in EXPERIMENTS if name != NEEDS_PICTURES]
    for name in names if all_of_them else names[:3]:
        yield _experiment(name)
    took_s = seconds(
        lambda: subprocess.run([*PROGRAM, "reproduce", "--quick"], cwd=ROOT, capture_output=True, check=True)
    )
    yield Row("reproduce --quick", 1e6 * took_s, None, None, "a process, two workers", us_at_most=MOST_QUICK_US)


def _start_s() -> float:
    """From the start of the process to its first row."""
    with tempfile.TemporaryDirectory() as folder:
        results = Path(folder) / "run" / "results.csv"
        began = time.perf_counter()
        command = [*PROGRAM, "run", "letters", "--json", "--out", str(results.parent)]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL) as process:
            while not results.exists() or results.stat().st_size <= len(",".join(COLUMNS)) + 1:
                time.sleep(LOOK_S)
            took_s = time.perf_counter() - began
            process.kill()
    return took_s


def _experiment(name: str) -> Row:
    session = Session(experiment(name))
    took_s = seconds(session.run)
    report = session.report()
    note = f"{session.exposures} exposures of {len(report.learners)} learners, digest {report.digest[:8]}"
    return Row(f"run {name}", 1e6 * took_s, None, None, note, us_at_most=MOST_EXPERIMENT_US)
