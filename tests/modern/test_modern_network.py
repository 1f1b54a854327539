"""The network itself: layers in a row, in one flat memory."""

from copy import deepcopy

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from modern import (
    AveragePool,
    BatchNorm,
    Conv2D,
    Dense,
    Dropout,
    Flatten,
    GradientDescent,
    GraphError,
    MaxPool,
    Network,
    Parameters,
    Reshape,
    SettingError,
    ShapeError,
    Tensor,
    cross_entropy,
    train_step,
    uniform,
)


@pytest.fixture
def network(rng):
    return Network.dense([4, 3, 2], activation="tanh", rng=rng)


@pytest.fixture
def images(rng):
    return rng.random((5, 4), dtype=np.float32)


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


def test_layers_belong_to_one_network(network, rng):
    with pytest.raises(SettingError, match=r"layer 1 \(Dense 4-3\) must be new: a layer has one place in one network"):
        Network(network.layers, input_shape=(4,), rng=rng)


def test_parameters_are_of_one_type(rng):
    with pytest.raises(SettingError, match=r"of one dtype, got \['float32', 'float64'\]"):
        Parameters([Tensor([1.0]), Tensor([1.0], dtype=np.float64)])


def test_a_layer_stands_in_one_place(rng):
    layer = Dense(3)
    with pytest.raises(SettingError, match=r"layer 3 \(Dense 3\) must be new: a layer has one place in one network"):
        Network([layer, Flatten(), layer], input_shape=(3,), rng=rng)


def test_layers_that_were_refused_can_be_tried_again(rng):
    layers = [Conv2D(2, 3), Dense(3)]
    with pytest.raises(ShapeError):
        Network(layers, input_shape=(1, 5, 5), rng=rng)
    assert Network([layers[0], Flatten(), layers[1]], input_shape=(1, 5, 5), rng=rng).output_shape == (3,)


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


def test_parameters_are_drawn_layer_after_layer_weights_before_biases():
    layers = [Dense(3, "tanh", weights=uniform, biases=uniform), Dense(2, weights=uniform)]
    network = Network(layers, input_shape=(4,), rng=np.random.default_rng(3), dtype=np.float64)
    assert_array_equal(network.parameters.values[:21], np.random.default_rng(3).uniform(-0.05, 0.05, 21))


def test_counts_of_the_letter_network_are_those_worked_by_hand(rng):
    network = Network.dense([400, 64, 26], rng=rng)
    assert network.parameter_count == 400 * 64 + 64 + 64 * 26 + 26
    assert network.multiply_adds == 400 * 64 + 64 * 26
    assert network.multiply_adds_per_step(32, per_parameter=7) == (
        32 * (2 * 400 * 64 + 3 * 64 * 26) + 7 * network.parameter_count
    )


def test_only_layers_that_learn_and_those_after_them_cost_on_the_way_back(rng):
    layers = [AveragePool(2), Flatten(), Dense(3), BatchNorm(), Dense(2)]
    network = Network(layers, input_shape=(1, 4, 4), rng=rng)
    pool, dense, norm, last = 4 * 4, 4 * 3, 3, 3 * 2
    assert network.multiply_adds == pool + dense + norm + last
    assert network.multiply_adds_per_step(10) == 10 * (pool + 2 * dense + 3 * norm + 3 * last)


def test_training_and_use_differ_where_a_layer_says_so_only(rng, images):
    plain = Network.dense([4, 3, 2], rng=rng)
    assert_array_equal(plain.while_training(images).data, plain(images).data)
    dropping = Network([Dropout(0.5, rng), Dense(2)], input_shape=(4,), rng=rng)
    assert (dropping.while_training(images).data != dropping(images).data).any()
    assert_array_equal(dropping.activities(images)[-1], dropping(images).data)


def test_probabilities_are_of_classes(rng):
    network = Network([Conv2D(2, 2)], input_shape=(1, 4, 4), rng=rng)
    with pytest.raises(ShapeError, match=r"one logit per class, \(classes,\), got \(2, 3, 3\) of Conv2D 2 of 2x2"):
        network.predict_probabilities(np.zeros((1, 1, 4, 4)))


def test_a_network_without_parameters_answers_too(rng):
    network = Network([MaxPool(2), Flatten()], input_shape=(1, 2, 4), rng=rng)
    assert (network.parameter_count, network.output_shape) == (0, (2,))
    y = deepcopy(network)(np.arange(8.0).reshape(1, 1, 2, 4))
    assert_array_equal(y.data, [[5, 7]])
    assert y.dtype == np.float32
    with pytest.raises(GraphError, match="tensors with requires_grad"):
        cross_entropy(y, [0]).backward()


def test_what_no_memory_can_hold_is_refused_with_its_size(rng):
    with pytest.raises(SettingError, match=r"layers must fit into memory, got 6\.9e\+13 parameters"):
        Network([Dense(512 * 512)], input_shape=(512 * 512 * 1000,), rng=rng)


@pytest.mark.parametrize("widths", [5, None, [], [4]])
def test_widths_are_those_of_inputs_and_outputs_at_least(widths, rng):
    with pytest.raises(SettingError, match="widths must name inputs and outputs at least, got "):
        Network.dense(widths, rng=rng)


@pytest.mark.parametrize("widths", [[0, 3], [4, -1], [4, 2.5], [4, "3"]])
def test_widths_are_whole_numbers(widths, rng):
    with pytest.raises(SettingError, match=r"widths\[[01]\] must be"):
        Network.dense(widths, rng=rng)


@pytest.mark.parametrize("shape", [(4,), (5, 3), (5, 2, 2), ()])
def test_an_image_of_the_wrong_shape_is_refused_with_layer_rule_and_shape(network, shape):
    with pytest.raises(ShapeError, match=r"layer 1 \(Dense 4-3\) must be given \(batch, 4\), got "):
        network(np.zeros(shape))


@pytest.mark.parametrize(
    ("layers", "message"),
    [
        (
            [Conv2D(3, 3), Dense(4)],
            r"layer 2, Dense 4: must be given vectors, \(inputs,\), got \(3, 4, 4\): put Flatten\(\) before it "
            r"\(it comes after Conv2D 3 of 3x3\)",
        ),
        (
            [Dense(4)],
            r"layer 1, Dense 4: must be given vectors, \(inputs,\), got \(1, 6, 6\): put Flatten\(\) before it",
        ),
        (
            [Flatten(), MaxPool(2)],
            r"layer 2, MaxPool 2x2: must be given images, \(channels, rows, columns\), got \(36,\): put Reshape",
        ),
        ([MaxPool(2), Conv2D(1, 5)], r"layer 2, Conv2D 1 of 5x5: .* at least 5x5 for one window, got \(1, 3, 3\)"),
        ([Reshape((5, 5))], r"layer 1, Reshape \(5, 5\): must be given 25 values in any shape, got 36 of \(1, 6, 6\)"),
        ([Reshape((6, 6)), BatchNorm()], r"layer 2, BatchNorm: must be given vectors.*, or images.*, got \(6, 6\)"),
    ],
    ids=["dense after images", "dense on images", "pool after vectors", "too large a window", "reshape", "batch norm"],
)
def test_layers_that_do_not_fit_are_refused_with_layer_both_shapes_and_rule(layers, message, rng):
    with pytest.raises(ShapeError, match=message):
        Network(layers, input_shape=(1, 6, 6), rng=rng)


@pytest.mark.parametrize("layers", [["relu"], [Flatten], [None], [np.tanh]])
def test_layers_are_layers(layers, rng):
    with pytest.raises(SettingError, match="layer 1 must be a Layer, got "):
        Network(layers, input_shape=(4,), rng=rng)


@pytest.mark.parametrize("layers", [Dense(3), None, 3])
def test_layers_come_in_a_list(layers, rng):
    with pytest.raises(SettingError, match="layers must be a list of layers, got "):
        Network(layers, input_shape=(4,), rng=rng)


def test_a_network_needs_a_layer(rng):
    with pytest.raises(SettingError, match="layers must be at least one"):
        Network([], input_shape=(4,), rng=rng)


@pytest.mark.parametrize(
    "ask",
    [
        lambda network, x: network(x),
        lambda network, x: network.while_training(x),
        lambda network, x: network.activities(x),
        lambda network, x: network.logits_of(x),
        lambda network, x: network.predict_probabilities(x),
    ],
    ids=["answer", "answer in training", "activities", "logits", "probabilities"],
)
@pytest.mark.parametrize(
    ("x", "message"),
    [
        ([[0, 1, 2, np.nan]], r"data must be finite, got nan at \(0, 3\)"),
        (np.array([[0, 1, -np.inf, 3]]), r"data must be finite, got -inf at \(0, 2\)"),
        (np.array([[1e300, 1, 2, 3]]), r"data must be within the range of float32, got 1e\+300"),
        ([["a", "b", "c", "d"]], "data must be real numbers"),
        (None, "data must be real numbers"),
    ],
    ids=["nan", "inf", "beyond float32", "words", "none"],
)
def test_data_that_are_no_numbers_get_no_answer(network, ask, x, message):
    with pytest.raises(SettingError, match=message):
        ask(network, x)


def test_a_network_that_has_diverged_answers_without_a_warning(images, rng):
    for activation in ("linear", "sigmoid", "gelu"):
        network = Network.dense([4, 3, 2], activation=activation, rng=rng)
        for size in (3e38, np.inf, np.nan):
            network.parameters.values = np.full(23, size)
            network.while_training(images * 1e30)
            given = [network(images * 1e30).data, network.activities(images)[-1], network.predict_probabilities(images)]
            assert not np.isfinite(given[0]).all()


def test_a_tensor_may_hold_what_it_will(network):
    assert np.isnan(network(Tensor([[0, 1, 2, np.nan]])).data).all()


def test_a_tensor_of_another_type_is_cast_as_an_array_is(network, images):
    assert network(Tensor(images.astype(np.float64))).dtype == np.float32
    with pytest.raises(SettingError, match="data to derive by must be float32, as the network, got float64"):
        network(Tensor(images.astype(np.float64), requires_grad=True))
    x = Tensor(images, requires_grad=True)
    network(x).sum().backward()
    assert x.grad.any()


def test_many_examples_are_answered_as_one_by_one(rng):
    network = Network.dense([4, 3, 2], activation="tanh", rng=rng, dtype=np.float64)
    x = rng.random((700, 4))
    expected = network(x).data
    assert_allclose(network.logits_of(x), expected, rtol=1e-13)
    hidden, logits = network.activities(x)
    assert_allclose(hidden, network.layers[0](Tensor(x)).data, rtol=1e-13)
    assert_array_equal(logits, network.logits_of(x))
    assert network.predict_probabilities(x).shape == (700, 2)
    assert network.logits_of(x[:0]).shape == (0, 2)


@pytest.mark.parametrize("width", [10**12, 10**30])
def test_what_has_no_address_is_refused_too(width, rng):
    with pytest.raises(SettingError, match="layers must fit into memory, got 1e"):
        Network([Dense(width)], input_shape=(width,), rng=rng)


def test_a_network_shows_its_layers(network):
    assert repr(network) == (
        "<Network of 23 parameters: Dense 4-3 from (4,) to (3,), tanh; Dense 3-2 from (3,) to (2,), linear>"
    )


def test_data_of_another_shape_with_as_many_values_are_told_how_to_fit(network):
    with pytest.raises(ShapeError, match=r"got \(5, 2, 2\): they have as many values, so x.reshape\(-1, 4\) will do"):
        network(np.zeros((5, 2, 2)))
    with pytest.raises(ShapeError, match=r"got \(4,\): one example is a batch of one, x\[np.newaxis\]"):
        network(np.zeros(4))
    with pytest.raises(ShapeError, match=r"got \(5, 3\)$"):
        network(np.zeros((5, 3)))


def test_answers_of_an_activation_are_no_logits(rng, images):
    network = Network([Dense(2, "sigmoid")], input_shape=(4,), rng=rng)
    with pytest.raises(SettingError, match=r"must give logits, without an activation, got sigmoid of Dense 4-2"):
        network.predict_probabilities(images)


def test_the_length_of_the_gradient_is_told_by_layer(rng, images):
    network = Network([Dense(3, "tanh"), Dropout(0.5, rng), Dense(2)], input_shape=(4,), rng=rng)
    step = train_step(network, cross_entropy, GradientDescent(0.1), images, [0, 1, 0, 1, 0])
    hidden, nothing, output = network.gradient_norms()
    first = network.layers[0]
    assert hidden == pytest.approx(np.linalg.norm([*first.weight.grad.ravel(), *first.bias.grad]))
    assert nothing == 0
    assert np.hypot(hidden, output) == pytest.approx(step.gradient_norm)
