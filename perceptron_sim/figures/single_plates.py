"""The figures of one learner: what it read as what, and its weights laid back on the retina."""

from collections.abc import Iterator

import numpy as np

from perceptron_sim.experiments.words import counted
from perceptron_sim.figures.confusion import confusion
from perceptron_sim.figures.confusions import Confusions, confusions
from perceptron_sim.figures.plate import Plate, Table
from perceptron_sim.figures.retina import class_maps_sheet, first_layer_sheet, r_units_sheet
from perceptron_sim.figures.run_record import FloatArray, LaneRun, Run
from perceptron_sim.figures.wording import share_finely
from perceptron_sim.quantities import count

MOST_LISTED = 12  # wrong answers, the most frequent first
ANSWERS, WEIGHTS = "What was read as what", "Weights on the retina"


def confusion_plate(run: Run, lane: LaneRun) -> Plate:
    """The confusions of *lane*, which must have answers."""
    found = confusions(run, lane)
    times, right = int(found.counts.sum()), int(np.trace(found.counts))
    none = int(found.counts[:, len(run.class_names) :].sum())
    worst = found.worst(1)
    most = f" Most often {_in_words(run, found, *worst[0])}." if worst else ""
    unread = f" and {count(none)} lit a code that means no class" if lane.is_machine else ""
    what = "R-lamps lit" if lane.is_machine else "class answered"
    return Plate(
        name=f"confusion-{lane.name}",
        section=ANSWERS,
        draw=lambda: confusion(run, lane),
        caption="The small dots are R-lamps, R1 first; lit ones amber." if lane.lamps_used else "",
        alt=(
            f"{lane.title}: a grid of class shown against {what}. Of {count(times)} exposures {count(right)} "
            f"were right{unread}.{most}"
        ),
        tables=[*_worst(run, lane, found), *_lamps(lane, found)],
    )


def weight_plates(run: Run, lane: LaneRun) -> Iterator[Plate]:
    """All that there is of the weights of *lane*."""
    if lane.machine is not None and lane.machine.origins.size:
        yield _r_units(run, lane)
    if lane.class_maps is not None:
        yield Plate(
            name=f"classes-{lane.name}",
            section=WEIGHTS,
            draw=lambda: class_maps_sheet(run, lane),
            caption="What light on a cell would add to a class if every hidden unit were always on.",
            alt=f"{lane.title}: an image of the retina for each class, blue for it and orange against it.",
        )
    if lane.first_layer is not None:
        yield _first_layer(run, lane, lane.first_layer)


def _r_units(run: Run, lane: LaneRun) -> Plate:
    return Plate(
        name=f"retina-{lane.name}",
        section=WEIGHTS,
        draw=lambda: r_units_sheet(run, lane),
        caption=(
            "Light on a blue cell speaks for the lamp, on an orange one against it, by way of whatever A-units are "
            "wired to the cell. An A-unit fires or does not: the picture shows what tends to count, not the rule."
        ),
        alt=f"{lane.title}: {counted(lane.lamps_used, 'image')} of the retina, one for each R-lamp in use.",
        tables=[_values(lane)],
    )


def _first_layer(run: Run, lane: LaneRun, maps: FloatArray) -> Plate:
    units, rows, columns = maps.shape
    return Plate(
        name=f"first-layer-{lane.name}",
        section=WEIGHTS,
        draw=lambda: first_layer_sheet(run, lane),
        caption="What a unit next to the image answers to: light on blue cells, dark on orange ones.",
        alt=f"{lane.title}: the weights of {counted(units, 'first unit')} as images of {rows} by {columns} cells.",
        tables=[_sizes(lane.title, maps)],
    )


def _in_words(run: Run, found: Confusions, row: int, column: int, times: int) -> str:
    names = run.class_names
    read = names[column] if column < len(names) else f"the code {found.codes[column - len(names)]}"
    return f"{names[row]} was read as {read}, {counted(times, 'time')}"


def _worst(run: Run, lane: LaneRun, found: Confusions) -> Iterator[Table]:
    names, codes = run.class_names, lane.code_texts
    rows = []
    for row, column, times in found.worst(MOST_LISTED):
        known = column < len(names)
        lit = (codes[column] if codes else "") if known else found.codes[column - len(names)]
        read = names[column] if known else "no class"
        cells = [names[row], read, str(times)]
        rows.append([*cells[:1], codes[row], read, lit, str(times)] if codes else cells)
    if rows:
        wide = ["class shown", "wanted code", "read as", "lit code", "times"]
        yield Table(f"{lane.title}: most frequent mistakes", wide if codes else wide[::2], rows)


def _lamps(lane: LaneRun, found: Confusions) -> Iterator[Table]:
    """How often each single R-unit was wrong."""
    if len(found.wrong_lamps) and lane.answers is not None:
        times = len(lane.answers.label)
        rows = [
            [f"R{unit}", count(int(wrong)), share_finely(wrong / times)]
            for unit, wrong in enumerate(found.wrong_lamps, start=1)
        ]
        yield Table(f"{lane.title}: single R-units", ["R-unit", "times wrong", "of all exposures"], rows)


def _values(lane: LaneRun) -> Table:
    """The angles of the potentiometers by R-unit."""
    machine = lane.machine
    assert machine is not None
    rows = []
    for unit in range(lane.lamps_used):
        angles = machine.angle_deg[machine.assignment == unit]
        if len(angles):
            low, high, mean = (f"{x:.1f}°".replace("-", "−") for x in (angles.min(), angles.max(), angles.mean()))
            rows.append([f"R{unit + 1}", str(len(angles)), low, mean, high, str(int((angles == 0).sum()))])
    header = ["R-unit", "A-units", "lowest angle", "mean", "highest", "never turned"]
    return Table(f"{lane.title}: potentiometers", header, rows)


def _sizes(title: str, maps: FloatArray) -> Table:
    sizes = np.sqrt(np.square(maps.astype(float)).mean(axis=(1, 2)))
    rows = [[count(len(maps)), f"{sizes.min():.3g}", f"{np.median(sizes):.3g}", f"{sizes.max():.3g}"]]
    header = ["units", "smallest", "median", "largest root mean square of a unit's weights"]
    return Table(f"{title}: first layer", header, rows)
