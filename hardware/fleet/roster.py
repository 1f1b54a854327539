"""Who is where: which machines of a fleet are computed together, in squads, and which by themselves, and why."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import simpy

from hardware.arrays import IntArray
from hardware.choices import Rule
from hardware.fleet.history import History
from hardware.fleet.senses import forgets
from hardware.fleet.squad import Squad
from hardware.machine import Mark1
from hardware.plugboard import Wiring
from hardware.spec import Mark1Spec
from hardware.trainer import Trainer

SQUAD_VALUES = 2**18  # potentiometers of one squad: two megabytes for each of their quantities
SQUAD_CELLS = 2**19  # of all retinas of one squad


@dataclass(frozen=True, slots=True)
class Group:
    """Machines of one squad: their *places* in what was asked for, their *rows* in the squad."""

    index: int
    squad: Squad
    places: IntArray
    rows: IntArray


class Roster:
    """The machines of *spec*, one for each of *seeds*; *wirings*, if any, replace those drawn."""

    def __init__(self, spec: Mark1Spec, seeds: Sequence[int], wirings: Sequence[Wiring] | None) -> None:
        self._spec, self._seeds, self._wirings = spec, seeds, wirings
        self.reasons: dict[int, str] = {}
        self.trainers: dict[int, Trainer] = {}  # of machines that are by themselves
        self.squads: list[Squad] = []
        self._squad_of = np.full(len(seeds), -1)
        self._row_of = np.full(len(seeds), -1)
        size = max(1, min(SQUAD_VALUES // spec.association.units, SQUAD_CELLS // spec.retina.s_units))
        for first in range(0, len(seeds), size):
            self._enlist(range(len(seeds))[first : first + size])

    def alone(self, machines: IntArray) -> IntArray:
        """The places of those of *machines* that are by themselves."""
        return np.flatnonzero(self._squad_of[machines] < 0)

    def groups(self, machines: IntArray) -> Iterator[Group]:
        """Those of *machines* that are computed together, squad by squad."""
        squad_of = self._squad_of[machines]
        for index, squad in enumerate(self.squads):
            places = np.flatnonzero(squad_of == index)
            if places.size:
                yield Group(index, squad, places, self._row_of[machines[places]])

    def take_out(self, number: int, reason: str, history: History) -> Trainer:
        """The machine *number* by itself, from now on; it goes through its *history* again, if it is not yet."""
        if number not in self.trainers:
            trainer = Trainer(self._built(number))
            history.repeat(number, trainer)
            self._set_apart(number, trainer, reason)
        return self.trainers[number]

    def _built(self, number: int) -> Mark1:
        wiring = None if self._wirings is None else self._wirings[number]
        return Mark1(simpy.Environment(), self._spec, seed=self._seeds[number], wiring=wiring)

    def _enlist(self, numbers: range) -> None:
        """Build the machines with *numbers* and put those that can be together into a squad."""
        built = {number: self._built(number) for number in numbers}
        for number, machine in list(built.items()):
            reason = _why_alone(machine)
            if reason:
                self._set_apart(number, Trainer(built.pop(number)), reason)
        if built:
            together = list(built)
            self._squad_of[together], self._row_of[together] = len(self.squads), range(len(together))
            self.squads.append(Squad(self._spec, together, list(built.values())))

    def _set_apart(self, number: int, trainer: Trainer, reason: str) -> None:
        self._squad_of[number], self.trainers[number], self.reasons[number] = -1, trainer, reason


def _why_alone(machine: Mark1) -> str:
    """Why *machine* cannot be computed with others, whatever it is shown; empty where it can."""
    spec = machine.spec
    if spec.timing.hand_spread:
        return "a hand keeps its times: no two exposures are alike"
    if spec.reinforcement.rule is not Rule.ALPHA:
        return f"the {spec.reinforcement.rule.value} rule ends its motors' currents at many instants"
    if not forgets(machine):
        return "its relays have not surely opened again when the next image comes"
    return ""
