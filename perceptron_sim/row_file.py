"""A file of rows that grows as they come; after a kill it is gone on with behind its last whole row."""

import os
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from perceptron_sim.errors import OutputError
from perceptron_sim.options import shown

BLOCK_BYTES = 2**16  # read at a time
LONGEST_LINE_BYTES = 2**12  # far longer than any row


class RowFile:
    """The rows of one run under *header* in the file *path*, which is made or, if it is there, gone on with.

    Rows that are there are compared with those that come, their last column aside; only what follows them is written.
    Raises OSError as the system does, OutputError if what is there is something else, or another file since.
    """

    def __init__(self, path: Path, header: str) -> None:
        self._path = path
        self._file = path.open("ab", buffering=0)  # unbuffered: what is killed later has written it
        self._old = path.open("rb")
        self._identity = os.fstat(self._file.fileno())
        try:
            self._size = self._whole_bytes(header.encode())
            self._old_bytes_left = max(self._size - len(header), 0)
            self._file.truncate(self._size)
            if not self._size:
                self._append(header.encode())
        except BaseException:
            self.close()
            raise

    def old_rows_left(self) -> int:
        """How many rows that are there have not been compared yet; they are passed over."""
        return sum(1 for _ in iter(self._old_row, b""))

    def add(self, rows: list[str]) -> None:
        """Append *rows*, or compare each with the one that is there."""
        if not os.path.samestat(self._path.stat(), self._identity):
            rule = "stay the same file during the run"
            raise OutputError(f"{self._path.name} must {rule}, got another one in its place")
        self._append(b"".join([row for row in map(str.encode, rows) if not self._is_there(row)]))

    def keep(self) -> None:
        """Have the system put everything on the disk."""
        os.fsync(self._file.fileno())

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()
        self._old.close()

    def _whole_bytes(self, header: bytes) -> int:
        """The length of the rows that are there up to the end of the last whole one, *header* included."""
        first = self._old.read(len(header))
        if not (first == header or (header.startswith(first) and len(first) == self._identity.st_size)):
            rule = f"begin with the columns {shown(header.decode().strip())}"
            raise OutputError(f"{self._path.name} must {rule}, got {shown(first.decode('utf-8', 'replace'))}")
        size = _end_of_last_line(self._old, self._identity.st_size)
        self._old.seek(len(header))
        return size

    def _old_row(self) -> bytes:
        """The next of the rows that are there; nothing after the last."""
        row = self._old.readline(min(self._old_bytes_left, LONGEST_LINE_BYTES))
        self._old_bytes_left -= len(row)
        return row

    def _is_there(self, row: bytes) -> bool:
        if not self._old_bytes_left:
            return False
        old = self._old_row()
        if old.rpartition(b",")[0] != row.rpartition(b",")[0]:
            rule = f"hold the rows of this run on this computer, here {row.decode().strip()!r}"
            raise OutputError(f"{self._path.name} must {rule}, got {shown(old.decode('utf-8', 'replace').strip())}")
        return True

    def _append(self, content: bytes) -> None:
        """Hand *content* to the system at once; where it does not take all, no part of it stays."""
        left = memoryview(content)
        try:
            while left:
                left = left[self._file.write(left) :]
        except OSError:
            with suppress(OSError):
                self._file.truncate(self._size)
            raise
        self._size += len(content)


def _end_of_last_line(file: BinaryIO, size: int) -> int:
    """Where the last line of *file*, of *size* bytes, that is ended ends; 0 where none is."""
    for start in range(max(size - BLOCK_BYTES, 0), -BLOCK_BYTES, -BLOCK_BYTES):
        file.seek(max(start, 0))
        found = file.read(min(BLOCK_BYTES, start + BLOCK_BYTES)).rfind(b"\n")
        if found >= 0:
            return max(start, 0) + found + 1
    return 0
