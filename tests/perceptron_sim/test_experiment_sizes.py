"""The experiment `sizes`: machines that never were say so wherever they are named."""

import re
from dataclasses import replace

import pytest

from hardware import Mark1Spec, PlugboardSpec
from perceptron_sim import Session
from perceptron_sim.errors import SettingError
from perceptron_sim.experiments.curves import values
from perceptron_sim.experiments.sizes import Sizes


@pytest.fixture(scope="module")
def report():
    """Two passes of the machine, of one with twice its A-units, and of a network."""
    return Session(Sizes(passes=2, a_units=(1024,))).run()


def test_by_default_the_machine_stands_beside_one_of_4000_a_units_and_a_network():
    usual, larger, network = Sizes().lanes()
    assert (usual.name, larger.name, network.name) == ("mark1", "mark1-4000-a-units", "modern")
    assert (usual.spec.association.units, larger.spec.association.units) == (512, 4000)


def test_a_counterfactual_is_called_one_and_has_no_limit_to_its_board():
    usual, larger, _ = Sizes().lanes()
    assert larger.about.startswith("counterfactual: 4000 A-units in place of 512")
    assert "where the board took 40" in larger.about
    assert usual.spec.plugboard.wires_per_s_unit == 40
    assert larger.spec.plugboard.wires_per_s_unit >= 4000
    assert "counterfactual" not in usual.about


def test_sentences_call_a_counterfactual_one_wherever_they_name_it(report):
    told = " ".join(report.sentences)
    every = told.count("mark1-1024-a-units")
    assert every == told.count("mark1-1024-a-units (counterfactual)") + 1
    assert told.startswith("mark1-1024-a-units is a counterfactual: plugboard.wires_per_s_unit 1024 in place of 40 and")


def test_the_values_that_learning_changes_are_counted(report):
    weights = 400 * 64 + 64 + 64 * 26 + 26
    assert values(report.measurements, "learned_values") == {
        "mark1": 512,
        "mark1-1024-a-units": 1024,
        "modern": weights,
    }


def test_the_last_sentence_ranks_all_by_what_was_not_taught(report):
    unseen = sorted((round(26 * one.accuracy["unseen"]) for one in report.learners.values()), reverse=True)
    told = report.sentences[-1].replace(" of the 26 unseen images", "")
    numbers = [int(word) for word in re.findall(r" (\d+)[,. ]", told)]
    assert numbers == unseen


def test_a_board_that_takes_a_cell_twice_has_room_for_all_its_wires():
    machine = Sizes().mark1
    board = PlugboardSpec(replacement=True)
    _, larger, _ = Sizes(a_units=(700,), mark1=Mark1Spec(plugboard=board, response=machine.response)).lanes()
    assert larger.spec.plugboard.wires_per_s_unit == 700 * board.wires_per_a_unit


def test_a_smaller_machine_keeps_the_limit_of_its_board():
    _, smaller, _ = Sizes(a_units=(100,)).lanes()
    assert smaller.about == "counterfactual: 100 A-units in place of 512"
    assert smaller.spec.plugboard == Sizes().mark1.plugboard


def test_a_counterfactual_is_held_against_the_machine_that_stood_there():
    machine = Sizes().mark1
    base = replace(machine, association=replace(machine.association, units=300))
    experiment = Sizes(a_units=(100,), mark1=base, passes=1, learners="mark1")
    assert experiment.lanes()[1].about == "counterfactual: 100 A-units in place of 512"
    first, second, *_ = Session(experiment).run().sentences
    assert first == "This Mark I is a counterfactual: association.units 300 in place of 512."
    assert second == "mark1-100-a-units is a counterfactual: association.units 100 in place of 512."


def test_the_number_of_the_mark_i_itself_is_no_counterfactual():
    with pytest.raises(SettingError, match=r"^a_units must be other numbers than that of the Mark I, got 512$"):
        Sizes(a_units=(512,))


def test_fewer_a_units_than_r_units_are_refused_with_the_reason():
    with pytest.raises(SettingError, match=r"^a_units must give machines that can be built, got 4: .*at most .* \(4\)"):
        Sizes(a_units=(4,))


def test_shares_that_belong_to_one_size_are_refused():
    machine = Sizes().mark1
    split = replace(machine, plugboard=replace(machine.plugboard, shares=(100,) * 5))
    with pytest.raises(SettingError, match=r"^mark1.plugboard.shares must be left out of sizes, whose machines differ"):
        Sizes(mark1=split)


@pytest.mark.parametrize("count", [0, -5, 1.5, True])
def test_a_number_of_a_units_that_is_none_is_refused(count):
    with pytest.raises(SettingError, match=r"^a_units must be a list, each a whole number from 1 to 1000000, got"):
        Sizes(a_units=(count,))
