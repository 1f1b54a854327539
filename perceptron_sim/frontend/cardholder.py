"""Shows in the picture what is pointed at: rings around things, their names, and the card of the one that is open."""

from dataclasses import replace

import pygame
from pygame import Rect

from perceptron_sim.explain.past import Past
from perceptron_sim.frontend import cards, theme
from perceptron_sim.frontend.pointing import Pointing
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.view import Key, Reading, Thing, View
from perceptron_sim.frontend.widgets import draw_focus

GAP = 12  # between a thing and its card or its name, at 1920 x 1080


class Cardholder:
    """Draws rings, names and the open card inside *area*; what a part did in the past its card has from *past*."""

    def __init__(self, type_: Type, area: Rect, past: Past) -> None:
        self._past = past
        self._type = type_
        self._bounds = area.inflate(-2 * type_.scale.px(16), -2 * type_.scale.px(8))
        self.wanted: Key | None = None  # the card that will be open as soon as its thing is there
        self._shown: tuple[Key, int] | None = None  # the open card, and how high it has been
        self._card: Rect | None = None
        self._named: tuple[str, Key, bool] | None = None  # view and key of what was pointed at, whether it has a card

    def open_when_seen(self, key: Key) -> None:
        """Open the card of the thing *key* in the next picture that has it."""
        self.wanted = key

    def covers(self, position: tuple[int, int]) -> bool:
        """Whether *position* is on the open card."""
        return self._card is not None and bool(self._card.collidepoint(position))

    def draw(
        self, surface: pygame.Surface, view: View, reading: Reading, pointing: Pointing, *, keyboard: bool
    ) -> None:
        """Draw all of it; the ring of what has the keyboard only where things have it."""
        if pointing.thing(self.wanted):
            pointing.opened, self.wanted = self.wanted, None
            pointing.focus(pointing.opened)
        opened, hovered = pointing.thing(pointing.opened), pointing.thing(pointing.hovered)
        if hovered and hovered is not opened:
            self._ring(surface, hovered.area, theme.MUTED)
        if opened:
            self._ring(surface, opened.area, theme.CREAM)
        focused = pointing.thing(pointing.focused) if keyboard else None
        if focused:
            draw_focus(surface, self._type, focused.area)
        self._card = None
        if opened:
            self._draw_card(surface, view, reading, opened)
        named = hovered or focused
        if named and named is not opened and self._has_card(view, reading, named.key):
            self._draw_name(surface, named)

    def _has_card(self, view: View, reading: Reading, key: Key) -> bool:
        """Whether the thing *key* has a card; what has none is a control, which bears its own words."""
        if self._named is None or self._named[:2] != (view.name, key):
            self._named = view.name, key, view.card(key, reading) is not None
        return self._named[2]

    def _ring(self, surface: pygame.Surface, area: Rect, colour: theme.Colour) -> None:
        px = self._type.scale.px
        pygame.draw.rect(surface, colour, area.inflate(4, 4), max(2, px(2)), border_radius=px(6))

    def _draw_card(self, surface: pygame.Surface, view: View, reading: Reading, thing: Thing) -> None:
        card = view.card(thing.key, reading)
        if card is None:
            return
        if not len(card.history):
            past = self._past.of(thing.key).tolist()
            unit = f"{self._past.unit(thing.key)}, the latest {len(past)} exposures"
            card = replace(card, history=past, history_unit=unit)
        type_ = self._type
        sheet = cards.compose(card, type_, self._bounds.height)
        height = sheet.height
        if self._shown and self._shown[0] == thing.key:
            height = max(height, self._shown[1])  # it may grow with what it says, never jump up and down
        self._shown = thing.key, height
        self._card = cards.place((cards.card_width(type_), height), thing.area, self._bounds, type_.scale.px(GAP))
        cards.draw_card(surface, type_, self._card, sheet)

    def _draw_name(self, surface: pygame.Surface, thing: Thing) -> None:
        """What the thing is called, on a slip above or below it that hides neither the thing nor the card."""
        type_, px = self._type, self._type.scale.px
        words = type_.fitted(thing.words, theme.SMALL, self._bounds.width // 3)
        slip = Rect(0, 0, type_.width(words, theme.SMALL) + px(20), type_.height(theme.SMALL) + px(10))
        slip.midbottom = (thing.area.centerx, thing.area.top - px(GAP))
        if slip.top < self._bounds.top:
            slip.top = thing.area.bottom + px(GAP)
        slip.clamp_ip(self._bounds)
        if self._card and slip.colliderect(self._card):
            return
        pygame.draw.rect(surface, theme.RAISED, slip, border_radius=px(6))
        pygame.draw.rect(surface, theme.LINE, slip, 1, border_radius=px(6))
        baseline = slip.centery + (type_.font(theme.SMALL).get_ascent() + type_.font(theme.SMALL).get_descent()) // 2
        type_.write(surface, words, (slip.centerx, baseline), theme.SMALL, theme.TEXT, "centre")
