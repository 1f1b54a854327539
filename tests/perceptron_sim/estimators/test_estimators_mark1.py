"""Mark1Classifier is the machine of the experiments, taught from rows of numbers; its answers are lamps."""

import pickle

import numpy as np
import pytest
from numpy.testing import assert_array_equal
from sklearn.base import clone
from sklearn.datasets import load_iris, make_blobs
from sklearn.model_selection import GridSearchCV, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from hardware import Control, Mark1Spec, NoiseSpec, ReinforcementSpec, ResponseSpec, restored
from perceptron_sim import Letters, Session
from perceptron_sim.errors import SettingError, SimulatorError, StimulusError
from perceptron_sim.estimators import Mark1Classifier
from perceptron_sim.experiments.stimuli import letters

SMALL = {"association": {"units": 128}}


@pytest.fixture(scope="module")
def iris():
    """Four numbers of each of 150 flowers, of three kinds."""
    return load_iris(return_X_y=True)


@pytest.fixture(scope="module")
def few(iris):
    """Every third of them."""
    return iris[0][::3], iris[1][::3]


@pytest.fixture(scope="module")
def fitted(iris):
    """A machine that has learned them."""
    return Mark1Classifier(random_state=1).fit(*iris)


def small(**settings):
    return Mark1Classifier(**{"mark1": SMALL, "passes": 3, "random_state": 1, **settings})


@pytest.mark.parametrize("code", ["binary", "error-correcting"])
def test_it_is_the_machine_of_an_experiment_with_that_seed(code):
    noise = NoiseSpec(wiper_v=0.2, amplifier_v=0.5)
    session = Session(Letters(seed=3, passes=3, learners="mark1", code=code, mark1=_machine(code, noise)))
    report = session.run()
    taught, unseen = session.experiment.stimuli, session.experiment.unseen.images.reshape(-1, 400)
    names = np.array(list(taught.class_names))
    machine = Mark1Classifier(
        picture="pixels", code=code, passes=3, random_state=3, mark1={"noise": {"wiper_v": 0.2, "amplifier_v": 0.5}}
    ).fit(taught.images.reshape(26, 400), names[taught.labels])
    assert machine.errors_.tolist() == [one.errors["mark1"] for one in session.pass_results]
    in_use = machine.spec_.response.in_use
    assert_array_equal(machine.lamps(unseen), session.mark1.lamps(session.experiment.unseen.images)[:, :in_use])
    assert machine.simulated_s_ == session.time_s
    assert machine.energy_j_ == report.learners["mark1"].energy_j


def _machine(code, noise):
    bits = {"binary": 5, "error-correcting": 9}[code]
    return Mark1Spec(noise=noise, response=ResponseSpec(units=max(8, bits), in_use=bits))


def test_the_alphabet_is_read_as_letters():
    images = letters().images.reshape(26, 400)
    names = np.array(list("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    machine = Mark1Classifier(picture="pixels", random_state=1).fit(images, names)
    assert "".join(machine.predict(images)) == "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    assert machine.errors_[-1] == 0
    assert machine.codes_[0].tolist() == [True, *[False] * 7]


def test_flowers_are_told_apart(fitted, iris):
    assert fitted.score(*iris) > 0.97


def test_answers_do_not_disturb_the_machine_and_are_without_noise(few):
    machine = small(mark1={**SMALL, "noise": {"wiper_v": 1.0, "amplifier_v": 5.0}}).fit(*few)
    before = machine.checkpoint()
    first = machine.decision_function(few[0])
    assert_array_equal(machine.decision_function(few[0][::-1])[::-1], first)
    assert machine.checkpoint() == before


def test_a_clone_with_the_same_seed_is_the_same_machine(fitted, iris):
    assert clone(fitted).fit(*iris).checkpoint() == fitted.checkpoint()


def test_other_seeds_are_other_machines(few):
    assert small(random_state=2).fit(*few).checkpoint() != small().fit(*few).checkpoint()


def test_dice_give_a_new_machine_at_every_fit(few):
    dice, other = np.random.RandomState(7), np.random.RandomState(7)
    machine = small(random_state=dice)
    first, second = machine.fit(*few).checkpoint(), machine.fit(*few).checkpoint()
    assert first != second
    assert first == small(random_state=other).fit(*few).checkpoint()


def test_a_pickled_machine_answers_and_learns_on_alike(few):
    machine = small().fit(*few)
    copy = pickle.loads(pickle.dumps(machine))
    assert_array_equal(copy.decision_function(few[0]), machine.decision_function(few[0]))
    assert copy.partial_fit(*few).checkpoint() == machine.partial_fit(*few).checkpoint()


def test_passes_one_by_one_are_those_of_a_fit(few):
    whole = small(until_errorless=False).fit(*few)
    by_pass = small()
    for _ in range(3):
        by_pass.partial_fit(*few, classes=[0, 1, 2])
    assert by_pass.checkpoint() == whole.checkpoint()
    assert_array_equal(by_pass.errors_, whole.errors_)


def test_it_works_in_pipelines_scores_and_searches(iris):
    pipeline = make_pipeline(StandardScaler(), small())
    assert cross_val_score(pipeline, *iris, cv=2).min() > 0.8
    grid = {"mark1classifier__mark1__association__threshold": [1, 40], "mark1classifier__passes": [2]}
    search = GridSearchCV(pipeline, grid, cv=2).fit(*iris)
    assert search.best_params_["mark1classifier__mark1__association__threshold"] == 1
    best = search.best_estimator_[-1].spec_.association
    assert (best.units, best.threshold) == (128, 1)


def test_settings_of_the_machine_are_parameters():
    machine = Mark1Classifier().set_params(mark1__association__threshold=2, mark1__timing__pulse_s=0.2, passes=7)
    assert machine.mark1 == {"association": {"threshold": 2}, "timing": {"pulse_s": 0.2}}
    assert machine.get_params()["mark1__timing__pulse_s"] == 0.2
    assert machine.passes == 7


def test_settings_go_over_a_specification():
    control = ReinforcementSpec(control=Control.FORCED)
    machine = Mark1Classifier(mark1=Mark1Spec(reinforcement=control)).set_params(mark1__association__threshold=2)
    spec = machine.fit([[0.0], [1.0]], [0, 1]).spec_
    assert (spec.reinforcement, spec.association.threshold, spec.response.in_use) == (control, 2, 8)


def test_settings_over_a_mapping_leave_that_mapping_as_it_was():
    given = {"association": {"units": 128}}
    Mark1Classifier(mark1=given).set_params(mark1__association__threshold=2)
    assert given == {"association": {"units": 128}}


def test_an_unknown_setting_is_refused_with_the_one_that_is_meant():
    with pytest.raises(SettingError, match="did you mean 'mark1__association__threshold'"):
        Mark1Classifier().set_params(mark1__association__treshold=2)


def test_the_r_units_in_use_are_those_that_the_code_needs(fitted):
    assert fitted.spec_.response.in_use == 2
    assert fitted.spec_.response.units == 8


def test_more_classes_than_eight_lamps_can_mean_get_more_lamps():
    x, y = np.linspace(0, 1, 12)[:, np.newaxis], np.arange(12)
    machine = small(code="one-per-class", passes=1).fit(x, y)
    assert machine.codes_.shape == (12, 12)
    assert (machine.spec_.response.units, machine.spec_.response.in_use) == (12, 12)


def test_lamps_that_mean_a_class_are_that_class(fitted, iris):
    lamps = fitted.lamps(iris[0])
    for number, code in enumerate(fitted.codes_[:, :2]):
        assert (fitted.predict(iris[0])[(lamps == code).all(axis=1)] == number).all()


def test_lamps_that_mean_nothing_can_be_named(iris):
    x, y = make_blobs(100, random_state=0)
    machine = small(code="one-per-class", no_answer=-1).fit(x, y)
    unread = machine.lamps(x).sum(axis=1) != 1
    assert unread.any()
    assert_array_equal(machine.predict(x) == -1, unread)
    named = machine.set_params(no_answer=None).predict(x)
    assert set(named) == {0, 1, 2}
    assert_array_equal(named, machine.decision_function(x).argmax(axis=1))


@pytest.mark.parametrize(
    ("classes", "no_answer"),
    [
        (np.array([0, 1, 2], dtype=np.uint8), -1),
        (np.array([0.0, 1.0, 2.0]), -1),
        (np.array(["a", "b", "c"], dtype=object), "none of them"),
        (np.array(["a", "b", "c"]), "none of them"),
    ],
)
def test_what_stands_for_no_answer_is_told_as_it_is(classes, no_answer):
    x, y = make_blobs(60, random_state=0)
    machine = small(code="one-per-class", passes=1, no_answer=no_answer).fit(x, classes[y])
    unread, answers = machine.lamps(x).sum(axis=1) != 1, machine.predict(x)
    assert unread.any()
    assert [one == no_answer for one in answers] == unread.tolist()


def test_a_name_for_no_answer_of_another_kind_is_refused(few):
    with pytest.raises(SettingError, match=r"^no_answer must be of the kind of the classes \(int64\), got 'none'$"):
        small(no_answer="none").fit(*few).predict(few[0])


def test_a_class_cannot_stand_for_no_answer(few):
    with pytest.raises(SettingError, match=r"^no_answer must be none of the classes, got 2$"):
        small(no_answer=2).fit(*few).predict(few[0])


def test_of_two_classes_the_decision_is_one_number(iris):
    x, y = iris[0][:100], np.where(iris[1][:100], "b", "a")
    machine = small().fit(x, y)
    assert_array_equal(machine.predict(x) == "b", machine.decision_function(x) > 0)


def test_weights_of_examples_are_refused(iris):
    with pytest.raises(TypeError, match="sample_weight"):
        small().fit(*iris, sample_weight=np.ones(150))


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"passes": 0}, "passes must be a whole number from 1"),
        ({"code": "morse"}, "code must be one of binary"),
        ({"codewords": [3]}, r"codewords must be a list of texts, got \[3\]"),
        ({"picture": "pixls"}, "got 'pixls'; did you mean 'pixels'"),
        ({"picture": "bars"}, "picture must be one of thermometer-pairs, thermometers, pixels, got 'bars'"),
        ({"scale": "odd"}, "scale must be one of quantiles, even, got 'odd'"),
        ({"picture": "pixels"}, "X must have 400 features, one for each cell, for 'pixels', got 4"),
        ({"mark1": 3}, r"mark1 must be a Mark1Spec, or a mapping such as .*, got 3"),
        ({"mark1": {"association": {"units": 0}}}, r"^mark1.association.units must be positive, got 0"),
        ({"mark1": {"asociation": {}}}, "did you mean 'association'"),
        ({"mark1": {"response": {"units": 1}}}, "code must need at most the 1 R-units there are"),
        ({"random_state": -1}, "random_state must be from 0 to .* as a seed, got -1"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(settings, message, iris):
    with pytest.raises(SettingError, match=message) as caught:
        small(**settings).fit(*iris)
    assert isinstance(caught.value, ValueError)
    assert isinstance(caught.value, SimulatorError)


def test_light_that_is_none_is_refused():
    with pytest.raises(StimulusError, match=r"^X must hold light from 0 to 1 where picture is 'pixels', got 1\.5$"):
        small(picture="pixels").fit(np.full((2, 400), 1.5), [0, 1])


def test_the_first_partial_fit_needs_all_classes(iris):
    with pytest.raises(SettingError, match=r"^classes must be given at the first partial_fit, got None$"):
        small().partial_fit(*iris)


@pytest.mark.parametrize("classes", [[], 3, [[0, 1], [2, 3]]])
def test_classes_that_are_no_names_are_refused(classes, few):
    with pytest.raises(SettingError, match=r"^classes must be a list of names, got "):
        small().partial_fit(*few, classes=classes)


def test_later_classes_must_be_those_of_the_first_pass(few):
    machine = small().partial_fit(*few, classes=[0, 1, 2])
    assert machine.partial_fit(*few, classes=[2, 1, 0]).errors_.shape == (2,)
    with pytest.raises(
        SettingError, match=r"^classes must be those of the first partial_fit, \[0, 1, 2\], got \[0, 1\]$"
    ):
        machine.partial_fit(*few, classes=[0, 1])


def test_a_class_that_was_not_announced_is_refused_and_nothing_learned(few):
    machine = small().partial_fit(*few, classes=[0, 1, 2])
    before = machine.checkpoint()
    with pytest.raises(SettingError, match=r"^y must hold classes that were announced, got .*7"):
        machine.partial_fit(few[0][:1], [7])
    assert machine.checkpoint() == before


def test_a_checkpoint_is_the_machine_to_go_on_with(fitted):
    machine = restored(fitted.checkpoint()).trainer.machine
    assert machine.seed == 1
    assert machine.spec == fitted.spec_
