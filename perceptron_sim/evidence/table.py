"""Rows of evidence as a Markdown table whose columns also line up in a terminal."""

from collections.abc import Iterable
from dataclasses import astuple

from perceptron_sim.evidence.row import Row

HEADINGS = ("what", "source", "theirs", "ours", "over", "note")


def markdown(rows: Iterable[Row]) -> str:
    """*rows* as a table, a line each, without a line end after the last."""
    cells = [HEADINGS, *(astuple(row) for row in rows)]
    widths = [max(len(line[column]) for line in cells) for column in range(len(HEADINGS))]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) + " |" for line in cells
    ]
    ruler = "|" + "|".join("-" * (width + 2) for width in widths) + "|"
    return "\n".join([lines[0], ruler, *lines[1:]])
