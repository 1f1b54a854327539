"""Arrays in a session's file: their type, their shape, and their bytes compressed and written in letters.

How large an array unpacks is known, and bounded, before anything is unpacked: no small file can fill the memory.
"""

import base64
import binascii
import math
import zlib
from collections.abc import Collection, Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

from hardware.errors import shown
from perceptron_sim.errors import InputError
from perceptron_sim.session_file.forms import fields_of, misfit

DTYPES = ("bool", "uint8", "int8", "int16", "int32", "int64", "float32", "float64")
NARROW = ("int8", "int16", "int32")  # in which whole numbers are written, if they fit
MOST_BYTES = 2**26  # of any one array, unpacked
ARRAY = "array"  # the key that tells a packed array
FIELDS = (ARRAY, "written", "shape", "data")
OF_SIGN = ("rows", "columns")
AnyArray = npt.NDArray[Any]


def packed(array: AnyArray) -> dict[str, Any]:
    """*array* as plain values; whole numbers are written as narrow as they are, and come back as they were."""
    written = _written_as(array)
    content = array.astype(written.newbyteorder("<")).tobytes()
    shape = list(array.shape)
    return {ARRAY: array.dtype.name, "written": written.name, "shape": shape, "data": bytes_as_text(content)}


def unpacked(value: object, place: str, kinds: Collection[str] = DTYPES, dimensions: int | None = None) -> AnyArray:
    """The array that `packed` gave as *value*, of one of *kinds* and so many *dimensions*; else InputError."""
    fields = fields_of(value, place, FIELDS)
    kind, written, shape = fields[ARRAY], fields["written"], fields["shape"]
    for name, given, known in ((ARRAY, kind, kinds), ("written", written, DTYPES)):
        if not isinstance(given, str) or given not in known:
            raise misfit(f"{place}.{name}", f"one of {', '.join(known)}", given)
    _check_shape(shape, f"{place}.shape", dimensions)
    held, wanted = np.dtype(written), np.dtype(kind)
    if held != wanted and not (written in NARROW and np.can_cast(held, wanted) and wanted.kind == "i"):
        raise misfit(f"{place}.written", f"{kind}, or whole numbers that are narrower", written)
    size = math.prod(shape)
    if size * max(held.itemsize, wanted.itemsize) > MOST_BYTES:
        raise misfit(f"{place}.shape", f"that of an array of at most {MOST_BYTES} bytes", shape)
    content = bytes_from_text(fields["data"], f"{place}.data", size * held.itemsize)
    if written == "bool" and content.strip(b"\0\1"):
        raise InputError(f"{place}.data must hold truth values, bytes of 0 and 1, got others")
    return np.frombuffer(content, held.newbyteorder("<")).astype(wanted).reshape(shape)


def sizes_in(document: object) -> Iterator[int]:
    """How many bytes each array and each sign of *document* would take; what is none, or damaged, is left out."""
    waiting = [document]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            kind, shape = value.get(ARRAY, "uint8"), value.get("shape", [value.get(side, 0) for side in OF_SIGN])
            if isinstance(kind, str) and kind in DTYPES and isinstance(shape, list):
                yield math.prod(each for each in shape if type(each) is int) * np.dtype(kind).itemsize
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)


def cells_of(value: object) -> int:
    """How many entries the packed array *value* says that it has; 0 where it says nothing of the kind."""
    shape = value.get("shape") if isinstance(value, dict) else None
    return math.prod(each for each in shape if type(each) is int) if isinstance(shape, list) else 0


def bytes_as_text(content: bytes) -> str:
    """*content* compressed, in letters."""
    return base64.b64encode(zlib.compress(content, 9)).decode()


def bytes_from_text(value: object, place: str, size: int) -> bytes:
    """The *size* bytes that `bytes_as_text` wrote; no more than these are ever unpacked."""
    letters = _letters(value, place)
    try:
        unpacker = zlib.decompressobj()
        content = unpacker.decompress(letters, size + 1)
    except zlib.error as error:
        raise InputError(f"{place} must hold {size} compressed bytes, got damaged ones") from error
    if len(content) != size or not unpacker.eof or unpacker.unused_data:
        found = f"{len(content)} bytes or more" if len(content) >= size else f"{len(content)} bytes"
        raise InputError(f"{place} must hold {size} compressed bytes and no more, got {found}")
    return content


def _letters(value: object, place: str) -> bytes:
    """What *value* says in base64."""
    if not isinstance(value, str):
        raise misfit(place, "a text in base64", value)
    try:
        return base64.b64decode(value.encode("ascii"), validate=True)
    except (binascii.Error, ValueError) as error:
        raise misfit(place, "a text in base64", value) from error


def _written_as(array: AnyArray) -> np.dtype[Any]:
    if array.dtype.name not in DTYPES:
        raise TypeError(f"array must be of {', '.join(DTYPES)}, got {shown(array)}")
    if array.dtype.kind == "i" and array.size:
        least, most = int(array.min()), int(array.max())
        for name in NARROW:
            limits = np.iinfo(name)
            if limits.min <= least and most <= limits.max and np.dtype(name).itemsize < array.dtype.itemsize:
                return np.dtype(name)
    return np.dtype(array.dtype.name)


def _check_shape(shape: object, place: str, dimensions: int | None) -> None:
    rule = f"{'a list of' if dimensions is None else dimensions} whole numbers of zero or more"
    if not isinstance(shape, list) or dimensions not in (None, len(shape)) or len(shape) > 8:
        raise misfit(place, rule, shape)
    if any(type(each) is not int or not 0 <= each <= MOST_BYTES for each in shape):
        raise misfit(place, rule, shape)
