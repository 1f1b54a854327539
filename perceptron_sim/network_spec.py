"""What a network is: its layers, its activation, and how it learns."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from modern import (
    Adagrad,
    Adam,
    AdamW,
    Conv2D,
    Dense,
    Flatten,
    GradientDescent,
    Layer,
    MaxPool,
    ModernError,
    Optimizer,
    Reshape,
    RMSprop,
    activation_named,
    parameter_count,
    uniform,
)
from perceptron_sim.errors import SettingError
from perceptron_sim.experiments.settings import check_settings, setting
from perceptron_sim.network_losses import LOSSES

MOST_WEIGHTS = 10_000_000  # with what Adam keeps of each, 160 MB
MOMENTUM = 0.9  # of both optimizers that have one; the usual choice
OPTIMIZERS: dict[str, Callable[[float], Optimizer]] = {
    "adam": Adam,
    "gradient-descent": GradientDescent,
    "momentum": partial(GradientDescent, momentum=MOMENTUM),
    "nesterov": partial(GradientDescent, momentum=MOMENTUM, nesterov=True),
    "adagrad": Adagrad,
    "rmsprop": RMSprop,
    "adamw": AdamW,
}
POOLS = ("none", "2x2", "whole")


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkSpec:
    """A network on the cells of the retina, taught by showing.

    Filters keep the size of the image, are followed by the activation and the pool, and come before the *hidden*
    layers; the outputs, one for each class, come last. Initial weights of the dense layers are uniform in
    ±*initial_limit*; the smaller, the sooner what is learned shows in their pictures. With a *batch* of several the
    network answers each image, and learns from all of them when the last is shown.
    """

    hidden: tuple[int, ...] = setting((64,), "widths of the hidden layers; an empty list for none", least=1)
    activation: str = setting("relu", "activation of hidden layers and filters, by its name")
    rate: float = setting(0.001, "learning rate of the optimizer")
    initial_limit: float = setting(0.05, "initial weights of dense layers are uniform within this of 0")
    optimizer: str = setting("adam", "how weights are changed", choices=tuple(OPTIMIZERS))
    filters: int = setting(0, "filters of a convolutional layer before the hidden ones; 0 for none", least=0, most=512)
    filter_cells: int = setting(5, "cells along a side of a filter; an odd number", least=1, most=99)
    pool: str = setting("2x2", "kept of what filters answer: all, the greatest of 2 x 2, of all", choices=POOLS)
    loss: str = setting("cross-entropy", "what is made small", choices=tuple(LOSSES))
    batch: int = setting(1, "images that are gathered for one step of the optimizer", least=1, most=4096)

    def __post_init__(self) -> None:
        check_settings(self, "NetworkSpec.")
        try:
            activation_named(self.activation)
        except ModernError as error:
            raise SettingError(f"NetworkSpec.{error}") from error
        for name in ("rate", "initial_limit"):
            if getattr(self, name) <= 0:
                raise SettingError(f"NetworkSpec.{name} must be positive, got {getattr(self, name)!r}")
        if self.filter_cells % 2 == 0:
            raise SettingError(f"NetworkSpec.filter_cells must be an odd number, got {self.filter_cells!r}")

    def layers(self, shape: tuple[int, int], classes: int) -> list[Layer]:
        """The layers for images of *shape*, each in a row, not placed yet; SettingError for too many weights."""
        weights = partial(uniform, limit=self.initial_limit)
        dense = [Dense(width, self.activation, weights=weights) for width in self.hidden]
        if self.filters and self.pool == "whole" and shape[0] != shape[1]:
            rows, columns = shape
            raise SettingError(f"NetworkSpec.pool must be none or 2x2 for {rows} x {columns} cells, got {self.pool!r}")
        layers = [*self._seeing(shape), *dense, Dense(classes, weights=weights)]
        try:
            count = parameter_count(layers, (shape[0] * shape[1],))
        except ModernError as error:
            raise SettingError(f"NetworkSpec must fit images of {shape[0]} x {shape[1]} cells: {error}") from error
        if count > MOST_WEIGHTS:
            raise SettingError(f"NetworkSpec must need at most {MOST_WEIGHTS} weights, got {count}")
        return layers

    def same_shape(self, other: "NetworkSpec") -> bool:
        """Whether a network of this kind has room for the weights of one of the *other* kind, number by number."""
        alike = all(getattr(self, name) == getattr(other, name) for name in ("hidden", "filters"))
        seeing = all(getattr(self, name) == getattr(other, name) for name in ("filter_cells", "pool"))
        return alike and (seeing or not self.filters)

    def new_optimizer(self) -> Optimizer:
        """The optimizer as it begins."""
        return OPTIMIZERS[self.optimizer](self.rate)

    def _seeing(self, shape: tuple[int, int]) -> list[Layer]:
        """What comes before the dense layers: filters and their pool, or nothing."""
        if not self.filters:
            return []
        same_size = (self.filter_cells - 1) // 2
        layers: list[Layer] = [
            Reshape((1, *shape)),
            Conv2D(self.filters, self.filter_cells, padding=same_size, activation=self.activation),
        ]
        if self.pool != "none":
            layers.append(MaxPool(2 if self.pool == "2x2" else shape[0]))
        return [*layers, Flatten()]
