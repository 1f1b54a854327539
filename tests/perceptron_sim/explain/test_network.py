"""A network in figures: what it learns and why, sums term by term, weights laid back on the retina."""

import math
import re
from itertools import pairwise

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from modern import Conv2D, Dense, Flatten, MaxPool, Network, Reshape
from perceptron_sim import Session
from perceptron_sim.explain.network import (
    count_arithmetic,
    evidence_for,
    kind_in_words,
    layer_in_words,
    levels,
    read_layers,
    signed,
    total_arithmetic,
    unit_sum,
)
from perceptron_sim.explain.network_fields import machine_fields, network_fields, strongest_cell, unit_field, wires_to
from perceptron_sim.explain.network_settings import NAMES, OPTIMIZERS, changed, effect, in_words
from perceptron_sim.explain.network_slices import Sliced
from perceptron_sim.network_spec import NetworkSpec


@pytest.fixture
def dense():
    return Network.dense([400, 64, 26], rng=np.random.default_rng(1))


@pytest.fixture
def seeing():
    layers = [Reshape((1, 6, 6)), Conv2D(4, 3, padding=1, activation="relu"), MaxPool(2), Flatten(), Dense(3)]
    return Network(layers, input_shape=(36,), rng=np.random.default_rng(1))


def test_what_a_layer_learns_is_worked_out_as_on_paper(dense):
    assert [count_arithmetic(layer) for layer in read_layers(dense)] == [
        "400 × 64 + 64 = 25,664",
        "64 × 26 + 26 = 1,690",
    ]
    assert total_arithmetic(read_layers(dense))[-1] == "25,664 + 1,690 = 27,354"


def test_filters_count_once_however_often_they_are_used(seeing):
    filters, pool, outputs = read_layers(seeing)
    assert [layer.title for layer in (filters, pool, outputs)] == ["filters", "pool", "outputs"]
    assert count_arithmetic(filters) == "4 × 3 × 3 + 4 = 40"
    assert count_arithmetic(pool) == "learns nothing"
    assert count_arithmetic(outputs) == "36 × 3 + 3 = 111"


def test_what_is_read_stays_as_it_was(dense):
    layers = read_layers(dense)
    before = layers[0].weight.copy()
    dense.initialize(np.random.default_rng(2))
    assert_array_equal(layers[0].weight, before)


def test_the_sum_of_a_unit_is_the_networks_own(dense):
    x = np.random.default_rng(3).random(400)
    hidden, outputs = read_layers(dense)
    given = dense.activities(x[np.newaxis])
    for unit in (0, 17):
        assert unit_sum(hidden, unit, x).answer == pytest.approx(given[0][0, unit], rel=1e-4, abs=1e-6)
        assert evidence_for(outputs, unit, given[0][0]).total == pytest.approx(given[1][0, unit], rel=1e-4, abs=1e-5)


def test_the_lines_of_a_sum_end_in_its_activation():
    network = Network.dense([3, 1, 2], activation="tanh", rng=np.random.default_rng(1))
    hidden = read_layers(network)[0]
    network.layers[0].weight.data[:, 0] = 0.5, -0.25, 2.0
    hidden = read_layers(network)[0]
    lines = unit_sum(hidden, 0, np.array([1.0, 1.0, 0.0])).lines
    assert lines[0] == "input 0: 1 × +0.5 = +0.5"
    assert lines[1] == "input 1: 1 × −0.25 = −0.25"
    assert lines[-2] == "sum +0.25"
    assert lines[-1] == f"tanh(+0.25) = {math.tanh(0.25):.4g}"


def test_a_product_of_a_sum_can_be_worked_out_again(dense):
    for line in unit_sum(read_layers(dense)[0], 3, np.random.default_rng(1).random(400)).lines[:6]:
        first, second, told = (float(part) for part in re.split("[×=]", line.split(": ")[1].replace("−", "-")))
        assert float(f"{first * second:.4g}") == told


def test_the_field_of_one_unit_is_that_among_all(dense):
    layers = read_layers(dense)
    for place, unit in ((0, 5), (1, 7)):
        one = unit_field(layers, place, unit, (20, 20))
        assert_allclose(one, network_fields(layers, (20, 20))[place][unit], rtol=1e-4, atol=1e-6)


def test_the_rest_of_a_sum_is_never_rounding(dense):
    inputs = np.zeros(400)
    inputs[:5] = 0.3
    assert evidence_for(read_layers(dense)[0], 0, inputs).rest == 0.0


def test_what_is_left_out_of_the_lines_is_told_together(dense):
    lines = unit_sum(read_layers(dense)[0], 0, np.ones(400)).lines
    assert "394 more terms, together" in lines[6]


def test_lamps_are_lit_by_what_is_above_nought():
    assert levels(np.array([-1.0, 0.0, 1.0, 2.0])).tolist() == [0.0, 0.0, 0.5, 1.0]
    assert not levels(np.zeros(4)).any()


def test_a_layer_says_how_many_of_its_units_are_active(dense, seeing):
    assert layer_in_words(read_layers(dense)[1], np.array([1.0, -1.0] * 13)) == "13 of 26 above 0"
    assert layer_in_words(read_layers(seeing)[0], None) == "4 images of 6 × 6"
    assert layer_in_words(read_layers(dense)[0], None) == "64 units"


def test_the_kind_of_network_is_told_in_words():
    assert kind_in_words(NetworkSpec(), 400, 26) == "400 cells, 64 ReLU units, 26 outputs"
    assert kind_in_words(NetworkSpec(hidden=()), 400, 2) == "400 cells, no hidden units, 2 outputs"


def test_a_sign_is_always_told():
    assert [signed(value) for value in (0.04312, -2.0, 0.0)] == ["+0.04312", "−2", "+0"]


def test_fields_of_later_layers_are_the_weights_multiplied(dense):
    first, second = network_fields(read_layers(dense), (20, 20))
    weights = [layer.weight.data for layer in dense.layers]
    assert_allclose(first[5].ravel(), weights[0][:, 5])
    assert_allclose(second[7].ravel(), (weights[0] @ weights[1])[:, 7], rtol=1e-4, atol=1e-6)


def test_filters_have_no_place_on_the_retina(seeing):
    assert network_fields(read_layers(seeing), (6, 6)) == ()


def test_a_field_of_the_machine_is_what_one_cell_adds_to_the_sum(two_passes):
    taught = Session(two_passes)
    taught.advance(30.0, budget_s=math.inf)
    machine = taught.mark1.machine
    angles = taught.snapshot().mark1.angle_deg
    fields = machine_fields(machine.wiring, angles, (20, 20), 5)
    wiring, cell, r_unit = machine.wiring, 137, 2
    reached = (wiring.origins == cell) * wiring.signs * (wiring.assignment == r_unit)
    assert fields[r_unit].flat[cell] == pytest.approx(float((reached * angles).sum()))
    units, wires = wires_to(wiring, r_unit)
    assert units == int((wiring.assignment == r_unit).sum())
    assert wires == 10 * units


def test_the_strongest_cell_is_counted_from_one():
    field = np.zeros((3, 4))
    field[2, 1] = -7.0
    assert strongest_cell(field) == (3, 2, -7.0)


@pytest.mark.parametrize("name", NAMES)
def test_every_setting_goes_on_and_back_again(name):
    spec = NetworkSpec(hidden=(64,), rate=0.01, batch=4)
    on = changed(spec, name, 1, 26)
    assert on is not None
    assert on != spec
    back = changed(on, name, -1, 26)
    assert in_words(back, name) == in_words(spec, name)


@pytest.mark.parametrize(
    ("spec", "name", "step"),
    [
        (NetworkSpec(hidden=()), "depth", -1),
        (NetworkSpec(hidden=(8,) * 4), "depth", 1),
        (NetworkSpec(hidden=()), "width", 1),
        (NetworkSpec(hidden=()), "activation", 1),
        (NetworkSpec(batch=16), "batch", 1),
        (NetworkSpec(rate=1e-5), "rate", -1),
    ],
)
def test_what_means_nothing_is_not_offered(spec, name, step):
    assert changed(spec, name, step, 26) is None


def test_rates_go_up_by_one_two_five_from_wherever_they_are():
    rates, spec = [], NetworkSpec(rate=0.0015)
    for _ in range(4):
        spec = changed(spec, "rate", 1, 26)
        rates.append(spec.rate)
    assert rates == [0.002, 0.005, 0.01, 0.02]


def test_every_optimizer_comes_with_its_usual_rate():
    spec = NetworkSpec()
    for _ in OPTIMIZERS:
        before, spec = spec, changed(spec, "optimizer", 1, 26)
        assert spec.optimizer != before.optimizer
    assert spec == NetworkSpec()
    assert changed(spec, "optimizer", 1, 26).rate == 0.05


def test_deeper_layers_are_as_wide_as_the_last():
    assert changed(NetworkSpec(hidden=(32, 8)), "depth", 1, 26).hidden == (32, 8, 8)
    assert changed(NetworkSpec(hidden=(32, 8)), "width", 1, 26).hidden == (64, 64)


def test_it_is_said_what_becomes_of_the_weights():
    spec = NetworkSpec()
    assert effect(spec, changed(spec, "rate", 1, 26)) == "the weights stay"
    assert effect(spec, changed(spec, "depth", 1, 26)) == "the network begins again"


def test_settings_are_told_in_words():
    spec = NetworkSpec(hidden=(32, 8), optimizer="gradient-descent", loss="squared-error", activation="leaky_relu")
    told = [in_words(spec, name) for name in NAMES]
    assert told == ["2", "32, 8", "leaky ReLU", "squared error", "gradient descent", "0.001", "1"]
    assert in_words(NetworkSpec(hidden=()), "width") == "–"


def test_a_sliced_work_gives_the_best_so_far_and_stops_at_its_budget():
    now = iter(range(1000))
    work = Sliced(iter("abcdef"), clock=lambda: next(now))
    assert work.advance(2.0) == "b"
    assert not work.finished
    answers = [work.advance(2.0) for _ in range(4)]
    assert answers[-1] == "f"
    assert work.finished
    assert all(one <= other for one, other in pairwise(answers))


def test_a_slice_makes_one_step_at_least():
    work = Sliced(iter("abc"), clock=lambda: 0.0)
    assert [work.advance(0.0) for _ in range(3)] == ["a", "b", "c"]
