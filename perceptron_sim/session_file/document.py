"""The document of a session's file: JSON with its format, its version and the sha256 of all that it holds.

What is read is bounded before it is parsed: a file, the values in it, and what its arrays unpack to.
"""

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from hardware.errors import shown
from perceptron_sim.computer import processor, versions
from perceptron_sim.errors import InputError
from perceptron_sim.files import read_bytes
from perceptron_sim.options import shown_path
from perceptron_sim.session_file.forms import fields_of, hexadecimal, text
from perceptron_sim.session_file.packing import sizes_in
from perceptron_sim.version import __version__

FORMAT, VERSION = "perceptron-sim session", 1
HEAD = ("format", "version", "program", "computer", "sha256")
BODY = "session"
LOG = "log"
NAME = "session"  # what messages call the file
MOST_BYTES = 2**25  # of a file
MOST_VALUES = 500_000  # in it: each takes up to 200 bytes of memory
MOST_UNPACKED = 2**27  # bytes of all its arrays together
LONGEST_HEAD = 1000  # characters of what the program and the computer are called


@dataclass(frozen=True, slots=True)
class Document:
    """What a file holds: its *body*, of which version of the *program*, and computed on what *computer*."""

    program: str
    computer: str
    body: dict[str, Any]


@cache
def this_computer() -> str:
    """The processor and the numpy on which the last digit of a network's numbers depends."""
    return f"{processor()}, numpy {versions()['numpy']}"[:LONGEST_HEAD]


def written(body: Mapping[str, Any]) -> bytes:
    """*body* as the content of a session's file, a command of its log on a line."""
    head = {"format": FORMAT, "version": VERSION, "program": __version__, "computer": this_computer()}
    lines = [f"{json.dumps(name)}: {_value(name, value)}" for name, value in body.items()]
    start = json.dumps({**head, "sha256": _sha256({**head, BODY: body})}, ensure_ascii=False)
    content = f"{start.removesuffix('}')},\n{json.dumps(BODY)}: {{\n" + ",\n".join(lines) + "\n}}\n"
    encoded = content.encode()
    _check_bounds(encoded, body)
    return encoded


def read(path: Path) -> Document:
    """What the session's file *path* holds, whole and unchanged; InputError in one sentence for anything else."""
    try:
        regular = path.is_file()
    except (OSError, ValueError):
        regular = False
    if not regular:  # a pipe or a device might never end
        raise InputError(f"{NAME} must be a file, got {shown_path(path)}, which is none")
    try:
        return document_of(read_bytes(NAME, path, MOST_BYTES))
    except InputError as error:
        if str(path) in str(error):
            raise
        raise InputError(f"{shown_path(path)}: {error}") from error


def document_of(content: bytes) -> Document:
    """The same of a file's *content*."""
    _check_bounds(content, None)
    document = _parsed(content)
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        found = document.get("format") if isinstance(document, dict) else document
        raise InputError(f"{NAME} must be of format {FORMAT!r}, got {shown(found)}")
    version = document.get("version")
    if type(version) is not int or version != VERSION:
        newer = ", of a newer program" if type(version) is int and version > VERSION else ""
        raise InputError(f"{NAME} must be of version {VERSION}, which this program reads, got {shown(version)}{newer}")
    fields_of(document, NAME, (*HEAD, BODY))
    program, computer = (text(LONGEST_HEAD).read(document[name], f"{NAME}.{name}") for name in ("program", "computer"))
    stated = hexadecimal(64).read(document["sha256"], f"{NAME}.sha256")
    found = _sha256({name: value for name, value in document.items() if name != "sha256"})
    if stated != found:
        raise InputError(f"{NAME} must be as it was written, with the sha256 {stated[:12]}..., got {found[:12]}...")
    body = document[BODY]
    if not isinstance(body, dict):
        raise InputError(f"{NAME}.{BODY} must be a JSON object, got {shown(body)}")
    _check_unpacked(body)
    return Document(program, computer, body)


def _value(name: str, value: Any) -> str:
    if name == LOG and value:
        return "[\n" + ",\n".join(json.dumps(each, allow_nan=False, ensure_ascii=False) for each in value) + "\n]"
    return json.dumps(value, allow_nan=False, ensure_ascii=False)


def _sha256(values: Mapping[str, Any]) -> str:
    """Of what the values are, not of how they are laid out: mail may end lines otherwise."""
    in_order = {name: values[name] for name in sorted(values)}
    try:
        return hashlib.sha256(json.dumps(in_order, separators=(",", ":")).encode()).hexdigest()
    except (ValueError, RecursionError) as error:  # whole numbers of more digits than Python writes
        raise InputError(f"{NAME} must hold numbers of a session, got some that are none") from error


def _check_bounds(content: bytes, body: Mapping[str, Any] | None) -> None:
    if len(content) > MOST_BYTES:
        raise InputError(f"{NAME} must be a file of at most {MOST_BYTES} bytes, got {len(content)}")
    values = sum(content.count(mark) for mark in (b",", b"[", b"{"))  # none of them is in a packed array
    if values > MOST_VALUES:
        raise InputError(f"{NAME} must hold at most {MOST_VALUES} values, got {values}")
    if body is not None:
        _check_unpacked(body)


def _check_unpacked(body: Mapping[str, Any]) -> None:
    size = sum(sizes_in(body))
    if size > MOST_UNPACKED:
        raise InputError(f"{NAME} must unpack to at most {MOST_UNPACKED} bytes of arrays, got {shown(size)}")


def _parsed(content: bytes) -> Any:
    try:
        return json.loads(
            content.decode("utf-8"),
            object_pairs_hook=_once,
            parse_constant=_no_number,
            parse_float=_finite,
        )
    except RecursionError as error:
        raise InputError(f"{NAME} must be nested no deeper than a session is, got lists of lists") from error
    except ValueError as error:  # also what is no UTF-8
        raise InputError(f"{NAME} must be a whole JSON document, got damaged or other text ({error})") from error


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) < len(pairs):
        raise ValueError("a field is given twice")
    return fields


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is no number")


def _finite(digits: str) -> float:
    value = float(digits)
    if not math.isfinite(value):
        raise ValueError(f"{digits[:20]} is too large")
    return value
