"""No values can tell odd from even where cells outnumber wires; exclusive-or is a matter of the wiring."""

import numpy as np
import pytest

from perceptron_sim.evidence import exclusive_or
from perceptron_sim.evidence.parity import BOARDS, ENOUGH, TAUGHT, Cancelled, all_patterns, odd


@pytest.fixture
def sums(measured, length):
    return {one.board: one for one in measured("parity", length) if isinstance(one, Cancelled)}


@pytest.fixture
def lessons(measured, length):
    return {one.board: one for one in measured("parity", length) if not isinstance(one, Cancelled)}


@pytest.mark.parametrize("board", BOARDS, ids=str)
def test_odd_and_even_cancel_exactly_for_every_a_unit(sums, board):
    assert board.cells > 2 * board.wires
    assert sums[board].largest == 0
    assert sums[board].firing_share > 0


def test_with_wires_enough_they_need_not(sums):
    assert sums[ENOUGH].largest > 0


def test_no_machine_learns_it(lessons):
    assert not lessons[TAUGHT].errorless
    assert all(min(one.errors) > 0 for one in lessons[TAUGHT].lessons)


def test_with_wires_enough_machines_do(lessons):
    assert lessons[ENOUGH].errorless == len(lessons[ENOUGH].lessons)


def test_all_patterns_are_there_once():
    patterns = all_patterns(TAUGHT)
    assert len(np.unique(patterns.reshape(64, -1), axis=0)) == 64
    assert odd(patterns).sum() == 32


def test_two_halves_are_learned_by_every_machine(measured, length):
    halves = measured("exclusive-or", length)[0]
    assert halves.learned == halves.machines


def test_two_cells_are_seldom_learned(measured, length):
    for cells in measured("exclusive-or", length)[1:]:
        assert cells.learned < cells.machines / 2
        assert cells.learned <= cells.joined


@pytest.mark.long
def test_as_many_wirings_join_two_cells_as_is_to_be_expected(measured):
    for cells in measured("exclusive-or", "full")[1:]:
        standard_error = np.sqrt(cells.machines * cells.chance * (1 - cells.chance))
        assert abs(cells.joined - cells.machines * cells.chance) < 3 * standard_error


def test_the_chance_by_hand():
    # of 4 cells one board in six of one exciting and one inhibiting wire joins two given cells
    assert exclusive_or.joining_chance(1, cells=4, excitatory=1, inhibitory=1) == pytest.approx(1 / 6)
    assert exclusive_or.joining_chance(2, cells=4, excitatory=1, inhibitory=1) == pytest.approx(1 - (5 / 6) ** 2)
