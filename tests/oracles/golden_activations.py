"""Activations by PyTorch: value, first and second derivative, from -1e4 to 1e4.

PyTorch's own derivatives lose their digits in the tails (1 - y² of a tanh that has become 1), so each is written here
in an equal form, of PyTorch's operations, that keeps them; where PyTorch's own has digits the two must agree. Soft
ReLU's values are numpy's logaddexp: PyTorch's softplus goes linear above 20.
"""

from collections.abc import Callable, Iterator, Sequence

import numpy as np
import torch
from golden_file import Case
from golden_inputs import SOFTMAX_POINTS, direction, output_weights
from torch.nn import functional

SIZES = (
    *(1e-300, 1e-12, 1e-8, 1e-5, 1e-3, 0.01, 0.1, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 2.5, 2.999, 3.001, 4.0, 5.0),
    *(7.5, 10.0, 15.0, 19.5, 20.5, 25.0, 30.0, 36.0, 38.0, 50.0, 88.0, 100.0, 500.0, 700.0, 745.0, 1e3, 5e3, 1e4),
)
POINTS = np.array([*(-x for x in reversed(SIZES)), *SIZES])
LEAK = 0.01
RELATIVE, ROUNDINGS_OF_1 = 1e-10, 2 * 2.0**-52

Function = Callable[[torch.Tensor], torch.Tensor]
Arrays = dict[str, np.ndarray]


def soft_relu(x: torch.Tensor) -> torch.Tensor:
    """log(1 + e^x), of e^-|x| only: this and its derivatives are exact on both sides."""
    return torch.where(x < 0, torch.log1p(x.clamp(max=0).exp()), x + torch.log1p((-x.clamp(min=0)).exp()))


def logistic(x: torch.Tensor) -> torch.Tensor:
    """1 / (1 + e^-x) by way of its logarithm."""
    return (-soft_relu(-x)).exp()


def elu(x: torch.Tensor) -> torch.Tensor:
    """e^x - 1 where x is negative; near 0 as PyTorch has it, further off so that its slope keeps its digits."""
    below = x.clamp(max=0)
    return torch.where(x > 0, x, torch.where(x > -0.5, torch.expm1(below), below.exp() - 1))


def gelu_tanh(x: torch.Tensor) -> torch.Tensor:
    """½ (1 + tanh u) = 1 / (1 + e^-2u)."""
    return x * logistic(2 * (2 / torch.pi) ** 0.5 * (x + 0.044715 * x**3))


# The form that keeps its digits, and PyTorch's own.
SMOOTH: dict[str, tuple[Function, Function]] = {
    "linear": (lambda x: x * 1, lambda x: x * 1),
    "sigmoid": (logistic, torch.sigmoid),
    "tanh": (lambda x: torch.where(x.abs() < 0.5, torch.tanh(x), 2 * logistic(2 * x) - 1), torch.tanh),
    "soft_relu": (soft_relu, lambda x: functional.softplus(x, threshold=600)),
    "gelu": (lambda x: x * torch.special.log_ndtr(x).exp(), functional.gelu),
    "gelu_tanh": (gelu_tanh, lambda x: functional.gelu(x, approximate="tanh")),
    "silu": (lambda x: x * logistic(x), functional.silu),
}
# The same of those that have kinks or steps, and where.
KINKED: dict[str, tuple[Function, Function, Sequence[float]]] = {
    "step": (lambda x: (x > 0).double(), lambda x: torch.heaviside(x, torch.zeros_like(x)).detach(), [0.0]),
    "sign": (torch.sign, torch.sign, [0.0]),
    "relu": (torch.relu, torch.relu, [0.0]),
    "leaky_relu": (lambda x: functional.leaky_relu(x, LEAK), lambda x: functional.leaky_relu(x, LEAK), [0.0]),
    "elu": (elu, functional.elu, [0.0]),
    "selu": (functional.selu, functional.selu, [0.0]),
    "hard_sigmoid": (lambda x: (x / 6 + 0.5).clamp(0, 1), functional.hardsigmoid, [-3.0, 3.0]),
}


def derived(function: Function, points: Sequence[float] | np.ndarray, quantities: Sequence[str]) -> Arrays:
    """*function* and its derivatives at each point, one for each of *quantities*."""
    x = torch.tensor(points, dtype=torch.float64, requires_grad=True)
    y = function(x)
    found = {quantities[0]: y.detach().numpy()}
    for quantity in quantities[1:]:
        slope = None
        if y.requires_grad:
            (slope,) = torch.autograd.grad(y.sum(), x, create_graph=True, allow_unused=True)
        y = torch.zeros_like(x) if slope is None else slope  # PyTorch's None: nothing depends on x any more
        found[quantity] = y.detach().numpy()
    return found


def confirm(name: str, exact: Arrays, own: Arrays) -> None:
    """PyTorch's own value and slope must be the exact form's, or off by no more than 1 itself is rounded."""
    for quantity, array in own.items():
        # hardsigmoid's own slope is a sixth in float32, even for float64 (PyTorch 2.13)
        relative = 1e-7 if (name, quantity) == ("hard_sigmoid", "slope") else RELATIVE
        np.testing.assert_allclose(array, exact[quantity], rtol=relative, atol=ROUNDINGS_OF_1, err_msg=name)


def scaled_softmax(name: str, function: Callable[..., torch.Tensor], temperature: float) -> tuple[Case, Arrays]:
    """Softmax over the last axis, what it passes back of a drawn derivative, and what that does in turn."""
    x = torch.tensor(SOFTMAX_POINTS, requires_grad=True)
    y = function(x / temperature, dim=-1)
    (slope,) = torch.autograd.grad((y * torch.tensor(output_weights(x.shape))).sum(), x, create_graph=True)
    (bend,) = torch.autograd.grad((slope * torch.tensor(direction(x.shape, 0))).sum(), x)
    case = {"name": f"{name}_{temperature:g}", "softmax": name, "temperature": temperature}
    found = {"value": y, "slope": slope, "bend": bend}
    return case, {quantity: tensor.detach().numpy() for quantity, tensor in found.items()}


def cases() -> Iterator[tuple[Case, Arrays]]:
    """One case for each activation, then softmax and its logarithm at three temperatures."""
    for name, (exact, own, *kinks) in (SMOOTH | KINKED).items():
        points = POINTS if kinks else np.sort([*POINTS, 0.0])
        arrays = derived(exact, points, ("value", "slope", "bend"))
        confirm(name, arrays, derived(own, points, ("value", "slope")))
        if name == "soft_relu":
            arrays["value"] = np.logaddexp(points, 0)
        arrays["x"] = points
        if kinks:
            arrays |= derived(own, kinks[0], ("kink_value", "kink_slope")) | {"kink_x": np.array(kinks[0])}
        yield {"name": name, "activation": name}, arrays
    for temperature in (0.5, 1.0, 4.0):
        yield scaled_softmax("softmax", torch.softmax, temperature)
        yield scaled_softmax("log_softmax", torch.log_softmax, temperature)
