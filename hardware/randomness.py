"""One seed, one generator per purpose: switching one source of chance on never changes another's draws."""

import math
from enum import IntEnum

import numpy as np

from hardware.arrays import FloatArray
from hardware.errors import SpecError, shown


class Purpose(IntEnum):
    """What chance is used for. The numbers are part of every seeded result: never renumber them."""

    WIRING = 0
    CELL_TOLERANCES = 1
    RELAY_TOLERANCES = 2
    MOTOR_TOLERANCES = 3
    ASSOCIATION_TOLERANCES = 4
    MOTOR_ASYMMETRY = 5
    WIPER_NOISE = 6
    AMPLIFIER_NOISE = 7
    TIES = 8
    HAND = 9
    ORDER = 10
    FAILURES = 11


def generator(seed: int, purpose: Purpose) -> np.random.Generator:
    """Return the generator that *seed* gives to *purpose*, independent of all others."""
    return np.random.default_rng(_sequence(seed, purpose))


def _sequence(seed: int, purpose: Purpose) -> np.random.SeedSequence:
    if not isinstance(seed, int | np.integer) or isinstance(seed, bool) or seed < 0:
        raise SpecError(f"seed must be a whole number of zero or more, got {shown(seed)}")
    return np.random.SeedSequence(int(seed), spawn_key=(int(purpose),))


class NumberedDraws:
    """Draws that belong to a number: the same number gives the same draws, whenever and in whatever order it comes.

    So noise is a function of time: looking at the machine changes nothing, and there is no state to keep.
    """

    def __init__(self, seed: int, purpose: Purpose, size: int) -> None:
        self._key = _sequence(seed, purpose).generate_state(2, np.uint64).astype(np.uint64)
        self._bits = np.random.Philox(key=self._key)
        self._rng, self._blank, self._size = np.random.Generator(self._bits), self._bits.state["buffer"], size
        self._number, self._normals = -1, np.empty(0)

    def normals(self, number: int) -> FloatArray:
        """Standard normal values (size,) that belong to *number*, zero or more; read-only."""
        if number != self._number:
            counter = np.array([0, number, 0, 0], dtype=np.uint64)
            self._bits.state = {
                "bit_generator": "Philox",
                "state": {"counter": counter, "key": self._key},
                "buffer": self._blank,
                "buffer_pos": 4,  # the buffer is used up: the next draw starts at the counter
                "has_uint32": 0,
                "uinteger": 0,
            }
            self._number, self._normals = number, self._rng.standard_normal(self._size)
            self._normals.flags.writeable = False
        return self._normals


class HeldNoise:
    """Band-limited noise: standard normal values that stand for *hold_s* seconds and are then drawn anew."""

    def __init__(self, seed: int, purpose: Purpose, size: int, hold_s: float) -> None:
        self._draws, self._hold_s = NumberedDraws(seed, purpose, size), hold_s

    def normals(self, at_s: float) -> FloatArray:
        """The values (size,) that stand at *at_s*, zero or later; they change half-way between multiples of hold_s."""
        return self._draws.normals(math.floor(at_s / self._hold_s + 0.5))
