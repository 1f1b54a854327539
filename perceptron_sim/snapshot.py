"""Everything there is to see of a session at one instant: frozen, arrays read-only."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from hardware import Control, Fault, FaultRecord, Mark1Snapshot
from perceptron_sim.breakdowns import Breakdowns
from perceptron_sim.errors import SettingError
from perceptron_sim.learner import FloatArray
from perceptron_sim.ledger import Score
from perceptron_sim.mark1_learner import Mark1Learner
from perceptron_sim.network_learner import NetworkLearner, NetworkSnapshot
from perceptron_sim.operations import Source

if TYPE_CHECKING:
    from perceptron_sim.session import Session

NONE_ASSIGNED: npt.NDArray[np.intp] = np.zeros(0, dtype=np.intp)  # where there is no machine


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelState:
    """How the switches of the first Mark I stand, what is broken in it, and what hands have asked for that is coming.

    r_switches (r_units,) and overrides (s_units,): +1, -1 or 0 for automatic; switched_on (a_units,). Read-only.
    """

    motors_on: bool
    control: Control
    r_switches: npt.NDArray[np.int8]
    switched_on: npt.NDArray[np.bool_]
    overrides: npt.NDArray[np.int8]
    faults: tuple[Fault, ...]
    coming: tuple[FaultRecord, ...]

    @classmethod
    def of(cls, learner: Mark1Learner, breakdowns: Breakdowns) -> "PanelState":
        """The panel of *learner*'s machine, in which *breakdowns* happen."""
        machine = learner.machine
        return cls(
            motors_on=machine.motors_on,
            control=machine.control,
            r_switches=_read_only(learner.r_switches),
            switched_on=_read_only(machine.switched_on),
            overrides=_read_only(machine.overrides),
            faults=machine.faults,
            coming=breakdowns.coming,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionSnapshot:
    """One instant of the first Mark I and the first network of a session.

    exposure_limit is how many exposures *pass_limit* passes come to; stimulus (rows, columns) and label are what both
    were shown last, label None where they were only asked; visit says that a visitor showed it. codes (classes,
    r_units) is what the R-lamps should say; assignment (a_units,) the R-unit of each A-unit; scores by learner's name.
    network_answer is the network's answer to the present stimulus, given before it learned. lesson counts lessons of
    any kind, furthest is the last one that is known; waiting: nothing happens until somebody asks for it. What belongs
    to a Mark I or a network is None, and assignment empty, where the session has none.
    """

    time_s: float
    experiment: str
    seed: int
    finished: bool
    waiting: bool
    exposures: int
    lesson: int
    furthest: int
    pass_number: int
    pass_limit: int
    exposure_limit: int
    stimulus: FloatArray | None
    label: int | None
    visit: bool
    source: Source
    class_names: tuple[str, ...]
    codes: npt.NDArray[np.bool_]
    assignment: npt.NDArray[np.intp]
    first_mark1: Mark1Snapshot | None
    first_network: NetworkSnapshot | None
    panel: PanelState | None
    network_answer: int | None
    scores: dict[str, Score]

    @property
    def mark1(self) -> Mark1Snapshot:
        """The first Mark I; SettingError where there is none."""
        if self.first_mark1 is None:
            raise SettingError("learners must have a Mark I among them for this, got none")
        return self.first_mark1

    @property
    def network(self) -> NetworkSnapshot:
        """The first network; SettingError where there is none."""
        if self.first_network is None:
            raise SettingError("learners must have a network among them for this, got none")
        return self.first_network

    @property
    def exposure(self) -> int:
        """Which exposure stands in view, counted from 1, or stood there last; 0 before the first."""
        return self.exposures + (self.stimulus is not None and not self.finished)

    def meaning(self, code: tuple[int, ...]) -> str | None:
        """The letter or class that *code* (r_units,) stands for; None if it stands for nothing."""
        heard = np.isin(np.arange(len(code)), self.assignment)  # idle R-units mean nothing, whatever their lamps show
        found = np.flatnonzero((self.codes == np.array(code, dtype=np.bool_))[:, heard].all(axis=1))
        return self.class_names[found[0]] if found.size else None


def snapshot_of(session: "Session") -> SessionSnapshot:
    """Everything there is to see of *session* at this instant."""
    experiment, learners, view = session.experiment, session.learners, session.view
    mark1 = next((one for one in learners if isinstance(one, Mark1Learner)), None)
    network = next((one for one in learners if isinstance(one, NetworkLearner)), None)
    return SessionSnapshot(
        time_s=session.time_s,
        experiment=experiment.name,
        seed=experiment.seed,
        finished=session.finished,
        waiting=session.waiting,
        exposures=session.exposures,
        lesson=session.lesson,
        furthest=session.furthest,
        pass_number=session.pass_number,
        pass_limit=experiment.passes,
        exposure_limit=experiment.passes * experiment.pass_length,
        stimulus=None if view is None else view.image,
        label=None if view is None else view.label,
        visit=view is not None and view.visit,
        source=session.source,
        class_names=experiment.class_names,
        codes=experiment.codes,
        assignment=NONE_ASSIGNED if mark1 is None else mark1.machine.wiring.assignment,
        first_mark1=None if mark1 is None else mark1.snapshot(session.time_s),
        first_network=None if network is None else network.snapshot(),
        panel=None if mark1 is None else session.panel,
        network_answer=None if network is None else network.answer,
        scores=session.scores(),
    )


def _read_only(array: npt.NDArray[Any]) -> npt.NDArray[Any]:
    array.flags.writeable = False
    return array
