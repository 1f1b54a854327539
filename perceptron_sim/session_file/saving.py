"""Saves a session: what it is now is taken at once; it comes into its file whole or not at all, in any thread."""

from dataclasses import dataclass, replace
from pathlib import Path

from perceptron_sim.errors import InputError, OutputError, SettingError
from perceptron_sim.files import write_whole
from perceptron_sim.history import Kept
from perceptron_sim.options import shown_path
from perceptron_sim.session import Session
from perceptron_sim.session_file.document import NAME, written
from perceptron_sim.session_file.kept_plain import MOST_ON_THE_WAY, kept_as_plain

SUFFIX = ".session.json"
SUFFIXES = (SUFFIX, ".perceptron")


@dataclass(frozen=True, slots=True)
class Capture:
    """A session at one instant, which changes no more."""

    kept: Kept


def save(session: Session, path: Path) -> None:
    """Write *session* as it is now into the file *path*, in place of what is there.

    Raises SettingError for another kind of file name, OutputError where the file cannot be written.
    """
    write(captured(session), path)


def captured(session: Session) -> Capture:
    """*session* as it is now; takes no longer than a part of a frame."""
    return Capture(session.kept())


def write(capture: Capture, path: Path) -> None:
    """Write *capture* as `save` does; in any thread, while the session goes on."""
    check_name(path)
    write_whole(NAME, path, content_of(capture))


def content_of(capture: Capture) -> bytes:
    """What a file of *capture* holds; OutputError where that is more than a file may hold."""
    kept = capture.kept
    way = kept.at.lesson - (kept.moment.lesson if kept.moment else 0)
    if way > MOST_ON_THE_WAY:
        raise OutputError(f"{NAME} must stand at most {MOST_ON_THE_WAY} lessons after its checkpoint, got {way}")
    try:
        return written(kept_as_plain(kept))
    except InputError as error:
        if kept.moment is None or kept.at.lesson > MOST_ON_THE_WAY:
            raise OutputError(f"{error}: it is too large to be kept in a file") from error
    return content_of(Capture(replace(kept, moment=None)))  # who opens it has to wait until it is computed again


def check_name(path: Path) -> None:
    """Raise SettingError unless *path* is called as files of sessions are."""
    if not path.name.lower().endswith(SUFFIXES):
        raise SettingError(f"{NAME} must be a file name ending in {' or '.join(SUFFIXES)}, got {shown_path(path)}")
