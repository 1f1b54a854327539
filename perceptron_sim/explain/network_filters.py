"""A convolutional network on the same pictures: its filters, and what each finds where."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from modern import Network, softmax, train_step
from perceptron_sim.experiments.stimuli import Stimuli
from perceptron_sim.learner import FloatArray
from perceptron_sim.network_losses import LOSSES
from perceptron_sim.network_spec import NetworkSpec

FILTERS = 8
RATE = 0.003
AT_ONCE = 4  # pictures for one step
PASSES = 30


@dataclass(frozen=True, slots=True, eq=False)
class Taught:
    """A network while it is taught here: after *exposures* pictures, *mistakes* in the latest whole pass."""

    network: Network
    exposures: int
    mistakes: int | None
    pictures: int  # of a pass


@dataclass(frozen=True, slots=True, eq=False)
class FilterReading:
    """filters (n, cells, cells); found (n, rows, columns), what each gives on the image; pooled (n, rows, columns).

    pooled is None where nothing is pooled. probabilities (classes,) of the image.
    """

    filters: FloatArray
    found: FloatArray
    pooled: FloatArray | None
    probabilities: FloatArray
    parameters: int


def with_filters(spec: NetworkSpec) -> NetworkSpec:
    """*spec*, or, if it has no filters, one with a few and no hidden layer."""
    if spec.filters:
        return spec
    return replace(spec, hidden=(), filters=FILTERS, optimizer="adam", rate=RATE, batch=1)


def teach(spec: NetworkSpec, stimuli: Stimuli, seed: int) -> Iterator[Taught]:
    """Teach a network with filters all *stimuli*, pass after pass."""
    rng = np.random.default_rng(seed)
    shape = stimuli.images.shape[1:]
    rows, columns = int(shape[0]), int(shape[1])
    network = Network(spec.layers((rows, columns), len(stimuli.class_names)), input_shape=(rows * columns,), rng=rng)
    images, optimizer = stimuli.images.reshape(len(stimuli), -1), spec.new_optimizer()
    exposures, mistakes = 0, None
    for _ in range(PASSES):
        wrong, order = 0, rng.permutation(len(images))
        for start in range(0, len(order), AT_ONCE):
            chosen = order[start : start + AT_ONCE]
            step = train_step(network, LOSSES[spec.loss], optimizer, images[chosen], stimuli.labels[chosen])
            wrong += int((step.answers != stimuli.labels[chosen]).sum())
            exposures += len(chosen)
            yield Taught(network, exposures, mistakes, len(images))
        mistakes = wrong
    yield Taught(network, exposures, mistakes, len(images))


def look(network: Network, image: FloatArray) -> FilterReading:
    """What a *network* with filters makes of *image* (rows, columns), its weights as they stand."""
    filters = next(layer for layer in network.layers if layer.parameters)
    given = network.activities(image.reshape(1, -1))
    place = network.layers.index(filters)
    after = given[place + 1][0]
    return FilterReading(
        filters=filters.parameters[0].data[:, 0].copy(),
        found=given[place][0],
        pooled=after if after.ndim == 3 else None,
        probabilities=softmax(given[-1])[0],
        parameters=network.parameter_count,
    )


def taught_in_words(taught: Taught) -> str:
    """How far it is."""
    done = f"{taught.exposures:,} pictures shown"
    if taught.mistakes is None:
        return done
    wrong = "none wrong" if not taught.mistakes else f"{taught.mistakes} of {taught.pictures} wrong"
    return f"{done}, {wrong} in the latest pass"


def teaching_in_words(taught: Taught) -> str:
    """The same in few words: that it is another network than that of the run, and how far it is."""
    wrong = "" if taught.mistakes is None else f", {taught.mistakes} wrong"
    return f"page's own, apart: {taught.exposures:,} shown{wrong}"
