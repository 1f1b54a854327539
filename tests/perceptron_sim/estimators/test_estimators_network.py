"""NetworkClassifier is the network of the experiments, which learns by minibatches of rows of numbers."""

import pickle

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.datasets import load_iris, make_blobs
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from perceptron_sim import Letters, Session
from perceptron_sim.errors import SettingError
from perceptron_sim.estimators import Mark1Classifier, NetworkClassifier

SMALL = {"hidden": (8,), "epochs": 20, "rate": 0.02, "random_state": 1}


@pytest.fixture(scope="module")
def iris():
    """Four numbers of each of 150 flowers, of three kinds."""
    return load_iris(return_X_y=True)


def test_image_by_image_it_is_the_network_of_an_experiment_with_that_seed():
    session = Session(Letters(seed=3, passes=3, learners="modern", until_errorless=False))
    session.run()
    images, unseen = session.experiment.stimuli.images, session.experiment.unseen.images
    network = NetworkClassifier(picture="pixels", batch_size=1, epochs=3, precision="float32", random_state=3)
    network.fit(images.reshape(26, 400), session.experiment.stimuli.labels)
    for found, wanted in zip(network.network_.parameters, session.modern.network.parameters, strict=True):
        assert_array_equal(found.data, wanted.data)
    wanted = session.modern.predict_probabilities(unseen)
    assert_allclose(network.predict_proba(unseen.reshape(-1, 400)), wanted, rtol=1e-5, atol=1e-7)


def test_flowers_are_told_apart(iris):
    network = NetworkClassifier(random_state=1).fit(*iris)
    assert network.score(*iris) > 0.9
    assert network.losses_.shape == (100,)
    assert network.losses_[-1] < 0.3 * network.losses_[0]


def test_neither_unit_nor_offset_of_a_feature_matters(iris):
    moved = iris[0] * [1.0, 1e6, 1e-6, 5.0] + [0.0, 1e6, 1.0, -3.0]
    one, other = (NetworkClassifier(**SMALL).fit(x, iris[1]).predict_proba(x) for x in (iris[0], moved))
    assert_allclose(one, other, atol=1e-5)


def test_a_feature_that_never_varies_does_no_harm(iris):
    x = np.column_stack([iris[0], np.full(150, 7.0)])
    assert np.isfinite(NetworkClassifier(**SMALL).fit(x, iris[1]).predict_proba(x)).all()


def test_a_feature_that_never_varied_counts_for_little_when_it_does(iris):
    plain, never = (np.column_stack([iris[0], np.full(150, value)]) for value in (0.1, 0.3))
    network = NetworkClassifier(**SMALL).fit(plain, iris[1])  # the mean of many tenths is not quite a tenth
    assert_allclose(network.predict_proba(never), network.predict_proba(plain), atol=0.05)


@pytest.mark.parametrize("power", [-1000, 1020])
def test_the_greatest_and_the_least_numbers_are_learned_as_others(power, iris):
    x = np.ldexp(iris[0], power)
    one, other = (NetworkClassifier(**SMALL).fit(numbers, iris[1]).predict_proba(numbers) for numbers in (iris[0], x))
    assert_array_equal(one, other)


def test_later_classes_must_be_those_of_the_first_pass(iris):
    network = NetworkClassifier(**SMALL).partial_fit(*iris, classes=[0, 1, 2])
    with pytest.raises(SettingError, match="classes must be those of the first partial_fit"):
        network.partial_fit(*iris, classes=[0, 1, 2, 3])


@pytest.mark.parametrize("picture", ["numbers", "thermometer-pairs"])
def test_weights_count_as_repetitions(picture, iris):
    x, y = iris
    weights = np.arange(150) % 3
    settings = {**SMALL, "batch_size": None, "picture": picture}
    weighted = NetworkClassifier(**settings).fit(x, y, sample_weight=weights)
    repeated = NetworkClassifier(**settings).fit(x.repeat(weights, axis=0), y.repeat(weights))
    assert_allclose(weighted.predict_proba(x), repeated.predict_proba(x), atol=1e-9)


def test_a_class_without_weight_is_none(iris):
    network = NetworkClassifier(**SMALL).fit(*iris, sample_weight=(iris[1] != 1).astype(float))
    assert network.classes_.tolist() == [0, 2]
    assert set(network.predict(iris[0])) == {0, 2}


@pytest.mark.parametrize(
    ("weights", "message"),
    [
        (np.zeros(150), "sample_weight must hold at least one weight that is not zero"),
        (np.full(150, -1.0), "sample_weight must hold weights of zero or more"),
        (np.ones(3), r"sample_weight must have shape \(150,\), one for each example, got \(3,\)"),
    ],
)
def test_weights_that_cannot_be_are_refused(weights, message, iris):
    with pytest.raises(SettingError, match=message):
        NetworkClassifier(**SMALL).fit(*iris, sample_weight=weights)


def test_it_can_see_what_the_machine_sees(iris):
    network = NetworkClassifier(picture="thermometer-pairs", **SMALL).fit(*iris)
    assert network.network_.layers[0].input_shape == (400,)
    assert network.score(*iris) > 0.95
    same = Mark1Classifier(mark1={"association": {"units": 64}}, passes=1).fit(*iris).pictures(iris[0])
    probabilities = network.network_.logits_of(same.reshape(-1, 400)).argmax(axis=1)
    assert_array_equal(probabilities, network.predict(iris[0]))


def test_passes_one_by_one_are_those_of_a_fit(iris):
    by_pass = NetworkClassifier(**SMALL)
    for _ in range(20):
        by_pass.partial_fit(*iris, classes=[0, 1, 2])
    whole = NetworkClassifier(**SMALL).fit(*iris)
    assert_array_equal(by_pass.predict_proba(iris[0]), whole.predict_proba(iris[0]))
    assert_array_equal(by_pass.losses_, whole.losses_)


def test_a_pickled_network_answers_and_learns_on_alike(iris):
    network = NetworkClassifier(**SMALL).fit(*iris)
    copy = pickle.loads(pickle.dumps(network))
    assert_array_equal(copy.predict_proba(iris[0]), network.predict_proba(iris[0]))
    assert_array_equal(
        copy.partial_fit(*iris).predict_proba(iris[0]), network.partial_fit(*iris).predict_proba(iris[0])
    )


def test_it_works_in_pipelines_and_searches():
    x, y = make_blobs(150, random_state=0)
    pipeline = make_pipeline(StandardScaler(), NetworkClassifier(**SMALL))
    search = GridSearchCV(pipeline, {"networkclassifier__hidden": [(), (8,)]}, scoring="roc_auc_ovr", cv=3).fit(x, y)
    assert search.best_score_ > 0.9


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"picture": "bars"}, "picture must be one of numbers, thermometer-pairs, thermometers, pixels, got 'bars'"),
        ({"precision": "float16"}, "precision must be one of float64, float32, got 'float16'"),
        ({"hidden": (0,)}, "hidden must be a list, each a whole number of at least 1"),
        ({"activation": "rely"}, "did you mean 'relu'"),
        ({"rate": 0.0}, "rate must be positive"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(settings, message, iris):
    with pytest.raises(SettingError, match=message):
        NetworkClassifier(**{**SMALL, **settings}).fit(*iris)


@pytest.mark.parametrize("settings", [{"epochs": 0}, {"batch_size": 0}])
def test_no_passes_and_no_batches_are_refused(settings, iris):
    with pytest.raises(SettingError, match=f"{next(iter(settings))} must be .*, got 0"):
        NetworkClassifier(**{**SMALL, **settings}).fit(*iris)
