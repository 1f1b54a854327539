"""Remakes letters.npz and digits.npz from free typefaces and scikit-learn's copy of the UCI optical digits.

    python assets/stimuli/make_stimuli.py [--fonts FOLDER ...] [--out FOLDER]

Needs numpy, Pillow and scikit-learn (for the digits). Fonts are found by file name, first in the folders
given, then among the shipped fonts, then in the system's font folders. The same font files give the same
arrays; CREDITS.md names the versions used.

How a letter is drawn: one point size a face, the largest at which capitals are a whole number of cells
high, 14 at most, and no letter is more than 20 cells wide or high. The outline is drawn SCALE times too
large, averaged over SCALE x SCALE blocks into the share of each cell that is ink, and a cell is lit where
that share is at least 1/2. The ink box is centred to within half a cell: of the positions so near the
centre, that one is taken whose lit cells differ least from the outline (so that a stem one cell wide falls
on one column and not on two halves). A letter that is its own mirror image in its face is centred on a
cell's edge or middle alone: it stays one.
"""

import argparse
from itertools import product
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

CELLS = 20
SCALE = 16
TALLEST_CAPITAL_CELLS = 14
LIT_SHARE = 0.5
MIRROR_TOLERANCE = 0.07  # an outline is its own mirror image if at most this share of its ink differs
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
FACES = {
    "DejaVu Sans Bold": "DejaVuSans-Bold.ttf",
    "DejaVu Sans": "DejaVuSans.ttf",
    "DejaVu Serif Bold": "DejaVuSerif-Bold.ttf",
    "DejaVu Serif": "DejaVuSerif.ttf",
    "Liberation Sans Bold": "LiberationSans-Bold.ttf",
    "Liberation Sans": "LiberationSans-Regular.ttf",
    "Liberation Serif Bold": "LiberationSerif-Bold.ttf",
    "Atkinson Hyperlegible Bold": "AtkinsonHyperlegible-Bold.ttf",
    "Atkinson Hyperlegible": "AtkinsonHyperlegible-Regular.ttf",
}
FloatArray = NDArray[np.float64]


def open_font(file_name: str, folders: list[Path], size: float) -> ImageFont.FreeTypeFont:
    """Open *file_name* from the first of *folders* that has it, else from wherever the system keeps fonts."""
    found = [path for folder in folders for path in sorted(folder.rglob(file_name))]
    return ImageFont.truetype(str(found[0]) if found else file_name, size, layout_engine=ImageFont.Layout.BASIC)


def outline(font: ImageFont.FreeTypeFont, letter: str) -> FloatArray:
    """(height, width) in fine pixels: the ink of *letter*, 0..1, cropped to its box."""
    fine = Image.new("L", (3 * CELLS * SCALE, 3 * CELLS * SCALE))
    ImageDraw.Draw(fine).text((CELLS * SCALE, CELLS * SCALE), letter, fill=255, font=font)
    return np.asarray(fine.crop(fine.getbbox()), dtype=np.float64) / 255.0


def fitting_outlines(file_name: str, folders: list[Path]) -> list[FloatArray]:
    """The 26 letters at the largest size with capitals a whole number of cells high that fits 20 cells."""
    _, top, _, bottom = open_font(file_name, folders, 1000).getbbox("H")
    for capital_cells in range(TALLEST_CAPITAL_CELLS, 0, -1):
        font = open_font(file_name, folders, 1000 * capital_cells * SCALE / (bottom - top))
        outlines = [outline(font, letter) for letter in LETTERS]
        if max(max(ink.shape) for ink in outlines) <= CELLS * SCALE:
            return outlines
    raise ValueError(f"face {file_name!r} must fit {CELLS} cells, got no size that does")


def near_centre(extent: int) -> list[int]:
    """Starts, the most central first, that centre *extent* fine pixels to within half a cell."""
    spare = CELLS * SCALE - extent
    starts = [start for start in range(spare + 1) if abs(2 * start - spare) <= SCALE]
    return sorted(starts, key=lambda start: (abs(2 * start - spare), start))


def columns_for(ink: FloatArray) -> list[int]:
    """Left edges to try: for a letter that is its own mirror image, only those that keep it so."""
    width = ink.shape[1]
    starts = near_centre(width)
    if np.abs(ink - ink[:, ::-1]).sum() > MIRROR_TOLERANCE * ink.sum():
        return starts
    return [start for start in starts if (2 * start + width) % SCALE in (0, SCALE - 1)] or starts


def ink_share(ink: FloatArray, top: int, left: int) -> FloatArray:
    """(20, 20): the share of each cell that is ink when the ink box begins at fine pixel (*top*, *left*)."""
    fine = np.zeros((CELLS * SCALE, CELLS * SCALE))
    fine[top : top + ink.shape[0], left : left + ink.shape[1]] = ink
    return fine.reshape(CELLS, SCALE, CELLS, SCALE).mean(axis=(1, 3))


def draw_letter(ink: FloatArray) -> NDArray[np.uint8]:
    """(20, 20) of 0 and 1: the letter as the retina sees it."""
    shares = [ink_share(ink, top, left) for top, left in product(near_centre(ink.shape[0]), columns_for(ink))]
    misfits = [np.abs(share - (share >= LIT_SHARE)).sum().round(6) for share in shares]
    return (shares[int(np.argmin(misfits))] >= LIT_SHARE).astype(np.uint8)


def make_letters(folders: list[Path]) -> dict[str, NDArray[np.generic]]:
    """`images` uint8 (faces, 26, 20, 20) of 0 and 1, `faces` their names."""
    faces = [fitting_outlines(file_name, folders) for file_name in FACES.values()]
    images = np.array([[draw_letter(ink) for ink in outlines] for outlines in faces], dtype=np.uint8)
    return {"images": images, "faces": np.array(list(FACES))}


def make_digits() -> dict[str, NDArray[np.generic]]:
    """`images` uint8 (1797, 8, 8) of 0..16 as published, `labels` uint8 (1797,)."""
    from sklearn.datasets import load_digits

    digits = load_digits()
    return {"images": digits.images.astype(np.uint8), "labels": digits.target.astype(np.uint8)}


def main() -> None:
    parser = argparse.ArgumentParser(description="Remake letters.npz and digits.npz.")
    parser.add_argument("--fonts", type=Path, action="append", default=[], help="a folder to look for fonts in")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent, help="where to write")
    options = parser.parse_args()
    here = Path(__file__).parent.parent / "fonts"
    np.savez_compressed(options.out / "letters.npz", **make_letters([*options.fonts, here]))
    np.savez_compressed(options.out / "digits.npz", **make_digits())


if __name__ == "__main__":
    main()
