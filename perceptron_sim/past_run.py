"""The folder of a run as it lies there: what it says of itself, the arrays in it, and its experiment, built again."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from perceptron_sim.errors import InputError
from perceptron_sim.files import read_bytes, read_text
from perceptron_sim.npz import AnyArray, arrays_in
from perceptron_sim.options import LONGEST_SHOWN, shown, shown_path
from perceptron_sim.rows import FORMAT_COLUMN, FORMAT_VERSION

if TYPE_CHECKING:
    from perceptron_sim.experiments.experiment import Experiment

ROWS, PARQUET, RUN, WEIGHTS, WIRING = "results.csv", "results.parquet", "run.json", "weights.npz", "wiring.json"
BEGUN = ("experiment", "seed", "rows", "settings", "finished", "begun_at")  # what run.json holds from the first row on
REPORTED = ("digest", "learners", "measurements", "faults", "sentences")  # and from the end on, or from Ctrl-C
MOST_BYTES = 2**30  # of a file, and of the arrays in it


def is_run(folder: str | Path) -> bool:
    """Whether *folder* holds a run, whatever has become of it."""
    return (Path(folder) / RUN).is_file()


def description(folder: str | Path) -> dict[str, Any]:
    """What run.json in *folder* says; InputError if it is missing, damaged, or of another format."""
    path = Path(folder) / RUN
    text = read_text(RUN, path, MOST_BYTES)
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError(f"{RUN} must be a whole JSON document, got {shown_path(path)}, which is damaged") from error
    if not isinstance(found, dict):
        raise InputError(f"{RUN} must be the description of a run, got {shown(text)}")
    if found.get(FORMAT_COLUMN) != FORMAT_VERSION:
        rule = f"of {FORMAT_COLUMN} {FORMAT_VERSION}, which is all that this program reads"
        raise InputError(f"{RUN} must be {rule}, got {shown(json.dumps(found.get(FORMAT_COLUMN)))}")
    for key in (*BEGUN, *(REPORTED if found.get("finished") else ())):
        if key not in found:
            raise InputError(f"{RUN} must hold {key!r}, got {shown_path(path)}, which does not")
    exposures = found.get("exposures", 0)
    if type(exposures) is not int:
        raise InputError(f"{RUN} must hold a whole number of exposures, got {shown(json.dumps(exposures))}")
    return found


def arrays(folder: str | Path) -> dict[str, AnyArray]:
    """The arrays of weights.npz in *folder*, named as docs/reference/json-of-a-run.md says; or InputError."""
    return arrays_in(WEIGHTS, read_bytes(WEIGHTS, Path(folder) / WEIGHTS, MOST_BYTES), MOST_BYTES)


def experiment_of(folder: str | Path) -> "Experiment":
    """The experiment whose run is in *folder*: settings, wiring and pictures, so that it gives the same digest.

    Raises:
        InputError: there is no run, or its wiring or pictures are missing or others by now.
        SettingError: its settings cannot be.
    """
    from perceptron_sim.experiment_file import (
        as_plain,
        experiment_from_values,
    )  # who only reads results need not load all that

    run, folder = description(folder), Path(folder)
    settings, place = run["settings"], shown_path(folder / RUN)
    if not isinstance(settings, dict) or not isinstance(settings.get("mark1"), dict):
        raise InputError(f"{place}: settings must be a table with a table mark1, got {shown(json.dumps(settings))}")
    wired = settings["mark1"].get("wiring") is not None  # its fingerprint: the wiring itself is a file beside
    values = {**settings, "experiment": run["experiment"], "mark1": {**settings["mark1"], "wiring": None}}
    experiment = experiment_from_values(values, located=place, parts={"wiring": folder / WIRING} if wired else {})
    changed = difference(as_json_reads(as_plain(experiment)), settings)
    if changed:
        key, now, then = changed
        raise InputError(f"{place}: {key} must be what it was when the run began, {then}, got {now}")
    return experiment


def as_json(value: Any) -> bytes:
    """*value* as readable JSON; a number that JSON cannot write is a bug."""
    return (json.dumps(value, indent=2, allow_nan=False) + "\n").encode()


def as_json_reads(value: Any) -> Any:
    """*value* as it comes back from JSON, lists for tuples."""
    return json.loads(as_json(value))


def difference(one: Any, other: Any, key: str = "") -> tuple[str, str, str] | None:
    """The first key, dotted, under which *one* and *other* are not the same, and what each has there, cut if long."""
    if isinstance(one, dict) and isinstance(other, dict):
        for name in {**one, **other}:
            found = difference(one.get(name), other.get(name), f"{key}.{name}" if key else name)
            if found:
                return found
        return None
    return None if one == other else (key, _told(one), _told(other))


def _told(value: Any) -> str:
    """*value* for a message: texts in quotes, all else as JSON has it, cut if it is long."""
    text = json.dumps(value)
    return shown(value) if isinstance(value, str) else text if len(text) <= LONGEST_SHOWN else shown(text)
