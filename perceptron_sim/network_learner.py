"""The modern network as a learner: one step of gradient descent for every image it is shown."""

import time
from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import partial
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import simpy
from simpy.events import Event

from modern import Adam, ModernError, Network, activation_named, softmax, train_step, uniform
from modern.losses import cross_entropy
from perceptron_sim.errors import SettingError
from perceptron_sim.experiments.stimuli import RETINA_CELLS
from perceptron_sim.learner import FloatArray, Trial

SIDE, CELLS = RETINA_CELLS, RETINA_CELLS**2
MOST_WEIGHTS = 10_000_000  # with what Adam keeps of each, 160 MB
JOULES_PER_MULTIPLY_ADD = 1e-9  # assumed: a laptop's processor, memory traffic included


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkSpec:
    """A dense network on the 400 cells: widths of its hidden layers, their activation, and Adam's rate.

    Initial weights are uniform in ±*initial_limit*; the smaller, the sooner what is learned shows in their pictures.
    """

    hidden: tuple[int, ...] = (64,)
    activation: str = "relu"
    rate: float = 0.001
    initial_limit: float = 0.05

    def __post_init__(self) -> None:
        widths = self.hidden if isinstance(self.hidden, tuple) else ("no tuple",)
        if not all(isinstance(width, int) and not isinstance(width, bool) and width > 0 for width in widths):
            raise SettingError(f"NetworkSpec.hidden must be a tuple of positive whole numbers, got {self.hidden!r}")
        if sum(inputs * outputs for inputs, outputs in pairwise((CELLS, *self.hidden))) > MOST_WEIGHTS:
            raise SettingError(f"NetworkSpec.hidden must need at most {MOST_WEIGHTS} weights, got {self.hidden!r}")
        if not isinstance(self.activation, str):
            raise SettingError(f"NetworkSpec.activation must be a name, got {self.activation!r}")
        try:
            activation_named(self.activation)
        except ModernError as error:
            raise SettingError(f"NetworkSpec.{error}") from error
        for name in ("rate", "initial_limit"):
            value = getattr(self, name)
            if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < np.inf:
                raise SettingError(f"NetworkSpec.{name} must be positive and finite, got {value!r}")


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkSnapshot:
    """The network after its latest exposure: what it saw, how it answered before it learned, what it holds now.

    image (20, 20), hidden (units of the first hidden layer,), probabilities (classes,), receptive_fields
    (units, 20, 20): the weights of the first layer; loss of that exposure. Arrays are read-only.
    """

    exposures: int
    image: FloatArray
    hidden: FloatArray
    probabilities: FloatArray
    receptive_fields: FloatArray
    loss: float
    wall_s: float

    def __post_init__(self) -> None:
        for item in fields(self):
            value = getattr(self, item.name)
            if isinstance(value, np.ndarray):
                copy = value.copy()
                copy.flags.writeable = False
                object.__setattr__(self, item.name, copy)


class NetworkLearner:
    """A softmax network that learns from every image by one step of Adam, at the instant it is shown."""

    name = "modern"
    answer: int | None = None  # to the latest image, given before it was learned

    def __init__(
        self,
        env: simpy.Environment,
        spec: NetworkSpec,
        classes: int,
        rng: np.random.Generator,
        wall_clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        self.spec, self._env, self._rng, self._wall_clock = spec, env, rng, wall_clock
        widths = (CELLS, *spec.hidden, classes)
        weights = partial(uniform, limit=spec.initial_limit)
        self.network = Network.dense(widths, activation=spec.activation, weights=weights, rng=rng)
        self._optimizer = Adam(spec.rate)
        self._classes, self._exposures = classes, 0
        self._look_at_nothing()

    def begin(self, image: FloatArray, label: int) -> Event:
        """Answer, then learn from *image* (20, 20); the event is already over, no simulated time passes."""
        x = image.reshape(1, CELLS)
        if self.spec.hidden:
            self._hidden = self.network.activities(x)[0][0]  # for who looks on; not a part of learning
        started_s = self._wall_clock()
        step = train_step(self.network, cross_entropy, self._optimizer, x, np.array([label]))
        self._wall_s = self._wall_clock() - started_s
        self._exposures += 1
        self._image, self._loss = image, step.loss
        self.answer = int(step.answers[0])
        self._probabilities = softmax(step.logits)[0]
        trial = Trial(
            learner=self.name,
            exposure=self._exposures,
            label=label,
            answer=self.answer,
            ended_s=self._env.now,
            multiply_adds=step.multiply_adds,
            energy_j=step.multiply_adds * JOULES_PER_MULTIPLY_ADD,
            wall_s=self._wall_s,
        )
        return self._env.event().succeed(trial)

    def classify(self, images: FloatArray) -> npt.NDArray[np.intp]:
        """(n, 20, 20) -> (n,): the most probable class of each."""
        logits = self.network.activities(images.reshape(len(images), CELLS))[-1]
        answers: npt.NDArray[np.intp] = logits.argmax(axis=1)
        return answers

    def forget(self) -> None:
        """Draw new initial weights and start the optimizer afresh."""
        self.network.initialize(self._rng)
        self._optimizer = Adam(self.spec.rate)
        self._look_at_nothing()

    def _look_at_nothing(self) -> None:
        """Stand as before the first image."""
        self.answer = None
        self._wall_s = self._loss = 0.0
        self._image = np.zeros((SIDE, SIDE), dtype=np.float32)
        self._hidden = np.zeros(self.spec.hidden[0] if self.spec.hidden else 0, dtype=np.float32)
        self._probabilities = np.full(self._classes, 1 / self._classes, dtype=np.float32)

    def snapshot(self) -> NetworkSnapshot:
        """The network as it stands."""
        weight = self.network.layers[0].parameters[0].data
        return NetworkSnapshot(
            exposures=self._exposures,
            image=self._image,
            hidden=self._hidden,
            probabilities=self._probabilities,
            receptive_fields=weight.T.reshape(-1, SIDE, SIDE),
            loss=self._loss,
            wall_s=self._wall_s,
        )
