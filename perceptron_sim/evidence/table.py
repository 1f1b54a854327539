"""Rows of evidence as a Markdown table whose columns also line up in a terminal."""

from collections.abc import Iterable, Sequence
from dataclasses import astuple

from perceptron_sim.evidence.row import Row

HEADINGS = ("what", "source", "theirs", "ours", "over", "note")


def markdown(rows: Iterable[Row]) -> str:
    """*rows* as a table, a line each, without a line end after the last."""
    return aligned(HEADINGS, map(astuple, rows))


def aligned(headings: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    """The same of any *lines*, each with a text for every one of the *headings*."""
    cells = [headings, *lines]
    widths = [max(len(line[column]) for line in cells) for column in range(len(headings))]
    padded = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) + " |" for line in cells
    ]
    ruler = "|" + "|".join("-" * (width + 2) for width in widths) + "|"
    return "\n".join([padded[0], ruler, *padded[1:]])
