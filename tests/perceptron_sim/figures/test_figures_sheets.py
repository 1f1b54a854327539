"""Every kind of figure, with few and many learners, classes and sets: nothing overflows, nothing stays behind."""

import itertools
import xml.etree.ElementTree as ElementTree

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.font_manager import fontManager

from perceptron_sim.errors import SettingError
from perceptron_sim.figures.plates import MOST_OF_A_KIND, left_out, plates
from perceptron_sim.figures.run_record import Point
from perceptron_sim.figures.sheet import DOTS_PER_PX, Sheet, house_style

CONDITIONS = (
    {"off_share": (0.0, 0.1, 0.5)},
    {"down_cells": (-2, -1, 0, 1, 2), "right_cells": (-2, -1, 0, 1, 2)},
    {"set": ("unseen",), "digit": tuple(range(10))},
    {"set": ("taught", "unseen")},
    {},
)


@pytest.fixture(autouse=True)
def style():
    with house_style():
        yield


def measured(*learners):
    return [
        Point(learner=learner, measure="a_long_name_of_an_accuracy", value=0.25, at=dict(zip(one, values, strict=True)))
        for learner in learners
        for one in CONDITIONS
        for values in itertools.product(*one.values())
    ]


def shown_texts(sheet):
    """Every text that is drawn: of the scales only what lies within them."""
    yield from sheet.figure.texts
    for axes in sheet.figure.axes:
        yield from axes.texts
        yield from (axes.xaxis.label, axes.yaxis.label)
        for axis in (axes.xaxis, axes.yaxis):
            low, high = sorted(axis.get_view_interval())
            for tick in axis.get_major_ticks() if axes.axison else ():
                if low <= tick.get_loc() <= high:
                    yield from (label for label in (tick.label1, tick.label2) if label.get_visible())


def overflowing(sheet):
    """The texts of *sheet* that do not lie on it as a whole."""
    sheet.figure.draw_without_rendering()
    width, height = sheet.figure.get_size_inches() * sheet.figure.dpi
    boxes = {text.get_text(): text.get_window_extent() for text in shown_texts(sheet) if text.get_text()}
    return [
        words for words, box in boxes.items() if box.x0 < -1 or box.y0 < -1 or box.x1 > width + 1 or box.y1 > height + 1
    ]


def overflows(run):
    """What does not fit on its sheet, by figure."""
    return {plate.name: found for plate in plates(run) if (found := overflowing(plate.draw()))}


@pytest.mark.long
def test_many_learners_with_long_names_fit_on_every_sheet(made_run):
    measurements = measured("gamma-monovalent-error-correction-0", "neuron")
    assert overflows(made_run(7, 2, measurements=measurements, prefix="gamma-monovalent-error-correction-")) == {}


@pytest.mark.long
@pytest.mark.parametrize(("machines", "networks", "classes"), [(1, 1, 2), (1, 0, 26), (0, 3, 3), (64, 0, 2)])
def test_every_text_stands_on_its_sheet(made_run, machines, networks, classes):
    assert overflows(made_run(machines, networks, classes=classes, measurements=measured("a-lane-0", "neuron"))) == {}


def test_a_single_class_on_a_retina_of_one_cell_can_be_drawn(made_run):
    assert overflows(made_run(classes=1, shape=(1, 1))) == {}


@pytest.mark.long
@pytest.mark.parametrize(("classes", "shape"), [(120, (3, 30)), (200, (28, 28))])
def test_any_number_of_classes_and_any_retina_can_be_drawn(made_run, classes, shape):
    names = tuple(f"$name_{number}^{{{number}}}$ of a class" for number in range(classes))
    run = made_run(classes=classes, shape=shape, class_names=names)
    assert overflows(run) == {}
    assert all(plate.draw().height < 4000 for plate in plates(run))


def test_letters_that_no_typeface_has_are_no_error(made_run):
    names = ("\N{CJK UNIFIED IDEOGRAPH-4E00}", "\N{ARABIC LETTER BEH}")
    run = made_run(1, 0, classes=2, class_names=names)
    [plate] = [plate for plate in plates(run) if plate.name.startswith("confusion")]
    assert plate.draw().svg()


def test_of_many_learners_some_of_each_kind_are_drawn_and_the_others_named(made_run):
    run = made_run(9, 2)
    names = {plate.name for plate in plates(run)}
    drawn = [lane.name for lane in run.lanes if f"confusion-{lane.name}" in names]
    assert len(drawn) == MOST_OF_A_KIND + 2
    assert {"a-lane-0", "a-lane-8", "a-lane-9", "a-lane-10"} <= set(drawn)
    assert sorted([*drawn, *left_out(run)]) == sorted(lane.name for lane in run.lanes)


def test_who_is_asked_for_is_drawn_and_nobody_else(made_run):
    run = made_run(9, 2)
    names = {plate.name for plate in plates(run, ["a-lane-5"])}
    assert {name for name in names if name.startswith("confusion")} == {"confusion-a-lane-5"}
    with pytest.raises(SettingError, match=r"^learner must be one of a-lane-0, .*, got 'a-lane-x'$"):
        plates(run, ["a-lane-x"])


def test_every_figure_says_in_words_what_it_shows_and_has_a_name_of_its_own(made_run):
    found = plates(made_run(3, 3, measurements=measured("a-lane-0")))
    assert len({plate.name for plate in found}) == len(found)
    for plate in found:
        assert len(plate.alt) > 40
        assert plate.alt.endswith(".")
        assert {len(row) for table in plate.tables for row in table.rows} <= {len(x.header) for x in plate.tables}


def test_a_broken_down_network_is_drawn_all_the_same(made_run):
    run = made_run(0, 1)
    run.lanes[0].first_layer[:] = np.nan
    run.lanes[0].class_maps[:] = np.inf
    assert overflows(run) == {}


def same_bytes(plate):
    one, other = plate.draw(), plate.draw()
    return one.svg() == other.svg() and one.png() == other.png()


@pytest.mark.long
def test_the_same_run_gives_the_same_bytes_in_all_figures(made_run):
    assert all(same_bytes(plate) for plate in plates(made_run(measurements=measured("a-lane-0"))))


def test_a_vector_figure_is_xml_of_its_size_without_dates_or_addresses(made_run):
    sheet = plates(made_run())[0].draw()
    svg = sheet.svg()
    root = ElementTree.fromstring(svg)
    assert float(root.get("width").removesuffix("pt")) == pytest.approx(sheet.width * 0.75)
    assert float(root.get("height").removesuffix("pt")) == pytest.approx(sheet.height * 0.75)
    assert b"dc:date" not in svg
    assert b"matplotlib.org" not in svg


def test_a_picture_has_two_dots_for_a_pixel():
    sheet = Sheet("title", "subtitle", "footer", height=240)
    assert np.frombuffer(sheet.png()[16:24], ">u4").tolist() == [DOTS_PER_PX * sheet.width, DOTS_PER_PX * sheet.height]


def test_the_users_own_settings_and_fonts_come_back():
    mpl.rcParams["lines.linewidth"] = 9
    before, fonts = dict(mpl.rcParams), list(fontManager.ttflist)
    with house_style():
        assert mpl.rcParams["lines.linewidth"] != 9
        assert len(fontManager.ttflist) > len(fonts)
    assert dict(mpl.rcParams) == before
    assert fontManager.ttflist == fonts
