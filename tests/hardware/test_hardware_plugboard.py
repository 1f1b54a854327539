"""The plugboard: distinct cells, no S-unit over its outlets, every broken limit named."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware import (
    UNASSIGNED,
    AssociationSpec,
    Mark1,
    Mark1Error,
    Mark1Spec,
    PlugboardSpec,
    ResponseSpec,
    RetinaSpec,
    SpecError,
    Wiring,
    WiringError,
    draw_wiring,
)


@pytest.mark.parametrize(("excitatory", "inhibitory"), [(5, 5), (10, 0), (0, 3), (16, 15)])
@pytest.mark.parametrize("seed", range(3))
def test_cells_are_distinct_and_no_cell_has_more_than_its_outlets(excitatory, inhibitory, seed):
    spec = Mark1Spec(plugboard=PlugboardSpec(excitatory=excitatory, inhibitory=inhibitory))
    wiring = draw_wiring(spec, np.random.default_rng(seed))
    assert np.bincount(wiring.origins.ravel()).max() <= 40
    assert all(len(set(origins)) == excitatory + inhibitory for origins in wiring.origins.T.tolist())
    assert (wiring.signs.sum(axis=0) == excitatory - inhibitory).all()


@st.composite
def full_boards(draw):
    """Small machines whose plugboard has hardly an outlet to spare."""
    cells, units = draw(st.integers(1, 20)), draw(st.integers(1, 30))
    wires = draw(st.integers(1, cells))
    outlets = -(-wires * units // cells) + draw(st.integers(0, 1))
    return Mark1Spec(
        retina=RetinaSpec(rows=1, columns=cells),
        plugboard=PlugboardSpec(excitatory=wires, inhibitory=0, wires_per_s_unit=outlets),
        association=AssociationSpec(units=units),
        response=ResponseSpec(in_use=1),
    )


@given(spec=full_boards(), seed=st.integers(0, 10**6))
def test_a_board_that_can_be_wired_is_wired(spec, seed):
    draw_wiring(spec, np.random.default_rng(seed)).check(spec)


def test_a_board_without_a_spare_outlet_is_wired_by_moving_another_unit():
    spec = Mark1Spec(
        retina=RetinaSpec(rows=1, columns=6),
        plugboard=PlugboardSpec(excitatory=4, inhibitory=0, wires_per_s_unit=8),
        association=AssociationSpec(units=12),
        response=ResponseSpec(in_use=1),
    )
    for seed in range(50):
        wiring = draw_wiring(spec, np.random.default_rng(seed))
        wiring.check(spec)
        assert np.bincount(wiring.origins.ravel()).tolist() == [8] * 6


@pytest.mark.parametrize(("in_use", "shares"), [(8, [64] * 8), (5, [103, 103, 102, 102, 102]), (1, [512])])
def test_a_units_are_split_evenly_over_the_r_units_in_use(rng, in_use, shares):
    spec = Mark1Spec(response=ResponseSpec(in_use=in_use))
    assert np.bincount(draw_wiring(spec, rng).assignment).tolist() == shares


def test_the_same_seed_gives_the_same_wiring_and_another_seed_another(env):
    first, same, other = (Mark1(env, seed=seed).wiring.origins for seed in (1, 1, 2))
    assert (first == same).all()
    assert (first != other).any()


def test_a_wiring_is_copied_and_read_only():
    origins = np.arange(4)[None, :].copy()
    wiring = Wiring(origins, np.ones((1, 4), dtype=np.int64), np.zeros(4, dtype=np.int32))
    origins[0, 0] = 3
    assert wiring.origins.tolist() == [[0, 1, 2, 3]]
    for array in (wiring.origins, wiring.signs, wiring.assignment):
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0


ONES = np.ones((1, 4), dtype=int)
CELLS = np.arange(4)[None, :]
ONE_R_UNIT = np.zeros(4, dtype=int)


@pytest.mark.parametrize(
    ("origins", "signs", "assignment", "message"),
    [
        (CELLS, ONES[:, :3], ONE_R_UNIT, r"signs must have the shape of origins \(1, 4\), got \(1, 3\)"),
        (CELLS[0], ONES[0], ONE_R_UNIT, "signs must have the shape of origins"),
        (CELLS, ONES, ONE_R_UNIT[:2], r"assignment must have shape \(4,\), one R-unit per A-unit, got \(2,\)"),
        (CELLS, ONES * 2, ONE_R_UNIT, r"signs must be \+1 or -1, got \[2\]"),
        (CELLS, ONES * 257, ONE_R_UNIT, r"signs must be \+1 or -1, got \[257\]"),
        (CELLS / 2, ONES, ONE_R_UNIT, "origins must hold whole numbers, got dtype 'float64'"),
        (CELLS[:0], ONES[:0], ONE_R_UNIT, r"origins must hold at least one number, got shape \(0, 4\)"),
    ],
)
def test_a_wiring_that_makes_no_sense_is_refused(origins, signs, assignment, message):
    with pytest.raises(WiringError, match=message):
        Wiring(origins, signs, assignment)


@pytest.mark.parametrize(
    ("origins", "assignment", "message"),
    [
        (CELLS[:, :3], ONE_R_UNIT[:3], "wiring must serve 4 A-units, got 3"),
        (CELLS + 1, ONE_R_UNIT, "origins must be S-units 0 to 3, got 1 to 4"),
        (CELLS - 1, ONE_R_UNIT, "origins must be S-units 0 to 3, got -1 to 2"),
        (CELLS * 0, ONE_R_UNIT, "S-unit 0 must carry at most 2 wires, got 4"),
        (np.array([[0, 1, 2, 3], [0, 2, 3, 1]]), ONE_R_UNIT, r"A-unit 0 must have distinct origins, got \[0, 0\]"),
        (CELLS, ONE_R_UNIT + 2, "assignment must be R-units 0 to 1 or -1, got 2 to 2"),
        (CELLS, ONE_R_UNIT + UNASSIGNED - 1, "assignment must be R-units 0 to 1 or -1, got -2 to -2"),
    ],
)
def test_a_wiring_that_breaks_a_limit_of_the_machine_is_refused(env, tiny_spec, origins, assignment, message):
    spec = replace(tiny_spec, plugboard=PlugboardSpec(excitatory=1, inhibitory=0, wires_per_s_unit=2))
    with pytest.raises(WiringError, match=message) as refused:
        Mark1(env, spec, wiring=Wiring(origins, np.ones_like(origins), assignment))
    assert isinstance(refused.value, Mark1Error)


@pytest.mark.parametrize("seed", [-1, 1.5, True, None, "1"])
def test_a_seed_that_is_no_whole_number_of_zero_or_more_is_refused(env, seed):
    with pytest.raises(SpecError, match=r"seed must be a whole number of zero or more, got"):
        Mark1(env, seed=seed)
