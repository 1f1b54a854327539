"""The command `reproduce`: every published number beside ours; returns what to print."""

from contextlib import nullcontext
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from perceptron_sim.answer import Answer
from perceptron_sim.errors import SettingError
from perceptron_sim.interruption import interrupted_as
from perceptron_sim.options import whole_number

WORKERS_HELP = "Processes to share the work among, by default one for each processor; figures do not depend on it."
Workers = Annotated[
    int | None,
    Parameter(help=WORKERS_HELP, converter=lambda _kind, tokens: whole_number("workers", tokens[0].value, 1, 64)),
]


def reproduce(*, quick: bool = False, out: Path | None = None, workers: Workers = None) -> Answer:
    """Measure what was published of the perceptron, and show our figures beside the printed ones, with a verdict each.

    It takes some ten minutes on two processors. What ran on an IBM 704 runs as a program here, not on the Mark I.

    Parameters
    ----------
    quick
        Take a few seeds for each figure and vary no parameter, within a minute.
    out
        Write table.md, results.csv, sensitivity.csv, seeds.csv, capacity.csv (and its picture, with the extra `report`)
        and run.json into this folder, which must be new or empty.
    """
    from perceptron_sim.reproduction import FULL, QUICK
    from perceptron_sim.reproduction import reproduce as measured
    from perceptron_sim.reproduction.folder import BenchFolder
    from perceptron_sim.reproduction.progress import Line
    from perceptron_sim.reproduction.table import overview

    if out is not None and not out.name:
        raise SettingError(f"out must name a folder, got {str(out)!r}")
    with (
        interrupted_as("interrupted; nothing was written"),
        nullcontext() if out is None else BenchFolder(out) as folder,
        Line() as line,
    ):
        found = measured(QUICK if quick else FULL, workers=workers, progress=line.show)
        if folder:
            folder.write(found)
    where = "" if out is None else f"\nThe table, its rows and all that it rests on are in {out}."
    return Answer(overview(found) + where)
