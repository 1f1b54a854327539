"""Samples in the plane for the lessons: the lecture's galaxies, and spirals, moons, XOR and rings.

All are drawn, none is measured. Whoever asks hands in the dice; a scatter of 0 puts every point exactly where its
formula says.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from modern.errors import SettingError, ShapeError
from modern.settings import not_negative, require_generator, whole
from modern.tensor import as_float_array, require_finite

PointArray = npt.NDArray[np.float64]
LabelArray = npt.NDArray[np.int64]

# Where galaxies lie. Assumed, after the pictures of Williams et al. 2009 (ApJ 691, 1879) and Patel et al. 2012 (ApJ
# 748, L27): quiescent ones crowd in a clump, star-forming ones stretch along a sequence, dusty ones redder in both
# colors. Each is (smallest, most frequent, largest) in magnitudes; the height is U-V above the lecture's line.
QUIESCENT_V_J_MAG, QUIESCENT_HEIGHT_MAG = (0.6, 1.1, 1.5), (0.05, 0.25, 0.5)
STAR_FORMING_V_J_MAG, STAR_FORMING_HEIGHT_MAG = (0.0, 0.9, 2.0), (-1.0, -0.4, -0.05)
COLORS_SHARE_V = np.array([[1.0, -1.0, 0.0], [0.0, 1.0, -1.0]])  # errors in U, V, J -> errors in U-V, V-J

MOST_POINTS = 10_000_000
LARGEST_SCATTER, MOST_TURNS = 1e100, 1e6
INNERMOST_RADIUS = 0.1  # where spirals begin: nearer to the middle their arms would touch


@dataclass(frozen=True, slots=True)
class Sample:
    """Points of the plane and the class of each, in random order; arrays are read-only copies."""

    points: PointArray  # (n, 2)
    labels: LabelArray  # (n,), class numbers from 0
    name: str
    note: str  # what it is and where it comes from, in words for whoever looks at it
    class_names: tuple[str, ...] = field(kw_only=True)
    axis_names: tuple[str, str] = field(kw_only=True, default=("x", "y"))  # of the two columns of points

    def __post_init__(self) -> None:
        points = np.array(as_float_array(self.points, np.float64))
        require_finite("points", points)
        labels = np.array(self.labels)
        if labels.dtype.kind not in "iu":
            raise SettingError(f"labels must be integers, got {labels.dtype}")
        for name, copy in (("points", points), ("labels", labels.astype(np.int64))):
            copy.flags.writeable = False
            object.__setattr__(self, name, copy)
        if self.points.ndim != 2 or self.points.shape[1:] != (2,) or self.labels.shape != self.points.shape[:1]:
            rule = "points must be (n, 2) and labels (n,)"
            raise ShapeError(f"{rule}, got {self.points.shape} and {self.labels.shape}")


def galaxies(rng: np.random.Generator, n: int, *, scatter_mag: float = 0.1, quiescent_share: float = 0.3) -> Sample:
    """*n* synthetic galaxies in (U-V, V-J): quiescent ones, class 0, and star-forming ones, class 1.

    Each is drawn on its own side of the lecture's line, `galaxy_height`, then seen with errors. They are drawn for each
    of the bands U, V and J; a V too bright makes one color redder and the other bluer. So some are seen beyond the
    line and keep the class they were drawn with.

    Args:
        scatter_mag: standard deviation of the error of each color; assumed. At 0 a line separates the classes.
        quiescent_share: how many of the *n* are quiescent, from 0 to 1, rounded to whole galaxies; assumed.

    Raises:
        SettingError: a setting is of the wrong type or out of range.
    """
    require_generator("rng", rng)
    count = whole("n", n, at_most=MOST_POINTS)
    scatter = not_negative("scatter_mag", scatter_mag, at_most=LARGEST_SCATTER)
    quiescent = round(count * not_negative("quiescent_share", quiescent_share, at_most=1))
    labels = np.where(np.arange(count) < quiescent, 0, 1)
    v_j = np.where(labels, rng.triangular(*STAR_FORMING_V_J_MAG, count), rng.triangular(*QUIESCENT_V_J_MAG, count))
    height = np.where(
        labels, rng.triangular(*STAR_FORMING_HEIGHT_MAG, count), rng.triangular(*QUIESCENT_HEIGHT_MAG, count)
    )
    errors_mag = rng.normal(0.0, scatter / math.sqrt(2), (count, 3)) @ COLORS_SHARE_V.T
    order = rng.permutation(count)
    return Sample(
        (np.column_stack([0.8 * v_j + 0.7 + height, v_j]) + errors_mag)[order],
        labels[order],
        "galaxies",
        "Synthetic: drawn by this program, no galaxy was measured. The line is sgn[(U-V) - 0.8 (V-J) - 0.7]; its "
        "positive side is the quiescent one, class 0, and its negative side the star-forming one, class 1.",
        class_names=("quiescent", "star-forming"),
        axis_names=("U-V", "V-J"),
    )


def galaxy_height(colors: npt.ArrayLike) -> PointArray:
    """(U-V) - 0.8 (V-J) - 0.7 in magnitudes, of *colors* (n, 2), finite: how far U-V lies above the lecture's line.

    The lecture's rule takes its sign, and the positive side is the quiescent one, class 0 (`galaxy_classes`).
    """
    points = as_float_array(colors, np.float64)
    if points.ndim != 2 or points.shape[1] != 2:
        raise ShapeError(f"colors must be (n, 2), U-V and V-J, got {points.shape}")
    require_finite("colors", points)
    return points[:, 0] - 0.8 * points[:, 1] - 0.7


def galaxy_classes(colors: npt.ArrayLike) -> LabelArray:
    """(n,): 0, quiescent, above the lecture's line, 1, star-forming, below it or on it, of *colors* (n, 2)."""
    return np.where(galaxy_height(colors) > 0, 0, 1)


def spirals(rng: np.random.Generator, n: int, *, arms: int = 2, turns: float = 1.5, scatter: float = 0.02) -> Sample:
    """*n* points on *arms* spirals, one class each, that wind *turns* times around the middle out to radius 1.

    *scatter* is the standard deviation of the error of each coordinate. Raises SettingError for a bad setting.
    """
    winding = 2 * math.pi * not_negative("turns", turns, at_most=MOST_TURNS)
    kinds = whole("arms", arms, at_least=2)

    def draw(labels: LabelArray) -> PointArray:
        radius = np.sqrt(rng.uniform(INNERMOST_RADIUS**2, 1.0, len(labels)))  # as many on each length of an arm
        return _around_the_middle(radius, winding * radius + 2 * math.pi * labels / kinds)

    names = tuple(f"arm {number}" for number in range(1, kinds + 1))
    return _drawn(rng, n, names, "spirals", "Arms wound into each other: no straight line helps.", draw, scatter)


def moons(rng: np.random.Generator, n: int, *, scatter: float = 0.05) -> Sample:
    """*n* points on two half circles of radius 1, an upper one, class 0, and a lower one that reaches into it, class 1.

    *scatter* is the standard deviation of the error of each coordinate. Raises SettingError for a bad setting.
    """

    def draw(labels: LabelArray) -> PointArray:
        upper = _around_the_middle(np.ones(len(labels)), rng.uniform(0.0, math.pi, len(labels)))
        return np.where(labels[:, np.newaxis] == 0, upper, [1.0, 0.5] - upper)

    note = "Two half moons hooked into each other: a line gets most right, a bent one all."
    return _drawn(rng, n, ("upper", "lower"), "moons", note, draw, scatter)


def xor(rng: np.random.Generator, n: int, *, scatter: float = 0.1) -> Sample:
    """*n* points about the corners of the unit square, class 1 where exactly one coordinate is 1; 4 and 0: the corners.

    *scatter* is the standard deviation of the error of each coordinate. Raises SettingError for a bad setting.
    """
    corners = np.array([[[0.0, 0.0], [1.0, 1.0]], [[0.0, 1.0], [1.0, 0.0]]])  # (class, which of its two, 2)

    def draw(labels: LabelArray) -> PointArray:
        return corners[labels, np.arange(len(labels)) // 2 % 2]

    note = "Either, but not both: the smallest task that one neuron cannot learn (Minsky and Papert 1969)."
    return _drawn(rng, n, ("alike", "different"), "XOR", note, draw, scatter)


def rings(rng: np.random.Generator, n: int, *, circles: int = 2, scatter: float = 0.05) -> Sample:
    """*n* points on *circles* circles about the middle, one class each, the innermost first, the outermost of radius 1.

    *scatter* is the standard deviation of the error of each coordinate. Raises SettingError for a bad setting.
    """
    kinds = whole("circles", circles, at_least=2)

    def draw(labels: LabelArray) -> PointArray:
        return _around_the_middle((labels + 1) / kinds, rng.uniform(0.0, 2 * math.pi, len(labels)))

    names = tuple(f"ring {number}" for number in range(1, kinds + 1))
    return _drawn(rng, n, names, "rings", "One class around the other: no straight line helps.", draw, scatter)


def _drawn(
    rng: np.random.Generator,
    n: int,
    class_names: tuple[str, ...],
    name: str,
    note: str,
    draw: Callable[[LabelArray], PointArray],
    scatter: float,
) -> Sample:
    """As many points of each class, give or take one, scattered and in random order."""
    require_generator("rng", rng)
    labels = np.arange(whole("n", n, at_most=MOST_POINTS)) % len(class_names)
    spread = not_negative("scatter", scatter, at_most=LARGEST_SCATTER)
    points = draw(labels) + rng.normal(0.0, spread, (len(labels), 2))
    order = rng.permutation(len(labels))
    return Sample(points[order], labels[order], name, f"Synthetic. {note}", class_names=class_names)


def _around_the_middle(radius: PointArray, angle: PointArray) -> PointArray:
    """(n, 2): x and y of polar coordinates, the angle in radians."""
    return np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])
