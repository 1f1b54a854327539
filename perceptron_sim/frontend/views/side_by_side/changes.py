"""Where in the course the network was made another one, by who looks on: a fair race says so."""

from collections.abc import Sequence
from dataclasses import dataclass

from pygame import Rect

from perceptron_sim.commands import ChangeNetwork, LoggedCommand
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.views.side_by_side.layout import CourseLayout
from perceptron_sim.network_spec import NetworkSpec
from perceptron_sim.snapshot import SessionSnapshot

SIDE = 12  # of the mark, at 1920 x 1080


@dataclass(frozen=True, slots=True)
class Change:
    """The *number*-th command of the log made the network one of *spec*, after about so many exposures."""

    number: int
    exposures: int
    time_s: float
    spec: NetworkSpec


class Changes:
    """Those since the weights were last cleared; a log says when, and that is made exposures when it is first seen."""

    def __init__(self) -> None:
        self.found: tuple[Change, ...] = ()
        self._seen, self._cleared_s = 0, 0.0

    def follow(self, snapshot: SessionSnapshot, log: Sequence[LoggedCommand]) -> None:
        """Take in what has been logged since."""
        if len(log) < self._seen:
            self.found, self._seen, self._cleared_s = (), 0, 0.0
        for number in range(self._seen, len(log)):
            command, time_s = log[number].command, log[number].time_s
            if isinstance(command, ChangeNetwork):
                spent_s = snapshot.time_s - self._cleared_s
                share = min(1.0, (time_s - self._cleared_s) / spent_s) if spent_s > 0 else 1.0
                change = Change(number, round(share * snapshot.exposures), time_s, command.spec)
                self.found = (*self.found, change)
            else:  # cleared weights, or another seed with a clock of its own
                self.found = ()
                self._cleared_s = time_s if time_s <= snapshot.time_s else 0.0
        self._seen = len(log)


def change_areas(layout: CourseLayout, type_: Type, changes: Sequence[Change], most: int) -> dict[int, Rect]:
    """Where their marks stand, by number, over the plot; of those that fall together the latest."""
    side, plot = type_.scale.px(SIDE), layout.plot
    found: dict[int, Rect] = {}
    for change in reversed(changes):
        area = Rect(0, plot.top - side // 2, side, side)
        area.centerx = plot.left + round(min(change.exposures, most) / most * plot.width)
        if area.collidelist(list(found.values())) < 0:
            found[change.number] = area
    return found
