"""A sweep of very many rows: they are on the disk as they come, and the process that sweeps stays small."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
MOST_MB = 300
SCRIPT = """
import json, resource, sys
from pathlib import Path

from perceptron_sim.sweep.batch import BatchResult, CellResult, Computer
from perceptron_sim.sweep.folder import JOURNAL, ROWS, SweepFolder
from perceptron_sim.sweep.grid import Grid
from perceptron_sim.sweep.outcome import Outcome

settings, seeds = int(sys.argv[1]), 100
grid = Grid(
    base={"experiment": "letters", "learners": "mark1"},
    axes={"mark1.timing.pulse_s": [number / settings for number in range(1, settings + 1)]},
    seeds=range(1, seeds + 1),
)
accuracy = {f"typeface {number}": 1 / 3 for number in range(9)}
costs = {"energy_j": 1 / 3, "simulated_s": 1 / 3, "motor_s": 1 / 3, "turned_deg": 1 / 3, "relay_operations": 12345}
counts = {"exposures": 1040, "errors": 500, "errorless_pass": None, "passes_done": 40}
one = Outcome(learner="mark1", accuracy=accuracy, held_out=0.5, **counts, **costs)
here, out = Computer("0", "0", "0"), Path("out")
with SweepFolder(out, grid) as folder:
    for number in range(settings):
        cells = range(number * seeds, (number + 1) * seeds)
        folder.add(BatchResult(tuple(CellResult(cell, (one,)) for cell in cells), 1.0, seeds, here))
    lines = (out / JOURNAL).stat().st_size
    folder.conclude()
with (out / ROWS).open("rb") as file:
    rows = sum(1 for _ in file) - 1
print(json.dumps({"journal": lines, "rows": rows, "mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))
"""

IN_PROCESSES = """
import json, resource, sys
from pathlib import Path

from perceptron_sim.sweep.folder import JOURNAL
from perceptron_sim.sweep.grid import Grid
from perceptron_sim.sweep.running import sweep

small = {"association": {"units": 16}, "retina": {"rows": 4, "columns": 4}}
grid = Grid(
    base={"experiment": "xor", "learners": "mark1", "passes": 1, "mark1": small}, seeds=range(1, int(sys.argv[1]) + 1)
)
out, on_disk = Path("out"), []
found = sweep(
    grid, out, scheduler="local", workers=2, progress=lambda *told: on_disk.append((out / JOURNAL).stat().st_size)
)
mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"rows": found.done, "grew": sum(a < b for a, b in zip(on_disk, on_disk[1:])), "mb": mb}))
"""


def swept(folder, settings, script=SCRIPT):
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", script, str(settings)]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.long
def test_a_hundred_thousand_rows_take_little_memory(tmp_path):
    found = swept(tmp_path, 1000)
    assert found["rows"] == 100_000
    assert found["journal"] > 40_000_000  # bytes, before the end
    assert found["mb"] < MOST_MB


@pytest.mark.long
def test_a_hundred_thousand_cells_in_processes_take_the_one_that_sweeps_little_memory(tmp_path):
    pytest.importorskip("distributed")
    found = swept(tmp_path, 100_000, IN_PROCESSES)
    assert found["rows"] == 100_000
    assert found["grew"] > 100  # batches, each on the disk before the next
    assert found["mb"] < MOST_MB
