"""The page of receptive fields: what each R-unit of the Mark I and each unit of the network looks for."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import pygame
from pygame import Rect

from perceptron_sim.experiments.experiment import Experiment
from perceptron_sim.explain.network import FAINTEST, LayerReading, signed
from perceptron_sim.explain.network_fields import machine_fields, network_fields, strongest_cell, wires_to
from perceptron_sim.frontend import theme
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.theme import Colour
from perceptron_sim.frontend.view import Card, Frame, Key, Reading, Thing
from perceptron_sim.frontend.views.network.layout import inside_of, label_height, side_by_side
from perceptron_sim.frontend.views.network.page import NetworkReading, Page, Panel, turned
from perceptron_sim.frontend.views.network.pictures import (
    MACHINE_SIGNED,
    NETWORK_SIGNED,
    FloatArray,
    Mosaic,
    Pixels,
    Tiles,
    draw_key,
    each_full,
)
from perceptron_sim.frontend.views.network.pictures import (
    signed as signed_colours,
)
from perceptron_sim.session import Session
from perceptron_sim.snapshot import SessionSnapshot

MACHINE_SHARE = 0.4  # of the width
MOST_GAP = 48  # between pictures, at the reference size
OUTPUTS = "outputs"


@dataclass(slots=True)
class Looking:
    """Which layer of the network is looked at, by its title; which there are."""

    chosen: str = OUTPUTS
    titles: tuple[str, ...] = (OUTPUTS,)


@dataclass(frozen=True, slots=True, eq=False)
class FieldsReading:
    """(r_units, rows, columns) of the machine, in degrees; the layer of the network that is shown, by its number."""

    machine: FloatArray
    place: int


class FieldsPage(Page):
    """The machine at the left, through its wiring; the network at the right, a layer through all before it."""

    title = "Receptive fields"
    heading = "Receptive fields"

    def __init__(self, room: Rect, type_: Type, experiment: Experiment) -> None:
        super().__init__(room, type_, experiment)
        left, right = side_by_side(room, type_, (MACHINE_SHARE, 1 - MACHINE_SHARE))
        self.panels = Panel(left, "The Mark I", theme.AMBER), Panel(right, "The network", theme.BLUE)
        self.state = Looking()
        self.steppers = self.in_heading(1, [("layer", "layer", 220)])
        rows, columns = experiment.stimuli.images.shape[1:]
        self._shape = int(rows), int(columns)
        self._r_units = experiment.first_machine.response.in_use
        px = type_.scale.px
        self._names_room = label_height(type_)
        self.machine_room, self.network_room = (self._pictures_in(inside_of(one, type_)) for one in (left, right))
        gap = px(16), self._names_room + px(8)
        self.machine = Tiles.fitted(self.machine_room, self._r_units, self._shape, gap)
        self.machine = self.machine.spread(self.machine_room, px(MOST_GAP))
        self._mosaics = Mosaic(), Mosaic()
        self._angles: FloatArray = np.zeros(0)
        self._fields: tuple[object, FloatArray] = (None, np.zeros(0))
        self._tiles: tuple[object, Tiles] = (None, self.machine)
        self._shown: tuple[object, int] = (None, 0)

    def _pictures_in(self, inside: Rect) -> Rect:
        """*inside* without the names above its first row and the key below all."""
        key = self.type.height(theme.SMALL) + self.type.scale.px(12)
        return Rect(inside.left, inside.top + self._names_room, inside.width, inside.height - self._names_room - key)

    def value(self, name: str) -> str:
        """The layer."""
        return str(self.state.chosen)

    def ways(self, name: str) -> tuple[bool, bool]:
        """None where there is one only."""
        several = len(self.state.titles) > 1
        return several, several

    def step(self, name: str, step: int) -> None:
        """Another layer."""
        self.state.chosen = turned(self.state.titles, self.state.chosen, step)

    def state_of_things(self) -> object:
        """The layer."""
        return self.state.chosen

    def read(self, session: Session, layers: tuple[LayerReading, ...], snapshot: SessionSnapshot) -> FieldsReading:
        """The machine's values laid back on the retina, and which layer of the network there is to show."""
        state: Looking = self.state
        titles = tuple(layer.title for layer in layers if layer.weight is not None)
        state.titles = titles[:1] if layers[0].images else titles[-1:] + titles[:-1]
        if state.chosen not in state.titles:
            state.chosen = state.titles[0]
        place = next(number for number, layer in enumerate(layers) if layer.title == state.chosen)
        angles = snapshot.mark1.angle_deg
        if self._fields[0] is not session.mark1.machine.wiring or not np.array_equal(angles, self._angles):
            wiring = session.mark1.machine.wiring
            self._angles, self._fields = angles, (wiring, machine_fields(wiring, angles, self._shape, self._r_units))
        return FieldsReading(self._fields[1], place)

    def draw(self, surface: pygame.Surface, reading: Reading, frame: Frame) -> None:
        """Both learners, each with a key to its colours."""
        self._draw_machine(surface, reading, frame)
        self._draw_network(surface, reading, frame)

    def _draw_machine(self, surface: pygame.Surface, reading: Reading, frame: Frame) -> None:
        fields = reading.own.page.machine
        largest = float(abs(fields).max())
        self.draw_told(surface, 0, "every R-unit, through its wires, on the retina")
        colours = partial(signed_colours, fields, MACHINE_SIGNED, largest or 1.0)
        self._mosaics[0].draw(surface, self.machine, fields, colours)
        lamps = reading.snapshot.mark1.lamps
        for unit in range(self.machine.count):
            place = self.machine.place(unit)
            name, colour = (f"R{unit + 1} lit", theme.AMBER) if lamps[unit] else (f"R{unit + 1}", theme.MUTED)
            self._name(surface, place, name, colour)
            _ring(surface, frame, ("r_unit", unit), place)
        at = self.machine_room.left, self.room.bottom - self.type.scale.px(20)
        if largest:
            words = f"against −{largest:.0f}°", f"+{largest:.0f}° for: sum of sign × angle over a cell's wires"
            draw_key(surface, self.type, at, MACHINE_SIGNED, *words)
        else:
            self.type.write(surface, "No potentiometer has turned yet.", at, theme.SMALL, theme.MUTED)

    def _name(self, surface: pygame.Surface, place: Rect, name: str, colour: Colour) -> None:
        baseline = place.top - self.type.scale.px(6)
        fitted = name if self.type.width(name, theme.LABEL) <= place.width else self._fitted(name, place.width)
        self.type.write(surface, fitted, (place.left, baseline), theme.LABEL, colour)

    def _fitted(self, name: str, width: int) -> str:
        return self.type.fitted(name, theme.LABEL, width)

    def _tiles_of(self, layer: LayerReading) -> Tiles:
        """The pictures of *layer*, as large as there is room for, worked out once for each."""
        state = layer.title, layer.inputs, layer.outputs, None if layer.weight is None else layer.weight.shape
        if self._tiles[0] != state:
            px, room = self.type.scale.px, self.network_room
            cells = self._shape
            if layer.images and layer.weight is not None:
                cells = layer.weight.shape[2], layer.weight.shape[3]
            gap = (px(8), self._names_room + px(4)) if layer.title == OUTPUTS else (px(6), px(6))
            tiles = Tiles.fitted(room, layer.units, cells, gap)
            self._tiles = state, tiles.spread(room, px(MOST_GAP))
        return self._tiles[1]

    def _draw_network(self, surface: pygame.Surface, reading: Reading, frame: Frame) -> None:
        own: NetworkReading = reading.own
        layer = own.layers[own.page.place]
        tiles = self._tiles_of(layer)
        self.draw_told(surface, 1, _told(layer, own.page.place, tiles))
        if self._shown[0] is not own.layers or self._shown[1] != own.page.place:
            self._shown = own.layers, own.page.place
        colours = partial(self._colours, reading, own.page.place, tiles.count)
        self._mosaics[1].draw(surface, tiles, self._shown, colours)
        self._mark(surface, own.page.place, tiles, reading, frame)
        at = self.network_room.left, self.room.bottom - self.type.scale.px(20)
        active = "; framed: active now" if layer.title != OUTPUTS and not layer.images else ""
        draw_key(
            surface, self.type, at, NETWORK_SIGNED, "against", f"for: weights, each picture on its own scale{active}"
        )

    def _colours(self, reading: Reading, place: int, count: int) -> Pixels:
        layers = reading.own.layers[: place + 1]
        fields = network_fields(layers, self._shape)
        shown = fields[place] if fields else reading.snapshot.network.receptive_fields
        return each_full(shown[:count], NETWORK_SIGNED)

    def _mark(self, surface: pygame.Surface, place: int, tiles: Tiles, reading: Reading, frame: Frame) -> None:
        """Names of outputs; a frame around hidden units that are active now."""
        given = reading.snapshot.network.activities
        layer = reading.own.layers[place]
        if layer.title == OUTPUTS:
            for unit in range(tiles.count):
                answer = unit == reading.snapshot.network_answer
                colour = theme.BLUE if answer else theme.MUTED
                self._name(surface, tiles.place(unit), reading.snapshot.class_names[unit], colour)
        elif given and not layer.images:
            for unit in np.flatnonzero(given[layer.place][: tiles.count] > FAINTEST).tolist():
                pygame.draw.rect(surface, theme.BLUE, tiles.place(unit).inflate(4, 4), 1)
        for key in {frame.hovered, frame.focused, frame.opened}:
            if isinstance(key, tuple) and key[:2] == ("field", place) and key[2] < tiles.count:
                _ring(surface, frame, key, tiles.place(key[2]))

    def things(self, reading: Reading) -> Sequence[Thing]:
        """Every picture of weights."""
        found = [
            Thing(("r_unit", unit), self.machine.place(unit), f"what R{unit + 1} looks for", "R-units")
            for unit in range(self.machine.count)
        ]
        place = reading.own.page.place
        layer = reading.own.layers[place]
        tiles = self._tiles_of(layer)
        return found + [
            Thing(("field", place, unit), tiles.place(unit), _named(layer, unit, reading), f"fields of {layer.title}")
            for unit in range(tiles.count)
        ]

    def sentence(self, reading: Reading) -> str | None:
        """Whose weights these are."""
        return "What each unit looks for: the Mark I through wires drawn at random, the network straight on the retina."

    def card(self, key: Key, reading: Reading) -> Card | None:
        """Where a picture of weights comes from."""
        match key:
            case ("r_unit", int() as unit):
                return self._r_unit_card(unit, reading)
            case ("field", int() as place, int() as unit) if place < len(reading.own.layers):
                return self._field_card(place, unit, reading)
        return None

    def _r_unit_card(self, unit: int, reading: Reading) -> Card:
        row, column, weight = strongest_cell(reading.own.page.machine[unit])
        units, wires = wires_to(reading.own.wiring, unit)
        facts = [
            ("A-units patched to it", f"{units}"),
            ("wires from the retina to those", f"{wires:,}"),
            ("strongest cell", f"row {row}, column {column}: {signed(weight)}°"),
        ]
        lines = (
            "at each cell: sum over its wires of sign × angle",
            f"a cell's light counts only where the A-unit fires; {units} thresholds are left out",
        )
        return Card(title=f"What R{unit + 1} looks for", facts=facts, arithmetic=lines)

    def _field_card(self, place: int, unit: int, reading: Reading) -> Card | None:
        own: NetworkReading = reading.own
        fields = network_fields(own.layers, self._shape)
        shown = fields[place] if fields else reading.snapshot.network.receptive_fields
        if unit >= len(shown):
            return None
        row, column, weight = strongest_cell(shown[unit])
        layer = own.layers[place]
        facts = [("strongest cell", f"row {row}, column {column}: {signed(weight)}")]
        if layer.bias is not None:
            facts.append(("bias", signed(float(layer.bias[unit]))))
        lines = [" × ".join(f"({one.weight.shape[0]} × {one.weight.shape[1]})" for one in own.layers[: place + 1])]  # type: ignore[union-attr]
        if not fields:
            lines = [f"{shown.shape[1]} × {shown.shape[2]} weights, the same wherever the filter stands"]
        elif place:
            lines.append("all weights up to it multiplied, as if no unit cut off")
        return Card(title=f"What {_named(layer, unit, reading)} looks for", facts=facts, arithmetic=lines)


def _told(layer: LayerReading, place: int, tiles: Tiles) -> str:
    of_all = f"{tiles.count} of {layer.units}, " if tiles.count < layer.units else ""
    if layer.images:
        return f"{of_all}the weights of each filter, wherever it stands"
    if place:
        return f"{of_all}through all layers before it, as if no unit cut off"
    return f"{of_all}straight on the retina"


def _ring(surface: pygame.Surface, frame: Frame, key: Key, area: Rect) -> None:
    if key in (frame.hovered, frame.focused, frame.opened):
        pygame.draw.rect(surface, theme.CREAM, area.inflate(6, 6), 2)


def _named(layer: LayerReading, unit: int, reading: Reading) -> str:
    if layer.title == OUTPUTS:
        return f"output {reading.snapshot.class_names[unit]}"
    return f"filter {unit + 1}" if layer.images else f"{layer.title}, unit {unit}"
