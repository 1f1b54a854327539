"""Where everything stands on the control panel (bay 4) and in the meter rack (bay 5)."""

from dataclasses import dataclass
from typing import Any

from pygame import Rect

from perceptron_sim.explain.machine_room import R_UNITS
from perceptron_sim.frontend import theme
from perceptron_sim.frontend.text import Type

PHASES = 3
LEVERS, MODES = R_UNITS, 3
METER_SHARE = 0.72  # height of the panel meter, as a share of its width
FOOT = 34  # height of the door's foot, at 1920 x 1080
METER_ROWS, METER_COLUMNS, METER_GROUPS = 2, 4, 3
FUSES, PLATES = 20, 24  # heights at 1920 x 1080
SUPPLY_SHARE = 0.85  # height of a supply's meters, as a share of a square one's


@dataclass(frozen=True, slots=True, kw_only=True)
class DoorLayout:
    """The door of bay 4: R-switches left, right the trainer's lamps, the counter, the lessons' switch and the button
    that clears; at the foot connectors and a handle.
    """

    sheet: Rect
    levers: tuple[Rect, ...]
    lever_rows: tuple[Rect, ...]
    levers_area: Rect
    levers_plate: Rect
    phases: tuple[Rect, ...]
    phases_area: Rect
    counter: Rect
    counter_plate: Rect
    lessons: Rect
    lessons_plate: Rect
    clear: Rect
    handle: Rect
    connectors: Rect


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlLayout:
    """Bay 4: the top plate with the answers, the motors' switch and the control switch, the door with the R-switches.

    modes are the lines that name the control switch's three positions.
    """

    top: Rect
    answers: Rect
    answer_lamps: tuple[tuple[Rect, Rect], ...]
    meter: Rect
    meter_plate: Rect
    motors: Rect
    rotary: Rect
    rotary_plate: Rect
    modes: tuple[Rect, ...]
    door: DoorLayout


@dataclass(frozen=True, slots=True, kw_only=True)
class MetersLayout:
    """Bay 5: meters in the order of METERS, with a strip above each group of eight; supplies below."""

    strips: tuple[Rect, ...]
    meters: tuple[Rect, ...]
    field: Rect
    fuses: Rect
    plates: Rect
    supplies: tuple[Rect, ...]
    supply_meters: tuple[Rect, ...]
    supply_knobs: tuple[Rect, ...]
    supply_strips: tuple[Rect, ...]


def plate_height(type_: Type) -> int:
    """How high an engraved plate is."""
    return type_.height(theme.LABEL) + 2


def control_panel(bay: Rect, type_: Type) -> ControlLayout:
    """Bay 4 from above: the top plate, and the door below it."""
    px, inset = type_.scale.px, px_inset(type_)
    pad = px(10)
    top = Rect(bay.left + pad, bay.top + px(14), bay.width - 2 * pad, round(bay.height * 0.47))
    door = Rect(top.left, top.bottom + px(10), top.width, bay.bottom - px(14) - top.bottom - px(10))
    half = (top.width - 3 * inset) // 2
    answers = Rect(top.right - inset - half, top.top + inset, half, top.height - 2 * inset)
    return ControlLayout(
        top=top,
        answers=answers,
        answer_lamps=_answer_lamps(answers, type_),
        door=_door(door, type_),
        **_dials(Rect(top.left + inset, answers.top, half, answers.height), type_),
    )


def _answer_lamps(plate: Rect, type_: Type) -> tuple[tuple[Rect, Rect], ...]:
    """For each R-unit its lamps for 1 and for 0; 0 stands left of 1, as on the R-switches below."""
    px, head = type_.scale.px, plate_height(type_)
    row = (plate.height - head) // R_UNITS
    lamp = min(px(14), row - 4)
    name = type_.width("R8", theme.LABEL) + px(4)
    ones, zeros = (plate.left + name + round((plate.width - name) * share) for share in (0.76, 0.27))
    tops = [plate.top + head + r * row + (row - lamp) // 2 for r in range(R_UNITS)]
    return tuple((Rect(ones - lamp // 2, y, lamp, lamp), Rect(zeros - lamp // 2, y, lamp, lamp)) for y in tops)


def _dials(column: Rect, type_: Type) -> dict[str, Any]:
    """The panel meter with its plate, the motors' switch, the control switch on a plate with its three positions."""
    px = type_.scale.px
    meter = Rect(column.left, column.top, column.width, round(column.width * METER_SHARE))
    meter_plate = Rect(meter.left, meter.bottom + px(3), column.width, plate_height(type_))
    motors = Rect(meter.left, meter_plate.bottom + px(3), column.width, 2 * type_.height(theme.SMALL) + px(6))
    line, around = type_.height(theme.SMALL), rotary_room(type_)
    words = MODES * line + px(6)
    lowest = column.bottom - motors.bottom - px(6)
    side = max(px(24), min(column.width - 3 * around // 2, lowest - words - around - px(4), px(72)))
    plate = Rect(meter.left, 0, column.width, min(lowest, words + side + around + px(6)))
    plate.bottom = column.bottom
    rotary = Rect(0, plate.top + around + px(2), side, side)
    rotary.centerx = plate.centerx
    first = plate.bottom - px(3) - MODES * line
    modes = tuple(Rect(plate.left, first + row * line, plate.width, line) for row in range(MODES))
    return {
        "meter": meter,
        "meter_plate": meter_plate,
        "motors": motors,
        "rotary": rotary,
        "rotary_plate": plate,
        "modes": modes,
    }


def rotary_room(type_: Type) -> int:
    """How much room the marks and letters around the control switch need."""
    return type_.font(theme.LABEL).get_ascent() + type_.scale.px(6)


def _door(door: Rect, type_: Type) -> DoorLayout:
    """The parts of the door: levers left, the trainer's parts right, connectors and handle at the foot."""
    px, plate, inset = type_.scale.px, plate_height(type_), px_inset(type_)
    foot = px(FOOT)
    right_width = type_.width("CORRECT", theme.LABEL) + px(24)
    left = Rect(door.left + inset, door.top + inset, door.width - 3 * inset - right_width, 0)
    left.height = door.bottom - foot - inset - left.top
    right = Rect(door.right - inset - right_width, left.top, right_width, left.height)
    low = Rect(door.left + inset, door.bottom - foot, door.width - 2 * inset, foot - px(4))
    connectors = Rect(low.left, low.top, 4 * low.height, low.height)
    levers = _levers(left, type_)
    row = (left.height - plate) // LEVERS
    rows = tuple(Rect(left.left, left.top + plate + r * row, left.width, row) for r in range(LEVERS))
    handle = Rect(connectors.right + inset, low.centery - px(8), low.right - connectors.right - inset, px(16))
    return DoorLayout(
        sheet=door,
        levers=levers,
        lever_rows=rows,
        levers_area=left,
        levers_plate=Rect(door.left + 3, left.top, right.left - door.left - 6, plate),
        connectors=connectors,
        handle=handle,
        **_trainers(right, type_),
    )


def _levers(area: Rect, type_: Type) -> tuple[Rect, ...]:
    """The R-switches, one below the other, beside their names."""
    px, plate = type_.scale.px, plate_height(type_)
    name = type_.width("R8", theme.LABEL) + px(8)
    row = (area.height - plate) // LEVERS
    lever = Rect(0, 0, min(area.width - name, px(44)), min(row - 2, px(26)))
    left = area.left + name + (area.width - name - lever.width) // 2
    return tuple(Rect(left, area.top + plate + r * row + (row - lever.height) // 2, *lever.size) for r in range(LEVERS))


def _trainers(area: Rect, type_: Type) -> dict[str, Any]:
    """The trainer's three lamps, the counter, the switch that says where lessons come from, the button that clears.

    What room they leave is shared out between the four.
    """
    px, plate, line = type_.scale.px, plate_height(type_), type_.height(theme.LABEL)
    high = line + px(4)
    counter_height, lessons_height = type_.height(theme.FIGURE_SMALL) + px(4), 2 * type_.height(theme.SMALL) + px(4)
    needed = PHASES * high + counter_height + lessons_height + 2 * (plate + 2) + high
    gap = max(2, (area.height - needed) // 4)
    phases = tuple(Rect(area.left, area.top + i * high, area.width, high) for i in range(PHASES))
    counter = Rect(area.left, phases[-1].bottom + gap, area.width, counter_height)
    counter_plate = Rect(area.left, counter.bottom + 2, area.width, plate)
    lessons_plate = Rect(area.left, counter_plate.bottom + gap, area.width, plate)
    lessons = Rect(area.left, lessons_plate.bottom + 2, area.width, lessons_height)
    return {
        "phases": phases,
        "phases_area": phases[0].unionall(list(phases[1:])),
        "counter": counter,
        "counter_plate": counter_plate,
        "lessons": lessons,
        "lessons_plate": lessons_plate,
        "clear": Rect(area.left, lessons.bottom + gap, area.width, high),
    }


def px_inset(type_: Type) -> int:
    """The room between a plate's edge and what is on it."""
    return type_.scale.px(8)


def meter_rack(bay: Rect, type_: Type) -> MetersLayout:
    """Bay 5 from above: three groups of eight meters, fuses and buttons, blank panels, four supplies."""
    px, gap = type_.scale.px, max(2, type_.scale.px(4))
    pad = px(9)
    inside = Rect(bay.left + pad, bay.top + px(10), bay.width - 2 * pad, bay.height - px(18))
    strips, meters = _meter_field(inside, type_, _meter_side(inside, type_, gap), gap)
    field = Rect(inside.left, inside.top, inside.width, meters[-1].bottom + 1 - inside.top)
    fuses = Rect(inside.left, field.bottom + 1, inside.width, px(FUSES))
    plates = Rect(inside.left, fuses.bottom + gap, inside.width, px(PLATES))
    y = plates.bottom + gap
    height = (inside.bottom - y - 3 * gap) // 4
    supplies = tuple(Rect(inside.left, y + i * (height + gap), inside.width, height) for i in range(4))
    return MetersLayout(
        strips=strips,
        meters=meters,
        field=field,
        fuses=fuses,
        plates=plates,
        supplies=supplies,
        **_supplies(supplies, type_),
    )


def _meter_side(inside: Rect, type_: Type, gap: int) -> int:
    """How large a square meter is, where all that is below the meters has its room."""
    px, strip = type_.scale.px, type_.height(theme.SMALL)
    fixed = METER_GROUPS * (plate_height(type_) + gap) + px(FUSES) + px(PLATES) + 4 * (strip + 2 + gap) + 6 * gap
    unit = (inside.height - fixed) / (METER_GROUPS * METER_ROWS + 4 * SUPPLY_SHARE)
    return int(min(unit, (inside.width - 2 * gap) / METER_COLUMNS)) - 1


def _meter_field(inside: Rect, type_: Type, side: int, gap: int) -> tuple[tuple[Rect, ...], tuple[Rect, ...]]:
    """The strips above the three groups, and the meters, row by row, in pairs."""
    y, strips, meters = inside.top, [], []
    pitch = (inside.width - gap) // METER_COLUMNS
    for _ in range(METER_GROUPS):
        strips.append(Rect(inside.left, y, inside.width, plate_height(type_)))
        y = strips[-1].bottom + 2
        for number in range(METER_ROWS * METER_COLUMNS):
            row, column = divmod(number, METER_COLUMNS)
            x = inside.left + column * pitch + (column // 2) * gap
            meters.append(Rect(x + (pitch - side) // 2, y + row * (side + 1), side, side))
        y += METER_ROWS * (side + 1) + gap
    return tuple(strips), tuple(meters)


def _supplies(supplies: tuple[Rect, ...], type_: Type) -> dict[str, tuple[Rect, ...]]:
    """Two meters and a knob on each supply, above a strip with the meters' names."""
    px, strip = type_.scale.px, type_.height(theme.SMALL)
    meters, knobs, strips = [], [], []
    for supply in supplies:
        below = Rect(supply.left + 2, supply.bottom - strip - 2, supply.width - 4, strip)
        high = below.top - supply.top - 2 * px(3)
        knob = min(high, supply.width // 4)
        third = (supply.width - knob) // 2
        wide = min(third - 2 * px(6), round(high * 1.7))
        for centre in (supply.left + third // 2, supply.right - third // 2):
            meters.append(Rect(centre - wide // 2, supply.top + px(3), wide, high))
        knobs.append(Rect(supply.centerx - knob // 2, supply.top + px(3) + (high - knob) // 2, knob, knob))
        strips.append(below)
    return {"supply_meters": tuple(meters), "supply_knobs": tuple(knobs), "supply_strips": tuple(strips)}
