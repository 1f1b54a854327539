"""Ctrl-C, taken as a wish to stop at the end of the present exposure instead of in the midst of one."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType, TracebackType
from typing import Any, Self


class Interruption:
    """While it is entered, the first SIGINT sets *asked*; a second one interrupts at once, as ever."""

    def __init__(self) -> None:
        self.asked = False
        self._before: Any = None

    def __enter__(self) -> Self:
        self._before = signal.signal(signal.SIGINT, self._note)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        signal.signal(signal.SIGINT, self._before)

    def _note(self, _number: int, _frame: FrameType | None) -> None:
        self.asked = True
        signal.signal(signal.SIGINT, self._before)


@contextmanager
def interrupted_as(sentence: str) -> Iterator[None]:
    """While it is entered, an interruption that breaks off what is done says *sentence*."""
    try:
        yield
    except KeyboardInterrupt as error:
        raise KeyboardInterrupt(sentence) from error
