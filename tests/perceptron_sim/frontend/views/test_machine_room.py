"""The machine room shows what the snapshot says, on a bare surface."""

import math
from dataclasses import replace

import numpy as np
import pygame
import pytest
from pygame import Rect, Surface

from hardware import AssociationSpec, Mark1Spec, Phase, ResponseSpec
from perceptron_sim import Letters, Session
from perceptron_sim.commands import NewSeed
from perceptron_sim.errors import SettingError
from perceptron_sim.explain.machine_room import INDEX, METERS, read_meters
from perceptron_sim.explain.past import Past
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.theme import Scale
from perceptron_sim.frontend.view import Frame, Reading
from perceptron_sim.frontend.views.machine_room import MachineRoom, live, loupe, meters, parts, turning
from perceptron_sim.frontend.views.machine_room.board import Board, thread_light

SIZE, AREA = (1920, 1080), Rect(0, 72, 1920, 900)
SETTLED = Frame(elapsed_s=10.0)


def advance_to(session: Session, phase: Phase, s: float = 0.05) -> None:
    """Let time pass until the trainer has been at *phase* for *s* seconds."""
    while session.snapshot().mark1.phase is not phase:
        session.advance(0.01, budget_s=math.inf)
    session.advance(s, budget_s=math.inf)


def drawn(session: Session, view: MachineRoom, reading: Reading | None = None) -> Surface:
    surface = Surface(SIZE)
    view.draw(surface, reading or view.read(session), SETTLED)
    return surface


def brightness(surface: Surface, area: Rect) -> float:
    return float(pygame.surfarray.array3d(surface.subsurface(area)).mean())


def warmth(surface: Surface, area: Rect) -> float:
    colours = pygame.surfarray.array3d(surface.subsurface(area)).astype(float)
    return float(colours[..., 0].mean() - colours[..., 2].mean())


def with_machine(reading: Reading, **changes: object) -> Reading:
    """*reading* of a machine that differs in some signals."""
    machine = replace(reading.own.machine, **changes)
    return replace(
        reading,
        snapshot=replace(reading.snapshot, first_mark1=machine),
        own=replace(reading.own, machine=machine),
    )


@pytest.fixture(scope="module")
def pulse() -> Session:
    """A session in the middle of a pulse; no test lets its time pass."""
    pygame.font.init()
    session = Session(Letters(seed=1))
    advance_to(session, Phase.CORRECTING)
    assert session.snapshot().mark1.current.any()
    return session


@pytest.fixture(scope="module")
def room(pulse: Session) -> MachineRoom:
    return MachineRoom(AREA, Type(Scale.of(SIZE)), pulse.experiment)


@pytest.fixture
def view(room: MachineRoom) -> MachineRoom:
    room.known_shown = False
    return room


def test_exactly_the_cells_that_are_on_are_bright(pulse: Session, view: MachineRoom) -> None:
    surface, contacts = drawn(pulse, view), pulse.snapshot().mark1.s_contacts
    retina = view.layout.sensory.retina
    seen = np.array([brightness(surface, retina.cell(cell).inflate(-3, -3)) for cell in range(400)])
    assert 0 < contacts.sum() < 400
    assert seen[contacts].min() > seen[~contacts].max()


def test_every_pointer_stands_at_its_angle_in_the_middle_of_a_pulse(pulse: Session, view: MachineRoom) -> None:
    reading = view.read(pulse)
    angles = np.linspace(-150, 150, 512)
    surface = drawn(pulse, view, with_machine(reading, angle_deg=angles))
    for unit in range(0, 512, 7):
        knob, radians = view.layout.modules.knobs[unit], math.radians(angles[unit])
        way = pygame.Vector2(math.sin(radians), -math.cos(radians)) * knob.width * 0.3
        middle = pygame.Vector2(knob.left + (knob.width - 1) / 2, knob.top + (knob.height - 1) / 2)
        tip, tail = (sum(surface.get_at((round(p.x), round(p.y)))[:3]) for p in (middle + way, middle - way))
        assert tip < tail - 40, unit


def test_a_pointer_moves_while_its_motor_has_current(session: Session, view: MachineRoom) -> None:
    advance_to(session, Phase.CORRECTING)
    unit = int(np.flatnonzero(session.snapshot().mark1.current)[0])
    knob = view.layout.modules.knobs[unit]
    before = pygame.surfarray.array3d(drawn(session, view).subsurface(knob))
    session.advance(0.04, budget_s=math.inf)
    assert session.snapshot().mark1.current[unit]
    after = pygame.surfarray.array3d(drawn(session, view).subsurface(knob))
    assert (before != after).any()


def test_exactly_the_motors_with_current_are_lit(pulse: Session, view: MachineRoom) -> None:
    surface, current = drawn(pulse, view), pulse.snapshot().mark1.current
    knobs = view.layout.modules.knobs
    seen = np.array([brightness(surface, knob.inflate(-4, -4)) for knob in knobs])
    assert seen[current != 0].min() > seen[current == 0].max()


def test_the_modules_whose_motors_run_shine(pulse: Session, view: MachineRoom) -> None:
    reading = view.read(pulse)
    current = np.zeros(512, dtype=np.int8)
    current[8 * 20] = 1
    handles = [Rect(module.left, module.top, module.width, 4) for module in view.layout.modules.modules]
    dark = drawn(pulse, view, with_machine(reading, current=np.zeros(512, dtype=np.int8)))
    lit = drawn(pulse, view, with_machine(reading, current=current))
    changed = [n for n, area in enumerate(handles) if brightness(lit, area) > brightness(dark, area) + 10]
    assert changed == [20]


def test_a_motors_shaft_turns_faster_than_its_wiper(pulse: Session, view: MachineRoom) -> None:
    reading = view.read(pulse)
    angles = reading.own.machine.angle_deg.copy()
    seen = []
    for turned in (0.0, 360 / turning.GEAR_RATIO / 4, 360 / turning.GEAR_RATIO):
        angles[100] = turned
        surface = drawn(pulse, view, with_machine(reading, angle_deg=angles, current=np.zeros(512, dtype=np.int8)))
        seen.append(pygame.surfarray.array3d(surface.subsurface(view.layout.modules.motors[100])))
    assert (seen[0] != seen[1]).any()
    assert (seen[0] == seen[2]).all()


def test_what_has_turned_bit_by_bit_looks_as_if_it_had_always_stood_there(pulse: Session, view: MachineRoom) -> None:
    reading, rng = view.read(pulse), np.random.default_rng(3)
    for _ in range(5):
        drawn(pulse, view, with_machine(reading, angle_deg=rng.uniform(-150, 150, 512)))
    anew = MachineRoom(AREA, Type(Scale.of(SIZE)), pulse.experiment)
    glass = view.layout.modules.glass
    first, second = (drawn(pulse, one, reading).subsurface(glass) for one in (view, anew))
    assert (pygame.surfarray.array3d(first) == pygame.surfarray.array3d(second)).all()


def test_pointing_at_a_potentiometer_brings_a_loupe_in_which_its_pointer_stands_as_it_does(
    pulse: Session, view: MachineRoom
) -> None:
    reading, layout = view.read(pulse), view.layout
    place = loupe.place(layout.modules, Type(Scale.of(SIZE)), 170, layout.area)
    seen = []
    for pointed, angle in ((None, 90.0), (("knob", 170), 90.0), (("knob", 170), -90.0)):
        angles = np.where(np.arange(512) == 170, angle, 0.0)
        surface = Surface(SIZE)
        view.draw(surface, with_machine(reading, angle_deg=angles), Frame(elapsed_s=10.0, hovered=pointed))
        seen.append(pygame.surfarray.array3d(surface.subsurface(place)).astype(int))
    assert (seen[0] != seen[1]).any(axis=2).mean() > 0.5
    assert 0.001 < (seen[1] != seen[2]).any(axis=2).mean() < 0.1
    opened = Frame(elapsed_s=10.0, hovered=("knob", 170), opened=("knob", 170))
    assert loupe.pointed_at(opened) is None


def test_a_wire_carries_a_signal_if_it_excites_a_unit_that_fires_from_a_cell_that_is_on(
    pulse: Session, view: MachineRoom
) -> None:
    machine, wiring = pulse.snapshot().mark1, pulse.mark1.machine.wiring
    board = Board(view.layout.board, Type(Scale.of(SIZE)), wiring, (20, 20)).finish()
    expected = sum(
        bool(sign > 0 and machine.firing[unit] and machine.s_contacts[cell])
        for row in zip(wiring.origins.tolist(), wiring.signs.tolist(), strict=True)
        for unit, (cell, sign) in enumerate(zip(*row, strict=True))
    )
    sound = np.ones(wiring.signs.shape, dtype=np.bool_)
    assert board.carrying(machine, sound).sum() == expected > 0
    assert not board.carrying(machine, ~sound).any()


def test_the_board_glows_only_while_signals_run(pulse: Session, view: MachineRoom) -> None:
    reading, board = view.read(pulse), view.layout.board.board
    lit = warmth(drawn(pulse, view), board)
    dark = warmth(drawn(pulse, view, with_machine(reading, firing=np.zeros(512, dtype=np.bool_))), board)
    assert lit > dark + 5


def test_many_wires_share_the_light_that_few_have() -> None:
    lights = [thread_light(wires) for wires in (0, 1, 60, 200, 500, 2000)]
    assert lights == sorted(lights, reverse=True)
    assert 0 < lights[-1] < lights[0] <= 255


def test_every_answer_lights_one_of_its_two_lamps(pulse: Session, view: MachineRoom) -> None:
    surface, lamps = drawn(pulse, view), pulse.snapshot().mark1.lamps
    pairs = view.layout.control.answer_lamps
    ones = [brightness(surface, one) > brightness(surface, zero) + 30 for one, zero in pairs]
    assert ones == lamps.tolist()


def test_a_dead_lamp_leaves_both_dark(pulse: Session, view: MachineRoom) -> None:
    reading = view.read(pulse)
    sums_v, lamps = np.full(8, 3.0), np.zeros(8, dtype=np.bool_)
    surface = drawn(pulse, view, with_machine(reading, sums_v=sums_v, lamps=lamps))
    assert all(brightness(surface, lamp) < 60 for pair in view.layout.control.answer_lamps for lamp in pair)


def test_the_code_that_is_wanted_shines_at_the_levers_while_the_trainer_corrects(
    pulse: Session, view: MachineRoom
) -> None:
    reading, door = view.read(pulse), view.layout.control.door
    ends = {}
    for bit in (1, 0):
        surface = drawn(pulse, view, with_machine(reading, wanted=(bit,) * 8))
        ends[bit] = [
            (warmth(surface, Rect(lever.topleft, (9, lever.height))), warmth(surface, lever.move(lever.width - 9, 0)))
            for lever in door.levers[:5]
        ]
    assert all(left < ends[0][n][0] for n, (left, _) in enumerate(ends[1]))
    idle = drawn(pulse, view, with_machine(reading, phase=Phase.CHANGING))
    assert all(
        warmth(idle, Rect(lever.topleft, (9, lever.height))) < ends[0][n][0] for n, lever in enumerate(door.levers[:5])
    )


@pytest.mark.parametrize("phase", [Phase.EXPOSING, Phase.CORRECTING, Phase.CHANGING])
def test_the_lamp_of_the_present_step_is_the_bright_one(session: Session, view: MachineRoom, phase: Phase) -> None:
    advance_to(session, phase)
    surface = drawn(session, view)
    lamps = [Rect(area.left, area.top, area.height, area.height) for area in view.layout.control.door.phases]
    seen = [warmth(surface, lamp) for lamp in lamps]
    assert int(np.argmax(seen)) == live.PHASES.index(phase)


def needle_x(surface: Surface, area: Rect) -> float:
    """Mean x of what is red in a meter, 0..1 of its width."""
    colours = pygame.surfarray.array3d(surface.subsurface(area)).astype(int)
    red = colours[..., 0] - colours[..., 1] > 50
    return float(red.nonzero()[0].mean()) / area.width


def test_a_needle_moves_to_the_right_with_its_sum(pulse: Session, view: MachineRoom) -> None:
    reading, area = view.read(pulse), view.layout.meters.meters[0]
    seen = [
        needle_x(drawn(pulse, view, with_machine(reading, sums_v=np.full(8, volts))), area)
        for volts in (-4.0, -1.0, 0.0, 2.0, 4.5)
    ]
    assert seen == sorted(seen)
    assert seen[0] < 0.42 < 0.46 < seen[2] < 0.56 < 0.6 < seen[-1]


def test_a_needle_never_leaves_its_scale() -> None:
    assert meters.needle_index(0.0) == 0
    assert meters.needle_index(1.0) == meters.NEEDLES - 1


def test_the_picture_is_on_the_board_only_while_it_stands_in_the_lights(session: Session, view: MachineRoom) -> None:
    advance_to(session, Phase.EXPOSING)
    shown = brightness(drawn(session, view), view.layout.picture)
    while session.snapshot().mark1.light.any():
        session.advance(0.01, budget_s=math.inf)
    assert shown > brightness(drawn(session, view), view.layout.picture) + 20


def test_a_switch_that_is_thrown_is_seen(pulse: Session, view: MachineRoom) -> None:
    reading, switches = view.read(pulse), np.zeros(400, dtype=np.int8)
    switches[[5, 6]] = 1, -1
    surface = drawn(pulse, view, with_machine(reading, switches=switches))
    grid = view.layout.sensory.switches
    middle, up, down = (brightness(surface, grid.cell(cell)) for cell in (4, 5, 6))
    assert min(up, down) > middle + 5


def test_the_same_state_gives_the_same_picture(pulse: Session) -> None:
    small = Type(Scale.of((1280, 720)))
    first, second = (drawn(pulse, MachineRoom(Rect(0, 48, 1280, 600), small, pulse.experiment)) for _ in range(2))
    assert pygame.image.tobytes(first, "RGB") == pygame.image.tobytes(second, "RGB")


def test_the_key_i_and_the_button_lay_a_veil_that_says_how_well_each_part_is_known(view: MachineRoom) -> None:
    for event in (
        pygame.event.Event(pygame.KEYDOWN, key=pygame.K_i),
        pygame.event.Event(pygame.MOUSEBUTTONDOWN, pos=view.layout.button.center, button=1),
    ):
        assert view.handle(event) is None
    assert not view.known_shown
    view.handle(pygame.event.Event(pygame.KEYDOWN, key=pygame.K_i))
    assert view.known_shown


def test_the_veil_hides_what_is_invented_more_than_what_is_inferred(session: Session, view: MachineRoom) -> None:
    advance_to(session, Phase.EXPOSING)
    plain = drawn(session, view)
    view.known_shown = True
    veiled, areas = drawn(session, view), parts.areas(view.layout)
    upper = [
        Rect(areas[name].left, areas[name].top, areas[name].width, areas[name].height // 3)  # where no words are
        for name in ("meters", "service")
    ]
    kept = [brightness(veiled, area) / brightness(plain, area) for area in upper]
    assert 1 > kept[0] > kept[1] + 0.1


def test_wires_that_are_hung_bit_by_bit_end_as_if_hung_at_once(session: Session, view: MachineRoom) -> None:
    session.apply(NewSeed(7))
    advance_to(session, Phase.EXPOSING)
    small, area = Type(Scale.of((1280, 720))), Rect(0, 48, 1280, 600)
    at_once, follower = (MachineRoom(area, small, session.experiment) for _ in range(2))
    follower.take_over(view)
    pictures = [drawn(session, follower) for _ in range(40)]
    board = follower.layout.board.board
    whole = pygame.surfarray.array3d(drawn(session, at_once).subsurface(board))
    first, last = (pygame.surfarray.array3d(picture.subsurface(board)) for picture in (pictures[0], pictures[-1]))
    assert (last == whole).all()
    assert (first != whole).any()


def test_a_view_that_is_built_anew_goes_on_as_the_old_one_was(session: Session, view: MachineRoom) -> None:
    drawn(session, view)
    view.known_shown = True
    anew = MachineRoom(AREA, Type(Scale.of(SIZE)), session.experiment)
    anew.take_over(view)
    assert anew.known_shown


def test_every_thing_has_a_card_but_the_buttons(pulse: Session, view: MachineRoom) -> None:
    reading = view.read(pulse)
    things = view.things(reading)
    assert view.things(reading) is things
    without = [thing.key for thing in things if view.card(thing.key, reading) is None]
    assert without == [parts.BUTTON, parts.CLIPBOARD]
    assert len({thing.key for thing in things}) == len(things)


def test_a_card_says_what_the_meter_shows(pulse: Session, view: MachineRoom) -> None:
    reading = view.read(pulse)
    card = view.card(("meter", "panel", 0), reading)
    assert card is not None
    assert ("shows", f"{(reading.own.machine.current != 0).sum()} motors") in card.facts


def test_the_past_of_a_potentiometer_is_that_of_its_angle(session: Session) -> None:
    view, past = MachineRoom(Rect(0, 48, 1280, 600), Type(Scale.of((1280, 720))), session.experiment), Past()
    seen = []
    for _ in range(4):
        session.advance_exposure()
        reading = view.read(session)
        past.see(reading.snapshot)
        seen.append(float(np.float32(reading.snapshot.mark1.angle_deg[0])))
    keys = {thing.key for thing in view.things(reading)}
    assert ("knob", 0) in keys
    assert past.of(("knob", 0)).tolist() == seen


def test_the_sentence_changes_with_the_record(session: Session, view: MachineRoom) -> None:
    said = []
    for phase in (Phase.EXPOSING, Phase.CORRECTING):
        advance_to(session, phase)
        said.append(view.sentence(view.read(session)))
    assert "stands in the lights" in str(said[0])
    assert "should be" in str(said[1])


@pytest.mark.parametrize(
    "spec",
    [
        Mark1Spec(association=AssociationSpec(units=1000)),
        Mark1Spec(association=AssociationSpec(units=37), response=ResponseSpec(units=5, in_use=5)),
    ],
    ids=["1000 A-units", "37 A-units on 5 R-units"],
)
def test_machines_of_other_sizes_stand_in_the_cabinet(spec: Mark1Spec) -> None:
    session = Session(Letters(seed=1, mark1=spec))
    view = MachineRoom(Rect(0, 48, 1280, 600), Type(Scale.of((1280, 720))), session.experiment)
    advance_to(session, Phase.EXPOSING)
    surface = Surface((1280, 720))
    view.draw(surface, view.read(session), SETTLED)
    assert len(view.layout.modules.knobs) == spec.association.units


def test_a_machine_too_large_for_the_cabinet_is_refused() -> None:
    experiment = Letters(mark1=Mark1Spec(association=AssociationSpec(units=1500)))
    with pytest.raises(SettingError, match=r"association.units must be at most 1152 to stand in the cabinet, got 1500"):
        MachineRoom(AREA, Type(Scale.of(SIZE)), experiment)


def test_an_experiment_without_a_mark1_is_refused() -> None:
    with pytest.raises(SettingError, match="must have a Mark I"):
        MachineRoom(AREA, Type(Scale.of(SIZE)), Letters(learners="modern"))


def test_the_meters_are_read_in_the_order_in_which_they_hang(pulse: Session, view: MachineRoom) -> None:
    readings = read_meters(view.read(pulse).own)
    areas = meters.all_areas(view.layout.meters, view.layout.control.meter)
    assert len(areas) == len(METERS) == len(readings.value) == len(INDEX)
