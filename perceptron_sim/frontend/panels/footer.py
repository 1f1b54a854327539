"""At the head the name of the thing, at the foot one sentence that says what happens now, and the pace of time."""

from typing import NamedTuple

import pygame

from perceptron_sim.frontend import theme
from perceptron_sim.frontend.shell_layout import TITLE_WORDS, ShellLayout
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.widgets import baseline_in
from perceptron_sim.playback import REAL_TIME, SPEEDS, Playback
from perceptron_sim.quantities import duration
from perceptron_sim.snapshot import SessionSnapshot


class Live(NamedTuple):
    """What the foot says: the *sentence*, what is *heard*, and the lesson that is *pointed_at* in the line of time."""

    sentence: str
    heard: str = ""
    pointed_at: int | None = None


def draw_still(surface: pygame.Surface, layout: ShellLayout, type_: Type) -> None:
    """The title and the footer's ground."""
    surface.fill(theme.GROUND, layout.header)
    baseline = baseline_in(layout.title, type_, theme.TITLE)
    type_.write(surface, TITLE_WORDS.upper(), (layout.title.left, baseline), theme.TITLE)
    surface.fill(theme.PANEL, layout.footer)
    pygame.draw.line(surface, theme.LINE, layout.footer.topleft, layout.footer.topright)


def draw_live(
    surface: pygame.Surface,
    layout: ShellLayout,
    type_: Type,
    snapshot: SessionSnapshot,
    playback: Playback,
    live: Live,
) -> None:
    """The sentence, the machine's time, the lesson, the experiment, the speed, and what is heard."""
    px, area = type_.scale.px, layout.sentence
    lines = type_.wrapped(live.sentence, theme.STRONG, area.width)
    if len(lines) > 2:
        lines = [lines[0], type_.fitted(" ".join(lines[1:]), theme.STRONG, area.width)]
    y = area.top + (area.height - len(lines) * type_.height(theme.STRONG)) // 2 + type_.font(theme.STRONG).get_ascent()
    for line in lines:
        type_.write(surface, line, (area.left, y), theme.STRONG)
        y += type_.height(theme.STRONG)
    y = baseline_in(layout.clock, type_, theme.SMALL)
    clock = f"{duration(snapshot.time_s)} on the machine's clock"
    x = type_.write(surface, clock, (layout.clock.left, y), theme.FIGURE_SMALL, theme.AMBER).right + px(16)
    after = "reset or take a new seed to go on" if snapshot.finished else "its timings are assumed"
    lesson = f"lesson {snapshot.lesson:,}" + ("" if live.pointed_at is None else f" → {live.pointed_at:,}")
    words = f"{lesson}  ·  {after}  ·  {snapshot.experiment}, seed {snapshot.seed}"
    words = type_.fitted(words, theme.SMALL, layout.clock.right - x)
    type_.write(surface, words, (x, y), theme.SMALL, theme.MUTED)
    type_.write(surface, speed_words(playback), (layout.pace_words.centerx, y), theme.SMALL, theme.MUTED, "centre")
    if live.heard:
        words = type_.fitted(f"♪ {live.heard}", theme.SMALL, layout.heard.width)
        type_.write(surface, words, (layout.heard.right, y), theme.SMALL, theme.TEXT, "right")


def speed_words(playback: Playback) -> str:
    """The speed, and what the computer keeps of it."""
    if playback.session.finished:
        return "the lessons are over"
    if playback.speed == SPEEDS[-1]:
        known = playback.reached is not None and not playback.paused
        return (
            f"as fast as it can: {_figures(playback.reached)} × real time" if known else "as fast as this computer can"
        )
    fraction = f"1/{1 / playback.speed:.0f}" if playback.speed < REAL_TIME else f"{playback.speed:,.0f}"
    words = "real time" if playback.speed == REAL_TIME else f"{fraction} × real time"
    if not playback.kept and not playback.paused:
        return f"{words} asked, {_figures(playback.reached)} × kept"
    return f"{words}: one second is one second" if playback.speed == REAL_TIME else words


def _figures(pace: float | None) -> str:
    """Two figures of it are enough for what changes all the time."""
    return f"{float(f'{pace or 0:.2g}'):,g}"
