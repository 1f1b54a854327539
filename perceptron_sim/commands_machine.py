"""The commands about the Mark I alone: self-test, wiring, trace, checkpoint, restore; each returns what to print."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import App, Parameter

from perceptron_sim import options
from perceptron_sim.answer import DONE, UNHEALTHY, Answer, json_answer

if TYPE_CHECKING:  # everything else is imported by the command that needs it: --help must answer at once
    from perceptron_sim.experiments import Letters
    from perceptron_sim.lessons import Lessons

ALL_SIGNALS = "light,s-relay,a-unit,r-lamp,current,angle"

machine = App(name="machine", help="The Mark I by itself: test it, wire it, trace it, put it into a file.")
Seed = Annotated[int, Parameter(converter=options.seed)]
Exposures = Annotated[int, Parameter(converter=options.exposures)]
Seconds = Annotated[float, Parameter(converter=options.seconds)]


@machine.command(name="self-test")
def self_test(
    *,
    config: Path | None = None,
    seed: Seed | None = None,
    wiring: Path | None = None,
    fault: tuple[str, ...] = (),
    json: bool = False,
) -> Answer:
    """Walk through lamps, relays, cells, wires, potentiometers and motors; name what fails, the exit code being 1 then.

    Parameters
    ----------
    config
        An experiment's file (.toml) that says what machine it is; by default that of the experiment `letters`.
    seed
        Decides wiring and tolerances; by default what the file says, or 1.
    wiring
        A file made by `machine wiring --out FILE.json`, in place of the drawn wiring.
    fault
        Break something before, as in dead-cell:s_unit=12 or slipping-motor:a_unit=7,share=0.5; may be given again.
    json
        Print the findings as JSON and nothing else.
    """
    from perceptron_sim.selftest import outcome, report_as_dict, report_as_text

    experiment = _experiment(config, seed, wiring)
    report = outcome(experiment, fault)
    code = DONE if report.sound else UNHEALTHY
    if json:
        return json_answer(report_as_dict(report, experiment.seed), code)
    return Answer(report_as_text(report, experiment.seed), code)


@machine.command(name="wiring")
def wiring_command(
    *,
    config: Path | None = None,
    seed: Seed | None = None,
    wiring: Path | None = None,
    form: str | None = None,
    out: Path | None = None,
    check: Path | None = None,
) -> Answer:
    """Print the plugboard's wires, or write them into a file, or check such a file.

    Parameters
    ----------
    config
        An experiment's file (.toml) that says what machine it is; by default that of the experiment `letters`.
    seed
        Decides the wiring; by default what the file says, or 1.
    wiring
        Take the wires from this file (.json) instead of drawing them.
    form
        What to print: sheet, json or csv; by default the sheet.
    out
        Write into this file instead: .txt for the sheet, .json or .csv.
    check
        Only look whether this file (.json) fits the machine, and say how many wires it has.
    """
    from perceptron_sim import board

    if check is not None:
        options.alone("check", out=out, wiring=wiring, form=form)
        return Answer(board.summary(_experiment(config, seed, check), check))
    experiment = _experiment(config, seed, wiring)
    if out is None:
        return Answer(board.written(experiment, form or board.SHEET).rstrip("\n"))
    options.alone("out", form=form)
    board.write(experiment, out)
    return Answer(f"The wiring of the Mark I of seed {experiment.seed} is in {out}.")


@machine.command
def trace(
    out: Path,
    /,
    *,
    config: Path | None = None,
    seed: Seed | None = None,
    wiring: Path | None = None,
    signals: str = ALL_SIGNALS,
    from_s: Seconds = 0.0,
    until_s: Seconds | None = None,
) -> Answer:
    """Run the experiment and write the Mark I's signals as a value change dump (VCD), which GTKWave opens.

    Parameters
    ----------
    out
        The file to write, .vcd.
    config
        The experiment's file (.toml); by default `letters`.
    seed
        Decides wiring, tolerances and order of stimuli; by default what the file says, or 1.
    wiring
        A file made by `machine wiring --out FILE.json`, in place of the drawn wiring.
    signals
        Kinds, with a comma between, each alone or with numbers, as in a-unit:0-15,r-lamp; also conductance.
    from_s
        When the window begins, in simulated seconds.
    until_s
        When it ends; by default two exposures later.
    """
    from perceptron_sim.tracing import write_trace

    written = write_trace(out, _experiment(config, seed, wiring), signals, from_s, until_s)
    window = f"from {written.begin_s:g} s to {written.end_s:g} s"
    return Answer(f"{written.changes} changes of signals {window} are in {out}.")


@machine.command
def checkpoint(
    out: Path,
    /,
    *,
    config: Path | None = None,
    seed: Seed | None = None,
    wiring: Path | None = None,
    exposures: Exposures = 260,
    json: bool = False,
) -> Answer:
    """Teach the Mark I alone, without the network, and put the whole machine into a file.

    Parameters
    ----------
    out
        The file to write.
    config
        The experiment's file (.toml); by default `letters`.
    seed
        Decides wiring, tolerances and order of stimuli; by default what the file says, or 1.
    wiring
        A file made by `machine wiring --out FILE.json`, in place of the drawn wiring.
    exposures
        How many lessons to give before.
    json
        Print time, exposures, errors and digest as JSON and nothing else.
    """
    from perceptron_sim.files import check_can_be_written
    from perceptron_sim.lessons import Lessons

    check_can_be_written("checkpoint", out)
    lessons = Lessons.of(_experiment(config, seed, wiring))
    lessons.give(exposures)
    return _told(lessons, out, json)


@machine.command
def restore(file: Path, /, *, exposures: Exposures = 0, out: Path | None = None, json: bool = False) -> Answer:
    """Take the machine out of a file and teach it on, as if nothing had been.

    Parameters
    ----------
    file
        A file made by `machine checkpoint`.
    exposures
        How many more lessons to give.
    out
        Put the machine into this file afterwards.
    json
        Print time, exposures, errors and digest as JSON and nothing else.
    """
    from perceptron_sim.files import check_can_be_written
    from perceptron_sim.lessons import Lessons

    if out is not None:
        check_can_be_written("checkpoint", out)
    lessons = Lessons.from_file(file)
    lessons.give(exposures)
    return _told(lessons, out, json)


def _experiment(config: Path | None, seed: int | None, wiring: Path | None) -> "Letters":
    """What the options common to these commands describe."""
    from perceptron_sim.experiment_file import default_experiment, read_experiment

    if config is None:
        return default_experiment(seed=seed, wiring=wiring)
    return read_experiment(config, seed=seed, wiring=wiring)


def _told(lessons: "Lessons", out: Path | None, as_json: bool) -> Answer:
    """Write *lessons* into the file *out*, if there is one, and say how far they have come."""
    if out is not None:
        lessons.write(out)
    account = lessons.account
    if as_json:
        return json_answer(account.as_dict())
    saved = f"\nThe machine is in {out}." if out else ""
    return Answer(account.as_text() + saved)
