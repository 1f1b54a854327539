"""What a Mark I is: frozen, validated descriptions of its parts, each number with its unit and its provenance.

Source keys (DCN60, MAN60, ...) are those of docs/history-and-fidelity.md. Most timings of the real machine are not
known; their defaults are typical for parts of the period and are marked assumed.
"""

from dataclasses import dataclass, field, fields
from typing import Any

from hardware.choices import Control, Rule, Tie, WiringFamily
from hardware.errors import SpecError, shown
from hardware.provenance import assumed, documented, inferred
from hardware.validation import MOST, at_most, check_kinds, not_negative, positive, require, spreads

NO_EVIDENCE = "no evidence found; "
SMALL_RELAY = "typical small relay, 5 to 20 ms (general knowledge, unverified)"
LONGEST_S = 1e6  # of any time a specification states: eleven days
BRIGHTEST_LUX, STEEPEST_GAMMA, WIDEST_GAMMA_SPREAD = 1e6, 3.0, 0.25  # keep k * lux**gamma within range
MOST_WIRES = 100_000_000  # a gigabyte of them
MOST_UNLIKE = 1e3  # ratio of two speeds of one motor
MOST_WINDINGS = 1e9  # sums over a million wipers stay exact in double precision


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
        check_kinds(self)
        positive(self, "rows", "columns", "stimulus_lux", "gain_us_per_lux_gamma", "gamma", "rise_s", "fall_s")
        not_negative(self, "dark_conductance_us", "relay_operate_s", "relay_release_s")
        at_most(self, LONGEST_S, "rise_s", "fall_s", "relay_operate_s", "relay_release_s")
        at_most(self, BRIGHTEST_LUX, "stimulus_lux")
        at_most(self, STEEPEST_GAMMA, "gamma")
        spreads(self, "cell_spread", "gamma_spread", "relay_spread")
        at_most(self, WIDEST_GAMMA_SPREAD, "gamma_spread")
        require(self.s_units <= MOST, self, "rows", f"so few that there are at most {MOST} cells")
        require(self.relay_off_us > self.dark_conductance_us, self, "relay_off_us", "above dark_conductance_us")
        require(self.relay_on_us > self.relay_off_us, self, "relay_on_us", "above relay_off_us")

    @property
    def s_units(self) -> int:
        """How many photocells there are."""
        return self.rows * self.columns


@dataclass(frozen=True, slots=True, kw_only=True)
class PlugboardSpec:
    """How the random S-to-A wires are drawn."""

    family: WiringFamily = assumed(
        WiringFamily.BINOMIAL, "one of Principles 6.2 (Yakovlev); which was plugged is not stated"
    )
    excitatory: int = assumed(5, NO_EVIDENCE + "x origin points; a balanced x = y flattens P_a (PR58 Fig. 4)")
    inhibitory: int = assumed(5, NO_EVIDENCE + "y origin points")
    replacement: bool = assumed(False, "whether one A-unit may take two wires from one S-unit is not stated")
    local_sigma_cells: float = assumed(
        3.0, "PR58 p. 388: density falls exponentially with distance; a Gaussian stands for it, for local wiring only"
    )
    wires_per_s_unit: int = documented(40, "MAN60, by way of WIK")
    shares: tuple[int, ...] = assumed(
        (), "how the A-units were split is unknown; empty: evenly over the R-units in use"
    )

    def __post_init__(self) -> None:
        check_kinds(self)
        not_negative(self, "excitatory", "inhibitory")
        positive(self, "wires_per_s_unit", "local_sigma_cells")
        require(all(share >= 0 for share in self.shares), self, "shares", "a list of numbers of zero or more")
        require(self.wires_per_a_unit > 0, self, "excitatory", "positive where inhibitory is zero")

    @property
    def wires_per_a_unit(self) -> int:
        """Origin points of one A-unit, of either sign; with Poisson wiring, their mean."""
        return self.excitatory + self.inhibitory


@dataclass(frozen=True, slots=True, kw_only=True)
class AssociationSpec:
    """The A-units: all-or-nothing summing units."""

    units: int = documented(512, "DCN60")
    threshold: int = assumed(1, NO_EVIDENCE + "with theta = 3 the alphabet is not learned on this wiring")
    thresholds: tuple[int, ...] = assumed((), NO_EVIDENCE + "one for each A-unit; empty: all have the common threshold")
    delay_s: float = assumed(0.010, SMALL_RELAY + "; a pure delay")
    delay_spread: float = assumed(0.0, NO_EVIDENCE + "log-normal spread of the units' delays; off by default")

    def __post_init__(self) -> None:
        check_kinds(self)
        positive(self, "units")
        not_negative(self, "delay_s")
        at_most(self, LONGEST_S, "delay_s")
        spreads(self, "delay_spread")
        each = not self.thresholds or len(self.thresholds) == self.units
        require(each, self, "thresholds", f"empty or one number for each of {self.units} A-units")


@dataclass(frozen=True, slots=True, kw_only=True)
class PotentiometerSpec:
    """The weights: rotary potentiometers, wire-wound, between two end stops."""

    travel_deg: float = assumed(300.0, NO_EVIDENCE + "a single-turn potentiometer, 150 degrees each way")
    end_v: float = assumed(11.0, "values from -11 V to +11 V are reported, unverified")
    step_deg: float = assumed(0.3, "typical wire-wound resolution, 0.1 % of the travel (general knowledge, unverified)")
    backlash_deg: float = assumed(0.0, NO_EVIDENCE + "play of the gears between motor and wiper; off by default")

    def __post_init__(self) -> None:
        check_kinds(self)
        positive(self, "travel_deg", "end_v", "step_deg")
        not_negative(self, "backlash_deg")
        require(self.step_deg <= self.travel_deg / 2, self, "step_deg", "at most half of travel_deg")
        fine = self.step_deg * MOST_WINDINGS >= self.travel_deg
        require(fine, self, "step_deg", f"at least travel_deg / {MOST_WINDINGS:g}")
        require(self.backlash_deg <= self.travel_deg / 2, self, "backlash_deg", "at most half of travel_deg")

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
    asymmetry_spread: float = assumed(0.0, NO_EVIDENCE + "log-normal spread of that share from motor to motor")

    def __post_init__(self) -> None:
        check_kinds(self)
        positive(self, "speed_deg_per_s", "time_constant_s", "down_to_up")
        at_most(self, LONGEST_S, "time_constant_s")
        at_most(self, MOST_UNLIKE, "down_to_up")
        spreads(self, "speed_spread", "asymmetry_spread")


@dataclass(frozen=True, slots=True, kw_only=True)
class RatchetSpec:
    """The other drive that is told of (Nagle 1986): relay coils that move a ratchet by whole teeth."""

    tooth_deg: float = assumed(3.0, NO_EVIDENCE + "two teeth in a pulse turn as far as the DC motor's")
    impulse_s: float = assumed(0.050, NO_EVIDENCE + "from one tooth to the next while the coil has current")
    stroke_share: float = assumed(0.5, NO_EVIDENCE + "the first tooth falls after this share of an impulse")
    least_pull_share: float = assumed(0.5, NO_EVIDENCE + "a coil with no more of its pull than this moves no tooth")

    def __post_init__(self) -> None:
        check_kinds(self)
        positive(self, "tooth_deg", "impulse_s", "stroke_share")
        not_negative(self, "least_pull_share")
        at_most(self, LONGEST_S, "impulse_s")
        at_most(self, 1.0, "stroke_share", "least_pull_share")


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponseSpec:
    """The R-units: independent binary units, each over its own A-units."""

    units: int = documented(8, "MAN60 Fig. 1, DCN60")
    in_use: int = assumed(8, "how the A-units were split is unknown; five R-units carry a letter's code")
    threshold_v: float = inferred(
        0.0,
        "Principles, by way of Yakovlev: the theory's R-unit; that it answers 0 at the threshold itself is assumed",
    )
    dead_band_v: float = assumed(0.0, NO_EVIDENCE + "within this of the threshold the tie rule answers")
    tie: Tie = assumed(Tie.ZERO, "RT58 p. 4 rules out a neutral state; what a sum at the threshold gave is unknown")
    delay_s: float = assumed(0.010, SMALL_RELAY + "; a pure delay")

    def __post_init__(self) -> None:
        check_kinds(self)
        positive(self, "units", "in_use")
        not_negative(self, "dead_band_v", "delay_s")
        at_most(self, LONGEST_S, "delay_s")
        require(self.in_use <= self.units, self, "in_use", f"at most units ({self.units})")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReinforcementSpec:
    """What the trainer's correction does to the values: how much, in which direction, and when."""

    rule: Rule = assumed(Rule.ALPHA, "PR58 Table 1 has three; which one the Mark I used is not stated")
    bivalent: bool = inferred(True, "PR58 pp. 402-404: responses of 1 and 0 need changes of both signs")
    control: Control = inferred(Control.ERROR_CORRECTION, "NAVY60, DCN60: corrected where wrong; MAN60 has all three")
    feed: float = assumed(32.0, "K of the beta rule: how many A-units' pulses a source set gets, PR58 Table 1")
    value_decay: float = assumed(0.0, "counterfactual: RT58's class C' loses this share of each value at each pulse")

    def __post_init__(self) -> None:
        check_kinds(self)
        positive(self, "feed")
        at_most(self, LONGEST_S, "feed")
        not_negative(self, "value_decay")
        at_most(self, 1.0, "value_decay")


@dataclass(frozen=True, slots=True, kw_only=True)
class NoiseSpec:
    """What chance adds to voltages: band-limited, drawn anew every *hold_s*. All of it is off by default."""

    wiper_v: float = assumed(0.0, NO_EVIDENCE + "standard deviation of each wiper's voltage")
    wiper_v_per_turn: float = assumed(0.0, NO_EVIDENCE + "wear: what each full turn of the shaft adds to it")
    amplifier_v: float = assumed(0.0, NO_EVIDENCE + "standard deviation of each R-unit's sum")
    hold_s: float = assumed(0.010, NO_EVIDENCE + "how long one value of the noise stands")

    def __post_init__(self) -> None:
        check_kinds(self)
        not_negative(self, "wiper_v", "wiper_v_per_turn", "amplifier_v")
        positive(self, "hold_s")
        at_most(self, LONGEST_S, "hold_s")


@dataclass(frozen=True, slots=True, kw_only=True)
class TimingSpec:
    """The trainer's hand: how long a pattern is shown, corrected and put away."""

    exposure_s: float = assumed(0.5, "exposure times are not documented")
    pulse_s: float = assumed(0.1, "correction times are not documented")
    interval_s: float = assumed(0.5, "intervals are not documented; a hand changing cards is slower")
    hand_spread: float = assumed(0.0, "log-normal spread of all three by a hand on the switch; 0: an automatic timer")
    hand_setting_s: float = assumed(5.0, NO_EVIDENCE + "setting one potentiometer by hand (PASQ: they could be)")

    def __post_init__(self) -> None:
        check_kinds(self)
        positive(self, "exposure_s", "pulse_s", "hand_setting_s")
        not_negative(self, "interval_s")
        at_most(self, LONGEST_S, "exposure_s", "pulse_s", "interval_s", "hand_setting_s")
        spreads(self, "hand_spread")


@dataclass(frozen=True, slots=True, kw_only=True)
class PowerSpec:
    """What the machine draws; nothing about it is documented."""

    standing_w: float = assumed(1500.0, NO_EVIDENCE + "six racks of period electronics")
    illumination_w: float = assumed(500.0, NO_EVIDENCE + "powerful lights on the pattern")
    motor_w: float = assumed(5.0, NO_EVIDENCE + "a small gear-motor under load, or a ratchet's coil")
    relay_operation_j: float = assumed(0.02, NO_EVIDENCE + "a 2 W coil for 10 ms")

    def __post_init__(self) -> None:
        check_kinds(self)
        not_negative(self, "standing_w", "illumination_w", "motor_w", "relay_operation_j")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark1Spec:
    """One Mark I Perceptron. The defaults are the machine of 1960 as far as it is known, the rest assumed."""

    retina: RetinaSpec = field(default_factory=RetinaSpec)
    plugboard: PlugboardSpec = field(default_factory=PlugboardSpec)
    association: AssociationSpec = field(default_factory=AssociationSpec)
    potentiometer: PotentiometerSpec = field(default_factory=PotentiometerSpec)
    motor: MotorSpec | RatchetSpec = field(default_factory=MotorSpec)
    response: ResponseSpec = field(default_factory=ResponseSpec)
    reinforcement: ReinforcementSpec = field(default_factory=ReinforcementSpec)
    noise: NoiseSpec = field(default_factory=NoiseSpec)
    timing: TimingSpec = field(default_factory=TimingSpec)
    power: PowerSpec = field(default_factory=PowerSpec)

    def __post_init__(self) -> None:
        for item in fields(self):
            kind: Any = item.type
            kinds = getattr(kind, "__args__", (kind,))  # a union of drives
            names = " or ".join(one.__name__ for one in kinds)
            require(isinstance(getattr(self, item.name), kind), self, item.name, f"of type {names}")
        board, cells, units = self.plugboard, self.retina.s_units, self.association.units
        wires = board.wires_per_a_unit
        if wires > cells and not board.replacement:
            raise SpecError(f"wires per A-unit must be at most the {cells} S-units, got {wires!r}")
        if wires * units > MOST_WIRES:
            raise SpecError(f"wires from S- to A-units must be at most {MOST_WIRES}, got {wires * units!r}")
        needed, outlets = wires * units, board.wires_per_s_unit * cells
        if needed > outlets:
            rule = f"at most {outlets} ({board.wires_per_s_unit} for each of {cells} S-units)"
            raise SpecError(f"wires from S- to A-units must be {rule}, got {needed!r}")
        if self.response.in_use > units:
            raise SpecError(
                f"ResponseSpec.in_use must be at most association.units ({units}), got {self.response.in_use!r}"
            )
        if board.shares and (len(board.shares) > self.response.units or sum(board.shares) > units):
            rule = f"at most {self.response.units} numbers that sum to at most {units}"
            raise SpecError(f"PlugboardSpec.shares must be {rule}, got {shown(board.shares)}")
