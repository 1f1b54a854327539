"""What Dask does first in each process of a local cluster: Ctrl-C is for the process that sweeps, which ends them."""

import signal


def dask_setup(_worker: object) -> None:
    """Leave Ctrl-C to the parent; Dask calls this by its name."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
