"""How the documentation is built: Markdown, the reference read from the code, nothing fetched by a reader."""

import inspect
import re
import sys
from dataclasses import is_dataclass
from enum import Enum
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from perceptron_sim import Letters
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

autodoc_default_options = {"members": True, "imported-members": True, "show-inheritance": False}
autodoc_member_order = "groupwise"
autodoc_typehints_format = "short"
napoleon_google_docstring = True

myst_enable_extensions = ["substitution"]
myst_heading_anchors = 3


def _provenance_table() -> str:
    """Every constant of the machine of the experiment `letters`, as a Markdown table, from the code itself."""
    head = ["| constant | value | unit | certainty | source or reason |", "|---|---|---|---|---|"]
    rows = (f"| {x.name} | {written(x.value)} | {x.unit} | {x.certainty} | {x.source} |" for x in constants(Letters()))
    return "\n".join([*head, *rows])


myst_substitutions = {"provenance_table": _provenance_table()}

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


def _docstring(_app: Any, what: str, _name: str, thing: Any, _options: Any, lines: list[str]) -> None:
    """Let the marks be marks; of the fields of a record and the members of a choice, tell what their comments say."""
    lines[:] = map(_plain_marks, lines)
    if what == "class" and (is_dataclass(thing) or issubclass(thing, Enum)):
        fields = FIELD.findall(inspect.getsource(thing))
        lines += ["", *(f"- **{name}**: {_plain_marks(words)}" for name, words in fields), ""]


def _skip(_app: Any, _what: str, _name: str, thing: Any, skip: bool, _options: Any) -> bool | None:
    """Show what can be chosen among, also without a docstring."""
    return False if isinstance(thing, Enum) else None


def setup(app: Any) -> None:
    """Connect what reads docstrings."""
    app.connect("autodoc-process-docstring", _docstring, priority=BEFORE_NAPOLEON)
    app.connect("autodoc-skip-member", _skip)
