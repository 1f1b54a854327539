"""A sheet: one figure of a report, laid out in pixels as on a screen, with a title, a subtitle and a footer.

Everything is drawn by Figure and Agg; the typefaces and settings are those of the house while one sheet is drawn and
saved, and nothing of them stays behind.
"""

import io
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontEntry, fontManager
from matplotlib.lines import Line2D
from matplotlib.text import Text

from perceptron_sim import palette
from perceptron_sim.assets import verify
from perceptron_sim.palette import as_hex

PX_PER_INCH, POINTS_PER_PX = 96, 0.75
DOTS_PER_PX = 2  # of a PNG: sharp on a projector and in print
FULL_WIDTH, HALF_WIDTH = 1080, 528
PADDING, GUTTER = 28, 24
HEADER = 96  # above the space for axes
SMALL, TITLE = 14, 21  # px
LETTER = 7.6  # px that a small letter takes on average
TEXT_FAMILY, FIGURE_FAMILY = "perceptron_sim text", "perceptron_sim figures"
FACES = (
    (palette.REGULAR, TEXT_FAMILY, 400),
    (palette.BOLD, TEXT_FAMILY, 700),
    (palette.MONO, FIGURE_FAMILY, 400),
    (palette.MONO_BOLD, FIGURE_FAMILY, 700),
)
SETTINGS: Any = {
    "font.family": [TEXT_FAMILY, "DejaVu Sans"],  # the second has the letters that the first has not
    "font.size": SMALL * POINTS_PER_PX,
    "text.color": as_hex(palette.TEXT),
    "text.parse_math": False,  # a class may be called $1
    "axes.facecolor": "none",
    "axes.edgecolor": as_hex(palette.LINE),
    "axes.labelcolor": as_hex(palette.MUTED),
    "axes.linewidth": 1 * POINTS_PER_PX,
    "xtick.color": as_hex(palette.MUTED),
    "ytick.color": as_hex(palette.MUTED),
    "xtick.major.size": 0,
    "ytick.major.size": 0,
    "xtick.minor.size": 0,
    "ytick.minor.size": 0,
    "grid.color": as_hex(palette.LINE),
    "grid.linewidth": 1 * POINTS_PER_PX,
    "lines.solid_capstyle": "round",
    "lines.dash_capstyle": "round",
    "svg.fonttype": "path",
    "svg.hashsalt": "perceptron_sim",  # names inside a file are then the same every time
}


@contextmanager
def house_style() -> Iterator[None]:
    """Draw with the settings and typefaces of the house, whatever the user's own are, until the context ends."""
    entries = [FontEntry(fname=str(verify(face)), name=name, weight=weight) for face, name, weight in FACES]
    with mpl.rc_context(), warnings.catch_warnings():
        mpl.rcdefaults()
        mpl.rcParams.update(SETTINGS)
        warnings.filterwarnings("ignore", r"Glyph .* missing from font")  # the tables of the page have every letter
        fontManager.ttflist.extend(entries)
        try:
            yield
        finally:
            for entry in entries:
                fontManager.ttflist.remove(entry)


class Sheet:
    """A figure of *width* by *height* px. Places are in px from its top left corner."""

    def __init__(self, title: str, subtitle: str, footer: str, *, width: int = FULL_WIDTH, height: int) -> None:
        self.width, self.height = width, height
        self.figure = Figure(figsize=(width / PX_PER_INCH, height / PX_PER_INCH), dpi=PX_PER_INCH)
        self.figure.patch.set_facecolor(as_hex(palette.PANEL))
        FigureCanvasAgg(self.figure)
        self.fit(self.text(PADDING, 40, title, size=TITLE, weight="bold"), width - 2 * PADDING)
        self.fit(self.text(PADDING, 66, subtitle, colour=palette.MUTED), width - 2 * PADDING)
        self.text(PADDING, height - 18, footer, size=13, colour=palette.MUTED)

    def text(
        self,
        x: float,
        y: float,
        words: str,
        *,
        size: float = SMALL,
        colour: palette.Colour | str = palette.TEXT,
        **how: Any,
    ) -> Text:
        """Write *words* with their base line at *y*, beginning at *x* if `ha` does not say otherwise."""
        colour = colour if isinstance(colour, str) else as_hex(colour)
        place = x / self.width, 1 - y / self.height
        return self.figure.text(*place, words, fontsize=size * POINTS_PER_PX, color=colour, **{"va": "baseline", **how})

    def line(self, x: Sequence[float], y: Sequence[float], **how: Any) -> None:
        """A line through these places, on the sheet itself."""
        places = [one / self.width for one in x], [1 - one / self.height for one in y]
        self.figure.add_artist(Line2D(*places, transform=self.figure.transFigure, **how))

    def mark(self, x: float, y: float, **how: Any) -> None:
        """A single point."""
        self.line([x], [y], linestyle="none", **how)

    def fit(self, words: Text, room: float) -> None:
        """Write *words* smaller if they are wider than *room* px."""
        words.set_fontsize(float(words.get_fontsize()) * min(1.0, room / max(self.width_of(words), 1.0)))

    def width_of(self, words: Text) -> float:
        """How wide *words* came out, in px."""
        return words.get_window_extent().width

    def axes(self, left: float, top: float, width: float, height: float, **how: Any) -> Axes:
        """Axes without a frame in this rectangle."""
        bottom = self.height - top - height
        rectangle = (left / self.width, bottom / self.height, width / self.width, height / self.height)
        axes = self.figure.add_axes(rectangle, **how)
        for spine in axes.spines.values():
            spine.set_visible(False)
        axes.tick_params(labelsize=SMALL * POINTS_PER_PX, pad=6)
        axes.set_axisbelow(True)
        return axes

    def png(self) -> bytes:
        """The sheet as a PNG file."""
        return self._saved("png", dpi=PX_PER_INCH * DOTS_PER_PX, metadata={"Software": None})

    def svg(self) -> bytes:
        """The sheet as an SVG file, letters as outlines: it looks the same everywhere."""
        return self._saved("svg", metadata={"Date": None, "Creator": None})

    def _saved(self, form: str, **how: Any) -> bytes:
        file = io.BytesIO()
        self.figure.savefig(file, format=form, facecolor=as_hex(palette.PANEL), **how)
        return file.getvalue()
