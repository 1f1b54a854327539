"""The folder of a bench: all of it or nothing, and nothing that is there is touched."""

import csv
import json
from dataclasses import replace
from pathlib import Path

import pytest

from perceptron_sim.errors import OutputError
from perceptron_sim.reproduction import curve
from perceptron_sim.reproduction.bench import Measured
from perceptron_sim.reproduction.capacity import WEIGHTS
from perceptron_sim.reproduction.folder import BenchFolder
from perceptron_sim.reproduction.table import document

FILES = {"table.md", "results.csv", "sensitivity.csv", "seeds.csv", "capacity.csv", "run.json"}
PICTURES = {"capacity.png", "capacity.svg"}


@pytest.fixture
def written(small, tmp_path):
    with BenchFolder(tmp_path / "bench") as folder:
        folder.write(small)
    return tmp_path / "bench"


def rows_of(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_everything_is_written(written, small):
    assert {path.name for path in written.iterdir()} == FILES
    assert document(small) in (written / "table.md").read_text(encoding="utf-8")


def test_rows_have_a_line_each(written, small):
    lines = rows_of(written / "results.csv")
    assert [line["claim"] for line in lines] == [row.claim.what for row in small.rows]
    assert [line["verdict"] for line in lines] == [str(row.verdict) for row in small.rows]
    assert [float(line["ours"]) for line in lines] == [row.ours.value for row in small.rows]
    assert len(rows_of(written / "sensitivity.csv")) == len(small.varied)
    assert len(rows_of(written / "seeds.csv")) == len(small.measured)


def test_run_json_says_what_it_rests_on(written, small):
    run = json.loads((written / "run.json").read_text(encoding="utf-8"))
    assert run["digest"] == small.digest
    assert run["format_version"] == 1
    assert run["parameters"]["origins"]["value"] == [5, 5]
    assert run["parameters"]["origins"]["certainty"] == "assumed"
    assert run["seeds"]["machines"] == 2
    assert {"versions", "processor", "numpy_build", "git_commit", "began", "wall_s"} <= run.keys()


def test_a_bench_has_the_same_files_twice(written, small, tmp_path):
    with BenchFolder(tmp_path / "again") as folder:
        folder.write(small)
    for name in FILES - {"run.json"}:
        assert (tmp_path / "again" / name).read_bytes() == (written / name).read_bytes()


def test_a_folder_that_is_not_empty_is_refused_and_stays(tmp_path):
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(OutputError, match=r"out must be an empty folder, got .*, which holds 'notes.txt'"):
        BenchFolder(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_what_cannot_be_written_is_one_sentence(small, tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(OutputError, match=r"out must be a folder that can be written to, got .*"):
        BenchFolder(tmp_path / "file" / "below")


def test_a_folder_that_was_taken_away_is_one_sentence(small, tmp_path):
    with BenchFolder(tmp_path / "gone") as folder:
        Path(tmp_path / "gone").rmdir()
        with pytest.raises(OutputError, match=r"out must be a folder that can be written to, got .*"):
            folder.write(small)


@pytest.fixture
def with_capacity(small):
    """The small bench, as if two seeds had given capacities of 2 N and one more."""
    found = [Measured("capacity", f"{n}", seed, 2.0 * n + seed) for seed in (0, 1) for n in WEIGHTS]
    return replace(small, measured=tuple(found))


def test_capacity_is_drawn_the_same_way_twice(with_capacity, tmp_path):
    for name in ("one", "other"):
        with BenchFolder(tmp_path / name) as folder:
            folder.write(with_capacity)
        assert {path.name for path in (tmp_path / name).iterdir()} == FILES | PICTURES
    assert all((tmp_path / "one" / x).read_bytes() == (tmp_path / "other" / x).read_bytes() for x in PICTURES)


def test_without_matplotlib_there_is_no_picture(with_capacity, tmp_path, monkeypatch):
    monkeypatch.setattr(curve, "installed_version", lambda _: None)
    with BenchFolder(tmp_path / "plain") as folder:
        folder.write(with_capacity)
    assert {path.name for path in (tmp_path / "plain").iterdir()} == FILES


def test_the_curve_of_capacity_has_a_line_for_every_point(with_capacity, tmp_path):
    with BenchFolder(tmp_path / "curve") as folder:
        folder.write(with_capacity)
    lines = rows_of(tmp_path / "curve" / "capacity.csv")
    assert [int(line["weights"]) for line in lines] == list(WEIGHTS)
    assert [int(line["twice_weights"]) for line in lines] == [2 * n for n in WEIGHTS]
    assert [float(line["patterns"]) for line in lines] == [2 * n + 0.5 for n in WEIGHTS]
    assert {line["kind"] for line in lines} == {"separable"}
