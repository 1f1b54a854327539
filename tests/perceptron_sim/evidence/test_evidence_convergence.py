"""Error correction ends within the bound on ideal drives; play in the gears and near stops break the theorem."""

import numpy as np
import pytest

from perceptron_sim.evidence.convergence import DRIVES, IDEAL, NARROW, STEP_DEG, WIDE, machine_with, planted
from perceptron_sim.evidence.machines import ONCE_IN_ORDER, dice, one_bit_codes, patterns_for, teach


@pytest.fixture
def endings(measured, length):
    return {(one.drive, one.margin): one for one in measured("convergence", length)}


@pytest.mark.parametrize("margin", [WIDE, NARROW])
def test_on_an_ideal_drive_corrections_never_exceed_the_bound(endings, margin):
    ideal = endings["ideal drive", margin]
    assert all(one.corrections <= one.bound for one in ideal.machines)
    assert all(one.ended for one in ideal.machines)


def test_with_backlash_they_can(endings):
    assert endings["backlash of ten steps", WIDE].beyond > 0


def test_between_near_stops_they_never_end(endings):
    stopped = endings["stops at one step", NARROW]
    assert stopped.unending > 0
    assert all(one.loops for one in stopped.machines if not one.ended)


def test_the_drives_are_what_they_are_called():
    assert DRIVES["backlash of ten steps"].backlash_deg == 10 * STEP_DEG
    assert DRIVES["stops at one step"].stop_deg == STEP_DEG


def test_a_correction_turns_each_active_potentiometer_by_one_winding():
    task, trainer = planted(dice(0), WIDE), machine_with(IDEAL, 0)
    patterns = patterns_for(trainer.machine, task.patterns[:1].reshape(1, 8, 8))
    lessons = teach(trainer, patterns, one_bit_codes([True]), ONCE_IN_ORDER)
    steps = trainer.machine.potentiometers.wiper_steps(trainer.machine.env.now)
    assert lessons.corrections == 1
    assert np.array_equal(steps, task.patterns[0])


def test_what_is_planted_keeps_its_margin():
    task = planted(dice(1), NARROW)
    sums = task.patterns @ task.planted
    assert np.linalg.norm(task.planted) == pytest.approx(1.0)
    assert np.where(task.wanted, sums, -sums).min() >= NARROW
    assert task.wanted.sum() == 30
