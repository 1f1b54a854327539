"""All settings of an experiment in words: by tables, as its file has them, or as the flags of `run`."""

import textwrap
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

from hardware import FailureSpec, Mark1Spec, plain
from hardware.plain import DRIVES
from perceptron_sim.errors import SettingError
from perceptron_sim.experiment_file import as_plain
from perceptron_sim.experiment_keys import DATA, FAILURES, FAULTS, MARK1, MODERN, WIRING, Key, keys_of
from perceptron_sim.experiments.experiment import Experiment
from perceptron_sim.experiments.registry import EXPERIMENTS, kind_of
from perceptron_sim.experiments.settings import settings_of
from perceptron_sim.flags import flag_of
from perceptron_sim.network_spec import NetworkSpec

WIDTH = 80
INDENT = 6 * " "
NONE = "none"
ONE_OF = "one of "
PLACEHOLDERS = {bool: "true|false", int: "WHOLE-NUMBER", float: "NUMBER", str: "TEXT"}
WIDEST_VALUE = 20  # that help stands beside
NARROWEST_HELP = 34
SHORT_FLAGS = (
    "Every setting is a flag. Values are TOML or bare words, lists have commas; they go before what a file says. Where "
    "the last name is enough, as in --mark1.exposure-s, the table between may be left out."
)


def listed() -> str:
    """A line for every experiment."""
    wide = max(map(len, EXPERIMENTS))
    return "\n".join(f"{name:<{wide}}  {kind.title}" for name, kind in EXPERIMENTS.items())


def settings_in_words(name: str) -> str:
    """All settings of the experiment *name* by their tables: key, default with unit, what it is, how well known."""
    kind = kind_of(name)
    lines = _wrapped(f"{name}: {kind.title}.")
    if kind.yardstick:
        lines += _wrapped(f"Yardstick: {kind.yardstick}.")
    return "\n".join([*lines, *_by_table(kind)])


def flags_in_words(kind: type[Experiment]) -> str:
    """All settings of *kind* as flags, with their types, defaults and what they are."""
    lines, defaults = _wrapped(SHORT_FLAGS), _defaults(kind)
    for key in keys_of(kind):
        lines.append(f"{flag_of(key.name)} {_placeholder(key)}  [{_default(key, defaults)}]")
        lines += _wrapped(_help(key), INDENT)
    return "\n".join(lines)


def _by_table(kind: type[Experiment]) -> Iterator[str]:
    defaults = _defaults(kind)
    for table, grouped in groupby(keys_of(kind), key=lambda key: key.table):
        keys = list(grouped)
        values = [_default(key, defaults) for key in keys]
        name_width = max(len(key.last_name) for key in keys)
        value_width = min(WIDEST_VALUE, max(map(len, values)))
        yield f"\n[{table}]" if table else ""
        for key, value in zip(keys, values, strict=True):
            yield from _beside(f"{key.last_name:<{name_width}}  {value:<{value_width}}  ", _help(key))


def _beside(head: str, text: str) -> Iterator[str]:
    """*text* in lines to the right of *head*, or below it where that leaves too little room."""
    room = WIDTH - len(head)
    if room >= NARROWEST_HELP:
        yield from _wrapped(text, " " * len(head), head)
    else:
        yield from (*_wrapped(head.rstrip(), INDENT, ""), *_wrapped(text, INDENT))


def _wrapped(text: str, indent: str = "", head: str | None = None) -> list[str]:
    """*text* in lines, each after *indent*, the first after *head* instead."""
    first = indent if head is None else head
    return textwrap.wrap(text, WIDTH, initial_indent=first, subsequent_indent=indent, break_on_hyphens=False)


def _placeholder(key: Key) -> str:
    """What stands for the value of a flag: its type, or the words it chooses among."""
    if key.rule.startswith(ONE_OF) and not key.many:
        return "|".join(key.rule.removeprefix(ONE_OF).split(", "))
    word = PLACEHOLDERS.get(key.kind, "TABLE")
    return f"{word},{word},..." if key.many and key.kind is not dict else word


def _help(key: Key) -> str:
    """What a setting is: its range or choices, or how well it is known and from where."""
    rule = f"list, each {key.rule}" if key.many and key.kind is not dict else key.rule
    if key.certainty:
        return f"{f'{rule}; ' if key.rule.startswith(ONE_OF) else ''}{key.certainty}: {key.help}"
    return f"{key.help} ({rule})"


def _defaults(kind: type[Experiment]) -> dict[str, Any]:
    """What every key is where nothing is said, under the keys of a file."""
    try:
        own = as_plain(kind())
    except SettingError:  # one that cannot be without pictures of one's own
        own = {one.name: one.default for one in settings_of(kind)}
        own |= {MARK1: plain(Mark1Spec()), MODERN: plain(NetworkSpec())}
    machine = own[MARK1]
    for drive in DRIVES.values():
        machine["motor"] = {**plain(drive()), **machine["motor"]}  # of the other one, too
    from perceptron_sim.data.spec import DataSpec

    data = {one.name: one.default for one in settings_of(DataSpec)}
    return {**own, FAILURES: plain(FailureSpec()), FAULTS: [], DATA: data}


def _default(key: Key, defaults: Mapping[str, Any]) -> str:
    """The default of *key* with its unit, as people read it."""
    if key.name in (FAILURES, FAULTS, f"{MARK1}.{WIRING}"):
        return NONE
    value: Any = defaults
    for name in key.name.split("."):
        value = value[name]
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value)) or NONE
    if isinstance(value, bool):
        return str(value).lower()
    return f"{f'{value:.6g}' if isinstance(value, float) else value} {key.unit}".rstrip() or NONE
