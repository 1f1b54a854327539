"""Early stopping: when it says stop, and what it brings back."""

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from modern import (
    Adam,
    BatchNorm,
    Dense,
    EarlyStopping,
    Network,
    SettingError,
    cross_entropy,
    train,
    train_step,
)


@pytest.fixture
def network(rng):
    return Network.dense([2, 2], rng=rng)


def verdicts(stopping, values, network):
    return [stopping.look(value, network) for value in values]


def test_it_stops_after_so_many_looks_in_a_row_without_improvement(network):
    values = [0.9, 1.0, 0.8, 0.8, 0.9]
    assert verdicts(EarlyStopping(patience=2), values, network) == [False, False, False, False, True]


def test_a_patience_of_one_stops_at_the_first_disappointment(network):
    assert verdicts(EarlyStopping(patience=1), [0.9, 0.8, 0.8], network) == [False, False, True]


def test_an_improvement_must_be_larger_than_the_least_that_counts(network):
    stopping = EarlyStopping(patience=2, min_improvement=0.25)
    assert verdicts(stopping, [1.0, 0.75, 0.5, 0.25], network) == [False, False, False, False]
    assert (stopping.best_value, stopping.best_look, stopping.looks_without_improvement) == (0.5, 3, 1)


def test_what_is_no_number_is_no_improvement(network):
    stopping = EarlyStopping(patience=2)
    assert verdicts(stopping, [float("nan"), float("nan")], network) == [False, True]
    with pytest.raises(SettingError, match="must come after a look at a number, got none yet"):
        stopping.restore(network)


def test_what_cannot_be_compared_is_refused(network):
    with pytest.raises(SettingError, match="value must be a number, got None"):
        EarlyStopping(patience=2).look(None, network)


def test_it_goes_on_saying_stop_until_there_is_an_improvement(network):
    assert verdicts(EarlyStopping(1), [1.0, 2.0, 2.0, 0.5], network) == [False, True, True, False]


def test_the_best_network_is_restored_with_all_that_its_layers_keep(rng):
    network = Network([Dense(4), BatchNorm(), Dense(2)], input_shape=(2,), rng=rng)
    data, labels, adam = rng.random((8, 2)), np.array([0, 1] * 4), Adam(0.1)
    stopping = EarlyStopping(patience=1)
    train_step(network, cross_entropy, adam, data, labels)
    stopping.look(1.0, network)
    best, answers = network.parameters.values.copy(), network(data).data
    train_step(network, cross_entropy, adam, data, labels)
    assert stopping.look(1.0, network)
    assert (network(data).data != answers).any()
    stopping.restore(network)
    assert_array_equal(network.parameters.values, best)
    assert_array_equal(network(data).data, answers)


def test_a_training_is_ended_by_not_iterating_on(rng):
    data, labels = rng.normal(size=(20, 2)), rng.integers(0, 2, 20)  # noise: there is nothing to be found
    network, stopping = Network.dense([2, 16, 2], rng=rng), EarlyStopping(patience=3)
    settings = {"loss": cross_entropy, "optimizer": Adam(0.05), "batch_size": 4, "epochs": 1000, "rng": rng}
    losses = []
    for result in train(network, data[:10], labels[:10], held_out=(data[10:], labels[10:]), **settings):
        losses.append(result.held_out.loss)
        if stopping.look(losses[-1], network):
            break
    stopping.restore(network)
    assert len(losses) == stopping.best_look + 3 < 1000
    assert cross_entropy(network(data[10:]), labels[10:]).item() == pytest.approx(min(losses))


def test_another_network_is_not_given_the_weights(network, rng):
    stopping = EarlyStopping(patience=1)
    stopping.look(1.0, network)
    with pytest.raises(SettingError, match="layer_1 must be"):
        stopping.restore(Network.dense([2, 3], rng=rng))


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"patience": 0}, "patience must be at least 1, got 0"),
        ({"patience": 2.0}, r"patience must be a whole number, got 2\.0"),
        ({"patience": 1, "min_improvement": -0.1}, r"min_improvement must be at least 0 and finite, got -0\.1"),
        ({"patience": 1, "min_improvement": "small"}, "min_improvement must be a number, got 'small'"),
    ],
)
def test_settings_are_checked(settings, message):
    with pytest.raises(SettingError, match=message):
        EarlyStopping(**settings)


def test_a_look_at_no_network_does_not_count():
    stopping = EarlyStopping(patience=2)
    with pytest.raises(SettingError, match="network must be of type Network, got None"):
        stopping.look(0.5, None)
    assert (stopping.best_value, stopping.best_look, stopping.looks_without_improvement) == (np.inf, 0, 0)
