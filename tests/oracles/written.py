"""A surface that remembers what was written on it: where each text stands, in which size, on what ground.

Pictures made on the way are such surfaces too, so a text is still known after it was drawn on a layer that is only
copied afterwards; what is covered by something opaque is forgotten.
"""

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import pygame
import pytest
from pygame import Rect

Colour = tuple[int, int, int]
PLAIN, FONT = pygame.Surface, pygame.font.Font
DRAW_RECT, ROTATE = pygame.draw.rect, pygame.transform.rotate
SCALES = {name: getattr(pygame.transform, name) for name in ("scale", "smoothscale")}
EDGE_PX = 4
SAMPLES = 6  # pixels of the ground that are looked at


class Grounded(NamedTuple):
    """A colour of letters and the ground below them."""

    letters: Colour
    ground: Colour


@dataclass(frozen=True, slots=True)
class Written:
    """A text: its letters' *ink*, the size of its type, its colours; *cut* at its sides or, in height, *cropped*."""

    text: str
    ink: Rect
    size_px: float
    colours: Grounded | None = None
    cut: bool = False
    cropped: bool = False


@dataclass(frozen=True, slots=True)
class Box:
    """A filled rectangle of one colour."""

    area: Rect
    colour: Colour


Mark = Written | Box


class Remembering(PLAIN):
    """A surface with the marks that are on it, in the order in which they were made."""

    @property
    def marks(self) -> list[Mark]:
        """What is on it now; of a part of a surface, what is on that part."""
        root, left, top = self._root()
        if root is self:
            return root.__dict__.setdefault("kept", [])
        area = self.get_rect(topleft=(left, top))
        return [moved(mark, -left, -top) for mark in root.marks if area.contains(area_of(mark))]

    @property
    def texts(self) -> list[Written]:
        """What is written on it now."""
        return [mark for mark in self.marks if isinstance(mark, Written)]

    @property
    def boxes(self) -> list[Box]:
        """Which boxes are on it now."""
        return [mark for mark in self.marks if isinstance(mark, Box)]

    def _root(self) -> tuple["Remembering", int, int]:
        root = self.get_abs_parent()
        return (root, *self.get_abs_offset()) if isinstance(root, Remembering) else (self, 0, 0)

    def mark(self, marks: Iterable[Mark]) -> None:
        """Add *marks*, as far as the clip lets them be seen."""
        root, left, top = self._root()
        seen = self.get_clip()
        found = (clipped(mark, seen) for mark in marks)
        root.marks.extend(moved(mark, left, top) for mark in found if mark is not None)

    def forget(self, area: Rect) -> None:
        """Something opaque now covers *area*."""
        root, left, top = self._root()
        covered = area.clip(self.get_clip()).move(left, top)
        if root.marks:
            root.marks[:] = [mark for mark in root.marks if not covered.contains(area_of(mark))]

    def blit(self, source: PLAIN, dest: Any = (0, 0), area: Any = None, special_flags: int = 0) -> Rect:
        self._copied(source, dest, area, special_flags)
        return super().blit(source, dest, area, special_flags)

    def blits(self, blit_sequence: Iterable[Any], doreturn: bool = True) -> list[Rect] | None:
        sequence = list(blit_sequence)
        for source, dest, *rest in sequence:
            if isinstance(source, Remembering) and source.marks:
                self._copied(source, dest, rest[0] if rest else None, 0)
        return super().blits(sequence, doreturn)

    def fblits(self, blit_sequence: Iterable[Any], special_flags: int = 0) -> None:
        sequence = list(blit_sequence)
        marked = {id(source): isinstance(source, Remembering) and bool(source.marks) for source, _ in sequence}
        for source, dest in sequence:
            if marked[id(source)]:
                self._copied(source, dest, None, special_flags)
        super().fblits(sequence, special_flags)

    def fill(self, color: Any, rect: Any = None, special_flags: int = 0) -> Rect:
        area = self.get_rect() if rect is None else Rect(rect)
        if (not special_flags and pygame.Color(color).a == 255) or self.get_flags() & pygame.SRCALPHA:
            self.forget(area)
        return super().fill(color, rect, special_flags)

    def copy(self) -> "Remembering":
        return self._with(super().copy())

    def convert(self, *arguments: Any) -> "Remembering":
        return self._with(super().convert(*arguments))

    def convert_alpha(self, *arguments: Any) -> "Remembering":
        return self._with(super().convert_alpha(*arguments))

    def _with(self, other: Any) -> "Remembering":
        other.mark(self.marks)
        return other

    def _copied(self, source: PLAIN, dest: Any, area: Any, special_flags: int) -> None:
        part = source.get_rect() if area is None else Rect(area).clip(source.get_rect())
        at = tuple(map(int, dest.topleft if isinstance(dest, Rect) else tuple(dest)[:2]))
        by = at[0] - part.left, at[1] - part.top
        alpha = source.get_alpha()
        opaque = not source.get_flags() & (pygame.SRCALPHA | pygame.SRCCOLORKEY) and alpha in (None, 255)
        if opaque and not special_flags:
            self.forget(part.move(by))
        if isinstance(source, Remembering) and alpha in (None, 255):
            marks = (moved(mark, *by) for mark in source.marks if part.contains(area_of(mark)))
            self.mark(marks if opaque else map(self._on_ground, marks))

    def _on_ground(self, mark: Mark) -> Mark:
        """*mark* with the ground it is now drawn on, unless this is one of glass."""
        if isinstance(mark, Box) or mark.colours is None or self.get_flags() & pygame.SRCALPHA:
            return mark
        return replace(mark, colours=Grounded(mark.colours.letters, self._ground(mark.ink)))

    def _ground(self, ink: Rect) -> Colour:
        seen = ink.clip(self.get_clip())
        step = max(1, round((seen.width * seen.height / SAMPLES) ** 0.5))
        places = ((x, y) for y in range(seen.top, seen.bottom, step) for x in range(seen.left, seen.right, step))
        found = Counter(tuple(self.get_at(place)[:3]) for place in places)
        return found.most_common(1)[0][0] if found else (0, 0, 0)


class RememberingFont(FONT):
    """A font whose pictures know their text."""

    def __init__(self, file: Any, size: int) -> None:
        super().__init__(file, size)
        self.size_px = size

    def render(self, text: str, antialias: bool, color: Any, *rest: Any, **others: Any) -> PLAIN:
        drawn = super().render(text, antialias, color, *rest, **others)
        if not text.strip():
            return drawn
        picture = Remembering(drawn.get_size(), pygame.SRCALPHA)
        PLAIN.blit(picture, drawn, (0, 0))
        letters = tuple(pygame.Color(color)[:3])
        picture.mark([Written(text, drawn.get_bounding_rect(), self.size_px, Grounded(letters, letters))])
        return picture


def without_outlines(texts: list[Written]) -> list[Written]:
    """*texts* without those that are only the dark edge of the same text written over them a pixel further."""
    last: dict[tuple[str, tuple[int, int]], list[Written]] = {}
    for one in texts:
        same = last.setdefault((one.text, one.ink.size), [])
        same[:] = [other for other in same if not other.ink.inflate(EDGE_PX, EDGE_PX).contains(one.ink)]
        same.append(one)
    return [one for same in last.values() for one in same]


def area_of(mark: Mark) -> Rect:
    """Where *mark* stands."""
    return mark.ink if isinstance(mark, Written) else mark.area


def moved(mark: Mark, x: int, y: int) -> Mark:
    """*mark*, so much further right and below."""
    if not x and not y:
        return mark
    if isinstance(mark, Box):
        return Box(mark.area.move(x, y), mark.colour)
    return Written(mark.text, mark.ink.move(x, y), mark.size_px, mark.colours, mark.cut, mark.cropped)


def clipped(mark: Mark, seen: Rect) -> Mark | None:
    """What is left of *mark* where only *seen* is drawn on."""
    whole = area_of(mark)
    if seen.contains(whole):
        return mark
    left = whole.clip(seen)
    if 0 in left.size:
        return None
    if isinstance(mark, Box):
        return replace(mark, area=left)
    cut, cropped = left.width < mark.ink.width, left.height < mark.ink.height
    return replace(mark, ink=left, cut=mark.cut or cut, cropped=mark.cropped or cropped)


def _draw_rect(surface: PLAIN, color: Any, rect: Any, width: int = 0, *rest: Any, **others: Any) -> Rect:
    whole = pygame.Color(color)
    if isinstance(surface, Remembering) and not width and whole.a == 255:
        area = Rect(rect)
        surface.forget(area)
        surface.mark([Box(area, tuple(whole[:3]))])
    return DRAW_RECT(surface, color, rect, width, *rest, **others)


def _rotated(surface: PLAIN, angle: float) -> PLAIN:
    turned = ROTATE(surface, angle)
    texts = surface.texts if isinstance(surface, Remembering) else []
    if not texts:
        return turned
    picture = Remembering(turned.get_size(), pygame.SRCALPHA)
    PLAIN.blit(picture, turned, (0, 0))
    first, ink = texts[0], turned.get_bounding_rect()
    picture.mark([replace(first, text=" ".join(one.text for one in texts), ink=ink)])
    return picture


def _scaled(name: str) -> Any:
    def scale(surface: PLAIN, size: Any, *rest: Any) -> PLAIN:
        scaled = SCALES[name](surface, size, *rest)
        texts = surface.texts if isinstance(surface, Remembering) else []
        if not texts:
            return scaled
        picture = Remembering(scaled.get_size(), scaled.get_flags() & pygame.SRCALPHA)
        PLAIN.blit(picture, scaled, (0, 0))
        across, down = (new / old for new, old in zip(size, surface.get_size(), strict=True))
        for one in texts:
            ink = Rect(one.ink.x * across, one.ink.y * down, one.ink.width * across, one.ink.height * down)
            picture.mark([replace(one, ink=ink, size_px=one.size_px * down)])
        return picture

    return scale


def _forget_made_pictures() -> None:
    """Empty what the window keeps of pictures it has made: those made before do not remember."""
    for name, module in list(sys.modules.items()):
        if name.startswith("perceptron_sim.frontend"):
            for made in vars(module).values():
                if hasattr(made, "cache_clear"):
                    made.cache_clear()


@contextmanager
def remembered() -> Iterator[None]:
    """Let every surface and font made in the meantime remember."""
    _forget_made_pictures()
    with pytest.MonkeyPatch.context() as patch:
        for name, module in list(sys.modules.items()):
            if name.startswith("perceptron_sim.frontend") and getattr(module, "Surface", None) is PLAIN:
                patch.setattr(module, "Surface", Remembering)
        patch.setattr(pygame, "Surface", Remembering)
        patch.setattr(pygame.font, "Font", RememberingFont)
        patch.setattr(pygame.draw, "rect", _draw_rect)
        patch.setattr(pygame.transform, "rotate", _rotated)
        for name in SCALES:
            patch.setattr(pygame.transform, name, _scaled(name))
        yield
    _forget_made_pictures()
