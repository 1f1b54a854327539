"""The steps of a self-test that look at whole panels: R-lamps, supply, S-relays, photocells, potentiometers."""

import math

import numpy as np
from simpy.events import ProcessGenerator

from hardware.arrays import FloatArray
from hardware.diagnostics.bench import Bench
from hardware.diagnostics.findings import Part
from hardware.faults import LARGEST_NOISE_V, DeadCell, DeadLamp, DirtyWiper, StuckCell

METER_SHARE = 1e-6  # of the full voltage: a meter at a wiper's jack shows no less; assumed


def walk_lamps(bench: Bench) -> ProcessGenerator:
    """Press the lamp test."""
    response = bench.machine.response
    response.lamp_test_pressed = True
    yield from bench.step()
    lit = response.lamps(bench.env.now)
    response.lamp_test_pressed = False
    for r_unit in (~lit).nonzero()[0].tolist():
        bench.find(Part.LAMP, r_unit, "does not light in the lamp test", DeadLamp(r_unit))


def walk_supply(bench: Bench) -> ProcessGenerator:
    """Read the supply's meter."""
    yield from bench.step()
    bench.read_supply()


def walk_s_relays(bench: Bench) -> ProcessGenerator:
    """Force all S-relays on, then off, by the switches of the sensory panel, and look at their lamps."""
    machine, relays = bench.machine, bench.machine.retina.relays
    machine.override(slice(None), 1)
    yield from bench.step()
    closed = relays.contacts(bench.env.now)
    machine.override(slice(None), -1)
    yield from bench.step()
    opened = ~relays.contacts(bench.env.now)
    bench.obeying = closed & opened
    for s_unit in (~bench.obeying).nonzero()[0].tolist():
        bench.find(Part.S_RELAY, s_unit, "does not obey the switch on the sensory panel", None)


def walk_cells(bench: Bench) -> ProcessGenerator:
    """Leave the S-relays to their photocells, before a field that is lit all over and then before a dark one."""
    machine, spec = bench.machine, bench.machine.spec.retina
    machine.override(slice(None), 0)
    machine.place(machine.pattern(np.ones((spec.rows, spec.columns))))
    yield from bench.step()
    lit = machine.retina.relays.contacts(bench.env.now)
    machine.remove()
    yield from bench.step()
    dark = machine.retina.relays.contacts(bench.env.now)
    for s_unit in (bench.obeying & (dark | ~lit)).nonzero()[0].tolist():
        if dark[s_unit]:
            bench.find(Part.CELL, s_unit, "keeps its relay closed in the dark", StuckCell(s_unit))
        else:
            bench.find(Part.CELL, s_unit, "leaves its relay open in full light", DeadCell(s_unit))
    for s_unit in (~bench.obeying).nonzero()[0].tolist():
        bench.pass_over(Part.CELL, s_unit, "its relay fails")


def walk_potentiometers(bench: Bench) -> ProcessGenerator:
    """Record every wiper's voltage for a while: it varies as a sound one's, and its mean is where the dial stands.

    The motors stand still. Two readings lie far enough apart for the noise to have changed.
    """
    machine, readings = bench.machine, []
    spec = machine.spec.potentiometer
    yield from bench.step()
    for _ in range(bench.spec.readings):
        readings.append(machine.response.wiper_v(bench.env.now) / bench.read_supply())
        yield bench.env.timeout(2 * machine.spec.noise.hold_s)
    spread_v, mean_v = np.std(readings, axis=0, ddof=1), np.mean(readings, axis=0)
    limit_v, sound_v = widest_spread_v(bench), sound_noise_v(bench)
    for a_unit in (spread_v > limit_v).nonzero()[0].tolist():
        dirt_v = min(float(spread_v[a_unit] - sound_v[a_unit]), LARGEST_NOISE_V)
        says = f"voltage varies by {spread_v[a_unit]:.3g} V, more than {limit_v[a_unit]:.3g} V"
        bench.find(Part.POTENTIOMETER, a_unit, says, DirtyWiper(a_unit, dirt_v))
    dial_v = machine.potentiometers.angle_deg(bench.env.now) * (spec.volts_per_step / spec.step_deg)
    chance_v = bench.spec.deviations * np.maximum(spread_v, limit_v) / math.sqrt(bench.spec.readings)
    for a_unit in (np.abs(mean_v - dial_v) > spec.volts_per_step + chance_v).nonzero()[0].tolist():
        says = f"wiper gives {mean_v[a_unit]:.3g} V where the dial stands at {dial_v[a_unit]:.3g} V"
        bench.find(Part.POTENTIOMETER, a_unit, says, None)


def sound_noise_v(bench: Bench) -> FloatArray:
    """Standard deviation (a_units,) of a sound wiper's voltage at full supply, by the turns its shaft has made."""
    noise, potentiometers = bench.machine.spec.noise, bench.machine.potentiometers
    turns = potentiometers.odometer_deg(bench.env.now) / 360.0
    sound_v: FloatArray = noise.wiper_v + noise.wiper_v_per_turn * turns
    return sound_v


def widest_spread_v(bench: Bench) -> FloatArray:
    """The sample's standard deviation (a_units,) that a sound wiper does not exceed but once in millions of tests.

    The sample's variance follows chi-squared; its quantile by Wilson and Hilferty, Proc. N.A.S. 17 (1931) 684.
    """
    ninths = 2.0 / (9.0 * (bench.spec.readings - 1))
    factor = math.sqrt((1.0 - ninths + bench.spec.deviations * math.sqrt(ninths)) ** 3)
    meter_v = METER_SHARE * bench.machine.spec.potentiometer.end_v
    limit_v: FloatArray = factor * sound_noise_v(bench) + meter_v
    return limit_v


def potentiometer_limit(bench: Bench) -> str:
    """What dirt this test does not see."""
    sound_v, limit_v = sound_noise_v(bench), widest_spread_v(bench)
    worst = int((limit_v - sound_v).argmax())
    rule = f"dirt that adds less than about {limit_v[worst] - sound_v[worst]:.2g} V of noise is not told from chance"
    return f"Potentiometers: {rule}."
