"""What a run shows fits 80 columns, whoever takes part and whatever is examined and measured."""

import io

import pytest
from rich.console import Console

from hardware import Mark1Spec
from perceptron_sim.console_table import PassTable
from perceptron_sim.experiments.lane import Lane
from perceptron_sim.experiments.registry import EXPERIMENTS
from perceptron_sim.network_spec import NetworkSpec
from perceptron_sim.report_table import MOST_ROWS, show_report
from perceptron_sim.session import PassResult

MARK1 = {
    "kind": "mark1",
    "about": "",
    "exposures": 52,
    "errors": 3,
    "errorless_pass": 2,
    "accuracy": {"taught": 0.5, "unseen": 0.25},
    "bits_right": {"taught": 0.75, "unseen": 0.6},
    "energy_j": 1e5,
    "simulated_s": 61.0,
    "motor_s": 3.0,
    "turned_deg": 12345.0,
    "relay_operations": 7,
}
NETWORK = {
    "kind": "modern",
    "about": "",
    "exposures": 52,
    "errors": 3,
    "errorless_pass": None,
    "accuracy": {"taught": 1.0, "unseen": 0.9},
    "energy_j": 0.5,
    "multiply_adds": 3_000_000,
    "wall_s": 0.2,
}


@pytest.fixture
def to():
    """A console of 80 columns that keeps what it is told."""
    return Console(file=io.StringIO(), width=80, markup=False, highlight=False, emoji=False)


def lanes(*names, kind=Mark1Spec):
    return tuple(Lane(name=name, spec=kind()) for name in names)


def lines(to):
    return to.file.getvalue().splitlines()


def passed(to, lanes, *, unseen=True, passes=2):
    """The lines of a table in which lane k has k errors in pass 1, and one more in every pass after."""
    table = PassTable(to, lanes)
    for number in range(1, passes + 1):
        errors = {lane.name: position + number - 1 for position, lane in enumerate(lanes)}
        table.add(PassResult(number=number, errors=errors, held_out=dict.fromkeys(errors, 0.5) if unseen else {}), 40.0)
    assert max(map(len, lines(to))) <= 80
    return lines(to)


def test_two_learners_stand_side_by_side_with_what_was_never_taught(to):
    assert passed(to, lanes("mark1", "modern")) == [
        "      errors           unseen           machine time",
        "pass  Mark I  network  Mark I  network  (assumed)",
        "   1       0        1     50%      50%       40 s",
        "   2       1        2     50%      50%       40 s",
    ]


def test_what_is_taught_too_in_the_end_is_not_called_unseen(to):
    table = PassTable(to, lanes("mark1", "modern"), aside=EXPERIMENTS["letters-two-faces"].aside)
    table.add(PassResult(number=1, errors={"mark1": 1, "modern": 2}, held_out={"mark1": 0.5, "modern": 0.5}), 20.0)
    assert lines(to)[0].split() == ["errors", "second", "machine", "time"]


def test_there_is_no_column_for_what_there_is_not(to):
    assert passed(to, lanes("adam", kind=NetworkSpec), unseen=False) == [
        "      errors",
        "pass    adam",
        "   1       0",
        "   2       1",
    ]


def test_learners_whose_names_do_not_fit_have_numbers_which_are_explained(to):
    names = [f"mark1-theta-{number}" for number in range(1, 6)]
    shown = passed(to, lanes(*names), passes=1)
    assert shown[:6] == [*(f"   {number}  {name}" for number, name in enumerate(names, start=1)), ""]
    assert shown[7].split() == ["pass", *"12345", *"12345", "(assumed)"]
    assert shown[8].split() == ["1", *"01234", *(5 * ["50%"]), "40", "s"]


def test_of_more_learners_than_fit_the_least_the_median_and_the_most_are_shown(to):
    shown = passed(to, lanes(*(f"lane-{number}" for number in range(19))), passes=1)
    assert shown[1].split() == ["pass", *2 * ["least", "median", "most"], "(assumed)"]
    assert shown[2].split() == ["1", "0", "9", "18", "50%", "50%", "50%", "40", "s"]


def reported(to, learners, measurements=()):
    """The lines of a report of *learners*."""
    report = {"learners": learners, "measurements": measurements, "sentences": ["This was seen."], "digest": 64 * "0"}
    show_report(to, report)
    shown = lines(to)
    assert max(map(len, shown)) <= 80
    assert not any("…" in line for line in shown)
    assert [shown[-3], "".join(shown[-2:])] == ["This was seen.", f"Digest of the records: {64 * '0'}"]
    return shown


def cells(shown, begin):
    """The words of the line that begins with the words *begin*."""
    (found,) = [line.split() for line in shown if line.split()[: len(begin.split())] == begin.split()]
    return found[len(begin.split()) :]


def test_few_learners_are_columns_and_a_single_mark_i_shows_its_r_units(to):
    shown = reported(to, {"mark1": MARK1, "modern": NETWORK})
    assert cells(shown, "set") == ["Mark", "I", "network", "single", "R-units"]
    assert cells(shown, "taught") == ["50%", "100%", "75%"]
    words = " ".join(" ".join(shown).split())
    assert (
        "Spent: Mark I 1 min 01 s, its motors 3.0 s and 12,345° together, 100 kJ (all assumed); network 200 ms" in words
    )


def test_one_learner_of_either_kind_is_enough(to):
    assert cells(reported(to, {"modern": NETWORK}), "unseen") == ["90%"]


def test_many_learners_are_rows_and_none_of_their_names_is_cut(to):
    names = [f"alpha-monovalent-error-correction-{number}" for number in range(18)]
    learners = dict.fromkeys(names, MARK1) | {"modern": {**NETWORK, "about": "counterfactual"}}
    shown = reported(to, learners)
    assert cells(shown, f"1 {names[0]}") == ["2", "50%", "25%"]
    assert cells(shown, "19 network") == ["–", "100%", "90%"]
    assert "network: counterfactual" in shown
    assert cells(shown, "19 – –") == ["200", "ms", "3.0", "M", "500", "mJ"]


def test_of_many_sets_the_mean_of_those_after_the_first_is_shown(to):
    sets = {"taught": 1.0, **{f"typeface {number}": number / 10 for number in range(8)}}
    learners = {f"lane-{number}": {**NETWORK, "accuracy": sets} for number in range(4)}
    shown = reported(to, learners)
    assert cells(shown, "learner errorless pass") == ["taught", "mean", "of", "8", "more"]
    assert cells(shown, "1 lane-0") == ["–", "100%", "35%"]


def measured(learner, measure, value, **at):
    return {"learner": learner, "measure": measure, "value": value, "at": at}


def test_what_was_measured_under_conditions_has_a_row_for_each(to):
    found = [measured(name, "accuracy", 0.5, off_share=share) for share in (0.0, 0.125) for name in ("mark1", "modern")]
    shown = reported(to, {"mark1": MARK1, "modern": NETWORK}, found)
    assert "Accuracy by off share:" in shown
    assert cells(shown, "off share") == ["Mark", "I", "network"]
    assert cells(shown, "0.125") == ["0.5", "0.5"]


def test_several_measures_of_one_learner_stand_beside_each_other(to):
    found = [measured("mark1", name, 1 / 3) for name in ("firing_share", "a_very_long_name_of_what_was_measured_v")]
    shown = reported(to, {"mark1": MARK1, "modern": NETWORK}, found)
    assert cells(shown, "Mark I") == ["0.3333", "0.3333"]


def test_a_number_that_was_not_measured_is_a_dash(to):
    found = [measured("mark1", "one", 1.0), measured("modern", "two", 2.0)]
    assert cells(reported(to, {"mark1": MARK1, "modern": NETWORK}, found), "network") == ["–", "2"]


def test_what_was_measured_of_no_lane_is_called_by_its_name(to):
    found = [measured("one-neuron", "accuracy", 0.9), measured("modern", "accuracy", 0.8)]
    shown = reported(to, {"mark1": MARK1, "modern": NETWORK}, found)
    assert cells(shown, "one-neuron") == ["0.9"]


def test_two_conditions_make_a_grid_for_each_learner(to):
    found = [measured("mark1", "accuracy", x / 10 + y, down=y, right=x) for y in (-1, 0, 1) for x in range(9)]
    shown = reported(to, {"mark1": MARK1, "modern": NETWORK}, found)
    assert "Accuracy of learner Mark I; rows: down, columns: right:" in shown
    assert cells(shown, "1 1") == ["1.1", "1.2", "1.3", "1.4", "1.5", "1.6", "1.7", "1.8"]


def test_more_rows_than_anybody_reads_are_left_to_the_json(to):
    found = [measured("mark1", "accuracy", 0.5, at_s=number) for number in range(100)]
    assert f"... and {100 - MOST_ROWS} more rows, which run.json and --json have" in reported(
        to, {"mark1": MARK1}, found
    )


def test_a_few_rows_more_are_shown_and_not_left_out(to):
    found = [measured("mark1", "accuracy", 0.5, at_s=number) for number in range(MOST_ROWS + 1)]
    shown = reported(to, {"mark1": MARK1}, found)
    assert cells(shown, str(MOST_ROWS)) == ["0.5"]
    assert not any("more row" in line for line in shown)


def test_whole_numbers_are_written_in_full_and_units_beside_names(to):
    found = [measured("modern", "learned_values", 27354.0, wiper_v=0.5, a_units_off_share=0.1)]
    shown = reported(to, {"modern": NETWORK}, found)
    assert "Learned values by wiper (V) and A-units off share:" in shown
    assert cells(shown, "0.5 0.1") == ["27,354"]
