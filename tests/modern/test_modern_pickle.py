"""Networks, optimizers and layers written down and read again go on as the originals do."""

import pickle

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from modern import (
    ACTIVATIONS,
    Adagrad,
    Adam,
    AdamW,
    AveragePool,
    BatchNorm,
    ByNorm,
    Conv2D,
    Cosine,
    Dense,
    Dropout,
    EarlyStopping,
    Flatten,
    GradientDescent,
    MaxPool,
    Network,
    Reshape,
    RMSprop,
    Tensor,
    WarmUp,
    constant,
    cross_entropy,
    he_normal,
    train,
    train_step,
    weights_of,
)

OPTIMIZERS = [
    GradientDescent(0.1),
    GradientDescent(WarmUp(3, Cosine(0.1, steps=9)), momentum=0.9, nesterov=True, clip=ByNorm(1.0)),
    Adagrad(),
    RMSprop(),
    Adam(),
    AdamW(),
]


def copy_of(thing):
    return pickle.loads(pickle.dumps(thing))


def images_and_classes(count=12):
    rng = np.random.default_rng(5)
    return rng.random((count, 64)), rng.integers(0, 3, count)


def network_of_all_layers():
    layers = [
        Reshape((1, 8, 8)),
        Conv2D(3, 3, activation="relu"),
        BatchNorm(),
        MaxPool(2),
        AveragePool(2, stride=1),
        Flatten(),
        Dense(7, "gelu", weights=he_normal, biases=constant(0.1)),
        Dropout(0.3, np.random.default_rng(2)),
        Dense(3),
    ]
    return Network(layers, input_shape=(64,), rng=np.random.default_rng(1))


@pytest.mark.parametrize("optimizer", OPTIMIZERS, ids=lambda optimizer: type(optimizer).__name__)
def test_a_network_and_its_optimizer_go_on_learning_exactly_as_the_originals(optimizer):
    network, optimizer = network_of_all_layers(), copy_of(optimizer)
    images, classes = images_and_classes()
    train_step(network, cross_entropy, optimizer, images, classes)
    other, other_optimizer = copy_of((network, optimizer))
    for _ in range(4):
        first = train_step(network, cross_entropy, optimizer, images, classes)
        second = train_step(other, cross_entropy, other_optimizer, images, classes)
        assert (first.loss, first.gradient_norm, first.step) == (second.loss, second.gradient_norm, second.step)
    learned = weights_of(other)
    for name, array in weights_of(network).items():
        assert_array_equal(array, learned[name])


def test_a_network_read_again_learns_in_a_memory_of_its_own():
    network = network_of_all_layers()
    images, classes = images_and_classes()
    other = copy_of(network)
    before, start = network.parameters.values.copy(), other.parameters.values.copy()
    train_step(other, cross_entropy, Adam(), images, classes)
    assert (other.parameters.values != start).all(where=other.parameters.gradients != 0)
    assert other.parameters.gradients.any()
    assert_array_equal(network.parameters.values, before)
    for layer in other.layers:
        for tensor in layer.parameters:
            assert np.shares_memory(tensor.data, other.parameters.values)


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_every_activation_is_the_same_when_read_again(activation):
    network = Network.dense([64, 5, 3], activation=activation, rng=np.random.default_rng(1))
    images, _ = images_and_classes()
    other = copy_of(network)
    assert_array_equal(other(images).data, network(images).data)
    assert [layer.in_words for layer in other.layers] == [layer.in_words for layer in network.layers]


def test_what_is_fixed_stays_fixed():
    network = Network.dense([64, 5, 3], rng=np.random.default_rng(1))
    network.layers[0].weight.requires_grad = False
    other = copy_of(network)
    start = other.layers[0].weight.data.copy()
    train_step(other, cross_entropy, Adam(), *images_and_classes())
    assert_array_equal(other.layers[0].weight.data, start)
    assert not other.layers[0].weight.requires_grad


def test_a_layer_alone_answers_as_before():
    network = network_of_all_layers()
    images, classes = images_and_classes()
    train_step(network, cross_entropy, Adam(), images, classes)
    x = Tensor(images.astype(np.float32))
    for layer in network.layers:
        y = layer(x)
        assert_array_equal(copy_of(layer)(x).data, y.data)
        x = y


def test_a_layer_that_is_only_declared_can_be_placed_when_read_again():
    layers = copy_of([Dense(4, "relu"), BatchNorm(), Dense(2)])
    network = Network(layers, input_shape=(3,), rng=np.random.default_rng(1))
    original = Network([Dense(4, "relu"), BatchNorm(), Dense(2)], input_shape=(3,), rng=np.random.default_rng(1))
    assert_array_equal(network.parameters.values, original.parameters.values)


def test_early_stopping_knows_the_best_network_when_read_again():
    network, stopping = network_of_all_layers(), EarlyStopping(patience=1)
    images, classes = images_and_classes()
    best = network(images).data
    stopping.look(0.5, network)
    network, stopping = copy_of((network, stopping))
    list(train(network, images, classes, loss=cross_entropy, optimizer=Adam(), epochs=2))
    stopping.restore(network)
    assert_array_equal(network(images).data, best)
