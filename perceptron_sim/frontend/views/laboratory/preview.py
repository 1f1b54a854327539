"""The pictures that an experiment teaches, as its learners see them: as many as there is room for."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pygame
from pygame import Rect

from perceptron_sim.experiments.experiment import Experiment
from perceptron_sim.frontend import theme
from perceptron_sim.frontend.panels.frame import draw_label
from perceptron_sim.frontend.text import Type
from perceptron_sim.learner import FloatArray

SIDES = (60, 40)  # of a picture, at 1920 x 1080: the largest at which all have room
ROOM = 16  # between them


@dataclass(frozen=True, slots=True)
class _Grid:
    """How large pictures are, from one to the next, and how many go beside and below each other."""

    side: int
    pitch: tuple[int, int]
    columns: int
    rows: int

    @property
    def places(self) -> int:
        """How many there are."""
        return self.columns * self.rows


def draw_preview(surface: pygame.Surface, area: Rect, type_: Type, experiment: Experiment | None) -> None:
    """At the foot of *area*, which is free, a picture of each class, or of as many as go there, be it none."""
    if experiment is None:
        return
    stimuli, px = experiment.stimuli, type_.scale.px
    firsts = first_of_each(stimuli.labels)
    names = [stimuli.class_names[int(stimuli.labels[place])] for place in firsts]
    label = type_.height(theme.LABEL) + px(8)
    room = Rect(area.left, area.top + label, area.width, max(0, area.height - label))
    grid = _grid(room, type_, names, stimuli.images.shape[1])
    if grid is None:
        return
    chosen = evenly(len(firsts), grid.places)
    top = room.bottom - -(-len(chosen) // grid.columns) * grid.pitch[1]
    told = _told(len(stimuli), len(names), len(chosen))
    draw_label(surface, (room.left, top), type_, "What is shown", told, room.right)
    for number, which in enumerate(chosen):
        row, column = divmod(number, grid.columns)
        at = (room.left + column * grid.pitch[0], top + row * grid.pitch[1])
        surface.blit(picture_of(stimuli.images[firsts[which]], grid.side), at)
        _write_name(surface, at, type_, grid, names[which])


def _write_name(surface: pygame.Surface, at: tuple[int, int], type_: Type, grid: _Grid, name: str) -> None:
    """Below the middle of the picture at *at*; names wider than pictures begin with them."""
    baseline = at[1] + grid.side + type_.ascent(theme.SMALL) + type_.scale.px(2)
    if grid.pitch[0] > grid.side + type_.scale.px(ROOM):
        type_.write(surface, name, (at[0], baseline), theme.SMALL, theme.MUTED)
    else:
        type_.write(surface, name, (at[0] + grid.side // 2, baseline), theme.SMALL, theme.MUTED, "centre")


def _grid(room: Rect, type_: Type, names: Sequence[str], dots: int) -> _Grid | None:
    """The grid with the largest pictures that has a place for each of *names*, else that with most places."""
    px, widest = type_.scale.px, max(type_.width(name, theme.SMALL) for name in names)
    found: _Grid | None = None
    for largest in SIDES:
        side = max(px(largest) // dots, 1) * dots
        pitch = max(side, widest) + px(ROOM), side + type_.height(theme.SMALL) + px(10)
        grid = _Grid(side, pitch, room.width // pitch[0], room.height // pitch[1])
        if grid.places >= len(names):
            return grid
        if grid.places and (found is None or grid.places > found.places):
            found = grid
    return found


def _told(pictures: int, classes: int, shown: int) -> str:
    """How many there are, and how many of them are seen here."""
    of_each = "one of each class" if shown == classes else f"of {shown} of {classes} classes one"
    return f"{pictures:,} picture{'' if pictures == 1 else 's'}; here {of_each}"


def first_of_each(labels: npt.NDArray[np.intp]) -> list[int]:
    """Which picture is the first of its class, in the order of the classes."""
    firsts: dict[int, int] = {}
    for place, label in enumerate(labels.tolist()):
        firsts.setdefault(label, place)
    return [firsts[label] for label in sorted(firsts)]


def evenly(count: int, most: int) -> Sequence[int]:
    """At most *most* of *count* places, as far apart as they can be."""
    if count <= most:
        return range(count)
    found: list[int] = np.linspace(0, count - 1, most).round().astype(int).tolist()
    return found


def picture_of(image: FloatArray, side: int) -> pygame.Surface:
    """*image* (rows, columns) as it is shown: light on dark."""
    light = np.array(theme.INK) + (np.array(theme.CREAM) - theme.INK) * image[..., None]
    small = pygame.surfarray.make_surface(light.round().astype(np.uint8).swapaxes(0, 1))
    return pygame.transform.scale(small, (side * image.shape[1] // image.shape[0], side))
