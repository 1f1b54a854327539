"""A CSV file: in each row the label of a picture, then its pixels, row by row from the top left."""

import csv
import math
from array import array
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

import numpy as np

from perceptron_sim.data.listing import (
    MOST_BYTES,
    MOST_PICTURES,
    IntArray,
    Listing,
    Picture,
    check_bad,
    check_classes,
    check_counts,
    class_name,
    labelled,
    title_of,
)
from perceptron_sim.data.own import BadFile
from perceptron_sim.errors import InputError
from perceptron_sim.options import shown, shown_path

MOST_LINE = 2**20  # characters
SEPARATORS = ",;\t"
SMALLEST_SIDE = 2  # of a picture, in pixels
FEW = 3  # columns after the first, as in lists of the names of files
Row = tuple[int, list[str]]  # the number of its last line, and its cells


def csv_listing(path: Path, rows: int, columns: int) -> Listing:
    """The pictures in the file *path*, of *rows* x *columns* pixels or, if their number is another square, of that.

    A first row without a number after its first cell, or that counts its columns, is a heading. The separator is the
    one of , ; and tab that the first line has most of. Labels are texts; those of the classes are in order by number
    if all are whole numbers.
    """
    found = _Labels(path)
    for line, cells in _rows(path):
        found.add(line, cells)
    shape = _shape(path, found.sizes, rows, columns)
    class_names, labels = labelled(found.names, path.name)

    def pictures(wanted: IntArray) -> Iterator[Picture | BadFile]:
        yield from _pictures(path, [found.lines[index] for index in wanted.tolist()], shape)

    return Listing(
        title=title_of(path),
        class_names=class_names,
        labels=labels,
        pictures=pictures,
        name_of=lambda index: f"line {found.lines[index]}",
        shape=shape,
        bad=tuple(found.bad),
    )


class _Labels:
    """What the first cells of rows say: the class of each, its line, how many pixels follow, which begin with none."""

    def __init__(self, path: Path) -> None:
        self.names: list[str] = []
        self.lines = array("q")
        self.sizes: Counter[int] = Counter()
        self.bad: list[BadFile] = []
        self._path = path
        self._known: dict[str, str] = {}

    def add(self, line: int, cells: list[str]) -> None:
        """Add the row of *cells* that ends in *line*."""
        try:
            name = class_name(cells[0])
        except ValueError:
            self.bad.append(BadFile(f"line {line}", f"must begin with the name of a class, got {shown(cells[0])}"))
            check_bad(self.bad)
            return
        check_classes(len(self._known), self._path.name)
        self.names.append(self._known.setdefault(name, name))  # one text for each class, however many rows
        self.lines.append(line)
        self.sizes[len(cells) - 1] += 1
        if len(self.names) > MOST_PICTURES:
            raise InputError(f"data must be at most {MOST_PICTURES} pictures, got more in {shown_path(self._path)}")


def _shape(path: Path, sizes: Counter[int], rows: int, columns: int) -> tuple[int, int]:
    """Rows and columns of the pictures of which there are most."""
    if not sizes:
        raise InputError(f"data must hold a row for each picture, got none in {shown_path(path)}")
    pixels = max(sizes, key=lambda size: (sizes[size], size))
    if pixels == rows * columns:
        return rows, columns
    side = math.isqrt(pixels)
    if side * side != pixels or side < SMALLEST_SIDE:
        squares = f"or another square number from {SMALLEST_SIDE**2}"
        rule = f"have {rows * columns} pixels in columns after the label, {squares}"
        told = ", for pictures themselves are not in it; a folder for each class takes files" if pixels <= FEW else ""
        raise InputError(f"data must {rule}, got {pixels} in {shown_path(path)}{told}")
    check_counts(path.name, sum(sizes.values()), side, side)
    return side, side


def _pictures(path: Path, wanted: list[int], shape: tuple[int, int]) -> Iterator[Picture | BadFile]:
    """Those in the lines *wanted*, ascending."""
    coming = iter(wanted)
    next_line = next(coming, None)
    for line, cells in _rows(path):
        if line == next_line:
            yield _picture(f"line {line}", cells[1:], shape)
            next_line = next(coming, None)
    if next_line is not None:
        raise InputError(f"data must stay as they are while they are read, got changes in {shown_path(path)}")


def _picture(name: str, cells: list[str], shape: tuple[int, int]) -> Picture | BadFile:
    if len(cells) != shape[0] * shape[1]:
        return BadFile(name, f"must have {shape[0] * shape[1]} pixels after the label, got {len(cells)}")
    if not any("_" in cell for cell in cells):  # which Python allows in numbers
        try:
            return np.array(list(map(float, cells))).reshape(shape)
        except ValueError:
            pass
    wrong = next(cell for cell in cells if not _is_number(cell))
    return BadFile(name, f"must hold its pixels as numbers after the label, got {shown(wrong)}")


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return "_" not in cell


def _rows(path: Path) -> Iterator[Row]:
    """The rows of the file that are not empty, without a heading."""
    with _opened(path) as file:
        separator = max(SEPARATORS, key=_first_line(file).count)
        reader = csv.reader(_lines(file, path), delimiter=separator, strict=True)
        first = True
        for cells in reader:
            if cells and not (first and _is_heading(cells)):
                yield reader.line_num, cells
            first = first and not cells


def _is_heading(cells: list[str]) -> bool:
    """Whether a first row names its columns, as label,pixel0,pixel1 or label,0,1,2 do."""
    if not any(map(_is_number, cells[1:])):
        return True
    counted = [cell.strip() for cell in cells[1:]]
    return len(counted) > 2 and any(counted == list(map(str, range(first, first + len(counted)))) for first in (0, 1))


def _first_line(file: TextIO) -> str:
    line = file.readline(MOST_LINE)
    file.seek(0)
    return line


def _lines(file: TextIO, path: Path) -> Iterator[str]:
    """The lines of *file*; InputError for one that would fill the memory."""
    while line := file.readline(MOST_LINE):
        if len(line) == MOST_LINE:
            raise InputError(
                f"data must be in lines of less than {MOST_LINE} characters, got more in {shown_path(path)}"
            )
        yield line


@contextmanager
def _opened(path: Path) -> Iterator[TextIO]:
    """The file *path* as text; InputError for whatever goes wrong while it is read."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            size = path.stat().st_size
            if size > MOST_BYTES:
                raise InputError(f"data must be a file of at most {MOST_BYTES} bytes, got {shown_path(path)} of {size}")
            yield file
    except UnicodeDecodeError as error:
        raise InputError(f"data must be text in UTF-8, got {shown_path(path)}") from error
    except (OSError, csv.Error) as error:
        if isinstance(error, InputError):
            raise
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(f"data must be in a sound CSV file, got {shown_path(path)}: {reason}") from error
