"""`perceptron-sim reproduce`: a table on the terminal, a folder if asked for, one sentence for what is refused."""

import pytest

import perceptron_sim.reproduction
from perceptron_sim.cli import main


@pytest.fixture
def at_once(monkeypatch, nothing):
    """Nothing is measured."""
    monkeypatch.setattr(perceptron_sim.reproduction, "QUICK", nothing)


def test_the_table_is_printed(at_once, capsys, closed_forms):
    assert main(["reproduce", "--quick", "--workers", "1"]) == 0
    out, err = capsys.readouterr()
    assert "Programs on an IBM 704, not the Mark I" in out
    assert f"Digest of all figures: {closed_forms.digest}" in out
    assert err == ""


def test_the_folder_is_written_and_named(at_once, capsys, tmp_path):
    assert main(["reproduce", "--quick", "--workers", "1", "--out", str(tmp_path / "bench")]) == 0
    assert (
        capsys.readouterr()
        .out.rstrip()
        .endswith(f"The table, its rows and all that it rests on are in {tmp_path / 'bench'}.")
    )
    assert (tmp_path / "bench" / "table.md").is_file()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--workers", "0"], "workers must be a whole number from 1 to 64, got '0'"),
        (["--workers", "many"], "workers must be a whole number from 1 to 64, got 'many'"),
        (["--out", "."], "out must name a folder, got '.'"),
    ],
)
def test_what_makes_no_sense_is_refused(at_once, capsys, arguments, sentence):
    assert main(["reproduce", "--quick", *arguments]) == 2
    assert capsys.readouterr().err == f"perceptron-sim: {sentence}\n"


def test_a_folder_that_is_not_empty_is_refused_before_anything_is_measured(capsys, tmp_path):
    (tmp_path / "mine").touch()
    assert main(["reproduce", "--out", str(tmp_path)]) == 2
    assert "out must be an empty folder" in capsys.readouterr().err


def test_ctrl_c_says_that_nothing_was_written(monkeypatch, capsys, tmp_path):
    def interrupt(*_arguments, **_settings):
        raise KeyboardInterrupt

    monkeypatch.setattr(perceptron_sim.reproduction, "reproduce", interrupt)
    assert main(["reproduce", "--quick", "--out", str(tmp_path / "bench")]) == 130
    assert "interrupted; nothing was written" in capsys.readouterr().err
    assert not list((tmp_path / "bench").iterdir())
