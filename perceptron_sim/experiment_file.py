"""An experiment as a TOML file: read and checked key by key, and the same settings as plain values."""

import difflib
import hashlib
import re
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields, replace
from pathlib import Path
from types import UnionType
from typing import Any

import simpy

from hardware import (
    FailureSpec,
    Mark1,
    Mark1Error,
    Mark1Spec,
    ScheduledFault,
    Wiring,
    fault_as_dict,
    from_plain,
    plain,
)
from hardware.plain import DRIVE, DRIVES, suggestion
from hardware.wiring_text import wiring_from_json, wiring_to_json
from perceptron_sim.errors import InputError, SettingError
from perceptron_sim.experiments.letters import Letters
from perceptron_sim.experiments.registry import EXPERIMENTS, kind_of
from perceptron_sim.fault_values import check_together, fault_from_values, in_words
from perceptron_sim.files import read_text
from perceptron_sim.network_learner import NetworkSpec
from perceptron_sim.options import LONGEST_SHOWN, shown, shown_path

MOST_BYTES = 2**20  # of an experiment's file
MOST_WIRING_BYTES = 2**28
WIRING = "wiring"  # a key of the table mark1 that is none of the machine's specification
PLAIN_KEYS = ("seed", "face", "held_out", "passes")
INSTANTS = ("at_s", "until_s")  # of a fault
KEYS = ("experiment", *PLAIN_KEYS, "mark1", "modern", "failures", "faults")
LONGEST_MESSAGE = 320


def read_experiment(path: Path, *, seed: int | None = None, wiring: Path | None = None) -> Letters:
    """The experiment that the file *path* describes, defaults where it is silent; *seed* and *wiring* go before it.

    Raises:
        InputError: the file cannot be read.
        SettingError: it is no TOML, something in it is unknown or out of range, or a wiring file that it names cannot
            be read or does not fit; says file, table and key.
    """
    if str(path) in EXPERIMENTS and not path.exists():
        rule = "a file that ends in .toml (or be left out: the experiment `letters` is what is taken then)"
        raise InputError(f"config must be {rule}, got the name of an experiment, {shown(str(path))}")
    text = read_text("experiment", path, MOST_BYTES)
    with _located(path):
        values = _parsed(text)
        if seed is not None:
            values["seed"] = seed
        experiment = _built(values, path.parent, wiring)
        _check_parts(experiment)
    return experiment


def default_experiment(*, seed: int | None = None, wiring: Path | None = None) -> Letters:
    """The experiment `letters` as it is, but with *seed* and *wiring* if they are given."""
    experiment = Letters() if seed is None else Letters(seed=seed)
    return experiment if wiring is None else replace(experiment, wiring=read_wiring(wiring, experiment.mark1))


def read_wiring(path: Path, spec: Mark1Spec) -> Wiring:
    """The wiring that the JSON file *path* holds for a machine of *spec*; InputError if it holds none that fits."""
    text = read_text("wiring", path, MOST_WIRING_BYTES)
    try:
        return wiring_from_json(text, spec)
    except Mark1Error as error:
        raise InputError(f"wiring must fit the machine, got {str(path)!r}: {error}") from error


def as_plain(experiment: Letters) -> dict[str, Any]:
    """Everything that is set in *experiment*, under the keys of its file; a wiring by its fingerprint."""
    faults = [{**fault_as_dict(one.fault), "at_s": one.at_s, "until_s": one.until_s} for one in experiment.faults]
    return {
        **{name: getattr(experiment, name) for name in PLAIN_KEYS},
        "mark1": {"wiring": wiring_fingerprint(experiment), **plain(experiment.mark1)},
        "modern": plain(experiment.modern),
        "failures": plain(experiment.failures) if experiment.failures else None,
        "faults": faults,
    }


def _parsed(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise SettingError(f"the file must be TOML, got something else: {error}") from error


def _built(values: dict[str, Any], folder: Path, wiring: Path | None) -> Letters:
    for key in values:
        if key not in KEYS:
            raise SettingError(f"there must be no key but {', '.join(KEYS)}, got {shown(key)}{_nearest_key(key)}")
    kind = kind_of(values.get("experiment", Letters.name))
    given: dict[str, Any] = {name: values[name] for name in PLAIN_KEYS if name in values}
    machine = _table(values, "mark1")
    named = machine.pop(WIRING, None)
    _check_machine_keys(machine)
    spec = from_plain(Mark1Spec, _overlaid(plain(kind().mark1), machine), "mark1")
    if wiring is None and named is not None:
        wiring = _wiring_path(named, folder)
    if "failures" in values:
        given["failures"] = from_plain(FailureSpec, _table(values, "failures"), "failures")
    return kind(
        mark1=spec,
        modern=from_plain(NetworkSpec, _table(values, "modern"), "modern"),
        wiring=None if wiring is None else read_wiring(wiring, spec),
        faults=tuple(_scheduled(values.get("faults", []))),
        **given,
    )


def _table(values: Mapping[str, Any], name: str) -> dict[str, Any]:
    table = values.get(name, {})
    if not isinstance(table, dict):
        raise SettingError(f"{name} must be a table, got {_short(table)}")
    return dict(table)


def _check_machine_keys(machine: Mapping[str, Any]) -> None:
    """Refuse what no specification can tell of: `wiring` among the keys, and the keys of the other drive."""
    known = (WIRING, *(item.name for item in fields(Mark1Spec)))
    for key in machine:
        if key not in known:
            raise SettingError(
                f"mark1 must have no key but {', '.join(known)}, got {shown(key)}{suggestion(key, known)}"
            )
    motor = machine.get("motor")
    if not isinstance(motor, Mapping) or motor.get(DRIVE, "dc") not in list(DRIVES):
        return  # from_plain will say so
    drive = motor.get(DRIVE, "dc")
    keys = {name: {item.name for item in fields(kind)} for name, kind in DRIVES.items()}
    for key in motor:
        for other in DRIVES:
            if key != DRIVE and key not in keys[drive] and key in keys[other]:
                raise SettingError(f'mark1.motor.{key} must stand beside drive = "{other}", got drive = "{drive}"')


def _wiring_path(named: object, folder: Path) -> Path:
    """Where the wiring's file is: in the folder of the experiment's file, unless it says otherwise."""
    if not isinstance(named, str) or not named:
        raise SettingError(f"mark1.wiring must be the name of a file, got {_short(named)}")
    return folder / named


def _overlaid(default: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """*default* with what *given* says instead; another drive has nothing of the default one's."""
    values = dict(default)
    for key, value in given.items():
        before = values.get(key)
        if isinstance(before, Mapping) and isinstance(value, Mapping):
            same = value.get(DRIVE, before.get(DRIVE)) == before.get(DRIVE)
            values[key] = {**before, **value} if same else value
        else:
            values[key] = value
    return values


def _scheduled(tables: object) -> Iterator[ScheduledFault]:
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise SettingError(f"faults must be tables, each begun by [[faults]], got {_short(tables)}")
    for number, table in enumerate(tables, start=1):
        with _numbered(number):
            instants = {name: table[name] for name in INSTANTS if name in table}
            fault = fault_from_values({name: value for name, value in table.items() if name not in instants})
            scheduled = ScheduledFault(fault=fault, **instants)
            if scheduled.until_s == scheduled.at_s:
                raise SettingError(f"until_s must be later than at_s ({scheduled.at_s:g}), got {scheduled.until_s:g}")
            yield scheduled


def _check_parts(experiment: Letters) -> None:
    """Build the machine once, and look whether it has every part that is to break, and whether they can break so."""
    check_together(experiment.faults)
    machine = Mark1(simpy.Environment(), experiment.mark1, seed=experiment.seed, wiring=experiment.wiring)
    for number, one in enumerate(experiment.faults, start=1):
        with _numbered(number):
            try:
                one.fault.check(machine.spec, machine.wiring)
            except Mark1Error as error:
                raise SettingError(in_words(error, one.fault)) from error


@contextmanager
def _numbered(number: int) -> Iterator[None]:
    try:
        yield
    except (SettingError, Mark1Error) as error:
        raise SettingError(f"[[faults]] number {number}: {error}") from error


@contextmanager
def _located(path: Path) -> Iterator[None]:
    """Begin whatever is refused with the file, and call specifications by their tables."""
    try:
        yield
    except (SettingError, InputError, Mark1Error) as error:
        message = re.sub(r"\b([A-Z]\w+Spec)\b", lambda found: TABLES.get(found[1], found[1]), str(error))
        if len(message) > LONGEST_MESSAGE:
            message = f"{message[: LONGEST_MESSAGE // 2]} ... {message[-LONGEST_MESSAGE // 2 :]}"
        raise SettingError(f"{shown_path(path)}: {message}") from error


def _nearest_key(key: str) -> str:
    """The key that may have been meant, in whatever table it stands."""
    near = difflib.get_close_matches(key, [*KEYS, *TABLES.values()], n=1)
    return f"; did you mean {near[0]!r}?" if near else ""


def wiring_fingerprint(experiment: Letters) -> str | None:
    """The SHA-256 of the file that `machine wiring` writes of the wiring of *experiment*; None if it is drawn."""
    if experiment.wiring is None:
        return None
    return hashlib.sha256(wiring_to_json(experiment.wiring, experiment.mark1).encode()).hexdigest()


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}..."


def _tables() -> dict[str, str]:
    """The table of each specification, by the name of its class."""
    tables = {"Mark1Spec": "mark1", "NetworkSpec": "modern", "FailureSpec": "failures"}
    for item in fields(Mark1Spec):
        kinds = item.type.__args__ if isinstance(item.type, UnionType) else (item.type,)
        tables |= {kind.__name__: f"mark1.{item.name}" for kind in kinds}
    return tables


TABLES = _tables()
