"""A trace of the Mark I as a value change dump: the file format of logic analysers, which GTKWave opens."""

import codecs
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO, Any, TextIO, cast

from vcd import VCDWriter

from hardware import Mark1, Mark1Spec
from hardware.plain import DRIVE, plain
from hardware.trace import Signal, SignalChange, SignalKind, channels
from perceptron_sim.errors import SettingError
from perceptron_sim.fault_values import fault_as_text
from perceptron_sim.files import check_can_be_written, opened_whole
from perceptron_sim.options import shown, whole_number
from perceptron_sim.version import __version__

TICKS_PER_S = 1_000_000
TIMESCALE = "1 us"
MACHINE = "mark1"


@dataclass(frozen=True, slots=True)
class _Look:
    """How signals of one kind look in the file: where, under which name, as what type of variable, of so many bits."""

    scope: str
    name: str  # a format of row and column for cells, of number and label for others
    variable: str
    bits: int


LOOKS = {
    SignalKind.LIGHT: _Look("retina", "light_{row:02}_{column:02}", "real", 64),
    SignalKind.CONDUCTANCE: _Look("retina", "us_{row:02}_{column:02}", "real", 64),
    SignalKind.S_RELAY: _Look("retina", "s_{row:02}_{column:02}", "wire", 1),
    SignalKind.A_UNIT: _Look("association", "a_{number:03}", "wire", 1),
    SignalKind.R_LAMP: _Look("response", "r{label}", "wire", 1),  # R1 to R8, as on the machine
    SignalKind.CURRENT: _Look("motors", "m_{number:03}", "integer", 32),
    SignalKind.ANGLE: _Look("potentiometers", "deg_{number:03}", "real", 64),
}


def write_vcd(
    to: Path | TextIO,
    machine: Mark1,
    signals: tuple[Signal, ...],
    changes: Iterable[SignalChange],
    *,
    wiring: str = "as the machine has it",
    ended_s: Callable[[], float] | None = None,
) -> int:
    """Write *changes* of *signals* of *machine* as they come; return how many there were after the first values.

    *signals* are those of the trace; its first changes are what each of them is when the window begins. Instants are
    rounded to a microsecond. A file appears when *changes* have ended; a stream that was given stays open.
    *wiring*: where it comes from, for the header. *ended_s*: asked when *changes* have ended, for the last instant.

    Raises:
        SettingError: there is nothing to write, since the trace ended before its window began.
        OutputError: the file *to* cannot be written.
    """
    if isinstance(to, Path):
        check_can_be_written("trace", to)  # before time passes
    stream = iter(changes)
    first = {change.signal: change for change in islice(stream, len(signals))}
    if not signals or len(first) < len(signals):
        raise SettingError(f"window of the trace must begin before the run ends, got {len(first)} signals in it")
    with (
        _opened(to) as file,
        VCDWriter(
            file,
            timescale=TIMESCALE,
            date="",  # the same run gives the same bytes
            comment=_comment(machine, wiring),
            version=f"perceptron-sim {__version__}",
            init_timestamp=_ticks(next(iter(first.values())).time_s),
        ) as writer,
    ):
        variables = {signal: _registered(writer, signal, machine.spec, first[signal].value) for signal in signals}
        written, last = 0, _ticks(next(iter(first.values())).time_s)
        for change in stream:
            last = _ticks(change.time_s)
            writer.change(variables[change.signal], last, change.value)
            written += 1
        if ended_s is not None and (end := _ticks(ended_s())) > last:
            writer.flush(end)
    return written


def vcd_name(signal: Signal, spec: Mark1Spec) -> str:
    """The full name of *signal* in the file, as in mark1.retina.s_03_17."""
    look, (row, column) = LOOKS[signal.kind], divmod(signal.number, spec.retina.columns)
    name = look.name.format(row=row, column=column, number=signal.number, label=signal.number + 1)
    return f"{MACHINE}.{look.scope}.{name}"


def signals_from_text(text: str, spec: Mark1Spec) -> tuple[Signal, ...]:
    """The signals that *text* names: kinds, each with numbers after a colon or all, as in a-unit:0-15,20,r-lamp.

    Raises SettingError for what a machine of *spec* does not have.
    """
    signals: list[Signal] = []
    numbered = ""  # the kind to which further numbers belong
    for clause in map(str.strip, text.split(",")):
        whole = f"{numbered}:{clause}" if numbered and clause[:1].isdigit() else clause
        name, colon, _ = whole.partition(":")
        numbered = name if colon else ""
        signals += _clause(whole, spec)
    return tuple(signals)


def _clause(clause: str, spec: Mark1Spec) -> Iterator[Signal]:
    name, colon, numbers = clause.partition(":")
    if name not in list(SignalKind):
        raise SettingError(f"signals must be of {', '.join(SignalKind)}, got {shown(name)}")
    kind = SignalKind(name)
    last = channels(spec, kind) - 1
    first_number, dash, last_number = numbers.partition("-") if colon else ("0", "-", str(last))
    begin = whole_number(f"number of {name}", first_number, 0, last)
    end = whole_number(f"number of {name}", last_number, begin, last) if dash else begin
    return (Signal(kind, number) for number in range(begin, end + 1))


def _registered(writer: VCDWriter, signal: Signal, spec: Mark1Spec, value: float) -> Any:
    look, (scope, _, name) = LOOKS[signal.kind], vcd_name(signal, spec).rpartition(".")
    return writer.register_var(scope, name, look.variable, size=look.bits, init=value)


def _comment(machine: Mark1, wiring: str) -> str:
    spec, faults = machine.spec, ", ".join(map(fault_as_text, machine.faults))
    parts = f"{spec.retina.rows} x {spec.retina.columns} photocells, {spec.association.units} A-units"
    return (
        f"Mark I Perceptron, simulated: {parts}, {spec.response.units} R-units; seed {machine.seed}.\n"
        f"Drive: {plain(spec.motor)[DRIVE]}. Wiring: {wiring}. Faults when the window begins: {faults or 'none'}.\n"
        "Light is a share of full light, us_ a conductance in microsiemens, deg_ an angle from the middle in degrees.\n"
        "Delays, speeds and times of the real machine are not documented: they are assumed (perceptron-sim provenance)."
    )


def _ticks(time_s: float) -> int:
    return round(time_s * TICKS_PER_S)


@contextmanager
def _opened(to: Path | TextIO) -> Iterator[IO[str]]:
    """*to*, ready to be written to."""
    if isinstance(to, Path):
        with opened_whole("trace", to) as file:
            yield cast(IO[str], codecs.getwriter("ascii")(file))
    else:
        yield to
