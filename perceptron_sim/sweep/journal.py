"""The journal of a sweep: a line for every cell as it ends; whatever is killed, whole lines stay."""

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

from perceptron_sim.errors import InputError, OutputError
from perceptron_sim.options import shown, shown_path
from perceptron_sim.sweep.batch import CellResult
from perceptron_sim.sweep.outcome import FIELDS

CELL, LEARNERS, FAILURE = "cell", "learners", "failure"
BLOCK_BYTES = 2**16


class Journal:
    """The file *path*, made or gone on with behind its last whole line. Errors are the system's, or as they say."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = path.open("ab", buffering=0)
        self._identity = os.fstat(self._file.fileno())
        self._size = _end_of_last_line(path, self._identity.st_size)
        if self._size < self._identity.st_size:
            self._file.truncate(self._size)

    def add(self, cells: Sequence[CellResult]) -> None:
        """Append *cells* and have the system put them on the disk; where it does not take all, none of them stays."""
        if not os.path.samestat(self._path.stat(), self._identity):
            raise OutputError(f"{self._path.name} must stay the same file during the sweep, got another in its place")
        content = b"".join(line_of(one) for one in cells)
        left = memoryview(content)
        try:
            while left:
                left = left[self._file.write(left) :]
            os.fsync(self._file.fileno())
        except OSError:
            with suppress(OSError):
                self._file.truncate(self._size)
            raise
        self._size += len(content)

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()


def line_of(result: CellResult) -> bytes:
    """The line for *result*; numbers are exact."""
    told: dict[str, Any] = {CELL: result.cell}
    if result.failure is None:
        told[LEARNERS] = [outcome.as_dict() for outcome in result.outcomes]
    else:
        told[FAILURE] = result.failure
    return (json.dumps(told, separators=(",", ":")) + "\n").encode()


def entries(path: Path, cells: int) -> Iterator[tuple[int, dict[str, Any]]]:
    """Where each line of the file *path* begins and what it says; InputError where it is no line for one of *cells*."""
    if not path.exists():
        return
    with path.open("rb") as file:
        start = 0
        for line in file:
            if line.endswith(b"\n"):  # else it was being written when its sweep was killed
                yield start, entry(line, path, cells)
            start += len(line)


def entry(line: bytes, path: Path, cells: int) -> dict[str, Any]:
    """What a *line* of the file *path* says."""
    try:
        told = json.loads(line)
        fits = type(told[CELL]) is int and 0 <= told[CELL] < cells
        fits = fits and (isinstance(told.get(FAILURE), str) or all(map(_is_outcome, told[LEARNERS])))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        fits = False
    if not fits:
        rule = f"a line of this sweep's cells, in {shown_path(path)}"
        raise InputError(f"{path.name} must hold {rule}, got {shown(line.decode('utf-8', 'replace').strip())}")
    return dict(told)


def _is_outcome(told: object) -> bool:
    return isinstance(told, dict) and told.keys() == set(FIELDS) and isinstance(told["accuracy"], dict)


def _end_of_last_line(path: Path, size: int) -> int:
    with path.open("rb") as file:
        return _after_last_newline(file, size)


def _after_last_newline(file: BinaryIO, size: int) -> int:
    for end in range(size, 0, -BLOCK_BYTES):
        start = max(end - BLOCK_BYTES, 0)
        file.seek(start)
        place = file.read(end - start).rfind(b"\n")
        if place >= 0:
            return start + place + 1
    return 0
