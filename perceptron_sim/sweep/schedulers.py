"""Where the batches of a sweep are computed: here, in processes of this computer, or by a Dask scheduler's workers."""

import re
from collections.abc import Generator, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self

from perceptron_sim.errors import SettingError
from perceptron_sim.options import shown
from perceptron_sim.sweep.batch import BatchResult, computed
from perceptron_sim.sweep.work import Work

SYNC, LOCAL = "sync", "local"
ADDRESS = re.compile(r"(tcp|tls|ws|wss)://(\[[0-9a-f:.]+\]|[^\s:/\[]+):[0-9]{1,5}")
FILE_SUFFIX = ".json"  # of a scheduler's file, as `dask scheduler --scheduler-file` writes it
RULE = "sync, local, the address of a Dask scheduler, as tcp://localhost:8786, or its file, as scheduler.json"


class Scheduler(Protocol):
    """Carries out batches, as long as it is entered."""

    def results(self, work: Work, shared: Mapping[str, Any]) -> Generator[BatchResult, None, None]:
        """What comes of every batch of *work*, as they end; *shared* grows as batches are asked for."""


class Here:
    """One batch after the other, in this process."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        pass

    def results(self, work: Work, shared: Mapping[str, Any]) -> Generator[BatchResult, None, None]:
        """What comes of every batch of *work*."""
        while batch := work.batch(1):
            yield computed(batch, shared)


def scheduler_called(name: str, workers: int | None) -> AbstractContextManager[Scheduler]:
    """The scheduler *name*, not yet entered; SettingError if there is no such, or *workers* are none of its."""
    if name != LOCAL and workers is not None:
        raise SettingError(f"workers must be left out unless scheduler is {LOCAL}, got {workers!r} with {shown(name)}")
    if name == SYNC:
        return Here()
    is_address, is_file = ADDRESS.fullmatch(name) is not None, name.endswith(FILE_SUFFIX)
    if not (name == LOCAL or is_address or is_file):
        raise SettingError(f"scheduler must be {RULE}, got {shown(name)}")
    _check_available(name)
    from perceptron_sim.sweep import dask_cluster

    if name == LOCAL:
        return dask_cluster.LocalWorkers(workers)
    return dask_cluster.RemoteWorkers(name) if is_address else dask_cluster.RemoteWorkers(Path(name))


def _check_available(name: str) -> None:
    try:
        import distributed  # noqa: F401
    except ImportError as error:
        rule = "sync unless Dask is installed (pip install distributed)"
        raise SettingError(f"scheduler must be {rule}, got {shown(name)}: {error}") from error
