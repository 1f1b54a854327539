"""Colours that can be told apart, text that can be read, lamps that behave like filaments."""

import numpy as np
import pygame
import pytest

from perceptron_sim.frontend import theme
from perceptron_sim.frontend.glow import Filaments
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.theme import Colour, Scale


def luminance(colour: Colour) -> float:
    """Relative luminance of WCAG 2."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (v / 255 for v in colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: Colour, other: Colour) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("ground", [theme.GROUND, theme.PANEL, theme.RAISED], ids=["ground", "panel", "raised"])
@pytest.mark.parametrize(
    "text", [theme.TEXT, theme.MUTED, theme.AMBER, theme.BLUE], ids=["text", "muted", "amber", "blue"]
)
def test_text_stands_out_from_every_ground(text: Colour, ground: Colour) -> None:
    assert contrast(text, ground) >= 4.5


@pytest.mark.parametrize("verdict", [theme.RIGHT, theme.WRONG], ids=["right", "wrong"])
def test_verdicts_stand_out_from_the_panel(verdict: Colour) -> None:
    assert contrast(verdict, theme.PANEL) >= 4.5


def test_ink_stands_out_from_the_card() -> None:
    assert contrast(theme.INK, theme.CREAM) >= 4.5


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


def test_text_is_written_on_its_baseline() -> None:
    type_, surface = Type(Scale(1.0)), pygame.Surface((100, 60))
    type_.write(surface, "H", (20, 40), theme.BODY)
    rows = np.flatnonzero(pygame.surfarray.array3d(surface).sum(axis=(0, 2)))
    assert rows.max() == 39
