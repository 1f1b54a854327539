"""The folder of a sweep: rows are those of single runs, whatever ended it is gone on with, and nothing is mixed."""

import json
import sys

import pytest
from own_files import handwriting, write_idx

from perceptron_sim import cli, run
from perceptron_sim.errors import InputError, OutputError, SettingError
from perceptron_sim.experiments.stimuli import digits
from perceptron_sim.sweep.again import computed_alone
from perceptron_sim.sweep.folder import FAILURES, JOURNAL, ROWS, SWEEP, SweepFolder
from perceptron_sim.sweep.running import sweep

SOME_FAIL = """
experiment = "letters"
learners = "mark1"
passes = 1
[grid]
"mark1.plugboard.excitatory" = [5, 20]
"mark1.plugboard.inhibitory" = [5, 20]
"""


def table(folder, name=ROWS):
    return (folder / name).read_bytes()


def test_a_row_holds_what_the_run_of_its_cell_reports(swept, rows_in):
    rows = rows_in(swept)
    assert [(row["mark1.association.threshold"], row["seed"]) for row in rows] == [
        ("1", "1"),
        ("1", "2"),
        ("2", "1"),
        ("2", "2"),
    ]
    settings = {"mark1": {"association": {"threshold": 2}}, "learners": "mark1"}
    told = run("letters", passes=1, seed=1, **settings).learners["mark1"]
    row = rows[2]
    assert (int(row["exposures"]), int(row["errors"]), row["errorless_pass"]) == (told.exposures, told.errors, "")
    assert {name: float(row[f"accuracy:{name}"]) for name in told.accuracy} == told.accuracy
    assert float(row["held_out"]) == told.accuracy["Liberation Sans"]
    assert (float(row["energy_j"]), int(row["relay_operations"])) == (told.energy_j, told.relay_operations)
    assert row["multiply_adds"] == ""


def test_every_learner_has_a_row(grid, tmp_path, rows_in):
    sweep(grid('experiment = "letters"\npasses = 1\nseeds = 2\n'), tmp_path / "out")
    assert [(row["seed"], row["learner"]) for row in rows_in(tmp_path / "out")] == [
        ("1", "mark1"),
        ("1", "modern"),
        ("2", "mark1"),
        ("2", "modern"),
    ]


def test_a_listed_cell_has_the_defaults_where_it_says_nothing(grid, tmp_path, rows_in):
    text = 'experiment = "letters"\nlearners = "mark1"\npasses = 1\n[[cells]]\npasses = 2\n[[cells]]\n'
    sweep(grid(text + '"mark1.association.threshold" = 2\n'), tmp_path / "out")
    told = [(row["passes"], row["mark1.association.threshold"]) for row in rows_in(tmp_path / "out")]
    assert told == [("2", "1"), ("1", "2")]


def test_a_row_is_computed_again_by_its_key(swept, grid, rows_in):
    for key in {row["key"] for row in rows_in(swept)}:
        again = computed_alone(key, grid(), swept)
        assert again.same
        assert [one["learner"] for one in again.told["learners"]] == ["mark1"]


def test_a_row_that_was_changed_is_told_apart(swept, grid, rows_in):
    journal = swept / JOURNAL
    journal.write_text(journal.read_text().replace('"errors":', '"errors":1'))
    assert computed_alone(rows_in(swept)[0]["key"], grid(), swept).same is False
    assert computed_alone(rows_in(swept)[0]["key"], grid(), None).same is None


def test_a_row_that_was_changed_or_taken_out_of_the_table_alone_is_told_apart(swept, grid, rows_in):
    [row, other] = rows_in(swept)[:2]
    lines = (swept / ROWS).read_text().splitlines(keepends=True)
    (swept / ROWS).write_text("".join([lines[0], lines[1].replace(row["energy_j"], "1.5"), *lines[3:]]))
    assert computed_alone(row["key"], grid(), swept).same is False
    assert computed_alone(other["key"], grid(), swept).same is False
    assert computed_alone(rows_in(swept)[-1]["key"], grid(), swept).same


def test_a_row_is_not_looked_for_in_the_folder_of_another_grid(swept, grid, brief, rows_in):
    with pytest.raises(OutputError, match="out must be the folder of a sweep over this grid, whose digest is"):
        computed_alone(rows_in(swept)[0]["key"], grid(brief.replace("seeds = 2", "seeds = 3")), swept)


@pytest.mark.parametrize("share", [0.0, 0.3, 0.5, 0.99])
def test_what_was_cut_off_anywhere_is_gone_on_with_to_the_same_bytes(swept, grid, tmp_path, share):
    whole, stored = table(swept), json.loads((swept / SWEEP).read_text())
    journal = (swept / JOURNAL).read_bytes()
    (swept / JOURNAL).write_bytes(journal[: int(share * len(journal))])
    for name in (ROWS, FAILURES):
        (swept / name).unlink()
    (swept / SWEEP).write_text(json.dumps({**stored, "finished": False}))
    (swept / f"{ROWS}.part").write_bytes(b"half")
    assert sweep(grid(), swept).missing == 0
    assert table(swept) == whole
    assert not (swept / f"{ROWS}.part").exists()
    assert (swept / JOURNAL).read_bytes() == journal


def test_a_finished_sweep_stays_as_it_is(swept, grid):
    before = {item.name: (item.read_bytes(), item.stat().st_mtime_ns) for item in swept.iterdir()}
    assert sweep(grid(), swept).done == 4
    assert {item.name: (item.read_bytes(), item.stat().st_mtime_ns) for item in swept.iterdir()} == before


def test_tables_that_are_gone_are_written_again(swept, grid):
    whole = table(swept)
    (swept / ROWS).unlink()
    sweep(grid(), swept)
    assert table(swept) == whole


def test_the_folder_of_another_grid_is_refused(swept, grid, brief):
    with pytest.raises(
        OutputError, match=r"out must be the folder of a sweep over this grid, whose digest is \w+, got"
    ):
        sweep(grid(brief.replace("seeds = 2", "seeds = 3")), swept)


def test_a_folder_of_something_else_is_refused(grid, tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/letter.txt").touch()
    with pytest.raises(OutputError, match=r"out must be an empty folder, or .* got .*, which holds 'letter.txt'"):
        sweep(grid(), tmp_path / "mine")


def test_two_sweeps_do_not_write_into_one_folder(swept, grid):
    with SweepFolder(swept, grid()), pytest.raises(OutputError, match="a folder that no other process is writing into"):
        sweep(grid(), swept)


@pytest.mark.parametrize(
    "line",
    [
        b"{}",
        b'{"cell":4,"learners":[]}',
        b"[]",
        b"3",
        b'{"cell":0}',
        b'{"cell":0,"learners":[{}]}',
        b'{"cell":true,"learners":[]}',
        b"\xff",
    ],
)
def test_a_damaged_line_is_named(swept, grid, line):
    with (swept / JOURNAL).open("ab") as file:
        file.write(line + b"\n")
    with pytest.raises(InputError, match=r"cells.jsonl must hold a line of this sweep's cells, in .*, got"):
        sweep(grid(), swept)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format_version": 99}', "base", "count"])
def test_a_damaged_description_is_named(swept, grid, text):
    stored = json.loads((swept / SWEEP).read_text())
    stored["grid"] |= {"base": 3} if text == "base" else {"seeds": {"first": 1, "count": 10**30}}
    (swept / SWEEP).write_text(json.dumps(stored) if text in ("base", "count") else text)
    with pytest.raises(InputError, match=r"sweep.json must be the description of a sweep, of format_version 1"):
        sweep(grid(), swept)


def test_what_fails_is_listed_and_the_others_go_on(grid, tmp_path, rows_in):
    found = sweep(grid(SOME_FAIL), tmp_path / "out")
    assert (found.done, found.failures, found.missing) == (3, 1, 0)
    [failure] = rows_in(tmp_path / "out", FAILURES)
    assert (failure["mark1.plugboard.excitatory"], failure["mark1.plugboard.inhibitory"]) == ("20", "20")
    assert failure["seed"] == "1"
    assert failure["failure"].startswith("wires from S- to A-units must be at most 16000 ")
    again = computed_alone(failure["key"], grid(SOME_FAIL), tmp_path / "out")
    assert (again.failed, again.same, again.told) == (True, True, {"failure": failure["failure"]})


def test_failures_are_computed_again_where_that_is_asked_for(grid, tmp_path, rows_in):
    out = tmp_path / "out"
    sweep(grid(), out)
    whole, journal = table(out), out / JOURNAL
    with journal.open("a") as file:
        file.write('{"cell":1,"failure":"there was no memory"}\n')
    (out / ROWS).unlink()
    assert sweep(grid(), out).failures == 1
    assert [row["failure"] for row in rows_in(out, FAILURES)] == ["there was no memory"]
    assert sweep(grid(), out, retry_failed=True).failures == 0
    assert table(out) == whole
    assert rows_in(out, FAILURES) == []


def test_the_first_failure_ends_the_sweep_where_that_is_asked_for(grid, tmp_path):
    text = SOME_FAIL.replace("[5, 20]", "[20, 5]").replace("passes = 1", "passes = 1\nseeds = 3")
    found = sweep(grid(text), tmp_path / "out", stop_on_failure=True)
    assert (found.done, found.failures, found.missing) == (0, 1, 11)
    assert sweep(grid(text), tmp_path / "out").missing == 0


def test_pictures_of_ones_own_are_swept_over(grid, tmp_path, rows_in):
    images, labels = handwriting(digits().images[:40], digits().labels[:40])
    write_idx(tmp_path, images, labels, gzipped=True)
    text = 'experiment = "data"\nlearners = "mark1"\npasses = 1\nseeds = 5\n[data]\npath = "."\n'
    sweep(grid(text), tmp_path / "out")
    rows = rows_in(tmp_path / "out")
    assert len(rows) == 5
    told = run("data", data=tmp_path, learners="mark1", passes=1, seed=3).learners["mark1"]
    assert (int(rows[2]["errors"]), float(rows[2]["energy_j"])) == (told.errors, told.energy_j)


@pytest.mark.parametrize(
    ("name", "workers", "sentence"),
    [
        ("elsewhere", None, "scheduler must be sync, local, the address of a Dask scheduler, .*, got 'elsewhere'"),
        ("tcp://localhost", None, "scheduler must be .*, as tcp://localhost:8786, .*, got 'tcp://localhost'"),
        ("sync", 2, "workers must be left out unless scheduler is local, got 2 with 'sync'"),
    ],
)
def test_a_scheduler_that_cannot_be_is_refused(grid, tmp_path, name, workers, sentence):
    with pytest.raises(SettingError, match=sentence):
        sweep(grid(), tmp_path / "out", scheduler=name, workers=workers)
    assert not (tmp_path / "out").exists()


def test_without_dask_everything_but_sync_says_what_to_install(grid, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(
        SettingError, match=r"scheduler must be sync unless Dask is installed \(pip install distributed\)"
    ):
        sweep(grid(), tmp_path / "out", scheduler="local")


def test_the_command_says_what_came_of_it(grid, brief, tmp_path, capsys, rows_in):
    grid(brief)
    out = tmp_path / "out"
    given = ["sweep", str(tmp_path / "grid.toml"), "--scheduler", "sync", "--out", str(out)]
    assert cli.main(given) == 0
    assert capsys.readouterr().out == f"4 of 4 cells have their rows in {out / ROWS}.\n"
    key = rows_in(out)[3]["key"]
    assert cli.main(["sweep", str(out), "--rerun", key]) == 0
    assert json.loads(capsys.readouterr().out)["same_as_in_the_folder"] is True
    assert cli.main(["sweep", str(tmp_path / "grid.toml")]) == 2
    assert "out must name the folder of the sweep (--out DIR), got none" in capsys.readouterr().err


def test_the_command_leaves_with_1_where_cells_failed(grid, tmp_path, capsys):
    grid(SOME_FAIL)
    out = tmp_path / "out"
    assert cli.main(["sweep", str(tmp_path / "grid.toml"), "--scheduler", "sync", "--out", str(out)]) == 1
    assert f"1 failed: {out / FAILURES} says why." in capsys.readouterr().out
