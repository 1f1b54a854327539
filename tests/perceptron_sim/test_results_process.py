"""Runs into a folder as processes: killed anywhere, interrupted, without room, without rights, two at a time."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).resolve().parents[2]
SERVER = Path(__file__).with_name("serve_runs.py")
BRIEF = "passes = 2\n\n[modern]\nhidden = [8]\n"  # 52 exposures of two learners
RUN = ("run", "brief.toml", "--json", "--out", "run")
FILES = ["results.csv", "run.json", "weights.npz"]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "error", "OPENBLAS_NUM_THREADS": "1"}


@pytest.fixture(scope="module")
def ask():
    """Asks serve_runs.py for what it describes."""
    command = [sys.executable, str(SERVER)]
    with subprocess.Popen(command, env=ENVIRONMENT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:

        def answer(**request):
            server.stdin.write(json.dumps(request, default=str) + "\n")
            server.stdin.flush()
            return json.loads(server.stdout.readline())

        yield answer
        server.stdin.close()


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "brief.toml").write_text(BRIEF)
    return tmp_path


@pytest.fixture(scope="module")
def whole(ask, tmp_path_factory):
    """The folder of a run that nobody disturbed, for each kind of rows."""
    folders = {}
    for rows in ("exposures", "passes", "none"):
        folder = tmp_path_factory.mktemp(rows)
        (folder / "brief.toml").write_text(BRIEF)
        assert ask(arguments=[*RUN, "--rows", rows], folder=folder)["code"] == 0
        folders[rows] = folder / "run"
    return folders


def described(run):
    return json.loads((run / "run.json").read_text())


def without_wall_s(run):
    """The rows, each of them whole, but for their last column."""
    lines = (run / "results.csv").read_text().splitlines(keepends=True)
    assert all(line.endswith("\n") for line in lines)
    return [line.rpartition(",")[0] for line in lines]


def contents(run):
    return {x.name: x.read_bytes() for x in run.iterdir()}


def check_whole(run, whole, *, besides=()):
    """*run* must be to the byte what an undisturbed one is, apart from what the computer took."""
    assert sorted(x.name for x in run.iterdir()) == sorted([*(x.name for x in whole.iterdir()), *besides])
    assert described(run)["digest"] == described(whole)["digest"]
    assert described(run)["finished"]
    assert (run / "weights.npz").read_bytes() == (whole / "weights.npz").read_bytes()
    if (whole / "results.csv").exists():
        assert without_wall_s(run) == without_wall_s(whole)


def check_sound(run, whole):
    """What a kill has left in *run* must be valid as far as it goes; only a file's unfinished copy may be damaged."""
    if (run / "run.json").exists():
        assert described(run)["settings"] == described(whole)["settings"]
    if (run / "results.csv").exists():
        rows = (run / "results.csv").read_text()
        ended = rows[: rows.rfind("\n") + 1].splitlines()
        assert [line.rpartition(",")[0] for line in ended] == without_wall_s(whole)[: len(ended)]
    if (run / "weights.npz").exists():
        with np.load(run / "weights.npz") as arrays:
            assert all(arrays[name] is not None for name in arrays)


def killed_and_resumed(ask, folder, whole, number, *more):
    """Kill a run before it touches its folder the *number*th time and go on with it; False if it does not so often."""
    code = ask(arguments=[*RUN, *more], folder=folder, crash_at=number)["code"]
    if code == 0:
        return False
    assert code == -signal.SIGKILL
    if (folder / "run").exists():
        check_sound(folder / "run", whole)
    ended = ask(arguments=[*RUN, *more, "--resume"], folder=folder)
    assert ended["code"] == 0
    assert json.loads(ended["out"])["digest"] == described(whole)["digest"]
    return True


@pytest.mark.parametrize("number", [2, 5, 12])
def test_a_run_that_is_killed_at_a_file_and_resumed_is_as_if_nothing_had_been(ask, folder, whole, number):
    assert killed_and_resumed(ask, folder, whole["exposures"], number)
    check_whole(folder / "run", whole["exposures"])


@pytest.mark.long
@pytest.mark.parametrize("rows", ["exposures", "passes"])
def test_so_is_one_that_is_killed_at_any_file(ask, folder, whole, rows):
    for number in range(1, 60):
        if not killed_and_resumed(ask, folder, whole[rows], number, "--rows", rows, "--format", "parquet"):
            break
        check_whole(folder / "run", whole[rows], besides=["results.parquet"])
        shutil.rmtree(folder / "run")
    assert number > 10


@pytest.mark.parametrize("exposures", [1, 40])
def test_a_run_that_is_killed_among_its_rows_keeps_them_and_is_resumed(ask, folder, whole, exposures):
    halted = ask(arguments=RUN, folder=folder, halt_at=exposures)
    os.kill(halted["pid"], signal.SIGKILL)
    assert ask(**halted) == {"code": -signal.SIGKILL, "out": "", "err": ""}
    assert without_wall_s(folder / "run") == without_wall_s(whole["exposures"])[: 1 + 2 * exposures]
    assert ask(arguments=[*RUN, "--resume"], folder=folder)["code"] == 0
    check_whole(folder / "run", whole["exposures"])


@pytest.mark.long
def test_a_run_that_is_killed_at_twenty_random_moments_and_resumed_is_as_if_nothing_had_been(tmp_path):
    command = [sys.executable, "-m", "perceptron_sim", "run", "letters", "--seed", "1", "--json", "--out", "run"]
    (tmp_path / "whole").mkdir()
    began = time.monotonic()
    subprocess.run(command, cwd=tmp_path / "whole", env=ENVIRONMENT, capture_output=True, check=True)
    took_s, moments, killed = time.monotonic() - began, random.Random(5), 0
    while killed < 20:
        with tempfile.TemporaryDirectory(dir=tmp_path) as name:
            folder, began = Path(name), time.monotonic()
            with subprocess.Popen(command, cwd=folder, env=ENVIRONMENT, stdout=subprocess.DEVNULL) as process:
                try:
                    process.wait(timeout=moments.uniform(0, took_s))
                except subprocess.TimeoutExpired:
                    process.kill()
                    killed += 1
                else:  # it was quicker than the one before
                    took_s = time.monotonic() - began
                    continue
            if (folder / "run").exists():
                check_sound(folder / "run", tmp_path / "whole/run")
            subprocess.run([*command, "--resume"], cwd=folder, env=ENVIRONMENT, capture_output=True, check=True)
            check_whole(folder / "run", tmp_path / "whole/run")


@pytest.mark.parametrize("rows", ["exposures", "passes", "none"])
def test_ctrl_c_leaves_a_valid_partial_result_says_where_it_stopped_and_is_resumed(ask, folder, whole, rows):
    command = [*RUN, "--rows", rows]
    halted = ask(arguments=command, folder=folder, halt_at=30)
    os.kill(halted["pid"], signal.SIGINT)
    os.kill(halted["pid"], signal.SIGCONT)
    ended = ask(**halted)
    assert ended["code"] == 130
    assert ended["err"].startswith("perceptron-sim: interrupted after 30 exposures")
    assert ended["err"].count("\n") == 1
    assert not json.loads(ended["out"])["finished"]
    run = described(folder / "run")
    assert (run["finished"], run["exposures"], run["learners"]["mark1"]["exposures"]) == (False, 30, 30)
    if rows != "none":
        written = without_wall_s(folder / "run")
        assert written == without_wall_s(whole[rows])[: len(written)]
        assert len(written) == {"exposures": 61, "passes": 3}[rows]
    assert ask(arguments=[*command, "--resume"], folder=folder)["code"] == 0
    check_whole(folder / "run", whole[rows])


@pytest.mark.parametrize(("file_bytes", "left"), [(200, []), (6_000, FILES[:2]), (30_000, FILES[:2])])
def test_without_room_there_is_one_sentence_and_what_was_written_is_valid_and_is_resumed(
    ask, folder, whole, file_bytes, left
):
    ended = ask(arguments=RUN, folder=folder, file_bytes=file_bytes)
    assert (ended["code"], ended["out"]) == (2, "")
    kept = "; the rows written before stay, go on with --resume" if left else ""
    sentence = f"out must be a folder that can be written to, got 'run': File too large{kept}"
    assert ended["err"] == f"perceptron-sim: {sentence}\n"
    assert sorted(x.name for x in (folder / "run").iterdir()) == left
    if left:
        rows = without_wall_s(folder / "run")
        assert rows == without_wall_s(whole["exposures"])[: len(rows)]
        assert len(rows) > 25
        assert not described(folder / "run")["finished"]
    assert ask(arguments=[*RUN, "--resume"], folder=folder)["code"] == 0
    check_whole(folder / "run", whole["exposures"])


@pytest.mark.parametrize("locked", ["run", "."])
def test_a_folder_that_may_only_be_read_is_refused_in_one_sentence(ask, folder, locked):
    if locked == "run":
        (folder / "run").mkdir()
    (folder / locked).chmod(0o555)
    ended = ask(arguments=RUN, folder=folder, rights=False)
    (folder / locked).chmod(0o755)
    assert (ended["code"], ended["out"]) == (2, "")
    assert ended["err"] == (
        "perceptron-sim: out must be a folder that can be written to, got 'run': Permission denied\n"
    )
    assert not (folder / "run").exists() or contents(folder / "run") == {}


def test_a_run_that_may_only_be_read_is_not_gone_on_with_and_stays_as_it_is(ask, folder):
    halted = ask(arguments=RUN, folder=folder, halt_at=30)
    os.kill(halted["pid"], signal.SIGKILL)
    ask(**halted)
    before = contents(folder / "run")
    (folder / "run").chmod(0o555)
    ended = ask(arguments=[*RUN, "--resume"], folder=folder, rights=False)
    (folder / "run").chmod(0o755)
    assert (ended["code"], ended["err"].count("\n")) == (2, 1)
    assert "Permission denied" in ended["err"]
    assert contents(folder / "run") == before


@pytest.mark.parametrize("again", [False, True])
def test_a_folder_that_is_taken_away_during_the_run_is_one_sentence(ask, folder, whole, again):
    halted = ask(arguments=RUN, folder=folder, halt_at=20)
    (folder / "run").rename(folder / "moved")
    if again:
        shutil.copytree(folder / "moved", folder / "run")
    os.kill(halted["pid"], signal.SIGCONT)
    ended = ask(**halted)
    assert (ended["code"], ended["out"], ended["err"].count("\n")) == (2, "", 1)
    assert ended["err"].startswith(
        "perceptron-sim: results.csv must stay" if again else "perceptron-sim: out must be a"
    )
    (folder / "run").exists() and shutil.rmtree(folder / "run")
    (folder / "moved").rename(folder / "run")
    assert ask(arguments=[*RUN, "--resume"], folder=folder)["code"] == 0
    check_whole(folder / "run", whole["exposures"])


def test_of_two_processes_the_second_is_refused_until_the_first_is_gone_however_it_went(ask, folder, whole):
    halted = ask(arguments=RUN, folder=folder, halt_at=20)
    before = contents(folder / "run")
    for more in ((), ("--resume",)):
        ended = ask(arguments=[*RUN, *more], folder=folder)
        assert (ended["code"], ended["out"]) == (2, "")
        assert ended["err"] == (
            "perceptron-sim: out must be a folder that no other process is writing into, got 'run', "
            "which another run holds\n"
        )
    assert contents(folder / "run") == before
    os.kill(halted["pid"], signal.SIGKILL)
    ask(**halted)
    assert ask(arguments=[*RUN, "--resume"], folder=folder)["code"] == 0
    check_whole(folder / "run", whole["exposures"])
