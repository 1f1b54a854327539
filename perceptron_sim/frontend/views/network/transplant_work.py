"""The work at a transplant to come, a slice for every picture: what it would come to, who would name how many."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hardware import Mark1Spec, Wiring
from perceptron_sim.experiments.stimuli import Stimuli
from perceptron_sim.explain.network_slices import Sliced
from perceptron_sim.explain.network_transplant import Counts, Prospect, counts, prospects, refusal
from perceptron_sim.learner import FloatArray
from perceptron_sim.operations import Direction, Transplant
from perceptron_sim.session import Session
from perceptron_sim.snapshot import PanelState, SessionSnapshot
from perceptron_sim.transplanting import outputs_from_machine

SLICE_S = 0.004  # of computing for one picture, until it is known: a second or so, ten for thousands of pictures


@dataclass(frozen=True, slots=True, eq=False)
class Task:
    """All that the prospect depends on: not the values, so that it stays while the machine learns or is taken back."""

    spec: Mark1Spec
    wiring: Wiring
    codes: npt.NDArray[np.bool_]
    stimuli: Stimuli
    switches: tuple[object, ...]

    @classmethod
    def of(cls, session: Session, panel: PanelState | None) -> "Task":
        """That of the first Mark I of *session*, its switches and defects as *panel* has them."""
        learner = session.mark1
        switches = () if panel is None else (panel.switched_on.tobytes(), panel.overrides.tobytes(), panel.faults)
        return cls(learner.machine.spec, learner.machine.wiring, learner.codes, session.experiment.stimuli, switches)

    def like(self, other: "Task | None") -> bool:
        """Whether *other* comes to the same."""
        if other is None or (self.spec, self.wiring, self.switches) != (other.spec, other.wiring, other.switches):
            return False
        if self.stimuli is not other.stimuli and not (
            np.array_equal(self.stimuli.images, other.stimuli.images)
            and np.array_equal(self.stimuli.labels, other.stimuli.labels)
        ):
            return False
        return np.array_equal(self.codes, other.codes)


@dataclass(frozen=True, slots=True, eq=False)
class TransplantReading:
    """What is known so far; weights (a_units, classes) are those that the pots would become as they stand.

    carried is the way of the transplant that would be taken back now, if it is one.
    """

    prospect: Prospect | None
    counts: Counts | None
    weights: FloatArray
    angle_deg: FloatArray
    carried: Direction | None
    taught: int

    @property
    def whole(self) -> Prospect | None:
        """What would come of it, once that is known."""
        return self.prospect if self.prospect is not None and self.prospect.turned is not None else None


@dataclass(slots=True)
class Working:
    """The work at what would come of it, and at who names how many rightly; what is shown until they are done anew."""

    task: Task | None = None
    work: Sliced[Prospect] | None = None
    counted_at: object = None
    count: Sliced[Counts | None] | None = None
    shown: Counts | None = None
    weights_at: object = None
    weights: FloatArray | None = None
    output: int = 0

    def forget(self) -> None:
        """Count anew: the learners are others, or have forgotten everything."""
        self.count = self.shown = self.weights_at = None

    def advance(self, session: Session, snapshot: SessionSnapshot) -> TransplantReading:
        """A slice of the work at what would come of it; then at who names how many, again when they have learned."""
        learner, task = session.mark1, Task.of(session, snapshot.panel)
        if self.work is None or not task.like(self.task):
            self.work = Sliced(prospects(learner, task.stimuli, refusal(session.experiment, learner.machine)))
            self.forget()
        self.task = task
        angles = snapshot.mark1.angle_deg
        values = angles.tobytes()
        if self.weights is None or self.weights_at != values:
            self.weights_at = values
            self.weights = outputs_from_machine(learner, len(snapshot.class_names))[0]
        found = self.work.advance(SLICE_S)
        if found is not None and found.turned is not None:
            self._count(session, found, (values, snapshot.network.weights_set))
        done = session.undoable
        carried = done.direction if isinstance(done, Transplant) else None
        return TransplantReading(found, self.shown, self.weights, angles, carried, len(task.stimuli))

    def _count(self, session: Session, found: Prospect, instant: object) -> None:
        if self.count is None or (self.count.finished and self.counted_at != instant):
            self.counted_at = instant
            self.count = Sliced(counts(session.mark1, session.modern, found, len(session.experiment.class_names)))
        self.shown = self.count.advance(SLICE_S / 2) or self.shown
