"""All of the plugboard that seldom changes: the board without wires, the chart of the taught pictures, the origins."""

from collections.abc import Sequence

import pygame

from hardware import Wiring
from perceptron_sim.experiments.experiment import Experiment
from perceptron_sim.explain.wires import BoardState
from perceptron_sim.explain.wires_firing import FloatArray, PictureMeans, PictureShare, means_of
from perceptron_sim.explain.wires_origin import Origin, changed_since, origins_of
from perceptron_sim.frontend import theme
from perceptron_sim.frontend.panels.frame import draw_ground
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.views.plugboard import board, figures
from perceptron_sim.frontend.views.plugboard.layout import PlugboardLayout

PICTURES_AT_A_TIME = 160  # so many more have to be known before the chart is drawn anew


class Ground:
    """Draws it when it has changed; *plot* and *means* are those of the pictures that are drawn."""

    plot: figures.FiringPlot
    means: PictureMeans

    def __init__(self, layout: PlugboardLayout, type_: Type, experiment: Experiment, curve: FloatArray | None) -> None:
        self._layout, self._type, self._experiment, self._curve = layout, type_, experiment, curve
        self._picture: pygame.Surface | None = None
        self._drawn: tuple[tuple[Origin, ...], int, int] = ((), 0, 0)
        self._seed: int | None = None  # of what is known of the origins
        self._known: tuple[Origin, ...] = ()
        self._origins: tuple[Origin, ...] = ()
        self._wirings: tuple[Wiring, Wiring] | None = None

    def board(self, subtitle: str, most_right: int) -> pygame.Surface:
        """The board without wires."""
        layout = self._layout
        still = pygame.Surface(layout.board.size, depth=32)
        still.fill(theme.GROUND)
        whole = pygame.Surface(layout.board.bottomright, depth=32)
        whole.fill(theme.GROUND)
        board.draw_still(whole, layout, self._type, subtitle, most_right)
        still.blit(whole, (0, 0), layout.board)
        return still

    def draw(
        self,
        surface: pygame.Surface,
        state: BoardState,
        pictures: Sequence[PictureShare],
        origins: tuple[Origin, ...],
        look: tuple[int, bool],
    ) -> None:
        """All around and below the board; *look* is which look at the pictures it is, and whether it is done."""
        number, done = look
        key = origins, number, len(pictures) if done else len(pictures) // PICTURES_AT_A_TIME
        enough = done or key[2]  # until then what was drawn of the state before may stay
        if self._picture is None or (enough and key != self._drawn):
            self._drawn, self._picture = key, self._drawn_anew(state, pictures, origins)
        lower = self._layout.lower
        for strip in self._layout.around:
            surface.fill(theme.GROUND, strip)
        surface.blit(self._picture, lower)

    def _drawn_anew(
        self, state: BoardState, pictures: Sequence[PictureShare], origins: tuple[Origin, ...]
    ) -> pygame.Surface:
        layout, type_ = self._layout, self._type
        self.plot = figures.FiringPlot(layout.plot, state.contacts.size, self._curve, pictures)
        self.means = means_of(pictures, self._curve)
        whole = pygame.Surface(layout.area.bottomright)
        whole.fill(theme.GROUND)
        draw_ground(whole, layout.pick, type_)
        figures.draw_firing_still(whole, layout, type_, self.plot, self._curve, pictures, state.firing.size)
        figures.draw_origin(whole, layout, type_, origins)
        lower = pygame.Surface(layout.lower.size)
        lower.blit(whole, (0, 0), layout.lower)
        return lower.convert() if pygame.display.get_surface() else lower

    def origins(self, wiring: Wiring, delivered: Wiring, seed: int) -> tuple[Origin, ...]:
        """Where *wiring* comes from, and what is otherwise than *delivered*; the same tuple while nothing changes."""
        if seed != self._seed:
            self._seed, self._wirings = seed, None
            self._known = tuple(origins_of(self._experiment, seed))
        if self._wirings is None or self._wirings[0] is not wiring or self._wirings[1] is not delivered:
            self._wirings, since = (wiring, delivered), changed_since(wiring, delivered)
            self._origins = self._known if since is None else (since, *self._known)
        return self._origins
