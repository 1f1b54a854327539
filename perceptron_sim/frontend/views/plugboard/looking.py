"""A look at the taught pictures through one state of one machine, a few in every frame until all are known."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

import numpy as np

from hardware import Mark1
from perceptron_sim.experiments.stimuli import Stimuli
from perceptron_sim.explain.wires import BoolArray, counted
from perceptron_sim.explain.wires_firing import MOST_PICTURES, PictureShare, picture_shares

PICTURES_AT_A_TIME = 16


@dataclass(frozen=True, slots=True, eq=False)
class Effect:
    """What the latest change of the board came to: *units* (a_units,) that answer otherwise, and to how many pictures.

    *more* is how many answers "it fires" there are more than before, below zero if there are fewer.
    """

    units: BoolArray
    pictures: int
    of: int
    more: int

    @property
    def words(self) -> str:
        """In one sentence."""
        units = int(self.units.sum())
        if not units:
            return f"Nothing else comes of it: every A-unit answers all {self.of} pictures as before."
        who = f"{counted(units, 'A-unit')} {'answers' if units == 1 else 'answer'} otherwise"
        way = "more" if self.more > 0 else "fewer"
        firings = f"{abs(self.more):,} {way} firings" if self.more else "as many firings"
        return f"{who} now, at {self.pictures} of {self.of} pictures: {firings} in all."


class Look:
    """What the taught pictures make of a machine; from the beginning where a wire, a switch or a fault has changed."""

    def __init__(self) -> None:
        self.pictures: tuple[PictureShare, ...] = ()  # those known so far
        self.number = 0  # how often it has begun
        self.effect: Effect | None = None  # of the latest change, once all pictures are known
        self._before: tuple[PictureShare, ...] = ()  # those of the state before, if all were known
        self._machine: Mark1 | None = None
        self._board: object = None
        self._settings: object = None
        self._most = 0
        self._more: Iterator[PictureShare] = iter(())

    @property
    def done(self) -> bool:
        """Whether all pictures are known."""
        return self._machine is not None and len(self.pictures) == self._most

    def go_on(self, machine: Mark1, stimuli: Stimuli) -> None:
        """Ask *machine* about more of *stimuli*."""
        board, settings = machine.association.board, (machine.overrides.tobytes(), machine.faults)
        if machine is not self._machine or board is not self._board or settings != self._settings:
            if self.done or machine is not self._machine:
                self._before = self.pictures if machine is self._machine else ()
            self._machine, self._board, self._settings = machine, board, settings
            self._most = min(len(stimuli), MOST_PICTURES)
            self._more = picture_shares(machine, stimuli)
            self.pictures, self.number, self.effect = (), self.number + 1, None
        if more := tuple(islice(self._more, PICTURES_AT_A_TIME)):
            self.pictures += more
            if self.done and self._before:
                self.effect = _effect(self._before, self.pictures)


def _effect(before: tuple[PictureShare, ...], after: tuple[PictureShare, ...]) -> Effect:
    fired, fires = (np.stack([one.fires for one in pictures]) for pictures in (before, after))
    otherwise = fired != fires
    changed: BoolArray = otherwise.any(axis=0)
    return Effect(changed, int(otherwise.any(axis=1).sum()), len(after), int(fires.sum()) - int(fired.sum()))
