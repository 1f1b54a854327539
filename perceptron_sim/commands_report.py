"""The command that draws the report of a run or of a sweep."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from perceptron_sim.answer import Answer
from perceptron_sim.interruption import interrupted_as

Run = Annotated[Path, Parameter(name="DIR", help="The folder of a run or a sweep, as `--out DIR` made it.")]
Learners = Annotated[
    tuple[str, ...],
    Parameter(name="--learner", help="Draw confusions and weights of this learner; may be given again."),
]


def report(folder: Run, /, *, out: Path | None = None, learner: Learners = ()) -> Answer:
    """Draw the figures of a run or a sweep, finished or not: PNG, SVG, and one page that opens offline.

    Parameters
    ----------
    out
        Write into this folder, which must be new, empty or an earlier report; by default DIR/report.
    """
    from perceptron_sim.figures import write_report

    with interrupted_as("interrupted; the figures drawn before stay, and the same command draws all of them"):
        page, *files = write_report(folder, out, learners=learner)
    count = len(files) // 2
    figures = "is 1 figure" if count == 1 else f"are {count} figures"
    return Answer(f"The report is {page}; beside it {figures} as PNG and SVG.")
