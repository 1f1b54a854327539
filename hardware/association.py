"""The A-units: each fires when its excitatory wires that are on outnumber its inhibitory ones by its threshold."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from hardware.arrays import BoolArray, FloatArray, Int8Array, Int32Array, IntArray
from hardware.plugboard import Wiring
from hardware.randomness import Purpose, generator
from hardware.retina import Retina
from hardware.spec import AssociationSpec
from hardware.stored import Stored

NEVER, ALWAYS = 2**30, -(2**30)  # thresholds that no number of wires reaches, or fails to reach


@dataclass(frozen=True, slots=True, eq=False)
class Board:
    """What the A-units sum and when they fire, from *since_s* on.

    origins, signs (rows, a_units): a wire without effect has sign 0. always (a_units,) is what shorted wires add to
    the net input, whatever is on; thresholds (a_units,) are what the other wires have to reach.
    """

    since_s: float
    origins: IntArray
    signs: Int8Array
    always: Int32Array
    thresholds: Int32Array

    @classmethod
    def made(
        cls, at_s: float, wiring: Wiring, thresholds: Int32Array, cut: BoolArray, shorted: BoolArray, stuck: Int8Array
    ) -> "Board":
        """The board with wires *cut* and *shorted* (rows, a_units), units (a_units,) *stuck* on (+1) or off (-1)."""
        live = wiring.signs * ~(cut | shorted)
        always = (wiring.signs * (shorted & ~cut)).sum(axis=0, dtype=np.int32)
        needed = np.where(stuck > 0, ALWAYS, np.where(stuck < 0, NEVER, thresholds - always))
        return cls(at_s, np.maximum(wiring.origins, 0), live.astype(np.int8), always, needed.astype(np.int32))

    def state(self) -> dict[str, object]:
        """All of it, arrays as one row of numbers."""
        arrays = {name: getattr(self, name).ravel() for name in ("origins", "signs", "always", "thresholds")}
        return {"since_s": float(self.since_s), **arrays}

    @classmethod
    def restored(cls, stored: Stored, units: int, cells: int, now_s: float) -> "Board":
        """The board that `state` told of, for so many A-units and S-units, not later than *now_s*."""
        origins = stored.array("origins", np.intp, None, 0, cells - 1)
        stored.require(origins.size > 0 and origins.size % units == 0, "origins", f"a multiple of {units} numbers")
        signs = stored.array("signs", np.int8, origins.size, -1, 1)
        always, thresholds = (
            stored.array(name, np.int32, units, -(2**31), 2**31 - 1) for name in ("always", "thresholds")
        )
        since_s = stored.number("since_s", -np.inf, now_s)
        return cls(since_s, origins.reshape(-1, units), signs.reshape(-1, units), always, thresholds)


def unit_delays_s(spec: AssociationSpec, seed: int) -> FloatArray:
    """Each A-unit's delay (a_units,) in seconds, drawn about the nominal one."""
    spread = spec.delay_spread * generator(seed, Purpose.ASSOCIATION_TOLERANCES).standard_normal(spec.units)
    return spec.delay_s * np.exp(spread)


class AssociationBank:
    """All A-units at once. A unit's output follows its input after a pure delay, common or its own.

    What is done to the *board*, its thresholds and switches at some instant belongs to the input of that instant.
    """

    def __init__(self, delay_s: FloatArray, board: Board, retina: Retina, lag_s: float) -> None:
        self.delay_s = delay_s  # (a_units,)
        self._longest_s = float(delay_s.max())
        self._common = bool((delay_s == self._longest_s).all())
        self._relays, self._memory_s = retina.relays, self._longest_s + lag_s
        self._known: tuple[Board, BoolArray, BoolArray] | None = None
        self._told: tuple[int, BoolArray, list[FloatArray]] | None = None  # what the relays told, of their latest law
        self._flips_s: dict[tuple[int, float], FloatArray] = {}  # by board and lag, while what they told holds
        self._boards: list[Board] = []
        self.plug(board)

    @property
    def settled_s(self) -> float:
        """From when on, at the latest, no unit's output changes, if nothing is touched."""
        return max(self._relays.settled_s, self.board.since_s) + self._longest_s

    def plug(self, board: Board) -> None:
        """Put *board* in the place of the one before, from its instant on."""
        horizon_s = board.since_s - self._memory_s
        while len(self._boards) > 1 and self._boards[1].since_s <= horizon_s:
            del self._boards[0]
        self._boards.append(board)
        self.board, self._flips_s = board, {}
        self._wire_levels = np.empty(board.origins.shape, dtype=np.int8)

    def state(self) -> dict[str, object]:
        """Every board that is remembered, to be restored from; arrays are not to be written to."""
        return {"boards": [board.state() for board in self._boards]}

    def restore(self, stored: Stored, cells: int, now_s: float) -> None:
        """Go on at *now_s* from what `state` told, on a retina of *cells*."""
        boards = [Board.restored(one, self.delay_s.size, cells, now_s) for one in stored.parts("boards")]
        self._boards = boards[:-1]
        self._known, self._told = None, None
        self.plug(boards[-1])

    def net_input_now(self, at_s: float) -> Int32Array:
        """Excitatory minus inhibitory (a_units,) at each unit's input jack at *at_s*, before its delay."""
        net: Int32Array = self._net(self.board, self._relays.contacts(at_s)) + self.board.always
        return net

    def fires(self, contacts: BoolArray) -> BoolArray:
        """Which A-units (a_units,) fire once *contacts* (s_units,) have stood long enough."""
        firing: BoolArray = self._net(self.board, contacts) >= self.board.thresholds
        firing.flags.writeable = False
        return firing

    def firing(self, at_s: float, lag_s: float = 0.0) -> BoolArray:
        """Which A-units (a_units,) fire at *at_s* as a stage that lags by *lag_s* sees them; read-only."""
        longest_s = self._longest_s + lag_s
        if self._common or at_s >= max(self._relays.settled_s, self.board.since_s) + longest_s:
            return self._together(at_s, longest_s)
        return self._each(at_s, lag_s)

    def next_change_s(self, after_s: float, lag_s: float = 0.0) -> float:
        """When a stage that lags by *lag_s* may next see an A-unit's output change; infinity if never."""
        longest_s = self._longest_s + lag_s
        if self._common:
            next_s = self._relays.next_change_s(after_s, longest_s)
        elif after_s < self._relays.settled_s + longest_s:
            next_s = self._next_of_each_s(after_s, lag_s)
        else:
            next_s = np.inf
        if after_s >= self.board.since_s + longest_s:
            return next_s
        since_s = np.array([board.since_s for board in self._boards])
        delay_s = self.delay_s[:1] if self._common else self.delay_s
        seen_s = (since_s[:, None] + (delay_s + lag_s)).ravel()
        return min(next_s, float(seen_s[seen_s > after_s].min(initial=np.inf)))

    def _together(self, at_s: float, lag_s: float) -> BoolArray:
        """All units as they see the contacts *lag_s* ago."""
        contacts, board = self._relays.contacts(at_s, lag_s), self.board
        if board.since_s + lag_s > at_s:
            board = next((b for b in reversed(self._boards) if b.since_s + lag_s <= at_s), self._boards[0])
        known = self._known
        if known is None or known[0] is not board or known[1] is not contacts:
            firing: BoolArray = self._net(board, contacts) >= board.thresholds
            firing.flags.writeable = False
            known = self._known = board, contacts, firing
        return known[2]

    def _each(self, at_s: float, lag_s: float) -> BoolArray:
        """Every unit as it sees the contacts its own delay and *lag_s* ago."""
        base, tables_s = self._moves()
        firing = np.zeros(self.delay_s.size, dtype=np.bool_)
        for board, until_s in zip(self._boards, [b.since_s for b in self._boards[1:]] + [np.inf], strict=True):
            levels = base[board.origins]
            for times_s in tables_s:
                levels ^= times_s[board.origins] + (self.delay_s + lag_s) <= at_s
            net = (levels * board.signs).sum(axis=0, dtype=np.int32)
            first = board is self._boards[0]
            sees = (board.since_s + (self.delay_s + lag_s) <= at_s) | first
            sees &= until_s + (self.delay_s + lag_s) > at_s
            firing |= sees & (net >= board.thresholds)
        firing.flags.writeable = False
        return firing

    def _moves(self) -> tuple[BoolArray, list[FloatArray]]:
        """Contacts (s_units,) before all moves, and when each moves first, a second time, ...; infinity for never."""
        if self._told is None or self._told[0] != self._relays.laws:
            base, cell, moved_s = self._relays.moves()
            tables_s = []
            for turn in _turns(cell):
                times_s = np.full(base.size, np.inf)
                times_s[cell[turn]] = moved_s[turn]
                tables_s.append(times_s)
            self._told, self._flips_s = (self._relays.laws, base, tables_s), {}
        return self._told[1:]

    def _next_of_each_s(self, after_s: float, lag_s: float) -> float:
        """When any unit, by its own delay, next starts or stops firing, whichever of the boards it sees."""
        self._moves()
        next_s = np.inf
        for board in self._boards:
            key = id(board), lag_s
            if key not in self._flips_s:
                self._flips_s[key] = self._flips_of(board, lag_s)
            flips_s = self._flips_s[key]
            index = int(np.searchsorted(flips_s, after_s, side="right"))
            next_s = min(next_s, float(flips_s[index])) if index < flips_s.size else next_s
        return next_s

    def _flips_of(self, board: Board, lag_s: float) -> FloatArray:
        """All instants, in order, at which a unit with this *board* starts or stops firing on account of contacts."""
        base, tables_s = self._moves()
        seen: list[tuple[IntArray, FloatArray, npt.NDArray[Any]]] = []
        closed = base.copy()
        for times_s in tables_s:
            row, unit = np.nonzero(np.isfinite(times_s)[board.origins] & (board.signs != 0))
            cell = board.origins[row, unit]
            change = np.where(closed[cell], -1, 1) * board.signs[row, unit]
            seen.append((unit, times_s[cell] + (self.delay_s[unit] + lag_s), change))
            closed ^= np.isfinite(times_s)
        if not seen:
            return np.empty(0)
        unit, seen_s, change = (np.concatenate(parts) for parts in zip(*seen, strict=True))
        order = np.lexsort((seen_s, unit))
        unit, seen_s, change = unit[order], seen_s[order], change[order]
        begins = np.r_[True, unit[1:] != unit[:-1]][: unit.size]  # each unit's first move
        run = np.cumsum(change)
        net_before = (base[board.origins] * board.signs).sum(axis=0, dtype=np.int64)[unit]
        start = (run - change)[begins.nonzero()[0][np.cumsum(begins) - 1]]  # what moves of other units came to
        net = net_before + run - start
        fires, fired = net >= board.thresholds[unit], net - change >= board.thresholds[unit]
        flips_s: FloatArray = np.sort(seen_s[fires != fired])
        return flips_s

    def _net(self, board: Board, contacts: BoolArray) -> npt.NDArray[Any]:
        levels = self._wire_levels if board is self.board else np.empty(board.origins.shape, dtype=np.int8)
        np.take(contacts.view(np.int8), board.origins, out=levels, mode="clip")
        np.multiply(levels, board.signs, out=levels)
        sums = np.int8 if len(levels) < 128 else np.int32  # the narrow sum is the faster one
        net: npt.NDArray[Any] = np.add.reduce(levels, axis=0, dtype=sums)
        return net


def _turns(cell: IntArray) -> list[IntArray]:
    """Indices into *cell*, in order of time, split into each cell's first occurrence, its second, and so on."""
    count: dict[int, int] = {}
    turns: list[list[int]] = []
    for index, number in enumerate(cell.tolist()):
        turn = count.get(number, 0)
        count[number] = turn + 1
        if turn == len(turns):
            turns.append([])
        turns[turn].append(index)
    return [np.array(turn, dtype=np.intp) for turn in turns]
