"""The lecture's network followed while it learns (lecture row 21): every number, by the library itself.

2-2-2 sigmoid neurons, inputs .05 .10, targets .01 .99, rate .5; the original keeps the biases fixed. Each number is
held to nine digits behind the point, as it is published, and to PyTorch's golden as near as float64 allows.
"""

from functools import cache

import numpy as np
import pytest
from golden_file import load
from golden_replay_learning import LECTURE_INPUTS, LECTURE_TARGETS, lecture_network, lecture_step
from numpy.testing import assert_allclose

from modern import GradientDescent, Tensor, gradients, half_squared_sum, train_step

GOLDEN = load("lecture")
STEPS = GOLDEN.cases["biases_fixed"]["steps"]
PUBLISHED_DIGITS = 5e-10  # nine behind the point

# Forward, back to every node, back to every weight. Rows of the weights: w1 w2 / w3 w4, and w5 w6 / w7 w8.
ONE_STEP = {
    "in_h": [0.3775, 0.3925],
    "out_h": [0.593269992, 0.596884378],
    "in_o": [1.105905967, 1.224921404],
    "out_o": [0.751365070, 0.772928465],
    "loss_o": [0.274811083, 0.023560026],
    "loss": [0.298371109],
    "by_out_o": [0.741365070, -0.217071535],
    "by_in_o": [0.138498562, -0.038098237],
    "by_out_h": [0.036350306, 0.041370323],
    "by_in_h": [0.008771355, 0.009954255],
    "by_output_weight": [[0.082167041, 0.082667628], [-0.022602540, -0.022740242]],
    "by_hidden_weight": [[0.000438568, 0.000877135], [0.000497713, 0.000995425]],
    "by_output_bias": [0.138498562, -0.038098237],
    "by_hidden_bias": [0.008771355, 0.009954255],
}
HIDDEN_AFTER_ONE_STEP = [[0.149780716, 0.199561432], [0.249751144, 0.299502287]]
OUTPUT_AFTER_ONE_STEP = [[0.358916480, 0.408666186], [0.511301270, 0.561370121]]
both = pytest.mark.parametrize("biases_learn", [False, True], ids=["biases fixed", "biases learned"])


@cache
def course(biases_learn):
    """After each of STEPS: the loss; and w1 to w8 with the four biases behind them."""
    network = lecture_network()
    hidden, output = network.layers
    for layer in network.layers:
        layer.bias.requires_grad = biases_learn
    optimizer, losses, parameters = GradientDescent(0.5), {}, {}
    for step in range(STEPS[-1] + 1):
        if step in STEPS:
            losses[step] = half_squared_sum(network(LECTURE_INPUTS), LECTURE_TARGETS).item()
            tensors = (hidden.weight.data.T, output.weight.data.T, hidden.bias.data, output.bias.data)
            parameters[step] = np.concatenate([tensor.ravel() for tensor in tensors])
        train_step(network, half_squared_sum, optimizer, LECTURE_INPUTS, LECTURE_TARGETS)
    return losses, parameters


def golden_of(biases_learn):
    return GOLDEN.of("biases_learned" if biases_learn else "biases_fixed")


@pytest.mark.parametrize("quantity", ONE_STEP)
def test_number_on_the_way_forward_and_back_is_the_published_one(quantity):
    found = lecture_step(*lecture_network().layers)
    assert_allclose(found[quantity], ONE_STEP[quantity], rtol=0, atol=PUBLISHED_DIGITS)


@pytest.mark.parametrize("quantity", sorted(GOLDEN.of("one_step").keys() - {"x"}))
def test_number_on_the_way_forward_and_back_is_pytorchs(quantity):
    found = lecture_step(*lecture_network().layers)
    assert_allclose(found[quantity], GOLDEN.arrays["one_step", quantity], rtol=1e-10)


def test_chain_rule_of_the_lecture_at_the_first_output_weight():
    hidden, output = lecture_network().layers
    out_h = hidden(Tensor(LECTURE_INPUTS))
    in_o = out_h @ output.weight + output.bias
    out_o = output.activation(in_o)
    by_out, by_in, by_weight = gradients(half_squared_sum(out_o, LECTURE_TARGETS), [out_o, in_o, output.weight])
    slope = by_in.data[0, 0] / by_out.data[0, 0]
    assert_allclose(
        [by_out.data[0, 0], slope, out_h.data[0, 0], by_weight.data[0, 0]],
        [0.741365070, 0.186815602, 0.593269992, 0.082167041],
        atol=PUBLISHED_DIGITS,
    )
    assert by_weight.data[0, 0] == pytest.approx(by_out.data[0, 0] * slope * out_h.data[0, 0], rel=1e-14)


def test_chain_rule_of_the_lecture_at_the_first_hidden_weight_gathers_from_both_outputs():
    hidden, output = lecture_network().layers
    found = lecture_step(hidden, output)
    w5, w7 = output.weight.data[0]
    from_outputs = found["by_in_o"] * [w5, w7]
    slope = found["out_h"][0] * (1 - found["out_h"][0])
    assert_allclose(from_outputs, [0.055399425, -0.019049119], atol=PUBLISHED_DIGITS)
    assert from_outputs.sum() == pytest.approx(found["by_out_h"][0], rel=1e-14)
    assert slope == pytest.approx(0.241300709, abs=PUBLISHED_DIGITS)
    assert found["by_hidden_weight"][0, 0] == pytest.approx(from_outputs.sum() * slope * 0.05, rel=1e-14)


@both
def test_all_eight_weights_after_one_step(biases_learn):
    after = course(biases_learn)[1][1]
    assert_allclose(after[:4].reshape(2, 2), HIDDEN_AFTER_ONE_STEP, atol=PUBLISHED_DIGITS)
    assert_allclose(after[4:8].reshape(2, 2), OUTPUT_AFTER_ONE_STEP, atol=PUBLISHED_DIGITS)


def test_biases_stay_where_the_original_keeps_them_fixed():
    assert_allclose(course(False)[1][STEPS[-1]][8:], [0.35, 0.35, 0.60, 0.60], rtol=0)


def test_biases_that_learn_move_against_their_slopes():
    before, after = (course(True)[1][step][8:] for step in (0, 1))
    slopes = [*ONE_STEP["by_hidden_bias"], *ONE_STEP["by_output_bias"]]
    assert_allclose(after, before - 0.5 * np.array(slopes), rtol=0, atol=PUBLISHED_DIGITS)


@pytest.mark.parametrize(
    ("biases_learn", "step", "loss"),
    [
        (False, 0, 0.298371109),
        (False, 1, 0.291027774),
        (False, 10_000, 3.510187783e-5),
        (True, 0, 0.298371109),
        (True, 1, 0.280471447),
        (True, 10_000, 2.447562236e-6),
    ],
)
def test_loss_is_the_lectures(biases_learn, step, loss):
    assert course(biases_learn)[0][step] == pytest.approx(loss, rel=2e-9)


@both
@pytest.mark.parametrize("position", range(len(STEPS)), ids=map(str, STEPS))
def test_loss_and_all_parameters_on_the_way_to_10_000_steps_are_pytorchs(biases_learn, position):
    losses, parameters = course(biases_learn)
    assert losses[STEPS[position]] == pytest.approx(golden_of(biases_learn)["losses"][position], rel=1e-10)
    assert_allclose(parameters[STEPS[position]], golden_of(biases_learn)["parameters"][position], rtol=1e-10)
