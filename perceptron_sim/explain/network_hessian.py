"""The Hessian of a network's loss as a picture: how steepness itself changes, for as many weights as can be seen."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from modern import Network, gradients
from modern.curvature import Curvature
from perceptron_sim.explain.network import read_layers
from perceptron_sim.learner import FloatArray
from perceptron_sim.network_losses import LOSSES

STEEPEST, BIASES, ONE_OUTPUT = "the steepest weights", "all biases", "one output"
CHOICES = (STEEPEST, BIASES, ONE_OUTPUT)
MOST_NUMBERS = 96  # rows and columns of the picture
ROWS_AT_ONCE = 1


@dataclass(frozen=True, slots=True, eq=False)
class HessianReading:
    """Rows known so far of the second derivatives, (n, n), NaN in those to come.

    groups are (what, how many) of the numbers that follow each other; names one for each; slopes (n,). sentence
    and eigenvalues (n,), rising, come when all rows are there.
    """

    which: str
    matrix: FloatArray
    rows: int
    groups: tuple[tuple[str, int], ...]
    names: tuple[str, ...]
    slopes: FloatArray
    exposures: int
    pictures: int = 0
    sentence: str = ""
    eigenvalues: FloatArray | None = None


def hessian_rows(
    network: Network,
    loss: str,
    images: FloatArray,
    labels: npt.NDArray[np.intp],
    which: str,
    exposures: int,
    output: int = 0,
) -> Iterator[HessianReading]:
    """Second derivatives of the loss of *network*, a twin of its own, on all *images* (n, cells), row by row."""
    tensors = list(network.parameter_names)
    value = LOSSES[loss](network(images), labels)
    first = gradients(value, tensors)
    chosen = _chosen(network, [slope.data for slope in first], which, output)
    groups = tuple((name, len(indices)) for name, _, indices in chosen)
    names = tuple(f"{name} {index + 1}" for name, _, indices in chosen for index in indices.tolist())
    matrix = np.full((len(names), len(names)), np.nan)
    slopes = np.concatenate([first[place].data.ravel()[indices] for _, place, indices in chosen])
    inputs, row = [tensors[place] for _, place, _ in chosen], 0
    yield HessianReading(which, matrix.copy(), row, groups, names, slopes, exposures, len(images))
    for _, place, indices in chosen:
        flat = first[place].reshape(-1)
        for index in indices.tolist():
            bends = gradients(flat[index], inputs)
            parts = [bend.data.ravel()[there] for bend, (_, _, there) in zip(bends, chosen, strict=True)]
            matrix[row] = np.concatenate(parts)
            row += 1
            if row % ROWS_AT_ONCE == 0:
                yield HessianReading(which, matrix.copy(), row, groups, names, slopes, exposures, len(images))
    if not np.isfinite(matrix).all():
        nothing = "The network's numbers have run away: there are no curvatures any more."
        yield HessianReading(which, matrix, row, groups, names, slopes, exposures, len(images), nothing)
        return
    curvature = Curvature(matrix.astype(np.float32))
    values = np.linalg.eigvalsh((matrix + matrix.T) / 2)
    yield HessianReading(
        which, matrix, row, groups, names, slopes, exposures, len(images), curvature.sentence(0.0), values
    )


ROUND = 10.0  # a ratio of curvatures up to this is called a round bowl


@dataclass(frozen=True, slots=True)
class Bends:
    """What the eigenvalues come to: the extremes, how many bend down, and their ratio, None where it means nothing."""

    largest: float
    smallest: float
    down: int
    of_all: int
    ratio: float | None


def bends(eigenvalues: FloatArray) -> Bends:
    """Of *eigenvalues* (n,), rising."""
    largest, smallest = float(eigenvalues[-1]), float(eigenvalues[0])
    rounding = len(eigenvalues) * float(np.finfo(np.float32).eps) * max(abs(largest), abs(smallest))
    ratio = largest / smallest if smallest > rounding else None
    return Bends(largest, smallest, int((eigenvalues < -rounding).sum()), len(eigenvalues), ratio)


def shape_in_words(found: Bends, numbers: int) -> str:
    """What the loss looks like along those of all *numbers* of the network that are looked at."""
    here = f"In these {found.of_all} of {numbers:,} numbers the loss curves"
    if found.down:
        up = f"upward in {found.of_all - found.down} directions and " if found.down < found.of_all else ""
        return f"{here} {up}downward in {found.down}: a saddle, there are ways further down."
    if found.ratio is None:
        return f"{here} upward or, within rounding, not at all: a trough."
    return f"{here} upward in every direction, like the inside of a bowl."


def bends_in_words(found: Bends) -> tuple[str, ...]:
    """What that means for whoever goes down here."""
    words = []
    if found.down:
        words.append("Newton's formula alone would climb where it curves downward: it has to be damped here.")
    elif found.ratio is None:
        words.append(
            "Along some directions it is flat within rounding: there the weights may move and nothing changes."
        )
    elif found.ratio <= ROUND:
        words.append(
            f"The steepest direction bends only {found.ratio:.2g} times as much as the flattest: a round bowl."
        )
    else:
        words.append(
            f"The steepest direction bends {found.ratio:,.0f} times as much as the flattest (the condition number): a "
            "narrow valley, steep across and almost level along."
        )
    if found.largest > 0:
        words.append(
            f"Here gradient descent has to keep its rate below 2 / {found.largest:.3g} = {2 / found.largest:.3g}, or "
            "it leaps to and fro across the steepest direction."
        )
    return tuple(words)


def _chosen(
    network: Network, slopes: list[FloatArray], which: str, output: int
) -> list[tuple[str, int, npt.NDArray[np.intp]]]:
    """(name, tensor, numbers in it) of those that are derived by, in the order of the network."""
    names = list(_names(network))
    if which == BIASES:
        biases = [place for place, name in enumerate(names) if name.endswith("bias")]
        each = max(1, MOST_NUMBERS // max(1, len(biases)))
        return [(names[place], place, np.arange(min(slopes[place].size, each))) for place in biases]
    if which == ONE_OUTPUT:
        weight, bias = len(names) - 2, len(names) - 1
        inputs, outputs = slopes[weight].shape
        into = np.arange(min(inputs, MOST_NUMBERS - 1)) * outputs + output
        return [(names[weight], weight, into), (names[bias], bias, np.array([output]))]
    sizes = np.concatenate([np.abs(slope.ravel()) for slope in slopes])
    steepest = np.sort(np.argsort(-sizes, kind="stable")[:MOST_NUMBERS])
    found, start = [], 0
    for place, slope in enumerate(slopes):
        own = steepest[(steepest >= start) & (steepest < start + slope.size)] - start
        if own.size:
            found.append((names[place], place, own))
        start += slope.size
    return found


def _names(network: Network) -> Iterator[str]:
    titles = {layer.place: layer.title for layer in read_layers(network)}
    for place, layer in enumerate(network.layers):
        for name in layer.parameter_shapes:
            yield f"{titles[place]} {name}"
