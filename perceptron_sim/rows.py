"""The rows of results.csv: one for every exposure, or every whole pass, of every learner; numbers are exact."""

import dataclasses
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from operator import attrgetter
from types import NoneType
from typing import Any, get_args, get_type_hints

from perceptron_sim.learner import Trial
from perceptron_sim.ledger import SUMMED

FORMAT_VERSION = 2
FORMAT_COLUMN, WALL = "format_version", "wall_s"
COUNTED = ("relay_operations", "multiply_adds")  # sums of whole numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class PassRecord:
    """One whole pass of one learner. errors were made before they were corrected; costs are sums, loss is a mean.

    unseen is the share of the unseen set that was named rightly after the pass, None where there is no such set;
    ended_s the session's clock when the last exposure of the pass was over.
    """

    learner: str
    pass_number: int
    exposures: int
    errors: int
    unseen: float | None
    ended_s: float
    loss: float | None
    simulated_s: float
    motor_s: float
    turned_deg: float
    relay_operations: int
    multiply_adds: int
    energy_j: float
    wall_s: float


def _exact(number: float | None) -> str:
    return "" if number is None else repr(float(number))


def _whole(number: int | None) -> str:
    return "" if number is None else str(int(number))


def _word(text: str | None) -> str:
    return text or ""


WRITTEN: dict[type, Callable[[Any], str]] = {float: _exact, int: _whole, str: _word}


def _without_none(hint: Any) -> Any:
    """The type that a value has where it is there."""
    kinds = [kind for kind in get_args(hint) if kind is not NoneType]
    return kinds[0] if kinds else hint


class Table:
    """The columns for records of *kind*, a dataclass, and for the properties *derived* of it, whole numbers."""

    def __init__(self, kind: type, *derived: str) -> None:
        hints = get_type_hints(kind)
        known = {field.name: _without_none(hints[field.name]) for field in dataclasses.fields(kind)}
        # wall_s comes last: it is what may differ between two runs of one seed.
        first = {FORMAT_COLUMN: int, **{name: one for name, one in known.items() if name != WALL}}
        self.columns: dict[str, type] = {**first, **dict.fromkeys(derived, int), WALL: float}
        """What each column holds: str, int or float; a field that may be None may be empty."""
        self._values = attrgetter(*list(self.columns)[1:])
        self._written = [WRITTEN[kind] for kind in self.columns.values()][1:]

    @property
    def header(self) -> str:
        """The first line."""
        return ",".join(self.columns) + "\n"

    def line(self, record: Any) -> str:
        """The line of *record*: numbers in exact shortest form, nothing for None, 1 for yes, 0 for no."""
        values = zip(self._written, self._values(record), strict=True)
        return f"{FORMAT_VERSION},{','.join([written(value) for written, value in values])}\n"


class PassTally:
    """Adds up the exposures of one pass of one learner."""

    def __init__(self) -> None:
        self._exposures = self._errors = 0
        self._sums: dict[str, Any] = {name: 0 if name in COUNTED else 0.0 for name in SUMMED}
        self._loss: float | None = None
        self._ended_s = 0.0

    def add(self, trial: Trial) -> None:
        """Enter one exposure."""
        self._exposures += 1
        self._errors += not trial.right
        self._ended_s = trial.ended_s
        for name in SUMMED:
            self._sums[name] += getattr(trial, name)
        if trial.loss is not None:
            self._loss = (self._loss or 0.0) + trial.loss

    def record(self, learner: str, pass_number: int, unseen: float | None) -> PassRecord:
        """What the pass came to."""
        return PassRecord(
            learner=learner,
            pass_number=pass_number,
            exposures=self._exposures,
            errors=self._errors,
            unseen=unseen,
            ended_s=self._ended_s,
            loss=None if self._loss is None else self._loss / self._exposures,
            **self._sums,
        )


class ExposureRows:
    """A row for every exposure of every learner."""

    table = Table(Trial, "right")

    def of_exposure(self, trials: Iterable[Trial]) -> list[str]:
        """The rows to be written when an exposure is over."""
        return [self.table.line(trial) for trial in trials]

    def of_pass(self, _number: int, _unseen: Mapping[str, float]) -> list[str]:
        """The rows to be written when a pass is over."""
        return []


class PassRows:
    """A row for every whole pass of every learner."""

    table = Table(PassRecord)

    def __init__(self) -> None:
        self._tallies: dict[str, PassTally] = {}

    def of_exposure(self, trials: Iterable[Trial]) -> list[str]:
        """The rows to be written when an exposure is over."""
        for trial in trials:
            self._tallies.setdefault(trial.learner, PassTally()).add(trial)
        return []

    def of_pass(self, number: int, unseen: Mapping[str, float]) -> list[str]:
        """The rows to be written when the pass *number* is over; *unseen* by learner, as in PassRecord."""
        tallies, self._tallies = self._tallies, {}
        return [self.table.line(tally.record(name, number, unseen.get(name))) for name, tally in tallies.items()]


NO_ROWS = "none"
ROW_KINDS: dict[str, type[ExposureRows | PassRows]] = {"exposures": ExposureRows, "passes": PassRows}
COLUMNS, PASS_COLUMNS = (tuple(kind.table.columns) for kind in (ExposureRows, PassRows))
