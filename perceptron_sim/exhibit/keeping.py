"""What visitors did, kept in one folder under short codes: each file whole or not there, and never too many of them."""

import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from perceptron_sim.errors import OutputError
from perceptron_sim.exhibit.config import KeepSpec
from perceptron_sim.files import UNFINISHED_SUFFIX

LETTERS = "CDFHJKLMNPRTVWX34679"  # none that looks like another; no vowels, so no words
CODE_LENGTH, GROUP = 6, 3
BYTES_PER_MB = 1_000_000
MOST_DRAWS = 100  # of a code: with 64 million of them the first is a new one


class Keeping:
    """The folder of *spec*; *save* writes a file, whole or not at all, whose name ends in *suffix*.

    *dice* gives so many random bytes. Files of other names are never touched.
    """

    def __init__(self, spec: KeepSpec, suffix: str, save: Callable[[Path], None], dice: Callable[[int], bytes]) -> None:
        self._folder, self._most_files = Path(spec.folder), spec.most_files
        self._most_bytes = round(spec.most_mb * BYTES_PER_MB)
        self._suffix, self._save, self._dice = suffix, save, dice

    def keep(self, code: str | None = None) -> str:
        """Save what there is, over what was kept under *code* if that is given; return its code.

        OutputError where that cannot be done.
        """
        code = code or self._new_code()
        path = self._folder / (code + self._suffix)
        try:
            self._forget_unfinished()
            self._save(path)
            if path.stat().st_size > self._most_bytes:
                path.unlink()
                raise OutputError(f"work must have at most {self._most_bytes} bytes to be kept, got more")
            self._make_room(path)
        except OutputError:
            raise
        except OSError as error:
            raise OutputError(f"keep.folder must be a folder that can be written to, got an error: {error}") from error
        return code

    def kept(self) -> list[Path]:
        """The files that are kept, the oldest one first."""
        files = [(path.stat().st_mtime_ns, path.name, path) for path in self._of_ours(self._suffix)]
        return [path for _, _, path in sorted(files)]

    def _new_code(self) -> str:
        for _ in range(MOST_DRAWS):
            drawn = "".join(LETTERS[byte % len(LETTERS)] for byte in self._dice(CODE_LENGTH))
            code = f"{drawn[:GROUP]}-{drawn[GROUP:]}"
            if not (self._folder / (code + self._suffix)).exists():
                return code
        raise OutputError(f"a code must be a new one, got {code} again and again")

    def _make_room(self, latest: Path) -> None:
        """Remove the oldest files until there are neither too many nor too large ones."""
        files = [path for path in self.kept() if path != latest]
        sizes = {path: path.stat().st_size for path in (*files, latest)}
        while files and (len(sizes) > self._most_files or sum(sizes.values()) > self._most_bytes):
            oldest = files.pop(0)
            oldest.unlink()
            del sizes[oldest]

    def _forget_unfinished(self) -> None:
        """Remove what was being written when the computer lost its power."""
        for path in self._of_ours(self._suffix + UNFINISHED_SUFFIX):
            with suppress(FileNotFoundError):
                path.unlink()

    def _of_ours(self, ending: str) -> list[Path]:
        half = f"[{LETTERS}]{{{GROUP}}}"
        name = re.compile(f"{half}-{half}{re.escape(ending)}")
        return [path for path in self._folder.iterdir() if name.fullmatch(path.name) and path.is_file()]
