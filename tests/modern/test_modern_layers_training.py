"""Layers that do in training what they do not in use: Dropout and BatchNorm."""

from copy import deepcopy

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from modern import BatchNorm, Dense, Dropout, Network, SettingError, ShapeError, Tensor, no_grad


def in_place(layer, input_shape, dtype=np.float64):
    layer.place(input_shape)
    layer.initialize(np.random.default_rng(1), dtype)
    return layer


def test_dropout_leaves_out_its_share_and_scales_up_the_rest():
    layer = in_place(Dropout(0.25, np.random.default_rng(3)), (100,))
    y = layer.while_training(Tensor(np.full((200, 100), 3.0))).data
    assert_array_equal(np.unique(y), [0, 4])
    # 20,000 draws at 1/4 spread by 61: five spreads
    assert abs(np.count_nonzero(y == 0) - 5000) < 5 * 61


def test_dropout_in_use_leaves_all_as_it_is(rng):
    x = Tensor(rng.random((2, 5)))
    assert in_place(Dropout(0.9, rng), (5,))(x) is x


def test_dropout_hands_the_slope_to_those_it_kept_only():
    layer = in_place(Dropout(0.5, np.random.default_rng(3)), (8,))
    x = Tensor(np.ones((4, 8)), requires_grad=True)
    y = layer.while_training(x)
    (y * y).sum().backward()
    assert_array_equal(x.grad, 4 * y.data)  # y = 2 x or 0: by x, y² = 4 x² has the slope 8 x = 4 y


def test_dropout_draws_anew_each_time_and_the_same_from_the_same_dice():
    first, second = (in_place(Dropout(0.5, np.random.default_rng(3)), (50,)) for _ in range(2))
    x = Tensor(np.ones((2, 50)))
    masks = [first.while_training(x).data for _ in range(2)]
    assert (masks[0] != masks[1]).any()
    for mask in masks:
        assert_array_equal(second.while_training(x).data, mask)


def test_dropout_draws_the_same_in_either_type():
    x = np.ones((2, 50))
    layers = [in_place(Dropout(0.5, np.random.default_rng(3)), (50,), dtype) for dtype in (np.float32, np.float64)]
    single, double = (layer.while_training(Tensor(x.astype(t))) for layer, t in zip(layers, "fd", strict=True))
    assert_array_equal(single.data, double.data)
    assert (single.dtype, double.dtype) == (np.float32, np.float64)


def test_dropout_of_nothing_leaves_all_as_it_is(rng):
    x = rng.random((2, 5))
    assert_array_equal(in_place(Dropout(0, rng), (5,)).while_training(Tensor(x)).data, x)


@pytest.mark.parametrize("share", [1, 1.5, -0.1, np.nan, np.inf, "half", None, True])
def test_dropout_leaves_out_less_than_all(share, rng):
    with pytest.raises(SettingError, match=r"Dropout\.share must be"):
        Dropout(share, rng)


def test_dropout_needs_a_generator():
    with pytest.raises(SettingError, match=r"Dropout\.rng must be a numpy Generator"):
        Dropout(0.5, 3)


@pytest.mark.parametrize(("shape", "axes"), [((5,), (0,)), ((3, 4, 6), (0, 2, 3))], ids=["vectors", "images"])
def test_batch_norm_brings_each_feature_to_its_weight_and_bias(shape, axes, rng):
    layer = in_place(BatchNorm(epsilon=1e-12), shape)
    layer.weight.data, layer.bias.data = rng.random(shape[0]) + 0.5, rng.normal(0, 1, shape[0])
    y = layer.while_training(Tensor(rng.normal(7, 3, (16, *shape)))).data
    assert_allclose(y.mean(axis=axes), layer.bias.data, atol=1e-12)
    assert_allclose(y.std(axis=axes), layer.weight.data, rtol=1e-9)


@pytest.mark.parametrize(("shape", "axes"), [((5,), (0,)), ((3, 4, 6), (0, 2, 3))], ids=["vectors", "images"])
def test_batch_norm_remembers_means_and_unbiased_variances_at_its_momentum(shape, axes, rng):
    layer = in_place(BatchNorm(momentum=0.25), shape)
    mean, variance = np.zeros(shape[0]), np.ones(shape[0])
    for _ in range(3):
        x = rng.normal(2, 3, (4, *shape))
        layer.while_training(Tensor(x))
        mean = 0.75 * mean + 0.25 * x.mean(axis=axes)
        variance = 0.75 * variance + 0.25 * x.var(axis=axes, ddof=1)
    assert_allclose(layer.state["running_mean"], mean, rtol=1e-12)
    assert_allclose(layer.state["running_variance"], variance, rtol=1e-12)


def test_batch_norm_in_use_goes_by_what_it_remembers_and_learns_nothing(rng):
    layer = in_place(BatchNorm(epsilon=0.5), (3,))
    layer.weight.data, layer.bias.data = [1.0, 2.0, 3.0], [4.0, 5.0, 6.0]
    mean, variance = np.array([1.0, 2.0, 3.0]), np.array([0.5, 3.5, 8.5])
    layer.state["running_mean"][...], layer.state["running_variance"][...] = mean, variance
    x = rng.random((1, 3))
    assert_allclose(layer(Tensor(x)).data, [1.0, 2.0, 3.0] * (x - mean) / [1, 2, 3] + [4.0, 5.0, 6.0], rtol=1e-12)
    assert_array_equal(layer.state["running_mean"], mean)
    assert_array_equal(layer.state["running_variance"], variance)


def test_batch_norm_answers_each_example_as_if_alone_in_use(rng):
    layer = in_place(BatchNorm(), (2, 3, 3))
    x = rng.random((5, 2, 3, 3))
    layer.while_training(Tensor(x))
    alone = np.concatenate([layer(Tensor(x[i : i + 1])).data for i in range(5)])
    assert_allclose(layer(Tensor(x)).data, alone, rtol=1e-12)


def test_batch_norm_starts_anew_when_initialized_again(rng):
    layer = in_place(BatchNorm(), (3,))
    layer.while_training(Tensor(rng.random((4, 3))))
    layer.weight.data = [2.0, 2.0, 2.0]
    layer.initialize(rng)
    assert_array_equal(layer.weight.data, np.ones(3))
    assert_array_equal(layer.bias.data, np.zeros(3))
    assert_array_equal(layer.state["running_mean"], np.zeros(3))
    assert_array_equal(layer.state["running_variance"], np.ones(3))


def test_batch_norm_does_not_learn_from_a_batch_of_one():
    layer = in_place(BatchNorm(), (3,))
    for batch in (0, 1):
        with pytest.raises(ShapeError, match=rf"BatchNorm 3: .* at least two values of each feature .* \({batch}, 3\)"):
            layer.while_training(Tensor(np.zeros((batch, 3))))
    assert_array_equal(layer.state["running_mean"], np.zeros(3))


def test_batch_norm_learns_from_the_cells_of_a_single_image(rng):
    layer = in_place(BatchNorm(), (2, 3, 3))
    y = layer.while_training(Tensor(rng.random((1, 2, 3, 3)))).data
    assert_allclose(y.mean(axis=(0, 2, 3)), 0, atol=1e-12)


def test_batch_norm_of_values_that_are_all_alike_is_its_bias():
    layer = in_place(BatchNorm(), (2,))
    layer.bias.data = [3.0, 4.0]
    assert_array_equal(layer.while_training(Tensor(np.full((5, 2), 7.0))).data, np.full((5, 2), [3.0, 4.0]))


@pytest.mark.parametrize("value", [0, -1, np.nan, np.inf, "a", None])
@pytest.mark.parametrize("name", ["momentum", "epsilon"])
def test_batch_norm_settings_are_positive_numbers(name, value):
    with pytest.raises(SettingError, match=rf"BatchNorm\.{name} must be"):
        BatchNorm(**{name: value})


def test_batch_norm_momentum_is_at_most_all():
    with pytest.raises(SettingError, match=r"BatchNorm\.momentum must be .*at most 1, got 1.5"):
        BatchNorm(momentum=1.5)


def test_batch_norm_takes_vectors_or_images():
    with pytest.raises(ShapeError, match=r"BatchNorm: must be given vectors.* or images.*, got \(20, 20\)"):
        BatchNorm().place((20, 20))


def test_a_copied_network_remembers_and_draws_by_itself(rng):
    layers = [Dense(4), BatchNorm(), Dropout(0.5, np.random.default_rng(3)), Dense(2)]
    network = Network(layers, input_shape=(3,), rng=rng)
    x = rng.random((8, 3))
    network.while_training(x)
    copy = deepcopy(network)
    answers, remembered = network(x).data, deepcopy(network.layers[1].state)
    assert_array_equal(copy.while_training(x).data, deepcopy(network).while_training(x).data)
    assert_array_equal(network(x).data, answers)
    for name, array in network.layers[1].state.items():
        assert_array_equal(array, remembered[name])
        assert (array != copy.layers[1].state[name]).any()


def test_what_happens_in_training_only_happens_without_a_graph_too(rng):
    network = Network([BatchNorm(), Dropout(0.5, rng)], input_shape=(3,), rng=rng)
    with no_grad():
        y = network.while_training(rng.random((8, 3)))
    assert not y.requires_grad
    assert network.layers[0].state["running_mean"].any()
