"""Files that were made to do harm, and saving that is ended in its midst: a sentence; the old file or the new one."""

import hashlib
import json
import math
import os
import pickle
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perceptron_sim import Session
from perceptron_sim.errors import InputError
from perceptron_sim.session_file import opened, save
from perceptron_sim.session_file.document import MOST_BYTES, MOST_VALUES, read, this_computer

ROOT = Path(__file__).resolve().parents[3]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT), "OPENBLAS_NUM_THREADS": "1"}
NASTY = (
    *(None, True, 0, -1, 1, 0.5, 2**31, 2**63, 10**30, 1e300, -1e-300, "", "x", "nan", "A" * 99),
    *([], [[]], [None], [1] * 5, {}, {"a": 1}, {"array": "int64", "written": "int64", "shape": [3], "data": "x"}),
)
DELETED = object()


def paths(value, here=()):
    """The way to every value of a document; of a list the first four will do."""
    if here:
        yield here
    items = value.items() if isinstance(value, dict) else enumerate(value[:4]) if isinstance(value, list) else ()
    for key, each in items:
        yield from paths(each, (*here, key))


def with_other(body, way, value):
    """*body* with *value* at the end of *way*."""
    changed = json.loads(json.dumps(body))
    holder = changed
    for key in way[:-1]:
        holder = holder[key]
    if value is DELETED:
        del holder[way[-1]]
    else:
        holder[way[-1]] = value
    return changed


def signed(body):
    """*body* as somebody writes it who knows the format and means harm: the sha256 is right."""
    document = {"format": "perceptron-sim session", "version": 1, "program": "0", "computer": this_computer()}
    document["session"] = body
    in_order = json.dumps({name: document[name] for name in sorted(document)}, separators=(",", ":"))
    return json.dumps({**document, "sha256": hashlib.sha256(in_order.encode()).hexdigest()}).encode()


def opens_or_is_refused_in_a_sentence(path):
    """A session that can be looked at and goes on, or one sentence that is no longer than people read."""
    refused = ""
    try:
        session = opened(path)
    except InputError as error:
        refused = str(error)
    assert "\n" not in refused
    assert len(refused) < 500
    if refused:
        return
    session.snapshot()
    session.advance(3.0, budget_s=math.inf)
    save(session, path)


@pytest.fixture(scope="module")
def body(kept):
    return read(kept).body


@given(data=st.data())
@settings(max_examples=15)
def test_whatever_stands_in_a_file_it_is_opened_or_refused_in_a_sentence(body, tmp_path_factory, data):
    path = tmp_path_factory.getbasetemp() / "changed.session.json"
    way, value = data.draw(st.sampled_from(sorted(paths(body), key=str))), data.draw(st.sampled_from((*NASTY, DELETED)))
    path.write_bytes(signed(with_other(body, way, value)))
    opens_or_is_refused_in_a_sentence(path)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(4))
def test_so_it_is_wherever_and_whatever_else_is_changed(body, tmp_path, seed):
    dice, path = random.Random(seed), tmp_path / "changed.session.json"
    ways = sorted(paths(body), key=str)
    for _ in range(150):
        path.write_bytes(signed(with_other(body, dice.choice(ways), dice.choice((*NASTY, DELETED)))))
        opens_or_is_refused_in_a_sentence(path)


class Trap:
    """What unpickling would carry out."""

    def __reduce__(self):
        return os._exit, (13,)


@pytest.mark.parametrize(
    "content",
    [
        pickle.dumps(Trap()),
        b'{"py/object": "os.system", "format": "perceptron-sim session"}',
        b"!!python/object/apply:os._exit [13]",
        b"\x89PNG\r\n\x1a\n" + bytes(99),
        b'{"format": "perceptron-sim session", "version": 99}',
    ],
    ids=["pickle", "jsonpickle", "yaml", "picture", "newer"],
)
def test_nothing_that_is_in_a_file_is_carried_out(tmp_path, content):
    (tmp_path / "a.session.json").write_bytes(content)
    with pytest.raises(InputError):
        opened(tmp_path / "a.session.json")


def test_a_file_that_names_other_files_is_refused(kept, tmp_path):
    body = read(kept).body
    for way, value in (
        (("experiment", "settings", "data"), {"path": "/etc/passwd"}),
        (("experiment", "settings", "mark1", "wiring"), "/dev/zero"),
    ):
        (tmp_path / "a.session.json").write_bytes(signed(with_other(body, way, value)))
        with pytest.raises(InputError, match="must name no file, got "):
            opened(tmp_path / "a.session.json")


MEASURED = """
import resource, sys
from pathlib import Path
from perceptron_sim.errors import InputError
from perceptron_sim.session_file import opened
for name in sys.argv[1:]:
    try:
        opened(Path(name))
    except InputError:
        continue
    raise SystemExit(f"{name} was opened")
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def hostile_files(folder, body):
    """Files of every kind that might fill the memory."""
    head = b'{"format": "perceptron-sim session", "x": ['
    item = b'{"a":{}},'
    machine = with_other(body, ("experiment", "settings", "mark1", "association", "units"), 1_000_000)
    retina = with_other(body, ("experiment", "settings", "mark1", "retina", "rows"), 1000)
    network = with_other(body, ("experiment", "settings", "modern", "hidden"), [3000, 3000, 3000])
    array = {"array": "float64", "written": "float64", "shape": [2**22], "data": ""}
    contents = {
        "large": b" " * 100_000_000,
        "deep": b"[" * (MOST_VALUES - 1),
        "many": head + item * (MOST_VALUES // 3 - 9) + b"0]}",
        "text": head + b'"' + b"\\u4e00" * (MOST_BYTES // 6 - 99) + b'"]}',
        "machine": signed(machine),
        "retina": signed(retina),
        "network": signed(network),
        "arrays": signed({**body, "log": [array] * 3}),
    }
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    return [str(folder / name) for name in contents]


@pytest.mark.long
def test_no_file_fills_the_memory(body, tmp_path):
    measured = subprocess.run(
        [sys.executable, "-c", MEASURED, *hostile_files(tmp_path, body)],
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert int(measured.stdout) < 500_000  # kilobytes


WRITING = """
import sys
from pathlib import Path
from perceptron_sim.files import write_whole
path = Path(sys.argv[1])
contents = [path.with_name(name).read_bytes() for name in ("one.session.json", "other.session.json")]
print("ready", flush=True)
while True:
    for content in contents:
        write_whole("session", path, content)
"""
SAVING = """
import sys
from pathlib import Path
from perceptron_sim.session_file import captured, opened, write
path = Path(sys.argv[1])
captures = [captured(opened(path.with_name(name))) for name in ("one.session.json", "other.session.json")]
print("ready", flush=True)
while True:
    for capture in captures:
        write(capture, path)
"""


def killed_while_saving(folder, program, kills, dice):
    """Saves again and again in a process that is killed at random moments; the file must be one or the other."""
    path, known = folder / "kept.session.json", {x.read_bytes() for x in folder.iterdir()}
    for _ in range(kills):
        with subprocess.Popen(
            [sys.executable, "-c", program, str(path)], env=ENVIRONMENT, stdout=subprocess.PIPE, text=True
        ) as process:
            assert process.stdout.readline() == "ready\n"
            try:
                process.wait(timeout=dice.uniform(0.0, 0.1))
            except subprocess.TimeoutExpired:
                process.kill()
        assert process.returncode == -signal.SIGKILL
        if path.exists():
            assert path.read_bytes() in known
    return path


@pytest.fixture
def two_files(small, tmp_path):
    """A folder with two sessions in it."""
    for seconds, name in enumerate(("one", "other"), start=1):
        session = Session(small)
        session.advance(float(seconds), budget_s=math.inf)
        save(session, tmp_path / f"{name}.session.json")
    return tmp_path


def test_who_is_killed_while_saving_leaves_the_old_file_or_the_new_one(two_files):
    killed_while_saving(two_files, WRITING, 3, random.Random(1))


@pytest.mark.long
def test_so_does_who_is_killed_fifty_times(two_files):
    path = killed_while_saving(two_files, SAVING, 50, random.Random(2))
    assert opened(path).digest in {opened(two_files / f"{name}.session.json").digest for name in ("one", "other")}
