"""Schedules: how the learning rate λ changes from step to step, each a function of the steps made so far.

An optimizer takes one in place of a rate; any other function of the step will do as well. t counts from 0:
the first step is made at the rate of t = 0.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

from modern.errors import SettingError
from modern.settings import not_negative, positive, whole

Schedule = Callable[[int], float]


@dataclass(frozen=True, slots=True)
class Constant:
    """λ_t = λ."""

    rate: float

    def __post_init__(self) -> None:
        positive("rate", self.rate)

    def __call__(self, step: int) -> float:
        """The same rate at every *step*."""
        return self.rate


@dataclass(frozen=True, slots=True)
class StepDecay:
    """λ_t = λ factor^⌊t / every⌋: the rate drops by *factor* each time *every* steps are over."""

    rate: float
    every: int  # steps
    factor: float

    def __post_init__(self) -> None:
        positive("rate", self.rate)
        whole("every", self.every)
        positive("factor", self.factor, at_most=1)

    def __call__(self, step: int) -> float:
        """The rate of *step*, counted from 0."""
        return self.rate * self.factor ** (step // self.every)


@dataclass(frozen=True, slots=True)
class Exponential:
    """λ_t = λ factor^t: every step's rate is the last one's times *factor*."""

    rate: float
    factor: float

    def __post_init__(self) -> None:
        positive("rate", self.rate)
        positive("factor", self.factor, at_most=1)

    def __call__(self, step: int) -> float:
        """The rate of *step*, counted from 0."""
        return self.rate * self.factor**step


@dataclass(frozen=True, slots=True)
class InverseTime:
    """λ_t = λ / (1 + decay t): the `decay` in the signatures that the lecture quotes from Keras."""

    rate: float
    decay: float  # per step

    def __post_init__(self) -> None:
        positive("rate", self.rate)
        not_negative("decay", self.decay)

    def __call__(self, step: int) -> float:
        """The rate of *step*, counted from 0."""
        return self.rate / (1 + self.decay * step)


@dataclass(frozen=True, slots=True)
class Cosine:
    """λ_t = floor + (λ - floor) (1 + cos(π t / steps)) / 2: half a wave down, then the floor for good.

    (Loshchilov and Hutter 2017, without restarts.) On a floor of 0 an optimizer cannot go on: it says so once
    *steps* are over.
    """

    rate: float
    steps: int
    floor: float = 0.0

    def __post_init__(self) -> None:
        positive("rate", self.rate)
        whole("steps", self.steps)
        not_negative("floor", self.floor, at_most=self.rate)

    def __call__(self, step: int) -> float:
        """The rate of *step*, counted from 0."""
        if step >= self.steps:
            return self.floor
        return self.floor + (self.rate - self.floor) * (1 + math.cos(math.pi * step / self.steps)) / 2


@dataclass(frozen=True, slots=True)
class WarmUp:
    """λ_t = then(0) (t + 1) / steps while t < steps: up in equal strides. After it *then* starts, at its own 0."""

    steps: int
    then: Schedule

    def __post_init__(self) -> None:
        whole("steps", self.steps)
        if not callable(self.then):
            raise SettingError(f"then must be a schedule, got {self.then!r}")

    def __call__(self, step: int) -> float:
        """The rate of *step*, counted from 0."""
        if step >= self.steps:
            return self.then(step - self.steps)
        return self.then(0) * (step + 1) / self.steps
