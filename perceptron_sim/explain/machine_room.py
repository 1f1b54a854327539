"""What the meters of the machine room show: each a signal of the machine, with its unit and the ends of its scale."""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hardware import Mark1, Mark1Snapshot, Mark1Spec, Phase, Wiring
from hardware.diagnostics import SelfTestReport
from perceptron_sim.errors import SettingError
from perceptron_sim.operations import Source
from perceptron_sim.snapshot import PanelState, SessionSnapshot

FloatArray = npt.NDArray[np.float64]
R_UNITS = 8
ROUND_NUMBERS = (1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)
LEAST_SUM_V = 5.0  # full scale while nothing is learned
SUM_SHARE = 1 / 3  # of what all wipers of an R-unit together could give; for larger sums the scale is changed
MOTORS_SHARE = 1 / 2  # of all motors; more of them at once are rare
HEADROOM = 1.2
SUMS, FIRING, DRIVEN, SUPPLY, PANEL = "sum", "firing", "driven", "supply", "panel"
UNKNOWN_USE = "museum photograph (NMAH): 24 square meters in 6 rows of 4; what each one showed is not known"
UNKNOWN_SUPPLY = "museum photograph (NMAH): four supplies with two meters each; what they showed is not known"
NO_POWER_KNOWN = "powers are assumed: nothing about the machine's mains power was found"


@dataclass(frozen=True, slots=True, eq=False)
class RoomState:
    """The Mark I at one instant and what its snapshot leaves out: wipers (a_units,) in volts, the supply, the wires.

    panel is how its switches stand, source where lessons come from, report what the latest self-test found, if any.
    """

    machine: Mark1Snapshot
    spec: Mark1Spec
    wiring: Wiring
    wiper_v: FloatArray
    supply_share: float
    sound: npt.NDArray[np.bool_]
    panel: PanelState
    source: Source = Source.AUTOMATIC
    report: SelfTestReport | None = None

    @classmethod
    def of(cls, machine: Mark1, snapshot: SessionSnapshot, report: SelfTestReport | None = None) -> "RoomState":
        """What *machine* is like at the instant of the session's *snapshot*."""
        wiper_v = machine.response.wiper_v(snapshot.mark1.time_s)
        wiper_v.flags.writeable = False
        sound = machine.association.board.signs == machine.wiring.signs
        return cls(
            machine=snapshot.mark1,
            spec=machine.spec,
            wiring=machine.wiring,
            wiper_v=wiper_v,
            supply_share=machine.supply_share,
            sound=sound,
            panel=_panel_of(snapshot),
            source=snapshot.source,
            report=report,
        )

    def by_r_unit(self, weights: npt.NDArray[np.generic]) -> FloatArray:
        """*weights* (a_units,) added up for each of the eight R-units; 0 for those that the machine does not have."""
        assignment = self.wiring.assignment
        bins = np.where(assignment < 0, R_UNITS, assignment)
        counted = np.bincount(bins, weights=weights, minlength=R_UNITS + 1)[:R_UNITS]
        return counted.astype(np.float64)

    @property
    def correcting(self) -> bool:
        """Whether the trainer forces the wanted code now."""
        return self.machine.phase is Phase.CORRECTING

    @property
    def testing(self) -> bool:
        """Whether the self-test walks through the machine now."""
        return self.machine.phase is Phase.TESTING

    @property
    def lit(self) -> bool:
        """Whether a pattern stands in the floodlights."""
        return bool(self.machine.light.any())


def _panel_of(snapshot: SessionSnapshot) -> PanelState:
    """The switches of the first Mark I; SettingError where there is none."""
    if snapshot.panel is None:
        raise SettingError("learners must have a Mark I among them for the machine room, got none")
    return snapshot.panel


@dataclass(frozen=True, slots=True)
class Meter:
    """One meter of the cabinet. label is printed on its face, name says what it measures; source is of its use."""

    key: tuple[str, int]
    label: str
    name: str
    unit: str
    source: str


@dataclass(frozen=True, slots=True, eq=False)
class Readings:
    """What all meters show: value, low and high end of the scale (meters,), in the order of METERS."""

    value: FloatArray
    low: FloatArray
    high: FloatArray

    @property
    def share(self) -> FloatArray:
        """Where each needle stands, from 0 at the low end of its scale to 1 at the high one; there are pegs at both."""
        shares: FloatArray = np.clip((self.value - self.low) / (self.high - self.low), 0.0, 1.0)
        return shares


def _of_r_units(group: str, name: str, unit: str) -> tuple[Meter, ...]:
    return tuple(Meter((group, r), f"R{r + 1}", name.format(r=f"R{r + 1}"), unit, UNKNOWN_USE) for r in range(R_UNITS))


_SUPPLY = (
    ("+ VOLTS", "upper end of every potentiometer", "V", "±11 V is reported, unverified"),
    ("− VOLTS", "lower end of every potentiometer", "V", "±11 V is reported, unverified"),
    ("IDLE W", "electronics, running all the time", "W", NO_POWER_KNOWN),
    ("LIGHTS W", "floodlights on the pattern", "W", NO_POWER_KNOWN),
    ("MOTOR W", "motors that have current", "W", NO_POWER_KNOWN),
    ("CELLS", "photocells whose relay is closed", "cells", "the count is exact"),
    ("LIGHT %", "light on the retina, as a share of every cell fully lit", "%", "the pattern itself"),
    (
        "CELL µS",
        "conductance of the photocells, the mean of all",
        "microsiemens",
        "typical CdS cells, not the Mark I's own data",
    ),
)
METERS: tuple[Meter, ...] = (
    *_of_r_units(SUMS, "voltage that {r} decides on", "V"),
    *_of_r_units(FIRING, "A-units of {r} that fire", "units"),
    *_of_r_units(DRIVEN, "motors of {r} that turn up, less those that turn down", "motors"),
    *(
        Meter((SUPPLY, i), label, name, unit, f"{UNKNOWN_SUPPLY}; {source}")
        for i, (label, name, unit, source) in enumerate(_SUPPLY)
    ),
    Meter((PANEL, 0), "MOTORS", "motors that have current", "motors", "one panel meter in the photograph; use unknown"),
)
INDEX = {meter.key: index for index, meter in enumerate(METERS)}


def full_scale(at_least: float) -> float:
    """The round number that ends a scale on which *at_least* has room."""
    if at_least <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(at_least))
    return next(number * power for number in ROUND_NUMBERS if number * power >= at_least * (1 - 1e-9))


def read_meters(state: RoomState) -> Readings:
    """What the meters show at this instant."""
    machine = state.machine
    sums_v = np.zeros(R_UNITS)
    sums_v[: machine.sums_v.size] = machine.sums_v
    could_v = float(state.by_r_unit(np.abs(state.wiper_v)).max())
    sum_end = full_scale(max(LEAST_SUM_V, SUM_SHARE * could_v, float(np.abs(sums_v).max())))
    group_end = full_scale(float(state.by_r_unit(np.ones(machine.firing.size)).max()))
    value, low, high = np.array(_supplies(state)).T
    eight = np.ones(R_UNITS)
    return Readings(
        np.concatenate((sums_v, state.by_r_unit(machine.firing), state.by_r_unit(machine.current), value)),
        np.concatenate((-sum_end * eight, 0 * eight, -group_end * eight, low)),
        np.concatenate((sum_end * eight, group_end * eight, group_end * eight, high)),
    )


def _supplies(state: RoomState) -> tuple[tuple[float, float, float], ...]:
    """Value, low and high end of the scale of every meter on the supplies, and of the panel meter."""
    machine, spec, power, lit = state.machine, state.spec, state.spec.power, state.lit
    driven, end_v = int(np.count_nonzero(machine.current)), spec.potentiometer.end_v
    volt_end, motors_end = full_scale(HEADROOM * end_v), full_scale(MOTORS_SHARE * machine.firing.size)
    brightest_us = spec.retina.dark_conductance_us + spec.retina.gain_us_per_lux_gamma * (
        spec.retina.stimulus_lux**spec.retina.gamma
    )
    return (
        (end_v * state.supply_share, 0.0, volt_end),
        (-end_v * state.supply_share, -volt_end, 0.0),
        (power.standing_w, 0.0, full_scale(HEADROOM * power.standing_w)),
        (power.illumination_w * lit, 0.0, full_scale(HEADROOM * power.illumination_w)),
        (power.motor_w * driven, 0.0, full_scale(power.motor_w * motors_end)),
        (float(machine.s_contacts.sum()), 0.0, float(machine.s_contacts.size)),
        (100 * float(machine.light.mean()), 0.0, 100.0),
        (float(machine.conductance_us.mean()), 0.0, full_scale(brightest_us)),
        (float(driven), 0.0, motors_end),
    )
