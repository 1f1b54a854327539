"""What hands do at the plugboard, foreseen: the board as it would be, why it cannot be, and what it would change."""

from dataclasses import dataclass

import numpy as np

from hardware import UNPLUGGED, Mark1Spec, Wiring
from hardware.errors import WiringError
from perceptron_sim.explain.wires import KINDS, SIGNS, BoardState, BoolArray, IntArray, cell_name, counted, number
from perceptron_sim.operations import CutBundle, MoveWire, PatchAUnit, PullWires, PushWire

Plugging = PullWires | PushWire | MoveWire | PatchAUnit | CutBundle
Socket = tuple[int, int]
"""A-unit and row of one wire's end."""


def afterwards(done: Plugging, wiring: Wiring) -> Wiring:
    """The board once *done* is done to *wiring*; WiringError where there is no such wire or A-unit."""
    match done:
        case PullWires(wires):
            wiring = wiring.pulled_all(wires)
        case PushWire(s_unit, a_unit, sign):
            wiring = wiring.pushed(s_unit, a_unit, sign)
        case MoveWire(a_unit, row, s_unit, to_unit):
            sign = int(wiring.signs[row, a_unit])
            wiring = wiring.pulled(a_unit, row).pushed(s_unit, to_unit, sign)
        case PatchAUnit(a_unit, r_unit):
            wiring = wiring.patched(a_unit, r_unit)
    return wiring


def refusal(done: Plugging, state: BoardState, spec: Mark1Spec) -> str | None:
    """Why *done* cannot be done to the board of *state* in a machine of *spec*; None if it can."""
    if isinstance(done, CutBundle):
        sound = all(state.sound[row, a_unit] for a_unit, row in done.wires)
        return None if done.wires and sound else "there is no sound wire to cut"
    try:
        afterwards(done, state.wiring).check(spec)
    except WiringError as error:
        return _in_plain_words(done, state, spec) or str(error)
    return None


def _in_plain_words(done: Plugging, state: BoardState, spec: Mark1Spec) -> str:
    """Which limit of the board *done* would break, as one says it beside the board."""
    match done:
        case PushWire(s_unit, a_unit, _):
            moved = None
        case MoveWire(a_from, row, s_unit, a_unit):
            moved = (a_from, row)
        case _:
            return ""
    if full_cells(state.wiring, spec, moved)[s_unit]:
        limit = counted(spec.plugboard.wires_per_s_unit, "wire")
        return f"the cell in {cell_name(s_unit, state.columns)} has {limit} already, all it may have"
    if cells_at(state.wiring, spec, a_unit, moved)[s_unit]:
        return f"A-unit {a_unit} has a wire from this cell already: here each may come but once"
    return ""


def full_cells(wiring: Wiring, spec: Mark1Spec, moved: Socket | None = None) -> BoolArray:
    """Which cells (s_units,) have all the wires they may have, the one *moved* not counted."""
    origins = wiring.origins[wiring.plugged]
    used = np.bincount(origins, minlength=spec.retina.s_units)
    if moved is not None:
        used[wiring.origins[moved[1], moved[0]]] -= 1
    full: BoolArray = used >= spec.plugboard.wires_per_s_unit
    return full


def cells_at(wiring: Wiring, spec: Mark1Spec, a_unit: int, moved: Socket | None = None) -> BoolArray:
    """Which cells (s_units,) cannot have one more wire to *a_unit*, having one; none where one may come twice."""
    there: BoolArray = np.zeros(spec.retina.s_units, dtype=np.bool_)
    if not spec.plugboard.replacement:
        origins = wiring.origins[:, a_unit].copy()
        if moved is not None and moved[0] == a_unit:
            origins[moved[1]] = UNPLUGGED
        there[origins[origins != UNPLUGGED]] = True
    return there


def closed_cells(wiring: Wiring, spec: Mark1Spec, a_unit: int, moved: Socket | None = None) -> BoolArray:
    """From which cells (s_units,) no wire can come to *a_unit*, be it a new one or the one *moved*."""
    return full_cells(wiring, spec, moved) | cells_at(wiring, spec, a_unit, moved)


def closed_units(wiring: Wiring, spec: Mark1Spec, s_unit: int, moved: Socket | None = None) -> BoolArray:
    """To which A-units (a_units,) no wire can go from *s_unit*."""
    if full_cells(wiring, spec, moved)[s_unit]:
        return np.ones(spec.association.units, dtype=np.bool_)
    if spec.plugboard.replacement:
        return np.zeros(spec.association.units, dtype=np.bool_)
    held = wiring.origins == s_unit
    if moved is not None:
        held[moved[1], moved[0]] = False
    closed: BoolArray = held.any(axis=0)
    return closed


def net_of(state: BoardState, wiring: Wiring, a_unit: int) -> int:
    """The sum of *a_unit* if *wiring* were plugged now; a socket that is cut or shorted stays so."""
    origins, signs = wiring.origins[:, a_unit], wiring.signs[:, a_unit].astype(int)
    cut, shorted = np.zeros((2, len(origins)), dtype=np.bool_)
    known = min(len(origins), len(state.cut))
    cut[:known], shorted[:known] = state.cut[:known, a_unit], state.shorted[:known, a_unit]
    counts = (state.contacts[origins] & ~cut) | shorted
    return int(signs[counts].sum())


def units_of(done: Plugging) -> tuple[int, ...]:
    """The A-units whose sums *done* may change, in order."""
    match done:
        case PullWires(wires) | CutBundle(wires):
            return tuple(sorted({a_unit for a_unit, _ in wires}))
        case MoveWire(a_unit, _, _, to_unit):
            return tuple(sorted({a_unit, to_unit}))
    return (done.a_unit,)


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What one A-unit would make of a change: its sum now and then, and whether that would be enough."""

    a_unit: int
    before: int
    after: int
    threshold: int
    held: bool  # by a fault or its switch, whatever the sum

    @property
    def words(self) -> str:
        """In one line."""
        change = number(self.after)
        if self.after != self.before:
            change = f"{number(self.before)} becomes {number(self.after)}"
        if self.held:
            verdict = "but its sum does not decide"
        elif (self.before >= self.threshold) == (self.after >= self.threshold):
            verdict = "it fires as before" if self.after >= self.threshold else "it stays silent"
        else:
            verdict = "it would fire" if self.after >= self.threshold else "it would fall silent"
        return f"A-unit {self.a_unit}: {change}, {verdict}"


def foreseen(done: Plugging, state: BoardState, a_unit: int) -> Foreseen:
    """What *a_unit* would make of *done* with the light as it is now."""
    if isinstance(done, CutBundle):
        cut = state.cut.copy()
        for unit, row in done.wires:
            cut[row, unit] = True
        origins, signs = state.origins[:, a_unit], state.signs[:, a_unit].astype(int)
        counts = (state.contacts[origins] & ~cut[:, a_unit]) | state.shorted[:, a_unit]
        after = int(signs[counts].sum())
    else:
        after = net_of(state, afterwards(done, state.wiring), a_unit)
    before, threshold = net_of(state, state.wiring, a_unit), int(state.thresholds[a_unit])
    return Foreseen(a_unit, before, after, threshold, bool(state.held[a_unit]))


def in_words(done: Plugging, state: BoardState) -> str:
    """What *done* does, as a command to somebody at the board."""
    match done:
        case PullWires(wires):
            a_unit, row = wires[0]
            one = f"the {KINDS[int(state.signs[row, a_unit])]} wire of A-unit {a_unit}"
            return f"pull {one if len(wires) == 1 else counted(len(wires), 'wire')} out"
        case PushWire(s_unit, a_unit, sign):
            return f"plug a {SIGNS[sign]} wire from {cell_name(s_unit, state.columns)} to A-unit {a_unit}"
        case MoveWire(a_unit, row, s_unit, to_unit):
            if to_unit == a_unit:
                return f"plug it from {cell_name(s_unit, state.columns)}"
            return f"plug it into A-unit {to_unit}"
        case PatchAUnit(a_unit, r_unit):
            return f"patch A-unit {a_unit} to {'no R-unit' if r_unit < 0 else f'R{r_unit + 1}'}"
    return f"cut {counted(len(done.wires), 'wire')}"


def plugged_otherwise(wiring: Wiring, delivered: Wiring) -> tuple[int, int, int]:
    """How many wires of *delivered* are gone, how many there are instead or besides, how many A-units patched anew."""
    there, then = _codes_unlike(wiring, delivered), _codes_unlike(delivered, wiring)
    _, number = np.unique(np.concatenate((there, then)), return_inverse=True)
    kinds = int(number.max(initial=-1)) + 1
    more = np.bincount(number[: there.size], minlength=kinds) - np.bincount(number[there.size :], minlength=kinds)
    patched = int((wiring.assignment != delivered.assignment).sum())
    return int(-more.clip(max=0).sum()), int(more.clip(0).sum()), patched


def _codes_unlike(wiring: Wiring, other: Wiring) -> IntArray:
    """A number for each wire, of cell, A-unit and sign; those left out that *other* has in the same socket."""
    unlike = wiring.plugged.copy()
    rows = min(len(wiring.origins), len(other.origins))
    unlike[:rows] &= (wiring.origins[:rows] != other.origins[:rows]) | (wiring.signs[:rows] != other.signs[:rows])
    held, units = np.nonzero(unlike)
    codes: IntArray = wiring.origins[held, units] * wiring.assignment.size + units
    return codes * 2 + (wiring.signs[held, units] > 0)
