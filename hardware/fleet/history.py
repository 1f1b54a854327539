"""What a fleet has been taught: kept so that one machine can go through it again by itself."""

from dataclasses import dataclass
from typing import cast

import numpy as np

from hardware.arrays import BoolArray, IntArray
from hardware.fleet.images import FleetImages
from hardware.records import Exposure
from hardware.trainer import Trainer


@dataclass(frozen=True, slots=True, eq=False)
class Lesson:
    """*machines* (n,) were shown the images *which* (n,), towards *wanted* (n, r_units), or were only asked."""

    machines: IntArray
    images: FleetImages
    which: IntArray
    wanted: BoolArray | None
    reinforced: bool

    def given(self, place: int, trainer: Trainer) -> Exposure:
        """Let the machine at *place*, which is *trainer*'s, have this lesson by itself."""
        machine, number = trainer.machine, int(self.machines[place])
        pattern = self.images.pattern(number, machine, int(self.which[place]))
        wanted = None if self.wanted is None else self.wanted[place]
        exposing = trainer.teach(pattern, wanted) if self.reinforced else trainer.ask(pattern)
        return cast(Exposure, machine.env.run(until=machine.env.process(exposing)))


class History:
    """Lessons, and clearings of all values, in order."""

    def __init__(self) -> None:
        self._past: list[Lesson | None] = []

    def add(self, lesson: Lesson | None) -> None:
        """Note a *lesson*; None: all values were cleared."""
        self._past.append(lesson)

    def repeat(self, number: int, trainer: Trainer) -> None:
        """Let *trainer*'s machine, new as it is, have all that the machine *number* had."""
        for lesson in self._past:
            if lesson is None:
                trainer.machine.clear_values()
                continue
            for place in np.flatnonzero(lesson.machines == number).tolist():
                lesson.given(place, trainer)
