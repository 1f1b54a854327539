"""The band at the foot of the screen while nobody is there: large words about what is shown, and the invitation."""

import math

import pygame
from pygame import Rect

from perceptron_sim.frontend import theme
from perceptron_sim.frontend.exhibit.large import TITLES, WORDS, write_fitted
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.widgets import baseline_in

MARGIN, INNER = 48, 40  # at 1920 x 1080
INVITATION_HEIGHT, INVITATION_WIDTH = 104, 760  # the second at most
TITLE_SHARE, WORDS_SHARE = 0.46, 0.78  # of the band's height, where the lines stand
BREATH_S = 4.0  # calm: slower than people breathe
FINGER = 15


class Band:
    """The band in *area*; what is written on it is drawn once and then copied."""

    def __init__(self, area: Rect, type_: Type, invitation: str, *, reduced_motion: bool = False) -> None:
        px = type_.scale.px
        self.area, self._type, self._invitation = area, type_, invitation
        self._still_s = reduced_motion
        style = next((one for one in TITLES[2:] if type_.width(invitation, one) <= px(INVITATION_WIDTH)), TITLES[-1])
        self._style = style
        wide = type_.width(invitation, style) + 2 * px(INNER) + 3 * px(FINGER)
        self.invitation = Rect(0, 0, wide, min(px(INVITATION_HEIGHT), area.height - 2 * px(16)))
        self.invitation.midright = (area.right - px(MARGIN), area.centery)
        self._written: tuple[str, str] | None = None
        self._picture = pygame.Surface(area.size)
        if pygame.display.get_surface():
            self._picture = self._picture.convert()

    def draw(self, surface: pygame.Surface, title: str, words: str, time_s: float) -> None:
        """The band with *title* and *words*, at *time_s* of the breath of its invitation."""
        if self._written != (title, words):
            self._written = (title, words)
            self._write(title, words)
        surface.blit(self._picture, self.area)
        breath = 0.0 if self._still_s else (1 - math.cos(2 * math.pi * time_s / BREATH_S)) / 2
        ring, width = self.invitation.inflate(2 * self._type.scale.px(9), 2 * self._type.scale.px(9)), 3
        colour = theme.blend(theme.GROUND, theme.CREAM, 0.2 + 0.7 * breath)
        pygame.draw.rect(surface, colour, ring, max(2, self._type.scale.px(width)), border_radius=ring.height // 2)

    def _write(self, title: str, words: str) -> None:
        type_, px, picture = self._type, self._type.scale.px, self._picture
        picture.fill(theme.GROUND)
        pygame.draw.line(picture, theme.LINE, (0, 0), (self.area.width, 0), max(1, px(2)))
        left, height = px(MARGIN), self.area.height
        width = self.invitation.left - self.area.left - 2 * px(MARGIN) - left
        write_fitted(picture, type_, title, (left, round(height * TITLE_SHARE)), TITLES, width)
        write_fitted(picture, type_, words, (left, round(height * WORDS_SHARE)), WORDS, width, theme.TEXT)
        place = self.invitation.move(-self.area.left, -self.area.top)
        pygame.draw.rect(picture, theme.CREAM, place, border_radius=place.height // 2)
        finger = (place.left + px(INNER) + px(FINGER), place.centery)
        pygame.draw.aacircle(picture, theme.INK, finger, px(FINGER), max(2, px(3)))
        pygame.draw.aacircle(picture, theme.INK, finger, px(FINGER) // 2)
        at = (finger[0] + 2 * px(FINGER), baseline_in(place, type_, self._style))
        type_.write(picture, self._invitation, at, self._style, theme.INK)
