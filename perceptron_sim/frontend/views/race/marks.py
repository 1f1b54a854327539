"""The marks of a lane: a disc for a machine, a diamond for a network; its answer; the track it runs on."""

import numpy as np
import numpy.typing as npt
import pygame
from pygame import Rect

from perceptron_sim.explain.race import Runner, answer_of
from perceptron_sim.frontend import theme
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.theme import Colour, Style
from perceptron_sim.frontend.widgets import baseline_in
from perceptron_sim.learner import Trial

FADED = 0.35  # of its colour, the mark of a lane that is not brought forward fades into the panel
SOFTENED = 0.6  # of its colour, what a track is filled with
MOST_TICKS = 60  # answers under a track
LOW_SHARE = 0.3  # of a tick's height, for a wrong answer


def colour_of(runner: Runner) -> Colour:
    """Amber for machines, blue for networks."""
    return theme.AMBER if runner.machine else theme.BLUE


def draw_mark(
    surface: pygame.Surface,
    type_: Type,
    at: tuple[float, float],
    runner: Runner,
    *,
    radius: int = 5,
    faded: bool = False,
) -> None:
    """A disc for a machine, a diamond for a network: the kind is not told by the colour alone."""
    colour, size = colour_of(runner), max(4, type_.scale.px(radius))
    if faded:
        colour = theme.blend(colour, theme.PANEL, FADED)
    if runner.machine:
        pygame.draw.aacircle(surface, colour, at, size)
    else:
        x, y, far = at[0], at[1], size * 1.25
        pygame.draw.polygon(surface, colour, [(x - far, y), (x, y - far), (x + far, y), (x, y + far)])


def draw_answer(
    surface: pygame.Surface, type_: Type, cell: Rect, trial: Trial, names: tuple[str, ...], *, large: bool
) -> None:
    """What was answered last, after the sign of whether it was right."""
    answer = answer_of(trial, names)
    style: Style = (theme.TITLE if len(answer) == 1 else theme.BODY) if large else theme.SMALL
    sign_style = theme.SIGN if large else theme.SIGN_SMALL
    sign, colour = ("✓", theme.RIGHT) if trial.right else ("✗", theme.WRONG)
    type_.write(surface, sign, (cell.left, baseline_in(cell, type_, sign_style)), sign_style, colour)
    left = cell.left + type_.width("✓", sign_style) + type_.scale.px(8)
    words = type_.fitted(answer, style, cell.right - left)
    at = (left, baseline_in(cell, type_, style))
    type_.write(surface, words, at, style, theme.TEXT if trial.answer is not None else theme.MUTED)


def draw_track(surface: pygame.Surface, type_: Type, cell: Rect, runner: Runner, taught: int, *, large: bool) -> None:
    """A rail as long as all that is taught, filled as far as the lane is right; below, its latest answers."""
    px, score, colour = type_.scale.px, runner.score, colour_of(runner)
    ticks = large and taught <= MOST_TICKS
    middle = cell.centery - (px(9) if ticks else 0)
    thick = max(4, px(8)) if large else max(3, px(5))
    rail = Rect(cell.left, middle - thick // 2, cell.width, thick)
    pygame.draw.rect(surface, theme.LINE, rail, border_radius=thick // 2)
    surface.fill(theme.MUTED, (rail.right - 1, middle - thick, max(1, px(2)), 2 * thick))  # where all is right
    share = score.recent or 0.0
    done = round(rail.width * share)
    if done > thick:
        filled = theme.blend(theme.PANEL, colour, SOFTENED)
        pygame.draw.rect(surface, filled, (rail.left, rail.top, done, thick), border_radius=thick // 2)
    draw_mark(surface, type_, (rail.left + done, middle), runner, radius=9 if large else 5)
    if ticks:
        _draw_ticks(
            surface, Rect(cell.left, middle + px(14), cell.width, px(14)), score.right[-taught:], colour, taught
        )


def _draw_ticks(surface: pygame.Surface, area: Rect, right: npt.NDArray[np.bool_], colour: Colour, taught: int) -> None:
    """The latest answers, the last one at the right: tall for right, low for wrong."""
    pitch = area.width / taught
    wide = max(2, round(pitch * 0.7))
    low = max(2, round(area.height * LOW_SHARE))
    first = taught - right.size
    tall_colour = theme.blend(theme.PANEL, colour, SOFTENED + 0.2)
    for number, was_right in enumerate(right.tolist(), first):
        height = area.height if was_right else low
        x = area.left + round(number * pitch)
        surface.fill(tall_colour if was_right else theme.WRONG, (x, area.bottom - height, wide, height))
