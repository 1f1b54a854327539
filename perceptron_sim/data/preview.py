"""The preview: for each class a few pictures as they are in the file, beside what both learners are shown of them."""

from dataclasses import dataclass, field
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from perceptron_sim.assets import asset_path
from perceptron_sim.data.describing import facts
from perceptron_sim.data.fitting import levels
from perceptron_sim.data.listing import Picture
from perceptron_sim.data.own import OwnData
from perceptron_sim.palette import (
    BOLD,
    CREAM,
    GLASS,
    GROUND,
    LINE,
    MUTED,
    PANEL,
    RAISED,
    REGULAR,
    SYMBOLS,
    TEXT,
    Colour,
)

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

PAIRS = 5  # of each class
MOST_CLASSES = 40
# Pixels: the page, a panel's padding and corner, a picture, what lies between the two of a pair, a pair, a class.
WIDTH, MARGIN, GUTTER, PADDING, CORNER = 1600, 32, 24, 28, 14
TILE, BETWEEN, PAIR, ROW = 100, 16, 252, 132
FIRST_PAIR = WIDTH - MARGIN - PADDING - (PAIRS - 1) * PAIR - 2 * TILE - BETWEEN
TITLE, NAME, SENTENCE, LABEL, LINE_HEIGHT = 34, 26, 18, 15, 28
EXPLAINED = "Left of each pair is the picture as the file has it, right what both learners are shown of it."
MORE = "{} more classes are not drawn."
HEADINGS = ("CLASS", "IN THE FILE", "ON THE RETINA")
NARROWEST_GAPPED = 3  # pixels: between wider cells there is room for a dark line
LATIN = 0x250  # below it the house's typeface has the letters


@dataclass(slots=True)
class Originals:
    """The first few pictures of each class, as bytes, by their places among those taught: what watches read_data()."""

    kept: dict[int, npt.NDArray[np.uint8]] = field(default_factory=dict)
    _of_class: dict[int, int] = field(default_factory=dict)
    _seen: int = 0

    def __call__(self, picture: Picture, label: int) -> None:
        """Keep *picture* if it is one of the first of its class."""
        before = self._of_class.get(label, 0)
        if before < PAIRS:
            light, most = levels(picture)
            self.kept[self._seen] = np.rint(light * (255 / max(most, 1))).astype(np.uint8)
        self._of_class[label] = before + 1
        self._seen += 1


def preview_png(data: OwnData, originals: Originals) -> bytes:
    """The preview of *data* as a PNG file; *originals* were kept while they were read."""
    file = BytesIO()
    _drawn(data, originals).save(file, "PNG")
    return file.getvalue()


def _drawn(data: OwnData, originals: Originals) -> "Image":
    from PIL import Image, ImageDraw

    sentences = list(facts(data))
    names = data.stimuli.class_names[:MOST_CLASSES]
    left_out = len(data.stimuli.class_names) - len(names)
    panel = MARGIN + TITLE + GUTTER + LINE_HEIGHT * len(sentences) + GUTTER // 2
    first_row = panel + PADDING + LABEL + GUTTER // 2
    foot = first_row + ROW * len(names) + PADDING - GUTTER // 2
    image = Image.new("RGB", (WIDTH, foot + GUTTER + LINE_HEIGHT + MARGIN), GROUND)
    draw = ImageDraw.Draw(image)
    _write(draw, (MARGIN, MARGIN), data.stimuli.name, TITLE, TEXT, BOLD)
    for line, sentence in enumerate(sentences):
        _write(draw, (MARGIN, MARGIN + TITLE + GUTTER + LINE_HEIGHT * line), sentence, SENTENCE, MUTED)
    draw.rounded_rectangle((MARGIN, panel, WIDTH - MARGIN, foot), CORNER, fill=PANEL)
    for x, heading in zip((MARGIN + PADDING, FIRST_PAIR, FIRST_PAIR + TILE + BETWEEN), HEADINGS, strict=True):
        _write(draw, (x, panel + PADDING), heading, LABEL, MUTED, BOLD)
    for label in range(len(names)):
        _draw_class(image, draw, first_row + ROW * label, label, data, originals)
    explained = f"{EXPLAINED} {MORE.format(left_out)}" if left_out else EXPLAINED
    _write(draw, (MARGIN, foot + GUTTER), explained, SENTENCE, TEXT)
    return image


def _draw_class(image: "Image", draw: "ImageDraw", top: int, label: int, data: OwnData, originals: Originals) -> None:
    """One row: the name and how many there are, then the pairs."""
    left = MARGIN + PADDING
    if label:
        draw.line((left, top, WIDTH - left, top), fill=LINE)
    top += (ROW - TILE) // 2
    unseen = 0 if data.unseen is None else int((data.unseen.labels == label).sum())
    told = f"{int((data.stimuli.labels == label).sum())} taught" + (f", {unseen} unseen" if unseen else "")
    name = _cut(data.stimuli.class_names[label], NAME, FIRST_PAIR - GUTTER - left)
    _write(draw, (left, top + TILE // 2 - NAME), name, NAME, TEXT, BOLD)
    _write(draw, (left, top + TILE // 2 + GUTTER // 2), told, SENTENCE, MUTED)
    places = [place for place in originals.kept if data.stimuli.labels[place] == label]
    for number, place in enumerate(places):
        x = FIRST_PAIR + PAIR * number
        _draw_original(image, (x, top), originals.kept[place])
        _draw_retina(image, (x + TILE + BETWEEN, top), data.stimuli.images[place])


def _draw_original(image: "Image", corner: tuple[int, int], picture: npt.NDArray[np.uint8]) -> None:
    """*picture* as large as the tile allows, in its middle."""
    from PIL import Image

    height, width = picture.shape
    share = TILE / max(height, width)
    size = (max(1, round(width * share)), max(1, round(height * share)))
    grey = Image.fromarray(picture).resize(size, Image.Resampling.NEAREST if share > 1 else Image.Resampling.BOX)
    image.paste(grey.convert("RGB"), (corner[0] + (TILE - size[0]) // 2, corner[1] + (TILE - size[1]) // 2))


def _draw_retina(image: "Image", corner: tuple[int, int], light: npt.NDArray[np.float32]) -> None:
    """The cells, the more lit the lighter, on the dark of the retina."""
    from PIL import Image

    side = max(1, TILE // max(light.shape))
    dark, lit = np.array(RAISED), np.array(CREAM)
    cells = np.rint(dark + (lit - dark) * light[..., np.newaxis]).astype(np.uint8)
    tile = cells.repeat(side, axis=0).repeat(side, axis=1)
    if side > NARROWEST_GAPPED:
        tile[side - 1 :: side] = tile[:, side - 1 :: side] = GLASS
    height, width = tile.shape[:2]
    image.paste(Image.fromarray(tile), (corner[0] + (TILE - width) // 2, corner[1] + (TILE - height) // 2))


def _write(
    draw: "ImageDraw", corner: tuple[int, int], text: str, size: int, colour: Colour, face: str = REGULAR
) -> None:
    draw.text(corner, text, fill=colour, font=_font(text, face, size))


def _cut(text: str, size: int, width: int) -> str:
    """*text*, or as much of its beginning as is no wider than *width* pixels."""
    if _font(text, BOLD, size).getlength(text) <= width:
        return text
    while text and _font(text, BOLD, size).getlength(text + "...") > width:
        text = text[:-1]
    return text + "..."


def _font(text: str, face: str, size: int) -> "FreeTypeFont":
    """*face* if it has the letters of *text*, else one that has more."""
    return _typeface(face if all(ord(letter) < LATIN for letter in text) else SYMBOLS, size)


@lru_cache(maxsize=16)
def _typeface(face: str, size: int) -> "FreeTypeFont":
    from PIL import ImageFont

    return ImageFont.truetype(str(asset_path(face)), size)
