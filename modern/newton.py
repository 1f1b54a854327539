"""Newton's method with the exact Hessian, for networks small enough to look at: it says what it met at each step."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from modern.curvature import Curvature
from modern.derivatives import slopes_and_hessian
from modern.errors import SettingError
from modern.graph import FloatArray, no_grad
from modern.parameters import Parameters
from modern.settings import fixed, not_negative, positive, require_kind
from modern.tensor import Tensor, require_finite

Objective = Callable[[], Tensor]
Damping = float | Literal["automatic"]

SUFFICIENT_SHARE = 1e-4  # of the decrease that slope and rate promise (Nocedal and Wright 2006, eq. 3.4)
MOST_HALVINGS = 40  # of the rate, in a line search
MOST_PARAMETERS = 4000  # the Hessian of so many fills 128 MB, and its eigenvalues take about a minute
ROUNDING = 4  # units in the last place by which a loss that did not change may seem to rise


@dataclass(frozen=True, slots=True)
class NewtonStep:
    """What one step met and did. The eigenvalues are curvatures of the loss, before any damping."""

    loss_before: float
    loss: float  # after it
    gradient_norm: float  # before it
    smallest_eigenvalue: float
    largest_eigenvalue: float
    positive_definite: bool
    damping: float  # added to the diagonal of the Hessian
    rate: float  # λ, as used; 0 where nothing was moved
    sentence: str  # what happened, in words


class Newton:
    """W ← W - λ [Hf + damping I]⁻¹ ∇f, with the exact Hessian Hf of the loss f.

    Undamped it makes for the point where the fitted paraboloid is level: the bottom of a bowl where Hf is positive
    definite, but a saddle or a top where it is not, and the result says so. Where Hf is singular there is no such
    point, and a SettingError says what helps. `damping="automatic"` adds nothing where Hf is positive definite;
    elsewhere it lifts all curvatures until the lowest is as far above 0 as it was below.

    The line search starts at λ and halves it until the loss falls by at least 1e-4 of what the slope promises
    (Armijo's rule), 40 times at most. Where it cannot descend, nothing is moved and the result says why; without
    it the formula has its way.
    """

    rate: float = fixed()
    damping: Damping = fixed()
    line_search: bool = fixed()

    def __init__(self, rate: float = 1.0, damping: Damping = 0.0, line_search: bool = True) -> None:
        """*damping* a number from 0 up, or "automatic"."""
        if not isinstance(line_search, bool):
            raise SettingError(f"line_search must be True or False, got {line_search!r}")
        if isinstance(damping, str) and damping != "automatic":
            raise SettingError(f"damping must be a number or 'automatic', got {damping!r}")
        self.rate = positive("rate", rate)
        self.damping = damping if isinstance(damping, str) else not_negative("damping", damping)
        self.line_search = line_search

    def __repr__(self) -> str:
        return f"Newton(rate={self.rate!r}, damping={self.damping!r}, line_search={self.line_search!r})"

    def step(self, parameters: Parameters, objective: Objective) -> NewtonStep:
        """Move *parameters* once; `objective()` computes the loss, one number, from what they are at the time.

        Fixed parameters stay. Raises SettingError, with nothing moved, where none is to be learned or more than 4000
        are, where the loss or a derivative of it is not finite, and where the Hessian, damping included, is singular.
        """
        if not callable(objective):
            raise SettingError(f"objective must be a function that gives the loss, got {objective!r}")
        learned = _learned(parameters)
        with np.errstate(all="ignore"):
            before, slopes, curvature = _surface(objective, learned)
            damping = curvature.automatic_damping() if isinstance(self.damping, str) else self.damping
            move = curvature.newton_direction(slopes, damping)
            rate, loss, outcome = self._walk(parameters, objective, before, move, float(slopes @ move))
        return NewtonStep(
            loss_before=before,
            loss=loss,
            gradient_norm=float(np.linalg.norm(slopes)),
            smallest_eigenvalue=curvature.smallest,
            largest_eigenvalue=curvature.largest,
            positive_definite=curvature.kind == "positive definite",
            damping=damping,
            rate=rate,
            sentence=f"{curvature.sentence(damping)} {outcome}",
        )

    def _walk(
        self, parameters: Parameters, objective: Objective, before: float, move: FloatArray, slope: float
    ) -> tuple[float, float, str]:
        """Go along *move*, on which the loss *before* has *slope*: the rate used, the loss then, and words for it."""
        start = parameters.values.copy()
        way = np.zeros(start.shape)
        way[np.concatenate([np.full(tensor.size, tensor.requires_grad) for tensor in parameters])] = move
        slack = ROUNDING * float(np.finfo(start.dtype).eps) * abs(before)
        rates = self._rates(slope) if move.any() else []
        accepted = False
        try:
            for rate in rates:
                parameters.values = start + rate * way
                with no_grad():
                    loss = objective().item()
                accepted = not self.line_search or loss <= before + SUFFICIENT_SHARE * rate * slope + slack
                if accepted:
                    return rate, loss, self._change(before, loss, rate, slack)
        finally:
            if not accepted:
                parameters.values = start
        return 0.0, before, self._halt(rates, slope)

    def _rates(self, slope: float) -> list[float]:
        """The rates to try, largest first, in a direction of that *slope*."""
        if not self.line_search:
            return [self.rate]
        return [self.rate / 2**halvings for halvings in range(MOST_HALVINGS + 1)] if slope < 0 else []

    def _halt(self, rates: list[float], slope: float) -> str:
        """Why nothing was moved."""
        if rates:
            return f"No rate from {rates[0]:g} down to {rates[-1]:.1g} lowered the loss: nothing was moved."
        if slope:
            return "That way leads uphill, so no rate lowers the loss: nothing was moved; more damping would help."
        return "But the slope is 0 here, or the way level: nothing was moved."

    def _change(self, before: float, loss: float, rate: float, slack: float) -> str:
        """What the step did to the loss."""
        if not np.isfinite(loss):
            return f"The loss was {before:.6g} and is {loss} now: the step went too far."
        if abs(loss - before) <= slack:
            return f"The loss stays at {before:.6g}, within rounding."
        if loss > before:
            return f"The loss rose from {before:.6g} to {loss:.6g}; a line search would not have allowed it."
        at = f", at rate {rate:g} as larger ones went too far" if rate < self.rate else ""
        return f"The loss fell from {before:.6g} to {loss:.6g}{at}."


def _learned(parameters: Parameters) -> list[Tensor]:
    """Those of *parameters* that are not fixed: at least one, and few enough for their Hessian."""
    require_kind("parameters", parameters, Parameters)
    learned = [tensor for tensor in parameters if tensor.requires_grad]
    if not learned:
        raise SettingError("parameters must have one that requires a gradient, got none")
    count = sum(tensor.size for tensor in learned)
    if count > MOST_PARAMETERS:
        raise SettingError(
            f"parameters must be {MOST_PARAMETERS} at most for Newton's method, got {count}: "
            f"their Hessian would hold {count**2:.2g} numbers"
        )
    return learned


def _surface(objective: Objective, learned: list[Tensor]) -> tuple[float, FloatArray, Curvature]:
    """Loss, slopes (n,) and curvature, in float64, by the n values of *learned*; all must be finite."""
    output = objective()
    if not isinstance(output, Tensor):
        raise SettingError(f"objective must give a Tensor, got {type(output).__name__}")
    slopes, matrix = slopes_and_hessian(output, learned)
    for name, array in (("loss", output.data), ("gradient", slopes), ("Hessian", matrix)):
        require_finite(name, array)
    return output.item(), slopes.astype(np.float64), Curvature(matrix)
