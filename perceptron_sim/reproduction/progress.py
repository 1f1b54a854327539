"""How far the bench has come."""

from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn

from perceptron_sim.progress_line import ProgressLine

STAGES = ("measuring", "varying what is assumed")


class Line(ProgressLine):
    """The line of the bench."""

    def __init__(self) -> None:
        super().__init__(TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        self._stages = [self.progress.add_task(stage, total=None, visible=False) for stage in STAGES]

    def show(self, stage: int, done: int, of: int) -> None:
        """So many measurements are *done*, of how many, in the first or second stage."""
        self.progress.update(self._stages[stage], completed=done, total=of, visible=True)
