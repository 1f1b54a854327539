"""How the documentation is built: Markdown, the reference read from the code, nothing fetched by a reader."""

import sys
from pathlib import Path

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
