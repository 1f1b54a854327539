"""Hands at the switches: what each finger, and the mouse, has been drawn across since it was pressed."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field

from pygame import Rect

Position = tuple[int, int]
Finger = Hashable  # the mouse is None


@dataclass(slots=True)
class Stroke:
    """Switches of the bank *kind*, in the order in which the finger came to them, and the position meant for them."""

    kind: str
    position: int
    units: dict[int, None]
    at: Position = field(default=(0, 0))

    @property
    def drawn(self) -> bool:
        """Whether it went over more than the switch it began at."""
        return len(self.units) > 1


class Hands:
    """The strokes that are being made now; *banks* are the places of each kind of switch, in their order."""

    def __init__(self, banks: Mapping[str, Sequence[Rect]]) -> None:
        self._banks = {kind: list(places) for kind, places in banks.items()}
        self._steps = {kind: max(1, min(min(p.size) for p in places) // 2) for kind, places in self._banks.items()}
        self._strokes: dict[Finger, Stroke] = {}

    @property
    def busy(self) -> bool:
        """Whether any finger is down on a switch."""
        return bool(self._strokes)

    @property
    def strokes(self) -> Sequence[Stroke]:
        """Those being made."""
        return tuple(self._strokes.values())

    def begin(self, finger: Finger, kind: str, unit: int, position: int, at: Position) -> None:
        """*finger* is pressed at *at* on the switch *unit*; all that it comes to is meant to go to *position*."""
        self._strokes[finger] = Stroke(kind, position, {unit: None}, at)

    def move(self, finger: Finger, at: Position) -> None:
        """*finger* comes to *at*: every switch on the straight way there is its own now."""
        stroke = self._strokes.get(finger)
        if stroke is None:
            return
        places, (x, y) = self._banks[stroke.kind], stroke.at
        way = (at[0] - x, at[1] - y)
        steps = max(1, max(map(abs, way)) // self._steps[stroke.kind])
        for step in range(1, steps + 1):
            point = (x + way[0] * step // steps, y + way[1] * step // steps)
            unit = Rect(point, (1, 1)).collidelist(places)
            if unit >= 0:
                stroke.units[unit] = None
        stroke.at = at

    def end(self, finger: Finger) -> Stroke | None:
        """*finger* is lifted; its stroke, if it made one."""
        return self._strokes.pop(finger, None)

    def let_go(self, finger: Finger | None = None, *, everything: bool = False) -> None:
        """Forget the stroke of *finger*, or all of them; nothing comes of it."""
        if everything:
            self._strokes.clear()
        else:
            self._strokes.pop(finger, None)
