"""Settings of frozen records: each has a default and a sentence of help, and states what it may be.

The command line, the file of an experiment and its reference all read what is stated here, and nothing else.
"""

import dataclasses
import math
from collections.abc import Iterator
from dataclasses import dataclass
from numbers import Integral, Real
from typing import Any, get_args, get_origin

import numpy as np

from hardware.errors import shown
from hardware.plain import suggestion
from perceptron_sim.errors import SettingError

HELP = "help"  # the key of a field's metadata that marks it as a setting


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One setting: *kind* is the type of its value, or of each of its values where there are *many*."""

    name: str
    kind: type
    many: bool
    default: Any
    help: str
    least: float | None
    most: float | None
    choices: tuple[str, ...]

    @property
    def rule(self) -> str:
        """What one value must be, in words."""
        if self.choices:
            return f"one of {', '.join(self.choices)}"
        words = {bool: "true or false", str: "a text", int: "a whole number", float: "a finite number"}[self.kind]
        return f"{words}{self._range}"

    @property
    def _range(self) -> str:
        if self.kind not in (int, float):
            return ""
        least, most = (None if limit is None else repr(self.kind(limit)) for limit in (self.least, self.most))
        if least is None:
            return "" if most is None else f" of at most {most}"
        return f" of at least {least}" if most is None else f" from {least} to {most}"

    def checked(self, value: Any) -> Any:
        """*value* as it is kept; ValueError if it is not what it must be."""
        if not self.many:
            return self._one(value)
        if isinstance(value, np.ndarray):
            value = value.tolist()
        if not isinstance(value, tuple | list):
            raise ValueError(value)
        return tuple(self._one(one) for one in value)

    def _one(self, value: Any) -> Any:
        number = {int: Integral, float: Real}.get(self.kind)
        if isinstance(value, np.bool_):
            value = bool(value)
        fits = isinstance(value, number or self.kind)
        if number is not None and fits:
            fits = not isinstance(value, bool) and math.isfinite(value)
        if not fits or (self.choices and value not in self.choices) or not self._within(value):
            raise ValueError(value)
        return self.kind(value)

    def _within(self, value: Any) -> bool:
        return (self.least is None or value >= self.least) and (self.most is None or value <= self.most)


def setting(
    default: Any,
    help: str,
    *,
    least: float | None = None,
    most: float | None = None,
    choices: tuple[str, ...] = (),
) -> Any:
    """A field of a dataclass that is a setting: what it is for, and the range or the choices of (each of) its values.

    Its annotation is int, float, bool, str or a tuple of any number of one of these.
    """
    return dataclasses.field(default=default, metadata={HELP: help, "least": least, "most": most, "choices": choices})


def settings_of(kind: type) -> Iterator[Setting]:
    """All settings of the dataclass *kind*, in order of declaration."""
    for item in dataclasses.fields(kind):
        if HELP in item.metadata:
            many = get_origin(item.type) is tuple
            one: Any = get_args(item.type)[0] if many else item.type
            yield Setting(name=item.name, kind=one, many=many, default=item.default, **item.metadata)


def check_settings(record: Any, prefix: str = "") -> None:
    """Bring every setting of the frozen *record* into its type; SettingError, with *prefix*, if one misfits."""
    for one in settings_of(type(record)):
        value = getattr(record, one.name)
        try:
            object.__setattr__(record, one.name, one.checked(value))
        except (ValueError, OverflowError) as error:
            rule = f"a list, each {one.rule}" if one.many else one.rule
            near = suggestion(value, one.choices) if one.choices and isinstance(value, str) else ""
            raise SettingError(f"{prefix}{one.name} must be {rule}, got {_written(value)}{near}") from error


def _written(value: Any) -> str:
    """*value* as files and flags write it: true or false, lists in brackets."""
    if isinstance(value, bool):
        return str(value).lower()
    return shown(list(value) if isinstance(value, tuple) else value)
