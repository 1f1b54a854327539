"""How the documentation is built: Markdown, the reference read from the code, nothing fetched by a reader."""

import inspect
import re
import sys
from dataclasses import is_dataclass
from enum import Enum
from pathlib import Path
from typing import Any

import numpy.typing as npt
from pygments.lexers.special import TextLexer
from sphinx.util.typing import stringify_annotation

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from modern import Initializer, Schedule
from perceptron_sim import Experiment, Letters
from perceptron_sim.experiments.registry import EXPERIMENTS
from perceptron_sim.experiments.settings import settings_of
from perceptron_sim.provenance_table import constants, written
from perceptron_sim.version import __version__

project = "perceptron_sim"
author = "The perceptron_sim developers"
project_copyright = f"2026, {author}"
version = release = __version__

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["_build"]

html_theme = "furo"
html_title = f"perceptron_sim {__version__}"
html_show_sourcelink = False

autodoc_default_options = {"members": True, "imported-members": True, "special-members": "__call__"}
autodoc_member_order = "groupwise"
autodoc_preserve_defaults = True
autodoc_typehints_format = "short"
napoleon_google_docstring = True

myst_enable_extensions = ["substitution"]
myst_heading_anchors = 3


def _provenance_table() -> str:
    """Every constant of the machine of the experiment `letters`, as a Markdown table, from the code itself."""
    head = ["| constant | value | unit | certainty | source or reason |", "|---|---|---|---|---|"]
    rows = (f"| {x.name} | {written(x.value)} | {x.unit} | {x.certainty} | {x.source} |" for x in constants(Letters()))
    return "\n".join([*head, *rows])


def _experiments_table() -> str:
    """Every experiment with the settings that only it has, as Markdown, from the code itself."""
    common, lines = {one.name for one in settings_of(Experiment)}, []
    for name, kind in EXPERIMENTS.items():
        lines += [f"**{name}**: {kind.title}.{f' Yardstick: {kind.yardstick}.' if kind.yardstick else ''}", ""]
        for one in settings_of(kind):
            if one.name not in common:
                default = ", ".join(map(str, one.default)) if one.many else str(one.default)
                lines.append(f"- `{one.name}` = {default or 'none'}: {one.help} ({one.rule})")
        lines.append("")
    return "\n".join(lines)


myst_substitutions = {"provenance_table": _provenance_table(), "experiments_table": _experiments_table()}

# Signatures hold what an alias stands for, in full: these are named again, the longest first.
ALIASES = {
    stringify_annotation(alias, "smart"): name
    for alias, name in {
        npt.ArrayLike: "ArrayLike",
        npt.DTypeLike: "DTypeLike",
        Initializer: "Initializer",
        Schedule: "Schedule",
    }.items()
}
ARRAY = re.compile(r"~?numpy\.ndarray\[tuple\[[^]]*\], ~?numpy\.dtype\[((?:[^][]|\[[^][]*\])*)\]\]")

# Docstrings are written to be read in the source: *name* is a setting, and stars and bars are those of formulas.
SETTING = re.compile(r"(?<![\w*\\])\*(\w[\w.]*)\*(?![\w*])")
MARK = re.compile(r"[*|]")
FIELD = re.compile(r"^    (\w+)(?:: [^=#\n]+?)?(?: = [^#\n]+?)?  # (.+)$", re.MULTILINE)
BEFORE_NAPOLEON = 400


def _plain_marks(line: str) -> str:
    """*line* with all stars and bars meant as such, but those around the name of a setting."""
    if line.lstrip().startswith((">>>", "...")):
        return line
    parts = SETTING.split(line)  # text, name, text, name, ... text
    return "".join(f"*{x}*" if i % 2 else MARK.sub(r"\\\g<0>", x) for i, x in enumerate(parts))


def _kinds(thing: type, package: Any) -> list[str]:
    """The nearest classes above *thing* that the reader can look up: public in *package*, or errors of Python."""
    found = []
    for base in thing.__bases__:
        if getattr(package, base.__name__, None) is base:
            found.append(f":py:class:`{package.__name__}.{base.__name__}`")
        elif base.__module__ == "builtins":
            found += [f"`{base.__name__}`"] if issubclass(base, BaseException) else []
        else:
            found += _kinds(base, package)
    return found


def _docstring(_app: Any, what: str, name: str, thing: Any, _options: Any, lines: list[str]) -> None:
    """Let the marks be marks; tell of a class all that stands in several places of the code."""
    lines[:] = map(_plain_marks, lines)
    if what in {"class", "exception"}:
        lines += _about_class(thing, sys.modules[name.rpartition(".")[0]])
    if what == "property":
        lines[:0] = ["..", ""]  # or napoleon would take what stands before a colon in the first line for the type


def _about_class(thing: type, package: Any) -> list[str]:
    """Its settings, from `__init__`; what the comments beside fields and choices say; what kind of class it is."""
    lines = []
    settings = inspect.getdoc(thing.__init__)
    if settings and settings != object.__init__.__doc__:
        lines += ["", *map(_plain_marks, settings.splitlines())]
    if is_dataclass(thing) or issubclass(thing, Enum):
        fields = FIELD.findall(inspect.getsource(thing))
        lines += ["", *(f"- **{name}**: {_plain_marks(words)}" for name, words in fields)]
    if kinds := _kinds(thing, package):
        lines += ["", f"A kind of {' and '.join(kinds)}."]
    return [*lines, ""]


def _signature(
    _app: Any, _what: str, _name: str, _thing: Any, _options: Any, arguments: str | None, answer: str | None
) -> tuple[str | None, str | None]:
    """Types by the names that the code gives them."""
    return _by_name(arguments), _by_name(answer)


def _by_name(signature: str | None) -> str | None:
    for written_out in sorted(ALIASES, key=len, reverse=True):
        signature = signature and signature.replace(written_out, ALIASES[written_out])
    return signature and ARRAY.sub(r"NDArray[\1]", signature)


def _skip(_app: Any, _what: str, _name: str, thing: Any, skip: bool, _options: Any) -> bool | None:
    """Show what can be chosen among, also without a docstring."""
    return False if isinstance(thing, Enum) else None


def setup(app: Any) -> None:
    """Connect what reads docstrings and signatures; show tables of numbers as they are."""
    app.add_lexer("csv", TextLexer)
    app.connect("autodoc-process-docstring", _docstring, priority=BEFORE_NAPOLEON)
    app.connect("autodoc-process-signature", _signature)
    app.connect("autodoc-skip-member", _skip)
