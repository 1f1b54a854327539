"""Reads results.csv into columns by learner; a last row that was torn off by a kill is left out."""

import math
from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

import numpy as np

from perceptron_sim.errors import InputError
from perceptron_sim.figures.run_record import Answers, Curve, FloatArray
from perceptron_sim.files import reason
from perceptron_sim.learner import NO_ANSWER
from perceptron_sim.options import shown
from perceptron_sim.past_run import ROWS
from perceptron_sim.rows import COLUMNS, PASS_COLUMNS

LONGEST_LINE = 4096  # bytes; far longer than any row


@dataclass(slots=True)
class LaneColumns:
    """What the rows say of one learner, one item for each row; answers stay empty where rows are of passes."""

    pass_number: "array[int]" = field(default_factory=lambda: array("q"))
    exposures: "array[int]" = field(default_factory=lambda: array("q"))
    right: "array[int]" = field(default_factory=lambda: array("q"))
    unseen: "array[float]" = field(default_factory=lambda: array("d"))
    loss: "array[float]" = field(default_factory=lambda: array("d"))
    label: "array[int]" = field(default_factory=lambda: array("q"))
    answer: "array[int]" = field(default_factory=lambda: array("q"))
    code: list[str] = field(default_factory=list)

    def curve(self) -> Curve:
        """By pass; the last one is left out where fewer images were shown in it than in the one before."""
        number, index = np.unique(np.array(self.pass_number, dtype=np.intp), return_inverse=True)
        exposures = np.bincount(index, np.array(self.exposures))
        loss = np.bincount(index, np.array(self.loss) * np.array(self.exposures)) / np.maximum(exposures, 1)
        right = np.bincount(index, np.array(self.right)) / np.maximum(exposures, 1)
        unseen: FloatArray = np.full(len(number), np.nan)
        unseen[index] = np.array(self.unseen)
        whole = len(number) - int(len(number) > 1 and exposures[-1] < exposures[-2])
        return Curve(
            number=number[:whole],
            images=exposures[:whole].astype(np.intp),
            right=right[:whole],
            unseen=unseen[:whole],
            loss=loss[:whole],
        )

    def answers(self) -> Answers | None:
        """By exposure, if rows are of exposures."""
        if not self.label:
            return None
        label, answer = (np.array(column, dtype=np.intp) for column in (self.label, self.answer))
        return Answers(label=label, answer=answer, code=np.array(self.code))


def read_rows(path: Path) -> dict[str, LaneColumns]:
    """The columns of every learner in the file *path*, in the order of their first rows.

    InputError, with the number of the row, if something in it is not what a run writes.
    """
    found: dict[str, LaneColumns] = {}
    try:
        with path.open("rb") as file:
            lines = _whole_lines(file)
            columns = _columns(next(lines, None))
            for number, line in enumerate(lines, start=1):
                try:
                    row = dict(zip(columns, line.decode().split(","), strict=True))
                    _enter(found.setdefault(row["learner"], LaneColumns()), row)
                except (ValueError, OverflowError) as error:
                    rule = f"hold what a run writes in row {number}"
                    raise InputError(f"{ROWS} must {rule}, got {shown(line.decode('utf-8', 'replace'))}") from error
    except OSError as error:
        if isinstance(error, InputError):
            raise
        raise InputError(f"{ROWS} must be a file that can be read, got: {reason(error)}") from error
    return found


def _whole_lines(file: BinaryIO) -> Iterator[bytes]:
    """The lines of *file* without their ends; not the last one where it was torn off."""
    while (line := file.readline(LONGEST_LINE)).endswith(b"\n"):
        yield line[:-1]
    if len(line) == LONGEST_LINE:
        raise InputError(f"{ROWS} must have lines shorter than {LONGEST_LINE} bytes, got a longer one")


def _columns(header: bytes | None) -> Sequence[str]:
    """The names of the columns, one of the two kinds that there are; of a file that is still empty, either."""
    for columns in (COLUMNS, PASS_COLUMNS):
        if header in (None, ",".join(columns).encode()):
            return columns
    assert header is not None
    rule = f"begin with the columns {', '.join(COLUMNS[:3])} ..."
    raise InputError(f"{ROWS} must {rule}, got {shown(header.decode('utf-8', 'replace'))}")


def _enter(lane: LaneColumns, row: Mapping[str, str]) -> None:
    """Append *row*; ValueError if a value is not of its kind."""
    of_pass = "exposures" in row
    exposures = int(row["exposures"]) if of_pass else 1
    lane.pass_number.append(int(row["pass_number"]))
    lane.exposures.append(exposures)
    lane.right.append(exposures - int(row["errors"]) if of_pass else int(row["right"]))
    lane.unseen.append(_number(row["unseen"]) if of_pass else math.nan)
    lane.loss.append(_number(row["loss"]))
    if of_pass:
        return
    if set(row["code"]) - {"0", "1"}:
        raise ValueError(row["code"])
    lane.label.append(int(row["label"]))
    lane.answer.append(int(row["answer"]) if row["answer"] else NO_ANSWER)
    lane.code.append(row["code"])


def _number(text: str) -> float:
    return float(text) if text else math.nan
