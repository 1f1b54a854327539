"""What a network may be: every optimizer learns, filters find their place, what cannot be is refused."""

import numpy as np
import pytest

from modern import Network
from perceptron_sim import Letters, Session
from perceptron_sim.errors import SettingError
from perceptron_sim.network_spec import OPTIMIZERS, NetworkSpec


def network(spec, shape=(20, 20), classes=26):
    return Network(spec.layers(shape, classes), input_shape=(shape[0] * shape[1],), rng=np.random.default_rng(1))


def test_without_hidden_layers_there_is_one_layer():
    assert [layer.name for layer in network(NetworkSpec(hidden=())).layers] == ["Dense 400-26"]


def test_filters_come_first_and_keep_the_size_of_the_image():
    layers = network(NetworkSpec(filters=8, hidden=(10,))).layers
    assert [layer.output_shape for layer in layers] == [
        (1, 20, 20),
        (8, 20, 20),
        (8, 10, 10),
        (800,),
        (10,),
        (26,),
    ]


@pytest.mark.parametrize(("pool", "values"), [("none", 8 * 400), ("2x2", 8 * 100), ("whole", 8)])
def test_a_pool_keeps_as_many_values_as_it_says(pool, values):
    layers = network(NetworkSpec(filters=8, hidden=(), pool=pool)).layers
    assert layers[-1].input_shape == (values,)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_every_optimizer_learns_from_what_it_is_shown(optimizer):
    rate = 0.05 if optimizer in ("gradient-descent", "adagrad") else 0.002
    experiment = Letters(learners="modern", passes=2, modern=NetworkSpec(optimizer=optimizer, rate=rate))
    first, last = (result.errors["modern"] for result in Session(experiment).passes())
    losses = [trial.loss for (trial,) in Session(experiment).trials()]
    assert last <= first
    assert sum(losses[26:]) < sum(losses[:26])


def test_a_network_with_filters_learns_in_a_session():
    experiment = Letters(learners="modern", passes=12, modern=NetworkSpec(filters=4, hidden=(32,), rate=0.003))
    report = Session(experiment).run()
    assert report.learners["modern"].accuracy["DejaVu Sans Bold"] > 0.9


@pytest.mark.parametrize(
    ("wrong", "rule"),
    [
        ({"optimizer": "Adam"}, "NetworkSpec.optimizer must be one of adam, .*, got 'Adam'; did you mean 'adam'"),
        ({"filters": -1}, "NetworkSpec.filters must be a whole number from 0 to 512, got -1"),
        ({"filter_cells": 4}, "NetworkSpec.filter_cells must be an odd number, got 4"),
        ({"pool": "max"}, "NetworkSpec.pool must be one of none, 2x2, whole, got 'max'"),
        ({"rate": 0.0}, "NetworkSpec.rate must be positive, got 0.0"),
    ],
)
def test_what_cannot_be_is_refused_by_name_rule_and_value(wrong, rule):
    with pytest.raises(SettingError, match=rule):
        NetworkSpec(**wrong)


def test_a_pool_that_does_not_fit_the_image_is_refused_in_a_sentence():
    for shape in ((6, 4), (4, 6)):
        with pytest.raises(SettingError, match=r"NetworkSpec\.pool must be none or 2x2 for . x . cells, got 'whole'"):
            NetworkSpec(filters=2, pool="whole").layers(shape, 3)
    with pytest.raises(SettingError, match=r"NetworkSpec must fit images of 1 x 1 cells: "):
        NetworkSpec(filters=2, pool="2x2").layers((1, 1), 3)
