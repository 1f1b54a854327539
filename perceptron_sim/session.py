"""Side by side: one seed, one stream of stimuli, one clock; all learners see the same image in the same order."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

import numpy as np
from simpy.events import Process

from hardware.errors import shown
from perceptron_sim.breakdowns import Breakdowns, LearnerFault
from perceptron_sim.clock import Clock
from perceptron_sim.commands import ChangeNetwork, LoggedCommand, ModelCommand, NewSeed, ResetWeights, log_in_words
from perceptron_sim.digest import KeptDigests, RecordDigest
from perceptron_sim.errors import SettingError
from perceptron_sim.experiments.experiment import Experiment
from perceptron_sim.experiments.lane import Lane
from perceptron_sim.experiments.measurement import Measurement
from perceptron_sim.learner import Learner, Trial
from perceptron_sim.ledger import PassResult, Score
from perceptron_sim.mark1_learner import Mark1Learner
from perceptron_sim.network_learner import NetworkLearner
from perceptron_sim.network_spec import NetworkSpec
from perceptron_sim.report import Report, examined
from perceptron_sim.snapshot import SessionSnapshot
from perceptron_sim.teaching import Teaching

LearnerT = TypeVar("LearnerT", Mark1Learner, NetworkLearner)
# Spawn keys, apart from the machine's own; part of every seeded result.
NETWORK_STREAM, ORDER_STREAM = 100, 101


class Session:
    """Runs *experiment* as a discrete-event simulation; whoever owns it lets time pass and looks at snapshots.

    *wall_clock* measures what the computer takes; it never touches the model.
    """

    def __init__(self, experiment: Experiment, *, wall_clock: Callable[[], float] = time.perf_counter) -> None:
        self._wall_clock = wall_clock
        self._begin(_settings(experiment))

    def _begin(self, experiment: Experiment) -> None:
        self.experiment = experiment
        self.env = Clock()
        self.learners: tuple[Learner, ...] = tuple(self._learner(lane) for lane in experiment.lanes())
        self._breakdowns = {  # before the first lesson
            learner.name: Breakdowns.started(learner.machine, experiment)
            for learner in self.learners
            if isinstance(learner, Mark1Learner)
        }
        self.command_log: list[LoggedCommand] = []
        self._digest = RecordDigest()
        self._kept_digests = KeptDigests(self._digest)
        self._event_index = 0
        order_rng = dice(experiment.seed, ORDER_STREAM)
        breakdowns = self._breakdowns.values()
        self._teaching = Teaching(self.env, experiment, self.learners, breakdowns, order_rng, self._digest)
        self._process = self._taught()

    def _learner(self, lane: Lane) -> Learner:
        experiment = self.experiment
        if isinstance(lane.spec, NetworkSpec):
            rows, columns = experiment.stimuli.images.shape[1:]
            classes, rng = len(experiment.class_names), dice(experiment.seed, NETWORK_STREAM)
            return NetworkLearner(self.env, lane.spec, (rows, columns), classes, rng, self._wall_clock, name=lane.name)
        return Mark1Learner(
            self.env,
            lane.spec,
            experiment.codes,
            seed=experiment.seed,
            wiring=experiment.wiring,
            correctable_bits=experiment.correctable_bits,
            name=lane.name,
        )

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

    @property
    def time_s(self) -> float:
        """Simulated seconds since the session began."""
        return float(self.env.now)

    @property
    def finished(self) -> bool:
        """Whether all learners went through one pass without an error, or the limit of passes, and all is measured."""
        return self._process.triggered and self._process.ok  # an error is not an end: the next step raises it

    @property
    def exposures(self) -> int:
        """How many exposures have ended since the weights were last cleared."""
        return self._teaching.exposures

    @property
    def pass_number(self) -> int:
        """Which pass through the stimuli this is, or was the last one, counted from 1."""
        return self._teaching.pass_number

    @property
    def pass_results(self) -> Sequence[PassResult]:
        """The results of all passes that have ended since the weights were last cleared."""
        return self._teaching.pass_results

    @property
    def measurements(self) -> tuple[Measurement, ...]:
        """What has been found out after the last pass."""
        return tuple(self._teaching.measurements)

    @property
    def latest_trials(self) -> tuple[Trial, ...]:
        """What each learner did in the exposure that ended last; empty before the first."""
        return self._teaching.latest

    @property
    def faults(self) -> tuple[LearnerFault, ...]:
        """What broke in any Mark I since the session began, and what was mended, in order of time."""
        faults = [LearnerFault(name, record) for name, one in self._breakdowns.items() for record in one.records]
        return tuple(sorted(faults, key=lambda fault: fault.record.time_s))

    @property
    def digest(self) -> str:
        """sha256 over everything that was recorded, in hexadecimal; what the computer took is left out."""
        return self._digest.hexdigest()

    def digest_when(self, exposures: int) -> str | None:
        """The digest as it was when so many *exposures* had ended; None where they have not, or nobody asked before.

        Who asks in time can be told later, however many exposures go by between two looks.
        """
        return self._kept_digests.at(exposures, self.exposures)

    @property
    def latest_pass(self) -> PassResult | None:
        """The result of the pass that ended last since the weights were last cleared."""
        return self._teaching.latest_pass

    def scores(self) -> dict[str, Score]:
        """The score of each learner by name."""
        return self._teaching.scores()

    def step(self) -> None:
        """Carry out one event, no more and no less; SettingError where the session is finished."""
        if self.finished:
            raise SettingError(f"session must not be finished for a step, got one that ended at {self.time_s!r} s")
        self._step()

    def advance(self, sim_s: float, *, budget_s: float = 0.008) -> bool:
        """Let *sim_s* simulated seconds pass, or as much as *budget_s* of computing allows; True if all of it."""
        if not sim_s >= 0:
            raise SettingError(f"sim_s must be zero or more seconds, got {sim_s!r}")
        until_s, deadline_s = self.time_s + sim_s, self._wall_clock() + budget_s
        while not self.finished and self.env.peek() <= until_s:
            self._step()  # at least one, however little computing is allowed
            if self._wall_clock() >= deadline_s and not self.finished and self.env.peek() <= until_s:
                return False
        if not self.finished and until_s > self.env.now:
            self.env.move_to(until_s)
        return True

    def advance_exposure(self) -> None:
        """Let time pass until the next pattern is taken away: the answer is read and corrected, the lamps still lit."""
        light = self.mark1.machine.retina.light  # of the first Mark I, if there are several
        while not self.finished:
            self._step()
            before, light = light, self.mark1.machine.retina.light
            if before.any() and not light.any():
                return

    def trials(self) -> Iterator[tuple[Trial, ...]]:
        """Run on, yielding what each learner did at the end of every exposure."""
        while not self.finished:
            before = self.exposures
            while self.exposures == before and not self.finished:
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

    def apply(self, command: ModelCommand) -> None:
        """Carry out *command* at this instant and log it with the instant at which it took effect.

        After NewSeed events and time count from zero again; the log goes on.
        """
        logged = LoggedCommand(self._event_index, self.time_s, command)
        if isinstance(command, NewSeed):
            log = self.command_log
            self._begin(replace(self.experiment, seed=command.seed))
            self.command_log = log
        elif isinstance(command, ResetWeights):
            self._clear_weights()
        elif isinstance(command, ChangeNetwork):
            self._change_network(command.spec)
        else:
            raise SettingError(f"command must be ResetWeights, NewSeed or ChangeNetwork, got {command!r}")
        self.command_log.append(logged)

    def replay(self, log: Iterable[LoggedCommand]) -> None:
        """Run on to the instant of each command of *log*, in order, and carry it out there."""
        for logged in log:
            while self._event_index < logged.event_index and not self.finished:
                self._step()
            if not self.finished:
                self.env.move_to(logged.time_s)
            self.apply(logged.command)

    def snapshot(self) -> SessionSnapshot:
        """Everything there is to see at this instant of the first Mark I and the first network; both must be there."""
        stimuli, stimulus = self.experiment.stimuli, self._teaching.stimulus
        return SessionSnapshot(
            time_s=self.time_s,
            experiment=self.experiment.name,
            seed=self.experiment.seed,
            finished=self.finished,
            exposures=self.exposures,
            pass_number=self.pass_number,
            pass_limit=self.experiment.passes,
            exposure_limit=self.experiment.passes * self.experiment.pass_length,
            stimulus=None if stimulus is None else stimuli.images[stimulus],
            label=None if stimulus is None else int(stimuli.labels[stimulus]),
            class_names=stimuli.class_names,
            codes=self.experiment.codes,
            assignment=self.mark1.machine.wiring.assignment,
            mark1=self.mark1.snapshot(self.time_s),
            network=self.modern.snapshot(),
            network_answer=self.modern.answer,
            scores=self.scores(),
        )

    def _step(self) -> None:
        self.env.step()
        self._event_index += 1
        self._kept_digests.look(self.exposures)

    def _clear_weights(self) -> None:
        for learner in self.learners:
            learner.forget()
        self._digest.add("reset weights", self._event_index, self.time_s)
        self._teaching.count_anew()
        if self.finished:
            self._teaching.stimulus = None
            self._process = self._taught()

    def _change_network(self, spec: NetworkSpec) -> None:
        """Make the experiment's network one of *spec*, and so all networks that follow from it; refused as a whole."""
        experiment = replace(self.experiment, modern=spec)
        if experiment == self.experiment:
            return
        lanes = {lane.name: lane.spec for lane in experiment.lanes()}
        if list(lanes) != [learner.name for learner in self.learners]:
            raise SettingError(f"spec must leave the learners what they are, got {', '.join(lanes)}")
        self.experiment = experiment
        for learner in self.learners:
            changed = lanes[learner.name]
            if isinstance(learner, NetworkLearner) and isinstance(changed, NetworkSpec):
                learner.change(changed)
        self._digest.add("change network", self._event_index, self.time_s, repr(spec))
        if self.finished:
            self._teaching.count_anew()
            self._teaching.stimulus = None
            self._process = self._taught()

    def _taught(self) -> Process:
        return self.env.process(self._teaching.course(lambda: self.experiment.measure(self)))


def dice(seed: int, stream: int) -> np.random.Generator:
    """The dice of *seed* for the purpose *stream*, apart from those for any other."""
    return np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(stream,)))


def _settings(experiment: object) -> Experiment:
    if not isinstance(experiment, Experiment):
        rule = "the settings of an experiment, as Letters() (perceptron_sim.run takes names)"
        raise SettingError(f"experiment must be {rule}, got {shown(experiment)}")
    return experiment
