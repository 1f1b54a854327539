"""Galaxies: two colors as thermometers on the retina, beside a line and a neuron on the numbers."""

import numpy as np
import pytest

from hardware import Mark1Spec, PlugboardSpec, ResponseSpec, RetinaSpec
from modern import galaxy_height
from perceptron_sim import Session
from perceptron_sim.errors import SettingError
from perceptron_sim.experiments.galaxies import Galaxies
from perceptron_sim.experiments.registry import EXPERIMENTS
from perceptron_sim.experiments.thermometers import beyond_share, thermometers

SMALL = {"taught_galaxies": 40, "unseen_galaxies": 60, "passes": 1}


def measured(report):
    """By learner and measure, or also set, every value."""
    return {(one.learner, one.measure, *dict(one.at).values()): one.value for one in report.measurements}


@pytest.fixture(scope="module")
def report():
    """A short run of galaxies seen without errors."""
    return Session(Galaxies(**SMALL, scatter_mag=0.0)).run()


def test_it_is_registered():
    assert EXPERIMENTS["galaxies"] is Galaxies


def test_a_thermometer_has_as_many_cells_lit_as_the_number_is_high():
    points = np.array([[0.0, 1.0], [0.25, 0.5], [-7.0, 7.0]])
    images = thermometers(points, 0.0, 1.0, (20, 20))
    upper, lower = images[:, :10].sum(axis=(1, 2)), images[:, 10:].sum(axis=(1, 2))
    assert upper.tolist() == [0, 50, 0]
    assert lower.tolist() == [200, 100, 200]


def test_a_thermometer_is_filled_column_by_column_from_the_left():
    (image,) = thermometers(np.array([[0.625, 0.0]]), 0.0, 1.0, (4, 4))
    assert image.tolist() == [[1, 1, 1, 0], [1, 1, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0]]


def test_a_higher_number_never_lights_fewer_cells():
    heights = np.linspace(-1, 2, 301)
    images = thermometers(np.column_stack([heights, heights]), -0.5, 1.5, (7, 5))
    assert (np.diff(images, axis=0) >= 0).all()
    assert images[-1].all()
    assert not images[0].any()


def test_what_leaves_the_scale_is_counted():
    assert beyond_share(np.array([[0.0, 2.0], [-0.1, 0.5]]), 0.0, 1.0) == 0.5


def test_quiescent_galaxies_leave_the_lamp_dark():
    experiment = Galaxies(**SMALL, scatter_mag=0.0)
    heights = galaxy_height(experiment.samples["taught"].points)
    assert experiment.class_names == ("quiescent", "star-forming")
    assert (experiment.codes[experiment.stimuli.labels, 0] == (heights <= 0)).all()


def test_without_errors_the_lecture_line_is_always_right_and_a_neuron_comes_near_it(report):
    found = measured(report)
    assert found["lecture-line", "accuracy", "taught"] == found["lecture-line", "accuracy", "unseen"] == 1.0
    assert found["one-neuron", "accuracy", "taught"] == 1.0
    assert found["one-neuron", "accuracy", "unseen"] >= 0.95


def test_the_line_of_the_neuron_is_where_it_is_undecided(report):
    found, sample = measured(report), Galaxies(**SMALL, scatter_mag=0.0).samples["unseen"]
    slope, offset = found["one-neuron", "slope_of_its_line"], found["one-neuron", "offset_of_its_line_mag"]
    above = sample.points[:, 0] > slope * sample.points[:, 1] + offset
    assert np.mean(above == (sample.labels == 0)) == pytest.approx(found["one-neuron", "accuracy", "unseen"])


def test_the_last_sentence_has_the_figures_of_everyone(report):
    found = measured(report)
    for name in ("mark1", "modern"):
        assert f" {round(60 * report.learners[name].accuracy['unseen'])}" in report.sentences[-1]
    neuron = round(60 * found["one-neuron", "accuracy", "unseen"])
    assert f"one neuron names {neuron} and the lecture's line 60." in report.sentences[-1]
    assert any(sentence.endswith("the lecture's U-V = 0.80 (V-J) + 0.70.") for sentence in report.sentences)


def test_one_galaxy_that_is_taught_makes_no_trouble():
    report = Session(Galaxies(taught_galaxies=1, unseen_galaxies=1, passes=1, learners="mark1")).run()
    assert np.isfinite([one.value for one in report.measurements]).all()


def test_two_colors_need_two_rows():
    one_row = Mark1Spec(
        retina=RetinaSpec(rows=1, columns=8),
        plugboard=PlugboardSpec(excitatory=1, inhibitory=1, wires_per_s_unit=512),
        response=ResponseSpec(in_use=1),
    )
    with pytest.raises(SettingError, match=r"mark1\.retina\.rows must be at least 2 for two colors, got 1"):
        Galaxies(mark1=one_row)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"lowest_mag": 1.0, "highest_mag": 1.0}, "highest_mag must be above lowest_mag 1.0, got 1.0"),
        ({"scatter_mag": -0.1}, "scatter_mag must be a finite number from 0.0"),
        ({"quiescent_share": 1.1}, "quiescent_share must be a finite number from 0.0 to 1.0"),
        ({"taught_galaxies": 0}, "taught_galaxies must be a whole number from 1"),
    ],
)
def test_settings_that_make_no_sense_are_refused(settings, message):
    with pytest.raises(SettingError, match=message):
        Galaxies(**settings)
