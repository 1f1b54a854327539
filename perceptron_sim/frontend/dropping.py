"""Which view a file or folder is for that is dropped on the window; or that it is a session, or cannot be opened."""

from collections.abc import Container
from pathlib import Path

from perceptron_sim.commands import OpenSession, ShowView, Tell
from perceptron_sim.options import shown
from perceptron_sim.reopening import KEPT_FILES
from perceptron_sim.session_file import SUFFIXES

TEACH, LABORATORY, PLUGBOARD = "teach", "laboratory", "plugboard"
PICTURES = (".png", ".jpg", ".jpeg", ".bmp", ".gif", ".webp", ".tif", ".tiff", ".pgm", ".ppm")
DATA = (".csv", ".npz", ".jsonl", ".parquet", ".toml")
WIRING = (".json",)
LONGEST_NAME = 64
KINDS = "a session, a picture, the folder of a run or of a sweep, or a wiring (.json)"


def destination(path: str, views: Container[str]) -> OpenSession | ShowView | Tell:
    """What to do with the file *path*: show one of *views* for it, open it as a session, or refuse it in a sentence."""
    try:
        dropped = Path(path)
        name, suffix, is_folder = dropped.name, dropped.suffix.lower(), dropped.is_dir()
    except (OSError, ValueError):  # a name that no file can have
        return _refused(path)
    if name.lower().endswith(SUFFIXES):
        return OpenSession(dropped)
    if is_folder or name in KEPT_FILES or suffix in DATA:
        view = LABORATORY
    else:
        view = TEACH if suffix in PICTURES else PLUGBOARD if suffix in WIRING else ""
    return ShowView(view) if view in views else _refused(name)


def _refused(name: str) -> Tell:
    words = shown(name)
    words = words if len(words) <= LONGEST_NAME else f"{words[:LONGEST_NAME]}..."  # as signs that have none, it grows
    return Tell(f"{words} is nothing the window can open: it takes {KINDS}.")
