"""The step of a self-test that walks the plugboard: each S-unit forced on alone, each A-unit's net input read."""

from dataclasses import replace

import numpy as np
from simpy.events import ProcessGenerator

from hardware.arrays import BoolArray, Int8Array, IntArray
from hardware.diagnostics.bench import Bench
from hardware.diagnostics.findings import Part
from hardware.faults import CutWire, ShortedWire
from hardware.plugboard import UNPLUGGED, Wiring


def walk_wires(bench: Bench) -> ProcessGenerator:
    """Find the wires that do not do what the wiring sheet says, then pull each of those to see what it does instead.

    A wire that does nothing is cut, or it counts whether its S-unit is on or not. Two wires from one S-unit to one
    A-unit cannot be told apart by its switch: both are pulled.
    """
    wiring, obeying = bench.machine.wiring, bench.obeying
    done = yield from _responses(bench, wiring)
    twins = _twins(wiring)
    tested = wiring.plugged & obeying[wiring.origins]
    bench.live_signs = np.where(tested & ~twins, done, wiring.signs)
    for row, a_unit in np.argwhere(wiring.plugged & ~tested).tolist():
        bench.pass_over(Part.WIRE, a_unit, f"row {row}: the relay of S-unit {wiring.origins[row, a_unit]} fails")
    yield from _pull(bench, wiring, tested & (twins | (done != wiring.signs)))


def _responses(bench: Bench, wiring: Wiring) -> ProcessGenerator:
    """What each wire's S-unit (rows, a_units) does to the A-unit's net input, by forcing one S-unit after the other."""
    machine, env = bench.machine, bench.env
    machine.override(slice(None), -1)
    yield from bench.step()
    resting, done = machine.association.net_input_now(env.now), np.zeros(wiring.origins.shape, dtype=np.intp)
    by_origin = np.argsort(wiring.origins, axis=None, kind="stable")
    ends = np.searchsorted(wiring.origins.ravel()[by_origin], np.arange(machine.spec.retina.s_units + 1))
    for s_unit, (begin, end) in enumerate(zip(ends[:-1].tolist(), ends[1:].tolist(), strict=True)):
        machine.override(slice(None), np.where(np.arange(machine.spec.retina.s_units) == s_unit, 1, -1))
        yield from bench.step()
        rows, a_units = np.unravel_index(by_origin[begin:end], wiring.origins.shape)
        done[rows, a_units] = (machine.association.net_input_now(env.now) - resting)[a_units]
    return done


def _twins(wiring: Wiring) -> BoolArray:
    """Which wires (rows, a_units) come from an S-unit that feeds their A-unit by another wire as well."""
    order = np.argsort(wiring.origins, axis=0, kind="stable")
    ordered = np.take_along_axis(wiring.origins, order, axis=0)
    same = (ordered[1:] == ordered[:-1]) & (ordered[1:] != UNPLUGGED)
    twins = np.zeros(wiring.origins.shape, dtype=np.bool_)
    blank = np.zeros((1, same.shape[1]), dtype=np.bool_)
    np.put_along_axis(twins, order, np.concatenate((same, blank)) | np.concatenate((blank, same)), axis=0)
    return twins


def _pull(bench: Bench, wiring: Wiring, suspected: BoolArray) -> ProcessGenerator:
    """Pull the *suspected* wires (rows, a_units), one of each A-unit at a time, and push them back."""
    if not suspected.any():
        return
    whole = yield from _both_readings(bench)
    while suspected.any():
        a_units = np.flatnonzero(suspected.any(axis=0))
        rows = suspected[:, a_units].argmax(axis=0)
        suspected[rows, a_units] = False
        bench.machine.rewire(_without(wiring, rows, a_units))
        yield from bench.step(2 * a_units.size)  # and pushed back
        pulled = yield from _both_readings(bench)
        bench.machine.rewire(wiring)
        counted = [before - after for before, after in zip(whole, pulled, strict=True)]
        for row, a_unit in zip(rows.tolist(), a_units.tolist(), strict=True):
            _judge(bench, row, a_unit, wiring.signs, [int(net[a_unit]) for net in counted])


def _judge(bench: Bench, row: int, a_unit: int, signs: Int8Array, counted: list[int]) -> None:
    """Say what a wire is that *counted* so much with its S-unit off, and so much with it on."""
    off, on = counted
    bench.live_signs[row, a_unit] = on - off
    if off:
        says = f"wire in row {row} counts though its S-unit is off"
        bench.find(Part.WIRE, a_unit, says, ShortedWire(a_unit, row))
    elif on != signs[row, a_unit]:
        bench.find(Part.WIRE, a_unit, f"wire in row {row} carries nothing", CutWire(a_unit, row))


def _both_readings(bench: Bench) -> ProcessGenerator:
    """Every net input (a_units,) with all S-units forced off and with all forced on; they are left off."""
    machine, readings = bench.machine, []
    for position in (-1, 1):
        machine.override(slice(None), position)
        yield from bench.step()
        readings.append(machine.association.net_input_now(bench.env.now))
    machine.override(slice(None), -1)
    return readings


def _without(wiring: Wiring, rows: IntArray, a_units: IntArray) -> Wiring:
    origins, signs = wiring.origins.copy(), wiring.signs.copy()
    origins[rows, a_units], signs[rows, a_units] = UNPLUGGED, 0
    return replace(wiring, origins=origins, signs=signs)
