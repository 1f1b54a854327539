"""The controls of the window: where the buttons and the slider stand, and what a press or a key asks for."""

import pygame

from perceptron_sim.commands import ChangeSpeed, Pause, StepExposure
from perceptron_sim.frontend import theme
from perceptron_sim.frontend.actions import ENTRIES, Action, action_of
from perceptron_sim.frontend.layout import Layout
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.widgets import Button, Slider
from perceptron_sim.playback import SPEEDS, Playback

PACE = (Pause(), StepExposure(), ChangeSpeed(-1), ChangeSpeed(1))


class Controls:
    """Buttons and slider of one layout; knows which one the mouse is over and which has the keyboard."""

    def __init__(self, layout: Layout, type_: Type) -> None:
        self._type = type_
        self.slider = Slider(slider_area(layout, type_), len(SPEEDS))
        self.buttons = [*_pace_buttons(layout, type_), *_header_buttons(layout, type_)]
        self._focus: int | None = None
        self._dragging = False
        self._mouse = (-1, -1)

    def handle(self, event: pygame.event.Event) -> Action | None:
        """What *event* asks for, if anything."""
        match event.type:
            case pygame.KEYDOWN:
                return self._key(event)
            case pygame.MOUSEMOTION:
                self._mouse = event.pos
                return self.slider.at(event.pos) if self._dragging else None
            case pygame.MOUSEBUTTONUP:
                self._dragging = False
            case pygame.MOUSEBUTTONDOWN if event.button == 1:
                self._focus = None
                self._dragging = self.slider.area.collidepoint(event.pos)
                return self.slider.at(event.pos) if self._dragging else self._pressed(event.pos)
        return None

    def draw(self, surface: pygame.Surface, playback: Playback) -> None:
        """All controls in their present state."""
        for index, button in enumerate(self.buttons):
            pausing = isinstance(button.action, Pause)
            button.words = ("Run" if playback.paused else "Pause") if pausing else button.words
            hovered, focused = button.area.collidepoint(self._mouse), index == self._focus
            button.draw(surface, self._type, hovered=hovered, focused=focused, active=pausing and playback.paused)
        self.slider.draw(surface, self._type, playback.speed_index)

    def _key(self, event: pygame.event.Event) -> Action | None:
        if event.key == pygame.K_TAB:
            back = bool(event.mod & pygame.KMOD_SHIFT)
            start = (0 if back else -1) if self._focus is None else self._focus
            self._focus = (start + (-1 if back else 1)) % len(self.buttons)
            return None
        if event.key in (pygame.K_RETURN, pygame.K_KP_ENTER) and self._focus is not None:
            return self.buttons[self._focus].action
        return action_of(event)

    def _pressed(self, position: tuple[int, int]) -> Action | None:
        return next((action for button in self.buttons if (action := button.press(position))), None)


def slider_area(layout: Layout, type_: Type) -> pygame.Rect:
    """Where the slider stands: the upper half of its place, its words below."""
    place = layout.footer.slider
    return pygame.Rect(place.left, place.top, place.width, type_.scale.px(48))


def _pace_buttons(layout: Layout, type_: Type) -> list[Button]:
    """Pause, step, slower and faster, in a row at the right of the footer."""
    area, gap = layout.footer.buttons, type_.scale.px(12)
    height = type_.scale.px(48)
    narrow = height
    wide = (area.width - 2 * narrow - 3 * gap) // 2
    entries = [entry for entry in ENTRIES if entry.action in PACE]
    buttons, left = [], area.left
    for entry, width in zip(entries, (wide, wide, narrow, narrow), strict=True):
        buttons.append(Button(pygame.Rect(left, area.top, width, height), entry.button, entry.action))
        left += width + gap
    return buttons


def _header_buttons(layout: Layout, type_: Type) -> list[Button]:
    """All others, quiet, from the right edge of the header."""
    px, right = type_.scale.px, layout.header.right
    buttons = []
    for entry in reversed([entry for entry in ENTRIES if entry.action not in PACE]):
        width = type_.width(entry.button, theme.SMALL) + px(28)
        height = max(px(36), type_.height(theme.SMALL) + px(8))
        area = pygame.Rect(right - width, layout.header.centery - height // 2, width, height)
        buttons.append(Button(area, entry.button, entry.action, quiet=True))
        right = area.left - px(4)
    return list(reversed(buttons))
