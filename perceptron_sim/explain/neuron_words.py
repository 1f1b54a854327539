"""A unit opened in words and numbers: its largest terms, its verdict, its sum on paper."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from perceptron_sim.explain.neuron import A_UNIT, OpenedUnit
from perceptron_sim.explain.neuron_activation import SOFTMAX, in_words

MOST_DECIMALS, MOST_FIGURES = 6, 12


@dataclass(frozen=True, slots=True)
class Term:
    """One input of a unit: its place, its name, value, weight and product; the sum runs from *before* to *after*."""

    index: int
    name: str
    value: float
    weight: float
    product: float
    before: float
    after: float


def largest_terms(opened: OpenedUnit, most: int) -> tuple[tuple[Term, ...], float, int]:
    """The terms that count most, largest first, the sum running on; then what all others come to, and how many."""
    terms = opened.terms
    order = np.argsort(-np.abs(terms), kind="stable")
    order = order[opened.heard[order]]
    chosen = order[:most]
    found: list[Term] = []
    running = 0.0
    for index in chosen.tolist():
        product = float(terms[index])
        after = running + product
        value, weight = float(opened.inputs[index]), float(opened.weights[index])
        found.append(Term(index, opened.input_name(index), value, weight, product, running, after))
        running = after
    rest = order[most:]
    return tuple(found), float(terms[rest].sum(dtype=np.float64)), int(rest.size)


def verdict(opened: OpenedUnit) -> str:
    """What the unit makes of its sum, in a few words."""
    if opened.threshold is None:
        return f"gives {signed(opened.output, plus=False)}"
    if opened.key.kind == A_UNIT:
        return "fires" if opened.output else "is silent"
    late = opened.settles is not None and opened.settles != bool(opened.output)
    return f"answers {opened.output:.0f}" + (", its relay is late" if late else "")


def sentence(opened: OpenedUnit) -> str:
    """One sentence that a ten-year-old follows."""
    active = int(np.count_nonzero(opened.inputs[opened.heard]))
    heard = int(opened.heard.sum())
    total = f"{signed(opened.total, plus=False)}{' V' if opened.unit else ''}"
    told = f"{opened.name} adds up {active} of its {heard} inputs and gets {total}"
    if not (math.isfinite(opened.total) and math.isfinite(opened.output)):
        return f"{told}: its numbers have run away; a smaller rate holds them."
    if opened.threshold is not None:
        joint = "so" if _decided_by_sum(opened) else "yet"
        return f"{told}; its threshold is {signed(opened.threshold, plus=False)}, {joint} it {verdict(opened)}."
    if opened.activation == SOFTMAX:
        return f"{told}; beside the other outputs that makes it {100 * opened.output:.1f} % sure."
    return f"{told}; its {in_words(opened.activation)} makes {signed(opened.output, plus=False)} of that."


def signed(value: float, *, plus: bool = True) -> str:
    """'+0.2134', '−11.00', '0': four figures, with a real minus sign; words where it is no number."""
    if not math.isfinite(value):
        return "no number" if math.isnan(value) else "−∞" if value < 0 else "∞"
    if value == 0:
        return "0"
    size = abs(value)
    text = f"{size:.0f}" if size == round(size) and size < 1e6 else f"{size:.4g}"
    return f"{'−' if value < 0 else '+' if plus else ''}{text}"


def exact(value: float) -> str:
    """All digits that tell *value* from its neighbours, with a real minus sign."""
    return repr(float(value)).removesuffix(".0").replace("-", "−")


def paper(opened: OpenedUnit, most: int = 6) -> Iterator[str]:
    """The sum as one would write it on paper, the result last."""
    terms, rest, count = largest_terms(opened, most)
    for term in terms:
        value, weight, product = multiplied(term.value, term.weight)
        yield f"{term.name}: {value} × {weight} = {product}"
    if count:
        yield f"the other {count} together: {signed(rest)}"
    if opened.constant_word:
        yield f"{opened.constant_word}: {signed(opened.constant)}"
    yield f"sum = {exact(opened.total)}{' ' + opened.unit if opened.unit else ''}"
    total = signed(opened.total, plus=False)
    if opened.threshold is not None and not _decided_by_sum(opened):
        yield f"{total} V against {signed(opened.threshold, plus=False)} V: yet it {verdict(opened)}"
    else:
        yield f"{in_words(opened.activation)}({total}) = {exact(opened.output)}"


def _decided_by_sum(opened: OpenedUnit) -> bool:
    """Whether sum and threshold alone explain what a unit of the machine gives: not with a dead lamp or a dead band."""
    if opened.key.kind == A_UNIT or opened.threshold is None:
        return True
    return (opened.total > opened.threshold) == bool(opened.output)


def multiplied(value: float, weight: float) -> tuple[str, str, str]:
    """Both factors and their product with four figures; the factors with so many that who multiplies them finds it."""
    product = signed(value * weight)
    for figures in range(4, MOST_FIGURES):
        told = [f"{factor:.{figures}g}" for factor in (value, weight)]
        if signed(float(told[0]) * float(told[1])) == product:
            break
    first, second = (text.replace("-", "−") for text in told)
    return first, second if weight < 0 else f"+{second}", product


def decimals_of(values: Iterable[float], figures: int) -> int:
    """How many decimals all numbers of a column have, so that the largest of *values* has so many *figures*."""
    told = [abs(value) for value in values if value and math.isfinite(value)]
    if not told or all(value == round(value) for value in told):
        return 0
    return min(max(figures - 1 - math.floor(math.log10(max(told))), 0), MOST_DECIMALS)


def in_column(value: float, decimals: int, *, plus: bool = True) -> str:
    """'+0.213', '−11.000', '0.000': with so many *decimals* as all others of its column."""
    if not math.isfinite(value):
        return signed(value, plus=plus)
    text = f"{abs(value):.{decimals}f}"
    sign = "" if float(text) == 0 else "−" if value < 0 else "+" if plus else ""
    return f"{sign}{text}"


def checked(factors: Sequence[tuple[float, float]], decimals: int) -> tuple[int, int]:
    """How many decimals value and weight of *factors* need in their columns, so that their product can be checked.

    It is found again with all its *decimals* by whoever multiplies what is printed.
    """
    factors = [pair for pair in factors if math.isfinite(pair[0]) and math.isfinite(pair[1])]
    whole = all(value == round(value) for value, _ in factors)
    if whole and all(weight == round(weight) for _, weight in factors):
        return 0, 0
    of_values, of_weights = 0 if whole else decimals, decimals
    while max(of_values, of_weights) < MOST_DECIMALS + 2:
        if all(_found_again(value, weight, of_values, of_weights, decimals) for value, weight in factors):
            break
        of_values, of_weights = (0 if whole else of_values + 1), of_weights + 1
    return of_values, of_weights


def _found_again(value: float, weight: float, of_values: int, of_weights: int, decimals: int) -> bool:
    printed = float(f"{value:.{of_values}f}") * float(f"{weight:.{of_weights}f}")
    return f"{printed:.{decimals}f}" == f"{value * weight:.{decimals}f}"
