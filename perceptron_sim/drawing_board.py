"""The pad a visitor draws on: a retina of light, strokes of several pens at once, stamps, shifts, and taking back."""

from collections import deque
from collections.abc import Hashable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from perceptron_sim.sign import BRIGHTEST, Sign

MOST_KEPT = 100  # doings that can be taken back
SOFT_CELLS = 0.5  # beyond its radius a brush fades over twice this, from a whole one at its radius less this
SHORT = 1e-12  # square cells: a line that short is a point
BRUSHES_CELLS = (0.5, 1.0, 1.6)  # radii: the thinnest lights one cell alone
LIGHTS = (255, 191, 128, 64)  # full light, three quarters, half, a quarter
FloatArray = npt.NDArray[np.float32]
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Brush:
    """A round, soft-edged brush of *radius_cells* that leaves *level*, 0 (then it rubs out) to 255 (full light)."""

    level: int = LIGHTS[0]
    radius_cells: float = BRUSHES_CELLS[-1]  # strokes as thick as those of the letters that ship

    @property
    def erases(self) -> bool:
        """Whether it rubs out."""
        return self.level == 0


class DrawingBoard:
    """A picture of *rows* x *columns* cells of light, and how it came about as far as it can be taken back.

    Points are (x, y) in cells from the upper left corner, so that (0.5, 0.5) is the middle of the first cell. Pens
    that are on the board together draw one thing, which is taken back as one.
    """

    def __init__(self, rows: int, columns: int) -> None:
        self.brush = Brush()
        self.version = 0  # goes up with every change of the picture
        self._light: FloatArray = np.zeros((rows, columns), dtype=np.float32)
        self._y, self._x = np.mgrid[:rows, :columns].astype(np.float32) + np.float32(0.5)
        self._before: deque[FloatArray] = deque(maxlen=MOST_KEPT)
        self._pens: dict[Hashable, Point] = {}
        self._ground, self._covered = self._light, np.zeros_like(self._light)  # of what is drawn by the present brush
        self._drawn_by, self._begun = self.brush, self._light
        self._sign: tuple[int, Sign] | None = None

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        rows, columns = self._light.shape
        return rows, columns

    @property
    def light(self) -> FloatArray:
        """The light (rows, columns) on it, 0 to 1; read-only."""
        seen = self._light.view()
        seen.flags.writeable = False
        return seen

    @property
    def sign(self) -> Sign:
        """The same as a sign to be shown."""
        if self._sign is None or self._sign[0] != self.version:
            self._sign = self.version, Sign.of(self._light)
        return self._sign[1]

    @property
    def dark(self) -> bool:
        """Whether nothing is lit."""
        return self.sign.dark

    @property
    def undoable(self) -> bool:
        """Whether there is something to take back."""
        return bool(self._before)

    @property
    def drawing(self) -> bool:
        """Whether a pen is on it."""
        return bool(self._pens)

    # Pens.

    def put(self, pen: Hashable, at: Point, *, anew: bool = False) -> None:
        """Put *pen* (a finger, the mouse, the keyboard's) on the board at *at*.

        *anew* lets the first pen begin on a dark board; what lay there comes back with what is taken back then.
        """
        if not self._pens:
            self._begun = self._light
            if anew and self._light.any():
                self._remember()
                self._set(np.zeros_like(self._light))
            self._take_up(self.brush)
        self._pens[pen] = at
        self._stroke(at, at)

    def move(self, pen: Hashable, at: Point) -> None:
        """Draw with *pen*, if it is on the board, straight to *at*."""
        if pen in self._pens:
            self._stroke(self._pens[pen], at)
            self._pens[pen] = at

    def lift(self, pen: Hashable) -> None:
        """Take *pen* off the board."""
        if self._pens.pop(pen, None) and not self._pens:
            self._forget_if_the_same()

    def lift_all(self) -> None:
        """Take all pens off the board."""
        for pen in tuple(self._pens):
            self.lift(pen)

    # What is done at once.

    def stamp(self, image: npt.NDArray[np.floating]) -> None:
        """Add *image* (rows, columns) of light, 0 to 1, to what is there."""
        self._do(np.maximum(self._light, image.astype(np.float32)))

    def put_in_place(self, image: npt.NDArray[np.floating]) -> None:
        """Let *image* (rows, columns) of light, 0 to 1, take the place of what is there."""
        self._do(image.astype(np.float32))

    def look_through(self, image: npt.NDArray[np.floating]) -> None:
        """Show *image* for a moment, as a camera does many times a second; nothing is kept that could be taken back."""
        self.lift_all()
        self._set(image.astype(np.float32))

    def shift(self, down: int, right: int) -> None:
        """Move the picture by whole cells; what leaves the board is gone, what comes in is dark."""
        rows, columns = self.shape
        moved = np.zeros_like(self._light)
        if abs(down) < rows and abs(right) < columns:
            to = np.s_[max(down, 0) : rows + min(down, 0), max(right, 0) : columns + min(right, 0)]
            of = np.s_[max(-down, 0) : rows + min(-down, 0), max(-right, 0) : columns + min(-right, 0)]
            moved[to] = self._light[of]
        self._do(moved)

    def clear(self) -> None:
        """Put out every cell."""
        self._do(np.zeros_like(self._light))

    def undo(self) -> bool:
        """Take back what was done last; False where there is nothing."""
        self.lift_all()
        if not self._before:
            return False
        self._set(self._before.pop())
        return True

    def _do(self, light: FloatArray) -> None:
        self.lift_all()
        if not np.array_equal(light, self._light):
            self._remember()
            self._set(light)

    def _stroke(self, begin: Point, end: Point) -> None:
        """Draw from *begin* to *end*: what the present brush covered is covered once, however often it went over it."""
        if self._drawn_by != self.brush:
            self._take_up(self.brush)
        brush = self._drawn_by
        away = self._away_from(begin, end)
        cover = np.clip(np.float32(brush.radius_cells + SOFT_CELLS) - away, 0, 1)
        covered = np.maximum(self._covered, cover)
        if not np.array_equal(covered, self._covered):
            self._covered = covered
            level = np.float32(brush.level / BRIGHTEST)
            light = self._ground + (level - self._ground) * covered
            if not np.array_equal(light, self._light):
                if self._light is self._begun:
                    self._remember()
                self._set(light)

    def _away_from(self, begin: Point, end: Point) -> FloatArray:
        """How far the middle of each cell is from the line between *begin* and *end*, in cells: (rows, columns)."""
        across, down = end[0] - begin[0], end[1] - begin[1]
        x, y = self._x - np.float32(begin[0]), self._y - np.float32(begin[1])
        length = across * across + down * down
        share = np.clip((x * across + y * down) / length, 0, 1) if length > SHORT else np.float32(0)
        away: FloatArray = np.hypot(x - share * across, y - share * down).astype(np.float32)
        return away

    def _take_up(self, brush: Brush) -> None:
        self._drawn_by, self._ground = brush, self._light
        self._covered = np.zeros_like(self._light)

    def _remember(self) -> None:
        self._before.append(self._light)

    def _forget_if_the_same(self) -> None:
        """What was drawn and rubbed out again is nothing to be taken back."""
        if self._before and np.array_equal(self._before[-1], self._light):
            self._before.pop()

    def _set(self, light: FloatArray) -> None:
        self._light = light  # never written into: what is remembered stays
        self.version += 1
