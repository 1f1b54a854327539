"""Colours that can be told apart, text that can be read, lamps that behave like filaments."""

from collections.abc import Iterator
from itertools import combinations, product

import numpy as np
import pygame
import pytest
from colours import KINDS, contrast, difference
from pygame import Rect
from written import Remembering, remembered

from perceptron_sim.frontend import theme
from perceptron_sim.frontend.cards import CERTAINTIES
from perceptron_sim.frontend.glow import Filaments
from perceptron_sim.frontend.panels.frame import draw_verdict
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.theme import Colour, Scale, Style
from perceptron_sim.frontend.views.side_by_side import marks
from perceptron_sim.frontend.widgets import Button, Slider, Tabs, Widget, draw_switch

GROUNDS = {"ground": theme.GROUND, "panel": theme.PANEL}
PLACE = Rect(20, 20, 200, 40)
CONTROLS: dict[str, Widget] = {
    "button": Button(PLACE, "Pause", None),
    "quiet button": Button(PLACE, "Keys", None, quiet=True),
    "active button": Button(PLACE, "Run", None, active=True),
    "lit button": Button(PLACE, "Start", None, quiet=True, lit=True),
    "tabs": Tabs((Rect(20, 20, 90, 40), Rect(120, 20, 90, 40)), ("One", "Two"), (1, 2)),
}


@pytest.mark.parametrize("ground", [theme.GROUND, theme.PANEL, theme.RAISED], ids=["ground", "panel", "raised"])
@pytest.mark.parametrize(
    "text", [theme.TEXT, theme.MUTED, theme.AMBER, theme.BLUE], ids=["text", "muted", "amber", "blue"]
)
def test_text_stands_out_from_every_ground(text: Colour, ground: Colour) -> None:
    assert contrast(text, ground) >= 4.5


@pytest.mark.parametrize("verdict", [theme.RIGHT, theme.WRONG], ids=["right", "wrong"])
def test_verdicts_stand_out_from_the_panel(verdict: Colour) -> None:
    assert contrast(verdict, theme.PANEL) >= 4.5


@pytest.mark.parametrize("ground", [theme.GROUND, theme.PANEL, theme.RAISED], ids=["ground", "panel", "raised"])
@pytest.mark.parametrize(
    "control", [theme.CREAM, theme.TEXT, theme.MUTED], ids=["focus ring", "slider's knob", "slider's track, frames"]
)
def test_controls_and_the_ring_of_focus_stand_out_from_every_ground(control: Colour, ground: Colour) -> None:
    assert contrast(control, ground) >= 3


@pytest.mark.parametrize("lit", [theme.AMBER, theme.BLUE, theme.BRASS, theme.RIGHT], ids=str)
def test_the_ring_of_focus_stands_out_from_lamps_by_its_dark_edge(lit: Colour) -> None:
    assert max(contrast(theme.CREAM, lit), contrast(theme.GROUND, lit)) >= 3


def test_marks_of_exposures_stand_out_from_the_panel() -> None:
    assert all(contrast(marks.MARKS[mark], theme.PANEL) >= 3 for mark in (marks.WRONG, marks.LIT, marks.LIT + 1))


def test_ink_stands_out_from_the_card() -> None:
    assert contrast(theme.INK, theme.CREAM) >= 4.5


@pytest.fixture
def drawn() -> Iterator[Remembering]:
    """A surface that knows the colours of what is written on it."""
    with remembered():
        yield Remembering((240, 80))


@pytest.mark.parametrize("name", CONTROLS)
@pytest.mark.parametrize("ground", GROUNDS.values(), ids=GROUNDS)
def test_the_words_of_a_control_can_be_read_in_each_of_its_states(
    name: str, ground: Colour, drawn: Remembering
) -> None:
    for mouse, focused in product((None, PLACE.center, (30, 30)), (False, True)):
        drawn.fill(ground)
        CONTROLS[name].draw(drawn, Type(Scale(1.0)), mouse=mouse, focused=focused)
        pairs = [text.colours for text in drawn.texts if text.colours]
        assert pairs
        assert min(contrast(*pair) for pair in pairs) >= 4.5


@pytest.mark.parametrize("index", [0, 4, 8])
@pytest.mark.parametrize("ground", GROUNDS.values(), ids=GROUNDS)
def test_a_slider_shows_its_knob_and_how_far_it_can_go(index: int, ground: Colour) -> None:
    surface, slider = pygame.Surface((240, 80)), Slider(PLACE, 9, int, index)
    surface.fill(ground)
    slider.draw(surface, Type(Scale(1.0)), mouse=None, focused=False)
    assert contrast(pixel(surface, (slider.x_of(index), slider.track.centery)), ground) >= 3
    for stop in range(8):
        x = (slider.x_of(stop) + slider.x_of(stop + 1)) // 2
        column = [pixel(surface, (x, y)) for y in range(slider.track.top - 1, slider.track.bottom + 1)]
        assert max(contrast(colour, ground) for colour in column) >= 3


@pytest.mark.parametrize("on", [True, False], ids=["on", "off"])
@pytest.mark.parametrize("ground", GROUNDS.values(), ids=GROUNDS)
def test_a_switch_shows_its_track_and_where_its_knob_is(on: bool, ground: Colour) -> None:
    surface = pygame.Surface((240, 80))
    surface.fill(ground)
    draw_switch(surface, Type(Scale(1.0)), PLACE, on=on)
    y, left, right = PLACE.centery, PLACE.left + 11, PLACE.left + 33
    knob, opposite = (right, left) if on else (left, right)
    assert contrast(pixel(surface, (knob, y)), pixel(surface, (opposite, y))) >= 3
    edge = [pixel(surface, (opposite, row)) for row in range(y - 12, y)]
    assert max(contrast(colour, ground) for colour in edge) >= 3


def pixel(surface: pygame.Surface, at: tuple[int, int]) -> Colour:
    red, green, blue, _ = surface.get_at(at)
    return red, green, blue


@pytest.mark.parametrize("kind", [None, *KINDS], ids=str)
def test_machine_and_network_look_apart_to_every_eye(kind: str | None) -> None:
    assert difference(theme.AMBER, theme.BLUE, kind) >= 40
    dim = [theme.blend(theme.PANEL, colour, 0.4) for colour in (theme.AMBER, theme.BLUE)]
    assert difference(*dim, kind) >= 20


@pytest.mark.parametrize("kind", [None, *KINDS], ids=str)
def test_right_and_wrong_and_for_and_against_look_apart_to_every_eye(kind: str | None) -> None:
    assert difference(theme.RIGHT, theme.WRONG, kind) >= 30
    assert difference(theme.FOR, theme.AGAINST, kind) >= 40


@pytest.mark.parametrize("kind", [None, *KINDS], ids=str)
def test_marks_of_a_timeline_look_apart_to_every_eye(kind: str | None) -> None:
    told = [marks.MARKS[mark] for mark in (marks.NONE, marks.WRONG, marks.LIT + 1)]
    assert min(difference(*pair, kind) for pair in combinations(told, 2)) >= 20


def test_a_verdict_has_its_sign_and_its_word(drawn: Remembering) -> None:
    told = []
    for right in (True, False):
        drawn.fill(theme.PANEL)
        draw_verdict(drawn, (4, 60), Type(Scale(1.0)), "reads", "E", right, theme.AMBER)
        told.append([text.text for text in drawn.texts])
    assert told == [["reads", "E", "✓", "right"], ["reads", "E", "✗", "wrong"]]


def test_how_certain_something_is_has_a_sign_and_a_word_of_its_own() -> None:
    signs, words = zip(*(words.split() for words in CERTAINTIES.values()), strict=True)
    assert len(set(signs)) == len(set(words)) == len(CERTAINTIES)


def test_a_simulated_eye_confuses_what_it_must() -> None:
    red, green, blue, yellow = (200, 60, 60), (100, 120, 40), (40, 60, 200), (200, 180, 40)
    assert difference(red, green, "deuteranopia") < 0.45 * difference(red, green)
    assert difference(blue, yellow, "deuteranopia") > 0.8 * difference(blue, yellow)
    assert difference((0, 168, 180), (0, 150, 255), "tritanopia") < 0.5 * difference((0, 168, 180), (0, 150, 255))
    assert all(np.allclose(np.array(matrix).sum(axis=1), 1, atol=1e-5) for matrix in KINDS.values())


def test_lamps_rise_in_80_ms_and_fade_in_160() -> None:
    lamp = Filaments()
    assert lamp.follow(np.array([1]), 0.080)[0] == pytest.approx(0.95, abs=0.01)
    assert lamp.follow(np.array([1]), 10.0)[0] == pytest.approx(1.0)
    assert lamp.follow(np.array([0]), 0.160)[0] == pytest.approx(0.05, abs=0.01)


def test_two_short_waits_light_a_lamp_as_much_as_a_long_one() -> None:
    twice, once = Filaments(), Filaments()
    twice.follow(np.array([1]), 0.02)
    assert twice.follow(np.array([1]), 0.03)[0] == pytest.approx(once.follow(np.array([1]), 0.05)[0])


def test_text_too_wide_is_shortened_and_text_that_fits_is_not() -> None:
    type_ = Type(Scale(1.0))
    assert type_.fitted("short", theme.BODY, 400) == "short"
    short = type_.fitted("a sentence that is too long for its place", theme.BODY, 120)
    assert short.endswith("…")
    assert type_.width(short, theme.BODY) <= 120


def test_wrapped_lines_keep_all_words_and_their_width() -> None:
    type_ = Type(Scale(1.0))
    text = "The machine read E as F: R1 and R2 were wrong."
    lines = type_.wrapped(text, theme.BODY, 150)
    assert " ".join(lines) == text
    assert all(type_.width(line, theme.BODY) <= 150 for line in lines)


@pytest.mark.parametrize("letter", "µθλσΣ→←✓✗αβ○◐●−×·")
@pytest.mark.parametrize("style", [theme.BODY, theme.LABEL, theme.FIGURE], ids=["text", "bold", "figures"])
def test_no_letter_is_drawn_as_an_empty_box(letter: str, style: Style) -> None:
    type_, missing = Type(Scale(1.0)), "\U0010fffd"
    pictures = []
    for text in (letter, missing):
        surface = pygame.Surface((60, 60))
        type_.write(surface, text, (20, 40), style)
        pictures.append(pygame.image.tobytes(surface, "RGB"))
    assert pictures[0] != pictures[1]
    assert any(pictures[0])


def test_a_sign_of_another_face_takes_its_room_and_stands_on_the_baseline() -> None:
    type_, surface = Type(Scale(1.0)), pygame.Surface((200, 60))
    covered = type_.write(surface, "63.1 µS", (20, 40), theme.FIGURE)
    assert covered.width == type_.width("63.1 µS", theme.FIGURE)
    assert covered.width == pytest.approx(type_.width("63.1 mS", theme.FIGURE), abs=6)
    seen = pygame.surfarray.array3d(surface)[20 : 20 + type_.width("63.1 ", theme.FIGURE)].sum(axis=(0, 2))
    assert np.flatnonzero(seen).max() == 39


def test_text_is_written_on_its_baseline() -> None:
    type_, surface = Type(Scale(1.0)), pygame.Surface((100, 60))
    type_.write(surface, "H", (20, 40), theme.BODY)
    rows = np.flatnonzero(pygame.surfarray.array3d(surface).sum(axis=(0, 2)))
    assert rows.max() == 39
