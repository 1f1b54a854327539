"""Folders of small pictures, and shapes to put into them."""

import numpy as np
import pytest
from PIL import Image


@pytest.fixture
def drawn():
    """Makes a picture of dark ink on white paper: a box of ink in *size* (rows, columns)."""

    def make(size=(30, 40), box=(5, 15, 10, 20), paper=255, ink=0):
        picture = np.full(size, paper, dtype=np.uint8)
        picture[box[0] : box[1], box[2] : box[3]] = ink
        return picture

    return make


@pytest.fixture
def pictures(tmp_path, drawn):
    """A folder of two classes, "high" and "low", three pictures each: upright and lying boxes."""
    folder = tmp_path / "pictures"
    for name, box in (("high", (3, 27, 10, 16)), ("low", (10, 16, 3, 27))):
        (folder / name).mkdir(parents=True)
        for number in range(3):
            moved = (box[0], box[1], box[2] + number, box[3] + number)
            Image.fromarray(drawn(box=moved)).save(folder / name / f"{number}.png")
    return folder
