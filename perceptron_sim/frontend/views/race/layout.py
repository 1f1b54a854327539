"""Where the race stands: the lanes with their columns, what all saw and the curves, and the bar that begins another."""

from collections.abc import Sequence
from dataclasses import dataclass

from pygame import Rect

from perceptron_sim.experiments.rules import RULES
from perceptron_sim.frontend import theme
from perceptron_sim.frontend.layout import GUTTER, PADDING, ROW_GAP, heading_of, panels_area
from perceptron_sim.frontend.text import Type
from perceptron_sim.network_spec import OPTIMIZERS

MOST_LARGE = 8  # lanes that have a large row each
LARGE_ROW, MIDDLE_ROW, SMALL_ROW = 104, 44, 30  # at 1920 x 1080: the highest of few, of many, of very many lanes
RULE, OPTIMIZER, SEEDS, START, TURN = "rule", "optimizer", "seeds", "start", "turn"
LESS, MORE = "less", "more"
INDENT = 24  # of what stands after the mark of a kind
MOST_NAME, MOST_ANSWER = 58, 24  # per cent of what names, answers and tracks share
KIND_WORDS = {True: "machine, 1960", False: "network, today"}
SIGN_ROOM = 20  # of a chip, before its word
BAR, CURVES = 104, 660  # how high the bar is, how wide the panel of the curves
WIDEST_START = 420  # as wide the button is at most
CELLS = 20  # along a side of most pictures: they are shown in whole pixels
Key = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Where the columns of the lanes begin and end, in x."""

    place: tuple[int, int]
    name: tuple[int, int]
    answer: tuple[int, int]
    track: tuple[int, int]
    share: tuple[int, int]
    unseen: tuple[int, int]
    errorless: tuple[int, int]
    cost: tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class BarLayout:
    """The bar: chips by key, where the words over each group of them begin, the stepper of seeds, the button."""

    panel: Rect
    chips: dict[Key, Rect]
    labels: dict[str, tuple[int, int]]
    seeds: Rect
    less: Rect
    more: Rect
    start: Rect


@dataclass(frozen=True, slots=True, kw_only=True)
class RaceLayout:
    """All places. *rows* is where the lanes stand, *pitch* from one to the next; *turns* page through many of them.

    Cards of cells reach so far *around* their words. *picture* is what all saw, *beside* the words about it.
    *names* is the column at the right of the plot for the names of the curves.
    """

    area: Rect
    lanes: Rect
    curves: Rect
    heads: Rect
    rows: Rect
    pitch: int
    around: int
    large: bool
    columns: Columns
    turns: tuple[Rect, Rect]
    picture: Rect
    beside: Rect
    plot: Rect
    names: Rect
    bar: BarLayout

    def cells(self, row: Rect, *, around: bool = False) -> dict[str, Rect]:
        """The cells of the lane in *row* that have cards of their own; with what is *around* them."""
        columns = self.columns
        spans = {
            "answer": columns.answer,
            "share": (columns.track[0], columns.share[1]),
            "unseen": columns.unseen,
            "errorless": columns.errorless,
            "cost": columns.cost,
        }
        areas = {name: Rect(left, row.top, right - left, row.height) for name, (left, right) in spans.items()}
        return {name: area.inflate(2 * self.around, 0) if around else area for name, area in areas.items()}


def arrange(area: Rect, type_: Type, names: Sequence[str], class_names: Sequence[str]) -> RaceLayout:
    """The layout for *area*, the lanes called *names* and their answers *class_names*."""
    px, whole = type_.scale.px, panels_area(area, type_)
    bar = Rect(whole.left, whole.bottom - px(BAR), whole.width, px(BAR))
    height = bar.top - px(ROW_GAP) - whole.top
    curves = Rect(whole.right - px(CURVES), whole.top, px(CURVES), height)
    table = Rect(whole.left, whole.top, curves.left - px(GUTTER) - whole.left, height)
    head = heading_of(table, type_)
    heads = Rect(head.left, head.bottom + px(16), head.width, type_.height(theme.LABEL))
    top = heads.bottom + px(10)
    room = Rect(head.left, top, head.width, table.bottom - px(16) - top)
    large, pitch = _pitch(room.height, type_, len(names))
    rows = Rect(room.left, room.top, room.width, min(room.height, pitch * len(names)))
    side = type_.height(theme.TITLE)
    down = Rect(head.right - side, head.top, side, side)
    picture, beside, plot, ends = _right(curves, type_)
    return RaceLayout(
        area=area,
        lanes=table,
        curves=curves,
        heads=heads,
        rows=rows,
        pitch=pitch,
        around=px(8),
        large=large,
        columns=_columns(rows, type_, names, class_names, large=large),
        turns=(down.move(-side - px(8), 0), down),
        picture=picture,
        beside=beside,
        plot=plot,
        names=ends,
        bar=_bar(bar, type_),
    )


def _pitch(height: int, type_: Type, lanes: int) -> tuple[bool, int]:
    """Whether so many *lanes* have large rows in this *height*, and how high each is."""
    px, large = type_.scale.px, lanes <= MOST_LARGE
    small = max(px(SMALL_ROW), type_.height(theme.BODY) + 4)
    least, most = (1, px(LARGE_ROW)) if large else (small, px(MIDDLE_ROW))
    return large, min(max(height // lanes, least), most)


def _columns(rows: Rect, type_: Type, names: Sequence[str], class_names: Sequence[str], *, large: bool) -> Columns:
    """All but the track are as wide as their words need, names and answers within bounds; the track has the rest."""
    px = type_.scale.px
    gap, wide = px(18), type_.width
    cost = max(wide(words, theme.SMALL) for words in ("999 M multiply-adds", "○ 9.9 min · motors 9.9 min"))
    share = wide("100", theme.FIGURE_LARGE) + wide(" %", theme.SMALL) if large else wide("100 %", theme.FIGURE_SMALL)
    right = rows.right - (0 if large else px(14))  # beside the bar of the scroll
    cost_at = (right - cost, right)
    errorless = _before(cost_at, gap, max(wide("ERRORLESS", theme.LABEL), wide("✓ pass 9,999", theme.SMALL)))
    unseen = _before(errorless, gap, max(wide("UNSEEN", theme.LABEL), share))
    share_at = _before(unseen, gap, share)
    place = (rows.left, rows.left + max(wide("64", theme.TITLE), wide("64", theme.FIGURE)))
    free = share_at[0] - px(22) - place[1] - 3 * gap
    longest = max(wide(name, theme.STRONG if large else theme.BODY) for name in names) + px(0 if large else INDENT)
    name = min(max(longest, wide(KIND_WORDS[True], theme.SMALL) + px(INDENT)), free * MOST_NAME // 100)
    name_at = (place[1] + gap, place[1] + gap + name)
    style = theme.BODY if large else theme.SMALL
    said = max(wide(word, style) for word in (*class_names, "none")) + px(32)
    answer = min(max(said, wide("ANSWERS", theme.LABEL)), free * MOST_ANSWER // 100)
    answer_at = (name_at[1] + gap, name_at[1] + gap + answer)
    return Columns(
        place=place,
        name=name_at,
        answer=answer_at,
        track=(answer_at[1] + gap, share_at[0] - px(22)),
        share=share_at,
        unseen=unseen,
        errorless=errorless,
        cost=cost_at,
    )


def _before(column: tuple[int, int], gap: int, width: int) -> tuple[int, int]:
    return column[0] - gap - width, column[0] - gap


def _right(panel: Rect, type_: Type) -> tuple[Rect, Rect, Rect, Rect]:
    """The picture and the words beside it, the plot and the column of names."""
    px = type_.scale.px
    inside = panel.inflate(-2 * px(PADDING), 0)
    least = type_.height(theme.LABEL) + type_.height(theme.FIGURE_LARGE) + 2 * type_.height(theme.SMALL) + px(16)
    side = -(-least // CELLS) * CELLS
    picture = Rect(inside.left, panel.top + px(28), side, side)
    beside = Rect(picture.right + px(24), picture.top, inside.right - picture.right - px(24), side)
    scale = type_.width("100 %", theme.SMALL) + px(12)
    names = px(136)
    top = picture.bottom + px(64)
    bottom = panel.bottom - px(24) - type_.height(theme.SMALL)
    plot = Rect(inside.left + scale, top, inside.width - scale - names, bottom - top)
    return picture, beside, plot, Rect(plot.right, plot.top, names, plot.height)


def _bar(bar: Rect, type_: Type) -> BarLayout:
    """Chips, the stepper of seeds and the button, from left to right; the labels stand over them."""
    px = type_.scale.px
    height, label = px(38), type_.height(theme.LABEL)
    top = bar.centery - (label + px(6) + height) // 2 + label + px(6)
    baseline = top - px(6) - (label - type_.ascent(theme.LABEL))
    labels: dict[str, tuple[int, int]] = {}
    chips: dict[Key, Rect] = {}
    left = bar.left + px(PADDING)
    for group, names in ((RULE, RULES), (OPTIMIZER, tuple(OPTIMIZERS))):
        labels[group] = (left, baseline)
        for area, name in zip(_chips(names, left, top, height, type_), names, strict=True):
            chips[group, name], left = area, area.right + px(6)
        left += px(26)
    labels[SEEDS] = (left, baseline)
    less = Rect(left, top, height, height)
    seeds = Rect(less.right, top, type_.width("64", theme.FIGURE) + px(20), height)
    more = Rect(seeds.right, top, height, height)
    start_left = more.right + px(32)
    right = bar.right - px(PADDING)
    start_left = max(start_left, right - px(WIDEST_START))
    start = Rect(start_left, top, right - start_left, height)
    return BarLayout(panel=bar, chips=chips, labels=labels, less=less, seeds=seeds, more=more, start=start)


def _chips(names: Sequence[str], left: int, top: int, height: int, type_: Type) -> list[Rect]:
    px, areas = type_.scale.px, []
    for name in names:
        width = type_.width(name, theme.SMALL) + px(SIGN_ROOM) + 2 * px(10)
        areas.append(Rect(left, top, width, height))
        left += width + px(6)
    return areas
