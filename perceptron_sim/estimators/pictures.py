"""Numbers as pictures on the retina: each feature is a thermometer of its own, whose scale is learned from examples.

A cell is lit where its feature has reached the cell's level. Of a pair of thermometers the second one shows the same
number the other way round: its cells are lit where the level is not reached, so that low numbers are not just dark.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from hardware.errors import shown
from hardware.plain import suggestion
from perceptron_sim.errors import SettingError, StimulusError

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]
IntArray = npt.NDArray[np.intp]
Images = npt.NDArray[np.float32]

THERMOMETERS, PAIRS, PIXELS = "thermometers", "thermometer-pairs", "pixels"
PICTURES = (PAIRS, THERMOMETERS, PIXELS)
EVEN, QUANTILES = "even", "quantiles"
SCALES = (QUANTILES, EVEN)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pixels:
    """Each feature is the light on a cell, row by row, from 0 to 1."""

    shape: tuple[int, int]

    def pictures(self, x: FloatArray) -> Images:
        """(n, cells) -> (n, rows, columns); StimulusError for light that is none."""
        outside = ~((x >= 0) & (x <= 1))
        if outside.any():
            raise StimulusError(
                f"X must hold light from 0 to 1 where picture is {PIXELS!r}, got {float(x[outside][0])!r}"
            )
        return x.astype(np.float32).reshape(len(x), *self.shape)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Thermometers:
    """For each cell of a retina of *shape*, row by row, its feature, its level, and whether it is lit below that."""

    shape: tuple[int, int]
    feature: IntArray  # (cells,)
    level: FloatArray  # (cells,)
    falling: BoolArray  # (cells,)

    def pictures(self, x: FloatArray) -> Images:
        """(n, features) -> (n, rows, columns), 0 or 1."""
        lit: BoolArray = (x[:, self.feature] >= self.level) != self.falling
        return lit.astype(np.float32).reshape(len(x), *self.shape)


def learned(
    x: FloatArray, picture: str, scale: str, shape: tuple[int, int], weights: FloatArray | None = None
) -> Pixels | Thermometers:
    """How numbers like *x* (n, features) are shown on a retina of *shape*, as *picture* and *scale* say.

    On an even scale the levels divide what lies between a feature's least and greatest number into equal steps; of
    quantiles, equally many examples lie between two levels, each counting as much as its weight (n,).

    Raises:
        SettingError: there is no such picture or scale, or the retina has too few cells for so many features.
    """
    for name, value, choices in (("picture", picture, PICTURES), ("scale", scale, SCALES)):
        if value not in choices:
            raise SettingError(
                f"{name} must be one of {', '.join(choices)}, got {shown(value)}{suggestion(value, choices)}"
            )
    cells, features = shape[0] * shape[1], x.shape[1]
    if picture == PIXELS:
        if features != cells:
            raise SettingError(f"X must have {cells} features, one for each cell, for {PIXELS!r}, got {features}")
        return Pixels(shape=shape)
    least = features * (2 if picture == PAIRS else 1)
    if least > cells:
        rule = f"at most {cells * features // least} features for {picture!r} on a retina of {cells} cells"
        raise SettingError(f"X must have {rule}, got {features}")
    counted = np.ones(len(x)) if weights is None else weights
    return _thermometers(x, counted, scale, shape, 2 if picture == PAIRS else 1)


def _thermometers(x: FloatArray, weights: FloatArray, scale: str, shape: tuple[int, int], of_each: int) -> Thermometers:
    cells = shape[0] * shape[1]
    feature = np.empty(cells, dtype=np.intp)
    level, falling = np.empty(cells), np.zeros(cells, dtype=np.bool_)
    for number, places in enumerate(_bands(shape, x.shape[1], of_each)):
        feature[places] = number
        for turn, part in enumerate(np.array_split(places, of_each)):
            shares = (np.arange(part.size) + 0.5) / part.size
            level[part] = _levels(x[:, number], weights, scale, shares)
            falling[part] = turn == 1
    return Thermometers(shape=shape, feature=feature, level=level, falling=falling)


def _levels(numbers: FloatArray, weights: FloatArray, scale: str, shares: FloatArray) -> FloatArray:
    if scale == QUANTILES:
        values, place = np.unique(numbers, return_inverse=True)
        mass = np.bincount(place, weights)
        middles = (np.cumsum(mass) - mass / 2) / mass.sum()  # of each value's own share, after A. Hazen
        quantiles: FloatArray = np.interp(shares, middles, values / 2) * 2  # halved: differences stay finite
        return quantiles
    lowest, highest = numbers.min(), numbers.max()
    between: FloatArray = lowest * (1 - shares) + highest * shares  # of the greatest numbers, too
    return between


def _bands(shape: tuple[int, int], features: int, of_each: int) -> list[IntArray]:
    """The cells of each feature, in the order in which they are lit: whole rows if they suffice, column by column."""
    rows, columns = shape
    cells = np.arange(rows * columns)
    if features <= rows and columns >= of_each:
        bounds = np.linspace(0, rows, features + 1).astype(np.intp) * columns
        return [cells[first:after].reshape(-1, columns).T.ravel() for first, after in pairwise(bounds)]
    bounds = np.linspace(0, cells.size, features + 1).astype(np.intp)
    return [cells[first:after] for first, after in pairwise(bounds)]
