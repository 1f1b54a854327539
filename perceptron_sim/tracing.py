"""A trace of the Mark I during an experiment, into a VCD file that appears when it is whole."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from hardware import TimingSpec
from hardware.trace import SignalChange, Trace
from perceptron_sim.errors import SettingError
from perceptron_sim.experiments.experiment import Experiment
from perceptron_sim.files import check_target
from perceptron_sim.session import Session
from perceptron_sim.vcd import signals_from_text, write_vcd

SUFFIX = ".vcd"
EXPOSURES = 2  # in a trace that does not say when it ends


@dataclass(frozen=True, slots=True)
class Written:
    """How many changes of signals there were from *begin_s* to *end_s* of the simulated clock."""

    changes: int
    begin_s: float
    end_s: float


def write_trace(
    path: Path,
    experiment: Experiment,
    signals: str,
    begin_s: float = 0.0,
    end_s: float | None = None,
    *,
    overwrite: bool = False,
) -> Written:
    """Run *experiment* until *end_s*, by default two exposures after *begin_s*, and write what *signals* do.

    A file that is there stays, unless *overwrite*. Raises SettingError, OutputError or ControlError.
    """
    end_s = begin_s + EXPOSURES * _exposure_s(experiment.first_machine.timing) if end_s is None else end_s
    if end_s < begin_s:
        raise SettingError(f"until-s must be at least from-s ({begin_s:g}), got {end_s:g}")
    check_target("trace", path, (SUFFIX,), overwrite=overwrite)
    session = Session(experiment, remember=False)
    machine = session.mark1.machine
    trace = Trace(machine, signals_from_text(signals, machine.spec), begin_s=begin_s, end_s=end_s)

    def ended_s() -> float:
        return session.time_s if session.finished else end_s

    def changes() -> Iterator[SignalChange]:
        yield from trace.follow(session.step, lambda: session.finished)
        if ended_s() < begin_s:
            raise SettingError(f"from-s must lie within the run, which ends at {ended_s():g} s, got {begin_s:g}")

    wiring = "drawn from the seed" if experiment.wiring is None else "from a file"
    written = write_vcd(path, machine, trace.signals, changes(), wiring=wiring, ended_s=ended_s)
    return Written(written, begin_s, ended_s())


def _exposure_s(timing: TimingSpec) -> float:
    return timing.exposure_s + timing.pulse_s + timing.interval_s
