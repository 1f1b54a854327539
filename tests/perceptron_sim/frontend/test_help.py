"""The list of keys names every key there is, of the window and of each view, and has room for all of it."""

import re
from importlib import import_module
from pathlib import Path

import pygame
import pytest

from perceptron_sim.frontend.actions import ENTRIES
from perceptron_sim.frontend.panels.help import STYLES, draw_help, lay_out, sections
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.theme import Scale
from perceptron_sim.frontend.views import VIEWS, Entry

SIZES = [(1280, 720), (1920, 1080), (3840, 2160)]


@pytest.mark.parametrize("view", VIEWS.values(), ids=VIEWS)
def test_every_key_that_a_view_listens_to_is_in_the_list(view: Entry) -> None:
    folder = Path(str(import_module(view.module).__file__)).parent
    source = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py"))
    listed = " ".join(name for name, _ in view.keys)
    letters = {key.upper() for key in re.findall(r"pygame\.K_([a-z])\b", source)}
    assert letters <= set(re.findall(r"\b[A-Z]\b", listed))
    scrolled = re.search(r"K_PAGEUP|ScrollArea", source) is not None
    assert scrolled == ("Page" in listed)


def test_every_action_and_every_view_with_keys_is_listed() -> None:
    everywhere, of_views = sections().values()
    assert {entry.help for entry in ENTRIES} <= {row[-1] for row in everywhere}
    assert [row[0] for row in of_views if row[0]] == [view.title for view in VIEWS.values() if view.keys]


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_the_list_has_room_in_the_window_and_its_columns_for_their_words(size: tuple[int, int]) -> None:
    type_ = Type(Scale.of(size))
    sheet = lay_out(size, type_)
    assert pygame.Rect((0, 0), size).contains(sheet.area)
    edges = [left for columns in sheet.columns for left in columns] + [sheet.area.right]
    number = 0
    for (_, styles), rows in zip(STYLES.items(), sections().values(), strict=True):
        for column, style in enumerate(styles):
            widest = max(type_.width(row[column], style) for row in rows)
            assert edges[number] + widest < edges[number + 1]
            number += 1
    draw_help(pygame.Surface(size), type_)
