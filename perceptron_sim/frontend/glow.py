"""Filaments: a lamp's light follows its current, rising in about 80 ms of the machine's time and fading in 160 ms."""

import numpy as np
import numpy.typing as npt

RISE_S, FALL_S = 0.080 / 3, 0.160 / 3  # time constants: three of them make the whole


class Filaments:
    """The brightness, 0..1, of a row of lamps, all dark at first."""

    def __init__(self) -> None:
        self._levels = np.zeros(1, dtype=np.float32)

    def follow(self, target: npt.NDArray[np.generic], elapsed_s: float) -> npt.NDArray[np.float32]:
        """Let *elapsed_s* pass with the lamps driven to *target* (lamps,), 0..1; return their brightness."""
        wanted = np.fmin(np.fmax(target.astype(np.float32), 0.0), 1.0)  # NaN is dark
        time_constant_s = np.where(wanted > self._levels, RISE_S, FALL_S)
        self._levels = wanted + (self._levels - wanted) * np.exp(-elapsed_s / time_constant_s).astype(np.float32)
        return self._levels
