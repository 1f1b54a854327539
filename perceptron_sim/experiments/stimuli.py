"""What both machines are shown: labelled sets of images, the sets that ship, the check of any image.

An image is float32 (rows, columns) in 0..1, 1 = lit (ink); row 0 is the top of the retina, column 0 its left. What
ships is 20 x 20, as the Mark I's retina.
"""

import difflib
import string
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from perceptron_sim import assets
from perceptron_sim.errors import AssetError, SettingError, StimulusError

__all__ = ["FACE", "IMAGE_SHAPE", "RETINA_CELLS", "Stimuli", "check_image", "digits", "letter_faces", "letters"]

RETINA_CELLS = 20  # a side; 400 in all
IMAGE_SHAPE = (RETINA_CELLS, RETINA_CELLS)
DIGIT_CELLS = 8
DIGIT_FULL = 16  # the value of a cell that is all ink in the published digits
FACE = "DejaVu Sans Bold"  # where no other is chosen
CAPITALS = tuple(string.ascii_uppercase)


@dataclass(frozen=True, slots=True, eq=False)
class Stimuli:
    """Labelled images; arrays are copied and read-only, so neither learner can change what the other sees.

    Attributes:
        images: float32 (n, rows, columns) in 0..1, all at least 1.
        labels: int64 (n,), each an index into class_names.
        class_names: what the labels mean, all different.
        name: what the set is called in results.

    Raises:
        StimulusError: shape, type or range is wrong.
    """

    images: NDArray[np.float32]
    labels: NDArray[np.int64]
    class_names: tuple[str, ...]
    name: str

    def __post_init__(self) -> None:
        class_names = _checked_names(self.class_names)
        if not isinstance(self.name, str) or not self.name:
            raise StimulusError(f"name must be a string that is not empty, got {self.name!r}")
        images = _real_array("images", self.images)
        if images.ndim != 3 or 0 in images.shape:
            raise StimulusError(f"images must have shape (n, rows, columns), all at least 1, got {images.shape}")
        object.__setattr__(self, "images", _checked_values("images", images))
        object.__setattr__(self, "labels", _checked_labels(self.labels, len(images), len(class_names)))
        object.__setattr__(self, "class_names", class_names)

    def __len__(self) -> int:
        return len(self.images)


def check_image(image: ArrayLike) -> NDArray[np.float32]:
    """Return *image* as a new read-only float32 (20, 20) array; truth values, whole and real numbers will do.

    Raises:
        StimulusError: it is no (20, 20) array of real numbers in 0..1.
    """
    array = _real_array("image", image)
    if array.shape != IMAGE_SHAPE:
        raise StimulusError(f"image must have shape {IMAGE_SHAPE}, got {array.shape}")
    return _checked_values("image", array)


def letter_faces() -> tuple[str, ...]:
    """Return the names of the typefaces whose capitals ship with the simulator."""
    return tuple(str(face) for face in _letter_arrays()["faces"])


def letters(face: str = FACE, *, setting: str = "face") -> Stimuli:
    """Return the capitals A to Z of *face*, cells 0 or 1; label 0 is A, label 25 is Z; *setting* is its name in errors.

    Raises:
        SettingError: no such face.
        AssetError: the file of letters is missing or damaged.
    """
    arrays = _letter_arrays()
    faces = [str(known) for known in arrays["faces"]]
    if face not in faces:
        raise SettingError(f"{setting} must be one of {', '.join(faces)}, got {face!r}{_nearest(face, faces)}")
    images = arrays["images"][faces.index(face)]
    return Stimuli(images.astype(np.float32), np.arange(len(CAPITALS)), CAPITALS, f"letters in {face}")


def digits() -> Stimuli:
    """Return the 1,797 handwritten digits of the UCI optical set, in published order, scaled from 8 x 8.

    A cell holds the share of ink, 0..1, interpolated bilinearly between the centres of the published cells
    and, outside them, as at the nearest edge. Sums are of whole numbers: every processor gets the same.

    Raises:
        AssetError: the file of digits is missing or damaged.
    """
    return _digits(assets.asset_root())


@cache
def _digits(_root: Path) -> Stimuli:
    """The digits that lie in the folder of assets, read once: a sweep asks for them thousands of times."""
    arrays = assets.load_npz("stimuli/digits.npz")
    tenths = _bilinear_tenths()
    hundredths = tenths @ arrays["images"].astype(np.int64) @ tenths.T
    images = (hundredths / (100 * DIGIT_FULL)).astype(np.float32)
    return Stimuli(images, arrays["labels"].astype(np.int64), tuple(string.digits), "UCI optical digits")


def _letter_arrays() -> dict[str, NDArray[Any]]:
    return _letter_arrays_in(assets.asset_root())


@cache
def _letter_arrays_in(_root: Path) -> dict[str, NDArray[Any]]:
    """The arrays of letters in the folder of assets, read once, like the digits; nobody writes to them."""
    arrays = assets.load_npz("stimuli/letters.npz")
    if not {"faces", "images"} <= arrays.keys():
        raise AssetError(f"asset stimuli/letters.npz must hold faces and images, got {sorted(arrays)}")
    return arrays


def _bilinear_tenths() -> NDArray[np.int64]:
    """(20, 8): tenths of each published cell in each cell of the retina; every row sums to 10.

    The centre of cell i of the retina lies (i + 1/2) * 8/20 - 1/2 = (4 i - 3) / 10 published cells from the
    centre of the first of those.
    """
    position = np.clip(4 * np.arange(RETINA_CELLS) - 3, 0, 10 * (DIGIT_CELLS - 1))
    distance = np.abs(position[:, None] - 10 * np.arange(DIGIT_CELLS))
    tenths: NDArray[np.int64] = np.maximum(10 - distance, 0).astype(np.int64)
    return tenths


def _nearest(name: object, known: list[str]) -> str:
    """Return "; did you mean ...?" with the known name nearest to *name*, letter case ignored, if one is near."""
    by_folded = {one.casefold(): one for one in known}
    found = difflib.get_close_matches(str(name).casefold(), by_folded, n=1, cutoff=0.5)
    return f"; did you mean {by_folded[found[0]]!r}?" if found else ""


def _real_array(name: str, values: ArrayLike) -> NDArray[Any]:
    """Return *values* as an array of truth values, whole or real numbers."""
    try:
        array = np.asarray(values)
    except (ValueError, TypeError) as error:
        raise StimulusError(f"{name} must be an array of real numbers, got {type(values).__name__}") from error
    if array.dtype.kind not in "biuf":
        raise StimulusError(f"{name} must be an array of real numbers, got {array.dtype.name}")
    return array


def _checked_values(name: str, array: NDArray[Any]) -> NDArray[np.float32]:
    """Return a read-only float32 copy of *array*, each value of which must be finite and in 0..1."""
    outside = ~((array >= 0) & (array <= 1))  # NaN is neither
    if outside.any():
        where = tuple(int(index) for index in np.argwhere(outside)[0])
        raise StimulusError(f"{name} must hold finite values in 0..1, got {array[where].item()!r} at {where}")
    copy = array.astype(np.float32)
    copy.flags.writeable = False
    return copy


def _checked_names(class_names: Sequence[str]) -> tuple[str, ...]:
    """Return *class_names* as a tuple of one or more different strings."""
    names = tuple(class_names)
    if isinstance(class_names, str) or not all(isinstance(name, str) for name in names):
        raise StimulusError(f"class_names must be a tuple of strings, got {class_names!r}")
    if not names or len(set(names)) < len(names):
        raise StimulusError(f"class_names must be one or more different names, got {names!r}")
    return names


def _checked_labels(labels: ArrayLike, images: int, classes: int) -> NDArray[np.int64]:
    """Return a read-only int64 copy of *labels*, one per image, each in 0..classes - 1."""
    array = _real_array("labels", labels)
    if array.dtype.kind not in "iu":
        raise StimulusError(f"labels must be whole numbers, got {array.dtype.name}")
    if array.shape != (images,):
        raise StimulusError(f"labels must have shape ({images},), one for each image, got {array.shape}")
    outside = (array < 0) | (array >= classes)
    if outside.any():
        raise StimulusError(f"labels must lie in 0..{classes - 1}, got {array[outside][0].item()!r}")
    copy = array.astype(np.int64)
    copy.flags.writeable = False
    return copy
