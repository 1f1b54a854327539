"""The exposure that was read last, in the network: how sure it was before and is now, and which weights moved."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from modern import Network
from perceptron_sim.commands import ChangeNetwork, NewSeed
from perceptron_sim.explain.exposure import ReadExposure
from perceptron_sim.learner import FloatArray, Trial
from perceptron_sim.session import Session
from perceptron_sim.snapshot import SessionSnapshot

OUTPUT_LAYER, CROSS_ENTROPY = "the output layer", "cross-entropy"


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """What training steps changed in a network: those after exposure *since*, up to and with exposure *until*.

    mean is the mean size of a weight's change; *layer* is where they changed most, and *place* says which weight
    changed most of all, *before* and *after*.
    """

    since: int
    until: int
    weights: int
    mean: float
    layer: str
    place: str
    before: float
    after: float


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkLesson:
    """One exposure of the network. before is the probability of what was shown, before it learned it; now by now.

    before is NaN where neither anybody looked then nor the loss tells it: only the cross-entropy does. *batch* is how
    many pictures are gathered for one step of the optimizer, *later* how many other pictures it has learned from since.
    """

    exposure: int
    shown: str
    answer: str
    before: float
    now: float
    rival: str | None
    loss: float
    loss_name: str
    optimizer: str
    batch: int
    multiply_adds: int
    later: int = 0
    movement: Movement | None = None

    @property
    def right(self) -> bool:
        """Whether it answered what was shown."""
        return self.answer == self.shown


def network_lesson(
    session: Session, snapshot: SessionSnapshot, read: ReadExposure, movements: Sequence[Movement] = ()
) -> NetworkLesson | None:
    """The exposure *read* in the first network; None where this is not what it was then.

    Its weights may have been cleared since, or it has been made another network, or has another loss.
    """
    learner = session.modern
    trial = next((one for one in session.latest_trials if one.learner == learner.name), None)
    shown_now = read.number == snapshot.exposures + 1
    if _changed_after(session, _began_s(session, trial, shown_now)):
        return None
    if shown_now:
        answer, loss, adds = snapshot.network_answer, snapshot.network.loss, trial.multiply_adds if trial else 0
    elif trial is not None and trial.loss is not None:
        answer, loss, adds = trial.answer, trial.loss, trial.multiply_adds
    else:
        return None
    if answer is None:
        return None
    probabilities = learner.predict_probabilities(read.image[np.newaxis])[0]
    others = np.where(np.arange(probabilities.size) == read.label, -1.0, probabilities)
    rival = int(others.argmax()) if probabilities.size > 1 else None
    return NetworkLesson(
        exposure=read.number,
        shown=snapshot.class_names[read.label],
        answer=snapshot.class_names[answer],
        before=_before(session, snapshot, read, loss),
        now=float(probabilities[read.label]),
        rival=None if rival is None else snapshot.class_names[rival],
        loss=loss,
        loss_name=learner.spec.loss,
        optimizer=learner.spec.optimizer,
        batch=learner.spec.batch,
        multiply_adds=adds,
        later=max(0, snapshot.network.exposures - trial.exposure) if trial is not None and not shown_now else 0,
        movement=next((one for one in movements if one.since < read.number <= one.until), None),
    )


def _began_s(session: Session, trial: Trial | None, shown_now: bool) -> float:
    """When the exposure began: where the one before ended, or the network, which takes no time, had learned from it."""
    if shown_now:
        return max((one.ended_s for one in session.latest_trials), default=0.0)
    return trial.ended_s if trial is not None else 0.0


def _changed_after(session: Session, time_s: float) -> bool:
    """Whether the network has been made another one after *time_s*."""
    for logged in reversed(session.command_log):
        if isinstance(logged.command, NewSeed):  # time counts from zero again
            return False
        if isinstance(logged.command, ChangeNetwork):
            return logged.time_s > time_s
    return False


def _before(session: Session, snapshot: SessionSnapshot, read: ReadExposure, loss: float) -> float:
    """The probability of what was shown, before it was learned."""
    if read.number == snapshot.exposures + 1:
        return float(snapshot.network.probabilities[read.label])
    known = session.modern.spec.loss == CROSS_ENTROPY and math.isfinite(loss)
    return math.exp(-loss) if known else math.nan


def movement(
    network: Network, before: FloatArray, since: int, until: int, class_names: Sequence[str], columns: int
) -> Movement | None:
    """How the weights of *network* stand to *before* (n,), what they were after exposure *since*; None if as before."""
    change = np.abs(network.parameters.values - before)
    largest = int(change.argmax()) if change.size else 0
    if not change.size or not change[largest] > 0:
        return None
    means: dict[str, float] = {}
    place = ""
    for layer, start, shape in _places(network):
        size = math.prod(shape)
        means[layer] = max(means.get(layer, 0.0), float(change[start : start + size].mean()))
        if start <= largest < start + size:
            where = tuple(int(i) for i in np.unravel_index(largest - start, shape))
            names = class_names if layer == OUTPUT_LAYER else ()
            place = weight_in_words(where, names, None if start else columns)
    return Movement(
        since=since,
        until=until,
        weights=change.size,
        mean=float(change.mean()),
        layer=max(means, key=lambda layer: means[layer]),
        place=place,
        before=float(before[largest]),
        after=float(network.parameters.values[largest]),
    )


def _places(network: Network) -> Iterator[tuple[str, int, tuple[int, ...]]]:
    """Every array of weights: its layer in words, where it begins among all, its shape."""
    start, hidden = 0, 0
    last = max(number for number, layer in enumerate(network.layers) if layer.parameters)
    for number, layer in enumerate(network.layers):
        if not layer.parameters:
            continue
        hidden += 1
        name = OUTPUT_LAYER if number == last else f"hidden layer {hidden}"
        for tensor in layer.parameters:
            yield name, start, tensor.shape
            start += tensor.size


def weight_in_words(place: tuple[int, ...], class_names: Sequence[str], columns: int | None) -> str:
    """Which weight stands at *place* of its array: (input, output) of a dense layer, (output,) of its biases.

    *class_names* are those of the outputs, empty for a hidden layer; *columns* of the image, where its cells go in.
    """
    unit = place[-1] if len(place) <= 2 else place[0]
    to = f"the output {class_names[unit]}" if class_names else f"hidden unit {unit}"
    if len(place) == 1:
        return f"the bias of {to}"
    if len(place) > 2:
        return f"one of filter {unit + 1}"
    if columns is None:
        return f"the wire from hidden unit {place[0]} to {to}"
    row, column = divmod(place[0], columns)
    return f"the wire from the cell in row {row + 1}, column {column + 1} to {to}"
