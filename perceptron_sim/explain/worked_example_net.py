"""The small network of the worked example as it is drawn: its neurons and weights, and what is known of each so far."""

import re
from collections.abc import Mapping

from perceptron_sim.explain.worked_example import Step, steps

NODES = {"i1": (0, 0.0), "i2": (0, 1.0), "h1": (1, 0.0), "h2": (1, 1.0), "o1": (2, 0.0), "o2": (2, 1.0), "L": (3, 0.5)}
"""Column, and height from 0 at the top to 1."""
EDGES = {
    "w1": ("i1", "h1"),
    "w2": ("i2", "h1"),
    "w3": ("i1", "h2"),
    "w4": ("i2", "h2"),
    "w5": ("h1", "o1"),
    "w6": ("h2", "o1"),
    "w7": ("h1", "o2"),
    "w8": ("h2", "o2"),
}
NAMED = re.compile(r"w\d|[io]\d|h\d|\bL\b|b\d|t\d")


def short(value: float) -> str:
    """Four figures, with a real minus sign."""
    return f"{value:.4g}".replace("-", "−")


def known_at(number: int) -> dict[str, float]:
    """Every number that has been worked out up to step *number*."""
    return {step.name: step.value for step in steps()[: number + 1]}


def touched(step: Step) -> set[str]:
    """The nodes and edges that a step is about."""
    return {name for name in NAMED.findall(f"{step.name} {step.formula}") if name in NODES or name in EDGES}


def node_lines(name: str, known: Mapping[str, float]) -> list[str]:
    """What is known of a node so far, forward and backward."""
    if name == "L":
        return [f"{part} {short(known[part])}" for part in ("L_o1", "L_o2", "L") if part in known]
    if name[0] == "i":
        return [short(known[name])] if name in known else []
    lines = [f"{word} {short(known[f'{word}_{name}'])}" for word in ("in", "out") if f"{word}_{name}" in known]
    target = f"t{name[1]}"
    if name[0] == "o" and target in known:
        lines.append(f"target {short(known[target])}")
    slope = known.get(f"∂L/∂out_{name}")
    return lines if slope is None else [*lines[:2], f"∂ {short(slope)}"]


def edge_lines(name: str, known: Mapping[str, float]) -> list[str]:
    """What is known of a weight so far: its value, or what one step made of it; and its slope."""
    if name not in known:
        return []
    slope, after = known.get(f"∂L/∂{name}"), known.get(f"{name} after one step")
    words = f"{name} {short(known[name])}" if after is None else f"{name} → {short(after)}"
    return [words] if slope is None else [words, f"∂ {short(slope)}"]
