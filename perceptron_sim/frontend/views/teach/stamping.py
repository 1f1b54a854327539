"""The stamps below the pad: pages of them, of which one is shown."""

from collections.abc import Sequence

import pygame

from perceptron_sim import stamps
from perceptron_sim.experiments.experiment import Experiment
from perceptron_sim.frontend import theme
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.views.teach.layout import PadLayout
from perceptron_sim.frontend.views.teach.pad import thumbnail
from perceptron_sim.frontend.widgets import Tabs
from perceptron_sim.sign import Sign
from perceptron_sim.stamps import DROPPED, SHAPES, TAUGHT, Stamp

LABEL = "STAMPS"
GAP = 4


class StampPages:
    """All stamps for *experiment*, in pages."""

    def __init__(self, layout: PadLayout, type_: Type, experiment: Experiment) -> None:
        self._layout, self._type, self._names = layout, type_, experiment.class_names
        rows, columns = experiment.stimuli.images.shape[1:]
        self._pages: dict[str, tuple[Stamp, ...]] = {
            TAUGHT: stamps.of_each_class(experiment.stimuli, layout.stamps.columns * layout.stamps.rows),
            SHAPES: stamps.shapes(int(rows), int(columns), experiment.class_names),
            DROPPED: (),
        }
        self.dropped: tuple[tuple[Sign, str], ...] = ()
        self.tabs = self._new_tabs(TAUGHT)

    @property
    def page(self) -> str:
        """The page shown."""
        return self.tabs.actions[self.tabs.chosen]

    @property
    def shown(self) -> Sequence[Stamp]:
        """The stamps that are seen: as many of the page as have room."""
        grid = self._layout.stamps
        return self._pages[self.page][: grid.columns * grid.rows]

    def turn_to(self, page: str) -> None:
        """Show *page*, where there is something on it."""
        if page in self.tabs.actions:
            self.tabs.chosen = list(self.tabs.actions).index(page)

    def label_of(self, name: str) -> int | None:
        """Which class is called *name*, if one is."""
        return stamps.label_of(name, self._names)

    def take_dropped(self, signs: tuple[tuple[Sign, str], ...], *, turn: bool = True) -> None:
        """Let *signs*, each with what it is called, be the page of what was dropped."""
        page, self.dropped = self.page, signs
        self._pages[DROPPED] = stamps.dropped(signs, self._names)
        self.tabs = self._new_tabs(DROPPED if turn and signs else page)

    def draw(self, surface: pygame.Surface) -> None:
        """The names of the pages, and the stamps of the one shown."""
        type_, px = self._type, self._type.scale.px
        row = self._layout.pages
        baseline = row.top + px(2) + type_.ascent(theme.BODY)
        type_.write(surface, LABEL, (row.left, baseline), theme.LABEL, theme.MUTED)
        for area, page in zip(self.tabs.areas, self.tabs.actions, strict=True):
            chosen = page == self.page
            style, colour = (theme.STRONG, theme.TEXT) if chosen else (theme.BODY, theme.MUTED)
            drawn = type_.write(surface, page, (area.centerx, baseline), style, colour, "centre")
            if chosen:
                surface.fill(theme.CREAM, (drawn.left, baseline + px(5), drawn.width, max(2, px(2))))
        for number, stamp in enumerate(self.shown):
            surface.blit(thumbnail(stamp.sign, self.side), self.area(number))

    @property
    def side(self) -> int:
        """Of a stamp."""
        return self._layout.stamps.side - max(2, self._type.scale.px(GAP))

    def area(self, number: int) -> pygame.Rect:
        """Where the stamp *number* stands."""
        cell = self._layout.stamps.cell(number)
        return pygame.Rect(cell.left, cell.top, self.side, self.side)

    def _new_tabs(self, chosen: str) -> Tabs[str]:
        type_, px, row = self._type, self._type.scale.px, self._layout.pages
        left = row.left + type_.width(LABEL, theme.LABEL) + px(12)
        pages = [page for page, found in self._pages.items() if found]
        areas = []
        for page in pages:
            width = type_.width(page, theme.STRONG) + px(20)
            areas.append(pygame.Rect(left, row.top, width, row.height))
            left += width
        return Tabs(areas, pages, pages, pages.index(chosen) if chosen in pages else 0)
