"""The commands about the Mark I alone: self-test, wiring, trace, checkpoint, restore; each returns what to print."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import App, Parameter

from perceptron_sim import options
from perceptron_sim.answer import DONE, UNHEALTHY, Answer, json_answer

if TYPE_CHECKING:  # everything else is imported by the command that needs it: --help must answer at once
    from perceptron_sim.experiments import Experiment
    from perceptron_sim.lessons import Lessons

ALL_SIGNALS = "light,s-relay,a-unit,r-lamp,current,angle"

machine = App(name="machine", help="The Mark I by itself: test it, wire it, trace it, put it into a file.")
Exposures = Annotated[int, Parameter(converter=options.exposures)]
Overwrite = Annotated[bool, Parameter(help="Write into a file that is there already, which is refused otherwise.")]
Seconds = Annotated[float, Parameter(converter=options.seconds)]


@Parameter(name="*")
@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """Which machine it is: what all commands but `restore` ask first.

    Parameters
    ----------
    config
        An experiment's file (.toml), or the folder of a run, that says what machine it is; by default `letters`.
    wiring
        A file made by `machine wiring --out FILE.json`, in place of the drawn wiring.
    """

    config: Path | None = None
    seed: Annotated[int | None, Parameter(converter=options.seed, help=options.SEED_HELP)] = None
    wiring: Path | None = None

    def experiment(self) -> "Experiment":
        """The experiment that has this machine; SettingError or InputError if there is none."""
        from perceptron_sim.experiment_choice import configured

        return configured(self.config, seed=self.seed, wiring=self.wiring)


LETTERS = Built()


@machine.command(name="self-test")
def self_test(
    *,
    built: Built = LETTERS,
    restored: Annotated[Path | None, Parameter(name="--from")] = None,
    fault: tuple[str, ...] = (),
    json: bool = False,
) -> Answer:
    """Walk through lamps, relays, cells, wires, potentiometers and motors; name what fails, the exit code being 1 then.

    Parameters
    ----------
    restored
        Test the machine in this file, made by `machine checkpoint`, as it stands; the file stays as it is.
    fault
        Break something before, as in dead-cell:s_unit=12 or slipping-motor:a_unit=7,share=0.5; may be given again.
    json
        Print the findings as JSON and nothing else.
    """
    from perceptron_sim.lessons import Lessons
    from perceptron_sim.selftest import machine_of, outcome, report_as_dict, report_as_text

    if restored is None:
        tested = machine_of(built.experiment())
    else:
        options.alone("from", config=built.config, seed=built.seed, wiring=built.wiring)
        tested = Lessons.from_file(restored).machine
    report = outcome(tested, fault)
    code = DONE if report.sound else UNHEALTHY
    if json:
        return json_answer(report_as_dict(report, tested.seed), code)
    return Answer(report_as_text(report, tested.seed), code)


@machine.command(name="wiring")
def wiring_command(
    *,
    built: Built = LETTERS,
    form: str | None = None,
    out: Path | None = None,
    overwrite: Overwrite = False,
    check: Path | None = None,
) -> Answer:
    """Print the plugboard's wires, or write them into a file, or check such a file.

    Parameters
    ----------
    form
        What to print: sheet, json or csv; by default the sheet.
    out
        Write into this file instead: .txt for the sheet, .json or .csv.
    check
        Only look whether this file (.json) fits the machine, and say how many wires and A-units go where.
    """
    from perceptron_sim import board

    if check is not None:
        options.alone("check", out=out, wiring=built.wiring, form=form)
        return Answer(board.summary(replace(built, wiring=check).experiment(), check))
    experiment = built.experiment()
    if out is None:
        return Answer(board.written(experiment, form or board.SHEET).rstrip("\n"))
    options.alone("out", form=form)
    board.write(experiment, out, overwrite=overwrite)
    return Answer(f"The wiring of the Mark I of seed {experiment.seed} is in {out}.")


@machine.command
def trace(
    out: Path,
    /,
    *,
    built: Built = LETTERS,
    signals: str = ALL_SIGNALS,
    from_s: Seconds = 0.0,
    until_s: Seconds | None = None,
    overwrite: Overwrite = False,
) -> Answer:
    """Run the experiment and write the Mark I's signals as a value change dump (VCD), which GTKWave opens.

    Parameters
    ----------
    out
        The file to write, .vcd.
    signals
        Kinds, with a comma between, each alone or with numbers, as in a-unit:0-15,20,r-lamp; also conductance.
    from_s
        When the window begins, in simulated seconds.
    until_s
        When it ends; by default two exposures later.
    """
    from perceptron_sim.tracing import write_trace

    written = write_trace(out, built.experiment(), signals, from_s, until_s, overwrite=overwrite)
    window = f"from {written.begin_s:g} s to {written.end_s:g} s"
    return Answer(f"{written.changes} changes of signals {window} are in {out}.")


@machine.command
def checkpoint(
    out: Path,
    /,
    *,
    built: Built = LETTERS,
    exposures: Exposures = 260,
    overwrite: Overwrite = False,
    json: bool = False,
) -> Answer:
    """Teach the Mark I alone, without the network, and put the whole machine into a file.

    Parameters
    ----------
    out
        The file to write, .json.
    exposures
        How many lessons to give before.
    json
        Print time, exposures, errors and digest as JSON and nothing else.
    """
    from perceptron_sim.files import check_target
    from perceptron_sim.lessons import SUFFIX, Lessons

    check_target("checkpoint", out, (SUFFIX,), overwrite=overwrite)
    lessons = Lessons.of(built.experiment())
    lessons.give(exposures)
    return _told(lessons, out, json)


@machine.command
def restore(
    file: Path,
    /,
    *,
    exposures: Exposures = 0,
    out: Path | None = None,
    overwrite: Overwrite = False,
    json: bool = False,
) -> Answer:
    """Take the machine out of a file and teach it on, as if nothing had been.

    Parameters
    ----------
    file
        A file made by `machine checkpoint`.
    exposures
        How many more lessons to give.
    out
        Put the machine into this file (.json) afterwards.
    json
        Print time, exposures, errors and digest as JSON and nothing else.
    """
    from perceptron_sim.files import check_target
    from perceptron_sim.lessons import SUFFIX, Lessons

    if out is not None:
        check_target("out", out, (SUFFIX,), overwrite=overwrite)
    lessons = Lessons.from_file(file)
    lessons.give(exposures)
    return _told(lessons, out, json)


def _told(lessons: "Lessons", out: Path | None, as_json: bool) -> Answer:
    """Write *lessons* into the file *out*, if there is one, and say how far they have come."""
    if out is not None:
        lessons.write(out)
    account = lessons.account
    if as_json:
        return json_answer(account.as_dict())
    saved = f"\nThe machine is in {out}." if out else ""
    return Answer(account.as_text() + saved)
