"""All figures of a sweep, in the order of its report, with captions, words for who cannot see them, and numbers."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import combinations
from typing import Any

import numpy as np

from perceptron_sim.experiments.words import counted, joined
from perceptron_sim.figures.plate import MOST_ROWS, Plate, Table, numbered
from perceptron_sim.figures.run_record import LaneRun
from perceptron_sim.figures.sweeps.pairs import Pairing, pairings
from perceptron_sim.figures.sweeps.shares import Share, half_way, over, reached, share_of, values_along
from perceptron_sim.figures.sweeps.sheets import (
    in_points,
    map_sheet,
    name_of_pair,
    over_sheet,
    pairs_sheet,
    percent,
    reached_sheet,
    title_of,
)
from perceptron_sim.figures.sweeps.swept_run import LEARNED, SweptRun, as_words, condition, is_number
from perceptron_sim.figures.wording import lower
from perceptron_sim.quantities import NOTHING

MOST_LINES, MOST_PAIRS, MOST_MAPS = 8, 24, 24
AGAIN = "Intervals are over seeds: all that one gave under these settings counts as one draw."
UNEVEN = "Not every value meets all others, so a difference may be that of another setting."
CRITERION, SETTINGS, MAPS, PAIRS = "Criterion", "Over one setting", "Over two settings", "In pairs"


def plates(run: SweptRun) -> list[Plate]:
    """Every figure that *run* has something for."""
    if not run.rows.seed.size:
        return []
    return numbered([*_criterion(run), *_over_one(run), *_over_two(run), *_pairs(run)])


def summary(run: SweptRun) -> Table:
    """A row for every learner under every combination: how many seeds, who learned, what was right."""
    header = ["settings", "learner", "seeds", "learned", "95 %", *run.sets]
    rows: list[list[str]] = []
    for combination in range(run.grid.combinations):
        if len(rows) >= MOST_ROWS:
            break
        for learner, lane in enumerate(run.learners):
            chosen = (run.rows.combination == combination) & (run.rows.learner == learner)
            if chosen.any() and len(rows) < MOST_ROWS:
                learned = share_of(LEARNED, run.measures[LEARNED][chosen])
                right = [share_of(name, values[chosen]).value for name, values in run.rows.accuracy.items()]
                told = [str(learned.count), percent(learned.value), _interval(learned)]
                rows.append([run.name_of(combination) or "all", lane.title, *told, *map(percent, right)])
    return Table("Who learned", header, rows)


def _criterion(run: SweptRun) -> Iterator[Plate]:
    every = range(run.grid.combinations)
    apart = len(every) * len(run.learners) <= MOST_LINES
    groups: Sequence[Sequence[int]] = [[one] for one in every] if apart else [every]
    chosen = [
        (_name(run, lane, where), learner, group)
        for group in groups
        for where in [run.name_of(group[0]) if len(group) == 1 else ""]
        for learner, lane in enumerate(run.learners)
    ]
    ends, columns = [], []
    for name, learner, group in chosen:
        shares = reached(run, (run.rows.learner == learner) & np.isin(run.rows.combination, group))
        ends.append(f"{name} to {percent(shares[-1].value)} in pass {len(shares)}")
        columns.append(shares)
    together = "" if apart else f" Each line is over all {counted(len(every), 'combination')} of settings. {AGAIN}"
    yield Plate(
        name="criterion",
        section=CRITERION,
        draw=lambda: reached_sheet(run, chosen),
        caption=f"The criterion is one pass through what is taught without an error.{together}",
        alt=f"Lines that rise pass by pass to the share of those that have learned: {joined(ends)}.",
        tables=[_by_pass([name for name, _, _ in chosen], columns)],
    )


def _name(run: SweptRun, lane: LaneRun, where: str) -> str:
    """What a line is called: the learner, unless there is no other, and its settings, unless there are no others."""
    if not where:
        return lane.name
    return where if len(run.learners) == 1 else f"{lane.title}, {where}"


def _by_pass(names: Sequence[str], columns: Sequence[Sequence[Share]]) -> Table:
    last = max(map(len, columns))
    step = math.ceil(last / MOST_ROWS)
    rows = [
        [str(number), *(percent(column[min(number, len(column)) - 1].value) for column in columns)]
        for number in range(1, last + 1, step)
    ]
    return Table("Learned by pass", ["pass", *names], rows)


def _over_one(run: SweptRun) -> Iterator[Plate]:
    """For every setting that varies the chance of learning, which tells of capacity, and what is right."""
    for axis, name in enumerate(run.grid.varied):
        values = values_along(run, axis)
        if len(values) < 2:
            continue
        again = _averaged(run) if len(values) < run.grid.combinations else ""
        for measure in run.measures:
            columns = [list(over(run, measure, learner, axis)) for learner in range(len(run.learners))]
            if not any(one.count for column in columns for one in column):
                continue
            told = [
                f"{lane.title} {_course(values, column)}" for lane, column in zip(run.learners, columns, strict=True)
            ]
            header = [lower(condition(name)), *(x for lane in run.learners for x in (lane.title, "95 %", "cells"))]
            rows = [
                [as_words(value), *(x for column in columns for x in _cells(column[row]))]
                for row, value in enumerate(values)
            ]
            yield Plate(
                name=f"{_file(measure)}-over-{_file(name)}",
                section=SETTINGS,
                draw=partial(over_sheet, run, measure, axis),
                caption=f"{name}: {_lower(title_of(measure))}.{_capacity(run, measure, values, columns)}{again}",
                alt=f"{title_of(measure)} over {lower(condition(name))}: {joined(told)}.",
                tables=[Table(title_of(measure), header, rows[:MOST_ROWS])],
            )


def _capacity(run: SweptRun, measure: str, values: Sequence[Any], columns: Sequence[Sequence[Share]]) -> str:
    """At which value half of the machines learn, of each learner that passes one half."""
    if measure != LEARNED or not all(map(is_number, values)):
        return ""
    found = [(lane.title, half_way(values, column)) for lane, column in zip(run.learners, columns, strict=True)]
    told = [f"{title} at {place:.3g}" for title, place in found if place is not None]
    if told and len(values) < run.grid.combinations:
        return f" The mean over all else passes one half: {joined(told)}; no single combination need do so there."
    return f" One half is passed by {joined(told)}." if told else ""


def _over_two(run: SweptRun) -> Iterator[Plate]:
    axes = [axis for axis in range(len(run.grid.varied)) if len(values_along(run, axis)) > 1]
    found = [
        _map(run, measure, learner, down, across)
        for measure in run.measures
        for down, across in combinations(axes, 2)
        for learner in range(len(run.learners))
    ]
    shown = found[:MOST_MAPS]
    if len(found) > len(shown):
        last = shown[-1]
        shown[-1] = replace(last, caption=f"{last.caption} The first {MOST_MAPS} of {len(found)} such maps are drawn.")
    yield from shown


def _averaged(run: SweptRun) -> str:
    """What an average over settings is to be taken for."""
    even = not run.grid.listed and run.cells_done == run.grid.cells
    return f" {AGAIN}" if even else f" {AGAIN} {UNEVEN}"


def _map(run: SweptRun, measure: str, learner: int, down: int, across: int) -> Plate:
    names = [run.grid.varied[axis] for axis in (down, across)]
    lane, told = run.learners[learner], " and ".join(lower(condition(name)) for name in names)
    return Plate(
        name=f"map-{_file(lane.name)}-{_file(measure)}-{_file(names[0])}-{_file(names[1])}",
        section=MAPS,
        draw=lambda: map_sheet(run, measure, learner, down, across),
        caption=f"{lane.title}: {_lower(title_of(measure))}, over {names[0]} and {names[1]}.",
        alt=f"A table of shades: {_lower(title_of(measure))} of {lane.title} for each {told}; its numbers are in it.",
    )


def _pairs(run: SweptRun) -> Iterator[Plate]:
    found = list(pairings(run))
    if not found:
        return
    shown, more = found, ""
    if len(found) > MOST_PAIRS:
        shown = ([one for one in found if one.better or one.worse] or found)[:MOST_PAIRS]
        more = f" Of {len(found)} pairs {len(shown)} are drawn, the first that are not equal on every seed."
    yield Plate(
        name="pairs",
        section=PAIRS,
        draw=lambda: pairs_sheet(run, shown),
        caption=(
            "Both learn from the same images in the same order of each seed, so they are compared seed by seed. An "
            "interval that does not reach nought has the colour of the better one; where all seeds differ alike there "
            "is none. The sign test asks how often a fair coin would be as one-sided; of many such tests, up to one in "
            f"twenty is below 5 % by chance alone.{more}"
        ),
        alt=f"Mean differences with intervals: {joined([_pair_in_words(run, one) for one in shown[:4]])}.",
        tables=[_pairs_table(run, found)],
    )


def _pairs_table(run: SweptRun, found: Sequence[Pairing]) -> Table:
    header = ["pair", "points", "95 %", "seeds", "better", "equal", "worse", "sign test"]
    rows = [
        [
            name_of_pair(run, one),
            in_points(one.difference),
            f"{in_points(one.low)} to {in_points(one.high)}" if math.isfinite(one.low) else NOTHING,
            *map(str, (one.seeds, one.better, one.equal, one.worse)),
            f"{one.chance:.2g}",
        ]
        for one in found[:MOST_ROWS]
    ]
    return Table("Learners in pairs", header, rows)


def _pair_in_words(run: SweptRun, one: Pairing) -> str:
    return f"{name_of_pair(run, one)} {in_points(one.difference)} points"


def _cells(one: Share) -> tuple[str, str, str]:
    return percent(one.value), _interval(one), str(one.count)


def _interval(one: Share) -> str:
    return f"{percent(one.low)} to {percent(one.high)}" if math.isfinite(one.low) else NOTHING


def _course(values: Sequence[object], shares: Sequence[Share]) -> str:
    first, last = percent(shares[0].value), percent(shares[-1].value)
    return f"from {first} at {as_words(values[0])} to {last} at {as_words(values[-1])}"


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]


def _file(name: str) -> str:
    """*name* as a part of a file's name."""
    return "-".join("".join(x if x.isalnum() else " " for x in name).split()).lower()
