"""The folder of a bench: all of it or nothing, and nothing that is there is touched."""

import csv
import json
import sys
from pathlib import Path

import pytest

from perceptron_sim.errors import OutputError
from perceptron_sim.reproduction.folder import BenchFolder
from perceptron_sim.reproduction.table import document

FILES = {"table.md", "results.csv", "sensitivity.csv", "seeds.csv", "capacity.csv", "run.json"}
PICTURES = {"capacity.png", "capacity.svg"}


@pytest.fixture
def written(squares, tmp_path):
    with BenchFolder(tmp_path / "bench") as folder:
        folder.write(squares)
    return tmp_path / "bench"


def rows_of(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_everything_is_written(written, squares):
    assert {path.name for path in written.iterdir()} == FILES | PICTURES
    assert document(squares) in (written / "table.md").read_text(encoding="utf-8")


def test_rows_have_a_line_each(written, squares):
    lines = rows_of(written / "results.csv")
    assert [line["claim"] for line in lines] == [row.claim.what for row in squares.rows]
    assert [line["verdict"] for line in lines] == [str(row.verdict) for row in squares.rows]
    assert [float(line["ours"]) for line in lines] == [row.ours.value for row in squares.rows]
    assert len(rows_of(written / "sensitivity.csv")) == len(squares.varied)
    assert len(rows_of(written / "seeds.csv")) == len(squares.measured)


def test_run_json_says_what_it_rests_on(written, squares):
    run = json.loads((written / "run.json").read_text(encoding="utf-8"))
    assert run["digest"] == squares.digest
    assert run["format_version"] == 1
    assert run["parameters"]["origins"]["value"] == [5, 5]
    assert run["parameters"]["origins"]["certainty"] == "assumed"
    assert run["seeds"]["machines"] == 2
    assert {"versions", "processor", "numpy_build", "git_commit", "began", "wall_s"} <= run.keys()


def test_a_bench_has_the_same_files_twice(written, squares, tmp_path):
    with BenchFolder(tmp_path / "again") as folder:
        folder.write(squares)
    for name in (FILES | PICTURES) - {"run.json"}:
        assert (tmp_path / "again" / name).read_bytes() == (written / name).read_bytes()


def test_without_matplotlib_there_is_no_picture(squares, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with BenchFolder(tmp_path / "plain") as folder:
        folder.write(squares)
    assert {path.name for path in (tmp_path / "plain").iterdir()} == FILES


def test_a_folder_that_is_not_empty_is_refused_and_stays(tmp_path):
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(OutputError, match=r"out must be an empty folder, got .*, which holds 'notes.txt'"):
        BenchFolder(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_what_cannot_be_written_is_one_sentence(squares, tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(OutputError, match="out must be a folder that can be written to, got .*"):
        BenchFolder(tmp_path / "file" / "below")


def test_a_folder_that_was_taken_away_is_one_sentence(squares, tmp_path):
    with BenchFolder(tmp_path / "gone") as folder:
        Path(tmp_path / "gone").rmdir()
        with pytest.raises(OutputError, match="out must be a folder that can be written to, got .*"):
            folder.write(squares)


def test_the_curve_of_capacity_has_a_line_for_every_point(tiny, claims_of, tmp_path):
    from perceptron_sim.reproduction import reproduce
    from perceptron_sim.reproduction.capacity import WEIGHTS

    found = reproduce(tiny, claims=claims_of("capacity")[:1], workers=1)
    with BenchFolder(tmp_path / "curve") as folder:
        folder.write(found)
    lines = rows_of(tmp_path / "curve" / "capacity.csv")
    assert [int(line["weights"]) for line in lines] == list(WEIGHTS)
    assert [int(line["twice_weights"]) for line in lines] == [2 * n for n in WEIGHTS]
    assert {line["kind"] for line in lines} == {"separable"}
