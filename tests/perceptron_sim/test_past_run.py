"""From the folder of a run its experiment can be built again: the same in everything, or refused in a sentence."""

import json
from dataclasses import replace

import numpy as np
import pytest

from hardware import DeadCell, FailureSpec, ScheduledFault
from perceptron_sim import Letters, Session
from perceptron_sim.errors import InputError, SettingError
from perceptron_sim.experiment_choice import experiment as chosen_experiment
from perceptron_sim.experiment_file import as_plain
from perceptron_sim.experiments.registry import EXPERIMENTS
from perceptron_sim.network_spec import NetworkSpec
from perceptron_sim.past_run import arrays, description, difference, experiment_of, is_run
from perceptron_sim.results import RunFolder, weights


def begun(path, experiment):
    """The folder of a run that was killed before its first row."""
    with RunFolder(path, experiment):
        pass
    return path


@pytest.fixture
def wiring():
    session = Session(Letters(seed=5))
    return session.mark1.machine.wiring.pulled(3, 0)


@pytest.fixture
def folder(tmp_path):
    return begun(tmp_path / "run", Letters(seed=7))


def with_description(folder, **changes):
    (folder / "run.json").write_text(json.dumps({**description(folder), **changes}))


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"seed": 2**62, "passes": 3, "face": "DejaVu Serif"},
        {"modern": NetworkSpec(hidden=(8, 4), activation="tanh", rate=1 / 3)},
        {"faults": (ScheduledFault(fault=DeadCell(s_unit=3), at_s=0.1),), "failures": FailureSpec()},
        {"learners": "modern"},
    ],
)
def test_the_same_settings_make_the_same_experiment(tmp_path, changes):
    experiment = Letters(**{"seed": 7, **changes})
    again = experiment_of(begun(tmp_path / "run", experiment))
    assert as_plain(again) == as_plain(experiment)
    assert type(again) is Letters


@pytest.mark.parametrize("name", [name for name in EXPERIMENTS if name != "data"])
def test_every_experiment_can_be_built_again(tmp_path, name):
    experiment = EXPERIMENTS[name](seed=4)
    again = experiment_of(begun(tmp_path / "run", experiment))
    assert type(again) is type(experiment)
    assert as_plain(again) == as_plain(experiment)
    assert np.array_equal(again.stimuli.images, experiment.stimuli.images)


@pytest.fixture
def pictures(tmp_path):
    """A file of eight pictures of two classes."""
    path = tmp_path / "pictures.csv"
    rows = [[number % 2, *np.roll(np.arange(400) < 60 + number, 150 * (number % 2)).astype(int)] for number in range(8)]
    path.write_text("".join(",".join(map(str, row)) + "\n" for row in rows))
    return path


def test_pictures_of_ones_own_are_read_again(tmp_path, pictures, monkeypatch):
    experiment = chosen_experiment("data", data=pictures, passes=2)
    folder = begun(tmp_path / "run", experiment)
    monkeypatch.chdir("/")
    again = experiment_of(folder)
    assert as_plain(again) == as_plain(experiment)
    assert np.array_equal(again.stimuli.images, experiment.stimuli.images)


def test_pictures_that_have_changed_or_gone_are_refused(tmp_path, pictures):
    folder = begun(tmp_path / "run", chosen_experiment("data", data=pictures))
    rows = pictures.read_text()
    pictures.write_text(rows.replace("0,1,1", "0,0,1", 1))
    with pytest.raises(SettingError, match=r"run\.json': data\.sha256 must be that of the pictures, [0-9a-f]{64}, got"):
        experiment_of(folder)
    pictures.unlink()
    with pytest.raises((InputError, SettingError), match=r"pictures\.csv"):
        experiment_of(folder)


def test_it_gives_the_same_digest(tmp_path):
    experiment = Letters(
        seed=3, passes=2, mark1=replace(Letters().mark1, timing=replace(Letters().mark1.timing, pulse_s=0.3))
    )
    assert Session(experiment_of(begun(tmp_path / "run", experiment))).run().digest == Session(experiment).run().digest


def test_a_wiring_that_was_given_is_the_same_wiring(tmp_path, wiring):
    experiment = Letters(seed=7, wiring=wiring)
    again = experiment_of(begun(tmp_path / "run", experiment))
    assert again.wiring == wiring
    assert as_plain(again) == as_plain(experiment)


@pytest.mark.parametrize("change", [lambda x: x.unlink(), lambda x: x.write_text("{}")])
def test_a_wiring_that_is_gone_or_damaged_is_refused(tmp_path, wiring, change):
    folder = begun(tmp_path / "run", Letters(wiring=wiring))
    change(folder / "wiring.json")
    with pytest.raises((InputError, SettingError), match=r"^'[^\n]*run\.json': wiring must [^\n]*$"):
        experiment_of(folder)


def test_another_wiring_in_its_place_is_refused(tmp_path, wiring):
    folder = begun(tmp_path / "run", Letters(wiring=wiring))
    other = begun(tmp_path / "other", Letters(wiring=wiring.pulled(4, 0)))
    (folder / "wiring.json").write_bytes((other / "wiring.json").read_bytes())
    with pytest.raises(InputError, match=r"run\.json': mark1\.wiring must be what it was when the run began, '"):
        experiment_of(folder)


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"passes": 0}, "run.json': passes must be a whole number from 1"),
        ({"mark1": None}, "settings must be a table with a table mark1, got"),
        ({"sede": 3}, "run.json': there must be no key but"),
    ],
)
def test_settings_that_cannot_be_are_refused(folder, settings, words):
    with_description(folder, settings={**description(folder)["settings"], **settings})
    with pytest.raises((InputError, SettingError), match=words):
        experiment_of(folder)


@pytest.mark.parametrize("settings", [None, 5, []])
def test_settings_that_are_no_table_are_refused(folder, settings):
    with_description(folder, settings=settings)
    with pytest.raises(InputError, match="settings must be a table with a table mark1, got"):
        experiment_of(folder)


def test_an_experiment_that_there_is_not_is_refused(folder):
    with_description(folder, experiment="lettres")
    with pytest.raises(SettingError, match=r"experiment must be one of .*did you mean 'letters'"):
        experiment_of(folder)


def test_a_folder_without_a_run_is_none(tmp_path, folder):
    assert is_run(folder)
    assert not is_run(tmp_path)
    with pytest.raises(
        InputError, match=r"run\.json must be a file that can be read, got .*: No such file or directory"
    ):
        description(tmp_path)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "5",
        "{}",
        '{"format_version": 2, "finished": true}',
        "[" * 100_000,
        "\xff\x00",
        '{"seed": 1}',
        "9" * 5000,
    ],
)
def test_a_damaged_description_is_refused_in_one_line(folder, text):
    (folder / "run.json").write_text(text, encoding="latin-1")
    with pytest.raises(InputError, match=r"^run\.json must [^\n]{10,400}$"):
        description(folder)


@pytest.mark.parametrize("version", [1, 3, "2", None])
def test_another_format_is_refused(folder, version):
    with_description(folder, format_version=version)
    with pytest.raises(InputError, match=r"run\.json must be of format_version 2, .*, got "):
        description(folder)


def test_exposures_are_a_whole_number(folder):
    with_description(folder, exposures="7")
    with pytest.raises(InputError, match=r"^run\.json must hold a whole number of exposures, got '\"7\"'$"):
        description(folder)


def test_a_finished_run_has_its_results_in_its_description(folder):
    with_description(folder, finished=True)
    with pytest.raises(InputError, match=r"run\.json must hold 'digest', got"):
        description(folder)


def test_the_arrays_are_those_that_were_written(folder):
    session = Session(Letters(seed=7))
    (folder / "weights.npz").write_bytes(weights(session))
    held = arrays(folder)
    assert np.array_equal(held["mark1/origins"], session.mark1.machine.wiring.origins)
    assert held["learners"].tolist() == ["mark1", "modern"]


def test_arrays_that_are_missing_or_damaged_are_refused(folder):
    with pytest.raises(InputError, match=r"^weights\.npz must be a file that can be read, got"):
        arrays(folder)
    (folder / "weights.npz").write_bytes(b"PK\x03\x04")
    with pytest.raises(InputError, match=r"^weights\.npz must be an npz file of plain arrays, got"):
        arrays(folder)


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        ({"a": {"b": [1, 2]}}, {"a": {"b": [1, 2]}}, None),
        ({"a": {"b": [1, 2]}}, {"a": {"b": [2, 1]}}, ("a.b", "[1, 2]", "[2, 1]")),
        ({"a": 1, "b": 2}, {"b": 2}, ("a", "1", "null")),
        ({"a": 1}, {"a": 1, "c": {"d": 1}}, ("c", "null", '{"d": 1}')),
        (1, 2, ("", "1", "2")),
        ("passes", "exposures", ("", "'passes'", "'exposures'")),
        (list(range(99)), [], ("", f"'{json.dumps(list(range(99)))[:60]}...'", "[]")),
    ],
)
def test_a_difference_is_named_by_its_key(one, other, found):
    assert difference(one, other) == found
