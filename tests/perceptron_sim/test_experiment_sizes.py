"""The experiment `sizes`: machines that never were say so wherever they are named."""

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
    assert told.count("mark1-1024-a-units") == told.count("mark1-1024-a-units (counterfactual)") > 0


def test_the_values_that_learning_changes_are_counted(report):
    weights = 400 * 64 + 64 + 64 * 26 + 26
    assert values(report.measurements, "learned_values") == {
        "mark1": 512,
        "mark1-1024-a-units": 1024,
        "modern": weights,
    }


def test_the_last_sentence_ranks_all_by_what_was_not_taught(report):
    unseen = sorted((one.accuracy["unseen"] for one in report.learners.values()), reverse=True)
    told = [report.sentences[-1].find(f"{share:.0%}") for share in unseen]
    assert told == sorted(told)
    assert told[0] > 0


def test_a_board_that_takes_a_cell_twice_has_room_for_all_its_wires():
    machine = Sizes().mark1
    board = PlugboardSpec(replacement=True)
    _, larger, _ = Sizes(a_units=(700,), mark1=Mark1Spec(plugboard=board, response=machine.response)).lanes()
    assert larger.spec.plugboard.wires_per_s_unit == 700 * board.wires_per_a_unit


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
