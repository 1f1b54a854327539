"""What is drawn is what the snapshot says, on a bare surface."""

import math
from dataclasses import replace

import numpy as np
import pygame
import pytest

from hardware import AssociationSpec, Mark1Spec, ResponseSpec
from perceptron_sim import Letters, Session
from perceptron_sim.errors import SettingError
from perceptron_sim.frontend import fields, sprites, theme
from perceptron_sim.frontend.fields import Order
from perceptron_sim.frontend.layout import Grid, MachineLayout, arrange, module_index
from perceptron_sim.frontend.panels import curves, mark1, network, score
from perceptron_sim.frontend.scene import Scene
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.theme import Scale
from perceptron_sim.playback import Playback

SIZE = (1920, 1080)
SETTLED_S = 10.0
STOP_DEG = 150.0


def brightness(surface: pygame.Surface, area: pygame.Rect) -> float:
    """Mean of all colours in *area*, 0..255."""
    return float(pygame.surfarray.array3d(surface.subsurface(area)).mean())


def warmth(surface: pygame.Surface, area: pygame.Rect) -> float:
    """How much more red than blue there is."""
    colours = pygame.surfarray.array3d(surface.subsurface(area)).astype(float)
    return float(colours[..., 0].mean() - colours[..., 2].mean())


@pytest.fixture
def picture(taught: Session) -> tuple[pygame.Surface, Scene, Session]:
    """A session drawn with all lamps settled."""
    surface, scene = pygame.Surface(SIZE), Scene(SIZE, taught.experiment)
    scene.draw(surface, taught.snapshot(), Playback(taught), SETTLED_S)
    return surface, scene, taught


def test_exactly_the_closed_cells_are_bright(picture: tuple[pygame.Surface, Scene, Session]) -> None:
    surface, scene, session = picture
    grid, contacts = scene.layout.machine.retina, session.snapshot().mark1.s_contacts
    assert 0 < contacts.sum() < 400
    seen = np.array([brightness(surface, grid.cell(cell).inflate(-4, -4)) for cell in range(400)])
    assert seen[contacts].min() > seen[~contacts].max()


def test_exactly_the_firing_a_units_are_bright(picture: tuple[pygame.Surface, Scene, Session]) -> None:
    surface, scene, session = picture
    grid, firing = scene.layout.machine.a_units, session.snapshot().mark1.firing
    assert firing.any()
    seen = np.array([brightness(surface, grid.cell(module_index(unit)).inflate(-6, -6)) for unit in range(512)])
    assert seen[firing].min() > seen[~firing].max()


@pytest.mark.parametrize("angle_deg", [-150.0, -90.0, -31.0, 0.0, 45.0, 120.0, 150.0])
def test_a_dial_points_where_its_angle_says(angle_deg: float) -> None:
    grid = Grid(0, 0, (20, 20), 32, 16)
    surface = pygame.Surface((640, 320))
    angles = np.zeros(512)
    angles[0] = angle_deg
    fields.draw_dials(surface, grid, angles, np.zeros(512, dtype=np.int8), STOP_DEG)
    cell = grid.cell(module_index(0))
    reach = 5.5
    tip = (
        cell.centerx + reach * math.sin(math.radians(angle_deg)),
        cell.centery - reach * math.cos(math.radians(angle_deg)),
    )
    other = (2 * cell.centerx - tip[0] - 1, 2 * cell.centery - tip[1] - 1)
    pointer, face = (sum(surface.get_at((round(x - 0.5), round(y - 0.5)))[:3]) for x, y in (tip, other))
    assert pointer < face - 60


def test_a_dial_moves_in_the_middle_of_a_pulse(session: Session) -> None:
    while not session.snapshot().mark1.current.any():
        session.advance(0.01, budget_s=math.inf)
    before = session.snapshot().mark1
    session.advance(0.03, budget_s=math.inf)
    during = session.snapshot().mark1
    driven = before.current != 0
    assert (during.current == before.current).all()
    assert (np.abs(during.angle_deg - before.angle_deg)[driven] > 0.1).all()
    old, new = (sprites.dial_index(snapshot.angle_deg, during.stop_deg) for snapshot in (before, during))
    assert (old != new).any()


def test_a_driven_knob_is_brighter_than_one_at_rest() -> None:
    grid = Grid(0, 0, (20, 20), 32, 16)
    surface = pygame.Surface((640, 320))
    current = np.zeros(512, dtype=np.int8)
    current[[3, 4]] = 1, -1
    fields.draw_dials(surface, grid, np.zeros(512), current, STOP_DEG)
    rest, up, down = (brightness(surface, grid.cell(module_index(unit))) for unit in (2, 3, 4))
    assert min(up, down) > rest + 10


def test_lamps_glow_with_their_level() -> None:
    grid = Grid(20, 20, (20, 20), 4, 1)
    surface = pygame.Surface((120, 60))
    fields.draw_dark_lamps(surface, grid, Order.ROWS, theme.AMBER)
    fields.draw_lamps(surface, grid, Order.ROWS, theme.AMBER, np.array([0.0, 0.3, 0.7, 1.0]))
    seen = [brightness(surface, grid.cell(cell)) for cell in range(4)]
    assert seen == sorted(seen)
    assert seen[3] > 3 * seen[0]


def machine_layout() -> tuple[MachineLayout, Type]:
    type_ = Type(Scale.of(SIZE))
    return arrange(SIZE, type_).machine, type_


def test_a_wrong_response_is_named_by_word_and_colour(taught: Session) -> None:
    layout, type_ = machine_layout()
    snapshot = taught.snapshot()
    machine = snapshot.mark1
    pictures = []
    for answered in (machine.wanted, tuple(1 - bit for bit in machine.wanted or ())):
        surface = pygame.Surface(SIZE)
        shown = replace(snapshot, mark1=replace(machine, answered=answered))
        mark1.draw_response(surface, layout.response, type_, shown, np.zeros(8))
        pictures.append(surface)
    right, wrong = (warmth(picture, layout.response) for picture in pictures)
    assert wrong > right


def test_the_card_is_light_where_the_retina_is_lit(picture: tuple[pygame.Surface, Scene, Session]) -> None:
    surface, scene, session = picture
    card, stimulus = scene.layout.middle.card, session.snapshot().stimulus
    assert stimulus is not None
    cell = card.width // 20
    left, top = card.centerx - 10 * cell, card.centery - 10 * cell
    for (row, column), light in np.ndenumerate(stimulus):
        colour = surface.get_at((left + column * cell + cell // 2, top + row * cell + cell // 2))[:3]
        assert (colour == theme.CREAM) == bool(light)


def test_weights_are_blue_for_and_orange_against() -> None:
    weights = np.zeros((1, 20, 20))
    weights[0, 0, :3] = 0.5, -0.5, 0.25
    for_it, against, half = network.receptive_field_colours(weights)[0, 0, :3].tolist()
    assert tuple(for_it) == theme.BLUE
    assert tuple(against) == theme.WRONG
    assert sum(half) < sum(for_it)


def test_weights_all_zero_make_a_dark_picture_without_warning() -> None:
    assert (network.receptive_field_colours(np.zeros((2, 20, 20))) == theme.GLASS).all()


def test_curve_ends_at_its_last_share_and_the_yardstick_stands_at_forty_exposures() -> None:
    plot = pygame.Rect(100, 50, 1040, 200)
    points = curves.curve_points(np.linspace(0, 1, 1040, dtype=np.float32), plot, 1040)
    assert points[0] == pytest.approx((101, 250), abs=1)
    assert points[-1] == pytest.approx((plot.right, plot.top))


def test_a_changed_score_changes_the_table(picture: tuple[pygame.Surface, Scene, Session]) -> None:
    _, scene, session = picture
    snapshot = session.snapshot()
    area, images = scene.layout.middle.score, []
    for errors in (7, 8):
        scores = {**snapshot.scores, "mark1": replace(snapshot.scores["mark1"], errors=errors)}
        surface = pygame.Surface(SIZE)
        score.draw_live(surface, scene.layout.middle, scene.type, replace(snapshot, scores=scores))
        images.append(pygame.image.tobytes(surface.subsurface(area), "RGB"))
    assert images[0] != images[1]


def test_drawing_changes_nothing_in_the_session(taught: Session) -> None:
    surface, scene, playback = pygame.Surface(SIZE), Scene(SIZE, taught.experiment), Playback(taught)
    before = (taught.digest, taught.time_s, taught.exposures)
    for _ in range(3):
        scene.draw(surface, taught.snapshot(), playback, 1 / 60)
    assert (taught.digest, taught.time_s, taught.exposures) == before


def test_the_same_snapshot_gives_the_same_picture(taught: Session) -> None:
    images = []
    for _ in range(2):
        surface = pygame.Surface(SIZE)
        Scene(SIZE, taught.experiment).draw(surface, taught.snapshot(), Playback(taught), SETTLED_S)
        images.append(pygame.image.tobytes(surface, "RGB"))
    assert images[0] == images[1]


def test_bars_are_as_long_as_their_probabilities(picture: tuple[pygame.Surface, Scene, Session]) -> None:
    surface, scene, session = picture
    area, probabilities = scene.layout.network.probabilities, session.snapshot().network.probabilities
    for bar, value in zip(network.bars(area, scene.type, 26), probabilities.tolist(), strict=True):
        column = [surface.get_at((bar.centerx, y))[:3] == theme.BLUE for y in range(bar.top, bar.bottom)]
        assert sum(column) == round(bar.height * value)


def test_what_the_trainer_does_now_is_lit(session: Session) -> None:
    layout, type_ = machine_layout()
    shades = set()
    for phase, _ in mark1.STEPS_OF_THE_TRAINER:
        surface = pygame.Surface(SIZE)
        mark1.draw_trainer(surface, layout.trainer, type_, replace(session.snapshot().mark1, phase=phase))
        shades.add(pygame.image.tobytes(surface.subsurface(layout.trainer), "RGB"))
    assert len(shades) == len(mark1.STEPS_OF_THE_TRAINER)


def test_a_machine_the_panels_have_no_place_for_is_refused() -> None:
    spec = Mark1Spec(association=AssociationSpec(units=256), response=ResponseSpec(in_use=5))
    with pytest.raises(SettingError, match=r"mark1.association.units must be 512 to be shown in the window, got 256"):
        Scene(SIZE, Letters(mark1=spec))
