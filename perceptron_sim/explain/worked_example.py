"""The lecture's network followed while it learns, step by step: every number, its formula, and what the lecture prints.

The numbers are the library's own (evidence.worked_example); the course of the loss is worked out here in plain
arithmetic, an account of its own.
"""

import math
import re
from dataclasses import dataclass
from functools import cache

from perceptron_sim.evidence.worked_example import GIVEN, PRINTED, Quantity, measure

STEPS = 10_000
GIVEN_PART, FORWARD, LOSS, BACK_OUTPUT, BACK_HIDDEN, AFTER = (
    "Given",
    "Forward",
    "How wrong",
    "Back to the output weights",
    "Back to the hidden weights",
    "One step",
)
PARTS = (GIVEN_PART, FORWARD, LOSS, BACK_OUTPUT, BACK_HIDDEN, AFTER)
SAID = {
    GIVEN_PART: "What is given: two inputs, two targets, eight weights, two biases and the learning rate.",
    FORWARD: "Forward: each neuron adds up what it hears, and its sigmoid squeezes the sum between 0 and 1.",
    LOSS: "How wrong is it? Half the squared difference from the target, of both outputs together.",
    BACK_OUTPUT: "Backward: the chain rule gives how much each output weight has to do with the error.",
    BACK_HIDDEN: "Backward once more: a hidden neuron is to blame through both outputs.",
    AFTER: "One step down the slope: every weight moves against its derivative. The biases stay as they are.",
}
PRODUCT = "the product of the three"
NAME = re.compile(r"∂[\w]+/∂[\w]+|[A-Za-zλ]+_?[A-Za-z]*\d?")


@dataclass(frozen=True, slots=True)
class Step:
    """One number of the walk: which part, its name and formula, that in figures, its value, the lecture's own."""

    number: int
    part: str
    name: str
    formula: str
    figures: str
    value: float
    printed: str

    @property
    def exact(self) -> str:
        """All its digits, with a real minus sign."""
        return repr(self.value).replace("-", "−")

    @property
    def sentence(self) -> str:
        """What this part of the way is about."""
        return SAID[self.part]


@cache
def steps() -> tuple[Step, ...]:
    """The whole walk up to the eight new weights."""
    walked: list[Step] = []
    known: dict[str, float] = {}
    for quantity in measure(1):
        if quantity.name.startswith("L after"):
            break
        known.setdefault(quantity.name, quantity.value)
        formula = _formula(quantity)
        number, printed = len(walked), _printed(quantity.name)
        figures = _figures(formula, known)
        walked.append(Step(number, _part(quantity.name), quantity.name, formula, figures, quantity.value, printed))
    return tuple(walked)


def _formula(quantity: Quantity) -> str:
    """Its formula with all factors named."""
    if quantity.formula != PRODUCT:
        return quantity.formula
    weight = quantity.name.removeprefix("∂L/∂")
    neuron = _neuron_of(weight)
    return f"∂L/∂out_{neuron} × ∂out_{neuron}/∂in_{neuron} × ∂in_{neuron}/∂{weight}"


def _neuron_of(weight: str) -> str:
    """The neuron that a weight leads to: two by two, in the order of their numbers."""
    return ("h1", "h2", "o1", "o2")[(int(weight[1:]) - 1) // 2]


def _part(name: str) -> str:
    if name in GIVEN:
        return GIVEN_PART
    if name.endswith("after one step"):
        return AFTER
    if name.startswith("∂"):
        hidden = re.search(r"_h\d", name) or re.fullmatch(r"∂L/∂w[1-4]", name)
        return BACK_HIDDEN if hidden else BACK_OUTPUT
    return LOSS if name.startswith("L") else FORWARD


def _printed(name: str) -> str:
    """As the lecture prints it, if it does."""
    return f"{GIVEN[name]:.2f}".removeprefix("0") if name in GIVEN else PRINTED.get(name, "")


def _figures(formula: str, known: dict[str, float]) -> str:
    """*formula* with the figures in the places of their names; nothing where there are none."""
    if formula == "given":
        return ""
    joined = re.sub(r"(?<=[\w)]) (?=[\w∂(λ])", " × ", formula)
    return NAME.sub(lambda found: _figure(found[0], known), joined)


def _figure(name: str, known: dict[str, float]) -> str:
    if name not in known:
        return name
    value = known[name]
    text = f"{value:.9g}".replace("-", "−")
    return f"({text})" if value < 0 else text


def spoken(text: str) -> str:
    """*text* in letters that every typeface has: on the screen, in the terminal and on paper alike."""
    return text.replace("λ", "rate")


PLAIN = (  # for a child: a pattern of the name, and what that number is
    (r"i(\d)", "Into input i{0} goes {value}."),
    (r"t(\d)", "Output o{0} should become {value}."),
    (r"w(\d)", "Weight w{0} begins as {value}."),
    (r"b1", "Both hidden neurons add {value} of their own: the bias."),
    (r"b2", "Both output neurons add {value} of their own: the bias."),
    (r"λ", "Each step goes {value} of the way that the slope says: the learning rate."),
    (r"in_(\w\d)", "Neuron {0} adds up what it hears: {value}."),
    (r"out_(\w\d)", "Its sigmoid squeezes that: neuron {0} answers {value}."),
    (r"L_o(\d)", "How wrong is output o{0}? {value}."),
    (r"L", "How wrong is the whole network? {value}: what learning makes smaller."),
    (r"∂L/∂out_(\w\d)", "How much the answer of {0} matters for the error: {value}."),
    (r"∂out_(\w\d)/∂in_\w\d", "How steep the sigmoid of {0} is just here: {value}."),
    (r"∂in_(\w\d)/∂w(\d)", "What w{1} is multiplied with on its way into {0}: {value}."),
    (r"∂L/∂w(\d)", "How much weight w{0} matters for the error: {value}."),
    (r"w(\d) after one step", "Weight w{0} moves a little against its slope, to {value}."),
)


def in_plain(step: Step) -> str:
    """What the number of *step* is, in a sentence that a ten-year-old follows."""
    for pattern, words in PLAIN:
        if found := re.fullmatch(pattern, step.name):
            return words.format(*found.groups(), value=step.exact)
    return f"{spoken(step.name)} is {step.exact}."


def lecture_says(step: Step) -> str:
    """The lecture's own figure, in words."""
    return f"the lecture prints {step.printed}" if step.printed else "the lecture does not print it"


@dataclass(slots=True)
class Course:
    """The loss after every step of gradient descent, in plain arithmetic, as far as it has been asked for."""

    biases_learn: bool
    losses: list[float]
    _weights: list[float]
    _biases: list[float]

    @classmethod
    def begun(cls, *, biases_learn: bool) -> "Course":
        """Before the first step."""
        weights = [GIVEN[f"w{number}"] for number in range(1, 9)]
        biases = [GIVEN["b1"], GIVEN["b1"], GIVEN["b2"], GIVEN["b2"]]
        course = cls(biases_learn, [], weights, biases)
        course.losses.append(course._passed()[0])
        return course

    @property
    def done(self) -> bool:
        """Whether all STEPS have been taken."""
        return len(self.losses) > STEPS

    def go_on(self, steps: int) -> None:
        """Take so many more steps, up to STEPS."""
        for _ in range(min(steps, STEPS + 1 - len(self.losses))):
            self._step()
            self.losses.append(self._passed()[0])

    def _passed(self) -> tuple[float, list[float], list[float]]:
        """Forward: the loss, what the hidden neurons give, what the outputs give."""
        i1, i2, w, b = GIVEN["i1"], GIVEN["i2"], self._weights, self._biases
        h = [_sigmoid(w[2 * k] * i1 + w[2 * k + 1] * i2 + b[k]) for k in (0, 1)]
        o = [_sigmoid(w[4 + 2 * k] * h[0] + w[5 + 2 * k] * h[1] + b[2 + k]) for k in (0, 1)]
        loss = sum((GIVEN[f"t{k + 1}"] - o[k]) ** 2 / 2 for k in (0, 1))
        return loss, h, o

    def _step(self) -> None:
        """Backward, and one step down."""
        _, h, o = self._passed()
        w, b, rate, inputs = self._weights, self._biases, GIVEN["λ"], (GIVEN["i1"], GIVEN["i2"])
        by_o = [(o[k] - GIVEN[f"t{k + 1}"]) * o[k] * (1 - o[k]) for k in (0, 1)]
        by_h = [(by_o[0] * w[4 + k] + by_o[1] * w[6 + k]) * h[k] * (1 - h[k]) for k in (0, 1)]
        slopes = [by_h[k] * inputs[n] for k in (0, 1) for n in (0, 1)] + [
            by_o[k] * h[n] for k in (0, 1) for n in (0, 1)
        ]
        self._weights = [value - rate * slope for value, slope in zip(w, slopes, strict=True)]
        if self.biases_learn:
            self._biases = [value - rate * slope for value, slope in zip(b, by_h + by_o, strict=True)]


def _sigmoid(x: float) -> float:
    return 1 / (1 + math.exp(-x))
