"""Numbers that come one by one and are looked at all the time: never copied, thinned if very many."""

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

    def append(self, value: float) -> None:
        """Add *value* at the end."""
        if self._count == self._held.size:
            self._held = np.concatenate((self._held, np.empty(self._count // 4, dtype=self._held.dtype)))
        self._held[self._count] = value
        self._count += 1

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

    def seen(self) -> npt.NDArray[np.float32]:
        """Those kept so far; what comes later stands behind them."""
        return self._kept.seen()
