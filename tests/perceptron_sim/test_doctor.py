"""The doctor finds what is missing, damaged or doubled, and needs no display for it."""

import tomllib
from pathlib import Path

import pytest

from perceptron_sim import assets, cli, doctor
from perceptron_sim.doctor import Verdict, display_found, examine
from perceptron_sim.threads import thread_settings, use_one_thread


def verdicts(item):
    return [finding.verdict for finding in examine() if finding.item == item]


@pytest.fixture
def installed(monkeypatch):
    """Versions of distributions as they would be found; None for one that is missing."""
    versions = {}
    real = doctor.installed_version
    monkeypatch.setattr(doctor, "installed_version", lambda name: versions[name] if name in versions else real(name))
    return versions


def test_all_is_well_here(capsys):
    assert cli.main(["doctor"]) == 0
    shown = " ".join(capsys.readouterr().out.split())
    for item in ("python", "numpy", "simpy", "pygame-ce", "numpy build", "processor", "display", "assets"):
        assert f" {item} " in shown
    assert shown.endswith("All is well.")


@pytest.mark.parametrize("name", ["numpy", "simpy", "pygame-ce", "cyclopts", "Pillow"])
def test_a_missing_package_is_named(capsys, installed, name):
    installed[name] = None
    assert cli.main(["doctor"]) == 1
    assert f"must be installed (pip install {name}), found none" in " ".join(capsys.readouterr().out.split())


def test_pygame_beside_pygame_ce_is_warned_of(capsys, installed):
    installed["pygame"] = "2.6.1"
    assert verdicts("pygame") == [Verdict.WARNING]
    assert cli.main(["doctor"]) == 0
    assert "the one installed last wins: uninstall both" in " ".join(capsys.readouterr().out.split())


def test_a_damaged_asset_is_named(capsys, monkeypatch):
    sentence = "asset fonts/x.ttf must have SHA-256 aaa, got bbb; reinstall perceptron-sim to mend it"
    monkeypatch.setattr(assets, "damaged", lambda: [sentence])
    assert cli.main(["doctor"]) == 1
    shown = " ".join(capsys.readouterr().out.split())
    assert sentence in shown
    assert shown.endswith("Something is broken; see above.")


def test_missing_assets_are_broken(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(assets, "__file__", str(tmp_path / "perceptron_sim" / "assets.py"))
    assert cli.main(["doctor"]) == 1
    assert "the assets folder must hold MANIFEST.json" in " ".join(capsys.readouterr().out.split())


def found(item):
    (finding,) = [finding for finding in examine() if finding.item == item]
    return finding.found


def test_it_says_where_files_go_and_that_nothing_else_is_written(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    assert "the folder that --out names" in found("results")
    assert found("pictures").endswith(f" go to {tmp_path}, or else to {tmp_path / 'temporary'}")
    assert found("temporary").startswith(str(tmp_path / "temporary"))
    assert str(assets.asset_root()) in found("assets")
    assert found("nothing else").startswith("is written")


@pytest.mark.parametrize(("extra", "distribution"), doctor.EXTRAS.items())
def test_an_extra_is_shown_by_its_version_or_said_to_be_missing_which_is_no_illness(installed, extra, distribution):
    installed[distribution] = None
    assert found(f"extra {extra}") == f"not installed (pip install {distribution}, if it is wanted)"
    assert verdicts(f"extra {extra}") == [Verdict.SOUND]
    installed[distribution] = "1.2"
    assert found(f"extra {extra}") == f"{distribution} 1.2"


def test_the_extras_are_those_of_the_project():
    project = tomllib.loads((Path(__file__).resolve().parents[2] / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = {name: lines[0] for name, lines in project["project"]["optional-dependencies"].items()}
    assert {name: wanted[name].partition(">=")[0] for name in doctor.EXTRAS} == doctor.EXTRAS


def test_an_old_python_is_broken(monkeypatch):
    monkeypatch.setattr(doctor, "OLDEST_PYTHON", (99, 0))
    assert verdicts("python") == [Verdict.BROKEN]


def test_no_display_is_not_an_illness(monkeypatch):
    monkeypatch.setattr(doctor, "display_found", lambda: False)
    assert verdicts("display") == [Verdict.SOUND]


@pytest.mark.parametrize(
    ("environment", "system", "found"),
    [
        ({}, "linux", False),
        ({"DISPLAY": ""}, "linux", False),
        ({"DISPLAY": ":0"}, "linux", True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", True),
        ({"SDL_VIDEODRIVER": "dummy"}, "linux", True),
        ({}, "freebsd14", False),
        ({}, "win32", True),
        ({}, "darwin", True),
    ],
)
def test_a_display_is_found_by_the_environment(environment, system, found):
    assert display_found(environment, system) is found


def test_threads_that_are_set_are_shown(monkeypatch):
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", "1")
    (found,) = [finding.found for finding in examine() if finding.item == "numpy build"]
    assert "OPENBLAS_NUM_THREADS=1" in found


def test_one_thread_is_asked_for_where_nobody_asked():
    environment = {"HOME": "/home/me"}
    use_one_thread(environment)
    assert set(thread_settings(environment).values()) == {"1"}
    assert environment["HOME"] == "/home/me"


def test_a_number_of_threads_that_was_asked_for_is_kept():
    environment = {"OMP_NUM_THREADS": "4"}
    use_one_thread(environment)
    assert environment == {"OMP_NUM_THREADS": "4"}
