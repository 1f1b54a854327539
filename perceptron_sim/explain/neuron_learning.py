"""How a unit of the Mark I learns, in place of a gradient: which potentiometers a correction turns, and which way."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from hardware import Mark1Snapshot, Mark1Spec
from perceptron_sim.explain.neuron import A_UNIT, OpenedUnit
from perceptron_sim.explain.neuron_words import signed
from perceptron_sim.explain.wires import BoolArray, IntArray, degrees
from perceptron_sim.learner import FloatArray

WAYS = {1: "turns up", -1: "turns down", 0: "stands"}


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing to know, and its figure; *plain* ones are sentences without a figure."""

    what: str
    value: str = ""


def learning_of(
    opened: OpenedUnit, machine: Mark1Snapshot, spec: Mark1Spec, assignment: IntArray, volts: FloatArray
) -> Iterator[Fact]:
    """What learning does about the unit that is *opened*; assignment and wiper *volts* are (a_units,)."""
    if opened.key.kind == A_UNIT:
        yield from _of_a_unit(opened.key.index, machine, int(assignment[opened.key.index]), volts)
    else:
        yield from _of_r_unit(opened.key.index, machine, spec, assignment == opened.key.index)
    yield Fact("A step has slope 0: there is no gradient to follow. The rule of 1960 asks only right or wrong.")


def _of_a_unit(index: int, machine: Mark1Snapshot, r_unit: int, volts: FloatArray) -> Iterator[Fact]:
    yield Fact("Its wires", "+1 or −1, never change")
    yield Fact("Its potentiometer stands at", degrees(round(float(machine.angle_deg[index]), 1) + 0.0))
    yield Fact("which adds to its R-unit, when it fires", f"{signed(float(volts[index]))} V")
    yield Fact("Its motor", WAYS[int(np.sign(machine.current[index]))])
    if r_unit >= 0:
        yield Fact(f"It turns only while A-unit {index} fires and R{r_unit + 1} is corrected.")


def _of_r_unit(index: int, machine: Mark1Snapshot, spec: Mark1Spec, own: BoolArray) -> Iterator[Fact]:
    wanted, answered = machine.wanted, machine.answered
    yield Fact("Read from its lamp", "not read yet" if answered is None else str(answered[index]))
    yield Fact("It should be", "not said" if wanted is None else str(wanted[index]))
    yield Fact(
        "Active A-units of it, whose motors may turn", f"{int((machine.firing & own).sum())} of {int(own.sum())}"
    )
    up, down = int((machine.current[own] > 0).sum()), int((machine.current[own] < 0).sum())
    yield Fact("Motors turning now", f"{up} up, {down} down" if up or down else "none")
    yield Fact("Rule and pulse", f"{spec.reinforcement.rule.value}, {spec.timing.pulse_s:g} s (assumed)")
