"""Checkpoints: the whole machine between two lessons as text, and back, to go on as if nothing had been.

The document is JSON: format, version, the body's sha256, and the body. Arrays are packed, all other numbers are plain.
"""

import base64
import binascii
import hashlib
import json
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import simpy

from hardware.course import Course
from hardware.errors import CheckpointError, Mark1Error, shown
from hardware.failures import FailureProcess
from hardware.fault_schedule import FaultSchedule
from hardware.instants import LATEST_S
from hardware.machine import Mark1
from hardware.panel import Panel
from hardware.plain import plain
from hardware.spec import Mark1Spec
from hardware.stored import Stored
from hardware.trainer import Trainer

FORMAT, VERSION = "Mark I checkpoint", 2
READ = (1, VERSION)  # those of version 1 say nothing of motors' switch and control: they are as the specification says
MOST_SEED = 10**100
DTYPES = ("bool", "int8", "int32", "int64", "float64")
MOST_BYTES = 2**30  # of any one array
ARRAY = "array"  # the key that tells a packed array from a mapping of fields


@dataclass(frozen=True, slots=True)
class Restored:
    """What a checkpoint held, on a clock that stands where it stood; failures and schedule have been started."""

    trainer: Trainer
    course: Course | None
    schedule: FaultSchedule | None
    failures: FailureProcess | None


def checkpoint(
    trainer: Trainer,
    course: Course | None = None,
    schedule: FaultSchedule | None = None,
    failures: FailureProcess | None = None,
) -> str:
    """*trainer*, its machine and what goes with them, as a document.

    CheckpointError while a lesson, a pulse or a setting by hand is under way: what goes on then lives in processes.
    """
    machine = trainer.machine
    if not 0 <= machine.env.now <= LATEST_S:
        raise CheckpointError(f"time must be from 0 to {LATEST_S:g} s for a checkpoint, got {machine.env.now!r}")
    if machine.occupied_by is not None:
        raise CheckpointError(f"a checkpoint must be taken between lessons, got a machine at {machine.occupied_by}")
    parts = {"course": course, "schedule": schedule, "failures": failures}
    body = {
        "spec": plain(machine.spec),
        "seed": int(machine.seed),
        "time_s": float(machine.env.now),
        "machine": machine.state(),
        "trainer": trainer.state(),
        **{name: None if part is None else part.state() for name, part in parts.items()},
    }
    packed = _packed(body)
    document = {"format": FORMAT, "version": VERSION, "sha256": _sha256(packed), "body": packed}
    return json.dumps(document, separators=(",", ":")) + "\n"


def restored(document: str | bytes, environment: Callable[[float], simpy.Environment] = simpy.Environment) -> Restored:
    """What *document* holds, on a new clock that *environment* makes from its instant; else CheckpointError."""
    try:
        return _built(Stored("checkpoint", _unpacked(_body(document))), environment)
    except CheckpointError:
        raise
    except RecursionError as error:
        raise CheckpointError("checkpoint must not be nested deeper than a machine is, got lists of lists") from error
    except Mark1Error as error:
        raise CheckpointError(f"checkpoint must describe a machine that can be: {error}") from error


def _built(stored: Stored, environment: Callable[[float], simpy.Environment]) -> Restored:
    env = environment(stored.number("time_s", 0.0, LATEST_S))
    spec, state = stored.spec("spec", Mark1Spec), stored.part("machine")
    wiring = Panel.restored(spec, state.part("panel")).wiring  # so that none is drawn
    machine = Mark1(env, spec, seed=stored.count("seed", MOST_SEED), wiring=wiring)
    machine.restore(state)
    trainer = Trainer(machine)
    trainer.restore(stored.part("trainer"))
    course = Course.restored(trainer, stored.part("course")) if stored.has("course") else None
    schedule = FaultSchedule.restored(machine, stored.part("schedule")).start() if stored.has("schedule") else None
    failures = FailureProcess.restored(machine, stored.part("failures")).start() if stored.has("failures") else None
    return Restored(trainer, course, schedule, failures)


def _body(document: str | bytes) -> Any:
    """The packed body of *document*, if it is whole and of a version that is understood."""
    try:
        found = json.loads(document)
    except (TypeError, ValueError, RecursionError) as error:
        raise CheckpointError("checkpoint must be a whole JSON document, got damaged text") from error
    if not isinstance(found, Mapping) or found.get("format") != FORMAT:
        name = found.get("format") if isinstance(found, Mapping) else found
        raise CheckpointError(f"checkpoint must be of format {FORMAT!r}, got {shown(name)}")
    version = found.get("version")
    if type(version) is not int or version not in READ:
        newer = isinstance(version, int) and version > VERSION
        rule, what = " or ".join(map(str, READ)), "a newer one, " if newer else ""
        raise CheckpointError(f"checkpoint must be of version {rule}, got {what}{shown(version)}")
    if "body" not in found:
        raise CheckpointError("checkpoint must have the field 'body', got none")
    digest = _sha256(found["body"])
    if found.get("sha256") != digest:
        raise CheckpointError(
            f"checkpoint must have the sha256 {digest[:12]}... it states, got {shown(found.get('sha256'))}"
        )
    return found["body"]


def _sha256(packed: Any) -> str:
    return hashlib.sha256(json.dumps(packed, separators=(",", ":")).encode()).hexdigest()


def _packed(value: Any) -> Any:
    """*value* with every array as its type and its bytes; they are of little-endian order."""
    if isinstance(value, np.ndarray):
        data = np.ascontiguousarray(value.astype(value.dtype.newbyteorder("<")))
        return {
            ARRAY: value.dtype.name,
            "size": value.size,
            "data": base64.b64encode(zlib.compress(data.tobytes())).decode(),
        }
    if isinstance(value, Mapping):
        return {key: _packed(item) for key, item in value.items()}
    return [_packed(item) for item in value] if isinstance(value, list | tuple) else value


def _unpacked(value: Any) -> Any:
    if isinstance(value, Mapping):
        return _array(value) if ARRAY in value else {key: _unpacked(item) for key, item in value.items()}
    return [_unpacked(item) for item in value] if isinstance(value, list) else value


def _array(packed: Mapping[str, Any]) -> np.ndarray[Any, Any]:
    name, size, data = packed[ARRAY], packed.get("size"), packed.get("data")
    known = isinstance(name, str) and name in DTYPES and isinstance(size, int) and isinstance(data, str)
    if not known or not 0 <= size * np.dtype(name).itemsize <= MOST_BYTES:
        raise CheckpointError(
            f"array must be of {', '.join(DTYPES)} with a size and data, got {shown(name)} of {shown(size)}"
        )
    dtype = np.dtype(name)
    try:
        unpacker = zlib.decompressobj()
        content = unpacker.decompress(base64.b64decode(str(data), validate=True), size * dtype.itemsize + 1)
    except (binascii.Error, ValueError, zlib.error) as error:
        raise CheckpointError(f"array must hold {size} packed numbers, got damaged data") from error
    if name == "bool" and content.strip(b"\0\1"):
        raise CheckpointError("array of bool must hold bytes of 0 and 1, got others")
    if len(content) != size * dtype.itemsize or not unpacker.eof:
        raise CheckpointError(f"array must hold {size} {name} numbers, got {len(content)} bytes")
    return np.frombuffer(content, dtype.newbyteorder("<")).astype(dtype)
