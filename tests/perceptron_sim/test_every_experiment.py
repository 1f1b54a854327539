"""What every registered experiment promises: equal digests, a sentence that says what was seen, learners left alone."""

import json

import numpy as np
import pygame
import pytest
from PIL import Image

from perceptron_sim import Session, experiment
from perceptron_sim.console_table import PassTable, console
from perceptron_sim.errors import SimulatorError
from perceptron_sim.experiments import EXPERIMENTS
from perceptron_sim.experiments.settings import settings_of
from perceptron_sim.explain.laboratory import NOTES
from perceptron_sim.frontend.scene import Scene
from perceptron_sim.frontend.views import first_view, is_pair
from perceptron_sim.frontend.views.race import RaceView
from perceptron_sim.mark1_learner import Mark1Learner
from perceptron_sim.playback import Playback
from perceptron_sim.report_table import show_report
from perceptron_sim.results import weights

NEEDS_PICTURES = "data"
# What makes a run short without leaving out a kind of lane or of measurement.
SHORT = {
    "left-right": {"unseen_pictures": 20},
    "squares-circles": {"pictures": 20, "unseen_pictures": 20},
    "x-e": {"unseen_pictures": 20},
    "e-f": {"unseen_pictures": 20},
    "noise": {"flip_shares": (0.0, 0.1), "copies": 2, "wiper_v": (0.1,)},
    "damage": {"shares": (0.0, 0.3), "draws": 2},
    "wiring": {"wirings": ("5/5/1", "5/5/1/local"), "random_pictures": 2},
    "exposure-too-short": {"exposures_s": (0.03, 0.5)},
    "rules": {"rules": ("gamma",), "controls": ("forced", "spontaneous")},
    "parity": {"parts": 3, "other_wires": (2,)},
    "connectedness": {"pairs": 5, "unseen_pairs": 5},
    "galaxies": {"taught_galaxies": 30, "unseen_galaxies": 30},
    "translation": {"reach": 1, "asked": 26, "filters": 2, "whole_filters": 2},
    "race": {"rules": ("gamma",), "optimizers": ("adam", "momentum"), "seeds": 2},
    "transplant": {"epochs": 20, "turns": (0.1, 10.0)},
}


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Makes any experiment by its name; the one that needs pictures gets three of each of two kinds."""
    folder = tmp_path_factory.mktemp("pictures")
    for name, rows in (("high", slice(0, 10)), ("low", slice(10, 20))):
        (folder / name).mkdir()
        for number in range(3):
            cells = np.full((20, 20), 255, dtype=np.uint8)
            cells[rows, number : 17 + number] = 0
            Image.fromarray(cells).save(folder / name / f"{number}.png")

    def make(name, **settings):
        return experiment(name, data=folder if name == NEEDS_PICTURES else None, **settings)

    return make


@pytest.mark.parametrize("name", EXPERIMENTS)
def test_a_short_run_twice_gives_equal_digests_and_measures_without_a_trace(made, name, monkeypatch, capsys):
    first = Session(made(name, passes=1, **SHORT.get(name, {})))
    while not first.pass_results:
        first.step()
    taught, states = weights(first), _states(first)
    measured = 0
    while not first.finished:
        first.step()
        if len(first.measurements) > measured:  # whoever breaks off now finds the learners as they were taught
            measured = len(first.measurements)
            assert _states(first) == states
    report = first.report()
    assert weights(first) == taught
    assert _states(first) == states
    assert report.finished
    assert report.sentences[-1].endswith(".")
    json.dumps(report.as_dict(), allow_nan=False)
    _is_shown_in_80_columns(first, monkeypatch, capsys)
    second = Session(made(name, passes=1, **SHORT.get(name, {})))
    assert second.run().digest == report.digest
    assert second.report().sentences == report.sentences
    assert weights(second) == taught


def _states(session):
    """All that the learners' answers depend on."""
    machines = [_plain(x.machine.state()) for x in session.learners if isinstance(x, Mark1Learner)]
    networks = [x.network.parameters.values.tobytes() for x in session.learners if not isinstance(x, Mark1Learner)]
    return machines, networks


def _plain(value):
    """*value* with arrays as bytes, to be compared."""
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value.tobytes() if isinstance(value, np.ndarray) else value


def _is_shown_in_80_columns(session, monkeypatch, capsys):
    monkeypatch.setenv("COLUMNS", "80")
    to = console()
    table = PassTable(to, session.experiment.lanes(), session.experiment.aside)
    for result in session.pass_results:
        table.add(result, session.time_s)
    show_report(to, session.report().as_dict())
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) > 5
    assert max(map(len, lines)) <= 80


@pytest.mark.long
@pytest.mark.parametrize("name", EXPERIMENTS)
def test_a_run_of_default_settings_twice_gives_equal_digests(made, name):
    first, second = (Session(made(name)).run() for _ in range(2))
    assert first.digest == second.digest
    assert first.finished
    assert Session(made(name, seed=2, passes=1)).run().digest != first.digest


@pytest.mark.long
@pytest.mark.parametrize("name", EXPERIMENTS)
@pytest.mark.parametrize("learners", ["mark1", "modern"])
def test_one_kind_of_learner_alone_runs_or_is_refused_in_a_sentence(made, name, learners):
    kinds, refusal = {learners}, "learners must"
    try:
        report = Session(made(name, passes=1, learners=learners)).run()
    except SimulatorError as error:
        refusal = str(error)
    else:
        kinds = {learner.kind for learner in report.learners.values()}
        assert report.sentences
    assert kinds == {learners}
    assert "learners must" in refusal
    assert "\n" not in refusal


@pytest.mark.parametrize("name", EXPERIMENTS)
def test_every_setting_says_what_it_is_for(name):
    for one in settings_of(EXPERIMENTS[name]):
        assert len(one.help) > 3, one.name


@pytest.mark.parametrize("name", EXPERIMENTS)
def test_the_window_opens_with_it_in_a_view_that_shows_it(made, name):
    experiment = made(name)
    view = first_view(experiment)
    assert view == ("side-by-side" if is_pair(experiment) else "race")
    assert view == "race" or name not in NOTES or name == NEEDS_PICTURES
    assert first_view(experiment, "race") == "race"
    if view == "race":
        pygame.font.init()
        scene, surface, session = Scene((1280, 720), experiment), pygame.Surface((1280, 720)), Session(experiment)
        scene.draw(surface, session, Playback(session), 1 / 60)
        assert isinstance(scene.view, RaceView)
        with pytest.raises(SimulatorError, match="to be shown here"):
            Scene((1280, 720), experiment, view="machine-room")
