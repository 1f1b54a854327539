"""The commands about the Mark I alone: what they print and write, and one sentence for whatever cannot be."""

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from hardware import FAULTS, SlippingMotor, Wiring
from perceptron_sim import Letters, Session, cli, experiment
from perceptron_sim.board import wiring_of
from perceptron_sim.commands_machine import machine
from perceptron_sim.fault_values import fault_from_text
from perceptron_sim.lessons import Lessons
from perceptron_sim.tracing import Trace, signals_from_text

ROOT = Path(__file__).resolve().parents[2]
KEPT = ["my.toml", "w.json"]
REFUSED = {
    "an unknown command": (["machine", "selftest"], "command of machine must be one of", "did you mean 'self-test'?"),
    "an unknown option": (["machine", "trace", "a.vcd", "--sed", "1"], "option of machine trace", "mean '--seed'?"),
    "a seed below zero": (["machine", "self-test", "--seed", "-1"], "seed must be a whole number", "'-1'"),
    "no file of an experiment": (["machine", "wiring", "--config", "no.toml"], "file that can be read", "'no.toml'"),
    "no file of a wiring": (["machine", "self-test", "--wiring", "no.json"], "wiring must be a file", "'no.json'"),
    "a wiring that is none": (["machine", "wiring", "--check", "my.toml"], "wiring must fit the machine", "my.toml"),
    "an unknown fault": (["machine", "self-test", "--fault", "ded-cell:s_unit=1"], "kind", "did you mean 'dead-cell'?"),
    "an unknown field": (["machine", "self-test", "--fault", "dead-cell:s_unt=1"], "no field", "mean 's_unit'?"),
    "a field too few": (["machine", "self-test", "--fault", "dead-cell"], "s_unit must be given", "got none"),
    "a field twice": (
        ["machine", "self-test", "--fault", "dead-cell:s_unit=1,s_unit=2"],
        "each field once",
        "s_unit=2",
    ),
    "a field of nothing": (["machine", "self-test", "--fault", "dead-cell:s_unit"], "KIND:FIELD=VALUE", "'dead-cell:s"),
    "no such part": (
        ["machine", "self-test", "--fault", "dead-cell:s_unit=400"],
        "s_unit=400': s_unit must",
        "got 400",
    ),
    "no number": (["machine", "self-test", "--fault", "dead-cell:s_unit=x"], "from 0 to 399", "got 'x'"),
    "no share": (["machine", "self-test", "--fault", "supply-sag:share=nan"], "from 0.001 to 1", "got nan"),
    "a form that is none": (["machine", "wiring", "--form", "xml"], "form must be one of sheet, json, csv", "'xml'"),
    "a file of no form": (["machine", "wiring", "--out", "w.xml"], "out must be a file name ending in", "'w.xml'"),
    "a file in no folder": (["machine", "wiring", "--out", "no/w.csv"], "out must be a file in a folder", "'no/w.csv'"),
    "two things at once": (["machine", "wiring", "--check", "w.json", "--out", "x.csv"], "without out", "got both"),
    "a form for a file": (["machine", "wiring", "--out", "x.csv", "--form", "json"], "without form", "got both"),
    "no file of a trace": (["machine", "trace"], "OUT of machine trace must have a value", "got none"),
    "a trace of no kind": (["machine", "trace", "a.txt"], "trace must be a file name ending in .vcd", "'a.txt'"),
    "a trace in no folder": (["machine", "trace", "no/a.vcd"], "trace must be a file in a folder", "'no/a.vcd'"),
    "an unknown signal": (["machine", "trace", "a.vcd", "--signals", "q"], "signals must be", "'q'"),
    "a window before time": (["machine", "trace", "a.vcd", "--from-s", "-1"], "from-s must be a number", "'-1'"),
    "a window beyond all time": (
        ["machine", "trace", "a.vcd", "--until-s", "1e10"],
        "until-s must be a number of seconds from 0 to 1000000000",
        "'1e10'",
    ),
    "a window of no number": (["machine", "trace", "a.vcd", "--from-s", "nan"], "from-s must be a number", "'nan'"),
    "an endless window": (["machine", "trace", "a.vcd", "--until-s", "inf"], "until-s must be a number", "'inf'"),
    "a window in words": (["machine", "trace", "a.vcd", "--until-s", "noon"], "until-s must be a number", "'noon'"),
    "a window backwards": (
        ["machine", "trace", "a.vcd", "--from-s", "2", "--until-s", "1"],
        "until-s must be",
        "got 1",
    ),
    "too late a window": (
        ["machine", "trace", "a.vcd", "--config", "my.toml", "--from-s", "99"],
        "run, which ends at",
        "got 99",
    ),
    "no exposures": (["machine", "checkpoint", "a.json", "--exposures", "1.5"], "exposures must be a whole", "'1.5'"),
    "a checkpoint in no folder": (
        ["machine", "checkpoint", "no/a.json"],
        "checkpoint must be a file in a",
        "'no/a.json'",
    ),
    "a checkpoint of no kind": (
        ["machine", "checkpoint", "a"],
        "checkpoint must be a file name ending in .json",
        "'a'",
    ),
    "a checkpoint that would replace": (
        ["machine", "checkpoint", "w.json"],
        "not there yet (or --overwrite",
        "'w.json'",
    ),
    "a wiring that would replace": (
        ["machine", "wiring", "--out", "w.json"],
        "not there yet (or --overwrite",
        "'w.json'",
    ),
    "a restored one of no kind": (["machine", "restore", "w.json", "--out", "my.toml"], "ending in .json", "'my.toml'"),
    "a restored one that would replace": (
        ["machine", "restore", "w.json", "--out", "w.json"],
        "not there yet",
        "'w.json'",
    ),
    "a name where a file is wanted": (
        ["machine", "self-test", "--config", "letters"],
        "config must be a file",
        "'letters'",
    ),
    "a checkpoint with a seed": (
        ["machine", "self-test", "--from", "w.json", "--seed", "2"],
        "without seed",
        "got both",
    ),
    "no checkpoint to test": (["machine", "self-test", "--from", "w.json"], "checkpoint must be of format", "w.json"),
    "a fault twice": (
        ["machine", "self-test", *2 * ["--fault", "slipping-motor:a_unit=500,share=0.5"]],
        "fault 'slipping-motor:a_unit=500,share=0.5': fault must be one that is not there yet",
        "got slipping-motor:a_unit=500,share=0.5\n",
    ),
    "no checkpoint": (["machine", "restore", "no.json"], "checkpoint must be a file that can be read", "'no.json'"),
    "a checkpoint that is none": (["machine", "restore", "w.json"], "checkpoint must be of format", "something else"),
    "a restored one in no folder": (
        ["machine", "restore", "w.json", "--out", "no/a.json"],
        "in a folder",
        "'no/a.json'",
    ),
}


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """An empty folder but for an experiment's file and a wiring, to work in."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "my.toml").write_text(
        'seed = 3\npasses = 1\n[mark1.timing]\nexposure_s = 0.4\n[[faults]]\nkind = "dead-cell"\ns_unit = 17\n'
    )
    (tmp_path / "w.json").write_text("{}")
    return tmp_path


def said(capsys, *arguments, code=0):
    """What the command says on standard output."""
    assert cli.main(arguments) == code
    shown = capsys.readouterr()
    assert shown.err == ""
    return shown.out


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_is_refused_in_one_sentence_and_nothing_is_written(name, capsys, folder):
    arguments, rule, value = REFUSED[name]
    assert cli.main(arguments) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.startswith("perceptron-sim: ")
    assert shown.err.count("\n") == 1
    assert rule in shown.err
    assert value in shown.err
    assert sorted(x.name for x in folder.iterdir()) == KEPT


def test_the_commands_that_are_suggested_are_those_there_are():
    assert sorted(cli.COMMANDS["machine"]) == sorted(x for x in machine if not x.startswith("-"))
    assert sorted(cli.COMMANDS[""]) == sorted(x for x in cli.app if not x.startswith("-"))


@pytest.mark.parametrize("command", [[], *([name] for name in cli.COMMANDS["machine"])])
def test_every_command_has_help(capsys, command):
    shown = said(capsys, "machine", *command, "--help")
    assert "Usage: perceptron-sim machine" in shown
    assert "False]" not in shown
    assert "()]" not in shown


def test_a_sound_machine_passes_its_self_test(capsys):
    out = said(capsys, "machine", "self-test", "--seed", "2")
    assert out.startswith("Self-test of the Mark I of seed 2: ")
    assert "No part fails." in out
    report = json.loads(said(capsys, "machine", "self-test", "--seed", "2", "--json"))
    assert (report["sound"], report["findings"], report["seed"]) == (True, [], 2)


def test_what_is_broken_is_named_and_the_exit_code_is_1(capsys):
    faults = ["dead-cell:s_unit=12", "slipping-motor:a_unit=7, share=0.5", "stuck-relay:a_unit=3,closed=yes"]
    options = [word for fault in faults for word in ("--fault", fault)]
    lines = [line for line in said(capsys, "machine", "self-test", *options, code=1).splitlines() if "FAILS" in line]
    assert lines[0] == "FAILS   photocell 12: leaves its relay open in full light (dead-cell:s_unit=12)"
    assert [line.split(" (")[1].split(":")[0] for line in lines] == ["dead-cell", "stuck-relay", "slipping-motor"]
    report = json.loads(said(capsys, "machine", "self-test", *options, "--json", code=1))
    assert [x["fault"]["kind"] for x in report["findings"]] == ["dead-cell", "stuck-relay", "slipping-motor"]


def test_the_self_test_finds_the_faults_of_an_experiments_file(capsys):
    assert "photocell 17: " in said(capsys, "machine", "self-test", "--config", "my.toml", code=1)


def test_a_verdict_claims_nothing_of_what_could_not_be_tested(capsys, folder):
    (folder / "high.toml").write_text("[mark1.association]\nthreshold = 11\n")
    out = said(capsys, "machine", "self-test", "--config", "high.toml")
    assert "\nNo part that could be tested fails; 1,024 could not be tested.\n" in out
    assert "No part fails." not in out
    out = said(capsys, "machine", "self-test", "--config", "high.toml", "--fault", "dead-lamp:r_unit=0", code=1)
    assert "\n1 part fails; 1,024 could not be tested.\n" in out


def test_lamps_are_called_as_on_the_machine(capsys):
    assert "FAILS   R-lamp R1: " in said(capsys, "machine", "self-test", "--fault", "dead-lamp:r_unit=0", code=1)


def test_every_kind_of_fault_can_be_written_on_the_command_line():
    fields = {"s_unit": "1", "a_unit": "2", "row": "3", "closed": "no", "share": "0.5", "noise_v": "2", "r_unit": "4"}
    for kind, made in FAULTS.items():
        text = f"{kind}:" + ",".join(f"{name}={fields[name]}" for name in made.__slots__ or made.__match_args__)
        assert fault_from_text(text).kind == kind
    assert fault_from_text("slipping-motor: a_unit=7, share=5e-1") == SlippingMotor(7, 0.5)


def test_a_wiring_file_is_checked_and_taken_as_it_is(capsys, folder):
    assert said(capsys, "machine", "wiring", "--seed", "5", "--out", "new.json").endswith("of seed 5 is in new.json.\n")
    assert said(capsys, "machine", "wiring", "--check", "new.json") == (
        f"new.json fits the machine: 5120 wires to 512 A-units, at most "
        f"{max_wires(wiring_of(Letters(seed=5)))} from one S-unit, where 40 can be.\n"
        "A-units of each R-unit: R1 103, R2 103, R3 102, R4 102, R5 102, R6 0, R7 0, R8 0; patched to none: 0.\n"
    )
    printed = said(capsys, "machine", "wiring", "--wiring", "new.json", "--form", "json")
    assert printed == (folder / "new.json").read_text()
    assert printed != said(capsys, "machine", "wiring", "--form", "json")


def max_wires(wiring: Wiring):
    values = wiring.origins.ravel().tolist()
    return max(values.count(value) for value in set(values))


def test_the_sheet_is_printed_and_the_table_written(capsys, folder):
    sheet = said(capsys, "machine", "wiring")
    assert sheet.startswith("Mark I Perceptron, simulated: wiring sheet, page 1 of ")
    said(capsys, "machine", "wiring", "--out", "w.txt")
    assert (folder / "w.txt").read_text().rstrip("\n") == sheet.rstrip("\n")
    said(capsys, "machine", "wiring", "--out", "w.csv")
    rows = list(csv.DictReader(io.StringIO((folder / "w.csv").read_text())))
    assert len(rows) == 5120
    assert (rows[0]["a_unit"], rows[0]["row"]) == ("0", "0")


def test_a_trace_shows_the_window_that_was_asked_for(capsys, folder):
    asked = ["--signals", "light,r-lamp,a-unit:0-15", "--from-s", "1", "--until-s", "2.5"]
    out = said(capsys, "machine", "trace", "a.vcd", *asked)
    text = (folder / "a.vcd").read_text()
    ticks = [int(line[1:]) for line in text.splitlines() if line.startswith("#")]
    assert ticks[0] == 1_000_000
    assert max(ticks) <= 2_500_000
    assert text.count("$var") == 400 + 8 + 16
    assert out.endswith(" changes of signals from 1 s to 2.5 s are in a.vcd.\n")
    assert int(out.split()[0]) > 100


def test_a_window_is_given_in_any_form_of_a_number(capsys, folder):
    for name, from_s, until_s in (("a.vcd", "0.25", "1.5"), ("b.vcd", ".25", "15e-1"), ("c.vcd", "2.5E-1", "+1.50")):
        asked = ["--signals", "r-lamp", "--from-s", from_s, "--until-s", until_s]
        assert "from 0.25 s to 1.5 s" in said(capsys, "machine", "trace", name, *asked)
    late = ["machine", "trace", "d.vcd", "--config", "my.toml", "--from-s", "1e7"]
    assert cli.main(late) == 2
    assert "number of seconds" not in capsys.readouterr().err  # it is one, after the run


def test_a_trace_is_of_two_exposures_if_nothing_else_is_asked_for(capsys):
    out = said(capsys, "machine", "trace", "a.vcd", "--config", "my.toml", "--signals", "r-lamp")
    assert "from 0 s to 2 s" in out


def test_a_trace_says_where_the_run_ended_and_so_does_its_file(capsys, folder):
    asked = ["--config", "my.toml", "--signals", "r-lamp", "--from-s", "20", "--until-s", "9999"]
    session = Session(experiment("my.toml"))
    session.run()
    assert f"from 20 s to {session.time_s:g} s are in" in said(capsys, "machine", "trace", "a.vcd", *asked)
    text = (folder / "a.vcd").read_text()
    assert text.splitlines()[-1] == f"#{round(session.time_s * 1e6)}"
    assert "Wiring: drawn from the seed. Faults when the window begins: dead-cell:s_unit=17." in text


def test_what_is_there_is_replaced_where_that_is_asked_for(capsys, folder):
    for command in (["wiring", "--out", "a.json"], ["checkpoint", "a.json", "--exposures", "1"]):
        (folder / "a.json").write_text("mine")
        said(capsys, "machine", *command, "--overwrite")
        assert (folder / "a.json").read_text() != "mine"
    said(capsys, "machine", "restore", "a.json", "--exposures", "1", "--out", "a.json", "--overwrite")
    assert json.loads(said(capsys, "machine", "restore", "a.json", "--json"))["exposures"] == 2


def test_a_machine_from_a_file_is_tested_as_it_stands(capsys, folder):
    said(capsys, "machine", "checkpoint", "a.json", "--exposures", "3", "--config", "my.toml")
    before = (folder / "a.json").read_bytes()
    out = said(capsys, "machine", "self-test", "--from", "a.json", code=1)
    assert out.startswith("Self-test of the Mark I of seed 3: ")
    assert "photocell 17: " in out
    assert "R-lamp R1" in said(
        capsys, "machine", "self-test", "--from", "a.json", "--fault", "dead-lamp:r_unit=0", code=1
    )
    assert (folder / "a.json").read_bytes() == before


def test_a_trace_of_the_run_leaves_the_run_as_it_is():
    experiment = Letters(seed=1, passes=1)
    session = Session(experiment)
    trace = Trace(session.mark1.machine, signals_from_text("light:210,current", experiment.mark1))
    assert sum(1 for _ in trace.follow(session.step, lambda: session.finished)) > 1000
    assert session.digest == Session(experiment).run().digest


def test_a_checkpoint_is_gone_on_with_in_another_process_to_the_same_digest(capsys, folder):
    undisturbed = json.loads(said(capsys, "machine", "checkpoint", "300.json", "--exposures", "300", "--json"))
    said(capsys, "machine", "checkpoint", "200.json", "--exposures", "200")
    command = ["-m", "perceptron_sim", "machine", "restore", "200.json", "--exposures", "100", "--out", "300b.json"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "error"}
    done = subprocess.run(
        [sys.executable, *command], env=environment, cwd=folder, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert f"Digest of the records: {undisturbed['digest']}\n" in done.stdout
    assert f"after 300 exposures, {undisturbed['wrong']} of them answered wrongly" in done.stdout
    assert (folder / "300b.json").read_bytes() == (folder / "300.json").read_bytes()


def test_ctrl_c_leaves_no_file(capsys, folder, monkeypatch):
    def interrupt(*_anything):
        raise KeyboardInterrupt

    monkeypatch.setattr(Lessons, "give", interrupt)
    assert cli.main(["machine", "checkpoint", "a.json"]) == 130
    monkeypatch.setattr(Session, "step", interrupt)
    assert cli.main(["machine", "trace", "a.vcd"]) == 130
    monkeypatch.setattr("perceptron_sim.selftest.outcome", interrupt)
    assert cli.main(["machine", "self-test"]) == 130
    assert capsys.readouterr().err == "perceptron-sim: interrupted; nothing was written\n" * 3
    assert sorted(x.name for x in folder.iterdir()) == KEPT


def test_a_checkpoint_is_looked_at_without_going_on(capsys):
    made = said(capsys, "machine", "checkpoint", "a.json", "--exposures", "3", "--config", "my.toml", "--json")
    assert said(capsys, "machine", "restore", "a.json", "--json") == made
    assert json.loads(made)["seed"] == 3
