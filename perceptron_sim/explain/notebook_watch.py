"""Looks at a session picture after picture, and keeps of the one before what the notebook needs to compare with."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hardware import Phase
from perceptron_sim.commands import NewSeed, ResetWeights
from perceptron_sim.explain.exposure import (
    MachineLesson,
    ReadExposure,
    machine_lesson,
    read_last,
    settled_firing,
    sums_of,
)
from perceptron_sim.explain.exposure_network import Movement, NetworkLesson, movement, network_lesson
from perceptron_sim.explain.notebook_batches import Batches
from perceptron_sim.explain.notebook_changes import network_changes
from perceptron_sim.explain.notebook_history import Beginning, History
from perceptron_sim.explain.notebook_warnings import BestPasses, Condition
from perceptron_sim.learner import FloatArray
from perceptron_sim.network_learner import NetworkLearner
from perceptron_sim.session import Session
from perceptron_sim.snapshot import SessionSnapshot

MOST_WEIGHTS = 300_000  # that are compared one by one in every picture; above, movements are not told
MOVEMENTS_KEPT = 2
ACCOUNTS_KEPT = 60  # of earlier exposures


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One exposure as it was told last: the picture, and what both learners made of it."""

    read: ReadExposure
    machine: MachineLesson
    network: NetworkLesson | None
    waiting: int | None = 0  # pictures in the network's batch that it has not learned from; None: not known


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """All records that the notebook's sentences are told from, of one instant; *earlier* exposures, oldest first."""

    earlier: Sequence[Told]
    read: ReadExposure | None
    machine: MachineLesson | None
    network: NetworkLesson | None
    history: History
    condition: Condition


class NotebookWatch:
    """What is remembered between two looks at one session: sums before a reading, weights before a step, notices.

    It changes nothing of what the session records.
    """

    def __init__(self) -> None:
        self._learner: NetworkLearner | None = None
        self._begin_anew()

    def _begin_anew(self) -> None:
        self._coming: tuple[int, npt.NDArray[np.float64]] | None = None  # sums for which exposure, before its reading
        self._sums: tuple[int, npt.NDArray[np.float64]] | None = None  # the same once it has been read
        self._read_firing: tuple[int, npt.NDArray[np.bool_]] | None = None  # A-units found firing right after it
        self._weights: tuple[int, FloatArray] | None = None  # after which exposure of the network
        self._compared = -1  # after which exposure of the network they were compared last
        self._batches = Batches()
        self._movements: list[Movement] = []
        self._seen = (-1, -1)
        self._told: deque[Told] = deque(maxlen=ACCOUNTS_KEPT)
        self._best = BestPasses()

    def look(self, session: Session, snapshot: SessionSnapshot) -> Account:
        """The account of this instant; *snapshot* is *session*'s."""
        learned = snapshot.network.exposures
        if session.modern is not self._learner or learned < self._seen[0] or snapshot.exposures < self._seen[1]:
            self._learner = session.modern
            self._begin_anew()
            session.modern.watch(session.experiment.stimuli.images, session.experiment.stimuli.labels)
        self._seen = (learned, snapshot.exposures)
        self._look_at_machine(session, snapshot)
        self._look_at_network(session, snapshot)
        self._batches.look(session, learned)
        read = read_last(session, snapshot)
        machine = network = None
        hurried = False
        if read is not None:
            before = self._sums[1] if self._sums and self._sums[0] == read.number else None
            machine = machine_lesson(session, snapshot, read, before)
            network = network_lesson(session, snapshot, read, self._movements)
            hurried = self._hurried(session, read)
            waiting = self._batches.waiting(read.number) if network is not None else 0
            self._keep(Told(read=read, machine=machine, network=network, waiting=waiting))
        return Account(
            earlier=tuple(self._told),
            read=read,
            machine=machine,
            network=network,
            history=_history(session, snapshot, _beginning(session)),
            condition=self._condition(session, snapshot, machine, hurried),
        )

    def _keep(self, told: Told) -> None:
        """Keep what has been told of an exposure, in place of what was told of it before."""
        if self._told and self._told[-1].read.number == told.read.number:
            self._told.pop()
        self._told.append(told)

    def _look_at_machine(self, session: Session, snapshot: SessionSnapshot) -> None:
        machine, number = snapshot.mark1, snapshot.exposures + 1
        if machine.phase is Phase.EXPOSING and snapshot.stimulus is not None:
            if self._coming is None or self._coming[0] != number:
                firing, _ = settled_firing(session.mark1.machine, snapshot.stimulus)
                self._coming = (number, sums_of(session, firing))
        elif machine.answered is not None:
            if self._coming is not None and self._coming[0] == number:
                self._sums = self._coming
            if machine.phase is Phase.CORRECTING:
                self._read_firing = (number, machine.firing)

    def _hurried(self, session: Session, read: ReadExposure) -> bool:
        if self._read_firing is None or self._read_firing[0] != read.number:
            return False
        settled, _ = settled_firing(session.mark1.machine, read.image)
        return bool((settled != self._read_firing[1]).any())

    def _look_at_network(self, session: Session, snapshot: SessionSnapshot) -> None:
        network, learned = session.modern.network, snapshot.network.exposures
        if len(network.parameters) > MOST_WEIGHTS or self._compared == learned:
            return
        self._compared = learned
        if self._weights is not None and self._weights[1].size == len(network.parameters):
            names, columns = snapshot.class_names, snapshot.network.image.shape[1]
            moved = movement(network, self._weights[1], self._weights[0], learned, names, columns)
            if moved is None:  # no step yet: the next one is compared with what there was before its whole batch
                return
            self._movements = [*self._movements, moved][-MOVEMENTS_KEPT:]
        self._weights = (learned, network.parameters.values.copy())

    def _condition(
        self, session: Session, snapshot: SessionSnapshot, lesson: MachineLesson | None, hurried: bool
    ) -> Condition:
        machine = snapshot.mark1
        step_deg = session.mark1.machine.spec.potentiometer.step_deg
        at_stops = int(np.count_nonzero(np.abs(machine.angle_deg) >= machine.stop_deg - step_deg))
        return Condition(
            at_stops=at_stops,
            knobs=machine.angle_deg.size,
            faults=machine.faults,
            lesson=lesson,
            hurried=hurried,
            best_passes=self._best.of(session.pass_results),
            latest=session.pass_results[-1] if session.pass_results else None,
            scores=snapshot.scores,
            notices=session.modern.notices,
        )


def _history(session: Session, snapshot: SessionSnapshot, beginning: Beginning) -> History:
    return History(
        taught=session.experiment.pass_length,
        exposures=snapshot.exposures,
        time_s=snapshot.time_s,
        finished=snapshot.finished,
        scores=snapshot.scores,
        passes=session.pass_results,
        faults=session.faults,
        cleared_s=_cleared_s(session),
        beginning=beginning,
        changes=network_changes(session),
    )


def _cleared_s(session: Session) -> float:
    """When the values were cleared last; a new seed begins time anew."""
    for logged in reversed(session.command_log):
        if isinstance(logged.command, NewSeed):
            return 0.0
        if isinstance(logged.command, ResetWeights):
            return logged.time_s
    return 0.0


def _beginning(session: Session) -> Beginning:
    experiment, machine, network = session.experiment, session.mark1.machine, session.modern.network
    return Beginning(
        pictures=len(experiment.stimuli),
        classes=len(experiment.class_names),
        passes=experiment.passes,
        until_errorless=experiment.until_errorless,
        seed=experiment.seed,
        cells=machine.spec.retina.s_units,
        a_units=machine.spec.association.units,
        wires=int(np.count_nonzero(machine.wiring.plugged)),
        r_units=machine.spec.response.in_use,
        weights=len(network.parameters),
    )
