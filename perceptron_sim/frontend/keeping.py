"""Keeps what happens in the window: screenshots and session files, written beside the frames, never instead of one.

What is to be kept is taken at once; a thread brings it into its file, whole or not at all, and news say how it went.
"""

import os
import queue
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from itertools import count
from pathlib import Path

import pygame

from perceptron_sim.errors import OutputError, SimulatorError
from perceptron_sim.files import UNFINISHED_SUFFIX, reason
from perceptron_sim.frontend.png import png_of
from perceptron_sim.options import can_write_in
from perceptron_sim.session import Session
from perceptron_sim.session_file import SUFFIX, captured, content_of, write

MOST_WAITING = 4  # things to be written; a picture of 1920 x 1080 takes 8 MB of memory and a third of a second
PICTURE_SUFFIX = ".png"
CALLED = "perceptron-sim"
BUSY = f"{MOST_WAITING} files are being written still: ask again in a moment."
USER_FOLDERS = "user-dirs.dirs"  # where Linux desktops say what a user's folders are called in the user's language


class Keeper:
    """Writes into *folder*, or else pictures into the user's folder of pictures, and sessions into the present one."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._waiting: queue.Queue[Callable[[], str] | None] = queue.Queue(MOST_WAITING)
        self._told: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None

    def screenshot(self, surface: pygame.Surface) -> None:
        """Keep what *surface* shows now as a picture with a name of its own."""
        copy, stem = surface.copy(), stem_of_now()

        def keep() -> str:
            folder = self._folder or pictures_folder()
            return f"The picture is in {written_anew(folder, stem, PICTURE_SUFFIX, png_of(copy))}."

        self._later(keep)

    def save_session(self, session: Session, path: Path | None = None) -> None:
        """Keep *session* as it is now in the file *path*, or in one with a name of its own."""
        capture, stem = captured(session), stem_of_now()

        def keep() -> str:
            if path is not None:
                write(capture, path)
                return f"The session is in {path}."
            folder = self._folder or sessions_folder()
            return f"The session is in {written_anew(folder, stem, SUFFIX, content_of(capture))}."

        self._later(keep)

    def news(self) -> list[str]:
        """What became of it, a sentence each; each is told once."""
        sentences = []
        with suppress(queue.Empty):
            while True:
                sentences.append(self._told.get_nowait())
        return sentences

    def close(self) -> None:
        """Wait until all is written."""
        if self._thread is not None:
            self._waiting.put(None)
            self._thread.join()
            self._thread = None

    def _later(self, keep: Callable[[], str]) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._write, name="keeper", daemon=True)
            self._thread.start()
        try:
            self._waiting.put_nowait(keep)
        except queue.Full:
            self._told.put(BUSY)

    def _write(self) -> None:
        while (keep := self._waiting.get()) is not None:
            try:
                self._told.put(keep())
            except SimulatorError as error:
                self._told.put(str(error))
            except Exception as error:  # a thread that dies would keep nothing any more, and say nothing
                self._told.put(f"It could not be kept: {reason(error)}.")


def written_anew(folder: Path, stem: str, suffix: str, content: bytes) -> Path:
    """Write *content* into a file of *folder* that was not there before, and return its path; or OutputError."""
    part = folder / f".{stem}-{os.getpid()}{suffix}{UNFINISHED_SUFFIX}"
    try:
        try:
            with part.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            return _named_anew(part, folder, stem, suffix)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise OutputError(f"folder must be one that can be written to, got {str(folder)!r}: {reason(error)}") from error


def pictures_folder() -> Path:
    """The user's folder of pictures, or else the one that the program was started in."""
    home = Path.home()
    named = [os.environ.get("XDG_PICTURES_DIR", ""), _named_folder(home), str(home / "Pictures")]
    for path in (Path(name) for name in named if name):
        if path.is_dir() and can_write_in(path):
            return path
    return Path.cwd()


def sessions_folder() -> Path:
    """The folder that the program was started in, or the user's own where nothing can be written there."""
    return Path.cwd() if can_write_in(Path.cwd()) else Path.home()


def _named_folder(home: Path) -> str:
    """What the desktop calls the folder of pictures; "" where it says nothing."""
    config = Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config")
    with suppress(OSError, ValueError):
        for line in (config / USER_FOLDERS).read_text(encoding="utf-8").splitlines():
            key, _, value = line.partition("=")
            if key.strip() == "XDG_PICTURES_DIR":
                return value.strip().strip('"').replace("$HOME", str(home))
    return ""


def _named_anew(part: Path, folder: Path, stem: str, suffix: str) -> Path:
    """Give *part* a name that no file has: a link is refused where a file is, a renaming would replace it."""
    for number in count(1):
        path = folder / f"{stem}{'' if number == 1 else f'-{number}'}{suffix}"
        try:
            os.link(part, path)
        except FileExistsError:
            continue
        except OSError:  # a card or stick whose file system knows no links
            if path.exists():
                continue
            part.replace(path)
        return path
    raise AssertionError("numbers do not end")


def stem_of_now() -> str:
    """What a file of this second is called, but for its ending."""
    return f"{CALLED}-{datetime.now():%Y-%m-%d-%H%M%S}"
