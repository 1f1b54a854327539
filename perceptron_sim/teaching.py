"""The lessons of a session: pass after pass of what is taught, every learner at every image, then the measurements."""

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import simpy
from simpy.events import Event

from perceptron_sim.breakdowns import Breakdowns
from perceptron_sim.digest import RecordDigest
from perceptron_sim.experiments.experiment import Experiment
from perceptron_sim.experiments.measurement import Measurement
from perceptron_sim.learner import Learner, Trial
from perceptron_sim.ledger import Account, Passes, PassResult, Score


class Teaching:
    """Teaches *learners* what *experiment* says, in an order of *order_rng*, and enters what happens in *digest*."""

    def __init__(
        self,
        env: simpy.Environment,
        experiment: Experiment,
        learners: tuple[Learner, ...],
        breakdowns: Iterable[Breakdowns],
        order_rng: np.random.Generator,
        digest: RecordDigest,
    ) -> None:
        self._env, self._experiment, self._learners = env, experiment, learners
        self._breakdowns, self._order_rng, self._digest = tuple(breakdowns), order_rng, digest
        self.stimulus: int | None = None  # which image of those taught was shown last
        self.latest: tuple[Trial, ...] = ()
        self.count_anew()

    def count_anew(self) -> None:
        """Open new accounts: the learners' weights have been cleared."""
        self._accounts = {learner.name: Account(self._experiment.pass_length) for learner in self._learners}
        self._passes = Passes(tuple(learner.name for learner in self._learners))
        self.latest_pass: PassResult | None = None
        self.measurements: list[Measurement] = []
        self._taught = self._measured = False
        self.exposures = 0

    @property
    def pass_number(self) -> int:
        """Which pass this is, or was the last one, counted from 1."""
        return len(self._passes) + (not self._taught)

    @property
    def pass_results(self) -> Sequence[PassResult]:
        """The results of all passes that have ended since the weights were last cleared."""
        return self._passes.seen()

    def scores(self) -> dict[str, Score]:
        """The score of each learner by name."""
        return {name: account.score() for name, account in self._accounts.items()}

    def course(self, measure: Callable[[], Iterator[Measurement]]) -> Generator[Event, Any, None]:
        """Give pass after pass, then *measure*; from the beginning where the weights are cleared meanwhile."""
        while not self._measured:
            while not self._taught:
                yield from self._give_pass()
            yield from self._measure(measure)

    def _give_pass(self) -> Generator[Event, Any, None]:
        accounts, course = self._accounts, self._experiment.course(self.pass_results)
        for index in self._order_rng.permutation(course):
            yield from self._expose(int(index))
            if self._accounts is not accounts:  # the weights were cleared: the score counts from a full pass
                return
        self._close_pass(of_all=len(course) == len(self._experiment.stimuli))

    def _expose(self, index: int) -> Generator[Event, Any, None]:
        stimuli, accounts, number = self._experiment.stimuli, self._accounts, self.pass_number
        image, label = stimuli.images[index], int(stimuli.labels[index])
        self.stimulus = index
        begun = [learner.begin(image, label) for learner in self._learners]
        trials = []
        for event in begun:
            trials.append(replace((yield event), pass_number=number, stimulus=index))
        self.latest = tuple(trials)
        self._record(trials)
        if self._accounts is accounts:
            self.exposures += 1
            for trial in trials:
                self._accounts[trial.learner].add(trial)

    def _record(self, trials: Iterable[Trial]) -> None:
        for trial in trials:
            self._digest.add_trial(trial)
        for breakdowns in self._breakdowns:
            for record in breakdowns.news():
                self._digest.add_fault(record)

    def _close_pass(self, *, of_all: bool) -> None:
        held_out, accounts = self._right_of_unseen(), self._accounts
        errors = {name: one.close_pass(held_out.get(name), of_all=of_all) for name, one in accounts.items()}
        self.latest_pass = PassResult(number=len(self._passes) + 1, errors=errors, held_out=held_out)
        self._passes.add(self.latest_pass)
        self._taught = len(self._passes) >= self._experiment.passes or self._experiment.enough(self.pass_results)

    def _right_of_unseen(self) -> dict[str, float]:
        unseen = self._experiment.unseen
        if unseen is None:
            return {}
        return {x.name: float((x.classify(unseen.images) == unseen.labels).mean()) for x in self._learners}

    def _measure(self, measure: Callable[[], Iterator[Measurement]]) -> Generator[Event, Any, None]:
        """Measure one thing after the other, each an event of its own: whoever looks on need not wait for all."""
        measurements = self.measurements
        for measurement in measure():
            if self.measurements is not measurements:  # the weights were cleared
                return
            self._digest.add_measurement(measurement)
            measurements.append(measurement)
            yield self._env.timeout(0)
        self._measured = self.measurements is measurements
