"""Parity over all patterns: whether the A-units allow it at all, and whether it is then learned."""

from dataclasses import replace

import numpy as np
import pytest
import simpy

from hardware import Mark1, Mark1Spec, PlugboardSpec, ResponseSpec, Tie, WiringFamily
from perceptron_sim import Session
from perceptron_sim.errors import SettingError
from perceptron_sim.experiments.all_patterns import NO_PART, numbered_bits, parts_of, patterns
from perceptron_sim.experiments.learnability import firing, most_parts_seen, verdict
from perceptron_sim.experiments.parity import Parity
from perceptron_sim.experiments.registry import EXPERIMENTS

ONE = ResponseSpec(in_use=1)


def machine_with(excitatory, inhibitory, seed=0, family=WiringFamily.BINOMIAL):
    """All of its A-units on R1."""
    board = PlugboardSpec(excitatory=excitatory, inhibitory=inhibitory, family=family)
    return Mark1(simpy.Environment(), Mark1Spec(plugboard=board, response=ONE), seed=seed)


def parity_of(parts, rng, kind="block"):
    """The part of each cell, all patterns, and which of them are odd."""
    part, bits = parts_of(kind, parts, (20, 20), rng), numbered_bits(parts)
    return part, patterns(part, bits), bits.sum(axis=1) % 2 == 1


def corrected(fires, wanted, rounds=2000):
    """Values that error correction by whole steps from zero comes to, or None: an oracle of its own."""
    values = np.zeros(fires.shape[1])
    for _ in range(rounds):
        wrong = np.flatnonzero((fires @ values > 0) != wanted)
        if not wrong.size:
            return values
        for row in wrong:
            if (fires[row] @ values > 0) != wanted[row]:
                values += np.where(wanted[row], 1, -1) * fires[row]
    return None


def found(report, learner):
    """All that was measured of *learner*."""
    return {one.measure: one.value for one in report.measurements if one.learner == learner}


def test_it_is_registered():
    assert EXPERIMENTS["parity"] is Parity


@pytest.mark.parametrize("parts", [2, 5, 6, 12])
def test_blocks_share_the_whole_retina_fairly(parts, rng):
    part = parts_of("block", parts, (20, 20), rng)
    sizes = np.bincount(part.ravel())
    assert sizes.size == parts
    assert sizes.max() <= 1.7 * sizes.min()


def test_cells_are_single_and_different(rng):
    part = parts_of("cell", 7, (20, 20), rng)
    assert sorted(part[part != NO_PART].tolist()) == list(range(7))


@pytest.mark.parametrize("kind", ["block", "cell"])
def test_every_pattern_is_shown_once_and_odd_ones_light_the_lamp(kind):
    experiment = Parity(parts=3, part=kind, learners="modern")
    images, labels = experiment.stimuli.images, experiment.stimuli.labels
    assert len({image.tobytes() for image in images}) == 8
    part = experiment.part_of
    lit = [{int(part[cell]) for cell in zip(*np.nonzero(image), strict=True)} for image in images]
    assert [len(one) % 2 for one in lit] == labels.tolist()
    assert experiment.codes[:, 0].tolist() == [False, True]


@pytest.mark.parametrize(
    ("excitatory", "inhibitory", "parts"), [(5, 5, 11), (3, 2, 6), (2, 2, 5), (4, 0, 5), (1, 0, 2)]
)
def test_a_unit_with_fewer_wires_than_parts_fires_at_as_many_odd_patterns_as_even_ones(
    excitatory, inhibitory, parts, rng
):
    _, images, odd = parity_of(parts, rng)
    fires = firing(machine_with(excitatory, inhibitory), images)
    assert fires.any()
    result = verdict(fires, odd)
    assert (result.largest_difference, result.a_units_that_count, result.values_exist) == (0, 0, False)


def test_only_a_units_with_wires_from_all_parts_count(rng):
    part, images, odd = parity_of(4, rng)
    machine = machine_with(2, 2)
    fires, origins = firing(machine, images), machine.wiring.origins
    seen = np.array([len(set(part.ravel()[column].tolist())) for column in origins.T])
    differs = np.where(odd, 1, -1) @ fires != 0
    assert not differs[seen < 4].any()
    assert differs[seen == 4].any()
    assert most_parts_seen(machine, part) == 4


def test_a_parity_of_as_many_parts_as_wires_is_learned_where_the_verdict_says_that_it_can_be(rng):
    _, images, odd = parity_of(6, rng)
    fires = firing(machine_with(5, 5), images)
    assert verdict(fires, odd).values_exist
    assert corrected(fires.astype(np.int64), odd) is not None


def test_more_patterns_than_the_search_for_a_margin_takes_are_decided_by_solving_for_values(rng):
    _, images, odd = parity_of(8, rng)
    assert verdict(firing(machine_with(5, 5), images), odd).values_exist


@pytest.mark.parametrize("seed", range(40))
def test_the_verdict_agrees_with_error_correction_on_small_machines(seed):
    rng = np.random.default_rng(seed)
    fires, wanted = rng.random((6, 4)) < 0.5, rng.random(6) < 0.5
    exist = verdict(fires, wanted).values_exist
    assert exist is not None
    assert exist == (corrected(fires.astype(np.int64), wanted) is not None)


def test_silence_is_a_wrong_answer_where_the_lamp_should_light():
    fires, wanted = np.array([[False], [True], [False]]), np.array([True, True, False])
    assert verdict(fires, wanted).silent_patterns == 1
    assert verdict(fires, wanted).values_exist is False
    assert verdict(fires, wanted, lit_in_silence=True).silent_patterns == 1  # the third
    assert verdict(fires[:2], wanted[:2], lit_in_silence=True).values_exist


def test_what_a_threshold_would_forbid_is_not_decided_by_a_machine_without_one():
    fires, wanted = np.array([[True, True], [True, False], [False, True]]), np.array([True, False, False])
    assert verdict(fires, wanted).values_exist is False  # two negative values sum to a negative one
    assert verdict(fires, wanted, threshold=True).values_exist is None


def test_a_machine_that_cannot_is_told_from_one_that_learned_it():
    report = Session(Parity(parts=4, other_wires=(3,), learners="mark1")).run()
    assert report.learners["mark1"].errorless_pass
    assert report.learners["mark1-3-wires"].errorless_pass is None
    few, many = found(report, "mark1-3-wires"), found(report, "mark1")
    assert (few["parts_seen_by_an_a_unit_at_most"], few["largest_difference_patterns"], few["values_exist"]) == (
        3,
        0,
        0,
    )
    assert (many["parts_seen_by_an_a_unit_at_most"], many["values_exist"]) == (4, 1)
    (told,) = [sentence for sentence in report.sentences if sentence.startswith("mark1-3-wires ")]
    assert "of 4 blocks, whatever its values: no A-unit has wires from more than 3 of the 4 parts" in told
    assert report.sentences[-1].startswith("The parity of 4 blocks was learned by the Mark I")
    assert "not by mark1-3-wires" in report.sentences[-1]


def test_a_machine_that_is_blind_to_the_whole_retina_cannot_and_says_why():
    report = Session(Parity(parts=3, other_wires=(), learners="mark1", passes=2)).run()
    assert found(report, "mark1")["silent_patterns"] == 1  # all lit: as many inhibitory wires as excitatory ones
    assert any("none of its A-units fires at 1 pattern, and silence" in one for one in report.sentences)


def test_a_machine_that_is_blind_and_sees_too_few_parts_besides_is_told_the_stronger_reason():
    mark1 = Mark1Spec(plugboard=PlugboardSpec(excitatory=1, inhibitory=1), response=ONE)
    experiment = Parity(parts=3, part="cell", other_wires=(), learners="mark1", passes=1, mark1=mark1)
    report = Session(experiment).run()
    assert found(report, "mark1")["silent_patterns"]
    assert any(", whatever its values: no A-unit has wires from more than" in one for one in report.sentences)


@pytest.mark.parametrize(
    ("threshold_v", "told"),
    [
        (0.0, "The Mark I cannot learn the parity of 4 blocks: its A-units allow no values that would do"),
        (1.0, "The Mark I did not learn the parity of 4 blocks, and whether any values would do was not decided;"),
    ],
)
def test_a_machine_whose_wires_happen_not_to_do_is_told_as_far_as_it_was_decided(threshold_v, told):
    mark1 = Mark1Spec(
        plugboard=PlugboardSpec(excitatory=5, inhibitory=0), response=replace(ONE, threshold_v=threshold_v)
    )
    report = Session(Parity(parts=4, other_wires=(), learners="mark1", passes=1, mark1=mark1)).run()
    assert any(sentence.startswith(told) for sentence in report.sentences)


def test_a_machine_that_had_too_few_passes_is_said_to_be_able_to():
    report = Session(Parity(parts=4, other_wires=(), learners="mark1", passes=1)).run()
    assert any("The Mark I could learn the parity of 4 blocks, as there are values" in one for one in report.sentences)


def test_a_lamp_that_lights_in_silence_is_wrong_about_the_dark_retina():
    mark1 = Mark1Spec(response=replace(ONE, tie=Tie.ONE))
    report = Session(Parity(parts=2, other_wires=(), learners="mark1", passes=1, mark1=mark1)).run()
    assert found(report, "mark1")["silent_patterns"] == 2  # none lit, and both


def test_other_codes_do_without_the_codewords():
    experiment = Parity(parts=2, code="binary")
    assert experiment.codes[:, :2].tolist() == [[True, False], [False, True]]
    assert found(Session(replace(experiment, passes=1)).run(), "mark1")["silent_patterns"] == 2


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"parts": 13}, "parts must be a whole number from 2 to 12, got 13"),
        ({"parts": 1}, "parts must be a whole number from 2 to 12, got 1"),
        ({"part": "blok"}, "part must be one of block, cell, got 'blok'; did you mean 'block'"),
        ({"other_wires": (5, 5)}, "other_wires must be a list of different values, got 5 twice"),
        ({"other_wires": (400,)}, "other_wires must give machines that can be built, got 400: wires from"),
        ({"other_wires": (0,)}, "other_wires must be a list, each a whole number of at least 1"),
        ({"wiring": machine_with(1, 1).wiring}, "other_wires must be an empty list where a wiring is given"),
    ],
)
def test_settings_that_make_no_sense_are_refused(settings, message):
    with pytest.raises(SettingError, match=message):
        Parity(**settings)


def test_more_parts_than_fit_a_small_retina_are_refused(rng):
    for kind in ("block", "cell"):
        with pytest.raises(SettingError, match=r"parts must be .* got 5"):
            parts_of(kind, 5, (2, 2), rng)
