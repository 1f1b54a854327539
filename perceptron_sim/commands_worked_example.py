"""The command `worked-example`: the lecture's network followed number by number, on a sheet to print."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from perceptron_sim.answer import Answer
from perceptron_sim.interruption import interrupted_as

Overwrite = Annotated[bool, Parameter(help="Write into a file that is there already, which is refused otherwise.")]


def worked_example(*, out: Path | None = None, overwrite: Overwrite = False) -> Answer:
    """Print the lecture's network followed while it learns: every number forward and backward, one step, and 10,000.

    Parameters
    ----------
    out
        Write a sheet into this file instead: .pdf (two pages of A4), .png (both beside each other) or .txt.
    """
    from perceptron_sim.explain.worked_example_sheet import SUFFIXES, as_text, written
    from perceptron_sim.files import check_target, write_whole

    with interrupted_as("interrupted; nothing was written"):
        if out is None:
            return Answer(as_text().rstrip("\n"))
        check_target("out", out, SUFFIXES, overwrite=overwrite)
        write_whole("out", out, written(out.suffix))
    return Answer(f"The worked example is in {out}.")
