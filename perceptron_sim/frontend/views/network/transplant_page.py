"""The page of the transplant: today's weights into the pots of 1960, and the pots into a network, seen beforehand."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pygame
from pygame import Rect

from perceptron_sim.experiments.experiment import Experiment
from perceptron_sim.experiments.output_weights import Turned
from perceptron_sim.explain.network import LayerReading
from perceptron_sim.explain.network_transplant import (
    BUTTONS,
    CARRIED,
    COUNTERFACTUAL,
    EFFECTS,
    SENTENCE,
    asked_in_words,
    at_rest_deg,
    pot_in_words,
    windings,
    windings_in_words,
)
from perceptron_sim.frontend import theme
from perceptron_sim.frontend.buttons import Button
from perceptron_sim.frontend.fields import draw_dials
from perceptron_sim.frontend.layout import MODULE_COLUMNS, Grid, module_index
from perceptron_sim.frontend.panels.frame import draw_label
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.theme import Colour
from perceptron_sim.frontend.view import Card, Frame, Key, Reading, Thing
from perceptron_sim.frontend.views.network.page import Page, Panel
from perceptron_sim.frontend.views.network.transplant_cards import named_card, pot_card, weight_card, wipers_card
from perceptron_sim.frontend.views.network.transplant_layout import arrange
from perceptron_sim.frontend.views.network.transplant_pictures import draw_weights, draw_wipers, x_of
from perceptron_sim.frontend.views.network.transplant_work import TransplantReading, Working
from perceptron_sim.frontend.widget import ENTER
from perceptron_sim.operations import Direction, Transplant
from perceptron_sim.session import Session
from perceptron_sim.snapshot import SessionSnapshot

TITLES = ("From today to 1960", "From 1960 to today")
WAYS = tuple(Direction)
KINDS = ("now", "then", "weight")
COLOURS = {Direction.TO_MACHINE: theme.AMBER, Direction.TO_NETWORK: theme.BLUE}


class TransplantPage(Page):
    """At the left 512 shafts as they stand and as they would, at the right what outputs their windings become."""

    title = "Transplant"
    heading = TITLES[0]

    def __init__(self, room: Rect, type_: Type, experiment: Experiment) -> None:
        super().__init__(room, type_, experiment)
        self.state = Working()
        self.spec = experiment.mark1.potentiometer
        self.a_units = experiment.mark1.association.units
        self.layout = arrange(room, type_, self.a_units)
        self.panels = tuple(Panel(*one) for one in zip(self.layout.panels, TITLES, COLOURS.values(), strict=True))
        self.steppers = self.in_heading(1, [("output", "output", 200)])
        self._buttons = [
            Button(area, BUTTONS[way], way, lit=True) for way, area in zip(WAYS, self.layout.buttons, strict=True)
        ]
        self._drawn: tuple[object, pygame.Surface | None] = (None, None)
        self._cells = [
            [grid.cell(module_index(unit, grid.columns // MODULE_COLUMNS)) for unit in range(self.a_units)]
            for grid in (self.layout.now, self.layout.then, self.layout.weights)
        ]

    # What it works at.

    def forget(self) -> None:
        """Other learners, or weights that are gone, are counted anew; what a transplant would come to stays."""
        self.state.forget()

    def read(self, session: Session, layers: tuple[LayerReading, ...], snapshot: SessionSnapshot) -> TransplantReading:
        """A slice of the work at what would come of it; then at who names how many, again when they have learned."""
        state: Working = self.state
        return state.advance(session, snapshot)

    # What is asked of it.

    def value(self, name: str) -> str:
        """The class of the output whose weights are shown."""
        return self.experiment.class_names[self._output]

    def step(self, name: str, step: int) -> None:
        """The next one."""
        self.state.output = (self._output + step) % len(self.experiment.class_names)

    def press(self, position: tuple[int, int]) -> object | None:
        """A button asks for its transplant."""
        asked = next((button.press(position) for button in self._buttons if button.press(position)), None)
        return None if asked is None else Transplant(asked)

    def key(self, focused: Key | None, event: pygame.event.Event) -> object | None:
        """Enter or Space on a button."""
        if not (isinstance(focused, tuple) and focused[0] == "carry" and event.key in (*ENTER, pygame.K_SPACE)):
            return None
        button = self._buttons[WAYS.index(focused[1])]
        return Transplant(button.action) if button.enabled else None

    @property
    def _output(self) -> int:
        return int(self.state.output) % len(self.experiment.class_names)

    # What it shows.

    def draw(self, surface: pygame.Surface, reading: Reading, frame: Frame) -> None:
        """Buttons, fields, wipers, figures; what is pointed at is marked in all of them."""
        found: TransplantReading | None = reading.own.page
        if found is None:
            return
        self.draw_told(surface, 0, COUNTERFACTUAL)
        self._draw_buttons(surface, found, frame)
        self._draw_pots(surface, found)
        unit = self._pointed(frame)
        self._draw_wipers(surface, found, unit)
        name = self.experiment.class_names[self._output]
        told = f"to {name}, from the pots: + blue, − orange"
        grid = self.layout.weights
        right = self.layout.panels[1].right - self.type.scale.px(28)
        draw_label(surface, (grid.left, grid.top), self.type, "weights", told, right)
        draw_weights(surface, grid, found.weights[:, self._output])
        self._draw_figures(surface, found, reading)
        self._mark(surface, found, unit)

    def _draw_buttons(self, surface: pygame.Surface, found: TransplantReading, frame: Frame) -> None:
        type_, whole = self.type, found.whole
        for button, area in zip(self._buttons, self.layout.words, strict=True):
            way = button.action
            refusal = whole.refusal if whole is not None and way is Direction.TO_NETWORK else ""
            button.enabled = not refusal
            mouse = button.area.center if frame.hovered == ("carry", way) else None
            button.draw(surface, type_, mouse=mouse, focused=False)
            if button.enabled:
                pygame.draw.rect(surface, COLOURS[way], button.area, 2, border_radius=type_.scale.px(8))
            words = f"Not here: {refusal}." if refusal else (CARRIED[way] if found.carried is way else EFFECTS[way])
            lines = type_.wrapped(words, theme.SMALL, area.width)[:4]
            y = area.centery - len(lines) * type_.height(theme.SMALL) // 2 + type_.ascent(theme.SMALL)
            for line in lines:
                type_.write(surface, line, (area.left, y), theme.SMALL, theme.MUTED if refusal else theme.TEXT)
                y += type_.height(theme.SMALL)

    def _draw_pots(self, surface: pygame.Surface, found: TransplantReading) -> None:
        """Both fields of shafts; the one to come is drawn once."""
        now, then, type_, still = self.layout.now, self.layout.then, self.type, np.zeros(self.a_units, np.int8)
        draw_label(surface, (now.left, now.top), type_, f"{self.a_units} shafts", "as they stand", now.rect.right)
        draw_dials(surface, now, found.angle_deg, still, self.spec.stop_deg)
        whole, prospect = found.whole, found.prospect
        told = "as they would stand"
        if whole is None:
            share = 0 if prospect is None else prospect.done * 100 // prospect.of
            told = f"are being worked out: {share} %"
        elif self._same(found):
            told = "as they would stand: they do"
        draw_label(surface, (then.left, then.top), type_, f"{self.a_units} shafts", told, then.rect.right)
        if whole is not None and whole.turned is not None:
            surface.blit(self._then(whole.turned), then.rect)

    def _then(self, turned: Turned) -> pygame.Surface:
        drawn, picture = self._drawn
        if picture is None or drawn is not turned:
            grid, rect = self.layout.then, self.layout.then.rect
            picture = pygame.Surface(rect.size)
            picture = picture.convert() if pygame.display.get_surface() else picture
            picture.fill(theme.PANEL)
            here = Grid(0, 0, grid.pitch, grid.columns, grid.rows, grid.group, grid.gap)
            draw_dials(picture, here, turned.stopped_deg, np.zeros(self.a_units, np.int8), self.spec.stop_deg)
            self._drawn = turned, picture
        return picture

    def _same(self, found: TransplantReading) -> bool:
        """Whether all wipers rest where the transplant would put them."""
        turned = None if found.whole is None else found.whole.turned
        if turned is None:
            return False
        return np.array_equal(windings(turned.stopped_deg, self.spec), windings(found.angle_deg, self.spec))

    def _draw_wipers(self, surface: pygame.Surface, found: TransplantReading, unit: int) -> None:
        """Where wipers rest between the stops, now below the line, then above it; of a *unit* pointed at, why there."""
        area, type_, px, spec = self.layout.wipers, self.type, self.type.scale.px, self.spec
        whole, stop_deg = found.whole, spec.stop_deg
        told = "above: as they would rest; below: now; height by square root"
        if unit >= 0 and whole is not None:
            told = pot_in_words(unit, whole, spec)
        draw_label(surface, area.topleft, type_, "wipers between the stops", told, area.right)
        then = None if whole is None or whole.turned is None else at_rest_deg(whole.turned.stopped_deg, spec)
        draw_wipers(surface, area, type_, at_rest_deg(found.angle_deg, spec), then, stop_deg)
        baseline = area.bottom + px(4) + type_.ascent(theme.SMALL)
        for words, x, align in (
            (f"stop −{stop_deg:g}°", area.left, "left"),
            ("middle", area.centerx, "centre"),
            (f"stop +{stop_deg:g}°", area.right, "right"),
        ):
            type_.write(surface, words, (x, baseline), theme.SMALL, theme.MUTED, align)  # type: ignore[arg-type]

    def _draw_figures(self, surface: pygame.Surface, found: TransplantReading, reading: Reading) -> None:
        """Who names how many rightly, before and after; stops and the middle; how many numbers there are to learn."""
        type_, whole, counted = self.type, found.whole, found.counts
        taught = f"of {'…' if counted is None else asked_in_words(counted, found.taught)} named rightly"
        for way, area in zip(WAYS, self.layout.named, strict=True):
            figure = "… → …" if counted is None else "{} → {}".format(*counted.pair(way))
            possible = whole is None or not whole.refusal or way is Direction.TO_MACHINE
            self._draw_figure(surface, area, figure if possible else "–", taught if possible else "", COLOURS[way])
        area, small = self.layout.named[0], type_.height(theme.SMALL)
        y = area.bottom + type_.scale.px(16) + type_.ascent(theme.SMALL)
        told = () if whole is None else (f"{whole.at_stop} at a stop", f"{whole.lost} lost in the middle")
        for words in (*told, windings_in_words(self.spec)):
            type_.write(surface, words, (area.left, y), theme.SMALL)
            y += small
        then = "…" if whole is None else "–" if whole.refusal else f"{whole.numbers:,}"
        self._draw_figure(
            surface, self.layout.numbers, f"{self.numbers(reading):,} → {then}", "numbers to learn", theme.TEXT
        )

    def _draw_figure(self, surface: pygame.Surface, area: Rect, figure: str, words: str, colour: Colour) -> None:
        type_, baseline = self.type, area.top + self.type.ascent(theme.FIGURE_LARGE)
        type_.write(surface, figure, (area.left, baseline), theme.FIGURE_LARGE, colour)
        baseline = area.top + type_.height(theme.FIGURE_LARGE) + type_.ascent(theme.SMALL)
        type_.write(
            surface, type_.fitted(words, theme.SMALL, area.width), (area.left, baseline), theme.SMALL, theme.MUTED
        )

    def _pointed(self, frame: Frame) -> int:
        """The A-unit whose pot or weight is pointed at, -1 where none is."""
        for key in (frame.hovered, frame.focused, frame.opened):
            if isinstance(key, tuple) and key[0] in KINDS and key[1] < self.a_units:
                return int(key[1])
        return -1

    def _mark(self, surface: pygame.Surface, found: TransplantReading, unit: int) -> None:
        """The pot that is pointed at, in all three fields and between the stops."""
        if unit < 0:
            return
        for cells in self._cells:
            pygame.draw.rect(surface, theme.CREAM, cells[unit].inflate(4, 4), 2)
        area, turned = self.layout.wipers, None if found.whole is None else found.whole.turned
        ends = [(float(found.angle_deg[unit]), area.bottom)]
        ends += [] if turned is None else [(float(turned.stopped_deg[unit]), area.top)]
        for angle, end in ends:
            x = x_of(area, angle, self.spec.stop_deg)
            pygame.draw.line(surface, theme.CREAM, (x, area.centery), (x, end), 2)

    # What can be pointed at.

    def things(self, reading: Reading) -> Sequence[Thing]:
        """Both buttons, every pot as it stands and as it would, every weight it becomes, the wipers, the figures."""
        layout = self.layout
        found = [
            Thing(("carry", way), area, BUTTONS[way], "carry over")
            for way, area in zip(WAYS, layout.buttons, strict=True)
        ]
        for kind, cells in zip(KINDS, self._cells, strict=True):
            found += [Thing((kind, unit), cell, f"A-unit {unit}", f"pots {kind}") for unit, cell in enumerate(cells)]
        found.append(Thing(("wipers",), layout.wipers, "where the wipers rest", "wipers"))
        for way, area in zip(WAYS, layout.named, strict=True):
            found.append(Thing(("named", way), area, "named rightly", f"named {way}"))
        return found

    def card(self, key: Key, reading: Reading) -> Card | None:
        """One pot from its weight to its volts; one weight; the wipers all together; who names how many."""
        found: TransplantReading | None = reading.own.page
        if found is None or not isinstance(key, tuple):
            return None
        name, code = self.experiment.class_names[self._output], self._code
        match key:
            case ("now" | "then", int() as unit) if unit < self.a_units:
                return pot_card(unit, found, reading.own.wiring, self.spec)
            case ("weight", int() as unit) if unit < self.a_units:
                weight = float(found.weights[unit, self._output])
                return weight_card(unit, weight, name, code, found, reading.own.wiring, self.spec)
            case ("wipers",):
                return wipers_card(found, self.spec)
            case ("named", Direction() as way):
                return named_card(way, found)
        return None

    @property
    def _code(self) -> npt.NDArray[np.bool_]:
        """The lamps (r_units,) that stand for the output that is shown."""
        codes: npt.NDArray[np.bool_] = self.state.task.codes
        code: npt.NDArray[np.bool_] = codes[self._output]
        return code

    def sentence(self, reading: Reading) -> str | None:
        """What was carried over last, while it can be taken back; else what this is."""
        found: TransplantReading | None = reading.own.page
        return SENTENCE if found is None or found.carried is None else CARRIED[found.carried]


def _unit(key: Key | None) -> int:
    """The A-unit whose pot or weight *key* names, -1 where it names none."""
    return int(key[1]) if isinstance(key, tuple) and key[0] in ("now", "then", "weight") else -1
