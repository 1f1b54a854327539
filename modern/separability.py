"""Whether one neuron can tell two classes apart: decided, with weights that do it or with a proof that none can.

Give each point a last coordinate of 1, for the bias, and turn those of class 0 round, t (x, 1) with t = -1 or +1:
a neuron is right about all of them if its weights have a positive product with every one. There are such weights
just if the convex hull of these signed points leaves out the origin; then the point of the hull nearest to the
origin is the weight vector of the widest margin. It is found by Wolfe's algorithm (Mathematical Programming 11,
1976): exact after finitely many steps, but for rounding.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from modern.errors import SettingError, ShapeError
from modern.graph import FloatArray, numbers
from modern.tensor import as_float_array, require_finite

LARGEST = 1e300  # a length of several such numbers is still a number
ROUNDING = float(np.finfo(np.float64).eps)


@dataclass(frozen=True, slots=True)
class Separability:
    """What `separability` found about points x of two classes; arrays are read-only."""

    separable: bool
    radius: float  # R, the largest length of any (x, 1)
    margin: float  # γ, by which (weights, bias), of length 1, are right about every point; 0 where there are none
    weights: FloatArray | None  # (inputs,): weights · x + bias is above 0 for class 1, below 0 for class 0
    bias: float | None
    certificate: FloatArray | None  # (n,): if inseparable, shares, sum 1, that mix both classes to the same point

    @property
    def mistake_bound(self) -> float:
        """(R/γ)²: more mistakes the perceptron cannot make (Novikoff 1962); infinite if inseparable."""
        ratio = self.radius / self.margin if self.separable else float("inf")
        return ratio * ratio


def separability(points: npt.ArrayLike, labels: npt.ArrayLike) -> Separability:
    """Decide whether *points* (n, inputs), finite, of classes *labels* (n,), 0 or 1, can be told apart by one neuron.

    The certificate of inseparable points weighs each: those of class 1 sum to 1/2, those of class 0 too, and both
    have the same weighted sum, so that no line, plane or hyperplane has them on different sides. Classes closer
    than rounding can tell, about 1e-13 of the width of the data, count as touching. The margin is the largest there
    is, but for rounding, unless the data lie farther off the origin than a million times their width.
    """
    x, classes = checked_points(points, labels)
    signs = np.where(classes == 1, 1.0, -1.0)[:, np.newaxis]
    size = 2.0 ** max(int(np.frexp(np.abs(x).max())[1]) - 1, 0)  # a power of 2: dividing by it rounds nothing
    x = x / size
    signed = signs * np.column_stack([x, np.full(len(x), 1 / size)])
    radius = size * float(np.sqrt((signed * signed).sum(axis=1).max()))
    # Whether there is a gap does not depend on where the data lie and how far they spread: judge them centred.
    centre = x.min(axis=0) / 2 + x.max(axis=0) / 2
    spread = np.abs(x - centre).max(axis=0)
    spread[spread == 0] = 1
    centred = signs * np.column_stack([(x - centre) / spread, np.ones(len(x))])
    direction, shares = _separating(centred)
    if direction is None:
        return Separability(False, radius, 0.0, None, None, _read_only(shares))
    # The widest margin does depend on it. Where rounding hides it, far off the origin, that of the centred data serves.
    margin, weights = max(
        (_uncentred(centred, direction, centre, spread, size), _widest(signed, size)), key=lambda found: found[0]
    )
    return Separability(True, radius, margin, _read_only(weights[:-1]), float(weights[-1]), None)


def _separating(signed: FloatArray) -> tuple[FloatArray | None, FloatArray]:
    """A vector whose product with all of *signed* (n, m) is positive, or None; and the shares (n,) of its mixture."""
    certain = 64 * ROUNDING * signed.shape[1] * _length(signed)
    for shares, point in _ever_nearer(signed):
        if (signed @ point).min() > certain * np.linalg.norm(point):
            return point, shares
    return None, shares


def _uncentred(
    centred: FloatArray, direction: FloatArray, centre: FloatArray, spread: FloatArray, size: float
) -> tuple[float, FloatArray]:
    """(margin, unit weights with bias) for the points as they were, of *direction*, which separates the *centred*."""
    unit = spread.min()  # keeps quotients of small spreads from overflowing
    slopes = direction[:-1] * (unit / spread)
    weights = np.append(slopes / size, direction[-1] * unit - slopes @ centre)
    length = np.linalg.norm(weights)
    return float((centred @ direction).min() * (unit / length)), weights / length


def _widest(signed: FloatArray, size: float) -> tuple[float, FloatArray]:
    """(margin, unit weights with bias) of the point nearest to the origin in the hull of *signed*, times *size*."""
    large_first = np.argsort(-np.abs(signed).max(axis=0))  # so that reflections round off less
    *_, (_, nearest) = _ever_nearer(signed[:, large_first])
    if not nearest.any():  # too near for numbers to tell
        return 0.0, nearest
    weights = np.empty_like(nearest)
    weights[large_first] = nearest / np.abs(nearest).max()  # twice, lest squares of the smallest numbers vanish
    weights /= np.linalg.norm(weights)
    return float((signed @ weights).min() * size), weights


def _ever_nearer(signed: FloatArray) -> Iterator[tuple[FloatArray, FloatArray]]:
    """Points of the convex hull of *signed* (n, m), each with its shares (n,), down to that nearest to the origin."""
    negligible = signed.shape[1] * ROUNDING * _length(signed)
    chosen = [int((signed * signed).sum(axis=1).argmin())]  # Wolfe's corral: points in general position
    shares: FloatArray = np.ones(1)
    point, distance = signed[chosen[0]], np.inf
    while (nearer := float(np.linalg.norm(point))) < distance:
        distance = nearer
        yield _scattered(shares, chosen, len(signed)), point
        products = signed @ point
        entering = int(products.argmin())
        if distance <= negligible or products[entering] >= distance * distance * (1 - 1e-13) or entering in chosen:
            return
        chosen, shares, point = _balanced(signed, [*chosen, entering], np.append(shares, 0.0))


def _balanced(signed: FloatArray, chosen: list[int], shares: FloatArray) -> tuple[list[int], FloatArray, FloatArray]:
    """The subset of *chosen* whose hull holds the nearest point of its own plane; its shares, and that point."""
    while True:
        wanted, point = _nearest_in_plane(signed[chosen])
        falling = wanted <= 0
        if not falling.any():
            return chosen, wanted, point
        reach = np.where(falling, shares / (shares - wanted + (shares == wanted)), np.inf)
        shares = shares + reach.min() * (wanted - shares)  # on the way to what is wanted, at the border of the hull
        kept = np.flatnonzero(reach > reach.min())
        chosen, shares = [chosen[i] for i in kept], np.maximum(shares[kept], 0)


def _nearest_in_plane(corners: FloatArray) -> tuple[FloatArray, FloatArray]:
    """The point nearest to the origin on the plane through *corners* (k, m): its shares (k,), of any sign, and it."""
    count, axes = corners.shape
    if count <= axes:
        # w · corner = 1 for all of them, w shortest: then the point is w / w², to its last digit however near.
        basis, triangle = np.linalg.qr(corners.T)
        pivots = np.abs(np.diagonal(triangle))
        if pivots.min() > axes * ROUNDING * pivots.max():
            steps = np.linalg.solve(triangle.T, np.ones(count))
            shares = np.linalg.solve(triangle, steps)
            return shares / shares.sum(), basis @ steps / (steps @ steps)
    # The plane goes through the origin, but for rounding.
    others = np.linalg.lstsq((corners[1:] - corners[0]).T, -corners[0], rcond=None)[0]
    shares = np.concatenate([[1 - others.sum()], others])
    return shares, shares @ corners


def _length(signed: FloatArray) -> float:
    return float(np.linalg.norm(signed, axis=1).max())


def _scattered(shares: FloatArray, chosen: list[int], count: int) -> FloatArray:
    everyone = np.zeros(count)
    everyone[chosen] = shares
    return everyone


def _read_only(array: FloatArray) -> FloatArray:
    array.flags.writeable = False
    return array


def checked_points(points: npt.ArrayLike, labels: npt.ArrayLike) -> tuple[FloatArray, npt.NDArray[np.intp]]:
    """*points* (n, inputs) in float64 and *labels* (n,), 0 or 1, or the error that says what is wrong with them."""
    x, classes = as_float_array(points, np.float64), as_float_array(numbers("labels", labels), np.float64)
    if x.ndim != 2 or not x.size or classes.shape != x.shape[:1]:
        raise ShapeError(
            f"points must be (n, inputs) and labels (n,), neither of them empty, got {x.shape} and {classes.shape}"
        )
    require_finite("points", x)
    if np.abs(x).max() > LARGEST:
        raise SettingError(f"points must lie within ±{LARGEST:g}, got {np.abs(x).max():g}")
    outside = ~np.isin(classes, (0, 1))
    if outside.any():
        raise SettingError(f"labels must be 0 or 1, got {classes[outside][0]:g}")
    return x, classes.astype(np.intp)
