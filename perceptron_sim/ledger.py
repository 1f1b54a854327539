"""The score: what each learner has been shown, got wrong and spent since its weights were last cleared."""

import math
from collections import deque
from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any, overload

import numpy as np
import numpy.typing as npt

from perceptron_sim.learner import Trial
from perceptron_sim.series import Curve, Series

SUMMED = ("simulated_s", "motor_s", "turned_deg", "relay_operations", "multiply_adds", "energy_j", "wall_s")


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """One learner's account. recent is the share right in the last pass's worth of exposures, None before the first.

    held_out is the share of the unseen set named rightly after the last full pass; None before, or if there is none.
    errorless_pass is the first pass through all that is taught without an error. curve is *recent* after every
    *curve_every*-th exposure, from the first on: after each, but in very long courses. right (exposures,) says whether
    each was right, pass_ends (passes,) how many exposures there had been at the end of each pass, which may be through
    a part of what is taught. Arrays are read-only.
    """

    exposures: int
    errors: int
    recent: float | None
    held_out: float | None
    passes: int
    errorless_pass: int | None
    last: Trial | None
    curve: npt.NDArray[np.float32]
    curve_every: int = 1
    right: npt.NDArray[np.bool_]
    pass_ends: npt.NDArray[np.int32]
    simulated_s: float
    motor_s: float
    turned_deg: float
    relay_operations: int
    multiply_adds: int
    energy_j: float
    wall_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PassResult:
    """One pass through what is taught: by learner, errors and the share of the unseen set, if any, named rightly."""

    number: int
    errors: dict[str, int]
    held_out: dict[str, float]


class Passes:
    """The results of the passes of *learners*, kept in a few bytes each."""

    def __init__(self, learners: tuple[str, ...]) -> None:
        self._learners = learners
        self._errors = {name: Series(np.int32) for name in learners}
        self._held_out = {name: Series(np.float64) for name in learners}  # NaN where nothing was unseen
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def add(self, result: PassResult) -> None:
        """Enter the next pass."""
        self._count += 1
        for name in self._learners:
            self._errors[name].append(result.errors[name])
            self._held_out[name].append(result.held_out.get(name, math.nan))

    def state(self) -> dict[str, dict[str, npt.NDArray[Any]]]:
        """All of them, as arrays (passes,) by learner."""
        errors = {name: series.seen() for name, series in self._errors.items()}
        return {"errors": errors, "held_out": {name: series.seen() for name, series in self._held_out.items()}}

    @classmethod
    def restored(cls, state: Mapping[str, Mapping[str, npt.NDArray[Any]]]) -> "Passes":
        """The results that `state` told of."""
        passes = cls(tuple(state["errors"]))
        passes._errors = {name: Series.of(values) for name, values in state["errors"].items()}
        passes._held_out = {name: Series.of(values) for name, values in state["held_out"].items()}
        passes._count = next(iter(state["errors"].values())).size
        return passes

    def fork(self) -> "Passes":
        """Another that goes on from here by itself."""
        fork = copy(self)
        fork._errors = {name: series.fork() for name, series in self._errors.items()}
        fork._held_out = {name: series.fork() for name, series in self._held_out.items()}
        return fork

    def seen(self) -> "PassesSeen":
        """All so far; what comes later stands behind them."""
        errors = {name: series.seen() for name, series in self._errors.items()}
        return PassesSeen(errors, {name: series.seen() for name, series in self._held_out.items()}, self._count)


class PassesSeen(Sequence[PassResult]):
    """The first *count* passes of a course, each made when it is asked for."""

    def __init__(
        self, errors: dict[str, npt.NDArray[np.int32]], held_out: dict[str, npt.NDArray[np.float64]], count: int
    ) -> None:
        self._errors, self._held_out, self._count = errors, held_out, count

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, index: int) -> PassResult: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[PassResult, ...]: ...
    def __getitem__(self, index: int | slice) -> PassResult | tuple[PassResult, ...]:
        numbers = range(self._count)[index]
        return self._result(numbers) if isinstance(numbers, int) else tuple(map(self._result, numbers))

    def _result(self, index: int) -> PassResult:
        errors = {name: int(series[index]) for name, series in self._errors.items()}
        held_out = {name: float(series[index]) for name, series in self._held_out.items()}
        known = {name: share for name, share in held_out.items() if not math.isnan(share)}
        return PassResult(number=index + 1, errors=errors, held_out=known)


class Account:
    """The running score of one learner; the last *window* exposures count as recent."""

    def __init__(self, window: int) -> None:
        self._recent: deque[bool] = deque(maxlen=window)
        self._recent_right = 0
        self._curve, self._right, self._pass_ends = Curve(), Series(np.bool_), Series(np.int32)
        self._sums = dict.fromkeys(SUMMED, 0.0)
        self._exposures = self._errors = self._errors_before_pass = self._passes = 0
        self._last: Trial | None = None
        self._held_out: float | None = None
        self.errorless_pass: int | None = None

    def fork(self) -> "Account":
        """Another that goes on from here by itself."""
        fork = copy(self)
        fork._recent, fork._sums = self._recent.copy(), self._sums.copy()
        fork._curve, fork._right, fork._pass_ends = self._curve.fork(), self._right.fork(), self._pass_ends.fork()
        return fork

    def state(self) -> dict[str, Any]:
        """All that it depends on, but for the window."""
        return {
            "right": self._right.seen(),
            "pass_ends": self._pass_ends.seen(),
            "sums": dict(self._sums),
            "last": self._last,
            "held_out": self._held_out,
            "errorless_pass": self.errorless_pass,
        }

    @classmethod
    def restored(cls, window: int, state: Mapping[str, Any]) -> "Account":
        """The account of the last *window* exposures that `state` told of."""
        account, right, pass_ends = cls(window), state["right"], state["pass_ends"]
        rights = np.concatenate(([0], np.cumsum(right)))
        begun = np.maximum(np.arange(1, right.size + 1) - window, 0)
        recent = rights[1:] - rights[begun]
        account._recent.extend(right[-window:].tolist())
        account._recent_right = int(recent[-1]) if right.size else 0
        account._curve = Curve.of(recent / (np.arange(1, right.size + 1) - begun))
        account._right, account._pass_ends = Series.of(right), Series.of(pass_ends)
        account._exposures, account._passes = right.size, pass_ends.size
        account._errors = right.size - int(rights[-1])
        closed = int(pass_ends[-1]) if pass_ends.size else 0
        account._errors_before_pass = closed - int(rights[closed])
        account._sums, account._last = dict(state["sums"]), state["last"]
        account._held_out, account.errorless_pass = state["held_out"], state["errorless_pass"]
        return account

    def add(self, trial: Trial) -> None:
        """Enter one exposure."""
        if len(self._recent) == self._recent.maxlen:
            self._recent_right -= self._recent[0]
        self._recent.append(trial.right)
        self._recent_right += trial.right
        self._curve.append(self._recent_right / len(self._recent))
        self._right.append(trial.right)
        self._exposures += 1
        self._errors += not trial.right
        self._last = trial
        for name in SUMMED:
            self._sums[name] += getattr(trial, name)

    def close_pass(self, held_out: float | None, *, of_all: bool = True) -> int:
        """End a pass through the stimuli, *of_all* or some of them; return its errors."""
        errors = self._errors - self._errors_before_pass
        self._errors_before_pass = self._errors
        self._passes += 1
        self._pass_ends.append(self._exposures)
        self._held_out = held_out
        if errors == 0 and of_all and self.errorless_pass is None:
            self.errorless_pass = self._passes
        return errors

    def score(self) -> Score:
        """The account as it stands."""
        curve, sums = self._curve, self._sums
        return Score(
            exposures=self._exposures,
            errors=self._errors,
            recent=curve.latest if self._exposures else None,
            held_out=self._held_out,
            passes=self._passes,
            errorless_pass=self.errorless_pass,
            last=self._last,
            curve=curve.seen(),
            curve_every=curve.every,
            right=self._right.seen(),
            pass_ends=self._pass_ends.seen(),
            simulated_s=sums["simulated_s"],
            motor_s=sums["motor_s"],
            turned_deg=sums["turned_deg"],
            relay_operations=int(sums["relay_operations"]),
            multiply_adds=int(sums["multiply_adds"]),
            energy_j=sums["energy_j"],
            wall_s=sums["wall_s"],
        )
