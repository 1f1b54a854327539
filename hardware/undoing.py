"""What a process undoes when it ends: on the clock and when interrupted, but not when nobody holds it any more."""

from collections.abc import Callable
from types import TracebackType


class AtTheEnd:
    """Calls *undo* where its block ends, also by an error, but not where the process around it is thrown away.

    A suspended process that nobody holds is closed by Python's garbage collector, between any two steps of the
    program. Arithmetic there may find numpy's error state half put back, and crash: in CPython 3.11 a context variable
    that is read while it is being deleted leaves a dangling pointer. The machine is garbage too: nothing is lost.
    """

    __slots__ = ("_undo",)

    def __init__(self, undo: Callable[[], None]) -> None:
        self._undo = undo

    def __enter__(self) -> None:
        """There is nothing to do before the end."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Undo, unless the collector closes the process."""
        if kind is not GeneratorExit:
            self._undo()
