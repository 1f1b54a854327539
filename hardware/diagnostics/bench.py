"""The operator's bench during a self-test: the machine, what has been found so far, and how long one step takes."""

import numpy as np
from simpy.events import ProcessGenerator

from hardware.arrays import BoolArray, IntArray
from hardware.diagnostics.findings import Finding, Part, SelfTestSpec, Untestable
from hardware.faults import Fault, SupplySag
from hardware.machine import Mark1

AND_A_LITTLE = 1.0 + 1e-9  # waiting until an instant must not end one rounding before it


class Bench:
    """Collects findings about *machine*; every wait is a step of the operator at least."""

    def __init__(self, machine: Mark1, spec: SelfTestSpec) -> None:
        self.machine, self.spec, self.env = machine, spec, machine.env
        self.findings: list[Finding] = []
        self.untestable: list[Untestable] = []
        self.supply_share = 1.0  # as its meter shows
        self.obeying: BoolArray = np.ones(machine.spec.retina.s_units, dtype=np.bool_)  # S-relays that obey switches
        self.live_signs: IntArray = machine.wiring.signs.astype(np.intp)  # (rows, a_units), 0 where a wire does nothing

    def find(self, part: Part, number: int | None, says: str, fault: Fault | None) -> None:
        """Note that a part fails."""
        self.findings.append(Finding(part=part, number=number, says=says, fault=fault))

    def pass_over(self, part: Part, number: int, why: str) -> None:
        """Note that a part could not be tested."""
        self.untestable.append(Untestable(part=part, number=number, why=why))

    def read_supply(self) -> float:
        """What the supply's meter shows, as a share; a supply that gives less than the last time is named."""
        share = self.machine.supply_share
        if share < self.supply_share:
            self.find(Part.SUPPLY, None, f"gives {100 * share:.1f} % of its voltage", SupplySag(share))
        self.supply_share = share
        return share

    def step(self, operations: int = 1) -> ProcessGenerator:
        """Let the operator do as many *operations*, and every relay and A-unit settle."""
        settling_s = (self.machine.settled_s - self.env.now) * AND_A_LITTLE
        yield self.env.timeout(max(self.spec.step_s * operations, settling_s))

    def rest(self) -> ProcessGenerator:
        """Wait until the motors, which have no current, stand still."""
        coasting_s = (self.machine.potentiometers.law.rest_s - self.env.now) * AND_A_LITTLE
        yield self.env.timeout(max(self.spec.step_s, coasting_s))
