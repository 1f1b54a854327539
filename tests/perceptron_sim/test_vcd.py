"""What a trace tells is in the file, to the microsecond; a reader of such files finds names, types and values."""

import io

import numpy as np
import pytest
import simpy
from vcd.reader import TokenKind, tokenize

from hardware import DeadCell, Mark1, Mark1Spec, RatchetSpec, StuckRelay, Trainer
from hardware.trace import Signal, SignalKind, Trace, signals_of
from perceptron_sim import Letters
from perceptron_sim.errors import OutputError, SettingError
from perceptron_sim.session import Session
from perceptron_sim.vcd import signals_from_text, vcd_name, write_vcd

SIGNALS = (
    Signal(SignalKind.LIGHT, 67),
    Signal(SignalKind.CONDUCTANCE, 67),
    Signal(SignalKind.S_RELAY, 67),
    *signals_of(Mark1Spec(), SignalKind.A_UNIT, SignalKind.R_LAMP, SignalKind.CURRENT),
    Signal(SignalKind.ANGLE, 3),
)


def traced(signals=SIGNALS, **window):
    """A lesson on a default machine, to be followed by a trace."""
    env = simpy.Environment()
    machine = Mark1(env, seed=7)
    image = np.zeros((20, 20))
    image[2:9, 3:15] = 1.0
    process = env.process(Trainer(machine).teach(image, (1, 0, 1, 0, 1, 0, 1, 0)))
    trace = Trace(machine, signals, **window)
    return machine, trace, trace.follow(env.step, lambda: process.processed)


def read(content: bytes) -> tuple[dict[str, tuple[str, int]], list[tuple[int, str, float]], dict[str, str]]:
    """Variables by name with type and size, changes with names, and what the header says."""
    names, variables, changes, says, scopes, tick = {}, {}, [], {}, [], 0
    for token in tokenize(io.BytesIO(content)):
        match token.kind:
            case TokenKind.SCOPE:
                scopes.append(token.scope.ident)
            case TokenKind.UPSCOPE:
                scopes.pop()
            case TokenKind.VAR:
                name = ".".join([*scopes, token.var.reference])
                names[token.var.id_code], variables[name] = name, (token.var.type_.value, token.var.size)
            case TokenKind.COMMENT | TokenKind.VERSION | TokenKind.TIMESCALE:
                says[token.kind.name] = str(token.data)
            case TokenKind.CHANGE_TIME:
                tick = token.time_change
            case TokenKind.CHANGE_SCALAR | TokenKind.CHANGE_VECTOR | TokenKind.CHANGE_REAL:
                changes.append((tick, names[token.data.id_code], number(token.data.value, token.kind)))
    return variables, changes, says


def number(value, kind: TokenKind) -> float:
    """A value as the trace had it; integers have a sign."""
    if kind is not TokenKind.CHANGE_VECTOR:
        return float(value)
    return value - 2**32 if value >= 2**31 else value


def test_every_change_of_the_trace_is_in_the_file():
    machine, trace, changes = traced()
    told, file = list(changes), io.StringIO()
    written = write_vcd(file, machine, trace.signals, iter(told))
    variables, found, _ = read(file.getvalue().encode())
    expected = [(round(change.time_s * 1e6), vcd_name(change.signal, machine.spec), change.value) for change in told]
    assert written == len(told) - len(trace.signals)
    assert len(variables) == len(trace.signals)
    assert sorted(found[: len(variables)]) == sorted(expected[: len(variables)])
    for (tick, name, value), (read_tick, read_name, read_value) in zip(
        expected[len(variables) :], found[len(variables) :], strict=True
    ):
        assert (tick, name) == (read_tick, read_name)
        assert read_value == pytest.approx(value, rel=1e-15)


def test_names_and_types_are_those_of_the_parts():
    machine, trace, changes = traced()
    file = io.StringIO()
    write_vcd(file, machine, trace.signals, changes)
    variables, _, _ = read(file.getvalue().encode())
    assert variables["mark1.retina.light_03_07"] == ("real", 64)
    assert variables["mark1.retina.us_03_07"] == ("real", 64)
    assert variables["mark1.retina.s_03_07"] == ("wire", 1)
    assert variables["mark1.association.a_511"] == ("wire", 1)
    assert variables["mark1.response.r8"] == ("wire", 1)
    assert variables["mark1.motors.m_000"] == ("integer", 32)
    assert variables["mark1.potentiometers.deg_003"] == ("real", 64)


def test_the_header_names_the_machine_and_says_what_is_assumed():
    machine, trace, changes = traced()
    file = io.StringIO()
    write_vcd(file, machine, trace.signals, changes)
    _, _, says = read(file.getvalue().encode())
    assert says["TIMESCALE"] == "1 us"
    assert "20 x 20 photocells, 512 A-units, 8 R-units; seed 7" in says["COMMENT"]
    assert "Drive: dc. Wiring: as the machine has it. Faults when the window begins: none." in says["COMMENT"]
    assert "assumed" in says["COMMENT"]
    assert says["VERSION"].startswith("perceptron-sim ")


def test_the_header_names_drive_wiring_and_faults():
    env = simpy.Environment()
    machine = Mark1(env, Mark1Spec(motor=RatchetSpec()), seed=7)
    machine.inject(StuckRelay(3, closed=True))
    machine.inject(DeadCell(17))
    trace, file = Trace(machine, signals_of(machine.spec, SignalKind.R_LAMP)), io.StringIO()
    write_vcd(file, machine, trace.signals, trace.follow(env.step, lambda: True), wiring="from a file")
    _, _, says = read(file.getvalue().encode())
    faults = "stuck-relay:a_unit=3,closed=true, dead-cell:s_unit=17"
    assert f"Drive: ratchet. Wiring: from a file. Faults when the window begins: {faults}." in says["COMMENT"]


def test_the_last_instant_of_the_file_is_the_end_of_the_window():
    machine, trace, changes = traced(signals_of(Mark1Spec(), SignalKind.R_LAMP), end_s=0.9)
    file = io.StringIO()
    write_vcd(file, machine, trace.signals, changes, ended_s=lambda: 0.9)
    assert file.getvalue().splitlines()[-1] == "#900000"
    assert file.getvalue().count("#900000") == 1


def test_motors_that_turn_down_have_negative_current():
    env = simpy.Environment()
    machine = Mark1(env, seed=7)
    machine.set_angles(np.full(512, 10.0))
    process = env.process(Trainer(machine).teach(np.eye(20), (0,) * 8))
    trace, file = Trace(machine, signals_of(machine.spec, SignalKind.CURRENT)), io.StringIO()
    write_vcd(file, machine, trace.signals, trace.follow(env.step, lambda: process.processed))
    _, changes, _ = read(file.getvalue().encode())
    assert {value for _, _, value in changes} == {0, -1}


def test_a_file_and_a_stream_get_the_same_and_so_does_the_same_run_again(tmp_path):
    contents = []
    for name in ("one.vcd", "two.vcd"):
        machine, trace, changes = traced()
        write_vcd(tmp_path / name, machine, trace.signals, changes)
        contents.append((tmp_path / name).read_bytes())
    machine, trace, changes = traced()
    stream = io.StringIO()
    write_vcd(stream, machine, trace.signals, changes)
    assert contents == [stream.getvalue().encode()] * 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one.vcd", "two.vcd"]


def test_the_window_begins_with_the_values_of_its_first_instant():
    machine, trace, changes = traced(signals_of(Mark1Spec(), SignalKind.A_UNIT), begin_s=0.25)
    file = io.StringIO()
    write_vcd(file, machine, trace.signals, changes)
    _, found, _ = read(file.getvalue().encode())
    assert {tick for tick, _, _ in found[:512]} == {250_000}
    assert any(value for _, _, value in found[:512])


@pytest.mark.parametrize("name", ["", "no/such/folder.vcd"])
def test_a_file_that_cannot_be_written_is_refused_before_time_passes(tmp_path, name):
    machine, trace, changes = traced(begin_s=0.2)
    with pytest.raises(OutputError, match="trace must be a file in a folder that can be written to"):
        write_vcd(tmp_path / name, machine, trace.signals, changes)
    assert machine.env.now == 0.0


def test_a_window_after_the_end_is_refused_and_no_file_appears(tmp_path):
    machine, trace, changes = traced(begin_s=50.0)
    with pytest.raises(SettingError, match="window of the trace must begin before the run ends, got 0 signals in it"):
        write_vcd(tmp_path / "new.vcd", machine, trace.signals, changes)
    assert not list(tmp_path.iterdir())


def test_signals_are_named_by_kind_and_number():
    spec = Mark1Spec()
    assert signals_from_text("a-unit:0-2, r-lamp:7", spec) == (
        *(Signal(SignalKind.A_UNIT, number) for number in range(3)),
        Signal(SignalKind.R_LAMP, 7),
    )
    assert signals_from_text("angle:0,2, 5-6,r-lamp:1", spec) == (
        *(Signal(SignalKind.ANGLE, number) for number in (0, 2, 5, 6)),
        Signal(SignalKind.R_LAMP, 1),
    )
    assert signals_from_text("s-relay", spec) == signals_of(spec, SignalKind.S_RELAY)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a-units", "signals must be of light, conductance, s-relay, a-unit, r-lamp, current, angle, got 'a-units'"),
        ("", "signals must be of light"),
        ("angle,3", "signals must be of light, .*, got '3'"),
        ("angle:1,512", "number of angle must be a whole number from 0 to 511, got '512'"),
        ("r-lamp:8", "number of r-lamp must be a whole number from 0 to 7, got '8'"),
        ("angle:5-3", "number of angle must be a whole number from 5 to 511, got '3'"),
        ("angle:-3", "number of angle must be a whole number from 0 to 511, got ''"),
        ("a-unit:0-", "number of a-unit must be a whole number from 0 to 511, got ''"),
        ("a-unit:", "number of a-unit must be a whole number from 0 to 511, got ''"),
        ("a-unit:0-1-2", "number of a-unit must be a whole number from 0 to 511, got '1-2'"),
        ("current:a", "number of current must be a whole number from 0 to 511, got 'a'"),
    ],
)
def test_signals_that_are_not_there_are_refused(text, message):
    with pytest.raises(SettingError, match=message):
        signals_from_text(text, Mark1Spec())


def test_a_session_that_is_traced_is_the_session_it_would_have_been():
    plain, watched = (Session(Letters(seed=3, passes=1)) for _ in range(2))
    while plain.exposures < 10:
        plain.step()
    machine = watched.mark1.machine
    trace = Trace(machine, signals_of(machine.spec, SignalKind.S_RELAY, SignalKind.R_LAMP))
    changes = list(trace.follow(watched.step, lambda: watched.exposures == 10))
    assert len(changes) > len(trace.signals)
    assert (watched.digest, watched.time_s) == (plain.digest, plain.time_s)
