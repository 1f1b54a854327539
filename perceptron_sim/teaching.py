"""The lessons of a session: pass after pass of what is taught, what visitors show between, then the measurements."""

from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import simpy
from simpy.events import Event

from hardware import SelfTestReport
from perceptron_sim.breakdowns import Breakdowns
from perceptron_sim.digest import RecordDigest
from perceptron_sim.errors import SettingError
from perceptron_sim.experiments.experiment import Experiment
from perceptron_sim.experiments.measurement import Measurement
from perceptron_sim.learner import FloatArray, Learner, Opinion, Trial
from perceptron_sim.ledger import Account, Passes, PassResult, Score
from perceptron_sim.mark1_learner import Mark1Learner
from perceptron_sim.operations import RunSelfTest, Show, Source
from perceptron_sim.visits import Taught, Tray, Visit, no_visits

VISITED = -1  # the image of a trial in the taught set, where a visitor showed a sign
MOST_ASKED = 100  # lessons ahead
Asked = Show | RunSelfTest


@dataclass(frozen=True, slots=True, kw_only=True)
class TeachingState:
    """Where a course stands before a lesson; *rest* are the images of the pass that are still to be shown."""

    view: "InView | None"
    latest: tuple[Trial, ...]
    accounts: dict[str, Account]
    passes: Passes
    latest_pass: PassResult | None
    measurements: tuple[Measurement, ...]
    taught: bool
    measured: bool
    exposures: int
    lesson: int
    rest: tuple[int, ...]
    of_all: bool
    order: Mapping[str, Any]
    source: Source
    asked: tuple[Asked, ...]
    tray: tuple[Taught, ...]
    tray_place: int
    visits: tuple[Visit, ...]
    self_test: SelfTestReport | None


@dataclass(frozen=True, slots=True)
class InView:
    """What stands in the field of view, or stood there last: *image* (rows, columns), and its *label* if it is taught.

    *visit* says that a visitor showed it.
    """

    image: FloatArray
    label: int | None
    visit: bool = False


class Teaching:
    """Teaches *learners* what *experiment* says, in an order of *order_rng*, and enters what happens in *digest*.

    *before_each* is called before every lesson, when nothing is under way.
    """

    def __init__(
        self,
        env: simpy.Environment,
        experiment: Experiment,
        learners: tuple[Learner, ...],
        breakdowns: Iterable[Breakdowns],
        order_rng: np.random.Generator,
        digest: RecordDigest,
        before_each: Callable[[], None],
    ) -> None:
        self._env, self._experiment, self._learners = env, experiment, learners
        self._breakdowns, self._order_rng, self._digest = tuple(breakdowns), order_rng, digest
        self._before_each = before_each
        self.lesson = 0  # lessons of any kind that have ended, whether or not the weights were cleared meanwhile
        self._rest: list[int] = []  # of this pass
        self._of_all = True  # whether this pass is through all that is taught
        self.view: InView | None = None
        self.latest: tuple[Trial, ...] = ()
        self.source, self.tray, self.visits = Source.AUTOMATIC, Tray(), no_visits()
        self.self_test: SelfTestReport | None = None
        self._asked: deque[Asked] = deque()
        self._closed_at = -1  # the lesson at which a pass ended last, as far as was seen
        self._bell: Event | None = None  # what is waited for where there is nothing to do
        self.count_anew()

    def count_anew(self) -> None:
        """Open new accounts: the learners' weights have been cleared."""
        self._accounts = {learner.name: Account(self._experiment.pass_length) for learner in self._learners}
        self._passes = Passes(tuple(learner.name for learner in self._learners))
        self.latest_pass: PassResult | None = None
        self.measurements: list[Measurement] = []
        self._taught = self._measured = False
        self._rest.clear()  # the score counts from a full pass
        self.exposures = 0

    @property
    def pass_number(self) -> int:
        """Which pass this is, or was the last one, counted from 1."""
        return len(self._passes) + (not self._taught)

    @property
    def pass_results(self) -> Sequence[PassResult]:
        """The results of all passes that have ended since the weights were last cleared."""
        return self._passes.seen()

    @property
    def pass_has_ended(self) -> bool:
        """Whether a pass ended with the latest lesson."""
        return self._closed_at == self.lesson

    @property
    def waiting(self) -> bool:
        """Whether nothing is to be done until somebody asks for it."""
        return self._bell is not None

    def scores(self) -> dict[str, Score]:
        """The score of each learner by name."""
        return {name: account.score() for name, account in self._accounts.items()}

    @property
    def of_the_experiment(self) -> bool:
        """Whether lessons of the experiment will come by themselves, at once or after what was asked for."""
        return self.source is Source.AUTOMATIC or bool(self._asked)

    def ask(self, asked: Asked) -> None:
        """Let *asked* be the next lesson, after what was asked for before; SettingError where that is too much."""
        if len(self._asked) >= MOST_ASKED:
            raise SettingError(f"lessons must be asked for at most {MOST_ASKED} ahead, got one more")
        self._asked.append(asked)
        if isinstance(asked, Show) and asked.label is not None:
            self.tray.keep(Taught(asked.sign, asked.label))
        self.wake()

    def wake(self) -> None:
        """Look again what there is to do, if nothing was."""
        if self._bell is not None:
            self._bell.succeed()
            self._bell = None

    def state(self) -> TeachingState:
        """Where it stands; to be asked before a lesson."""
        return TeachingState(
            view=self.view,
            latest=self.latest,
            accounts={name: account.fork() for name, account in self._accounts.items()},
            passes=self._passes.fork(),
            latest_pass=self.latest_pass,
            measurements=tuple(self.measurements),
            taught=self._taught,
            measured=self._measured,
            exposures=self.exposures,
            lesson=self.lesson,
            rest=tuple(self._rest),
            of_all=self._of_all,
            order=self._order_rng.bit_generator.state,
            source=self.source,
            asked=tuple(self._asked),
            tray=self.tray.signs,
            tray_place=self.tray.place,
            visits=tuple(self.visits),
            self_test=self.self_test,
        )

    def restore(self, state: TeachingState) -> None:
        """Go on from what `state` told; `course` then begins with the lesson that came next."""
        self.view, self.latest, self.latest_pass = state.view, state.latest, state.latest_pass
        self._accounts = {name: account.fork() for name, account in state.accounts.items()}
        self._passes, self.measurements = state.passes.fork(), list(state.measurements)
        self._taught, self._measured, self.exposures = state.taught, state.measured, state.exposures
        self.lesson, self._rest, self._of_all = state.lesson, list(state.rest), state.of_all
        self._order_rng.bit_generator.state = state.order
        self.source, self._asked = state.source, deque(state.asked)
        self.tray, self.self_test = Tray(state.tray, state.tray_place), state.self_test
        self.visits.extend(state.visits)

    def course(self, measure: Callable[[], Iterator[Measurement]]) -> Generator[Event, Any, None]:
        """Give lesson after lesson, then *measure*; from the beginning where the weights are cleared meanwhile."""
        while self._asked or self.source is not Source.AUTOMATIC or not self._measured:
            if self._asked:
                yield from self._give_asked()
            elif self.source is Source.TRAY and self.tray.signs:
                self._before_each()
                again = self.tray.following()
                yield from self._visit(Show(again.sign, again.label))
            elif self.source is not Source.AUTOMATIC:
                self._bell = self._env.event()
                yield self._bell
            elif not self._taught:
                yield from self._give_exposure()
            else:
                yield from self._measure(measure)

    def _give_asked(self) -> Generator[Event, Any, None]:
        self._before_each()
        asked = self._asked.popleft()
        yield from self._visit(asked) if isinstance(asked, Show) else self._test()

    def _give_exposure(self) -> Generator[Event, Any, None]:
        """The next exposure of a pass, and what is to be done at its beginning and end."""
        accounts = self._accounts
        if not self._rest:
            course = self._experiment.course(self.pass_results)
            self._rest = self._order_rng.permutation(course).tolist()
            self._of_all = len(course) == len(self._experiment.stimuli)
        self._before_each()
        yield from self._expose(self._rest.pop(0))
        if self._accounts is accounts and not self._rest:
            self._close_pass(of_all=self._of_all)

    def _expose(self, index: int) -> Generator[Event, Any, None]:
        stimuli, accounts, number = self._experiment.stimuli, self._accounts, self.pass_number
        image, label = stimuli.images[index], int(stimuli.labels[index])
        self.view = InView(image, label)
        begun = [learner.begin(image, label) for learner in self._learners]
        trials = []
        for event in begun:
            trials.append(replace((yield event), pass_number=number, stimulus=index))
        self._record(trials)
        if self._accounts is accounts:
            self.exposures += 1
            for trial in trials:
                self._accounts[trial.learner].add(trial)

    def _visit(self, shown: Show) -> Generator[Event, Any, None]:
        """Show a visitor's sign; the score of the experiment does not count it."""
        image, number = shown.sign.image, self.pass_number
        self.view = InView(image, shown.label, visit=True)
        opinions: dict[str, Opinion] = {learner.name: learner.opinion(image) for learner in self._learners}
        self.visits.append(Visit(lesson=self.lesson, sign=shown.sign, label=shown.label, opinions=opinions))
        begun = [learner.begin(image, shown.label) for learner in self._learners]
        trials = []
        for event in begun:
            trials.append(replace((yield event), pass_number=number, stimulus=VISITED))
        self._record(trials)

    def _test(self) -> Generator[Event, Any, None]:
        """The operator's self-test of the first machine."""
        for learner in self._learners:
            if isinstance(learner, Mark1Learner):
                self.self_test = yield from learner.trainer.self_test()
                self._digest.add("self-test", repr(self.self_test))
                break
        self._record(())

    def _record(self, trials: Iterable[Trial]) -> None:
        """A lesson has ended, and *trials* were what the learners did in it."""
        self.lesson += 1
        self.latest = tuple(trials) or self.latest
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
        self._closed_at = self.lesson
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
