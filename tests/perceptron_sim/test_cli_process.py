"""The command line as a process of its own: exit codes, signals, kills, pipes, and what it loads."""

import json
import os
import shlex
import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# Runs the command line, but stands still after so many exposures until it is told to go on.
HALTING = """
import sys
from perceptron_sim import cli, results

halt_at, record, seen = int(sys.argv[1]), results.RunFolder.record, []

def record_and_halt(folder, trials):
    record(folder, trials)
    seen.append(trials)
    if len(seen) == halt_at:
        print("halted", file=sys.stderr, flush=True)
        sys.stdin.readline()

results.RunFolder.record = record_and_halt
sys.exit(cli.main(sys.argv[2:]))
"""
# Runs the command line with so many bytes as the largest file that can be written.
LITTLE_ROOM = """
import resource, sys
from perceptron_sim import cli

resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), -1))
sys.exit(cli.main(sys.argv[2:]))
"""
LOADED = """
import sys
from perceptron_sim.cli import main

code = main(sys.argv[1:])
print(code, *sorted(sys.modules), file=sys.stderr)
"""


def environment(**more):
    kept = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    return {**kept, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "error", "NO_COLOR": "1", **more}


def start(*arguments, folder, **more):
    return subprocess.Popen(
        [sys.executable, *arguments],
        cwd=folder,
        env=environment(**more),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def done(*arguments, folder, **more):
    """(exit code, standard output, standard error) of a process that was left alone."""
    with start(*arguments, folder=folder, **more) as process:
        out, err = process.communicate()
    return process.returncode, out, err


def halted(exposures, out, number, folder):
    """What remains of a run into *out* that gets signal *number* after *exposures*."""
    command = ("-c", HALTING, str(exposures), "run", "letters", "--seed", "1", "--json", "--out", str(out))
    with start(*command, folder=folder) as process:
        assert process.stderr.readline() == "halted\n"
        process.send_signal(number)
        printed, complaint = process.communicate("go on\n")
    return process.returncode, printed, complaint


def without_wall_s(path):
    return [line.rpartition(",")[0] for line in (path / "results.csv").read_text().splitlines()]


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """The run of seed 1, undisturbed: its folder and what was printed."""
    folder = tmp_path_factory.mktemp("whole")
    command = ("-m", "perceptron_sim", "run", "letters", "--seed", "1", "--json", "--out", "run")
    code, out, err = done(*command, folder=folder)
    assert (code, err) == (0, "")
    return folder / "run", json.loads(out)


def test_the_same_seed_prints_the_same_digest(whole, tmp_path):
    code, out, err = done("-m", "perceptron_sim", "run", "letters", "--seed", "1", "--json", folder=tmp_path)
    assert (code, err) == (0, "")
    assert json.loads(out)["digest"] == whole[1]["digest"]
    assert list(tmp_path.iterdir()) == []


def test_ctrl_c_leaves_a_valid_partial_result_and_resume_ends_with_the_same_digest(whole, tmp_path):
    code, printed, complaint = halted(30, tmp_path / "run", signal.SIGINT, tmp_path)
    assert code == 130
    assert complaint.startswith("perceptron-sim: interrupted after 30 exposures; ")
    assert complaint.count("\n") == 1
    run = json.loads((tmp_path / "run/run.json").read_text())
    assert not run["finished"]
    assert not json.loads(printed)["finished"]
    assert run["learners"]["mark1"]["exposures"] == 30
    assert without_wall_s(tmp_path / "run") == without_wall_s(whole[0])[:61]
    resumed(whole, tmp_path)


@pytest.mark.parametrize(("exposures", "torn"), [(1, 0), (200, 250)])
def test_a_killed_run_keeps_its_rows_and_resume_ends_with_the_same_digest(whole, tmp_path, exposures, torn):
    code, printed, complaint = halted(exposures, tmp_path / "run", signal.SIGKILL, tmp_path)
    assert (code, printed, complaint) == (-signal.SIGKILL, "", "")
    assert without_wall_s(tmp_path / "run") == without_wall_s(whole[0])[: 1 + 2 * exposures]
    rows = tmp_path / "run/results.csv"
    os.truncate(rows, rows.stat().st_size - torn)
    resumed(whole, tmp_path)


def resumed(whole, folder):
    """Go on with the run in *folder*; it must end like the whole one."""
    command = ("-m", "perceptron_sim", "run", "letters", "--seed", "1", "--json", "--out", "run", "--resume")
    code, out, err = done(*command, folder=folder)
    assert (code, err) == (0, "")
    assert json.loads(out)["digest"] == whole[1]["digest"]
    assert without_wall_s(folder / "run") == without_wall_s(whole[0])
    assert (folder / "run/weights.npz").read_bytes() == (whole[0] / "weights.npz").read_bytes()
    assert sorted(x.name for x in (folder / "run").iterdir()) == ["results.csv", "run.json", "weights.npz"]


def test_a_full_disk_is_one_sentence_and_what_was_written_can_be_gone_on_with(whole, tmp_path):
    command = ("-c", LITTLE_ROOM, "9000", "run", "letters", "--seed", "1", "--json", "--out", "run")
    code, out, err = done(*command, folder=tmp_path)
    assert (code, out) == (2, "")
    assert err.startswith("perceptron-sim: out must be a folder that can be written to, got 'run': ")
    assert err.count("\n") == 1
    assert (tmp_path / "run/results.csv").stat().st_size == 9000
    resumed(whole, tmp_path)


def test_a_reader_who_leaves_ends_the_run_quietly(tmp_path):
    with start("-m", "perceptron_sim", "run", "letters", folder=tmp_path) as process:
        process.stdout.close()
        complaint = process.stderr.read()
    assert complaint == ""
    assert process.returncode == 1


@pytest.mark.parametrize("arguments", [["rnu"], ["run", "letters", "--seed", "-1"], ["run", "x", "--out", "run"]])
def test_a_refusal_is_one_line_on_standard_error_and_exit_code_2(tmp_path, arguments):
    code, out, err = done("-m", "perceptron_sim", *arguments, folder=tmp_path)
    assert (code, out) == (2, "")
    assert err.startswith("perceptron-sim: ")
    assert err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("arguments", [["--help"], ["run", "--help"]])
def test_help_loads_neither_pygame_nor_matplotlib_nor_numpy(tmp_path, arguments):
    code, _, err = done("-c", LOADED, *arguments, folder=tmp_path)
    main_code, *loaded = err.split()
    assert (code, main_code) == (0, "0")
    assert not {"pygame", "matplotlib", "numpy", "simpy"} & set(loaded)


@pytest.mark.parametrize("arguments", [["run", "letters", "--json"], ["doctor"]])
def test_what_opens_no_window_loads_no_pygame(tmp_path, arguments):
    code, _, err = done("-c", LOADED, *arguments, folder=tmp_path)
    assert code == 0
    assert not {"pygame", "matplotlib"} & set(err.split())


def test_without_a_display_there_is_a_table_and_a_picture(tmp_path):
    code, out, err = done("-m", "perceptron_sim", folder=tmp_path, SDL_VIDEODRIVER="")
    assert (code, err) == (0, "")
    assert out.splitlines()[0].startswith("There is no display")
    (picture,) = tmp_path.iterdir()
    assert str(picture) in out
    assert picture.read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("arguments", "closed", "code"),
    [
        (["list"], ">&-", 0),
        (["list"], "2>&-", 0),
        (["list"], "<&- >&- 2>&-", 0),
        (["--version"], ">&-", 0),
        (["run", "nothing"], ">&-", 2),
        (["run", "nothing"], "2>&-", 2),
        (["rnu"], "<&- >&- 2>&-", 2),
    ],
)
def test_streams_that_were_closed_before_change_nothing_but_what_is_seen(tmp_path, arguments, closed, code):
    command = shlex.join([sys.executable, "-m", "perceptron_sim", *arguments])
    done = subprocess.run(
        f"{command} {closed}", shell=True, env=environment(), cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == code
    assert (done.stdout != "") == (code == 0 and closed == "2>&-")  # a refusal is never on standard output
    assert done.stderr.count("\n") == (code == 2 and closed == ">&-")
