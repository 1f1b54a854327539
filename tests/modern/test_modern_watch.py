"""The watch: each defect in a training that really has it, and silence in trainings that are well."""

import pickle
from dataclasses import FrozenInstanceError, fields
from functools import partial

import numpy as np
import pytest
from numpy.testing import assert_array_equal

import modern
from modern import (
    Adam,
    BatchNorm,
    Conv2D,
    Dense,
    Dropout,
    Flatten,
    GradientDescent,
    MaxPool,
    Network,
    SettingError,
    ShapeError,
    binary_cross_entropy,
    cross_entropy,
    half_squared_sum,
    mean_squared_error,
    train,
    train_step,
    training_steps,
    uniform,
    zeros,
)
from modern.samples import galaxies, moons, rings, spirals, xor
from modern.training import EpochResult
from modern.watching.notices import Notice, NoticeKind, TrainingError
from modern.watching.watch import Watch, WatchLimits

SEEDS = pytest.mark.parametrize("seed", range(2))


def dice(seed):
    return np.random.default_rng(seed)


def told(network, points, labels, *, watch=None, loss=cross_entropy, optimizer, epochs, batch_size=32, seed=0):
    """Everything that a watch said during a training."""
    watch = watch or Watch(network, points, labels)
    settings = {"loss": loss, "optimizer": optimizer, "batch_size": batch_size, "epochs": epochs, "rng": dice(seed)}
    return [notice for result in training_steps(network, points, labels, **settings) for notice in watch.look(result)]


def begun(notices):
    return [notice.kind for notice in notices if not notice.ended]


# What really goes wrong.


def trained_too_fast(seed, **settings):
    """A net whose rate is far too high, and what a watch says of it."""
    sample = spirals(dice(seed), 192)
    network, targets = Network.dense([2, 32, 32, 1], rng=dice(seed)), sample.labels[:, np.newaxis]
    watch = Watch(network, sample.points, targets, **settings)
    settings = {"loss": mean_squared_error, "optimizer": GradientDescent(10.0), "epochs": 8, "seed": seed}
    return told(network, sample.points, targets, watch=watch, **settings)


@SEEDS
def test_a_rate_too_high_explodes_and_ends_in_no_numbers(seed):
    notices = trained_too_fast(seed)
    kinds = begun(notices)
    assert kinds[0] == NoticeKind.EXPLODING_LOSS
    assert NoticeKind.NOT_FINITE in kinds
    first = notices[0]
    assert first.step <= 3
    assert first.value > 10
    assert "rate" in first.cure


@pytest.mark.parametrize("dtype", [np.float32, np.float64], ids=["float32", "float64"])
def test_a_line_fitted_too_fast_outgrows_all_numbers(dtype):
    x = dice(0).normal(size=(32, 1))
    network = Network.dense([1, 1], rng=dice(0), dtype=dtype)
    notices = told(network, x, x, loss=mean_squared_error, optimizer=GradientDescent(30.0), epochs=250)
    assert begun(notices)[0] == NoticeKind.EXPLODING_LOSS
    assert begun(notices)[-1] == NoticeKind.NOT_FINITE
    assert not np.isfinite(notices[-1].value) or "A slope" in notices[-1].sentence


def test_no_numbers_are_told_at_the_step_that_shows_them(rng):
    network = Network.dense([2, 4, 2], rng=rng)
    points, labels = rng.normal(size=(32, 2)), np.arange(32) % 2
    watch, optimizer = Watch(network, points, labels), GradientDescent(0.1)
    assert not watch.look(train_step(network, cross_entropy, optimizer, points, labels))
    network.layers[1].bias.data = [np.nan, 0.0]
    (notice,) = watch.look(train_step(network, cross_entropy, optimizer, points, labels))
    assert (notice.kind, notice.step) == (NoticeKind.NOT_FINITE, 2)
    assert "(NaN)" in notice.sentence


@SEEDS
def test_inputs_and_targets_in_the_thousands_make_the_gradient_explode(seed):
    sample = moons(dice(seed), 200)
    network = Network.dense([2, 16, 1], rng=dice(seed))
    targets = 1000.0 * sample.labels[:, np.newaxis]
    notices = told(
        network, 1000 * sample.points, targets, loss=mean_squared_error, optimizer=GradientDescent(1e-12), epochs=1
    )
    assert begun(notices)[0] == NoticeKind.EXPLODING_GRADIENT
    assert notices[0].step == 1
    assert "Scale" in notices[0].cure


def test_a_slope_beyond_all_numbers_is_told_while_the_loss_is_still_one():
    network = Network.dense([1, 1], rng=dice(0), weights=zeros)
    step = train_step(network, mean_squared_error, GradientDescent(1e-3), [[1e30]], [[1e10]])
    assert np.isfinite(step.loss)
    (notice,) = Watch(network).look(step)
    assert (notice.kind, notice.layer) == (NoticeKind.NOT_FINITE, 1)
    assert notice.sentence.startswith("A slope is no number any more")


def killed(seed, activation="relu", rate=0.1, classes_known=True):
    """A deep net with positive weights instead of He's: it overshoots, and one big step turns its units off."""

    def all_positive(rng, shape):
        return rng.uniform(0.0, 0.5, shape)

    sample = moons(dice(seed), 200)
    points, targets = sample.points, sample.labels[:, np.newaxis]
    network = Network.dense([2, 16, 16, 16, 1], activation=activation, rng=dice(seed), weights=all_positive)
    optimizer = GradientDescent(rate)
    train_step(network, mean_squared_error, optimizer, points, targets)
    optimizer.rate = 0.01
    watch = Watch(network, points, targets if classes_known else None)
    settings = {"watch": watch, "loss": mean_squared_error, "optimizer": optimizer, "epochs": 60}
    return network, points, told(network, points, targets, **settings)


@pytest.mark.parametrize("classes_known", [True, False], ids=["classes known", "classes unknown"])
@SEEDS
def test_relus_killed_by_a_big_step_are_dead(seed, classes_known):
    network, points, notices = killed(seed, classes_known=classes_known)
    dead = {notice.layer: notice for notice in notices if notice.kind == NoticeKind.DEAD_UNITS}
    assert {2, 3} <= set(dead)
    for layer in (2, 3):
        assert not network.activities(points)[layer - 1].any()
        assert (dead[layer].step, dead[layer].value, dead[layer].ended) == (201, 1.0, False)
        assert f"Layer {layer} (Dense 16-16): 16 of 16 ReLU units" in dead[layer].sentence
        assert "leaky" in dead[layer].cure


def test_its_cure_leaky_relu_knows_no_death():
    assert NoticeKind.DEAD_UNITS not in begun(killed(0, activation="leaky_relu", rate=1e-5)[2])


def test_dead_filters_are_told_as_dead_units():
    images, labels = dice(0).random((64, 1, 8, 8)), np.arange(64) % 2
    layers = [Conv2D(6, 3, activation="relu"), MaxPool(2), Flatten(), Dense(2)]
    network = Network(layers, input_shape=(1, 8, 8), rng=dice(0))
    network.layers[0].bias.data = np.full(6, -100.0)
    notices = told(network, images, labels, optimizer=GradientDescent(0.1), epochs=110)
    assert begun(notices)[0] == NoticeKind.DEAD_UNITS
    assert "Layer 1 (Conv2D 6 of 3x3): 6 of 6 ReLU units" in notices[0].sentence


def with_sigmoids(seed, weights):
    sample = spirals(dice(seed), 200)
    network = Network.dense([2, 16, 16, 2], activation="sigmoid", rng=dice(seed), weights=weights)
    return told(network, sample.points, sample.labels, optimizer=GradientDescent(0.1), epochs=30)


@SEEDS
def test_huge_weights_saturate_sigmoids(seed):
    saturated, *_ = with_sigmoids(seed, partial(uniform, limit=300))
    assert (saturated.kind, saturated.layer, saturated.step) == (NoticeKind.SATURATION, 1, 1)
    assert saturated.value >= 0.5
    assert "sigmoid" in saturated.sentence
    assert "Xavier" in saturated.cure


@SEEDS
def test_its_cure_xaviers_weights_do_not_saturate(seed):
    assert NoticeKind.SATURATION not in begun(with_sigmoids(seed, None))


def test_a_hidden_layer_of_steps_is_flat_everywhere():
    sample = spirals(dice(0), 100)
    network = Network.dense([2, 8, 2], activation="step", rng=dice(0))
    (notice, *_) = told(network, sample.points, sample.labels, optimizer=Adam(0.01), epochs=1)
    assert (notice.kind, notice.value) == (NoticeKind.SATURATION, 1.0)
    assert "A step is flat everywhere" in notice.cure


@pytest.mark.parametrize("activation", ["tanh", "sigmoid"])
@SEEDS
def test_a_start_from_zeros_stays_on_a_plateau_because_all_units_are_alike(activation, seed):
    sample = xor(dice(seed), 100)
    network = Network.dense([2, 8, 2], activation=activation, rng=dice(seed), weights=zeros)
    (notice,) = told(network, sample.points, sample.labels, optimizer=GradientDescent(0.1), epochs=160)
    assert (notice.kind, notice.layer) == (NoticeKind.PLATEAU, 1)
    assert notice.value == pytest.approx(np.log(2), rel=0.05)
    assert "All units of layer 1 have the same weights" in notice.sentence
    assert "random weights" in notice.cure


def test_a_rate_too_low_is_a_plateau_whose_cure_is_another_rate():
    sample = moons(dice(0), 32)
    network = Network.dense([2, 8, 2], rng=dice(0))
    (notice,) = told(network, sample.points, sample.labels, optimizer=GradientDescent(1e-9), epochs=620)
    assert (notice.kind, notice.step, notice.layer) == (NoticeKind.PLATEAU, 600, None)
    assert notice.cure.startswith("Try another rate: higher if the loss lies still")


def test_a_long_pass_may_end_on_a_plateau_before_the_first_look():
    points, labels = np.ones((160, 2)), np.zeros(160, int)
    network = Network.dense([2, 8, 2], rng=dice(0))
    watch = Watch(network, points, labels, limits=WatchLimits(plateau_steps=10, plateau_examples=1))
    settings = {"loss": cross_entropy, "optimizer": GradientDescent(1e-9), "batch_size": 1, "epochs": 1}
    (result,) = train(network, points, labels, **settings)
    assert NoticeKind.PLATEAU in begun(watch.look_epoch(result))


@pytest.mark.parametrize(("outputs", "loss"), [(2, cross_entropy), (1, binary_cross_entropy), (1, mean_squared_error)])
def test_one_neuron_cannot_learn_xor_and_is_told_so(outputs, loss):
    corners = xor(dice(0), 4, scatter=0.0)
    labels = corners.labels if outputs == 2 else corners.labels[:, np.newaxis]
    network = Network.dense([2, outputs], rng=dice(0))
    notices = told(network, corners.points, labels, loss=loss, optimizer=GradientDescent(0.1), epochs=150)
    assert begun(notices) == [NoticeKind.NOT_SEPARABLE]
    assert notices[0].step == 101
    assert "hidden layer" in notices[0].cure


@pytest.mark.parametrize(
    ("before", "hopeless"), [([Flatten()], True), ([MaxPool(1), Flatten()], True), ([Flatten(), BatchNorm()], False)]
)
def test_one_neuron_is_one_also_behind_layers_that_only_hand_on(before, hopeless):
    corners = xor(dice(0), 4, scatter=0.0)
    network = Network([*before, Dense(2)], input_shape=(1, 1, 2), rng=dice(0))
    images = corners.points.reshape(4, 1, 1, 2)
    notices = told(network, images, corners.labels, optimizer=GradientDescent(0.1), epochs=150)
    layers = [notice.layer for notice in notices if notice.kind == NoticeKind.NOT_SEPARABLE]
    assert layers == ([len(before) + 1] if hopeless else [])


@SEEDS
def test_its_cure_a_hidden_layer_learns_xor(seed):
    corners = xor(dice(seed), 4, scatter=0.0)
    network = Network.dense([2, 8, 2], activation="tanh", rng=dice(seed))
    assert not told(network, corners.points, corners.labels, optimizer=Adam(0.05), epochs=400)


# What is well.

HEALTHY_SAMPLES = {
    "moons": moons,
    "XOR": xor,
    "rings": rings,
    "galaxies": galaxies,
    "galaxies without scatter": partial(galaxies, scatter_mag=0.0),
}
HEALTHY_NETWORKS = {
    "relu": ([2, 16, 2], "relu", partial(Adam, 0.02)),
    "two layers of relu": ([2, 32, 32, 2], "relu", partial(GradientDescent, 0.1, momentum=0.9)),
    "tanh": ([2, 16, 2], "tanh", partial(Adam, 0.02)),
    "sigmoid": ([2, 16, 2], "sigmoid", partial(Adam, 0.05)),
}


def healthy(sample_name, network_name, seed, epochs):
    sample = HEALTHY_SAMPLES[sample_name](dice(seed + 50), 200)
    widths, activation, optimizer = HEALTHY_NETWORKS[network_name]
    network = Network.dense(widths, activation=activation, rng=dice(seed))
    return told(network, sample.points, sample.labels, optimizer=optimizer(), epochs=epochs, seed=seed)


@pytest.mark.parametrize("network_name", ["relu", "tanh"])
@pytest.mark.parametrize("sample_name", HEALTHY_SAMPLES)
def test_nothing_is_said_of_a_training_that_is_well(sample_name, network_name):
    assert healthy(sample_name, network_name, seed=0, epochs=100) == []


@pytest.mark.long
@pytest.mark.parametrize("seed", range(1, 11))
@pytest.mark.parametrize("network_name", HEALTHY_NETWORKS)
@pytest.mark.parametrize("sample_name", HEALTHY_SAMPLES)
def test_nothing_is_said_of_many_trainings_that_are_well(sample_name, network_name, seed):
    assert healthy(sample_name, network_name, seed, epochs=200) == []


@SEEDS
def test_nothing_is_said_of_deep_nets_with_hes_weights_on_spirals(seed):
    sample = spirals(dice(seed), 300)
    network = Network.dense([2, 32, 32, 32, 2], rng=dice(seed))
    assert told(network, sample.points, sample.labels, optimizer=Adam(0.005), epochs=70) == []


@SEEDS
def test_nothing_is_said_of_online_learning_whose_loss_jumps(seed):
    sample = galaxies(dice(seed), 300)
    network = Network.dense([2, 16, 2], activation="tanh", rng=dice(seed))
    assert told(network, sample.points, sample.labels, optimizer=Adam(0.01), epochs=2, batch_size=1) == []


@SEEDS
def test_nothing_is_said_of_a_neuron_that_learns_the_lectures_line(seed):
    sample = galaxies(dice(seed), 200, scatter_mag=0.0)
    network = Network.dense([2, 1], rng=dice(seed))
    targets = sample.labels[:, np.newaxis]
    assert not told(
        network, sample.points, targets, loss=binary_cross_entropy, optimizer=GradientDescent(1.0), epochs=60
    )


def test_nothing_is_said_of_a_regression_that_learns():
    x = np.linspace(-1, 1, 100)[:, np.newaxis]
    network = Network.dense([1, 20, 1], activation="tanh", rng=dice(1))
    assert told(network, x, np.sin(3 * x), loss=mean_squared_error, optimizer=Adam(0.01), epochs=300) == []


def test_nothing_is_said_of_the_worked_example_of_the_lecture():
    network = Network.dense([2, 2, 2], activation="sigmoid", rng=dice(0))
    x, targets = [[0.05, 0.10]], [[0.01, 0.99]]
    assert not told(network, x, targets, loss=half_squared_sum, optimizer=GradientDescent(0.5), epochs=1200)


def test_nothing_is_said_where_saturated_units_and_a_loss_at_rest_mean_success():
    corners = xor(dice(1), 4, scatter=0.0)
    network = Network.dense([2, 2, 2], activation="tanh", rng=dice(1))
    hidden, output = network.layers  # "at least one" and "both", each far beyond doubt, then "one, not both"
    hidden.weight.data, hidden.bias.data = [[100.0, 100.0], [100.0, 100.0]], [-50.0, -150.0]
    output.weight.data, output.bias.data = [[-3.0, 3.0], [3.0, -3.0]], [3.0, -3.0]
    notices = told(network, corners.points, corners.labels, optimizer=GradientDescent(1e-6), epochs=800)
    assert (np.abs(network.activities(corners.points)[0]) > 0.999).all()
    assert notices == []


# How it tells.


def test_what_begins_and_ends_is_told_once_each(rng):
    x = rng.normal(size=(32, 2))
    network = Network.dense([2, 1], rng=rng)
    watch, optimizer, notices = Watch(network), GradientDescent(2.0), []
    for step in range(80):
        if step == 5:
            optimizer.rate = 0.1
        notices += watch.look(train_step(network, mean_squared_error, optimizer, x, x[:, :1]))
        if step == 5:
            assert [notice.kind for notice in watch.standing] == [NoticeKind.EXPLODING_LOSS]
    assert [(notice.kind, notice.ended) for notice in notices] == [
        (NoticeKind.EXPLODING_LOSS, False),
        (NoticeKind.EXPLODING_LOSS, True),
    ]
    assert notices[1].step > 6
    assert notices[1].cure == ""
    assert watch.standing == ()


def test_a_new_start_ends_saturation_and_plateau():
    sample = moons(dice(0), 200)
    network, fresh = (Network.dense([2, 16, 2], activation="tanh", rng=dice(0)) for _ in range(2))
    network.layers[0].weight.data = 1000 * network.layers[0].weight.data
    watch = Watch(network, sample.points, sample.labels, limits=WatchLimits(plateau_steps=20, plateau_examples=20))
    watched = partial(told, network, sample.points, sample.labels, watch=watch, batch_size=None)
    stuck = watched(optimizer=GradientDescent(1e-9), epochs=60)
    assert begun(stuck) == [NoticeKind.SATURATION, NoticeKind.PLATEAU]
    assert "saturation in layer 1" in stuck[1].sentence
    network.parameters.values = fresh.parameters.values
    ended = watched(optimizer=Adam(0.02), epochs=150)
    assert sorted(notice.kind for notice in ended) == [NoticeKind.PLATEAU, NoticeKind.SATURATION]
    assert all(notice.ended for notice in ended)
    assert watch.standing == ()


def test_a_raising_watch_raises_what_begins_with_its_cure():
    with pytest.raises(TrainingError, match=r"The loss has grown to .* Lower the learning rate") as caught:
        trained_too_fast(0, raising=True)
    assert caught.value.notice.kind == NoticeKind.EXPLODING_LOSS
    assert isinstance(caught.value, modern.ModernError)


def test_a_training_error_travels_between_processes():
    with pytest.raises(TrainingError) as caught:
        trained_too_fast(0, raising=True)
    copy = pickle.loads(pickle.dumps(caught.value))
    assert copy.notice == caught.value.notice
    assert str(copy) == str(caught.value)


def test_a_notice_cannot_be_changed():
    notice = trained_too_fast(0)[0]
    with pytest.raises(FrozenInstanceError):
        notice.step = 0


def sentences():
    """Every notice there can be, as words."""
    every = [
        *trained_too_fast(0),
        *killed(0)[2],
        *with_sigmoids(0, partial(uniform, limit=300)),
    ]
    return {notice.kind: f"{notice.sentence} {notice.cure}" for notice in every}


def test_notices_are_short_enough_for_a_label():
    for words in sentences().values():
        assert len(words.split()) <= 75
        assert max(len(sentence.split()) for sentence in words.replace("? ", ". ").split(". ")) <= 25


def test_passes_tell_of_the_loss_what_their_steps_would_have_told():
    sample = spirals(dice(0), 192)
    network, targets = Network.dense([2, 32, 32, 1], rng=dice(0)), sample.labels[:, np.newaxis]
    watch = Watch(network, sample.points, targets)
    settings = {"loss": mean_squared_error, "optimizer": GradientDescent(10.0), "batch_size": 32, "rng": dice(0)}
    results = train(network, sample.points, targets, epochs=8, **settings)
    notices = [notice for result in results for notice in watch.look_epoch(result)]
    assert watch.steps == 48
    by_steps = {notice.kind: notice.step for notice in trained_too_fast(0)}
    kinds = {NoticeKind.EXPLODING_LOSS, NoticeKind.NOT_FINITE}
    steps = {notice.kind: notice.step for notice in notices if notice.kind in kinds}
    assert steps == {kind: by_steps[kind] for kind in kinds}


def test_a_pass_whose_steps_were_shown_is_not_counted_twice(rng):
    network = Network.dense([2, 4, 2], rng=rng)
    points, labels = rng.normal(size=(40, 2)), np.arange(40) % 2
    watch = Watch(network, points, labels)
    told(network, points, labels, watch=watch, optimizer=Adam(), epochs=3, batch_size=10)
    assert watch.steps == 12


def test_it_looks_at_the_activities_only_every_so_many_steps(rng):
    network = Network.dense([2, 4, 2], rng=rng)
    points, labels = rng.normal(size=(1000, 2)), np.arange(1000) % 2
    watch, steps_of_looks, activities = Watch(network, points, labels), [], network.activities

    def counting(images):
        steps_of_looks.append(watch.steps)
        assert len(images) == 256
        return activities(images)

    network.activities = counting
    told(network, points, labels, watch=watch, optimizer=Adam(), epochs=8, batch_size=32)
    assert steps_of_looks == [1, 101, 201]


def test_watching_changes_nothing():
    def trained(watched):
        layers = [Dense(8, "relu"), BatchNorm(), Dropout(0.5, dice(3)), Dense(2)]
        network = Network(layers, input_shape=(2,), rng=dice(0))
        sample = moons(dice(0), 100)
        watch = Watch(network, sample.points, sample.labels, limits=WatchLimits(every_steps=1))
        settings = {"loss": cross_entropy, "optimizer": Adam(), "batch_size": 10, "epochs": 3, "rng": dice(1)}
        for result in training_steps(network, sample.points, sample.labels, **settings):
            if watched:
                watch.look(result)
        return network

    alone, watched = trained(False), trained(True)
    assert_array_equal(watched.parameters.values, alone.parameters.values)
    for name, values in alone.layers[1].state.items():
        assert_array_equal(watched.layers[1].state[name], values)


def test_without_examples_the_numbers_are_watched_still(rng):
    network = Network.dense([2, 8, 2], rng=rng)
    points, labels = rng.normal(size=(40, 2)), np.arange(40) % 2
    notices = told(network, points, labels, watch=Watch(network), optimizer=GradientDescent(1e4), epochs=10)
    assert NoticeKind.EXPLODING_LOSS in begun(notices)


def test_a_neuron_with_many_inputs_is_not_asked_for_a_proof(rng):
    points, labels = rng.normal(size=(200, 40)), rng.integers(0, 2, 200)
    network = Network.dense([40, 2], rng=rng)
    assert NoticeKind.NOT_SEPARABLE not in begun(told(network, points, labels, optimizer=Adam(), epochs=20))


# What it refuses.


@pytest.mark.parametrize(
    ("images", "labels", "error", "message"),
    [
        (np.zeros((5, 3)), None, ShapeError, r"images must be \(batch, 2\), at least one of them, got \(5, 3\)"),
        (np.zeros((0, 2)), None, ShapeError, r"at least one of them, got \(0, 2\)"),
        ([[0.0, np.inf]], None, SettingError, r"images must be finite, got inf at \(0, 1\)"),
        (np.zeros((5, 2)), [0, 1], ShapeError, r"labels must be one per image, got \(2,\) for images \(5, 2\)"),
        (np.zeros((2, 2)), [0, 2], SettingError, "labels must be 0 to 1, got 2"),
        (np.zeros((2, 2)), [-1, 0], SettingError, "labels must be 0 to 1, got -1"),
    ],
    ids=["shape", "none", "infinite", "few labels", "label too high", "label too low"],
)
def test_examples_that_do_not_fit_are_refused(images, labels, error, message, rng):
    with pytest.raises(error, match=message):
        Watch(Network.dense([2, 2], rng=rng), images, labels)


@pytest.mark.parametrize("name", [field.name for field in fields(WatchLimits)])
@pytest.mark.parametrize("value", [-1, "many"])
def test_limits_out_of_range_are_refused(name, value):
    with pytest.raises(SettingError, match=rf"WatchLimits\.{name} must be .*, got {value!r}"):
        WatchLimits(**{name: value})


def test_a_watch_is_handed_steps_and_passes_alike(rng):
    network = Network.dense([2, 2], rng=rng)
    (result,) = train(network, [[0.0, 1.0]], [1], loss=cross_entropy, optimizer=Adam(), epochs=1)
    assert isinstance(result, EpochResult)
    assert Watch(network).look(result) == ()


def test_a_notice_says_all_the_window_needs():
    assert [field.name for field in fields(Notice)] == ["kind", "step", "layer", "value", "sentence", "cure", "ended"]


@pytest.mark.parametrize(
    ("change", "error", "message"),
    [
        ({"network": 3}, SettingError, "network must be of type Network, got 3"),
        ({"limits": 3}, SettingError, "limits must be of type WatchLimits, got 3"),
        ({"raising": 3}, SettingError, "raising must be of type bool, got 3"),
        ({"labels": [[1], [1, 2]]}, ShapeError, "labels must be a rectangular array"),
        ({"labels": ["a", "b"]}, SettingError, "labels must be real numbers"),
    ],
)
def test_what_cannot_be_watched_is_refused(change, error, message, rng):
    things = {"network": Network.dense([1, 2], rng=rng), "images": [[1.0], [2.0]], "labels": [0, 1]} | change
    with pytest.raises(error, match=message):
        Watch(**things)
    with pytest.raises(SettingError, match="result must be of type StepResult or EpochResult, got 3"):
        Watch(Network.dense([1, 2], rng=rng)).look(3)


def test_an_explosion_in_the_first_steps_of_a_small_batch_is_told_at_once():
    corners = xor(dice(0), 4, scatter=0.0)
    points = 10 * corners.points
    network = Network.dense([2, 8, 2], activation="relu", rng=dice(1))
    notices = told(network, points, corners.labels, optimizer=GradientDescent(50.0), epochs=60, batch_size=None)
    assert begun(notices)[0] == NoticeKind.EXPLODING_LOSS
    assert notices[0].step == 2


def test_one_bad_look_among_good_ones_is_taken_for_bad_luck():
    corners = xor(dice(1), 4, scatter=0.0)
    network = Network.dense([2, 2, 2], activation="tanh", rng=dice(1))
    hidden, output = network.layers
    hidden.weight.data, hidden.bias.data = [[100.0, 100.0], [100.0, 100.0]], [-50.0, -150.0]
    output.weight.data, output.bias.data = [[-3.0, 3.0], [3.0, -3.0]], [3.0, -3.0]
    right, wrong = output.weight.data.copy(), -output.weight.data
    watch = Watch(network, corners.points, corners.labels, limits=WatchLimits(every_steps=1))
    step = train_step(network, cross_entropy, GradientDescent(1e-9), corners.points, corners.labels)
    for weights in (right, right, wrong, right):
        output.weight.data = weights
        assert watch.look(step) == ()
    output.weight.data = wrong
    assert begun(watch.look(step)) == [NoticeKind.SATURATION]  # two bad ones of three
