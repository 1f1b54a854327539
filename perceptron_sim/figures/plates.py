"""All figures of a run, in the order of its report, with captions, words for who cannot see them, and numbers."""

import math
from collections.abc import Callable, Iterator, Sequence

import numpy as np

from perceptron_sim.errors import SettingError
from perceptron_sim.experiments.words import counted, joined
from perceptron_sim.figures.accuracy import accuracy, set_names
from perceptron_sim.figures.costs import costs, energy_j, time_s, work
from perceptron_sim.figures.learning import aside_of, has_loss, losses, right_answers
from perceptron_sim.figures.measured_plates import measured_plates
from perceptron_sim.figures.plate import MOST_ROWS, Plate, Table, numbered
from perceptron_sim.figures.run_record import LaneRun, Run
from perceptron_sim.figures.single_plates import confusion_plate, weight_plates
from perceptron_sim.figures.wording import share_finely
from perceptron_sim.options import shown
from perceptron_sim.quantities import NOTHING, count, duration, energy

MOST_OF_A_KIND = 4  # learners whose answers and weights are drawn one by one, where nothing else is asked for


def plates(run: Run, learners: Sequence[str] = ()) -> list[Plate]:
    """Every figure that *run* has something for; of single learners those of *learners*, or else a few of each kind."""
    single = _chosen(run, learners)
    found = [
        *_learning(run),
        *measured_plates(run),
        *_accuracy(run),
        *(confusion_plate(run, lane) for lane in single if lane.answers is not None),
        *(plate for lane in single for plate in weight_plates(run, lane)),
        *_costs(run),
    ]
    return numbered(found)


def left_out(run: Run, learners: Sequence[str] = ()) -> list[str]:
    """The learners whose answers and weights are not drawn."""
    drawn = {lane.name for lane in _chosen(run, learners)}
    return [lane.name for lane in run.lanes if lane.name not in drawn]


def _chosen(run: Run, learners: Sequence[str]) -> list[LaneRun]:
    """The learners asked for; else of each kind the first, the last, and some between them."""
    names = [lane.name for lane in run.lanes]
    for name in learners:
        if name not in names:
            raise SettingError(f"learner must be one of {', '.join(names) or 'none'}, got {shown(name)}")
    if learners:
        return [lane for lane in run.lanes if lane.name in learners]
    chosen = []
    for machine in (True, False):
        same = [lane for lane in run.lanes if lane.is_machine is machine]
        steps = min(len(same), MOST_OF_A_KIND)
        places = {round(step * (len(same) - 1) / max(steps - 1, 1)) for step in range(steps)}
        chosen += [same[place].name for place in sorted(places)]
    return [lane for lane in run.lanes if lane.name in chosen]


def _learning(run: Run) -> Iterator[Plate]:
    lanes = [lane for lane in run.lanes if lane.curve is not None and len(lane.curve.number)]
    if not lanes:
        return
    yield Plate(
        name="learning-curves",
        section="Learning",
        draw=lambda: right_answers(run),
        caption="An answer counts before it is corrected, as it did at the machine's lamps.",
        alt=f"Lines that rise pass by pass to the share of right answers: {joined(map(_course, lanes))}.",
        tables=[_passes(lanes, aside_of(run))],
    )
    with_loss = [lane for lane in lanes if has_loss(lane)]
    if with_loss:
        ends = joined(f"{lane.title} to {_last_loss(lane):.2g}" for lane in with_loss)
        yield Plate(
            name="loss",
            section="Learning",
            draw=lambda: losses(run),
            caption="Only networks have one: the Mark I knows right and wrong, not how far off it is.",
            alt=f"Lines on a logarithmic scale for the mean loss of each pass, down {ends}.",
        )


def _course(lane: LaneRun) -> str:
    assert lane.curve is not None
    first, last, number = lane.curve.right[0], lane.curve.right[-1], lane.curve.number[-1]
    return f"{lane.title} from {share_finely(first)} to {share_finely(last)} in pass {number}"


def _last_loss(lane: LaneRun) -> float:
    assert lane.curve is not None
    return float(lane.curve.loss[lane.curve.loss > 0][-1])


def _passes(lanes: Sequence[LaneRun], aside: str) -> Table:
    """A row for every pass: right and, where it was scored, unseen."""
    header, columns = ["pass"], []
    for lane in lanes:
        assert lane.curve is not None
        number = lane.curve.number.tolist()
        for name, values in ((lane.title, lane.curve.right), (f"{lane.title}, {aside}", lane.curve.unseen)):
            if np.isfinite(values).any():
                header.append(name)
                columns.append({n: x for n, x in zip(number, values.tolist(), strict=True) if math.isfinite(x)})
    last = max(max(column) for column in columns)
    step = math.ceil(last / MOST_ROWS)
    rows = [
        [str(number), *(share_finely(column[number]) if number in column else NOTHING for column in columns)]
        for number in range(1, last + 1, step)
    ]
    return Table("Right answers by pass" + (f", every {step} passes" if step > 1 else ""), header, rows)


def _accuracy(run: Run) -> Iterator[Plate]:
    lanes = [lane for lane in run.lanes if lane.result.get("accuracy")]
    if not lanes:
        return
    sets = set_names(run)
    taught = joined(f"{lane.title} {share_finely(lane.result['accuracy'].get(sets[0], 0.0))}" for lane in lanes)
    bits = [lane for lane in lanes if lane.result.get("bits_right")]
    header = ["set", *(lane.title for lane in lanes), *(f"{lane.title}, single R-units" for lane in bits)]
    rows = [
        [
            name,
            *(_share(lane, "accuracy", name) for lane in lanes),
            *(_share(lane, "bits_right", name) for lane in bits),
        ]
        for name in sets
    ]
    yield Plate(
        name="accuracy",
        section="At the end",
        draw=lambda: accuracy(run),
        caption="Asked without correcting. A class of the Mark I needs all its R-units to be right at once.",
        alt=f"Shares named rightly of {counted(len(sets), 'set')}. Of the taught one, {sets[0]}: {taught}.",
        tables=[Table("Named rightly at the end", header, rows)],
    )


def _share(lane: LaneRun, key: str, name: str) -> str:
    value = lane.result.get(key, {}).get(name)
    return NOTHING if value is None else share_finely(value)


def _costs(run: Run) -> Iterator[Plate]:
    lanes = [lane for lane in run.lanes if energy_j(lane) is not None]
    if not lanes:
        return
    parts = [
        f"{lane.title} {_written(time_s(lane), duration)} and {_written(energy_j(lane), energy)}" for lane in lanes
    ]
    header = ["learner", "exposures", "errors", "pass without an error", "time", "energy (assumed)", "work"]
    yield Plate(
        name="costs",
        section="Cost",
        draw=lambda: costs(run),
        caption="Degrees and multiply-adds cannot be compared; times and joules can, as far as the assumptions hold.",
        alt=f"Time and energy on logarithmic scales: {joined(parts)}.",
        tables=[Table("What it took", header, [_cost_row(lane) for lane in lanes])],
    )


def _cost_row(lane: LaneRun) -> list[str]:
    return [
        lane.title,
        _written(lane.result.get("exposures"), count),
        _written(lane.result.get("errors"), count),
        str(lane.result.get("errorless_pass") or NOTHING),
        f"{_written(time_s(lane), duration)} {'of machine time (assumed)' if lane.is_machine else 'of computing'}",
        _written(energy_j(lane), energy),
        ", ".join(work(lane.result)),
    ]


def _written(value: float | None, words: Callable[[float], str]) -> str:
    return NOTHING if value is None else words(value)
