"""What many lanes and measurements came to, in words: curves, passes, percentages."""

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from perceptron_sim.experiments.measurement import Measurement
from perceptron_sim.experiments.words import begun, called, joined

if TYPE_CHECKING:
    from perceptron_sim.report import LearnerReport

Curve = dict[float, float]  # value by condition
HALF = 0.5  # of what is asked, named rightly: what is called holding out


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


def percent(share: float) -> str:
    """A share of 1, to a hundredth of a percent and no longer than it has to be: "12.5%"."""
    return f"{round(100 * share, 2):g}%"


def row(curve: Curve) -> str:
    """The values of *curve* in the order of their conditions, as whole percentages."""
    return joined(f"{curve[at]:.0%}" for at in sorted(curve))


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
        group, share = (
            (lost, f"already with {percent(min(curve))}") if far is None else (held, f"with up to {percent(far)}")
        )
        group.setdefault(f"{share} {what}", []).append(called(name))
    parts = [
        f"{said} {joined(f'{joined(names)} {condition}' for condition, names in group.items())}"
        for said, group in (("half or more was named by", held), ("less than half was named by", lost))
        if group
    ]
    return f"{begun('; '.join(parts))}."


def passes_in_a_row(learners: Mapping[str, "LearnerReport"], passes: int, names: Callable[[str], str] = called) -> str:
    """One sentence on *learners*: in which pass each had its first without an error; the others are counted.

    *names* gives what a lane is called.
    """
    done = sorted((one.errorless_pass, name) for name, one in learners.items() if one.errorless_pass is not None)
    others = len(learners) - len(done)
    if not done:
        return f"No learner had a pass without an error within {passes}."
    first = joined(f"{names(name)} {number}" for number, name in done)
    return f"The first pass without an error: {first}{f'; none within {passes}: {others} others' if others else ''}."
