"""A look at the taught pictures through one state of one machine, a few in every frame until all are known."""

from collections.abc import Iterator
from itertools import islice

from hardware import Mark1
from perceptron_sim.experiments.stimuli import Stimuli
from perceptron_sim.explain.wires_firing import PictureShare, picture_shares

PICTURES_AT_A_TIME = 16


class Look:
    """What the taught pictures make of a machine; from the beginning where a wire, a switch or a fault has changed."""

    def __init__(self) -> None:
        self.pictures: tuple[PictureShare, ...] = ()  # those known so far
        self.number = 0  # how often it has begun
        self._machine: Mark1 | None = None
        self._board: object = None
        self._settings: object = None
        self._more: Iterator[PictureShare] = iter(())

    def go_on(self, machine: Mark1, stimuli: Stimuli) -> None:
        """Ask *machine* about more of *stimuli*."""
        board, settings = machine.association.board, (machine.overrides.tobytes(), machine.faults)
        if machine is not self._machine or board is not self._board or settings != self._settings:
            self._machine, self._board, self._settings = machine, board, settings
            self._more = picture_shares(machine, stimuli)
            self.pictures, self.number = (), self.number + 1
        if more := tuple(islice(self._more, PICTURES_AT_A_TIME)):
            self.pictures += more
