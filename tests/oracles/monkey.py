"""A monkey at the window: seeded keys, mouse, fingers, wheel, drops, sizes and what else a system sends.

The desktop and the exhibit are tried by the same one. It only posts events, as the system does, and gives the window
another size; whoever lets it loose draws the frames.
"""

import random
from collections.abc import Callable
from pathlib import Path

import pygame
from pygame.event import Event

FRAME_S = 1 / 60
SIZES = ((1280, 720), (1280, 720), (1366, 768), (1600, 900), (1920, 1080), (1280, 1024), (1000, 600))
KEYS = (
    *range(pygame.K_a, pygame.K_z + 1),
    *range(pygame.K_0, pygame.K_9 + 1),
    *range(pygame.K_F1, pygame.K_F12 + 1),
    *(pygame.K_TAB, pygame.K_RETURN, pygame.K_SPACE, pygame.K_ESCAPE, pygame.K_BACKSPACE, pygame.K_DELETE) * 3,
    *(pygame.K_LEFT, pygame.K_RIGHT, pygame.K_UP, pygame.K_DOWN) * 4,
    *(pygame.K_HOME, pygame.K_END, pygame.K_PAGEUP, pygame.K_PAGEDOWN, pygame.K_KP_ENTER, pygame.K_KP_5),
    *(pygame.K_PLUS, pygame.K_MINUS, pygame.K_COMMA, pygame.K_PERIOD, pygame.K_SLASH, pygame.K_PRINTSCREEN),
)
MODS = (0,) * 8 + (
    pygame.KMOD_SHIFT,
    pygame.KMOD_CTRL,
    pygame.KMOD_ALT,
    pygame.KMOD_META,
    pygame.KMOD_CTRL | pygame.KMOD_SHIFT,
)
TEXTS = ("a", "Ä", "7", "-", "€", "\t", "字", "letters", "../..", "")
SYSTEM = (pygame.WINDOWFOCUSLOST, pygame.WINDOWFOCUSGAINED, pygame.WINDOWLEAVE, pygame.WINDOWENTER)
SYSTEM += (pygame.WINDOWMINIMIZED, pygame.WINDOWRESTORED, pygame.WINDOWEXPOSED, pygame.QUIT, pygame.WINDOWCLOSE)
MOST_FINGERS = 5
AWAY_S = 40.0  # it has found something else to do


def rubbish(folder: Path, rng: random.Random) -> tuple[str, ...]:
    """Files and folders that somebody may drop on the window: a picture, and what only looks like something."""
    folder.mkdir(parents=True, exist_ok=True)
    picture = pygame.Surface((40, 30))
    picture.fill((255, 255, 255))
    pygame.draw.line(picture, (0, 0, 0), (5, 5), (30, 20), 4)
    pygame.image.save(picture, folder / "picture.png")
    whole = (folder / "picture.png").read_bytes()
    for name, content in (
        ("half.png", whole[: len(whole) // 2]),
        ("noise.png", rng.randbytes(500)),
        ("noise.session.json", rng.randbytes(500)),
        ("empty.session.json", b""),
        ("list.session.json", b"[1, 2, 3]"),
        ("deep.json", b"[" * 5000),
        ("noise.json", rng.randbytes(100)),
        ("noise.bin", rng.randbytes(100)),
    ):
        (folder / name).write_bytes(content)
    (folder / "folder").mkdir(exist_ok=True)
    (folder / "folder" / "picture.png").write_bytes(whole)
    return (*map(str, sorted(folder.iterdir())), str(folder / "gone.png"), "", "\0")


class Monkey:
    """Makes inputs by the dice of *seed*; drops what lies in *folder*, made for it."""

    def __init__(self, seed: int, folder: Path) -> None:
        self._rng = random.Random(seed)
        self._dropped = rubbish(folder, self._rng)
        self._fingers: dict[int, tuple[float, float]] = {}
        self._kinds: tuple[tuple[int, Callable[[], list[Event]]], ...] = (
            (30, self._key),
            (25, self._click),
            (12, self._drag),
            (20, self._touch),
            (5, self._wheel),
            (3, self._text),
            (3, self._system),
            (2, self._drop),
            (1, self._resize),
        )

    def act(self) -> None:
        """Do one thing."""
        weights = [weight for weight, _ in self._kinds]
        (_, kind), *_ = self._rng.choices(self._kinds, weights)
        for event in kind():
            pygame.event.post(event)

    def let_loose(self, frame: Callable[[float], None], inputs: int, *, most_at_once: int = 6) -> None:
        """Do so many things, up to *most_at_once* of them from one *frame* to the next; now and then look away."""
        while inputs > 0:
            for _ in range(min(inputs, self._rng.randint(1, most_at_once))):
                self.act()
                inputs -= 1
            frame(FRAME_S if self._rng.random() < 0.9 else self._rng.choice((0.0, 0.25, 1.0, AWAY_S)))

    def resize(self, size: tuple[int, int]) -> None:
        """Give the window another size."""
        pygame.display.set_mode(size, pygame.RESIZABLE)
        pygame.event.post(Event(pygame.VIDEORESIZE, size=size, w=size[0], h=size[1]))

    def _place(self) -> tuple[int, int]:
        width, height = pygame.display.get_surface().get_size()
        x, y = self._rng.randrange(width), self._rng.randrange(height)
        return self._rng.choice(((x, y),) * 12 + ((x, 10), (x, height - 20), (0, 0), (width + 50, -3)))

    def _key(self) -> list[Event]:
        key, mod = self._rng.choice(KEYS), self._rng.choice(MODS)
        unicode = chr(key) if 32 <= key < 127 else ""
        return [Event(kind, key=key, mod=mod, unicode=unicode, scancode=0) for kind in (pygame.KEYDOWN, pygame.KEYUP)]

    def _text(self) -> list[Event]:
        return [Event(pygame.TEXTINPUT, text=self._rng.choice(TEXTS), window=None)]

    def _click(self) -> list[Event]:
        at, button = self._place(), self._rng.choice((1,) * 8 + (2, 3, 4, 5))
        pressed = Event(pygame.MOUSEBUTTONDOWN, pos=at, button=button, touch=False)
        lifted = Event(pygame.MOUSEBUTTONUP, pos=at, button=button, touch=False)
        parts = [self._motion(at, 0), pressed, lifted]
        del parts[self._rng.randrange(12) :]  # sometimes one is never told of the rest
        return parts

    def _drag(self) -> list[Event]:
        at = self._place()
        parts = [self._motion(at, 0), Event(pygame.MOUSEBUTTONDOWN, pos=at, button=1, touch=False)]
        for _ in range(self._rng.randint(1, 5)):
            at = self._place()
            parts.append(self._motion(at, 1))
        return [*parts, Event(pygame.MOUSEBUTTONUP, pos=at, button=1, touch=False)]

    def _motion(self, at: tuple[int, int], button: int) -> Event:
        return Event(pygame.MOUSEMOTION, pos=at, rel=(1, 1), buttons=(button, 0, 0), touch=False)

    def _wheel(self) -> list[Event]:
        y = self._rng.choice((-30, -1, 1, 3))
        return [Event(pygame.MOUSEWHEEL, x=0, y=y, precise_x=0.0, precise_y=float(y), flipped=False, touch=False)]

    def _touch(self) -> list[Event]:
        """A finger comes, moves or goes; several may be there at once."""
        kind = self._rng.choice((pygame.FINGERDOWN, pygame.FINGERMOTION, pygame.FINGERUP))
        x, y = self._rng.random(), self._rng.random()
        if self._rng.random() < 0.1:
            x, y = self._rng.choice((0.0, 1.0)), self._rng.choice((0.0, 1.0))
        known = list(self._fingers)
        if kind == pygame.FINGERDOWN and len(known) < MOST_FINGERS:
            finger = self._rng.randrange(2**40)
            self._fingers[finger] = (x, y)
        else:
            finger = self._rng.choice(known) if known else 3  # which was never put down
            if kind == pygame.FINGERUP:
                self._fingers.pop(finger, None)
        return [Event(kind, touch_id=1, finger_id=finger, x=x, y=y, dx=0.01, dy=0.0, pressure=1.0)]

    def _system(self) -> list[Event]:
        return [Event(self._rng.choice(SYSTEM))]

    def _drop(self) -> list[Event]:
        path = self._rng.choice(self._dropped)
        return [Event(pygame.DROPBEGIN), Event(pygame.DROPFILE, file=path), Event(pygame.DROPCOMPLETE)]

    def _resize(self) -> list[Event]:
        self.resize(self._rng.choice(SIZES))
        return []
