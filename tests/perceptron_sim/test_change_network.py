"""Another network while it runs: weights stay where they have a place, every change is logged and can be replayed."""

import math
from dataclasses import replace

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from modern import Network, Tensor
from perceptron_sim import Letters, Session
from perceptron_sim.commands import ChangeNetwork, NewSeed
from perceptron_sim.errors import SettingError
from perceptron_sim.network_losses import LOSSES
from perceptron_sim.network_spec import NetworkSpec


@pytest.fixture
def session(two_passes):
    """A session after some letters."""
    session = Session(two_passes)
    session.advance(8.0, budget_s=math.inf)
    return session


def change(session, **settings):
    """Apply it; the weights before and after."""
    before = session.modern.network.parameters.values.copy()
    session.apply(ChangeNetwork(replace(session.experiment.modern, **settings)))
    return before, session.modern.network.parameters.values.copy()


@pytest.mark.parametrize(
    "settings",
    [
        {"rate": 0.01},
        {"loss": "hinge"},
        {"batch": 4},
        {"optimizer": "momentum"},
        {"activation": "tanh"},
        {"initial_limit": 0.5},
        {"pool": "none"},
    ],
    ids=str,
)
def test_what_leaves_the_shapes_alone_leaves_the_weights_alone(session, settings):
    before, after = change(session, **settings)
    assert_array_equal(before, after)
    assert session.snapshot().network.image.any()


@pytest.mark.parametrize("settings", [{"hidden": (16,)}, {"hidden": (64, 64)}, {"hidden": ()}, {"filters": 2}], ids=str)
def test_other_layers_begin_again(session, settings):
    values = session.snapshot().mark1.angle_deg
    change(session, **settings)
    network = session.snapshot().network
    assert network.spec == session.modern.spec == session.experiment.modern
    assert not network.image.any()
    assert not network.activities
    assert_array_equal(session.snapshot().mark1.angle_deg, values)
    assert network.exposures > 0


def test_another_rate_lets_the_optimizer_remember_and_another_optimizer_does_not(two_passes):
    def weights(*specs):
        session = Session(two_passes)
        for spec in specs:
            session.advance(8.0, budget_s=math.inf)
            session.apply(ChangeNetwork(spec))
        session.advance(4.0, budget_s=math.inf)
        return session.modern.network.parameters.values.copy()

    usual = NetworkSpec()
    there_and_back = weights(replace(usual, rate=0.5), usual)
    session = Session(two_passes)
    session.advance(20.0, budget_s=math.inf)
    untouched = session.modern.network.parameters.values
    at_once = [replace(usual, rate=0.5), usual]
    quick = Session(two_passes)
    quick.advance(8.0, budget_s=math.inf)
    for spec in at_once:
        quick.apply(ChangeNetwork(spec))
    quick.advance(12.0, budget_s=math.inf)
    assert_array_equal(quick.modern.network.parameters.values, untouched)
    assert (there_and_back != untouched).any()


def test_the_change_is_logged_with_its_instant_and_enters_the_digest(session, two_passes):
    silent = Session(two_passes)
    silent.advance(8.0, budget_s=math.inf)
    change(session, rate=0.002)
    (logged,) = session.command_log
    assert logged.time_s == 8.0
    assert logged.command == ChangeNetwork(NetworkSpec(rate=0.002))
    assert session.digest != silent.digest


def test_a_run_with_changes_is_replayed_to_the_bit(session, two_passes, comparable):
    for settings in ({"hidden": (8, 8)}, {"activation": "tanh", "batch": 3}, {"loss": "squared-error"}):
        change(session, **settings)
        session.advance(5.0, budget_s=math.inf)
    session.apply(NewSeed(4))
    session.advance(5.0, budget_s=math.inf)
    change(session, rate=0.1)
    replayed = Session(two_passes)
    replayed.replay(session.command_log)
    assert comparable(replayed.snapshot()) == comparable(session.snapshot())
    assert replayed.run().digest == session.run().digest


def test_a_new_seed_keeps_the_kind_of_network(session):
    change(session, hidden=(8,))
    session.apply(NewSeed(5))
    assert session.modern.spec.hidden == (8,)


def test_after_the_end_a_change_opens_another_course(two_passes):
    session = Session(two_passes)
    session.run()
    values = session.snapshot().mark1.angle_deg
    change(session, hidden=(8,))
    assert not session.finished
    assert session.exposures == 0
    assert_array_equal(session.snapshot().mark1.angle_deg, values)
    assert session.run().learners["modern"].exposures == 52


@pytest.mark.parametrize("settings", [{"hidden": (1_000_000,)}, {"rate": 1e-3, "hidden": (9_999_999, 2)}], ids=str)
def test_a_network_that_does_not_fit_is_refused_and_nothing_changes(session, settings):
    with pytest.raises(SettingError, match="NetworkSpec must need at most"):
        change(session, **settings)
    assert session.modern.spec == NetworkSpec()
    assert not session.command_log


def test_without_a_network_there_is_nothing_to_change():
    session = Session(Letters(learners="mark1", passes=1))
    digest = session.digest
    session.apply(ChangeNetwork(NetworkSpec(hidden=())))
    assert session.digest != digest
    assert not session.run().learners["mark1"].accuracy.get("no such set")


def test_a_batch_is_learned_from_when_its_last_image_is_shown():
    session = Session(Letters(learners="modern", passes=1, modern=NetworkSpec(batch=3)))
    costs = [trial.multiply_adds for (trial,) in session.trials()]
    assert costs[0] == costs[1] == costs[3] == session.modern.network.multiply_adds
    assert costs[2] == costs[5] > 3 * costs[0]


def test_the_loss_of_an_image_is_the_same_whatever_the_batch():
    one, three = (
        [trial.loss for (trial,) in Session(Letters(learners="modern", passes=1, modern=spec)).trials()]
        for spec in (NetworkSpec(rate=1e-12), NetworkSpec(rate=1e-12, batch=3))
    )
    assert one == pytest.approx(three)


@pytest.mark.parametrize("loss", LOSSES)
def test_every_loss_is_least_where_the_answers_are_right(loss):
    right = LOSSES[loss](Tensor([[9.0, -9.0, -9.0]]), np.array([0])).item()
    wrong = LOSSES[loss](Tensor([[9.0, -9.0, -9.0]]), np.array([1])).item()
    assert 0 <= right < 1e-3 < wrong


@pytest.mark.parametrize("loss", LOSSES)
def test_every_loss_teaches(loss):
    experiment = Letters(learners="modern", passes=8, modern=NetworkSpec(loss=loss, rate=0.003))
    losses = [trial.loss for (trial,) in Session(experiment).trials()]
    assert sum(losses[-26:]) < 0.95 * sum(losses[:26])


def test_the_lectures_squared_error_is_of_probabilities():
    logits = Tensor([[0.0, 0.0]])
    assert LOSSES["squared-error"](logits, np.array([1])).item() == pytest.approx(0.25)


def test_a_twin_stays_as_it_is_while_the_network_learns(session):
    twin = session.modern.twin()
    held = twin.parameters.values.copy()
    assert isinstance(twin, Network)
    assert_array_equal(held, session.modern.network.parameters.values)
    session.advance(8.0, budget_s=math.inf)
    assert_array_equal(held, twin.parameters.values)
    assert (held != session.modern.network.parameters.values).any()


def test_a_watched_network_says_what_goes_wrong_and_learns_the_same():
    experiment = Letters(learners="modern", passes=12, modern=NetworkSpec(optimizer="gradient-descent", rate=20.0))
    watched, alone = Session(experiment), Session(experiment)
    watched.modern.watch(experiment.stimuli.images, experiment.stimuli.labels)
    assert not watched.modern.notices
    watched.run()
    assert watched.modern.notices[0].cure
    assert watched.digest == alone.run().digest
    watched.apply(ChangeNetwork(NetworkSpec()))
    assert not watched.modern.notices


def test_a_snapshot_holds_what_each_layer_gave_before_it_learned(session):
    network = session.snapshot().network
    assert [given.shape for given in network.activities] == [(64,), (26,)]
    assert_array_equal(network.activities[0], network.hidden)
    assert len(network.gradient_norms) == 2
    assert all(norm > 0 for norm in network.gradient_norms)
    with pytest.raises(ValueError, match="read-only"):
        network.activities[0][0] = 1
