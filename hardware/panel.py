"""What hands have set and what is broken: wiring, thresholds, switches, control, and what the A-units see of it."""

import numpy as np
import numpy.typing as npt

from hardware import controls
from hardware.arrays import BoolArray, Int32Array, IntArray
from hardware.association import Board
from hardware.choices import Control
from hardware.defects import Defects
from hardware.errors import WiringError, shown
from hardware.faults import fault_as_dict
from hardware.plugboard import UNASSIGNED, UNPLUGGED, Wiring
from hardware.spec import Mark1Spec
from hardware.stored import Stored
from hardware.validation import MOST


class Panel:
    """The settings of one machine; whoever changes one that the A-units see has to plug a new board."""

    def __init__(self, spec: Mark1Spec, wiring: Wiring) -> None:
        self._spec, self._units = spec, spec.association.units
        self.wiring = _checked(wiring, spec)
        given = spec.association.thresholds or (spec.association.threshold,) * self._units
        self._thresholds: Int32Array = np.array(given, dtype=np.int32)
        self._off: BoolArray = np.zeros(self._units, dtype=np.bool_)
        self.motors_on, self.control = True, spec.reinforcement.control
        self.defects = Defects(spec)

    @property
    def switched_on(self) -> BoolArray:
        """Which A-units (a_units,) their switches let fire; a copy."""
        return ~self._off

    @property
    def thresholds(self) -> Int32Array:
        """Each A-unit's threshold (a_units,); a copy."""
        return self._thresholds.copy()

    def unit_numbers(self, a_units: npt.ArrayLike | slice) -> IntArray:
        """*a_units*, one number, several or a slice, as numbers; ControlError if the machine has no such A-unit."""
        return controls.unit_numbers("a_units", a_units, self._units)

    def switch(self, a_units: npt.ArrayLike | slice, on: npt.ArrayLike) -> None:
        """Set the switches of *a_units*, all alike or one by one."""
        numbers = self.unit_numbers(a_units)
        self._off[numbers] = ~controls.switches("on", on, numbers.shape)

    def set_thresholds(self, thresholds: npt.ArrayLike) -> None:
        """Set every A-unit's threshold (a_units,), whole numbers."""
        self._thresholds = controls.thresholds_array(thresholds, self._units)

    def switch_motors(self, on: bool) -> None:
        """Switch the motors' current."""
        self.motors_on = controls.switch("on", on)

    def set_control(self, control: Control) -> None:
        """Set the reinforcement control, which may be given by its word."""
        self.control = controls.choice("control", control, Control)

    def rewire(self, wiring: Wiring) -> None:
        """Put *wiring* on the plugboard; WiringError, and nothing changed, if it breaks a limit of the machine."""
        self.wiring = _checked(wiring, self._spec)

    def board(self, at_s: float) -> Board:
        """What the A-units see of all this from *at_s* on."""
        cut, shorted = self.defects.wires(self.wiring)
        stuck = self.defects.relays()
        stuck[(stuck == 0) & self._off] = -1
        return Board.made(at_s, self.wiring, self._thresholds, cut, shorted, stuck)

    def state(self) -> dict[str, object]:
        """All of it, to be restored from; arrays are not to be written to."""
        wiring = self.wiring
        return {
            "origins": wiring.origins.ravel(),
            "signs": wiring.signs.ravel(),
            "assignment": wiring.assignment,
            "thresholds": self._thresholds,
            "off": self._off,
            "motors_on": self.motors_on,
            "control": str(self.control),
            "faults": [fault_as_dict(fault) for fault in self.defects.present],
        }

    @classmethod
    def restored(cls, spec: Mark1Spec, stored: Stored) -> "Panel":
        """The settings that `state` told of."""
        units, cells = spec.association.units, spec.retina.s_units
        origins = stored.array("origins", np.intp, None, UNPLUGGED, cells - 1)
        stored.require(origins.size > 0 and origins.size % units == 0, "origins", f"a multiple of {units} numbers")
        signs = stored.array("signs", np.int8, origins.size, -1, 1)
        assignment = stored.array("assignment", np.intp, units, UNASSIGNED, spec.response.units - 1)
        panel = cls(spec, Wiring(origins.reshape(-1, units), signs.reshape(-1, units), assignment))
        panel._thresholds = stored.array("thresholds", np.int32, units, -MOST, MOST)
        panel._off = stored.array("off", np.bool_, units, 0, 1).copy()
        if stored.tells("control") or stored.tells("motors_on"):  # checkpoints of version 1 know neither
            panel.control = Control(stored.choice("control", tuple(Control)))
            panel.motors_on = stored.flag("motors_on")
        panel.defects.keep([one.fault(spec) for one in stored.parts("faults", least=0)])
        return panel


def _checked(wiring: Wiring, spec: Mark1Spec) -> Wiring:
    if not isinstance(wiring, Wiring):
        raise WiringError(f"wiring must be a Wiring, got {shown(wiring)}")
    wiring.check(spec)
    return wiring
