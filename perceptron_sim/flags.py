"""Settings as flags: what follows `run EXPERIMENT` on the command line, as values under the keys of a file."""

import difflib
import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from perceptron_sim.errors import SettingError
from perceptron_sim.experiment_keys import DATA, DATA_PATHS, FAILURES, MARK1, WIRING, Key
from perceptron_sim.options import shown

VALUE = re.compile(r"-(\.?[0-9]|inf\b|nan\b)")  # a word that begins with - and is no flag
WHOLE = re.compile(r"[+-]?[0-9]+")
REAL = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")
PATHS = (f"{MARK1}.{WIRING}", *(f"{DATA}.{name}" for name in DATA_PATHS))  # looked for from where one stands
SHORT = {"--data": f"{DATA}.path", "--skip-bad": f"{DATA}.skip_bad"}
MOST_NAMED = 3  # of unknown flags, in a message


@dataclass(frozen=True, slots=True)
class Given:
    """One setting that was given: the dotted *key*, what stood there (--flag or key), and its value."""

    key: str
    called: str
    value: Any


@dataclass(frozen=True, slots=True)
class Word:
    """A flag as it was typed, and the text that came with it, None if there was none."""

    flag: str
    text: str | None


def flag_of(key: str) -> str:
    """The flag of the setting *key*."""
    return f"--{key.replace('_', '-')}"


def words_with_values(words: Sequence[str], command: str) -> list[Word]:
    """*words* as flags with their texts; SettingError where one is neither a flag nor the value of one."""
    found: list[Word] = []
    for word in words:
        if _is_flag(word):
            flag, equals, text = word.partition("=")
            found.append(Word(flag, text if equals else None))
        elif found and found[-1].text is None:
            found[-1] = Word(found[-1].flag, word)
        else:
            raise SettingError(f"{command} must have no further arguments, got {shown(word)}")
    return found


def first_argument(words: Sequence[str]) -> tuple[str | None, list[str]]:
    """The first of *words* that is neither a flag nor the value of one, None if there is none; and the others."""
    awaited = False
    for place, word in enumerate(words):
        if _is_flag(word):
            awaited = "=" not in word
        elif not awaited:
            return word, [*words[:place], *words[place + 1 :]]
        else:
            awaited = False
    return None, list(words)


def settings_given(words: Iterable[Word], keys: Sequence[Key], command: str, options: Iterable[str]) -> list[Given]:
    """What *words* set of *keys*; *options* are the other flags of *command*, for suggestions.

    Raises SettingError where a flag is unknown, means several, is given twice, or has no value and needs one.
    """
    flags, several = _flags(keys)
    unknown = [word.flag for word in words if _normal(word.flag) not in flags | several]
    if unknown:
        raise SettingError(_unknown(unknown, command, {*flags, *options, "--help"}))
    given: dict[str, Given] = {}
    for word in words:
        name = _normal(word.flag)
        if name in several:
            got = f"{shown(word.flag)}, which could be any of them"
            raise SettingError(f"option of {command} must be one of {', '.join(several[name])}, got {got}")
        key = flags[name]
        if key.name in given:
            raise SettingError(f"{given[key.name].called} must be given once, got it again{_as(word, given[key.name])}")
        given[key.name] = Given(key.name, word.flag, _value(key, word))
    return list(given.values())


def _is_flag(word: str) -> bool:
    return len(word) > 1 and word.startswith("-") and not VALUE.match(word)


def _normal(flag: str) -> str:
    return flag.replace("_", "-")


def _flags(keys: Iterable[Key]) -> tuple[dict[str, Key], dict[str, list[str]]]:
    """Keys by flag, the short ones too, and the full flags of each short one that could mean several."""
    flags = {flag_of(key.name): key for key in keys}
    named: dict[str, set[str]] = {}
    for flag, key in flags.items():
        if key.table.startswith(f"{MARK1}."):
            named.setdefault(flag_of(f"{MARK1}.{key.last_name}"), set()).add(flag)
    short = {name: flags[flag] for name, (flag, *more) in ((n, sorted(f)) for n, f in named.items()) if not more}
    several = {name: sorted(meant) for name, meant in named.items() if len(meant) > 1}
    aliases = {flag: flags[flag_of(name)] for flag, name in SHORT.items() if flag_of(name) in flags}
    return {**short, **aliases, **flags}, several


def _unknown(flags: Sequence[str], command: str, known: Iterable[str]) -> str:
    """The sentence about flags that are none, each with the one that may have been meant."""
    near = [difflib.get_close_matches(_normal(flag), list(known), n=1) for flag in flags]
    rule = f"option of {command} must be one that `{command} --help` shows"
    if len(flags) == 1:
        return f"{rule}, got {shown(flags[0])}{f'; did you mean {near[0][0]!r}?' if near[0] else ''}"
    parts = [f"{shown(f)}{f' (did you mean {n[0]!r}?)' if n else ''}" for f, n in zip(flags, near, strict=True)]
    more = f" and {len(parts) - MOST_NAMED} more" if len(parts) > MOST_NAMED else ""
    return f"{rule}, got {', '.join(parts[:MOST_NAMED])}{more}"


def _as(word: Word, before: Given) -> str:
    return "" if word.flag == before.called else f" as {word.flag}"


def _value(key: Key, word: Word) -> Any:
    """What *word* sets *key* to: TOML, or a bare word, or a list of them with a comma between."""
    text = word.text
    if text is None:
        if key.kind is bool and not key.many:
            return True
        if key.name == FAILURES:
            return {}
        raise SettingError(f"{word.flag} must have a value ({key.rule}), got none")
    if key.name == FAILURES and text in ("true", "false"):
        return {} if text == "true" else None
    if key.name in PATHS:
        if not text:
            raise SettingError(f"{word.flag} must have a value ({key.rule}), got ''")
        return str(Path(text).absolute())
    if key.kind is dict or (key.many and text.lstrip().startswith("[")):
        return _toml(text, text)
    if key.many:
        return [_scalar(key, part.strip()) for part in text.split(",")] if text.strip() else []
    return _scalar(key, text)


def _scalar(key: Key, text: str) -> Any:
    """One value; what is no TOML and no number is a bare word, which the setting itself refuses if it must."""
    if key.kind is str:
        value = _toml(text, text) if text[:1] in ("'", '"') else text
        return value if isinstance(value, str) else text
    for form, kind in ((WHOLE, int), (REAL, float)):
        if form.fullmatch(text):
            try:
                return kind(text)
            except ValueError:  # more digits than Python reads
                return text
    return _toml(text, text)


def _toml(text: str, otherwise: Any) -> Any:
    try:
        values = tomllib.loads(f"value = {text}")
    except (ValueError, RecursionError):
        return otherwise
    return values["value"] if set(values) == {"value"} else otherwise
