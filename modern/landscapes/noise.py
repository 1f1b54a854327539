"""Noise in the gradient: landscapes that are a mean over a few examples, and how often small batches leave a minimum.

Every batch of examples has a landscape of its own, tilted against the mean. All examples together stay in the minimum
where they are; small batches are kicked about, out of poor minima and out of good ones.

>>> import numpy as np
>>> from modern import GradientDescent, escapes, tilted_wells
>>> rng, shallow = np.random.default_rng(seed=1), 1
>>> for found in escapes(tilted_wells, GradientDescent(0.1), shallow, [2, 4, 16], steps=100, runs=50, rng=rng):
...     found.batch_size, found.escaped
(2, 35)
(4, 0)
(16, 0)
"""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from modern.errors import SettingError, ShapeError
from modern.graph import FloatArray
from modern.jumps import recorded
from modern.landscapes.descent import require_separate, roll
from modern.landscapes.landscape import LANDSCAPES, LabelArray, Landscape
from modern.operations import sin
from modern.optimizers import GradientDescent, Optimizer
from modern.parameters import Parameters
from modern.settings import require_generator, require_kind, whole
from modern.tensor import Tensor

SETTLING_STEPS = 2000  # of descent without noise, to see in whose basin a run is
GRID = 101  # places along each coordinate that are looked at for the strongest curvature


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SampledLandscape:
    """A landscape that is the mean over *examples*, each of which has one of its own."""

    landscape: Landscape  # the mean over all examples
    examples: int
    example_function: Callable[..., Any]  # of their numbers (m, b) and d coordinates (m, 1) each; gives (m, b)
    note: str

    def __post_init__(self) -> None:
        numbers = np.zeros((2, 1), np.intp)
        corners = [Tensor(np.array(ends, np.float64).reshape(2, 1)) for ends in self.landscape.domain]
        tried = recorded(self.example_function, numbers, *corners, name="example_function")
        if tried.shape != (2, 1):
            raise ShapeError(f"example_function must give (2, 1) for numbers (2, 1), got {tried.shape}")

    def batch_values(self, numbers: npt.NDArray[np.intp], coordinates: Sequence[Tensor]) -> Tensor:
        """(m,): the mean over batches of examples, *numbers* (m, b), at places whose *coordinates* are (m,) each."""
        values: Tensor = self.example_function(numbers, *(each.reshape(-1, 1) for each in coordinates)).mean(axis=1)
        return values


@dataclass(frozen=True, slots=True, eq=False)
class Wandering:
    """Many runs after one more step on a sampled landscape; arrays are read-only."""

    step: int  # counted from 1
    points: FloatArray  # (m, d), after the step
    batch_values: FloatArray  # (m,), of each run's own batch, before the step: the objective that fluctuates


@dataclass(frozen=True, slots=True, eq=False)
class Escapes:
    """Where runs are that began in one minimum and were kicked about by small batches."""

    batch_size: int
    minimum: int  # row of the landscape's minima where all began
    arrived: LabelArray  # (k,), runs in the basin of each minimum at the end, read-only
    elsewhere: int  # runs outside the domain, or in no basin of it

    @property
    def runs(self) -> int:
        """How many there were."""
        return int(self.arrived.sum()) + self.elsewhere

    @property
    def escaped(self) -> int:
        """Runs that are not where they began."""
        return self.runs - int(self.arrived[self.minimum])


def wander(
    sampled: SampledLandscape,
    optimizer: Optimizer,
    starts: npt.ArrayLike,
    *,
    batch_size: int,
    steps: int,
    rng: np.random.Generator,
) -> Iterator[Wandering]:
    """Let all *starts* (m, d) go down by mini-batches, as it is iterated: one Wandering per step.

    Each run goes through the examples in an order of its own, drawn from *rng* anew for each pass; the last batch of a
    pass may be smaller. The *optimizer* begins anew and must treat every number by itself. Raises SettingError or
    ShapeError, at the call, for what does not fit.
    """
    require_kind("sampled", sampled, SampledLandscape)
    require_kind("optimizer", optimizer, Optimizer)
    places = sampled.landscape.checked(starts)
    if places.ndim != 2 or not len(places):
        raise ShapeError(f"starts must be (m, {sampled.landscape.dimensions}), one at least, got {places.shape}")
    require_separate(optimizer, len(places))
    require_generator("rng", rng)
    size = whole("batch_size", batch_size)
    if size > sampled.examples:
        raise SettingError(f"batch_size must be at most the {sampled.examples} examples, got {batch_size!r}")
    return _wander(sampled, optimizer, places, size, whole("steps", steps), rng)


def _wander(
    sampled: SampledLandscape,
    optimizer: Optimizer,
    places: FloatArray,
    batch_size: int,
    steps: int,
    rng: np.random.Generator,
) -> Iterator[Wandering]:
    coordinates = [Tensor(column.copy(), requires_grad=True) for column in places.T]
    parameters = Parameters(coordinates)
    optimizer.reset()
    batches = _batches(sampled.examples, batch_size, len(places), rng)
    for step in range(1, steps + 1):
        with np.errstate(all="ignore"):
            values = sampled.batch_values(next(batches), coordinates)
            parameters.zero_gradients()
            values.sum().backward()
            optimizer.step(parameters)
        points = parameters.values.reshape(len(coordinates), -1).T.copy()
        points.flags.writeable = values.data.flags.writeable = False
        yield Wandering(step, points, values.data)


def _batches(examples: int, batch_size: int, runs: int, rng: np.random.Generator) -> Iterator[npt.NDArray[np.intp]]:
    """(runs, batch_size) numbers of examples, pass after pass without end."""
    in_order = np.tile(np.arange(examples), (runs, 1))
    while True:
        shuffled = rng.permuted(in_order, axis=1)
        for start in range(0, examples, batch_size):
            yield shuffled[:, start : start + batch_size]


def escapes(
    sampled: SampledLandscape,
    optimizer: Optimizer,
    minimum: int,
    batch_sizes: Sequence[int],
    *,
    steps: int,
    runs: int,
    rng: np.random.Generator,
) -> tuple[Escapes, ...]:
    """Start *runs* runs in one *minimum*, its row, and count where they are after *steps* steps of each batch size.

    All make the same number of steps, so that a small batch sees fewer examples and gains nothing from their number.
    Where a run is tells descent without noise from its last point. Raises SettingError for settings out of range.
    """
    require_kind("sampled", sampled, SampledLandscape)
    require_kind("optimizer", optimizer, Optimizer)
    require_kind("batch_sizes", batch_sizes, Sequence)
    minima = sampled.landscape.minima
    row = whole("minimum", minimum, at_least=0)
    if row >= len(minima):
        raise SettingError(f"minimum must be 0 to {len(minima) - 1}, got {minimum!r}")
    require_generator("rng", rng)
    starts = np.tile(minima[row], (whole("runs", runs), 1))
    counted = []
    for batch_size, dice in zip(batch_sizes, rng.spawn(len(batch_sizes)), strict=True):
        points = starts
        for moment in wander(sampled, optimizer, starts, batch_size=batch_size, steps=steps, rng=dice):
            points = moment.points
        labels = _settled(sampled.landscape, points)
        arrived = np.bincount(labels + 1, minlength=len(minima) + 1)
        arrived.flags.writeable = False
        counted.append(Escapes(batch_size, row, arrived[1:], int(arrived[0])))
    return tuple(counted)


def _settled(landscape: Landscape, points: FloatArray) -> LabelArray:
    """(m,): the minimum to which each of *points* (m, d) goes down by steps too small to leave a basin; -1 for none."""
    labels = np.full(len(points), -1)
    lowest, highest = np.array(landscape.domain).T
    inside = ((points >= lowest) & (points <= highest)).all(axis=1)
    if inside.any():
        settling = points[inside]
        descent = GradientDescent(1 / _strongest_curvature(landscape))
        for marbles in roll(landscape, descent, settling, steps=SETTLING_STEPS):
            settling = marbles.points
        labels[inside] = landscape.minimum_near(settling)
    return labels


def _strongest_curvature(landscape: Landscape) -> float:
    axes = [np.linspace(lowest, highest, GRID) for lowest, highest in landscape.domain]
    places = np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1)
    return float(np.abs(np.linalg.eigvalsh(landscape.hessian(places))).max())


TILTS = np.arange(16) - 7.5
tilted_wells = SampledLandscape(
    landscape=LANDSCAPES["double-well"],
    examples=len(TILTS),
    example_function=lambda numbers, x: LANDSCAPES["double-well"].function(x) + TILTS[numbers] * x,
    note="16 examples, each with a tilt of its own that the others outweigh: the same noise everywhere.",
)

TIMES = np.arange(1, 9) / 2
FREQUENCY = 2.0
sine_fit = SampledLandscape(
    landscape=Landscape(
        name="sine-fit",
        formula="f(w) = (1/8) Σ (sin(w t) - sin(2 t))², t = ½, 1, 1½ ... 4",
        function=lambda w: sum((sin(w * t) - math.sin(FREQUENCY * t)) ** 2 for t in TIMES) / len(TIMES),
        domain=((-0.4, 6.8),),
        minima=np.array([[0.059065700735192773], [2.0], [3.799039898505763], [5.316351184784264], [6.321888905724578]]),
        note="One weight is learned, the frequency of a sine that goes through eight points: only w = 2 fits.",
        source="made for these lessons",
    ),
    examples=len(TIMES),
    example_function=lambda numbers, w: (sin(w * TIMES[numbers]) - np.sin(FREQUENCY * TIMES[numbers])) ** 2,
    note="At w = 2 every example is content and no batch kicks; in the other minima they disagree, and small ones do.",
)
