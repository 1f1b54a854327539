"""Sweeps over processes: whoever is killed, whenever, the same command ends with the bytes of an undisturbed sweep."""

import os
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from perceptron_sim.errors import SettingError, SimulatorError
from perceptron_sim.sweep.folder import FAILURES, JOURNAL, ROWS
from perceptron_sim.sweep.grid_file import read_grid
from perceptron_sim.sweep.running import sweep

ROOT = Path(__file__).resolve().parents[3]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT), "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
KILLS = 20
LONGEST_S = 120
CELLS = """
experiment = "letters"
learners = "mark1"
passes = 1
seeds = 3
[grid]
"mark1.association.threshold" = [1, 2, 3]
"mark1.plugboard.excitatory" = [3, 4, 5, 6]
"""
FEWER = CELLS.replace("seeds = 3", "seeds = 2")
MANY = CELLS.replace("passes = 1", "passes = 3").replace("[3, 4, 5, 6]", str(list(range(1, 21))))
LOOPBACK = "127.0.0.1"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "grid.toml").write_text(CELLS, encoding="utf-8")
    return tmp_path


def undisturbed(folder):
    """The tables of the sweep of *folder*, computed here."""
    sweep(read_grid(folder / "grid.toml"), folder / "whole")
    return tables(folder / "whole")


def tables(out):
    return {name: (out / name).read_bytes() for name in (ROWS, FAILURES)}


def begun(folder, *arguments):
    """A process that sweeps."""
    command = [sys.executable, "-m", "perceptron_sim", "sweep", "grid.toml", "--out", "out", *arguments]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    return subprocess.Popen(command, cwd=folder, env=ENVIRONMENT, start_new_session=True, **pipes)


def rows_come(process, journal, least=1):
    """Wait until *journal* has so many lines, or *process* has ended."""
    waiting = threading.Event()
    while process.poll() is None and not (journal.exists() and journal.read_bytes().count(b"\n") >= least):
        waiting.wait(0.005)


def test_a_sweep_in_processes_killed_and_gone_on_with_here_has_the_same_bytes(folder):
    (folder / "grid.toml").write_text(FEWER, encoding="utf-8")
    whole = undisturbed(folder)
    with begun(folder, "--scheduler", "local", "--workers", "2") as process:
        rows_come(process, folder / "out" / JOURNAL)
        process.kill()
    assert process.returncode == -signal.SIGKILL
    assert not (folder / "out" / ROWS).exists()
    kept = (folder / "out" / JOURNAL).read_bytes()
    assert sweep(read_grid(folder / "grid.toml"), folder / "out").missing == 0
    assert tables(folder / "out") == whole
    assert (folder / "out" / JOURNAL).read_bytes().startswith(kept[: kept.rfind(b"\n") + 1])


def test_nobody_to_compute_is_said_in_a_sentence(folder, monkeypatch):
    distributed = pytest.importorskip("distributed")
    from perceptron_sim.sweep import dask_cluster

    monkeypatch.setattr(dask_cluster, "NO_WORKERS_S", 0.1)
    with distributed.LocalCluster(
        n_workers=0, processes=False, host=LOOPBACK, protocol="tcp", dashboard_address=None
    ) as idle:
        address = idle.scheduler_address
        told = (
            rf"must have a worker within 0 s, got none: start some with `dask worker {re.escape(address)} --nthreads 1`"
        )
        with pytest.raises(SettingError, match=told):
            sweep(read_grid(folder / "grid.toml"), folder / "out", scheduler=address)


def test_a_scheduler_without_a_certificate_or_a_file_is_refused(folder):
    pytest.importorskip("distributed")
    for name, told in (("tls://localhost:8786", "reached with a certificate"), ("none.json", "a file that `dask")):
        with pytest.raises(SimulatorError, match=rf"scheduler must be {told}.*, got '{name}'"):
            sweep(read_grid(folder / "grid.toml"), folder / "out", scheduler=name)
        assert not (folder / "out").exists()


@pytest.mark.long
@pytest.mark.parametrize("told", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_or_the_end_of_its_time_ends_a_sweep_in_processes_with_one_sentence(folder, told):
    (folder / "grid.toml").write_text(MANY, encoding="utf-8")
    with begun(folder, "--scheduler", "local", "--workers", "2") as process:
        rows_come(process, folder / "out" / JOURNAL)
        os.killpg(process.pid, told)  # as a terminal or a batch system does
        said = process.communicate(timeout=LONGEST_S)
    assert process.returncode == 130
    assert said == ("", "perceptron-sim: interrupted; 'out' holds what was reached, the same command goes on\n")


class Cluster:
    """A Dask scheduler and two workers on loopback, each a process that can be killed."""

    def __init__(self, folder):
        self._folder, self._port = folder, free_port()
        self.address = f"tcp://{LOOPBACK}:{self._port}"
        self.begin()

    def begin(self):
        place = ("--host", LOOPBACK, "--port", str(self._port), "--dashboard-address", f"{LOOPBACK}:0")
        self.scheduler = self._started("scheduler", *place)
        self.workers = [self.worker(), self.worker()]

    def worker(self):
        return self._started("worker", self.address, "--nthreads", "1", "--no-nanny", "--no-dashboard")

    def end(self):
        for process in (self.scheduler, *self.workers):
            process.kill()
            process.wait()

    def kill(self, victim, client):
        """End a process without a word, and begin another in its place; of the scheduler, with its workers."""
        if victim == "client":
            client.kill()
        elif victim == "worker":
            self.workers[0].kill()
            self.workers[0].wait()
            self.workers = [self.workers[1], self.worker()]
        else:
            self.end()
            client.wait(LONGEST_S)
            self.begin()

    def _started(self, *arguments):
        command = [sys.executable, "-m", "dask", *arguments]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        return subprocess.Popen(command, cwd=self._folder, env=ENVIRONMENT, **quiet)


def free_port():
    with socket.socket() as found:
        found.bind((LOOPBACK, 0))
        return found.getsockname()[1]


@pytest.fixture
def cluster(folder):
    pytest.importorskip("distributed")
    running = Cluster(folder)
    yield running
    running.end()


@pytest.mark.long
def test_kills_of_anybody_at_any_moment_change_no_byte(folder, cluster):
    (folder / "grid.toml").write_text(MANY, encoding="utf-8")
    whole, out, dice = undisturbed(folder), folder / "out", random.Random(6)
    kills = finished = 0
    while kills < KILLS or not finished:
        with begun(folder, "--scheduler", cluster.address) as client:
            have = (out / JOURNAL).read_bytes().count(b"\n") if (out / JOURNAL).exists() else 0
            if kills < KILLS:
                rows_come(client, out / JOURNAL, have + dice.randrange(1, 12))
                if client.poll() is None:
                    cluster.kill(dice.choice(["client", "worker", "scheduler"]), client)
                    kills += 1
            told = client.communicate(timeout=LONGEST_S)
        assert client.returncode in (0, 2, -signal.SIGKILL), told
        if client.returncode == 0:
            assert tables(out) == whole
            finished += 1
            if kills < KILLS:
                shutil.rmtree(out)


@pytest.mark.long
def test_the_guide_runs_as_written_with_a_scheduler_and_two_workers(folder):
    page = (ROOT / "docs/guides/sweeps.md").read_text(encoding="utf-8")
    [grid] = re.findall(r"^```toml\n# chance.toml\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    (folder / "chance.toml").write_text(grid, encoding="utf-8")
    lines = re.findall(r"^```sh\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)[0].splitlines()
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    started, environment = [], {**ENVIRONMENT, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    try:
        for line in lines[:-1]:
            assert line.startswith("dask ")
            started.append(subprocess.Popen(line.split(), cwd=folder, env=environment, **quiet))
        command = [sys.executable, "-m", "perceptron_sim", *lines[-1].split()[1:]]
        done = subprocess.run(command, cwd=folder, env=environment, timeout=LONGEST_S, check=False)
        assert done.returncode == 1  # five of its cells cannot be
    finally:
        for process in started:
            process.terminate()
            process.wait(LONGEST_S)
    sweep(read_grid(folder / "chance.toml"), folder / "whole")
    assert tables(folder / "cluster") == tables(folder / "whole")


@pytest.mark.long
def test_every_scheduler_gives_the_same_bytes(folder, cluster):
    whole = undisturbed(folder)
    for scheduler in ("sync", "local", cluster.address):
        with begun(folder, "--scheduler", scheduler) as client:
            assert client.communicate(timeout=LONGEST_S)[1] == ""
        assert tables(folder / "out") == whole
        shutil.rmtree(folder / "out")
