"""An experiment as a TOML file: read and checked key by key, and the same settings as plain values."""

import difflib
import hashlib
import re
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path
from typing import Any, get_args

from hardware import FailureSpec, Mark1Error, Mark1Spec, Wiring, from_plain, plain
from hardware.errors import shown as in_short
from hardware.wiring_text import wiring_from_json, wiring_to_json
from perceptron_sim.data import BadFilesError, OwnData
from perceptron_sim.data.spec import DataSpec
from perceptron_sim.errors import InputError, SettingError, SimulatorError, StimulusError
from perceptron_sim.experiment_keys import DATA, DATA_PATHS, FAILURES, FAULTS, MARK1, MODERN, WIRING
from perceptron_sim.experiments.experiment import Experiment
from perceptron_sim.experiments.letters import Letters
from perceptron_sim.experiments.registry import kind_of
from perceptron_sim.experiments.settings import settings_of
from perceptron_sim.fault_values import check_parts, scheduled_as_values, scheduled_from_values
from perceptron_sim.files import read_text
from perceptron_sim.machine_values import default_machine, machine_from_values, says_r_units, with_usual_r_units
from perceptron_sim.network_spec import NetworkSpec
from perceptron_sim.options import shown, shown_path

MOST_BYTES = 2**20  # of an experiment's file
BYTE_ORDER_MARK = "\ufeff"  # which editors on Windows put before a text
MOST_WIRING_BYTES = 2**28
EXPERIMENT = "experiment"  # the key that says which experiment it is
SHA256 = "sha256"  # a key of the table data, by which a run's file says which pictures they were
LONGEST_MESSAGE = 320


def values_of_file(path: Path, called: str = EXPERIMENT) -> dict[str, Any]:
    """What the file *path*, given as *called*, says; InputError if it cannot be read, SettingError if it is no TOML."""
    text = read_text(called, path, MOST_BYTES)
    with located_in(shown_path(path)):
        try:
            return tomllib.loads(text.removeprefix(BYTE_ORDER_MARK))
        except (ValueError, RecursionError) as error:
            raise SettingError(f"the file must be TOML, got something else: {error}") from error


def experiment_from_values(
    values: Mapping[str, Any],
    *,
    folder: Path = Path(),
    located: str | None = None,
    parts: Mapping[str, Any] | None = None,
) -> Experiment:
    """The experiment that plain *values* describe, under the keys of a file; None is as good as nothing.

    Files that it names are looked for in *folder*; what is refused begins with *located*, if that is given. *parts*
    are settings that are no plain values, as `mark1`, `wiring` or `data`, and go before *values*.
    """
    with located_in(located):
        given = {key: value for key, value in values.items() if value is not None}
        experiment = _built(given, folder, dict(parts or {}))
        check_parts(experiment.faults, experiment.mark1, experiment.seed, experiment.wiring)
    return experiment


def read_wiring(path: Path, spec: Mark1Spec) -> Wiring:
    """The wiring that the JSON file *path* holds for a machine of *spec*; InputError if it holds none that fits."""
    text = read_text("wiring", path, MOST_WIRING_BYTES)
    try:
        return wiring_from_json(text, spec)
    except Mark1Error as error:
        raise InputError(f"wiring must fit the machine, got {str(path)!r}: {error}") from error


def as_plain(experiment: Experiment) -> dict[str, Any]:
    """Everything that is set in *experiment*, under the keys of its file; a wiring by its fingerprint."""
    own = {one.name: getattr(experiment, one.name) for one in settings_of(type(experiment))}
    data = experiment.data
    return {
        **{name: list(value) if isinstance(value, tuple) else value for name, value in own.items()},
        MARK1: {WIRING: wiring_fingerprint(experiment), **plain(experiment.mark1)},
        MODERN: plain(experiment.modern),
        FAILURES: plain(experiment.failures) if experiment.failures else None,
        FAULTS: [scheduled_as_values(one) for one in experiment.faults],
        DATA: {SHA256: data.sha256, **plain(data.spec)} if data else None,
    }


def wiring_fingerprint(experiment: Experiment) -> str | None:
    """The SHA-256 of the file that `machine wiring` writes of the wiring of *experiment*; None if it is drawn."""
    if experiment.wiring is None:
        return None
    return hashlib.sha256(wiring_to_json(experiment.wiring, experiment.mark1).encode()).hexdigest()


@contextmanager
def located_in(place: str | None) -> Iterator[None]:
    """Begin whatever is refused with *place*, if it is given, and call specifications by their tables."""
    try:
        yield
    except BadFilesError:  # names them all already
        raise
    except (SettingError, InputError, StimulusError, Mark1Error) as error:
        message = re.sub(r"\b([A-Z]\w+Spec)(?=[. ])", lambda found: TABLES.get(found[1], found[1]), str(error))
        if place is None and message == str(error) and isinstance(error, SimulatorError):
            raise
        raise SettingError(cut(message if place is None else f"{place}: {message}")) from error


def cut(message: str) -> str:
    """*message* without its middle, if it is too long to be read."""
    half = LONGEST_MESSAGE // 2
    return message if len(message) <= LONGEST_MESSAGE else f"{message[:half]} ... {message[-half:]}"


def _built(values: dict[str, Any], folder: Path, parts: dict[str, Any]) -> Experiment:
    kind = kind_of(values.get(EXPERIMENT, Letters.name))
    own = [one.name for one in settings_of(kind)]
    _check_top(values, (EXPERIMENT, *own, MARK1, MODERN, FAILURES, FAULTS, DATA), kind)
    _check_top(parts, (*own, MARK1, MODERN, WIRING, FAILURES, FAULTS, DATA), kind)
    machine = {key: value for key, value in _table(values, MARK1).items() if value is not None}
    from_table = bool(machine) and MARK1 not in parts
    spec = machine_from_values(kind, machine) if from_table else parts.pop(MARK1, None)
    given: dict[str, Any] = {name: values[name] for name in own if name in values}
    if MODERN in values:
        given[MODERN] = from_plain(NetworkSpec, _table(values, MODERN), MODERN)
    if FAILURES in values:
        given[FAILURES] = from_plain(FailureSpec, _table(values, FAILURES), FAILURES)
    given[FAULTS] = tuple(scheduled_from_values(values.get(FAULTS, [])))
    given[WIRING] = _wiring(parts.pop(WIRING, machine.get(WIRING)), folder, spec or default_machine(kind))
    given[DATA] = _data(parts.pop(DATA, values.get(DATA)), folder, spec or default_machine(kind))
    if spec is not None:
        given[MARK1] = spec
    experiment = kind(**{**given, **parts})
    return with_usual_r_units(experiment) if from_table and not says_r_units(kind, machine) else experiment


def _check_top(values: Mapping[str, Any], known: tuple[str, ...], kind: type[Experiment]) -> None:
    if DATA in values and not kind.takes_data:
        raise SettingError(f"{DATA} must be left out of {kind.name}, which shows images of its own, got some")
    for key in values:
        if key not in known:
            near = difflib.get_close_matches(key, [*known, *TABLES.values()], n=1)
            suggestion = f"; did you mean {near[0]!r}?" if near else ""
            raise SettingError(f"there must be no key but {', '.join(known)}, got {shown(key)}{suggestion}")


def _table(values: Mapping[str, Any], name: str) -> dict[str, Any]:
    table = values.get(name, {})
    if not isinstance(table, dict):
        raise SettingError(f"{name} must be a table, got {in_short(table)}")
    return dict(table)


def _wiring(named: object, folder: Path, spec: Mark1Spec) -> Wiring | None:
    """A wiring as it is, or from the file of that name: in *folder*, unless it says otherwise."""
    if named is None or isinstance(named, Wiring):
        return named
    if not isinstance(named, str | Path) or not str(named):
        raise SettingError(f"{MARK1}.{WIRING} must be the name of a file, got {in_short(named)}")
    return read_wiring(folder / named if isinstance(named, str) else named, spec)


def _data(given: object, folder: Path, spec: Mark1Spec) -> OwnData | None:
    """Pictures as they are, or those that the table says where to find: in *folder*, unless it says otherwise."""
    if given is None or isinstance(given, OwnData):
        return given
    from perceptron_sim.data.reading import read_data

    table = {key: value for key, value in _table({DATA: given}, DATA).items() if value is not None}
    then = table.pop(SHA256, None)
    for key in DATA_PATHS:
        if isinstance(table.get(key), str) and table[key]:
            table[key] = str((folder / table[key]).absolute())
    data = read_data(from_plain(DataSpec, table, DATA), spec.retina.rows, spec.retina.columns)
    if then not in (None, data.sha256):
        raise SettingError(f"{DATA}.{SHA256} must be that of the pictures, {data.sha256}, got {in_short(then)}")
    return data


def _tables() -> dict[str, str]:
    """The table of each specification, by the name of its class."""
    tables = {"Mark1Spec": MARK1, "NetworkSpec": MODERN, "FailureSpec": FAILURES, "DataSpec": DATA}
    for item in fields(Mark1Spec):
        for kind in get_args(item.type) or (item.type,):
            tables[kind.__name__] = f"{MARK1}.{item.name}"
    return tables


TABLES = _tables()
