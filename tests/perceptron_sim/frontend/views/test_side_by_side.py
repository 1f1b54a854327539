"""What the side-by-side view draws is what the snapshot says, on a bare surface; what it tells is what is drawn."""

import math
from dataclasses import replace

import numpy as np
import pygame
import pytest
from side_by_side import AREA, SETTLED_S, SIZE, drawn, view_of

from hardware import AssociationSpec, Mark1Spec, Phase, PlugboardSpec, ResponseSpec
from perceptron_sim import Letters, Session
from perceptron_sim.commands import ResetWeights
from perceptron_sim.errors import SettingError
from perceptron_sim.experiments.digits import Digits
from perceptron_sim.experiments.experiment import Experiment
from perceptron_sim.experiments.xor import Xor
from perceptron_sim.frontend import fields, sprites, theme
from perceptron_sim.frontend.fields import Order
from perceptron_sim.frontend.layout import Grid, module_index
from perceptron_sim.frontend.scene import Scene
from perceptron_sim.frontend.signed import SIGNED, signed_index
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.theme import Scale
from perceptron_sim.frontend.view import Frame, Reading
from perceptron_sim.frontend.views.side_by_side import SideBySide, machine, network, score
from perceptron_sim.network_spec import NetworkSpec
from perceptron_sim.playback import Playback

STOP_DEG = 150.0
FEW_WIRES = PlugboardSpec(excitatory=1, inhibitory=1)


def brightness(surface: pygame.Surface, area: pygame.Rect) -> float:
    """Mean of all colours in *area*, 0..255."""
    return float(pygame.surfarray.array3d(surface.subsurface(area)).mean())


def warmth(surface: pygame.Surface, area: pygame.Rect) -> float:
    """How much more red than blue there is."""
    colours = pygame.surfarray.array3d(surface.subsurface(area)).astype(float)
    return float(colours[..., 0].mean() - colours[..., 2].mean())


@pytest.fixture
def picture(taught: Session) -> tuple[pygame.Surface, SideBySide, Reading]:
    """A session drawn with all lamps settled."""
    view = view_of(taught)
    reading = view.read(taught)
    return drawn(view, reading), view, reading


def test_exactly_the_closed_cells_are_bright(picture: tuple[pygame.Surface, SideBySide, Reading]) -> None:
    surface, view, reading = picture
    grid, contacts = view.layout.machine.retina, reading.snapshot.mark1.s_contacts
    assert 0 < contacts.sum() < 400
    seen = np.array([brightness(surface, grid.cell(cell).inflate(-4, -4)) for cell in range(400)])
    assert seen[contacts].min() > seen[~contacts].max()


def test_exactly_the_firing_a_units_are_bright(picture: tuple[pygame.Surface, SideBySide, Reading]) -> None:
    surface, view, reading = picture
    grid, firing = view.layout.machine.a_units, reading.snapshot.mark1.firing
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


def test_a_wrong_response_is_named_by_word_and_colour(picture: tuple[pygame.Surface, SideBySide, Reading]) -> None:
    _, view, reading = picture
    snapshot = reading.snapshot
    pictures = []
    for answered in (snapshot.mark1.wanted, tuple(1 - bit for bit in snapshot.mark1.wanted or ())):
        surface = pygame.Surface(SIZE)
        shown = replace(snapshot, first_mark1=replace(snapshot.mark1, answered=answered))
        machine.draw_response(surface, view.layout.machine, Type(Scale.of(SIZE)), shown, np.zeros(8))
        pictures.append(surface)
    right, wrong = (warmth(picture, view.layout.machine.response) for picture in pictures)
    assert wrong > right


def test_there_is_a_lamp_for_each_of_the_eight_r_units(picture: tuple[pygame.Surface, SideBySide, Reading]) -> None:
    _, view, reading = picture
    for unit in range(8):
        lamps = np.zeros(8, dtype=np.bool_)
        lamps[unit] = True
        lit = replace(reading.snapshot, first_mark1=replace(reading.snapshot.mark1, lamps=lamps))
        surface = drawn(view, replace(reading, snapshot=lit))
        glow = [brightness(surface, view.layout.machine.lamps.cell(one)) for one in range(8)]
        assert int(np.argmax(glow)) == unit


def test_the_card_is_light_where_the_retina_is_lit(picture: tuple[pygame.Surface, SideBySide, Reading]) -> None:
    surface, view, reading = picture
    card, stimulus = view.layout.middle.card, reading.snapshot.stimulus
    assert stimulus is not None
    for cell, light in enumerate(stimulus.flat):
        colour = surface.get_at(card.cell(cell).center)[:3]
        assert (colour == theme.CREAM) == bool(light)


def test_the_input_is_blue_where_the_retina_is_lit(picture: tuple[pygame.Surface, SideBySide, Reading]) -> None:
    surface, view, reading = picture
    grid, image = view.layout.network.input, reading.snapshot.network.image
    for cell, light in enumerate(image.flat):
        assert (surface.get_at(grid.cell(cell).center)[:3] == theme.BLUE) == bool(light)


def test_weights_are_blue_for_and_orange_against() -> None:
    weights = np.zeros((1, 20, 20))
    weights[0, 0, :3] = 0.5, -0.5, 0.25
    for_it, against, half = (SIGNED[place] for place in signed_index(weights)[0, 0, :3].tolist())
    assert for_it == theme.BLUE
    assert against == theme.WRONG
    assert sum(half) < sum(for_it)


def test_small_weights_stay_dim_until_they_have_grown() -> None:
    weights = np.full((1, 2, 2), 0.05)
    dim, full = (sum(SIGNED[signed_index(weights * times, 0.125).flat[0]]) for times in (1, 3))
    assert dim < full == sum(theme.BLUE)


def test_weights_all_zero_make_a_dark_picture_without_warning() -> None:
    assert {SIGNED[place] for place in signed_index(np.zeros((2, 20, 20))).flat} == {theme.GLASS}


def test_a_changed_score_changes_the_table(picture: tuple[pygame.Surface, SideBySide, Reading]) -> None:
    _, view, reading = picture
    snapshot, layout, images = reading.snapshot, view.layout.middle, []
    for errors in (7, 8):
        scores = {**snapshot.scores, "mark1": replace(snapshot.scores["mark1"], errors=errors)}
        surface = pygame.Surface(SIZE)
        score.draw_live(surface, layout, Type(Scale.of(SIZE)), replace(snapshot, scores=scores), 26)
        images.append(pygame.image.tobytes(surface.subsurface(layout.score), "RGB"))
    assert images[0] != images[1]


def test_drawing_changes_nothing_in_the_session(taught: Session) -> None:
    view = view_of(taught)
    before = (taught.digest, taught.time_s, taught.exposures)
    for _ in range(3):
        reading = view.read(taught)
        drawn(view, reading)
        for thing in view.things(reading)[::97]:
            view.card(thing.key, reading)
    assert (taught.digest, taught.time_s, taught.exposures) == before


def test_the_same_reading_gives_the_same_picture(taught: Session) -> None:
    images = []
    for _ in range(2):
        view = view_of(taught)
        images.append(pygame.image.tobytes(drawn(view, view.read(taught)), "RGB"))
    assert images[0] == images[1]


def test_bars_are_as_long_as_their_probabilities(picture: tuple[pygame.Surface, SideBySide, Reading]) -> None:
    surface, view, reading = picture
    area, probabilities = view.layout.network.probabilities, reading.snapshot.network.probabilities
    for bar, value in zip(network.bars(area, Type(Scale.of(SIZE)), 26), probabilities.tolist(), strict=True):
        column = [surface.get_at((bar.centerx, y))[:3] == theme.BLUE for y in range(bar.top, bar.bottom)]
        assert sum(column) == round(bar.height * value)


def test_what_the_trainer_does_now_is_lit(picture: tuple[pygame.Surface, SideBySide, Reading]) -> None:
    _, view, reading = picture
    shades = set()
    for phase, _ in machine.STEPS_OF_THE_TRAINER:
        surface, area = pygame.Surface(SIZE), view.layout.machine.trainer
        machine.draw_trainer(surface, area, Type(Scale.of(SIZE)), replace(reading.snapshot.mark1, phase=phase))
        shades.add(pygame.image.tobytes(surface.subsurface(area), "RGB"))
    assert len(shades) == len(machine.STEPS_OF_THE_TRAINER)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        (
            {"association": AssociationSpec(units=4096), "plugboard": FEW_WIRES},
            r"mark1.association.units must be at most 2048 .*, got 4096",
        ),
        ({"response": ResponseSpec(units=17, in_use=5)}, r"mark1.response.units must be at most 16 .*, got 17"),
    ],
)
def test_a_machine_the_panels_have_no_place_for_is_refused(settings: dict[str, object], message: str) -> None:
    spec = Mark1Spec(**{"response": ResponseSpec(in_use=5), **settings})  # type: ignore[arg-type]
    with pytest.raises(SettingError, match=message):
        Scene(SIZE, Letters(mark1=spec), view="side-by-side")


@pytest.mark.parametrize(
    "experiment",
    [
        Letters(modern=NetworkSpec(hidden=())),
        Letters(modern=NetworkSpec(hidden=(300, 20))),
        Letters(modern=NetworkSpec(hidden=(16,), filters=4)),
        Letters(mark1=Mark1Spec(association=AssociationSpec(units=300), response=ResponseSpec(in_use=5))),
    ],
    ids=["no hidden layer", "two hidden layers", "filters", "300 A-units"],
)
def test_other_machines_and_networks_are_shown_and_explained(experiment: Letters) -> None:
    session = Session(experiment)
    session.advance_exposure()
    view = view_of(session)
    reading = view.read(session)
    drawn(view, reading)
    cards = [view.card(thing.key, reading) for thing in view.things(reading)]
    assert None not in cards


def test_things_of_a_group_never_overlap_and_stand_in_the_view(
    picture: tuple[pygame.Surface, SideBySide, Reading],
) -> None:
    _, view, reading = picture
    things = view.things(reading)
    assert len({thing.key for thing in things}) == len(things)
    for group in dict.fromkeys(thing.group for thing in things):
        areas = [thing.area for thing in things if thing.group == group]
        assert all(AREA.contains(area) for area in areas)
        assert all(len(area.collidelistall(areas)) == 1 for area in areas[:60])


def test_every_thing_has_a_card_that_says_where_it_is_from(
    picture: tuple[pygame.Surface, SideBySide, Reading],
) -> None:
    _, view, reading = picture
    for thing in view.things(reading):
        if isinstance(number := thing.key[-1], int) and number % 50 not in (0, 1):  # type: ignore[index]
            continue
        card = view.card(thing.key, reading)
        assert card is not None, thing
        assert card.source, thing
        assert card.certainty in ("documented", "inferred", "assumed", "computed")


def test_the_card_of_an_r_unit_gives_the_sum_that_its_lamp_shows(taught: Session) -> None:
    while taught.snapshot().mark1.phase is not Phase.EXPOSING:
        taught.advance(0.01, budget_s=math.inf)
    taught.advance(0.4, budget_s=math.inf)  # every relay has settled
    view = view_of(taught)
    reading = view.read(taught)
    for unit in range(5):
        card = view.card(("r_unit", unit), reading)
        assert card is not None
        sum_line = next(line for line in card.arithmetic if line.startswith("sum"))
        volts = float(sum_line.removeprefix("sum = ").removesuffix(" V").replace("−", "-"))
        assert volts == pytest.approx(float(reading.snapshot.mark1.sums_v[unit]))


def test_a_card_follows_its_thing_from_picture_to_picture(taught: Session) -> None:
    view, before = view_of(taught), set()
    for _ in range(3):
        card = view.card(("score", "errors", "modern"), view.read(taught))
        assert card is not None
        before.add(tuple(card.arithmetic))
        taught.advance_exposure()
    assert len(before) == 3


def test_an_open_card_is_drawn_beside_its_thing_and_esc_closes_it(taught: Session) -> None:
    scene, surface = Scene(SIZE, taught.experiment), pygame.Surface(SIZE)
    playback = Playback(taught)
    scene.draw(surface, taught, playback, SETTLED_S)
    plain = pygame.image.tobytes(surface, "RGB")
    thing = scene.view.things(scene.view.read(taught))[150]
    down = pygame.event.Event(pygame.MOUSEBUTTONDOWN, pos=thing.area.center, button=1)
    assert scene.handle(down) is None
    assert scene.pointing.opened == thing.key
    scene.draw(surface, taught, playback, SETTLED_S)
    assert pygame.image.tobytes(surface, "RGB") != plain
    escape = pygame.event.Event(pygame.KEYDOWN, key=pygame.K_ESCAPE, unicode="", mod=0)
    assert scene.handle(escape) is None
    assert scene.pointing.opened is None
    assert scene.handle(escape) is None
    assert scene.handle(escape) is not None  # leaves, asked twice


def test_a_network_whose_numbers_ran_away_is_drawn_and_said_to_have(
    picture: tuple[pygame.Surface, SideBySide, Reading],
) -> None:
    surface, view, reading = picture
    net = reading.snapshot.network
    before = pygame.image.tobytes(surface.subsurface(view.layout.network.answer), "RGB")
    for bad in (np.nan, np.inf):
        runaway = replace(
            net,
            hidden=np.full_like(net.hidden, bad),
            probabilities=np.full_like(net.probabilities, np.nan),
            receptive_fields=np.full_like(net.receptive_fields, bad),
            weights_set=net.weights_set + 1,
        )
        gone = drawn(view, replace(reading, snapshot=replace(reading.snapshot, first_network=runaway)))
        assert pygame.image.tobytes(gone.subsurface(view.layout.network.answer), "RGB") != before


def test_the_last_lamps_stay_lit_when_all_is_over(session: Session) -> None:
    while not session.finished:
        session.advance(100.0, budget_s=math.inf)
    view = view_of(session)
    reading = view.read(session)
    assert not reading.snapshot.mark1.s_contacts.any()
    stimulus = reading.snapshot.stimulus
    assert stimulus is not None
    surface, grid = drawn(view, reading), view.layout.machine.retina
    seen = np.array([brightness(surface, grid.cell(cell).inflate(-4, -4)) for cell in range(400)])
    assert seen[stimulus.ravel() > 0].min() > seen[stimulus.ravel() == 0].max()


def test_lamps_follow_the_clock_of_the_machine(taught: Session) -> None:
    view, slow = view_of(taught), view_of(taught)
    reading, surface = view.read(taught), pygame.Surface(SIZE)
    area, seen = view.layout.machine.retina.rect, []
    for one, speed in ((slow, 1.0), (view, 10.0)):
        one.draw(surface, reading, Frame(elapsed_s=1 / 60, speed=speed))
        seen.append(brightness(surface, area))
    assert seen[1] > 1.1 * seen[0]


@pytest.mark.parametrize("experiment", [Xor(seed=1), Letters(seed=1)], ids=["two classes", "26 classes"])
def test_every_class_has_its_bar_and_name_beside_the_others(experiment: Experiment) -> None:
    view = SideBySide(AREA, Type(Scale.of(SIZE)), experiment)
    areas = network.class_areas(view.layout.network.probabilities, Type(Scale.of(SIZE)), experiment.class_names)
    assert len(areas) == len(experiment.class_names)
    assert all(len(area.collidelistall(areas)) == 1 for area in areas)
    assert all(view.layout.network.probabilities.contains(area) for area in areas)


def test_each_weight_has_its_pixels(picture: tuple[pygame.Surface, SideBySide, Reading]) -> None:
    surface, view, reading = picture
    layout, weights = view.layout.network, reading.snapshot.network.receptive_fields
    for unit in (0, 7, 29):
        area = layout.fields.cell(unit)
        for row, column in ((0, 0), (3, 17), (19, 19)):
            at = (area.left + column * layout.scale + 1, area.top + row * layout.scale + 1)
            assert surface.get_at(at)[:3] == SIGNED[signed_index(weights, view.full_weight)[unit, row, column]]


def test_weights_that_are_cleared_twice_before_anything_is_learned_are_drawn_anew_twice(session: Session) -> None:
    session.advance(0.2, budget_s=math.inf)
    view, pictures = view_of(session), set()
    for _ in range(3):
        session.apply(ResetWeights())
        surface = drawn(view, view.read(session))
        pictures.add(pygame.image.tobytes(surface.subsurface(view.layout.network.fields.rect), "RGB"))
    assert len(pictures) == 3


def test_a_photograph_of_greys_is_counted_in_cells_that_have_light() -> None:
    session = Session(Digits(seed=1))
    session.advance(0.2, budget_s=math.inf)
    view = view_of(session)
    reading = view.read(session)
    card = view.card(("stimulus",), reading)
    stimulus = reading.snapshot.stimulus
    assert stimulus is not None
    assert card is not None
    assert f"{np.count_nonzero(stimulus)} of 400 cells have light" in card.arithmetic
    assert "UCI" in card.source
