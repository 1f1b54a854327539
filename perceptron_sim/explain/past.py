"""What every part did in the latest exposures that were seen, for its card: bounded, whatever the run is."""

from collections.abc import Hashable

import numpy as np
import numpy.typing as npt

from perceptron_sim.explain.neuron import UnitKey
from perceptron_sim.snapshot import SessionSnapshot

KEPT = 512  # exposures
# What is kept of each kind of part, and how its card calls it.
S_UNIT, A_UNIT, KNOB, R_UNIT, HIDDEN, PROBABILITY = "cell", "a_unit", "knob", "r_unit", "hidden", "probability"
UNITS = {
    S_UNIT: "1: relay closed",
    A_UNIT: "1: fires",
    KNOB: "degrees",
    R_UNIT: "volts in sum",
    HIDDEN: "its output",
    PROBABILITY: "probability",
}


class Past:
    """The latest KEPT exposures of one session of which a picture was drawn; another session begins anew.

    Of an exposure the last sight counts: photocells, A- and R-units as long as the picture stands in view, dials and
    network until the next one comes.
    """

    def __init__(self) -> None:
        self._kept: dict[str, npt.NDArray[np.float32]] = {}
        self._numbers = np.full(KEPT, -1, dtype=np.int64)  # of the exposure in each row
        self._lit = np.zeros(KEPT, dtype=np.bool_)  # whether its picture was seen in the light
        self._session: tuple[object, ...] = ()
        self._latest = -1

    def see(self, snapshot: SessionSnapshot) -> None:
        """Take down what stands in *snapshot*."""
        machine, network = snapshot.mark1, snapshot.network
        number = network.exposures
        now = {KNOB: machine.angle_deg, HIDDEN: network.hidden, PROBABILITY: network.probabilities}
        seen = {S_UNIT: machine.s_contacts, A_UNIT: machine.firing, R_UNIT: machine.sums_v}
        self._begin_anew_if_other(snapshot, {kind: values.size for kind, values in (now | seen).items()}, number)
        if number == 0:
            return
        row = number % KEPT
        if self._numbers[row] != number:
            self._numbers[row], self._lit[row] = number, False
        lit = bool(machine.light.any())
        self._lit[row] |= lit
        for kind, values in (now | seen if lit else now).items():
            self._kept[kind][row] = values
        self._latest = number

    def of(self, key: Hashable) -> npt.NDArray[np.float32]:
        """The past of the part that the *key* of a thing names, oldest first; empty where nothing is kept of it."""
        kind, index = _named(key)
        kept = self._kept.get(kind)
        if kept is None or not 0 <= index < kept.shape[1]:
            return np.zeros(0, dtype=np.float32)
        rows = np.flatnonzero((self._numbers >= 0) & (self._lit if kind in (S_UNIT, A_UNIT, R_UNIT) else True))
        in_order = rows[np.argsort(self._numbers[rows])]
        past: npt.NDArray[np.float32] = kept[in_order, index]
        return past

    def unit(self, key: Hashable) -> str:
        """What the numbers of `of` are."""
        return UNITS.get(_named(key)[0], "")

    def _begin_anew_if_other(self, snapshot: SessionSnapshot, sizes: dict[str, int], number: int) -> None:
        session = snapshot.experiment, snapshot.seed, *sizes.items()
        if session != self._session or number < self._latest:
            self._session, self._latest = session, -1
            self._numbers[:] = -1
            self._kept = {kind: np.zeros((KEPT, size), dtype=np.float32) for kind, size in sizes.items()}


def _named(key: Hashable) -> tuple[str, int]:
    """Kind and number of what *key* names, as the views call their things."""
    match key:
        case UnitKey(kind="a_unit" | "r_unit" as kind, index=index):
            return kind, index
        case UnitKey(kind="layer", index=index, layer=0):
            return HIDDEN, index
        case (str(kind), int(index)) if kind in UNITS:
            return kind, index
    return "", -1
