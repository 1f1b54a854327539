"""Numbers that come one by one and are looked at all the time: never copied, thinned if very many."""

from copy import copy
from typing import Any

import numpy as np
import numpy.typing as npt

FIRST_ROOM = 1024  # numbers of a series; it grows by a quarter when it is full
MOST_OF_CURVE = 2**15  # points; then every other one is left out


class Series:
    """Numbers that come one by one; what is seen of them is read-only and is never copied."""

    def __init__(self, kind: type[np.generic]) -> None:
        self._held = np.empty(FIRST_ROOM, dtype=kind)
        self._count = 0

    @classmethod
    def of(cls, values: npt.NDArray[Any]) -> "Series":
        """One that begins with *values* (n,), which are never written to."""
        series = cls(values.dtype.type)
        series._held, series._count = values, values.size
        return series

    def append(self, value: float) -> None:
        """Add *value* at the end."""
        if self._count == self._held.size:  # full, or another's
            room = max(self._count // 4, FIRST_ROOM)
            self._held = np.concatenate((self._held, np.empty(room, dtype=self._held.dtype)))
        self._held[self._count] = value
        self._count += 1

    def fork(self) -> "Series":
        """Another that begins with the same numbers; what either adds the other does not see."""
        fork = copy(self)
        fork._held = self.seen()
        return fork

    def seen(self) -> npt.NDArray[Any]:
        """All so far (n,); what comes later stands behind them."""
        seen = self._held[: self._count]
        seen.flags.writeable = False
        return seen


class Curve:
    """As a series, of MOST_OF_CURVE numbers at most: of a longer one every 2nd, then every 4th is kept, and so on."""

    def __init__(self) -> None:
        self._kept, self._count, self.every = Series(np.float32), 0, 1
        self.latest = 0.0

    @classmethod
    def of(cls, values: npt.NDArray[np.float64]) -> "Curve":
        """What comes of adding all of *values* (n,)."""
        curve = cls()
        curve._count, curve.latest = values.size, float(values[-1]) if values.size else 0.0
        while curve._count >= MOST_OF_CURVE * curve.every:
            curve.every *= 2
        curve._kept = Series.of(values[:: curve.every].astype(np.float32))
        return curve

    def append(self, value: float) -> None:
        """Add *value* at the end."""
        self.latest = value
        if self._count % self.every == 0:
            self._kept.append(value)
        self._count += 1
        if self._count == MOST_OF_CURVE * self.every:
            kept, self._kept, self.every = self._kept.seen(), Series(np.float32), 2 * self.every
            for each in kept[::2].tolist():
                self._kept.append(each)

    def fork(self) -> "Curve":
        """Another that begins with the same numbers; what either adds the other does not see."""
        fork = copy(self)
        fork._kept = self._kept.fork()
        return fork

    def seen(self) -> npt.NDArray[np.float32]:
        """Those kept so far; what comes later stands behind them."""
        return self._kept.seen()
