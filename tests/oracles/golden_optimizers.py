"""Optimizers by PyTorch: 200 steps of a small net, for every form of every optimizer, schedule and clipping.

Where PyTorch has the form it is PyTorch's own optimizer. The other forms are written here otherwise than anybody
programs them: momentum with the rate inside as Polyak's difference of two points, Nesterov's as the true gradient at
the point ahead, running means as sums over all gradients there have been.
"""

import json
from collections.abc import Callable, Iterator
from functools import partial
from itertools import product
from typing import Any

import numpy as np
import torch
from golden_file import Case
from golden_inputs import (
    OPTIMIZER_BATCH,
    OPTIMIZER_INPUTS,
    OPTIMIZER_KEPT,
    OPTIMIZER_LABELS,
    OPTIMIZER_START,
    OPTIMIZER_STEPS,
    drawn,
)
from torch import nn, optim
from torch.nn import functional
from torch.optim import lr_scheduler

Arrays = dict[str, np.ndarray]
Settings = dict[str, Any]
Slope = Callable[[torch.Tensor, int], torch.Tensor]
Walk = Iterator[torch.Tensor]


def slope(w: torch.Tensor, step: int) -> torch.Tensor:
    """(12,): derivative of the cross-entropy of a 2-2-2 net with tanh, on the batch whose turn it is."""
    w = w.detach().requires_grad_()
    first = step * OPTIMIZER_BATCH % len(OPTIMIZER_LABELS)
    batch = slice(first, first + OPTIMIZER_BATCH)
    x, labels = torch.tensor(OPTIMIZER_INPUTS[batch]), torch.tensor(OPTIMIZER_LABELS[batch])
    hidden = torch.tanh(x @ w[:4].reshape(2, 2) + w[4:6])
    loss = functional.cross_entropy(hidden @ w[6:10].reshape(2, 2) + w[10:], labels)
    return torch.autograd.grad(loss, w)[0]


def own(kind: type[optim.Optimizer], slope: Slope, rates: list[float], **settings: Any) -> Walk:
    """PyTorch's own optimizer."""
    w = nn.Parameter(torch.tensor(OPTIMIZER_START))
    optimizer = kind([w], lr=1.0, **settings)
    for step, rate in enumerate(rates):
        w.grad = slope(w, step)
        optimizer.param_groups[0]["lr"] = rate
        optimizer.step()
        yield w.detach().clone()


def polyak(slope: Slope, rates: list[float], momentum: float) -> Walk:
    """W(t+1) = W(t) - λ(t) g + μ (W(t) - W(t-1))."""
    before = now = torch.tensor(OPTIMIZER_START)
    for step, rate in enumerate(rates):
        before, now = now, now - rate * slope(now, step) + momentum * (now - before)
        yield now


def look_ahead(slope: Slope, rates: list[float], momentum: float) -> Walk:
    """v ← μ v - λ g(θ + μ v), θ ← θ + v (Sutskever et al. 2013); seen is the point ahead, θ + μ v."""
    theta, velocity = torch.tensor(OPTIMIZER_START), torch.zeros(len(OPTIMIZER_START), dtype=torch.float64)
    for step, rate in enumerate(rates):
        velocity = momentum * velocity - rate * slope(theta + momentum * velocity, step)
        theta = theta + velocity
        yield theta + momentum * velocity


def weighted_mean(history: list[torch.Tensor], beta: float) -> torch.Tensor:
    """The mean of all gradients there have been, each counting *beta* times the next: a corrected running mean."""
    shares = torch.tensor(beta, dtype=torch.float64) ** torch.arange(len(history) - 1, -1, -1)
    return (shares[:, None] * torch.stack(history)).sum(dim=0) / shares.sum()


def by_sums(
    slope: Slope,
    rates: list[float],
    divisor: Callable[[list[torch.Tensor]], torch.Tensor],
    beta1: float = 0.0,
    weight_decay: float = 0.0,
) -> Walk:
    """W ← (1 - λ decay) W - λ M̂ / √(Ĝ + ε), all from the whole history."""
    w, history = torch.tensor(OPTIMIZER_START), []
    for step, rate in enumerate(rates):
        history.append(slope(w, step))
        mean = weighted_mean(history, beta1) if beta1 else history[-1]
        w = w - rate * weight_decay * w - rate * mean / divisor(history).sqrt()
        yield w


def sum_of_squares(history: list[torch.Tensor], epsilon: float) -> torch.Tensor:
    """Adagrad's G + ε."""
    return (torch.stack(history) ** 2).sum(dim=0) + epsilon


def mean_square(history: list[torch.Tensor], beta: float, epsilon: float, corrected: bool) -> torch.Tensor:
    """Adam's Ĝ + ε; RMSprop's, which is not *corrected* for having started at 0."""
    mean = weighted_mean([gradient**2 for gradient in history], beta)
    return mean * (1 if corrected else 1 - beta ** len(history)) + epsilon


EPSILON, RHO, BETAS, DECAY = 1e-4, 0.9, (0.8, 0.95), 0.1
INSIDE = {"epsilon": EPSILON, "epsilon_placement": "inside"}
ADAM = {"beta1": BETAS[0], "beta2": BETAS[1], "epsilon": EPSILON}
ADAM_SUMS = partial(
    by_sums, beta1=BETAS[0], divisor=partial(mean_square, beta=BETAS[1], epsilon=EPSILON, corrected=True)
)

# name: our class, base rate, settings as ours takes them, who walks.
FORMS: dict[str, tuple[str, float, Settings, Callable[..., Walk]]] = {
    "descent": ("GradientDescent", 0.5, {}, partial(own, optim.SGD)),
    "momentum_outside": ("GradientDescent", 0.1, {"momentum": 0.8}, partial(own, optim.SGD, momentum=0.8)),
    "momentum_inside": (
        "GradientDescent",
        0.1,
        {"momentum": 0.8, "rate_placement": "inside"},
        partial(polyak, momentum=0.8),
    ),
    "nesterov_outside": (
        "GradientDescent",
        0.1,
        {"momentum": 0.8, "nesterov": True},
        partial(own, optim.SGD, momentum=0.8, nesterov=True),
    ),
    "nesterov_inside": (
        "GradientDescent",
        0.1,
        {"momentum": 0.8, "nesterov": True, "rate_placement": "inside"},
        partial(look_ahead, momentum=0.8),
    ),
    "adagrad_outside": ("Adagrad", 0.2, {"epsilon": EPSILON}, partial(own, optim.Adagrad, eps=EPSILON)),
    "adagrad_inside": ("Adagrad", 0.2, INSIDE, partial(by_sums, divisor=partial(sum_of_squares, epsilon=EPSILON))),
    "rmsprop_outside": (
        "RMSprop",
        0.02,
        {"rho": RHO, "epsilon": EPSILON},
        partial(own, optim.RMSprop, alpha=RHO, eps=EPSILON),
    ),
    "rmsprop_inside": (
        "RMSprop",
        0.02,
        {"rho": RHO, **INSIDE},
        partial(by_sums, divisor=partial(mean_square, beta=RHO, epsilon=EPSILON, corrected=False)),
    ),
    "adam_outside": ("Adam", 0.02, ADAM, partial(own, optim.Adam, betas=BETAS, eps=EPSILON)),
    "adam_inside": ("Adam", 0.02, ADAM | INSIDE, ADAM_SUMS),
    "adamw_outside": (
        "AdamW",
        0.02,
        ADAM | {"weight_decay": DECAY},
        partial(own, optim.AdamW, betas=BETAS, eps=EPSILON, weight_decay=DECAY),
    ),
    "adamw_inside": ("AdamW", 0.02, ADAM | INSIDE | {"weight_decay": DECAY}, partial(ADAM_SUMS, weight_decay=DECAY)),
}
# As ours come, without a word about their settings; those of RMSprop are Keras', all others PyTorch's own defaults.
DEFAULTS: dict[str, tuple[str, float, Callable[..., Walk]]] = {
    "descent_as_it_comes": ("GradientDescent", 0.01, partial(own, optim.SGD)),
    "adagrad_as_it_comes": ("Adagrad", 0.01, partial(own, optim.Adagrad)),
    "rmsprop_as_it_comes": ("RMSprop", 0.001, partial(own, optim.RMSprop, alpha=0.9, eps=1e-7)),
    "adam_as_it_comes": ("Adam", 0.001, partial(own, optim.Adam)),
    "adamw_as_it_comes": ("AdamW", 0.001, partial(own, optim.AdamW)),
}
# name: our class, settings as ours takes them beside the base rate, and PyTorch's scheduler.
Scheduler = Callable[[optim.Optimizer], lr_scheduler.LRScheduler]
SCHEDULES: dict[str, tuple[str, Settings, Scheduler]] = {
    "constant": ("Constant", {}, partial(lr_scheduler.ConstantLR, factor=1.0)),
    "step": ("StepDecay", {"every": 30, "factor": 0.5}, partial(lr_scheduler.StepLR, step_size=30, gamma=0.5)),
    "exponential": ("Exponential", {"factor": 0.99}, partial(lr_scheduler.ExponentialLR, gamma=0.99)),
    "inverse_time": (
        "InverseTime",
        {"decay": 0.02},
        partial(lr_scheduler.LambdaLR, lr_lambda=lambda step: 1 / (1 + 0.02 * step)),
    ),
    "cosine": (
        "Cosine",
        {"steps": 150, "floor": 0.001},
        partial(lr_scheduler.CosineAnnealingLR, T_max=150, eta_min=0.001),
    ),
    "warm_up": (
        "WarmUp",
        {"steps": 25, "then": {"schedule": "Exponential", "settings": {"factor": 0.99}}},
        lambda optimizer: lr_scheduler.SequentialLR(
            optimizer,
            [
                lr_scheduler.LinearLR(optimizer, start_factor=1 / 25, total_iters=24),
                lr_scheduler.ExponentialLR(optimizer, gamma=0.99),
            ],
            milestones=[25],
        ),
    ),
}
CLIPPINGS = {"value": ("ByValue", 0.24), "norm": ("ByNorm", 0.39)}


def rates_of(base: float, schedule: str) -> list[float]:
    """The rate of each step by PyTorch's scheduler; a cosine is stopped at its floor, PyTorch's would climb again."""
    _, settings, scheduler = SCHEDULES[schedule]
    optimizer = optim.SGD([nn.Parameter(torch.zeros(1))], lr=base)
    schedules, rates = scheduler(optimizer), []
    for step in range(OPTIMIZER_STEPS):
        rates.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        if schedule != "cosine" or step < settings["steps"]:
            schedules.step()
    return rates


def clipped(slope: Slope, clipping: str) -> Slope:
    """The slope cut by value, by PyTorch; or by norm, without the 1e-6 that PyTorch adds to it."""
    limit = CLIPPINGS[clipping][1]

    def cut(w: torch.Tensor, step: int) -> torch.Tensor:
        gradient = slope(w, step)
        if clipping == "value":
            return gradient.clamp(-limit, limit)
        return gradient * min(1.0, limit / torch.linalg.vector_norm(gradient).item())

    return cut


def settings_of(base: float, schedule: str) -> Settings:
    """What our schedule is made with: the base rate stands in it, or in what comes after warming up."""
    name, settings, _ = SCHEDULES[schedule]
    filled = json.loads(json.dumps(settings))
    (filled["then"]["settings"] if "then" in filled else filled)["rate"] = base
    return {"schedule": name, "settings": filled}


def kept(walk: Walk) -> Arrays:
    """The parameters after some of the steps."""
    points = list(walk)
    return {"parameters": torch.stack([points[step - 1] for step in OPTIMIZER_KEPT]).numpy()}


def clip_cases() -> Iterator[tuple[Case, Arrays]]:
    """One gradient cut by PyTorch's own two functions, above the limit and below."""
    for name, limit in product(("ByValue", "ByNorm"), (0.1, 1.0, 10.0)):
        parameter = nn.Parameter(torch.zeros(9, dtype=torch.float64))
        gradient = drawn((9,), 62) * np.logspace(-3, 1, 9)
        parameter.grad = torch.tensor(gradient)
        cut = nn.utils.clip_grad_value_ if name == "ByValue" else nn.utils.clip_grad_norm_
        cut([parameter], limit)
        case = {"name": f"clip_{name}_{limit:g}", "clip": name, "limit": limit}
        yield case, {"gradient": gradient, "cut": parameter.grad.numpy()}


def cases() -> Iterator[tuple[Case, Arrays]]:
    """Schedules alone, clippings alone, every form with every schedule, every form with every clipping, defaults."""
    for schedule in SCHEDULES:
        rates = np.array(rates_of(0.3, schedule))
        yield {"name": f"rates_{schedule}", "rates": settings_of(0.3, schedule)}, {"rates": rates}
    yield from clip_cases()
    for (name, (kind, base, settings, walk)), schedule in product(FORMS.items(), SCHEDULES):
        case = {"optimizer": kind, "settings": settings, "rate": settings_of(base, schedule), "clip": None}
        yield case | {"name": f"{name}_{schedule}"}, kept(walk(slope=slope, rates=rates_of(base, schedule)))
    for (name, (kind, base, settings, walk)), clipping in product(FORMS.items(), CLIPPINGS):
        case = {"optimizer": kind, "settings": settings, "rate": settings_of(base, "step"), "clip": CLIPPINGS[clipping]}
        found = kept(walk(slope=clipped(slope, clipping), rates=rates_of(base, "step")))
        yield case | {"name": f"{name}_clipped_by_{clipping}"}, found
    for name, (kind, base, walk) in DEFAULTS.items():
        case = {"name": name, "optimizer": kind, "settings": {}, "rate": None, "clip": None}
        yield case, kept(walk(slope=slope, rates=[base] * OPTIMIZER_STEPS))
