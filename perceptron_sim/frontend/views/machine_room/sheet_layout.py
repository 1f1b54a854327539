"""Where everything stands on the service sheet that lies before the plugboard while the room is in service."""

from dataclasses import dataclass
from typing import Any

from pygame import Rect

from perceptron_sim.frontend import theme
from perceptron_sim.frontend.text import Type

JOBS, TIMES, PAGES = 3, 3, 2  # buttons beside each other
MOST_SCOPES, MOST_POSITIONS, MOST_WAYS = 4, 3, 5
LEAST_ROWS = 3  # of the list


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetLayout:
    """The board with its paper; on it a title, what can be done to all, to the part picked, and a list.

    scopes, positions, times and ways are the places there are at most; of the first three, fewer share the width.
    """

    board: Rect
    paper: Rect
    title: Rect
    close: Rect
    jobs: tuple[Rect, ...]
    part: Rect
    scope: Rect
    position: Rect
    times: tuple[Rect, ...]
    ways: tuple[Rect, ...]
    pages: tuple[Rect, ...]
    remark: Rect
    rows: tuple[Rect, ...]


def arrange_sheet(bay: Rect, type_: Type) -> SheetLayout:
    """Lay out the sheet over *bay*."""
    px = type_.scale.px
    board = bay.inflate(-2 * px(8), -2 * px(8))
    paper = Rect(board.left + px(8), board.top + px(26), board.width - 2 * px(8), board.height - px(34))
    inside = paper.inflate(-2 * px(14), -2 * px(8))
    high, gap = max(px(32), type_.height(theme.SMALL) + 5), px(6)
    top = Rect(inside.left, inside.top, inside.width, high)
    jobs = top.move(0, high + gap)
    part = _part(jobs.move(0, high + 2 * gap), gap)
    lowest = part["ways"][-1]
    return SheetLayout(
        board=board,
        paper=paper,
        title=Rect(top.left, top.top, top.width - px(90), high),
        close=Rect(top.right - px(90), top.top, px(90), high),
        jobs=beside(jobs, JOBS, gap),
        **part,
        **_list(inside, lowest.move(0, high + 2 * gap), type_.height(theme.SMALL)),
    )


def _part(name: Rect, gap: int) -> dict[str, Any]:
    """What can be done to the part that is picked, from the line of its *name* on."""
    high = name.height
    scope = name.move(0, high)
    position = scope.move(0, high + 2)
    times = position.move(0, high + gap)
    ways = tuple(times.move(0, high + 2 + n * (high + 1)) for n in range(MOST_WAYS))
    return {"part": name, "scope": scope, "position": position, "times": beside(times, TIMES, 2), "ways": ways}


def _list(inside: Rect, pages: Rect, line: int) -> dict[str, Any]:
    """Its pages' buttons, a remark, as many lines as there is room for *inside*."""
    remark = Rect(inside.left, pages.bottom + 2, inside.width, line)
    rows = Rect(inside.left, remark.bottom + 2, inside.width, inside.bottom - remark.bottom - 2)
    return {"pages": beside(pages, PAGES, 2), "remark": remark, "rows": _rows(rows, pages.height - 2)}


def _rows(area: Rect, high: int) -> tuple[Rect, ...]:
    count = max(LEAST_ROWS, area.height // high)
    return tuple(Rect(area.left, area.top + n * high, area.width, high - 1) for n in range(count))


def beside(area: Rect, count: int, gap: int) -> tuple[Rect, ...]:
    """So many equal pieces of *area* beside each other."""
    wide = (area.width - (count - 1) * gap) // count
    return tuple(Rect(area.left + n * (wide + gap), area.top, wide, area.height) for n in range(count))
