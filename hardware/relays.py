"""The S-units' relays: a coil that follows its photocell, contacts that follow the coil after a delay.

A contact that has not yet moved when its coil changes back stays where it is (inertial delay). Where all relays end
is known when the light changes; when each one moves is worked out only if someone looks before they have settled.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from hardware.arrays import BoolArray, FloatArray, IntArray
from hardware.stored import Stored

Crossings = Callable[[BoolArray], tuple[IntArray, FloatArray]]


@dataclass(frozen=True, slots=True)
class _Flips:
    """Changes of coils: whose, when, when the contact follows, and when a later change overtakes it."""

    cell: IntArray
    coil_s: FloatArray
    contact_s: FloatArray  # infinity: the contact never moves
    void_s: FloatArray  # infinity: not overtaken

    @classmethod
    def restored(cls, stored: Stored, relays: int) -> "_Flips":
        cell = stored.array("cell", np.intp, None, 0, relays - 1)
        times = (stored.array(name, np.float64, cell.size, -np.inf, np.inf) for name in cls.__slots__[1:])
        return cls(cell, *times)

    @property
    def moves(self) -> BoolArray:
        return np.isinf(self.void_s) & np.isfinite(self.contact_s)

    def __getitem__(self, chosen: BoolArray) -> "_Flips":
        return _Flips(self.cell[chosen], self.coil_s[chosen], self.contact_s[chosen], self.void_s[chosen])

    def __add__(self, other: "_Flips") -> "_Flips":
        return _Flips(
            np.concatenate((self.cell, other.cell)),
            np.concatenate((self.coil_s, other.coil_s)),
            np.concatenate((self.contact_s, other.contact_s)),
            np.concatenate((self.void_s, other.void_s)),
        )


NO_FLIPS = _Flips(np.empty(0, dtype=np.intp), np.empty(0), np.empty(0), np.empty(0))


class RelayBank:
    """Contacts of many relays: where they stood, the flips under way, and where they will settle.

    *operate_s* and *release_s* are (relays,); *memory_s* is how far into the past contacts may be asked for,
    since later stages of the machine see them with a delay.
    """

    def __init__(self, operate_s: FloatArray, release_s: FloatArray, memory_s: float) -> None:
        self._operate_s, self._release_s, self._memory_s = operate_s, release_s, memory_s
        self._coil = self._base = self._final = np.zeros(operate_s.size, dtype=np.bool_)
        self._final.flags.writeable = False
        self._crossings: Crossings | None = None  # of the present law, until someone looks
        self._flips = self._coming = NO_FLIPS
        self._settled_s = -np.inf
        self._moves = self._forgotten_operations = 0
        self.laws = 0  # how many have begun: whoever keeps what `moves` told keeps it as long as this

    @property
    def coil_at_first(self) -> BoolArray:
        """Which coils (relays,) were energised when the present law began."""
        return self._coil

    @property
    def settled_s(self) -> float:
        """From when on, at the latest, no contact moves any more."""
        return self._settled_s

    def moves(self) -> tuple[BoolArray, IntArray, FloatArray]:
        """Contacts (relays,) before all moves that are remembered or coming; whose these are and when, in order."""
        self._look()
        moving = self._flips[self._flips.moves]
        order = np.argsort(moving.contact_s, kind="stable")
        return self._base, moving.cell[order], moving.contact_s[order]

    def coil(self, at_s: float) -> BoolArray:
        """Which coils (relays,) are energised at *at_s*, an instant since the last change of the law."""
        if at_s >= self._settled_s:
            return self._final  # contacts have caught up with their coils
        self._look()
        coil = self._coil.copy()
        coil[self._coming.cell[self._coming.coil_s <= at_s]] ^= True
        return coil

    def contacts(self, at_s: float, delay_s: float = 0.0) -> BoolArray:
        """The contacts (relays,) as a stage that lags by *delay_s* sees them at *at_s*; read-only."""
        if at_s >= self._settled_s + delay_s:
            return self._final
        self._look()
        return self._toggled(self._flips.moves & (self._flips.contact_s + delay_s <= at_s))

    def next_change_s(self, after_s: float, delay_s: float) -> float:
        """When a stage that lags by *delay_s* next sees a contact move; infinity if never."""
        if after_s >= self._settled_s + delay_s:
            return np.inf
        self._look()
        seen_s = self._flips.contact_s[self._flips.moves] + delay_s
        return float(seen_s[seen_s > after_s].min(initial=np.inf))

    def operations(self, at_s: float) -> int:
        """How many times contacts have opened or closed up to *at_s*."""
        if at_s >= self._settled_s:
            return self._forgotten_operations + self._moves
        self._look()
        moved = self._flips.moves & (self._flips.contact_s <= at_s)
        return self._forgotten_operations + int(np.count_nonzero(moved))

    def begin(self, at_s: float, coil: BoolArray, final: BoolArray, settled_s: float, crossings: Crossings) -> None:
        """From *at_s* on the coils, now at *coil*, tend to *final*, and every contact is there by *settled_s*.

        Changes still to come under the law before are forgotten. *crossings* tells, from the state of the coils,
        which of them change and when; each changes once at most. *final* is kept, and made read-only.
        """
        final.flags.writeable = False
        self.laws += 1
        if at_s >= self._settled_s + self._memory_s:  # all earlier moves are done and too old to be asked for
            self._forgotten_operations += self._moves
            self._base, self._flips = self._final, NO_FLIPS
            self._moves = int(np.count_nonzero(final ^ coil))
            self._coil, self._final, self._settled_s, self._crossings = coil, final, settled_s, crossings
            return
        self._look()
        self._forget(at_s)
        self._coil, self._crossings = coil, crossings
        self._look()
        moves = self._flips.moves
        latest_s = max(self._flips.contact_s[moves].max(initial=at_s), self._coming.coil_s.max(initial=at_s))
        self._moves, self._settled_s = int(np.count_nonzero(moves)), float(latest_s)
        self._final = self._toggled(moves)

    def state(self) -> dict[str, object]:
        """All that the future depends on, to be restored from; arrays are not to be written to."""
        self._look()
        flips = {name: getattr(self._flips, name) for name in _Flips.__slots__}
        coming = {name: getattr(self._coming, name) for name in _Flips.__slots__}
        return {
            "coil": self._coil,
            "base": self._base,
            "final": self._final,
            "flips": flips,
            "coming": coming,
            "settled_s": float(self._settled_s),
            "moves": self._moves,
            "forgotten_operations": self._forgotten_operations,
        }

    def restore(self, stored: Stored) -> None:
        """Go on from what `state` told."""
        relays = self._base.size
        coil, base, final = (stored.array(name, np.bool_, relays, 0, 1) for name in ("coil", "base", "final"))
        flips, coming = (_Flips.restored(stored.part(name), relays) for name in ("flips", "coming"))
        settled_s, moves = stored.number("settled_s", -np.inf, np.inf), stored.count("moves")
        self._forgotten_operations = stored.count("forgotten_operations")
        self._coil, self._base, self._final, self._crossings = coil, base, final, None
        self._flips, self._coming, self._settled_s, self._moves = flips, coming, settled_s, moves

    def _look(self) -> None:
        """Work out when the relays move under the present law, unless that is known."""
        if self._crossings is None:
            return
        cell, coil_s = self._crossings(self._coil)
        self._crossings = None
        delay_s = np.where(self._coil[cell], self._release_s[cell], self._operate_s[cell])
        coming = _Flips(cell, coil_s, coil_s + delay_s, np.full(cell.size, np.inf))
        self._coming = self._overtaking(coming)
        self._flips = self._flips + self._coming

    def _toggled(self, chosen: BoolArray) -> BoolArray:
        """The base state with the *chosen* flips carried out; a relay may flip more than once."""
        flips = np.bincount(self._flips.cell[chosen], minlength=self._base.size)
        contacts: BoolArray = self._base ^ (flips % 2 == 1)
        contacts.flags.writeable = False
        return contacts

    def _forget(self, at_s: float) -> None:
        """Drop what was cut off before it happened, fold in what lies too far back to be asked for."""
        flips = self._flips
        happened = (flips.coil_s <= at_s) & (flips.void_s > at_s) & np.isfinite(flips.contact_s)
        old = happened & (flips.contact_s <= at_s - self._memory_s)
        self._forgotten_operations += int(np.count_nonzero(old))
        self._base = self._toggled(old)
        kept = flips[happened & ~old]
        self._flips = _Flips(kept.cell, kept.coil_s, kept.contact_s, np.full(kept.cell.size, np.inf))

    def _overtaking(self, coming: _Flips) -> _Flips:
        """Void the pending contact moves that *coming* coil changes overtake; return *coming* without theirs."""
        due_s = np.full(self._base.size, -np.inf)
        np.maximum.at(due_s, self._flips.cell, self._flips.contact_s)
        overtakes = coming.coil_s < due_s[coming.cell]
        void_s = np.full(self._base.size, np.inf)
        void_s[coming.cell[overtakes]] = coming.coil_s[overtakes]
        pending = self._flips.contact_s == due_s[self._flips.cell]
        void_s = np.where(pending, void_s[self._flips.cell], np.inf)
        self._flips = _Flips(self._flips.cell, self._flips.coil_s, self._flips.contact_s, void_s)
        return _Flips(coming.cell, coming.coil_s, np.where(overtakes, np.inf, coming.contact_s), coming.void_s)
