"""The training loop: what it yields, what it refuses, and that the same dice train the same network."""

from dataclasses import FrozenInstanceError

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from modern import (
    Adam,
    BatchNorm,
    ByNorm,
    Constant,
    Cosine,
    Dense,
    Dropout,
    EpochResult,
    GradientDescent,
    Network,
    Newton,
    SettingError,
    ShapeError,
    StepResult,
    Tensor,
    cross_entropy,
    half_squared_sum,
    mean_squared_error,
    minibatches,
    train,
    train_step,
    training_steps,
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


def same_start(seed=3, **changes):
    """The same untrained network and optimizer for every call."""
    network = Network.dense([2, 8, 2], activation="tanh", rng=np.random.default_rng(seed), **changes)
    return network, Adam(0.05)


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
    with pytest.raises(SettingError, match="examples must be at least 1, got 0"):
        minibatches(0, 1, rng)


def test_without_dice_the_order_stays_as_given():
    assert [batch.tolist() for batch in minibatches(5, 2, None)] == [[0, 1], [2, 3], [4]]


def test_without_a_batch_size_all_examples_are_one_batch():
    _, results = parity_run(1, batch_size=None)
    assert [len(result.step_losses) for result in results] == [1, 1, 1, 1]


def test_full_batch_descent_follows_the_gradient_of_the_whole(rng):
    network, _ = same_start(dtype=np.float64)
    start = network.parameters.values.copy()
    cross_entropy(network(CORNERS), PARITY).backward()
    slopes = network.parameters.gradients.copy()
    settings = {"loss": cross_entropy, "optimizer": GradientDescent(0.5), "epochs": 1}
    list(train(network, CORNERS, PARITY, **settings))
    assert_allclose(network.parameters.values, start - 0.5 * slopes, rtol=1e-13)


def test_online_learning_takes_one_example_after_the_other():
    (one, by_hand), (other, optimizer) = same_start(), same_start()
    for image, label in zip(CORNERS, PARITY, strict=True):
        train_step(one, cross_entropy, by_hand, image[np.newaxis], [label])
    list(train(other, CORNERS, PARITY, loss=cross_entropy, optimizer=optimizer, batch_size=1, epochs=1))
    assert_array_equal(one.parameters.values, other.parameters.values)


def test_steps_and_passes_come_as_they_happen():
    network, optimizer = same_start()
    settings = {"loss": cross_entropy, "optimizer": optimizer, "batch_size": 3, "epochs": 2}
    results = list(training_steps(network, CORNERS, PARITY, **settings))
    assert [type(result) for result in results] == [StepResult, StepResult, EpochResult] * 2
    steps = [result for result in results if isinstance(result, StepResult)]
    assert [(step.epoch, step.step, len(step.logits)) for step in steps] == [(1, 1, 3), (1, 2, 1), (2, 3, 3), (2, 4, 1)]
    assert_array_equal(results[2].step_losses, [step.loss for step in steps[:2]])
    assert results[5].multiply_adds == steps[2].multiply_adds + steps[3].multiply_adds


def test_a_single_step_belongs_to_no_pass():
    network, optimizer = same_start()
    results = [train_step(network, cross_entropy, optimizer, CORNERS, PARITY) for _ in range(2)]
    assert [(result.epoch, result.step) for result in results] == [(None, 1), (None, 2)]


def test_the_gradients_norm_is_told_as_it_was_before_clipping():
    network, _ = same_start(dtype=np.float64)
    cross_entropy(network(CORNERS), PARITY).backward()
    norm = np.linalg.norm(network.parameters.gradients)
    step = train_step(network, cross_entropy, GradientDescent(1.0, clip=ByNorm(norm / 10)), CORNERS, PARITY)
    assert step.gradient_norm == pytest.approx(norm, rel=1e-13)
    assert np.linalg.norm(network.parameters.gradients) == pytest.approx(norm / 10)


def test_an_abandoned_pass_leaves_whole_steps_behind():
    (one, by_hand), (other, optimizer) = same_start(), same_start()
    order = minibatches(4, 1, np.random.default_rng(5))
    for batch in order[:2]:
        train_step(one, cross_entropy, by_hand, CORNERS[batch], PARITY[batch])
    settings = {"loss": cross_entropy, "batch_size": 1, "epochs": 9}
    results = training_steps(other, CORNERS, PARITY, optimizer=optimizer, rng=np.random.default_rng(5), **settings)
    next(results), next(results)
    results.close()
    assert optimizer.steps == 2
    assert_array_equal(one.parameters.values, other.parameters.values)
    ends = [
        list(train(network, CORNERS, PARITY, optimizer=own, rng=np.random.default_rng(6), **settings))[-1].loss
        for network, own in ((one, by_hand), (other, optimizer))
    ]
    assert ends[0] == ends[1]


def test_training_goes_on_where_it_was_left():
    whole, results = parity_run(7, epochs=5)
    losses = [result.loss for result in results]
    rng = np.random.default_rng(7)
    parts, optimizer = Network.dense([2, 8, 2], activation="tanh", rng=rng), Adam(0.05)
    settings = {"loss": cross_entropy, "optimizer": optimizer, "batch_size": 3, "rng": rng}
    resumed = [result.loss for epochs in (2, 3) for result in train(parts, CORNERS, PARITY, epochs=epochs, **settings)]
    assert resumed == losses
    assert_array_equal(parts.parameters.values, whole.parameters.values)


def test_a_loss_that_fails_midway_leaves_whole_steps_behind():
    (one, by_hand), (other, optimizer) = same_start(), same_start()
    calls = iter([False, False, False, True])

    def failing(outputs, labels):
        if next(calls):
            raise RuntimeError("power cut")
        return cross_entropy(outputs, labels)

    results = training_steps(other, CORNERS, PARITY, loss=failing, optimizer=optimizer, batch_size=1, epochs=1)
    with pytest.raises(RuntimeError, match="power cut"):
        list(results)
    for number in range(2):
        train_step(one, cross_entropy, by_hand, CORNERS[[number]], PARITY[[number]])
    assert optimizer.steps == 2
    assert_array_equal(one.parameters.values, other.parameters.values)
    train_step(other, cross_entropy, optimizer, CORNERS, PARITY)


def test_an_example_of_weight_two_counts_as_two():
    (one, by_hand), (other, optimizer) = same_start(dtype=np.float64), same_start(dtype=np.float64)
    twice = [0, 1, 1, 2, 3]
    settings = {"loss": cross_entropy, "epochs": 5}
    first = list(train(one, CORNERS[twice], PARITY[twice], optimizer=by_hand, **settings))
    second = list(train(other, CORNERS, PARITY, sample_weights=[1, 2, 1, 1], optimizer=optimizer, **settings))
    assert_allclose([result.loss for result in first], [result.loss for result in second], rtol=1e-12)
    assert_allclose(one.parameters.values, other.parameters.values, rtol=1e-10)


def test_an_example_of_weight_zero_is_left_out():
    (one, by_hand), (other, optimizer) = same_start(), same_start()
    settings = {"loss": cross_entropy, "epochs": 3, "batch_size": 1}
    first = list(train(one, CORNERS[1:], PARITY[1:], sample_weights=[1, 1, 1], optimizer=by_hand, **settings))
    second = list(train(other, CORNERS, PARITY, sample_weights=[0, 1, 1, 1], optimizer=optimizer, **settings))
    assert [result.examples for result in second] == [3, 3, 3]
    assert [result.loss for result in first] == [result.loss for result in second]
    assert_array_equal(one.parameters.values, other.parameters.values)


def test_the_loss_of_a_pass_weighs_its_batches_by_what_they_weigh():
    network, optimizer = same_start()
    weights = [3.0, 1.0, 0.5]
    settings = {"loss": cross_entropy, "optimizer": optimizer, "batch_size": 2, "epochs": 1}
    (result,) = train(network, CORNERS[:3], PARITY[:3], sample_weights=weights, **settings)
    assert result.loss == pytest.approx(result.step_losses @ [4.0, 0.5] / 4.5)


def test_a_single_step_takes_weights_too():
    (one, by_hand), (other, optimizer) = same_start(dtype=np.float64), same_start(dtype=np.float64)
    twice = [0, 1, 1, 2, 3]
    train_step(one, half_squared_sum, by_hand, CORNERS[twice], np.eye(2)[PARITY[twice]])
    train_step(other, half_squared_sum, optimizer, CORNERS, np.eye(2)[PARITY], [1, 2, 1, 1])
    assert_allclose(one.parameters.values, other.parameters.values, rtol=1e-12)


def test_held_out_examples_are_judged_after_each_pass_and_not_learned():
    (one, by_hand), (other, optimizer) = same_start(), same_start()
    settings = {"loss": cross_entropy, "epochs": 3, "batch_size": 1}
    list(train(one, CORNERS[:3], PARITY[:3], optimizer=by_hand, **settings))
    results = list(
        train(other, CORNERS[:3], PARITY[:3], held_out=(CORNERS[3:], PARITY[3:]), optimizer=optimizer, **settings)
    )
    assert_array_equal(one.parameters.values, other.parameters.values)
    last = results[-1].held_out
    assert last.examples == 1
    assert last.loss == pytest.approx(cross_entropy(other(CORNERS[3:]), PARITY[3:]).item())
    assert last.mistakes == int(other(CORNERS[3:]).data.argmax() != PARITY[3])


def test_training_uses_what_layers_do_in_training_only(rng):
    layers = [Dense(50, "relu"), BatchNorm(), Dropout(0.5, np.random.default_rng(2)), Dense(2)]
    network = Network(layers, input_shape=(2,), rng=rng)
    step = train_step(network, cross_entropy, Adam(), CORNERS, PARITY)
    assert (step.logits != network(CORNERS).data).any()
    assert network.layers[1].state["running_mean"].any()


@pytest.mark.parametrize("rate", [1e10, 1e30])
def test_a_run_that_diverges_is_no_warning(rate):
    network, _ = same_start()
    network.layers[0].activation = lambda x: x
    settings = {"loss": mean_squared_error, "optimizer": GradientDescent(rate), "epochs": 20}
    *_, last = train(network, CORNERS, np.eye(2)[PARITY], held_out=(CORNERS, np.eye(2)[PARITY]), **settings)
    assert not np.isfinite(last.loss)
    assert not np.isfinite(last.held_out.loss)


def test_losses_at_the_end_of_all_numbers_are_no_warning(rng):
    network = Network.dense([2, 1], rng=rng, dtype=np.float64)
    settings = {"loss": mean_squared_error, "optimizer": GradientDescent(3.0), "batch_size": 2, "epochs": 1000}
    means = [result.loss for result in train(network, CORNERS, PARITY.reshape(4, 1), **settings)]
    assert max(mean for mean in means if np.isfinite(mean)) > 1e300
    assert not np.isfinite(means[-1])


def test_what_numpy_warns_of_elsewhere_stays_so_while_training_is_iterated():
    _, results = parity_run(1)
    next(results)
    with pytest.warns(RuntimeWarning, match="divide by zero"):
        np.array([1.0]) / 0


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ([[0, np.nan]], r"data must be finite, got nan at \(0, 1\)"),
        ([[np.inf, 0]], r"data must be finite, got inf at \(0, 0\)"),
        ([[-np.inf, np.inf]], r"data must be finite, got -inf at \(0, 0\)"),
        (np.array([[1e300, 0]]), r"data must be within the range of float32, got 1e\+300"),
        ([["a", "b"]], "data must be real numbers"),
        ([[1, 2], [3]], "data must be a rectangular array of numbers"),
        ([[1, 2, 3]], r"got \(1, 3\)"),
        (Tensor([[0, np.nan]]), r"data must be finite, got nan at \(0, 1\)"),
        (Tensor(np.array([[1e300, 0]])), r"data must be within the range of float32, got 1e\+300"),
        (np.zeros((0, 2)), "neither of them empty, got"),
    ],
    ids=["nan", "inf", "both", "beyond float32", "words", "ragged", "too wide", "tensor", "wide tensor", "none"],
)
def test_a_step_on_bad_data_is_refused_and_changes_nothing(data, message):
    network, optimizer = same_start()
    before = network.parameters.values.copy()
    with pytest.raises((SettingError, ShapeError), match=message):
        train_step(network, cross_entropy, optimizer, data, np.zeros(len(data), int))
    assert_array_equal(network.parameters.values, before)
    assert optimizer.steps == 0


@pytest.mark.parametrize("size", [1e30, 1e-30])
def test_huge_and_tiny_data_are_data(size):
    network, optimizer = same_start()
    train_step(network, cross_entropy, optimizer, CORNERS * size, PARITY)
    assert optimizer.steps == 1


@pytest.mark.parametrize(
    ("labels", "message"),
    [
        ([0, 1, 2, 0], "labels must be 0 to 1, got 2"),
        ([0, 1, -1, 0], "labels must be 0 to 1, got -1"),
        ([0.0, 1.0, 1.0, 0.0], "labels must be integers"),
        (["a", "b", "c", "d"], "labels must be integers"),
        ([[0], [1, 2], [1], [0]], "labels must be a rectangular array"),
        (np.eye(2)[PARITY], "cross_entropy"),
    ],
    ids=["too large", "negative", "real", "words", "ragged", "targets"],
)
def test_labels_that_the_loss_cannot_judge_are_refused_at_the_call(labels, message):
    with pytest.raises((SettingError, ShapeError), match=message):
        parity_run(1, labels=labels)


@pytest.mark.parametrize(
    ("changes", "error", "message"),
    [
        ({"batch_size": True}, SettingError, "batch_size must be a whole number, got True"),
        ({"batch_size": 2.5}, SettingError, r"batch_size must be a whole number, got 2\.5"),
        ({"epochs": "3"}, SettingError, "epochs must be a whole number, got '3'"),
        ({"optimizer": Newton()}, SettingError, r"must be an Optimizer.*: .* newton\.step\(network\.parameters"),
        ({"optimizer": Adam}, SettingError, "optimizer must be an Optimizer, got <class"),
        ({"rng": 7}, SettingError, "rng must be a numpy Generator"),
        ({"data": np.zeros((4, 3))}, ShapeError, r"layer 1 \(Dense 2-8\) must be given \(batch, 2\), got \(4, 3\)"),
        ({"data": np.zeros(4)}, ShapeError, r"layer 1 \(Dense 2-8\) must be given \(batch, 2\), got \(4,\)"),
        ({"sample_weights": [1, 1, 1]}, ShapeError, "sample_weights: weights must "),
        ({"sample_weights": [1, 1, 1, -1]}, SettingError, "sample_weights: weights must "),
        ({"sample_weights": [1, 1, 1, np.nan]}, SettingError, "sample_weights: weights must "),
        ({"sample_weights": [0, 0, 0, 0]}, SettingError, "sample_weights: weights must "),
        ({"held_out": CORNERS}, SettingError, "held_out must be a pair of data and labels"),
        ({"held_out": (CORNERS, PARITY + 1)}, SettingError, "held_out: labels must be 0 to 1, got 2"),
        ({"held_out": (CORNERS[:, :1], PARITY)}, ShapeError, r"held_out: .* must be given \(batch, 2\)"),
        ({"loss": "mse"}, SettingError, "loss must be a function of outputs and labels, got 'mse'"),
        ({"loss": None}, SettingError, "loss must be a function of outputs and labels, got None"),
        ({"loss": lambda outputs, labels: 0.0}, SettingError, r"loss must give a Tensor of one number, got 0\.0"),
        ({"loss": lambda outputs, labels: outputs}, SettingError, "loss must give a Tensor of one number"),
    ],
)
def test_what_else_is_bad_is_refused_at_the_call(changes, error, message):
    with pytest.raises(error, match=message):
        parity_run(1, **changes)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"network": None}, "network must be of type Network, got None"),
        ({"loss": "mse"}, "loss must be a function of outputs and labels, got 'mse'"),
        ({"loss": lambda outputs, labels: 0.0}, r"loss must give a Tensor of one number, got 0\.0"),
        ({"loss": lambda outputs, labels: outputs}, "loss must give a Tensor of one number"),
        ({"optimizer": 0.1}, r"optimizer must be an Optimizer, got 0\.1"),
        ({"optimizer": None}, "optimizer must be an Optimizer, got None"),
    ],
)
def test_a_step_wants_a_network_a_loss_and_an_optimizer(changes, message):
    network, optimizer = same_start()
    parts = {"network": network, "loss": cross_entropy, "optimizer": optimizer} | changes
    with pytest.raises(SettingError, match=message):
        train_step(**parts, data=CORNERS, labels=PARITY)


def test_a_schedule_that_ends_stops_the_training_after_whole_steps():
    network, _ = same_start()
    optimizer = GradientDescent(Cosine(0.1, steps=3))
    results = training_steps(network, CORNERS, PARITY, loss=cross_entropy, optimizer=optimizer, epochs=9)
    with pytest.raises(SettingError, match="the rate of step 3 by Cosine"):
        list(results)
    assert optimizer.steps == 3
    optimizer.rate = 0.1
    assert optimizer.schedule == Constant(0.1)
    list(train(network, CORNERS, PARITY, loss=cross_entropy, optimizer=optimizer, epochs=1))


def test_a_tensor_may_be_the_data_of_a_step():
    network, optimizer = same_start()
    step = train_step(network, cross_entropy, optimizer, Tensor(CORNERS), PARITY)
    assert step.logits.shape == (4, 2)


@pytest.mark.parametrize("kind", [np.asarray, Tensor])
def test_float32_stays_float32_from_data_of_any_kind(kind):
    network, optimizer = same_start()
    step = train_step(network, cross_entropy, optimizer, kind(CORNERS.astype(np.float64)), PARITY, np.ones(4))
    assert step.logits.dtype == network.parameters.values.dtype == network.parameters.gradients.dtype == np.float32


def test_whole_data_given_as_a_tensor_are_learned_as_arrays_are():
    (one, by_hand), (other, optimizer) = same_start(), same_start()
    settings = {"loss": cross_entropy, "epochs": 3}
    data = CORNERS.astype(np.float64)
    list(train(one, data, PARITY, optimizer=by_hand, **settings))
    for result in training_steps(other, Tensor(data), PARITY, optimizer=optimizer, **settings):
        assert not isinstance(result, StepResult) or result.logits.dtype == np.float32
    assert_array_equal(one.parameters.values, other.parameters.values)
