"""Layers, initializers, the flat memory of a network, and the network itself."""

from copy import deepcopy
from functools import partial

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from modern import (
    Dense,
    GraphError,
    Network,
    Parameters,
    SettingError,
    ShapeError,
    Tensor,
    cross_entropy,
    he_uniform,
    tanh,
    uniform,
    xavier_uniform,
    zeros,
)


@pytest.fixture
def network(rng):
    return Network.dense([4, 3, 2], activation="tanh", rng=rng)


@pytest.fixture
def images(rng):
    return rng.random((5, 4), dtype=np.float32)


def test_dense_is_g_of_x_w_plus_b(rng, images):
    layer = Dense(4, 3, activation="tanh", rng=rng)
    layer.bias.data = [1.0, 2.0, 3.0]
    assert_array_equal(layer(Tensor(images)).data, np.tanh(images @ layer.weight.data + layer.bias.data))


def test_dense_takes_any_function_of_tensors_as_activation(rng):
    layer = Dense(1, 1, activation=lambda z: z * z, rng=rng)
    layer.weight.data = [[3.0]]
    assert layer(Tensor([[2.0]])).item() == 36.0


def test_dense_names_itself_and_both_shapes_where_they_do_not_fit(rng):
    with pytest.raises(ShapeError, match=r"Dense 4-3: .* got \(5, 7\) for weight \(4, 3\)"):
        Dense(4, 3, rng=rng)(Tensor(np.zeros((5, 7))))


@pytest.mark.parametrize(("inputs", "outputs", "name"), [(0, 3, "inputs"), (3, -1, "outputs")])
def test_dense_needs_at_least_one_of_each(inputs, outputs, name, rng):
    with pytest.raises(SettingError, match=f"{name} must be at least 1, got {min(inputs, outputs)}"):
        Dense(inputs, outputs, rng=rng)


@pytest.mark.parametrize(
    ("initializer", "limit"),
    [
        (xavier_uniform, np.sqrt(6 / 140)),
        (he_uniform, np.sqrt(6 / 100)),
        (uniform, 0.05),
        (partial(uniform, limit=2), 2),
    ],
    ids=["xavier", "he", "uniform", "uniform of 2"],
)
def test_uniform_initializers_fill_their_range(initializer, limit, rng):
    weights = initializer(rng, (100, 40))
    assert weights.shape == (100, 40)
    assert 0.99 * limit < np.abs(weights).max() <= limit
    assert abs(weights.mean()) < 0.05 * limit


def test_zeros_are_zero_and_draw_nothing(rng):
    before = rng.bit_generator.state
    assert_array_equal(zeros(rng, (2, 3)), np.zeros((2, 3)))
    assert rng.bit_generator.state == before


@pytest.mark.parametrize(
    ("activation", "initializer"),
    [("relu", he_uniform), ("leaky_relu", he_uniform), ("tanh", xavier_uniform), (tanh, xavier_uniform)],
)
def test_weights_start_as_suits_the_activation_and_biases_at_zero(activation, initializer):
    layer = Dense(4, 3, activation=activation, rng=np.random.default_rng(5))
    assert_allclose(layer.weight.data, initializer(np.random.default_rng(5), (4, 3)), rtol=1e-6)
    assert_array_equal(layer.bias.data, np.zeros(3))


def test_parameters_and_gradients_are_views_of_two_flat_arrays(network):
    for tensor in network.parameters:
        assert np.shares_memory(tensor.data, network.parameters.values)
        assert np.shares_memory(tensor.grad, network.parameters.gradients)
    network.layers[0].weight.data = np.full((4, 3), 7.0)
    assert_array_equal(network.parameters.values[:12], np.full(12, 7.0))


def test_backward_fills_the_flat_gradients_and_zeroing_clears_them(network, images):
    cross_entropy(network(images), [0, 1, 0, 1, 0]).backward()
    gathered = np.concatenate([tensor.grad.ravel() for tensor in network.parameters])
    assert_array_equal(network.parameters.gradients, gathered)
    assert gathered.any()
    network.parameters.zero_gradients()
    assert not network.parameters.gradients.any()


def test_a_backward_pass_through_changed_parameters_is_refused(network, images):
    loss = cross_entropy(network(images), [0, 1, 0, 1, 0])
    network.parameters.values = np.zeros(len(network.parameters))
    with pytest.raises(GraphError, match="must not change between the forward and the backward pass"):
        loss.backward()


def test_flat_values_keep_their_shape(network):
    with pytest.raises(ShapeError, match=r"values must have shape \(23,\), got \(3,\)"):
        network.parameters.values = np.zeros(3)


def test_parameters_belong_to_one_network(network):
    with pytest.raises(SettingError, match="another network's"):
        Network(network.layers)


def test_parameters_are_of_one_type(rng):
    with pytest.raises(SettingError, match=r"exactly one dtype, got \['float32', 'float64'\]"):
        Parameters([Tensor([1.0]), Tensor([1.0], dtype=np.float64)])


def test_a_layer_that_stands_twice_in_a_network_learns_once(rng):
    layer = Dense(3, 3, rng=rng)
    network = Network([layer, layer])
    assert network.parameter_count == 12
    assert np.shares_memory(layer.weight.data, network.parameters.values)


def test_a_copied_network_has_a_memory_of_its_own(network, images):
    copy = deepcopy(network)
    assert_array_equal(copy(images).data, network(images).data)
    copy.parameters.values = np.zeros(23)
    assert not copy(images).data.any()
    assert network(images).data.any()


def test_network_composes_its_layers(network, images):
    first, second = network.layers
    assert_array_equal(network(images).data, second(first(Tensor(images))).data)


def test_network_computes_in_the_type_of_its_parameters(rng, images):
    assert Network.dense([4, 2], rng=rng)(images.astype(np.float64)).dtype == np.float32
    assert Network.dense([4, 2], rng=rng, dtype=np.float64)(images).dtype == np.float64


def test_activities_are_what_each_layer_gives_logits_last(network, images):
    hidden, logits = network.activities(images)
    assert_array_equal(hidden, network.layers[0](Tensor(images)).data)
    assert_array_equal(logits, network(images).data)


def test_probabilities_are_the_softmax_of_the_logits(network, images):
    p = network.predict_probabilities(images)
    powers = np.exp(network(images).data)
    assert_allclose(p, powers / powers.sum(axis=1, keepdims=True), rtol=1e-5)


def test_no_hidden_layer_is_a_network_too(rng, images):
    network = Network.dense([4, 2], rng=rng)
    assert network.parameter_count == 10
    assert_allclose(network(images).data, images @ network.layers[0].weight.data, rtol=1e-6)


def test_starting_again_equals_starting_with_the_same_dice(network):
    network.initialize(np.random.default_rng(3))
    fresh = Network.dense([4, 3, 2], activation="tanh", rng=np.random.default_rng(3))
    assert_array_equal(network.parameters.values, fresh.parameters.values)


def test_counts_of_the_letter_network_are_those_worked_by_hand(rng):
    network = Network.dense([400, 64, 26], rng=rng)
    assert network.parameter_count == 400 * 64 + 64 + 64 * 26 + 26
    assert network.multiply_adds == 400 * 64 + 64 * 26
    assert network.multiply_adds_per_step(32, per_parameter=7) == (
        32 * (2 * 400 * 64 + 3 * 64 * 26) + 7 * network.parameter_count
    )


@pytest.mark.parametrize("shape", [(4,), (5, 3), (5, 2, 2), ()])
def test_an_image_of_the_wrong_shape_is_refused_with_layer_rule_and_shape(network, shape):
    with pytest.raises(ShapeError, match=r"layer 1 \(Dense 4-3\) must be given \(batch, 4\), got "):
        network(np.zeros(shape))


def test_layers_that_do_not_fit_are_refused_by_name(rng):
    with pytest.raises(ShapeError, match=r"layer 2 \(Dense 5-2\) must take what Dense 4-3 gives, .* \(5,\) .* \(3,\)"):
        Network([Dense(4, 3, rng=rng), Dense(5, 2, rng=rng)])


def test_a_network_needs_a_layer(rng):
    with pytest.raises(SettingError, match="layers must be at least one"):
        Network([])
    with pytest.raises(SettingError, match=r"inputs and outputs at least, got \[4\]"):
        Network.dense([4], rng=rng)
