"""What to write where standard output or error is closed, and what where it has not all characters."""

import codecs
import os
from typing import TextIO

PLAIN = {
    "θ": "theta",
    "γ": "gamma",
    "Φ": "Phi",
    "µ": "u",
    "°": "deg",
    "±": "+-",
    "×": "x",
    "⁴": "^4",
    "−": "-",
    "–": "-",
}
PLAIN_LETTERS = "perceptron_sim.plain_letters"  # the name of the rule for what cannot be encoded


def nowhere() -> TextIO:
    """A stream that takes everything and keeps nothing; it stays open as long as the process."""
    return os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8", closefd=False)


def in_plain_letters(error: UnicodeError) -> tuple[str, int]:
    """What to write for characters that a terminal has not: a word or sign for the usual ones, else a question mark."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(PLAIN.get(character, "?") for character in error.object[error.start : error.end]), error.end


codecs.register_error(PLAIN_LETTERS, in_plain_letters)
