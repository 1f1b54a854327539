"""Where a number comes from: every field of a specification says documented, inferred or assumed, and its source."""

from collections.abc import Iterator
from dataclasses import dataclass, field, fields, is_dataclass
from enum import StrEnum
from typing import Any


class Certainty(StrEnum):
    """How well a number of the real machine is known."""

    DOCUMENTED = "documented"
    INFERRED = "inferred"
    ASSUMED = "assumed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvenanceRow:
    """One number of a specification with its certainty and source."""

    name: str
    value: object
    certainty: Certainty
    source: str


def _stated(default: Any, certainty: Certainty, source: str) -> Any:
    return field(default=default, metadata={"certainty": certainty, "source": source})


def documented(default: Any, source: str) -> Any:
    """A field whose value a source states; *source* is a key of docs/history-and-fidelity.md."""
    return _stated(default, Certainty.DOCUMENTED, source)


def inferred(default: Any, source: str) -> Any:
    """A field whose value follows from what sources state or photographs show."""
    return _stated(default, Certainty.INFERRED, source)


def assumed(default: Any, source: str) -> Any:
    """A field for which no evidence was found; *source* says what the choice rests on."""
    return _stated(default, Certainty.ASSUMED, source)


def provenance(spec: Any, prefix: str = "") -> Iterator[ProvenanceRow]:
    """Yield a row for every number in *spec*, nested specifications included, in order of declaration."""
    for item in fields(spec):
        value, name = getattr(spec, item.name), prefix + item.name
        if is_dataclass(value):
            yield from provenance(value, f"{name}.")
        else:
            source = item.metadata["source"]
            yield ProvenanceRow(name=name, value=value, certainty=item.metadata["certainty"], source=source)
