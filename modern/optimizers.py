"""Optimizers: how a step follows from the gradient, in place, on the flat arrays of a network."""

import math
from abc import ABC, abstractmethod
from typing import ClassVar, Literal

import numpy as np

from modern.errors import SettingError
from modern.graph import FloatArray
from modern.parameters import Parameters


class Optimizer(ABC):
    """What all optimizers share: a learning rate, and one network that they serve from the first step on."""

    multiply_adds_per_parameter: ClassVar[int]

    def __init__(self, rate: float) -> None:
        self.rate = rate
        self._parameters: Parameters | None = None

    @property
    def rate(self) -> float:
        """The learning rate λ; it may be changed between steps."""
        return self._rate

    @rate.setter
    def rate(self, rate: float) -> None:
        self._rate = _checked("rate", rate)

    def step(self, parameters: Parameters) -> None:
        """Move *parameters* once, against their gradients."""
        if parameters is not self._parameters:
            if self._parameters is not None:
                raise SettingError("an optimizer must serve one network only, got a second; reset() frees it")
            self._parameters = parameters
            self._start(parameters.values)
        self._move(parameters.values, parameters.gradients)
        parameters.mark_changed()

    def reset(self) -> None:
        """Forget all steps made, and the network."""
        self._parameters = None

    @abstractmethod
    def _start(self, values: FloatArray) -> None:
        """Make room for what is remembered from step to step."""

    @abstractmethod
    def _move(self, values: FloatArray, gradients: FloatArray) -> None:
        """Change *values* in place."""


class GradientDescent(Optimizer):
    """W ← W - λ ∇f."""

    multiply_adds_per_parameter = 1

    def __init__(self, rate: float = 0.01) -> None:
        super().__init__(rate)

    def _start(self, values: FloatArray) -> None:
        self._scratch = np.empty_like(values)

    def _move(self, values: FloatArray, gradients: FloatArray) -> None:
        values -= np.multiply(gradients, self.rate, out=self._scratch)


class Adam(Optimizer):
    """Steps scaled by running means M of the gradient and G of its square (Kingma and Ba 2015).

        M ← β1 M + (1 - β1) ∇f        M̂ = M / (1 - β1^t)
        G ← β2 G + (1 - β2) (∇f)²     Ĝ = G / (1 - β2^t)
        W ← W - λ M̂ / (√Ĝ + ε)

    t counts the steps from 1. With `epsilon_placement="inside"` the last line is W ← W - λ M̂ / √(Ĝ + ε), the
    other of the two forms the lecture shows; "outside" is what the libraries do.
    """

    multiply_adds_per_parameter = 7  # M: 1; G: 2; root, sum with ε, quotient: 3; W: 1

    def __init__(
        self,
        rate: float = 0.001,
        beta1: float = 0.9,
        beta2: float = 0.999,
        epsilon: float = 1e-8,
        epsilon_placement: Literal["outside", "inside"] = "outside",
    ) -> None:
        super().__init__(rate)
        self.beta1 = _checked("beta1", beta1, zero_allowed=True, below=1)
        self.beta2 = _checked("beta2", beta2, zero_allowed=True, below=1)
        self.epsilon = _checked("epsilon", epsilon)  # at 0 a weight without gradient would divide 0 by 0
        if epsilon_placement not in ("outside", "inside"):
            raise SettingError(f"epsilon_placement must be 'outside' or 'inside', got {epsilon_placement!r}")
        self.epsilon_placement = epsilon_placement

    def _start(self, values: FloatArray) -> None:
        self._steps = 0
        self._m, self._g, self._scratch = np.zeros_like(values), np.zeros_like(values), np.empty_like(values)

    def _move(self, values: FloatArray, gradients: FloatArray) -> None:
        # Kept are m = M / (1 - β1) and g = G / (1 - β2): the factors then join the step's, two passes fewer.
        m, g, scratch = self._m, self._g, self._scratch
        self._steps += 1
        m_factor = (1 - self.beta1) / (1 - self.beta1**self._steps)  # M̂ = m_factor m
        g_factor = (1 - self.beta2) / (1 - self.beta2**self._steps)  # Ĝ = g_factor g
        m *= self.beta1
        m += gradients
        g *= self.beta2
        g += np.multiply(gradients, gradients, out=scratch)
        if self.epsilon_placement == "outside":
            np.sqrt(g, out=scratch)
            scratch += self.epsilon / math.sqrt(g_factor)
        else:
            np.add(g, self.epsilon / g_factor, out=scratch)
            np.sqrt(scratch, out=scratch)
        np.divide(m, scratch, out=scratch)
        scratch *= self.rate * m_factor / math.sqrt(g_factor)
        values -= scratch


def _checked(name: str, value: float, *, zero_allowed: bool = False, below: float = math.inf) -> float:
    """*value*, which must be positive (or zero where allowed) and smaller than *below*."""
    if not (0 <= value < below and (value > 0 or zero_allowed)):
        rule = "at least 0" if zero_allowed else "positive"
        bound = "finite" if below == math.inf else f"below {below}"
        raise SettingError(f"{name} must be {rule} and {bound}, got {value!r}")
    return value
