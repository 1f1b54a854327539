"""results.csv: a row for every exposure of every learner, as it comes; after a kill it is gone on with."""

import dataclasses
from collections import deque
from pathlib import Path

from perceptron_sim.errors import OutputError
from perceptron_sim.learner import Trial
from perceptron_sim.options import shown

FORMAT_VERSION = 1
# wall_s comes last: it is what may differ between two runs of one seed.
COLUMNS = (
    "format_version",
    *(field.name for field in dataclasses.fields(Trial) if field.name != "wall_s"),
    "right",
    "wall_s",
)
HEADER = ",".join(COLUMNS) + "\n"


def row_of(trial: Trial) -> str:
    """One line of results.csv: numbers in exact shortest form, nothing for None, 1 for yes, 0 for no."""
    values = {**dataclasses.asdict(trial), "format_version": FORMAT_VERSION, "right": int(trial.right)}
    return ",".join("" if values[name] is None else str(values[name]) for name in COLUMNS) + "\n"


class RowFile:
    """The rows of one run at *path*, which is made or, if it is there, gone on with after its last whole row.

    Rows that are there are compared with those that come, wall_s aside; only what follows them is written.
    Raises OSError as the system does, OutputError if what is there is something else.
    """

    def __init__(self, path: Path) -> None:
        self._name = path.name
        content = path.read_bytes() if path.exists() else b""
        whole = content[: content.rfind(b"\n") + 1]
        header, *old_rows = whole.decode("utf-8", "replace").splitlines(keepends=True) or [HEADER]
        if header != HEADER or not (whole or HEADER.encode().startswith(content)):
            rule = f"begin with the columns {COLUMNS[0]}, {COLUMNS[1]}, ..."
            raise OutputError(f"{self._name} must {rule}, got {shown(content.decode('utf-8', 'replace'))}")
        self._old_rows = deque(old_rows)
        self._file = path.open("ab", buffering=0)
        self._file.truncate(len(whole))
        self._write("" if whole else HEADER)

    @property
    def old_rows_left(self) -> int:
        """How many rows that are there have not been compared yet."""
        return len(self._old_rows)

    def add(self, trials: tuple[Trial, ...]) -> None:
        """Append a row for each of *trials*, or compare it with the row that is there."""
        self._write("".join([row for row in map(row_of, trials) if not self._is_there(row)]))

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def _is_there(self, row: str) -> bool:
        if not self._old_rows:
            return False
        old = self._old_rows.popleft()
        if old.rpartition(",")[0] != row.rpartition(",")[0]:
            rule = f"hold the rows of this run on this computer, here {row.strip()!r}"
            raise OutputError(f"{self._name} must {rule}, got {shown(old.strip())}")
        return True

    def _write(self, text: str) -> None:
        """Hand *text* to the system at once: what is killed afterwards has written it."""
        left = memoryview(text.encode())
        while left:
            left = left[self._file.write(left) :]
