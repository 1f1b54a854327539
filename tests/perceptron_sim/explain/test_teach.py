"""What is said about a visitor's sign: right where both were, plain where nobody said what it is, exact in its sums."""

import math

import numpy as np
import pytest

from perceptron_sim.explain import teach, teach_cards
from perceptron_sim.learner import Opinion
from perceptron_sim.sign import Sign
from perceptron_sim.visits import Visit

NAMES = ("O", "Q", "R")
SIGN = Sign(1, 4, bytes((0, 255, 128, 0)))


def of_machine(label, *volts):
    volts = volts or (4.0, -2.5)
    return Opinion(label=label, sureness=min(map(abs, volts)), margins=volts)


def of_network(label, *shares):
    shares = shares or tuple(0.8 if one == label else 0.1 for one in range(3))
    return Opinion(label=label, sureness=shares[label], margins=shares)


def visit(label, machine, network):
    return Visit(lesson=6, sign=SIGN, label=label, opinions={"a": of_machine(machine), "b": of_network(network)})


@pytest.mark.parametrize(
    ("label", "machine", "network", "right", "words"),
    [
        (1, 1, 1, True, "Both named it rightly: Q."),
        (1, 1, 0, None, "The machine named it rightly: Q. The network said O."),
        (1, None, 1, None, "The network named it rightly: Q. The machine said nothing it knows."),
        (1, 2, 0, False, "The machine said R, the network O: now they learn it is Q."),
        (1, None, 0, False, "The machine said nothing it knows, the network O: now they learn it is Q."),
        (None, 2, 2, None, "Both say R."),
        (None, None, 0, None, "The machine says nothing it knows, the network O."),
    ],
)
def test_what_came_of_a_visit_is_said_in_one_breath(label, machine, network, right, words):
    assert teach.result(visit(label, machine, network), "a", "b", NAMES) == (right, words)


def test_where_one_was_right_each_has_a_verdict_of_its_own():
    verdicts = ((True, "The machine named it rightly: Q."), (False, "The network said O."))
    assert teach.of_each(visit(1, 1, 0), "a", "b", NAMES) == verdicts
    assert [teach.of_each(visit(*one), "a", "b", NAMES) for one in ((1, 1, 1), (1, 2, 0), (None, 2, 0))] == [()] * 3


def test_figures_have_no_more_digits_than_matter():
    assert [teach.volts_in_words(volts) for volts in (4.24, -0.5, -31.4, 10.0)] == ["+4.2", "−0.5", "−31", "+10"]
    assert teach.sure_in_volts(of_machine(1, 3.0, -12.34)) == "sure by 3.0 V"
    assert teach.sure_in_percent(of_network(1, 0.05, 0.914, 0.036)) == "91 % sure"
    assert teach.sure_in_percent(of_network(0, math.nan, math.nan, math.nan)) == "its numbers ran away"


def test_the_likeliest_come_first_and_what_ran_away_last():
    assert teach.best(of_network(2, 0.3, 0.3, 0.4), 3) == [2, 0, 1]
    assert teach.best(Opinion(label=1, sureness=0.4, margins=(math.nan, 0.4, 0.1)), 2) == [1, 2]


def test_the_sum_on_a_lamps_card_comes_out():
    opinion = of_machine(1, 4.0, -2.5)
    lines = teach_cards.of_lamp(1, opinion, 1.5).arithmetic
    assert lines == ("sum of its wipers = −1.000 V", "− threshold +1.500 V", "= −2.500 V: dark")
    assert "R2" in str(teach_cards.of_machine(opinion, NAMES, ("Q", "11")).arithmetic[-1])


def test_light_and_probabilities_add_up():
    figure = teach_cards.of_sign(SIGN)
    assert ("together as light as", "1.5 full cells") in figure.facts
    assert figure.arithmetic == ("2 of 4 cells have light", "= 50% of the retina")
    shares = np.linspace(1, 2, 30)
    network = Opinion(label=29, sureness=0.0, margins=tuple((shares / shares.sum()).tolist()))
    lines = teach_cards.of_network(network, [f"c{n}" for n in range(30)]).arithmetic
    assert sum(float(line.rpartition(": ")[2]) for line in lines[:-1]) == pytest.approx(1, abs=2e-4)


@pytest.mark.parametrize("place", [0, 2])
def test_every_card_says_whence_it_is_known_whether_or_not_there_is_a_sign(place):
    for machine, network in ((None, None), (of_machine(None), of_network(1))):
        for figure in (
            teach_cards.of_lamp(0, machine, 0.0),
            teach_cards.of_machine(machine, NAMES, None),
            teach_cards.of_network(network, NAMES),
            teach_cards.of_probability(place, network, NAMES),
            teach_cards.of_visit(visit(1, 1, 0), "a", "b", NAMES),
            teach_cards.of_showing(),
        ):
            assert figure.source
            assert figure.certainty in ("documented", "inferred", "assumed", "computed")
