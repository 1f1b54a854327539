"""How many threads numpy's matrix library may use, as its environment variables say before numpy is loaded."""

import os
from collections.abc import MutableMapping

THREAD_SETTINGS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")


def use_one_thread(environment: MutableMapping[str, str] = os.environ) -> None:
    """Ask for one thread unless the user has asked for another number.

    The matrices here are so small that threads take longer to wait for each other than to multiply.
    """
    if not thread_settings(environment):
        environment.update(dict.fromkeys(THREAD_SETTINGS, "1"))


def thread_settings(environment: MutableMapping[str, str] = os.environ) -> dict[str, str]:
    """What is asked for, by name."""
    return {name: environment[name] for name in THREAD_SETTINGS if name in environment}
