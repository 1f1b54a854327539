"""The lecture's network followed while it learns (lecture row 21): every number, by the library itself.

2-2-2 sigmoid neurons, inputs .05 .10, targets .01 .99, rate .5; the original keeps the biases fixed.
"""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from modern import (
    Dense,
    GradientDescent,
    Network,
    Tensor,
    gradients,
    half_squared_sum,
    sigmoid,
    train_step,
    zeros,
)

INPUTS, TARGETS = np.array([[0.05, 0.10]]), np.array([[0.01, 0.99]])


def lecture_network(biases_learn):
    """w1..w4 into the hidden neurons, w5..w8 into the output neurons; column j holds those of neuron j."""
    rng = np.random.default_rng(0)
    layers = [Dense(2, "sigmoid", weights=zeros) for _ in range(2)]
    network = Network(layers, input_shape=(2,), rng=rng, dtype=np.float64)
    hidden, output = layers
    hidden.weight.data, hidden.bias.data = np.array([[0.15, 0.20], [0.25, 0.30]]).T, [0.35, 0.35]
    output.weight.data, output.bias.data = np.array([[0.40, 0.45], [0.50, 0.55]]).T, [0.60, 0.60]
    for layer in layers:
        layer.bias.requires_grad = biases_learn
    return network


def loss_after(steps, network):
    optimizer = GradientDescent(0.5)
    for _ in range(steps):
        train_step(network, half_squared_sum, optimizer, INPUTS, TARGETS)
    return half_squared_sum(network(INPUTS), TARGETS).item()


def test_forward_pass_of_the_lecture():
    hidden, output = (layer for layer in lecture_network(False).layers)
    z_h = Tensor(INPUTS) @ hidden.weight + hidden.bias
    out_h = sigmoid(z_h)
    z_o = out_h @ output.weight + output.bias
    out_o = sigmoid(z_o)
    assert_allclose(z_h.data, [[0.3775, 0.3925]], rtol=1e-12)
    assert_allclose(out_h.data, [[0.593269992, 0.596884378]], atol=5e-10)
    assert_allclose(z_o.data, [[1.105905967, 1.224921404]], atol=5e-10)
    assert_allclose(out_o.data, [[0.751365070, 0.772928465]], atol=5e-10)
    assert_allclose((out_o.data - TARGETS) ** 2 / 2, [[0.274811083, 0.023560026]], atol=5e-10)


def test_chain_rule_of_the_lecture_at_the_first_output_weight():
    hidden, output = lecture_network(False).layers
    out_h = hidden(Tensor(INPUTS))
    z_o = out_h @ output.weight + output.bias
    out_o = sigmoid(z_o)
    loss = half_squared_sum(out_o, TARGETS)
    by_output, by_sum, by_weight = gradients(loss, [out_o, z_o, output.weight])
    assert by_output.data[0, 0] == pytest.approx(0.741365070, abs=5e-10)
    assert by_sum.data[0, 0] / by_output.data[0, 0] == pytest.approx(0.186815602, abs=5e-10)
    assert out_h.data[0, 0] == pytest.approx(0.593269992, abs=5e-10)
    assert by_weight.data[0, 0] == pytest.approx(0.082167041, abs=5e-10)


def test_all_eight_weights_after_one_step():
    network = lecture_network(False)
    loss_after(1, network)
    hidden, output = network.layers
    assert_allclose(hidden.weight.data.T, [[0.149780716, 0.199561432], [0.249751144, 0.299502287]], atol=5e-10)
    assert_allclose(output.weight.data.T, [[0.358916480, 0.408666186], [0.511301270, 0.561370121]], atol=5e-10)
    assert_allclose([hidden.bias.data, output.bias.data], [[0.35, 0.35], [0.60, 0.60]], rtol=0)


@pytest.mark.parametrize(
    ("biases_learn", "steps", "loss"),
    [
        (False, 0, 0.298371109),
        (False, 1, 0.291027774),
        (False, 10_000, 3.510187783e-5),
        (True, 1, 0.280471447),
        (True, 10_000, 2.447562e-6),
    ],
    ids=["at first", "one step", "10,000 steps", "one step, biases learned", "10,000 steps, biases learned"],
)
def test_loss_is_the_lectures(biases_learn, steps, loss):
    digits = 5e-7 if loss == 2.447562e-6 else 5e-9
    assert loss_after(steps, lecture_network(biases_learn)) == pytest.approx(loss, rel=digits)
