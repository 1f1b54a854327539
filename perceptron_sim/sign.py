"""A sign: a small picture that somebody drew, stamped, dropped or photographed, as it is shown to the machines."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hardware.errors import shown
from perceptron_sim.errors import StimulusError

BRIGHTEST = 255
MOST_CELLS = 2**14  # of a retina's side by side cells


@dataclass(frozen=True, slots=True)
class Sign:
    """*levels* are the light on each cell, row by row, from 0 (dark) to 255 (fully lit).

    Whole numbers, so that a sign in a file is the very one that was drawn. StimulusError if there are not rows *
    columns of them.
    """

    rows: int
    columns: int
    levels: bytes

    def __post_init__(self) -> None:
        for name in ("rows", "columns"):
            value = getattr(self, name)
            if type(value) is not int or not 1 <= value <= MOST_CELLS:
                raise StimulusError(f"{name} must be a whole number from 1 to {MOST_CELLS}, got {shown(value)}")
        if not isinstance(self.levels, bytes) or len(self.levels) != self.rows * self.columns:
            found = f"{len(self.levels)} of them" if isinstance(self.levels, bytes) else shown(self.levels)
            raise StimulusError(f"levels must be {self.rows * self.columns} bytes, one for each cell, got {found}")

    @classmethod
    def of(cls, image: npt.ArrayLike) -> "Sign":
        """What is nearest to *image* (rows, columns) of light from 0 to 1; StimulusError if it is none."""
        try:
            light = np.asarray(image, dtype=np.float64)
        except (TypeError, ValueError) as error:
            raise StimulusError(f"image must be an array of numbers, got {shown(image)}") from error
        if light.ndim != 2 or not ((light >= 0) & (light <= 1)).all():  # NaN fails the comparison
            raise StimulusError(f"image must have shape (rows, columns) and lie in 0..1, got {shown(image)}")
        rows, columns = light.shape
        return cls(rows, columns, np.rint(light * BRIGHTEST).astype(np.uint8).tobytes())

    @property
    def image(self) -> npt.NDArray[np.float32]:
        """The light (rows, columns) on the retina, from 0 to 1."""
        levels = np.frombuffer(self.levels, dtype=np.uint8).reshape(self.rows, self.columns)
        image: npt.NDArray[np.float32] = levels.astype(np.float32) / np.float32(BRIGHTEST)
        return image

    @property
    def dark(self) -> bool:
        """Whether nothing is lit."""
        return not any(self.levels)
