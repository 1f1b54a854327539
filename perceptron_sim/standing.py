"""Where a session stands: who learns, how far they are, what visitors did; nothing here changes anything."""

from collections.abc import Mapping, Sequence
from typing import TypeVar

from hardware import SelfTestReport
from hardware.errors import shown
from perceptron_sim.breakdowns import LearnerFault
from perceptron_sim.clock import Clock
from perceptron_sim.errors import SettingError
from perceptron_sim.experiments.experiment import Experiment
from perceptron_sim.experiments.measurement import Measurement
from perceptron_sim.history import History, Marks
from perceptron_sim.learner import Learner, Opinion, Trial
from perceptron_sim.ledger import PassResult, Score
from perceptron_sim.mark1_learner import Mark1Learner
from perceptron_sim.network_learner import NetworkLearner
from perceptron_sim.operations import Source
from perceptron_sim.sign import Sign
from perceptron_sim.snapshot import PanelState
from perceptron_sim.teaching import InView
from perceptron_sim.timeline import Timeline
from perceptron_sim.visits import Taught, Visit

LearnerT = TypeVar("LearnerT", Mark1Learner, NetworkLearner)


class Standing:
    """What can be read of a session at any instant, from its history."""

    _history: History

    @property
    def _timeline(self) -> Timeline:
        return self._history.timeline

    @property
    def experiment(self) -> Experiment:
        """The settings of what runs now."""
        return self._timeline.experiment

    @property
    def env(self) -> Clock:
        """The clock of all learners."""
        return self._timeline.env

    # Who learns.

    @property
    def learners(self) -> tuple[Learner, ...]:
        """Who is taught."""
        return self._timeline.learners

    def learner(self, name: str) -> Learner:
        """The learner *name*; SettingError if there is none."""
        for learner in self.learners:
            if learner.name == name:
                return learner
        names = ", ".join(learner.name for learner in self.learners)
        raise SettingError(f"name must be one of {names}, got {shown(name)}")

    @property
    def mark1(self) -> Mark1Learner:
        """The first Mark I of this run; SettingError if it has none."""
        return self._first(Mark1Learner, "Mark I")

    @property
    def modern(self) -> NetworkLearner:
        """The first network of this run; SettingError if it has none."""
        return self._first(NetworkLearner, "network")

    def _first(self, kind: type[LearnerT], called: str) -> LearnerT:
        for learner in self.learners:
            if isinstance(learner, kind):
                return learner
        names = ", ".join(learner.name for learner in self.learners)
        raise SettingError(f"learners must have a {called} among them for this, got {names}")

    # How far it is.

    @property
    def time_s(self) -> float:
        """Simulated seconds since the session began."""
        return float(self.env.now)

    @property
    def finished(self) -> bool:
        """Whether all learners went through one pass without an error, or the limit of passes, and all is measured."""
        return self._timeline.finished and not self._history.has_future

    @property
    def waiting(self) -> bool:
        """Whether nothing is to be done until somebody shows something, or takes lessons from elsewhere."""
        return self._timeline.teaching.waiting and not self._history.has_future

    @property
    def exposures(self) -> int:
        """How many exposures of the experiment have ended since the weights were last cleared."""
        return self._timeline.teaching.exposures

    @property
    def lesson(self) -> int:
        """How many lessons of any kind have ended since the seed began, whether or not weights were cleared."""
        return self._timeline.teaching.lesson

    @property
    def furthest(self) -> int:
        """The furthest lesson that is known to come, for who went back; else this one."""
        return self._history.furthest

    @property
    def marks(self) -> Marks:
        """Where passes ended and commands were given, of this seed."""
        return self._history.marks()

    @property
    def pass_number(self) -> int:
        """Which pass through the stimuli this is, or was the last one, counted from 1."""
        return self._timeline.teaching.pass_number

    @property
    def pass_results(self) -> Sequence[PassResult]:
        """The results of all passes that have ended since the weights were last cleared."""
        return self._timeline.teaching.pass_results

    @property
    def latest_pass(self) -> PassResult | None:
        """The result of the pass that ended last since the weights were last cleared."""
        return self._timeline.teaching.latest_pass

    @property
    def measurements(self) -> tuple[Measurement, ...]:
        """What has been found out after the last pass."""
        return tuple(self._timeline.teaching.measurements)

    @property
    def view(self) -> InView | None:
        """What all learners were shown last; None before the first exposure."""
        return self._timeline.teaching.view

    @property
    def latest_trials(self) -> tuple[Trial, ...]:
        """What each learner did in the exposure that ended last; empty before the first."""
        return self._timeline.teaching.latest

    @property
    def faults(self) -> tuple[LearnerFault, ...]:
        """What broke in any Mark I since the session began, and what was mended, in order of time."""
        breakdowns = self._timeline.breakdowns
        faults = [LearnerFault(name, record) for name, one in breakdowns.items() for record in one.records]
        return tuple(sorted(faults, key=lambda fault: fault.record.time_s))

    @property
    def digest(self) -> str:
        """sha256 over everything that was recorded, in hexadecimal; what the computer took is left out."""
        return self._timeline.digest.hexdigest()

    def scores(self) -> dict[str, Score]:
        """The score of each learner by name; what visitors show does not count."""
        return self._timeline.teaching.scores()

    # What visitors do.

    @property
    def source(self) -> Source:
        """Where lessons come from."""
        return self._timeline.teaching.source

    @property
    def tray(self) -> tuple[Taught, ...]:
        """The signs that visitors have taught."""
        return self._timeline.teaching.tray.signs

    @property
    def visits(self) -> tuple[Visit, ...]:
        """The latest signs that visitors showed, and what the learners made of them."""
        return tuple(self._timeline.teaching.visits)

    @property
    def self_test(self) -> SelfTestReport | None:
        """What the operator's latest self-test found; None before the first."""
        return self._timeline.teaching.self_test

    @property
    def panel(self) -> PanelState:
        """How the switches of the first Mark I stand; SettingError where there is none."""
        return PanelState.of(self.mark1, self._timeline.breakdowns[self.mark1.name])

    def opinions(self, sign: Sign) -> Mapping[str, Opinion]:
        """What each learner, by name, makes of *sign* as it stands; nothing is shown and no time passes."""
        image = sign.image
        return {learner.name: learner.opinion(image) for learner in self.learners}
