"""The service sheet: what is picked on it, what its buttons ask for, where they stand; sheet_drawing draws it."""

from collections.abc import Sequence

from pygame import Rect

from perceptron_sim.explain.machine_room import RoomState
from perceptron_sim.explain.machine_room_service import (
    A_UNIT,
    CELL,
    R_UNIT,
    SUPPLY,
    Picked,
    Row,
    broken,
    found,
    picked_by,
    present,
    seconds_left,
    ways,
)
from perceptron_sim.frontend.view import Key, Thing
from perceptron_sim.frontend.views.machine_room import switching
from perceptron_sim.frontend.views.machine_room.sheet_layout import SheetLayout, beside
from perceptron_sim.frontend.views.machine_room.switching import AUTOMATIC, OFF, ON, SCOPES
from perceptron_sim.operations import Break, Mend, MendAll, RestoreLayout, RunSelfTest

SHEET = "sheet"
JOBS = (("Self-test", RunSelfTest()), ("Mend all", MendAll()), ("As delivered", RestoreLayout()))
TIMES: tuple[tuple[str, float, float | None], ...] = (
    ("now", 0.0, None),
    ("in 10 s", 10.0, None),
    ("for 10 s", 0.0, 10.0),
)
"""When something breaks: after how many seconds, for how many, if not until it is mended."""
POSITIONS = {
    CELL: (("on", ON), ("automatic", AUTOMATIC), ("off", OFF)),
    A_UNIT: (("on", ON), ("off", OFF)),
    R_UNIT: (("0", OFF), ("automatic", AUTOMATIC), ("1", ON)),
    SUPPLY: (),
}
BROKEN, FOUND = 0, 1  # pages of the list
MEND_SHARE = 0.2  # of a line of the list is the button that mends


class Sheet:
    """What of the sheet belongs to whoever looks at it; *layout* is where it lies."""

    def __init__(self, layout: SheetLayout) -> None:
        self.layout = layout
        self.is_open = False
        self.part: Picked | None = None
        self.scope = self.time = self.page = self.offset = 0
        self._report: object | None = None  # the one that was looked at last
        self._rows: tuple[tuple[object, ...], tuple[Row, ...]] | None = None
        self._things: tuple[tuple[object, ...], tuple[Thing, ...]] | None = None

    def take_over(self, old: "Sheet") -> None:
        """Go on as *old* was."""
        self.is_open, self.part, self._report = old.is_open, old.part, old._report
        self.scope, self.time, self.page, self.offset = old.scope, old.time, old.page, old.offset

    def see(self, state: RoomState) -> None:
        """Turn to what a self-test found as soon as it has; forget a part that is no more, never scroll too far."""
        if self.part is not None and picked_by(self.part.key, state.spec) is None:
            self.part = None
        if state.report is not self._report:
            self._report = state.report
            self.page, self.offset = (FOUND if state.report else BROKEN), 0
        self.scroll(0, state)

    def pick(self, part: Picked | None) -> None:
        """Take *part*, if it is one, for what the sheet is about."""
        if part is not None:
            self.part = part

    def scroll(self, lines: int, state: RoomState) -> None:
        """Go so many *lines* down the list, as far as there are some."""
        furthest = max(0, len(self.rows(state)) - len(self.layout.rows))
        self.offset = min(max(0, self.offset + lines), furthest)

    def turn(self, state: RoomState) -> None:
        """Go on by as many lines as are seen, from the end to the beginning."""
        before = self.offset
        self.scroll(len(self.layout.rows), state)
        self.offset = 0 if self.offset == before else self.offset

    def rows(self, state: RoomState) -> tuple[Row, ...]:
        """The whole list of the page; made anew only when something broke, was mended or found: it can be long."""
        panel = state.panel
        left = seconds_left(panel.coming, state.machine.time_s) if panel.coming else ()
        known = self.page, panel.faults, state.report, left
        if self._rows is None or self._rows[0] != known:
            self._rows = known, self._listed(state)
        return self._rows[1]

    def _listed(self, state: RoomState) -> tuple[Row, ...]:
        if self.page == BROKEN:
            return broken(state.panel.faults, state.panel.coming, state.machine.time_s)
        return found(state.report, state.panel.faults) if state.report else ()

    def shown(self, state: RoomState) -> tuple[Row, ...]:
        """The lines of the list that are seen."""
        return self.rows(state)[self.offset : self.offset + len(self.layout.rows)]

    # Where it can be pressed.

    def things(self, state: RoomState) -> Sequence[Thing]:
        """Its buttons; the same while nothing has changed."""
        rows, more = self.shown(state), self.goes_on(state)
        known = (self.part and self.part.kind, rows, more)
        if self._things is None or self._things[0] != known:
            self._things = known, tuple(self._buttons(rows, more=more))
        return self._things[1]

    def goes_on(self, state: RoomState) -> bool:
        """Whether the list has more lines than are seen at once."""
        return len(self.rows(state)) > len(self.layout.rows)

    def _buttons(self, rows: Sequence[Row], *, more: bool) -> list[Thing]:
        layout = self.layout
        found = [self._thing("close", 0, layout.close, "Close", "service")]
        found += [self._thing("job", n, layout.jobs[n], words, "service") for n, (words, _) in enumerate(JOBS)]
        if self.part is not None:
            for name, words, areas in self.segments(self.part):
                found += [self._thing(name, n, area, words[n], name) for n, area in enumerate(areas)]
            found += [
                self._thing("way", n, area, way.words, "ways to break")
                for n, (way, area) in enumerate(zip(ways(self.part), layout.ways, strict=False))
            ]
        found += [self._thing("page", n, area, ("broken", "found")[n], "lists") for n, area in enumerate(layout.pages)]
        found += [self._thing("more", 0, layout.remark, "further lines", "lists")] if more else []
        for n, (row, area) in enumerate(zip(rows, layout.rows, strict=False)):
            text, button = split(area)
            found.append(self._thing("row", n, text if row.fault else area, row.words, "list"))
            if row.fault:
                found.append(self._thing("mend", n, button, f"mend {row.words}", "list"))
        return found

    def segments(self, part: Picked) -> list[tuple[str, tuple[str, ...], tuple[Rect, ...]]]:
        """The rows of buttons of which one is chosen: name, words, places."""
        layout, rows = self.layout, []
        scopes, positions = SCOPES.get(part.kind, ()), POSITIONS[part.kind]
        if positions:
            rows.append(("scope", scopes, beside(layout.scope, len(scopes), 2)))
            rows.append(("position", tuple(w for w, _ in positions), beside(layout.position, len(positions), 2)))
        return [*rows, ("time", tuple(words for words, *_ in TIMES), layout.times)]

    @staticmethod
    def _thing(name: str, number: int, area: Rect, words: str, group: str) -> Thing:
        return Thing((SHEET, name, number), area, words, f"service sheet: {group}")

    # What it asks for.

    def press(self, key: Key, state: RoomState) -> object | None:
        """What the button *key* asks for; what is only the sheet's own it does itself."""
        match key:
            case (_, "close", _):
                self.is_open = False
            case (_, "job", int(n)):
                return None if n == 0 and state.testing else JOBS[n][1]
            case (_, "scope", int(n)):
                self.scope = n
            case (_, "time", int(n)):
                self.time = n
            case (_, "page", int(n)):
                self.page, self.offset = n, 0
            case (_, "more", _):
                self.turn(state)
            case (_, "position" | "way" as name, int(n)) if self.part is not None:
                return self._set(self.part, n, state) if name == "position" else self._break(self.part, n, state)
            case (_, "row" | "mend" as name, int(n)):
                return self._row(name, n, state)
        return None

    def _row(self, name: str, number: int, state: RoomState) -> Mend | None:
        rows = self.shown(state)
        if number >= len(rows):
            return None
        row = rows[number]
        self.pick(row.part)
        return Mend(row.fault) if name == "mend" and row.fault else None

    def _set(self, part: Picked, number: int, state: RoomState) -> object | None:
        position = POSITIONS[part.kind][number][1]
        units = switching.fellows(part.kind, part.number, self.scope, state)
        return switching.set_to(part.kind, units, position, state)

    def _break(self, part: Picked, number: int, state: RoomState) -> Break | Mend:
        fault = ways(part)[number].fault
        there = present(fault, state.panel.faults)
        _, after_s, for_s = TIMES[self.time]
        return Mend(there) if there else Break(fault, after_s, for_s)

    def chosen(self, name: str, part: Picked, state: RoomState) -> int | None:
        """Which button of a row of segments is the chosen one now: of positions, the one the session says."""
        if name == "position":
            now = switching.standing(part.kind, part.number, state)
            return next((n for n, (_, position) in enumerate(POSITIONS[part.kind]) if position == now), None)
        if name == "scope":
            return min(self.scope, len(SCOPES[part.kind]) - 1)
        return self.time


def split(row: Rect) -> tuple[Rect, Rect]:
    """A line of the list: where its words stand, and its button."""
    wide = round(row.width * MEND_SHARE)
    return Rect(row.left, row.top, row.width - wide, row.height), Rect(row.right - wide, row.top, wide, row.height)
