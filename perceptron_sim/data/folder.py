"""A folder of pictures, one subfolder for each class, whose name is the folder's."""

import os
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from perceptron_sim.data.listing import (
    MOST_PICTURES,
    IntArray,
    Listing,
    Picture,
    check_bad,
    class_name,
    is_file,
    is_folder,
    labelled,
    title_of,
)
from perceptron_sim.data.own import BadFile
from perceptron_sim.data.picture_file import SUFFIXES, read_picture
from perceptron_sim.errors import InputError
from perceptron_sim.options import shown_path

NOT_OURS = ("thumbs.db", "desktop.ini", "__macosx")  # which systems leave behind unasked, beside all hidden files


@dataclass(slots=True)
class _Found:
    """Pictures in order, the class of each, and what was no picture."""

    files: list[Path] = field(default_factory=list)
    classes: list[str] = field(default_factory=list)
    bad: list[BadFile] = field(default_factory=list)


def folder_listing(folder: Path, ink: str) -> Listing:
    """The pictures in the subfolders of *folder*: classes in order, in each the files by the code points of the name.

    Hidden files and folders are passed over, and whatever lies beside the classes' folders, unless it is a picture.
    """
    found = _Found()
    taken: dict[str, Path] = {}
    for entry in entries(folder):
        if is_folder(entry):
            _look_into(entry, folder, taken, found)
        elif entry.suffix.lower() in SUFFIXES:
            found.bad.append(BadFile(_name(entry, folder), "must lie in the subfolder of its class"))
    if not found.files and not found.bad:
        rule = "a folder with a subfolder of pictures for each class"
        raise InputError(f"data must be {rule}, got {shown_path(folder)}, which has none")
    class_names, labels = labelled(found.classes, repr(folder.name))

    def pictures(wanted: IntArray) -> Iterator[Picture | BadFile]:
        for file in (found.files[index] for index in wanted.tolist()):
            yield read_picture(file, _name(file, folder), ink)

    return Listing(
        title=title_of(folder),
        class_names=class_names,
        labels=labels,
        pictures=pictures,
        name_of=lambda index: _name(found.files[index], folder),
        bad=tuple(found.bad),
    )


def _look_into(entry: Path, folder: Path, taken: dict[str, Path], found: _Found) -> None:
    """Add what lies in *entry*, the folder of a class."""
    try:
        name = class_name(entry.name)
    except ValueError as error:
        found.bad.append(BadFile(_name(entry, folder), str(error)))
        return
    if name in taken:
        reason = f"must be the only folder of its class, got {_name(taken[name], folder)} too"
        found.bad.append(BadFile(_name(entry, folder), reason))
        return
    taken[name] = entry
    before = len(found.files)
    for file in entries(entry):
        reason = _no_picture(file)
        if reason:
            found.bad.append(BadFile(_name(file, folder), reason))
        else:
            found.files.append(file)
    found.classes.extend([name] * (len(found.files) - before))
    check_bad(found.bad)
    if len(found.files) > MOST_PICTURES:
        raise InputError(f"data must be at most {MOST_PICTURES} pictures, got more in {shown_path(folder)}")
    if len(found.files) == before:
        found.bad.append(BadFile(_name(entry, folder), "must hold at least one picture, got none"))


def _no_picture(file: Path) -> str:
    """Why *file* cannot be a picture, by its name and kind alone; empty if it can."""
    if is_folder(file):
        return "must be a picture, got a folder within that of a class"
    if file.suffix.lower() not in SUFFIXES:
        return f"must end in {', '.join(SUFFIXES)}"
    return "" if is_file(file) else "must be a file, got something else"


def entries(folder: Path) -> list[Path]:
    """What lies in *folder* and is not hidden, by the code points of the composed name."""
    try:
        with os.scandir(folder) as scanned:
            names = [entry.name for entry in scanned]
    except OSError as error:
        raise InputError(
            f"data must be in folders that can be read, got {shown_path(folder)}: {error.strerror}"
        ) from error
    seen = [name for name in names if not name.startswith(".") and name.lower() not in NOT_OURS]
    return [folder / name for name in sorted(seen, key=lambda name: (unicodedata.normalize("NFC", name), name))]


def _name(path: Path, folder: Path) -> str:
    """*path* within *folder* as it can be shown anywhere."""
    return repr(path.relative_to(folder).as_posix())
