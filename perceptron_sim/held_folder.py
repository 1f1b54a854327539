"""A folder while one process writes into it: no second one may, and it is noticed when the folder is taken away."""

import os
import sys
from pathlib import Path

from perceptron_sim.errors import OutputError


class HeldFolder:
    """The folder *path*, made where it is missing, and held until `release` or the end of the process, however it ends.

    Nothing is left in the folder by holding it. OutputError where another process holds it; other errors are the
    system's. Where there are no locks (Windows, some network drives) nobody is kept out.
    """

    def __init__(self, path: Path) -> None:
        path.mkdir(parents=True, exist_ok=True)
        self._path, self._identity = path, path.stat()
        try:
            self._descriptor = _locked(path)
        except BlockingIOError as error:
            rule = "a folder that no other process is writing into"
            raise OutputError(f"out must be {rule}, got {str(path)!r}, which another run holds") from error

    def check(self) -> None:
        """Raise unless the folder is still where it was: FileNotFoundError, or OutputError where it is another one."""
        if not os.path.samestat(self._path.stat(), self._identity):
            rule = "stay the same folder during the run"
            raise OutputError(f"out must {rule}, got {str(self._path)!r}, where another one is now")

    def release(self) -> None:
        """Let others write."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


def _locked(path: Path) -> int | None:
    """A descriptor with the lock on the folder *path*, which goes with it; None where there are none."""
    if sys.platform == "win32":
        return None
    import fcntl  # which Windows does not have

    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(descriptor)
        if isinstance(error, BlockingIOError):
            raise
        return None  # a file system without locks
    return descriptor
