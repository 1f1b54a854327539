"""The folder of a run: results.csv row by row as it comes; run.json and weights.npz, whole or not at all."""

import dataclasses
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np

from perceptron_sim.computer import numpy_build, processor, versions
from perceptron_sim.errors import OutputError
from perceptron_sim.experiment_file import as_plain
from perceptron_sim.experiments import Letters
from perceptron_sim.files import UNFINISHED_SUFFIX, replaced
from perceptron_sim.learner import Trial
from perceptron_sim.npz import npz_bytes
from perceptron_sim.options import shown
from perceptron_sim.report import Report
from perceptron_sim.rows import FORMAT_VERSION, RowFile
from perceptron_sim.session import Session

ROWS, RUN, WEIGHTS = "results.csv", "run.json", "weights.npz"
REPORTED = tuple(field.name for field in dataclasses.fields(Report))
SAME_IN_RESUMED = ("format_version", "experiment", "seed", "settings")


class RunFolder:
    """Writes the run of *experiment* into the folder *path*; with *resume*, goes on with the run there.

    A resumed run is computed again from its seed, which is quick and exact: rows that are there already are
    compared with what comes out, and only new ones are written.

    Raises:
        OutputError: path is no folder that can be written to; is not empty (without resume) or holds no run
            of the same experiment, seed, settings and format (with it). Later also: the disk is full.
    """

    def __init__(self, path: Path, experiment: Letters, *, resume: bool = False) -> None:
        self._path, self._started_s = path, time.perf_counter()
        self._described = _description(experiment)
        self._stored: dict[str, Any] | None = None
        self._rows: RowFile | None = None
        with self._writing():
            path.mkdir(parents=True, exist_ok=True)
            present = sorted(item.name for item in path.iterdir())
            if present and not resume:
                rule = "an empty folder (or --resume asked for)"
                raise OutputError(f"out must be {rule}, got {str(path)!r}, which holds {present[0]!r}")
            if not all(name.endswith(UNFINISHED_SUFFIX) for name in present):
                self._stored = self._read_stored()
            if not self.finished:
                self._begin()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._rows:
            self._rows.close()

    @property
    def finished(self) -> bool:
        """Whether the run that the folder held has come to its end: nothing more is written then."""
        whole = all((self._path / name).exists() for name in (ROWS, WEIGHTS))
        return whole and self._stored is not None and bool(self._stored["finished"])

    def stored_report(self) -> dict[str, Any]:
        """The report of the run that the folder held, as Report.as_dict() gave it; empty unless finished."""
        return {name: self._stored[name] for name in REPORTED} if self._stored and self.finished else {}

    def record(self, trials: tuple[Trial, ...]) -> None:
        """Append a row for each of *trials*, or compare it with the row that is there."""
        if self._rows:
            with self._writing():
                self._rows.add(trials)

    def conclude(self, report: Report, session: Session) -> None:
        """Write weights.npz and run.json for what has been reached.

        A resumed run that stops before it has come to where it stopped leaves everything as it was.
        """
        left = self._rows.old_rows_left if self._rows else 0
        if left and report.finished:
            raise OutputError(f"{ROWS} must end where the run ends, got {left} rows more")
        if self.finished or left:
            return
        took_s = time.perf_counter() - self._started_s
        held, described = weights(session), as_json({**self._described, **report.as_dict(), "wall_s": took_s})
        with self._writing():
            self._write_whole(WEIGHTS, held)
            self._write_whole(RUN, described)

    def _begin(self) -> None:
        """Say what this is going to be, before the first row: whatever is killed can be resumed."""
        if self._stored is None:
            self._write_whole(RUN, as_json(self._described))
        self._rows = RowFile(self._path / ROWS)

    def _read_stored(self) -> dict[str, Any]:
        """The run.json that is there, if it is of the same run."""
        try:
            stored = json.loads((self._path / RUN).read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError) as error:
            raise OutputError(f"out must hold a run to be resumed, got no readable {RUN}: {error}") from error
        if not isinstance(stored, dict):
            raise OutputError(f"{RUN} must hold the description of a run, got a {type(stored).__name__}")
        needed = (*SAME_IN_RESUMED, "finished", *(REPORTED if stored.get("finished") else ()))
        missing = [key for key in needed if key not in stored]
        if missing:
            raise OutputError(f"{RUN} must hold {missing[0]!r} for the run to be resumed, got none")
        for key in SAME_IN_RESUMED:
            if stored[key] != self._described[key]:
                wanted = "the settings asked for" if key == "settings" else f"{key} {self._described[key]}"
                found = shown(json.dumps(stored[key]))
                raise OutputError(f"out must hold a run with {wanted} to be resumed, got {found}")
        return stored

    def _write_whole(self, name: str, content: bytes) -> None:
        with replaced(self._path / name) as file:
            file.write(content)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Say in one sentence what the system refuses."""
        try:
            yield
        except OutputError:
            raise
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            rule = "a folder that can be written to"
            raise OutputError(f"out must be {rule}, got {str(self._path)!r}: {reason}") from error


def weights(session: Session) -> bytes:
    """All that both learners hold, as an npz file of plain arrays; the axes are in docs/reference."""
    wiring = session.mark1.machine.wiring
    arrays = {
        "format_version": np.array(FORMAT_VERSION),
        "class_names": np.array(session.experiment.stimuli.class_names),
        "mark1_codes": session.experiment.codes,
        "mark1_origins": wiring.origins,
        "mark1_signs": wiring.signs,
        "mark1_assignment": wiring.assignment,
        "mark1_angle_deg": session.snapshot().mark1.angle_deg,
    }
    for number, layer in enumerate(session.modern.network.layers, start=1):
        weight, bias = layer.parameters
        arrays |= {f"modern_weight_{number}": weight.data, f"modern_bias_{number}": bias.data}
    return npz_bytes(arrays)


def as_json(value: Any) -> bytes:
    """*value* as readable JSON; a number that JSON cannot write is a bug."""
    return (json.dumps(value, indent=2, allow_nan=False) + "\n").encode()


def _description(experiment: Letters) -> dict[str, Any]:
    """What is known of a run before it begins."""
    return {
        "format_version": FORMAT_VERSION,
        "experiment": experiment.name,
        "seed": experiment.seed,
        "finished": False,
        "settings": as_plain(experiment),
        "class_names": list(experiment.stimuli.class_names),
        "versions": versions(),
        "processor": processor(),
        "numpy_build": numpy_build(),
    }
