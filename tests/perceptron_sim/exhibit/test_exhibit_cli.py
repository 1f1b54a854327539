"""The command `exhibit`: what it writes, prints and refuses; frames without a display."""

import io
import re
import sys

import pytest

from perceptron_sim import cli
from perceptron_sim.exhibit.config import ExhibitSpec
from perceptron_sim.exhibit.config_file import read_config
from perceptron_sim.exhibit.pin import fits


@pytest.fixture(autouse=True)
def elsewhere(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def test_the_file_that_is_written_is_the_defaults(capsys, tmp_path):
    assert cli.main(["exhibit", "--write-config", "exhibit.toml"]) == 0
    assert "exhibit.toml holds the defaults" in capsys.readouterr().out
    assert read_config(tmp_path / "exhibit.toml") == ExhibitSpec()


def test_a_pin_is_hashed_and_not_told(capsys, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.StringIO("471147\n"))
    assert cli.main(["exhibit", "--hash-pin"]) == 0
    out = capsys.readouterr().out
    assert fits("471147", re.search('pin = "(.*)"', out)[1])
    assert "471147" not in out


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--config", "none.toml"], "config must be a file that can be read, got 'none.toml'"),
        (["--config", "bad.toml"], "'bad.toml': visit must have no key but idle_s, "),
        (["--config", "taught.toml"], "'taught.toml': show: experiment must be one of letters, "),
        (["--config", "race.toml"], "show.experiment must be one that the view side-by-side can show: learners must"),
        (["--write-config", "bad.toml"], "write-config must be a file that is not there yet"),
        (["--write-config", "a.txt"], "write-config must be a file name ending in .toml"),
        (["--write-config", "a.toml", "--config", "bad.toml"], "write_config must be given without config"),
        (["--hash-pin", "--frames", "2"], "hash_pin must be given without frames"),
        (["--frames", "0"], "frames must be a whole number from 1"),
        (["--size", "800x600"], "size must be WIDTHxHEIGHT in pixels, from 1280x720"),
        (["--screenshot", "a.gif"], "screenshot must be a file name ending in"),
        (["--confg", "a.toml"], "option of exhibit must be one of"),
    ],
)
def test_what_cannot_be_is_one_sentence_before_the_screen_is_taken(arguments, sentence, capsys, tmp_path):
    (tmp_path / "bad.toml").write_text("[visit]\nidel_s = 3", encoding="utf-8")
    (tmp_path / "taught.toml").write_text("[show]\nexperiment = 'lettres'", encoding="utf-8")
    (tmp_path / "race.toml").write_text("[show]\nexperiment = 'optimizer-race'", encoding="utf-8")
    assert cli.main(["exhibit", *arguments]) == 2
    err = capsys.readouterr().err
    assert err.startswith("perceptron-sim: " + sentence)
    assert err.count("\n") == 1


def test_frames_need_no_display_and_the_last_is_a_picture(tmp_path, capsys):
    (tmp_path / "exhibit.toml").write_text("[files]\nlog = 'exhibit.log'\nstate = 'state.json'", encoding="utf-8")
    arguments = ["exhibit", "--config", "exhibit.toml", "--frames", "2", "--size", "1280x720"]
    assert cli.main([*arguments, "--screenshot", "a.png"]) == 0
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "staff.pin is still the one that everybody knows" in captured.err
    assert (tmp_path / "exhibit.log").read_text(encoding="utf-8") == captured.err
    assert {path.name for path in tmp_path.iterdir()} == {"exhibit.toml", "exhibit.log", "a.png"}
