"""What figures show is worked out right: counted again here wire by wire, exposure by exposure."""

import numpy as np
import pytest

from perceptron_sim.figures.confusions import MOST_MEANINGLESS, OTHERS, confusions
from perceptron_sim.figures.learning import aside_of, changes_of
from perceptron_sim.figures.projections import class_maps, r_unit_maps
from perceptron_sim.figures.run_record import MachineWeights
from perceptron_sim.learner import NO_ANSWER


def test_a_cell_shows_the_angles_of_the_a_units_wired_to_it(rng):
    a_units, wires, shape, r_units = 30, 6, (3, 4), 4
    weights = MachineWeights(
        origins=rng.integers(-1, 12, (wires, a_units)),
        signs=rng.choice([-1, 1], (wires, a_units)),
        assignment=rng.integers(-1, r_units, a_units),
        angle_deg=rng.normal(0, 50, a_units),
    )
    expected = np.zeros((r_units, 12))
    for unit in range(a_units):
        for wire in range(wires):
            origin, r_unit = weights.origins[wire, unit], weights.assignment[unit]
            if origin >= 0 and r_unit >= 0:
                expected[r_unit, origin] += weights.signs[wire, unit] * weights.angle_deg[unit]
    np.testing.assert_allclose(r_unit_maps(weights, shape, r_units), expected.reshape(r_units, *shape))


def test_a_machine_whose_potentiometers_stand_in_the_middle_shows_nothing(made_run):
    lane = made_run().lanes[0]
    still = MachineWeights(
        origins=lane.machine.origins,
        signs=lane.machine.signs,
        assignment=lane.machine.assignment,
        angle_deg=np.zeros(40),
    )
    assert not r_unit_maps(still, (4, 5), 2).any()


def test_all_layers_multiplied_are_what_a_network_without_activations_computes(rng):
    layers = [rng.normal(size=(12, 7)), rng.normal(size=(7, 5)), rng.normal(size=(5, 3))]
    image = rng.random((3, 4))
    maps = class_maps(layers, (3, 4))
    np.testing.assert_allclose((maps * image).sum(axis=(1, 2)), image.reshape(-1) @ layers[0] @ layers[1] @ layers[2])


@pytest.mark.parametrize("classes", [2, 3, 26, 200])
def test_every_exposure_is_counted_once(made_run, classes):
    run = made_run(classes=classes)
    for lane in run.lanes:
        counted = confusions(run, lane)
        answers = lane.answers
        assert counted.counts.sum() == len(answers.label)
        np.testing.assert_array_equal(counted.counts.sum(axis=1), np.bincount(answers.label))
        for label, answer in zip(answers.label.tolist(), answers.answer.tolist(), strict=True):
            assert answer == NO_ANSWER or counted.counts[label, answer] >= 1
        assert np.trace(counted.counts) == (answers.label == answers.answer).sum()
        unread = counted.counts[:, classes:].sum()
        assert unread == (answers.answer == NO_ANSWER).sum()
        assert len(counted.codes) <= MOST_MEANINGLESS + 1


def test_codes_that_mean_nothing_have_columns_of_their_own(made_run):
    run = made_run(1, 0, classes=26)
    lane = run.lanes[0]
    counted = confusions(run, lane)
    for column, code in enumerate(counted.codes, start=26):
        if code != OTHERS:
            assert counted.counts[:, column].sum() == (lane.answers.code == code).sum()


def test_a_lamp_is_wrong_where_it_differs_from_the_code(made_run):
    run = made_run(1, 0, classes=26)
    lane = run.lanes[0]
    expected = np.zeros(5, dtype=int)
    for label, code in zip(lane.answers.label.tolist(), lane.answers.code.tolist(), strict=True):
        expected += [(code[lamp] == "1") != lane.codes[label, lamp] for lamp in range(5)]
    np.testing.assert_array_equal(confusions(run, lane).wrong_lamps, expected)


def test_the_worst_mistakes_come_first_and_right_answers_are_none(made_run):
    run = made_run(1, 0, classes=5)
    worst = confusions(run, run.lanes[0]).worst(4)
    assert all(row != column for row, column, _ in worst)
    assert [times for *_, times in worst] == sorted((times for *_, times in worst), reverse=True)


def test_where_more_images_are_taught_from_a_pass_on_it_is_told_and_nothing_is_called_unseen(made_run):
    run = made_run()
    assert changes_of(run) == {}
    assert aside_of(run) == "unseen"
    for lane in run.lanes:
        lane.curve.images[2:] = 52
    assert changes_of(run) == {3: 52}
    assert aside_of(run) == "set aside at first"
