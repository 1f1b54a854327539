"""The A-units: each fires when its excitatory wires that are on outnumber its inhibitory ones by its threshold."""

import numpy as np

from hardware.plugboard import Wiring
from hardware.relays import BoolArray, IntArray
from hardware.retina import Retina
from hardware.spec import AssociationSpec


class AssociationBank:
    """All A-units at once. A unit's output follows its input after a pure delay."""

    def __init__(self, spec: AssociationSpec, wiring: Wiring, retina: Retina) -> None:
        self._spec, self._relays = spec, retina.relays
        self._origins, self._signs = wiring.origins, wiring.signs
        self._sum_dtype = np.int8 if wiring.origins.shape[0] < 128 else np.int16
        self._wire_levels = np.empty(wiring.origins.shape, dtype=np.int8)
        self._known_contacts: BoolArray | None = None
        self._known_firing: BoolArray = np.zeros(spec.units, dtype=np.bool_)

    def net_input(self, contacts: BoolArray) -> IntArray:
        """Excitatory minus inhibitory wires that are on: (s_units,) -> (a_units,)."""
        np.take(contacts.view(np.int8), self._origins, out=self._wire_levels, mode="clip")
        np.multiply(self._wire_levels, self._signs, out=self._wire_levels)
        net: IntArray = np.add.reduce(self._wire_levels, axis=0, dtype=self._sum_dtype)
        return net

    def fires(self, contacts: BoolArray) -> BoolArray:
        """Which A-units (a_units,) fire once *contacts* (s_units,) have stood long enough."""
        firing: BoolArray = self.net_input(contacts) >= self._spec.threshold
        firing.flags.writeable = False
        return firing

    def firing(self, at_s: float, delay_s: float = 0.0) -> BoolArray:
        """Which A-units (a_units,) fire at *at_s* as a stage that lags by *delay_s* sees them; read-only."""
        contacts = self._relays.contacts(at_s, self._spec.delay_s + delay_s)
        if contacts is not self._known_contacts:
            self._known_contacts, self._known_firing = contacts, self.fires(contacts)
        return self._known_firing

    def next_change_s(self, after_s: float) -> float:
        """When an A-unit's input, delayed, may next change; infinity if never."""
        return self._relays.next_change_s(after_s, self._spec.delay_s)
