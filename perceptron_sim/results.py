"""The folder of a run: rows as they come, all other files whole or not at all."""

import dataclasses
import time
from contextlib import AbstractContextManager, ExitStack
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, Self

import numpy as np

from hardware.wiring_text import wiring_to_json
from modern.weights import weights_of
from perceptron_sim.computer import git_commit, numpy_build, processor, versions
from perceptron_sim.errors import OutputError, SettingError
from perceptron_sim.experiment_file import as_plain
from perceptron_sim.experiments.experiment import Experiment
from perceptron_sim.files import UNFINISHED_SUFFIX, replace_in, replaced, written_into
from perceptron_sim.held_folder import HeldFolder
from perceptron_sim.learner import Learner, Trial
from perceptron_sim.ledger import PassResult
from perceptron_sim.mark1_learner import Mark1Learner
from perceptron_sim.network_learner import NetworkLearner
from perceptron_sim.npz import AnyArray, npz_bytes
from perceptron_sim.options import shown
from perceptron_sim.parquet import check_available, write_parquet
from perceptron_sim.past_run import (
    PARQUET,
    ROWS,
    RUN,
    WEIGHTS,
    WIRING,
    as_json,
    as_json_reads,
    description,
    difference,
)
from perceptron_sim.report import Report
from perceptron_sim.row_file import RowFile
from perceptron_sim.rows import FORMAT_COLUMN, FORMAT_VERSION, NO_ROWS, ROW_KINDS, ExposureRows, PassRows
from perceptron_sim.session import Session

FORMATS = ("csv", PARQUET_FORMAT := "parquet")
REPORTED = tuple(field.name for field in dataclasses.fields(Report))
SAME_IN_RESUMED = ("experiment", "seed", "rows", "settings")
UNFINISHED = tuple(name + UNFINISHED_SUFFIX for name in (RUN, WEIGHTS, WIRING, PARQUET))  # what a kill can leave


class RunFolder:
    """Writes the run of *experiment* into the folder *path*; with *resume*, goes on with the run there.

    *rows* says of what there is a row: "exposures", "passes" or "none"; with the *format* "parquet" they are written
    once more when the run is finished, in columns. A resumed run is computed again from its seed, which is exact: rows
    that are there already are compared with what comes out, and only new ones are written.

    Raises:
        SettingError: rows or format are none of these, or do not go together.
        OutputError: path is no folder that can be written to; another process writes into it; it is not empty
            (without resume) or holds no run of the same experiment, seed, settings and rows (with it). Later also: the
            disk is full, or the folder is taken away.
    """

    def __init__(
        self, path: Path, experiment: Experiment, *, resume: bool = False, rows: str = "exposures", format: str = "csv"
    ) -> None:
        _check_choices(rows, format)
        self._path, self._experiment, self._started_s = path, experiment, time.perf_counter()
        self._described = {**_description(experiment), "rows": rows}
        self._in_columns = format == PARQUET_FORMAT
        self._kind: ExposureRows | PassRows | None = None if rows == NO_ROWS else ROW_KINDS[rows]()
        self._rows: RowFile | None = None
        with self._writing(), ExitStack() as opened:
            self._folder = HeldFolder(path)
            opened.callback(self.close)
            self._stored = self._found(resume)
            for name in UNFINISHED:
                if (path / name).exists():
                    (path / name).unlink()
            if self.finished:
                self._add_parquet()
            else:
                self._begin()
            opened.pop_all()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the folder: others may write into it now."""
        if self._rows:
            self._rows.close()
        self._folder.release()

    @property
    def finished(self) -> bool:
        """Whether the run that the folder held has come to its end: it stays as it is then."""
        files = (WEIGHTS,) if self._kind is None else (WEIGHTS, ROWS)
        whole = all((self._path / name).exists() for name in files)
        return whole and self._stored is not None and bool(self._stored["finished"])

    def stored_report(self) -> dict[str, Any]:
        """The report of the run that the folder held, as Report.as_dict() gave it; empty unless finished."""
        return {name: self._stored[name] for name in REPORTED} if self._stored and self.finished else {}

    def record(self, trials: tuple[Trial, ...]) -> None:
        """Take note of an exposure: append its rows, or compare them with those that are there."""
        if self._kind and self._rows:
            with self._writing():
                self._rows.add(self._kind.of_exposure(trials))

    def record_pass(self, result: PassResult) -> None:
        """Take note of a pass that is over, in the same way."""
        if self._kind and self._rows:
            with self._writing():
                self._rows.add(self._kind.of_pass(result.number, result.held_out))

    def conclude(self, report: Report, session: Session) -> None:
        """Write all other files for what has been reached.

        A resumed run that stops before it has come to where it stopped leaves everything as it was.
        """
        left = self._rows.old_rows_left() if self._rows else 0
        if left and report.finished:
            raise OutputError(f"{ROWS} must end where the run ends, got {left} rows more")
        before = self._stored.get("exposures", 0) if self._stored else 0
        if self.finished or left or session.exposures < before:
            return
        took_s = time.perf_counter() - self._started_s
        reached = {"exposures": session.exposures, "passes": _passes(session), "ended_at": _now(), "wall_s": took_s}
        held, told = weights(session), as_json({**self._described, **report.as_dict(), **reached})
        with self._writing():
            self._folder.check()
            if self._rows:
                self._rows.keep()
            replace_in(self._path, WEIGHTS, held)
            replace_in(self._path, RUN, told)
            if report.finished:
                self._add_parquet()

    def _found(self, resume: bool) -> dict[str, Any] | None:
        """What run.json says of the run that the folder holds, which must be the same; None where it holds nothing."""
        present = sorted(item.name for item in self._path.iterdir())
        if present and not resume:
            rule = "an empty folder (or --resume asked for)"
            raise OutputError(f"out must be {rule}, got {str(self._path)!r}, which holds {present[0]!r}")
        if set(present) <= set(UNFINISHED):
            return None
        if RUN not in present:
            raise OutputError(f"out must hold a run to be resumed, got {str(self._path)!r}, which has no {RUN}")
        stored = description(self._path)
        for key in SAME_IN_RESUMED:
            changed = difference(self._described[key], stored[key], "" if key == "settings" else key)
            if changed:
                name, wanted, found = changed
                raise OutputError(f"out must hold a run with {name} {wanted} to be resumed, got {found}")
        self._described["begun_at"] = stored["begun_at"]
        return stored

    def _begin(self) -> None:
        """Say what this is going to be, before the first row: whatever is killed can be resumed."""
        with TemporaryFile(dir=self._path):
            pass  # where no file can be made, nobody shall compute for an hour first
        if self._stored is None:
            replace_in(self._path, RUN, as_json(self._described))
        wiring = self._experiment.wiring
        if wiring is not None:
            replace_in(self._path, WIRING, wiring_to_json(wiring, self._experiment.mark1).encode())
        if self._kind:
            self._rows = RowFile(self._path / ROWS, self._kind.table.header)

    def _add_parquet(self) -> None:
        """Write the rows in columns, where that is asked for and not done."""
        if self._in_columns and self._kind and not (self._path / PARQUET).exists():
            with replaced(self._path / PARQUET) as file:
                write_parquet(self._path / ROWS, self._kind.table.columns, file)

    def _writing(self) -> AbstractContextManager[None]:
        """Say in one sentence what the system refuses."""
        return written_into(self._path, self._kept)

    def _kept(self) -> str:
        return "; the rows written before stay, go on with --resume" if self._rows else ""


def weights(session: Session) -> bytes:
    """All that every learner holds, as an npz file of plain arrays; the axes are in docs/reference."""
    arrays = {
        FORMAT_COLUMN: np.array(FORMAT_VERSION),
        "exposures": np.array(session.exposures),
        "class_names": np.array(session.experiment.class_names),
        "learners": np.array([learner.name for learner in session.learners]),
    }
    for learner in session.learners:
        arrays |= {f"{learner.name}/{name}": array for name, array in _held(learner, session.time_s).items()}
    return npz_bytes(arrays)


def _held(learner: Learner, at_s: float) -> dict[str, AnyArray]:
    if isinstance(learner, NetworkLearner):
        return weights_of(learner.network)
    assert isinstance(learner, Mark1Learner)
    wiring = learner.machine.wiring
    return {
        "codes": learner.codes,
        "origins": wiring.origins,
        "signs": wiring.signs,
        "assignment": wiring.assignment,
        "angle_deg": learner.snapshot(at_s).angle_deg,
    }


def _check_choices(rows: str, format: str) -> None:
    for name, value, choices in (("rows", rows, (*ROW_KINDS, NO_ROWS)), ("format", format, FORMATS)):
        if value not in choices:
            raise SettingError(f"{name} must be one of {', '.join(choices)}, got {shown(str(value))}")
    if format == PARQUET_FORMAT:
        if rows == NO_ROWS:
            raise SettingError(f"format must be csv where no rows are written, got {format!r}")
        check_available()


def _passes(session: Session) -> list[dict[str, Any]]:
    return [{"number": x.number, "errors": x.errors, "unseen": x.held_out} for x in session.pass_results]


def _description(experiment: Experiment) -> dict[str, Any]:
    """What is known of a run before it begins."""
    data = experiment.data
    return {
        FORMAT_COLUMN: FORMAT_VERSION,
        "experiment": experiment.name,
        "seed": experiment.seed,
        "finished": False,
        "settings": as_json_reads(as_plain(experiment)),
        "lanes": [{"name": one.name, "kind": one.kind, "about": one.about} for one in experiment.lanes()],
        "class_names": list(experiment.class_names),
        "skipped": [{"name": bad.name, "reason": bad.reason} for bad in data.skipped] if data else [],
        "versions": versions(),
        "git_commit": git_commit(),
        "processor": processor(),
        "numpy_build": numpy_build(),
        "begun_at": _now(),
    }


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
