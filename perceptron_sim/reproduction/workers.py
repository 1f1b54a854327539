"""Measurements spread over processes: what comes out, and in what order, does not depend on how many there are."""

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from types import TracebackType
from typing import Self

from perceptron_sim.errors import SettingError
from perceptron_sim.reproduction.measures import MEASURES
from perceptron_sim.reproduction.parameters import Parameters

MOST_WORKERS = 64
Figures = dict[str, float]
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Task:
    """One measurement: which, with what parameters, on which seed."""

    measure: str
    parameters: Parameters
    seed: int

    def run(self) -> Figures:
        """Figures by name."""
        found = MEASURES[self.measure].function(self.parameters, self.seed)
        return {name: float(value) for name, value in found.items()}


class Workers:
    """So many processes, each begun afresh; with one, everything is done here."""

    def __init__(self, number: int) -> None:
        if not 1 <= number <= MOST_WORKERS:
            raise SettingError(f"workers must be a whole number from 1 to {MOST_WORKERS}, got {number!r}")
        self.number = number
        self._before: list[BaseProcess] = []
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        if self.number > 1:
            self._before = multiprocessing.active_children()
            afresh = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(self.number, mp_context=afresh, initializer=_begin)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool is None:
            return
        if error is not None:  # nobody waits for what they are at
            for worker in multiprocessing.active_children():
                if worker not in self._before:
                    worker.terminate()
        self._pool.shutdown(cancel_futures=True)

    def results(self, tasks: Sequence[Task], progress: Progress) -> list[Figures]:
        """What each of *tasks* finds, in their order; *progress* is told how many are done, of how many."""
        found = []
        try:
            for one in self._found(tasks):
                found.append(one)
                progress(len(found), len(tasks))
        except BrokenProcessPool as error:
            rule = "so few that the computer can keep them all"
            raise SettingError(
                f"workers must be {rule}, got {self.number}, one of which was ended from outside"
            ) from error
        return found

    def _found(self, tasks: Sequence[Task]) -> Iterator[Figures]:
        return map(Task.run, tasks) if self._pool is None else self._pool.map(Task.run, tasks)


def processors() -> int:
    """How many there are for this process."""
    here = getattr(os, "sched_getaffinity", None)  # Linux
    return min(MOST_WORKERS, len(here(0)) if here else os.cpu_count() or 1)


def _begin() -> None:
    """A worker leaves Ctrl-C to its parent, and goes when that is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_leave_with_parent, daemon=True).start()


def _leave_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
