"""Loss surfaces: where several optimizers go on known landscapes, and which starts end in which minimum."""

from collections.abc import Generator, Iterator
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from modern import (
    Adagrad,
    Adam,
    Ending,
    GradientDescent,
    Landscape,
    Newton,
    Optimizer,
    RMSprop,
    landscape_named,
    landscape_names,
    roll,
)
from perceptron_sim.learner import FloatArray

OWN = "this network"
PATH_OF = "path of "  # is being worked out
LANDSCAPES = tuple(name for name in landscape_names() if landscape_named(name).dimensions == 2)
PLACES = (OWN, *LANDSCAPES)
GRID = (60, 40)  # cells across and up, of heights
COARSE, FINE = (18, 12), (120, 80)  # starts across and up: few of them at once, then many
ROWS_OF_STARTS = 10  # that roll together
STEPS = 300
POINTS_BY_MINIMA = 12_000  # distances for one slice
RACERS = ("gradient-descent", "momentum", "adagrad", "rmsprop", "adam")
# By landscape: the rate at which gradient descent does well, and where all start.
DESCENTS: dict[str, tuple[float, tuple[float, float]]] = {
    "ravine": (0.03, (-2.6, 1.3)),
    "saddle": (0.1, (-1.7, 0.02)),
    "rosenbrock": (0.001, (-1.5, 2.4)),
    "himmelblau": (0.01, (-0.3, -0.9)),
    "six-hump-camel": (0.02, (-1.0, 1.0)),
    "rastrigin": (0.002, (-2.3, 3.4)),
}


@dataclass(frozen=True, slots=True, eq=False)
class Path:
    """Where one optimizer went: points (t, 2), heights (t,) above the lowest known, and in a word how that ended."""

    optimizer: str
    points: FloatArray
    ending: str
    heights: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Surface:
    """A picture of a loss. heights (rows, columns), row 0 at the bottom, NaN where not known yet; extent x, y.

    basins (rows, columns): the minimum that a descent from there ends at, by number, -1 for none yet; None where no
    minima are known. share_told is how much of the paths the plane shows, for a plane through many dimensions.
    """

    place: str
    note: str
    extent: tuple[float, float, float, float]
    heights: FloatArray
    paths: tuple[Path, ...]
    minima: FloatArray
    basins: npt.NDArray[np.int64] | None
    progress: str
    exposures: int | None = None
    share_told: float = 1.0


def on_landscape(name: str, basins_of: str) -> Iterator[Surface]:
    """The landscape *name*: heights, basins of *basins_of* from few starts, a path for each racer, finer basins."""
    landscape = landscape_named(name)
    x, y = (np.linspace(*ends, cells) for ends, cells in zip(landscape.domain, GRID, strict=True))
    places = np.stack(np.meshgrid(x, y), axis=-1)
    surface = Surface(
        place=name,
        note=f"{landscape.formula}. {landscape.note}",
        extent=(*landscape.domain[0], *landscape.domain[1]),
        heights=landscape.value(places),
        paths=(),
        minima=landscape.minima,
        basins=None,
        progress="basins",
    )
    surface = yield from _with_basins(surface, landscape, basins_of, COARSE, COARSE[1])
    for racer in (*RACERS, "newton"):
        for path in _path(landscape, racer):
            yield replace(surface, paths=(*surface.paths, path), progress=f"{PATH_OF}{racer.replace('-', ' ')}")
        surface = replace(surface, paths=(*surface.paths, path))
    yield from _with_basins(surface, landscape, basins_of, FINE, ROWS_OF_STARTS)


def _with_basins(
    surface: Surface, landscape: Landscape, basins_of: str, grid: tuple[int, int], at_once: int
) -> Generator[Surface, None, Surface]:
    """*surface* with basins from a *grid* of starts, *at_once* rows at a time; the ones it had stand meanwhile."""
    starts, shape = _starts(landscape, grid)
    basins = np.full(shape, -1, np.int64)
    if surface.basins is not None:
        old = surface.basins
        down, across = (np.arange(now) * before // now for now, before in zip(shape, old.shape, strict=True))
        basins = old[np.ix_(down, across)]
    for row in range(0, shape[0], at_once):
        part = slice(row * shape[1], (row + at_once) * shape[1])
        labels = np.empty(len(starts[part]), np.int64)
        told = f"basins from {len(starts):,} starts: row {row + 1} of {shape[0]}"
        for marbles in roll(landscape, racer_on(landscape.name, basins_of), starts[part], steps=STEPS):
            yield replace(surface, progress=f"{told}, step {marbles.step}")
        for _ in _label(landscape, marbles.points, labels):
            yield replace(surface, progress=told)
        basins = basins.copy()
        basins[row : row + at_once] = labels.reshape(-1, shape[1])
        surface = replace(surface, basins=basins, progress=told)
        yield surface
    surface = replace(surface, progress=f"basins from {len(starts):,} starts")
    yield surface
    return surface


def _label(landscape: Landscape, points: FloatArray, labels: npt.NDArray[np.int64]) -> Iterator[None]:
    """Enter into *labels* (n,) the minimum that each of *points* (n, 2) has reached, some at a time."""
    at_once = max(64, POINTS_BY_MINIMA // len(landscape.minima))
    for start in range(0, len(points), at_once):
        part = slice(start, start + at_once)
        labels[part] = landscape.minimum_near(points[part])
        yield


def racer_on(name: str, racer: str) -> Optimizer | Newton:
    """The optimizer *racer* with a rate that suits the landscape *name*."""
    rate = DESCENTS[name][0]
    width = landscape_named(name).diagonal
    made: dict[str, Optimizer | Newton] = {
        "gradient-descent": GradientDescent(rate),
        "momentum": GradientDescent(rate / 3, momentum=0.9),
        "adagrad": Adagrad(width / 15),
        "rmsprop": RMSprop(width / 300),
        "adam": Adam(width / 60),
        "newton": Newton(damping="automatic"),
    }
    return made[racer]


def _path(landscape: Landscape, racer: str) -> Iterator[Path]:
    """The path of *racer*, longer and longer."""
    points, heights, ending = [], [], Ending.ROLLING
    lowest = float(landscape.value(landscape.minima).min())
    start = np.array([DESCENTS[landscape.name][1]])
    for marbles in roll(landscape, racer_on(landscape.name, racer), start, steps=STEPS):
        points.append(marbles.points[0])
        ending = Ending(int(marbles.endings[0]))
        heights.append(float(landscape.value(points[-1])) - lowest)
        yield Path(racer, np.array(points), ending_in_words(ending, len(points) - 1), np.array(heights))


def ending_in_words(ending: Ending, steps: int) -> str:
    """What became of a descent: "converged in 20 steps"."""
    match ending:
        case Ending.CONVERGED:
            return f"there in {steps} steps"
        case Ending.LEFT:
            return "left the picture"
        case Ending.DIVERGED:
            return f"diverged in {steps} steps"
        case Ending.STUCK:
            return f"stuck after {steps} steps"
    return f"under way after {steps} steps"


def _starts(landscape: Landscape, grid: tuple[int, int]) -> tuple[FloatArray, tuple[int, int]]:
    """(n, 2): the middles of the cells of the domain, and how many rows and columns they come to."""
    x, y = (
        low + (high - low) * (np.arange(cells) + 0.5) / cells
        for (low, high), cells in zip(landscape.domain, grid, strict=True)
    )
    down, across = np.meshgrid(y, x, indexing="ij")
    return np.stack([across.ravel(), down.ravel()], axis=1), (grid[1], grid[0])
