"""The plugboard: a value that makes sense, edited wire by wire, every limit it breaks named."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware import (
    UNASSIGNED,
    UNPLUGGED,
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
)

CELLS, R_UNITS = 6, 3


@st.composite
def wirings(draw):
    """Small plugboards, with empty sockets, unpatched A-units and S-units that feed one A-unit twice."""
    rows, units = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    sockets = st.one_of(st.just((UNPLUGGED, 0)), st.tuples(st.integers(0, CELLS - 1), st.sampled_from([1, -1])))
    board = draw(st.lists(sockets, min_size=rows * units, max_size=rows * units))
    origins, signs = np.array(board).T.reshape(2, rows, units)
    assignment = draw(st.lists(st.integers(UNASSIGNED, R_UNITS - 1), min_size=units, max_size=units))
    return Wiring(origins, signs, np.array(assignment))


def wires(wiring):
    """What is plugged where, whatever the rows: A-unit, S-unit and sign of every wire."""
    held = np.argwhere(wiring.plugged)
    return sorted((unit, wiring.origins[row, unit], wiring.signs[row, unit]) for row, unit in held.tolist())


def refusal(call, *arguments):
    """The sentence that *call* is refused with, or nothing."""
    try:
        call(*arguments)
    except WiringError as refused:
        return str(refused)
    return None


def test_a_wiring_is_copied_and_read_only():
    origins = np.arange(4)[None, :].copy()
    wiring = Wiring(origins, np.ones((1, 4), dtype=np.int64), np.zeros(4, dtype=np.int32))
    origins[0, 0] = 3
    assert wiring.origins.tolist() == [[0, 1, 2, 3]]
    for array in (wiring.origins, wiring.signs, wiring.assignment):
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0


def test_wirings_are_equal_when_all_their_sockets_and_patches_are(straight):
    same = Wiring(straight.origins, straight.signs.astype(np.int64), straight.assignment)
    assert straight == same
    assert hash(straight) == hash(same)
    assert straight != straight.patched(0, 1)
    assert straight != straight.pulled(0, 0)
    assert straight != straight.pushed(3, 0, 1)
    assert straight != straight.origins.tolist()


ONES = np.ones((1, 4), dtype=int)
FOUR = np.arange(4)[None, :]
ONE_R_UNIT = np.zeros(4, dtype=int)


class Unwilling:
    """Neither an array nor to be shown."""

    def __array__(self, *_, **__):
        raise KeyError("no array")

    def __repr__(self):
        raise KeyError("no words")


@pytest.mark.parametrize(
    ("origins", "signs", "assignment", "message"),
    [
        (FOUR, ONES[:, :3], ONE_R_UNIT, r"signs must have the shape of origins \(1, 4\), got \(1, 3\)"),
        (FOUR[0], ONES[0], ONE_R_UNIT, r"origins must have shape \(rows, a_units\), got \(4,\)"),
        (FOUR, ONES, ONE_R_UNIT[:2], r"assignment must have shape \(4,\), one R-unit per A-unit, got \(2,\)"),
        (FOUR, ONES * 2, ONE_R_UNIT, r"signs must be \+1 or -1 where .*, got 2 with origin 0 in row 0 of A-unit 0"),
        (FOUR, ONES * 257, ONE_R_UNIT, r"signs must be \+1 or -1 where .*, got 257 with origin 0"),
        (FOUR, ONES * 0, ONE_R_UNIT, r"signs must be .* and 0 where none is, got 0 with origin 0"),
        (FOUR - 1, ONES, ONE_R_UNIT, r"signs must be .* and 0 where none is, got 1 with origin -1"),
        (FOUR / 2, ONES, ONE_R_UNIT, "origins must hold whole numbers, got dtype 'float64'"),
        (FOUR[:0], ONES[:0], ONE_R_UNIT, r"origins must hold at least one number, got shape \(0, 4\)"),
        (
            FOUR.astype(np.uint64) + np.uint64(2**63),
            ONES,
            ONE_R_UNIT,
            f"origins must hold numbers up to {2**63 - 1}, got {2**63 + 3}",
        ),
        ([[10**30]], [[1]], [0], "origins must hold whole numbers, got dtype 'object'"),
        ([[0, 1], [2]], ONES, ONE_R_UNIT, r"origins must be an array of whole numbers, got \[\[0, 1\], \[2\]\]"),
        (FOUR, Unwilling(), ONE_R_UNIT, "signs must be an array of whole numbers, got <Unwilling instance at"),
    ],
)
def test_a_wiring_that_makes_no_sense_is_refused(origins, signs, assignment, message):
    with pytest.raises(WiringError, match=message):
        Wiring(origins, signs, assignment)


numbers = st.one_of(st.integers(), st.integers(-2, 2), st.floats(), st.booleans(), st.none(), st.text("1a", max_size=2))
kinds = st.sampled_from(["i1", "u8", "f8", "?", "O", "U3", "M8[s]", "c16", "i4,f8"])
arrays = st.builds(np.zeros, st.lists(st.integers(0, 3), max_size=3).map(tuple), kinds)
anything = st.one_of(st.recursive(numbers, st.lists, max_leaves=6), arrays, st.builds(Unwilling))


@given(origins=anything, signs=anything, assignment=anything)
def test_whatever_is_called_a_wiring_is_one_or_is_refused_by_name(origins, signs, assignment):
    sentence = refusal(Wiring, origins, signs, assignment)
    assert sentence is None or sentence.startswith(("origins must", "signs must", "assignment must"))


@pytest.mark.parametrize(
    ("origins", "assignment", "message"),
    [
        (FOUR[:, :3], ONE_R_UNIT[:3], "wiring must serve 4 A-units, got 3"),
        (FOUR + 1, ONE_R_UNIT, "origins must be S-units 0 to 3 or -1, got 4 in row 0 of A-unit 3"),
        (FOUR - 2, ONE_R_UNIT, "origins must be S-units 0 to 3 or -1, got -2 in row 0 of A-unit 0"),
        (FOUR + 2**62, ONE_R_UNIT, f"origins must be S-units 0 to 3 or -1, got {2**62}"),
        (FOUR * 0, ONE_R_UNIT, "S-unit 0 must carry at most 2 wires, got 4"),
        (np.array([[0, 1, 2, 3], [0, 2, 3, 1]]), ONE_R_UNIT, r"A-unit 0 must have distinct origins, got \[0, 0\]"),
        (FOUR, ONE_R_UNIT + 2, "assignment must be R-units 0 to 1 or -1, got 2 for A-unit 0"),
        (FOUR, ONE_R_UNIT + UNASSIGNED - 1, "assignment must be R-units 0 to 1 or -1, got -2 for A-unit 0"),
    ],
)
def test_a_wiring_that_breaks_a_limit_of_the_machine_is_refused(env, tiny_spec, origins, assignment, message):
    spec = replace(tiny_spec, plugboard=PlugboardSpec(excitatory=1, inhibitory=0, wires_per_s_unit=2))
    with pytest.raises(WiringError, match=message) as refused:
        Mark1(env, spec, wiring=Wiring(origins, np.where(origins == UNPLUGGED, 0, 1), assignment))
    assert isinstance(refused.value, Mark1Error)


def test_every_limit_that_is_broken_is_named(tiny_spec):
    spec = replace(tiny_spec, plugboard=PlugboardSpec(excitatory=1, inhibitory=0, wires_per_s_unit=1))
    wiring = Wiring([[3, 9, 1], [3, 2, 0]], np.ones((2, 3), dtype=int), [0, 5, 1])
    with pytest.raises(WiringError) as refused:
        wiring.check(spec)
    assert str(refused.value).split("; ") == [
        "wiring must serve 4 A-units, got 3",
        "origins must be S-units 0 to 3 or -1, got 9 in row 0 of A-unit 1",
        "S-unit 3 must carry at most 1 wires, got 2",
        "A-unit 0 must have distinct origins, got [3, 3]",
        "assignment must be R-units 0 to 1 or -1, got 5 for A-unit 1",
    ]


def test_empty_sockets_are_no_wires_and_no_duplicates(tiny_spec):
    nothing = Wiring(np.full((3, 4), UNPLUGGED), np.zeros((3, 4), dtype=int), np.full(4, UNASSIGNED))
    nothing.check(tiny_spec)
    assert not nothing.plugged.any()


def test_two_wires_from_one_s_unit_to_one_a_unit_need_a_board_that_allows_replacement(tiny_spec, straight):
    doubled = straight.pushed(1, 1, -1)
    with pytest.raises(WiringError, match="A-unit 1 must have distinct origins"):
        doubled.check(tiny_spec)
    doubled.check(replace(tiny_spec, plugboard=PlugboardSpec(excitatory=1, inhibitory=0, replacement=True)))


@given(wiring=wirings(), data=st.data())
def test_a_wire_pulled_and_pushed_again_restores_the_board(wiring, data):
    held = np.argwhere(wiring.plugged).tolist()
    if not held:
        return
    row, unit = data.draw(st.sampled_from(held))
    cell, sign = wiring.origins[row, unit], wiring.signs[row, unit]
    pulled = wiring.pulled(unit, row)
    assert (pulled.origins[row, unit], pulled.signs[row, unit]) == (UNPLUGGED, 0)
    assert np.count_nonzero(pulled.plugged) == len(held) - 1
    restored = pulled.pushed(cell, unit, sign)
    assert wires(restored) == wires(wiring)
    if wiring.plugged[:row, unit].all():  # no earlier socket was empty
        assert restored == wiring


@given(wiring=wirings(), cell=st.integers(0, CELLS - 1), sign=st.sampled_from([1, -1]), data=st.data())
def test_a_wire_pushed_takes_an_empty_socket_or_adds_a_row(wiring, cell, sign, data):
    unit = data.draw(st.integers(0, wiring.assignment.size - 1))
    full = wiring.plugged[:, unit].all()
    pushed = wiring.pushed(cell, unit, sign)
    assert wires(pushed) == sorted([*wires(wiring), (unit, cell, sign)])
    assert len(pushed.origins) == len(wiring.origins) + full


@given(wiring=wirings(), data=st.data())
def test_swapping_twice_is_no_change_and_once_moves_the_s_units_only(wiring, data):
    held = np.argwhere(wiring.plugged).tolist()
    if not held:
        return
    (row, unit), (other_row, other) = data.draw(st.sampled_from(held)), data.draw(st.sampled_from(held))
    swapped = wiring.swapped(unit, row, other, other_row)
    assert swapped.origins[row, unit] == wiring.origins[other_row, other]
    assert (swapped.signs == wiring.signs).all()
    assert swapped.swapped(unit, row, other, other_row) == wiring


def test_an_a_unit_is_patched_to_another_r_unit_or_to_none(straight):
    assert straight.patched(1, 1).assignment.tolist() == [0, 1, 1, 1]
    assert straight.patched(3, UNASSIGNED).assignment.tolist() == [0, 0, 1, UNASSIGNED]
    assert straight.patched(3, UNASSIGNED).patched(3, 1) == straight


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        (lambda board: board.pulled(4, 0), "a_unit must be an A-unit from 0 to 3, got 4"),
        (lambda board: board.pulled(0, 1), "row must be a row from 0 to 0, got 1"),
        (lambda board: board.pulled(2, 0).pulled(2, 0), "row must be a socket of A-unit 2 that holds a wire, got 0"),
        (lambda board: board.pushed(-1, 0, 1), "s_unit must be a whole number from 0 to"),
        (lambda board: board.pushed(0, True, 1), "a_unit must be an A-unit from 0 to 3, got True"),
        (lambda board: board.pushed(0, 0, 0), r"sign must be \+1 or -1, got 0"),
        (lambda board: board.pushed(0, 0, np.ones(2)), r"sign must be \+1 or -1, got an array"),
        (lambda board: board.swapped(0, 0, 9, 0), "other_unit must be an A-unit from 0 to 3, got 9"),
        (lambda board: board.pulled(1, 0).swapped(0, 0, 1, 0), "other_row must be a socket of A-unit 1 that holds"),
        (lambda board: board.patched(0, -2), "r_unit must be a whole number from 0 to .*, or -1 for none, got -2"),
        (lambda board: board.patched(0, 10**5000), "r_unit must be .*, got a value of type int that cannot be shown"),
    ],
)
def test_an_edit_of_what_is_not_there_is_refused_in_one_sentence(straight, edit, message):
    with pytest.raises(WiringError, match=message):
        edit(straight)


@given(wiring=wirings(), values=st.tuples(*[st.one_of(numbers, st.builds(Unwilling), arrays)] * 4))
def test_edits_with_any_values_give_a_wiring_or_are_refused(wiring, values):
    edits = (("pulled", 2), ("pushed", 3), ("swapped", 4), ("patched", 2))
    for name, arguments in edits:
        sentence = refusal(getattr(wiring, name), *values[:arguments])
        assert sentence is None or " must be " in sentence


@given(
    wiring=wirings(),
    spec=st.builds(
        Mark1Spec,
        retina=st.builds(RetinaSpec, rows=st.just(1), columns=st.integers(1, CELLS)),
        association=st.builds(AssociationSpec, units=st.integers(1, 4)),
        plugboard=st.builds(
            PlugboardSpec,
            excitatory=st.just(1),
            inhibitory=st.just(0),
            wires_per_s_unit=st.integers(4, 6),
            replacement=st.booleans(),
        ),
        response=st.builds(ResponseSpec, units=st.integers(1, R_UNITS), in_use=st.just(1)),
    ),
)
def test_a_wiring_passes_the_check_exactly_if_it_keeps_every_limit(wiring, spec):
    held = [origin for _, origin, _ in wires(wiring)]
    by_unit = [[origin for unit, origin, _ in wires(wiring) if unit == one] for one in range(wiring.assignment.size)]
    keeps = (
        wiring.assignment.size == spec.association.units
        and all(origin < spec.retina.columns for origin in held)
        and all(held.count(origin) <= spec.plugboard.wires_per_s_unit for origin in held)
        and (spec.plugboard.replacement or all(len(set(cells)) == len(cells) for cells in by_unit))
        and all(r_unit < spec.response.units for r_unit in wiring.assignment.tolist())
    )
    assert keeps == (refusal(wiring.check, spec) is None)


@pytest.mark.parametrize("seed", [-1, 1.5, True, None, "1"])
def test_a_seed_that_is_no_whole_number_of_zero_or_more_is_refused(env, seed):
    with pytest.raises(SpecError, match=r"seed must be a whole number of zero or more, got"):
        Mark1(env, seed=seed)
