"""Optimizers: how a step follows from the gradient, in place, on the flat arrays of a network.

Here are what all share and gradient descent; those that scale each weight's step for itself are in
`adaptive`, Newton's method, which needs more than a gradient, in `newton`.
"""

import math
from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any, Literal

import numpy as np

from modern.clipping import Clipping
from modern.errors import SettingError
from modern.graph import FloatArray
from modern.parameters import Parameters
from modern.schedules import Constant, Schedule
from modern.settings import fixed, not_negative, one_of, positive, require_kind, whole

Placement = Literal["outside", "inside"]
PLACEMENTS: tuple[Placement, ...] = ("outside", "inside")
SCRATCH = "_scratch"  # the array that every optimizer may write anything into


class Optimizer(ABC):
    """What all optimizers share: a learning rate, and one network that they serve from the first step on.

    To go on with a copy, copy network and optimizer together: `copy.deepcopy((network, optimizer))`.
    """

    def __init__(self, rate: float | Schedule, *, clip: Clipping | None = None) -> None:
        """*rate* λ: a number, or a schedule, asked anew before each step; *clip* is done before all else."""
        if clip is not None and not isinstance(clip, Clipping):
            raise SettingError(f"clip must be a Clipping or None, got {clip!r}")
        self._schedule: Schedule = rate if callable(rate) else Constant(positive("rate", rate))
        self._clip = clip
        self._parameters: Parameters | None = None
        self._steps = 0

    def __repr__(self) -> str:
        schedule = self._schedule
        settings: dict[str, Any] = {"rate": schedule.rate if isinstance(schedule, Constant) else schedule}
        settings |= {name: value for name, value in vars(self).items() if not name.startswith("_")}
        if self._clip is not None:
            settings["clip"] = self._clip
        return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in settings.items())})"

    @property
    def rate(self) -> float:
        """The learning rate λ of the next step. A number assigned takes the place of schedule or rate."""
        return self._schedule(self._steps)

    @rate.setter
    def rate(self, rate: float) -> None:
        self._schedule = Constant(positive("rate", rate))

    @property
    def schedule(self) -> Schedule:
        """What gives the rate of each step."""
        return self._schedule

    @property
    def clip(self) -> Clipping | None:
        """What is done to a gradient that is too large."""
        return self._clip

    @property
    def steps(self) -> int:
        """How many steps were made since it began or was reset."""
        return self._steps

    @property
    def multiply_adds_per_parameter(self) -> int:
        """What a step costs: each sum, product, quotient, root, or product with its sum, counts as one."""
        return self._multiply_adds() + (self._clip.multiply_adds_per_parameter if self._clip else 0)

    def step(self, parameters: Parameters) -> None:
        """Move *parameters* once, against their gradients; those that do not require any stay.

        Raises SettingError for parameters of a second network and for a schedule that gives no positive rate;
        nothing is moved then. What overflows becomes infinite without a warning.
        """
        with np.errstate(all="ignore"):
            self.move(parameters)

    def move(self, parameters: Parameters) -> None:
        """The same, but numpy may warn of an overflow: for who ignores that already."""
        rate = self._checked_rate()
        if parameters is not self._parameters or parameters is None:
            self._serve(parameters)
        fixed = [(tensor, tensor.data.copy()) for tensor in parameters if not tensor.requires_grad]
        values, gradients = parameters.values, parameters.gradients
        if self._clip is not None:
            self._clip(gradients)
        self._move(values, gradients, rate)
        for tensor, data in fixed:  # momentum and weight decay move also what has no gradient
            tensor.data = data
        self._steps += 1
        parameters.mark_changed()

    def reset(self) -> None:
        """Forget all steps made, and the network."""
        self._parameters = None
        self._steps = 0

    def state(self) -> dict[str, Any]:
        """What is remembered from step to step: how many were made, and by name the arrays (parameters,); copies."""
        return {"steps": self._steps, **{name: array.copy() for name, array in self._remembered().items()}}

    def restore(self, parameters: Parameters, state: Mapping[str, Any]) -> None:
        """Serve *parameters* and go on from what `state` told; SettingError for what another optimizer told."""
        self.reset()
        self._serve(parameters)
        held = self._remembered()
        steps = whole("steps", state.get("steps"), at_least=0)
        if set(state) != {"steps", *held}:
            raise SettingError(f"state must hold steps, {', '.join(held) or 'nothing else'}, got {sorted(state)}")
        for name, array in held.items():
            if getattr(state[name], "shape", None) != array.shape or state[name].dtype != array.dtype:
                raise SettingError(f"{name} must be {array.dtype} of shape {array.shape}, got {state[name]!r}")
        for name, array in held.items():
            array[...] = state[name]
        self._steps = steps

    def _remembered(self) -> dict[str, FloatArray]:
        """The arrays that a step changes and the next one needs, by their plain names; none before the first step."""
        if self._parameters is None:
            return {}
        arrays = {name: value for name, value in vars(self).items() if isinstance(value, np.ndarray)}
        return {name.removeprefix("_"): array for name, array in arrays.items() if name != SCRATCH}

    @abstractmethod
    def _multiply_adds(self) -> int:
        """Of a step, per parameter, clipping apart."""

    @abstractmethod
    def _start(self, values: FloatArray) -> None:
        """Make room for what is remembered from step to step."""

    @abstractmethod
    def _move(self, values: FloatArray, gradients: FloatArray, rate: float) -> None:
        """Change *values* in place; `_steps` have been made before."""

    def _serve(self, parameters: Parameters) -> None:
        require_kind("parameters", parameters, Parameters)
        if self._parameters is not None:
            raise SettingError("an optimizer must serve one network only, got a second; reset() frees it")
        self._start(parameters.values)
        self._parameters = parameters

    def _checked_rate(self) -> float:
        """The rate of the next step, a Python float: numpy's would turn float32 into float64."""
        rate = self._schedule(self._steps)
        if type(rate) is float and 0 < rate < math.inf:
            return rate
        try:
            return positive(f"the rate of step {self._steps} by {self._schedule!r}", rate)
        except SettingError as error:
            raise SettingError(f"{error}: a schedule of more steps, or one with a floor above 0, goes on") from error


class GradientDescent(Optimizer):
    """W ← W - λ ∇f; with momentum μ the slopes of earlier steps carry on, as a velocity V.

    With `rate_placement="outside"`, as PyTorch has it:

        V ← μ V + ∇f          W ← W - λ V             with `nesterov`: W ← W - λ (μ V + ∇f)

    With `rate_placement="inside"`, as Polyak (1964) and Keras have it:

        V ← μ V + λ ∇f        W ← W - V               with `nesterov`: W ← W - (μ V + λ ∇f)

    As long as the rate stays the same, so do the two; when it drops, inside goes on at the old speed for a
    while, outside slows down at once. V starts at 0. `nesterov` looks ahead along V (Sutskever et al. 2013).
    """

    momentum: float = fixed()
    nesterov: bool = fixed()
    rate_placement: Placement = fixed()

    def __init__(
        self,
        rate: float | Schedule = 0.01,
        momentum: float = 0.0,
        nesterov: bool = False,
        rate_placement: Placement = "outside",
        *,
        clip: Clipping | None = None,
    ) -> None:
        """*momentum* μ from 0 to below 1."""
        super().__init__(rate, clip=clip)
        self.momentum = not_negative("momentum", momentum, below=1)
        if not isinstance(nesterov, bool):
            raise SettingError(f"nesterov must be True or False, got {nesterov!r}")
        if nesterov and not self.momentum:
            raise SettingError(f"momentum must be positive for nesterov to look ahead, got {momentum!r}")
        self.nesterov = nesterov
        self.rate_placement = one_of("rate_placement", rate_placement, PLACEMENTS)

    def _multiply_adds(self) -> int:
        if not self.momentum:
            return 1  # W
        return 2 + (self.rate_placement == "inside") + self.nesterov  # V and W: 2; λ ∇f apart: 1; looking ahead: 1

    def _start(self, values: FloatArray) -> None:
        self._velocity, self._scratch = np.zeros_like(values), np.empty_like(values)

    def _move(self, values: FloatArray, gradients: FloatArray, rate: float) -> None:
        if not self.momentum:
            values -= np.multiply(gradients, rate, out=self._scratch)
            return
        outside = self.rate_placement == "outside"
        push = gradients if outside else rate * gradients
        v = self._velocity
        v *= self.momentum
        v += push
        step = self.momentum * v + push if self.nesterov else v
        values -= rate * step if outside else step
