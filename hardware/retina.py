"""The retina: 400 cadmium sulphide photocells, each with a relay that makes light or dark out of its conductance."""

from dataclasses import dataclass
from typing import NamedTuple
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt

from hardware.arrays import BoolArray, FloatArray, Int8Array, IntArray
from hardware.errors import StimulusError, shown
from hardware.randomness import Purpose, generator
from hardware.relays import RelayBank
from hardware.spec import RetinaSpec
from hardware.stored import Stored

ROUNDING = 1e-9  # a law may begin at the very instant of a crossing


@dataclass(frozen=True, slots=True)
class CellTolerances:
    """What each photocell and its relay turned out to be; every array is (s_units,)."""

    gain_us_per_lux_gamma: FloatArray
    gamma: FloatArray
    rise_s: FloatArray
    fall_s: FloatArray
    operate_s: FloatArray
    release_s: FloatArray

    @classmethod
    def drawn(cls, spec: RetinaSpec, seed: int) -> "CellTolerances":
        """Draw every part about its nominal value with the log-normal spreads of *spec*."""
        cells, relays = (generator(seed, p) for p in (Purpose.CELL_TOLERANCES, Purpose.RELAY_TOLERANCES))

        def about(nominal: float, spread: float, rng: np.random.Generator) -> FloatArray:
            return nominal * np.exp(spread * rng.standard_normal(spec.s_units))

        return cls(
            gain_us_per_lux_gamma=about(spec.gain_us_per_lux_gamma, spec.cell_spread, cells),
            gamma=about(spec.gamma, spec.gamma_spread, cells),
            rise_s=about(spec.rise_s, spec.cell_spread, cells),
            fall_s=about(spec.fall_s, spec.cell_spread, cells),
            operate_s=about(spec.relay_operate_s, spec.relay_spread, relays),
            release_s=about(spec.relay_release_s, spec.relay_spread, relays),
        )


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Pattern:
    """A checked image and what it makes of each cell, ready to be shown again and again; arrays (s_units,), read-only.

    light is 0..1; limit_us is the conductance in microsiemens each cell tends to. Cells that close end with their relay
    closed, cells that stay closed keep it closed if it was; settling_s is the longest that any relay can take.
    It is made for the cells of one machine, *tolerances*.
    """

    tolerances: CellTolerances
    light: FloatArray
    limit_us: FloatArray
    closes: BoolArray
    stays_closed: BoolArray
    settling_s: float


class ConductanceLaw(NamedTuple):
    """How conductances move from *since_s* on: G(t) = G_inf + (G_0 - G_inf) exp(-t/tau); arrays are (s_units,).

    switches holds +1 where the coil is forced on, -1 where it is forced off; None where all are automatic.
    """

    since_s: float
    start_us: FloatArray
    limit_us: FloatArray
    tau_s: FloatArray
    relay_on_us: float
    relay_off_us: float
    switches: Int8Array | None = None

    def conductance_us(self, at_s: float) -> FloatArray:
        """Conductance (s_units,) in microsiemens at *at_s*."""
        conductance_us: FloatArray = np.divide(self.since_s - at_s, self.tau_s)
        np.exp(conductance_us, out=conductance_us)  # in place: this is worked out twice in every lesson
        conductance_us *= self.start_us - self.limit_us
        conductance_us += self.limit_us
        return conductance_us

    def crossings(self, coil: BoolArray) -> tuple[IntArray, FloatArray]:
        """Which cells cross the threshold at which their *coil* (s_units,) changes, and when, in seconds."""
        opens, closes = self.limit_us < self.relay_off_us, self.limit_us > self.relay_on_us
        changes = np.where(coil, opens, closes)
        if self.switches is None:
            return self._crossed(changes.nonzero()[0], coil)
        free, crossed_s = self._crossed((changes & (self.switches == 0)).nonzero()[0], coil)
        forced = (self.switches == np.where(coil, -1, 1)).nonzero()[0]
        return np.concatenate((free, forced)), np.concatenate((crossed_s, np.full(forced.size, self.since_s)))

    def _crossed(self, cell: IntArray, coil: BoolArray) -> tuple[IntArray, FloatArray]:
        """*cell* and when each crosses its threshold."""
        threshold_us = np.where(coil[cell], self.relay_off_us, self.relay_on_us)
        ratio = (self.limit_us[cell] - self.start_us[cell]) / (self.limit_us[cell] - threshold_us)
        return cell, self.since_s + self.tau_s[cell] * np.log(ratio)


class Retina:
    """The photocells and their relays, in closed form between two changes of the light.

    Conductance obeys dG/dt = (G_inf(E) - G) / tau with G_inf(E) = G_dark + k E**gamma and tau = rise or fall time.
    """

    def __init__(self, spec: RetinaSpec, tolerances: CellTolerances, memory_s: float) -> None:
        self._spec, self.tolerances = spec, tolerances
        self.relays = RelayBank(tolerances.operate_s, tolerances.release_s, memory_s)
        self.switches: Int8Array = np.zeros(spec.s_units, dtype=np.int8)  # replaced, never changed
        self._brightest_us = self._limit_us(1.0)
        self._dead = self._stuck = np.zeros(spec.s_units, dtype=np.bool_)
        # what switches and defects, if any, make of patterns, as long as somebody has these
        self._altered: WeakKeyDictionary[Pattern, Pattern] | None = None
        self.dark = self._pattern(np.zeros(spec.s_units))
        self._shown = self.dark
        self._law = self._from(0.0, self.dark.limit_us, self.dark)

    @property
    def light(self) -> FloatArray:
        """What falls on the cells now, (s_units,), 0..1; read-only."""
        return self._shown.light

    def pattern(self, image: npt.ArrayLike) -> Pattern:
        """Prepare *image* (rows, columns); StimulusError unless its numbers are real, finite and within 0..1."""
        try:
            array = np.asarray(image)
        except ValueError as error:  # ragged rows
            raise StimulusError(f"image must be an array of real numbers, got {shown(image)}") from error
        shape = (self._spec.rows, self._spec.columns)
        if array.shape != shape:
            raise StimulusError(f"image must have the retina's shape {shape}, got {array.shape!r}")
        if array.dtype.kind not in "biuf":
            raise StimulusError(f"image must hold real numbers, got dtype {array.dtype.name!r}")
        values = array.astype(np.float64)
        low, high = values.min(), values.max()
        if not (low >= 0 and high <= 1):  # NaN fails both comparisons
            raise StimulusError(f"image must lie within 0..1, got values from {low} to {high}")
        return self._pattern(values.ravel())

    def conductance_us(self, at_s: float) -> FloatArray:
        """Conductance (s_units,) in microsiemens at *at_s*, an instant since the light last changed."""
        return self._law.conductance_us(at_s)

    def illuminate(self, pattern: Pattern, at_s: float) -> None:
        """From *at_s* on, let the light of *pattern* fall on the cells; StimulusError if it is another machine's."""
        if pattern.tolerances is not self.tolerances:
            raise StimulusError("pattern must be prepared by the machine that is shown it, got another machine's")
        self._shown = pattern
        self._begin(at_s)

    def felt(self, pattern: Pattern) -> Pattern:
        """What *pattern* comes to, switches and defects as they are."""
        if self._altered is None:
            return pattern
        if pattern not in self._altered:
            self._altered[pattern] = self._pattern(pattern.light, altered=True)
        return self._altered[pattern]

    def override(self, switches: Int8Array, at_s: float) -> None:
        """Set every switch of the sensory panel (s_units,): +1 forces the coil on, -1 off, 0 leaves it to its cell.

        A coil that is left to its cell again is judged by the conductance as it is.
        """
        released = (switches == 0) & (self.switches != 0)
        if released.any():
            conductance_us = self.conductance_us(at_s)
            on = conductance_us > self._spec.relay_on_us
            on |= self.relays.coil(at_s) & (conductance_us >= self._spec.relay_off_us)
            self._alter(np.where(released, np.where(on, 1, -1), switches).astype(np.int8), self._dead, self._stuck)
            self._begin(at_s)
        self._alter(switches, self._dead, self._stuck)
        self._begin(at_s)

    def set_defects(self, dead: BoolArray, stuck: BoolArray, at_s: float) -> None:
        """From *at_s* on, *dead* cells (s_units,) conduct as in the dark, *stuck* ones as in full light."""
        self._alter(self.switches, dead, stuck)
        self._begin(at_s)

    def state(self) -> dict[str, object]:
        """All that the future depends on but the defects, to be restored from; arrays are not to be written to."""
        return {
            "light": self._shown.light,
            "switches": self.switches,
            "since_s": float(self._law.since_s),
            "start_us": self._law.start_us,
            "relays": self.relays.state(),
        }

    def restore(self, stored: Stored, dead: BoolArray, stuck: BoolArray, now_s: float) -> None:
        """Go on at *now_s* from what `state` told, with the defects as they were then."""
        cells = self._spec.s_units
        light = stored.array("light", np.float64, cells, 0.0, 1.0)
        since_s = stored.number("since_s", 0.0, now_s)
        start_us = stored.array("start_us", np.float64, cells, 0.0, np.inf)
        brightest_us = self._brightest_us * (1 + ROUNDING)
        within = (start_us >= self._spec.dark_conductance_us * (1 - ROUNDING)) & (start_us <= brightest_us)
        stored.require(bool(within.all()), "start_us", "between each cell's conductance in the dark and in full light")
        self.relays.restore(stored.part("relays"))
        self._alter(stored.array("switches", np.int8, cells, -1, 1), dead, stuck)
        self._shown = self._pattern(light) if light.any() else self.dark
        self._law = self._from(since_s, start_us, self.felt(self._shown))
        low_us, high_us = self._spec.relay_off_us * (1 - ROUNDING), self._spec.relay_on_us * (1 + ROUNDING)
        beyond = np.where(self.relays.coil_at_first, start_us < low_us, start_us > high_us) & (self.switches == 0)
        stored.require(not beyond.any(), "start_us", "where the coils' thresholds let it be")

    def _alter(self, switches: Int8Array, dead: BoolArray, stuck: BoolArray) -> None:
        self.switches, self._dead, self._stuck = switches, dead, stuck
        self._altered = WeakKeyDictionary() if switches.any() or dead.any() or stuck.any() else None

    def _begin(self, at_s: float) -> None:
        """Start a new law for the pattern that is shown."""
        pattern, coil = self.felt(self._shown), self.relays.coil(at_s)
        self._law = self._from(at_s, self._law.conductance_us(at_s), pattern)
        final = pattern.closes | (coil & pattern.stays_closed)
        self.relays.begin(at_s, coil, final, at_s + pattern.settling_s, self._law.crossings)

    def _from(self, at_s: float, start_us: FloatArray, pattern: Pattern) -> ConductanceLaw:
        tau_s = self.tolerances.fall_s
        if pattern is not self.dark:  # where no cell can be darker, all that move are falling
            tau_s = np.where(pattern.limit_us > start_us, self.tolerances.rise_s, tau_s)
        on_us, off_us = self._spec.relay_on_us, self._spec.relay_off_us
        switches = None if self._altered is None else self.switches
        return ConductanceLaw(at_s, start_us, pattern.limit_us, tau_s, on_us, off_us, switches)

    def _limit_us(self, light: FloatArray | float) -> FloatArray:
        lux, tolerances = self._spec.stimulus_lux * light, self.tolerances
        grown: FloatArray = tolerances.gain_us_per_lux_gamma * lux**tolerances.gamma
        return self._spec.dark_conductance_us + grown

    def _pattern(self, light: FloatArray, altered: bool = False) -> Pattern:
        limit_us = self._limit_us(light)
        if altered:
            limit_us = np.where(self._stuck, self._brightest_us, limit_us)
            limit_us = np.where(self._dead, self._spec.dark_conductance_us, limit_us)
        closes = limit_us > self._spec.relay_on_us
        stays_closed = limit_us >= self._spec.relay_off_us
        settling_s = self._settling_s(limit_us, closes, ~stays_closed)
        if altered:
            on, off = self.switches > 0, self.switches < 0
            closes, stays_closed = (closes & ~off) | on, (stays_closed & ~off) | on
            forced_s = np.where(on, self.tolerances.operate_s, self.tolerances.release_s)[on | off]
            settling_s = max(settling_s, float(forced_s.max(initial=0.0)))
        for array in (light, limit_us, closes, stays_closed):
            array.flags.writeable = False
        return Pattern(self.tolerances, light, limit_us, closes, stays_closed, settling_s)

    def _settling_s(self, limit_us: FloatArray, closes: BoolArray, opens: BoolArray) -> float:
        """The longest any relay can take: closing from the dark, opening from full light, and its own delay."""
        spec, parts = self._spec, self.tolerances
        low_us, high_us = spec.dark_conductance_us, np.maximum(self._brightest_us, limit_us)[opens]
        to_on = (limit_us[closes] - low_us) / (limit_us[closes] - spec.relay_on_us)
        to_off = (high_us - limit_us[opens]) / (spec.relay_off_us - limit_us[opens])
        closing_s = parts.rise_s[closes] * np.log(to_on) + parts.operate_s[closes]
        opening_s = parts.fall_s[opens] * np.log(np.maximum(to_off, 1.0)) + parts.release_s[opens]
        return float(max(closing_s.max(initial=0.0), opening_s.max(initial=0.0)))
