"""What an exhibit knows of its past: how many visits there were, and how the last one went; a file of a few lines."""

import json
from dataclasses import dataclass
from pathlib import Path

from hardware import Mark1Error
from hardware.plain import from_plain, plain
from perceptron_sim.errors import SimulatorError
from perceptron_sim.experiments.settings import check_settings, setting
from perceptron_sim.files import read_bytes, replaced

NAME = "files.state"
VERSION_KEY, VERSION = "version", 1
MOST_BYTES = 2**16


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many visits there were, what became of them, and of the last one when it was and how long."""

    visits: int = setting(0, "visits that began", least=0)
    kept: int = setting(0, "how often a visitor's work was kept", least=0)
    failures: int = setting(0, "errors that sent the exhibit back to its beginning", least=0)
    last_at: str = setting("", "when the last visit began, ISO 8601")
    last_s: float = setting(0.0, "how long it was", least=0.0)
    last_lessons: int = setting(0, "how many lessons it had", least=0)
    last_code: str = setting("", "the code of the work that was kept last")

    def __post_init__(self) -> None:
        check_settings(self, f"{NAME}: ")


def read_tally(path: Path) -> tuple[Tally, str]:
    """What the file *path* says; where it cannot be read counting begins anew, and a sentence says so."""
    if not path.exists():
        return Tally(), ""
    try:
        found = json.loads(read_bytes(NAME, path, MOST_BYTES))
        if not isinstance(found, dict) or found.pop(VERSION_KEY, None) != VERSION:
            raise ValueError(f"it must be of version {VERSION}")
        return from_plain(Tally, found, NAME), ""
    except (SimulatorError, Mark1Error, ValueError, RecursionError) as error:
        return Tally(), f"{NAME} was damaged, counting begins anew: {error}"


def write_tally(path: Path, tally: Tally) -> None:
    """Write *tally* into *path*: the old file is there or the new one; errors are the system's."""
    with replaced(path) as file:
        file.write((json.dumps({VERSION_KEY: VERSION, **plain(tally)}, indent=2) + "\n").encode())
