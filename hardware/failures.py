"""Parts that fail by themselves after exponential lives, and the one crew that repairs them."""

from collections import deque
from dataclasses import dataclass, fields

import numpy as np
import simpy
from simpy.events import ProcessGenerator

from hardware import faults
from hardware.errors import SpecError, shown
from hardware.fault_schedule import happen
from hardware.faults import LARGEST_NOISE_V, SMALLEST_SHARE, Fault, fault_as_dict
from hardware.instants import LATEST_S, wait_until
from hardware.machine import Mark1
from hardware.plain import plain
from hardware.provenance import assumed
from hardware.randomness import Purpose, generator
from hardware.records import FaultEvent, FaultRecord
from hardware.stored import Stored
from hardware.validation import at_most, check_kinds, positive, require

BY_HYPOTHESIS = "no fault rate of the Mark I is known: by hypothesis only"
SECONDS_PER_HOUR = 3600.0
SHORTEST_LIFE_H = 1e-3  # below it, a machine would do nothing but fail
LIVES = (
    "cell_life_h",
    "wire_life_h",
    "relay_life_h",
    "motor_life_h",
    "wiper_life_h",
    "lamp_life_h",
    "supply_life_h",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FailureSpec:
    """How long parts live on average, and how long the crew needs for one; all of it assumed."""

    cell_life_h: float = assumed(50_000.0, BY_HYPOTHESIS)
    wire_life_h: float = assumed(500_000.0, BY_HYPOTHESIS)
    relay_life_h: float = assumed(20_000.0, BY_HYPOTHESIS)
    motor_life_h: float = assumed(5_000.0, BY_HYPOTHESIS)
    wiper_life_h: float = assumed(5_000.0, BY_HYPOTHESIS)
    lamp_life_h: float = assumed(1_000.0, BY_HYPOTHESIS)
    supply_life_h: float = assumed(2_000.0, BY_HYPOTHESIS)
    repair_h: float = assumed(0.5, BY_HYPOTHESIS + "; mean of an exponential distribution")
    slip_share: float = assumed(0.3, BY_HYPOTHESIS + "; what a slipping clutch passes on")
    dirt_v: float = assumed(2.0, BY_HYPOTHESIS + "; noise of a dirty wiper")
    sag_share: float = assumed(0.7, BY_HYPOTHESIS + "; what a failing supply still gives")

    def __post_init__(self) -> None:
        check_kinds(self)
        positive(self, *(item.name for item in fields(self)))
        for name in LIVES:
            require(getattr(self, name) >= SHORTEST_LIFE_H, self, name, f"at least {SHORTEST_LIFE_H:g}")
        for name in ("slip_share", "sag_share"):
            share = getattr(self, name)
            require(SMALLEST_SHARE <= share <= 1, self, name, f"from {SMALLEST_SHARE:g} to 1")
        at_most(self, LARGEST_NOISE_V, "dirt_v")


class FailureProcess:
    """Breaks parts of *machine* at random and repairs them, one at a time, in the order in which they broke.

    Every part of a kind has the same exponential life, so that failures of the kind are a Poisson process of rate
    parts / life; one that would hit a part which is broken already does not happen. Which part it is, and how long
    its repair takes, is drawn when it fails.
    """

    def __init__(self, machine: Mark1, spec: FailureSpec | None = None, *, seed: int | None = None) -> None:
        self.machine, self.spec = machine, FailureSpec() if spec is None else spec
        if not isinstance(self.spec, FailureSpec):
            raise SpecError(f"spec must be a FailureSpec, got {shown(spec)}")
        self.records: list[FaultRecord] = []
        self.crew = simpy.Resource(machine.env, capacity=1)
        self._rng = generator(machine.seed if seed is None else seed, Purpose.FAILURES)
        self._waiting: deque[tuple[Fault, float]] = deque()  # what broke, and how long its repair will take
        self._repaired_s: float | None = None  # when the first of them will be good again
        self._fails_s = self._next_s()

    def start(self) -> "FailureProcess":
        """Let failures and repairs happen from now on; returns itself."""
        self.machine.env.process(self._fail())
        for fault, repair_s in tuple(self._waiting):
            self.machine.env.process(self._repair(fault, repair_s))
        return self

    def state(self) -> dict[str, object]:
        """What a checkpoint keeps, generator included."""
        return {
            "spec": plain(self.spec),
            "generator": self._rng.bit_generator.state,
            "fails_s": self._fails_s,
            "waiting": [{**fault_as_dict(fault), "repair_s": repair_s} for fault, repair_s in self._waiting],
            "repaired_s": self._repaired_s,
        }

    @classmethod
    def restored(cls, machine: Mark1, stored: Stored) -> "FailureProcess":
        """The process that `state` told of, not yet started; its records begin anew."""
        process, now_s = cls(machine, stored.spec("spec", FailureSpec)), float(machine.env.now)
        stored.set_generator("generator", process._rng)
        process._fails_s = stored.number("fails_s", 0.0, LATEST_S)
        for one in stored.parts("waiting", least=0):
            repair_s = one.number("repair_s", 0.0, LATEST_S)
            process._waiting.append((one.fault(machine.spec, without=("repair_s",)), repair_s))
        stored.require(bool(process._waiting) or not stored.has("repaired_s"), "repaired_s", "None where nothing waits")
        process._repaired_s = stored.number("repaired_s", now_s, LATEST_S) if stored.has("repaired_s") else None
        return process

    def _fail(self) -> ProcessGenerator:
        while True:
            yield from wait_until(self.machine.env, self._fails_s)
            rates = np.array(self._rates_per_s())
            kind = LIVES[int(self._rng.choice(len(LIVES), p=rates / rates.sum()))]
            fault, repair_s = self._drawn(kind), self._rng.exponential(self.spec.repair_h * SECONDS_PER_HOUR)
            self._fails_s = self._next_s()
            record = happen(self.machine, FaultEvent.FAILED, fault)
            if record.event is FaultEvent.FAILED:
                self.records.append(record)
                self._waiting.append((fault, repair_s))
                self.machine.env.process(self._repair(fault, repair_s))

    def _repair(self, fault: Fault, repair_s: float) -> ProcessGenerator:
        """Wait for the crew, then for its work."""
        with self.crew.request() as turn:
            yield turn
            if self._repaired_s is None:
                self._repaired_s = float(self.machine.env.now) + repair_s
            yield from wait_until(self.machine.env, self._repaired_s)
            self._waiting.popleft()
            self._repaired_s = None
            self.records.append(happen(self.machine, FaultEvent.REPAIRED, fault))

    def _next_s(self) -> float:
        """When the next part fails, drawn."""
        return float(self.machine.env.now) + self._rng.exponential(1.0 / sum(self._rates_per_s()))

    def _rates_per_s(self) -> list[float]:
        """Failures per second of each kind, by the parts that there are now."""
        spec, wires = self.machine.spec, int(self.machine.wiring.plugged.sum())
        units = spec.association.units
        parts = spec.retina.s_units, wires, units, units, units, spec.response.units, 1
        lives_h = (getattr(self.spec, name) for name in LIVES)
        return [count / life_h / SECONDS_PER_HOUR for count, life_h in zip(parts, lives_h, strict=True)]

    def _drawn(self, kind: str) -> Fault:
        """A defect of a part of *kind*, drawn at random."""
        spec, rng, machine = self.spec, self._rng, self.machine
        unit, either = int(rng.integers(machine.spec.association.units)), bool(rng.integers(2))
        if kind == "cell_life_h":
            cell = int(rng.integers(machine.spec.retina.s_units))
            return faults.DeadCell(cell) if either else faults.StuckCell(cell)
        if kind == "wire_life_h":
            row, unit = rng.choice(np.argwhere(machine.wiring.plugged)).tolist()
            return faults.CutWire(unit, row) if either else faults.ShortedWire(unit, row)
        if kind == "relay_life_h":
            return faults.StuckRelay(unit, either)
        if kind == "motor_life_h":
            return faults.StuckMotor(unit) if either else faults.SlippingMotor(unit, spec.slip_share)
        if kind == "wiper_life_h":
            return faults.DirtyWiper(unit, spec.dirt_v)
        if kind == "lamp_life_h":
            return faults.DeadLamp(int(rng.integers(machine.spec.response.units)))
        return faults.SupplySag(spec.sag_share)
