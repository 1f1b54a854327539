"""Any continuous function on a closed [a, b] as a sum of translated and scaled ReLUs: built exactly, and learned.

The sum goes through n chosen points of the function, its knots, and is straight between them. The same sum is a
network of one input, n - 1 hidden ReLU neurons and one output, which gradient descent can find as well.

>>> import numpy as np
>>> from modern import Adam, fit_combination, relu_combination, untrained_network
>>> combination = relu_combination(np.exp, 0, 1, knots=9, second_derivative=np.exp)
>>> combination.sentence
"9 knots, 8 ReLUs: at most 0.00499 off, at x = 0.9375; h²/8 max|f''| allows 0.00531."
>>> network = untrained_network(combination, np.random.default_rng(seed=1))
>>> first, *_, last = fit_combination(combination, network, Adam(0.02), steps=300)
>>> last.loss < first.loss / 1000
True
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from modern.activations import relu
from modern.derivatives import gradients
from modern.errors import SettingError, ShapeError
from modern.graph import FloatArray
from modern.initializers import he_uniform, zeros
from modern.jumps import Function, Jump, jumps_of, recorded, values_of
from modern.losses import mean_squared_error
from modern.network import Network
from modern.optimizers import Optimizer
from modern.settings import not_negative, require_generator, require_kind, whole
from modern.tensor import Tensor, as_float_array, require_finite
from modern.training import train_step

POINTS_LOOKED_AT = 2**15  # to measure an error: this many in all, but from knot to knot at least 4, at most 64
MOST_KNOTS = 1_000_000
FARTHEST = 1e100  # the ends of the interval; squares of its length stay numbers
BLOCK = 2**20  # entries of one (places, ReLUs) matrix: 8 MB


@dataclass(frozen=True, slots=True, eq=False)
class ReluCombination:
    """f_n(x) = f(a) + Σ c_i max(0, x - x_i): the function's own value at every knot, straight lines between.

    With the slopes s_i = (f(x_i+1) - f(x_i)) / (x_i+1 - x_i) the coefficients are c_0 = s_0 and c_i = s_i - s_i-1.
    Left of a it stays at f(a), right of b it keeps its last slope. Arrays are read-only.
    """

    function: Function
    knots: FloatArray  # (n,), rising: the first is a, the last is b
    coefficients: FloatArray  # (n - 1,): c_i of the ReLU that starts at knot i; the last knot starts none
    offset: float  # f(a)
    error: float  # the largest distance from the function found on a fine grid
    error_at: float  # where it was found
    mean_error: float  # the distance averaged over [a, b], on the same grid
    bound: float | None  # h²/8 max|f''|, above which no error can be; None where no f'' was given
    jumps: tuple[Jump, ...]

    def __call__(self, x: npt.ArrayLike) -> FloatArray:
        """(...) -> (...): the sum at *x*."""
        places = as_float_array(x, np.float64)
        flat = places.reshape(-1)
        rows = max(1, BLOCK // len(self.coefficients))
        sums = [self.terms(flat[start : start + rows]).sum(axis=1) for start in range(0, len(flat), rows)]
        return (self.offset + np.concatenate([np.empty(0), *sums])).reshape(places.shape)

    def terms(self, x: npt.ArrayLike) -> FloatArray:
        """(m,) -> (m, n - 1): each c_i max(0, x - x_i) by itself, to be drawn; with `offset` they add up."""
        places = as_float_array(x, np.float64)
        if places.ndim != 1:
            raise ShapeError(f"x must be (places,), got {places.shape}")
        require_finite("x", places)
        return self.coefficients * relu(places[:, np.newaxis] - self.knots[:-1])

    def network(self) -> Network:
        """The very same function as a network 1 - (n - 1) - 1 of float64, its weights set and not learned."""
        network = _empty_network(self)
        weight, bias, output_weight, output_bias = network.parameters
        weight.data = np.ones(weight.shape)
        bias.data = -self.knots[:-1]
        output_weight.data = self.coefficients[:, np.newaxis]
        output_bias.data = [self.offset]
        return network

    @property
    def sentence(self) -> str:
        """How near it comes; where the function jumps, why it comes no nearer."""
        if self.jumps:
            jump = max(self.jumps, key=lambda jump: jump.height)
            return (
                f"The function jumps by {jump.height:.3g} at x = {jump.x:.9g}. A sum of ReLUs is continuous: beside "
                f"the jump it is at least {jump.height / 2:.3g} off with any number of knots, here {self.error:.3g}. "
                f"What more knots narrow is the stretch where it is off: the mean error, {self.mean_error:.3g}, falls."
            )
        bound = "" if self.bound is None else f"; h²/8 max|f''| allows {self.bound:.3g}"
        return (
            f"{len(self.knots)} knots, {len(self.coefficients)} ReLUs: at most {self.error:.3g} off, "
            f"at x = {self.error_at:.6g}{bound}."
        )


def relu_combination(
    function: Function,
    a: float,
    b: float,
    knots: int | npt.ArrayLike,
    *,
    second_derivative: Function | float | None = None,
) -> ReluCombination:
    """Build the combination for a continuous *function* on the closed interval from *a* to *b*.

    A function that jumps is taken too: `jumps` and `sentence` say what becomes of it.

    Args:
        function: (m,) -> (m,), finite on the whole interval.
        knots: how many, 2 to a million, equally spaced; or the places themselves, rising from *a* to *b*.
        second_derivative: f'' as a function, looked at as finely as the error, or a number that |f''| never exceeds;
            gives the `bound`. `second_derivative_of` finds it for functions of Tensor operations.

    Raises:
        SettingError: values are not finite; knots do not rise from a to b; or the error is above the bound, so that
            f'' is not that of the function or does not exist on all of [a, b].
        ShapeError: the function does not give one value for each place.
    """
    places = _checked_knots(a, b, knots)
    at_knots = values_of(function, places)
    with np.errstate(all="ignore"):
        slopes = np.diff(at_knots) / np.diff(places)
        coefficients = np.diff(slopes, prepend=0.0)
    require_finite("coefficients, the changes of slope at the knots,", coefficients)
    for array in (places, coefficients):
        array.flags.writeable = False
    grid = _fine_grid(places)
    jumps = jumps_of(function, np.unique(grid))
    seen = np.union1d(grid, [side for jump in jumps for side in (jump.left, jump.right)])
    errors = _errors(function, places, at_knots, seen)
    bound = None if second_derivative is None else _bound(second_derivative, places, grid)
    rounding = 1e-9 * (errors.largest + float(np.abs(at_knots).max()))
    if bound is not None and errors.largest > bound + rounding:
        raise SettingError(
            f"second_derivative must be f'' of the function and exist on all of [a, b], got h²/8 max|f''| = "
            f"{bound:.6g} for an error of {errors.largest:.6g} at x = {errors.at:.6g}"
        )
    return ReluCombination(function, places, coefficients, float(at_knots[0]), *errors, bound, jumps)


class _Errors(NamedTuple):
    largest: float
    at: float
    mean: float


def _errors(function: Function, knots: FloatArray, at_knots: FloatArray, seen: FloatArray) -> _Errors:
    """How far the combination is off at the places *seen* (m,), rising, from a to b."""
    # The sum of ReLUs is the line from knot to knot; as that it is measured at any number of places quickly.
    distances = np.abs(np.interp(seen, knots, at_knots) - values_of(function, seen))
    worst = int(distances.argmax())
    area = ((distances[1:] + distances[:-1]) / 2 * np.diff(seen)).sum()
    return _Errors(float(distances[worst]), float(seen[worst]), float(area / (seen[-1] - seen[0])))


def _bound(second_derivative: Function | float, knots: FloatArray, grid: FloatArray) -> float:
    """h²/8 max|f''|, taken from knot to knot, which for equal spacing is the same as for the whole, and the largest."""
    if callable(second_derivative):
        curvature = np.abs(values_of(second_derivative, grid.ravel(), "second_derivative")).reshape(grid.shape)
    else:
        curvature = np.full((1, 1), not_negative("second_derivative", second_derivative))
    return float((np.diff(knots) ** 2 / 8 * curvature.max(axis=1)).max())


def _fine_grid(knots: FloatArray) -> FloatArray:
    """(n - 1, m): places from each knot to the next, both included, the middle among them."""
    parts = 2 * (min(max(POINTS_LOOKED_AT // len(knots), 4), 64) // 2)
    grid = knots[:-1, np.newaxis] + np.diff(knots)[:, np.newaxis] * (np.arange(parts + 1) / parts)
    grid[:, -1] = knots[1:]
    return grid


def _checked_knots(a: float, b: float, knots: int | npt.ArrayLike) -> FloatArray:
    """(n,): the knots as places, a new array."""
    a, b = _end("a", a), _end("b", b)
    if a >= b:
        raise SettingError(f"a must be below b, got {a!r} and {b!r}")
    if isinstance(knots, int | np.integer):
        places = np.linspace(a, b, whole("knots", knots, at_least=2, at_most=MOST_KNOTS))
    else:
        places = np.array(as_float_array(knots, np.float64))
    if places.ndim != 1 or len(places) < 2:
        raise ShapeError(f"knots must be a whole number, or (n,) places with n at least 2, got shape {places.shape}")
    require_finite("knots", places)
    if not (np.diff(places) > 0).all():
        raise SettingError(f"knots must rise, each above the one before, got {knots!r} from {a!r} to {b!r}")
    if places[0] != a or places[-1] != b:
        raise SettingError(f"knots must begin at a = {a!r} and end at b = {b!r}, got {places[0]} and {places[-1]}")
    return places


def _end(name: str, value: float) -> float:
    end = as_float_array(value, np.float64)
    if end.ndim or not abs(end) <= FARTHEST:
        raise SettingError(f"{name} must be one number within ±{FARTHEST:g}, got {value!r}")
    return float(end)


def second_derivative_of(function: Callable[[Any], Any]) -> Function:
    """f'' by deriving *function* twice; it must be made of Tensor operations: + - * / **, modern.exp and the like.

    Where f'' does not exist, as at the kink of a ReLU, what comes back is meaningless.
    """

    def second_derivative(x: FloatArray) -> FloatArray:
        places = Tensor(np.append(x, x), requires_grad=True, dtype=np.float64)  # twice: several, as `recorded` asks
        values = recorded(lambda x: function(x) + 0 * x, places)  # a constant may give one number
        (slope,) = gradients(values, [places])
        (curvature,) = gradients(slope, [places])
        return curvature.data[: len(x)]

    return second_derivative


def untrained_network(combination: ReluCombination, rng: np.random.Generator) -> Network:
    """A network of the shape that *combination* has, in float64, for gradient descent to find it.

    Every hidden neuron has its kink somewhere in [a, b], all places alike, and weight 1 or -1; biases of 0 would put
    all kinks on x = 0. The output weights are drawn by He's rule, its bias is 0.
    """
    require_kind("combination", combination, ReluCombination)
    require_generator("rng", rng)
    network = _empty_network(combination)
    weight, bias, output_weight, _ = network.parameters
    weight.data = rng.choice([-1.0, 1.0], weight.shape)
    bias.data = -weight.data[0] * rng.uniform(combination.knots[0], combination.knots[-1], bias.shape)
    output_weight.data = he_uniform(rng, output_weight.shape)
    return network


@dataclass(frozen=True, slots=True, eq=False)
class FitStep:
    """One step of learning a combination, as things stood before the parameters moved; arrays are read-only."""

    step: int  # counted from 1
    loss: float  # mean squared distance from the function over `places`
    error: float  # the largest
    places: FloatArray  # (m,), equally spaced from a to b
    outputs: FloatArray  # (m,), what the network gives there
    kinks: FloatArray  # (n - 1,), where each hidden neuron has its corner; infinite for one that ignores x


def fit_combination(
    combination: ReluCombination, network: Network, optimizer: Optimizer, *, steps: int, points: int = 256
) -> Iterator[FitStep]:
    """Let *network* learn the function of *combination* as it is iterated: one FitStep per step.

    Each step sees all *points*, equally spaced on [a, b]; the loss is their mean squared error. The network is an
    `untrained_network`, or the `network()` of the combination itself, to see what descent makes of the construction.
    Raises SettingError for *steps* or *points* too few, ShapeError for a network of another shape, at the call.
    """
    require_kind("combination", combination, ReluCombination)
    require_kind("network", network, Network)
    require_kind("optimizer", optimizer, Optimizer)
    shape = tuple(tensor.shape for tensor in network.parameters)
    wanted = tuple(tensor.shape for tensor in _empty_network(combination).parameters)
    if shape != wanted:
        raise ShapeError(f"network must have the combination's shape, parameters {wanted}, got {shape}")
    count = whole("steps", steps)
    places = np.linspace(combination.knots[0], combination.knots[-1], whole("points", points, at_least=2))
    places.flags.writeable = False
    targets = values_of(combination.function, places)
    return (_fit_step(step, network, optimizer, places, targets) for step in range(1, count + 1))


def _fit_step(step: int, network: Network, optimizer: Optimizer, places: FloatArray, targets: FloatArray) -> FitStep:
    weight, bias, _, _ = network.parameters
    with np.errstate(divide="ignore", invalid="ignore"):
        kinks = np.where(weight.data[0] == 0, np.inf, -bias.data / weight.data[0])
    kinks.flags.writeable = False
    result = train_step(network, mean_squared_error, optimizer, places[:, np.newaxis], targets[:, np.newaxis])
    outputs = result.logits[:, 0]
    return FitStep(step, result.loss, float(np.abs(outputs - targets).max()), places, outputs, kinks)


def _empty_network(combination: ReluCombination) -> Network:
    """1 - (n - 1) - 1, all weights 0, in float64."""
    draws_nothing = np.random.default_rng(0)
    return Network.dense(
        [1, len(combination.coefficients), 1], activation="relu", rng=draws_nothing, weights=zeros, dtype=np.float64
    )
