"""The self-test that an operator can run: it walks through the machine from lamp to wiper and names what fails.

Nothing but what an operator can do or see goes into it: switches, the plugboard, cards before the camera, lamps, dials,
and readings at jacks by instruments that are assumed. The list of faults is never looked at.
"""

import numpy as np
from simpy.events import ProcessGenerator

from hardware.arrays import FloatArray
from hardware.diagnostics.bench import Bench
from hardware.diagnostics.findings import SelfTestReport, SelfTestSpec
from hardware.diagnostics.motor_check import motor_limit
from hardware.diagnostics.panel_walk import (
    potentiometer_limit,
    walk_cells,
    walk_lamps,
    walk_potentiometers,
    walk_s_relays,
    walk_supply,
)
from hardware.diagnostics.unit_walk import walk_units
from hardware.diagnostics.wire_walk import walk_wires
from hardware.errors import ControlError, shown
from hardware.machine import Mark1
from hardware.undoing import AtTheEnd

ROUNDING_DEG = 1e-9  # a dial that went up and down by as much may stand so far off: nobody turns that back by hand
LIMITS = (
    "Instruments: the jacks at A-units and wipers, the meters, the recorder and the lamp test are assumed; "
    "all jacks of a kind are read at once.",
    "Photocells: a cell too weak to close its relay in full light counts as dead; how fast cells and relays are, and "
    "what grey light does, is not tested.",
    "Parts that fail after the step that looks at them, or are mended before it: they are not seen.",
    "Parts with two defects: a stuck motor hides that it slips; what several of one kind do together is named as one.",
    "R-units: thresholds, amplifier noise and ties are not tested, lamps are.",
)


def self_test(machine: Mark1, spec: SelfTestSpec | None = None) -> ProcessGenerator:
    """Test every part of *machine*, on its clock; returns a SelfTestReport.

    Nobody else may be at the machine: ControlError while a lesson, a pulse or another test is under way. At the end
    switches, wires, the card in view and the values are as they were found; odometers have gone on, and the play of
    the gears lies where it fell.
    A test that is broken off leaves the values where they are, all else as it was found.
    """
    test = SelfTestSpec() if spec is None else spec
    if not isinstance(test, SelfTestSpec):
        raise ControlError(f"spec must be a SelfTestSpec, got {shown(spec)}")
    machine.check_free("a self-test")
    return _self_test(Bench(machine, test))


def _self_test(bench: Bench) -> ProcessGenerator:
    machine, env, began_s = bench.machine, bench.env, bench.env.now
    machine.occupy("a self-test")
    try:
        yield from bench.rest()
        found_deg = machine.potentiometers.angle_deg(env.now)
        set_back = yield from _walked(bench, found_deg)
    finally:
        machine.release()
    return SelfTestReport(
        began_s=began_s,
        ended_s=env.now,
        findings=tuple(bench.findings),
        untestable=tuple(bench.untestable),
        limits=(*LIMITS, motor_limit(machine.spec, bench.spec), potentiometer_limit(bench)),
        set_back=set_back,
        set_back_s=set_back * machine.spec.timing.hand_setting_s,
    )


def _walked(bench: Bench, found_deg: FloatArray) -> ProcessGenerator:
    """Test every part, leave the machine as it was, at *found_deg* (a_units,); return how many were set back."""
    with _as_found(bench.machine):
        for walk in (walk_lamps, walk_supply, walk_s_relays, walk_cells, walk_wires, walk_potentiometers, walk_units):
            yield from walk(bench)
        set_back: int = yield from _set_back(bench.machine, found_deg)
    yield from bench.step()
    return set_back


def _set_back(machine: Mark1, found_deg: FloatArray) -> ProcessGenerator:
    """By hand, turn every potentiometer that was moved back to *found_deg* (a_units,); return how many there were."""
    moved_deg = np.abs(machine.potentiometers.angle_deg(machine.env.now) - found_deg)
    moved = np.flatnonzero(moved_deg > ROUNDING_DEG).tolist()
    for a_unit in moved:
        yield machine.env.timeout(machine.spec.timing.hand_setting_s)
        machine.set_angle(a_unit, float(found_deg[a_unit]))
    machine.set_angles(found_deg)
    return len(moved)


def _as_found(machine: Mark1) -> AtTheEnd:
    """Put the plugboard, the switches and the card in view back, even where the test is broken off."""
    wiring, overrides, switched_on = machine.wiring, machine.overrides, machine.switched_on
    motors_on = machine.motors_on
    spec, light = machine.spec.retina, machine.retina.light

    def put_back() -> None:
        machine.response.lamp_test_pressed = False
        if machine.wiring is not wiring:
            machine.rewire(wiring)
        machine.switch(slice(None), switched_on)
        machine.switch_motors(motors_on)
        machine.place(machine.pattern(light.reshape(spec.rows, spec.columns)))
        machine.override(slice(None), overrides)

    return AtTheEnd(put_back)
