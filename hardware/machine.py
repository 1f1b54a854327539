"""The cabinet: `Mark1` assembles the parts, lets light in, drives the motors and reads the lamps."""

import numpy as np
import numpy.typing as npt
import simpy
from simpy.events import ProcessGenerator

from hardware.association import AssociationBank
from hardware.errors import StimulusError
from hardware.motors import MotorBank
from hardware.plugboard import Wiring, draw_wiring
from hardware.potentiometers import PotentiometerBank
from hardware.randomness import Purpose, generator
from hardware.reinforcement import ErrorCorrection
from hardware.relays import BoolArray
from hardware.response import ResponseBank
from hardware.retina import CellTolerances, Pattern, Retina
from hardware.spec import Mark1Spec


class Mark1:
    """One Mark I Perceptron on the clock *env*.

    *seed* gives its wiring and the tolerances of its parts; *wiring* replaces the drawn one.
    Between two events every part follows a closed-form law; each method below that changes a law is an event.
    """

    def __init__(
        self, env: simpy.Environment, spec: Mark1Spec | None = None, *, seed: int = 0, wiring: Wiring | None = None
    ) -> None:
        self.env = env
        self.spec = spec = spec or Mark1Spec()
        self.wiring = wiring or draw_wiring(spec, generator(seed, Purpose.WIRING))
        self.wiring.check(spec)
        memory_s = spec.association.delay_s + spec.response.delay_s
        self.retina = Retina(spec.retina, CellTolerances.drawn(spec.retina, seed), memory_s)
        self.association = AssociationBank(spec.association, self.wiring, self.retina)
        motors = MotorBank(spec.motor, spec.association.units, seed)
        self.potentiometers = PotentiometerBank(spec.potentiometer, motors, spec.response.delay_s)
        self.response = ResponseBank(spec, self.wiring, self.association, self.potentiometers)
        self.reinforcement = ErrorCorrection(self.wiring, spec.response.units)
        self._clearings = 0

    @property
    def motor_s(self) -> float:
        """Seconds of current all motors have ever had, summed over motors."""
        return self.potentiometers.motor_s(self.env.now)

    @property
    def clearings(self) -> int:
        """How often the values have been cleared."""
        return self._clearings

    def pattern(self, image: npt.ArrayLike) -> Pattern:
        """Check *image* (rows, columns), 1 lit and 0 dark, and prepare it to be placed; may raise StimulusError."""
        return self.retina.pattern(image)

    def place(self, pattern: Pattern) -> None:
        """Put *pattern* in the field of view."""
        self.retina.illuminate(pattern, self.env.now)

    def remove(self) -> None:
        """Take the pattern away: the retina is dark."""
        self.retina.illuminate(self.retina.dark, self.env.now)

    def read(self) -> BoolArray:
        """The R-lamps (r_units,) as they stand at this instant, settled or not."""
        return self.response.lamps(self.env.now)

    def check_code(self, code: npt.ArrayLike) -> BoolArray:
        """Return *code* as bits (r_units,); raise StimulusError unless it is one 0 or 1 per R-unit."""
        units = self.spec.response.units
        try:
            bits = np.asarray(code)
        except ValueError as error:  # ragged nesting
            raise StimulusError(f"code must be {units} bits of 0 or 1, got {code!r}") from error
        if bits.dtype == np.bool_ and bits.shape == (units,):
            return bits.copy()
        lamps: BoolArray = bits.astype(np.bool_) if bits.dtype.kind in "bui" else np.empty(0, dtype=np.bool_)
        if lamps.shape != (units,) or (lamps != bits).any():
            raise StimulusError(f"code must be {units} bits of 0 or 1, got {code!r}")
        return lamps

    def correct(self, wanted: BoolArray, answered: BoolArray, pulse_s: float) -> ProcessGenerator:
        """Drive the firing A-units of every wrong R-unit for *pulse_s*; return how many motors had current.

        An A-unit that starts or stops firing during the pulse switches its motor at that instant.
        Clearing the values ends the pulse.
        """
        signs, clearings = self.reinforcement.signs(wanted, answered), self._clearings
        end_s, driven = self.env.now + pulse_s, np.zeros(self.wiring.assignment.size, dtype=np.bool_)
        while self.env.now < end_s and self._clearings == clearings:
            now_s = self.env.now
            current = self.reinforcement.direction(signs, self.association.firing(now_s))
            self.potentiometers.drive(current, now_s)
            driven |= current != 0
            yield self.env.timeout(min(end_s, self.association.next_change_s(now_s)) - now_s)
        if self._clearings == clearings:
            self.potentiometers.cut(self.env.now)
        return int(np.count_nonzero(driven))

    def clear_values(self) -> None:
        """Stop the motors and set every potentiometer to its middle by hand, at once."""
        self._clearings += 1
        self.potentiometers.set_angles(np.zeros(self.wiring.assignment.size), self.env.now)

    def turned_deg(self) -> float:
        """Degrees all shafts together have ever been turned by their motors."""
        return self.potentiometers.turned_deg(self.env.now)

    def settled_answer(self, pattern: Pattern) -> BoolArray:
        """The lamps (r_units,) that a long exposure to *pattern* would end in, values as they stand.

        No time passes and nothing is disturbed: an examiner's look at a rested copy of the machine.
        """
        firing = self.association.fires(pattern.closes)
        return self.response.decide(self.response.sums_v(firing, self.potentiometers.wiper_steps(self.env.now)))
