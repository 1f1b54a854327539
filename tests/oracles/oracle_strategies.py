"""Small machines of every kind, and everything that can happen to them, for hypothesis."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
from hypothesis import strategies as st
from oracle_comparison import Deed, Scene, Shown

from hardware import (
    AssociationSpec,
    Mark1Spec,
    MotorSpec,
    PlugboardSpec,
    PotentiometerSpec,
    ResponseSpec,
    RetinaSpec,
    TimingSpec,
    Wiring,
)
from hardware.faults import (
    CutWire,
    DeadCell,
    DeadLamp,
    DirtyWiper,
    Fault,
    ShortedWire,
    SlippingMotor,
    StuckCell,
    StuckMotor,
    StuckRelay,
    SupplySag,
)
from hardware.plugboard import UNPLUGGED
from hardware.spec import Control, NoiseSpec, RatchetSpec, ReinforcementSpec, Rule, Tie, WiringFamily

ROWS, COLUMNS, A_UNITS, R_UNITS = 4, 5, 12, 3
CELLS = ROWS * COLUMNS
OFF_GRID = 1.000123456789  # hypothesis likes round numbers; what is held to them alone falls on borders too often
APART_S = 1.41421356e-5


def between(low: float, high: float) -> st.SearchStrategy[float]:
    return st.floats(low, high, allow_nan=False)


def zero_or(low: float, high: float) -> st.SearchStrategy[float]:
    return st.just(0.0) | between(low, high)


def off_grid(low: float, high: float) -> st.SearchStrategy[float]:
    return between(low, high).map(lambda number: number * OFF_GRID)


RETINAS = st.builds(
    RetinaSpec,
    rows=st.just(ROWS),
    columns=st.just(COLUMNS),
    gain_us_per_lux_gamma=between(5, 30),
    gamma=between(0.5, 0.9),
    cell_spread=zero_or(0.01, 0.3),
    gamma_spread=zero_or(0.005, 0.1),
    rise_s=between(0.005, 0.2),
    fall_s=between(0.005, 0.2),
    relay_on_us=off_grid(40, 150),
    relay_off_us=off_grid(5, 39),
    relay_operate_s=zero_or(0.001, 0.05),
    relay_release_s=zero_or(0.001, 0.05),
    relay_spread=zero_or(0.01, 0.3),
)
TIMINGS = st.builds(
    TimingSpec,
    exposure_s=between(0.003, 0.15) | between(0.15, 1.0),
    pulse_s=between(0.005, 0.3) | between(0.3, 3.0),
    interval_s=zero_or(0.003, 0.15) | between(0.15, 2.0),
    hand_spread=zero_or(0.01, 0.5),
)
BOARDS = st.builds(
    PlugboardSpec,
    family=st.sampled_from(WiringFamily),
    excitatory=st.integers(1, 4),
    inhibitory=st.integers(0, 4),
    replacement=st.booleans(),
    local_sigma_cells=between(0.5, 3.0),
)
THRESHOLDS = st.lists(st.integers(-1, 3), min_size=A_UNITS, max_size=A_UNITS).map(tuple)
ASSOCIATIONS = st.builds(
    AssociationSpec,
    units=st.just(A_UNITS),
    threshold=st.integers(-1, 3),
    thresholds=st.just(()) | THRESHOLDS,
    delay_s=zero_or(0.001, 0.05),
    delay_spread=zero_or(0.01, 0.5),
)
POTENTIOMETERS = st.builds(
    PotentiometerSpec,
    travel_deg=between(20, 300),
    step_deg=between(0.05, 5),
    backlash_deg=zero_or(0.1, 6.0),
)
MOTORS = st.builds(
    MotorSpec,
    speed_deg_per_s=between(5, 400),
    time_constant_s=between(0.001, 0.5),
    speed_spread=zero_or(0.01, 0.3),
    down_to_up=between(0.5, 2.0),
    asymmetry_spread=zero_or(0.01, 0.3),
)
RATCHETS = st.builds(RatchetSpec, tooth_deg=off_grid(0.2, 20.0), impulse_s=off_grid(0.003, 0.3))
RESPONSES = st.builds(
    ResponseSpec,
    units=st.just(R_UNITS),
    in_use=st.integers(1, R_UNITS),
    threshold_v=st.sampled_from([-2.0, 0.0, 0.0, 0.5]),
    dead_band_v=zero_or(0.05, 3.0),
    tie=st.sampled_from(Tie),
    delay_s=zero_or(0.001, 0.3),
)
REINFORCEMENTS = st.builds(
    ReinforcementSpec,
    rule=st.sampled_from(Rule),
    bivalent=st.booleans(),
    control=st.sampled_from([Control.ERROR_CORRECTION, *Control]),
    feed=between(0.5, 12.0),
    value_decay=zero_or(0.01, 0.5),
)
QUIET = st.just(NoiseSpec())
NOISES = st.builds(
    NoiseSpec,
    wiper_v=zero_or(0.01, 2.0),
    wiper_v_per_turn=zero_or(0.01, 2.0),
    amplifier_v=zero_or(0.01, 2.0),
    hold_s=off_grid(0.001, 0.05),
)
SPECS = st.builds(
    Mark1Spec,
    retina=RETINAS,
    plugboard=BOARDS,
    association=ASSOCIATIONS,
    potentiometer=POTENTIOMETERS,
    motor=MOTORS | RATCHETS,
    response=RESPONSES,
    reinforcement=REINFORCEMENTS,
    noise=QUIET | NOISES,
    timing=TIMINGS,
)

LEVELS = np.array([0.0, 0.0, 0.05, 0.1, 0.3, 1.0, 1.0])
IMAGES = st.binary(min_size=CELLS, max_size=CELLS).map(
    lambda draws: LEVELS[np.frombuffer(draws, dtype=np.uint8) % LEVELS.size].reshape(ROWS, COLUMNS)
)
CODES = st.tuples(*[st.integers(0, 1)] * R_UNITS)
SEEDS = st.integers(0, 10_000)


def board(spec: Mark1Spec, rng: np.random.Generator) -> Wiring:
    """Any wiring that *spec* allows: holes, A-units without a wire or without an R-unit, shares as they come."""
    rows = int(rng.integers(1, 8))
    cells = [rng.choice(CELLS, rows, replace=spec.plugboard.replacement) for _ in range(A_UNITS)]
    signs = rng.choice([-1, 1, 1], (rows, A_UNITS))
    holes = rng.random((rows, A_UNITS)) < rng.choice([0.0, 0.3])
    origins = np.where(holes, UNPLUGGED, np.transpose(cells))
    assignment = rng.integers(rng.choice([-1, 0]), R_UNITS, A_UNITS)
    return Wiring(origins, np.where(holes, 0, signs), assignment)


class Plan:
    """Deeds one after the other, each possible after those before it; what is not comes to nothing."""

    def __init__(self, spec: Mark1Spec, wiring: Wiring) -> None:
        self.spec, self.wiring = spec, wiring
        self.faults: list[Fault] = []
        self.forced: set[int] = set()
        self.deeds: list[Deed] = []

    def add(self, at_s: float, kind: str, number: int) -> None:
        """Plan a deed of one kind, its particulars drawn with *number*."""
        rng = np.random.default_rng(number)
        verb, *arguments = KINDS[kind](self, rng)
        if verb:
            self.deeds.append(Deed(at_s, verb, tuple(arguments)))

    def fault(self, fault: Fault) -> tuple[Any, ...]:
        """Break a part, unless it is broken so, or the other way."""
        if fault in self.faults or fault.contrary() in self.faults:
            return ("",)
        self.faults.append(fault)
        return "inject", fault

    def wire_fault(self, kind: Callable[[int, int], Fault], rng: np.random.Generator) -> tuple[Any, ...]:
        """Break a wire, if one is plugged there."""
        a_unit, row = unit(rng), int(rng.integers(len(self.wiring.origins)))
        return self.fault(kind(a_unit, row)) if self.wiring.plugged[row, a_unit] else ("",)

    def mend(self, rng: np.random.Generator) -> tuple[Any, ...]:
        """Mend something that is broken."""
        return ("mend", self.faults.pop(rng.integers(len(self.faults)))) if self.faults else ("",)

    def override(self, rng: np.random.Generator) -> tuple[Any, ...]:
        """Turn a switch of the sensory panel, every other time one that is forced back to automatic."""
        if self.forced and rng.random() < 0.5:
            return "override", self.forced.pop(), 0
        cell = int(rng.integers(CELLS))
        self.forced.add(cell)
        return "override", cell, int(rng.choice([-1, 1]))

    def rewire(self, wiring: Wiring) -> tuple[Any, ...]:
        """Have another wiring from now on."""
        self.wiring = wiring
        return "rewire", wiring

    def pull(self, rng: np.random.Generator) -> tuple[Any, ...]:
        """Pull a wire, if one is plugged there."""
        a_unit, row = unit(rng), int(rng.integers(len(self.wiring.origins)))
        return self.rewire(self.wiring.pulled(a_unit, row)) if self.wiring.plugged[row, a_unit] else ("",)

    def push(self, rng: np.random.Generator) -> tuple[Any, ...]:
        """Push a wire, if the A-unit may have one from that S-unit."""
        cell, a_unit, sign = int(rng.integers(CELLS)), unit(rng), int(rng.choice([-1, 1]))
        free = self.spec.plugboard.replacement or cell not in self.wiring.origins[:, a_unit]
        return self.rewire(self.wiring.pushed(cell, a_unit, sign)) if free else ("",)

    def angle(self, rng: np.random.Generator) -> tuple[Any, ...]:
        """Turn a potentiometer by hand, now and then to its stop."""
        return "set_angle", unit(rng), float(np.clip(rng.uniform(-1.2, 1.2), -1, 1) * self.spec.potentiometer.stop_deg)


def unit(rng: np.random.Generator) -> int:
    return int(rng.integers(A_UNITS))


def few(rng: np.random.Generator) -> int:
    """One of few units, so that its defects meet."""
    return int(rng.integers(4))


def cell(rng: np.random.Generator) -> int:
    return int(rng.integers(CELLS))


KINDS: dict[str, Callable[[Plan, np.random.Generator], tuple[Any, ...]]] = {
    "look": lambda plan, rng: ("look",),
    "dead cell": lambda plan, rng: plan.fault(DeadCell(cell(rng))),
    "stuck cell": lambda plan, rng: plan.fault(StuckCell(cell(rng))),
    "cut wire": lambda plan, rng: plan.wire_fault(CutWire, rng),
    "shorted wire": lambda plan, rng: plan.wire_fault(ShortedWire, rng),
    "stuck relay": lambda plan, rng: plan.fault(StuckRelay(unit(rng), bool(rng.integers(2)))),
    "stuck motor": lambda plan, rng: plan.fault(StuckMotor(few(rng))),
    "slipping motor": lambda plan, rng: plan.fault(SlippingMotor(few(rng), float(rng.uniform(0.1, 1.0)))),
    "dirty wiper": lambda plan, rng: plan.fault(DirtyWiper(unit(rng), float(rng.uniform(0.1, 5.0)))),
    "dead lamp": lambda plan, rng: plan.fault(DeadLamp(int(rng.integers(R_UNITS)))),
    "supply sag": lambda plan, rng: plan.fault(SupplySag(float(rng.uniform(0.3, 1.0)))),
    "mend": lambda plan, rng: plan.mend(rng),
    "override": lambda plan, rng: plan.override(rng),
    "switch": lambda plan, rng: ("switch", unit(rng), bool(rng.integers(2))),
    "motors": lambda plan, rng: ("switch_motors", bool(rng.integers(2))),
    "control": lambda plan, rng: ("set_control", list(Control)[rng.integers(3)]),
    "pull": lambda plan, rng: plan.pull(rng),
    "push": lambda plan, rng: plan.push(rng),
    "patch": lambda plan, rng: plan.rewire(plan.wiring.patched(unit(rng), int(rng.integers(-1, R_UNITS)))),
    "rewire": lambda plan, rng: plan.rewire(board(plan.spec, rng)),
    "thresholds": lambda plan, rng: ("set_thresholds", tuple(rng.integers(-1, 4, A_UNITS).tolist())),
    "set angle": lambda plan, rng: plan.angle(rng),
}
BREAKS = [
    kind for kind in KINDS if kind.split()[0] in ("dead", "stuck", "cut", "shorted", "slipping", "dirty", "supply")
]
HANDS = [
    "override",
    "override",
    "mend",
    "mend",
    "set angle",
    "set angle",
    *(kind for kind in KINDS if kind not in BREAKS),
]
DEFECTS = st.lists(st.tuples(st.just(0.0), st.sampled_from(BREAKS), SEEDS), max_size=6)
DEED_SEEDS = st.lists(st.tuples(between(0.0, 1.0), st.sampled_from(HANDS + BREAKS), SEEDS), min_size=4, max_size=14)
LOOKS = st.lists(st.tuples(between(0.0, 1.0), st.just("look"), st.just(0)), max_size=5)
PLANS = st.tuples(DEFECTS, DEED_SEEDS, LOOKS).map(lambda parts: [*parts[0], *parts[1], *parts[2]])
DWELLS = st.just(0.0) | between(0.001, 0.03) | between(0.001, 0.03) | between(0.03, 0.3) | between(0.3, 2.0)


@st.composite
def lessons(draw: st.DrawFn, spec: Mark1Spec) -> list[Shown]:
    """Lessons and questions; whoever learns spontaneously may be taught without a code."""
    unled = spec.reinforcement.control is Control.SPONTANEOUS
    taught = st.builds(Shown, IMAGES, CODES | st.none() if unled else CODES, st.just(True))
    asked = st.builds(Shown, IMAGES, taught=st.just(False))
    return draw(st.lists(taught | taught | taught | asked, min_size=1, max_size=6))


@st.composite
def machines(draw: st.DrawFn) -> Scene:
    """Any machine, drawn or plugged by hand, before anything happens."""
    spec, seed, by_hand = draw(SPECS), draw(SEEDS), draw(st.none() | SEEDS)
    return Scene(spec, seed, wiring=None if by_hand is None else board(spec, np.random.default_rng(by_hand)))


@st.composite
def taught_machines(draw: st.DrawFn) -> Scene:
    """Any machine, any session with the trainer, and deeds at any instants of it."""
    scene = draw(machines())
    session, timing = draw(lessons(scene.spec)), scene.spec.timing
    span_s = len(session) * (timing.exposure_s + timing.pulse_s + timing.interval_s)
    deeds = values(scene.spec, draw(st.none() | SEEDS)) + planned(scene, span_s, draw(PLANS))
    if any(deed.verb == "set_control" for deed in deeds):  # whatever is set when a lesson begins, it has a code
        session = [replace(one, wanted=one.wanted or (0,) * R_UNITS) if one.taught else one for one in session]
    return replace(scene, session=session, deeds=deeds)


@st.composite
def slides(draw: st.DrawFn) -> Scene:
    """Any machine with values of its own; each image comes straight in the place of the one before, after a reading."""
    scene, now_s = draw(machines()), APART_S / 2
    shows = []
    for image, dwell_s in draw(st.lists(st.tuples(IMAGES, DWELLS), min_size=2, max_size=10)):
        shows.append(Deed(now_s, "show", (image,)))
        now_s += dwell_s
        shows.append(Deed(now_s, "read"))
    deeds = shows + planned(scene, now_s, draw(PLANS))
    return replace(scene, deeds=values(scene.spec, 0) + sorted(deeds, key=lambda deed: deed.at_s))


def values(spec: Mark1Spec, seed: int | None) -> list[Deed]:
    """Values of either sign set by hand at the beginning, so that lamps tell one state of the A-units from another."""
    if seed is None:
        return []
    angles_deg = np.random.default_rng(seed).uniform(-1.2, 1.2, A_UNITS).clip(-1, 1) * spec.potentiometer.stop_deg
    return [Deed(0.0, "set_angle", (a_unit, angle_deg)) for a_unit, angle_deg in enumerate(angles_deg.tolist())]


def planned(scene: Scene, span_s: float, seeds: list[tuple[float, str, int]]) -> list[Deed]:
    """Deeds at shares of a span of time, in order, and a look after the last."""
    plan = Plan(scene.spec, scene.machine().wiring)
    for place, (share, kind, number) in enumerate([*sorted(seeds), (1.0, "look", 0)]):
        plan.add(share * span_s + (place + 1) * APART_S, kind, number)
    return plan.deeds
