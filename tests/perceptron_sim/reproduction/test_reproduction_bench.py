"""The bench: the same table whoever works on it, an honest word for every row."""

import math
import os

import pytest

from perceptron_sim.errors import SettingError
from perceptron_sim.reproduction import QUICK, Parameters, Verdict, reproduce
from perceptron_sim.reproduction.bench import CONDITION, NOT_MEASURED, estimate, row_of
from perceptron_sim.reproduction.groups import CLAIMS
from perceptron_sim.reproduction.intervals import Kind
from perceptron_sim.reproduction.measures import MEASURES
from perceptron_sim.reproduction.parameters import parameters_of
from perceptron_sim.reproduction.workers import Task, Workers


def claim_named(text):
    return next(claim for claim in CLAIMS if text in claim.what)


@pytest.mark.long
def test_the_table_does_not_depend_on_the_number_of_workers(tiny, claims_of, small):
    shared = reproduce(tiny, claims=claims_of("table-1"), workers=2)
    assert shared.digest == small.digest
    assert shared.rows == small.rows
    assert shared.varied == small.varied


def test_the_same_seeds_give_the_same_and_other_parameters_another_digest(nothing, closed_forms):
    assert reproduce(nothing, workers=1).digest == closed_forms.digest
    assert reproduce(nothing, Parameters(threshold=2), workers=1).digest != closed_forms.digest


def test_a_row_that_differs_is_measured_at_every_other_value_of_what_it_uses(small):
    differing = [row for row in small.rows if row.verdict is Verdict.DIFFERS]
    assert differing
    for row in differing:
        values = [(x.name, value) for x in parameters_of(Parameters()) if x.name in row.uses for value in x.vary]
        assert [(one.parameter, one.value) for one in small.varied_of(row.claim)] == values
        assert {one.ours.over for one in small.varied_of(row.claim)} == {small.size.varied}


def test_other_rows_are_not_varied(small):
    assert {one.claim.what for one in small.varied} == {
        row.claim.what for row in small.rows if row.verdict is Verdict.DIFFERS
    }


def test_every_seed_is_kept(small):
    of_figure = [one for one in small.measured if one.name == "100, 100"]
    assert [one.seed for one in of_figure] == [0, 1]
    row = next(row for row in small.rows if row.claim.figure.name == "100, 100")
    assert row.ours.value == pytest.approx(sum(one.value for one in of_figure) / 2)


def test_without_seeds_a_row_says_that_it_was_not_measured(closed_forms):
    row = next(row for row in closed_forms.rows if row.claim.number == "8.12")
    assert (row.verdict, row.why, row.ours) == (Verdict.UNTESTABLE, NOT_MEASURED, None)


def test_seeds_on_which_a_condition_does_not_hold_do_not_count():
    claim = claim_named("better than chance where P_c12 < P_a < P_c11: squares or circles")
    half = row_of(claim, {"overlaps": [{"figures": math.nan}, {"figures": 0.6}, {"figures": 0.7}]})
    assert half.ours.over == 2
    none = row_of(claim, {"overlaps": [{"figures": math.nan}]})
    assert (none.verdict, none.why) == (Verdict.UNTESTABLE, CONDITION)


def test_counts_have_wilsons_intervals_and_means_students():
    share, mean = claim_named("without error within 40"), claim_named("also needed")
    assert estimate(share.figure, [{"errorless within 40": 1.0}] * 20).kind is Kind.WILSON
    assert estimate(mean.figure, [{"exposures": 12.0}, {"exposures": 14.0}]).kind is Kind.STUDENT


def test_a_claim_without_a_printed_figure_is_not_judged_but_ours_is_shown():
    claim = claim_named("letters in the middle of the field")
    row = row_of(claim, {"mark1-alphabet": [{"right": 1.0}, {"right": 0.9}]})
    assert (row.verdict, row.ours.value) == (Verdict.UNTESTABLE, 0.95)


def test_closed_forms_agree_but_for_the_columns_that_lack_a_term(closed_forms):
    forms = [row for row in closed_forms.rows if row.claim.exact is not None]
    differing = {row.claim.what for row in forms if row.verdict is Verdict.DIFFERS}
    assert len(forms) == 30 + 1 + 24 + 1
    assert len(differing) == 13
    assert all("P_a = 0.01" in what for what in differing)


def test_progress_is_told(tiny, claims_of):
    told = []
    reproduce(tiny, claims=claims_of("overlaps"), workers=1, progress=lambda *step: told.append(step))
    assert told == [(0, 1, 2), (0, 2, 2)]


@pytest.mark.parametrize("number", [0, 65])
def test_no_workers_and_too_many_are_refused(number):
    with pytest.raises(SettingError, match=f"workers must be a whole number from 1 to 64, got {number}"):
        Workers(number)


def test_the_quick_bench_has_intervals():
    seeds = {name: measure.seeds_of(QUICK) for name, measure in MEASURES.items()}
    assert seeds.pop("capacity-512") == 0
    assert min(seeds.values()) >= 3
    assert QUICK.varied == 0


@pytest.mark.long
def test_the_quick_bench_measures_every_row_but_the_largest():
    found = reproduce(QUICK)
    assert [row.claim.what for row in found.rows if row.why == NOT_MEASURED] == [
        "512 weights: random patterns separable on the A-units"
    ]


class EndsItsReader:
    """Whoever unpickles it is gone, as a worker that ran out of memory."""

    def __reduce__(self):
        return os._exit, (1,)


def test_a_worker_that_was_ended_from_outside_is_one_sentence():
    task = Task("overlaps", EndsItsReader(), 0)
    with Workers(2) as team, pytest.raises(SettingError, match=r"workers must be so few that .*, got 2, one of which"):
        team.results([task], lambda *_: None)
