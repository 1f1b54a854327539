"""Long computations in slices come to what they would come to in one go."""

from collections import deque
from dataclasses import replace
from itertools import islice

import numpy as np
import pytest
from numpy.testing import assert_allclose

from modern import GradientDescent, Network, basins, hessian, landscape_named, translation_scores
from perceptron_sim import Letters, Session
from perceptron_sim.experiments.stimuli import letters
from perceptron_sim.explain import network_machine_plane, network_surface
from perceptron_sim.explain.network_filters import look, taught_in_words, teach, teaching_in_words, with_filters
from perceptron_sim.explain.network_hessian import (
    BIASES,
    MOST_NUMBERS,
    ONE_OUTPUT,
    STEEPEST,
    bends,
    bends_in_words,
    hessian_rows,
    shape_in_words,
)
from perceptron_sim.explain.network_offsets import REACH, asked, instant_in_words, offset_in_words, offsets, scores
from perceptron_sim.explain.network_own_surface import cut_basins, on_own_loss
from perceptron_sim.explain.network_surface import COARSE, FINE, GRID, LANDSCAPES, RACERS, on_landscape, racer_on
from perceptron_sim.explain.network_two_inputs import GRID as PLACES
from perceptron_sim.explain.network_two_inputs import SETS, scaled, two_inputs
from perceptron_sim.explain.network_watch import unwarned
from perceptron_sim.network_losses import LOSSES
from perceptron_sim.network_spec import NetworkSpec


@pytest.fixture
def small():
    return Network.dense([4, 3, 2], activation="tanh", rng=np.random.default_rng(1))


@pytest.fixture
def examples():
    rng = np.random.default_rng(2)
    return rng.random((6, 4)), np.array([0, 1, 0, 1, 1, 0])


def last(steps):
    """The last answer."""
    return deque(steps, maxlen=1)[0]


def test_the_rows_of_a_small_network_are_its_hessian(small, examples):
    found = last(hessian_rows(small, "cross-entropy", *examples, STEEPEST, 12))
    whole = hessian(LOSSES["cross-entropy"](small(examples[0]), examples[1]), list(small.parameter_names))
    assert found.matrix.shape == (23, 23)
    assert_allclose(found.matrix, whole, atol=1e-6)
    assert found.eigenvalues[-1] == pytest.approx(np.linalg.eigvalsh(whole)[-1], rel=1e-4)
    assert found.exposures == 12
    assert "Hessian" in found.sentence


def test_the_hessian_comes_row_by_row(small, examples):
    readings = list(hessian_rows(small, "squared-error", *examples, BIASES, 0))
    rows = [reading.rows for reading in readings]
    assert rows == sorted(rows)
    assert np.isnan(readings[1].matrix[-1]).all()
    assert readings[-1].groups == (("hidden 1 bias", 3), ("outputs bias", 2))
    assert_allclose(readings[-1].matrix, readings[-1].matrix.T, atol=1e-6)


def test_one_output_is_its_weights_and_its_bias(small, examples):
    found = last(hessian_rows(small, "cross-entropy", *examples, ONE_OUTPUT, 0, output=1))
    assert found.names == ("outputs weight 2", "outputs weight 4", "outputs weight 6", "outputs bias 2")


def test_of_a_large_network_only_so_many_numbers_are_seen():
    network = Network.dense([40, 20, 2], rng=np.random.default_rng(1))
    first = next(hessian_rows(network, "cross-entropy", np.ones((2, 40)), np.array([0, 1]), STEEPEST, 0))
    assert len(first.names) == MOST_NUMBERS


@pytest.mark.parametrize("name", LANDSCAPES)
def test_there_is_a_descent_for_every_landscape(name):
    found = next(on_landscape(name, "gradient-descent"))
    assert found.heights.shape == GRID[::-1]
    assert np.isfinite(found.heights).all()


def test_the_basins_in_slices_are_those_in_one_go(monkeypatch):
    monkeypatch.setattr(network_surface, "FINE", (12, 8))
    found = last(on_landscape("saddle", "gradient-descent"))
    whole = basins(landscape_named("saddle"), racer_on("saddle", "gradient-descent"), (12, 8), steps=300)
    assert isinstance(racer_on("saddle", "gradient-descent"), GradientDescent)
    assert (found.basins == whole.labels.T).all()
    assert [path.optimizer for path in found.paths] == [*RACERS, "newton"]
    assert all(path.points[0] == pytest.approx((-1.7, 0.02)) for path in found.paths)
    assert all(len(path.heights) == len(path.points) for path in found.paths)
    assert found.paths[0].heights[-1] == pytest.approx(0, abs=1e-6)


def test_basins_are_there_before_any_path():
    first = next(found for found in on_landscape("saddle", "gradient-descent") if found.basins is not None)
    assert not first.paths
    assert first.basins.shape == COARSE[::-1]
    assert COARSE[0] < FINE[0]
    assert set(np.unique(first.basins)) >= {0, 1}


def test_downhill_on_a_cut_every_cell_comes_to_the_lowest_place_near():
    heights = np.array([[3.0, 1.0, 4.0, 2.0], [3.0, 2.0, 5.0, 0.0]])
    minima, labels = cut_basins(heights, (0.0, 3.0, 0.0, 1.0))
    assert minima.tolist() == [[1.0, 0.0], [3.0, 1.0]]
    assert labels.tolist() == [[0, 0, 1, 1], [0, 0, 1, 1]]


def test_curvatures_are_told_in_words():
    bowl, saddle, flat = (bends(np.array(values)) for values in ([1.0, 4.0], [-1.0, 2.0], [0.0, 2.0]))
    assert (bowl.ratio, bowl.down) == (4.0, 0)
    assert "round bowl" in bends_in_words(bowl)[0]
    assert "2 / 4 = 0.5" in bends_in_words(bowl)[1]
    assert (saddle.ratio, saddle.down) == (None, 1)
    assert "downward in 1: a saddle" in shape_in_words(saddle, 9)
    assert "flat" in bends_in_words(flat)[0]
    assert shape_in_words(bowl, 27_354).startswith("In these 2 of 27,354 numbers the loss curves upward")


def test_a_network_that_has_run_away_has_no_hessian(small, examples):
    small.parameters.values = np.full_like(small.parameters.values, np.nan)
    found = last(hessian_rows(small, "cross-entropy", *examples, BIASES, 3))
    assert found.eigenvalues is None
    assert "run away" in found.sentence


@pytest.mark.parametrize("name", ["xor", "moons"])
def test_a_machine_learns_points_of_the_plane_as_thermometers(name, monkeypatch):
    monkeypatch.setattr(network_machine_plane, "PLACES", 6)
    found = last(network_machine_plane.machine_plane(name))
    assert found.mistakes == 0
    assert found.step == "has learned"
    assert found.answers.shape == (6, 6)
    assert found.drawn_at == found.exposures
    assert set(np.unique(found.answers)) == {0, 1}


def test_all_paths_on_a_networks_own_loss_begin_where_it_stands(small, examples):
    before = small.parameters.values.copy()
    found = last(on_own_loss(small, "cross-entropy", *examples, 7))
    assert [path.optimizer for path in found.paths] == list(RACERS)
    assert all(not path.points[0].any() for path in found.paths)
    assert all(path.heights[0] == found.paths[0].heights[0] for path in found.paths)
    assert 0.5 < found.share_told <= 1
    assert np.isfinite(found.heights).all()
    assert found.exposures == 7
    small.parameters.values = before
    start = LOSSES["cross-entropy"](small(examples[0]), examples[1]).item()
    assert found.heights.min() < start < found.heights.max()


@pytest.mark.parametrize("name", SETS)
def test_points_of_every_set_are_scaled_and_learned(name):
    early, late = (
        next(islice(two_inputs(name, NetworkSpec(hidden=(8,), rate=0.02, batch=16)), at, None)) for at in (1, 60)
    )
    assert np.abs(early.points).max() == pytest.approx(1)
    assert late.steps > early.steps
    assert late.probability.shape == (PLACES, PLACES)
    assert late.units.shape == (8, PLACES, PLACES)
    assert late.mistakes <= early.sample.labels.size


def test_without_hidden_layers_the_boundary_is_a_line():
    found = next(islice(two_inputs("moons", NetworkSpec(hidden=(), rate=0.05, batch=16)), 60, None))
    assert not len(found.units)
    crossings = (np.diff((found.probability > 0.5).astype(int), axis=1) != 0).sum(axis=1)
    assert crossings.max() <= 1


def test_scaling_keeps_the_shape():
    assert scaled(np.array([[0.0, 0.0], [4.0, 2.0]])).tolist() == [[-1.0, -0.5], [1.0, 0.5]]


def test_filters_are_taught_until_they_know_the_letters():
    stimuli = letters()
    spec = with_filters(NetworkSpec())
    taught = next(islice(teach(spec, stimuli, 1), 70, None))
    assert spec.filters == 8
    assert "pictures shown" in taught_in_words(taught)
    assert teaching_in_words(taught).startswith("page's own, apart: ")
    found = look(taught.network, stimuli.images[4])
    assert found.filters.shape == (8, 5, 5)
    assert found.found.shape == (8, 20, 20)
    assert found.pooled.shape == (8, 10, 10)
    assert found.probabilities.argmax() == 4
    assert found.pooled.max() == found.found.max()


def test_a_network_with_filters_of_its_own_keeps_them():
    spec = NetworkSpec(filters=3, hidden=(5,))
    assert with_filters(spec) is spec


def test_scores_offset_by_offset_are_the_translation_test():
    stimuli = letters()
    network = Network.dense([400, 26], rng=np.random.default_rng(1))

    def classify(images):
        return network.logits_of(images.reshape(len(images), -1)).argmax(axis=1)

    found = last(scores("any", classify, stimuli, lambda: 3, 16))
    whole = translation_scores(classify, stimuli.images, stimuli.labels, REACH)
    assert_allclose(found.share_right, whole.share_right)
    assert found.width_cells == whole.width_cells()
    assert instant_in_words(found) == "at exposure 3"


def test_offsets_go_from_the_middle_outwards():
    assert offsets()[0] == (0, 0)
    assert {max(map(abs, at)) for at in offsets()[1:9]} == {1}
    assert len(set(offsets())) == (2 * REACH + 1) ** 2


def test_what_is_scored_while_it_learns_names_both_exposures():
    exposures = iter(range(10, 10_000))
    steps = scores("any", lambda images: np.zeros(len(images)), letters(), lambda: next(exposures), 26)
    found = next(islice(steps, 2, None))
    assert instant_in_words(found) == "at exposures 10 to 13, 2 of 81 offsets"
    assert found.width_cells is None


def test_of_many_pictures_some_are_asked_evenly():
    stimuli = letters()
    assert asked(stimuli).tolist() == list(range(26))


def test_offsets_are_told_in_words():
    assert offset_in_words(0, 0) == "in place"
    assert offset_in_words(2, -1) == "2 down, 1 left"
    assert offset_in_words(-1, 0) == "1 up"


def test_a_watch_that_found_nothing_tells_how_few_are_right():
    usual = "The watch sees no number running away and no dead or stuck unit."
    score = Session(Letters(seed=1)).snapshot().scores["modern"]
    assert unwarned(score, 26) == usual
    assert unwarned(replace(score, exposures=120, recent=0.5), 26) == usual
    told = unwarned(replace(score, exposures=120, recent=0.0), 26)
    assert told == f"{usual} Yet it names 0 % of the last 26 rightly."
