"""Files that are read and written whole; what the system refuses is one sentence with the file's name."""

import os
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from perceptron_sim.errors import InputError, OutputError, SettingError, SimulatorError
from perceptron_sim.options import can_write_in, shown_path

UNFINISHED_SUFFIX = ".part"  # of a file that is being written; it takes its name when it is whole


def read_bytes(name: str, path: Path, most: int) -> bytes:
    """What the file *path*, given as *name*, holds; InputError if it cannot be read or has more than *most* bytes."""
    try:
        with path.open("rb") as file:
            content = file.read(most + 1)
    except (OSError, ValueError) as error:
        raise InputError(f"{name} must be a file that can be read, got {str(path)!r}: {reason(error)}") from error
    if len(content) > most:
        raise InputError(f"{name} must be a file of at most {most} bytes, got {str(path)!r}, which has more")
    return content


def read_text(name: str, path: Path, most: int) -> str:
    """The same as text in UTF-8."""
    try:
        return read_bytes(name, path, most).decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(f"{name} must be a file of text in UTF-8, got {str(path)!r}") from error


def check_target(name: str, path: Path, suffixes: Collection[str], *, overwrite: bool) -> None:
    """Raise unless *path*, given as *name*, ends in one of *suffixes* and can be written, a new file or *overwrite*.

    SettingError for a name that ends in something else, OutputError for the others; before much is computed.
    """
    if path.suffix.lower() not in suffixes:
        raise SettingError(f"{name} must be a file name ending in {', '.join(suffixes)}, got {shown_path(path)}")
    check_can_be_written(name, path)
    if path.exists() and not overwrite:
        rule = "a file that is not there yet (or --overwrite asked for)"
        raise OutputError(f"{name} must be {rule}, got {str(path)!r}")


def check_can_be_written(name: str, path: Path) -> None:
    """Raise OutputError unless a file *path*, given as *name*, can be written or replaced; before much is computed."""
    try:
        fits = bool(path.name) and "\0" not in str(path) and path.parent.is_dir() and can_write_in(path.parent)
        fits = fits and (path.is_file() or not (path.exists() or path.is_symlink()))  # no folder, no device
    except (OSError, ValueError):
        fits = False
    if not fits:
        raise OutputError(f"{name} must be a file in a folder that can be written to, got {str(path)!r}")


def write_whole(name: str, path: Path, content: bytes) -> None:
    """Write *content* into the file *path*, given as *name*: the new file or the old one is there, never a part."""
    with opened_whole(name, path) as file:
        file.write(content)


@contextmanager
def opened_whole(name: str, path: Path) -> Iterator[BinaryIO]:
    """The file *path*, given as *name*, to be written: it appears when the context ends, unless by an error."""
    check_can_be_written(name, path)
    try:
        with replaced(path.resolve()) as file:
            yield file
    except OutputError:
        raise
    except OSError as error:
        raise OutputError(f"{name} must be a file that can be written, got {str(path)!r}: {reason(error)}") from error


@contextmanager
def replaced(path: Path) -> Iterator[BinaryIO]:
    """The same, with errors as the system has them."""
    part = path.with_name(path.name + UNFINISHED_SUFFIX)
    try:
        with part.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except BaseException:
        with suppress(OSError):  # where a folder cannot be written to, nothing in it can be removed either
            part.unlink()
        raise


def replace_in(folder: Path, name: str, content: bytes) -> None:
    """Write *content* into the file *name* of *folder*, whole or not at all; errors are the system's."""
    with replaced(folder / name) as file:
        file.write(content)


@contextmanager
def written_into(folder: Path, kept: Callable[[], str] = str) -> Iterator[None]:
    """Say in one sentence what the system refuses in *folder*, the folder `out`, and what *kept* has to add then."""
    try:
        yield
    except SimulatorError:
        raise
    except (OSError, ValueError) as error:
        rule = "a folder that can be written to"
        raise OutputError(f"out must be {rule}, got {str(folder)!r}: {reason(error)}{kept()}") from error


def reason(error: Exception) -> str:
    """What the system says against a file, without the file's name."""
    return getattr(error, "strerror", None) or str(error)
