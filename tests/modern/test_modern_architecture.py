"""Architectures in numbers, without allocating them; and laws that hold for every row of layers that fits."""

import tracemalloc
from copy import deepcopy
from math import prod

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

from modern import (
    ACTIVATIONS,
    AveragePool,
    BatchNorm,
    Conv2D,
    Dense,
    Dropout,
    Flatten,
    MaxPool,
    Network,
    Reshape,
    SettingError,
    ShapeError,
    Tensor,
    describe,
    parameter_count,
    restore_weights,
    weights_of,
)

NAMES = st.sampled_from(sorted(ACTIVATIONS))


@st.composite
def layers_for(draw, shape):
    """Any layer that takes examples of *shape*."""
    kinds = ["Dropout", "Flatten", "Reshape"]
    if len(shape) in (1, 3):
        kinds.append("BatchNorm")
    kinds += ["Conv2D", "MaxPool", "AveragePool"] if len(shape) == 3 else []
    kinds += ["Dense"] * 3 if len(shape) == 1 else []
    kind = draw(st.sampled_from(kinds))
    if kind == "Dense":
        return Dense(draw(st.integers(1, 5)), draw(NAMES), with_bias=draw(st.booleans()))
    if kind == "Reshape":
        rows = draw(st.sampled_from([n for n in range(1, prod(shape) + 1) if prod(shape) % n == 0]))
        return Reshape(draw(st.permutations([1, rows, prod(shape) // rows])))
    if kind == "Dropout":
        return Dropout(draw(st.floats(0, 0.9)), np.random.default_rng(5))
    if kind in ("Flatten", "BatchNorm"):
        return {"Flatten": Flatten, "BatchNorm": BatchNorm}[kind]()
    size, stride = draw(st.integers(1, min(shape[1:]))), draw(st.integers(1, 3))
    if kind == "Conv2D":
        padding, bias = draw(st.integers(0, 2)), draw(st.booleans())
        return Conv2D(draw(st.integers(1, 3)), size, stride, padding, draw(NAMES), with_bias=bias)
    return {"MaxPool": MaxPool, "AveragePool": AveragePool}[kind](size, stride)


@st.composite
def architectures(draw):
    """(layers, input shape): one to five layers, each fit for what the one before gives."""
    lengths = st.integers(1, 6)
    input_shape = shape = draw(st.one_of(st.tuples(lengths), st.tuples(st.integers(1, 3), lengths, lengths)))
    layers = []
    for _ in range(draw(st.integers(1, 5))):
        layers.append(draw(layers_for(shape)))
        shape = layers[-1].describe(shape).output_shape
    return layers, input_shape


def build(architecture, seed=1):
    layers, input_shape = architecture
    return Network(deepcopy(layers), input_shape=input_shape, rng=np.random.default_rng(seed))


@given(architectures())
def test_counts_described_are_those_allocated(architecture):
    layers, input_shape = architecture
    summaries = describe(layers, input_shape)
    network = build(architecture)
    held = [tensor.size for layer in network.layers for tensor in layer.parameters]
    assert parameter_count(layers, input_shape) == network.parameter_count == sum(held)
    assert sum(summary.multiply_adds for summary in summaries) == network.multiply_adds
    for summary, layer in zip(summaries, network.layers, strict=True):
        assert [tensor.shape for tensor in layer.parameters] == list(summary.parameter_shapes.values())
        assert summary.name == layer.name


@given(architectures(), st.sampled_from([np.float32, np.float64]))
def test_shapes_and_types_promised_are_those_given(architecture, dtype):
    layers, input_shape = architecture
    network = Network(deepcopy(layers), input_shape=input_shape, rng=np.random.default_rng(1), dtype=dtype)
    x = np.random.default_rng(2).random((3, *input_shape)).astype(dtype)
    for given_, summary in zip(network.activities(x), describe(layers, input_shape), strict=True):
        assert given_.shape == (3, *summary.output_shape)
        assert given_.dtype == dtype
    trained = network.while_training(x)
    assert trained.shape == (3, *network.output_shape)
    assert trained.dtype == dtype


@given(architectures())
def test_every_parameter_receives_a_derivative_of_its_own_shape_and_type(architecture):
    network = build(architecture)
    x = Tensor(np.random.default_rng(2).random((3, *network.input_shape)).astype(np.float32), requires_grad=True)
    network.while_training(x).sum().backward()
    assert np.isfinite(network.parameters.gradients).all()
    for tensor in (x, *network.parameters):
        assert tensor.grad.shape == tensor.shape
        assert tensor.grad.dtype == np.float32


@given(architectures())
def test_weights_make_the_round_trip(architecture):
    network, other = build(architecture, seed=1), build(architecture, seed=2)
    x = np.random.default_rng(3).random((3, *network.input_shape))
    network.while_training(x)
    restore_weights(other, weights_of(network))
    assert_array_equal(other(x).data, network(x).data)
    for key, array in weights_of(network).items():
        assert_array_equal(weights_of(other)[key], array)


@given(architectures())
def test_a_copy_answers_alike_and_lives_by_itself(architecture):
    network = build(architecture)
    x = np.random.default_rng(3).random((3, *network.input_shape))
    network.while_training(x)
    answers = network(x).data.copy()
    copy = deepcopy(network)
    assert_array_equal(copy(x).data, answers)
    assert_array_equal(copy.while_training(x).data, deepcopy(network).while_training(x).data)
    copy.initialize(np.random.default_rng(9))
    assert_array_equal(network(x).data, answers)


@given(architectures())
def test_starting_again_equals_starting_with_the_same_dice(architecture):
    network = build(architecture, seed=1)
    network.while_training(np.random.default_rng(3).random((3, *network.input_shape)))
    network.initialize(np.random.default_rng(2))
    expected = weights_of(build(architecture, seed=2))
    for key, array in weights_of(network).items():
        assert_array_equal(array, expected[key])


@given(architectures())
def test_describing_leaves_no_trace(architecture):
    layers, input_shape = architecture
    first = describe(layers, input_shape)
    assert not any(layer.initialized for layer in layers)
    assert describe(layers, input_shape) == first
    network = Network(layers, input_shape=input_shape, rng=np.random.default_rng(1))
    assert describe(network.layers, network.input_shape) == first
    assert hash(first) == hash(describe(network.layers, input_shape))


@pytest.mark.long
@settings(max_examples=3000, deadline=None)
@given(architectures())
def test_laws_hold_for_thousands_of_architectures(architecture):
    for law in (
        test_counts_described_are_those_allocated,
        test_every_parameter_receives_a_derivative_of_its_own_shape_and_type,
        test_weights_make_the_round_trip,
        test_a_copy_answers_alike_and_lives_by_itself,
    ):
        law.hypothesis.inner_test(architecture)


def test_an_image_into_as_many_neurons_needs_7e10_weights_that_are_counted_without_being_there():
    tracemalloc.start()
    (summary,) = describe([Dense(512 * 512)], (512 * 512,))
    _, most_bytes = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert summary.parameter_shapes == {"weight": (512 * 512, 512 * 512), "bias": (512 * 512,)}
    assert summary.parameter_count == parameter_count([Dense(512 * 512)], (512 * 512,)) == 512**4 + 512**2
    assert summary.parameter_count == pytest.approx(6.87e10, rel=1e-3)
    assert most_bytes < 100_000


def test_a_convolutional_net_is_described_layer_by_layer():
    layers = [
        Conv2D(8, 5, activation="relu"),
        BatchNorm(),
        MaxPool(2),
        Flatten(),
        Dropout(0.5, np.random.default_rng(1)),
    ]
    summaries = describe([*layers, Dense(10)], (1, 20, 20))
    assert [(x.name, x.output_shape, x.parameter_count, x.multiply_adds, x.activation) for x in summaries] == [
        ("Conv2D 8 of 5x5", (8, 16, 16), 208, 51_200, "relu"),
        ("BatchNorm 8", (8, 16, 16), 16, 2048, None),
        ("MaxPool 2x2", (8, 8, 8), 0, 0, None),
        ("Flatten", (512,), 0, 0, None),
        ("Dropout 0.5", (512,), 0, 0, None),
        ("Dense 512-10", (10,), 5130, 5120, "linear"),
    ]


def test_what_does_not_fit_is_refused_as_a_network_would():
    with pytest.raises(
        ShapeError, match=r"layer 2, Dense 10: must be given vectors, .* \(it comes after Conv2D 8 of 5x5\)"
    ):
        parameter_count([Conv2D(8, 5), Dense(10)], (1, 20, 20))
    with pytest.raises(SettingError, match="layers must be at least one, got none"):
        describe([], (4,))
    with pytest.raises(SettingError, match="layer 1 must be a Layer, got 10"):
        describe([10], (4,))
    with pytest.raises(SettingError, match="input_shape must be a tuple of at least one length, got 400"):
        describe([Dense(10)], 400)
