"""What of a network can be changed while it runs: which values are offered, in which order, and how they are called."""

from dataclasses import replace

from perceptron_sim.experiments.optimizer_race import USUAL_RATES
from perceptron_sim.network_losses import LOSSES
from perceptron_sim.network_spec import OPTIMIZERS, NetworkSpec

NAMES = ("depth", "width", "activation", "loss", "optimizer", "rate", "batch")
MOST_DEPTH = 4
WIDTHS = (2, 4, 8, 16, 32, 64, 128, 256)
USUAL_WIDTH = 64
RATES = tuple(digit * 10.0**power for power in range(-5, 1) for digit in (1, 2, 5))
BATCHES = (1, 2, 4, 8, 16, 32, 64, 128, 256)
# Those that pass a slope on: a step or a sign stops all learning before it.
ACTIVATIONS = ("relu", "leaky_relu", "soft_relu", "tanh", "sigmoid", "elu", "selu", "gelu", "silu", "linear")
CALLED = {
    "relu": "ReLU",
    "leaky_relu": "leaky ReLU",
    "soft_relu": "soft ReLU",
    "elu": "ELU",
    "selu": "SELU",
    "gelu": "GELU",
    "gelu_tanh": "GELU (tanh)",
    "silu": "SiLU",
    "hard_sigmoid": "hard sigmoid",
    "adam": "Adam",
    "adamw": "AdamW",
    "adagrad": "Adagrad",
    "rmsprop": "RMSprop",
    "nesterov": "Nesterov",
    "newton": "Newton",
}


def called(name: str) -> str:
    """What people call it: "leaky ReLU" for "leaky_relu"."""
    return CALLED.get(name, name.replace("binary-cross-entropy", "binary cross-entropy").replace("-error", " error"))


def optimizer_called(name: str) -> str:
    """As `called`, "gradient descent" in two words."""
    return called(name).replace("-", " ")


def in_words(spec: NetworkSpec, name: str) -> str:
    """The value of the setting *name*, as it is shown; a dash where the network has no use for it."""
    match name:
        case "depth":
            return str(len(spec.hidden)) if spec.hidden else "none"
        case "width":
            widths = sorted(set(spec.hidden))
            return "–" if not widths else str(widths[0]) if len(widths) == 1 else ", ".join(map(str, spec.hidden))
        case "activation":
            return called(spec.activation) if spec.hidden or spec.filters else "–"
        case "optimizer":
            return optimizer_called(spec.optimizer)
        case "rate" | "batch":
            return f"{getattr(spec, name):g}"
    return called(str(getattr(spec, name)))


def changed(spec: NetworkSpec, name: str, step: int, images: int) -> NetworkSpec | None:
    """*spec* with the setting *name* one *step* on (+1) or back (-1); None where there is nothing further.

    *images* is how many are taught: a batch holds no more. Another optimizer comes with its usual rate.
    """
    match name:
        case "depth":
            depth = len(spec.hidden) + step
            width = spec.hidden[-1] if spec.hidden else USUAL_WIDTH
            hidden = spec.hidden[:depth] if step < 0 else (*spec.hidden, width)
            return replace(spec, hidden=hidden) if 0 <= depth <= MOST_DEPTH else None
        case "width":
            wide = _next(WIDTHS, max(spec.hidden), step) if spec.hidden else None
            return None if wide is None else replace(spec, hidden=(int(wide),) * len(spec.hidden))
        case "rate":
            rate = _next(RATES, spec.rate, step)
            return None if rate is None else replace(spec, rate=float(f"{rate:.0e}"))
        case "batch":
            batch = _next(tuple(one for one in BATCHES if one <= images), spec.batch, step)
            return None if batch is None else replace(spec, batch=int(batch))
        case "activation":
            return replace(spec, activation=_turned(ACTIVATIONS, spec.activation, step)) if _bends(spec) else None
        case "loss":
            return replace(spec, loss=_turned(tuple(LOSSES), spec.loss, step))
    optimizer = _turned(tuple(OPTIMIZERS), spec.optimizer, step)
    return replace(spec, optimizer=optimizer, rate=USUAL_RATES[optimizer])


def effect(spec: NetworkSpec, changed_to: NetworkSpec) -> str:
    """What happens to the weights when *spec* becomes *changed_to*."""
    return "the weights stay" if changed_to.same_shape(spec) else "the network begins again"


def _bends(spec: NetworkSpec) -> bool:
    return bool(spec.hidden or spec.filters)


def _next(ladder: tuple[float, ...], value: float, step: int) -> float | None:
    """The rung next to *value*, which may stand between two."""
    margin = 1e-9 * value
    if step > 0:
        return next((rung for rung in ladder if rung > value + margin), None)
    return next((rung for rung in reversed(ladder) if rung < value - margin), None)


def _turned(names: tuple[str, ...], name: str, step: int) -> str:
    """The name after (or before) *name*, round and round."""
    return names[(names.index(name) + step) % len(names)] if name in names else names[0]
