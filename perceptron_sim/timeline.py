"""One seed on one clock: the learners, what teaches them and what breaks, event by event, from any moment on."""

from collections.abc import Callable, Iterator
from functools import lru_cache

import numpy as np
from simpy.events import Process

from hardware import Mark1Spec, Wiring, draw_wiring
from hardware.randomness import Purpose, generator
from perceptron_sim.breakdowns import Breakdowns
from perceptron_sim.clock import Clock
from perceptron_sim.commands import LoggedCommand
from perceptron_sim.digest import RecordDigest
from perceptron_sim.errors import SettingError
from perceptron_sim.experiments.experiment import Experiment
from perceptron_sim.experiments.lane import Lane
from perceptron_sim.experiments.measurement import Measurement
from perceptron_sim.learner import Learner
from perceptron_sim.mark1_learner import Mark1Learner
from perceptron_sim.moments import Instant, Moment
from perceptron_sim.network_learner import NetworkLearner
from perceptron_sim.network_spec import NetworkSpec
from perceptron_sim.teaching import Teaching

# Spawn keys, apart from the machine's own; part of every seeded result.
NETWORK_STREAM, ORDER_STREAM = 100, 101


class Timeline:
    """What *experiment* comprises, on a clock that begins at zero; or at *moment*, to be gone on with from there.

    *before_lesson* is called with it before every lesson; *measure* measures after the last pass. *commands* is how
    many of the log have been carried out.
    """

    def __init__(
        self,
        experiment: Experiment,
        wall_clock: Callable[[], float],
        before_lesson: Callable[["Timeline"], None],
        measure: Callable[["Timeline"], Iterator[Measurement]],
        *,
        commands: int = 0,
        moment: Moment | None = None,
    ) -> None:
        self.experiment, self._wall_clock, self._measure = experiment, wall_clock, measure
        self.commands = commands if moment is None else moment.commands
        self.env = Clock(0.0 if moment is None else moment.time_s)
        self.learners: tuple[Learner, ...] = tuple(self._learner(lane) for lane in experiment.lanes())
        if moment is not None:
            for learner in self.learners:
                learner.restore(moment.learners[learner.name])
        self.breakdowns = {  # before the first lesson
            learner.name: self._started(learner, moment)
            for learner in self.learners
            if isinstance(learner, Mark1Learner)
        }
        self.digest = RecordDigest(None if moment is None else moment.digest)
        order_rng, breakdowns = dice(experiment.seed, ORDER_STREAM), self.breakdowns.values()
        self.teaching = Teaching(
            self.env, experiment, self.learners, breakdowns, order_rng, self.digest, lambda: before_lesson(self)
        )
        self._stepped_s, self._events_now = 0.0, 0
        if moment is None:
            self.teach()
        else:
            self._go_on_from(moment)

    @property
    def machine_learner(self) -> Mark1Learner:
        """The first Mark I; SettingError where there is none."""
        for learner in self.learners:
            if isinstance(learner, Mark1Learner):
                return learner
        names = ", ".join(learner.name for learner in self.learners)
        raise SettingError(f"learners must have a Mark I among them for this, got {names}")

    def teach(self) -> None:
        """Begin the course, or begin it again where it is over."""
        self._process: Process = self.env.process(self.teaching.course(lambda: self._measure(self)))

    def take(self, experiment: Experiment) -> None:
        """Go on with *experiment*, of which only the network is another one."""
        self.experiment = experiment

    def go_on(self) -> None:
        """Let the course look again what there is to do: where it waits, or is over."""
        if self.finished:
            self.teaching.view = None
            self.teach()
        self.teaching.wake()

    @property
    def finished(self) -> bool:
        """Whether the course is over, and all is measured."""
        return self._process.triggered and self._process.ok  # an error is not an end: the next step raises it

    @property
    def idle(self) -> bool:
        """Whether no lesson will end any more unless somebody asks for something."""
        return self.finished or self.teaching.waiting

    @property
    def now(self) -> Instant:
        """Where it stands."""
        time_s = float(self.env.now)
        return Instant(self.teaching.lesson, time_s, self.events_at(time_s), self.commands)

    def step(self) -> None:
        """Carry out one event."""
        due_s = self.env.peek()
        self._events_now = self.events_at(due_s) + 1
        self._stepped_s = due_s
        self.env.step()

    def events_at(self, time_s: float) -> int:
        """How many events of the instant *time_s* have been carried out."""
        return self._events_now if self._stepped_s == time_s else 0

    def reached(self, at: Instant | LoggedCommand) -> bool:
        """Whether *at* lies between the event that was carried out last and the next one."""
        if at.events_now:
            return self.events_at(at.time_s) == at.events_now
        begun = self._events_now > 0
        return (self._stepped_s < at.time_s or not begun) and at.time_s <= self.env.peek()

    def missed(self, at: Instant | LoggedCommand) -> bool:
        """Whether *at* is over, or will never come: nothing is due any more, unless somebody asks for something."""
        gone = self._events_now > 0 and (at.time_s, at.events_now) < (self._stepped_s, self._events_now)
        return not self.reached(at) and (gone or self.env.peek() == float("inf"))

    def moment(self) -> Moment:
        """What it is now, just before a lesson."""
        return Moment(
            lesson=self.teaching.lesson,
            time_s=float(self.env.now),
            events_now=self._events_now,
            commands=self.commands,
            experiment=self.experiment,
            digest=self.digest.hexdigest(),
            teaching=self.teaching.state(),
            learners={learner.name: learner.state() for learner in self.learners},
            breakdowns={name: one.state() for name, one in self.breakdowns.items()},
        )

    def _go_on_from(self, moment: Moment) -> None:
        """Be where the event stood that ended one lesson and begins the next."""
        while self.env.peek() <= moment.time_s:  # what waits for failures and repairs begins to wait
            self.env.step()
        self.teaching.restore(moment.teaching)
        self.teach()
        self.env.step()
        self._stepped_s, self._events_now = moment.time_s, moment.events_now

    def _started(self, learner: Mark1Learner, moment: Moment | None) -> Breakdowns:
        if moment is None:
            return Breakdowns.started(learner.machine, self.experiment)
        return Breakdowns.restored(learner.machine, moment.breakdowns[learner.name])

    def _learner(self, lane: Lane) -> Learner:
        experiment = self.experiment
        seed = experiment.seed if lane.seed is None else lane.seed
        if isinstance(lane.spec, NetworkSpec):
            rows, columns = experiment.stimuli.images.shape[1:]
            classes, rng = len(experiment.class_names), dice(seed, NETWORK_STREAM)
            return NetworkLearner(self.env, lane.spec, (rows, columns), classes, rng, self._wall_clock, name=lane.name)
        return Mark1Learner(
            self.env,
            lane.spec,
            experiment.codes,
            seed=seed,
            wiring=experiment.wiring or drawn(lane.spec, seed),
            correctable_bits=experiment.correctable_bits,
            name=lane.name,
        )


@lru_cache(maxsize=4, typed=True)
def drawn(spec: Mark1Spec, seed: int) -> Wiring:
    """The wiring that a machine of *seed* has by itself; drawn once for all the timelines of a session."""
    return draw_wiring(spec, generator(seed, Purpose.WIRING))


def dice(seed: int, stream: int) -> np.random.Generator:
    """The dice of *seed* for the purpose *stream*, apart from those for any other."""
    return np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(stream,)))
