"""What one task of a sweep is, and carrying it out: some cells in, what each came to or why it failed out."""

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from hardware import Mark1Error
from modern import ModernError
from perceptron_sim.computer import processor, versions
from perceptron_sim.errors import SimulatorError
from perceptron_sim.experiment_file import experiment_from_values
from perceptron_sim.experiments.experiment import Experiment
from perceptron_sim.session import Session
from perceptron_sim.sweep.fleet_run import fleet_outcomes, fleet_size
from perceptron_sim.sweep.outcome import Outcome, outcomes_of

SEED = "seed"
REFUSALS = (SimulatorError, Mark1Error, ModernError)


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Cells of one combination: its *values* under the keys of a file, and a seed for each cell.

    *parts* are settings that are no plain values, as a wiring; *shared* names others that are handed over once.
    """

    values: Mapping[str, Any]
    cells: Sequence[int]
    seeds: Sequence[int]
    parts: Mapping[str, Any] = field(default_factory=dict)
    shared: str | None = None

    def whole(self, shared: Mapping[str, Any]) -> "Piece":
        """The same with its part of what is *shared*, by name."""
        return self if self.shared is None else replace(self, parts={**self.parts, **shared[self.shared]})


@dataclass(frozen=True, slots=True)
class Batch:
    """The work of one task; where a failure *stops* the sweep, nothing after the first one is computed."""

    pieces: tuple[Piece, ...]
    stops: bool = False

    @property
    def cells(self) -> int:
        """How many cells it has."""
        return sum(len(piece.cells) for piece in self.pieces)

    def halves(self) -> "tuple[Batch, ...]":
        """The same in two batches; nothing of a single cell."""
        singles = [
            replace(piece, cells=piece.cells[place : place + 1], seeds=piece.seeds[place : place + 1])
            for piece in self.pieces
            for place in range(len(piece.cells))
        ]
        middle = len(singles) // 2
        parts = (singles[:middle], singles[middle:]) if middle else ()
        return tuple(Batch(tuple(part), self.stops) for part in parts)


@dataclass(frozen=True, slots=True)
class CellResult:
    """What one *cell* came to: *outcomes* by learner, or the sentence that says why there are none."""

    cell: int
    outcomes: tuple[Outcome, ...] = ()
    failure: str | None = None


@dataclass(frozen=True, slots=True)
class Computer:
    """Where a batch was computed: only equal ones promise equal bytes."""

    program: str
    numpy: str
    processor: str

    @classmethod
    def here(cls) -> "Computer":
        """This one."""
        known = versions()
        return cls(known["perceptron_sim"], known["numpy"], processor())


@dataclass(frozen=True, slots=True)
class BatchResult:
    """What came of a batch, how long it took, how many of its cells were taught in fleets, and where."""

    cells: tuple[CellResult, ...]
    took_s: float
    in_fleets: int
    computer: Computer


def computed(batch: Batch, shared: Mapping[str, Any] | None = None) -> BatchResult:
    """Carry *batch* out; *shared* are its shared parts by name. What fails, fails alone."""
    begun_s = time.perf_counter()
    results: list[CellResult] = []
    in_fleets = 0
    for piece in batch.pieces:
        found, taught_together = _results(piece.whole(shared or {}), batch.stops)
        results += found
        in_fleets += taught_together
        if batch.stops and _any_failed(found):
            break
    return BatchResult(tuple(results), time.perf_counter() - begun_s, in_fleets, Computer.here())


def experiment_of(piece: Piece, seed: int) -> Experiment:
    """The experiment of *piece* with *seed*, built as from a file."""
    return experiment_from_values({**piece.values, SEED: seed}, parts=piece.parts)


def by_itself(cell: int, experiment: Experiment) -> CellResult:
    """What one cell comes to in a session."""
    try:
        session = Session(experiment, remember=False)
        return CellResult(cell, outcomes_of(session, session.run()))
    except Exception as error:
        return CellResult(cell, failure=sentence(error))


def sentence(error: Exception) -> str:
    """What *error* says, on one line; of a mistake of the program also its kind."""
    told = " ".join(str(error).split())
    return told if isinstance(error, REFUSALS) else f"{type(error).__name__}: {told}"


def _results(piece: Piece, stops: bool) -> tuple[list[CellResult], int]:
    """What the cells of *piece* come to, to the first failure if that *stops*, and how many were taught in fleets."""
    results: list[CellResult] = []
    built: list[tuple[int, Experiment]] = []
    for cell, experiment in _built(piece):
        if isinstance(experiment, CellResult):
            results.append(experiment)
            if stops:
                break
        else:
            built.append((cell, experiment))
    size = _size([experiment for _, experiment in built])
    in_fleets = 0
    for first in range(0, len(built), size or 1):
        some = built[first : first + (size or 1)]
        found = _together(some) if size else None
        in_fleets += len(found or ())
        came = found or list(_one_by_one(some, stops))
        results += came
        if stops and _any_failed(came):
            break
    return results, in_fleets


def _one_by_one(some: Sequence[tuple[int, Experiment]], stops: bool) -> Iterator[CellResult]:
    for cell, experiment in some:
        result = by_itself(cell, experiment)
        yield result
        if stops and result.failure is not None:
            return


def _any_failed(results: Sequence[CellResult]) -> bool:
    return any(one.failure is not None for one in results)


def _built(piece: Piece) -> Iterator[tuple[int, Experiment | CellResult]]:
    """The experiment of each cell, or its failure."""
    known: Experiment | None = None
    for cell, seed in zip(piece.cells, piece.seeds, strict=True):
        try:
            if known is None or known.faults:  # faults are checked against the wires of each seed
                known = experiment_of(piece, seed)
            yield cell, replace(known, seed=seed)
        except Exception as error:
            yield cell, CellResult(cell, failure=sentence(error))


def _size(experiments: Sequence[Experiment]) -> int:
    try:
        return fleet_size(experiments)
    except Exception:  # a session will say what is wrong
        return 0


def _together(some: Sequence[tuple[int, Experiment]]) -> list[CellResult] | None:
    """What cells come to in a fleet; None where they must be taught one by one."""
    try:
        outcomes = fleet_outcomes([experiment for _, experiment in some])
    except Exception:  # whoever is to blame: each by itself says what it would have said
        return None
    if outcomes is None:
        return None
    return [CellResult(cell, (outcome,)) for (cell, _), outcome in zip(some, outcomes, strict=True)]
