"""Every rectangle of the machine room stands inside its bay and apart from its neighbours, at all sizes."""

import itertools

import pygame
import pytest
from pygame import Rect

from perceptron_sim.explain.machine_room import METERS
from perceptron_sim.explain.machine_room_parts import PARTS
from perceptron_sim.frontend import theme
from perceptron_sim.frontend.layout import panels_area
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.theme import Scale
from perceptron_sim.frontend.views.machine_room import controls, live, loupe, parts, racks
from perceptron_sim.frontend.views.machine_room.layout import FLANK, RoomLayout, arrange

SIZES = {(1280, 720): (48, 600), (1920, 1080): (72, 900), (3840, 2160): (144, 1800), (1600, 1200): (72, 1010)}


def laid_out(size: tuple[int, int], a_units: int = 512, cells: tuple[int, int] = (20, 20)) -> tuple[RoomLayout, Type]:
    pygame.font.init()
    top, height = SIZES[size]
    type_ = Type(Scale.of(size))
    return arrange(Rect(0, top, size[0], height), type_, cells=cells, a_units=a_units), type_


@pytest.fixture(params=SIZES, ids=lambda size: "{} x {}".format(*size))
def both(request: pytest.FixtureRequest) -> tuple[RoomLayout, Type]:
    return laid_out(request.param)


def test_bays_are_as_wide_as_in_the_photograph(both: tuple[RoomLayout, Type]) -> None:
    bays = both[0].bays
    assert [bay.width / bays[0].width for bay in bays] == [1, 2, 2, 1, 1]
    assert all(left.right == right.left for left, right in itertools.pairwise(bays))


def test_the_button_and_the_cabinet_begin_where_the_panels_of_all_views_begin(both: tuple[RoomLayout, Type]) -> None:
    layout, type_ = both
    whole = panels_area(layout.area, type_)
    assert layout.button.left == whole.left
    assert (layout.captions[0].left, layout.captions[0].bottom) == (whole.left, whole.bottom)
    assert layout.cabinet.right + type_.scale.px(FLANK) == whole.right
    assert layout.button.top == layout.cabinet.top >= whole.top
    if layout.area.width / layout.area.height > 2:  # where the cabinet need not be lower than its widths allow
        assert layout.cabinet.top == whole.top


def test_the_light_of_the_picture_falls_free_into_the_lens(both: tuple[RoomLayout, Type]) -> None:
    layout = both[0]
    assert layout.lens.right == layout.cabinet.left
    assert layout.lens.left - layout.picture.right >= both[1].scale.px(24)
    assert layout.lens.centery == layout.picture.centery
    assert not layout.legend.colliderect(layout.picture)


@pytest.mark.parametrize("unit", [0, 7, 63, 170, 448, 511])
def test_the_loupe_hides_neither_what_is_pointed_at_nor_another_bay(both: tuple[RoomLayout, Type], unit: int) -> None:
    layout, type_ = both
    lens = loupe.place(layout.modules, type_, unit, layout.area)
    assert layout.area.contains(lens)
    assert not lens.colliderect(layout.modules.knobs[unit])
    assert layout.modules.glass.left <= lens.left < lens.right <= layout.modules.glass.right


def test_every_part_stands_inside_the_area_and_no_two_overlap(both: tuple[RoomLayout, Type]) -> None:
    layout, areas = both[0], parts.areas(both[0])
    assert set(areas) == set(PARTS)
    assert all(layout.area.contains(area) for area in areas.values())
    overlapping = [
        (one, other) for one, other in itertools.combinations(areas, 2) if areas[one].colliderect(areas[other])
    ]
    assert not overlapping


def test_parts_of_a_bay_stand_inside_it(both: tuple[RoomLayout, Type]) -> None:
    layout = both[0]
    control, rack = layout.control, layout.meters
    inside = [
        (layout.bays[0], [layout.sensory.retina.rect, layout.sensory.switches.rect, layout.sensory.blank]),
        (layout.bays[1], [layout.board.board, layout.board.plate, *layout.board.doors]),
        (layout.bays[2], [layout.modules.glass, layout.modules.plate]),
        (control.top, [control.answers, control.meter, control.meter_plate, control.motors, control.rotary_plate]),
        (control.rotary_plate, [control.rotary, *control.modes]),
        (control.door.levers_area, [*control.door.lever_rows, *control.door.levers]),
        (layout.bays[1], [layout.sheet.board]),
        (layout.sheet.board, [layout.sheet.paper]),
        (control.answers, [lamp for pair in control.answer_lamps for lamp in pair]),
        (
            control.door.sheet,
            [
                *(*control.door.levers, *control.door.phases, control.door.counter_plate, control.door.lessons),
                *(control.door.lessons_plate, control.door.clear, control.door.connectors, control.door.handle),
            ],
        ),
        (layout.bays[4], [*rack.strips, *rack.meters, rack.fuses, rack.plates, *rack.supplies]),
        (rack.field, [*rack.strips, *rack.meters]),
    ]
    for bay, areas in inside:
        assert all(bay.contains(area) for area in areas), bay


@pytest.mark.parametrize("a_units", [37, 512, 1000, 1152])
@pytest.mark.parametrize("size", SIZES)
def test_knobs_stand_inside_their_modules_and_modules_behind_the_glass(size: tuple[int, int], a_units: int) -> None:
    modules = laid_out(size, a_units)[0].modules
    for unit, knob in enumerate(modules.knobs):
        assert modules.modules[unit // 8].contains(knob)
        assert not modules.motors[unit].colliderect(knob)
        assert modules.modules[unit // 8].contains(modules.motors[unit])
    for first in range(0, a_units, 8):
        fellows = modules.knobs[first : first + 8]
        assert not any(one.colliderect(other) for one, other in itertools.combinations(fellows, 2))
    assert all(modules.glass.contains(module) for module in modules.modules)
    assert not any(modules.trunk.colliderect(module) for module in modules.modules)


def test_meters_do_not_overlap(both: tuple[RoomLayout, Type]) -> None:
    rack = both[0].meters
    areas = [*rack.strips, *rack.meters, *rack.supply_meters, *rack.supply_knobs, *rack.supply_strips]
    assert not any(one.colliderect(other) for one, other in itertools.combinations(areas, 2))
    for number, supply in enumerate(rack.supplies):
        assert all(supply.contains(area) for area in rack.supply_meters[2 * number : 2 * number + 2])
        assert supply.contains(rack.supply_strips[number])


def test_all_words_fit(both: tuple[RoomLayout, Type]) -> None:
    layout, type_ = both
    rack, control, door = layout.meters, layout.control, layout.control.door
    engraved = [
        ("SENSORY UNITS", layout.sensory.retina_plate),
        ("CELL SWITCHES", layout.sensory.switches_plate),
        ("SENSORY PLUGBOARD   400 TO 512", layout.board.plate),
        ("512 MOTOR-DRIVEN POTENTIOMETERS", layout.modules.plate),
        ("MOTORS", control.meter_plate),
        ("SHOWN", door.counter_plate),
        *((words.format(end=1200), strip) for words, strip in zip(live.STRIPS, rack.strips, strict=True)),
        *(
            (word, area.inflate(-2 * type_.scale.px(9), 0))
            for area, (_, word) in zip(control.modes, controls.MODES, strict=True)
        ),
        ("LESSONS", door.lessons_plate),
        *(("R8", area) for area in rack.meters),
    ]
    for words, area in engraved:
        assert type_.width(words, theme.LABEL) <= area.width - 4, words
    assert type_.width("FORCE", theme.SMALL) <= door.levers_plate.width - 4
    for area, word in zip(door.phases, racks.PHASE_WORDS, strict=True):
        lamp = live.phase_lamp(area, type_)[0][0] - area.left
        assert lamp + type_.scale.px(10) + type_.width(word, theme.LABEL) <= area.width
    named = [meter.label for meter in METERS if meter.key[0] == "supply"]
    for number, strip in enumerate(rack.supply_strips):
        assert all(
            type_.width(label, theme.SMALL) <= strip.width // 2 - 2 for label in named[2 * number : 2 * number + 2]
        )
    assert type_.width("Back to the machine (I)", theme.SMALL) <= layout.button.width - 8


def test_captions_stand_below_the_cabinet_and_apart(both: tuple[RoomLayout, Type]) -> None:
    layout = both[0]
    assert all(caption.top >= layout.plinth.bottom for caption in layout.captions)
    assert all(layout.area.contains(caption) for caption in layout.captions)
    assert not any(one.colliderect(other) for one, other in itertools.combinations(layout.captions, 2))


def test_things_of_a_group_never_overlap(both: tuple[RoomLayout, Type]) -> None:
    things = parts.things(both[0])
    for group in {thing.group for thing in things} - {"photocells", "cell switches", "potentiometers"}:
        areas = [thing.area for thing in things if thing.group == group]
        assert not any(one.colliderect(other) for one, other in itertools.combinations(areas, 2)), group


def test_a_retina_that_is_not_square_keeps_its_cells_square() -> None:
    layout, _ = laid_out((1280, 720), cells=(12, 30))
    retina = layout.sensory.retina
    assert retina.pitch[0] == retina.pitch[1]
    assert layout.sensory.retina_panel.contains(retina.rect)
