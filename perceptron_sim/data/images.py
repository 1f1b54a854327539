"""Pictures on their way to becoming images: kept as they come, made light when all are known."""

from typing import Protocol

import numpy as np
import numpy.typing as npt

from perceptron_sim.data.fitting import CellArray, Fitter, as_shown, levels, lit, on_light_paper
from perceptron_sim.data.listing import Picture
from perceptron_sim.data.spec import AUTO, DARK, DataSpec

IN_BLOCK = 1024  # images made light at a time: memory stays small
LARGEST_VALUE = 1e30  # far above anything that means brightness, far below what overflows

ImageArray = npt.NDArray[np.float32]


class Kept(Protocol):
    """The pictures of one set."""

    def fault_of(self, picture: Picture) -> str:
        """Why *picture* cannot be shown; empty if it can."""

    def keep(self, picture: Picture) -> None:
        """Add *picture*."""

    @property
    def on_light_paper(self) -> int:
        """How many more pictures are dark on light than the reverse."""

    @property
    def highest(self) -> float:
        """The highest number in any of them that matters; 0 if none does."""

    def images(self, full: float, *, dark_ink: bool) -> ImageArray:
        """(n, rows, columns): light on each cell, where the ink is *dark_ink* or light, and *full* is full light."""


def kept_as(spec: DataSpec, rows: int, columns: int, *, as_is: bool) -> Kept:
    """A place for pictures that come onto a retina of *rows* x *columns*."""
    return KeptAsIs(spec, (rows, columns)) if as_is else KeptFitted(Fitter(spec, rows, columns))


class KeptFitted:
    """Pictures that are centred or scaled: how much of each cell each ink covers."""

    highest = 0.0

    def __init__(self, fitter: Fitter) -> None:
        self.on_light_paper = 0
        self._fitter = fitter
        self._cells: dict[str, list[npt.NDArray[np.uint16]]] = {ink: [] for ink in fitter.inks}

    def fault_of(self, picture: Picture) -> str:
        """Why *picture* cannot be shown; empty if it can."""
        return _not_finite(picture)

    def keep(self, picture: Picture) -> None:
        """Add *picture*."""
        light, most = levels(picture)
        self.on_light_paper += on_light_paper(light, most)
        for ink, cells in self._fitter.cells(light, most).items():
            self._cells[ink].append(cells.astype(np.uint16))

    def images(self, full: float, *, dark_ink: bool) -> ImageArray:
        """(n, rows, columns): light on each cell, where the ink is *dark_ink* or light; *full* does not matter."""
        cells = self._cells[self._fitter.inks[0 if dark_ink else -1]]
        threshold, shape = self._fitter.spec.threshold, (self._fitter.rows, self._fitter.columns)
        blocks = [_stacked(cells[first : first + IN_BLOCK]) for first in range(0, len(cells), IN_BLOCK)]
        return _joined([lit(block, threshold) for block in blocks], shape)


class KeptAsIs:
    """Pictures whose numbers are light on the retina's cells as they stand."""

    on_light_paper = 0

    def __init__(self, spec: DataSpec, shape: tuple[int, int]) -> None:
        self._spec, self._shape = spec, shape
        self._values: list[ImageArray] = []

    @property
    def highest(self) -> float:
        """The highest number in any picture; 0 if there is none."""
        return max((float(values.max()) for values in self._values), default=0.0)

    def fault_of(self, picture: Picture) -> str:
        """Why *picture* cannot be shown; empty if it can."""
        if picture.shape != self._shape:
            return f"must have {_size(self._shape)} pixels where fit is as-is, got {_size(picture.shape)}"
        if fault := _not_finite(picture):
            return fault
        if picture.min() < 0:
            return f"must hold no number below 0, got {picture.min().item()!r}"
        if self._spec.full and picture.max() > self._spec.full:
            return f"must hold no number above {self._spec.full!r}, which is full, got {picture.max().item()!r}"
        return ""

    def keep(self, picture: Picture) -> None:
        """Add *picture*."""
        self._values.append(picture.astype(np.float32))

    def images(self, full: float, *, dark_ink: bool) -> ImageArray:
        """(n, rows, columns): the numbers as shares of *full* light, or their opposite if the ink is *dark_ink*."""
        full_light = np.float32(self._spec.full or full)
        made = []
        for first in range(0, len(self._values), IN_BLOCK):
            light = np.minimum(np.stack(self._values[first : first + IN_BLOCK]) / full_light, np.float32(1))
            made.append(as_shown(1 - light if dark_ink else light, self._spec.threshold))
        return _joined(made, self._shape)


def _not_finite(picture: Picture) -> str:
    if picture.dtype.kind != "f":
        return ""
    outside = ~(np.abs(picture.astype(np.float64)) <= LARGEST_VALUE)  # NaN is neither
    return f"must hold finite numbers, got {picture[outside][0].item()!r}" if outside.any() else ""


def _stacked(cells: list[npt.NDArray[np.uint16]]) -> CellArray:
    return np.stack(cells).astype(np.int64)


def _joined(blocks: list[ImageArray], shape: tuple[int, int]) -> ImageArray:
    return np.concatenate(blocks) if blocks else np.zeros((0, *shape), dtype=np.float32)


def _size(shape: tuple[int, ...]) -> str:
    return " x ".join(map(str, shape))


def ink_is_dark(spec: DataSpec, kept: Kept, *, as_is: bool) -> bool:
    """Whether dark pixels are lit: as *spec* says, else by the borders of most pictures; numbers as-is are light."""
    if spec.ink != AUTO:
        return spec.ink == DARK
    return not as_is and kept.on_light_paper >= 0
