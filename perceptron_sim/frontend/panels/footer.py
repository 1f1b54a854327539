"""At the head the name of the thing, at the foot one sentence that says what happens now, and the pace of time."""

import pygame

from perceptron_sim.frontend import theme
from perceptron_sim.frontend.layout import Layout
from perceptron_sim.frontend.text import Type
from perceptron_sim.narration import happening
from perceptron_sim.playback import REAL_TIME, SPEEDS, Playback
from perceptron_sim.quantities import duration
from perceptron_sim.snapshot import SessionSnapshot


def draw_still(surface: pygame.Surface, layout: Layout, type_: Type) -> None:
    """Title and the footer's ground."""
    header = layout.header
    font = type_.font(theme.TITLE)
    baseline = header.centery + (font.get_ascent() + font.get_descent()) // 2
    type_.write(surface, "Mark I Perceptron", (header.left, baseline), theme.TITLE)
    surface.fill(theme.PANEL, layout.footer.panel)
    pygame.draw.line(surface, theme.LINE, layout.footer.panel.topleft, layout.footer.panel.topright)


def draw_live(
    surface: pygame.Surface, layout: Layout, type_: Type, snapshot: SessionSnapshot, playback: Playback
) -> None:
    """The seed, the sentence, the machine's time, the speed."""
    px, area = type_.scale.px, layout.footer.sentence
    header = layout.header
    font = type_.font(theme.TITLE)
    baseline = header.centery + (font.get_ascent() + font.get_descent()) // 2
    x = header.left + type_.width("Mark I Perceptron", theme.TITLE) + px(20)
    type_.write(surface, f"{snapshot.experiment}, seed {snapshot.seed}", (x, baseline), theme.SMALL, theme.MUTED)
    lines = type_.wrapped(happening(snapshot), theme.STRONG, area.width)[:2]
    y = area.top + type_.font(theme.STRONG).get_ascent()
    for line in lines:
        type_.write(surface, line, (area.left, y), theme.STRONG)
        y += type_.height(theme.STRONG)
    clock = f"{duration(snapshot.time_s)} on the machine's clock"
    y = area.bottom - px(2)
    x = type_.write(surface, clock, (area.left, y), theme.FIGURE_SMALL, theme.AMBER).right + px(16)
    after = "reset the weights or take a new seed to go on" if snapshot.finished else "its timings are assumed"
    type_.write(surface, after, (x, y), theme.SMALL, theme.MUTED)
    slider = layout.footer.slider
    type_.write(surface, speed_words(playback), (slider.centerx, y), theme.SMALL, theme.MUTED, "centre")


def speed_words(playback: Playback) -> str:
    """The speed, and whether the computer keeps it."""
    if playback.speed == SPEEDS[-1]:
        words = "as fast as this computer can"
    elif playback.speed == REAL_TIME:
        words = "real time: one second is one second"
    else:
        words = f"{playback.speed:.0f} × real time"
    return f"{words}, more than this computer can" if playback.behind else words
