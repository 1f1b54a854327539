"""The modern network as a learner: one step of gradient descent for every image it is shown."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import simpy
from simpy.events import Event

from hardware import from_plain, plain
from modern import Network, Notice, StepResult, Tensor, Watch, softmax, train_step
from perceptron_sim.learner import MODERN, NO_ANSWER, FloatArray, Opinion, Trial
from perceptron_sim.network_losses import LOSSES
from perceptron_sim.network_spec import NetworkSpec

JOULES_PER_MULTIPLY_ADD = 1e-9  # assumed: a laptop's processor, memory traffic included


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkSnapshot:
    """The network after its latest exposure: what it saw, how it answered before it learned, what it holds now.

    image (rows, columns), hidden (units of the first hidden layer,), probabilities (classes,), receptive_fields
    (units, rows, columns): the weights of the first layer, or its filters; loss of that exposure. activities are what
    each layer gave, in order, the logits last; none before the first image. gradient_norms are the lengths of the
    slopes of each layer in the latest step. weights_set counts how often weights were set since it began: by steps, by
    forgetting, by another network. Arrays are read-only.
    """

    spec: NetworkSpec
    exposures: int
    image: FloatArray
    hidden: FloatArray
    probabilities: FloatArray
    receptive_fields: FloatArray
    loss: float
    wall_s: float
    activities: tuple[FloatArray, ...]
    gradient_norms: tuple[float, ...]
    weights_set: int = 0

    def __post_init__(self) -> None:
        for item in fields(self):
            value = getattr(self, item.name)
            if isinstance(value, np.ndarray):
                object.__setattr__(self, item.name, _read_only(value))
        object.__setattr__(self, "activities", tuple(map(_read_only, self.activities)))


def _read_only(array: FloatArray) -> FloatArray:
    copy = array.copy()
    copy.flags.writeable = False
    return copy


class NetworkLearner:
    """A softmax network that learns from images by steps of its optimizer, at the instant they are shown.

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
        self.network = self._new_network(rng)
        self._optimizer = spec.new_optimizer()
        self._watch: Watch | None = None
        self._watched: tuple[FloatArray, npt.NDArray[np.intp]] | None = None
        self._exposures = self._weights_set = 0
        self._activities: tuple[FloatArray, ...] = ()
        self._batch: list[tuple[FloatArray, int]] = []  # shown and not learned from yet
        self._look_at_nothing()

    def begin(self, image: FloatArray, label: int | None) -> Event:
        """Answer, then learn from *image* (rows, columns); the event is already over, no simulated time passes."""
        x = image.reshape(1, self._cells)
        if self.spec.hidden or self.spec.filters:
            self._activities = tuple(given[0] for given in self.network.activities(x))  # for who looks on
        started_s = self._wall_clock()
        logits, self._loss, multiply_adds = self._answer(x) if label is None else self._learn(x, label)
        self._wall_s = self._wall_clock() - started_s
        self._exposures += 1
        self._image, self.answer = image, int(logits.argmax())
        self._probabilities = softmax(logits)
        if not (self.spec.hidden or self.spec.filters):
            self._activities = (logits,)
        trial = Trial(
            learner=self.name,
            exposure=self._exposures,
            label=NO_ANSWER if label is None else label,
            answer=self.answer,
            ended_s=self._env.now,
            loss=None if label is None else self._loss,
            multiply_adds=multiply_adds,
            energy_j=multiply_adds * JOULES_PER_MULTIPLY_ADD,
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

    def opinion(self, image: FloatArray) -> Opinion:
        """What it makes of *image* (rows, columns) as it stands."""
        probabilities = self.predict_probabilities(image[np.newaxis])[0]
        label = int(probabilities.argmax())
        return Opinion(label=label, sureness=float(probabilities[label]), margins=tuple(probabilities.tolist()))

    def forget(self) -> None:
        """Draw new initial weights and start the optimizer afresh."""
        self._weights_set += 1
        self.network.initialize(self._rng)
        self._optimizer = self.spec.new_optimizer()
        self._watch_anew()
        self._look_at_nothing()

    def change(self, spec: NetworkSpec) -> None:
        """Be a network of *spec* from now on; what it has learned stays if the shapes of all weights do.

        So does what the optimizer remembers, if only its rate is another. SettingError for layers that do not fit.
        """
        if spec == self.spec:
            return
        layers = spec.layers(self._shape, self._classes)
        self._weights_set += 1
        kept, before, self.spec = spec.same_shape(self.spec), self.spec, spec
        anew = before != replace(spec, rate=before.rate, loss=before.loss, batch=before.batch)
        if anew:
            held = self.network.parameters.values
            dice = np.random.default_rng(0) if kept else self._rng  # weights that are kept are not drawn
            self.network = Network(layers, input_shape=(self._cells,), rng=dice)
            if kept:
                self.network.parameters.values = held
        if anew or before.batch != spec.batch:
            self._batch.clear()
        if anew:
            self._optimizer = spec.new_optimizer()
        else:
            self._optimizer.rate = spec.rate
        self._watch_anew()
        if not kept:
            self._look_at_nothing()

    def become(self, spec: NetworkSpec, values: FloatArray) -> None:
        """Be a network of *spec* with the weights *values* (parameters,) from now on; its optimizer begins afresh."""
        self._weights_set += 1
        self._be(spec)
        self.network.parameters.values = values
        self._optimizer = spec.new_optimizer()
        self._watch_anew()
        self._look_at_nothing()

    def state(self) -> dict[str, Any]:
        """All that its future depends on, between two lessons, and what it shows of the latest one."""
        parameters = self.network.parameters
        return {
            "spec": plain(self.spec),
            "values": parameters.values.copy(),
            "gradients": parameters.gradients.copy(),
            "optimizer": self._optimizer.state(),
            "generator": self._rng.bit_generator.state,
            "batch": [{"image": x.ravel(), "label": label} for x, label in self._batch],
            "weights_set": self._weights_set,
            "exposures": self._exposures,
            "answer": self.answer,
            "image": self._image.ravel(),
            "loss": self._loss,
            "probabilities": self._probabilities,
            "activities": [given.copy() for given in self._activities],
        }

    def restore(self, state: Mapping[str, Any]) -> None:
        """Go on from what `state` told."""
        spec = from_plain(NetworkSpec, state["spec"])
        self._be(spec)
        parameters = self.network.parameters
        parameters.values = state["values"]
        parameters.gradients[...] = state["gradients"]
        self._optimizer = spec.new_optimizer()
        if state["optimizer"]["steps"]:
            self._optimizer.restore(parameters, state["optimizer"])
        self._rng.bit_generator.state = state["generator"]
        self._look_at_nothing()
        self._batch = [(one["image"].reshape(1, self._cells), one["label"]) for one in state["batch"]]
        self._weights_set, self._exposures, self.answer = state["weights_set"], state["exposures"], state["answer"]
        self._image, self._loss = state["image"].reshape(self._shape), state["loss"]
        self._probabilities, self._activities = state["probabilities"], tuple(state["activities"])
        self._watch_anew()

    def _be(self, spec: NetworkSpec) -> None:
        """Have the layers of *spec*, with any weights."""
        layers = spec.layers(self._shape, self._classes)
        if spec != self.spec:
            self.network = Network(layers, input_shape=(self._cells,), rng=np.random.default_rng(0))
            self.spec = spec

    def twin(self) -> Network:
        """Another network with the same layers and weights, which stays as it is while this one learns."""
        twin = self._new_network(np.random.default_rng(0))
        twin.parameters.values = self.network.parameters.values
        return twin

    def watch(self, images: FloatArray, labels: npt.NDArray[np.intp]) -> None:
        """Notice from now on what goes wrong; *images* (n, rows, columns) and *labels* (n,) are those it is taught."""
        if self._watched is None:
            self._watched = images.reshape(len(images), self._cells), labels
            self._watch_anew()

    @property
    def notices(self) -> tuple[Notice, ...]:
        """What goes wrong at this instant; nothing where nobody watches."""
        return () if self._watch is None else self._watch.standing

    def snapshot(self) -> NetworkSnapshot:
        """The network as it stands."""
        weight = next(layer for layer in self.network.layers if layer.parameters).parameters[0].data
        fields = weight[:, 0] if self.spec.filters else weight.T.reshape(-1, *self._shape)
        return NetworkSnapshot(
            spec=self.spec,
            exposures=self._exposures,
            image=self._image,
            hidden=self._first_hidden(),
            probabilities=self._probabilities,
            receptive_fields=fields,
            loss=self._loss,
            wall_s=self._wall_s,
            activities=self._activities,
            gradient_norms=self.network.gradient_norms(),
            weights_set=self._weights_set,
        )

    def _answer(self, x: FloatArray) -> tuple[FloatArray, float, int]:
        """As `_learn`, but nothing is learned."""
        return self.network.logits_of(x)[0], 0.0, self.network.multiply_adds

    def _learn(self, x: FloatArray, label: int) -> tuple[FloatArray, float, int]:
        """Answer *x* (1, cells) with logits (classes,), its loss and the multiply-adds; learn if the batch is full."""
        loss, network = LOSSES[self.spec.loss], self.network
        if self.spec.batch == 1:
            step = self._step(x, np.array([label]))
            return step.logits[0], step.loss, step.multiply_adds
        logits, multiply_adds = network.logits_of(x), network.multiply_adds
        self._batch.append((x, label))
        if len(self._batch) == self.spec.batch:
            images, labels = zip(*self._batch, strict=True)
            self._batch.clear()
            multiply_adds += self._step(np.concatenate(images), np.array(labels)).multiply_adds
        return logits[0], loss(Tensor(logits), np.array([label])).item(), multiply_adds

    def _step(self, x: FloatArray, labels: npt.NDArray[np.intp]) -> StepResult:
        """One step of the optimizer, from *x* (batch, cells)."""
        self._weights_set += 1
        step = train_step(self.network, LOSSES[self.spec.loss], self._optimizer, x, labels)
        if self._watch is not None:
            self._watch.look(step)
        return step

    def _new_network(self, rng: np.random.Generator) -> Network:
        return Network(self.spec.layers(self._shape, self._classes), input_shape=(self._cells,), rng=rng)

    def _watch_anew(self) -> None:
        if self._watched is not None:
            self._watch = Watch(self.network, *self._watched)

    def _logits(self, images: FloatArray) -> FloatArray:
        return self.network.logits_of(images.reshape(len(images), self._cells))

    def _first_hidden(self) -> FloatArray:
        """What the first dense hidden layer gave for the latest image: (units,), 0 before the first one."""
        hidden = self.spec.hidden
        nothing: FloatArray = np.zeros(hidden[0] if hidden else 0, dtype=np.float32)
        return self._activities[-1 - len(hidden)] if hidden and self._activities else nothing

    def _look_at_nothing(self) -> None:
        """Stand as before the first image."""
        self.answer = None
        self._wall_s = self._loss = 0.0
        self._image = np.zeros(self._shape, dtype=np.float32)
        self._activities = ()
        self._batch = []
        self._probabilities = np.full(self._classes, 1 / self._classes, dtype=np.float32)
