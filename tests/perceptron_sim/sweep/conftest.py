"""What the tests of sweeps share: grids as text, sweeps in this process, what their folders hold."""

import csv
import shutil

import pytest

from perceptron_sim.sweep.grid_file import read_grid
from perceptron_sim.sweep.running import sweep

BRIEF = """
experiment = "letters"
learners = "mark1"
passes = 1
seeds = 2
[grid]
"mark1.association.threshold" = [1, 2]
"""


@pytest.fixture
def grid(tmp_path):
    """Reads a grid that is given as text; without one, a brief one of four cells."""

    def read(text=BRIEF):
        path = tmp_path / "grid.toml"
        path.write_text(text, encoding="utf-8")
        return read_grid(path)

    return read


@pytest.fixture(scope="session")
def rows_in():
    """Reads a table of a sweep's folder as dictionaries."""

    def read(folder, name="results.csv"):
        with (folder / name).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    return read


@pytest.fixture(scope="session")
def brief():
    """The text of a brief grid."""
    return BRIEF


@pytest.fixture(scope="session")
def whole(tmp_path_factory):
    """The folder of the brief sweep, computed here once; nobody writes into it."""
    folder = tmp_path_factory.mktemp("whole")
    (folder / "grid.toml").write_text(BRIEF, encoding="utf-8")
    sweep(read_grid(folder / "grid.toml"), folder / "swept")
    return folder / "swept"


@pytest.fixture
def swept(whole, tmp_path):
    """A copy of that folder."""
    return shutil.copytree(whole, tmp_path / "swept")
