"""A row is exact: what it holds is read back to the bit, whatever kind of number it was."""

import csv
import math

import numpy as np
import pytest

from perceptron_sim.learner import Trial
from perceptron_sim.rows import COLUMNS, PASS_COLUMNS, ExposureRows, PassRows


def row(**values):
    """The row of one exposure, by column."""
    trial = Trial(**{"learner": "mark1", "exposure": 1, "label": 2, "answer": None, "ended_s": 1.5, **values})
    (line,) = ExposureRows().of_exposure([trial])
    assert line.endswith("\n")
    return dict(zip(COLUMNS, next(csv.reader([line])), strict=True))


@pytest.mark.parametrize("columns", [COLUMNS, PASS_COLUMNS])
def test_the_format_comes_first_and_what_may_differ_between_two_runs_last(columns):
    assert columns[:2] == ("format_version", "learner")
    assert columns[-1] == "wall_s"
    assert len(set(columns)) == len(columns)


@pytest.mark.parametrize("value", [0.1, 1 / 3, 1e-300, 5e-324, 1e22, math.inf, np.float64(0.1), np.float32(0.1), 7])
def test_a_number_with_a_point_is_read_back_to_the_bit(value):
    assert float(row(energy_j=value)["energy_j"]) == float(value)


@pytest.mark.parametrize("value", [0, 2**62, np.int64(12), np.True_])
def test_a_whole_number_stays_one(value):
    assert row(multiply_adds=value)["multiply_adds"] == str(int(value))


def test_what_is_none_is_empty_and_what_is_not_is_there():
    assert (row()["answer"], row()["code"], row()["loss"], row()["right"]) == ("", "", "", "0")
    there = row(answer=2, code="01100000", loss=0.0)
    assert (there["answer"], there["code"], there["loss"], there["right"]) == ("2", "01100000", "0.0", "1")


def test_a_pass_is_added_up_learner_by_learner_and_begins_anew():
    rows = PassRows()
    for answer, loss in ((1, 0.5), (0, 0.25), (1, 0.0)):
        for learner in ("a", "b"):
            trial = Trial(
                learner=learner, exposure=1, label=1, answer=answer, ended_s=2.0, loss=loss, relay_operations=3
            )
            assert rows.of_exposure([trial]) == []
    lines = rows.of_pass(4, {"b": 0.75})
    first, second = (dict(zip(PASS_COLUMNS, line.strip().split(","), strict=True)) for line in lines)
    assert (first["learner"], first["pass_number"], first["exposures"], first["errors"]) == ("a", "4", "3", "1")
    assert (first["loss"], first["relay_operations"], first["motor_s"]) == ("0.25", "9", "0.0")
    assert (first["unseen"], second["unseen"]) == ("", "0.75")
    assert rows.of_pass(5, {}) == []
