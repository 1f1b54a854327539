"""Measure against plain references and print a table; write benchmarks.json in the current folder.

Each row is a ratio of medians taken in turn in one run, so that a noisy machine disturbs both alike. Nothing here is a
test: figures are for people to read.
"""

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # one thread for everybody, before numpy starts
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")
sys.path.insert(0, str(Path(__file__).parent))

import mark1
import network
import window
from rows import Row


def rows(quick: bool) -> Iterator[Row]:
    """Every benchmark, one after the other."""
    blocks = 5 if quick else 25
    yield from mark1.rows(blocks)
    yield from network.rows(blocks)
    yield from window.rows(60 if quick else 600)


def main() -> None:
    """Print a line for each row as it comes, then write the file."""
    found = {}
    print(f"{'what':34}{'ours':>13}{'reference':>15}{'ratio':>9}   note")
    for row in rows(quick="--quick" in sys.argv[1:]):
        print(f"{row.name:34}{row.median_us:10.1f} us{row.reference_us:12.1f} us{row.ratio:9.4g}   {row.note}")
        found[row.name] = {
            "median_us": round(row.median_us, 3),
            "reference_us": round(row.reference_us, 3),
            "ratio": round(row.ratio, 4),
        }
    Path("benchmarks.json").write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
