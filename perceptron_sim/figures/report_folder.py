"""Draws the report of a run into a folder: one page, and every figure as a PNG and an SVG file."""

import logging
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from perceptron_sim.errors import OutputError, SettingError, SimulatorError
from perceptron_sim.files import UNFINISHED_SUFFIX, reason, replaced
from perceptron_sim.options import shown, shown_path

if TYPE_CHECKING:  # they need matplotlib, which may not be there
    from perceptron_sim.figures.page import Background, Drawn
    from perceptron_sim.figures.plate import Plate
    from perceptron_sim.figures.run_record import Run

REPORT, PAGE, KINDS = "report", "report.html", ("png", "svg")
FIGURE_ON_PAGE = re.compile(r'<figure class="[a-z]+" id="figure-([A-Za-z0-9.-]+)"')
NEEDED = "matplotlib"


def write_report(folder: Path | str, out: Path | str | None = None, *, learners: Sequence[str] = ()) -> list[Path]:
    """Draw the run or the sweep in *folder*, by default into its subfolder `report`; return the files, the page first.

    Confusions and weights are drawn of *learners*, by default of a few of each kind. An earlier report is replaced.

    Raises:
        SettingError: matplotlib is not installed, or a learner is not one of the run.
        InputError: folder holds no run, or a file of it is damaged.
        OutputError: out cannot be written to, or holds something else than a report.
    """
    with _quiet():
        _require_matplotlib()
        return _written(Path(folder), None if out is None else Path(out), learners)


def _written(folder: Path, out: Path | None, learners: Sequence[str]) -> list[Path]:
    from perceptron_sim.sweep.folder import is_sweep

    target = out or folder / REPORT
    return _of_sweep(folder, target, learners) if is_sweep(folder) else _of_run(folder, target, learners)


def _of_run(folder: Path, target: Path, learners: Sequence[str]) -> list[Path]:
    from perceptron_sim.figures.page import page
    from perceptron_sim.figures.plates import left_out, plates
    from perceptron_sim.figures.reading import read_run

    run = read_run(folder)
    planned = plates(run, learners)
    background = _background(folder, run, left_out(run, learners))
    return _drawn_into(target, planned, lambda drawn: page(run, drawn, background))


def _of_sweep(folder: Path, target: Path, learners: Sequence[str]) -> list[Path]:
    from perceptron_sim.figures.sweeps.page import page
    from perceptron_sim.figures.sweeps.plates import plates
    from perceptron_sim.figures.sweeps.swept_run import read_sweep

    if learners:
        raise SettingError(f"learner must be left out for a sweep, whose report has all, got {shown(learners[0])}")
    run = read_sweep(folder)
    return _drawn_into(target, plates(run), lambda drawn: page(run, drawn))


def _drawn_into(target: Path, planned: Sequence["Plate"], page: Callable[[Sequence["Drawn"]], bytes]) -> list[Path]:
    """Draw every figure, and write it and the *page* of all of them."""
    from perceptron_sim.figures.page import Drawn
    from perceptron_sim.figures.sheet import house_style

    earlier = _prepare(target, planned)
    drawn, files = [], []
    with house_style():
        for plate in planned:
            sheet = plate.draw()
            svg = sheet.svg()
            drawn.append(Drawn(plate=plate, svg=svg, width=sheet.width, height=sheet.height))
            files += [_write(target / f"{plate.name}.png", sheet.png()), _write(target / f"{plate.name}.svg", svg)]
    files.insert(0, _write(target / PAGE, page(drawn)))
    _remove(target, earlier)
    return files


@contextmanager
def _quiet() -> Iterator[None]:
    """Without matplotlib's remarks on its cache of fonts, which is no business of a report."""
    logger = logging.getLogger(NEEDED)
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        logger.setLevel(level)


def _require_matplotlib() -> None:
    try:
        import matplotlib  # noqa: F401
    except ModuleNotFoundError as error:
        rule = f"have {NEEDED} installed (pip install {NEEDED})"
        raise SettingError(f"report must {rule}, got none") from error


def _prepare(target: Path, planned: Sequence["Plate"]) -> set[str]:
    """Make the folder; return the files of an earlier report that the new one has not.

    OutputError if it holds anything else.
    """
    ours = _files([plate.name for plate in planned])
    try:
        target.mkdir(parents=True, exist_ok=True)
        there = {item.name.removesuffix(UNFINISHED_SUFFIX) for item in target.iterdir()}
        earlier = (
            _files(FIGURE_ON_PAGE.findall((target / PAGE).read_text("utf-8", "replace"))) if PAGE in there else set()
        )
    except (OSError, ValueError) as error:
        rule = "a folder that can be written to"
        raise OutputError(f"out must be {rule}, got {shown_path(target)}: {reason(error)}") from error
    others = sorted(there - ours - earlier)
    if others:
        rule = "a new or empty folder, or hold nothing but an earlier report"
        raise OutputError(f"out must be {rule}, got {shown_path(target)}, which holds {others[0]!r}")
    return earlier - ours


def _files(figures: Sequence[str]) -> set[str]:
    """The names of the files of a report with these *figures*."""
    return {PAGE, *(f"{name}.{kind}" for name in figures for kind in KINDS)}


def _remove(target: Path, names: Iterable[str]) -> None:
    for name in names:
        with suppress(OSError):  # who took it away meanwhile has done what was to be done
            (target / name).unlink()


def _write(path: Path, content: bytes) -> Path:
    try:
        with replaced(path) as file:
            file.write(content)
    except OSError as error:
        rule = "a folder that can be written to"
        raise OutputError(f"out must be {rule}, got {shown_path(path.parent)}: {reason(error)}") from error
    return path


def _background(folder: Path, run: "Run", not_drawn: Sequence[str]) -> "Background":
    """What the experiment says of itself and of its machine, as far as it can be built again."""
    from perceptron_sim.figures.page import Background
    from perceptron_sim.figures.plate import Table
    from perceptron_sim.past_run import experiment_of
    from perceptron_sim.provenance_table import HEADINGS, constants, written

    notes = []
    if not_drawn:
        names = ", ".join(not_drawn)
        notes.append(f"Confusions and weights are drawn of some learners only; not of {names} (ask with --learner).")
    assumed = None
    try:
        if run.machines:
            rows = [[x.name, written(x.value), x.unit, x.certainty, x.source] for x in constants(experiment_of(folder))]
            assumed = Table("", HEADINGS, rows)
    except SimulatorError as error:
        notes.append(f"What is assumed of the machine cannot be shown, since its experiment cannot be built: {error}")
    title, yardstick = _told_of(run)
    return Background(title=title, yardstick=yardstick, assumed=assumed, notes=tuple(notes))


def _told_of(run: "Run") -> tuple[str, str]:
    """What was taught, and what is to be held beside the result: nothing, where it was somebody's own pictures."""
    from perceptron_sim.experiments.registry import EXPERIMENTS

    kind = EXPERIMENTS.get(run.experiment)
    if run.described["settings"].get("data"):
        return f"own pictures of {len(run.class_names)} classes", ""
    return (kind.title, kind.yardstick) if kind else (run.experiment, "")
