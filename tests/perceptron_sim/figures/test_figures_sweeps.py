"""The report of a sweep: who learned, over what was varied, and how sure that is over the seeds."""

import math
import re
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from perceptron_sim import cli
from perceptron_sim.errors import InputError, SettingError
from perceptron_sim.figures import write_report
from perceptron_sim.figures.run_record import LaneRun
from perceptron_sim.figures.sweeps.pairs import pairings, sign_test
from perceptron_sim.figures.sweeps.plates import plates, summary
from perceptron_sim.figures.sweeps.shares import Share, grid_over, half_way, over, reached, share_of, values_along
from perceptron_sim.figures.sweeps.swept_run import Rows, SweptRun, read_sweep
from perceptron_sim.sweep import Grid, sweep
from perceptron_sim.sweep.folder import JOURNAL

THRESHOLD, ORIGINS = "mark1.association.threshold", "mark1.plugboard.excitatory"
NAN = math.nan
FEW = ("criterion", "pairs")  # the figures of a sweep in which nothing varies but the seed


@pytest.fixture(scope="module")
def swept(tmp_path_factory):
    """The folder of a finished sweep, 2 x 2 settings over three seeds; not to be changed."""
    folder = tmp_path_factory.mktemp("swept") / "sweep"
    axes = {THRESHOLD: [1, 2], ORIGINS: [4, 5]}
    sweep(Grid(base={"experiment": "xor", "passes": 3}, axes=axes, seeds=range(1, 4)), folder)
    return folder


@pytest.fixture
def plain(tmp_path_factory):
    """The folder of a finished sweep over three seeds."""
    folder = tmp_path_factory.mktemp("plain") / "sweep"
    sweep(Grid(base={"experiment": "xor", "passes": 2}, seeds=range(1, 4)), folder)
    return folder


def made(errorless, *, taught=None, axes=None, seeds=None, passes=5.0):
    """A sweep by hand; *errorless* (combinations, learners, seeds)."""
    errorless = np.array(errorless, dtype=float)
    combinations, learners, count = errorless.shape
    order = np.moveaxis(errorless, 1, 2)  # cells of a combination are seeds, and each has all learners
    places = np.indices(order.shape).reshape(3, -1)
    accuracy = np.isfinite(order).astype(float) if taught is None else np.moveaxis(np.array(taught, dtype=float), 1, 2)
    return SweptRun(
        grid=Grid(base={"experiment": "xor"}, axes=axes or {}, seeds=seeds or range(1, count + 1)),
        described={"digest": "0" * 64},
        learners=tuple(LaneRun(name=name, kind=name) for name in ("mark1", "modern")[:learners]),
        rows=Rows(
            combination=places[0],
            seed=places[1],
            learner=places[2],
            errorless_pass=order.ravel(),
            passes_done=np.full(order.size, passes),
            accuracy={"taught": accuracy.ravel()},
        ),
        cells_done=combinations * count,
        failures=0,
    )


@given(better=st.integers(0, 60), worse=st.integers(0, 60))
def test_the_sign_test_is_that_of_a_fair_coin(better, worse):
    wanted = stats.binomtest(better, better + worse).pvalue if better + worse else 1.0
    assert sign_test(better, worse) == pytest.approx(wanted)


def test_learners_are_compared_seed_by_seed(rng):
    taught = rng.uniform(size=(1, 2, 30))
    (pair,) = pairings(made(np.full((1, 2, 30), NAN), taught=taught))
    differences = taught[0, 0] - taught[0, 1]
    wanted = stats.ttest_1samp(differences, 0).confidence_interval(0.95)
    assert (pair.difference, pair.low, pair.high) == pytest.approx((differences.mean(), wanted.low, wanted.high))
    assert (pair.better, pair.equal, pair.worse) == ((differences > 0).sum(), 0, (differences < 0).sum())
    assert pair.chance == sign_test(pair.better, pair.worse)


def test_a_seed_that_one_of_them_lacks_is_left_out():
    (pair,) = pairings(made([[[1, 1, 1], [1, 1, 1]]], taught=[[[0.5, 0.75, NAN], [0.25, 0.75, 1.0]]]))
    assert (pair.better, pair.equal, pair.worse) == (1, 1, 0)
    assert pair.difference == 0.125


def test_a_single_seed_has_no_interval():
    (pair,) = pairings(made([[[1], [NAN]]]))
    assert pair.difference == 1.0
    assert math.isnan(pair.low)


def test_one_learner_is_compared_with_none():
    assert not list(pairings(made([[[1, 2]]])))


def test_who_has_learned_once_has_learned_from_then_on():
    run = made([[[1, 3, NAN, 3]]], passes=4.0)
    assert [one.value for one in reached(run, np.full(4, True))] == [0.25, 0.25, 0.75, 0.75]


def test_yes_or_no_has_the_interval_of_wilson():
    one = share_of("learned", np.array([1.0] * 7 + [0.0] * 3))
    wanted = stats.binomtest(7, 10).proportion_ci(method="wilson")
    assert (one.value, one.low, one.high, one.count) == pytest.approx((0.7, wanted.low, wanted.high, 10))


def test_other_shares_have_the_interval_of_student_within_none_and_all():
    one = share_of("taught", np.array([1.0, 1.0, 0.9, NAN]))
    assert one.count == 3
    assert one.value == pytest.approx(2.9 / 3)
    assert one.high == 1.0
    assert one.low == pytest.approx(stats.ttest_1samp([1.0, 1.0, 0.9], 0).confidence_interval(0.95).low)


def test_means_over_a_setting_are_over_all_else():
    run = made([[[1, NAN]], [[1, 1]], [[NAN, NAN]], [[NAN, 1]]], axes={THRESHOLD: [1, 2], ORIGINS: [4, 5]})
    assert values_along(run, 0) == [1, 2]
    assert [one.value for one in over(run, "learned", 0, 0, [1, 2])] == [0.75, 0.25]
    assert grid_over(run, "learned", 0, (0, [1, 2]), (1, [4, 5])).tolist() == [[0.5, 1.0], [0.0, 0.5]]


@pytest.mark.parametrize(
    ("shares", "place"),
    [((1.0, 0.75, 0.25), 3.0), ((0.0, 0.5, 1.0), 2.0), ((1.0, NAN, 0.0), 2.5), ((1.0, 0.9, 0.6), None), ((), None)],
)
def test_capacity_is_where_half_of_them_learn(shares, place):
    assert half_way([1, 2, 4][: len(shares)], [Share(value, 0.0, 1.0, 9) for value in shares]) == place


def test_numbers_are_in_order_and_texts_as_the_grid_has_them():
    run = made([[[1]], [[1]], [[1]]], axes={THRESHOLD: [3, 1, 2]})
    assert values_along(run, 0) == [1, 2, 3]
    assert values_along(made([[[1]], [[1]]], axes={"code": ["one-per-class", "binary"]}), 0)[0] == "one-per-class"


def test_what_a_combination_does_not_say_is_what_holds_then():
    run = made([[[1]], [[1]], [[1]]], axes={ORIGINS: [4, 6]})
    run = replace(run, grid=replace(run.grid, listed=({THRESHOLD: 2},)))
    assert run.settings == [(4, 1), (6, 1), (5, 2)]
    assert values_along(run, 1) == [1, 2]


def test_a_sweep_is_read_as_its_rows_say(swept):
    run = read_sweep(swept)
    learners = len(run.learners)
    assert {lane.name for lane in run.learners} >= {"mark1", "modern"}
    assert run.rows.seed.tolist() == np.repeat([0, 1, 2] * 4, learners).tolist()
    assert run.rows.combination.tolist() == np.repeat([0, 1, 2, 3], 3 * learners).tolist()
    lines = (swept / "results.csv").read_text(encoding="utf-8").splitlines()
    column = lines[0].split(",").index("errorless_pass")
    wanted = [float(line.split(",")[column] or "nan") for line in lines[1:]]
    np.testing.assert_array_equal(run.rows.errorless_pass, wanted)


def test_the_report_has_criteria_settings_maps_and_pairs(swept, tmp_path):
    page, *files = write_report(swept, tmp_path / "report")
    text = page.read_text(encoding="utf-8")
    for section in ("Who learned", "Criterion", "Over one setting", "Over two settings", "In pairs", "Settings"):
        assert f">{section}</h2>" in text
    names, run = {path.stem for path in files}, read_sweep(swept)
    assert {"criterion", "learned-over-mark1-association-threshold", "pairs"} <= names
    assert sum(name.startswith("map-") for name in names) == len(run.learners) * len(run.measures)
    assert all(path.stat().st_size > 1000 for path in files)
    assert not re.search(r"https?://(?!www\.w3\.org)", re.sub(r'src="data:[^"]*"', "", text))


def test_a_sweep_over_seeds_alone_has_criteria_and_pairs(plain, tmp_path):
    files = write_report(plain, tmp_path / "report")
    assert [path.name for path in files] == ["report.html", *(f"{x}.{y}" for x in FEW for y in ("png", "svg"))]


def test_equal_sweeps_have_equal_pages(plain, tmp_path):
    first, second = (write_report(plain, tmp_path / name)[0].read_bytes() for name in ("one", "two"))
    assert first == second


def test_the_command_draws_it_into_a_folder_beside_the_rows(plain, capsys):
    assert cli.main(["report", str(plain)]) == 0
    assert f"The report is {plain / 'report' / 'report.html'}; beside it are 2 figures" in capsys.readouterr().out


def test_a_sweep_that_is_not_done_says_so(plain, tmp_path):
    (tmp_path / "sweep.json").write_bytes((plain / "sweep.json").read_bytes())
    lines = (plain / JOURNAL).read_bytes().splitlines(keepends=True)
    failed = b'{"cell":1,"failure":"mark1 must be whole, got pieces"}\n'
    (tmp_path / JOURNAL).write_bytes(b"".join(lines[:1]) + failed + b'{"cell":2,"lear')
    run = read_sweep(tmp_path)
    assert (run.cells_done, run.failures) == (1, 1)
    assert run.mark.endswith("· 1 missing")
    text = write_report(tmp_path)[0].read_text(encoding="utf-8")
    assert "Missing: 1 cell of the sweep. The same command goes on where it ended." in text
    assert "Failed: 1 cell, counted nowhere here. failures.csv says why." in text


def test_a_sweep_without_a_row_has_a_report_without_figures(swept, tmp_path):
    (tmp_path / "sweep.json").write_bytes((swept / "sweep.json").read_bytes())
    assert len(write_report(tmp_path)) == 1


def test_a_damaged_journal_is_refused_in_a_sentence(swept, tmp_path):
    (tmp_path / "sweep.json").write_bytes((swept / "sweep.json").read_bytes())
    (tmp_path / JOURNAL).write_text('{"cell":0,"learners":[{}]}\n', encoding="utf-8")
    with pytest.raises(InputError, match=r"^cells\.jsonl must be what a sweep writes, got .*: no 'learner'$"):
        read_sweep(tmp_path)


def test_single_learners_cannot_be_asked_for(swept):
    with pytest.raises(SettingError, match=r"^learner must be left out for a sweep, .*, got 'mark1'$"):
        write_report(swept, learners=["mark1"])


def test_the_table_has_a_row_for_each_learner_and_combination():
    table = summary(made([[[1, NAN], [1, 1]], [[1, 1], [NAN, NAN]]], axes={THRESHOLD: [1, 2]}))
    assert [row[:4] for row in table.rows] == [
        ["association threshold 1", "Mark I", "2", "50 %"],
        ["association threshold 1", "Network", "2", "100 %"],
        ["association threshold 2", "Mark I", "2", "100 %"],
        ["association threshold 2", "Network", "2", "0 %"],
    ]


@pytest.mark.parametrize("axes", [{}, {THRESHOLD: [1]}, {"code": ["binary", "one-per-class"]}, {THRESHOLD: range(9)}])
def test_any_grid_can_be_drawn(axes):
    count = math.prod(map(len, axes.values()))
    run = made(np.full((count, 2, 2), 3.0), axes={name: list(values) for name, values in axes.items()})
    for plate in plates(run):
        assert plate.draw().height > 100
        assert plate.alt
