"""The command line: the only place that prints, and where every error becomes a sentence and an exit code."""

import os
import sys
from collections.abc import Iterator, Sequence
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import App, CycloptsError, Parameter

from perceptron_sim import options
from perceptron_sim.answer import DONE, INTERRUPTED, REFUSED, UNHEALTHY, Answer
from perceptron_sim.commands_about import doctor, evidence, list_experiments, provenance
from perceptron_sim.commands_data import USAGE as DATA_USAGE
from perceptron_sim.commands_data import data
from perceptron_sim.commands_exhibit import exhibit
from perceptron_sim.commands_machine import machine
from perceptron_sim.commands_report import report
from perceptron_sim.commands_reproduce import reproduce
from perceptron_sim.commands_session import replay
from perceptron_sim.commands_sweep import sweep
from perceptron_sim.commands_worked_example import worked_example
from perceptron_sim.errors import DisplayError, SettingError, SimulatorError
from perceptron_sim.interruption import interrupted_as
from perceptron_sim.streams import PLAIN_LETTERS, nowhere
from perceptron_sim.threads import use_one_thread
from perceptron_sim.version import __version__

if TYPE_CHECKING:  # everything else is imported by the command that needs it: --help must answer at once
    from perceptron_sim.experiments import Experiment
    from perceptron_sim.reopening import PastRun
    from perceptron_sim.results import RunFolder
    from perceptron_sim.session import Session

PICTURE_SIZE = "1920x1080"

app = App(
    name="perceptron-sim",
    help="The Mark I Perceptron of 1960 beside a modern network: one stream of images, both learning.",
    version=f"perceptron-sim {__version__}",
    default_parameter=Parameter(negative=(), show_default=options.worth_showing),
    result_action="return_value",
    suppress_keyboard_interrupt=False,
    help_format="plaintext",  # the other formats import a parser of theirs, which takes longer than the help
)
for command in (exhibit, machine, provenance, evidence, doctor, replay, report, reproduce, sweep, worked_example):
    app.command(command)
app.command(list_experiments, name="list")
app.command(data, usage=DATA_USAGE)
TAUGHT = (
    "What is taught: a name that `list` shows, or a file (.toml) that says it, or the folder of a run. "
    "All its settings are flags, as in --passes 10 --mark1.exposure-s 0.3; `run EXPERIMENT --help` shows them."
)
Taught = Annotated[str | None, Parameter(help="What is learned, as for `run`; the letters if nothing else is said.")]
Words = Annotated[str, Parameter(name="EXPERIMENT", allow_leading_hyphen=True, help=TAUGHT)]
AskedForHelp = Annotated[bool, Parameter(name=("--help", "-h"), help="Show this, and of an EXPERIMENT all settings.")]
RUN_USAGE = "Usage: perceptron-sim run EXPERIMENT [OPTIONS] [--SETTING VALUE ...]"
Seed = Annotated[int | None, Parameter(converter=options.seed, help=options.SEED_HELP)]
Frames = Annotated[int, Parameter(converter=options.frames)]
ViewName = Annotated[str, Parameter(converter=options.view)]
Opened = Annotated[Path | None, Parameter(name="--open")]
Sound = Annotated[bool, Parameter(negative="--no-sound")]


@app.default
@app.command
def desktop(
    *,
    experiment: Taught = None,
    seed: Seed = None,
    opened: Opened = None,
    row: str | None = None,
    session: Path | None = None,
    view: ViewName | None = None,
    size: str = PICTURE_SIZE,
    frames: Frames | None = None,
    screenshot: Path | None = None,
    reduced_motion: bool = False,
    sound: Sound = True,
) -> int:
    """Open the window. It is what happens when no command is given.

    Without a display the same session runs here, with a table, and a picture of the window is written.

    Parameters
    ----------
    opened
        Show the very run that is in this folder, or that gave a row of the sweep there.
    row
        Which row of the sweep, by its key in results.csv.
    session
        Go on with the session that was kept in this file.
    view
        What it shows first: side-by-side, teach, machine-room, plugboard, network, neuron, laboratory, race, notebook;
        if nothing is said, side-by-side, or race where it is not one Mark I beside one network.
    size
        Width and height of the window in pixels.
    frames
        Draw so many frames, then leave; needs no display.
    screenshot
        Save the last frame in this file (.png, .jpg, .bmp), then leave; without --frames, the first one.
    reduced_motion
        Change from view to view at once; nothing moves but what the machines do.
    sound
        Let the machine be heard, where there is a device for it; in the window M switches it.
    """
    from perceptron_sim.doctor import display_found
    from perceptron_sim.experiment_choice import experiment as chosen

    window_size = options.window_size(size)
    picture = None if screenshot is None else options.picture_file(screenshot)
    if picture is not None and frames is None:
        frames = 1
    kept = _kept_session(session, experiment=experiment, seed=seed, open=opened, row=row)
    past = _past_run(opened, row, experiment=experiment, seed=seed)
    begun = kept or past
    settings = begun.experiment if begun else chosen(experiment or "letters", seed=seed)
    if frames is None and not display_found():
        return _without_display(settings, window_size, view, kept)
    from perceptron_sim.frontend.app import open_window  # imported late: scripts never load pygame

    try:
        return open_window(
            settings,
            size=window_size,
            view=view,
            frames=frames,
            screenshot=picture,
            reduced_motion=reduced_motion,
            past=past,
            session=kept,
            sound=sound,
            complain=_complain,
        )
    except DisplayError:
        if frames is not None:
            raise
    return _without_display(settings, window_size, view, kept)


@app.command(help_flags=(), usage=RUN_USAGE)
def run(
    *words: Words,
    seed: Seed = None,
    out: Path | None = None,
    resume: bool = False,
    rows: str | None = None,
    form: Annotated[str | None, Parameter(name="--format")] = None,
    json: bool = False,
    asked_for_help: AskedForHelp = False,
) -> int:
    """Run an experiment without a window.

    Parameters
    ----------
    out
        Write the results into this folder, which must be new or empty.
    resume
        Go on with the run that is in the folder; begin one if it is empty.
    rows
        What has a row in results.csv: exposures (the default), passes, or none.
    form
        csv (the default), or parquet: the rows once more, in columns, when the run ends.
    json
        Print the result as JSON and nothing else.
    """
    if asked_for_help:
        return _help_of_run(words)
    experiment = _asked_for(words, seed)
    given: dict[str, Any] = {"resume": resume or None, "rows": rows, "format": form}
    if out is None:
        options.with_out(**given)
        return _teach(experiment, None, None, as_json=json)
    if not out.name:
        raise SettingError(f"out must name a folder, got {str(out)!r}")
    from perceptron_sim.results import RunFolder

    chosen = {name: value for name, value in given.items() if value is not None}
    with interrupted_as(f"interrupted at once; {_kept(out)}"), RunFolder(out, experiment, **chosen) as folder:
        return _teach(experiment, out, folder, as_json=json)


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
            if answer.complaint:
                sys.stdout.flush()
                _complain(answer.complaint)
        elif isinstance(answer, Iterator):  # what takes long is shown as it comes
            for text in answer:
                print(text, flush=True)
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
    return answer.code if isinstance(answer, Answer) else answer if isinstance(answer, int) else DONE


COMMANDS = {
    "": (
        *("desktop", "exhibit", "run", "replay", "sweep", "list", "data", "report", "reproduce"),
        *("machine", "provenance", "evidence", "worked-example", "doctor"),
    ),
    "machine": ("self-test", "wiring", "trace", "checkpoint", "restore"),
}


def _asked_for(words: Sequence[str], seed: int | None) -> "Experiment":
    """The experiment that the first of *words* names, with the settings that the others say."""
    from perceptron_sim.experiment_choice import experiment_of_words
    from perceptron_sim.flags import first_argument

    name, settings = first_argument(words)
    if name is None:
        raise SettingError(f"EXPERIMENT of run must have a value, got {options.only_settings(words)}")

    known = [name for argument in app["run"].assemble_argument_collection() for name in argument.names]
    return experiment_of_words(name, settings, command="run", options=known, seed=seed)


def _help_of_run(words: Sequence[str]) -> int:
    """The help of `run`, and all settings of the experiment if one is named."""
    app.help_print(["run"])
    if words:
        from perceptron_sim.experiment_choice import source_of
        from perceptron_sim.flags import first_argument
        from perceptron_sim.settings_table import flags_in_words

        name, _settings = first_argument(words)
        if name is not None:
            print(flags_in_words(source_of(name).kind))
    return DONE


def _teach(experiment: "Experiment", out: Path | None, folder: "RunFolder | None", *, as_json: bool) -> int:
    """Run *experiment*, into the *folder* at *out* if there is one, and show the result; a finished run stays."""
    from perceptron_sim import console_table, past_run, report_table
    from perceptron_sim.headless import teach
    from perceptron_sim.session import Session

    to, stopped = console_table.console(), None
    if folder and folder.finished:
        _complain(f"the run in {str(out)!r} is finished and stays as it is")
        result = folder.stored_report()
    else:
        session = Session(experiment, remember=False)
        table = None if as_json else console_table.PassTable(to, experiment.lanes(), experiment.aside)
        result = teach(session, folder, table).as_dict()
        stopped = None if result["finished"] else session.exposures
    if as_json:
        print(past_run.as_json(result).decode(), end="")
    else:
        report_table.show_report(to, result, out)
    return DONE if stopped is None else _stopped(out, stopped)


def _kept_session(path: Path | None, **others: object) -> "Session | None":
    """The session that --session asks for, if it does."""
    if path is None:
        return None
    options.alone("session", **others)
    from perceptron_sim.session_file import opened

    return opened(path)


def _past_run(folder: Path | None, row: str | None, **others: object) -> "PastRun | None":
    """The run that --open asks for, if it does."""
    if folder is None:
        if row is not None:
            raise SettingError(f"row must come with the folder of a sweep (--open DIR), got {options.shown(row)} alone")
        return None
    options.alone("open", **others)
    from perceptron_sim.reopening import past_run_of

    return past_run_of(folder, row, name="open")


def _without_display(
    experiment: "Experiment", size: tuple[int, int], view: str | None, session: "Session | None"
) -> int:
    """Run the session of the window in the terminal and leave a picture of it."""
    import tempfile

    from perceptron_sim import console_table
    from perceptron_sim.frontend.picture import save_picture
    from perceptron_sim.frontend.views import first_view
    from perceptron_sim.headless import teach
    from perceptron_sim.report_table import show_report
    from perceptron_sim.session import Session

    view = first_view(experiment, view)  # refused before the run, not after it
    to = console_table.console()
    to.print("There is no display to open a window on: the same session runs here.", soft_wrap=True)
    session = session or Session(experiment)
    result = teach(session, table=console_table.PassTable(to, experiment.lanes(), experiment.aside))
    show_report(to, result.as_dict())
    folder = Path.cwd() if options.can_write_in(Path.cwd()) else Path(tempfile.gettempdir())
    picture = folder / f"perceptron-sim-{experiment.name}-seed-{experiment.seed}.png"
    save_picture(session, picture, size, view=view)
    to.print(f"A picture of the window is in {picture}.", soft_wrap=True)
    return DONE if result.finished else _stopped(None, session.exposures)


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
