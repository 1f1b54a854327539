"""The translation test: the same patterns at every offset, and how many of them a classifier still gets right.

The rule at the edge: nothing wraps around. What is moved off the retina is lost, and the background comes in from the
other side. Such offsets are scored like all others, and beside each score stands how much was lost.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from numbers import Integral
from typing import Any

import numpy as np
import numpy.typing as npt

from modern.errors import SettingError, ShapeError
from modern.graph import FloatArray, numbers
from modern.settings import not_negative, number, whole
from modern.tensor import require_finite

# (n, ..., rows, columns) -> (n,): the class of each image; an answer that is no class, as None or -1, counts as wrong.
Classifier = Callable[[FloatArray], npt.ArrayLike]


def shifted(patterns: npt.NDArray[Any], down: int, right: int, *, background: float | bool = 0.0) -> npt.NDArray[Any]:
    """A copy of *patterns* (..., rows, columns) moved by whole cells; negative numbers move up and left.

    What leaves over an edge is lost, and *background* comes in. Raises ShapeError without rows and columns,
    SettingError for an offset that is no whole number, and for a background that patterns of that type cannot hold.
    """
    images = np.asarray(numbers("patterns", patterns))
    if images.ndim < 2:
        raise ShapeError(f"patterns must be (..., rows, columns), got {images.shape}")
    moved = np.full_like(images, _fitting(background, images.dtype))
    (to_rows, from_rows), (to_columns, from_columns) = (
        _slices(_cells(name, cells), length)
        for name, cells, length in zip(("down", "right"), (down, right), images.shape[-2:], strict=True)
    )
    moved[..., to_rows, to_columns] = images[..., from_rows, from_columns]
    return moved


@dataclass(frozen=True, slots=True)
class TranslationScores:
    """How a classifier fared at every offset, the arrays read-only; index [down + reach, right + reach] or use `at`."""

    reach: int  # the furthest offset either way, in cells
    share_right: FloatArray  # (2 reach + 1, 2 reach + 1): patterns classified rightly, from 0 to 1
    share_lost: FloatArray  # the same shape: what fell over the edge, of all that differs from the background
    patterns: int
    classes: int  # different labels among the patterns

    def at(self, down: int, right: int) -> float:
        """The share of patterns classified rightly when moved so; negative numbers are up and left."""
        for name, cells in (("down", down), ("right", right)):
            if abs(_cells(name, cells)) > self.reach:
                raise SettingError(f"{name} must be in -{self.reach}..{self.reach}, got {cells!r}")
        return float(self.share_right[down + self.reach, right + self.reach])

    @property
    def mean_share_right(self) -> float:
        """The mean over all offsets."""
        return float(self.share_right.mean())

    @property
    def level(self) -> float:
        """The share that counts as still recognized: half-way from guessing, 1 / classes, to all.

        It depends on the patterns alone, so that two classifiers are measured by the same one.
        """
        return (1 + 1 / self.classes) / 2

    def width_cells(self, level: float | None = None) -> float:
        """How far the patterns may be moved: the side of a square of as many offsets as are still recognized.

        Counted are the offsets with a score of at least *level* (default: `level`) that are joined to (0, 0) by
        steps of one cell over others such; so a lucky offset far away does not count. 0: not even in place; 2 reach
        + 1: all of them, the true width may be greater.
        """
        recognized = self.share_right >= (self.level if level is None else not_negative("level", level, at_most=1))
        region = np.zeros_like(recognized)
        region[self.reach, self.reach] = recognized[self.reach, self.reach]
        size = -1
        while size != (size := int(np.count_nonzero(region))):
            region = recognized & _and_neighbours(region)
        return float(np.sqrt(size))

    def as_lines(self) -> tuple[str, ...]:
        """The table as text: percent right, a row for each offset down, a column for each to the right."""
        offsets = range(-self.reach, self.reach + 1)
        title = f"percent right of {self.patterns} patterns, moved down (rows) and right (columns) by cells"
        heading = "".join(f"{_signed(right)} " for right in offsets)
        rows = (
            f"{_signed(down)} |" + "".join(_entry(*pair) for pair in zip(shares, lost, strict=True))
            for down, shares, lost in zip(offsets, self.share_right, self.share_lost, strict=True)
        )
        note = f"* some of it fell over the edge and is lost; at most {100 * self.share_lost.max():.0f} percent"
        width = f"width at {100 * self.level:.0f} percent: {self.width_cells():.1f} cells; mean of all offsets: "
        return (title, f"      |{heading}", *rows, note, f"{width}{100 * self.mean_share_right:.1f} percent")


def translation_scores(
    classify: Classifier, patterns: npt.ArrayLike, labels: npt.ArrayLike, reach: int, *, background: float = 0.0
) -> TranslationScores:
    """Move *patterns* (n, ..., rows, columns) to every offset up to *reach* cells each way and let *classify* answer.

    Any classifier will do, a network or the Mark I: it is given all n at one offset and answers with n classes.
    *labels* (n,) are the right ones; *background* is the value of an empty cell.

    Raises:
        ShapeError: patterns, labels or answers are not n, or there are none.
        SettingError: reach is no whole number from 0, a pattern or the background is not finite, or patterns of that
            type cannot hold the background.
    """
    if not callable(classify):
        raise SettingError(f"classify must be a function, got {classify!r}")
    images, wanted = np.asarray(numbers("patterns", patterns)), _rectangular("labels", labels)
    if images.ndim < 3 or not images.size or wanted.shape != images.shape[:1]:
        rule = "patterns must be (n, ..., rows, columns) and labels (n,), none of them empty"
        raise ShapeError(f"{rule}, got {images.shape} and {wanted.shape}")
    require_finite("patterns", images)
    whole("reach", reach, at_least=0)
    present = _by_cell(images, _fitting(background, images.dtype))
    right_shares, lost_shares = np.empty((2, 2 * reach + 1, 2 * reach + 1))
    for down, right in _offsets(reach):
        moved = shifted(images, down, right, background=background)
        here = down + reach, right + reach
        right_shares[here] = np.mean(_answers(classify, moved) == wanted)
        lost_shares[here] = _lost(present, down, right)
    for shares in (right_shares, lost_shares):
        shares.flags.writeable = False
    return TranslationScores(reach, right_shares, lost_shares, len(images), len(np.unique(wanted)))


def _answers(classify: Classifier, images: FloatArray) -> npt.NDArray[Any]:
    answers = _rectangular("answers", classify(images))
    if answers.shape != images.shape[:1]:
        raise ShapeError(f"classify must give one answer per pattern, {images.shape[:1]}, got {answers.shape}")
    return answers


def _rectangular(name: str, values: npt.ArrayLike) -> npt.NDArray[Any]:
    try:
        return np.asarray(values)
    except ValueError as error:
        raise ShapeError(f"{name} must be a rectangular array, got {values!r}") from error


def _fitting(background: Any, kind: np.dtype[Any]) -> float:
    """*background* as an image of that *kind* holds it, which it must be able to."""
    checked = float(background) if isinstance(background, bool) else number("background", background)
    if kind.kind == "f":
        fits = abs(checked) <= float(np.finfo(kind).max)
    else:
        lowest, highest = (0, 1) if kind.kind == "b" else (np.iinfo(kind).min, np.iinfo(kind).max)
        fits = lowest <= checked <= highest and checked.is_integer()
    if not fits:
        raise SettingError(f"background must be a number that an image of {kind} can hold, got {background!r}")
    return float(kind.type(checked))


def _by_cell(images: FloatArray, background: float) -> npt.NDArray[np.float64]:
    """(rows, columns): how much the images differ from the background there, all together."""
    ink = np.abs(images.astype(np.float64) - background)
    total: npt.NDArray[np.float64] = ink.reshape(-1, *images.shape[-2:]).sum(axis=0)
    return total


def _lost(present: npt.NDArray[np.float64], down: int, right: int) -> float:
    """The share of what is *present* (rows, columns) that falls over the edge: it does not come back with the rest."""
    # moved back, so that 0 is exactly 0 where nothing fell: sums in another order differ by their rounding
    kept = shifted(shifted(present, down, right), -down, -right)
    total = present.sum()
    return float((present - kept).sum() / total) if total else 0.0


def _offsets(reach: int) -> Iterator[tuple[int, int]]:
    along = range(-reach, reach + 1)
    return ((down, right) for down in along for right in along)


def _slices(cells: int, length: int) -> tuple[slice, slice]:
    """Where *length* cells moved by *cells* arrive and where they come from; both empty if all leave."""
    kept = max(0, length - abs(cells))
    later, earlier = slice(length - kept, length), slice(0, kept)
    return (later, earlier) if cells > 0 else (earlier, later)


def _and_neighbours(region: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """*region* and every cell beside it."""
    grown = region.copy()
    for down, right in ((1, 0), (-1, 0), (0, 1), (0, -1)):
        grown |= shifted(region, down, right, background=False)
    return grown


def _signed(cells: int) -> str:
    return f"{cells:+5d}" if cells else "    0"


def _entry(share: float, lost: float) -> str:
    return f"{100 * share:5.0f}{'*' if lost > 0 else ' '}"


def _cells(name: str, value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, Integral):
        raise SettingError(f"{name} must be a whole number of cells, got {value!r}")
    return int(value)
