"""A plugboard's wires in a file of their own: written beside others, and read again."""

import itertools
from pathlib import Path

from hardware import Mark1Spec, Wiring, wiring_to_json
from perceptron_sim.errors import InputError
from perceptron_sim.experiment_file import read_wiring
from perceptron_sim.files import check_can_be_written, write_whole
from perceptron_sim.session import Session

STEM, SUFFIX = "wiring", ".json"
MARK, HEAD = b'"perceptron-sim wiring"', 4096  # what stands in the first bytes of such a file


def saved(session: Session, folder: Path | None = None) -> str:
    """Write what is plugged into a new file of *folder*, the present one if None; say so in a sentence.

    Raises OutputError where it cannot be written.
    """
    path = _free_path(folder or Path.cwd(), session)
    check_can_be_written("wiring", path)
    machine = session.mark1.machine
    write_whole("wiring", path, wiring_to_json(machine.wiring, machine.spec).encode())
    return f"The wiring is in {path.name}, in {path.parent}."


def _free_path(folder: Path, session: Session) -> Path:
    """A name that no file there has yet."""
    stem = f"{STEM}-{session.experiment.name}-seed{session.experiment.seed}"
    for number in itertools.count(1):
        path = folder / f"{stem}{'' if number == 1 else f'-{number}'}{SUFFIX}"
        if not path.exists():
            return path
    raise AssertionError("numbers do not end")


def opened(path: Path, spec: Mark1Spec) -> Wiring:
    """The wiring that the file *path* holds for a machine of *spec*; InputError if it holds none that fits."""
    if not _is_file(path):  # a pipe would never end
        raise InputError(f"wiring must be a file that can be read, got {str(path)!r}")
    return read_wiring(path, spec)


def is_wiring(path: Path) -> bool:
    """Whether the file *path* looks as one with a wiring does."""
    if path.suffix.lower() != SUFFIX or not _is_file(path):
        return False
    try:
        with path.open("rb") as file:
            return MARK in file.read(HEAD)
    except OSError:
        return False


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # too long a name, or one with a zero in it
        return False
