"""The page of convolution: filters, what each finds on the present picture, and what is kept of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import pygame
from pygame import Rect

from modern import Network
from perceptron_sim.experiments.experiment import Experiment
from perceptron_sim.explain.network import LayerReading, signed
from perceptron_sim.explain.network_filters import FilterReading, Taught, look, taught_in_words, teach, with_filters
from perceptron_sim.explain.network_slices import SLICE_S, Sliced
from perceptron_sim.frontend import theme
from perceptron_sim.frontend.panels.frame import draw_label
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.view import Card, Frame, Key, Reading, Thing
from perceptron_sim.frontend.views.network.layout import label_height
from perceptron_sim.frontend.views.network.page import Page
from perceptron_sim.frontend.views.network.pictures import (
    NETWORK,
    NETWORK_SIGNED,
    FloatArray,
    Mosaic,
    Tiles,
    each_full,
    shares,
)
from perceptron_sim.session import Session
from perceptron_sim.snapshot import SessionSnapshot

MOST_FILTERS = 8
MOST_ANSWERS = 4
LOOK_EVERY = 20  # pictures that it is taught
ROWS = 3  # filters, what they find, what is kept


@dataclass(slots=True)
class FilterWork:
    """A network with filters that is taught here, where the session's has none."""

    key: object = None
    work: Sliced[Taught] | None = None
    paused: bool = False

    def advance(self, session: Session, budget_s: float = SLICE_S) -> Taught | None:
        """A slice of its teaching; from the beginning for another experiment or kind."""
        spec = with_filters(session.modern.spec)
        key = (session.experiment.name, session.experiment.seed, spec.activation, spec.loss)
        if key != self.key or self.work is None:
            stimuli = session.experiment.stimuli
            self.key, self.work = key, Sliced(teach(spec, stimuli, session.experiment.seed))
        return self.work.latest if self.paused and self.work.latest else self.work.advance(budget_s)


@dataclass(frozen=True, slots=True, eq=False)
class ConvolutionReading:
    """What filters make of the present picture; taught is None where they are the session's own."""

    filters: FilterReading
    taught: Taught | None
    image: FloatArray


class ConvolutionPage(Page):
    """A column for each filter: its weights, what it finds, what is kept."""

    title = "Convolution"
    heading = "Convolution"
    colour = theme.BLUE

    def __init__(self, room: Rect, type_: Type, experiment: Experiment) -> None:
        super().__init__(room, type_, experiment)
        area = self.area
        self.state = FilterWork()
        self._mosaics = tuple(Mosaic() for _ in range(ROWS))
        self._input_mosaic = Mosaic()
        self._looked: tuple[object, FloatArray, FilterReading] | None = None
        px, label = type_.scale.px, label_height(type_)
        rows, columns = experiment.stimuli.images.shape[1:]
        self._shape = int(rows), int(columns)
        self._first_width = int(area.width * 0.17)
        left = area.left + self._first_width + px(48)
        gap = px(16)
        height = (area.height - ROWS * label - (ROWS - 1) * gap) // ROWS
        self._side = min(height, (area.right - left) // MOST_FILTERS - px(16))
        spare = (height - self._side) * ROWS // (ROWS - 1) if self._side < height else 0
        pitch = label + self._side + min(gap + spare, px(40))
        most = max(self._shape)
        self._side = max(1, self._side // most) * most  # so that all three pictures of a filter have one width
        tops = [area.top + label + row * pitch for row in range(ROWS)]
        self._rows = [Rect(left, top, area.right - left, self._side) for top in tops]
        room = Rect(area.left, self._rows[0].top, self._first_width, self._rows[0].height * 2)
        self._input = Tiles.fitted(room, 1, self._shape, (0, 0))

    def numbers(self, reading: Reading) -> int:
        """Of the network with filters."""
        found: ConvolutionReading | None = reading.own.page
        return super().numbers(reading) if found is None else found.filters.parameters

    def forget(self) -> None:
        """Of other learners, or of weights that are gone, nothing is kept."""
        self.state.key = self.state.work = None
        self._looked = None

    def read(
        self, session: Session, layers: tuple[LayerReading, ...], snapshot: SessionSnapshot
    ) -> ConvolutionReading | None:
        """The session's own filters, or those of a network that is taught a little more here."""
        image, exposures = snapshot.network.image, snapshot.network.exposures
        if session.modern.spec.filters:
            return self._seen((session.modern.network, exposures), session.modern.network, None, image)
        taught = self.state.advance(session)
        if taught is None:
            return None
        return self._seen((taught.network, taught.exposures // LOOK_EVERY), taught.network, taught, image)

    def _seen(self, state: object, network: Network, taught: Taught | None, image: FloatArray) -> ConvolutionReading:
        """What *network* makes of *image*, looked at anew where its *state* or the image is another."""
        if self._looked is None or self._looked[0] != state or not np.array_equal(self._looked[1], image):
            self._looked = state, image, look(network, image)
        return ConvolutionReading(self._looked[2], taught, self._looked[1])

    def _row(self, row: int, count: int, cells: tuple[int, int]) -> Tiles:
        """The pictures of *count* filters in *row*, each at the left of its column."""
        room = self._rows[row]
        scale = max(1, self._side // max(cells))
        gap = room.width // max(count, MOST_FILTERS // 2) - cells[1] * scale
        return Tiles(room.left, room.top, count, count, cells, scale, (gap, 0))

    def draw(self, surface: pygame.Surface, reading: Reading, frame: Frame) -> None:
        """The picture at the left; for each filter its column."""
        self.state.paused = frame.paused
        found: ConvolutionReading | None = reading.own.page
        if found is None:
            return
        taught = "this run's own network" if found.taught is None else taught_in_words(found.taught)
        self.draw_told(surface, 0, f"{taught}; {found.filters.parameters:,} numbers to learn")
        self._draw_labels(surface, found)
        image = found.image
        self._input_mosaic.draw(surface, self._input, image, lambda: shares(image[np.newaxis], NETWORK))
        filters = found.filters
        count = min(len(filters.filters), MOST_FILTERS)
        most = max(float(filters.found.max(initial=0)), 1e-6)
        for row, images in enumerate((filters.filters, filters.found, filters.pooled)):
            if images is not None:
                shown = images[:count]
                tiles = self._row(row, count, (shown.shape[1], shown.shape[2]))
                colours = partial(shares, shown / most, NETWORK) if row else partial(each_full, shown, NETWORK_SIGNED)
                self._mosaics[row].draw(surface, tiles, filters, colours)
        self._draw_window(surface, reading, found, frame)
        self._draw_words(surface, reading, found)

    def _draw_labels(self, surface: pygame.Surface, found: ConvolutionReading) -> None:
        filters = found.filters
        cells = filters.filters.shape[1]
        pooled = "nothing is pooled"
        if filters.pooled is not None:
            pooled = f"the greatest of each window, {filters.pooled.shape[1]} × {filters.pooled.shape[2]}"
        shown = min(len(filters.filters), MOST_FILTERS)
        of_all = f"{shown} of {len(filters.filters)}, " if shown < len(filters.filters) else ""
        labels = (
            ("filters", f"{of_all}{cells} × {cells} weights each; blue for light, orange against it"),
            ("what each finds", "the same weights at every place; bright where they fit"),
            ("pooled", pooled),
        )
        for row, (name, words) in zip(self._rows, labels, strict=True):
            draw_label(surface, row.topleft, self.type, name, words, row.right)
        draw_label(surface, (self._input.left, self._input.top), self.type, "input", "", self._input.rect.right)

    def _draw_window(self, surface: pygame.Surface, reading: Reading, found: ConvolutionReading, frame: Frame) -> None:
        """On the picture the place where the filter pointed at, or the one that finds most, fits best."""
        filters, count = found.filters, min(len(found.filters.filters), MOST_FILTERS)
        if not filters.found.any():
            return
        pointed = [key for key in (frame.hovered, frame.focused, frame.opened) if isinstance(key, tuple)]
        number = next((key[1] for key in pointed if key[0] == "filter" and key[1] < count), None)
        if number is None:
            number = int(filters.found[:count].max(axis=(1, 2)).argmax())
        row, column = divmod(int(filters.found[number].argmax()), filters.found.shape[2])
        cells, scale = filters.filters.shape[1], self._input.scale
        window = Rect(0, 0, cells * scale, cells * scale)
        window.center = (
            self._input.left + round((column + 0.5) * scale),
            self._input.top + round((row + 0.5) * scale),
        )
        pygame.draw.rect(surface, theme.CREAM, window.clip(self._input.rect), 2)
        tiles = self._row(0, count, (cells, cells))
        pygame.draw.rect(surface, theme.CREAM, tiles.place(number).inflate(6, 6), 2)

    def _draw_words(self, surface: pygame.Surface, reading: Reading, found: ConvolutionReading) -> None:
        type_, px = self.type, self.type.scale.px
        lines = ["Framed: where the framed filter fits best."]
        if found.taught is not None:
            lines.append("The network of this run has no filters: this one is taught here on the same pictures.")
        y = self._input.rect.bottom + px(8) + type_.ascent(theme.SMALL)
        for words in lines:
            for line in type_.wrapped(words, theme.SMALL, self._first_width):
                type_.write(surface, line, (self.area.left, y), theme.SMALL, theme.MUTED)
                y += type_.height(theme.SMALL)
            y += px(4)
        self._draw_answers(surface, reading, found, y + px(16))

    def _draw_answers(self, surface: pygame.Surface, reading: Reading, found: ConvolutionReading, top: int) -> None:
        """What this network takes the picture for: the most probable classes, a bar each."""
        if not found.image.any():
            return
        type_, px, names = self.type, self.type.scale.px, reading.snapshot.class_names
        draw_label(surface, (self.area.left, top + px(12)), type_, "it says", "", self.area.left + self._first_width)
        line, y = type_.height(theme.SMALL) + px(6), top + px(12)
        best = np.argsort(-found.filters.probabilities, kind="stable")[:MOST_ANSWERS].tolist()
        widest = min(max(type_.width(names[one], theme.LABEL) for one in best), self._first_width // 2)
        left = self.area.left + widest + px(12)
        room = self.area.left + self._first_width - left - type_.width("100%", theme.SMALL) - px(8)
        for rank, one in enumerate(best):
            if y + line > self.area.bottom:
                return
            chance, baseline = float(np.nan_to_num(found.filters.probabilities[one])), y + type_.ascent(theme.SMALL)
            style, colour = (theme.LABEL, theme.BLUE) if rank == 0 else (theme.SMALL, theme.MUTED)
            type_.write(surface, type_.fitted(names[one], style, widest), (self.area.left, baseline), style, colour)
            surface.fill(theme.RAISED, (left, y + px(2), room, line - px(8)))
            surface.fill(theme.BLUE, (left, y + px(2), round(room * chance), line - px(8)))
            right = self.area.left + self._first_width, baseline
            type_.write(surface, f"{chance:.0%}", right, theme.SMALL, theme.MUTED, "right")
            y += line

    def things(self, reading: Reading) -> Sequence[Thing]:
        """Every filter's column."""
        spec = with_filters(reading.snapshot.network.spec)
        count = min(spec.filters, MOST_FILTERS)
        cells = spec.filter_cells, spec.filter_cells
        return [
            Thing(("filter", number), self._row(0, count, cells).place(number), f"filter {number + 1}", "filters")
            for number in range(count)
        ]

    def card(self, key: Key, reading: Reading) -> Card | None:
        """A filter: where it fits best on the present picture, and why."""
        found: ConvolutionReading | None = reading.own.page
        if found is None or not isinstance(key, tuple) or key[0] != "filter" or key[1] >= len(found.filters.filters):
            return None
        weights, given = found.filters.filters[key[1]], found.filters.found[key[1]]
        row, column = divmod(int(given.argmax()), given.shape[1])
        cells = weights.shape[0]
        lines = [f"{cells} × {cells} + 1 = {cells * cells + 1} numbers, shared by {given.size} places"]
        facts = [
            ("fits best at", f"row {row + 1}, column {column + 1}: {signed(float(given.max()))}"),
            ("weights", f"{signed(float(weights.min()))} to {signed(float(weights.max()))}"),
        ]
        return Card(title=f"Filter {key[1] + 1}", facts=facts, arithmetic=lines)

    def sentence(self, reading: Reading) -> str | None:
        """What a filter is."""
        return "Each filter looks for one small pattern everywhere; where it finds it, its picture is bright."
