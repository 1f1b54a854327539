"""What is worked out without a machine: R57's formula and table, and what of its second appendix can be checked."""

import pytest

from perceptron_sim.evidence import r57
from perceptron_sim.evidence.firing import KNOWN, LIT_SHARES, settings


def last_place(printed):
    """One unit of the last digit of the number that *printed* writes."""
    return 10.0 ** -len(printed.partition(".")[2])


def test_the_formula_gives_all_thirty_values_to_four_digits():
    known = [value for values in KNOWN.values() for value in values]
    assert len(known) == len(list(settings())) == len(KNOWN) * len(LIT_SHARES) == 30
    assert [round(setting.formula, 4) for setting in settings()] == known


@pytest.mark.parametrize("entry", [x for x in r57.entries() if x.firing_share == 0.10], ids=lambda x: x.printed)
def test_table_1_is_the_formula_where_a_tenth_fires(entry):
    assert abs(entry.z - float(entry.printed)) <= last_place(entry.printed) / 2


@pytest.mark.parametrize("entry", [x for x in r57.entries() if x.firing_share == 0.01], ids=lambda x: x.printed)
def test_table_1_lacks_a_term_where_a_hundredth_fires(entry):
    assert abs(entry.rough_z / float(entry.printed) - 1) < 1e-3
    assert entry.z / float(entry.printed) - 1 == pytest.approx(0.005, abs=1e-3)


def test_the_printed_biases_of_appendix_2_decide_as_it_says():
    assert [right for _, right in r57.appendix()] == [6, 6]


def test_appendix_2_is_said_to_be_beyond_testing():
    rows = list(r57.appendix_rows(r57.appendix()))
    assert {row.ours for row in rows} == {"cannot be tested, patterns lost"}
