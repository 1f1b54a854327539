"""The training loop: what it yields, what it refuses, and that the same dice train the same network."""

from dataclasses import FrozenInstanceError

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from modern import (
    Adam,
    GradientDescent,
    Network,
    SettingError,
    ShapeError,
    cross_entropy,
    mean_squared_error,
    minibatches,
    train,
    train_step,
)

CORNERS = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], np.float32)
PARITY = np.array([0, 1, 1, 0])


def parity_run(seed, **changes):
    """A network and its training on the parity of two bits, everything drawn from *seed*."""
    rng = np.random.default_rng(seed)
    network = Network.dense([2, 8, 2], activation="tanh", rng=rng)
    settings = {"loss": cross_entropy, "optimizer": Adam(0.05), "batch_size": 3, "epochs": 4, "rng": rng}
    data, labels = changes.pop("data", CORNERS), changes.pop("labels", PARITY)
    return network, train(network, data, labels, **(settings | changes))


def test_a_hidden_layer_learns_parity():
    _, results = parity_run(1, epochs=100)
    *_, last = results
    assert last.mistakes == 0
    assert last.loss < 0.05


def test_one_result_per_pass_says_what_happened():
    network, results = parity_run(1)
    results = list(results)
    assert [result.epoch for result in results] == [1, 2, 3, 4]
    assert all(result.examples == 4 for result in results)
    assert all(result.step_losses.shape == (2,) for result in results)
    steps = network.multiply_adds_per_step(3, 7) + network.multiply_adds_per_step(1, 7)
    assert all(result.multiply_adds == steps for result in results)


def test_loss_of_a_pass_is_the_mean_over_examples():
    _, results = parity_run(1)
    first = next(results)
    assert first.loss == pytest.approx((3 * first.step_losses[0] + first.step_losses[1]) / 4)


def test_a_step_tells_what_the_network_gave_before_it_learned(rng):
    network = Network.dense([2, 2], rng=rng)
    before = network(CORNERS).data
    expected = cross_entropy(network(CORNERS), PARITY).item()
    step = train_step(network, cross_entropy, GradientDescent(0.5), CORNERS, PARITY)
    assert_array_equal(step.logits, before)
    assert_array_equal(step.answers, before.argmax(axis=1))
    assert step.loss == expected


def test_mistakes_are_counted_as_the_examples_are_met(rng):
    network = Network.dense([2, 2], rng=rng, weights=lambda rng, shape: np.zeros(shape))
    network.layers[0].bias.data = [1.0, 0.0]  # it answers class 0, whatever it sees
    settings = {"loss": cross_entropy, "optimizer": GradientDescent(1e-9), "batch_size": 1, "epochs": 1}
    (result,) = train(network, CORNERS, PARITY, rng=rng, **settings)
    assert result.mistakes == 2


def test_targets_that_are_no_class_numbers_count_no_mistakes():
    _, results = parity_run(1, loss=mean_squared_error, labels=np.eye(2)[PARITY])
    assert next(results).mistakes is None


def test_nothing_is_learned_before_it_is_iterated():
    network, results = parity_run(1)
    start = network.parameters.values.copy()
    assert_array_equal(network.parameters.values, start)
    next(results)
    assert (network.parameters.values != start).any()


def test_the_same_dice_train_the_same_network_to_the_bit():
    (first, first_results), (second, second_results) = parity_run(7), parity_run(7)
    assert [a.loss for a in first_results] == [b.loss for b in second_results]
    assert_array_equal(first.parameters.values, second.parameters.values)


def test_other_dice_train_another_network():
    (first, _), (second, _) = parity_run(7), parity_run(8)
    assert (first.parameters.values != second.parameters.values).any()


def test_two_trainings_side_by_side_do_not_disturb_each_other():
    alone, results = parity_run(7)
    list(results)
    (one, ones), (_, others) = parity_run(7), parity_run(8)
    for _ in zip(ones, others, strict=True):
        pass
    assert_array_equal(one.parameters.values, alone.parameters.values)


def test_fixed_parameters_stay_while_others_learn(rng):
    network = Network.dense([2, 3, 2], rng=rng)
    hidden, output = network.layers
    hidden.bias.requires_grad = False
    hidden.bias.data = [0.1, 0.2, 0.3]
    train_step(network, cross_entropy, Adam(0.1), CORNERS, PARITY)
    assert_array_equal(hidden.bias.data, np.array([0.1, 0.2, 0.3], np.float32))
    assert output.bias.data.any()


def test_minibatches_hold_every_example_once(rng):
    batches = minibatches(10, 4, rng)
    assert [len(batch) for batch in batches] == [4, 4, 2]
    assert sorted(np.concatenate(batches)) == list(range(10))


def test_results_cannot_be_changed():
    _, results = parity_run(1)
    result = next(results)
    with pytest.raises(FrozenInstanceError):
        result.loss = 0.0
    with pytest.raises(ValueError, match="read-only"):
        result.step_losses[0] = 0.0


def test_logits_of_a_step_cannot_be_changed(rng):
    step = train_step(Network.dense([2, 2], rng=rng), cross_entropy, Adam(), CORNERS, PARITY)
    with pytest.raises(ValueError, match="read-only"):
        step.logits[0, 0] = 0.0


@pytest.mark.parametrize(
    ("changes", "error", "message"),
    [
        ({"batch_size": 0}, SettingError, "batch_size must be at least 1, got 0"),
        ({"epochs": 0}, SettingError, "epochs must be at least 1, got 0"),
        ({"data": np.zeros((0, 2)), "labels": []}, ShapeError, r"at least one example, got shape \(0, 2\)"),
        ({"labels": [0, 1]}, ShapeError, r"one per example, got \(2,\) for data of \(4, 2\)"),
        (
            {"data": [[0, 0], [0, 1], [1, np.nan], [1, 1]]},
            SettingError,
            r"data must be finite, got nan at \(2, 1\)",
        ),
    ],
    ids=["batch size", "epochs", "no data", "labels", "nan"],
)
def test_bad_data_and_settings_are_refused_at_the_call(changes, error, message):
    with pytest.raises(error, match=message):
        parity_run(1, **changes)


def test_a_bad_batch_size_is_refused_by_itself(rng):
    with pytest.raises(SettingError, match="batch_size must be at least 1, got -1"):
        minibatches(10, -1, rng)
