"""Opens a session's file: checked before anything is made of it, and held against its digest after that."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from perceptron_sim.errors import InputError
from perceptron_sim.experiment_file import cut
from perceptron_sim.history import Kept
from perceptron_sim.options import shown_path
from perceptron_sim.session import Session
from perceptron_sim.session_file.document import read, this_computer
from perceptron_sim.session_file.forms import refused_at
from perceptron_sim.session_file.kept_plain import kept_from_plain


@dataclass(frozen=True, slots=True)
class Found:
    """What a file holds, every value of it checked, by what version of the *program* and on which *computer*."""

    kept: Kept
    program: str
    computer: str

    @property
    def elsewhere(self) -> bool:
        """Whether it is of another computer or numpy, where the last digit of a network's numbers may be another."""
        return self.computer != this_computer()


def opened(path: Path) -> Session:
    """The session that was saved in the file *path*, at the instant at which it was; else InputError in a sentence.

    Its digest must be the one it had, unless it was computed elsewhere.
    """
    found = found_in(path)
    with _refused_of(path):
        session = Session.taken_up(found.kept)
        if session.digest != found.kept.digest and not found.elsewhere:
            digests = f"{found.kept.digest[:12]}..., got {session.digest[:12]}..."
            raise InputError(f"its checkpoint and its commands must lead to its digest {digests}")
    return session


def found_in(path: Path) -> Found:
    """What the file *path* holds; nothing is computed yet. InputError in a sentence if that is no session."""
    document = read(path)
    with _refused_of(path):
        return Found(kept_from_plain(document.body), document.program, document.computer)


def replayed(kept: Kept, path: Path) -> Session:
    """What comes of doing all that *kept*, of the file *path*, tells of once more, from the very beginning."""
    with _refused_of(path):
        session = Session(kept.first)
        session.replay(kept.log[: kept.at.commands], kept.at)
    return session


@contextmanager
def _refused_of(path: Path) -> Iterator[None]:
    try:
        with refused_at(shown_path(path)):
            yield
    except InputError as error:
        message = str(error).removeprefix(f"{shown_path(path)}: ")
        raise InputError(f"{shown_path(path)}: {cut(message)}") from error
    except Exception as error:  # a file that was made to do harm can fail in any way
        found = cut(" ".join(f"{type(error).__name__} {error}".split()))
        raise InputError(f"{shown_path(path)}: a session must be one that can go on, got {found}") from error
