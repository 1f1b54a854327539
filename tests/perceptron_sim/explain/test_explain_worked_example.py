"""The walk through the lecture's network: every number is the published one, and the sheet holds them all."""

import re

import pytest

from perceptron_sim.evidence.worked_example import PRINTED, measure
from perceptron_sim.explain.worked_example import PARTS, STEPS, Course, steps

PUBLISHED = {
    "in_h1": 0.3775,
    "in_h2": 0.3925,
    "out_h1": 0.593269992,
    "out_h2": 0.596884378,
    "in_o1": 1.105905967,
    "in_o2": 1.224921404,
    "out_o1": 0.751365070,
    "out_o2": 0.772928465,
    "L_o1": 0.274811083,
    "L_o2": 0.023560026,
    "L": 0.298371109,
    "∂L/∂out_o1": 0.741365070,
    "∂out_o1/∂in_o1": 0.186815602,
    "∂L/∂w5": 0.082167041,
    "∂L/∂w6": 0.082667628,
    "∂L/∂w7": -0.022602540,
    "∂L/∂w8": -0.022740242,
    "∂L/∂out_h1": 0.036350306,
    "∂L/∂w1": 0.000438568,
    "w5 after one step": 0.358916480,
    "w6 after one step": 0.408666186,
    "w7 after one step": 0.511301270,
    "w8 after one step": 0.561370121,
    "w1 after one step": 0.149780716,
}


@pytest.fixture(scope="module")
def courses() -> tuple[Course, Course]:
    found = Course.begun(biases_learn=False), Course.begun(biases_learn=True)
    for course in found:
        course.go_on(STEPS)
    return found


@pytest.mark.parametrize("name", PUBLISHED)
def test_number_of_the_walk_is_the_published_one(name: str) -> None:
    found = next(step for step in steps() if step.name == name)
    assert found.value == pytest.approx(PUBLISHED[name], abs=5e-10)


def test_the_walk_holds_every_number_of_the_evidence_in_its_order() -> None:
    names = [one.name for one in measure(1) if not one.name.startswith("L after")]
    assert [step.name for step in steps()] == names


def test_the_lectures_own_figures_stand_beside_ours() -> None:
    assert {step.name: step.printed for step in steps() if step.name in PRINTED} == PRINTED


def test_the_parts_follow_each_other() -> None:
    order = [PARTS.index(step.part) for step in steps()]
    assert order == sorted(order)
    assert set(order) == set(range(len(PARTS)))


@pytest.mark.parametrize("step", [one for one in steps() if one.figures], ids=lambda one: one.name)
def test_the_formula_in_figures_comes_to_the_value(step) -> None:
    text = step.figures.replace("−", "-").replace("×", "*").replace("½", "0.5").replace("²", "**2")
    text = re.sub(r"e\^(-?[\d.]+)", r"2.718281828459045**(\1)", text)
    assert re.fullmatch(r"[\d.+\-*/() e]+", text)
    assert eval(text) == pytest.approx(step.value, rel=2e-8)  # figures and signs only


@pytest.mark.parametrize(
    ("which", "one", "last"),
    [(0, 0.291027774, 3.510187783e-5), (1, 0.280471447, 2.447562236e-6)],
    ids=["biases fixed", "biases learned"],
)
def test_the_course_of_the_loss_is_the_published_one(courses, which: int, one: float, last: float) -> None:
    losses = courses[which].losses
    assert losses[0] == pytest.approx(0.298371109, abs=5e-10)
    assert losses[1] == pytest.approx(one, abs=5e-10)
    assert losses[STEPS] == pytest.approx(last, rel=2e-9)
    assert courses[which].done


def test_a_course_taken_in_pieces_is_the_same() -> None:
    pieces, whole = Course.begun(biases_learn=True), Course.begun(biases_learn=True)
    for _ in range(10):
        pieces.go_on(7)
    whole.go_on(70)
    assert pieces.losses == whole.losses
