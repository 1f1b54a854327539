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
from perceptron_sim.figures.sweeps.page import page
from perceptron_sim.figures.sweeps.pairs import pairings, sign_test, yes_or_no_interval
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


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    """The folder of a finished sweep over three seeds; nothing but a report is to be added."""
    folder = tmp_path_factory.mktemp("plain") / "sweep"
    sweep(Grid(base={"experiment": "xor", "passes": 2}, seeds=range(1, 4)), folder)
    return folder


@pytest.fixture(scope="module")
def plain_files(plain, tmp_path_factory):
    """The report of it, in another folder."""
    return write_report(plain, tmp_path_factory.mktemp("report") / "report")


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
            held_out=np.full(order.size, NAN),
        ),
        cells_done=combinations * count,
        failures=0,
    )


def only(run, measure="taught"):
    """The single comparison of two learners in *measure*."""
    (pair,) = [one for one in pairings(run) if one.measure == measure]
    return pair


@given(better=st.integers(0, 60), worse=st.integers(0, 60))
def test_the_sign_test_is_that_of_a_fair_coin(better, worse):
    wanted = stats.binomtest(better, better + worse).pvalue if better + worse else 1.0
    assert sign_test(better, worse) == pytest.approx(wanted)


def test_learners_are_compared_seed_by_seed(rng):
    taught = rng.uniform(size=(1, 2, 30))
    pair = only(made(np.full((1, 2, 30), NAN), taught=taught))
    differences = taught[0, 0] - taught[0, 1]
    wanted = stats.ttest_1samp(differences, 0).confidence_interval(0.95)
    assert (pair.difference, pair.low, pair.high) == pytest.approx((differences.mean(), wanted.low, wanted.high))
    assert (pair.better, pair.equal, pair.worse) == ((differences > 0).sum(), 0, (differences < 0).sum())
    assert pair.chance == sign_test(pair.better, pair.worse)


def test_a_seed_that_one_of_them_lacks_is_left_out():
    pair = only(made([[[1, 1, 1], [1, 1, 1]]], taught=[[[0.5, 0.75, NAN], [0.25, 0.75, 1.0]]]))
    assert (pair.better, pair.equal, pair.worse) == (1, 1, 0)
    assert pair.difference == 0.125


def test_a_single_seed_has_no_interval():
    pair = only(made([[[1], [NAN]]]))
    assert pair.difference == 1.0
    assert math.isnan(pair.low)


@pytest.mark.parametrize("second", [[0.8, 0.9, 1.0], [0.7, 0.8, 0.9]])
def test_seeds_that_all_differ_alike_have_no_interval(second):
    pair = only(made(np.full((1, 2, 3), NAN), taught=[[[0.8, 0.9, 1.0], second]]))
    assert pair.difference == pytest.approx(0.8 - second[0])
    assert math.isnan(pair.low)
    assert math.isnan(pair.high)


def test_an_interval_of_differences_ends_at_what_can_be():
    pair = only(made(np.full((1, 2, 2), NAN), taught=[[[1.0, 0.2], [0.0, 0.0]]]))
    assert (pair.low, pair.high) == (-1.0, 1.0)


def test_who_learned_is_compared_by_the_exact_test_of_mcnemar():
    pair = only(made([[[1, 1, 1, NAN, 1, NAN], [NAN, NAN, 1, 2, NAN, NAN]]]), "learned")
    assert (pair.better, pair.equal, pair.worse) == (3, 2, 1)
    assert pair.difference == pytest.approx(2 / 6)
    assert pair.chance == pytest.approx(stats.binomtest(3, 4).pvalue)
    assert (pair.low, pair.high) == yes_or_no_interval(3, 1, 6)


@pytest.mark.parametrize("chances", [(0.3, 0.1), (0.2, 0.2), (0.5, 0.2)])
def test_the_interval_of_yes_and_no_holds_the_truth_as_often_as_it_says(chances):
    count, truth, held = 20, chances[0] - chances[1], 0.0
    for better in range(count + 1):
        for worse in range(count + 1 - better):
            low, high = yes_or_no_interval(better, worse, count)
            shares = [*chances, 1 - sum(chances)]
            often = stats.multinomial.pmf([better, worse, count - better - worse], count, shares)
            held += float(often) * (low <= truth <= high)
    assert 0.94 < held < 0.99


def test_no_interval_of_yes_and_no_is_sure_of_a_single_seed():
    for better, worse in ((1, 0), (0, 1), (0, 0)):
        low, high = yes_or_no_interval(better, worse, 1)
        assert low < 0 < high


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


def test_what_a_seed_gave_under_several_settings_counts_as_one_draw(rng):
    of_seeds = rng.uniform(size=12)
    one = share_of("taught", np.tile(of_seeds, 5), np.tile(np.arange(12), 5))
    wanted = stats.ttest_1samp(of_seeds, 0).confidence_interval(0.95)
    assert (one.value, one.low, one.high) == pytest.approx((of_seeds.mean(), wanted.low, wanted.high))
    assert one.count == 60


def test_differences_between_settings_widen_no_interval_over_seeds(rng):
    of_seeds, of_settings = rng.uniform(0.4, 0.6, size=12), np.array([-0.4, 0.0, 0.4])
    values = (of_seeds[:, np.newaxis] + of_settings).ravel()
    one, plain = share_of("taught", values, np.repeat(np.arange(12), 3)), share_of("taught", of_seeds)
    assert (one.low, one.high) == pytest.approx((plain.low, plain.high))


def test_yes_and_no_under_several_settings_have_an_interval_over_seeds():
    seeds = np.repeat(np.arange(4), 2)
    one = share_of("learned", np.array([1.0, 0, 1, 1, 0, 0, 1, 0]), seeds)
    wanted = stats.ttest_1samp([0.5, 1.0, 0.0, 0.5], 0).confidence_interval(0.95)
    assert (one.low, one.high) == pytest.approx((max(wanted.low, 0), min(wanted.high, 1)))
    alike = share_of("learned", np.ones(8), seeds)
    assert alike.low == pytest.approx(stats.binomtest(4, 4).proportion_ci(method="wilson").low)


@pytest.mark.parametrize("seeds", [1, 3])
def test_seeds_that_all_gave_the_same_have_no_interval(seeds):
    one = share_of("taught", np.full(seeds, 0.1))
    assert one.value == pytest.approx(0.1)
    assert math.isnan(one.low)
    assert math.isnan(one.high)


def test_means_over_a_setting_are_over_all_else():
    run = made([[[1, NAN]], [[1, 1]], [[NAN, NAN]], [[NAN, 1]]], axes={THRESHOLD: [1, 2], ORIGINS: [4, 5]})
    assert values_along(run, 0) == [1, 2]
    assert [one.value for one in over(run, "learned", 0, 0)] == [0.75, 0.25]
    assert grid_over(run, "learned", 0, 0, 1).tolist() == [[0.5, 1.0], [0.0, 0.5]]


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


def test_equal_numbers_are_one_value_however_they_are_written():
    run = made([[[1]], [[NAN]], [[1]]], axes={THRESHOLD: [2, 1]})
    run = replace(run, grid=replace(run.grid, listed=({THRESHOLD: 2.0},)))
    assert values_along(run, 0) == [1, 2]
    assert [(one.value, one.count) for one in over(run, "learned", 0, 0)] == [(0.0, 1), (1.0, 2)]


def test_values_of_several_kinds_are_a_table():
    run = made(np.full((3, 2, 2), 3.0), axes={"code": [True, 2, "binary"]})
    assert values_along(run, 0) == [True, 2, "binary"]
    assert all(plate.draw().height > 100 for plate in plates(run) if "over" in plate.name)


def test_of_many_examined_sets_the_taught_and_the_held_out_one_have_figures():
    run = made([[[1, 1]]])
    values = run.rows.accuracy["taught"]
    many = replace(run.rows, accuracy=dict.fromkeys("abcd", values), held_out=values / 2)
    assert list(replace(run, rows=many).measures) == ["learned", "a", "held out"]
    assert list(replace(run, rows=replace(many, held_out=values * NAN)).measures) == ["learned", "a"]
    assert summary(replace(run, rows=many)).header[-4:] == ["a", "b", "c", "d"]


def test_of_too_many_pairs_those_that_differ_are_drawn():
    taught = np.full((40, 2, 3), 0.5)
    taught[30:, 0] = [0.6, 0.7, 0.8]
    run = made(np.full((40, 2, 3), NAN), taught=taught, axes={THRESHOLD: list(range(1, 41))})
    *_, pairs = plates(run)
    assert "Of 80 pairs 10 are drawn" in pairs.caption
    assert len(pairs.tables[0].rows) == 80


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


def check_report(swept, out):
    """That the report of *swept*, over two settings, has all that there is to show of so many learners."""
    report, *files = write_report(swept, out)
    text, names, run = report.read_text(encoding="utf-8"), {path.stem for path in files}, read_sweep(swept)
    several = len(run.learners) > 1
    for section in ("Who learned", "Criterion", "Over one setting", "Over two settings", "Settings"):
        assert f">{section}</h2>" in text
    assert (">In pairs</h2>" in text) == several
    assert {"criterion", "learned-over-mark1-association-threshold"} <= names
    assert ("pairs" in names) == several
    assert sum(name.startswith("map-") for name in names) == len(run.learners) * len(run.measures)
    assert all(path.stat().st_size > 1000 for path in files)
    assert not re.search(r"https?://(?!www\.w3\.org)", re.sub(r'src="data:[^"]*"', "", text))


def test_the_report_has_criteria_settings_and_maps(tmp_path):
    axes = {THRESHOLD: [1, 2], ORIGINS: [4, 5]}
    sweep(Grid(base={"experiment": "xor", "passes": 2, "learners": "mark1"}, axes=axes), tmp_path / "sweep")
    check_report(tmp_path / "sweep", tmp_path / "report")


@pytest.mark.long
def test_the_report_of_several_learners_has_criteria_settings_maps_and_pairs(swept, tmp_path):
    check_report(swept, tmp_path / "report")


def test_a_sweep_over_seeds_alone_has_criteria_and_pairs(plain_files):
    report, *files = plain_files
    assert report.name == "report.html"
    assert [path.name for path in files] == [f"{x}.{y}" for x in FEW for y in ("png", "svg")]
    text = report.read_text(encoding="utf-8")
    assert [f">{section}</h2>" in text for section in ("Criterion", "Over one setting", "In pairs")] == [
        True,
        False,
        True,
    ]


def test_the_command_draws_it_into_a_folder_beside_the_rows_and_equal_sweeps_have_equal_pages(
    plain, plain_files, capsys
):
    assert cli.main(["report", str(plain)]) == 0
    report = plain / "report" / "report.html"
    assert f"The report is {report}; beside it are 2 figures" in capsys.readouterr().out
    assert report.read_bytes() == plain_files[0].read_bytes()
    for path in plain_files[1:]:
        assert (plain / "report" / path.name).read_bytes() == path.read_bytes()


def test_a_sweep_that_is_not_done_says_so(plain, tmp_path):
    (tmp_path / "sweep.json").write_bytes((plain / "sweep.json").read_bytes())
    lines = (plain / JOURNAL).read_bytes().splitlines(keepends=True)
    failed = b'{"cell":1,"failure":"mark1 must be whole, got pieces"}\n'
    (tmp_path / JOURNAL).write_bytes(b"".join(lines[:1]) + failed + b'{"cell":2,"lear')
    run = read_sweep(tmp_path)
    assert (run.cells_done, run.failures) == (1, 1)
    assert run.mark.endswith("· 1 missing")
    text = page(run, ()).decode("utf-8")
    assert "Missing: 1 cell of the sweep. The same command goes on where it ended." in text
    assert "Failed: 1 cell, counted nowhere here. failures.csv says why." in text


def test_a_sweep_without_a_row_has_a_report_without_figures(swept, tmp_path):
    (tmp_path / "sweep.json").write_bytes((swept / "sweep.json").read_bytes())
    assert len(write_report(tmp_path)) == 1


@pytest.mark.parametrize(
    ("whole", "damaged", "message"),
    [
        (r".*", '{"cell":0,"learners":[{}]}', r"^cells\.jsonl must hold a line of this sweep's cells, in .*, got "),
        (r'"passes_done":\d+', '"passes_done":"all"', r"^cells\.jsonl must be what a sweep writes, got .*: .* 'all'$"),
    ],
)
def test_a_damaged_journal_is_refused_in_a_sentence(whole, damaged, message, swept, tmp_path):
    (tmp_path / "sweep.json").write_bytes((swept / "sweep.json").read_bytes())
    line = (swept / JOURNAL).read_text(encoding="utf-8").splitlines()[0]
    (tmp_path / JOURNAL).write_text(re.sub(whole, damaged, line, count=1) + "\n", encoding="utf-8")
    with pytest.raises(InputError, match=message):
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
