"""A picture file (PNG, JPEG, BMP, GIF) as one array of greys; whatever is wrong with it becomes a sentence."""

import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from perceptron_sim.data.fitting import border
from perceptron_sim.data.listing import short
from perceptron_sim.data.own import BadFile
from perceptron_sim.data.spec import AUTO, LIGHT

if TYPE_CHECKING:
    from PIL.Image import Image

SUFFIXES = (".png", ".jpg", ".jpeg", ".bmp", ".gif")
FORMATS = ("PNG", "JPEG", "BMP", "GIF")  # the only decoders that a file may ask for, whatever its suffix
MOST_PIXELS = 25_000_000  # a camera of 24 megapixels; about 300 MB while it is decoded
PIXELS_RULE = f"must have at most {MOST_PIXELS} pixels"
MOST_FILE_BYTES = 2**26
WORKING_SIDE = 1024  # larger pictures are first averaged over whole squares of pixels
FULL = 255
SIXTEEN_BITS = ("I", "I;16", "I;16B", "I;16L")
ORIENTATION = 0x0112  # of Exif: how the camera was held
# What a camera's orientation asks for: transposed or not, then rows and columns forwards or backwards.
TURNS = {
    2: (False, 1, -1),
    3: (False, -1, -1),
    4: (False, -1, 1),
    5: (True, 1, 1),
    6: (True, 1, -1),
    7: (True, -1, -1),
    8: (True, -1, 1),
}

GreyArray = npt.NDArray[np.uint8]


def read_picture(path: Path, name: str, ink: str) -> GreyArray | BadFile:
    """The greys (rows, columns) of the first frame of the file *path*, 255 = white, or what is wrong with it.

    Colours count as bright as they look (ITU-R 601). Where a picture is transparent it is paper: black under light
    *ink*, else white. If it is not said which the ink is, a picture whose border is mostly transparent and that shows
    something light is turned into its negative, so that all of them are dark on light.
    """
    from PIL import Image

    try:
        size = path.stat().st_size
        if not path.is_file() or size > MOST_FILE_BYTES:
            return BadFile(name, f"must be a file of at most {MOST_FILE_BYTES} bytes, got {size}")
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # Pillow warns of what it mends: a picture that needs it is not sound
            with Image.open(path, formats=FORMATS) as image:
                return _greys(image, name, ink)
    except Exception as error:  # a file that was made to do harm can fail in any way
        return BadFile(name, _reason(error))


def _reason(error: Exception) -> str:
    """What went wrong, in words for whoever made the picture."""
    from PIL import UnidentifiedImageError
    from PIL.Image import DecompressionBombError, DecompressionBombWarning

    if isinstance(error, DecompressionBombError | DecompressionBombWarning):  # before its size could be looked at
        return f"{PIXELS_RULE}, got more"
    if isinstance(error, UnidentifiedImageError):
        return "must be a PNG, JPEG, BMP or GIF picture, got something else"
    if isinstance(error, MemoryError):
        return "must fit into memory, got a picture that does not"
    return f"must be a sound picture, got: {getattr(error, 'strerror', None) or short(error)}"


def _greys(image: "Image", name: str, ink: str) -> GreyArray | BadFile:
    width, height = image.size
    if width * height > MOST_PIXELS:
        return BadFile(name, f"{PIXELS_RULE}, got {width} x {height}")
    turn = image.getexif().get(ORIENTATION, 1)
    grey = _flat(image, ink)
    if (factor := -(-max(width, height) // WORKING_SIDE)) > 1:
        grey = grey.reduce(factor)
    return _turned(np.asarray(grey), turn)


def _flat(image: "Image", ink: str) -> "Image":
    """*image* in 8 bits of grey, nothing transparent."""
    from PIL import Image

    if image.mode in SIXTEEN_BITS:
        return Image.fromarray((np.asarray(image) // (FULL + 2)).astype(np.uint8))
    if not image.has_transparency_data:
        return image.convert("L")
    image = image.convert("RGBA")
    alpha, grey = image.getchannel("A"), image.convert("L")
    if ink == AUTO and _shows_light_on_nothing(np.asarray(grey), np.asarray(alpha)):
        grey = grey.point([FULL - level for level in range(FULL + 1)])
    paper = Image.new("L", image.size, 0 if ink == LIGHT else FULL)
    return Image.composite(grey, paper, alpha)


def _shows_light_on_nothing(grey: GreyArray, alpha: GreyArray) -> bool:
    """Whether the paper is transparent and what is to be seen is on the whole brighter than middle grey."""
    ring = border(alpha)
    if 2 * int(ring.sum(dtype=np.int64)) >= FULL * ring.size:
        return False
    opacity = int(alpha.sum(dtype=np.int64))
    light = sum(int(row.astype(np.int64) @ seen.astype(np.int64)) for row, seen in zip(grey, alpha, strict=True))
    return 2 * light > FULL * opacity


def _turned(grey: GreyArray, turn: Any) -> GreyArray:
    """*grey* upright, as a camera's *turn* says."""
    if turn not in TURNS:
        return grey
    transposed, rows, columns = TURNS[turn]
    return (grey.T if transposed else grey)[::rows, ::columns]
