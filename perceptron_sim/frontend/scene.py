"""The picture: side by side, from a snapshot of the session, on any surface of any size."""

import pygame

from perceptron_sim.errors import SettingError
from perceptron_sim.experiments.experiment import Experiment
from perceptron_sim.experiments.stimuli import RETINA_CELLS
from perceptron_sim.frontend import theme
from perceptron_sim.frontend.controls import Controls
from perceptron_sim.frontend.glow import Filaments
from perceptron_sim.frontend.layout import GRID_COLUMNS, GRID_ROWS, arrange
from perceptron_sim.frontend.panels import curves, footer, mark1, network, score
from perceptron_sim.frontend.panels.help import draw_help
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.theme import Scale
from perceptron_sim.learner import MARK1, MODERN
from perceptron_sim.playback import Playback
from perceptron_sim.snapshot import SessionSnapshot

R_LAMPS = 8
MOST_LETTERS = 40  # of all bars' names together, each as wide as the longest: below the bars there is room for so many
LONGEST_NAME = 12  # as a verdict in large letters
MOST_NAMED = 5  # learners in a message


def check(experiment: Experiment) -> None:
    """Raise SettingError unless the panels have a place for both learners of *experiment*, and for all their parts."""
    lanes = experiment.lanes()
    names = tuple(lane.name for lane in lanes)
    shown_first = [next((lane.name for lane in lanes if lane.kind == kind), None) for kind in (MARK1, MODERN)]
    if shown_first != [MARK1, MODERN]:
        rule = f"{MARK1} and {MODERN}, perhaps with others after them, to be shown in the window"
        shown = names[:MOST_NAMED] + ("...",) * (len(names) > MOST_NAMED)
        raise SettingError(f"learners must be {rule}, got {', '.join(shown)}")
    classes = experiment.class_names
    longest = max(classes, key=len)
    if len(classes) * len(longest) > MOST_LETTERS or len(longest) > LONGEST_NAME:
        rule = f"few enough for names of {LONGEST_NAME} letters at most to stand side by side in the window"
        raise SettingError(f"classes must be {rule}, got {len(classes)}, as {longest!r}; `run` takes all")
    if experiment.modern.filters:
        raise SettingError(f"modern.filters must be 0 to be shown in the window, got {experiment.modern.filters!r}")
    spec = experiment.mark1
    for name, value, drawn in (
        ("retina.rows", spec.retina.rows, RETINA_CELLS),
        ("retina.columns", spec.retina.columns, RETINA_CELLS),
        ("association.units", spec.association.units, GRID_COLUMNS * GRID_ROWS),
        ("response.units", spec.response.units, R_LAMPS),
    ):
        if value != drawn:
            raise SettingError(f"mark1.{name} must be {drawn} to be shown in the window, got {value!r}")


class Scene:
    """Side by side for one size of window: a still layer, drawn once, and what moves above it."""

    def __init__(self, size: tuple[int, int], experiment: Experiment) -> None:
        check(experiment)
        self.size, self._experiment = size, experiment
        self.type = Type(Scale.of(size))
        self.layout = arrange(size, self.type)
        self.controls = Controls(self.layout, self.type)
        self.help_shown = False
        self._still = self._draw_still()
        self._s_lamps, self._a_lamps, self._r_lamps, self._hidden_lamps = (Filaments() for _ in range(4))
        self._pictured: tuple[int, int, int] | None = None

    def draw(self, surface: pygame.Surface, snapshot: SessionSnapshot, playback: Playback, elapsed_s: float) -> None:
        """Draw *snapshot* on *surface*; lamps move on by *elapsed_s*."""
        machine, type_, layout = snapshot.mark1, self.type, self.layout
        surface.blit(self._still, (0, 0))
        mark1.draw_live(
            surface,
            layout.machine,
            type_,
            snapshot,
            self._s_lamps.follow(machine.s_contacts, elapsed_s),
            self._a_lamps.follow(machine.firing, elapsed_s),
            self._r_lamps.follow(machine.lamps, elapsed_s),
        )
        hidden = self._hidden_lamps.follow(network.activity_levels(snapshot.network), elapsed_s)
        network.draw_live(surface, layout.network, type_, snapshot, hidden, self._images_of(snapshot))
        score.draw_live(surface, layout.middle, type_, snapshot)
        curves.draw_live(surface, layout.curves, type_, snapshot)
        footer.draw_live(surface, layout, type_, snapshot, playback)
        self.controls.draw(surface, playback)
        if self.help_shown:
            draw_help(surface, type_)

    def _images_of(self, snapshot: SessionSnapshot) -> network.NetworkImages:
        """The network's pictures, drawn anew only when it has learned, forgotten or changed."""
        state = (snapshot.seed, snapshot.network.exposures, snapshot.scores[MODERN].exposures)
        if state != self._pictured:
            self._pictured = state
            self._images = network.NetworkImages.of(snapshot.network, self.layout.network)
        return self._images

    def _draw_still(self) -> pygame.Surface:
        still = pygame.Surface(self.size)
        if pygame.display.get_surface():
            still = still.convert()
        still.fill(theme.GROUND)
        mark1.draw_still(still, self.layout.machine, self.type)
        network.draw_still(still, self.layout.network, self.type, self._experiment)
        score.draw_still(still, self.layout.middle, self.type)
        curves.draw_still(still, self.layout.curves, self.type, self._experiment.name)
        footer.draw_still(still, self.layout, self.type)
        return still
