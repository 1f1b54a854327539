"""How far a sweep has come and how long it will take."""

from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn

from perceptron_sim.progress_line import ProgressLine


class Line(ProgressLine):
    """The line of a sweep."""

    def __init__(self) -> None:
        super().__init__(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("cells, {task.fields[failures]} failed, time left"),
            TimeRemainingColumn(),
        )
        self._task = self.progress.add_task("sweep", total=None, failures=0)

    def show(self, done: int, of: int, failures: int) -> None:
        """So many cells are *done*, of how many; so many *failures* are among them."""
        self.progress.update(self._task, completed=done, total=of, failures=failures)
