"""The page that finds the lecture in the code: every row is there, and every name it gives exists."""

import importlib
import re
from pathlib import Path

import pytest

from perceptron_sim.evidence import EVIDENCE

PAGE = (Path(__file__).resolve().parents[1] / "docs/lecture-and-libraries.md").read_text(encoding="utf-8")
NAMES = sorted(set(re.findall(r"`((?:modern|perceptron_sim|hardware)\.[\w.]+)`", PAGE)))


def found(name):
    """What *name* names: a module, or something in one."""
    parts = name.split(".")
    for length in range(len(parts), 0, -1):
        try:
            thing = importlib.import_module(".".join(parts[:length]))
        except ModuleNotFoundError:
            continue
        for part in parts[length:]:
            thing = getattr(thing, part)
        return thing
    raise ModuleNotFoundError(name)


@pytest.mark.parametrize("name", NAMES)
def test_every_name_on_the_page_exists(name):
    assert found(name) is not None


def test_every_row_of_the_lecture_from_the_neuron_on_is_found_in_the_code():
    table = PAGE.partition("\n## Where each row is\n")[2].partition("\n## ")[0]
    rows = dict(re.findall(r"^\| (\d+a?) \| [^|]+ \| ([^|]+) \|$", table, re.MULTILINE))
    assert list(rows) == [*map(str, range(3, 9)), "8a", *map(str, range(9, 26))]
    assert all("`" in here for here in rows.values())


def test_the_commands_it_names_are_there():
    named = re.findall(r"`perceptron-sim evidence ([\w-]+)`", PAGE)
    assert named
    assert set(named) <= set(EVIDENCE)
