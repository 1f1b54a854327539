"""The cabinet: `Mark1` assembles the parts, lets light in, drives the motors and reads the lamps."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import simpy
from simpy.events import ProcessGenerator

from hardware import controls
from hardware.arrays import BoolArray, FloatArray, Int8Array, Int32Array, IntArray
from hardware.association import AssociationBank, unit_delays_s
from hardware.choices import Control
from hardware.drives import drive_of
from hardware.errors import ControlError, SpecError, shown
from hardware.faults import Concern, Fault
from hardware.panel import Panel
from hardware.plugboard import Wiring
from hardware.potentiometers import PotentiometerBank
from hardware.pulse import Pulses
from hardware.randomness import Purpose, generator
from hardware.reinforcement import Reinforcement, plain_program
from hardware.response import ResponseBank
from hardware.retina import CellTolerances, Pattern, Retina
from hardware.spec import Mark1Spec
from hardware.stored import Stored
from hardware.wiring_draw import draw_wiring

LONGEST_PULSE_S = 1e9  # a hand's spread may draw out the longest that a specification allows


class Mark1:
    """One Mark I Perceptron on the clock *env*.

    *seed* gives its wiring and the tolerances of its parts; *wiring* replaces the drawn one.
    Between two events every part follows a closed-form law; each method below that changes a law is an event.
    """

    def __init__(
        self, env: simpy.Environment, spec: Mark1Spec | None = None, *, seed: int = 0, wiring: Wiring | None = None
    ) -> None:
        if not isinstance(env, simpy.Environment):
            raise ControlError(f"env must be a simpy.Environment, got {shown(env)}")
        self.env, self.seed = env, seed
        self.spec = spec = Mark1Spec() if spec is None else spec
        if not isinstance(spec, Mark1Spec):
            raise SpecError(f"spec must be a Mark1Spec, got {shown(spec)}")
        if wiring is None:
            wiring = draw_wiring(spec, generator(seed, Purpose.WIRING))
        units, lag_s = spec.association.units, spec.response.delay_s
        self._panel = Panel(spec, wiring)
        delays_s = unit_delays_s(spec.association, seed)
        tolerances = CellTolerances.drawn(spec.retina, seed)
        self.retina = Retina(spec.retina, tolerances, float(delays_s.max()) + lag_s)
        self.association = AssociationBank(delays_s, self._panel.board(-np.inf), self.retina, lag_s)
        self.potentiometers = PotentiometerBank(spec.potentiometer, drive_of(spec.motor, units, seed), lag_s)
        self.response = ResponseBank(spec, self.association, self.potentiometers, seed)
        self.reinforcement = Reinforcement(spec.reinforcement, spec.response.units)
        self._pulses = Pulses(env, self.association, self.potentiometers, self.reinforcement)
        self._patch()
        self._clearings = 0
        self._occupied_by: str | None = None

    @property
    def wiring(self) -> Wiring:
        """What is plugged now."""
        return self._panel.wiring

    @property
    def motor_s(self) -> float:
        """Seconds of current all motors have ever had, summed over motors."""
        return self.potentiometers.motor_s(self.env.now)

    @property
    def pulsing(self) -> bool:
        """Whether a pulse is under way."""
        return self._pulses.under_way

    @property
    def occupied_by(self) -> str | None:
        """What is under way on the machine: a lesson, a self-test, a pulse; None if nothing is."""
        return self._occupied_by or ("a pulse" if self.pulsing else None)

    def check_free(self, by: str) -> None:
        """Raise ControlError if anything is under way that *by* would disturb."""
        if self.occupied_by is not None:
            raise ControlError(f"machine must be free for {by}, got one that is at {self.occupied_by}")

    def occupy(self, by: str) -> None:
        """From now on until `release`, *by* is under way; ControlError if something is already."""
        self.check_free(by)
        self._occupied_by = by

    def release(self) -> None:
        """What was under way is over."""
        self._occupied_by = None

    @property
    def clearings(self) -> int:
        """How often the values have been cleared."""
        return self._clearings

    @property
    def faults(self) -> tuple[Fault, ...]:
        """The defects that are there now, in the order in which they came."""
        return self._panel.defects.present

    @property
    def overrides(self) -> Int8Array:
        """The sensory panel's switches (s_units,), +1 on, -1 off, 0 automatic; a copy."""
        return self.retina.switches.copy()

    @property
    def switched_on(self) -> BoolArray:
        """Which A-units (a_units,) their switches let fire; a copy."""
        return self._panel.switched_on

    @property
    def motors_on(self) -> bool:
        """Whether the motors have current under reinforcement."""
        return self._panel.motors_on

    @property
    def control(self) -> Control:
        """What decides on the next reinforcement."""
        return self._panel.control

    @property
    def supply_share(self) -> float:
        """What the supply's meter shows, as a share of the nominal voltage."""
        return self.response.supply_share

    @property
    def settled_s(self) -> float:
        """From when on, at the latest, no relay moves and no A-unit's output changes, if nothing is touched."""
        return self.association.settled_s

    @property
    def thresholds(self) -> Int32Array:
        """Each A-unit's threshold (a_units,); a copy."""
        return self._panel.thresholds

    def unit_numbers(self, a_units: npt.ArrayLike | slice) -> IntArray:
        """*a_units*, one number, several or a slice, as numbers; ControlError if the machine has no such A-unit."""
        return self._panel.unit_numbers(a_units)

    def pattern(self, image: npt.ArrayLike) -> Pattern:
        """Check *image* (rows, columns), 1 lit and 0 dark, and prepare it to be placed; may raise StimulusError."""
        return self.retina.pattern(image)

    def place(self, pattern: Pattern) -> None:
        """Put *pattern*, prepared by this machine, in the field of view."""
        self.retina.illuminate(pattern, self.env.now)

    def remove(self) -> None:
        """Take the pattern away: the retina is dark."""
        self.retina.illuminate(self.retina.dark, self.env.now)

    def override(self, s_units: npt.ArrayLike | slice, position: npt.ArrayLike) -> None:
        """Set the sensory panel's switches of *s_units*: +1 forces their relays on, -1 off, 0 leaves them automatic.

        *position* is one for all of them or one for each.
        """
        numbers = controls.unit_numbers("s_units", s_units, self.spec.retina.s_units)
        switches = self.retina.switches.copy()
        switches[numbers] = controls.signs("position", position, numbers.shape)
        self.retina.override(switches, self.env.now)
        self._pulses.disturb()

    def switch(self, a_units: npt.ArrayLike | slice, on: npt.ArrayLike) -> None:
        """Set the switches of *a_units*, all alike or one by one: a unit that is switched off never fires."""
        self._panel.switch(a_units, on)
        self._replug()

    def set_thresholds(self, thresholds: npt.ArrayLike) -> None:
        """Set every A-unit's threshold (a_units,), whole numbers."""
        self._panel.set_thresholds(thresholds)
        self._replug()

    def switch_motors(self, on: bool) -> None:
        """Give the motors current under reinforcement, or none: what turns coasts down, pulses go on in vain."""
        self._panel.switch_motors(on)
        self._patch()
        self._pulses.disturb()

    def set_control(self, control: Control) -> None:
        """Let *control* decide from the next reinforcement on, whatever the spec says."""
        self._panel.set_control(control)
        self._patch()

    def rewire(self, wiring: Wiring) -> None:
        """Put *wiring* on the plugboard; WiringError, and nothing changed, if it breaks a limit of the machine."""
        self._panel.rewire(wiring)
        self._patch()
        self._replug()

    def inject(self, fault: Fault) -> None:
        """Break a part; FaultError if there is none such, or it is broken so already."""
        self.inject_all((fault,))

    def inject_all(self, faults: Sequence[Fault]) -> None:
        """Break several parts at once, or none: FaultError if one of them cannot be broken so."""
        self._panel.defects.add(faults, self.wiring)
        self._feel(faults)

    def mend(self, fault: Fault) -> None:
        """Make good what is broken; FaultError if it is not."""
        self.mend_all((fault,))

    def mend_all(self, faults: Sequence[Fault]) -> None:
        """Make good several parts at once, or none: FaultError if one of them is not broken so."""
        self._panel.defects.remove(faults)
        self._feel(faults)

    def read(self) -> BoolArray:
        """The R-lamps (r_units,) as they stand at this instant, settled or not."""
        return self.response.lamps(self.env.now)

    def check_code(self, code: npt.ArrayLike) -> BoolArray:
        """Return *code* as bits (r_units,); raise StimulusError unless it is one 0 or 1 per R-unit."""
        return controls.code_bits(code, self.spec.response.units)

    def correct(self, wanted: BoolArray | None, answered: BoolArray, pulse_s: float) -> ProcessGenerator:
        """Reinforce for a pulse of *pulse_s*, as rule and control say; return the motors driven.

        *wanted* and *answered* are (r_units,); spontaneous learning needs no *wanted*. An A-unit that starts or stops
        firing during the pulse switches its motor at that instant. Clearing the values ends the pulse.
        """
        if not 0 < pulse_s <= LONGEST_PULSE_S:  # NaN fails the comparison
            raise ControlError(f"pulse_s must be a positive number of seconds, got {shown(pulse_s)}")
        signs, began_s = self.reinforcement.signs(wanted, answered), self.env.now
        program = self.reinforcement.program(signs, self.association.firing(began_s), began_s, pulse_s)
        if program is None:
            return 0
        clearings = self._clearings
        driven: int = yield from self._pulses.run(program)
        decay = self.spec.reinforcement.value_decay if self.motors_on else 0.0
        if decay and self._clearings == clearings:
            self.potentiometers.decay(decay, self.env.now)
        return driven

    def test_pulse(self, signs: npt.ArrayLike, pulse_s: float) -> ProcessGenerator:
        """Drive the firing A-units of each R-unit by *signs* (r_units,) for *pulse_s*, whatever rule is set.

        A test position of the reinforcement control (assumed); returns how many motors had current.
        """
        checked = controls.signs("signs", signs, (self.spec.response.units,))
        return self._pulses.run(plain_program(checked, self.env.now + controls.seconds("pulse_s", pulse_s)))

    def clear_values(self) -> None:
        """Set every potentiometer to its middle at once, motors stopped: what no operator could do."""
        self._clearings += 1
        self.potentiometers.set_angles(np.zeros(self.wiring.assignment.size), self.env.now)
        self._pulses.cut_short()

    def check_angle(self, angle_deg: float) -> None:
        """Raise ControlError unless *angle_deg* lies between the end stops."""
        controls.within("angle_deg", angle_deg, self.spec.potentiometer.stop_deg)

    def set_angle(self, a_unit: int, angle_deg: float) -> None:
        """Turn one potentiometer to *angle_deg* by hand; ControlError beyond its end stops."""
        unit = controls.unit_number("a_unit", a_unit, self.spec.association.units)
        self.potentiometers.set_angle(unit, angle_deg, self.env.now)
        self._pulses.disturb()

    def set_angles(self, angle_deg: npt.ArrayLike) -> None:
        """Put every shaft (a_units,) at *angle_deg* at once; motors stop, and start anew where a pulse drives them."""
        self.potentiometers.set_angles(angle_deg, self.env.now)
        self._pulses.disturb()

    def turned_deg(self) -> float:
        """Degrees all shafts together have ever been turned by their motors."""
        return self.potentiometers.turned_deg(self.env.now)

    def settled_answer(self, pattern: Pattern) -> BoolArray:
        """The lamps (r_units,) that a long exposure to *pattern* would end in, values as they stand, without noise.

        No time passes and nothing is disturbed: an examiner's look at a rested copy of the machine. A coin shows 0.
        """
        return self.response.decide(self.settled_sums_v(pattern))

    def settled_sums_v(self, pattern: Pattern) -> FloatArray:
        """The sums (r_units,) that `settled_answer` is decided on: without noise, the supply being as it is now."""
        firing = self.association.fires(self.retina.felt(pattern).closes)
        return self.response.sums_v(firing, self.potentiometers.wiper_steps(self.env.now))

    def state(self) -> dict[str, object]:
        """All that the future depends on but spec and seed, to be restored from; arrays are not to be written to."""
        return {
            "panel": self._panel.state(),
            "clearings": self._clearings,
            "retina": self.retina.state(),
            "association": self.association.state(),
            "potentiometers": self.potentiometers.state(),
        }

    def restore(self, stored: Stored) -> None:
        """Go on from what `state` told, the clock being where it was then."""
        self._panel = Panel.restored(self.spec, stored.part("panel"))
        self._patch()
        self._clearings = stored.count("clearings")
        now_s = float(self.env.now)
        self.retina.restore(stored.part("retina"), *self._panel.defects.cells(), now_s)
        self.association.restore(stored.part("association"), self.spec.retina.s_units, now_s)
        self.potentiometers.restore(stored.part("potentiometers"), now_s)
        self.response.set_defects(*self._panel.defects.r_units())

    def _replug(self) -> None:
        self.association.plug(self._panel.board(self.env.now))
        self._pulses.disturb()

    def _patch(self) -> None:
        self.response.patch(self.wiring.assignment)
        self.reinforcement.patch(self.wiring.assignment)
        self.reinforcement.control, self._pulses.powered = self.control, self.motors_on

    def _feel(self, faults: Sequence[Fault]) -> None:
        """Let the parts that *faults* concern feel the defects as they are now."""
        if not faults:
            return
        defects, now_s, concerns = self._panel.defects, self.env.now, {fault.concerns for fault in faults}
        if Concern.CELLS in concerns:
            self.retina.set_defects(*defects.cells(), now_s)
        if Concern.A_UNITS in concerns:
            self.association.plug(self._panel.board(now_s))
        if Concern.DRIVES in concerns:
            self.potentiometers.condition(now_s, *defects.motors())
        self.response.set_defects(*defects.r_units())
        self._pulses.disturb()
