"""The arithmetic on the cards of the side-by-side view, from records made by hand."""

from dataclasses import replace

import numpy as np
import pytest

from hardware import PotentiometerSpec, RetinaSpec
from perceptron_sim import Letters, Session
from perceptron_sim.explain import score
from perceptron_sim.explain.cells import conductance
from perceptron_sim.explain.knobs import motor_in_words, signed, wiper
from perceptron_sim.ledger import PassResult, Score

TAUGHT = 4


@pytest.fixture
def scored() -> Score:
    """Six exposures, the first three wrong."""
    right = np.array([False, False, False, True, True, True])
    return Score(
        exposures=6,
        errors=3,
        recent=0.75,
        held_out=0.5,
        passes=1,
        errorless_pass=None,
        last=None,
        curve=np.array([0, 0, 0, 0.25, 0.5, 0.75], dtype=np.float32),
        right=right,
        pass_ends=np.array([4]),
        simulated_s=6.0,
        motor_s=12.0,
        turned_deg=720.0,
        relay_operations=100,
        multiply_adds=6_000_000,
        energy_j=0.006,
        wall_s=0.003,
    )


def test_errors_are_exposures_less_right_ones(scored: Score) -> None:
    figure = score.errors("mark1", scored, TAUGHT)
    assert figure.arithmetic == ("6 exposures − 3 right", "= 3 errors")
    assert figure.history == [1, 2, 3, 3, 3, 3]


def test_the_recent_share_counts_the_last_pass_only(scored: Score) -> None:
    assert score.recent("modern", scored, TAUGHT).arithmetic == ("3 right of 4", "= 75 %")


def test_the_unseen_share_is_counted_in_pictures(scored: Score) -> None:
    results = [PassResult(number=1, errors={"mark1": 3}, held_out={"mark1": 0.5})]
    figure = score.held_out("mark1", scored, results, 26)
    assert figure.arithmetic == ("13 right of 26 never taught", "= 50 %")
    assert figure.history == [50.0]
    nothing = score.held_out("mark1", replace(scored, held_out=None), [], 0)
    assert nothing.facts == (("asked", "nothing is held back here"),)


def test_time_and_work_are_given_for_each_exposure(scored: Score) -> None:
    assert score.time("mark1", scored, scored).arithmetic == ("6.0 s : 6 exposures", "= 1.0 s each")
    assert score.time("modern", scored, scored).arithmetic == ("3 ms : 6 exposures", "= 500 µs each")
    assert score.work("mark1", scored).arithmetic == ("720° : 6 exposures", "= 120° each")
    assert score.work("modern", scored).arithmetic == ("6.0 M : 6 exposures", "= 1.0 M each")


def test_energy_says_that_it_is_assumed_and_what_a_multiplication_takes(scored: Score) -> None:
    figure = score.joules("modern", scored, replace(scored, energy_j=6.0))
    assert figure.certainty == "assumed"
    assert figure.arithmetic[0] == "6.0 M multiply-adds × 1 nJ"
    assert figure.arithmetic[1] == "= 6 mJ"
    assert ("beside the other", "1/1,000 of it") in figure.facts


def test_nothing_is_divided_by_no_exposures(scored: Score) -> None:
    empty = replace(scored, exposures=0, errors=0, right=np.zeros(0, dtype=np.bool_), energy_j=0.0, simulated_s=0.0)
    assert score.time("mark1", empty, empty).arithmetic == ()
    assert score.errors("mark1", empty, TAUGHT).history == ()
    assert score.ratio(0.0, 5.0) == "–"


def test_a_pass_is_counted_for_both(scored: Score) -> None:
    both = {"mark1": scored, "modern": replace(scored, right=~scored.right)}
    assert score.one_pass(1, both).facts == [("the machine", "3 wrong of 4"), ("the network", "1 wrong of 4")]
    assert score.one_pass(2, both).facts == [("the machine", "0 wrong of 2"), ("the network", "2 wrong of 2")]
    assert score.one_pass(2, both).facts == [("the machine", "0 wrong of 2"), ("the network", "2 wrong of 2")]


def test_other_learners_of_a_run_have_names_of_their_own() -> None:
    assert [score.name_of(name) for name in ("mark1", "modern", "modern-one-layer")] == [
        "the machine",
        "the network",
        "modern-one-layer",
    ]


def test_a_cell_says_which_side_of_its_relay_it_is_on() -> None:
    spec, snapshot = RetinaSpec(), Session(Letters(seed=1)).snapshot().mark1
    for now_us, closed, last in (
        (150.0, True, "150.0 > 100: closed"),
        (150.0, False, "150.0 > 100: closing, its relay is not there yet"),
        (20.0, False, "20.0 < 60: open"),
        (20.0, True, "20.0 < 60: opening, its relay is not there yet"),
        (80.0, True, "between the two: it stays closed"),
    ):
        shown = replace(
            snapshot,
            conductance_us=np.full(400, now_us),
            s_contacts=np.full(400, closed),
            switches=np.zeros(400, np.int8),
        )
        assert conductance(spec, shown, 17)[-1] == last
    forced = replace(snapshot, switches=np.full(400, -1, np.int8), s_contacts=np.zeros(400, np.bool_))
    assert conductance(spec, forced, 17) == ("its switch is set to off", "so its relay is open")


def test_a_knob_turns_degrees_into_windings_and_volts() -> None:
    spec = PotentiometerSpec()
    lines = wiper(spec, -30.1, -100 * spec.volts_per_step)
    assert lines[0] == "−30.10° : 0.3° a winding = −100.3"
    assert lines[1] == "the wiper rests on winding −100"
    assert lines[2].endswith("= −2.200 V")


def test_a_motor_is_driven_coasts_or_stands() -> None:
    assert motor_in_words(1, 57.12) == "driven up, 57.1°/s"
    assert motor_in_words(-1, -57.12) == "driven down, 57.1°/s"
    assert motor_in_words(0, 3.0) == "coasting, 3.0°/s"
    assert motor_in_words(0, 0.0) == "stands"
    assert (signed(0.0, 1), signed(-0.04, 1), signed(2.0, 0)) == ("0.0", "0.0", "+2")
