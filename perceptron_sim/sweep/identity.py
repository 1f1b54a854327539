"""What makes a sweep that sweep: the digest of its grid, and the key of each cell."""

import hashlib
from itertools import chain, islice

from perceptron_sim.errors import SettingError
from perceptron_sim.options import shown
from perceptron_sim.sweep.belongings import Belongings
from perceptron_sim.sweep.grid import Grid, canonical, overlaid

MOST_MARKED = 1000  # combinations of which a digest looks at the files


def digest(grid: Grid, belongings: Belongings) -> str:
    """sha256, in hexadecimal, over all that *grid* says and what is in the files that it names."""
    told = {key: value for key, value in grid.as_dict().items() if key != "folder"}
    first = {name: values[0] for name, values in grid.axes.items()}
    varied = ({**first, name: value} for name, values in grid.axes.items() for value in values[1:])
    looked_at = islice(chain([first], varied, grid.listed), MOST_MARKED)
    marks = [belongings.marked(overlaid(grid.base, settings)) for settings in looked_at]
    return hashlib.sha256(canonical([told, marks]).encode()).hexdigest()


def cell_of(key: str, grid: Grid, belongings: Belongings) -> int:
    """The cell whose row has *key*; SettingError if none has."""
    name, _, seed = key.rpartition("-")
    number = int(seed) if seed.isascii() and seed.isdigit() else -1
    if number in grid.seeds:
        for combination in range(grid.combinations):
            if belongings.key(combination) == name:
                return combination * len(grid.seeds) + list(grid.seeds).index(number)
    raise SettingError(f"key must be that of a cell of this grid, as its rows have it, got {shown(key)}")
