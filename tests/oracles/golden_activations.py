"""Activations by PyTorch: value, first and second derivative, from -1e4 to 1e4.

Each twice: by PyTorch's own function, and by an equal form of it that keeps its digits in the tails, where PyTorch's
own derivatives (1 - y² of a tanh that has become 1) lose them. Soft ReLU's values are numpy's logaddexp: PyTorch's
softplus goes linear above 20.
"""

from collections.abc import Callable, Iterator

import numpy as np
import torch
from golden_file import Case, drawn
from torch.nn import functional

SIZES = (
    *(1e-300, 1e-12, 1e-8, 1e-5, 1e-3, 0.01, 0.1, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 2.5, 2.999, 3.001, 4.0, 5.0),
    *(7.5, 10.0, 15.0, 19.5, 20.5, 25.0, 30.0, 36.0, 38.0, 50.0, 88.0, 100.0, 500.0, 700.0, 745.0, 1e3, 5e3, 1e4),
)
POINTS = np.array([*(-x for x in reversed(SIZES)), *SIZES])
LEAK = 0.01

Function = Callable[[torch.Tensor], torch.Tensor]


def logistic(x: torch.Tensor) -> torch.Tensor:
    """1 / (1 + e^-x) by way of its logarithm, whose derivatives PyTorch keeps exact on both sides."""
    return functional.logsigmoid(x).exp()


def gelu_tanh(x: torch.Tensor) -> torch.Tensor:
    """½ (1 + tanh u) = 1 / (1 + e^-2u)."""
    return x * logistic(2 * (2 / torch.pi) ** 0.5 * (x + 0.044715 * x**3))


# PyTorch's own function, and the form of it that keeps its digits.
FUNCTIONS: dict[str, tuple[Function, Function]] = {
    "step": (lambda x: (torch.sign(x) + 1) / 2, lambda x: (torch.sign(x) + 1) / 2),  # no point is 0
    "sign": (torch.sign, torch.sign),
    "linear": (lambda x: x * 1, lambda x: x * 1),
    "sigmoid": (torch.sigmoid, logistic),
    "tanh": (torch.tanh, lambda x: torch.where(x.abs() < 0.5, torch.tanh(x), 2 * logistic(2 * x) - 1)),
    "relu": (torch.relu, torch.relu),
    "soft_relu": (functional.softplus, lambda x: -functional.logsigmoid(-x)),
    "leaky_relu": (lambda x: functional.leaky_relu(x, LEAK), lambda x: functional.leaky_relu(x, LEAK)),
    "elu": (functional.elu, lambda x: torch.where(x > 0, x, torch.expm1(x.clamp(max=0)))),
    "selu": (functional.selu, functional.selu),
    "gelu": (functional.gelu, lambda x: x * torch.special.log_ndtr(x).exp()),
    "gelu_tanh": (lambda x: functional.gelu(x, approximate="tanh"), gelu_tanh),
    "silu": (functional.silu, lambda x: x * logistic(x)),
    "hard_sigmoid": (functional.hardsigmoid, functional.hardsigmoid),
}


def derived(function: Function, points: np.ndarray) -> dict[str, np.ndarray]:
    """Value, slope and bend of *function* at each point; 0 where PyTorch says that nothing depends on x."""
    x = torch.tensor(points, requires_grad=True)
    orders = [function(x)]
    for _ in range(2):
        slope = None
        if orders[-1].requires_grad:
            (slope,) = torch.autograd.grad(orders[-1].sum(), x, create_graph=True, allow_unused=True)
        orders.append(torch.zeros_like(x) if slope is None else slope)
    return dict(zip(("value", "slope", "bend"), (order.detach().numpy() for order in orders), strict=True))


def scaled_softmax(name: str, function: Callable[..., torch.Tensor], temperature: float) -> tuple[Case, dict]:
    """Softmax over the last axis, and what it passes back of a given derivative, which is stored nowhere: drawn."""
    spread = drawn((6, 5), 3) * np.array([[1e-8], [1.0], [30.0], [700.0], [1e4], [0.0]])
    x = torch.tensor(spread, requires_grad=True)
    y = function(x / temperature, dim=-1)
    (slope,) = torch.autograd.grad((y * torch.tensor(drawn((6, 5), 4))).sum(), x, create_graph=True)
    (bend,) = torch.autograd.grad((slope * torch.tensor(drawn((6, 5), 5))).sum(), x)
    case = {"name": f"{name}_{temperature:g}", "softmax": name, "temperature": temperature}
    found = {"x": spread, "value": y, "slope": slope, "bend": bend}
    return case, {key: np.asarray(array if key == "x" else array.detach()) for key, array in found.items()}


def cases() -> Iterator[tuple[Case, dict[str, np.ndarray]]]:
    """One case for each activation, then softmax and its logarithm at three temperatures."""
    for name, (own, exact) in FUNCTIONS.items():
        arrays = derived(exact, POINTS)
        native = {f"torch_{quantity}": array for quantity, array in derived(own, POINTS).items()}
        if name == "soft_relu":
            arrays["value"] = np.logaddexp(POINTS, 0)
        yield {"name": name, "activation": name}, {"x": POINTS, **arrays, **native}
    for temperature in (0.5, 1.0, 4.0):
        yield scaled_softmax("softmax", torch.softmax, temperature)
        yield scaled_softmax("log_softmax", torch.log_softmax, temperature)
