"""Pictures of one's own in experiments: taught to both, from a file, a flag or a script; always the same."""

import json
import subprocess
import sys

import numpy as np
import pytest
from own_files import handwriting, write_idx
from PIL import Image

from perceptron_sim import cli, experiment, run
from perceptron_sim.errors import InputError, SettingError
from perceptron_sim.experiments import EXPERIMENTS
from perceptron_sim.experiments.stimuli import digits


@pytest.fixture
def folder(tmp_path):
    """A folder of four pictures of each of three classes."""
    rng = np.random.default_rng(5)
    for name in "abc":
        (tmp_path / "mine" / name).mkdir(parents=True)
        for number in range(5):
            picture = np.where(rng.random((25, 25)) < 0.3, 0, 255).astype(np.uint8)
            Image.fromarray(picture).save(tmp_path / "mine" / name / f"{number}.png")
    return tmp_path / "mine"


@pytest.fixture(scope="module")
def handwritten(tmp_path_factory):
    """IDX files of 40 handwritten digits to teach and 20 unseen."""
    folder = tmp_path_factory.mktemp("mnist")
    images, labels = handwriting(digits().images[:60], digits().labels[:60])
    write_idx(folder, images[:40], labels[:40], gzipped=True)
    write_idx(folder, images[40:], labels[40:], kind="t10k", gzipped=True)
    return folder


def test_both_learners_are_taught_and_unseen_pictures_scored(handwritten):
    report = run("data", data=handwritten, passes=2)
    assert [one.exposures for one in report.learners.values()] == [80, 80]
    assert set(report.learners["mark1"].accuracy) == {"taught", "unseen"}
    assert report.sentences[-1].startswith("In the end the Mark I rightly names ")
    assert " of the 40 taught images, the network " in report.sentences[-1]
    assert "; of the 20 unseen images the Mark I " in report.sentences[-1]
    assert run("data", data=handwritten, passes=2).digest == report.digest


def test_the_code_uses_as_many_r_units_as_the_classes_need(handwritten):
    assert experiment("data", data=handwritten).mark1.response.in_use == 4
    assert experiment("data", data=handwritten, code="error-correcting").mark1.response.in_use == 7
    with pytest.raises(SettingError, match=r"code must need .* mark1.response.units be 10, a counterfactual machine"):
        experiment("data", data=handwritten, code="one-per-class")


@pytest.mark.parametrize("name", [name for name, kind in EXPERIMENTS.items() if kind.takes_data])
def test_every_experiment_that_takes_pictures_of_ones_own_runs_on_them(folder, name):
    report = run(name, data=folder, passes=1)
    assert report.finished
    assert report.sentences


@pytest.mark.parametrize("name", [name for name, kind in EXPERIMENTS.items() if not kind.takes_data])
def test_the_others_refuse_them(folder, name):
    with pytest.raises(SettingError, match=f"data must be left out of {name}"):
        experiment(name, data=folder)


def test_without_pictures_there_is_nothing_to_teach():
    with pytest.raises(SettingError, match=r"data must be the pictures to teach \(--data PATH"):
        experiment("data")


def test_a_file_names_pictures_beside_itself(folder):
    (folder.parent / "my.toml").write_text(
        'experiment = "data"\n[data]\npath = "mine"\nunseen_share = 0.4\nclasses = ["c", "a"]\n'
    )
    settings = experiment(folder.parent / "my.toml")
    assert settings.class_names == ("c", "a")
    assert len(settings.unseen) == 4
    assert (
        settings.data.sha256
        == experiment("data", data={"path": str(folder), "unseen_share": 0.4, "classes": ["c", "a"]}).data.sha256
    )


def test_pictures_come_onto_the_retina_that_the_machine_has(folder):
    settings = experiment("data", data=folder, mark1={"retina": {"rows": 30, "columns": 25}})
    assert settings.stimuli.images.shape[1:] == (30, 25)


def test_what_was_left_out_is_told_and_nothing_runs_unasked(folder, capsys):
    (folder / "a" / "bad.png").write_bytes(b"x")
    with pytest.raises(InputError, match=r"got 1 bad: 'a/bad.png': must be a PNG"):
        experiment("data", data=folder)
    assert cli.main(["run", "data", "--data", str(folder), "--passes", "1", "--json"]) == 2
    assert "'a/bad.png'" in capsys.readouterr().err
    assert cli.main(["run", "data", "--data", str(folder), "--skip-bad", "--passes", "1", "--json"]) == 0
    told = "Of mine, 1 picture could not be shown and had to be left out."
    assert told in json.loads(capsys.readouterr().out)["sentences"]


def test_a_run_is_taken_up_with_the_same_pictures_and_no_others(folder, tmp_path, capsys):
    words = ["run", "data", "--data", str(folder), "--passes", "1", "--out", str(tmp_path / "out")]
    assert cli.main(words) == 0
    assert cli.main([*words, "--resume"]) == 0
    Image.new("L", (9, 9)).save(folder / "a" / "0.png")
    assert cli.main([*words, "--resume"]) == 2
    assert "sha256" in capsys.readouterr().err


def test_what_decodes_pictures_is_not_loaded_where_there_are_none():
    script = "import sys, perceptron_sim; perceptron_sim.experiment('letters'); sys.exit('PIL' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
