"""A run's folder is read whatever became of the run; what is damaged is refused in one sentence."""

import json
import shutil

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from perceptron_sim.errors import InputError
from perceptron_sim.figures.reading import read_run
from perceptron_sim.past_run import arrays


@pytest.fixture
def copied(short_run, tmp_path):
    """A copy of the short run, to be damaged."""
    path = tmp_path / "copied"
    shutil.copytree(short_run, path)
    return path


def changed(folder, **values):
    """run.json with other *values*."""
    told = json.loads((folder / "run.json").read_text())
    (folder / "run.json").write_text(json.dumps({**told, **values}))
    return folder


def test_a_finished_run_is_read_whole(short_run):
    run = read_run(short_run)
    assert (run.experiment, run.seed, run.finished, run.missing) == ("x-e", 1, True, ())
    assert run.digest == json.loads((short_run / "run.json").read_text())["digest"]
    assert [(lane.name, lane.kind) for lane in run.lanes] == [("mark1", "mark1"), ("modern", "modern")]
    mark1, modern = run.lanes
    assert mark1.machine is not None
    assert mark1.codes.shape == (2, 8)
    assert mark1.first_layer is modern.machine is modern.codes is None
    assert modern.first_layer.shape == (64, 20, 20)
    assert modern.class_maps.shape == (2, 20, 20)


def test_the_share_right_of_a_pass_is_that_of_its_rows(short_run):
    run = read_run(short_run)
    told = json.loads((short_run / "run.json").read_text())
    for lane in run.lanes:
        exposures = lane.result["exposures"] / 2
        assert lane.curve.number.tolist() == [1, 2]
        for index, one in enumerate(told["passes"]):
            assert lane.curve.right[index] == pytest.approx(1 - one["errors"][lane.name] / exposures)
            assert lane.curve.unseen[index] == one["unseen"][lane.name]


def test_the_loss_of_a_pass_is_the_mean_of_its_rows(short_run):
    mark1, modern = read_run(short_run).lanes
    assert np.isnan(mark1.curve.loss).all()
    assert modern.curve.loss[1] < modern.curve.loss[0] < 1


def test_of_rows_of_passes_there_is_the_same_curve_and_no_answers(taught, tmp_path, short_run):
    of_passes = read_run(taught(tmp_path / "run", passes=2, rows="passes"))
    assert any("a row for each pass" in sentence for sentence in of_passes.missing)
    for one, other in zip(of_passes.lanes, read_run(short_run).lanes, strict=True):
        assert one.answers is None
        np.testing.assert_allclose(one.curve.right, other.curve.right)
        np.testing.assert_allclose(one.curve.loss, other.curve.loss)
        np.testing.assert_array_equal(one.curve.unseen, other.curve.unseen)


def test_where_no_rows_were_kept_there_is_no_curve(copied):
    (copied / "results.csv").unlink()
    run = read_run(changed(copied, rows="none"))
    assert any("kept no rows: learning curves" in sentence for sentence in run.missing)
    assert [lane.curve for lane in run.lanes] == [None, None]


def test_of_a_killed_run_there_is_what_its_rows_say_and_whole_passes_make_its_curve(taught, tmp_path, short_run):
    whole = read_run(short_run).lanes[0].result["exposures"] // 2
    folder = taught(tmp_path / "run", exposures=whole + 3, passes=2)
    assert not (folder / "weights.npz").exists()
    run = read_run(folder)
    assert not run.finished
    assert len(run.missing) == 2
    assert [lane.kind for lane in run.lanes] == ["mark1", "modern"]
    assert [len(lane.answers.label) for lane in run.lanes] == [whole + 3, whole + 3]
    assert [lane.curve.number.tolist() for lane in run.lanes] == [[1], [1]]


def test_a_run_that_was_killed_before_its_first_row_can_be_read(taught, tmp_path):
    run = read_run(taught(tmp_path / "run", exposures=0))
    assert [lane.answers for lane in run.lanes] == [None, None]
    assert any("no rows" in sentence for sentence in run.missing)


def test_a_row_that_was_torn_off_is_passed_over(copied, short_run):
    path = copied / "results.csv"
    path.write_bytes(path.read_bytes()[:-7])
    whole, torn = (len(read_run(folder).lanes[1].answers.label) for folder in (short_run, copied))
    assert torn == whole - 1


def test_a_row_that_is_damaged_is_named(copied):
    lines = (copied / "results.csv").read_text().splitlines(keepends=True)
    cells = lines[1].split(",")
    for row in ("2,mark1,x\n", ",".join([*cells[:3], "one", *cells[4:]]), "\0\n", lines[0]):
        (copied / "results.csv").write_text("".join([*lines[:3], row, *lines[3:]]))
        with pytest.raises(InputError, match=r"^results.csv must hold what a run writes in row 3, got "):
            read_run(copied)


def test_other_columns_are_refused(copied):
    (copied / "results.csv").write_text("a,b,c\n1,2,3\n")
    with pytest.raises(InputError, match=r"^results.csv must begin with the columns format_version, .*got 'a,b,c'"):
        read_run(copied)


def test_a_line_without_end_is_refused_early(copied):
    with (copied / "results.csv").open("ab") as file:
        file.write(b"x" * 100_000)
    with pytest.raises(InputError, match="shorter than 4096 bytes"):
        read_run(copied)


def test_a_folder_without_a_run_is_refused(tmp_path):
    with pytest.raises(InputError, match=r"^DIR must be the folder of a run, got .* which holds no run.json$"):
        read_run(tmp_path)
    with pytest.raises(InputError, match=r"which is no folder$"):
        read_run(tmp_path / "nowhere")


@pytest.mark.parametrize(
    "values",
    [
        {"class_names": []},
        {"class_names": 5},
        {"lanes": [{"name": "mark1"}]},
        {"lanes": [{"name": "mark1", "kind": "abacus", "about": ""}]},
        {"settings": {}},
        {"settings": {"mark1": {"retina": {"rows": 1e9, "columns": 1e9}}}},
        {"settings": {"mark1": {"retina": {"rows": "many", "columns": 1}}}},
        {"learners": {"mark1": {"accuracy": {"taught": "all"}}}},
        {"measurements": [{"learner": "mark1", "measure": "accuracy"}]},
        {"measurements": [{"learner": "mark1", "measure": "accuracy", "value": 1, "at": {"x": []}}]},
        {"passes": [{"number": 1}]},
        {"seed": []},
    ],
    ids=str,
)
def test_a_description_that_is_none_is_refused(copied, values):
    with pytest.raises(InputError, match=r"^run.json must be what a run writes, got "):
        read_run(changed(copied, **values))


def test_labels_beyond_the_classes_are_refused(copied):
    with pytest.raises(InputError, match=r"1 classes, and other labels in results.csv$"):
        read_run(changed(copied, class_names=["X"]))


@pytest.mark.parametrize(
    ("name", "array"),
    [
        ("mark1/origins", np.full((10, 512), 400)),
        ("mark1/origins", np.zeros((10, 511), dtype=int)),
        ("mark1/signs", np.zeros((10, 512))),
        ("mark1/angle_deg", np.zeros(3)),
        ("mark1/codes", np.zeros((5, 8), dtype=bool)),
        ("mark1/codes", np.zeros((2, 8))),
    ],
)
def test_weights_that_do_not_fit_together_are_refused(copied, name, array):
    np.savez(copied / "weights.npz", **{**arrays(copied), name: array})
    with pytest.raises(InputError, match=r"^weights.npz must hold for mark1 .*, got others$"):
        read_run(copied)


def test_measurements_that_are_no_numbers_are_not_drawn(copied):
    """A network that broke down has none to show."""
    points = [{"learner": "modern", "measure": "loss", "value": float(value), "at": {}} for value in (1, "nan", "inf")]
    assert [point.value for point in read_run(changed(copied, measurements=points)).measurements] == [1.0]


@pytest.mark.parametrize("name", ["run.json", "results.csv", "weights.npz"])
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=st.floats(0, 1), content=st.binary(min_size=1, max_size=20))
def test_whatever_stands_in_a_file_is_read_or_refused(copied, short_run, name, at, content):
    whole = (short_run / name).read_bytes()
    begin = int(at * len(whole))
    (copied / name).write_bytes(whole[:begin] + content + whole[begin + len(content) :])
    told = ""
    try:
        read_run(copied)
    except InputError as error:
        told = str(error)
    assert "\n" not in told
