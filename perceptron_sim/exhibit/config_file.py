"""The file of an exhibit: read and checked table by table, and written with its defaults and a comment on each key."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import Any, get_args

from hardware.plain import from_plain, suggestion
from perceptron_sim.errors import OutputError, SettingError
from perceptron_sim.exhibit.config import TABLES, ExhibitSpec, TurnSpec
from perceptron_sim.experiment_file import located_in, values_of_file
from perceptron_sim.experiments.settings import settings_of
from perceptron_sim.files import check_can_be_written, check_target, write_whole
from perceptron_sim.options import can_write_in, shown, shown_path

CONFIG, SUFFIX = "config", ".toml"
TURNS_TABLE = "turns"
PATHS = {"keep": ("folder",), "files": ("state", "log")}  # beside the file that names them, unless it says otherwise
LINE = 110  # letters
HEAD = """\
What an exhibit does, as `perceptron-sim exhibit --config FILE` reads it. Every key may be left out: what stands here
are the defaults. Names of files are looked for beside this one.
"""


def read_config(path: Path) -> ExhibitSpec:
    """What the file *path* says; SettingError or InputError, with file, table and key, where it cannot be."""
    values = values_of_file(path, CONFIG)
    with located_in(shown_path(path)):
        spec = _beside(config_from_values(values), path.absolute().parent)
        check_places(spec)
    return spec


def check_places(spec: ExhibitSpec) -> None:
    """Raise SettingError unless everything can be written where *spec* says, before anything is."""
    folder = Path(spec.keep.folder)
    if spec.keep.folder and not (folder.is_dir() and can_write_in(folder)):
        raise SettingError(f"keep.folder must be a folder that can be written to, got {shown_path(folder)}")
    for key in PATHS["files"]:
        if named := getattr(spec.files, key):
            try:
                check_can_be_written(f"files.{key}", Path(named))
            except OutputError as error:
                raise SettingError(str(error)) from error


def config_from_values(values: Mapping[str, Any]) -> ExhibitSpec:
    """The exhibit that nested tables of plain *values* describe; SettingError or Mark1Error where they cannot be."""
    parts: dict[str, Any] = {}
    kinds: dict[str, Any] = {item.name: item.type for item in fields(ExhibitSpec)}
    for name, table in values.items():
        if name not in TABLES:
            raise SettingError(f"there must be no table but {', '.join(TABLES)}, got {shown(name)}{_near(name)}")
        parts[name] = _turns(table) if name == TURNS_TABLE else from_plain(kinds[name], table, name)
    return ExhibitSpec(**parts)


def write_config(path: Path) -> None:
    """Write the defaults into the new file *path*; SettingError or OutputError where that cannot be done."""
    check_target("write-config", path, (SUFFIX,), overwrite=True)
    if path.exists():
        raise OutputError(f"write-config must be a file that is not there yet, got {shown_path(path)}")
    write_whole("write-config", path, as_toml(ExhibitSpec()).encode())


def as_toml(spec: ExhibitSpec) -> str:
    """*spec* as a file has it, every key with what it is for and what it must be."""
    lines = [*_comment(HEAD), ""]
    for name in TABLES:
        value = getattr(spec, name)
        if name == TURNS_TABLE:
            lines += _comment("What is shown while nobody is there, one after the other, again and again.")
            for number, turn in enumerate(value):
                lines += _table(f"[[{name}]]", turn, told=not number)
        else:
            lines += [*_comment(_summary(value)), *_table(f"[{name}]", value)]
    return "\n".join(lines).rstrip("\n") + "\n"


def _turns(tables: object) -> tuple[TurnSpec, ...]:
    if not isinstance(tables, list):
        raise SettingError(f"{TURNS_TABLE} must be tables, as [[{TURNS_TABLE}]], got {shown(str(tables))}")
    return tuple(from_plain(TurnSpec, table, TURNS_TABLE) for table in tables)


def _near(name: str) -> str:
    """The table that may have been meant, or the key in its table."""
    for item in fields(ExhibitSpec):
        kind: Any = (get_args(item.type) or (item.type,))[0]
        if name in (one.name for one in settings_of(kind)):
            return f"; did you mean {f'{item.name}.{name}'!r}?"
    return suggestion(name, TABLES)


def _beside(spec: ExhibitSpec, folder: Path) -> ExhibitSpec:
    """*spec* with every file that it names where it is, seen from anywhere."""
    parts: dict[str, Any] = {}
    for table, keys in PATHS.items():
        part = getattr(spec, table)
        named = {key: str(folder / getattr(part, key)) for key in keys if getattr(part, key)}
        parts[table] = replace(part, **named)
    taught = spec.show.experiment
    if taught.lower().endswith(SUFFIX):
        parts["show"] = replace(spec.show, experiment=str(folder / taught))
    return replace(spec, **parts)


def _table(head: str, part: Any, *, told: bool = True) -> Iterator[str]:
    yield head
    for one in settings_of(type(part)):
        if told:
            yield from _comment(f"{one.help}; {f'a list, each {one.rule}' if one.many else one.rule}")
        yield f"{one.name} = {_value(getattr(part, one.name))}"
    yield ""


def _value(value: Any) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(map(_value, value))}]"
    return json.dumps(value, ensure_ascii=False)  # what JSON writes of texts, numbers and truth values, TOML reads


def _summary(part: Any) -> str:
    return (type(part).__doc__ or "").partition("\n")[0]


def _comment(text: str) -> Iterator[str]:
    """*text* in lines of comments."""
    line = "#"
    for word in text.split():
        if len(line) + 1 + len(word) > LINE:
            yield line
            line = "#"
        line += f" {word}"
    yield line
