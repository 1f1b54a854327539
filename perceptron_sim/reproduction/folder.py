"""The folder of a bench: table, rows, what each seed gave and what all rests on, written whole when it is done."""

import csv
import io
import time
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from hardware.plain import plain
from perceptron_sim.computer import git_commit, numpy_build, processor, versions
from perceptron_sim.errors import OutputError
from perceptron_sim.files import replace_in, written_into
from perceptron_sim.held_folder import HeldFolder
from perceptron_sim.past_run import as_json
from perceptron_sim.reproduction.bench import Reproduction, Row
from perceptron_sim.reproduction.curve import drawn, points
from perceptron_sim.reproduction.groups import NAMES
from perceptron_sim.reproduction.parameters import parameters_of
from perceptron_sim.reproduction.table import document, setting_in_words

FORMAT_VERSION = 1
TABLE, RUN = "table.md", "run.json"
TITLE = "# Published results, and ours\n\n"


class BenchFolder:
    """The folder *path*, new or empty, held for one bench.

    Raises:
        OutputError: path is no folder that can be written to, is not empty, or another process writes into it; when it
            is written, also that the disk is full or the folder was taken away.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._began, self._started_s = datetime.now(UTC), time.perf_counter()
        with written_into(self._path):
            self._folder = HeldFolder(path)
            present = sorted(item.name for item in path.iterdir())
        if present:
            self._folder.release()
            raise OutputError(f"out must be an empty folder, got {str(path)!r}, which holds {present[0]!r}")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._folder.release()

    def write(self, found: Reproduction) -> None:
        """Everything; run.json comes last, so that where it is all else is whole."""
        contents = {
            TABLE: (TITLE + document(found)).encode(),
            "results.csv": _csv(ROW_HEADINGS, map(_row, found.rows)),
            "sensitivity.csv": _csv(*_sensitivity(found)),
            "seeds.csv": _csv(*_seeds(found)),
            "capacity.csv": _csv(*_capacity(found)),
            **drawn(found),
        }
        with written_into(self._path):
            self._folder.check()
            for name, content in contents.items():
                replace_in(self._path, name, content)
            took_s = time.perf_counter() - self._started_s
            told = described(found) | {"began": self._began.isoformat(), "wall_s": took_s}
            replace_in(self._path, RUN, as_json(told))


def described(found: Reproduction) -> dict[str, Any]:
    """What the bench rests on, and what came out, as plain values for JSON."""
    return {
        "format_version": FORMAT_VERSION,
        "digest": found.digest,
        "verdicts": {str(verdict): count for verdict, count in found.counts().items()},
        "seeds": plain(found.size),
        "parameters": {
            one.name: {"value": _plain(one.value), "certainty": str(one.certainty), "why": one.why}
            for one in parameters_of(found.parameters)
        },
        "versions": versions(),
        "processor": processor(),
        "numpy_build": numpy_build(),
        "git_commit": git_commit(),
    }


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else str(value) if isinstance(value, str) else value


ROW_HEADINGS = (
    *("row", "claim", "source", "who", "when", "certainty", "printed", "printed_low", "printed_high"),
    *("ours", "low", "high", "interval", "over", "parameters", "verdict", "why"),
)


def _row(row: Row) -> Sequence[object]:
    claim, ours, span = row.claim, row.ours, row.claim.span
    source = claim.source
    return (
        *(NAMES[claim], claim.what, source.key, source.who, source.when, claim.certainty, claim.printed),
        *((span.low, span.high) if span else ("", "")),
        *((ours.value, ours.low, ours.high, ours.kind, ours.over) if ours else ("", "", "", "", "")),
        *(" ".join(row.uses), row.verdict, row.why),
    )


def _sensitivity(found: Reproduction) -> tuple[Sequence[str], Iterable[Sequence[object]]]:
    return ("row", "claim", "parameter", "value", "ours", "low", "high", "over", "reaches"), (
        (
            *(NAMES[one.claim], one.claim.what, one.parameter, setting_in_words(one.value)),
            *(one.ours.value, one.ours.low, one.ours.high, one.ours.over, one.reaches),
        )
        for one in found.varied
    )


def _seeds(found: Reproduction) -> tuple[Sequence[str], Iterable[Sequence[object]]]:
    return ("measure", "figure", "seed", "value"), (
        (one.measure, one.name, one.seed, one.value) for one in found.measured
    )


def _capacity(found: Reproduction) -> tuple[Sequence[str], Iterable[Sequence[object]]]:
    return ("kind", "weights", "twice_weights", "patterns", "low", "high", "over"), (
        (
            one.kind,
            one.weights,
            2 * one.weights,
            one.patterns.value,
            one.patterns.low,
            one.patterns.high,
            one.patterns.over,
        )
        for one in points(found)
    )


def _csv(headings: Sequence[str], lines: Iterable[Sequence[object]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(headings)
    writer.writerows(lines)
    return text.getvalue().encode()
