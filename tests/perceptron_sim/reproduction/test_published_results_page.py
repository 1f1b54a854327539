"""The page shows what the full bench gives, to the letter; `make test` looks at a sample of its rows."""

from dataclasses import replace
from pathlib import Path

import pytest

from perceptron_sim.reproduction import FULL, reproduce
from perceptron_sim.reproduction.groups import CLAIMS
from perceptron_sim.reproduction.table import document, full_cells

PAGE = (Path(__file__).resolve().parents[3] / "docs/published-results.md").read_text(encoding="utf-8")
SAMPLE = ("mark1-alphabet", "overlaps")  # at all their seeds, in a second or two
ON_PAGE = {
    tuple(cell.strip() for cell in line.strip("|").split(" | ")) for line in PAGE.splitlines() if line[:1] == "|"
}


def figures(found):
    return {full_cells(row) for row in found.rows}


def test_closed_forms_and_what_cannot_be_tested_stand_on_the_page(nothing):
    sure = [claim for claim in CLAIMS if not claim.figure]
    assert figures(reproduce(nothing, claims=sure, workers=1)) <= ON_PAGE


def test_a_sample_of_rows_comes_out_as_on_the_page(claims_of):
    found = reproduce(replace(FULL, varied=0), claims=claims_of(*SAMPLE), workers=1)
    assert figures(found) <= ON_PAGE


def test_the_page_names_its_command():
    assert "\nperceptron-sim reproduce --out " in PAGE


@pytest.mark.long
def test_the_page_shows_the_whole_bench(whole):
    assert document(whole) in PAGE
