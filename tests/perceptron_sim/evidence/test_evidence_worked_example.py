"""The sheet of the worked example says what the lecture says, adds up by hand, and is what the page shows."""

import math
import re
from dataclasses import astuple
from pathlib import Path

import pytest

from perceptron_sim.evidence import EVIDENCE
from perceptron_sim.evidence.table import HEADINGS
from perceptron_sim.evidence.worked_example import GIVEN, PRINTED, loss_after

PAGE = (Path(__file__).resolve().parents[3] / "docs/evidence.md").read_text(encoding="utf-8")


@pytest.fixture
def values(measured):
    """Each number by its name; where there are two, with biases fixed and learned, the first."""
    quantities = {}
    for one in measured("worked-example", "short"):
        quantities.setdefault(one.name, one.value)
    return quantities


@pytest.mark.parametrize("name", PRINTED)
def test_the_lectures_digits_are_ours_cut_or_rounded(values, name):
    printed = PRINTED[name].replace("(", "").replace(")", "")
    assert abs(values[name] - float(printed)) < 10.0 ** -len(printed.partition(".")[2])


@pytest.mark.parametrize(
    ("number", "neuron"), list(enumerate(["h1", "h1", "h2", "h2", "o1", "o1", "o2", "o2"], start=1)), ids=str
)
def test_each_derivative_is_the_product_of_its_three_factors(values, number, neuron):
    factors = f"∂L/∂out_{neuron}", f"∂out_{neuron}/∂in_{neuron}", f"∂in_{neuron}/∂w{number}"
    by_hand = math.prod(values[name] for name in factors)
    assert values[f"∂L/∂w{number}"] == pytest.approx(by_hand, rel=1e-14)


def test_the_way_forward_by_hand(values):
    x = values
    assert x["in_h2"] == pytest.approx(x["w3"] * x["i1"] + x["w4"] * x["i2"] + x["b1"], rel=1e-15)
    assert x["in_o2"] == pytest.approx(x["w7"] * x["out_h1"] + x["w8"] * x["out_h2"] + x["b2"], rel=1e-15)
    assert x["L"] == pytest.approx(x["L_o1"] + x["L_o2"], rel=1e-15)


def test_one_step_by_hand(values):
    for number in range(1, 9):
        stepped = values[f"w{number}"] - values["λ"] * values[f"∂L/∂w{number}"]
        assert values[f"w{number} after one step"] == pytest.approx(stepped, rel=1e-15)


def test_the_loss_through_a_hidden_neuron_comes_by_both_outputs(values):
    x = values
    by_hand = sum(x[f"∂L/∂out_o{k}"] * x[f"∂out_o{k}/∂in_o{k}"] * x[w] for k, w in ((1, "w6"), (2, "w8")))
    assert x["∂L/∂out_h2"] == pytest.approx(by_hand, rel=1e-14)


@pytest.mark.parametrize(("biases_learn", "loss"), [(False, 0.291027774), (True, 0.280471447)])
def test_the_loss_after_one_step(biases_learn, loss):
    assert loss_after(1, biases_learn=biases_learn) == pytest.approx(loss, abs=5e-10)


def test_what_is_given_comes_first(measured):
    assert [one.name for one in measured("worked-example", "short")][: len(GIVEN)] == list(GIVEN)


def shown_on_the_page():
    """The cells of the table under the heading of the worked example."""
    section = PAGE.partition(f"\n## {EVIDENCE['worked-example'].title}\n")[2].partition("\n## ")[0]
    lines = re.findall(r"^\| (.*) \|$", section, re.MULTILINE)
    return [[cell.strip() for cell in line.split(" | ")] for line in lines]


@pytest.mark.long
def test_the_page_shows_the_full_sheet_but_for_last_digits_which_are_the_processors(measured):
    headings, *rows = shown_on_the_page()
    wanted = [astuple(row) for row in EVIDENCE["worked-example"].rows(measured("worked-example", "full"))]
    ours = HEADINGS.index("ours")
    assert headings == list(HEADINGS)
    assert [(*row[:ours], *row[ours + 1 :]) for row in rows] == [(*row[:ours], *row[ours + 1 :]) for row in wanted]
    assert [float(row[ours]) for row in rows] == pytest.approx([float(row[ours]) for row in wanted], rel=1e-12)
