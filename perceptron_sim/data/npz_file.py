"""An npz file: an array of pictures and one of labels; nothing is ever unpickled, nothing announced is believed."""

import math
import struct
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import IO, Any

import numpy as np
import numpy.typing as npt

from perceptron_sim.data.listing import (
    MOST_BYTES,
    IntArray,
    Listing,
    Picture,
    check_counts,
    class_name,
    labelled,
    short,
    title_of,
)
from perceptron_sim.data.own import BadFile
from perceptron_sim.data.stream import read_exactly, wanted_pictures
from perceptron_sim.errors import InputError
from perceptron_sim.npz import MEMBER_SUFFIX, array_header
from perceptron_sim.options import shown_path

# Names that published files give to their arrays: pictures and labels to teach, then, if there are, unseen ones.
NAMES = (
    (("images", "labels"), ("unseen_images", "unseen_labels")),
    (("x_train", "y_train"), ("x_test", "y_test")),  # as Keras keeps MNIST
    (("train_images", "train_labels"), ("test_images", "test_labels")),  # as MedMNIST does
    (("x", "y"), ("x_unseen", "y_unseen")),
)
CLASS_NAMES = "class_names"
KINDS = "biuf"  # truth values, whole and real numbers
MOST_LABEL_BYTES = 2**26
MOST_HEAD_BYTES = 2**14
MOST_DIRECTORY_BYTES = 2**16
COMPRESSIONS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # numpy's; the others cannot be unpacked piece by piece
END_OF_DIRECTORY = struct.Struct("<4s4H2LH")
LARGE_FILE_LOCATOR = b"PK\x06\x07"


@dataclass(frozen=True, slots=True)
class _Array:
    """An array as its member of the archive announces it, once that was held against the member's size."""

    member: str
    shape: tuple[int, ...]
    kind: np.dtype[Any]
    begins_at: int


def npz_listings(path: Path) -> tuple[Listing, Listing | None]:
    """The pictures in the file *path* to teach, and those that it holds to be left unseen."""
    with _opened(path) as archive:
        members = {name.removesuffix(MEMBER_SUFFIX): name for name in archive.namelist()}
        names = next((pair for pair in NAMES if set(pair[0]) <= members.keys()), None)
        if names is None:
            rule = f"arrays called {' or '.join('/'.join(taught) for taught, _ in NAMES)}"
            raise InputError(f"data must hold {rule}, got {short(ValueError(', '.join(members) or 'none'))}")
        taught, unseen = names
        meanings = _meanings(archive, members)
        first = _listing(path, archive, members[taught[0]], members[taught[1]], meanings)
        if not set(unseen) <= members.keys():
            return first, None
        return first, _listing(path, archive, members[unseen[0]], members[unseen[1]], meanings)


def _listing(
    path: Path, archive: zipfile.ZipFile, images: str, labels: str, meanings: tuple[str, ...] | None
) -> Listing:
    array = _announced(archive, images)
    count, *shape = array.shape or (0,)
    rows, columns = _rows_and_columns(images, shape)
    check_counts(path.name, count, rows, columns)
    class_names, numbers = labelled(_labels(archive, labels, count, meanings), path.name)

    def pictures(wanted: IntArray) -> Iterator[Picture | BadFile]:
        with _opened(path) as again, again.open(array.member) as stream:
            read_exactly(stream, array.begins_at)
            yield from wanted_pictures(stream, count, (rows, columns), array.kind, wanted)

    return Listing(
        title=title_of(path),
        class_names=class_names,
        labels=numbers,
        pictures=pictures,
        name_of=lambda index: f"{images.removesuffix(MEMBER_SUFFIX)} {index}",
        shape=(rows, columns),
    )


def _rows_and_columns(name: str, shape: list[int]) -> tuple[int, int]:
    """Those of a picture of *shape*: two numbers, a third one of 1, or one that is a square."""
    if len(shape) == 3 and shape[2] == 1:
        return shape[0], shape[1]
    if len(shape) == 1 and math.isqrt(shape[0]) ** 2 == shape[0]:
        return math.isqrt(shape[0]), math.isqrt(shape[0])
    if len(shape) != 2:
        rule = "(pictures, rows, columns)"
        raise InputError(f"data must hold an array of shape {rule}, got {name} of {len(shape) + 1} dimensions")
    return shape[0], shape[1]


def _labels(archive: zipfile.ZipFile, member: str, count: int, meanings: tuple[str, ...] | None) -> list[str]:
    """What each of *count* pictures is: the text or whole number, or what the number means."""
    values = _read(archive, member)
    if values.size != count or values.dtype.kind not in "biuU":
        rule = f"a label, a whole number or a text, for each of {count} pictures"
        got = f"{values.size} values of type {values.dtype} in {member}"
        raise InputError(f"data must have {rule}, got {got}")
    listed = values.ravel().tolist()
    if meanings is None or values.dtype.kind == "U":
        return [_class_name(str(int(x) if isinstance(x, bool) else x)) for x in listed]
    if min(listed) < 0 or max(listed) >= len(meanings):
        raise InputError(f"data must have labels below {len(meanings)}, as there are {CLASS_NAMES}, got others")
    return [meanings[int(value)] for value in listed]


def _meanings(archive: zipfile.ZipFile, members: dict[str, str]) -> tuple[str, ...] | None:
    """The names of the classes, if the file has them."""
    if CLASS_NAMES not in members:
        return None
    values = _read(archive, members[CLASS_NAMES])
    if values.dtype.kind != "U" or values.ndim != 1:
        raise InputError(f"data must have {CLASS_NAMES} that are a row of texts, got {values.dtype} {values.shape}")
    return tuple(map(_class_name, values.tolist()))


def _class_name(name: str) -> str:
    try:
        return class_name(name)
    except ValueError as error:
        raise InputError(f"data must have labels of letters that can be shown, got {name[:40]!r}") from error


def _read(archive: zipfile.ZipFile, member: str) -> npt.NDArray[Any]:
    """The whole of a small array."""
    array = _announced(archive, member, "biuU")
    size = math.prod(array.shape) * array.kind.itemsize
    if not 0 < size <= MOST_LABEL_BYTES:
        raise InputError(f"data must have 1 to {MOST_LABEL_BYTES} bytes of {member}, got {size}")
    with archive.open(member) as stream:
        read_exactly(stream, array.begins_at)
        return np.frombuffer(read_exactly(stream, size), dtype=array.kind).reshape(array.shape)


def _announced(archive: zipfile.ZipFile, member: str, kinds: str = KINDS) -> _Array:
    """What the *member* is; InputError if it holds anything but rows of numbers, or not as many as it says."""
    info = archive.getinfo(member)
    if info.compress_type not in COMPRESSIONS or info.file_size > MOST_BYTES:
        rule = f"stored or deflated, of at most {MOST_BYTES} bytes"
        raise InputError(f"data must be {rule}, got {member} of {info.file_size} bytes")
    with archive.open(info) as stream:
        file = BytesIO(stream.read(MOST_HEAD_BYTES))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # that Python 2 wrote it
        shape, columns_first, kind = array_header(file)
    size = file.tell() + math.prod(shape) * kind.itemsize
    if kind.kind not in kinds or kind.itemsize == 0:
        raise InputError(f"data must be arrays of numbers, got {member} of {kind}")
    if (columns_first and len(shape) > 1) or info.file_size != size:
        rule = "arrays stored row by row, of as many bytes as they announce"
        raise InputError(f"data must be {rule}, got {member} of {info.file_size} bytes, announcing {shape} of {kind}")
    return _Array(member, shape, kind, file.tell())


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    """The archive *path*; InputError for whatever goes wrong while it is read."""
    try:
        with path.open("rb") as file:
            _check_directory(file)
            with zipfile.ZipFile(file) as archive:
                yield archive
    except InputError:
        raise
    except Exception as error:  # a file that was made to do harm can fail in any way
        reason = getattr(error, "strerror", None) or short(error)
        raise InputError(f"data must be in a sound npz file, got {shown_path(path)}: {reason}") from error


def _check_directory(file: IO[bytes]) -> None:
    """ValueError if the archive's directory, which is read as a whole, is larger than that of a few arrays."""
    size = file.seek(0, 2)
    file.seek(max(0, size - END_OF_DIRECTORY.size - 2**16))
    tail = file.read()
    at = tail.rfind(b"PK\x05\x06", 0, max(0, len(tail) - END_OF_DIRECTORY.size + 4))
    if at < 0:
        raise ValueError("it is no archive")
    *_, directory_bytes, _, _ = END_OF_DIRECTORY.unpack_from(tail, at)
    if directory_bytes > MOST_DIRECTORY_BYTES or LARGE_FILE_LOCATOR in tail[max(0, at - 20) : at]:
        raise ValueError("its directory is too large")
    file.seek(0)
