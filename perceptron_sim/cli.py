"""The command line: the only place that prints, and where every error becomes a sentence and an exit code."""

import os
import sys
from collections.abc import Sequence
from contextlib import nullcontext
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import App, CycloptsError, Parameter

from perceptron_sim import options
from perceptron_sim.answer import DONE, INTERRUPTED, REFUSED, UNHEALTHY, Answer, json_answer
from perceptron_sim.commands_machine import machine
from perceptron_sim.errors import DisplayError, SettingError, SimulatorError
from perceptron_sim.interruption import interrupted_as
from perceptron_sim.streams import PLAIN_LETTERS, nowhere
from perceptron_sim.threads import use_one_thread
from perceptron_sim.version import __version__

if TYPE_CHECKING:  # everything else is imported by the command that needs it: --help must answer at once
    from perceptron_sim.experiments import Letters

PICTURE_SIZE = "1920x1080"

app = App(
    name="perceptron-sim",
    help="The Mark I Perceptron of 1960 beside a modern network: one stream of letters, both learning.",
    version=f"perceptron-sim {__version__}",
    default_parameter=Parameter(negative=(), show_default=options.worth_showing),
    result_action="return_value",
    suppress_keyboard_interrupt=False,
    help_format="plaintext",  # the other formats import a parser of theirs, which takes longer than the help
)
app.command(machine)
TAUGHT = "What both machines are taught; `list` shows what there is. A name ending in .toml is a file that says it."
Experiment = Annotated[str, Parameter(help=TAUGHT)]
Seed = Annotated[int | None, Parameter(converter=options.seed, help=options.SEED_HELP)]
TABLES = (
    "Which table: firing-formula, firing-measured, wire-limit, r57-table-1, r57-appendix-2, rt58-figure-5, "
    "convergence, parity, exclusive-or, letters, second-typeface, squares, damage, drift, "
    "worked-example, digits or translation."
)
Table = Annotated[str, Parameter(help=TABLES)]
Frames = Annotated[int, Parameter(converter=options.frames)]


@app.default
@app.command
def desktop(
    *,
    experiment: Experiment = "letters",
    seed: Seed = None,
    size: str = PICTURE_SIZE,
    frames: Frames | None = None,
    screenshot: Path | None = None,
) -> int:
    """Open the window. It is what happens when no command is given.

    Without a display the same session runs here, with a table, and a picture of the window is written.

    Parameters
    ----------
    size
        Width and height of the window in pixels.
    frames
        Draw so many frames, then leave; needs no display.
    screenshot
        Save the last frame in this file (.png, .jpg, .bmp), then leave; without --frames, the first one.
    """
    from perceptron_sim import experiments
    from perceptron_sim.doctor import display_found

    window_size = options.window_size(size)
    picture = None if screenshot is None else options.picture_file(screenshot)
    if picture is not None and frames is None:
        frames = 1
    settings = experiments.experiment(experiment, seed=seed)
    if frames is None and not display_found():
        return _without_display(settings, window_size)
    from perceptron_sim.frontend.app import open_window  # imported late: scripts never load pygame

    try:
        return open_window(settings, size=window_size, frames=frames, screenshot=picture)
    except DisplayError:
        if frames is not None:
            raise
    return _without_display(settings, window_size)


@app.command
def run(
    experiment: Experiment, /, *, seed: Seed = None, out: Path | None = None, json: bool = False, resume: bool = False
) -> int:
    """Run an experiment without a window.

    Parameters
    ----------
    out
        Write results.csv, run.json and weights.npz into this folder, which must be new or empty.
    json
        Print the result as JSON and nothing else.
    resume
        Go on with the run that is in the folder; begin one if it is empty.
    """
    from perceptron_sim import console_table, experiments, results
    from perceptron_sim.headless import teach
    from perceptron_sim.session import Session

    if out is not None and not out.name:
        raise SettingError(f"out must name a folder, got {str(out)!r}")
    if resume and out is None:
        raise SettingError("resume must come with the folder to go on with (--out DIR), got none")
    session = Session(experiments.experiment(experiment, seed=seed))
    to = console_table.console()
    with (
        nullcontext() if out is None else interrupted_as(f"interrupted at once; {_kept(out)}"),
        nullcontext() if out is None else results.RunFolder(out, session.experiment, resume=resume) as folder,
    ):
        if folder and folder.finished:
            _complain(f"the run in {str(out)!r} is finished and stays as it is")
            report = folder.stored_report()
        else:
            report = teach(session, folder, None if json else console_table.PassTable(to)).as_dict()
            if not json:
                console_table.show_report(to, report, out)
    if json:
        print(results.as_json(report).decode(), end="")
    return DONE if report["finished"] else _stopped(out, session.exposures)


@app.command(name="list")
def list_experiments() -> int:
    """Show the experiments that there are."""
    from perceptron_sim.experiments import EXPERIMENTS

    for name, kind in EXPERIMENTS.items():
        print(f"{name}: {kind.title}, taught to both machines until neither errs; yardstick: {kind.yardstick}.")
    return DONE


@app.command
def provenance(*, config: Path | None = None, json: bool = False) -> Answer:
    """Show every constant of the Mark I: value, unit, documented, inferred or assumed, and the source.

    Parameters
    ----------
    config
        An experiment's file (.toml) that says what machine it is; by default that of the experiment `letters`.
    json
        Print a list in JSON and nothing else.
    """
    from perceptron_sim.experiment_file import default_experiment, read_experiment
    from perceptron_sim.provenance_table import constants, table

    rows = list(constants(default_experiment() if config is None else read_experiment(config)))
    return json_answer([row.as_dict() for row in rows]) if json else Answer(table(rows))


@app.command
def evidence(
    name: Table | None = None,
    /,
    *,
    full: bool = False,
    only_list: Annotated[bool, Parameter(name="--list")] = False,
) -> int:
    """Work out tables of evidence and show our numbers beside the sources'; without a name, all of them.

    Parameters
    ----------
    full
        As many machines, folds and steps as in the documentation, which takes minutes, instead of a few.
    only_list
        Only list the tables, a line each.
    """
    from perceptron_sim.evidence import listed, tables

    if only_list:
        options.alone("list", name=name, full=full or None)
        print("\n".join(listed()))
        return DONE
    with interrupted_as("interrupted; the tables above are whole"):
        for table in tables(name, full=full):
            print(table, flush=True)
    return DONE


@app.command
def doctor() -> int:
    """Look whether everything that is needed is here and sound; the exit code is 1 if something is broken."""
    from perceptron_sim.doctor import Verdict, examine

    healthy = True
    for finding in examine():
        print(f"{finding.verdict:8} {finding.item:15} {finding.found}")
        healthy = healthy and finding.verdict is not Verdict.BROKEN
    print("All is well." if healthy else "Something is broken; see above.")
    return DONE if healthy else UNHEALTHY


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line on *arguments*, by default the process's own; return the exit code."""
    use_one_thread()
    sys.stdout, sys.stderr = sys.stdout or nowhere(), sys.stderr or nowhere()  # None: closed before we began
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors=PLAIN_LETTERS)  # some terminals have no ° or µ
    try:
        answer = app(arguments, print_error=False, exit_on_error=False, help_on_error=False, verbose=False)
        if isinstance(answer, Answer):
            print(answer.text)
        sys.stdout.flush()
    except CycloptsError as error:
        from perceptron_sim.usage import sentence

        return _refused(sentence(error, COMMANDS))
    except KeyboardInterrupt as error:
        _complain(str(error) or "interrupted; nothing was written")
        return INTERRUPTED
    except BrokenPipeError:  # whoever was reading has gone; so that Python's own farewell does not complain
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return UNHEALTHY
    except OSError as error:
        return _refused(str(error) if _is_refusal(error) else f"the output must be writable, got {error.strerror}")
    except Exception as error:
        if not _is_refusal(error):
            raise
        return _refused(str(error))
    return answer.code if isinstance(answer, Answer) else int(answer or DONE)


COMMANDS = {
    "": ("desktop", "run", "list", "machine", "provenance", "evidence", "doctor"),
    "machine": ("self-test", "wiring", "trace", "checkpoint", "restore"),
}


def _without_display(settings: "Letters", size: tuple[int, int]) -> int:
    """Run the session of the window in the terminal and leave a picture of it."""
    import tempfile

    from perceptron_sim import console_table
    from perceptron_sim.frontend.picture import save_picture
    from perceptron_sim.headless import teach
    from perceptron_sim.session import Session

    to = console_table.console()
    to.print("There is no display to open a window on: the same session runs here.", soft_wrap=True)
    session = Session(settings)
    report = teach(session, table=console_table.PassTable(to))
    console_table.show_report(to, report.as_dict())
    folder = Path.cwd() if options.can_write_in(Path.cwd()) else Path(tempfile.gettempdir())
    picture = folder / f"perceptron-sim-{settings.name}-seed-{settings.seed}.png"
    save_picture(session, picture, size)
    to.print(f"A picture of the window is in {picture}.", soft_wrap=True)
    return DONE if report.finished else _stopped(None, session.exposures)


def _is_refusal(error: Exception) -> bool:
    from hardware import Mark1Error
    from modern import ModernError

    return isinstance(error, SimulatorError | Mark1Error | ModernError)


def _stopped(out: Path | None, exposures: int) -> int:
    kept = f"; {_kept(out)}" if out else ""
    _complain(f"interrupted after {exposures} exposure{'' if exposures == 1 else 's'}{kept}")
    return INTERRUPTED


def _kept(out: Path) -> str:
    return f"{str(out)!r} holds what was reached, go on with --resume"


def _refused(sentence: str) -> int:
    _complain(sentence)
    return REFUSED


def _complain(sentence: str) -> None:
    print(f"perceptron-sim: {' '.join(sentence.split())}", file=sys.stderr)
