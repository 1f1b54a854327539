"""Batches on the workers of Dask: a local cluster of processes, or whatever a scheduler elsewhere has.

Only this module imports Dask. It asks for batches as workers come free, so that few are ever in flight.
"""

import logging
import os
import queue
import time
from abc import ABC, abstractmethod
from collections.abc import Generator, Mapping
from concurrent.futures import CancelledError
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from distributed import Client, Future, KilledWorker, LocalCluster, Security

from perceptron_sim.errors import InputError, SettingError
from perceptron_sim.options import shown
from perceptron_sim.sweep.batch import Batch, BatchResult, CellResult, Computer, computed
from perceptron_sim.sweep.work import Work

IN_FLIGHT = 2  # batches for each thread of a worker: one it is at, one that waits beside it
CONNECT_S, NO_WORKERS_S, LOST_S = 10.0, 30.0, 10.0
LOOK_S = 1.0  # between two looks at whether there is anybody left to wait for
ENDED = "the process that computed it was ended again and again, from outside or for want of memory"
LOOPBACK = "127.0.0.1"
START_SCHEDULER = "start one with `dask scheduler`"
# Of the processes started here. Nobody watches them, and watching takes the processor from the work. Dask would have
# them hand memory back at every turn: the first batch of each took twice its time. glibc takes no more than 32 MB.
UNWATCHED = {"distributed.worker.profile.enabled": False, "distributed.admin.tick.interval": "1s"}
MEMORY_IS_KEPT = {"MALLOC_TRIM_THRESHOLD_": str(2**28), "MALLOC_MMAP_THRESHOLD_": str(2**25)}


class DaskScheduler(ABC):
    """Batches through a Dask *client*; *start_workers* says how to start some where there are none."""

    def __init__(self, start_workers: str) -> None:
        self._start_workers = start_workers
        self._client: Client | None = None
        self._places: queue.SimpleQueue[Future] = queue.SimpleQueue()
        self._last_seen_s = self._last_worker_s = self._looked_s = 0.0
        self._threads = 0
        self._held: dict[str, Future] = {}

    def __enter__(self) -> Self:
        _be_quiet()
        self._client = self._connected()
        self._last_seen_s = self._last_worker_s = time.monotonic()
        try:
            self._wait_for_workers()
        except BaseException:
            self._leave()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._leave()

    def results(self, work: Work, shared: Mapping[str, Any]) -> Generator[BatchResult, None, None]:
        """What comes of every batch of *work*, as they end. Closing it leaves those in flight."""
        flying: dict[Future, Batch] = {}
        again: list[Batch] = []
        while True:
            self._look()
            while len(flying) < IN_FLIGHT * self._threads:
                batch = again.pop() if again else work.batch(self._threads)
                if batch is None:
                    break
                flying[self._submitted(batch, shared)] = batch
            if not flying:
                return
            try:
                future = self._places.get(timeout=LOOK_S)
            except queue.Empty:
                continue
            batch = flying.pop(future)
            try:
                yield _checked(future.result(timeout=LOST_S))
            except KilledWorker:  # one of its cells may be to blame: whoever is not shall not suffer
                again += batch.halves()
                if batch.cells == 1:
                    yield _ended(batch)
            except TimeoutError:  # its worker was lost on the way: it is computed again
                self._look()
                flying[future] = batch
                future.add_done_callback(self._places.put)
            except CancelledError as error:
                raise self._gone() from error
            except ImportError as error:
                rule = "have perceptron_sim installed, of the same version"
                raise SettingError(f"the workers of the scheduler must {rule}, got {error}") from error

    @abstractmethod
    def _connected(self) -> Client:
        """The client, of a scheduler that is there."""

    @abstractmethod
    def _close(self) -> None:
        """End what was started here."""

    def _leave(self) -> None:
        if self._client is not None:
            self._client.close(timeout=2)
        self._close()

    def _submitted(self, batch: Batch, shared: Mapping[str, Any]) -> Future:
        """*batch* on its way, with the pictures that it needs, each of which goes to the scheduler once."""
        assert self._client is not None
        names = {piece.shared for piece in batch.pieces if piece.shared is not None}
        for name in names - self._held.keys():
            self._held[name] = self._client.submit(_itself, shared[name], pure=False)
        needed = {name: self._held[name] for name in names}
        future = self._client.submit(computed, batch, needed, pure=False)
        future.add_done_callback(self._places.put)
        return future

    def _wait_for_workers(self) -> None:
        assert self._client is not None
        try:
            self._client.wait_for_workers(1, timeout=NO_WORKERS_S)
        except TimeoutError as error:
            raise self._no_workers() from error

    def _look(self) -> None:
        """Count the workers, now and then; SettingError where there has been nobody to wait for too long."""
        assert self._client is not None
        now_s = time.monotonic()
        if now_s - self._looked_s < LOOK_S and self._threads:
            return
        self._looked_s = now_s
        if self._client.status == "running":
            workers = self._client.scheduler_info()["workers"]
            self._threads = sum(worker["nthreads"] for worker in workers.values()) or self._threads or 1
            self._last_seen_s = now_s
            if workers:
                self._last_worker_s = now_s
        if now_s - self._last_seen_s > LOST_S:
            raise self._gone()
        if now_s - self._last_worker_s > NO_WORKERS_S:
            raise self._no_workers()

    def _no_workers(self) -> SettingError:
        rule = f"must have a worker within {NO_WORKERS_S:.0f} s"
        return SettingError(f"the scheduler {rule}, got none: {self._start_workers}")

    def _gone(self) -> SettingError:
        rule = "must stay within reach during the sweep"
        return SettingError(f"the scheduler {rule}, got no answer: {START_SCHEDULER}, and sweep again to go on")


class LocalWorkers(DaskScheduler):
    """So many processes of this computer, by default one for each processor."""

    def __init__(self, workers: int | None) -> None:
        super().__init__("free some memory, and sweep again to go on")
        self._workers = workers
        self._cluster: LocalCluster | None = None

    def _connected(self) -> Client:
        for name, value in MEMORY_IS_KEPT.items():
            os.environ.setdefault(name, value)  # they are read before anything runs there
        self._cluster = LocalCluster(
            n_workers=self._workers,
            threads_per_worker=1,
            processes=True,
            host=LOOPBACK,
            dashboard_address=f"{LOOPBACK}:0",
            scheduler_kwargs={"dashboard": False},
            worker_dashboard_address=None,
            silence_logs=logging.CRITICAL,
            preload=["perceptron_sim.sweep.worker_setup"],
            config=UNWATCHED,
        )
        return Client(self._cluster, set_as_default=False)

    def _close(self) -> None:
        if self._cluster is not None:
            self._cluster.close(timeout=5)


class RemoteWorkers(DaskScheduler):
    """The workers of the scheduler at an address, or of that which wrote the file *place*."""

    def __init__(self, place: str | Path) -> None:
        told = f"--scheduler-file {place}" if isinstance(place, Path) else place
        super().__init__(f"start some with `dask worker {told} --nthreads 1`")
        self._place = place

    def _connected(self) -> Client:
        place = self._place
        if isinstance(place, Path) and not place.is_file():
            raise InputError(f"scheduler must be a file that `dask scheduler` has written, got {str(place)!r}")
        _check_certificate(str(place))
        named: dict[str, Any] = {"scheduler_file": str(place)} if isinstance(place, Path) else {"address": place}
        try:
            return Client(**named, timeout=CONNECT_S, set_as_default=False)
        except (OSError, ValueError, TypeError, TimeoutError) as error:
            told = f"{shown(str(place))} ({_first_line(error)})"
            raise SettingError(f"scheduler must be one that answers, got {told}: {START_SCHEDULER}") from error

    def _close(self) -> None:
        """Nothing was started here; the workers stay."""


def _check_certificate(place: str) -> None:
    """Raise SettingError where the scheduler at *place* speaks TLS and Dask's settings name no certificate."""
    if not place.startswith(("tls://", "wss://")):
        return
    rule = (
        "reached with a certificate, as DASK_DISTRIBUTED__COMM__TLS__CA_FILE, __CLIENT__CERT and __CLIENT__KEY name it"
    )
    try:
        context = Security().get_connection_args("client").get("ssl_context")
    except OSError as error:
        raise SettingError(f"scheduler must be {rule}, got {shown(place)}: {_first_line(error)}") from error
    if context is None:
        raise SettingError(f"scheduler must be {rule}, got {shown(place)} and none")


def _first_line(error: Exception) -> str:
    return next(iter(str(error).splitlines()), type(error).__name__)


def _be_quiet() -> None:
    """What matters is said in a sentence: Dask's own loggers, which have levels of their own, shall not talk beside."""
    for name in [name for name in logging.root.manager.loggerDict if name.partition(".")[0] == "distributed"]:
        logging.getLogger(name).setLevel(logging.CRITICAL)


def _checked(result: BatchResult) -> BatchResult:
    """*result*, if it was computed by this version of the program and of numpy: others may give other bytes."""
    here, there = Computer.here(), result.computer
    if (here.program, here.numpy) != (there.program, there.numpy):
        rule = f"run perceptron_sim {here.program} and numpy {here.numpy}, as this process does"
        raise SettingError(f"the workers of the scheduler must {rule}, got {there.program} and {there.numpy}")
    return result


def _ended(batch: Batch) -> BatchResult:
    [piece] = batch.pieces
    return BatchResult((CellResult(piece.cells[0], failure=ENDED),), 0.0, 0, Computer.here())


def _itself(value: Any) -> Any:
    return value
