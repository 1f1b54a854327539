"""The table says what is printed, what is ours, how sure that is, what it rests on, and how far it moves."""

import pytest

from perceptron_sim.reproduction.claim import RULE
from perceptron_sim.reproduction.groups import CLAIMS, GROUPS, NAMES
from perceptron_sim.reproduction.parameters import Parameters, parameters_of
from perceptron_sim.reproduction.table import counted_in_words, document, full_cells, overview, written


def test_numbers_are_written_as_their_rows_write_them():
    assert written(0.9785, ".1%") == "97.9 %"
    assert written(-0.062, ".1%") == "−6.2 %"
    assert written(710.669, "#.4g") == "710.7"
    assert written(1005.04, "#.4g") == "1005"
    assert written(0.5104, ".3f") == "0.510"


def test_every_claim_is_in_one_group():
    assert len(CLAIMS) == len(set(CLAIMS)) == sum(len(group.claims) for group in GROUPS)


def test_both_tables_show_every_row(closed_forms):
    short, full = overview(closed_forms), document(closed_forms)
    for claim in CLAIMS:
        assert f"| {claim.what} " in short
        assert f"| {claim.what} " in full
    assert closed_forms.digest in short
    for text in (short, full):
        assert counted_in_words(closed_forms) in text


def test_the_704_is_not_called_the_mark_1(closed_forms):
    title = next(group.title for group in GROUPS if any(claim.number == "8.9" for claim in group.claims))
    assert title == "Programs on an IBM 704, not the Mark I"
    assert f"## {title}\n" in document(closed_forms)


def test_the_rule_and_every_parameter_stand_before_the_rows(closed_forms):
    head = document(closed_forms).partition("## The Mark I")[0]
    assert RULE in head
    for one in parameters_of(Parameters()):
        assert f"| `{one.name}` " in head
        assert one.why in head


def test_a_row_names_source_certainty_and_seeds(squares):
    cells = full_cells(squares)
    assert cells[2:5] == ("NYT713 [S]: New York Times, 13 July 1958", "97 of 100", "98.0 %")
    assert cells[5:7] == ("91.6 to 100.0 %", "2 t")
    assert cells[7] == "agrees"


def test_a_row_that_differs_says_how_far_it_moves(small):
    row = next(row for row in small.rows if row.verdict == "differs")
    page = document(small)
    assert f"\n- {NAMES[row.claim]}: " in page
    assert "(`compared` sums); as printed with none of the values tried\n" in page
    assert "| as assumed " in page
    assert "| `compared` sums " in page


def test_what_rows_rest_on_stands_below_them(small):
    names = ", ".join(NAMES[row.claim] for row in small.rows)
    assert f"\nAssumed:\n\n- in {names}: `compared`\n" in document(small)


def test_every_row_has_a_name_of_its_own():
    assert len(set(NAMES.values())) == len(CLAIMS)
    assert {"8.1a", "8.1b", "8.1c", "8.2", "8.14z", "8.14aa"} <= set(NAMES.values())


def test_where_nothing_was_varied_that_is_said(closed_forms):
    assert "Only the full bench varies its parameters." in document(closed_forms)


@pytest.mark.parametrize("character", ["|", "\n"])
def test_no_cell_breaks_the_table(closed_forms, character):
    assert not [row for row in closed_forms.rows if any(character in cell for cell in full_cells(row))]
