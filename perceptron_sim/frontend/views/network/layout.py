"""Where everything of the network view stands: pages above, one page in the middle, settings and warnings below."""

from collections.abc import Sequence
from dataclasses import dataclass

from pygame import Rect

from perceptron_sim.explain.network_settings import NAMES
from perceptron_sim.frontend import theme
from perceptron_sim.frontend.layout import GUTTER, PADDING, ROW_GAP, heading_of, pages_and_panels
from perceptron_sim.frontend.text import Type

TITLES = ("Layers", "Receptive fields", "Two inputs", "Loss surface", "Hessian", "Convolution", "Offsets", "Transplant")
SHARES = {"loss": 1.5, "optimizer": 1.45, "activation": 1.25, "depth": 1.1}  # of the strip; all others 1


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkLayout:
    """Every rectangle that all pages share; panel is what one page has for itself."""

    area: Rect
    tabs: tuple[Rect, ...]
    counter: Rect
    panel: Rect
    settings: dict[str, Rect]
    notice: Rect


def arrange(area: Rect, type_: Type) -> NetworkLayout:
    """Lay out *area*; *type_* tells how much room text takes at that size."""
    px = type_.scale.px
    row, panels = pages_and_panels(area, type_)
    notice = Rect(panels.left, 0, panels.width, type_.height(theme.SMALL) + px(8))
    notice.bottom = panels.bottom
    strip = Rect(panels.left, 0, panels.width, type_.height(theme.LABEL) + px(4) + stepper_height(type_))
    strip.bottom = notice.top - px(8)
    tabs = _tabs(row, type_)
    counter = Rect(tabs[-1].right + px(24), row.top, row.right - tabs[-1].right - px(24), row.height)
    return NetworkLayout(
        area=area,
        tabs=tabs,
        counter=counter,
        panel=Rect(panels.left, panels.top, panels.width, strip.top - px(ROW_GAP) - panels.top),
        settings=_settings(strip, type_),
        notice=notice,
    )


def inside_of(panel: Rect, type_: Type) -> Rect:
    """What a *panel* has for its pictures, below the line of its title."""
    px = type_.scale.px
    top = heading_of(panel, type_).bottom + px(12)
    return Rect(panel.left + px(PADDING), top, panel.width - 2 * px(PADDING), panel.bottom - px(20) - top)


def side_by_side(panel: Rect, type_: Type, parts: Sequence[float]) -> tuple[Rect, ...]:
    """Panels beside each other that share the room of *panel* as *parts* are to each other."""
    gap = type_.scale.px(GUTTER)
    room, left, found = panel.width - gap * (len(parts) - 1), float(panel.left), []
    for part in parts:
        width = room * part / sum(parts)
        right = round(left + width)
        found.append(Rect(round(left), panel.top, right - round(left), panel.height))
        left += width + gap
    return tuple(found)


def stepper_height(type_: Type) -> int:
    """Of a value between its two arrows."""
    return max(type_.scale.px(40), type_.height(theme.BODY) + 6)


def label_height(type_: Type) -> int:
    """Of a line of small capitals with its distance to what is below."""
    return type_.height(theme.LABEL) + type_.scale.px(6)


def _tabs(row: Rect, type_: Type) -> tuple[Rect, ...]:
    left, found = row.left - type_.scale.px(14), []  # the words, not their areas, begin at the margin
    for title in TITLES:
        width = type_.width(title, theme.STRONG) + type_.scale.px(28)
        found.append(Rect(left, row.top, width, row.height))
        left += width
    return tuple(found)


def _settings(strip: Rect, type_: Type) -> dict[str, Rect]:
    gap = type_.scale.px(16)
    parts = [SHARES.get(name, 1.0) for name in NAMES]
    room = strip.width - gap * (len(NAMES) - 1)
    left, found = float(strip.left), {}
    for name, part in zip(NAMES, parts, strict=True):
        width = room * part / sum(parts)
        found[name] = Rect(round(left), strip.top, int(width), strip.height)
        left += width + gap
    return found


@dataclass(frozen=True, slots=True)
class Column:
    """A layer on the page of layers: what it gives above, what it looks for below; its arrow comes in from the left."""

    upper: Rect
    lower: Rect
    arrow: Rect


UPPER_SHARE = 0.4  # of the height of both pictures
LEAST_OUTPUTS = 480  # how wide the last column is at least, at the reference size
ARROWS = {2: 168, 3: 168, 4: 120}  # how wide, by the number of columns
NARROW_ARROW = 72


def columns(inside: Rect, type_: Type, count: int, needed: Sequence[int] = ()) -> tuple[Column, ...]:
    """*count* columns beside each other, the last one, the outputs, wider; labels stand above both pictures.

    *needed* is how wide those of hidden layers have to be, where that is known; else they are as wide as they may be.
    """
    px = type_.scale.px
    label, gap = label_height(type_), px(ARROWS.get(count, NARROW_ARROW))
    height = inside.height - 2 * label - px(20)
    upper_height = int(height * UPPER_SHARE)
    first = min(upper_height, inside.width // (count + 1))
    hidden = (inside.width - first - gap * (count - 1) - px(LEAST_OUTPUTS)) // max(1, count - 2)
    most = min(hidden, height - upper_height + px(16))
    widths = [first, *([min(one, most) for one in needed] or [most] * (count - 2))]
    widths.append(inside.right - inside.left - sum(widths) - gap * (count - 1))
    left = inside.left
    found: list[Column] = []
    for width in widths:
        upper = Rect(left, inside.top + label, width, upper_height)
        top = upper.bottom + px(20) + label
        arrow = (
            Rect(left - gap + px(12), upper.top, gap - px(24), upper.height) if found else Rect(upper.topleft, (0, 0))
        )
        found.append(Column(upper, Rect(left, top, width, inside.bottom - top), arrow))
        left += width + gap
    return tuple(found)


def beside(inside: Rect, type_: Type, left_width: int) -> tuple[Rect, Rect]:
    """A picture *left_width* wide at the left, and the rest at its right."""
    gap = type_.scale.px(48)
    left = Rect(inside.left, inside.top, left_width, inside.height)
    return left, Rect(left.right + gap, inside.top, inside.right - left.right - gap, inside.height)
