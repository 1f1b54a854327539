"""What a reader finds in a folder or file before it looks at any picture: which there are, of what classes."""

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from perceptron_sim.data.own import BadFile, BadFilesError
from perceptron_sim.errors import InputError

MOST_PICTURES = 2_000_000  # more than any published set of the kind; EMNIST has 814,255
MOST_CLASSES = 4096
MOST_BAD = 10_000  # left out or named, before it is refused all the same
LONGEST_REASON = 120
MOST_SIDE = 1024  # of a picture that is given as numbers
MOST_BYTES = 2**30  # of a file, and of what it unpacks to

Picture = npt.NDArray[Any]  # (rows, columns), any real numbers
IntArray = npt.NDArray[np.intp]
Reader = Callable[[IntArray], Iterator[Picture | BadFile]]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Listing:
    """Pictures that can be read: *labels* (n,) are indexes into *class_names*, which are in their order.

    *pictures* yields those of ascending indexes, or what is wrong with them; *name_of* says what to call one. *shape*
    is theirs, where they are given as numbers and all alike. *bad* is what was no picture at all.
    """

    title: str
    class_names: tuple[str, ...]
    labels: IntArray
    pictures: Reader
    name_of: Callable[[int], str]
    shape: tuple[int, int] | None = None
    bad: tuple[BadFile, ...] = ()


def class_name(name: str) -> str:
    """*name* as names of classes are compared: composed letters, no space around; ValueError if it cannot be shown."""
    composed = unicodedata.normalize("NFC", name).strip()
    if not composed or not composed.isprintable():
        raise ValueError("the name of a class must be of letters that can be shown")
    return composed


def title_of(path: Path) -> str:
    """The name of *path* as it can be shown anywhere."""
    return "".join(letter if letter.isprintable() else "?" for letter in path.resolve().name) or "data"


def is_folder(path: Path) -> bool:
    """Whether *path* is a folder, as far as one may know."""
    return _is(path.is_dir)


def is_file(path: Path) -> bool:
    """Whether *path* is a file, as far as one may know: no folder, no device, no pipe."""
    return _is(path.is_file)


def _is(asked: Callable[[], bool]) -> bool:
    try:
        return asked()
    except OSError:  # names too long, folders that may not be looked into
        return False


def in_order(names: Iterable[str]) -> tuple[str, ...]:
    """*names* by number if all of them are whole numbers, else by the code points of their letters."""
    listed = sorted(names)
    if all(name.isascii() and name.isdigit() for name in listed):
        listed.sort(key=int)
    return tuple(listed)


def labelled(names: list[str], where: str) -> tuple[tuple[str, ...], IntArray]:
    """The classes that occur in *names*, in order, and (n,) which each is; InputError if they are too many."""
    known = set(names)
    check_classes(len(known), where)
    ordered = in_order(known)
    number = {name: index for index, name in enumerate(ordered)}
    return ordered, np.fromiter((number[name] for name in names), dtype=np.intp, count=len(names))


def check_bad(bad: Sequence[BadFile]) -> None:
    """BadFilesError if there are so many that this is not what was meant."""
    if len(bad) > MOST_BAD:
        raise BadFilesError(tuple(bad))


def check_classes(classes: int, where: str) -> None:
    """InputError if there are more than anybody could tell apart."""
    if classes > MOST_CLASSES:
        raise InputError(f"data must have at most {MOST_CLASSES} classes, got {classes} in {where}")


def check_counts(where: str, pictures: int, rows: int, columns: int) -> None:
    """InputError unless so many pictures of such a size are within the limits of what is read."""
    if not 1 <= pictures <= MOST_PICTURES:
        raise InputError(f"data must hold 1 to {MOST_PICTURES} pictures, got {pictures} in {where}")
    if not (1 <= rows <= MOST_SIDE and 1 <= columns <= MOST_SIDE):
        raise InputError(f"data must hold pictures of 1 to {MOST_SIDE} a side, got {rows} x {columns} in {where}")


def short(error: Exception) -> str:
    """What *error* says, on one line and not too long."""
    told = " ".join(str(error).split()) or type(error).__name__
    return told if len(told) <= LONGEST_REASON else f"{told[:LONGEST_REASON]}..."
