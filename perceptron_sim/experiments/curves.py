"""Curves: what was measured at one condition after another, picked from all measurements, and how far it holds."""

from collections.abc import Iterable

from perceptron_sim.experiments.measurement import Measurement
from perceptron_sim.experiments.words import called, joined, percent

Curve = dict[float, float]  # value by condition
HALF = 0.5  # of what is asked, named rightly: what is called holding out
DIGITS = 2  # of a condition that is a share, in percent


def curves(measurements: Iterable[Measurement], measure: str, condition: str) -> dict[str, Curve]:
    """By learner, each value of *measure* that was taken at *condition* alone, by that condition."""
    found: dict[str, Curve] = {}
    for one in measurements:
        if one.measure == measure and [name for name, _ in one.at] == [condition]:
            found.setdefault(one.learner, {})[float(one.at[0][1])] = one.value
    return found


def values(measurements: Iterable[Measurement], measure: str) -> dict[str, float]:
    """By learner, the value of *measure* that was taken under no condition."""
    return {one.learner: one.value for one in measurements if one.measure == measure and not one.at}


def conditions(shares: Iterable[float]) -> str:
    """Conditions that are shares, smallest first: "0%, 0.5% and 10%"."""
    return joined(percent(share, DIGITS) for share in sorted(shares))


def row(curve: Curve) -> str:
    """The values of *curve* in the order of their conditions, as percentages; one alone where all are alike."""
    shown = [percent(curve[at]) for at in sorted(curve)]
    return shown[0] if len(set(shown)) == 1 else joined(shown)


def reach(curve: Curve, least: float) -> float | None:
    """How far the curve goes from its first condition on before it is below *least*; None where it begins below."""
    reached = None
    for at in sorted(curve):
        if curve[at] < least:
            break
        reached = at
    return reached


def held_out(declines: Iterable[tuple[str, str, Curve]]) -> str:
    """One sentence: up to which share of what was done to it each lane named half or more of what it was asked.

    A decline is the lane, what was done, as "of the cells flipped", and the share named by the share of that.
    """
    held: dict[str, list[str]] = {}
    lost: dict[str, list[str]] = {}
    for name, what, curve in declines:
        far = reach(curve, HALF)
        group, condition = (lost, _first(what, curve)) if far is None else (held, _furthest(what, curve, far))
        group.setdefault(condition, []).append(called(name))
    parts = [
        f"{said} {joined(f'by {joined(names)} {condition}' for condition, names in group.items())}"
        for said, group in (("Half of the images or more are still named", held), ("Fewer than half are named", lost))
        if group
    ]
    return f"{'. '.join(parts)}."


def _furthest(what: str, curve: Curve, far: float) -> str:
    if far == 0:
        return f"{'' if len(curve) == 1 else 'only '}with none {what}"
    if len(curve) == 1:
        return f"with {percent(far, DIGITS)} {what}"
    return f"with up to {percent(far, DIGITS)} {what}{', the most that was tried' if far == max(curve) else ''}"


def _first(what: str, curve: Curve) -> str:
    least = min(curve)
    if least == 0:
        return f"even with none {what}"
    return f"with {'' if len(curve) == 1 else 'as little as '}{percent(least, DIGITS)} {what}"
