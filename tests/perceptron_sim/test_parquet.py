"""results.parquet holds what results.csv holds, to the bit, and nobody needs pyarrow who does not ask for it."""

import csv
import io
import math
import sys
from dataclasses import replace

import pyarrow.parquet
import pytest

from perceptron_sim.errors import SettingError
from perceptron_sim.learner import Trial
from perceptron_sim.parquet import check_available, write_parquet
from perceptron_sim.rows import ExposureRows

TABLE = ExposureRows.table
TRIALS = (
    Trial(learner="mark1", exposure=1, label=2, answer=None, ended_s=0.1, code="00100000", energy_j=1 / 3),
    Trial(learner="modern", exposure=2**40, label=0, answer=0, ended_s=1e-300, loss=5e-324, multiply_adds=2**62),
)


def written(rows):
    file = io.BytesIO()
    write_parquet(rows, TABLE.columns, file)
    return pyarrow.parquet.read_table(io.BytesIO(file.getvalue()))


@pytest.fixture
def rows(tmp_path):
    path = tmp_path / "results.csv"
    path.write_text(TABLE.header + "".join(ExposureRows().of_exposure(TRIALS)))
    return path


def test_every_value_is_that_of_the_row(rows):
    table = written(rows)
    assert table.column_names == list(TABLE.columns)
    with rows.open(newline="") as file:
        for text, held in zip(csv.DictReader(file), table.to_pylist(), strict=True):
            for name, kind in TABLE.columns.items():
                assert held[name] == (None if text[name] == "" else kind(text[name]))


def test_columns_have_types_and_a_code_keeps_its_zeros(rows):
    table = written(rows)
    types = {name: str(table.schema.field(name).type) for name in ("learner", "exposure", "answer", "loss", "code")}
    assert types == {"learner": "string", "exposure": "int64", "answer": "int64", "loss": "double", "code": "string"}
    assert table["code"].to_pylist() == ["00100000", None]
    assert table["answer"].to_pylist() == [None, 0]


def test_what_is_no_number_or_has_no_end_stays_so(tmp_path):
    path = tmp_path / "results.csv"
    trials = [replace(TRIALS[1], loss=loss) for loss in (math.nan, math.inf, -math.inf)]
    path.write_text(TABLE.header + "".join(ExposureRows().of_exposure(trials)))
    assert str(written(path)["loss"].to_pylist()) == "[nan, inf, -inf]"


def test_a_row_that_is_none_is_refused(rows):
    with rows.open("a") as file:
        file.write("2,mark1\n")
    with pytest.raises(ValueError, match="Expected 18 columns, got 2"):
        written(rows)


def test_no_rows_are_a_table_without_rows(tmp_path):
    (tmp_path / "results.csv").write_text(TABLE.header)
    assert written(tmp_path / "results.csv").num_rows == 0


def test_without_pyarrow_there_is_a_sentence_that_says_how_to_get_it(monkeypatch):
    check_available()
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(
        SettingError, match=r"^format must be csv where pyarrow is not installed \(pip install pyarrow\)"
    ):
        check_available()
