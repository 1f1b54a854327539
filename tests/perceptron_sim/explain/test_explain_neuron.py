"""A unit opened: its terms add up to its sum, its sum gives its answer, and its gradients are the network's own."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from hardware import Tie
from modern import Tensor, cross_entropy, gradients
from perceptron_sim import Letters, Session
from perceptron_sim.explain.neuron import A_UNIT, LAYER, R_UNIT, OpenedUnit, UnitKey, a_unit, network_unit, r_unit
from perceptron_sim.explain.neuron_activation import in_words, value_and_slope
from perceptron_sim.explain.neuron_graph import GraphStep, Way, brief, graph_of, in_full
from perceptron_sim.explain.neuron_learning import learning_of
from perceptron_sim.explain.neuron_words import (
    checked,
    decimals_of,
    in_column,
    largest_terms,
    multiplied,
    sentence,
    signed,
    verdict,
)
from perceptron_sim.network_spec import NetworkSpec


def taught(**settings: NetworkSpec) -> Session:
    """A letter in view after a pass, all relays at rest."""
    session = Session(Letters(seed=1, **settings))
    next(session.passes())
    session.advance(0.4, budget_s=60)
    return session


@pytest.fixture(scope="module")
def session() -> Session:
    return taught()


@pytest.fixture(scope="module")
def deep() -> Session:
    return taught(modern=NetworkSpec(hidden=(12, 8), activation="tanh"))


def opened(session: Session, layer: int, index: int) -> OpenedUnit:
    snapshot = session.snapshot()
    key = UnitKey(LAYER, index, layer)
    network, image = session.modern.network, snapshot.network.image
    return network_unit(network, image, network.activities(image.reshape(1, -1)), key, snapshot.class_names)


def way_of(session: Session, layer: int, index: int) -> Way:
    snapshot = session.snapshot()
    assert snapshot.label is not None
    key = UnitKey(LAYER, index, layer)
    network, image = session.modern.network, snapshot.network.image
    given = network.activities(image.reshape(1, -1))
    return graph_of(network, image, given, snapshot.label, key, "cross-entropy")


def way(session: Session, layer: int, index: int) -> dict[str, GraphStep]:
    return {node.label: node for node in way_of(session, layer, index).steps}


def test_an_a_unit_sums_what_its_machine_sums(session: Session) -> None:
    machine, snapshot = session.mark1.machine, session.snapshot()
    totals = [a_unit(machine, snapshot.mark1, unit).total for unit in range(512)]
    np.testing.assert_array_equal(totals, machine.association.net_input_now(session.time_s))
    assert snapshot.mark1.firing.any()


def test_an_r_unit_sums_the_wipers_of_its_firing_a_units(session: Session) -> None:
    machine, snapshot = session.mark1.machine, session.snapshot()
    for unit in range(5):
        found = r_unit(machine, snapshot.mark1, unit)
        assert found.total == pytest.approx(snapshot.mark1.sums_v[unit], abs=1e-9)
        assert bool(found.output) == (found.total > 0)


@pytest.mark.parametrize("layer", [0, 1])
def test_a_neuron_gives_what_its_network_gives(session: Session, layer: int) -> None:
    image = session.snapshot().network.image.reshape(1, -1)
    network = session.modern.network
    for index in (0, 7, 25):
        found = opened(session, layer, index)
        wanted = network.predict_probabilities(image) if layer else network.activities(image)[0]
        assert found.output == pytest.approx(float(wanted[0, index]), rel=1e-5, abs=1e-7)


def test_the_slope_of_an_output_is_p_times_one_minus_p(session: Session) -> None:
    found = opened(session, 1, 3)
    assert found.slope == found.output * (1 - found.output)


@pytest.mark.parametrize("name", ["relu", "tanh", "sigmoid", "linear", "silu"])
def test_the_slope_of_an_activation_is_that_of_its_curve(name: str) -> None:
    step = 1e-6
    low, high = value_and_slope(name, 0.4 - step)[0], value_and_slope(name, 0.4 + step)[0]
    assert value_and_slope(name, 0.4)[1] == pytest.approx((high - low) / (2 * step), rel=1e-6)


def test_the_terms_run_from_zero_to_the_sum_largest_first(session: Session) -> None:
    found = opened(session, 0, 9)
    terms, rest, others = largest_terms(found, 8)
    sizes = [abs(term.product) for term in terms]
    assert sizes == sorted(sizes, reverse=True)
    assert terms[0].before == 0
    assert all(one.after == other.before for one, other in pairwise(terms))
    assert (len(terms), others) == (8, 392)
    assert terms[-1].after + rest + found.constant == pytest.approx(found.total)


def test_inputs_of_each_kind_have_names_of_their_own(session: Session) -> None:
    machine, snapshot = session.mark1.machine, session.snapshot()
    assert a_unit(machine, snapshot.mark1, 0).input_name(21) == "row 2, column 2"
    first = int(np.flatnonzero(machine.wiring.assignment == 1)[0])
    assert r_unit(machine, snapshot.mark1, 1).input_name(0) == f"A-unit {first}"
    assert opened(session, 1, 0).input_name(5) == "hidden 5"


@pytest.mark.parametrize(("layer", "index"), [(0, 0), (0, 11), (1, 3), (2, 4), (2, 20)])
def test_gradients_on_the_way_are_those_of_the_whole_network(deep: Session, layer: int, index: int) -> None:
    snapshot, network = deep.snapshot(), deep.modern.network
    dense = network.layers[layer]
    loss = cross_entropy(network(Tensor(snapshot.network.image.reshape(1, -1))), np.array([snapshot.label]))
    by_weight, by_bias = gradients(loss, [dense.weight, dense.bias])
    found = way(deep, layer, index)
    np.testing.assert_allclose(found["weights"].backward[:, 0], by_weight.data[:, index], rtol=2e-4, atol=1e-7)
    np.testing.assert_allclose(found["bias"].backward[0], by_bias.data[index], rtol=2e-4, atol=1e-7)
    assert found["loss"].forward == pytest.approx(loss.item(), rel=1e-5)


def test_a_silent_rectifier_lets_no_gradient_through(session: Session) -> None:
    given = session.modern.network.activities(session.snapshot().network.image.reshape(1, -1))[0][0]
    silent = int(np.flatnonzero(given == 0)[0])
    found = way(session, 0, silent)
    assert not np.any(found["weights"].backward)
    assert np.any(found["output"].backward)


def test_a_step_unit_says_how_it_is_corrected(session: Session) -> None:
    machine, snapshot = session.mark1.machine, session.snapshot()
    volts, assignment = machine.response.wiper_v(snapshot.mark1.time_s), machine.wiring.assignment
    for found in (a_unit(machine, snapshot.mark1, 3), r_unit(machine, snapshot.mark1, 0)):
        facts = list(learning_of(found, snapshot.mark1, machine.spec, assignment, volts))
        assert "slope 0" in facts[-1].what
        assert found.slope is None


def test_sentences_are_about_the_unit_that_is_opened(session: Session) -> None:
    machine, snapshot = session.mark1.machine, session.snapshot()
    assert sentence(a_unit(machine, snapshot.mark1, 12)).startswith("A-unit 12 adds up ")
    assert "its threshold is 0" in sentence(r_unit(machine, snapshot.mark1, 2))
    assert "% sure" in sentence(opened(session, 1, 4))


def test_kinds_are_keys_of_things() -> None:
    assert {UnitKey(A_UNIT, 1), UnitKey(R_UNIT, 1), UnitKey(LAYER, 1)} == {
        UnitKey(A_UNIT, 1, 0),
        UnitKey(R_UNIT, 1, 0),
        UnitKey(LAYER, 1, 0),
    }


def test_of_many_numbers_those_with_the_largest_derivatives_are_written_out() -> None:
    values, slopes = np.arange(20, dtype=np.float32), np.zeros(20, dtype=np.float32)
    slopes[17] = -0.1
    lines = list(in_full(values, slopes))
    assert lines[0] == "[17] 17.0, ∂ −0.1"
    assert lines[-1] == "and 8 more"
    assert list(in_full(np.array([[0.25]]), None)) == ["0.25"]
    assert brief(np.array([[0.5, -2.0]])) == (2, "−2")


@pytest.mark.parametrize(("layer", "index"), [(0, 3), (1, 2), (2, 5)])
def test_the_nodes_opened_are_those_of_the_way_with_what_lies_between_them(
    deep: Session, layer: int, index: int
) -> None:
    found = way_of(deep, layer, index)
    views = found.opened()
    assert [view.label for view in views] == [step.label for step in found.steps]
    for view, step in zip(views, found.steps, strict=True):
        np.testing.assert_array_equal(view.value, step.forward)
        assert (view.operation, view.gradient is None) == (step.operation, step.backward is None)
        if step.backward is not None:
            np.testing.assert_array_equal(view.gradient, step.backward)


def test_a_column_has_as_many_decimals_as_show_its_largest_number() -> None:
    assert decimals_of([0.0888, -0.0001], 3) == 4
    assert decimals_of([11.25, 0.5], 3) == 1
    assert decimals_of([1234.5], 3) == 0
    assert decimals_of([1.0, -1.0, 0.0], 3) == 0
    assert decimals_of([], 3) == 0
    column = [in_column(value, 4) for value in (0.0888, -0.0592, 0.0, -0.000001)]
    assert column == ["+0.0888", "−0.0592", "0.0000", "0.0000"]
    assert in_column(2.5, 2, plus=False) == "2.50"


def test_activations_are_called_as_people_call_them(session: Session) -> None:
    assert (in_words("relu"), in_words("leaky_relu"), in_words("tanh")) == ("ReLU", "leaky ReLU", "tanh")
    assert "its ReLU makes" in sentence(opened(session, 0, 1))


@pytest.mark.parametrize(
    ("value", "weight"), [(1.0, 0.0888), (2.83, -0.07171), (1.8312, -0.19323), (0.0, 3.0), (1.23456, 7.654321)]
)
def test_who_multiplies_the_printed_factors_finds_the_printed_product(value: float, weight: float) -> None:
    first, second, product = (text.replace("−", "-") for text in multiplied(value, weight))
    assert float(product) == pytest.approx(value * weight, rel=1e-3, abs=0)
    assert signed(float(first) * float(second)).replace("−", "-") == product


def test_the_columns_of_factors_are_long_enough_to_be_checked() -> None:
    factors = [(2.8301, -0.07171), (2.8604, -0.07066), (0.8372, -0.14251)]
    of_values, of_weights = checked(factors, 4)
    for value, weight in factors:
        printed = float(f"{value:.{of_values}f}") * float(f"{weight:.{of_weights}f}")
        assert f"{printed:.4f}" == f"{value * weight:.4f}"
    assert checked([(1.0, 0.0888), (0.0, -0.05)], 4) == (0, 4)
    assert checked([(1.0, -1.0)], 3) == (0, 0)


def test_what_is_no_number_is_told_in_words() -> None:
    assert [signed(value) for value in (np.nan, np.inf, -np.inf)] == ["no number", "∞", "−∞"]
    assert in_column(np.nan, 3) == "no number"


@pytest.mark.parametrize(
    ("loss", "activation"), [("cross-entropy", "softmax"), ("binary-cross-entropy", "sigmoid"), ("hinge", "linear")]
)
def test_what_is_made_of_an_output_is_what_its_loss_takes(session: Session, loss: str, activation: str) -> None:
    snapshot, network = session.snapshot(), session.modern.network
    image = snapshot.network.image
    given = network.activities(image.reshape(1, -1))
    found = network_unit(network, image, given, UnitKey(LAYER, 3, 1), snapshot.class_names, loss)
    assert found.activation == activation
    wanted = {"softmax": found.output, "sigmoid": 1 / (1 + np.exp(-found.total)), "linear": found.total}[activation]
    assert found.output == pytest.approx(wanted)


@pytest.mark.parametrize("tie", [Tie.ZERO, Tie.ONE, Tie.COIN])
def test_a_relay_is_late_only_where_the_unit_would_answer_otherwise(tie: Tie) -> None:
    spec = Letters().mark1
    letters = Letters(seed=1, mark1=replace(spec, response=replace(spec.response, tie=tie)))
    session = Session(letters)
    session.advance(0.01, budget_s=60)  # all knobs at 0 V: a tie, and the relays have had no time to follow
    session.advance(0.9, budget_s=60)
    machine, snapshot = session.mark1.machine, session.snapshot()
    for index in range(5):
        found = r_unit(machine, snapshot.mark1, index)
        assert found.total == 0
        assert "late" not in verdict(found)
