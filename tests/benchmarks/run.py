"""Measure against plain references and print a table; write benchmarks.json in the current folder.

Each row is a ratio of medians taken in turn in one run, so that a noisy machine disturbs both alike. What is asked of a
row stands beside it. Nothing here is a test: figures are for people to read.
"""

import argparse
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

import data
import laboratory
import mark1
import network
import pytorch
import rewind
import sweeps
import window
from rows import Row


def rows(quick: bool) -> Iterator[Row]:
    """Every benchmark, one after the other."""
    blocks = 5 if quick else 25
    yield from mark1.rows(blocks)
    yield from network.rows(blocks)
    yield from pytorch.rows(blocks)
    yield from window.rows(60 if quick else 600)
    yield from data.rows(blocks)
    yield from laboratory.rows(blocks, all_of_them=not quick)
    yield from rewind.rows(50 if quick else 500)
    yield from sweeps.rows(long=not quick)


def line(row: Row) -> str:
    """The row as it is printed."""
    reference = "" if row.reference_us is None else f"{row.reference_us:.1f} us"
    ratio = "" if row.ratio is None else f"{row.ratio:.4g}"
    asked = row.asked + (" MISSED" if row.missed else "")
    return f"{row.name:34}{row.median_us:10.1f} us{reference:>15}{ratio:>11}   {asked:19}{row.note}"


def asked_for(arguments: list[str]) -> argparse.Namespace:
    """What the command line says; whatever it cannot mean is refused, with exit code 2, before anything is measured."""
    parser = argparse.ArgumentParser(prog="run.py", description=__doc__, allow_abbrev=False)
    parser.add_argument("--quick", action="store_true", help="fewer repetitions, rougher figures")
    return parser.parse_args(arguments)


def main() -> None:
    """Print a line for each row as it comes, then write the file."""
    quick = asked_for(sys.argv[1:]).quick
    found = {}
    print(f"{'what':34}{'ours':>13}{'reference':>15}{'ratio':>11}   {'asked':19}note")
    for row in rows(quick):
        print(line(row), flush=True)
        found[row.name] = {
            "median_us": round(row.median_us, 3),
            "reference_us": None if row.reference_us is None else round(row.reference_us, 3),
            "ratio": None if row.ratio is None else round(row.ratio, 4),
        }
    if pytorch.torch is None:
        print(pytorch.HOW_TO_ADD)
    Path("benchmarks.json").write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
