"""The view of a neuron as a picture: still ground, the open page, and what of it need not be drawn anew."""

import pygame

from perceptron_sim.explain.neuron import LAYER
from perceptron_sim.frontend import theme
from perceptron_sim.frontend.panels.frame import draw_ground
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.view import Frame
from perceptron_sim.frontend.views.neuron import chooser, equation, example, terms, way
from perceptron_sim.frontend.views.neuron.figures import Figures
from perceptron_sim.frontend.views.neuron.layout import NeuronLayout
from perceptron_sim.frontend.views.neuron.reading import NeuronReading


class Picture:
    """Draws both pages into *area*. What looks as in the two pictures before is copied from there."""

    def __init__(self, area: pygame.Rect, type_: Type) -> None:
        self._area, self._type = area, type_
        self._lights, self._figures = chooser.Lights(type_), Figures(type_)
        self._stills: dict[str, tuple[object, pygame.Surface]] = {}
        self._kept = self._surface()
        self._kept_of: object = None
        self._before: object = None

    def draw_unit(
        self, surface: pygame.Surface, layout: NeuronLayout, own: NeuronReading, frame: Frame, page: str
    ) -> None:
        """The page of the unit that is opened."""
        labels = tuple(field.label for field in own.fields)
        marked = frame.hovered or frame.focused
        state = (page, layout, own.stamp, marked if isinstance(marked, tuple) and marked[0] == "node" else None)
        if not self._copied(surface, state):
            surface.blit(self._still(layout, page, labels, own), self._area)
            self._draw_panels(surface, layout, own, state[-1])
            self._keep(surface, state)
        self._lights.draw(surface, layout.unit, own.fields, own.opened.key)

    def draw_example(
        self, surface: pygame.Surface, layout: NeuronLayout, page: str, step: int, pointed: object, message: str
    ) -> None:
        """The page of the worked example at *step*; *message* says what became of the sheet."""
        lit = pointed if isinstance(pointed, tuple) and pointed[0] == "walk" else None
        state = (page, layout, step, lit, message)
        if not self._copied(surface, state):
            surface.blit(self._still(layout, page, (), None), self._area)
            example.draw_example(surface, layout.example, self._type, step, lit, message)
            self._keep(surface, state)

    def _draw_panels(self, surface: pygame.Surface, layout: NeuronLayout, own: NeuronReading, marked: object) -> None:
        type_, unit = self._type, layout.unit
        equation.draw_equation(surface, unit, type_, own.opened)
        terms.draw_terms(surface, unit, type_, own.opened, self._figures)
        if own.opened.key.kind == LAYER:
            nodes = own.way.steps if own.way else ()
            way.draw_graph(surface, unit, type_, nodes, self._figures, marked)
        else:
            way.draw_learning(surface, unit, type_, own.facts)

    def _copied(self, surface: pygame.Surface, state: object) -> bool:
        """Whether the picture of *state* was kept, and has been copied."""
        if state != self._kept_of:
            return False
        surface.blit(self._kept, self._area)
        return True

    def _keep(self, surface: pygame.Surface, state: object) -> None:
        """Keep what has been drawn of *state* if it stays: in the second picture of it."""
        if state == self._before:
            self._kept.blit(surface, (0, 0), self._area)
            self._kept_of = state
        self._before = state

    def _still(
        self, layout: NeuronLayout, page: str, labels: tuple[str, ...], own: NeuronReading | None
    ) -> pygame.Surface:
        state = (layout, labels)
        if page not in self._stills or self._stills[page][0] != state:
            whole = pygame.Surface(self._area.bottomright)
            whole.fill(theme.GROUND)
            if own is None:
                example.draw_still(whole, layout.example, self._type)
            else:
                chooser.draw_still(whole, layout.unit, self._type, own.fields)
                for panel in (layout.unit.opened, layout.unit.terms, layout.unit.way):
                    draw_ground(whole, panel, self._type)
            still = self._surface()
            still.blit(whole, (0, 0), self._area)
            self._stills[page] = state, still
        return self._stills[page][1]

    def _surface(self) -> pygame.Surface:
        surface = pygame.Surface(self._area.size)
        return surface.convert() if pygame.display.get_surface() else surface
