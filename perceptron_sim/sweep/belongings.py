"""What values of a grid name and do not hold: wirings and pictures, read once, told by what is in them."""

from collections.abc import Mapping, Sequence
from typing import Any

from perceptron_sim.data import OwnData
from perceptron_sim.errors import SimulatorError
from perceptron_sim.experiment_file import SHA256, experiment_from_values, wiring_fingerprint
from perceptron_sim.experiment_keys import DATA, MARK1, WIRING
from perceptron_sim.experiments.experiment import Experiment
from perceptron_sim.sweep.batch import SEED, Piece
from perceptron_sim.sweep.defaults import told_apart
from perceptron_sim.sweep.grid import Grid, Settings, canonical, combination_key, found

MOST_KEPT = 32  # wirings and sets of pictures at once


class Belongings:
    """The files that the values of *grid* name."""

    def __init__(self, grid: Grid) -> None:
        self._grid = grid
        self._kept: dict[str, Experiment] = {}
        self._data: dict[str, OwnData] = {}
        self.shared: dict[str, Mapping[str, Any]] = {}
        """Pictures by the name under which pieces ask for them: they are handed to each process once."""

    def piece(self, values: Settings, cells: Sequence[int], seeds: Sequence[int]) -> Piece:
        """The *cells* of the combination with *values*, without a word of any file."""
        if not _names_files(values):
            return Piece(values=values, cells=cells, seeds=seeds)
        try:
            experiment = self._built(values)
        except SimulatorError:  # the task will say why of each of its cells
            return Piece(values=values, cells=cells, seeds=seeds)
        machine = {key: value for key, value in (values.get(MARK1) or {}).items() if key != WIRING}
        plain = {key: value for key, value in values.items() if key not in (MARK1, DATA)}
        parts = {WIRING: experiment.wiring} if experiment.wiring is not None else {}
        shared = None
        if experiment.data is not None:
            shared = experiment.data.sha256
            self.shared.setdefault(shared, {DATA: experiment.data})
        told = {**plain, MARK1: machine} if machine else plain
        return Piece(values=told, cells=cells, seeds=seeds, parts=parts, shared=shared)

    def key(self, combination: int) -> str:
        """The name of *combination*, in which files count by what is in them."""
        return combination_key(told_apart(self.marked(self._grid.values(combination))))

    def marked(self, values: Settings) -> Settings:
        """*values* with the fingerprint of each file in place of its name."""
        if not _names_files(values):
            return values
        marked = dict(values)
        try:
            experiment = self._built(values)
        except SimulatorError:
            return values
        if experiment.wiring is not None:
            marked[MARK1] = {**values[MARK1], WIRING: wiring_fingerprint(experiment)}
        if experiment.data is not None:
            marked[DATA] = {SHA256: experiment.data.sha256}
        return marked

    def _built(self, values: Settings) -> Experiment:
        """The experiment of *values*, files and all; one of the same files is not read twice."""
        name = canonical({key: values.get(key) for key in (MARK1, DATA)})
        if name not in self._kept:
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            pictures = canonical([values.get(DATA), found(values, f"{MARK1}.retina")])
            parts = {DATA: self._data[pictures]} if pictures in self._data else {}
            given = {**values, SEED: self._grid.seeds[0]}
            built = self._kept[name] = experiment_from_values(given, folder=self._grid.folder, parts=parts)
            if built.data is not None:
                self._data[pictures] = built.data
        return self._kept[name]


def _names_files(values: Settings) -> bool:
    return DATA in values or found(values, f"{MARK1}.{WIRING}") is not None
