"""results.parquet: the rows of results.csv in columns, for tables of millions of rows; needs the extra `parquet`."""

import importlib.util
from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO

from perceptron_sim.errors import SettingError

BLOCK_BYTES = 2**24  # of rows that are held at a time
ARROW_TYPES = {str: "string", int: "int64", float: "float64"}


def check_available() -> None:
    """Raise SettingError where pyarrow is not installed; it is not imported yet."""
    if importlib.util.find_spec("pyarrow") is None:
        rule = "csv where pyarrow is not installed (pip install pyarrow)"
        raise SettingError(f"format must be {rule}, got 'parquet'")


def write_parquet(rows: Path, columns: Mapping[str, type], file: BinaryIO) -> None:
    """Write the *columns* of the CSV file *rows* into *file*, values as they are; an empty field is null.

    Raises OSError as the system does, ValueError where *rows* does not hold what it should.
    """
    from pyarrow import csv, schema  # imported late: few runs need it, and it takes half a second
    from pyarrow.parquet import ParquetWriter

    held = schema([(name, ARROW_TYPES[kind]) for name, kind in columns.items()])
    reading = csv.ReadOptions(use_threads=False, block_size=BLOCK_BYTES)
    values = csv.ConvertOptions(column_types=held, strings_can_be_null=True, null_values=[""])
    with csv.open_csv(rows, reading, convert_options=values) as blocks, ParquetWriter(file, held) as writer:
        for block in blocks:
            writer.write_batch(block)
