"""The score: how each figure of it comes about, for one learner."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

import numpy as np

from perceptron_sim.learner import MARK1, MODERN
from perceptron_sim.ledger import PassResult, Score
from perceptron_sim.network_learner import JOULES_PER_MULTIPLY_ADD
from perceptron_sim.quantities import NOTHING, count, duration, energy, share

TIMES = "exposure, pulse and interval: not documented, assumed (design defaults)"
POWERS = "powers of lights, motors and relays: assumed, no evidence found"
JOULES = "a billionth of a joule for each multiply-add: assumed, a laptop's processor"
LEAST_RATIO = 1e-12
KEPT = 200  # values of a long past, as evenly spread as can be; its least, its greatest and its last are among them


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """How one figure comes about: facts as (what, value), the sum, the past with its unit, certainty and source."""

    title: str
    facts: Sequence[tuple[str, str]]
    arithmetic: Sequence[str]
    history: Sequence[float] = ()
    history_unit: str = ""
    certainty: str = "computed"
    source: str = "counted by this run"


def name_of(learner: str) -> str:
    """'the machine', 'the network'; other learners of a run by the names of their own."""
    return {MARK1: "the machine", MODERN: "the network"}.get(learner, learner)


def errors(learner: str, score: Score, taught: int) -> Figure:
    """How many answers were wrong since the weights were last cleared."""
    right = score.exposures - score.errors
    return Figure(
        title=f"Errors of {name_of(learner)} so far",
        facts=(("exposures", f"{score.exposures:,}"), ("first errorless pass", ordinal(score.errorless_pass))),
        arithmetic=(f"{score.exposures:,} exposures − {right:,} right", f"= {score.errors:,} errors"),
        history=_errors_so_far(score) if score.exposures else (),
        history_unit="errors",
    )


def recent(learner: str, score: Score, taught: int) -> Figure:
    """The share of right answers in the last pass's worth of exposures."""
    number = min(score.exposures, taught)
    right = int(score.right[-taught:].sum())
    return Figure(
        title=f"Right answers of {name_of(learner)}, of the last {taught:,}",
        facts=(("exposures counted", f"the last {count(number)}"),),
        arithmetic=(f"{right} right of {number}", f"= {share(score.recent)}"),
        history=_percent(score),
        history_unit="%",
    )


def held_out(learner: str, score: Score, results: Sequence[PassResult], unseen: int) -> Figure:
    """The share of what is never taught that was named rightly after the last full pass."""
    if score.held_out is None:
        when = "nothing is held back here" if not unseen else "asked after every full pass; none is over yet"
        return Figure(title=f"Unseen pictures: {name_of(learner)}", facts=(("asked", when),), arithmetic=())
    right = round(score.held_out * unseen)
    every = math.ceil(len(results) / KEPT)
    return Figure(
        title=f"Unseen pictures: {name_of(learner)}",
        facts=(("asked", f"after pass {len(results):,}; nothing is learned from it"),),
        arithmetic=(f"{right} right of {unseen} never taught", f"= {share(score.held_out)}"),
        history=[100 * result.held_out[learner] for result in results[::-every][::-1] if learner in result.held_out],
        history_unit="% after each pass" if every == 1 else f"% after every {every:,}th pass",
    )


def time(learner: str, score: Score, other: Score) -> Figure:
    """The machine's time on its own clock, or the computer's for the network."""
    spent_s = score.simulated_s if learner == MARK1 else score.wall_s
    others_s = other.wall_s if learner == MARK1 else other.simulated_s
    return Figure(
        title="The machine's time" if learner == MARK1 else "The network's computing time",
        facts=(
            ("motors running, all together", duration(score.motor_s)) if learner == MARK1 else _measured(),
            ("beside the other", ratio(spent_s, others_s)),
        ),
        arithmetic=_each(in_seconds(spent_s), in_seconds(_per(spent_s, score.exposures)), score.exposures),
        certainty="assumed" if learner == MARK1 else "computed",
        source=TIMES if learner == MARK1 else "measured on this computer while it ran; steps of learning only",
    )


def work(learner: str, score: Score) -> Figure:
    """How far the machine's motors turned, or how many multiplications the network took."""
    if learner == MARK1:
        each = f"{_per(score.turned_deg, score.exposures):,.0f}°"
        return Figure(
            title="How far the motors have turned",
            facts=(
                ("in whole turns", count(score.turned_deg / 360)),
                ("relays switched", count(score.relay_operations)),
            ),
            arithmetic=_each(f"{count(score.turned_deg)}°", each, score.exposures),
            certainty="assumed",
            source="motor speed and pulse length: not documented, assumed",
        )
    each = count(_per(score.multiply_adds, score.exposures))
    return Figure(
        title="Multiplications with addition",
        facts=(("counted", "forward, backward and the step"),),
        arithmetic=_each(count(score.multiply_adds), each, score.exposures),
        source="counted from the shapes of the layers",
    )


def joules(learner: str, score: Score, other: Score) -> Figure:
    """The energy, which rests on assumed powers for both."""
    sums = _each(energy(score.energy_j), energy(_per(score.energy_j, score.exposures)), score.exposures)
    if learner != MARK1:
        one = f"{JOULES_PER_MULTIPLY_ADD * 1e9:g} nJ"
        sums = (f"{count(score.multiply_adds)} multiply-adds × {one}", f"= {energy(score.energy_j)}", *sums[1:])
    return Figure(
        title=f"Energy of {name_of(learner)}",
        facts=(("beside the other", ratio(score.energy_j, other.energy_j)),),
        arithmetic=sums,
        certainty="assumed",
        source=POWERS if learner == MARK1 else JOULES,
    )


def one_pass(number: int, scores: dict[str, Score]) -> Figure:
    """How a pass went for each learner; an experiment may give a part only of what is taught in each."""
    facts = []
    for learner, score in scores.items():
        begin = score.pass_ends[number - 2] if number > 1 else 0
        end = score.pass_ends[number - 1] if number <= score.pass_ends.size else score.exposures
        seen = score.right[begin:end]
        facts.append((name_of(learner), f"{int((~seen).sum())} wrong of {seen.size}"))
    return Figure(title=f"Pass {number}", facts=facts, arithmetic=(), source="counted by this run")


def ratio(one: float, other: float) -> str:
    """'2,100 times as much', '1/2,100 of it', or a dash."""
    if one <= LEAST_RATIO or other <= LEAST_RATIO:
        return NOTHING
    times = one / other
    return f"{_round(times)} times as much" if times >= 1 else f"1/{_round(1 / times)} of it"


def ordinal(number: int | None) -> str:
    """A pass's number, or a dash where there was none."""
    return NOTHING if number is None else str(number)


def in_seconds(seconds: float) -> str:
    """'14 min 02 s', '6.2 ms', '340 µs'."""
    if seconds >= 1 or not seconds:
        return duration(seconds)
    return f"{1e3 * seconds:.3g} ms" if seconds >= 1e-3 else f"{1e6 * seconds:.0f} µs"


def _errors_so_far(score: Score) -> list[int]:
    """How many errors there were after each exposure, or after KEPT of them, the last one included."""
    ends = np.linspace(0, score.exposures, min(KEPT, score.exposures) + 1).astype(int)[1:].tolist()
    new = [end - begin - np.count_nonzero(score.right[begin:end]) for begin, end in pairwise([0, *ends])]
    return [int(number) for number in accumulate(new)]


def _percent(score: Score) -> list[float]:
    """The shares of right answers so far in percent; of a long past no more than KEPT, its least and its greatest."""
    curve = score.curve
    if curve.size > KEPT:
        some = np.linspace(0, curve.size - 1, KEPT).astype(int)
        curve = curve[sorted({*some.tolist(), int(curve.argmin()), int(curve.argmax())})]
    percent: list[float] = (100 * curve).tolist()
    return percent if score.curve_every == 1 or score.recent is None else [*percent, 100 * score.recent]


def _measured() -> tuple[str, str]:
    return "measured", "by this computer's clock"


def _per(total: float, exposures: int) -> float:
    return total / max(1, exposures)


def _each(total: str, each: str, exposures: int) -> tuple[str, ...]:
    """A total divided by the exposures."""
    return (f"{total} : {exposures:,} exposures", f"= {each} each") if exposures else ()


def _round(value: float) -> str:
    """Two figures are enough for a comparison of what is assumed."""
    return count(float(f"{value:.2g}")) if value >= 10 else f"{value:.2g}"
