"""The experiment that is asked for: by name, file or folder of a run, with settings over what these say."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from perceptron_sim.data import BadFilesError
from perceptron_sim.errors import InputError, SettingError, StimulusError
from perceptron_sim.experiment_file import (
    EXPERIMENT,
    SHA256,
    as_plain,
    cut,
    experiment_from_values,
    located_in,
    values_of_file,
)
from perceptron_sim.experiment_keys import DATA, FAULTS, MARK1, WIRING, data_keys, keys_of
from perceptron_sim.experiments.experiment import Experiment
from perceptron_sim.experiments.letters import Letters
from perceptron_sim.experiments.registry import EXPERIMENTS, kind_of
from perceptron_sim.flags import Given, settings_given, words_with_values
from perceptron_sim.options import shown, shown_path

FILE_SUFFIX = ".toml"
BESIDES = f" or a file that ends in {FILE_SUFFIX} or the folder of a run"


@dataclass(frozen=True, slots=True)
class Source:
    """What is known of an experiment before anything is set over it; *parts* are settings that are no plain values."""

    values: dict[str, Any]
    folder: Path = Path()
    located: str | None = None
    parts: dict[str, Any] = field(default_factory=dict)

    @property
    def kind(self) -> type[Experiment]:
        """Which experiment it is."""
        with located_in(self.located):
            return kind_of(self.values.get(EXPERIMENT, Letters.name))


def experiment(
    name: str | Path | Experiment, /, *, seed: int | None = None, data: Any = None, **settings: Any
) -> Experiment:
    """The experiment *name*, or that of the .toml file or of the run's folder *name*, with *settings* over it.

    An experiment itself is taken as it is, without settings.

    A setting is a value, as passes=3; a mapping under the keys of a file, as mark1={"timing": {"pulse_s": 0.2}}; or
    one of the records that the experiment holds, as modern=NetworkSpec(hidden=(32,)). *data* is where pictures of
    one's own are, or the keys of the table [data].

    Raises:
        SettingError: there is no such experiment or setting, or a value is out of its range.
        InputError: a file cannot be read.
    """
    if isinstance(name, Experiment):
        if settings or seed is not None or data is not None:
            raise SettingError("settings must be given with the name of an experiment, got some beside the experiment")
        return name
    if seed is not None:
        settings["seed"] = seed
    if data is not None:
        settings[DATA] = {"path": str(Path(data).absolute())} if isinstance(data, str | Path) else data
    source = source_of(name)
    plain = {key: value for key, value in settings.items() if _is_plain(key, value)}
    parts = {key: value for key, value in settings.items() if key not in plain}
    if isinstance(wiring := parts.get(WIRING), str):
        parts[WIRING] = Path(wiring)
    return _with(source, [Given(key, key, value) for key, value in _dotted(plain)], parts)


def experiment_of_words(
    name: str, words: Sequence[str], *, command: str, options: Iterable[str] = (), seed: int | None = None
) -> Experiment:
    """The experiment *name* with the settings that the *words* after it say as flags; *options* are other flags."""
    source = source_of(name)
    keys = {key.name: key for key in (*data_keys(), *keys_of(source.kind))}
    given = settings_given(words_with_values(words, command), list(keys.values()), f"{command} {name}", options)
    if seed is not None:
        given.append(Given("seed", "--seed", seed))
    return _with(source, given)


def configured(config: Path | None, *, seed: int | None = None, wiring: Path | None = None) -> Experiment:
    """The experiment of the file or the run's folder *config*, or else `letters`; *seed* and *wiring* go before it."""
    if config is not None and str(config) in EXPERIMENTS and not config.exists():
        rule = "a file that ends in .toml, or the folder of a run (or be left out for the experiment `letters`)"
        raise InputError(f"config must be {rule}, got the name of an experiment, {shown(str(config))}")
    if config is None:
        source = source_of(Letters.name)
    elif config.is_dir():
        source = source_of(config)
    else:
        source = _of_file(config)
    given = [] if seed is None else [Given("seed", "--seed", seed)]
    return _with(source, given, {} if wiring is None else {WIRING: wiring})


def source_of(name: object) -> Source:
    """Where the experiment *name* comes from; SettingError or InputError if there is no such."""
    path = Path(name) if isinstance(name, str | Path) and str(name) else None
    if path is not None and path.suffix.lower() == FILE_SUFFIX:
        return _of_file(path)
    if path is not None and path.is_dir():
        _check_is_run(path)
        return _of_run(path)
    kind = kind_of(name, BESIDES)
    return Source({EXPERIMENT: kind.name})


def _check_is_run(folder: Path) -> None:
    """InputError unless *folder* is one that a run has written."""
    from perceptron_sim.past_run import RUN, is_run

    if not is_run(folder):
        rule = f"a folder with a {RUN}, as `run ... --out DIR` makes it, where it is a folder"
        got = f"{shown_path(folder)}, which has none (pictures are given with --data)"
        raise InputError(f"{EXPERIMENT} must be {rule}, got {got}")


def _of_file(path: Path) -> Source:
    return Source(values_of_file(path), path.parent, shown_path(path))


def _of_run(folder: Path) -> Source:
    """The experiment of the run in *folder*; its wiring and its pictures are taken as they were."""
    from perceptron_sim.past_run import experiment_of

    past = experiment_of(folder)
    values = {EXPERIMENT: past.name, **as_plain(past)}
    for table, fingerprint in ((MARK1, WIRING), (DATA, SHA256)):
        values[table] = {key: value for key, value in (values[table] or {}).items() if key != fingerprint} or None
    kept = {WIRING: past.wiring, DATA: past.data}
    return Source(values, folder, shown_path(folder), {name: part for name, part in kept.items() if part is not None})


def _with(source: Source, given: Sequence[Given], parts: Mapping[str, Any] | None = None) -> Experiment:
    """The experiment of *source* with *parts* and what is *given* over it; a refusal says where the wrong one stood."""
    values = dict(source.values)
    for one in given:
        _put(values, one)
    replaced = {name for one in given for name in (one.key.partition(".")[0], one.key.rpartition(".")[2])}
    kept = {name: part for name, part in source.parts.items() if name not in replaced}
    try:
        return experiment_from_values(values, folder=source.folder, parts={**kept, **(parts or {})})
    except (SettingError, InputError, StimulusError) as error:
        placed = cut(_placed(str(error), given, source.located))
        if placed == str(error) or isinstance(error, BadFilesError):
            raise
        raise SettingError(placed) from error


def _put(values: dict[str, Any], one: Given) -> None:
    """Set in nested tables what is *given*; tables are copied, so that those it came from stay as they are."""
    *tables, last = one.key.split(".")
    for name in tables:
        inner = values.get(name)
        values[name] = values = dict(inner) if isinstance(inner, Mapping) else {}
    before, value = values.get(last), one.value
    values[last] = {**before, **value} if isinstance(before, Mapping) and isinstance(value, Mapping) else value


def _placed(message: str, given: Iterable[Given], located: str | None) -> str:
    """*message* with the flag that set what is wrong, or else with the file."""
    for one in given:
        names = "|".join(map(re.escape, {one.key, one.key.rpartition(".")[2]}))
        if re.match(rf"\[\[({names})\]\]", message):
            return f"{one.called}: {message}"
        if found := re.match(rf"({names})\b", message):
            same = one.called.lstrip("-").replace("-", "_") == one.key
            return f"{one.called if same else f'{one.called} ({one.key})'}{message[found.end() :]}"
    return message if located is None else f"{located}: {message}"


def _is_plain(key: str, value: object) -> bool:
    """Whether *value* can be put under the key as a file has it, and is not one of the records an experiment holds."""
    if isinstance(value, Mapping):
        return True
    if key == FAULTS:
        return isinstance(value, list) and all(isinstance(one, Mapping) for one in value)
    return key not in (MARK1, WIRING, DATA) and isinstance(value, str | int | float | list | tuple)


def _dotted(values: Mapping[str, Any], prefix: str = "") -> Iterable[tuple[str, Any]]:
    """Every value of nested tables with its dotted key."""
    for key, value in values.items():
        if isinstance(value, Mapping) and value:
            yield from _dotted(value, f"{prefix}{key}.")
        else:
            yield prefix + key, value
