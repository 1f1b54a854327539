"""The plugboard explained: which wires an A-unit or a cell has, what they carry now, and what a unit makes of them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hardware import CutWire, Fault, Mark1, Mark1Snapshot, ShortedWire, Wiring
from hardware.association import ALWAYS, NEVER

BoolArray = npt.NDArray[np.bool_]
IntArray = npt.NDArray[np.integer]
FAR = NEVER // 2  # a threshold beyond this is that of a unit that is stuck, or switched off
SIGNS = {1: "+", -1: "−"}
KINDS = {1: "excitatory", -1: "inhibitory"}


@dataclass(frozen=True, slots=True)
class Wire:
    """One wire: in which *row* of which A-unit's sockets it is plugged, from which cell, with what sign, and now.

    on: its cell's relay is closed; sound: it is neither cut nor shorted; shorted: it touches the supply.
    """

    row: int
    a_unit: int
    s_unit: int
    sign: int
    on: bool
    sound: bool = True
    shorted: bool = False

    @property
    def counts(self) -> int:
        """What it adds to the sum of its A-unit now, by way of its cell; what shorted ones add counts by itself."""
        return self.sign if self.on and self.sound else 0

    @property
    def cut(self) -> bool:
        """Whether it is cut through."""
        return not self.sound and not self.shorted

    @property
    def condition(self) -> str:
        """How it is, in a word."""
        return "sound" if self.sound else "shorted" if self.shorted else "cut"


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitSum:
    """What one A-unit makes of its wires: excited and inhibited are how many of each kind carry a signal."""

    a_unit: int
    excitatory: int
    inhibitory: int
    excited: int
    inhibited: int
    shorted: int
    threshold: int
    fires: bool
    held: str = ""  # by what, whatever its sum: "" where it is free

    @property
    def net(self) -> int:
        """Excited less inhibited; shorted wires always count."""
        return self.excited - self.inhibited + self.shorted

    @property
    def reaches(self) -> bool:
        """Whether the sum is the threshold or more."""
        return self.net >= self.threshold


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardState:
    """The plugboard at one instant; arrays are read-only, (rows, a_units), (a_units,) or (s_units,).

    wiring as plugged; cut and shorted are sockets, with a wire or without one, sound where no wire is cut or shorted;
    always is what shorted wires add; thresholds as they are set and held where a fault or a switch decides instead;
    contacts of the cells' relays; firing and assignment of the A-units; columns of the retina.
    """

    wiring: Wiring
    cut: BoolArray
    shorted: BoolArray
    sound: BoolArray
    always: IntArray
    thresholds: IntArray
    held: IntArray
    contacts: BoolArray
    firing: BoolArray
    assignment: IntArray
    columns: int
    limit: int

    @classmethod
    def of(cls, machine: Mark1, snapshot: Mark1Snapshot) -> "BoardState":
        """The board of *machine* at the instant of its *snapshot*."""
        wiring, board = machine.wiring, machine.association.board
        held = np.where(board.thresholds > FAR, -1, np.where(board.thresholds < ALWAYS // 2, 1, 0))
        sound, always, thresholds = board.signs == wiring.signs, board.always.copy(), machine.thresholds
        cut, shorted = (_sockets(kind, machine.faults, wiring) for kind in (CutWire, ShortedWire))
        for array in (held, sound, always, thresholds, cut, shorted):
            array.flags.writeable = False
        return cls(
            wiring=wiring,
            cut=cut,
            shorted=shorted,
            sound=sound,
            always=always,
            thresholds=thresholds,
            held=held,
            contacts=snapshot.s_contacts,
            firing=snapshot.firing,
            assignment=wiring.assignment,
            columns=machine.spec.retina.columns,
            limit=machine.spec.plugboard.wires_per_s_unit,
        )

    @property
    def origins(self) -> IntArray:
        """Which cell the wire in each socket (rows, a_units) comes from."""
        return self.wiring.origins

    @property
    def signs(self) -> IntArray:
        """What each wire (rows, a_units) counts: +1, -1, or 0 where there is none."""
        return self.wiring.signs

    @property
    def wires(self) -> int:
        """How many wires are plugged."""
        return int(np.count_nonzero(self.signs))

    @property
    def carrying(self) -> BoolArray:
        """Which wires (rows, a_units) carry a signal now: none that is cut or shorted."""
        live: BoolArray = self.contacts[self.origins] & (self.signs != 0) & self.sound
        return live

    def carrying_counts(self) -> tuple[int, int]:
        """How many excitatory and how many inhibitory wires carry a signal now."""
        carrying = self.carrying
        return int((carrying & (self.signs > 0)).sum()), int((carrying & (self.signs < 0)).sum())


def wires_of_unit(state: BoardState, a_unit: int) -> tuple[Wire, ...]:
    """The wires of *a_unit* in the order of its sockets, the excitatory ones first."""
    rows = np.flatnonzero(state.signs[:, a_unit])
    return tuple(sorted(_wires(state, rows, np.full_like(rows, a_unit)), key=lambda wire: -wire.sign))


def wires_of_cell(state: BoardState, s_unit: int) -> tuple[Wire, ...]:
    """The wires that leave *s_unit*, the excitatory ones first, by A-unit."""
    rows, units = np.nonzero(state.origins == s_unit)
    return tuple(sorted(_wires(state, rows, units), key=lambda wire: (-wire.sign, wire.a_unit)))


def _wires(state: BoardState, rows: IntArray, units: IntArray) -> Iterator[Wire]:
    """The wires in those sockets."""
    cells = state.origins[rows, units]
    columns = (rows, units, cells, state.signs[rows, units], state.contacts[cells])
    conditions = state.sound[rows, units], state.shorted[rows, units]
    return map(Wire, *(column.tolist() for column in (*columns, *conditions)))


def _sockets(kind: type[CutWire | ShortedWire], faults: Iterable[Fault], wiring: Wiring) -> BoolArray:
    """Which sockets (rows, a_units) of *wiring* have a defect of that *kind*."""
    marked = np.zeros(wiring.origins.shape, dtype=np.bool_)
    for fault in faults:
        if isinstance(fault, kind) and fault.row < len(marked):
            marked[fault.row, fault.a_unit] = True
    return marked


def sum_of_unit(state: BoardState, a_unit: int) -> UnitSum:
    """The sum of *a_unit*, its threshold, and whether it fires."""
    wires = wires_of_unit(state, a_unit)
    counts = [wire.counts for wire in wires]
    held = {-1: "a fault or its switch keeps it off", 1: "a fault keeps it on", 0: ""}[int(state.held[a_unit])]
    return UnitSum(
        a_unit=a_unit,
        excitatory=sum(wire.sign > 0 for wire in wires),
        inhibitory=sum(wire.sign < 0 for wire in wires),
        excited=counts.count(1),
        inhibited=counts.count(-1),
        shorted=int(state.always[a_unit]),
        threshold=int(state.thresholds[a_unit]),
        fires=bool(state.firing[a_unit]),
        held=held,
    )


def cell_name(s_unit: int, columns: int) -> str:
    """'row 3, column 7', counted from 1 at the top left."""
    row, column = divmod(s_unit, columns)
    return f"row {row + 1}, column {column + 1}"


def number(value: int) -> str:
    """*value* with a real minus sign."""
    return f"{value}".replace("-", "−")


def arithmetic(total: UnitSum) -> tuple[str, ...]:
    """The sum as one would write it on paper, the verdict last."""
    shorted = f" {'+' if total.shorted > 0 else '−'} {abs(total.shorted)} shorted" if total.shorted else ""
    line = f"{total.excited} excited − {total.inhibited} inhibited{shorted} = {number(total.net)}"
    sign = "≥" if total.reaches else "<"
    return line, f"{number(total.net)} {sign} threshold {number(total.threshold)}: {verdict(total)}"


def verdict(total: UnitSum) -> str:
    """Whether it fires, in words; its relay needs a moment to follow its sum."""
    if total.held:
        return f"{'fires' if total.fires else 'silent'}, since {total.held}"
    if total.fires == total.reaches:
        return "it fires" if total.fires else "it is silent"
    return "it will fire in an instant" if total.reaches else "it will fall silent in an instant"


def sentence_of_unit(total: UnitSum) -> str:
    """One sentence about an A-unit that a ten-year-old follows."""
    wires = (
        f"{total.excited} of its {total.excitatory} plus wires and {total.inhibited} of its {total.inhibitory} minus"
    )
    shorted = f" {'+' if total.shorted > 0 else '−'} {abs(total.shorted)}" if total.shorted else ""
    threshold, enough = number(total.threshold), "is enough" if total.reaches else "is needed"
    summed = f"{total.excited} − {total.inhibited}{shorted} = {number(total.net)}"
    return f"A-unit {total.a_unit} hears {wires}: {summed}, and {threshold} {enough}: {verdict(total)}."


def sentence_of_cell(s_unit: int, wires: Iterable[Wire], state: BoardState) -> str:
    """One sentence about a cell."""
    wires = tuple(wires)
    plus = sum(wire.sign > 0 for wire in wires)
    where, lit = cell_name(s_unit, state.columns), bool(state.contacts[s_unit])
    doing = "is lit and speaks" if lit else "is dark and says nothing"
    units = {wire.a_unit for wire in wires}
    fire = sum(bool(state.firing[unit]) for unit in units)
    to = f"{len(units)} A-unit{'' if len(units) == 1 else 's'}"
    return (
        f"The cell in {where} {doing}: {plus} plus and {len(wires) - plus} minus wires to {to}, "
        f"of which {fire} fire{'s' if fire == 1 else ''}."
    )


def counted(number_of: int, thing: str) -> str:
    """'5,120 wires', '1 wire'."""
    return f"{number_of:,} {thing}{'' if number_of == 1 else 's'}"


def degrees(angle_deg: float) -> str:
    """'−31.4°'."""
    return f"{angle_deg:.1f}°".replace("-", "−")
