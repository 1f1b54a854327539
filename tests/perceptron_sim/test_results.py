"""The folder of a run: whole or not at all, refused where it does not fit, resumed to the same bytes."""

import csv
import errno
import json
import os
import shutil
import signal
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import numpy as np
import pyarrow.parquet
import pytest

from hardware import TimingSpec
from hardware.plugboard import Wiring
from modern.weights import restore_weights
from perceptron_sim import Session
from perceptron_sim.errors import InputError, OutputError, SettingError
from perceptron_sim.experiments.experiment import Experiment
from perceptron_sim.experiments.lane import Lane
from perceptron_sim.experiments.measurement import Measurement
from perceptron_sim.experiments.stimuli import Stimuli
from perceptron_sim.headless import teach
from perceptron_sim.network_spec import NetworkSpec
from perceptron_sim.results import RunFolder, weights
from perceptron_sim.rows import COLUMNS, PASS_COLUMNS

FILES = ["results.csv", "run.json", "weights.npz"]
LANES = ("mark1", "theta-2", "modern")


class FourPatterns(Experiment):
    """Four random patterns, three lanes, one measurement: what a run of twelve exposures needs."""

    name, title = "four-patterns", "four random patterns"

    def draw_taught(self):
        return self._drawn(0, "taught")

    def draw_unseen(self):
        return self._drawn(1, "unseen")

    def lanes(self):
        high = replace(self.mark1, association=replace(self.mark1.association, threshold=2))
        return tuple(
            Lane(name=name, spec=spec) for name, spec in zip(LANES, (self.mark1, high, self.modern), strict=True)
        )

    def measure(self, session):
        for learner in session.learners:
            yield Measurement(learner=learner.name, measure="luck", value=0.5, at=(("day", 13),))

    def _drawn(self, purpose, name):
        images = (self.rng(purpose).random((4, 20, 20)) < 0.3).astype(np.float32)
        return Stimuli(images=images, labels=np.arange(4), class_names=("N", "E", "S", "W"), name=name)


EXPERIMENT = FourPatterns(seed=1, passes=3, until_errorless=False, modern=NetworkSpec(hidden=(8,)))


class Interrupted(RunFolder):
    """A folder whose owner presses Ctrl-C after so many exposures."""

    exposures_left = -1

    def record(self, trials):
        super().record(trials)
        self.exposures_left -= 1
        if self.exposures_left == 0:
            signal.raise_signal(signal.SIGINT)


def run_in(path, *, experiment=EXPERIMENT, exposures=-1, **how):
    """Run into *path*; after *exposures*, if given, press Ctrl-C."""
    with Interrupted(path, experiment, **how) as folder:
        folder.exposures_left = exposures
        return teach(Session(experiment), folder)


def lines(path):
    return (path / "results.csv").read_text().splitlines()


def without_wall_s(path):
    return [line.rpartition(",")[0] for line in lines(path)]


def table(path):
    with (path / "results.csv").open(newline="") as file:
        return list(csv.DictReader(file))


def described(path):
    return json.loads((path / "run.json").read_text())


def contents(path):
    return {x.name: x.read_bytes() for x in path.iterdir()}


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """A run that nobody disturbed; not to be changed."""
    path = tmp_path_factory.mktemp("whole") / "run"
    run_in(path)
    return path


@pytest.fixture
def copied(whole, tmp_path):
    """A copy of it that looks as if it had been killed at its last step, and may be damaged."""
    path = tmp_path / "copied"
    shutil.copytree(whole, path)
    kept = {key: value for key, value in described(path).items() if key not in ("exposures", "ended_at")}
    (path / "run.json").write_text(json.dumps({**kept, "finished": False}))
    return path


def test_a_run_leaves_three_files_and_nothing_else(whole):
    assert sorted(x.name for x in whole.iterdir()) == FILES


def test_there_is_a_row_for_every_exposure_of_every_learner(whole):
    trials = [trial for three in Session(EXPERIMENT).trials() for trial in three]
    assert len(table(whole)) == len(trials) == 36
    for row, trial in zip(table(whole), trials, strict=True):
        assert tuple(row) == COLUMNS
        assert (row["learner"], int(row["exposure"]), int(row["label"])) == (
            trial.learner,
            trial.exposure,
            trial.label,
        )
        assert (int(row["pass_number"]), int(row["stimulus"])) == (trial.pass_number, trial.stimulus)
        assert row["answer"] == ("" if trial.answer is None else str(trial.answer))
        assert row["code"] == (trial.code or "")
        assert row["loss"] == ("" if trial.loss is None else repr(trial.loss))
        assert row["right"] == str(int(trial.right))
        assert float(row["turned_deg"]) == trial.turned_deg
        assert float(row["energy_j"]) == trial.energy_j


def test_or_a_row_for_every_pass_of_every_learner_with_sums_of_the_same_trials(tmp_path):
    run_in(tmp_path, rows="passes")
    trials = [trial for three in Session(EXPERIMENT).trials() for trial in three]
    results = list(Session(EXPERIMENT).passes())
    assert [(row["pass_number"], row["learner"]) for row in table(tmp_path)] == [
        (str(number), learner) for number in (1, 2, 3) for learner in LANES
    ]
    for row in table(tmp_path):
        number, name = int(row["pass_number"]), row["learner"]
        own = [x for x in trials if (x.pass_number, x.learner) == (number, name)]
        assert tuple(row) == PASS_COLUMNS
        assert int(row["exposures"]) == len(own) == 4
        assert int(row["errors"]) == results[number - 1].errors[name]
        assert float(row["unseen"]) == results[number - 1].held_out[name]
        assert float(row["ended_s"]) == own[-1].ended_s
        assert float(row["motor_s"]) == pytest.approx(sum(x.motor_s for x in own), rel=1e-12)
        assert int(row["relay_operations"]) == sum(x.relay_operations for x in own)
        if name == "modern":
            assert float(row["loss"]) == pytest.approx(np.mean([x.loss for x in own]), rel=1e-12)
        else:
            assert row["loss"] == ""


def test_or_none(tmp_path, whole):
    run_in(tmp_path, rows="none")
    assert sorted(x.name for x in tmp_path.iterdir()) == FILES[1:]
    assert described(tmp_path)["digest"] == described(whole)["digest"]
    assert (tmp_path / "weights.npz").read_bytes() == (whole / "weights.npz").read_bytes()


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"rows": "all"}, "rows must be one of exposures, passes, none, got 'all'"),
        ({"format": "xlsx"}, "format must be one of csv, parquet, got 'xlsx'"),
        ({"rows": "none", "format": "parquet"}, "format must be csv where no rows are written, got 'parquet'"),
    ],
)
def test_what_there_is_not_is_refused_before_anything_is_written(tmp_path, asked, message):
    with pytest.raises(SettingError, match=f"^{message}$"):
        RunFolder(tmp_path / "run", EXPERIMENT, **asked)
    assert not (tmp_path / "run").exists()


def test_run_json_holds_the_report_and_what_it_takes_to_repeat_it(whole):
    run = described(whole)
    report = Session(EXPERIMENT).run().as_dict()
    assert run["digest"] == report["digest"]
    assert list(run["learners"]) == list(LANES)
    assert run["learners"]["mark1"] == report["learners"]["mark1"]
    assert run["measurements"] == report["measurements"]
    assert len(run["measurements"]) == 3
    passes = Session(EXPERIMENT).passes()
    assert run["passes"] == [{"number": x.number, "errors": x.errors, "unseen": x.held_out} for x in passes]
    assert run["settings"]["seed"] == 1
    assert run["settings"]["mark1"]["timing"]["exposure_s"] == 0.5
    assert set(run["versions"]) == {"perceptron_sim", "python", "numpy", "simpy"}
    assert run["processor"]
    assert run["numpy_build"]["blas"]
    assert run["class_names"] == ["N", "E", "S", "W"]
    assert (run["exposures"], run["rows"], run["skipped"], run["format_version"]) == (12, "exposures", [], 2)
    assert run["wall_s"] > 0
    begun, ended = (datetime.fromisoformat(run[name]) for name in ("begun_at", "ended_at"))
    assert begun <= ended
    assert begun.utcoffset().total_seconds() == 0


def test_weights_are_plain_arrays_that_rebuild_what_every_learner_learned(whole):
    session = Session(EXPERIMENT)
    session.run()
    with np.load(whole / "weights.npz", allow_pickle=False) as file:
        arrays = dict(file)
    assert (int(arrays["format_version"]), int(arrays["exposures"])) == (2, 12)
    assert arrays["class_names"].tolist() == ["N", "E", "S", "W"]
    assert arrays["learners"].tolist() == list(LANES)
    for name in LANES[:2]:
        machine = session.learner(name).machine
        held = Wiring(*(arrays[f"{name}/{part}"] for part in ("origins", "signs", "assignment")))
        assert held == machine.wiring
        assert np.array_equal(arrays[f"{name}/angle_deg"], session.learner(name).snapshot(session.time_s).angle_deg)
        assert np.array_equal(arrays[f"{name}/codes"], EXPERIMENT.codes)
    network = Session(EXPERIMENT).modern.network
    restore_weights(network, {x.removeprefix("modern/"): y for x, y in arrays.items() if x.startswith("modern/")})
    images = EXPERIMENT.stimuli.images.reshape(4, 400)
    assert np.array_equal(network.logits_of(images).argmax(axis=1), session.modern.classify(EXPERIMENT.stimuli.images))


def test_what_is_not_there_is_not_in_the_weights():
    experiment = replace(EXPERIMENT, passes=1)
    assert b"mark1/angle_deg" in weights(Session(experiment))
    assert b"modern/codes" not in weights(Session(experiment))


def test_the_description_is_there_before_the_first_row(tmp_path):
    with RunFolder(tmp_path / "run", EXPERIMENT):
        run = described(tmp_path / "run")
        assert not run["finished"]
        assert run["settings"]["passes"] == 3
        assert [lane["name"] for lane in run["lanes"]] == list(LANES)
        assert lines(tmp_path / "run") == [",".join(COLUMNS)]


def test_rows_are_on_disk_as_soon_as_they_are_recorded(tmp_path):
    session = Session(EXPERIMENT)
    with RunFolder(tmp_path, EXPERIMENT) as folder:
        for number, trials in zip((1, 2, 3), session.trials(), strict=False):
            folder.record(trials)
            assert len(lines(tmp_path)) == 1 + 3 * number


def test_an_empty_folder_is_taken_with_and_without_resume(tmp_path, whole):
    for resume in (False, True):
        path = tmp_path / f"deep/er/{resume}"
        path.mkdir(parents=True)
        run_in(path, resume=resume)
        assert without_wall_s(path) == without_wall_s(whole)


@pytest.mark.parametrize("name", ["results.csv", "notes.txt", ".hidden", "run.json.part"])
def test_a_folder_that_is_not_empty_is_refused_and_left_alone(tmp_path, name):
    (tmp_path / name).write_text("mine")
    with pytest.raises(OutputError, match=f"out must be an empty folder .*which holds '{name}'"):
        RunFolder(tmp_path, EXPERIMENT)
    assert contents(tmp_path) == {name: b"mine"}


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


def test_a_second_writer_is_refused_until_the_first_is_done(tmp_path):
    with RunFolder(tmp_path / "run", EXPERIMENT):
        before = contents(tmp_path / "run")
        for resume in (False, True):
            with pytest.raises(OutputError, match="out must be a folder that no other process is writing into, got"):
                RunFolder(tmp_path / "run", EXPERIMENT, resume=resume)
        assert contents(tmp_path / "run") == before
    run_in(tmp_path / "run", resume=True)


def test_a_writer_that_was_refused_holds_nothing(tmp_path):
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(OutputError, match="an empty folder"):
        RunFolder(tmp_path, EXPERIMENT)
    (tmp_path / "notes.txt").unlink()
    with RunFolder(tmp_path, EXPERIMENT):
        pass


def test_a_full_disk_is_one_sentence(tmp_path, monkeypatch):
    def full(_descriptor):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputError, match="No space left on device"):
        RunFolder(tmp_path / "run", EXPERIMENT)
    assert contents(tmp_path / "run") == {}


@pytest.mark.parametrize("rows", ["exposures", "passes", "none"])
def test_a_folder_that_is_removed_during_the_run_is_one_sentence(tmp_path, rows):
    with RunFolder(tmp_path / "run", EXPERIMENT, rows=rows) as folder:
        shutil.rmtree(tmp_path / "run")
        with pytest.raises(OutputError, match=r"out must be a folder that can be written to, got .*No such file"):
            teach(Session(EXPERIMENT), folder)
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize("rows", ["exposures", "passes", "none"])
def test_a_folder_that_is_replaced_during_the_run_is_one_sentence_and_gets_nothing(tmp_path, rows):
    with RunFolder(tmp_path / "run", EXPERIMENT, rows=rows) as folder:
        (tmp_path / "run").rename(tmp_path / "moved")
        shutil.copytree(tmp_path / "moved", tmp_path / "run")
        before = contents(tmp_path / "run")
        with pytest.raises(OutputError, match=r"must stay the same (file|folder) during the run, got"):
            teach(Session(EXPERIMENT), folder)
    assert contents(tmp_path / "run") == before
    run_in(tmp_path / "moved", resume=True, rows=rows)
    assert described(tmp_path / "moved")["finished"]


def test_a_stopped_run_is_valid_and_says_that_it_is_not_finished(tmp_path):
    run_in(tmp_path, exposures=7)
    run = described(tmp_path)
    assert not run["finished"]
    assert run["learners"]["mark1"]["exposures"] == run["exposures"] == 7
    assert run["measurements"] == []
    assert len(lines(tmp_path)) == 1 + 3 * 7
    with np.load(tmp_path / "weights.npz") as arrays:
        assert int(arrays["exposures"]) == 7


@pytest.mark.parametrize("rows", ["exposures", "passes", "none"])
@pytest.mark.parametrize("exposures", [1, 8, 11])
def test_a_stopped_run_that_is_resumed_ends_like_an_undisturbed_one(tmp_path, whole, rows, exposures):
    run_in(tmp_path / "undisturbed", rows=rows)
    run_in(tmp_path / "run", rows=rows, exposures=exposures)
    began = described(tmp_path / "run")["begun_at"]
    report = run_in(tmp_path / "run", rows=rows, resume=True)
    run = described(tmp_path / "run")
    assert report.digest == described(whole)["digest"] == run["digest"]
    assert run["finished"]
    assert run["begun_at"] == began
    assert (tmp_path / "run/weights.npz").read_bytes() == (whole / "weights.npz").read_bytes()
    if rows != "none":
        assert without_wall_s(tmp_path / "run") == without_wall_s(tmp_path / "undisturbed")


def test_a_second_ctrl_c_breaks_off_at_once_and_the_rows_stay(tmp_path, whole):
    class Impatient(RunFolder):
        def record(self, trials):
            super().record(trials)
            signal.raise_signal(signal.SIGINT)
            signal.raise_signal(signal.SIGINT)

    with pytest.raises(KeyboardInterrupt), Impatient(tmp_path, EXPERIMENT) as folder:
        teach(Session(EXPERIMENT), folder)
    assert sorted(x.name for x in tmp_path.iterdir()) == FILES[:2]
    assert without_wall_s(tmp_path) == without_wall_s(whole)[:4]
    run_in(tmp_path, resume=True)
    assert without_wall_s(tmp_path) == without_wall_s(whole)


def test_rows_that_are_there_are_kept_to_the_byte(copied):
    kept = "".join(f"{line}\n" for line in lines(copied)[:20])
    (copied / "results.csv").write_text(kept)
    run_in(copied, resume=True)
    assert (copied / "results.csv").read_text().startswith(kept)


@pytest.mark.parametrize("left", [0, 1, 160, 161, 230, 300, 2000])
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


def test_what_a_kill_left_half_written_is_swept_away(copied):
    for name in ("weights.npz.part", "results.parquet.part", "run.json.part"):
        (copied / name).write_text("half")
    run_in(copied, resume=True)
    assert sorted(x.name for x in copied.iterdir()) == FILES


@pytest.mark.parametrize("rows", ["exposures", "passes", "none"])
def test_a_resumed_run_stopped_before_it_caught_up_leaves_everything_as_it_was(tmp_path, rows):
    run_in(tmp_path, rows=rows, exposures=9)
    assert described(tmp_path)["exposures"] == 9
    before = contents(tmp_path)
    run_in(tmp_path, rows=rows, resume=True, exposures=3)
    assert contents(tmp_path) == before


def test_a_finished_run_is_left_as_it_is(whole):
    before = contents(whole)
    session = Session(EXPERIMENT)
    with RunFolder(whole, EXPERIMENT, resume=True) as folder:
        assert folder.finished
        assert folder.stored_report() == {
            name: described(whole)[name] for name in Session(EXPERIMENT).report().as_dict()
        }
        folder.conclude(session.report(), session)
    assert contents(whole) == before


def test_rows_are_put_in_columns_at_the_end(tmp_path):
    run_in(tmp_path, rows="passes", format="parquet", exposures=11)
    assert sorted(x.name for x in tmp_path.iterdir()) == FILES
    run_in(tmp_path, rows="passes", format="parquet", resume=True)
    held = pyarrow.parquet.read_table(tmp_path / "results.parquet").to_pylist()
    assert [row["errors"] for row in held] == [int(row["errors"]) for row in table(tmp_path)]


def test_or_whenever_they_are_wanted_in_columns(tmp_path):
    run_in(tmp_path)
    before = contents(tmp_path)
    with RunFolder(tmp_path, EXPERIMENT, resume=True, format="parquet") as folder:
        assert folder.finished
    held = pyarrow.parquet.read_table(tmp_path / "results.parquet")
    assert (held.num_rows, held.column_names) == (36, list(COLUMNS))
    assert contents(tmp_path) == {**before, "results.parquet": (tmp_path / "results.parquet").read_bytes()}


def test_an_unfinished_run_has_no_report_yet(copied):
    with RunFolder(copied, EXPERIMENT, resume=True) as folder:
        assert folder.stored_report() == {}


@pytest.mark.parametrize(
    ("other", "words"),
    [
        (replace(EXPERIMENT, seed=2), "a run with seed 2 to be resumed, got 1"),
        (replace(EXPERIMENT, passes=2), "a run with passes 2 to be resumed, got 3"),
        (
            replace(EXPERIMENT, mark1=replace(EXPERIMENT.mark1, timing=TimingSpec(pulse_s=0.2))),
            r"a run with mark1\.timing\.pulse_s 0\.2 to be resumed, got 0\.1",
        ),
    ],
)
def test_another_run_is_not_resumed(copied, other, words):
    before = contents(copied)
    with pytest.raises(OutputError, match=words):
        RunFolder(copied, other, resume=True)
    assert contents(copied) == before


def test_other_rows_are_not_resumed(copied):
    with pytest.raises(OutputError, match="a run with rows 'passes' to be resumed, got 'exposures'"):
        RunFolder(copied, EXPERIMENT, resume=True, rows="passes")


def test_another_format_version_is_not_resumed(copied):
    (copied / "run.json").write_text(json.dumps({**described(copied), "format_version": 1}))
    with pytest.raises(InputError, match=r"run\.json must be of format_version 2, .*, got '1'$"):
        RunFolder(copied, EXPERIMENT, resume=True)


def test_a_folder_that_holds_something_else_is_not_resumed(tmp_path):
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(OutputError, match=r"out must hold a run to be resumed, got .*, which has no run\.json"):
        RunFolder(tmp_path, EXPERIMENT, resume=True)
    assert contents(tmp_path) == {"notes.txt": b"mine"}


def test_a_row_that_is_not_of_this_run_is_refused(copied):
    rows = (copied / "results.csv").read_text()
    (copied / "results.csv").write_text(rows.replace("2,modern,3,", "2,modern,4,", 1))
    with pytest.raises(OutputError, match=r"results\.csv must hold the rows of this run on this computer, here '2,mod"):
        run_in(copied, resume=True)


def test_rows_beyond_the_end_are_refused(copied):
    with (copied / "results.csv").open("a") as file:
        file.write("2,mark1,27,0,0,0,0,0,0,0,0,0,0,0\n" * 2)
    with pytest.raises(OutputError, match=r"results\.csv must end where the run ends, got 2 rows more"):
        run_in(copied, resume=True)


def test_a_table_that_is_a_folder_is_refused(copied):
    (copied / "results.csv").unlink()
    (copied / "results.csv").mkdir()
    with pytest.raises(OutputError, match="out must be a folder that can be written to"):
        RunFolder(copied, EXPERIMENT, resume=True)


def test_a_wiring_that_was_given_lies_beside_the_results(tmp_path):
    wiring = Session(EXPERIMENT).mark1.machine.wiring
    experiment = replace(EXPERIMENT, wiring=wiring.pulled(0, 0))
    run_in(tmp_path, experiment=experiment)
    assert sorted(x.name for x in tmp_path.iterdir()) == [*FILES, "wiring.json"]
    assert described(tmp_path)["settings"]["mark1"]["wiring"]


def test_the_reference_has_every_key_of_the_description_and_every_column(whole):
    page = (Path(__file__).resolve().parents[2] / "docs/reference/json-of-a-run.md").read_text(encoding="utf-8")
    measurement = described(whole)["measurements"][0]
    assert [
        name for name in (*described(whole), *COLUMNS, *PASS_COLUMNS, *measurement) if f"`{name}`" not in page
    ] == []
