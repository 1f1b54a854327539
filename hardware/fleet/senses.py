"""The retinas and A-units of many machines, joined into one: a cell does not know how many others there are."""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from hardware.arrays import BoolArray, FloatArray, Int32Array
from hardware.association import AssociationBank, Board
from hardware.machine import Mark1
from hardware.retina import CellTolerances, Retina
from hardware.spec import Mark1Spec

SURE = 1 - 1e-9  # of a time: what ends before it has ended, however instants are rounded


class Seen(NamedTuple):
    """What an image comes to on each machine once all relays have settled.

    firing (machines, a_units); fired and closed (machines,): how many A-units fire, and how many relays close; settles
    (machines,): whether all have settled, and all that follows has, when the lamps are read.
    """

    firing: BoolArray
    fired: Int32Array
    closed: Int32Array
    settles: BoolArray


class FleetSenses:
    """What several machines of one specification see of images; *machines* are as they were built."""

    def __init__(self, spec: Mark1Spec, machines: Sequence[Mark1]) -> None:
        self._retina_spec = spec.retina
        self._shape = (len(machines), spec.association.units)
        self._tolerances = [machine.retina.tolerances for machine in machines]
        whole = CellTolerances(*(np.concatenate(parts) for parts in zip(*map(_parts, self._tolerances), strict=True)))
        self._retina = Retina(replace(spec.retina, rows=spec.retina.rows * len(machines)), whole, 0.0)
        delays_s = [machine.association.delay_s for machine in machines]
        board = _joined([machine.association.board for machine in machines], spec.retina.s_units)
        self._association = AssociationBank(np.concatenate(delays_s), board, self._retina, 0.0)
        longest_s = np.array([float(delay_s.max()) for delay_s in delays_s])
        self._free_s = spec.timing.exposure_s * SURE - longest_s - spec.response.delay_s  # for relays to settle in

    def see(self, images: FloatArray) -> Seen:
        """What *images* (machines, rows, columns), one for each machine, come to."""
        pattern = self._retina.pattern(images.reshape(-1, images.shape[-1]))
        closes = pattern.closes.reshape(len(images), -1)
        settles = pattern.settling_s <= self._free_s
        for machine in np.flatnonzero(~settles).tolist():  # the longest of all machines' need not be this one's
            retina = Retina(self._retina_spec, self._tolerances[machine], 0.0)
            settles[machine] = retina.pattern(images[machine]).settling_s <= self._free_s[machine]
        firing = self._association.fires(pattern.closes).reshape(self._shape)
        fired, closed = (np.count_nonzero(which, axis=1).astype(np.int32) for which in (firing, closes))
        return Seen(firing, fired, closed, settles)


def forgets(machine: Mark1) -> bool:
    """Whether all relays of *machine* have opened again when the next image comes."""
    return machine.retina.dark.settling_s <= machine.spec.timing.interval_s * SURE


def _parts(tolerances: CellTolerances) -> list[FloatArray]:
    return [getattr(tolerances, name) for name in CellTolerances.__slots__]


def _joined(boards: Sequence[Board], cells: int) -> Board:
    """One board for all machines, each with *cells* S-units; sockets that only others have carry no wire."""
    rows = max(len(board.origins) for board in boards)
    empty = [((0, rows - len(board.origins)), (0, 0)) for board in boards]
    origins = [
        np.pad(board.origins, edge) + at * cells for at, (board, edge) in enumerate(zip(boards, empty, strict=True))
    ]
    signs = [np.pad(board.signs, edge) for board, edge in zip(boards, empty, strict=True)]
    always, thresholds = (
        np.concatenate([getattr(board, name) for board in boards]) for name in ("always", "thresholds")
    )
    return Board(boards[0].since_s, np.hstack(origins), np.hstack(signs), always, thresholds)
