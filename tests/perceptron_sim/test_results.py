"""The folder of a run: whole or not at all, refused where it does not fit, resumed to the same bytes."""

import csv
import errno
import io
import json
import os
import shutil
from dataclasses import replace

import numpy as np
import pytest

from hardware import Mark1Spec, TimingSpec
from perceptron_sim import Letters, Session
from perceptron_sim.errors import OutputError
from perceptron_sim.headless import teach
from perceptron_sim.results import RunFolder
from perceptron_sim.rows import COLUMNS

EXPERIMENT = Letters(seed=1, passes=1)
FILES = ["results.csv", "run.json", "weights.npz"]


def run_in(path, *, experiment=EXPERIMENT, resume=False, exposures=None):
    """Run into *path*; after *exposures*, if given, stop as at Ctrl-C."""
    session = Session(experiment)
    with RunFolder(path, experiment, resume=resume) as folder:
        if exposures is None:
            return teach(session, folder)
        for number, trials in enumerate(session.trials(), start=1):
            folder.record(trials)
            if number == exposures:
                break
        report = session.report()
        folder.conclude(report, session)
        return report


def without_wall_s(path):
    return [line.rpartition(",")[0] for line in (path / "results.csv").read_text().splitlines()]


def described(path):
    return json.loads((path / "run.json").read_text())


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """A run that nobody disturbed; not to be changed."""
    path = tmp_path_factory.mktemp("whole") / "run"
    run_in(path)
    return path


@pytest.fixture
def copied(whole, tmp_path):
    """A copy of it that looks unfinished and may be damaged."""
    path = tmp_path / "copied"
    shutil.copytree(whole, path)
    (path / "run.json").write_text(json.dumps({**described(path), "finished": False}))
    return path


def test_a_run_leaves_three_files_and_nothing_else(whole):
    assert sorted(x.name for x in whole.iterdir()) == FILES


def test_there_is_a_row_for_every_exposure_of_every_learner(whole):
    rows = list(csv.DictReader(io.StringIO((whole / "results.csv").read_text())))
    trials = [trial for pair in Session(EXPERIMENT).trials() for trial in pair]
    assert len(rows) == len(trials) == 52
    for row, trial in zip(rows, trials, strict=True):
        assert tuple(row) == COLUMNS
        assert (row["learner"], int(row["exposure"]), int(row["label"])) == (
            trial.learner,
            trial.exposure,
            trial.label,
        )
        assert row["answer"] == ("" if trial.answer is None else str(trial.answer))
        assert row["right"] == str(int(trial.right))
        assert float(row["turned_deg"]) == trial.turned_deg
        assert float(row["energy_j"]) == trial.energy_j


def test_what_may_differ_between_two_runs_is_the_last_column():
    assert COLUMNS[0] == "format_version"
    assert COLUMNS[-1] == "wall_s"


def test_run_json_holds_the_report_and_what_it_takes_to_repeat_it(whole):
    run = described(whole)
    report = Session(EXPERIMENT).run().as_dict()
    assert run["digest"] == report["digest"]
    assert run["learners"]["mark1"] == report["learners"]["mark1"]
    assert run["settings"]["seed"] == 1
    assert run["settings"]["mark1"]["timing"]["exposure_s"] == 0.5
    assert set(run["versions"]) == {"perceptron_sim", "python", "numpy", "simpy"}
    assert run["processor"]
    assert run["numpy_build"]["blas"]
    assert run["class_names"][0] == "A"
    assert run["wall_s"] > 0
    assert run["format_version"] == 1


def test_weights_are_plain_arrays_that_rebuild_what_was_learned(whole):
    session = Session(EXPERIMENT)
    session.run()
    with np.load(whole / "weights.npz", allow_pickle=False) as arrays:
        assert np.array_equal(arrays["mark1_angle_deg"], session.snapshot().mark1.angle_deg)
        assert np.array_equal(arrays["mark1_origins"], session.mark1.machine.wiring.origins)
        assert arrays["mark1_signs"].shape == (10, 512)
        assert arrays["mark1_assignment"].shape == (512,)
        assert arrays["mark1_codes"].shape == (26, 8)
        assert arrays["class_names"].tolist() == list(EXPERIMENT.stimuli.class_names)
        hidden = np.maximum(
            EXPERIMENT.stimuli.images.reshape(26, 400) @ arrays["modern_weight_1"] + arrays["modern_bias_1"], 0
        )
        answers = (hidden @ arrays["modern_weight_2"] + arrays["modern_bias_2"]).argmax(axis=1)
    assert np.array_equal(answers, session.modern.classify(EXPERIMENT.stimuli.images))


def test_the_description_is_there_before_the_first_row(tmp_path):
    with RunFolder(tmp_path / "run", EXPERIMENT):
        run = described(tmp_path / "run")
        assert not run["finished"]
        assert run["settings"]["passes"] == 1
        assert (tmp_path / "run" / "results.csv").read_text() == ",".join(COLUMNS) + "\n"


def test_rows_are_on_disk_as_soon_as_they_are_recorded(tmp_path):
    session = Session(EXPERIMENT)
    with RunFolder(tmp_path / "run", EXPERIMENT) as folder:
        for number, trials in enumerate(session.trials(), start=1):
            folder.record(trials)
            assert len((tmp_path / "run" / "results.csv").read_text().splitlines()) == 1 + 2 * number
            if number == 3:
                break


def test_an_empty_folder_is_taken_with_and_without_resume(tmp_path, whole):
    for resume in (False, True):
        path = tmp_path / f"deep/er/{resume}"
        path.mkdir(parents=True)
        run_in(path, resume=resume)
        assert without_wall_s(path) == without_wall_s(whole)


@pytest.mark.parametrize("name", ["results.csv", "notes.txt", ".hidden"])
def test_a_folder_that_is_not_empty_is_refused_and_left_alone(tmp_path, name):
    (tmp_path / name).write_text("mine")
    with pytest.raises(OutputError, match=f"out must be an empty folder .*which holds '{name}'"):
        RunFolder(tmp_path, EXPERIMENT)
    assert [x.name for x in tmp_path.iterdir()] == [name]
    assert (tmp_path / name).read_text() == "mine"


def test_a_file_is_no_folder(tmp_path):
    (tmp_path / "file").write_text("mine")
    for path in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(OutputError, match="out must be a folder that can be written to, got"):
            RunFolder(path, EXPERIMENT)
    assert (tmp_path / "file").read_text() == "mine"


@pytest.mark.parametrize("name", ["n\0ul", "x" * 300])
def test_a_name_that_the_system_refuses_is_an_output_error(tmp_path, name):
    with pytest.raises(OutputError, match="out must be a folder that can be written to, got"):
        RunFolder(tmp_path / name, EXPERIMENT)


def test_a_full_disk_is_one_sentence(tmp_path, monkeypatch):
    def full(_descriptor):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputError, match="No space left on device"):
        RunFolder(tmp_path / "run", EXPERIMENT)
    assert not (tmp_path / "run" / "run.json").exists()


def test_a_folder_that_is_removed_during_the_run_is_one_sentence(tmp_path):
    session = Session(EXPERIMENT)
    with RunFolder(tmp_path / "run", EXPERIMENT) as folder:
        shutil.rmtree(tmp_path / "run")
        report = session.run()
        with pytest.raises(OutputError, match="out must be a folder that can be written to"):
            folder.conclude(report, session)


def test_a_stopped_run_is_valid_and_says_that_it_is_not_finished(tmp_path):
    run_in(tmp_path / "run", exposures=7)
    run = described(tmp_path / "run")
    assert not run["finished"]
    assert run["learners"]["mark1"]["exposures"] == 7
    assert len(without_wall_s(tmp_path / "run")) == 1 + 14
    assert (tmp_path / "run" / "weights.npz").exists()


@pytest.mark.parametrize("exposures", [1, 25])
def test_a_stopped_run_that_is_resumed_ends_like_an_undisturbed_one(tmp_path, whole, exposures):
    run_in(tmp_path / "run", exposures=exposures)
    report = run_in(tmp_path / "run", resume=True)
    assert report.digest == described(whole)["digest"] == described(tmp_path / "run")["digest"]
    assert described(tmp_path / "run")["finished"]
    assert without_wall_s(tmp_path / "run") == without_wall_s(whole)
    assert (tmp_path / "run" / "weights.npz").read_bytes() == (whole / "weights.npz").read_bytes()


def test_rows_that_are_there_are_kept_to_the_byte(copied):
    rows = (copied / "results.csv").read_bytes()
    kept = b"".join(rows.splitlines(keepends=True)[:40])
    (copied / "results.csv").write_bytes(kept)
    run_in(copied, resume=True)
    assert (copied / "results.csv").read_bytes().startswith(kept)


@pytest.mark.parametrize("left", [0, 1, 160, 161, 200, 300, 4000])
def test_a_file_torn_anywhere_is_mended_by_resuming(copied, whole, left):
    rows = (copied / "results.csv").read_bytes()
    (copied / "results.csv").write_bytes(rows[:left])
    run_in(copied, resume=True)
    assert without_wall_s(copied) == without_wall_s(whole)


def test_a_run_killed_before_its_first_row_is_resumed(copied, whole):
    (copied / "results.csv").unlink()
    (copied / "weights.npz").unlink()
    run_in(copied, resume=True)
    assert without_wall_s(copied) == without_wall_s(whole)


def test_a_run_killed_while_it_described_itself_is_begun_again(tmp_path, whole):
    (tmp_path / "run.json.part").write_text('{"format_ver')
    run_in(tmp_path, resume=True)
    assert sorted(x.name for x in tmp_path.iterdir()) == FILES
    assert without_wall_s(tmp_path) == without_wall_s(whole)


def test_a_resumed_run_stopped_before_it_caught_up_leaves_everything_as_it_was(copied):
    before = {x.name: x.read_bytes() for x in copied.iterdir()}
    run_in(copied, resume=True, exposures=3)
    assert {x.name: x.read_bytes() for x in copied.iterdir()} == before


def test_a_finished_run_is_left_as_it_is(whole):
    before = {x.name: x.read_bytes() for x in whole.iterdir()}
    session = Session(EXPERIMENT)
    with RunFolder(whole, EXPERIMENT, resume=True) as folder:
        assert folder.finished
        assert folder.stored_report()["digest"] == described(whole)["digest"]
        folder.conclude(session.report(), session)
    assert {x.name: x.read_bytes() for x in whole.iterdir()} == before


@pytest.mark.parametrize(
    ("other", "words"),
    [
        (replace(EXPERIMENT, seed=2), "a run with seed 2 to be resumed, got '1'"),
        (replace(EXPERIMENT, passes=3), "a run with the settings asked for to be resumed"),
        (replace(EXPERIMENT, mark1=Mark1Spec(timing=TimingSpec(pulse_s=0.2))), "the settings asked for"),
    ],
)
def test_another_run_is_not_resumed(copied, other, words):
    before = {x.name: x.read_bytes() for x in copied.iterdir()}
    with pytest.raises(OutputError, match=words):
        RunFolder(copied, other, resume=True)
    assert {x.name: x.read_bytes() for x in copied.iterdir()} == before


def test_another_format_is_not_resumed(copied):
    (copied / "run.json").write_text(json.dumps({**described(copied), "format_version": 2}))
    with pytest.raises(OutputError, match="a run with format_version 1 to be resumed, got '2'"):
        RunFolder(copied, EXPERIMENT, resume=True)


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "5", "{}", '{"finished": true}', "[" * 100_000, "\xff\x00", '{"seed": 1}']
)
def test_a_damaged_description_is_refused_in_one_line(copied, text):
    (copied / "run.json").write_text(text, encoding="latin-1")
    with pytest.raises(OutputError, match=r"^[^\n]{20,400}$"):
        RunFolder(copied, EXPERIMENT, resume=True)


def test_a_folder_that_holds_something_else_is_not_resumed(tmp_path):
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(OutputError, match=r"out must hold a run to be resumed, got no readable run\.json"):
        RunFolder(tmp_path, EXPERIMENT, resume=True)


def test_a_row_that_is_not_of_this_run_is_refused(copied):
    rows = (copied / "results.csv").read_text()
    (copied / "results.csv").write_text(rows.replace("1,modern,3,", "1,modern,4,", 1))
    with pytest.raises(OutputError, match=r"results\.csv must hold the rows of this run on this computer"):
        run_in(copied, resume=True)


def test_rows_beyond_the_end_are_refused(copied):
    with (copied / "results.csv").open("a") as file:
        file.write("1,mark1,27,0,0,0,0,0,0,0,0,0,0,0\n")
    with pytest.raises(OutputError, match=r"results\.csv must end where the run ends, got 1 rows more"):
        run_in(copied, resume=True)


@pytest.mark.parametrize("content", [b"a,b,c\n", b"something else", b"\xff\xfe\n"])
def test_a_table_with_other_columns_is_refused_and_left_alone(copied, content):
    (copied / "results.csv").write_bytes(content)
    with pytest.raises(OutputError, match=r"results\.csv must begin with the columns format_version, learner"):
        RunFolder(copied, EXPERIMENT, resume=True)
    assert (copied / "results.csv").read_bytes() == content


def test_a_table_that_is_a_folder_is_refused(copied):
    (copied / "results.csv").unlink()
    (copied / "results.csv").mkdir()
    with pytest.raises(OutputError, match="out must be a folder that can be written to"):
        RunFolder(copied, EXPERIMENT, resume=True)
