"""Reads the folder of a run for its figures: finished, interrupted or killed; what is missing is told, not refused."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from perceptron_sim.errors import InputError
from perceptron_sim.figures.lane_arrays import all_layers, arrays_of, codes, first_layer, machine_weights
from perceptron_sim.figures.row_columns import LaneColumns, read_rows
from perceptron_sim.figures.run_record import Answers, Curve, LaneRun, Point, Run
from perceptron_sim.learner import MARK1, MODERN, NO_ANSWER
from perceptron_sim.npz import AnyArray
from perceptron_sim.options import shown_path
from perceptron_sim.past_run import ROWS, RUN, WEIGHTS, arrays, description
from perceptron_sim.rows import NO_ROWS

LARGEST_SIDE = 10_000  # cells of a retina


def read_run(folder: Path) -> Run:
    """The run in *folder*; InputError if there is none, or a file of it is damaged."""
    if not (folder / RUN).is_file():
        what = f"which holds no {RUN}" if folder.is_dir() else "which is no folder"
        raise InputError(f"DIR must be the folder of a run, got {shown_path(folder)}, {what}")
    told = description(folder)
    held = arrays(folder) if (folder / WEIGHTS).exists() else {}
    rows = read_rows(folder / ROWS) if (folder / ROWS).exists() else {}
    try:
        return _run(told, held, rows)
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
        why = f"no {error}" if isinstance(error, KeyError) else str(error)
        raise InputError(f"{RUN} must be what a run writes, got {shown_path(folder / RUN)}: {why}") from error


def _run(told: Mapping[str, Any], held: Mapping[str, AnyArray], rows: Mapping[str, LaneColumns]) -> Run:
    """What the three files say together."""
    class_names = tuple(str(name) for name in told["class_names"])
    retina = told["settings"]["mark1"]["retina"]
    shape = int(retina["rows"]), int(retina["columns"])
    if not class_names or not all(1 <= side <= LARGEST_SIDE for side in shape):
        raise ValueError(f"{len(class_names)} classes, {shape[0]} x {shape[1]} cells")
    results = {str(name): dict(result) for name, result in told.get("learners", {}).items()}
    unseen = _unseen_by_pass(told.get("passes", []))
    lanes = [
        _lane(lane, results.get(lane["name"], {}), rows.get(lane["name"]), unseen, held, class_names, shape)
        for lane in told["lanes"]
    ]
    return Run(
        experiment=str(told["experiment"]),
        seed=int(told["seed"]),
        digest=str(told.get("digest", "")),
        finished=bool(told["finished"]),
        class_names=class_names,
        shape=shape,
        lanes=tuple(lanes),
        measurements=tuple(_points(told.get("measurements", []))),
        sentences=tuple(str(sentence) for sentence in told.get("sentences", [])),
        described=told,
        missing=tuple(_missing(told, held, rows)),
    )


def _lane(
    told: Mapping[str, Any],
    result: dict[str, Any],
    columns: LaneColumns | None,
    unseen: Mapping[tuple[str, int], float],
    held: Mapping[str, AnyArray],
    class_names: tuple[str, ...],
    shape: tuple[int, int],
) -> LaneRun:
    name, kind = str(told["name"]), str(told["kind"])
    if kind not in (MARK1, MODERN):
        raise ValueError(f"a learner of kind {kind}")
    arrays, cells = arrays_of(name, held), shape[0] * shape[1]
    answers = columns.answers() if columns else None
    if answers is not None:
        _check(answers, len(class_names))
    return LaneRun(
        name=name,
        kind=kind,
        about=str(told["about"]),
        result=_numbers(result),
        curve=_with_unseen(columns.curve(), name, unseen) if columns else None,
        answers=answers,
        codes=codes(name, arrays, len(class_names)),
        machine=machine_weights(name, arrays, cells),
        first_layer=first_layer(arrays, shape),
        class_maps=all_layers(arrays, shape),
    )


def _unseen_by_pass(passes: list[Any]) -> dict[tuple[str, int], float]:
    """The share of the unseen set by learner and pass, where it was scored."""
    return {
        (str(lane), int(one["number"])): float(value)
        for one in passes
        for lane, value in one["unseen"].items()
        if value is not None
    }


def _with_unseen(curve: Curve, lane: str, unseen: Mapping[tuple[str, int], float]) -> Curve:
    """*curve* with what run.json says of the unseen set where its rows do not."""
    numbers, known = curve.number.tolist(), curve.unseen.tolist()
    values = [unseen.get((lane, number), one) for number, one in zip(numbers, known, strict=True)]
    return replace(curve, unseen=np.array(values, dtype=float))


def _numbers(result: dict[str, Any]) -> dict[str, Any]:
    """*result* after a look at what will be drawn: shares by set, and costs."""
    for key in ("accuracy", "bits_right"):
        if key in result:
            result[key] = {str(name): float(value) for name, value in result[key].items()}
    for key, value in result.items():
        if key in ("exposures", "errors") or key.endswith(("_s", "_j", "_deg", "_operations", "_adds")):
            result[key] = value if isinstance(value, int) else float(value)
    return result


def _check(answers: Answers, classes: int) -> None:
    """ValueError unless all labels and answers are classes."""
    if not 0 <= answers.label.min() <= answers.label.max() < classes:
        raise ValueError(f"{classes} classes, and other labels in {ROWS}")
    if not NO_ANSWER <= answers.answer.min() <= answers.answer.max() < classes:
        raise ValueError(f"{classes} classes, and other answers in {ROWS}")


def _points(measurements: list[Any]) -> Iterator[Point]:
    """The measurements that are numbers."""
    for one in measurements:
        value, at = float(one["value"]), dict(one["at"])
        if not all(isinstance(place, int | float | str) for place in at.values()):
            raise ValueError(f"a condition of {one['measure']} that is neither number nor text")
        if math.isfinite(value):
            yield Point(learner=str(one["learner"]), measure=str(one["measure"]), value=value, at=at)


def _missing(told: Mapping[str, Any], held: Mapping[str, AnyArray], rows: Mapping[str, LaneColumns]) -> Iterator[str]:
    """What cannot be drawn, and why, in sentences."""
    if not told["finished"]:
        yield "The run was interrupted: what follows is what it had come to. It goes on with --resume."
    if not held:
        yield f"There is no {WEIGHTS}, which is written at the end: weights cannot be drawn."
    if told.get("rows") == NO_ROWS:
        yield "The run kept no rows: learning curves and confusions cannot be drawn."
    elif not rows:
        yield f"There are no rows in {ROWS}: learning curves and confusions cannot be drawn."
    elif all(columns.answers() is None for columns in rows.values()):
        yield "The run kept a row for each pass: confusions would need one for each exposure (--rows exposures)."
