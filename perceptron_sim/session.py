"""Side by side: one seed, one stream of stimuli, one clock; both learners see the same image in the same order."""

import time
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from simpy.events import Event

from hardware import FaultRecord
from hardware.errors import shown
from perceptron_sim.breakdowns import Breakdowns
from perceptron_sim.clock import Clock
from perceptron_sim.commands import LoggedCommand, ModelCommand, NewSeed, ResetWeights
from perceptron_sim.digest import RecordDigest
from perceptron_sim.errors import SettingError
from perceptron_sim.experiments.letters import Letters
from perceptron_sim.learner import Learner, Trial
from perceptron_sim.ledger import Account, Score
from perceptron_sim.mark1_learner import Mark1Learner
from perceptron_sim.network_learner import NetworkLearner
from perceptron_sim.report import Report, examined
from perceptron_sim.snapshot import SessionSnapshot

# Spawn keys, apart from the machine's own; part of every seeded result.
NETWORK_STREAM, ORDER_STREAM = 100, 101


@dataclass(frozen=True, slots=True, kw_only=True)
class PassResult:
    """One pass through all stimuli: by learner, errors and the share of the unseen set named rightly."""

    number: int
    errors: dict[str, int]
    held_out: dict[str, float]


class Session:
    """Runs *experiment* as a discrete-event simulation; whoever owns it lets time pass and looks at snapshots.

    *wall_clock* measures what the computer takes; it never touches the model.
    """

    def __init__(self, experiment: Letters, *, wall_clock: Callable[[], float] = time.perf_counter) -> None:
        self._wall_clock = wall_clock
        self._begin(_settings(experiment))

    def _begin(self, experiment: Letters) -> None:
        self.experiment = experiment
        self.env = Clock()
        network_rng, self._order_rng = (
            np.random.default_rng(np.random.SeedSequence(experiment.seed, spawn_key=(stream,)))
            for stream in (NETWORK_STREAM, ORDER_STREAM)
        )
        classes = len(experiment.stimuli.class_names)
        self.mark1 = Mark1Learner(
            self.env, experiment.mark1, experiment.codes, seed=experiment.seed, wiring=experiment.wiring
        )
        self._breakdowns = Breakdowns.started(self.mark1.machine, experiment)  # before the first lesson
        self.modern = NetworkLearner(self.env, experiment.modern, classes, network_rng, self._wall_clock)
        self.learners: tuple[Learner, ...] = (self.mark1, self.modern)
        self.command_log: list[LoggedCommand] = []
        self._digest = RecordDigest()
        self._event_index = 0
        self._stimulus: int | None = None
        self._latest: tuple[Trial, ...] = ()
        self._open_accounts()
        self._process = self.env.process(self._teach())

    @property
    def time_s(self) -> float:
        """Simulated seconds since the session began."""
        return float(self.env.now)

    @property
    def finished(self) -> bool:
        """Whether both learners went through one pass without an error, or the limit of passes is reached."""
        return self._process.triggered and self._process.ok  # an error is not an end: the next step raises it

    @property
    def exposures(self) -> int:
        """How many exposures have ended since the weights were last cleared."""
        return self._exposures

    @property
    def faults(self) -> tuple[FaultRecord, ...]:
        """What broke in the Mark I since the session began, and what was mended, in order of time."""
        return self._breakdowns.records

    @property
    def digest(self) -> str:
        """sha256 over everything that was recorded, in hexadecimal; what the computer took is left out."""
        return self._digest.hexdigest()

    @property
    def latest_pass(self) -> PassResult | None:
        """The result of the pass that ended last since the weights were last cleared."""
        return self._pass_results[-1] if self._pass_results else None

    def scores(self) -> dict[str, Score]:
        """The score of each learner by name."""
        return {name: account.score() for name, account in self._accounts.items()}

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
        light = self.mark1.machine.retina.light
        while not self.finished:
            self._step()
            before, light = light, self.mark1.machine.retina.light
            if before.any() and not light.any():
                return

    def trials(self) -> Iterator[tuple[Trial, ...]]:
        """Run on, yielding what both learners did at the end of every exposure."""
        while not self.finished:
            before = self._exposures
            while self._exposures == before and not self.finished:
                self._step()
            if self._exposures != before:
                yield self._latest

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
        """What has been reached so far; examines both learners on every typeface."""
        return examined(
            self.experiment, self.mark1, self.modern, self.scores(), self.digest, self.finished, self.faults
        )

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
        else:
            raise SettingError(f"command must be ResetWeights or NewSeed, got {command!r}")
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
        """Everything there is to see at this instant."""
        stimuli = self.experiment.stimuli
        return SessionSnapshot(
            time_s=self.time_s,
            seed=self.experiment.seed,
            finished=self.finished,
            exposures=self._exposures,
            pass_number=self._exposures // len(stimuli) + (not self.finished),
            pass_limit=self.experiment.passes,
            stimulus=None if self._stimulus is None else stimuli.images[self._stimulus],
            label=None if self._stimulus is None else int(stimuli.labels[self._stimulus]),
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

    def _open_accounts(self) -> None:
        window, passes = len(self.experiment.stimuli), self.experiment.passes
        self._accounts = {learner.name: Account(window, window * passes) for learner in self.learners}
        self._pass_results: list[PassResult] = []
        self._exposures = 0

    def _clear_weights(self) -> None:
        for learner in self.learners:
            learner.forget()
        self._digest.add("reset weights", self._event_index, self.time_s)
        self._open_accounts()
        if self.finished:
            self._stimulus = None
            self._process = self.env.process(self._teach())

    def _teach(self) -> Generator[Event, Any, None]:
        while not self._done():
            accounts = self._accounts
            for index in self._order_rng.permutation(len(self.experiment.stimuli)):
                yield from self._expose(int(index))
                if self._accounts is not accounts:  # the weights were cleared: the score counts from a full pass
                    break
            else:
                self._close_pass()

    def _expose(self, index: int) -> Generator[Event, Any, None]:
        stimuli, accounts = self.experiment.stimuli, self._accounts
        image, label = stimuli.images[index], int(stimuli.labels[index])
        self._stimulus = index
        begun = [learner.begin(image, label) for learner in self.learners]
        trials = []
        for event in begun:
            trials.append((yield event))
        self._latest = tuple(trials)
        for trial in trials:
            self._digest.add_trial(trial)
        for record in self._breakdowns.news():
            self._digest.add_fault(record)
        if self._accounts is accounts:
            self._exposures += 1
            for trial in trials:
                self._accounts[trial.learner].add(trial)

    def _close_pass(self) -> None:
        unseen = self.experiment.unseen
        held_out = {x.name: float((x.classify(unseen.images) == unseen.labels).mean()) for x in self.learners}
        errors = {name: account.close_pass(held_out[name]) for name, account in self._accounts.items()}
        number = len(self._pass_results) + 1
        self._pass_results.append(PassResult(number=number, errors=errors, held_out=held_out))

    def _done(self) -> bool:
        """Whether the last pass was without an error of either learner, or no more are allowed."""
        results = self._pass_results
        return bool(results) and (not any(results[-1].errors.values()) or len(results) >= self.experiment.passes)


def _settings(experiment: object) -> Letters:
    if not isinstance(experiment, Letters):
        rule = "the settings of an experiment, as Letters() (perceptron_sim.run takes names)"
        raise SettingError(f"experiment must be {rule}, got {shown(experiment)}")
    return experiment
