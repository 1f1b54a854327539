"""Reads and checks the options of the command line; what does not fit is a SettingError or OutputError."""

import math
import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from perceptron_sim.errors import OutputError, SettingError

LARGEST_SEED = 2**63 - 1
SEED_HELP = "Decides wiring, tolerances and order of stimuli; by default what the file says, or 1."
LARGEST_FRAMES = LARGEST_EXPOSURES = 10**9
LARGEST_S = 10**9
SMALLEST_SIZE, LARGEST_SIZE = (1280, 720), (7680, 4320)
PICTURE_SUFFIXES = (".png", ".jpg", ".jpeg", ".bmp")
LONGEST_SHOWN = 60
VIEWS = (
    *("side-by-side", "teach", "machine-room", "plugboard", "network", "neuron"),
    *("laboratory", "race", "notebook"),
)
FIRST_VIEW = VIEWS[0]


def shown(value: str) -> str:
    """*value* in quotes, cut if it is long: for messages."""
    return repr(value if len(value) <= LONGEST_SHOWN else value[:LONGEST_SHOWN] + "...")


def shown_path(path: Path) -> str:
    """*path* in quotes, its end if it is long: for messages."""
    text = str(path)
    return repr(text if len(text) <= LONGEST_SHOWN else "..." + text[-LONGEST_SHOWN:])


def whole_number(name: str, text: str, lowest: int, highest: int) -> int:
    """The whole number that *text* writes in decimal digits, if it is in range; SettingError if not."""
    digits = re.fullmatch(r"\+?0*([0-9]{1,20})", text)
    number = int(digits[1]) if digits else lowest - 1
    if not lowest <= number <= highest:
        raise SettingError(f"{name} must be a whole number from {lowest} to {highest}, got {shown(text)}")
    return number


def seed(_kind: Any, tokens: Sequence[Any]) -> int:
    """Converter of --seed."""
    return whole_number("seed", tokens[0].value, 0, LARGEST_SEED)


def frames(_kind: Any, tokens: Sequence[Any]) -> int:
    """Converter of --frames."""
    return whole_number("frames", tokens[0].value, 1, LARGEST_FRAMES)


def exposures(_kind: Any, tokens: Sequence[Any]) -> int:
    """Converter of --exposures."""
    return whole_number("exposures", tokens[0].value, 0, LARGEST_EXPOSURES)


def seconds(_kind: Any, tokens: Sequence[Any]) -> float:
    """Converter of --from-s and --until-s."""
    token = tokens[0]
    try:
        value = float(token.value)
    except ValueError:
        value = math.nan
    if not 0 <= value <= LARGEST_S:
        name = (token.keyword or "--seconds").lstrip("-")
        raise SettingError(f"{name} must be a number of seconds from 0 to {LARGEST_S}, got {shown(token.value)}")
    return abs(value)  # also of -0.0


def alone(name: str, /, **others: object) -> None:
    """Raise SettingError if any of *others* is given beside the option *name*."""
    for other, value in others.items():
        if value is not None:
            raise SettingError(f"{name} must be given without {other}, got both")


def with_out(**others: object) -> None:
    """Raise SettingError if any of *others*, which say what is written, is given where nothing is."""
    for name, value in others.items():
        if value is not None:
            raise SettingError(f"{name} must come with the folder of the run (--out DIR), got none")


def only_settings(words: Sequence[str]) -> str:
    """For a message: that *words* hold no argument, and which setting may have taken it for its value."""
    taking = next((word for word in reversed(words) if word.startswith("-")), None)
    return "none" if taking is None else f"settings alone; what follows {shown(taking)} is taken for its value"


def worth_showing(default: Any) -> str | None:
    """What --help says of a *default*: nothing of a switch, nor of what is not given."""
    return None if isinstance(default, bool) or default in (None, ()) else str(default)


def window_size(
    text: str, smallest: tuple[int, int] = SMALLEST_SIZE, largest: tuple[int, int] = LARGEST_SIZE
) -> tuple[int, int]:
    """(width, height) in pixels from "1920x1080"; SettingError if it is not of that form or not in range."""
    found = re.fullmatch(r"([0-9]{1,6})[xX]([0-9]{1,6})", text)
    width, height = (int(found[1]), int(found[2])) if found else (0, 0)
    if not (smallest[0] <= width <= largest[0] and smallest[1] <= height <= largest[1]):
        least, most = ("x".join(map(str, size)) for size in (smallest, largest))
        rule = f"WIDTHxHEIGHT in pixels, from {least} to {most}"
        raise SettingError(f"size must be {rule}, got {shown(text)}")
    return width, height


def view(_kind: Any, tokens: Sequence[Any]) -> str:
    """Converter of --view."""
    name = str(tokens[0].value)
    if name in VIEWS:
        return name
    import difflib  # imported late: --help must answer at once

    near = difflib.get_close_matches(name.casefold().replace(" ", "-"), VIEWS, n=1, cutoff=0.4)
    meant = f"; did you mean {near[0]!r}?" if near else ""
    raise SettingError(f"view must be one of {', '.join(VIEWS)}, got {shown(name)}{meant}")


def picture_file(path: Path) -> Path:
    """*path* if a picture can be written there; SettingError or OutputError if not."""
    if path.suffix.lower() not in PICTURE_SUFFIXES:
        rule = f"a file name ending in {', '.join(PICTURE_SUFFIXES)}"
        raise SettingError(f"screenshot must be {rule}, got {str(path)!r}")
    try:
        fits = path.parent.is_dir() and not path.is_dir() and can_write_in(path.parent)
        fits = fits and (not path.exists() or os.access(path, os.W_OK))
    except (OSError, ValueError):
        fits = False
    if not fits:
        raise OutputError(f"screenshot must be a file in a folder that can be written to, got {str(path)!r}")
    return path


def can_write_in(folder: Path) -> bool:
    """Whether files can be made in *folder*; found out by making one that is gone at once."""
    import tempfile  # imported late: --help must answer at once

    try:
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False
