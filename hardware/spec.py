"""What a Mark I is: frozen, validated descriptions of its parts, each number with its unit and its provenance.

Source keys (DCN60, MAN60, ...) are those of docs/history-and-fidelity.md. Most timings of the real machine are not
known; their defaults are typical for parts of the period and are marked assumed.
"""

import sys
from dataclasses import dataclass, field, fields
from numbers import Integral
from typing import Any

from hardware.errors import SpecError
from hardware.provenance import assumed, documented, inferred

NO_EVIDENCE = "no evidence found; "
SMALL_RELAY = "typical small relay, 5 to 20 ms (general knowledge, unverified)"
WIDEST_SPREAD = 1.0  # log-normal: one part in three beyond a factor of e either way


def _require(holds: bool, spec: Any, name: str, rule: str) -> None:
    if not holds:
        raise SpecError(f"{type(spec).__name__}.{name} must be {rule}, got {getattr(spec, name)!r}")


def _check_kinds(spec: Any) -> None:
    """Whole numbers where a field counts, finite real numbers everywhere else."""
    for item in fields(spec):
        value = getattr(spec, item.name)
        if item.type is int:
            whole = isinstance(value, Integral) and not isinstance(value, bool)
            _require(whole, spec, item.name, "a whole number")
            object.__setattr__(spec, item.name, int(value))
        elif item.type is float:
            real = isinstance(value, int | float) and not isinstance(value, bool)
            _require(real and abs(value) <= sys.float_info.max, spec, item.name, "a finite number")


def _positive(spec: Any, *names: str) -> None:
    for name in names:
        _require(getattr(spec, name) > 0, spec, name, "positive")


def _not_negative(spec: Any, *names: str) -> None:
    for name in names:
        _require(getattr(spec, name) >= 0, spec, name, "zero or more")


def _spreads(spec: Any, *names: str) -> None:
    for name in names:
        _require(0 <= getattr(spec, name) <= WIDEST_SPREAD, spec, name, f"from 0 to {WIDEST_SPREAD}")


@dataclass(frozen=True, slots=True, kw_only=True)
class RetinaSpec:
    """The camera's mosaic of CdS photocells and the relay behind each cell."""

    rows: int = documented(20, "DCN60")
    columns: int = documented(20, "DCN60")
    stimulus_lux: float = assumed(100.0, NO_EVIDENCE + "indoor floodlighting")
    dark_conductance_us: float = assumed(1.0, "typical CdS dark resistance of 1 Mohm")
    gain_us_per_lux_gamma: float = assumed(10.0, "typical CdS, 20 kohm at 10 lux")
    gamma: float = assumed(0.7, "typical CdS, 0.60 to 0.90")
    cell_spread: float = assumed(0.05, NO_EVIDENCE + "log-normal spread of gain and time constants")
    gamma_spread: float = assumed(0.0125, NO_EVIDENCE + "log-normal spread of gamma; an exponent: a quarter is as much")
    rise_s: float = assumed(0.040, "typical CdS, 30 to 120 ms")
    fall_s: float = assumed(0.060, "typical CdS, 10 to 250 ms")
    relay_on_us: float = assumed(100.0, NO_EVIDENCE + "between dark and lit conductance")
    relay_off_us: float = assumed(60.0, NO_EVIDENCE + "hysteresis of a relay")
    relay_operate_s: float = assumed(0.010, SMALL_RELAY)
    relay_release_s: float = assumed(0.010, SMALL_RELAY)
    relay_spread: float = assumed(0.05, NO_EVIDENCE + "log-normal spread of the relays' delays")

    def __post_init__(self) -> None:
        _check_kinds(self)
        _positive(self, "rows", "columns", "stimulus_lux", "gain_us_per_lux_gamma", "gamma", "rise_s", "fall_s")
        _not_negative(self, "dark_conductance_us", "relay_operate_s", "relay_release_s")
        _spreads(self, "cell_spread", "gamma_spread", "relay_spread")
        _require(self.relay_off_us > self.dark_conductance_us, self, "relay_off_us", "above dark_conductance_us")
        _require(self.relay_on_us > self.relay_off_us, self, "relay_on_us", "above relay_off_us")

    @property
    def s_units(self) -> int:
        """How many photocells there are."""
        return self.rows * self.columns


@dataclass(frozen=True, slots=True, kw_only=True)
class PlugboardSpec:
    """How the random S-to-A wires are drawn."""

    excitatory: int = assumed(5, NO_EVIDENCE + "x origin points; a balanced x = y flattens P_a (PR58 Fig. 4)")
    inhibitory: int = assumed(5, NO_EVIDENCE + "y origin points")
    wires_per_s_unit: int = documented(40, "MAN60, by way of WIK")

    def __post_init__(self) -> None:
        _check_kinds(self)
        _not_negative(self, "excitatory", "inhibitory")
        _positive(self, "wires_per_s_unit")
        _require(self.wires_per_a_unit > 0, self, "excitatory", "positive where inhibitory is zero")

    @property
    def wires_per_a_unit(self) -> int:
        """Origin points of one A-unit, of either sign."""
        return self.excitatory + self.inhibitory


@dataclass(frozen=True, slots=True, kw_only=True)
class AssociationSpec:
    """The A-units: all-or-nothing summing units."""

    units: int = documented(512, "DCN60")
    threshold: int = assumed(1, NO_EVIDENCE + "with theta = 3 the alphabet is not learned on this wiring")
    delay_s: float = assumed(0.010, SMALL_RELAY + "; a pure delay")

    def __post_init__(self) -> None:
        _check_kinds(self)
        _positive(self, "units")
        _not_negative(self, "delay_s")


@dataclass(frozen=True, slots=True, kw_only=True)
class PotentiometerSpec:
    """The weights: rotary potentiometers, wire-wound, between two end stops."""

    travel_deg: float = assumed(300.0, NO_EVIDENCE + "a single-turn potentiometer, 150 degrees each way")
    end_v: float = assumed(11.0, "values from -11 V to +11 V are reported, unverified")
    step_deg: float = assumed(0.3, "typical wire-wound resolution, 0.1 % of the travel (general knowledge, unverified)")

    def __post_init__(self) -> None:
        _check_kinds(self)
        _positive(self, "travel_deg", "end_v", "step_deg")
        _require(self.step_deg <= self.travel_deg / 2, self, "step_deg", "at most half of travel_deg")

    @property
    def stop_deg(self) -> float:
        """Angle of the upper end stop; the lower one is its negative."""
        return self.travel_deg / 2

    @property
    def volts_per_step(self) -> float:
        """Wiper voltage from one winding to the next."""
        return self.end_v * self.step_deg / self.stop_deg


@dataclass(frozen=True, slots=True, kw_only=True)
class MotorSpec:
    """The DC gear-motors that turn the potentiometers."""

    speed_deg_per_s: float = assumed(60.0, NO_EVIDENCE + "end to end in five seconds")
    time_constant_s: float = assumed(0.020, NO_EVIDENCE + "a small geared DC motor, spinning up and coasting down")
    speed_spread: float = assumed(0.05, NO_EVIDENCE + "log-normal spread from motor to motor")
    down_to_up: float = assumed(1.0, NO_EVIDENCE + "speed downwards as a share of speed upwards")

    def __post_init__(self) -> None:
        _check_kinds(self)
        _positive(self, "speed_deg_per_s", "time_constant_s", "down_to_up")
        _spreads(self, "speed_spread")


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponseSpec:
    """The R-units: independent binary units, each over its own A-units."""

    units: int = documented(8, "MAN60 Fig. 1, DCN60")
    in_use: int = assumed(8, "how the A-units were split is unknown; five R-units carry a letter's code")
    threshold_v: float = inferred(
        0.0,
        "Principles, by way of Yakovlev: the theory's R-unit; that it answers 0 at the threshold itself is assumed",
    )
    delay_s: float = assumed(0.010, SMALL_RELAY + "; a pure delay")

    def __post_init__(self) -> None:
        _check_kinds(self)
        _positive(self, "units", "in_use")
        _not_negative(self, "delay_s")
        _require(self.in_use <= self.units, self, "in_use", f"at most units ({self.units})")


@dataclass(frozen=True, slots=True, kw_only=True)
class TimingSpec:
    """The trainer's hand: how long a pattern is shown, corrected and put away."""

    exposure_s: float = assumed(0.5, "exposure times are not documented")
    pulse_s: float = assumed(0.1, "correction times are not documented")
    interval_s: float = assumed(0.5, "intervals are not documented; a hand changing cards is slower")

    def __post_init__(self) -> None:
        _check_kinds(self)
        _positive(self, "exposure_s", "pulse_s")
        _not_negative(self, "interval_s")


@dataclass(frozen=True, slots=True, kw_only=True)
class PowerSpec:
    """What the machine draws; nothing about it is documented."""

    standing_w: float = assumed(1500.0, NO_EVIDENCE + "six racks of period electronics")
    illumination_w: float = assumed(500.0, NO_EVIDENCE + "powerful lights on the pattern")
    motor_w: float = assumed(5.0, NO_EVIDENCE + "a small gear-motor under load")
    relay_operation_j: float = assumed(0.02, NO_EVIDENCE + "a 2 W coil for 10 ms")

    def __post_init__(self) -> None:
        _check_kinds(self)
        _not_negative(self, "standing_w", "illumination_w", "motor_w", "relay_operation_j")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark1Spec:
    """One Mark I Perceptron. The defaults are the machine of 1960 as far as it is known, the rest assumed."""

    retina: RetinaSpec = field(default_factory=RetinaSpec)
    plugboard: PlugboardSpec = field(default_factory=PlugboardSpec)
    association: AssociationSpec = field(default_factory=AssociationSpec)
    potentiometer: PotentiometerSpec = field(default_factory=PotentiometerSpec)
    motor: MotorSpec = field(default_factory=MotorSpec)
    response: ResponseSpec = field(default_factory=ResponseSpec)
    timing: TimingSpec = field(default_factory=TimingSpec)
    power: PowerSpec = field(default_factory=PowerSpec)

    def __post_init__(self) -> None:
        for item in fields(self):
            kind: Any = item.type
            _require(isinstance(getattr(self, item.name), kind), self, item.name, f"of type {kind.__name__}")
        wires, cells = self.plugboard.wires_per_a_unit, self.retina.s_units
        if wires > cells:
            raise SpecError(f"wires per A-unit must be at most the {cells} S-units, got {wires!r}")
        needed, outlets = wires * self.association.units, self.plugboard.wires_per_s_unit * cells
        if needed > outlets:
            rule = f"at most {outlets} ({self.plugboard.wires_per_s_unit} for each of {cells} S-units)"
            raise SpecError(f"wires from S- to A-units must be {rule}, got {needed!r}")
        if self.response.in_use > self.association.units:
            rule = f"at most association.units ({self.association.units})"
            raise SpecError(f"ResponseSpec.in_use must be {rule}, got {self.response.in_use!r}")
