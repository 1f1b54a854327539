"""Weights as plain arrays: what they are called, that they fit where they belong, and nowhere else."""

import io

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from modern import (
    Adam,
    AveragePool,
    BatchNorm,
    Conv2D,
    Dense,
    Flatten,
    GraphError,
    MaxPool,
    Network,
    SettingError,
    ShapeError,
    cross_entropy,
    restore_weights,
    train_step,
    weights_of,
)


def small_network(seed=1, *, activation="relu", outputs=2, dtype=np.float32):
    layers = [Conv2D(2, 2, activation=activation), BatchNorm(), MaxPool(2), Flatten(), Dense(outputs)]
    return Network(layers, input_shape=(1, 5, 5), rng=np.random.default_rng(seed), dtype=dtype)


@pytest.fixture
def images(rng):
    return rng.random((4, 1, 5, 5), dtype=np.float32)


@pytest.fixture
def weights(images):
    network = small_network()
    network.while_training(images)
    return weights_of(network)


def test_weights_are_named_by_layer_and_described_beside(weights):
    assert {key: array.shape for key, array in weights.items() if array.shape} == {
        "layer_1_weight": (2, 1, 2, 2),
        "layer_1_bias": (2,),
        "layer_2_weight": (2,),
        "layer_2_bias": (2,),
        "layer_2_running_mean": (2,),
        "layer_2_running_variance": (2,),
        "layer_5_weight": (8, 2),
        "layer_5_bias": (2,),
    }
    assert {key: array.item() for key, array in weights.items() if not array.shape} == {
        "format_version": 1,
        "layer_1": "Conv2D 2 of 2x2 from (1, 5, 5) to (2, 4, 4), stride 1, padding 0, relu",
        "layer_2": "BatchNorm 2 from (2, 4, 4) to (2, 4, 4), epsilon 1e-05",
        "layer_3": "MaxPool 2x2 from (2, 4, 4) to (2, 2, 2), stride 2",
        "layer_4": "Flatten from (2, 2, 2) to (8,)",
        "layer_5": "Dense 8-2 from (8,) to (2,), linear",
    }


def test_weights_are_plain_arrays_that_an_npz_file_holds(weights, images):
    file = io.BytesIO()
    np.savez(file, **weights)
    file.seek(0)
    with np.load(file, allow_pickle=False) as stored:
        first, second = small_network(2), small_network(3)
        restore_weights(first, stored)
        restore_weights(second, weights)
    assert_array_equal(first(images).data, second(images).data)


def test_weights_are_copies(images):
    network = small_network()
    before = weights_of(network)
    kept = {key: array.copy() for key, array in before.items()}
    train_step(network, cross_entropy, Adam(), images, np.array([0, 1, 0, 1]))
    for key, array in before.items():
        assert_array_equal(array, kept[key])


def test_restoring_takes_copies_into_the_memory_of_the_network(weights):
    network = small_network(2)
    values = network.parameters.values
    restore_weights(network, weights)
    assert network.parameters.values is values
    assert_array_equal(values[:8], weights["layer_1_weight"].ravel())
    weights["layer_1_weight"][...] = 0
    assert values[:8].any()


def test_a_backward_pass_through_restored_weights_is_refused(weights, images):
    network = small_network(2)
    loss = cross_entropy(network(images), [0, 1, 0, 1])
    restore_weights(network, weights)
    with pytest.raises(GraphError, match="must not change"):
        loss.backward()


def test_a_network_goes_on_learning_from_restored_weights_as_the_first_would(weights, images):
    networks = [small_network(seed) for seed in (2, 3)]
    for network in networks:
        restore_weights(network, weights)
        train_step(network, cross_entropy, Adam(), images, np.array([0, 1, 0, 1]))
    first, second = (weights_of(network) for network in networks)
    for key, array in first.items():
        assert_array_equal(array, second[key])


def without(key):
    return lambda weights: weights.pop(key)


def put(key, value):
    return lambda weights: weights.update({key: value})


NAN_WEIGHT = np.full((8, 2), np.nan, np.float32)
UNFIT = {
    "another format": (put("format_version", np.array(2)), SettingError, "format_version must be 1, got 2"),
    "no format": (without("format_version"), SettingError, "format_version must be 1, got None"),
    "a missing array": (without("layer_5_bias"), SettingError, "weights must hold 'layer_5_bias', got none"),
    "a missing state": (without("layer_2_running_mean"), SettingError, "must hold 'layer_2_running_mean', got none"),
    "an unknown array": (put("layer_6_bias", np.zeros(2)), SettingError, "network's layers, got 'layer_6_bias'"),
    "another layer": (
        put("layer_3", np.array("AveragePool 2x2 from (2, 4, 4) to (2, 2, 2)")),
        SettingError,
        r"layer_3 must be 'MaxPool 2x2 .*', got 'AveragePool 2x2 ",
    ),
    "a layer that is no text": (put("layer_3", np.arange(3)), SettingError, r"layer_3 must be .*, got \[0, 1, 2\]"),
    "another shape": (put("layer_5_bias", np.zeros(3, np.float32)), ShapeError, r"layer_5_bias .* \(2,\), got \(3,\)"),
    "another type": (put("layer_5_bias", np.zeros(2)), SettingError, "layer_5_bias must be float32, .* got float64"),
    "text": (put("layer_5_bias", np.array(["a", "b"])), SettingError, "layer_5_bias must be float32, .* got str"),
    "objects": (put("layer_5_bias", [None, {}]), SettingError, "layer_5_bias must be float32, .* got object"),
    "a ragged list": (put("layer_5_bias", [[1], [1, 2]]), SettingError, "layer_5_bias must be an array, got"),
    "an array of objects": (put("layer_3", np.array({}, object)), SettingError, "layer_3 must be 'MaxPool .*', got {}"),
    "no number": (
        put("layer_5_weight", NAN_WEIGHT),
        SettingError,
        r"layer_5_weight must be finite, got nan at \(0, 0\)",
    ),
    "an impossible state": (
        put("layer_2_running_variance", np.array([1, -2], np.float32)),
        SettingError,
        r"layer_2_running_variance must be at least 0, got -2\.0",
    ),
}


@pytest.mark.parametrize(("spoil", "error", "message"), UNFIT.values(), ids=UNFIT)
def test_what_does_not_fit_is_refused_by_name_and_changes_nothing(weights, spoil, error, message):
    network = small_network(2)
    before = weights_of(network)
    spoil(weights)
    with pytest.raises(error, match=message):
        restore_weights(network, weights)
    for key, array in weights_of(network).items():
        assert_array_equal(array, before[key])


@pytest.mark.parametrize(
    ("other", "message"),
    [
        ({"activation": "tanh"}, r"layer_1 must be 'Conv2D .*, tanh', got 'Conv2D .*, relu'"),
        ({"outputs": 3}, r"layer_5 must be 'Dense 8-3 .*', got 'Dense 8-2 "),
        ({"dtype": np.float64}, "layer_1_weight must be float64, as its network, got float32"),
    ],
    ids=["activation", "width", "type"],
)
def test_a_network_of_another_make_is_refused(weights, other, message):
    with pytest.raises(SettingError, match=message):
        restore_weights(small_network(**other), weights)


@pytest.mark.parametrize("weights", [None, 1, [np.zeros(2)]])
def test_weights_are_arrays_by_name(weights):
    with pytest.raises(SettingError, match="weights must be arrays by name, got "):
        restore_weights(small_network(), weights)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Conv2D(1, 3, stride=2, padding=1), Conv2D(1, 3)),
        (MaxPool(2, stride=2), MaxPool(2, stride=1)),
        (AveragePool(2, stride=1), AveragePool(2, stride=2)),
        (BatchNorm(epsilon=1e-5), BatchNorm(epsilon=1.0)),
    ],
    ids=["stride and padding", "stride of a maximum", "stride of a mean", "epsilon"],
)
def test_settings_tell_layers_of_one_shape_apart(one, other, rng):
    shape = (1, 4, 4) if isinstance(one, Conv2D) else (1, 2, 2)
    first, second = (Network([layer], input_shape=shape, rng=rng) for layer in (one, other))
    assert first.output_shape == second.output_shape
    with pytest.raises(SettingError, match=r"layer_1 must be '.*', got '"):
        restore_weights(second, weights_of(first))


def cut(stored):
    return stored[: len(stored) // 2] + stored[-2000:]


def flipped(stored):
    here = stored.index(b"layer_5_weight.npy") + 200
    return stored[:here] + bytes(byte ^ 255 for byte in stored[here : here + 8]) + stored[here + 8 :]


@pytest.mark.parametrize("spoil", [cut, flipped])
def test_a_damaged_file_is_refused_whatever_goes_wrong_in_it(weights, spoil):
    file = io.BytesIO()
    np.savez(file, **weights)
    network = small_network(2)
    before = network.parameters.values.copy()
    refused = pytest.raises(SettingError, match="must be an array, got one that cannot be read")
    with np.load(io.BytesIO(spoil(file.getvalue()))) as stored, refused:
        restore_weights(network, stored)
    assert_array_equal(network.parameters.values, before)


def test_a_file_of_pickled_objects_is_refused(weights):
    file = io.BytesIO()
    np.savez(file, **(weights | {"layer_5_bias": np.array([None, {}], object)}))
    file.seek(0)
    with np.load(file) as stored, pytest.raises(SettingError, match="layer_5_bias must be an array, got one that"):
        restore_weights(small_network(), stored)


def test_weights_are_those_of_a_network(weights):
    with pytest.raises(SettingError, match="network must be of type Network, got None"):
        weights_of(None)
    with pytest.raises(SettingError, match="network must be of type Network, got None"):
        restore_weights(None, weights)
