"""Layers that see images through a window, against plain loops over every window."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from modern import AveragePool, Conv2D, Dense, Flatten, MaxPool, Network, SettingError, ShapeError, Tensor


def in_place(layer, input_shape):
    layer.place(input_shape)
    layer.initialize(np.random.default_rng(1), np.float64)
    return layer


def through_windows(images, size, stride, see):
    """*see* of each window of each image, by loops: *see* turns (channels, size, size) into (outputs,)."""
    _, _, rows, columns = images.shape
    down, across = range(0, rows - size + 1, stride), range(0, columns - size + 1, stride)
    seen = [[[see(image[:, r : r + size, c : c + size]) for c in across] for r in down] for image in images]
    return np.array(seen).transpose(0, 3, 1, 2)


@pytest.fixture
def images(rng):
    return rng.normal(0, 1, (3, 2, 7, 6))


@pytest.mark.parametrize("stride", [1, 2, 3])
@pytest.mark.parametrize("padding", [0, 1, 2])
def test_convolution_is_g_of_each_filter_times_each_window_plus_its_bias(images, stride, padding):
    layer = in_place(Conv2D(4, 3, stride, padding, "tanh"), (2, 7, 6))
    layer.bias.data = [1.0, 2.0, 3.0, 4.0]
    padded = np.pad(images, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    weight, bias = layer.weight.data, layer.bias.data
    expected = through_windows(padded, 3, stride, lambda window: np.tanh((weight * window).sum(axis=(1, 2, 3)) + bias))
    assert_allclose(layer(Tensor(images)).data, expected, rtol=1e-12)


def test_convolution_without_bias_adds_none(images):
    layer = in_place(Conv2D(4, 3, with_bias=False), (2, 7, 6))
    expected = through_windows(images, 3, 1, lambda window: (layer.weight.data * window).sum(axis=(1, 2, 3)))
    assert_allclose(layer(Tensor(images)).data, expected, rtol=1e-10)
    assert len(layer.parameters) == 1


@pytest.mark.parametrize("stride", [None, 1, 3])
@pytest.mark.parametrize(("kind", "see"), [(MaxPool, np.max), (AveragePool, np.mean)])
def test_pooling_is_the_largest_or_the_mean_of_each_window(images, kind, see, stride):
    layer = in_place(kind(2, stride), (2, 7, 6))
    expected = through_windows(images, 2, stride or 2, lambda window: see(window, axis=(1, 2)))
    assert_allclose(layer(Tensor(images)).data, expected, rtol=1e-12)


def test_what_a_filter_finds_moves_as_the_image_moves(rng):
    image = np.zeros((1, 1, 12, 12))
    image[0, 0, 2:6, 3:7] = rng.random((4, 4))
    layer = in_place(Conv2D(3, 3, activation="relu"), (1, 12, 12))
    found, moved = (layer(Tensor(x)).data for x in (image, np.roll(image, (4, 2), axis=(2, 3))))
    assert_array_equal(np.roll(found, (4, 2), axis=(2, 3)), moved)


def test_counts_of_a_small_convolutional_net_are_those_worked_by_hand(rng):
    network = Network(
        [Conv2D(8, 5, activation="relu"), MaxPool(2), Flatten(), Dense(10)], input_shape=(1, 20, 20), rng=rng
    )
    assert [layer.output_shape for layer in network.layers] == [(8, 16, 16), (8, 8, 8), (512,), (10,)]
    assert network.parameter_count == 8 * 25 + 8 + 512 * 10 + 10
    assert network.multiply_adds == 8 * 25 * 16 * 16 + 512 * 10
    assert network.multiply_adds_per_step(32) == 32 * (2 * 8 * 25 * 16 * 16 + 3 * 512 * 10)


def test_each_window_of_each_filter_costs_a_multiply_add_per_cell_and_channel():
    assert in_place(Conv2D(3, 2, stride=2, padding=1), (5, 8, 6)).multiply_adds == 3 * (5 * 2 * 2) * (5 * 4)
    assert in_place(AveragePool(2), (5, 8, 6)).multiply_adds == 5 * (2 * 2) * (4 * 3)
    assert in_place(MaxPool(2), (5, 8, 6)).multiply_adds == 0


@pytest.mark.parametrize(
    ("declare", "name"),
    [
        (lambda x: Conv2D(x, 3), "Conv2D.filters"),
        (lambda x: Conv2D(1, x), "Conv2D.size"),
        (lambda x: Conv2D(1, 3, stride=x), "Conv2D.stride"),
        (lambda x: Conv2D(1, 3, padding=x), "Conv2D.padding"),
        (MaxPool, "MaxPool.size"),
        (lambda x: AveragePool(2, stride=x), "AveragePool.stride"),
    ],
)
@pytest.mark.parametrize("value", [-1, 1.5, "2", True])
def test_windows_are_measured_in_whole_cells(declare, name, value):
    with pytest.raises(SettingError, match=rf"^{name} must be .*, got {value!r}"):
        declare(value)


def test_images_smaller_than_a_window_are_refused_by_name():
    with pytest.raises(ShapeError, match=r"Conv2D 8 of 5x5: .* at least 3x3 for one window, got \(1, 2, 9\)"):
        Conv2D(8, 5, padding=1).place((1, 2, 9))
    with pytest.raises(ShapeError, match=r"MaxPool 3x3: .* at least 3x3 for one window, got \(1, 9, 2\)"):
        MaxPool(3).place((1, 9, 2))


@pytest.mark.parametrize("shape", [(400,), (20, 20), (1, 1, 20, 20)])
def test_images_have_channels_rows_and_columns(shape):
    for layer in (Conv2D(1, 1), MaxPool(1), AveragePool(1)):
        with pytest.raises(ShapeError, match=r"must be given images, \(channels, rows, columns\), got .*Reshape"):
            layer.place(shape)
