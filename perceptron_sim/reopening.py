"""A run that was, taken up again: from the folder of a run or a row of a sweep to the experiment that gives it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from itertools import accumulate
from pathlib import Path
from typing import Any

from perceptron_sim.errors import InputError, SettingError
from perceptron_sim.experiments.experiment import Experiment
from perceptron_sim.ledger import PassResult
from perceptron_sim.options import shown, shown_path
from perceptron_sim.past_run import RUN, description, experiment_of, is_run

KEPT_FILES = ("run.json", "sweep.json", "results.csv", "failures.csv", "cells.jsonl", "weights.npz")
ROW_RULE = "the key of one of its rows, as results.csv has it"
PLACE_RULE = f"the folder of a run ({RUN}) or of a sweep (sweep.json)"


class Agreement(Enum):
    """How what is computed now stands to what was computed then."""

    NOT_YET = "it has not come so far"
    SAME_DIGEST = "the same digest"
    SAME_PASSES = "the same errors in every pass that both had"
    OTHER = "something else has come out"


@dataclass(frozen=True, slots=True, kw_only=True)
class PastRun:
    """What a folder keeps of a run: its experiment, and what came of it after so many *exposures*.

    *row* is the key of a row where the folder is a sweep's. digest is None where none was kept, or nothing came of the
    run. errors_after is, by pass, how many errors each learner had made by its end; computed_on says on what computer.
    """

    experiment: Experiment
    folder: Path
    row: str | None = None
    digest: str | None = None
    exposures: int = 0
    finished: bool = False
    computed_on: str = ""
    errors_after: Mapping[int, Mapping[str, int]] = field(default_factory=dict)


def past_run_of(path: str | Path, row: str | None = None, *, name: str = "path") -> PastRun:
    """The run in the folder *path*, which may be named by a file in it; of a sweep, the one whose key is *row*.

    Messages call the path *name*.

    Raises:
        InputError: there is no such folder, it holds neither, or what it holds is damaged.
        SettingError: a sweep without a row or a run with one; a key that the sweep does not have; settings that
            cannot be any more.
    """
    folder = _folder(path, name)
    if is_run(folder):
        if row is not None:
            raise SettingError(f"row must be left out where the folder is that of a run, got {shown(row)}")
        return _of_run(folder)
    from perceptron_sim.sweep.folder import is_sweep  # imported late: it loads all that sweeps need

    if not is_sweep(folder):
        raise InputError(f"{name} must be {PLACE_RULE}, got {shown_path(folder)}, which has neither")
    if row is None or not row.strip():
        raise SettingError(f"row must be {ROW_RULE}, where the folder is that of a sweep, got none")
    return _of_sweep(folder, row.strip())


def agreement(
    past: PastRun,
    *,
    digest: str,
    exposures: int,
    finished: bool,
    passes: Sequence[PassResult],
    same: bool,
    digest_then: str | None = None,
) -> Agreement:
    """How a session that has come to *digest* after so many *exposures* and *passes* stands to the *past* run.

    *same* says whether it is taught by the very experiment, so that digests can be compared; *digest_then* is what its
    digest was after as many exposures as the past run had, where that is known.
    """
    if same and past.digest is not None:
        reached = exposures == past.exposures and finished == past.finished
        if past.digest in ((digest,) if reached else ()) or (past.digest == digest_then and not past.finished):
            return Agreement.SAME_DIGEST
        measured = exposures == past.exposures and finished  # it was stopped while it measured: in between
        if (reached and finished) or (digest_then is not None and not past.finished and not measured):
            return Agreement.OTHER
    return _of_passes(past, passes)


def _of_passes(past: PastRun, passes: Sequence[PassResult]) -> Agreement:
    """Whether every pass that both had came to the same errors; NOT_YET where the longest of the past is not over."""
    if not past.errors_after:
        return Agreement.NOT_YET
    sums = errors_after([result.errors for result in passes])
    for number, then in past.errors_after.items():
        now = sums.get(number, {})
        if any(now[name] != errors for name, errors in then.items() if name in now):
            return Agreement.OTHER
    return Agreement.SAME_PASSES if max(past.errors_after) <= len(passes) else Agreement.NOT_YET


def errors_after(errors: Sequence[Mapping[str, int]]) -> dict[int, dict[str, int]]:
    """By pass, counted from 1, the *errors* of each learner in it and all before it, together."""

    def together(before: Mapping[str, int], one: Mapping[str, int]) -> Mapping[str, int]:
        return {name: before.get(name, 0) + number for name, number in one.items()}

    return {number: dict(one) for number, one in enumerate(accumulate(errors, together), 1)}


def _folder(path: str | Path, name: str) -> Path:
    """The folder that *path* means, as it was typed, dropped or pasted: quotes, blanks, ~ and a file in it are fine."""
    text = str(path).strip().strip("'\"").removeprefix("file://")
    if not text:
        raise InputError(f"{name} must be {PLACE_RULE}, got nothing")
    try:
        found = Path(text).expanduser()
        folder = found.parent if found.name in KEPT_FILES and not found.is_dir() else found
        there = folder.is_dir()
    except (OSError, ValueError, RuntimeError):
        there = False
    if not there:
        raise InputError(f"{name} must be {PLACE_RULE}, got {shown(text)}, which is no folder")
    return folder


def _of_run(folder: Path) -> PastRun:
    told, experiment = description(folder), experiment_of(folder)
    digest = told.get("digest")
    return PastRun(
        experiment=experiment,
        folder=folder,
        digest=digest if isinstance(digest, str) else None,
        exposures=told.get("exposures", 0),
        finished=bool(told["finished"]),
        computed_on=_computer(told),
        errors_after=errors_after(_pass_errors(told, folder)),
    )


def _pass_errors(told: Mapping[str, Any], folder: Path) -> list[dict[str, int]]:
    passes = told.get("passes", [])
    try:
        return [{str(name): int(number) for name, number in one["errors"].items()} for one in passes]
    except (TypeError, KeyError, ValueError, AttributeError) as error:
        rule = "hold the errors of each pass"
        raise InputError(f"{RUN} must {rule}, got {shown_path(folder / RUN)}, which does not") from error


def _computer(told: Mapping[str, Any]) -> str:
    """The processor and the numpy of a run, on which the last bit of its numbers depends."""
    versions = told.get("versions")
    numpy = f"numpy {versions['numpy']}" if isinstance(versions, Mapping) and "numpy" in versions else ""
    return ", ".join(part for part in (str(told.get("processor") or ""), numpy) if part)


def _of_sweep(folder: Path, key: str) -> PastRun:
    from perceptron_sim.sweep.batch import experiment_of as experiment_of_piece
    from perceptron_sim.sweep.belongings import Belongings
    from perceptron_sim.sweep.folder import grid_in, stored_cells
    from perceptron_sim.sweep.identity import cell_of
    from perceptron_sim.sweep.journal import LEARNERS

    grid = grid_in(folder)
    belongings = Belongings(grid)
    cell = cell_of(key, grid, belongings)
    combination, seed = grid.place(cell)
    piece = belongings.piece(grid.values(combination), (cell,), (seed,)).whole(belongings.shared)
    stored = [told for number, told in stored_cells(folder) if number == cell]
    learners = stored[-1].get(LEARNERS, []) if stored else []
    after: dict[int, dict[str, int]] = {}
    for one in learners:
        after.setdefault(one["passes_done"], {})[one["learner"]] = one["errors"]
    return PastRun(
        experiment=experiment_of_piece(piece, seed),
        folder=folder,
        row=key,
        exposures=max((one["exposures"] for one in learners), default=0),
        finished=bool(learners),
        errors_after=after,
    )
