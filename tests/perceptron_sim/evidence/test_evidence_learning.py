"""The alphabet, squares and circles, damage and noise: what the documentation claims of them holds."""

from itertools import pairwise

import numpy as np
import pytest

from hardware import PotentiometerSpec
from perceptron_sim.evidence import drift, rt58
from perceptron_sim.evidence.alphabet import FACE
from perceptron_sim.evidence.rt58 import STEPS, Variant


def test_every_machine_learns_the_alphabet_within_forty_exposures_of_each_letter(measured):
    (first,) = measured("letters", "full")
    assert len(first.lessons) == 20
    assert all(one.errorless for one in first.lessons)
    assert max(first.exposures) <= 40
    assert first.asked[FACE].least == 1.0


def test_a_second_typeface_is_learned_in_the_end(measured, length):
    for added in measured("second-typeface", length):
        assert added.before.value < 0.85 < added.after.value


def test_squares_are_told_left_from_right(measured, length):
    assert all(one.right.value > 0.9 for one in measured("squares", length))


@pytest.mark.long
def test_of_larger_squares_as_many_are_right_as_on_the_704(measured):
    assert all(one.right.value >= 0.97 for one in measured("squares", "full") if one.size_cells >= 5)


def test_no_twentieth_of_the_a_units_costs_more_than_five_points_of_the_bits(measured, length):
    damaged = measured("damage", length)
    assert [one.removed for one in damaged] == pytest.approx(np.arange(13) * 0.05)
    assert damaged[0].bits.least == 1.0
    assert max(one.loss for one in damaged) <= 0.05


def test_damage_is_never_good_for_letters(measured, length):
    left = [one.letters.value for one in measured("damage", length)]
    assert left[0] == 1.0
    assert left[-1] < 0.5
    assert all(later < earlier + 0.02 for earlier, later in pairwise(left))


def holds(held):
    assert held.learned == held.machines
    assert held.codes.value >= 0.99
    first, _, last = held.angles_deg
    assert abs(last - first) < 1.0
    assert last < PotentiometerSpec().stop_deg / 4


def test_what_was_learned_is_kept_under_noise_without_drift():
    for held in drift.measure(1, drift.SENSIBLE):
        holds(held)


@pytest.mark.long
def test_ten_machines_keep_what_they_learned_under_noise_without_drift(measured):
    at = {(one.wiper_v, one.amplifier_v): one for one in measured("drift", "full")}
    for level in drift.SENSIBLE:
        holds(at[level])


@pytest.mark.long
def test_under_any_noise_angles_grow_more_slowly_the_longer_it_lasts(measured):
    for held in measured("drift", "full"):
        first, middle, last = held.angles_deg
        assert last - middle <= middle - first
        assert last < PotentiometerSpec().stop_deg / 2


def test_in_its_short_form_recall_falls_from_what_is_taught_first():
    few, many = rt58.measure(2, steps=(2, 60), variants=[Variant(100)])
    assert few.recall.value > many.recall.value > many.generalisation.value


@pytest.mark.long
@pytest.mark.parametrize("variant", [x for x in rt58.VARIANTS if x.rule == "gamma"], ids=str)
def test_recall_falls_and_generalisation_rises_to_one_limit(measured, variant):
    by_step = {one.taught: one for one in measured("rt58-figure-5", "full") if one.variant == variant}
    first, last = by_step[STEPS[0]], by_step[STEPS[-1]]
    assert last.recall.value < first.recall.value - 0.1
    assert last.generalisation.value > first.generalisation.value + 0.03
    assert abs(last.recall.value - last.generalisation.value) < 0.05
    for before, after in pairwise(
        by_step[step] for step in STEPS
    ):  # whatever goes the other way is within the intervals
        recall, new = (before.recall, after.recall), (before.generalisation, after.generalisation)
        assert recall[1].value - recall[0].value < sum(mean.half_width for mean in recall)
        assert new[0].value - new[1].value < sum(mean.half_width for mean in new)
