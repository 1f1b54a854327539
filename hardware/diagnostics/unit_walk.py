"""The step of a self-test that makes every A-unit fire and rest, and drives the motors of those that fire."""

import numpy as np
from simpy.events import ProcessGenerator

from hardware.arrays import BoolArray, Int8Array
from hardware.diagnostics.bench import Bench
from hardware.diagnostics.findings import Part
from hardware.diagnostics.motor_check import MotorCheck
from hardware.faults import StuckRelay


class ARelayCheck:
    """Compares what A-units do with the net inputs that are read at their jacks; arrays are (a_units,)."""

    def __init__(self, bench: Bench) -> None:
        units = bench.machine.spec.association.units
        self._bench, self._thresholds = bench, bench.machine.thresholds
        self.reached: BoolArray = np.zeros(units, dtype=np.bool_)  # seen with the threshold reached
        self.missed: BoolArray = np.zeros(units, dtype=np.bool_)  # seen with it missed
        self.stuck_open: BoolArray = np.zeros(units, dtype=np.bool_)
        self._stuck_closed: BoolArray = np.zeros(units, dtype=np.bool_)

    def look(self) -> BoolArray:
        """Read inputs and outputs of all A-units, settled as they are; return which fire."""
        association, now_s = self._bench.machine.association, self._bench.env.now
        reaches, fires = association.net_input_now(now_s) >= self._thresholds, association.firing(now_s)
        self.reached |= reaches
        self.missed |= ~reaches
        self.stuck_open |= reaches & ~fires
        self._stuck_closed |= fires & ~reaches
        return fires

    def conclude(self) -> None:
        """Say which relays fail, and of which that cannot be told."""
        for a_unit in range(self.reached.size):
            if self.stuck_open[a_unit]:
                says = "does not fire though its input reaches the threshold"
                self._bench.find(Part.A_RELAY, a_unit, says, StuckRelay(a_unit, False))
            elif self._stuck_closed[a_unit]:
                says = "fires though its input does not reach the threshold"
                self._bench.find(Part.A_RELAY, a_unit, says, StuckRelay(a_unit, True))
            elif not self.reached[a_unit]:
                why = "no setting of the S-units reaches its threshold: a relay stuck open looks the same"
                self._bench.pass_over(Part.A_RELAY, a_unit, why)
            elif not self.missed[a_unit]:
                why = "every setting of the S-units reaches its threshold: a relay stuck closed looks the same"
                self._bench.pass_over(Part.A_RELAY, a_unit, why)


def walk_units(bench: Bench) -> ProcessGenerator:
    """Force S-units so that each A-unit fires, and so that it rests; whatever else fires meanwhile is tested with it.

    A-units and motors that are switched off are switched on for it.
    """
    machine = bench.machine
    machine.switch(slice(None), True)
    machine.switch_motors(True)
    relays, motors = ARelayCheck(bench), MotorCheck(bench)

    def look(positions: Int8Array | int) -> ProcessGenerator:
        machine.override(slice(None), positions)
        yield from bench.step()
        yield from motors.drive(relays.look())

    yield from look(-1)
    yield from look(1)
    for a_unit in range(machine.spec.association.units):
        towards = _towards_firing(bench, a_unit)
        if not relays.reached[a_unit] or (motors.wanting[a_unit] and not relays.stuck_open[a_unit]):
            yield from look(towards)
        if not relays.missed[a_unit]:
            yield from look(-towards)
    relays.conclude()
    motors.conclude()


def _towards_firing(bench: Bench, a_unit: int) -> Int8Array:
    """Switch positions (s_units,) that bring *a_unit* as near to firing as its wires can; the opposite ones, as far."""
    wiring, live = bench.machine.wiring, bench.live_signs[:, a_unit]
    plugged = wiring.plugged[:, a_unit]
    gain = np.bincount(wiring.origins[plugged, a_unit], live[plugged], bench.machine.spec.retina.s_units)
    return np.where(gain > 0, 1, -1).astype(np.int8)
