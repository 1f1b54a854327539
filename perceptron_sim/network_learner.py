"""The modern network as a learner: one step of gradient descent for every image it is shown."""

import time
from collections.abc import Callable
from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt
import simpy
from simpy.events import Event

from modern import Network, softmax, train_step
from modern.losses import cross_entropy
from perceptron_sim.learner import MODERN, FloatArray, Trial
from perceptron_sim.network_spec import NetworkSpec

JOULES_PER_MULTIPLY_ADD = 1e-9  # assumed: a laptop's processor, memory traffic included


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkSnapshot:
    """The network after its latest exposure: what it saw, how it answered before it learned, what it holds now.

    image (rows, columns), hidden (units of the first hidden layer,), probabilities (classes,), receptive_fields
    (units, rows, columns): the weights of the first layer, or its filters; loss of that exposure. Arrays are read-only.
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
    """A softmax network that learns from every image by one step of its optimizer, at the instant it is shown.

    *shape* is that of every image; the network has an output for each of *classes*.
    """

    kind = MODERN
    answer: int | None = None  # to the latest image, given before it was learned

    def __init__(
        self,
        env: simpy.Environment,
        spec: NetworkSpec,
        shape: tuple[int, int],
        classes: int,
        rng: np.random.Generator,
        wall_clock: Callable[[], float] = time.perf_counter,
        *,
        name: str = MODERN,
    ) -> None:
        self.name, self.spec, self._env, self._rng, self._wall_clock = name, spec, env, rng, wall_clock
        self._shape, self._cells, self._classes = shape, shape[0] * shape[1], classes
        self.network = Network(spec.layers(shape, classes), input_shape=(self._cells,), rng=rng)
        self._first = next(layer for layer in self.network.layers if layer.parameters)
        self._optimizer = spec.new_optimizer()
        self._exposures = 0
        self._look_at_nothing()

    def begin(self, image: FloatArray, label: int) -> Event:
        """Answer, then learn from *image* (rows, columns); the event is already over, no simulated time passes."""
        x = image.reshape(1, self._cells)
        if self.spec.hidden:
            self._hidden = self._first_hidden(x)  # for who looks on; not a part of learning
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
            loss=step.loss,
            multiply_adds=step.multiply_adds,
            energy_j=step.multiply_adds * JOULES_PER_MULTIPLY_ADD,
            wall_s=self._wall_s,
        )
        return self._env.event().succeed(trial)

    def classify(self, images: FloatArray) -> npt.NDArray[np.intp]:
        """(n, rows, columns) -> (n,): the most probable class of each."""
        answers: npt.NDArray[np.intp] = self._logits(images).argmax(axis=1)
        return answers

    def predict_probabilities(self, images: FloatArray) -> FloatArray:
        """(n, rows, columns) -> (n, classes): how sure the network is of each."""
        probabilities: FloatArray = softmax(self._logits(images))
        return probabilities

    def forget(self) -> None:
        """Draw new initial weights and start the optimizer afresh."""
        self.network.initialize(self._rng)
        self._optimizer = self.spec.new_optimizer()
        self._look_at_nothing()

    def snapshot(self) -> NetworkSnapshot:
        """The network as it stands."""
        weight = self._first.parameters[0].data
        fields = weight[:, 0] if self.spec.filters else weight.T.reshape(-1, *self._shape)
        return NetworkSnapshot(
            exposures=self._exposures,
            image=self._image,
            hidden=self._hidden,
            probabilities=self._probabilities,
            receptive_fields=fields,
            loss=self._loss,
            wall_s=self._wall_s,
        )

    def _logits(self, images: FloatArray) -> FloatArray:
        return self.network.logits_of(images.reshape(len(images), self._cells))

    def _first_hidden(self, x: FloatArray) -> FloatArray:
        """What the first dense hidden layer gives for *x* (1, cells)."""
        hidden: FloatArray = self.network.activities(x)[-1 - len(self.spec.hidden)][0]
        return hidden

    def _look_at_nothing(self) -> None:
        """Stand as before the first image."""
        self.answer = None
        self._wall_s = self._loss = 0.0
        self._image = np.zeros(self._shape, dtype=np.float32)
        self._hidden = np.zeros(self.spec.hidden[0] if self.spec.hidden else 0, dtype=np.float32)
        self._probabilities = np.full(self._classes, 1 / self._classes, dtype=np.float32)
