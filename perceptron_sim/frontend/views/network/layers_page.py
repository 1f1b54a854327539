"""The page of layers: a picture goes in, lamps show what every unit gives, bars how sure the network is."""

import math
from collections.abc import Sequence

import numpy as np
import pygame
from pygame import Rect

from perceptron_sim.experiments.experiment import Experiment
from perceptron_sim.explain.network import (
    LayerReading,
    evidence_for,
    kind_in_words,
    layer_in_words,
    levels,
    signed,
)
from perceptron_sim.explain.network_fields import network_fields, unit_field
from perceptron_sim.explain.network_settings import called
from perceptron_sim.frontend import sprites, theme
from perceptron_sim.frontend.glow import Filaments
from perceptron_sim.frontend.panels.frame import draw_label
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.view import Card, Frame, Key, Reading, Thing
from perceptron_sim.frontend.views.network.answers import Answers, draw_answer, draw_evidence
from perceptron_sim.frontend.views.network.layers_cards import (
    EVIDENCE,
    STRONGEST,
    activity_of,
    card_of,
    given_to,
    key_of,
    own_probabilities,
    unit_of,
    when,
)
from perceptron_sim.frontend.views.network.layout import Column, beside, columns
from perceptron_sim.frontend.views.network.page import NetworkReading, Page
from perceptron_sim.frontend.views.network.pictures import (
    NETWORK,
    NETWORK_SIGNED,
    FloatArray,
    Mosaic,
    Tiles,
    each_full,
    shares,
)
from perceptron_sim.frontend.views.network.standing import draw_arrow, field_tiles, lamp_cells
from perceptron_sim.session import Session
from perceptron_sim.snapshot import SessionSnapshot

MOST_ASKED = 2_000_000  # weights that the picture is sent through once more


class LayersPage(Page):
    """Input, hidden layers, outputs, from left to right; arrows say what is done between them."""

    title = "Layers"
    heading = "The network"
    colour = theme.BLUE

    def __init__(self, room: Rect, type_: Type, experiment: Experiment) -> None:
        super().__init__(room, type_, experiment)
        self._glow: list[Filaments] = []
        self._begun = False
        self._bars: tuple[Rect, Answers] | None = None
        rows, cells = experiment.stimuli.images.shape[1:]
        self._shape = int(rows), int(cells)
        self._fields_of: tuple[object, tuple[FloatArray, ...]] = (None, ())
        self._mosaics: dict[int, Mosaic] = {}
        self._picture = Mosaic()
        self._image: FloatArray = np.zeros(0)
        self._now: tuple[object, FloatArray, tuple[FloatArray, ...]] = (None, np.zeros(0), ())
        self._places: tuple[object, tuple[Column, ...], list[list[Rect]]] = (None, (), [])

    def read(
        self, session: Session, layers: tuple[LayerReading, ...], snapshot: SessionSnapshot
    ) -> tuple[FloatArray, ...]:
        """What each layer gives for the present picture with the weights of this instant; nothing before the first."""
        network, image = session.modern.network, snapshot.network.image
        if not snapshot.network.activities or network.parameter_count > MOST_ASKED:
            return snapshot.network.activities
        if self._now[0] is not layers or not np.array_equal(self._now[1], image):
            with np.errstate(all="ignore"):
                given = network.activities(image.reshape(1, -1))
            self._now = layers, image, tuple(one[0] for one in given)
        return self._now[2]

    def draw(self, surface: pygame.Surface, reading: Reading, frame: Frame) -> None:
        """Every layer in its column, with an arrow from each to the next."""
        own, snapshot = reading.own, reading.snapshot
        self.draw_told(
            surface, 0, kind_in_words(snapshot.network.spec, math.prod(self._shape), len(snapshot.class_names))
        )
        places, _ = self._arranged(own.layers)
        fields = self._fields(own.layers)
        unit = self._unit_shown(reading, frame)
        self._draw_input(surface, places[0], reading, fields, unit)
        while len(self._glow) < len(own.layers):
            self._glow.append(Filaments())
        for number, (layer, column) in enumerate(zip(own.layers, places[1:], strict=True)):
            draw_arrow(surface, self.type, column.arrow, _done(layer, number, reading))
            if number == len(own.layers) - 1 and not self._begun:  # its many words come with the second frame
                self._begun = True
            elif number == len(own.layers) - 1:
                self._draw_outputs(surface, column, layer, number, reading, fields)
            else:
                self._draw_hidden(surface, column, layer, number, reading, frame)
                self._draw_fields(surface, column.lower, number, fields, unit)

    def _arranged(self, layers: tuple[LayerReading, ...]) -> tuple[tuple[Column, ...], list[list[Rect]]]:
        """The columns, and by layer where its lamps stand."""
        shapes = tuple(layer.outputs for layer in layers)
        if self._places[0] != shapes:
            places = columns(self.area, self.type, len(layers) + 1)
            pairs = list(zip(layers[:-1], places[1:], strict=False))
            needed = [
                one.lower.width if layer.images else field_tiles(one.lower, layer.units, self._shape).rect.width
                for layer, one in pairs
            ]
            places = columns(self.area, self.type, len(layers) + 1, needed)
            lamps = [
                [] if layer.images else lamp_cells(column.upper, layer.units, column.lower, self._shape)
                for layer, column in zip(layers[:-1], places[1:], strict=False)
            ]
            self._places = shapes, places, lamps
        return self._places[1], self._places[2]

    def _fields(self, layers: tuple[LayerReading, ...]) -> tuple[FloatArray, ...]:
        """Of every layer that is shown so: of the outputs only where nothing is hidden."""
        if self._fields_of[0] is not layers:
            shown = layers[:-1] if len(layers) > 1 else layers
            self._fields_of = layers, network_fields(shown, self._shape)
        return self._fields_of[1]

    def _label(self, surface: pygame.Surface, over: Rect, name: str, figure: str) -> None:
        name_width = self.type.width(name.upper(), theme.LABEL) + self.type.scale.px(10)
        fits = name_width + self.type.width(figure, theme.SMALL) <= over.width
        draw_label(surface, over.topleft, self.type, name, figure if fits else "", over.right)

    def _draw_input(
        self,
        surface: pygame.Surface,
        column: Column,
        reading: Reading,
        fields: tuple[FloatArray, ...],
        unit: tuple[int, int] | None,
    ) -> None:
        """The picture; below it the weights, laid back on the retina, of the unit pointed at, or of the brightest."""
        rows, cells = self._shape
        self._label(surface, column.upper, "input x", f"{rows} × {cells} cells")
        tiles = self._input_tiles(column)
        image = reading.snapshot.network.image
        if not np.array_equal(image, self._image):
            self._image = image
        self._picture.draw(surface, tiles, self._image, lambda: shares(image[np.newaxis], NETWORK))
        if unit is None or not fields:
            return
        place, number = unit
        layer = reading.own.layers[place]
        name = reading.snapshot.class_names[number] if layer.title == "outputs" else f"unit {number}"
        self._label(surface, column.lower, name, "looks for")
        tiles = Tiles.fitted(column.lower, 1, self._shape, (0, 0), most_scale=tiles.scale)
        field = unit_field(reading.own.layers, place, number, self._shape)
        tiles.draw(surface, each_full(field[np.newaxis], NETWORK_SIGNED))
        self._tell_unit(surface, Rect(tiles.rect.bottomleft, (column.lower.width, 0)), place, number, reading)

    def _input_tiles(self, column: Column) -> Tiles:
        return Tiles.fitted(column.upper, 1, self._shape, (0, 0))

    def _tell_unit(self, surface: pygame.Surface, below: Rect, place: int, unit: int, reading: Reading) -> None:
        """What the unit shown gives, below its picture."""
        type_, layer = self.type, reading.own.layers[place]
        given = activity_of(reading, place)
        y = below.top + type_.height(theme.SMALL) + type_.scale.px(4)
        gave = "" if given is None else f"; it gave {signed(float(given[unit]))}"
        words = [f"{layer.title.capitalize()}{gave}.", "Blue: light speaks for it, orange: against."]
        for line in [line for one in words for line in type_.wrapped(one, theme.SMALL, below.width)]:
            if y <= self.area.bottom:
                type_.write(surface, line, (below.left, y), theme.SMALL, theme.MUTED)
            y += type_.height(theme.SMALL)

    def _draw_fields(
        self,
        surface: pygame.Surface,
        area: Rect,
        place: int,
        fields: tuple[FloatArray, ...],
        unit: tuple[int, int] | None,
    ) -> None:
        """What every unit of a layer looks for, in the order of its lamps."""
        if not fields:
            return
        units = len(fields[place])
        tiles = field_tiles(area, units, self._shape)
        of_all = f"{tiles.count} of {units}" if tiles.count < units else "in the same order"
        self._label(surface, area, "each looks for", of_all)
        mosaic = self._mosaics.setdefault(place, Mosaic())
        mosaic.draw(surface, tiles, fields, lambda: each_full(fields[place][: tiles.count], NETWORK_SIGNED))
        if unit is not None and unit[0] == place and unit[1] < tiles.count:
            pygame.draw.rect(surface, theme.CREAM, tiles.place(unit[1]).inflate(4, 4), 1)

    def _draw_outputs(
        self,
        surface: pygame.Surface,
        column: Column,
        layer: LayerReading,
        place: int,
        reading: Reading,
        fields: tuple[FloatArray, ...],
    ) -> None:
        words = "how probable is each?" if own_probabilities(reading) else "softmax of the scores"
        self._label(surface, column.upper, layer.title, words)
        bars, answer = self._with_answer(column)
        self._answers(bars, reading).draw(surface, reading.snapshot)
        snapshot, lower = reading.snapshot, column.lower
        draw_answer(surface, answer, self.type, snapshot)
        if place == 0 and fields:  # no hidden layer: its pictures are the weights of the cells themselves
            left, lower = beside(column.lower, self.type, column.lower.width * 11 // 20)
            self._draw_fields(surface, left, place, fields, None)
        elif answer.top >= lower.top:
            lower = Rect(lower.topleft, (lower.width, answer.top - lower.top))
        if snapshot.network_answer is None or layer.weight is None:
            self._label(surface, lower, "what speaks for its answer", "comes with the first picture")
            return
        name = snapshot.class_names[snapshot.network_answer]
        self._label(surface, lower, f"what speaks for {name}", f"input × weight, the largest{when(reading)}")
        evidence = evidence_for(layer, snapshot.network_answer, given_to(place, reading))
        draw_evidence(surface, lower, self.type, evidence, "unit" if place else "cell")

    def _with_answer(self, column: Column) -> tuple[Rect, Rect]:
        """The room of the bars, and that of the answer: at their right, or at the foot where there is little room."""
        px, upper, lower = self.type.scale.px, column.upper, column.lower
        if upper.width >= px(640):
            right = Rect(upper.right - px(184), upper.top, px(184), upper.height)
            return Rect(upper.topleft, (upper.width - right.width - px(40), upper.height)), right
        height = self.type.height(theme.GIANT) + self.type.height(theme.STRONG) + self.type.height(theme.SMALL) + px(8)
        return upper, Rect(lower.left, lower.bottom - height, lower.width, height)

    def _answers(self, area: Rect, reading: Reading) -> Answers:
        if self._bars is None or self._bars[0] != area:
            self._bars = area, Answers(area, self.type, reading.snapshot.class_names)
        return self._bars[1]

    def _unit_shown(self, reading: Reading, frame: Frame) -> tuple[int, int] | None:
        """(place among the layers, number) of the unit whose weights are shown."""
        for key in (frame.hovered, frame.focused, frame.opened):
            found = unit_of(key, reading.own.layers)
            if found is not None:
                return found
        given = activity_of(reading, 0)
        if given is None:
            return None if reading.own.layers[0].images else (0, 0)
        return None if given.ndim != 1 else (0, int(given.argmax()))

    def _draw_hidden(
        self, surface: pygame.Surface, column: Column, layer: LayerReading, place: int, reading: Reading, frame: Frame
    ) -> None:
        given = activity_of(reading, place)
        self._label(surface, column.upper, layer.title, layer_in_words(layer, given))
        if layer.images:
            room = column.upper.union(column.lower)
            tiles = Tiles.fitted(room, layer.units, (layer.outputs[1], layer.outputs[2]), (8, 8))
            images = np.zeros(layer.outputs) if given is None else given
            most = max(float(images.max()), 1e-6)
            tiles.draw(surface, shares(images / most, NETWORK))
            return
        cells = self._arranged(reading.own.layers)[1][place]
        bright = self._glow[place].follow(np.zeros(layer.units) if given is None else levels(given), frame.elapsed_s)
        size = cells[0].size
        lamps = sprites.lamps(max(3, round(min(size) * 0.72)), theme.BLUE)
        inset = (size[0] - lamps[0].get_width()) // 2, (size[1] - lamps[0].get_height()) // 2
        index = sprites.level_index(bright).tolist()
        surface.fblits(
            [(lamps[level], (at.left + inset[0], at.top + inset[1])) for level, at in zip(index, cells, strict=True)]
        )
        for key in (frame.focused, frame.hovered, frame.opened):
            found = unit_of(key, reading.own.layers)
            if found is not None and found[0] == place:
                pygame.draw.circle(surface, theme.CREAM, cells[found[1]].center, min(size) // 2, 2)

    def things(self, reading: Reading) -> Sequence[Thing]:
        """Every lamp and every bar; what each layer learns."""
        own: NetworkReading = reading.own
        places = self._arranged(own.layers)[0]
        found = [Thing(("input",), self._input_tiles(places[0]).rect, "the picture", "input")]
        for place, (layer, column) in enumerate(zip(own.layers, places[1:], strict=True)):
            found += self._units(place, layer, column, reading)
            found.append(Thing(("count", place), column.arrow, f"what {layer.title} learns", "counts"))
        if not own.layers[0].images:
            found.append(Thing(STRONGEST, places[0].lower, "what the most active unit looks for", "most active"))
        found.append(Thing(EVIDENCE, places[-1].lower, "what speaks for the answer", "evidence"))
        return found

    def _units(self, place: int, layer: LayerReading, column: Column, reading: Reading) -> list[Thing]:
        names = reading.snapshot.class_names
        if place == len(reading.own.layers) - 1:
            bars = self._answers(self._with_answer(column)[0], reading).areas()
            return [Thing(("probability", i), bar, f"output {names[i]}", "outputs") for i, bar in enumerate(bars)]
        cells = self._arranged(reading.own.layers)[1][place]
        keys = [key_of(place, i, reading.own.layers) for i in range(len(cells))]
        words = [f"{layer.title}, unit {i}" for i in range(len(cells))]
        found = [Thing(*one, layer.title) for one in zip(keys, cells, words, strict=True)]
        if self._fields_of[1] and cells:
            tiles = field_tiles(column.lower, layer.units, self._shape)
            group = f"pictures of {layer.title}"
            found += [
                Thing(("field", place, i), tiles.place(i), f"what unit {i} looks for", group)
                for i in range(tiles.count)
            ]
        return found

    def card(self, key: Key, reading: Reading) -> Card | None:
        """A unit's sum, or why a layer learns so many numbers."""
        return card_of(key, reading, self._shape)


def _done(layer: LayerReading, place: int, reading: Reading) -> tuple[tuple[str, ...], ...]:
    """What the arrow to *layer* says, a line each, every one in a long and a short form."""
    weight = layer.weight
    if weight is None:
        return ("the greatest", "pooled"), ("learns nothing",)
    into = "x" if place == 0 else "h"
    inner = f"W {into} + b" if weight.ndim == 2 else f"{weight.shape[2]} × {weight.shape[3]} everywhere"
    formula = (f"{called(layer.activation)}({inner})", called(layer.activation))
    if layer is reading.own.layers[-1]:
        formula = (f"softmax({inner})", "softmax")
    norms = reading.snapshot.network.gradient_norms
    slope = f"{norms[layer.place]:.2g}" if layer.place < len(norms) and norms[layer.place] else "–"
    return formula, (f"{layer.count:,} numbers", f"{layer.count:,}"), (f"loss slope {slope}", f"slope {slope}")
