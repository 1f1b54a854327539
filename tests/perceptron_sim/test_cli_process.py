"""The command line as a process of its own: exit codes, pipes, closed streams, and what it loads."""

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from perceptron_sim import run

ROOT = Path(__file__).resolve().parents[2]
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


def test_a_process_of_its_own_prints_the_same_digest_as_a_script_gets(tmp_path):
    code, out, err = done("-m", "perceptron_sim", "run", "letters", "--seed", "1", "--json", folder=tmp_path)
    assert (code, err) == (0, "")
    assert json.loads(out)["digest"] == run("letters", seed=1).digest
    assert list(tmp_path.iterdir()) == []


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


@pytest.mark.parametrize(
    "arguments",
    [["run", "letters", "--json"], ["run", "letters", "--out", "run"], ["list"], ["list", "letters"], ["doctor"]],
)
def test_what_is_not_used_is_not_loaded(tmp_path, arguments):
    code, _, err = done("-c", LOADED, *arguments, folder=tmp_path)
    assert code == 0
    assert not {"pygame", "matplotlib", "pyarrow", "PIL"} & set(err.split())


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
