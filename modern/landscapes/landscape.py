"""Landscapes for the lessons on descent: functions of one or two numbers, most of them with several minima.

Each function stands as on the board, in operators that arrays and Tensors share: its gradient and its Hessian come by
deriving it.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from types import MappingProxyType
from typing import Any

import numpy as np
import numpy.typing as npt

from modern.derivatives import gradients
from modern.errors import SettingError, ShapeError
from modern.graph import FloatArray
from modern.jumps import recorded
from modern.operations import cos
from modern.tensor import Tensor, as_float_array, require_finite

LabelArray = npt.NDArray[np.int64]

REACH = 0.01  # of the domain's diagonal: who ends that near to a minimum has reached it


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Landscape:
    """A function to descend on, with what is known of it. Points are (..., d), one coordinate a column."""

    name: str
    formula: str
    function: Callable[..., Any]  # of d arrays or Tensors of one shape; gives one of that shape; tried at once
    domain: tuple[tuple[float, float], ...]  # lowest and highest of each coordinate: what a picture shows
    minima: FloatArray  # (k, d): all there are in the domain, read-only
    note: str  # what it shows
    source: str

    def __post_init__(self) -> None:
        minima = np.array(as_float_array(self.minima, np.float64))
        if not all(len(ends) == 2 and -math.inf < ends[0] < ends[1] < math.inf for ends in self.domain):
            raise SettingError(f"domain must be (lowest, highest) for each coordinate, got {self.domain!r}")
        if not self.domain or minima.ndim != 2 or minima.shape[1] != self.dimensions:
            raise ShapeError(f"minima must be (k, {self.dimensions}), one column a coordinate, got {minima.shape}")
        require_finite("minima", minima)
        corners = [Tensor(np.array(ends, np.float64), requires_grad=True) for ends in self.domain]
        tried = recorded(self.function, *corners)
        if tried.shape != (2,) or not tried.requires_grad:
            raise ShapeError(f"function must give one value for each of 2 places, got shape {tried.shape}")
        minima.flags.writeable = False
        object.__setattr__(self, "minima", minima)

    @property
    def dimensions(self) -> int:
        """d: of how many numbers it is a function."""
        return len(self.domain)

    @property
    def diagonal(self) -> float:
        """The length from corner to corner of the domain."""
        return math.hypot(*(highest - lowest for lowest, highest in self.domain))

    def value(self, points: npt.ArrayLike) -> FloatArray:
        """(..., d) -> (...). What is beyond all numbers becomes infinite, here and below."""
        with np.errstate(all="ignore"):
            return np.asarray(self.function(*np.moveaxis(self.checked(points), -1, 0)))

    def gradient(self, points: npt.ArrayLike) -> FloatArray:
        """(..., d) -> (..., d): the slope along each coordinate."""
        _, slopes = self._slopes(points)
        return np.stack([slope.data for slope in slopes], axis=-1)

    def hessian(self, points: npt.ArrayLike) -> FloatArray:
        """(..., d) -> (..., d, d): exact second derivatives."""
        coordinates, slopes = self._slopes(points)
        with np.errstate(all="ignore"):
            rows = [np.stack([bend.data for bend in gradients(slope, coordinates)], axis=-1) for slope in slopes]
        return np.stack(rows, axis=-2)

    def minimum_near(self, points: npt.ArrayLike) -> LabelArray:
        """(..., d) -> (...): the row of `minima` that lies within 1 % of the diagonal, the nearest; -1 for none."""
        places = self.checked(points)
        nearest = np.full(places.shape[:-1], REACH * self.diagonal)
        labels = np.full(places.shape[:-1], -1, np.int64)
        for label, minimum in enumerate(self.minima):
            distance = np.linalg.norm(places - minimum, axis=-1)
            closer = distance <= nearest
            nearest[closer], labels[closer] = distance[closer], label
        return labels

    def checked(self, points: npt.ArrayLike) -> FloatArray:
        """*points* as float64; ShapeError unless they are (..., d), SettingError unless finite."""
        places = as_float_array(points, np.float64)
        if places.ndim < 1 or places.shape[-1] != self.dimensions:
            raise ShapeError(f"points on {self.name} must be (..., {self.dimensions}), got shape {places.shape}")
        require_finite("points", places)
        return places

    def _slopes(self, points: npt.ArrayLike) -> tuple[list[Tensor], tuple[Tensor, ...]]:
        places = self.checked(points)
        coordinates = [Tensor(places[..., i], requires_grad=True) for i in range(self.dimensions)]
        with np.errstate(all="ignore"):
            return coordinates, gradients(self.function(*coordinates), coordinates)


def landscape_names() -> tuple[str, ...]:
    """The names of all landscapes there are here, those of one number first."""
    return tuple(LANDSCAPES)


def landscape_named(name: str) -> Landscape:
    """The landscape of that name; SettingError, with the nearest name there is, for an unknown one."""
    if isinstance(name, str) and name in LANDSCAPES:
        return LANDSCAPES[name]
    nearest = get_close_matches(str(name).lower(), LANDSCAPES, n=1, cutoff=0.0)
    raise SettingError(f"landscape must be one of {', '.join(LANDSCAPES)}, got {name!r}; did you mean {nearest[0]!r}?")


TILT = 0.3
# Where 4 x³ - 4 x + TILT = 0, by Viète's formula; the root between these two is the hilltop.
RIGHT_WELL, LEFT_WELL = (
    2 / math.sqrt(3) * math.cos(math.acos(-3 * math.sqrt(3) / 8 * TILT) / 3 - turn) for turn in (0, 4 * math.pi / 3)
)
# Roots of the slope, to float64; whoever doubts them finds them again in the tests, by another way.
WAVY_VALLEY = (2.0487251273952283, 4.096583585387091)
RASTRIGIN = (0.9949586376523348, 1.9899122337085495, 2.984855701039481, 3.9797838603007536, 4.974691390895051)
HIMMELBLAU = (  # beside (3, 2); x of the three are the roots of x³ + 3 x² - 13 x - 38, and y = 11 - x²
    (-2.805118086952745, 3.131312518250573),
    (-3.779310253377747, -3.2831859912861696),
    (3.5844283403304917, -1.8481265269644036),
)
SIX_HUMP_CAMEL = (  # each with its mirror image through (0, 0)
    (0.08984201310031806, -0.7126564030207396),  # the two lowest
    (1.703606714969981, -0.7960835686726251),
    (1.6071047529201974, 0.5686514548841314),
)


def _all_signs(points: Any) -> FloatArray:
    """(k, d) -> (2 k, d): *points* and their mirror images through the origin."""
    return np.concatenate([np.array(points), -np.array(points)])


def _on_a_lattice(places: Sequence[float]) -> FloatArray:
    """(k², 2): every pair of *places*."""
    return np.stack(np.meshgrid(places, places, indexing="ij"), axis=-1).reshape(-1, 2)


_ALL = (
    Landscape(
        name="bowl",
        formula="f(x) = x²/2",
        function=lambda x: x**2 / 2,
        domain=((-3.0, 3.0),),
        minima=np.array([[0.0]]),
        note="Each step of gradient descent multiplies x by 1 - λ: a walk, one leap at 1, to and fro, away at 2.",
        source="made for these lessons",
    ),
    Landscape(
        name="double-well",
        formula="f(x) = (x² - 1)² + 0.3 x",
        function=lambda x: (x**2 - 1) ** 2 + TILT * x,
        domain=((-2.0, 2.0),),
        minima=np.array([[LEFT_WELL], [RIGHT_WELL]]),
        note="Two wells, the left one deeper: which is found depends on the start, on the rate, on momentum, on luck.",
        source="made for these lessons; minima in closed form (Viète)",
    ),
    Landscape(
        name="wavy-valley",
        formula="f(x) = x²/10 + 1 - cos(3 x)",
        function=lambda x: x**2 / 10 + 1 - cos(3 * x),
        domain=((-5.0, 5.0),),
        minima=np.array([[0.0], *_all_signs([[x] for x in WAVY_VALLEY])]),
        note="A valley with ripples: small steps stop in the first one, momentum and large steps skip some.",
        source="made for these lessons",
    ),
    Landscape(
        name="ravine",
        formula="f(x, y) = (x² + 20 y²)/2",
        function=lambda x, y: (x**2 + 20 * y**2) / 2,
        domain=((-3.0, 3.0), (-2.0, 2.0)),
        minima=np.array([[0.0, 0.0]]),
        note="20 times steeper across than along: one rate for both is too large or too small. Newton needs one step.",
        source="made for these lessons",
    ),
    Landscape(
        name="saddle",
        formula="f(x, y) = x²/2 - y²/2 + y⁴/4",
        function=lambda x, y: x**2 / 2 - y**2 / 2 + (y**2) ** 2 / 4,
        domain=((-2.0, 2.0), (-2.0, 2.0)),
        minima=np.array([[0.0, -1.0], [0.0, 1.0]]),
        note="On the line y = 0 gradient descent runs into the saddle and stays. Newton is drawn to it from nearby.",
        source="made for these lessons",
    ),
    Landscape(
        name="rosenbrock",
        formula="f(x, y) = (1 - x)² + 100 (y - x²)²",
        function=lambda x, y: (1 - x) ** 2 + 100 * (y - x**2) ** 2,
        domain=((-2.0, 2.0), (-1.0, 3.0)),
        minima=np.array([[1.0, 1.0]]),
        note="A bent valley, steep across and almost level along: into it quickly, along it slowly.",
        source="Rosenbrock 1960, The Computer Journal 3, 175",
    ),
    Landscape(
        name="himmelblau",
        formula="f(x, y) = (x² + y - 11)² + (x + y² - 7)²",
        function=lambda x, y: (x**2 + y - 11) ** 2 + (x + y**2 - 7) ** 2,
        domain=((-5.0, 5.0), (-5.0, 5.0)),
        minima=np.array([(3.0, 2.0), *HIMMELBLAU]),
        note="Four minima, all of value 0: no start is better than another, but each has its own goal.",
        source="Himmelblau 1972, Applied Nonlinear Programming",
    ),
    Landscape(
        name="six-hump-camel",
        formula="f(x, y) = (4 - 2.1 x² + x⁴/3) x² + x y + (4 y² - 4) y²",
        function=lambda x, y: (4 - 2.1 * x**2 + (x**2) ** 2 / 3) * x**2 + x * y + (4 * y**2 - 4) * y**2,
        domain=((-2.0, 2.0), (-1.2, 1.2)),
        minima=_all_signs(SIX_HUMP_CAMEL),
        note="Six minima in three pairs; only the pair in the middle is the lowest, -1.0316.",
        source="Dixon and Szegö 1978, Towards Global Optimisation 2",
    ),
    Landscape(
        name="rastrigin",
        formula="f(x, y) = 20 + x² + y² - 10 cos(2π x) - 10 cos(2π y)",
        function=lambda x, y: 20 + x**2 + y**2 - 10 * cos(2 * math.pi * x) - 10 * cos(2 * math.pi * y),
        domain=((-5.12, 5.12), (-5.12, 5.12)),
        minima=_on_a_lattice([*(-x for x in reversed(RASTRIGIN)), 0.0, *RASTRIGIN]),
        note="121 minima, one of them the lowest, in the middle: descent finds the nearest, whatever it is worth.",
        source="Rastrigin 1974, Systems of Extremal Control",
    ),
)
LANDSCAPES: Mapping[str, Landscape] = MappingProxyType({landscape.name: landscape for landscape in _ALL})
