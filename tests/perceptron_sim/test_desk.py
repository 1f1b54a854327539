"""On the desk every setting can be changed, and what cannot be is refused beside it, in the sentence of its error."""

import pytest

from perceptron_sim import Letters
from perceptron_sim.desk import Desk, Kind, stepped
from perceptron_sim.errors import SettingError
from perceptron_sim.experiment_choice import experiment
from perceptron_sim.experiment_file import as_plain
from perceptron_sim.experiments.registry import EXPERIMENTS
from perceptron_sim.network_spec import NetworkSpec


@pytest.fixture
def desk():
    return Desk(Letters(seed=3))


def test_what_is_not_changed_is_the_very_experiment():
    taken = Letters(seed=3)
    desk = Desk(taken)
    assert desk.experiment is taken
    desk.set("passes", "7")
    assert desk.experiment is not taken
    desk.reset("passes")
    assert desk.experiment is taken


@pytest.mark.parametrize("name", [name for name in EXPERIMENTS if name not in ("data", "squares-circles", "e-f")])
def test_every_experiment_lies_on_the_desk_as_it_usually_is(name):
    desk = Desk(Letters())
    desk.choose(name)
    assert desk.refusal == ""
    assert as_plain(desk.experiment) == as_plain(EXPERIMENTS[name]())
    assert {row.key.name for row in desk.rows} >= {"seed", "passes", "learners"}


def test_an_experiment_that_needs_more_says_what(desk):
    desk.choose("data")
    assert desk.experiment is None
    assert "data must be the pictures to teach" in desk.refusal
    assert desk.row("modern.hidden").text == "64"


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("passes", " 7 ", lambda one: one.passes == 7),
        ("until_errorless", "false", lambda one: one.until_errorless is False),
        ("mark1.timing.pulse_s", "0.2", lambda one: one.mark1.timing.pulse_s == 0.2),
        ("mark1.reinforcement.rule", "gamma", lambda one: one.mark1.reinforcement.rule == "gamma"),
        ("modern.hidden", "32, 16", lambda one: one.modern.hidden == (32, 16)),
        ("modern.hidden", "", lambda one: one.modern.hidden == ()),
        ("failures", "true", lambda one: one.failures is not None),
        ("faults", '{ kind = "dead-cell", s_unit = 3, at_s = 1.0 }', lambda one: one.faults[0].fault.s_unit == 3),
    ],
)
def test_a_changed_setting_is_in_the_experiment_and_nothing_else_is(desk, name, text, found):
    desk.set(name, text)
    assert desk.refusal == ""
    assert found(desk.experiment)
    assert desk.row(name).changed
    assert [row.key.name for row in desk.rows if row.changed] == [name]
    assert desk.experiment.seed == 3


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("passes", "0", "passes must be a whole number from 1 to 100000, got 0"),
        ("passes", "many", "passes must be a whole number from 1 to 100000, got 'many'"),
        ("mark1.timing.pulse_s", "-1", "mark1.timing.pulse_s must be positive, got -1.0"),
        ("modern.activation", "rel", "did you mean 'relu'?"),
        ("mark1.wiring", "/nowhere.json", "wiring must be a file that can be read"),
        ("code", "given", "codewords must be one for each class"),
    ],
)
def test_a_wrong_value_is_refused_beside_its_row(desk, name, text, sentence):
    desk.set(name, text)
    assert desk.experiment is None
    assert sentence in desk.refusal
    refused = [row for row in desk.rows if row.refusal]
    assert [sentence in row.refusal for row in refused] == [True]
    assert desk.row(name).text == text
    desk.reset(name)
    assert desk.refusal == ""
    assert not any(row.refusal for row in desk.rows)


def test_a_step_goes_to_the_next_value(desk):
    for name in ("passes", "until_errorless", "learners", "mark1.timing.pulse_s"):
        desk.step(name, 1)
    made = desk.experiment
    assert (made.passes, made.until_errorless, made.learners, made.mark1.timing.pulse_s) == (41, False, "mark1", 0.2)
    desk.step("learners", -1)
    assert desk.experiment.learners == "both"
    assert not desk.row("failures").changed
    desk.step("modern.activation", 1)
    assert not desk.row("modern.activation").changed


@pytest.mark.parametrize(
    ("text", "direction", "whole", "after"),
    [
        ("5", 1, True, "6"),
        ("0.1", 1, False, "0.2"),
        ("0.1", -1, False, "0.05"),
        ("0.3", 1, False, "0.5"),
        ("0", 1, False, "0.01"),
        ("-2", 1, False, "-1"),
        ("x", 1, False, None),
        ("inf", 1, False, None),
    ],
)
def test_numbers_step_by_one_or_along_one_two_five(text, direction, whole, after):
    assert stepped(text, direction, whole=whole) == after


def test_another_drive_has_settings_of_its_own(desk):
    desk.step("mark1.motor.drive", 1)
    names = [row.key.name for row in desk.rows if row.key.table == "mark1.motor"]
    assert desk.experiment.mark1.motor.tooth_deg > 0
    assert "mark1.motor.tooth_deg" in names
    assert "mark1.motor.speed_deg_per_s" not in names


def test_lives_of_parts_are_there_once_failures_are_switched_on(desk):
    assert "failures.cell_life_h" not in [row.key.name for row in desk.rows]
    desk.step("failures", 1)
    desk.set("failures.cell_life_h", "5")
    assert desk.experiment.failures.cell_life_h == 5


def test_settings_are_changed_as_their_kind_asks(desk):
    kinds = {name: desk.row(name).kind for name in ("passes", "until_errorless", "learners", "face", "modern.hidden")}
    assert list(kinds.values()) == [Kind.NUMBER, Kind.TOGGLE, Kind.CHOICE, Kind.TEXT, Kind.TEXT]
    assert desk.row("failures").kind is Kind.TOGGLE
    assert "both" in desk.row("learners").choices


def test_a_run_that_was_opened_keeps_its_settings_when_one_is_changed():
    past = experiment("letters", seed=9, modern=NetworkSpec(hidden=(8,)), mark1={"timing": {"pulse_s": 0.05}})
    desk = Desk(past)
    desk.set("seed", "10")
    made = desk.experiment
    assert (made.seed, made.modern.hidden, made.mark1.timing.pulse_s) == (10, (8,), 0.05)


def test_an_unknown_experiment_is_refused(desk):
    with pytest.raises(SettingError, match="experiment must be one of"):
        desk.choose("lettres")
