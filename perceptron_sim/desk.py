"""The desk on which an experiment is chosen and its settings are changed, one by one, before it is started."""

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from enum import Enum
from typing import Any

from hardware import Mark1Error as MachineError
from hardware import plain
from hardware.plain import DRIVES
from modern import ModernError
from perceptron_sim.errors import SimulatorError
from perceptron_sim.experiment_file import EXPERIMENT, SHA256, as_plain, experiment_from_values, located_in
from perceptron_sim.experiment_keys import DATA, DATA_PATHS, FAILURES, FAULTS, MARK1, MODERN, WIRING, Key, keys_of
from perceptron_sim.experiments.experiment import Experiment
from perceptron_sim.experiments.registry import kind_of
from perceptron_sim.experiments.settings import settings_of
from perceptron_sim.flags import Word, flag_of, settings_given
from perceptron_sim.network_spec import NetworkSpec
from perceptron_sim.sweep.grid import found, overlaid

REFUSALS = (SimulatorError, MachineError, ModernError)
ONE_OF = "one of "
MOTOR, DRIVE = f"{MARK1}.motor", f"{MARK1}.motor.drive"
PATHS = (f"{MARK1}.{WIRING}", *(f"{DATA}.{name}" for name in DATA_PATHS))


class Kind(Enum):
    """How a setting is changed."""

    TOGGLE = "on or off"
    CHOICE = "one of several"
    NUMBER = "a number, by steps or typed"
    TEXT = "typed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One setting as it lies on the desk: its *key*, its value as *text*, whether that was changed.

    refusal is the sentence that says why the value cannot be, "" where it can.
    """

    key: Key
    text: str
    changed: bool
    refusal: str

    @property
    def kind(self) -> Kind:
        """How it is changed."""
        if self.key.many or self.key.kind is dict:
            return Kind.TOGGLE if self.key.name == FAILURES else Kind.TEXT
        if self.key.kind is bool:
            return Kind.TOGGLE
        if self.choices:
            return Kind.CHOICE
        return Kind.NUMBER if self.key.kind in (int, float) else Kind.TEXT

    @property
    def choices(self) -> tuple[str, ...]:
        """What there is to choose among."""
        return tuple(self.key.rule.removeprefix(ONE_OF).split(", ")) if self.key.rule.startswith(ONE_OF) else ()


class Desk:
    """An experiment and what is changed of it; it is built anew after every change, or refused in a sentence."""

    def __init__(self, experiment: Experiment) -> None:
        self.changes = 0
        """How often anything was changed: for who draws it."""
        self._take(experiment)

    def _take(self, experiment: Experiment) -> None:
        """Begin with *experiment* as it is: started unchanged, it is the very one."""
        self.kind = type(experiment)
        self._base: Experiment | None = experiment
        self.experiment: Experiment | None = experiment
        self._values = _values_of(experiment)
        self._last: Mapping[str, Any] = _values_of(experiment, whole=True)
        self._parts: dict[str, Any] = {WIRING: experiment.wiring, DATA: experiment.data}
        self._clear()

    def take(self, experiment: Experiment) -> None:
        """Lay *experiment* on the desk in place of what is there."""
        self._take(experiment)

    def choose(self, name: str) -> None:
        """Lay the experiment *name* on the desk as it usually is; SettingError if there is none."""
        self.kind = kind_of(name)
        self._base = None
        self._values, self._parts = {EXPERIMENT: name}, {}
        self._clear()
        self._build("")

    def _clear(self) -> None:
        self._texts: dict[str, str] = {}
        self.refusals: dict[str, str] = {}
        self.refusal = ""
        """Why there is no experiment, "" where there is one."""
        self._rows: tuple[Row, ...] | None = None
        self.changes += 1

    @property
    def name(self) -> str:
        """The name of the experiment."""
        return self.kind.name

    @property
    def changed(self) -> bool:
        """Whether anything was changed."""
        return bool(self._texts)

    def set(self, name: str, text: str) -> None:
        """Change the setting *name* to what *text* says, as after its flag."""
        self._texts[name] = text.strip()
        self._build(name)

    def reset(self, name: str) -> None:
        """Let the setting *name* be what it was."""
        self._texts.pop(name, None)
        self._build(name)

    def step(self, name: str, direction: int) -> None:
        """Go to the next value of the setting *name*, up or down: a number, a choice, on or off."""
        row = self.row(name)
        match row.kind:
            case Kind.TOGGLE:
                self.set(name, "false" if row.text == "true" else "true")
            case Kind.CHOICE:
                place = row.choices.index(row.text) if row.text in row.choices else 0
                self.set(name, row.choices[(place + direction) % len(row.choices)])
            case Kind.NUMBER:
                text = stepped(row.text, direction, whole=row.key.kind is int)
                if text is not None:
                    self.set(name, text)

    def as_usual(self) -> dict[str, str]:
        """What every setting of this experiment is where nothing is said, by its name; none where it cannot be."""
        if self.experiment is None:
            return {}
        other = Desk(self.experiment)
        other.choose(self.name)
        return {row.key.name: row.text for row in other.rows}

    def row(self, name: str) -> Row:
        """The setting *name*; KeyError if there is none."""
        for row in self.rows:
            if row.key.name == name:
                return row
        raise KeyError(name)

    @property
    def rows(self) -> tuple[Row, ...]:
        """Every setting there is, with those of other drives and of failures that are switched off left out."""
        if self._rows is None:
            self._rows = tuple(self._each())
        return self._rows

    def _each(self) -> Iterator[Row]:
        values = self._shown()
        seen = set()
        for key in keys_of(self.kind):
            if key.name in seen or not self._applies(key, values):
                continue
            seen.add(key.name)
            changed = key.name in self._texts
            text = self._texts[key.name] if changed else text_of(key, found(values, key.name))
            yield Row(key=key, text=text, changed=changed, refusal=self.refusals.get(key.name, ""))

    def _applies(self, key: Key, values: Mapping[str, Any]) -> bool:
        if key.table == f"{MARK1}.motor":
            return key.last_name in values[MARK1]["motor"]
        return key.table != FAILURES or values[FAILURES] is not None

    def _shown(self) -> Mapping[str, Any]:
        """The values that are shown where nothing was typed: of what is built, or was built last."""
        if self.experiment is not None:
            self._last = _values_of(self.experiment, whole=True)
        elif self._last[EXPERIMENT] != self.name:
            usual = {one.name: one.default for one in settings_of(self.kind)}
            parts: dict[str, Any] = {
                MARK1: plain(self.kind.mark1),
                MODERN: plain(NetworkSpec()),
                FAILURES: None,
                FAULTS: [],
                DATA: None,
            }
            self._last = {EXPERIMENT: self.name, **usual, **parts}
        return self._last

    def _build(self, changed: str) -> None:
        """Build the experiment anew; what is refused is written beside the setting *changed*, or the one it names."""
        self._rows, self.refusals, self.refusal = None, {}, ""
        self.changes += 1
        if self._base is not None and not self._texts:
            self.experiment = self._base
            return
        try:
            with located_in(None):
                self.experiment = self._built()
        except REFUSALS as error:
            self.experiment, self.refusal = None, str(error)
            names = [key.name for key in keys_of(self.kind)]
            named = max((name for name in names if self.refusal.startswith(f"{name} ")), key=len, default=changed)
            self.refusals = {named: self.refusal} if named else {}

    def _of_drive(self, name: str) -> bool:
        """Whether the drive that is chosen has the setting *name*, or it is none of a drive."""
        drive = DRIVES.get(self._texts.get(DRIVE, ""))
        if drive is None or name.rpartition(".")[0] != MOTOR or name == DRIVE:
            return True
        return any(f"{MOTOR}.{item.name}" == name for item in fields(drive))

    def _built(self) -> Experiment:
        keys = {key.name: key for key in keys_of(self.kind)}
        typed = {name: text for name, text in self._texts.items() if not (name in PATHS and not text)}
        words = [Word(flag_of(name), as_flag_value(keys[name], text)) for name, text in typed.items()]
        given = settings_given(words, list(keys.values()), "laboratory", ())
        base = self._values
        if DRIVE in self._texts:  # another drive has other keys
            base = overlaid(base, {MOTOR: {}})
        values = overlaid(base, {one.key: one.value for one in given if self._of_drive(one.key)})
        tables = {one.key.partition(".")[0] for one in given} | {name.partition(".")[0] for name in self._texts}
        wired = f"{MARK1}.{WIRING}" in self._texts
        parts = {name: part for name, part in self._parts.items() if part is not None}
        if wired:
            parts.pop(WIRING, None)
        if DATA in tables:
            parts.pop(DATA, None)
        return experiment_from_values(values, parts=parts)


def stepped(text: str, direction: int, *, whole: bool) -> str | None:
    """The number after that in *text*: whole ones by one, others along 1, 2, 5, 10; None where *text* is none."""
    try:
        value = int(text) if whole else float(text)
    except ValueError:
        return None
    if whole:
        return str(int(value) + direction)
    if not math.isfinite(value):
        return None
    if value == 0:
        return f"{direction * 0.01:g}"
    upwards = direction if value > 0 else -direction
    return f"{math.copysign(_next_of_series(abs(value), upwards), value):.6g}"


def _next_of_series(size: float, direction: int) -> float:
    """The next of ..., 0.5, 1, 2, 5, 10, ... above or below *size*."""
    decade = 10.0 ** math.floor(math.log10(size))
    series = [factor * decade for factor in (0.1, 0.2, 0.5, 1, 2, 5, 10, 20)]
    beyond = [one for one in series if (one - size) * direction > 1e-9 * size]
    return min(beyond) if direction > 0 else max(beyond)


def text_of(key: Key, value: Any) -> str:
    """*value* as it would be typed; nothing for what is not there."""
    if key.name == FAILURES:
        return "false" if value is None else "true"
    if key.name == FAULTS:
        return ", ".join(_as_toml(one) for one in value)
    if value is None or isinstance(value, Mapping):
        return ""
    if isinstance(value, list | tuple):
        return ", ".join(str(one) for one in value)
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:.10g}" if isinstance(value, float) else str(value)


def _as_toml(table: Mapping[str, Any]) -> str:
    told = [f"{name} = {json.dumps(value)}" for name, value in table.items() if value is not None]
    return f"{{ {', '.join(told)} }}"


def as_flag_value(key: Key, text: str) -> str:
    """*text* as it is typed after the flag of *key*."""
    return text if key.kind is not dict or key.name == FAILURES or text.lstrip().startswith("[") else f"[{text}]"


def _values_of(experiment: Experiment, *, whole: bool = False) -> dict[str, Any]:
    """*experiment* under the keys of a file; without fingerprints, unless *whole*, which stand for files beside."""
    values = {EXPERIMENT: experiment.name, **as_plain(experiment)}
    if whole:
        return values
    for table, fingerprint in ((MARK1, WIRING), (DATA, SHA256)):
        values[table] = {key: value for key, value in (values[table] or {}).items() if key != fingerprint} or None
    if values[FAILURES] is None:
        del values[FAILURES]
    return values
