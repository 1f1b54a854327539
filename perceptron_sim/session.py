"""Side by side: one seed, one stream of stimuli, one clock; all learners see the same image in the same order."""

import math
import time
from collections.abc import Callable, Iterable, Iterator
from copy import copy
from dataclasses import replace

from hardware.errors import shown
from perceptron_sim.canonical import canonical
from perceptron_sim.command_words import log_in_words
from perceptron_sim.commands import LoggedCommand, ModelCommand
from perceptron_sim.digest import KeptDigests
from perceptron_sim.errors import SettingError
from perceptron_sim.experiments.experiment import Experiment
from perceptron_sim.experiments.measurement import Measurement
from perceptron_sim.history import History, Kept
from perceptron_sim.journey import Journey, check_ahead
from perceptron_sim.learner import Trial
from perceptron_sim.ledger import PassResult
from perceptron_sim.mark1_learner import Mark1Learner
from perceptron_sim.moments import Instant
from perceptron_sim.report import Report, examined
from perceptron_sim.snapshot import SessionSnapshot, snapshot_of
from perceptron_sim.standing import Standing


class Session(Standing):
    """Runs *experiment* as a discrete-event simulation; whoever owns it lets time pass and looks at snapshots.

    *wall_clock* measures what the computer takes; it never touches the model. Who will never go back need not
    *remember*: it takes up to moments.MOST_BYTES.
    """

    def __init__(
        self,
        experiment: Experiment,
        *,
        wall_clock: Callable[[], float] = time.perf_counter,
        remember: bool = True,
        _kept: Kept | None = None,
    ) -> None:
        self._wall_clock = wall_clock
        self._history = History(_settings(experiment), wall_clock, self._measure, remember=remember, kept=_kept)
        self._kept_digests, self._digests_of = KeptDigests(lambda: self.digest), self._history.branch

    @classmethod
    def taken_up(cls, kept: Kept, *, wall_clock: Callable[[], float] = time.perf_counter) -> "Session":
        """The session that *kept* tells of, where it stood."""
        return cls(kept.first, wall_clock=wall_clock, _kept=kept)

    # Time passes.

    def step(self) -> None:
        """Carry out one event, after the commands of a known future; SettingError where there is nothing to do."""
        if self.finished:
            raise SettingError(f"session must not be finished for a step, got one that ended at {self.time_s!r} s")
        if self.waiting and self.env.peek() == math.inf:
            raise SettingError(f"session must have something to do for a step, got one that waits at {self.time_s!r} s")
        self._step()

    def advance(self, sim_s: float, *, budget_s: float = 0.008) -> bool:
        """Let *sim_s* simulated seconds pass, or as much as *budget_s* of computing allows; True if all of it."""
        if not sim_s >= 0:
            raise SettingError(f"sim_s must be zero or more seconds, got {sim_s!r}")
        until_s, deadline_s = self.time_s + sim_s, self._wall_clock() + budget_s
        while self._go_on(until_s):  # at least one event, however little computing is allowed
            if self._wall_clock() >= deadline_s and not self.finished and self.env.peek() <= until_s:
                return False
        if not self._timeline.finished and self.env.now < until_s < math.inf:
            self.env.move_to(until_s)
        return True

    def advance_exposure(self) -> None:
        """Let time pass until the next pattern is taken away: the answer is read and corrected, the lamps still lit."""
        machine = next((one.machine for one in self.learners if isinstance(one, Mark1Learner)), None)
        before = self.lesson
        light = None if machine is None else machine.retina.light  # of the first Mark I, if there are several
        while not self._idle:
            self._step()
            if machine is None or light is None:
                if self.lesson != before:
                    return
                continue
            was, light = light, machine.retina.light
            if was.any() and not light.any():
                return

    def advance_pass(self) -> None:
        """Let time pass until the present pass through the stimuli has ended; as `trials`, where none will come."""
        next(self.passes(), None)

    def trials(self) -> Iterator[tuple[Trial, ...]]:
        """Run on, yielding what each learner did at the end of every exposure of the experiment.

        It ends where no more will come by themselves: at the end of the course, and where hands give the lessons.
        """
        while self._exposures_come:
            before = self.exposures
            while self.exposures == before and self._exposures_come:
                self._step()
            if self.exposures != before:
                yield self.latest_trials

    def passes(self) -> Iterator[PassResult]:
        """Run on, yielding a result at the end of every pass through the stimuli."""
        latest = self.latest_pass
        for _ in self.trials():
            if self.latest_pass is not None and self.latest_pass is not latest:
                latest = self.latest_pass
                yield latest

    def run(self) -> Report:
        """Run to the end and report."""
        for _ in self.passes():
            pass
        return self.report()

    def digest_when(self, exposures: int) -> str | None:
        """The digest as it was when so many *exposures* had ended; None where they have not, or nobody asked before.

        Who asks in time can be told later, however many exposures go by between two looks.
        """
        self._forget_other_digests()
        return self._kept_digests.at(exposures, self.exposures)

    def report(self) -> Report:
        """What has been reached so far; examines all learners on every set."""
        report = examined(
            self.experiment,
            self.learners,
            self.scores(),
            self.measurements if self.finished else (),
            self.digest,
            self.finished,
            self.faults,
        )
        return replace(report, sentences=(*log_in_words(self.command_log), *report.sentences))

    # Commands, and time that goes back.

    @property
    def command_log(self) -> list[LoggedCommand]:
        """The commands that have been carried out so far, in order."""
        return self._history.log[: self._timeline.commands]

    @property
    def undoable(self) -> ModelCommand | None:
        """The command that `undo` would undo."""
        return self._history.undoable

    def apply(self, command: ModelCommand) -> None:
        """Carry out *command* at this instant and log it with the instant at which it took effect.

        Raises a SimulatorError or Mark1Error, and nothing is changed, where it cannot be done. After NewSeed events and
        time count from zero again; the log goes on. What was known of the future is dropped: another branch begins.
        """
        self._history.apply(canonical(command))

    def replay(self, log: Iterable[LoggedCommand], to: Instant | None = None) -> None:
        """Run on to the instant of each command of *log*, in order, and carry it out there; then to *to*."""
        self._history.foresee([replace(logged, command=canonical(logged.command)) for logged in log])
        while self._history.has_future:
            if not self._history.replay():
                check_ahead(self._timeline, self._history.log)
                self._step()
        if to is not None:
            while not self._timeline.reached(to):
                check_ahead(self._timeline, (), to)
                self._step()
            self.env.move_to(to.time_s)

    def undo(self) -> ModelCommand:
        """Be as before the latest command, to the bit, and say which it was; SettingError where there is none."""
        way, command = self.undoing(), self.undoable
        assert command is not None
        way.go_on(math.inf)
        return command

    def undoing(self) -> Journey:
        """The way of `undo`, to be gone step by step; the session stays until the end of it."""
        return self._history.undoing()

    def go_back(self, lesson: int) -> None:
        """Be as when *lesson* lessons had ended, behind or ahead as far as is known; what came later comes again."""
        self.journey(lesson).go_on(math.inf)

    def journey(self, lesson: int) -> Journey:
        """The way to where *lesson* lessons had ended, to be gone step by step; the session stays until the end of it.

        SettingError beyond what is known.
        """
        return self._history.journey(lesson)

    @property
    def moments_bytes(self) -> int:
        """What is held to go back to; never more than moments.MOST_BYTES, but for a single moment."""
        return self._history.moments_bytes

    def kept(self) -> Kept:
        """All that is needed to go on from this instant elsewhere."""
        return self._history.keep()

    def snapshot(self) -> SessionSnapshot:
        """Everything there is to see at this instant of the first Mark I and the first network."""
        return snapshot_of(self)

    @property
    def _idle(self) -> bool:
        """Whether no lesson will end any more unless somebody asks for something."""
        return self._timeline.idle and not self._history.has_future

    @property
    def _exposures_come(self) -> bool:
        """Whether exposures of the experiment are still to come."""
        if self._history.has_future:
            return True
        return self._timeline.teaching.of_the_experiment and not self._timeline.idle

    def _go_on(self, until_s: float) -> bool:
        """Carry out the next command of the known future, else the next event, by *until_s*; whether there was any."""
        if self._history.replay(until_s):
            return True
        if self._timeline.finished or self.env.peek() > until_s or self.env.peek() == math.inf:
            return False  # where lessons are waited for, even all the time there is brings nothing
        self._step_once()
        return True

    def _step(self) -> None:
        while self._history.replay():
            pass
        if not self._timeline.finished and self.env.peek() < math.inf:
            self._step_once()

    def _step_once(self) -> None:
        if self._kept_digests.wanted:
            self._forget_other_digests()
            self._timeline.step()
            self._kept_digests.look(self.exposures)
        else:
            self._timeline.step()

    def _forget_other_digests(self) -> None:
        """Those ahead belong to another branch, once a command was given or undone."""
        if self._digests_of != self._history.branch:
            self._digests_of = self._history.branch
            self._kept_digests.forget_after(self.exposures)

    def _measure(self, history: History) -> Iterator[Measurement]:
        """What the experiment measures in *history*, whose present need not be ours: it may be on the way to it."""
        there = copy(self)
        there._history = history
        return history.timeline.experiment.measure(there)


def _settings(experiment: object) -> Experiment:
    if not isinstance(experiment, Experiment):
        rule = "the settings of an experiment, as Letters() (perceptron_sim.run takes names)"
        raise SettingError(f"experiment must be {rule}, got {shown(experiment)}")
    return experiment
