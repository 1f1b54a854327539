"""What the pages of the network view share: what they read, and what they are asked for."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

import pygame
from pygame import Rect

from hardware import Wiring
from modern import Notice
from perceptron_sim.experiments.experiment import Experiment
from perceptron_sim.explain.network import LayerReading
from perceptron_sim.frontend import theme
from perceptron_sim.frontend.layout import heading_baseline, heading_of
from perceptron_sim.frontend.panels.frame import draw_ground, draw_title_line
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.theme import Colour
from perceptron_sim.frontend.view import Card, Frame, Key, Reading, Thing
from perceptron_sim.frontend.views.network.controls import Stepper
from perceptron_sim.frontend.views.network.layout import inside_of, stepper_height
from perceptron_sim.session import Session
from perceptron_sim.snapshot import SessionSnapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkReading:
    """What the network view reads beside the session's snapshot: its layers with their weights, what goes wrong.

    taught is how many images a pass has; page is what the page called *title* has read for itself. weights_at is the
    exposure after which the weights were copied, None for this instant.
    """

    layers: tuple[LayerReading, ...]
    notices: tuple[Notice, ...]
    taught: int
    wiring: Wiring
    title: str
    weights_at: int | None = None
    page: Any = field(default=None)


@dataclass(frozen=True, slots=True)
class Panel:
    """A ground with a title; a *colour* is that of the learner it shows."""

    area: Rect
    title: str
    colour: Colour | None = None


class Page(ABC):
    """One of the pictures of the view, in *room*. What it works out from frame to frame is in `state`."""

    title: ClassVar[str]
    heading: ClassVar[str]
    colour: ClassVar[Colour | None] = None

    def __init__(self, room: Rect, type_: Type, experiment: Experiment) -> None:
        self.room, self.type, self.experiment = room, type_, experiment
        self.panels: tuple[Panel, ...] = (Panel(room, self.heading, self.colour),)
        self.area = inside_of(room, type_)
        self.state: Any = None
        self.steppers: tuple[Stepper, ...] = ()

    def draw_still(self, surface: pygame.Surface, by: tuple[int, int]) -> None:
        """The grounds and titles of its panels, moved *by* so much."""
        for panel in self.panels:
            area, type_ = panel.area.move(by), self.type
            draw_ground(surface, area, type_)
            if panel.colour is None:
                at = heading_of(area, type_).left, heading_baseline(area, type_)
                type_.write(surface, panel.title, at, theme.TITLE)
            else:
                draw_title_line(surface, area, heading_of(area, type_), type_, panel.title, panel.colour)

    def draw_told(self, surface: pygame.Surface, panel: int, words: str) -> None:
        """*words* at the right of the title of the panel of that number."""
        area, type_ = self.panels[panel].area, self.type
        line = heading_of(area, type_)
        line.width = (
            min([one.area.left - type_.scale.px(28) for one in self.steppers if area.contains(one.area)] + [line.right])
            - line.left
        )
        taken = type_.width(self.panels[panel].title, theme.TITLE) + type_.scale.px(24)
        words = type_.fitted(words, theme.SMALL, line.width - taken)
        type_.write(surface, words, (line.right, heading_baseline(area, type_)), theme.SMALL, theme.MUTED, "right")

    def in_heading(self, panel: int, wanted: Sequence[tuple[str, str, int]]) -> tuple[Stepper, ...]:
        """Steppers (name, label, width at reference of the value) at the right end of a panel's title line."""
        px, type_ = self.type.scale.px, self.type
        area, height = self.panels[panel].area, stepper_height(type_)
        line = heading_of(area, type_)
        top, right, found = line.centery - height // 2, line.right, []
        for name, label, width in reversed(wanted):
            indent = type_.width(label.upper(), theme.LABEL) + px(12)
            place = Rect(right - px(width) - indent, top, px(width) + indent, height)
            found.append(Stepper(name, label, place, indent))
            right = place.left - px(28)
        return tuple(reversed(found))

    def read(self, session: Session, layers: tuple[LayerReading, ...], snapshot: SessionSnapshot) -> Any:
        """What it needs beside the rest, after a slice of computing; called for the page shown only."""
        return None

    @abstractmethod
    def draw(self, surface: pygame.Surface, reading: Reading, frame: Frame) -> None:
        """The page within its area, over the panel's ground."""

    def forget(self) -> None:  # noqa: B027  some have nothing to forget
        """Begin its works anew: the learners are others, or have forgotten everything."""

    def numbers(self, reading: Reading) -> int:
        """How many numbers the network that it shows learns."""
        return sum(layer.count for layer in reading.own.layers)

    def value(self, name: str) -> str:
        """What the stepper *name* shows; KeyError where the page has none of that name."""
        raise KeyError(name)

    def ways(self, name: str) -> tuple[bool, bool]:
        """Whether one may go back and on with the stepper *name*."""
        return True, True

    def step(self, name: str, step: int) -> None:
        """Go one *step* on or back with the stepper *name*; KeyError where the page has none of that name."""
        raise KeyError(name)

    def press(self, position: tuple[int, int]) -> object | None:
        """What a press at *position* that opens no card and is on no stepper asks the model for."""
        return None

    def key(self, focused: Key | None, event: pygame.event.Event) -> object | None:
        """What a key asks the model for while *focused*, a thing of the page without a card, has the keyboard."""
        return None

    def things(self, reading: Reading) -> Sequence[Thing]:
        """What can be pointed at, steppers apart."""
        return ()

    def state_of_things(self) -> object:
        """Another value where what can be pointed at has changed, settings of the network apart."""
        return None

    def card(self, key: Key, reading: Reading) -> Card | None:
        """What there is to know of *key*."""
        return None

    def sentence(self, reading: Reading) -> str | None:
        """What the page shows now; None: the session's own sentence."""
        return None

    def draw_steppers(self, surface: pygame.Surface, frame: Frame) -> None:
        """All of them, with what has the mouse or the keyboard."""
        for stepper in self.steppers:
            key = ("choice", stepper.name)
            hovered = frame.hovered == key
            value, ways = self.value(stepper.name), self.ways(stepper.name)
            stepper.draw(surface, self.type, value, ways=ways, hovered=hovered)


def turned(values: Sequence[str], value: str, step: int) -> str:
    """The one after (or before) *value*, round and round."""
    return values[(values.index(value) + step) % len(values)]
