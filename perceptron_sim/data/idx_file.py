"""IDX files, plain or gzipped: bytes of pictures and bytes of labels in two files, as MNIST and EMNIST come.

The format: two bytes of 0, the type (8: unsigned bytes), the number of dimensions, then each of these as four bytes,
the highest first, then the values, the last dimension running fastest.
"""

import gzip
import math
import re
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

import numpy as np

from perceptron_sim.data.listing import (
    MOST_BYTES,
    MOST_PICTURES,
    IntArray,
    Listing,
    Picture,
    check_counts,
    class_name,
    is_file,
    title_of,
)
from perceptron_sim.data.own import BadFile
from perceptron_sim.data.spec import AUTO, YES
from perceptron_sim.data.stream import read_exactly, wanted_pictures
from perceptron_sim.errors import InputError, SettingError
from perceptron_sim.files import read_text
from perceptron_sim.options import shown_path

BYTES = np.dtype(np.uint8)
MAGIC = {1: b"\0\0\x08\x01", 3: b"\0\0\x08\x03"}
GZIP_MAGIC = b"\x1f\x8b"
GZIP_SUFFIX = ".gz"
MOST_RATIO = 1032  # of what deflate unpacks to, to what it takes (zlib's technical details)
IMAGES, LABELS = re.compile("images"), re.compile("labels")
PICTURES_NAME = re.compile(r"images.idx3-ubyte(\.gz)?$")
TAUGHT_NAME, UNSEEN_NAME = re.compile("train"), re.compile("t10k|test")
MAPPING_NAME = "{}-mapping.txt"  # beside EMNIST's files: each label, then the code points of what it means
MOST_MAPPING_BYTES = 2**20


@dataclass(frozen=True, slots=True)
class _Head:
    """What an IDX file announces, once it was held against the file's size."""

    dimensions: tuple[int, ...]
    bytes: int


def is_idx(path: Path) -> bool:
    """Whether *path* begins as an IDX file does, plain or gzipped."""
    with _opened(path) as stream:
        return stream.read(3) == b"\0\0\x08" or path.name.lower().removesuffix(GZIP_SUFFIX).endswith("ubyte")


def idx_files_in(entries: Sequence[Path]) -> tuple[Path, Path | None] | None:
    """The pictures to teach and those to leave unseen among the IDX files in *entries*; None if there are none.

    They are told by "train", and "t10k" or "test", in their names. InputError if there are several of a kind.
    """
    found = [path for path in entries if PICTURES_NAME.search(path.name) and is_file(path)]
    plain = {path.name for path in found}
    found = [path for path in found if path.suffix != GZIP_SUFFIX or path.stem not in plain]
    if not found:
        return None
    taught = [path for path in found if TAUGHT_NAME.search(path.name)] or found
    unseen = [path for path in found if UNSEEN_NAME.search(path.name) and path not in taught]
    if len(taught) > 1 or len(unseen) > 1:
        names = ", ".join(path.name for path in found)
        raise InputError(f"data must name one of the IDX files in the folder, got all of {names}")
    return taught[0], unseen[0] if unseen else None


def idx_listing(path: Path, labels: Path | None, transposed: str) -> Listing:
    """The pictures in the IDX file *path* with those labels; without, with those of the file that is named like it.

    *transposed* says whether each is stored column by column; auto: where the name says EMNIST.
    """
    count, rows, columns = _head(path, 3, "images").dimensions
    check_counts(path.name, count, rows, columns)
    labels_path = labels or _labels_beside(path)
    values = _labels(labels_path, count, path)
    known, numbers = np.unique(values, return_inverse=True)
    turned = transposed == YES or (transposed == AUTO and "emnist" in path.name.lower())

    def pictures(wanted: IntArray) -> Iterator[Picture | BadFile]:
        with _opened(path) as stream:
            read_exactly(stream, 16)
            for picture in wanted_pictures(stream, count, (rows, columns), BYTES, wanted):
                yield picture.T if turned else picture

    return Listing(
        title=title_of(path),
        class_names=_class_names(path, known.tolist()),
        labels=numbers.astype(np.intp),
        pictures=pictures,
        name_of=lambda index: f"picture {index} of {path.name}",
        shape=(columns, rows) if turned else (rows, columns),
    )


@contextmanager
def _opened(path: Path) -> Iterator[IO[bytes]]:
    """The bytes in *path*, unpacked if it is gzipped; InputError for whatever goes wrong while they are read."""
    try:
        with path.open("rb") as file:
            gzipped = file.read(2) == GZIP_MAGIC
            file.seek(0)
            with cast(IO[bytes], gzip.GzipFile(fileobj=file)) if gzipped else file as stream:
                yield stream
    except (OSError, EOFError, ValueError, zlib.error) as error:
        if isinstance(error, InputError):
            raise
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(f"data must be in a sound IDX file, got {shown_path(path)}: {reason}") from error


def _head(path: Path, dimensions: int, what: str) -> _Head:
    """What the file *path* announces: *what* in so many *dimensions*; InputError if it cannot hold that."""
    with _opened(path) as stream:
        magic = stream.read(4)
        if magic != MAGIC[dimensions]:
            rule = f"an IDX file of {what}, which begins with the bytes {MAGIC[dimensions].hex(' ')}"
            raise InputError(
                f"data must be {rule}, got {shown_path(path)}, which begins with {magic.hex(' ') or 'none'}"
            )
        sizes = tuple(np.frombuffer(read_exactly(stream, 4 * dimensions), dtype=">u4").tolist())
        gzipped = isinstance(stream, gzip.GzipFile)
    head = _Head(sizes, 4 + 4 * dimensions + math.prod(sizes))
    size = path.stat().st_size
    fits = head.bytes <= size * MOST_RATIO if gzipped else head.bytes == size
    if max(head.bytes, size) > MOST_BYTES:
        raise InputError(f"data must be at most {MOST_BYTES} bytes, got {_told(path, size, head)}")
    if not fits:
        missing = ", which is cut off" if size < head.bytes else ""
        raise InputError(f"data must be as many bytes as announced, got {_told(path, size, head)}{missing}")
    return head


def _told(path: Path, size: int, head: _Head) -> str:
    """How much the file *path* has, and announces."""
    return f"{shown_path(path)} of {size} bytes, announcing {head.bytes} ({' x '.join(map(str, head.dimensions))})"


def _labels(path: Path, count: int, images: Path) -> IntArray:
    """(count,) what the file *path* says of each picture in *images*."""
    (announced,) = _head(path, 1, "labels").dimensions
    if announced != count:
        raise InputError(f"data must have a label for each of {count} pictures in {images.name}, got {announced}")
    assert announced <= MOST_PICTURES
    with _opened(path) as stream:
        read_exactly(stream, 8)
        content = read_exactly(stream, count)
        if stream.read(1):
            raise ValueError("there are more bytes than were announced")
    return np.frombuffer(content, dtype=BYTES).astype(np.intp)


def _labels_beside(path: Path) -> Path:
    """The file of labels that is named like the file of pictures *path*."""
    if LABELS.search(path.name) or not IMAGES.search(path.name):
        rule = "an IDX file with images in its name, or data.labels be given"
        raise SettingError(f"data.path must name {rule}, got {shown_path(path)}")
    plain = path.name.removesuffix(GZIP_SUFFIX).replace("images", "labels").replace("idx3", "idx1")
    for name in (plain, plain + GZIP_SUFFIX):
        if is_file(path.with_name(name)):
            return path.with_name(name)
    raise InputError(f"data.labels must be given where no {plain} lies beside {path.name}, got none")


def _class_names(path: Path, values: list[int]) -> tuple[str, ...]:
    """What the label *values* mean: as the mapping beside the file says, else the numbers themselves."""
    mapping = path.with_name(MAPPING_NAME.format(re.split("-train|-test", path.name)[0]))
    if not is_file(mapping):
        return tuple(map(str, values))
    meanings = dict(map(_meaning, read_text("data", mapping, MOST_MAPPING_BYTES).splitlines()))
    names = tuple(meanings.get(value, str(value)) for value in values)
    if len(set(names)) < len(names):
        raise InputError(f"data must have a name for each class, got the same one twice in {shown_path(mapping)}")
    return names


def _meaning(line: str) -> tuple[int, str]:
    """A label and what it means, from a line such as "10 65"; of two, as "1 65 97", both letters."""
    try:
        label, *codes = map(int, line.split())
        return label, class_name("".join(map(chr, codes)))
    except (ValueError, OverflowError) as error:
        rule = 'lines such as "10 65", a label and the code points of what it means'
        raise InputError(f"data must have a mapping of {rule}, got {line[:40]!r}") from error
