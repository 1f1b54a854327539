"""One seed, one generator per purpose: switching one source of chance on never changes another's draws."""

from enum import IntEnum

import numpy as np

from hardware.errors import SpecError


class Purpose(IntEnum):
    """What chance is used for. The numbers are part of every seeded result: never renumber them."""

    WIRING = 0
    CELL_TOLERANCES = 1
    RELAY_TOLERANCES = 2
    MOTOR_TOLERANCES = 3


def generator(seed: int, purpose: Purpose) -> np.random.Generator:
    """Return the generator that *seed* gives to *purpose*, independent of all others."""
    if not isinstance(seed, int | np.integer) or isinstance(seed, bool) or seed < 0:
        raise SpecError(f"seed must be a whole number of zero or more, got {seed!r}")
    return np.random.default_rng(np.random.SeedSequence(int(seed), spawn_key=(int(purpose),)))
