"""What an experiment finds out after the last pass: one number of one learner, and under what conditions."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    """The *value* of what was measured, as "accuracy", *at* conditions, as ("a_units_off_share", 0.1).

    Names end in their unit; shares are of 1.
    """

    learner: str
    measure: str
    value: float
    at: tuple[tuple[str, float | int | str], ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """The same as plain values."""
        return {"learner": self.learner, "measure": self.measure, "value": self.value, "at": dict(self.at)}
