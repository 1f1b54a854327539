"""Every claim is there, says where it comes from, and is judged by the one rule."""

import ast
from dataclasses import fields
from pathlib import Path

import pytest

import perceptron_sim.reproduction
from perceptron_sim.reproduction.claim import (
    Verdict,
    about,
    as_many_as,
    at_most,
    counted,
    exactly,
    more_than,
    verdict_of,
)
from perceptron_sim.reproduction.groups import CLAIMS
from perceptron_sim.reproduction.intervals import Kind, exact, student
from perceptron_sim.reproduction.measures import MEASURES
from perceptron_sim.reproduction.parameters import Parameters, parameters_of, variations
from perceptron_sim.reproduction.table import TAGS

FOLDER = Path(perceptron_sim.reproduction.__file__).parent
every_claim = pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: f"{claim.number} {claim.what}")


def test_every_number_of_the_list_has_a_row():
    assert {claim.number for claim in CLAIMS} == {f"8.{n}" for n in range(1, 21)} | {f"9.{n}" for n in range(1, 9)}


@every_claim
def test_a_claim_has_a_figure_or_says_why_it_cannot_be_tested(claim):
    assert claim.untestable or (claim.span is not None and (claim.exact is None) != (claim.figure is None))
    assert claim.certainty in TAGS
    assert claim.printed
    assert claim.source.key
    assert claim.source.who
    assert claim.source.when


def test_every_figure_is_measured_and_every_measure_is_used():
    assert {claim.figure.measure for claim in CLAIMS if claim.figure} == set(MEASURES)


def test_measures_name_parameters_that_there_are():
    names = {one.name for one in fields(Parameters)}
    assert all(set(measure.uses) <= names for measure in MEASURES.values())


def test_every_parameter_is_used_by_a_measure_or_only_with_another():
    used = {name for measure in MEASURES.values() for name in measure.uses}
    assert {one.name for one in fields(Parameters)} - used == {"local_spread_share"}  # where the wiring is local


@pytest.mark.parametrize("path", sorted(FOLDER.glob("rows_*.py")), ids=lambda path: path.name)
def test_no_row_sets_a_parameter(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    modules = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert "perceptron_sim.reproduction.parameters" not in modules


def test_a_parameter_is_tried_at_other_values_than_its_own():
    for one in parameters_of(Parameters()):
        assert one.value not in one.vary
        assert one.why


def test_one_parameter_is_varied_at_a_time():
    changes = list(variations(Parameters(), ("threshold", "rule")))
    assert [(name, str(value)) for name, value, _ in changes] == [
        ("threshold", "2"),
        ("threshold", "3"),
        ("rule", "beta"),
        ("rule", "gamma"),
    ]
    for name, value, changed in changes:
        others = [x for x in fields(Parameters) if getattr(changed, x.name) != getattr(Parameters(), x.name)]
        assert [x.name for x in others] == [name]
        assert getattr(changed, name) == value


def test_a_printed_figure_stands_for_its_rounding():
    assert (about(".92").low, about(".92").high) == (pytest.approx(0.915), pytest.approx(0.925))
    assert (about("99.8", 0.01).low, about("99.8", 0.01).high) == (pytest.approx(0.9975), pytest.approx(0.9985))
    assert (about("707").low, about("707").high) == (706.5, 707.5)


def test_a_count_stands_for_wilsons_interval_and_a_bound_for_all_it_allows():
    assert counted(97, 100).high < 1
    assert as_many_as(97, 100).low == counted(97, 100).low
    assert verdict_of(as_many_as(97, 100), exact(1.0)) is Verdict.AGREES
    assert verdict_of(at_most(1.0), exact(1.01)) is Verdict.DIFFERS
    assert verdict_of(more_than(0.8), exact(0.8)) is Verdict.DIFFERS
    assert verdict_of(exactly(0.0), exact(0.0)) is Verdict.AGREES


@pytest.mark.parametrize(
    ("values", "verdict"),
    [([0.90, 0.92], "agrees"), ([0.80, 0.81, 0.80, 0.81], "differs"), ([0.95, 0.951, 0.95, 0.951], "differs")],
)
def test_a_row_agrees_if_interval_and_range_meet(values, verdict):
    assert verdict_of(about(".92"), student(values, 0.0, 1.0)) == verdict


def test_shares_of_machines_have_wilsons_intervals():
    shares = [claim for claim in CLAIMS if claim.remark == "the share of machines"]
    assert shares
    assert all(claim.figure.kind is Kind.WILSON for claim in shares)
