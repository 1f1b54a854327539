"""The network's own loss on a plane through its weights: where several optimizers go from where it stands."""

from collections.abc import Generator, Iterator
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from modern import Network, Tensor, no_grad, train_step
from perceptron_sim.experiments.optimizer_race import USUAL_RATES
from perceptron_sim.explain.network_surface import OWN, RACERS, Path, Surface
from perceptron_sim.learner import FloatArray
from perceptron_sim.network_losses import LOSSES
from perceptron_sim.network_spec import OPTIMIZERS

OWN_STEPS, OWN_GRID = 40, (36, 24)
ROWS_AT_ONCE = 3  # of heights, before they are shown
MOST_NUMBERS_KEPT = 1_000_000  # of the walks, to find their plane


def on_own_loss(
    network: Network, loss: str, images: FloatArray, labels: npt.NDArray[np.intp], exposures: int
) -> Iterator[Surface]:
    """From the weights of *network*, a twin of its own: where each racer goes in some steps on *images* (n, cells).

    All paths are then seen on the plane through the start that shows most of them, and the loss on that plane.
    """
    race = _Race(network, network.parameters.values.copy(), loss, images, labels)
    waiting = _waiting(exposures)
    axes, share_told = yield from _best_plane(race, waiting)
    paths = yield from _paths_on(axes, race, waiting)
    surface = replace(waiting, paths=tuple(paths), extent=_around(paths), share_told=share_told)
    for heights, row in _heights(network, race.start, axes, surface.extent, loss, images, labels):
        yield replace(surface, heights=heights, progress=f"loss: row {row} of {OWN_GRID[1]}")
    minima, basins = cut_basins(heights, surface.extent)
    told = f"loss at {heights.size:,} places; basins of this cut"
    yield replace(surface, heights=heights, minima=minima, basins=basins, progress=told)


@dataclass(frozen=True, slots=True)
class _Race:
    """What all racers have in common; *start* (weights,) is where each begins."""

    network: Network
    start: FloatArray
    loss: str
    images: FloatArray
    labels: npt.NDArray[np.intp]

    def walk(self, racer: str) -> Iterator[tuple[int, FloatArray, float]]:
        """Each step of *racer*, how far from the start it led, and the loss before it."""
        return _walk(self.network, self.start, racer, self.loss, self.images, self.labels)


def _waiting(exposures: int) -> Surface:
    """Nothing yet."""
    return Surface(
        place=OWN,
        note="",
        extent=(-1.0, 1.0, -1.0, 1.0),
        heights=np.full((OWN_GRID[1], OWN_GRID[0]), np.nan),
        paths=(),
        minima=np.zeros((0, 2)),
        basins=None,
        progress="",
        exposures=exposures,
    )


def _best_plane(race: _Race, waiting: Surface) -> Generator[Surface, None, tuple[FloatArray, float]]:
    """The plane (2, weights) that shows most of all walks, and the share of them that it shows."""
    moves: list[FloatArray] = []
    every = max(2, -(-len(RACERS) * OWN_STEPS * race.start.size // MOST_NUMBERS_KEPT))
    for racer in RACERS:
        for step, move, _ in race.walk(racer):
            if step % every == 0 or step == OWN_STEPS:
                moves.append(move)
            told = f"{racer.replace('-', ' ')}: step {step} of {OWN_STEPS}, to find the plane"
            yield replace(waiting, progress=told)
    return _plane(moves)


def _paths_on(axes: FloatArray, race: _Race, waiting: Surface) -> Generator[Surface, None, list[Path]]:
    """The same walks again, on the plane: to keep all of them would take much memory."""
    paths: list[Path] = []
    for racer in RACERS:
        points, losses = [np.zeros(2)], []
        for step, move, before in race.walk(racer):
            points.append(axes @ move)
            losses.append(before)
            yield replace(waiting, progress=f"{racer.replace('-', ' ')} on the plane: step {step} of {OWN_STEPS}")
        reached = _loss(race.network, race.loss, race.images, race.labels)
        ending = f"loss {reached:.3g} after {OWN_STEPS} steps"
        paths.append(Path(racer, np.array(points, dtype=float), ending, np.array([*losses, reached])))
    return paths


def cut_basins(
    heights: FloatArray, extent: tuple[float, float, float, float]
) -> tuple[FloatArray, npt.NDArray[np.int64]]:
    """Of *heights* (rows, columns) the lowest places (k, 2), and to which of them one comes from each cell.

    Each step goes to the lowest of the eight neighbours: the way down on this cut, the network itself may leave it.
    """
    rows, columns = heights.shape
    framed = np.pad(np.nan_to_num(heights, nan=np.inf), 1, constant_values=np.inf)
    numbers = np.pad(np.arange(heights.size).reshape(rows, columns), 1)
    around = [(down, right) for down in range(3) for right in range(3)]
    near = np.stack([framed[down : down + rows, right : right + columns] for down, right in around])
    cells = np.stack([numbers[down : down + rows, right : right + columns] for down, right in around])
    lowest = near.argmin(axis=0)
    lowest[near[4] <= near.min(axis=0)] = 4  # the middle: nowhere to go
    goal = np.take_along_axis(cells, lowest[np.newaxis], axis=0)[0].ravel()
    while not np.array_equal(further := goal[goal], goal):
        goal = further
    bottoms = np.flatnonzero(goal == np.arange(goal.size))
    labels = np.searchsorted(bottoms, goal)
    x0, x1, y0, y1 = extent
    row, column = np.divmod(bottoms, columns)
    x = x0 + (x1 - x0) * column / max(1, columns - 1)
    y = y0 + (y1 - y0) * row / max(1, rows - 1)
    return np.stack([x, y], axis=1), labels.reshape(rows, columns).astype(np.int64)


def _walk(
    network: Network, start: FloatArray, racer: str, loss: str, images: FloatArray, labels: npt.NDArray[np.intp]
) -> Iterator[tuple[int, FloatArray, float]]:
    """The number of each step of *racer*, how far the weights (n,) are from *start* after it, the loss before it."""
    network.parameters.values = start
    optimizer = OPTIMIZERS[racer](USUAL_RATES[racer])
    for step in range(1, OWN_STEPS + 1):
        result = train_step(network, LOSSES[loss], optimizer, images, labels)
        moved = np.nan_to_num(network.parameters.values - start, nan=0.0, posinf=0.0, neginf=0.0)
        yield step, moved, result.loss


def _plane(moves: list[FloatArray]) -> tuple[FloatArray, float]:
    """Two directions (2, n) along which the *moves* (n,) reach furthest, each counted alike; and their share of all."""
    alike = np.stack([move / max(float(np.linalg.norm(move)), 1e-12) for move in moves])
    sizes, mixtures = np.linalg.eigh((alike @ alike.T).astype(np.float64))  # smallest first
    axes: FloatArray = mixtures[:, :-3:-1].T.astype(alike.dtype) @ alike
    axes /= np.maximum(np.linalg.norm(axes, axis=1, keepdims=True), 1e-12)
    return axes, float(sizes[-2:].sum() / max(float(sizes.sum()), 1e-12))


def _around(paths: list[Path]) -> tuple[float, float, float, float]:
    """The extent that holds all *paths*, with some room."""
    ends = np.concatenate([path.points for path in paths])
    low, high = ends.min(axis=0), ends.max(axis=0)
    room = 0.15 * np.maximum(high - low, 1e-6)
    low, high = low - room, high + room
    return float(low[0]), float(high[0]), float(low[1]), float(high[1])


def _heights(
    network: Network,
    start: FloatArray,
    axes: FloatArray,
    extent: tuple[float, float, float, float],
    loss: str,
    images: FloatArray,
    labels: npt.NDArray[np.intp],
) -> Iterator[tuple[FloatArray, int]]:
    """The loss on the plane, place by place, and which row has been reached."""
    columns, rows = OWN_GRID
    heights = np.full((rows, columns), np.nan)
    shown = heights.copy()
    for row, up in enumerate(np.linspace(extent[2], extent[3], rows)):
        for column, across in enumerate(np.linspace(extent[0], extent[1], columns)):
            network.parameters.values = start + (across * axes[0] + up * axes[1]).astype(start.dtype)
            heights[row, column] = _loss(network, loss, images, labels)
            if column % 6 == 5:
                yield shown, row + 1
        if row % ROWS_AT_ONCE == ROWS_AT_ONCE - 1:
            shown = heights.copy()
            yield shown, row + 1


def _loss(network: Network, loss: str, images: FloatArray, labels: npt.NDArray[np.intp]) -> float:
    with no_grad(), np.errstate(all="ignore"):
        return LOSSES[loss](Tensor(network.logits_of(images)), labels).item()
