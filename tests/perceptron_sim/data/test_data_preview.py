"""The preview: a PNG with a row for each class, the original beside what is lit of it."""

import io

import numpy as np
import pytest
from PIL import Image

from perceptron_sim.data import DataSpec, read_data
from perceptron_sim.data.preview import FIRST_PAIR, PAIR, TILE, WIDTH, Originals, preview_png
from perceptron_sim.palette import CREAM, PANEL


def drawn(folder, rows=20, columns=20, **settings):
    originals = Originals()
    data = read_data(DataSpec(path=str(folder), **settings), rows, columns, watch=originals)
    return data, np.asarray(Image.open(io.BytesIO(preview_png(data, originals)), formats=["PNG"]))


def test_drawing_changes_nothing_of_what_is_read(pictures):
    assert drawn(pictures)[0].sha256 == read_data(DataSpec(path=str(pictures))).sha256


def test_each_picture_stands_beside_what_is_lit_of_it(pictures):
    data, page = drawn(pictures, unseen_share=0, threshold=0.5)
    assert page.shape[1:] == (WIDTH, 3)
    lit = (page[:, FIRST_PAIR + TILE : FIRST_PAIR + PAIR - 20] == CREAM).all(axis=2)
    first = data.stimuli.images[[0, 3]].sum()
    assert lit.sum() == first * 4 * 4  # a cell is five pixels wide, one of them dark


@pytest.mark.parametrize("retina", [(1, 1), (3, 50), (120, 40)])
def test_any_retina_is_drawn(pictures, retina):
    assert drawn(pictures, *retina)[1].size


def test_no_more_classes_are_drawn_than_a_page_holds(tmp_path):
    rows = [f"{label}," + ",".join(["1"] * label + ["0"] * (400 - label)) for label in range(42)]
    (tmp_path / "x.csv").write_text("\n".join(rows))
    assert drawn(tmp_path / "x.csv")[1].shape[0] < 6000


def test_names_in_any_script_and_of_any_length_are_drawn(pictures):
    (pictures / "high").rename(pictures / "круг")
    (pictures / "low").rename(pictures / ("a long name " * 15))
    page = drawn(pictures)[1]
    right_of_names = page[160:, FIRST_PAIR - 20 : FIRST_PAIR - 1]
    assert set(map(tuple, right_of_names.reshape(-1, 3).tolist())) >= {PANEL}
