"""How far the bench has come, in a line that goes when it is done; nothing where there is no terminal."""

from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

STAGES = ("measuring", "varying what is assumed")


class Line:
    """The line, while it is entered."""

    def __init__(self) -> None:
        console = Console(stderr=True)
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        self._progress = Progress(*columns, console=console, transient=True, disable=not console.is_terminal)
        self._stages = [self._progress.add_task(stage, total=None, visible=False) for stage in STAGES]

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.stop()

    def show(self, stage: int, done: int, of: int) -> None:
        """So many measurements are *done*, of how many, in the first or second stage."""
        self._progress.update(self._stages[stage], completed=done, total=of, visible=True)
