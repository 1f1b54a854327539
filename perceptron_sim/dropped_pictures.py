"""Pictures that were dropped on the window: files and folders of them, brought onto the retina one after the other."""

from collections import deque
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from pathlib import Path

from perceptron_sim.data.fitting import Fitter, levels, lit, on_light_paper
from perceptron_sim.data.folder import entries
from perceptron_sim.data.listing import is_file, is_folder
from perceptron_sim.data.own import BadFile
from perceptron_sim.data.picture_file import SUFFIXES, read_picture
from perceptron_sim.data.spec import AUTO, DARK, LIGHT, DataSpec
from perceptron_sim.errors import InputError
from perceptron_sim.options import shown_path
from perceptron_sim.reopening import KEPT_FILES
from perceptron_sim.sign import Sign

MOST_TAKEN = 30  # pictures of one folder: as many stamps as have room below the pad
MOST_TRIED = 200  # files of one folder
MOST_WAITING = 16  # drops
LONGEST_NAME = 40
BUSY = "Pictures are still being read: drop this one again in a moment."
NO_PICTURE = "must be a PNG, JPEG, BMP or GIF picture, or a folder of them"


def may_be_pictures(path: Path) -> bool:
    """Whether *path* is called as a picture is, or is a folder, and not that of a run."""
    if is_folder(path):
        return not any(is_file(path / name) for name in KEPT_FILES)
    return path.suffix.lower() in SUFFIXES


@dataclass(frozen=True, slots=True)
class Dropped:
    """What came of one drop: the signs, each with the name of its folder or file, and a *sentence* about it."""

    signs: tuple[tuple[Sign, str], ...]
    sentence: str


class DroppedPictures:
    """Reads what is dropped for a retina of *rows* x *columns*, one file whenever it is asked to go on."""

    def __init__(self, rows: int, columns: int) -> None:
        self._fitter = Fitter(DataSpec(path="dropped"), rows, columns)
        self._waiting: deque[Path] = deque()
        self._reading: Generator[None, None, Dropped] | None = None

    @property
    def reading(self) -> bool:
        """Whether something waits to be read, or is being read."""
        return bool(self._waiting) or self._reading is not None

    def drop(self, path: Path) -> str | None:
        """Take *path* to be read; the sentence of the refusal where too much waits already."""
        if len(self._waiting) >= MOST_WAITING:
            return BUSY
        self._waiting.append(path)
        return None

    def go_on(self) -> Dropped | None:
        """Read one file more; what came of a drop, when all of it has been read."""
        if self._reading is None and self._waiting:
            self._reading = self._read(self._waiting.popleft())
        if self._reading is not None:
            try:
                next(self._reading)
            except StopIteration as ended:
                self._reading = None
                found: Dropped = ended.value
                return found
        return None

    def _read(self, path: Path) -> Generator[None, None, Dropped]:
        name = _shown(path)
        if is_folder(path):
            try:
                return (yield from self._read_folder(path, name))
            except InputError as error:
                return Dropped((), f"{error}.")
        found = self._sign_of(path)
        if isinstance(found, str):
            return Dropped((), f"{name} {found}.")
        return Dropped(((found, path.stem),), f"{name} lies on the pad, fitted to the retina.")

    def _read_folder(self, folder: Path, name: str) -> Generator[None, None, Dropped]:
        signs: list[tuple[Sign, str]] = []
        tried, bad = 0, ""
        for file, called in _files_in(folder):
            if len(signs) >= MOST_TAKEN or tried >= MOST_TRIED:
                break
            tried += 1
            found = self._sign_of(file)
            if isinstance(found, Sign):
                signs.append((found, called))
            else:
                bad = bad or f"{_shown(file)} {found}"
            yield
        return Dropped(tuple(signs), _told(name, len(signs), tried, bad))

    def _sign_of(self, path: Path) -> Sign | str:
        """The picture in the file *path* as a sign, or what is wrong with it."""
        if not is_file(path) or path.suffix.lower() not in SUFFIXES:
            return NO_PICTURE
        greys = read_picture(path, path.name, AUTO)
        if isinstance(greys, BadFile):
            return greys.reason
        light, most = levels(greys)
        cells = self._fitter.cells(light, most)[DARK if on_light_paper(light, most) >= 0 else LIGHT]
        sign = Sign.of(lit(cells[None], self._fitter.spec.threshold)[0])
        return "must show something, got a picture of one shade" if sign.dark else sign


def _shown(path: Path) -> str:
    """The name of *path*, in quotes, its end if it is long."""
    return shown_path(Path(path.name[-LONGEST_NAME:]))


def _files_in(folder: Path) -> Iterator[tuple[Path, str]]:
    """The files in *folder* and in the folders in it, each with what it may be called: its folder's name, or its own.

    One of each folder comes before the second of any.
    """
    inside = entries(folder)
    for file in inside:
        if not is_folder(file):
            yield file, file.stem
    shelves = [(iter(entries(one)), one.name) for one in inside[:MOST_TRIED] if is_folder(one)]
    while shelves:
        found = [(files, name, next(files, None)) for files, name in shelves]
        yield from ((file, name) for _, name, file in found if file is not None)
        shelves = [(files, name) for files, name, file in found if file is not None]


def _told(name: str, taken: int, tried: int, bad: str) -> str:
    """What came of a folder."""
    if not tried:
        return f"{name} must hold pictures to be taken, got none."
    if not taken:
        files = "its only file" if tried == 1 else f"any of {tried} files"
        return f"{name} must hold pictures, got none in {files}: {bad}."
    of = f"all {tried} pictures" if taken == tried else f"{taken} pictures among {tried} files"
    return f"Taken from {name}: {of}. They lie below the pad."
