"""What a run without a window shows while it goes: a row for every pass as it ends."""

from collections.abc import Sequence
from statistics import median

from rich.console import Console

from perceptron_sim.experiments.lane import Lane
from perceptron_sim.learner import MARK1
from perceptron_sim.ledger import PassResult

TITLES = {"mark1": "Mark I", "modern": "network"}
SUMMED = ("least", "median", "most")
GAP = "  "
TIME = ("machine time", "(assumed)")
NARROWEST, NARROWEST_ALONE = 4, 6  # of a column: 100%, and the heading over a single one


def console() -> Console:
    """The terminal, or whatever standard output is; nothing in a text is taken for markup."""
    return Console(markup=False, highlight=False, emoji=False)


def title_of(learner: str) -> str:
    """What a column of the learner is headed."""
    return TITLES.get(learner, learner)


class PassTable:
    """A table that grows by a row for every pass of *lanes*, on a terminal, in a pipe and in a file alike.

    Learners whose names do not fit beside each other get numbers; where these do not fit either, a row says the
    least, the median and the most of all of them. *aside* heads the shares right of what is scored after every pass.
    """

    def __init__(self, to: Console, lanes: Sequence[Lane], aside: str = "unseen") -> None:
        self._to, self._lanes, self._aside = to, lanes, aside
        self._timed = any(lane.kind == MARK1 for lane in lanes)
        self._labels: tuple[str, ...] = ()

    def add(self, result: PassResult, time_s: float) -> None:
        """Show the *result* of a pass that ended after *time_s* seconds of the machine's time."""
        if not self._labels:
            self._begin(("errors", self._aside) if result.held_out else ("errors",))
        cells = [str(round(errors)) for errors in self._shown(list(result.errors.values()))]
        cells += [f"{share:.0%}" for share in self._shown(list(result.held_out.values()))]
        self._row(str(result.number), cells, f"{time_s:.0f} s")

    def _begin(self, groups: Sequence[str]) -> None:
        """Choose what the columns are called, and head them."""
        names = tuple(title_of(lane.name) for lane in self._lanes)
        numbers = tuple(map(str, range(1, len(names) + 1)))
        fitting = [labels for labels in (names, numbers) if self._width(labels) * len(groups) <= self._room]
        self._labels = fitting[0] if fitting else SUMMED
        if self._labels == numbers:
            self._explain(numbers)
        over = "".join(f"{GAP}{group:<{self._width(self._labels) - len(GAP)}}" for group in groups)
        self._to.print(f"    {over}{GAP}{TIME[0] if self._timed else ''}".rstrip(), style="bold", soft_wrap=True)
        self._row("pass", self._labels * len(groups), TIME[1], style="bold")

    def _explain(self, numbers: Sequence[str]) -> None:
        for number, lane in zip(numbers, self._lanes, strict=True):
            self._to.print(f"{number:>4}{GAP}{lane.name}", soft_wrap=True)
        self._to.print()

    @property
    def _room(self) -> int:
        """What the first and the last column leave of a line."""
        return self._to.width - len("pass") - len(GAP + TIME[0]) * self._timed

    def _width(self, labels: Sequence[str]) -> int:
        return sum(len(GAP) + width for width in self._widths(labels))

    def _widths(self, labels: Sequence[str]) -> list[int]:
        narrowest = NARROWEST_ALONE if len(labels) == 1 else NARROWEST
        return [max(narrowest, len(label)) for label in labels]

    def _shown(self, values: list[float]) -> list[float]:
        """All *values*, or the least, the median and the most of them."""
        return [min(values), median(values), max(values)] if values and self._labels == SUMMED else values

    def _row(self, number: str, cells: Sequence[str], time: str, style: str | None = None) -> None:
        widths = 2 * self._widths(self._labels)
        line = "".join(f"{GAP}{cell:>{width}}" for cell, width in zip(cells, widths, strict=False))
        time = f"{GAP}{time:>{len(TIME[1])}}" if self._timed else ""
        self._to.print(f"{number:>4}{line}{time}", style=style, soft_wrap=True)
