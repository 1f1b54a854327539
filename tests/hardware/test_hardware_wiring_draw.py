"""Drawn wirings: by the chances that are promised, within the board's limits, split as the specification says."""

import re
import tracemalloc
from dataclasses import replace
from math import exp, factorial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware import (
    UNASSIGNED,
    AssociationSpec,
    Mark1,
    Mark1Spec,
    PlugboardSpec,
    ResponseSpec,
    RetinaSpec,
    WiringError,
    WiringFamily,
    draw_wiring,
    wiring_draw,
)

FAMILIES = list(WiringFamily)
LIFTED = 1_000_000  # outlets of an S-unit: as many as may be
BEYOND_ONE_IN_A_THOUSAND = {3: 16.27, 5: 20.52, 8: 26.12, 11: 31.26, 15: 37.70}  # of chi square, by degrees of freedom


def machine(cells, units, rows=1, **plugboard):
    return Mark1Spec(
        retina=RetinaSpec(rows=rows, columns=cells),
        plugboard=PlugboardSpec(**{"wires_per_s_unit": LIFTED, **plugboard}),
        association=AssociationSpec(units=units),
        response=ResponseSpec(in_use=1),
    )


def assert_as_probable(counted, chances):
    """Chi square of how often each thing was *counted* is what its *chances* lead one to expect."""
    counted, chances = np.asarray(counted, dtype=float), np.asarray(chances, dtype=float)
    expected = counted.sum() * chances / chances.sum()
    assert expected.min() > 5
    chi_square = ((counted - expected) ** 2 / expected).sum()
    assert chi_square < BEYOND_ONE_IN_A_THOUSAND[counted.size - 1]


def counted_pairs(wiring, cells):
    """How often each ordered pair of S-units (cells, cells) is on the first two rows."""
    return np.bincount(wiring.origins[0] * cells + wiring.origins[1], minlength=cells**2).reshape(cells, cells)


def refusal(call, *arguments):
    """The sentence that *call* is refused with, or nothing."""
    try:
        call(*arguments)
    except WiringError as refused:
        return str(refused)
    return None


@st.composite
def specs(draw):
    """Small machines of every family; many have hardly an outlet to spare."""
    rows, columns, units = draw(st.integers(1, 4)), draw(st.integers(1, 5)), draw(st.integers(1, 20))
    cells, replacement = rows * columns, draw(st.booleans())
    total = draw(st.integers(1, cells + 3 if replacement else cells))
    excitatory = draw(st.integers(0, total))
    return Mark1Spec(
        retina=RetinaSpec(rows=rows, columns=columns),
        plugboard=PlugboardSpec(
            family=draw(st.sampled_from(FAMILIES)),
            excitatory=excitatory,
            inhibitory=total - excitatory,
            replacement=replacement,
            local_sigma_cells=draw(st.sampled_from([1e-9, 0.3, 2.0, 1e9])),
            wires_per_s_unit=-(-total * units // cells) + draw(st.integers(0, 2)),
        ),
        association=AssociationSpec(units=units),
        response=ResponseSpec(in_use=1),
    )


@given(spec=specs(), seed=st.integers(0, 10**6))
def test_every_drawn_wiring_keeps_the_limits_or_has_more_wires_than_the_board_has_outlets(spec, seed):
    board = spec.plugboard
    sentence = refusal(draw_wiring, spec, np.random.default_rng(seed))
    if sentence is not None:
        assert board.family is WiringFamily.POISSON
        assert f"wires from S- to A-units must be at most {board.wires_per_s_unit * spec.retina.s_units}" in sentence
        return
    wiring = draw_wiring(spec, np.random.default_rng(seed))
    wiring.check(spec)
    assert (np.sort(-np.abs(wiring.signs), axis=0) == -np.abs(wiring.signs)).all()  # empty sockets come last
    if board.family is not WiringFamily.POISSON:
        assert ((wiring.signs > 0).sum(axis=0) == board.excitatory).all()
        assert ((wiring.signs < 0).sum(axis=0) == board.inhibitory).all()


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("replacement", [False, True])
def test_the_same_dice_give_the_same_wiring_and_others_another(family, replacement):
    spec = Mark1Spec(plugboard=PlugboardSpec(family=family, replacement=replacement))
    first, same, other = (draw_wiring(spec, np.random.default_rng(seed)) for seed in (1, 1, 2))
    assert first == same
    assert first != other


def test_two_machines_of_one_seed_are_wired_alike(env):
    first, same, other = (Mark1(env, seed=seed).wiring for seed in (1, 1, 2))
    assert first == same
    assert first != other


@pytest.mark.parametrize("replacement", [False, True])
def test_every_ordered_pair_of_s_units_is_as_probable(rng, replacement):
    spec = machine(4, 12_000, excitatory=1, inhibitory=1, replacement=replacement)
    pairs = counted_pairs(draw_wiring(spec, rng), 4)
    if replacement:
        assert_as_probable(pairs.ravel(), np.ones(16))
    else:
        assert not np.diagonal(pairs).any()
        assert_as_probable(pairs[~np.eye(4, dtype=bool)], np.ones(12))


def test_every_set_of_s_units_is_as_probable(rng):
    origins = draw_wiring(machine(2, 12_000, rows=2, excitatory=3, inhibitory=0), rng).origins
    assert_as_probable(np.bincount(6 - origins.sum(axis=0), minlength=4), np.ones(4))  # the cell that is left out


def test_the_numbers_of_poisson_wires_have_poisson_chances_and_are_independent(rng):
    spec = machine(400, 10_000, family=WiringFamily.POISSON, excitatory=2, inhibitory=1)
    signs = draw_wiring(spec, rng).signs
    excitatory, inhibitory = (np.minimum((signs == sign).sum(axis=0), limit) for sign, limit in ((1, 3), (-1, 2)))
    few = [
        [exp(-mean) * mean**number / factorial(number) for number in range(limit)] for mean, limit in ((2, 3), (1, 2))
    ]
    chances = np.outer(*([*part, 1 - sum(part)] for part in few))
    assert_as_probable(np.bincount(excitatory * 3 + inhibitory, minlength=12), chances.ravel())


def test_poisson_numbers_that_the_cells_cannot_serve_are_drawn_again(rng):
    spec = machine(3, 10_000, family=WiringFamily.POISSON, excitatory=2, inhibitory=1)
    numbers = draw_wiring(spec, rng).plugged.sum(axis=0)
    assert_as_probable(np.bincount(numbers, minlength=4), [3**number / factorial(number) for number in range(4)])


def test_only_the_cells_cap_poisson_numbers_and_with_replacement_nothing_does(rng):
    spec = machine(3, 1_000, family=WiringFamily.POISSON, excitatory=2, inhibitory=1, replacement=True)
    assert draw_wiring(spec, rng).plugged.sum(axis=0).max() > 3


def test_poisson_numbers_beyond_the_outlets_are_refused_by_the_limits_name(rng):
    spec = machine(10, 40, family=WiringFamily.POISSON, excitatory=1, inhibitory=1, wires_per_s_unit=8)
    sentences = [refusal(draw_wiring, spec, rng) for _ in range(20)]
    rule = (
        r"wires from S- to A-units must be at most 80 \(8 for each of 10 S-units\), got \d+ drawn with Poisson numbers"
    )
    assert None in sentences
    assert {bool(re.fullmatch(rule, sentence)) for sentence in sentences if sentence} == {True}


def local_chances(cells, sigma_cells):
    """(cells, cells): of a first and a second S-unit in one row of cells, the mean over all places of a centre."""
    centres = (np.arange(4_000) + 0.5) / 4_000 * cells - 0.5
    weights = np.exp(-((np.arange(cells) - centres[:, None]) ** 2) / (2 * sigma_cells**2))
    first = weights / weights.sum(axis=1, keepdims=True)
    return first, np.where(np.eye(cells, dtype=bool), 0.0, weights[:, None, :])


@pytest.mark.parametrize("attempts", [0, 1, 32])
@pytest.mark.parametrize("sigma_cells", [0.7, 1.5])
def test_local_wires_have_gaussian_chances_about_a_centre_anywhere(rng, monkeypatch, attempts, sigma_cells):
    monkeypatch.setattr(wiring_draw, "ATTEMPTS", attempts)
    spec = machine(4, 8_000, family=WiringFamily.LOCAL, excitatory=1, inhibitory=1, local_sigma_cells=sigma_cells)
    pairs = counted_pairs(draw_wiring(spec, rng), 4)
    first, others = local_chances(4, sigma_cells)
    ordered = (first[:, :, None] * others / others.sum(axis=2, keepdims=True)).mean(axis=0)
    either = (ordered + ordered.T) / 2  # which of the two is drawn first tells nothing about its row
    assert not np.diagonal(pairs).any()
    assert_as_probable(pairs[~np.eye(4, dtype=bool)], either[~np.eye(4, dtype=bool)])


def test_local_wires_with_replacement_are_independent_about_their_centre(rng):
    spec = machine(
        4, 8_000, family=WiringFamily.LOCAL, excitatory=1, inhibitory=1, local_sigma_cells=1.0, replacement=True
    )
    first, _ = local_chances(4, 1.0)
    chances = (first[:, :, None] * first[:, None, :]).mean(axis=0)
    assert_as_probable(counted_pairs(draw_wiring(spec, rng), 4).ravel(), chances.ravel())


def test_rows_and_columns_of_local_wires_are_alike(rng):
    spec = machine(2, 12_000, rows=2, family=WiringFamily.LOCAL, excitatory=1, inhibitory=0, local_sigma_cells=0.4)
    origins = draw_wiring(spec, rng).origins
    assert_as_probable(np.bincount(origins[0], minlength=4), np.ones(4))


def test_the_narrowest_neighbourhood_takes_the_nearest_cells(rng):
    spec = machine(9, 50, family=WiringFamily.LOCAL, excitatory=2, inhibitory=2, local_sigma_cells=1e-9)
    for origins in draw_wiring(spec, rng).origins.T.tolist():
        assert max(origins) - min(origins) == 3


def test_a_local_wire_that_is_drawn_again_stays_in_its_neighbourhood(rng):
    spec = machine(
        200, 200, family=WiringFamily.LOCAL, excitatory=3, inhibitory=0, local_sigma_cells=1.0, wires_per_s_unit=3
    )
    spans = {}
    for family in (WiringFamily.LOCAL, WiringFamily.BINOMIAL):
        wiring = draw_wiring(replace(spec, plugboard=replace(spec.plugboard, family=family)), rng)
        assert (np.bincount(wiring.origins.ravel()) == 3).all()  # not an outlet is left
        spans[family] = np.mean(np.ptp(wiring.origins, axis=0))
    assert spans[WiringFamily.LOCAL] < spans[WiringFamily.BINOMIAL] / 5


@pytest.mark.parametrize("family", FAMILIES)
def test_a_large_machine_is_wired_without_a_table_of_all_cells_for_all_a_units(rng, family):
    spec = machine(100, 10_000, rows=100, wires_per_s_unit=40, family=family)
    tracemalloc.start()
    wiring = draw_wiring(spec, rng)
    wiring.check(spec)
    _, peak_bytes = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak_bytes < 40e6


@pytest.mark.parametrize(
    ("in_use", "given_shares", "shares"),
    [
        (8, (), [64] * 8),
        (5, (), [103, 103, 102, 102, 102]),
        (1, (), [512]),
        (8, (100, 0, 12), [100, 0, 12]),
        (2, (512,), [512]),
    ],
)
def test_a_units_are_split_by_the_shares_given_or_else_evenly(rng, in_use, given_shares, shares):
    spec = Mark1Spec(plugboard=PlugboardSpec(shares=given_shares), response=ResponseSpec(in_use=in_use))
    assignment = draw_wiring(spec, rng).assignment
    patched = assignment[: sum(shares)]
    assert np.bincount(patched, minlength=len(shares)).tolist() == shares
    assert (np.diff(patched) >= 0).all()
    assert (assignment[sum(shares) :] == UNASSIGNED).all()


def test_shares_of_nothing_leave_every_a_unit_unpatched(rng):
    spec = Mark1Spec(plugboard=PlugboardSpec(shares=(0, 0)))
    assert (draw_wiring(spec, rng).assignment == UNASSIGNED).all()
