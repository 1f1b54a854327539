"""The printed sheet: every number on it is what the library computes and what is published, in all three forms."""

import io
import re

import numpy as np
import pytest
from golden_replay_learning import LECTURE_INPUTS, LECTURE_TARGETS, lecture_network, lecture_step
from PIL import Image

from modern import GradientDescent, half_squared_sum, train_step
from perceptron_sim import cli
from perceptron_sim.explain.worked_example import STEPS, Course, spoken, steps
from perceptron_sim.explain.worked_example_net import EDGES, NODES, known_at, short, touched
from perceptron_sim.explain.worked_example_pages import BOTTOM, LEFT, PAGE, RIGHT, TOP, Words, every_text, pages, width
from perceptron_sim.explain.worked_example_print import as_pdf, as_png
from perceptron_sim.explain.worked_example_sheet import SUFFIXES, TITLE, as_text, courses, written

LECTURE = {  # as the lecture prints them, cut or rounded
    "in_h1": 0.3775,
    "out_h1": 0.5932,
    "in_o1": 1.105,
    "out_o1": 0.751,
    "out_o2": 0.7729,
    "L_o1": 0.274,
    "L_o2": 0.023,
    "L": 0.298,
    "∂L/∂out_o1": 0.741,
    "∂out_o1/∂in_o1": 0.186,
    "∂in_o1/∂w5": 0.593,
    "∂L/∂w5": 0.082,
    "w5 after one step": 0.3589,
    "w6 after one step": 0.408,
    "w7 after one step": 0.511,
    "w8 after one step": 0.561,
}
ROW = re.compile(r"^  (\S+(?: after .*? steps?)?) +(−?[\d.]+(?:e-\d+)?)(?:\s|$)")


@pytest.fixture(scope="module")
def computed() -> tuple[Course, Course]:
    return courses()


@pytest.fixture(scope="module")
def laid(computed):
    return pages(*computed)


def numbers(text: str) -> dict[str, list[float]]:
    """Every row of the sheet: its name, and its values in their order."""
    found: dict[str, list[float]] = {}
    for line in text.splitlines():
        if row := ROW.match(line):
            found.setdefault(row[1].strip(), []).append(float(row[2].replace("−", "-")))
    return found


def by_modern() -> dict[str, float]:
    """Every number of the walk, by the library itself, told apart from the account that is printed."""
    network = lecture_network()
    found = {name: array.ravel() for name, array in lecture_step(*network.layers).items()}
    hidden, output = (layer.weight.data.T.ravel().copy() for layer in network.layers)
    told = {f"i{k + 1}": value for k, value in enumerate(LECTURE_INPUTS[0])}
    told |= {f"t{k + 1}": value for k, value in enumerate(LECTURE_TARGETS[0])}
    told |= {f"w{k + 1}": value for k, value in enumerate((*hidden, *output))}
    told |= {"b1": 0.35, "b2": 0.6, "rate": 0.5, "L": found["loss"][0]}
    heard = {"h": LECTURE_INPUTS[0], "o": found["out_h"]}
    slopes = {"h": found["by_hidden_weight"], "o": found["by_output_weight"]}
    for letter, first in (("h", 1), ("o", 5)):
        for k in range(2):
            name, out = f"{letter}{k + 1}", found[f"out_{letter}"][k]
            told |= {f"in_{name}": found[f"in_{letter}"][k], f"out_{name}": out}
            told |= {f"∂L/∂out_{name}": found[f"by_out_{letter}"][k], f"∂out_{name}/∂in_{name}": out * (1 - out)}
            for origin in range(2):
                weight = f"w{first + 2 * k + origin}"
                told[f"∂in_{name}/∂{weight}"] = heard[letter][origin]
                told[f"∂L/∂{weight}"] = slopes[letter].reshape(2, 2)[k, origin]
    told |= {f"L_o{k + 1}": found["loss_o"][k] for k in range(2)}
    for layer in network.layers:
        layer.bias.requires_grad = False
    train_step(network, half_squared_sum, GradientDescent(0.5), LECTURE_INPUTS, LECTURE_TARGETS)
    after = np.concatenate([layer.weight.data.T.ravel() for layer in network.layers])
    return told | {f"w{k + 1} after one step": value for k, value in enumerate(after)}


def test_every_number_on_the_sheet_is_what_the_library_computes(computed) -> None:
    sheet, ours = numbers(as_text(computed)), by_modern()
    for step in steps():
        assert sheet[spoken(step.name)] == [pytest.approx(ours[spoken(step.name)], rel=1e-13)], step.name
    assert set(sheet) - set(ours) == {"L after 0 steps", "L after 1 step", f"L after {STEPS:,} steps"}
    assert set(ours) <= set(sheet)


@pytest.mark.parametrize("name", LECTURE)
def test_every_figure_of_the_lecture_is_the_sheets_cut_or_rounded(computed, name: str) -> None:
    (value,) = numbers(as_text(computed))[name]
    digits = len(repr(LECTURE[name]).partition(".")[2])
    assert abs(value - LECTURE[name]) < 10**-digits
    assert value >= LECTURE[name] or round(value, digits) == LECTURE[name]


def test_the_loss_after_one_and_ten_thousand_steps_is_the_published_one(computed) -> None:
    sheet = numbers(as_text(computed))
    assert sheet["L after 0 steps"] == [pytest.approx(0.298371109, abs=5e-10)] * 2
    assert sheet["L after 1 step"] == pytest.approx([0.291027774, 0.280471447], abs=5e-10)
    assert sheet[f"L after {STEPS:,} steps"] == pytest.approx([3.510187783e-5, 2.447562236e-6], rel=2e-9)


def test_the_pages_hold_every_name_number_formula_and_figure(laid) -> None:
    written_down = every_text(laid)
    for step in steps():
        formula = spoken(step.formula)
        assert {spoken(step.name), step.exact} <= set(written_down), step.name
        assert not step.printed or step.printed in written_down or f"lecture {step.printed}" in written_down
        if " " in step.formula:
            assert f"= {step.figures}" in written_down
            assert formula in written_down or f"= {formula}" in written_down


def test_the_rate_has_one_name_on_paper_and_in_the_terminal(laid, computed) -> None:
    written_down = every_text(laid)
    assert "rate" in written_down
    assert not any("λ" in text for text in (*written_down, as_text(computed)))


def test_words_lie_within_the_margins_and_no_two_on_each_other(laid) -> None:
    for page in laid:
        boxes = []
        for mark in page:
            if isinstance(mark, Words) and mark.face.value != "bold":
                left = mark.x - (width(mark.text, mark.size) / 2 if mark.middle else 0)
                boxes.append((left, mark.y - 0.7 * mark.size, left + width(mark.text, mark.size), mark.y))
        assert all(box[0] >= LEFT - 8 and box[2] <= RIGHT + 1 for box in boxes)
        assert all(box[1] >= TOP - 20 and box[3] <= BOTTOM + 12 < PAGE[1] for box in boxes)
        boxes.sort(key=lambda box: box[3])
        for number, one in enumerate(boxes):
            for other in boxes[number + 1 : number + 12]:
                apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
                assert apart, (one, other)


def test_the_picture_is_both_pages_in_ink_on_white(laid) -> None:
    picture = Image.open(io.BytesIO(as_png(laid)))
    assert picture.size == (2 * round(PAGE[0] * 200 / 72), round(PAGE[1] * 200 / 72))
    grey = np.asarray(picture)
    assert (grey[:20] == 255).all()
    assert 0.005 < (grey < 128).mean() < 0.1
    assert (grey[:, : grey.shape[1] // 2] < 128).any()
    assert (grey[:, grey.shape[1] // 2 :] < 128).any()


def told_in(document: bytes) -> str:
    """All that the pages of a document say, each run of words in brackets a line."""
    streams = re.findall(rb"stream\n(.*?)\nendstream", document, re.DOTALL)
    return "\n".join(one.decode("cp1252") for one in streams)


def test_the_document_holds_every_number_as_words(laid) -> None:
    document = as_pdf(laid, TITLE)
    said = told_in(document)
    for step in steps():
        assert f"({step.exact.removeprefix('−')}) Tj" in said, step.name
    assert "/TITLE 17 Tf" in said
    assert as_pdf(laid, TITLE) == document  # no date, no chance


def test_the_table_of_the_document_says_where_each_object_begins(laid) -> None:
    document = as_pdf(laid, "brackets ( and ) and \\")
    table = int(re.search(rb"startxref\n(\d+)\n%%EOF\n$", document)[1])
    places = [int(one) for one in re.findall(rb"(\d{10}) 00000 n ", document[table:])]
    for number, place in enumerate(places, start=1):
        assert document[place:].startswith(b"%d 0 obj\n" % number)
    assert document.count(b"/Type/Page/") == 2
    for told, content in re.findall(rb"/Length (\d+)>>\nstream\n(.*?)\nendstream", document, re.DOTALL):
        assert int(told) == len(content)
    assert rb"/Title(brackets \( and \) and \\)" in document


def test_a_step_lights_the_weights_and_neurons_it_is_about() -> None:
    step = next(step for step in steps() if step.name == "in_o1")
    assert touched(step) == {"o1", "w5", "w6", "h1", "h2"}
    assert all(touched(step) <= {*NODES, *EDGES} for step in steps())
    assert known_at(0) == {"i1": 0.05}
    assert short(-0.02260254) == "−0.0226"


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_the_command_writes_each_form_without_a_window(suffix: str, tmp_path, capsys, computed) -> None:
    path = tmp_path / f"sheet{suffix}"
    assert cli.main(["worked-example", "--out", str(path)]) == 0
    assert capsys.readouterr().out == f"The worked example is in {path}.\n"
    assert path.read_bytes() == written(suffix, computed)
    assert cli.main(["worked-example", "--out", str(path)]) == 2
    assert "--overwrite" in capsys.readouterr().err


def test_the_command_prints_the_sheet_where_no_file_is_named(capsys, computed) -> None:
    assert cli.main(["worked-example"]) == 0
    assert capsys.readouterr().out == as_text(computed)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("sheet.gif", "out must be a file name ending in .pdf, .png, .txt, got "),
        ("sheet", "out must be a file name ending in .pdf, .png, .txt, got "),
        ("nowhere/sheet.pdf", "out must be a file in a folder that can be written to, got "),
    ],
)
def test_another_ending_or_place_is_refused_in_one_sentence(name: str, sentence: str, tmp_path, capsys) -> None:
    assert cli.main(["worked-example", "--out", str(tmp_path / name)]) == 2
    captured = capsys.readouterr()
    assert captured.err.startswith(f"perceptron-sim: {sentence}")
    assert captured.err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []
