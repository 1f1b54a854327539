"""The page of the documentation shows what is measured, to the letter."""

from pathlib import Path

import pytest

from perceptron_sim.errors import SettingError
from perceptron_sim.evidence import EVIDENCE, Row, tables
from perceptron_sim.evidence.row import mean_of, over, percent, span
from perceptron_sim.evidence.table import markdown

PAGE = (Path(__file__).resolve().parents[3] / "docs/evidence.md").read_text(encoding="utf-8")

LAST_DIGITS_VARY = {"worked-example"}  # all digits of every number: which the last ones are depends on the processor


def quick_or_long(name):
    quick = EVIDENCE[name].short == EVIDENCE[name].full
    return pytest.param(name, marks=() if quick else pytest.mark.long)


@pytest.mark.parametrize("name", [quick_or_long(name) for name in EVIDENCE if name not in LAST_DIGITS_VARY])
def test_the_page_shows_the_full_table(measured, name):
    assert markdown(EVIDENCE[name].rows(measured(name, "full"))) in PAGE


@pytest.mark.parametrize("one", EVIDENCE.values(), ids=lambda one: one.name)
def test_the_page_has_a_heading_for_every_table(one):
    assert f"\n## {one.title}\n" in PAGE


@pytest.mark.parametrize("name", ["firing-measured", "convergence", "exclusive-or", "second-typeface", "squares"])
def test_the_short_table_has_the_rows_of_the_full_one(measured, name):
    for row in EVIDENCE[name].rows(measured(name, "short")):
        assert f"\n| {row.what} " in PAGE


def test_one_table_or_all_come_under_their_titles():
    (one,) = tables("r57-table-1")
    assert one.startswith("R57 Table 1 (r57-table-1)\n\n| what ")
    assert one.endswith(" |\n")
    assert next(tables()).startswith("A-units that fire: the formula (firing-formula)\n")


def test_an_unknown_name_is_refused():
    with pytest.raises(SettingError, match=r"name must be one of firing-formula, .*, got 'magic'"):
        next(tables("magic"))


def test_a_table_lines_up():
    rows = [Row(what="a", source="R57", theirs="1", ours="2"), Row(what="bcd", source="", theirs="", ours="", note="x")]
    assert markdown(rows).splitlines()[2:] == [
        "| a    | R57    | 1      | 2    |      |      |",
        "| bcd  |        |        |      |      | x    |",
    ]


def test_a_mean_comes_with_two_standard_errors():
    mean = mean_of([0.8, 0.9, 1.0])
    assert (mean.value, mean.least, mean.most) == (pytest.approx(0.9), 0.8, 1.0)
    assert mean.half_width == pytest.approx(2 * 0.1 / 3**0.5)
    assert (mean.percent(), mean.interval()) == ("90.0 %", "± 11.5")


def test_a_single_machine_has_no_interval():
    assert over(1, mean_of([0.5]).interval()) == "1 machine"
    assert over(2, "± 1.0", "± 2.0") == "2 machines, ± 1.0, ± 2.0"


def test_numbers_in_words():
    assert (span([3, 3]), span([2.2, 7])) == ("3", "2 to 7")
    assert percent(0.1234, 0) == "12 %"
