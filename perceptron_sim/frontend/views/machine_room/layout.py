"""Where everything stands in the machine room: the picture, the five bays of the cabinet, the captions on the floor."""

import math
from dataclasses import dataclass

from pygame import Rect

from perceptron_sim.frontend import theme
from perceptron_sim.frontend.layout import Grid, panels_area
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.views.machine_room.layout_racks import (
    ControlLayout,
    MetersLayout,
    control_panel,
    meter_rack,
    plate_height,
)
from perceptron_sim.frontend.views.machine_room.sheet_layout import SheetLayout, arrange_sheet

BAYS = (1, 2, 2, 1, 1)  # widths, read off the museum's photograph
TALLEST_BAYS = 4.1  # height of the real one in bay widths
PARTS_OF_MODULE = (2, 4)  # columns and rows: our choice
PER_MODULE = PARTS_OF_MODULE[0] * PARTS_OF_MODULE[1]
FEWEST_MODULES = 8  # along a side
BAND, PLINTH = 46, 26  # heights of the name band and of the cabinet's foot
GAP = 40  # between the picture's column and the cabinet
FLANK = 12  # how much of the cabinet's side is seen


@dataclass(frozen=True, slots=True, kw_only=True)
class SensoryLayout:
    """Bay 1: the retina's display, the cell switches, a plain panel."""

    retina: Grid
    retina_panel: Rect
    retina_plate: Rect
    switches: Grid
    switches_panel: Rect
    switches_plate: Rect
    blank: Rect


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardLayout:
    """Bay 2: the opened doors and the board behind them, the photocells' jacks left, the A-units' right."""

    doors: tuple[Rect, Rect]
    board: Rect
    cells: Rect
    a_units: Rect
    plate: Rect


@dataclass(frozen=True, slots=True, kw_only=True)
class ModulesLayout:
    """Bay 3: modules behind glass. knobs are squares, in the order of the A-units, motors what turns
    them, left of each; corners where the knobs begin.
    """

    glass: Rect
    modules: tuple[Rect, ...]
    knobs: tuple[Rect, ...]
    motors: tuple[Rect, ...]
    corners: tuple[tuple[int, int], ...]
    trunk: Rect
    plate: Rect


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomLayout:
    """Every rectangle of the view."""

    area: Rect
    floor_y: int
    button: Rect
    legend: Rect
    picture: Rect
    lens: Rect
    stand: Rect
    clipboard: Rect
    cabinet: Rect
    band: Rect
    plinth: Rect
    bays: tuple[Rect, ...]
    sensory: SensoryLayout
    board: BoardLayout
    modules: ModulesLayout
    control: ControlLayout
    meters: MetersLayout
    sheet: SheetLayout
    captions: tuple[Rect, ...]


def arrange(area: Rect, type_: Type, *, cells: tuple[int, int], a_units: int) -> RoomLayout:
    """Lay out *area* for a retina of *cells* (rows, columns) and so many A-units."""
    px, whole = type_.scale.px, panels_area(area, type_)
    bottom = whole.bottom - caption_height(type_) - px(20)
    cabinet = _cabinet(whole, type_, bottom)
    bays = _bays(cabinet, cabinet.top + px(BAND), cabinet.bottom - px(PLINTH))
    sensory = _sensory(bays[0], type_, cells)
    column = Rect(whole.left, cabinet.top, cabinet.left - px(GAP) - whole.left, bottom - cabinet.top)
    return RoomLayout(
        area=area,
        floor_y=bottom - px(4),
        **_stand(column, cabinet, sensory, type_),
        cabinet=cabinet,
        band=Rect(cabinet.left, cabinet.top, cabinet.width, px(BAND)),
        plinth=Rect(cabinet.left, cabinet.bottom - px(PLINTH), cabinet.width, px(PLINTH)),
        bays=bays,
        sensory=sensory,
        board=_board(bays[1], type_, cells, a_units),
        modules=_modules(bays[2], type_, a_units),
        control=control_panel(bays[3], type_),
        meters=meter_rack(bays[4], type_),
        sheet=arrange_sheet(bays[1], type_),
        captions=_captions(
            Rect(whole.left, bottom + px(20), column.width + px(GAP), caption_height(type_)), bays, type_
        ),
    )


def caption_height(type_: Type) -> int:
    """Two lines on the floor."""
    return type_.height(theme.LABEL) + type_.height(theme.SMALL)


def _cabinet(whole: Rect, type_: Type, bottom: int) -> Rect:
    """The fronts of all bays, on the floor at the right of *whole*; right of them their flank, left the picture."""
    px = type_.scale.px
    beside = max(px(248), type_.width("How well is it known? (I)", theme.SMALL) + px(20)) + px(GAP) + px(FLANK)
    bay = (whole.width - beside) // sum(BAYS)
    height = min(bottom - whole.top, round(TALLEST_BAYS * bay))
    width = bay * sum(BAYS)
    return Rect(whole.right - px(FLANK) - width, bottom - height, width, height)


def _bays(cabinet: Rect, top: int, bottom: int) -> tuple[Rect, ...]:
    bay = cabinet.width // sum(BAYS)
    begins = [sum(BAYS[:number]) for number in range(len(BAYS))]
    return tuple(
        Rect(cabinet.left + begin * bay, top, units * bay, bottom - top)
        for begin, units in zip(begins, BAYS, strict=True)
    )


def _stand(column: Rect, cabinet: Rect, sensory: SensoryLayout, type_: Type) -> dict[str, Rect]:
    """Left of the cabinet: the button, and the picture as high as the lens, so far away that its light is seen.

    Below the picture hangs the service sheet on its clipboard.
    """
    px = type_.scale.px
    side = min(column.width - px(60), sensory.retina_panel.height + px(24))
    picture = Rect(column.left + px(9), 0, side, side)
    picture.centery = max(sensory.retina_panel.centery, column.top + px(96) + side // 2)
    lens = Rect(cabinet.left - px(34), 0, px(34), px(64))
    lens.centery = picture.centery
    legend_height = 4 * (type_.height(theme.SMALL) + px(6))
    clipboard = Rect(0, picture.bottom + px(36), px(152), px(150))
    clipboard.centerx = picture.centerx
    return {
        "clipboard": clipboard,
        "button": Rect(column.left, column.top, column.width, max(px(36), type_.height(theme.SMALL) + 8)),
        "legend": Rect(column.left, column.bottom - legend_height, column.width, legend_height),
        "picture": picture,
        "lens": lens,
        "stand": Rect(column.left, picture.top - px(44), column.width, column.bottom - picture.top + px(44)),
    }


def _captions(first: Rect, bays: tuple[Rect, ...], type_: Type) -> tuple[Rect, ...]:
    """A museum's label for the picture and for each bay."""
    px = type_.scale.px
    below = [Rect(bay.left + px(13), first.top, bay.width - px(21), first.height) for bay in bays]
    return (Rect(first.left, first.top, first.width - px(8), first.height), *below)


def _sensory(bay: Rect, type_: Type, cells: tuple[int, int]) -> SensoryLayout:
    px, plate = type_.scale.px, plate_height(type_)
    pad, rim, (rows, columns) = px(13), px(5), cells
    width = bay.width - 2 * pad - 2 * rim
    top = bay.top + px(15) + rim
    grids, panels, plates = [], [], []
    for _ in range(2):
        pitch = max(1, width // max(columns, rows))
        grid = Grid(bay.centerx - columns * pitch // 2, top, (pitch, pitch), columns, rows)
        panel = grid.rect.inflate(2 * rim, 2 * rim)
        panel = Rect(bay.left + pad, panel.top, bay.width - 2 * pad, panel.height)
        plates.append(Rect(panel.left, panel.bottom + px(5), panel.width, plate))
        grids.append(grid)
        panels.append(panel)
        top = plates[-1].bottom + px(10) + rim
    blank_top = plates[1].bottom + px(14)
    return SensoryLayout(
        retina=grids[0],
        retina_panel=panels[0],
        retina_plate=plates[0],
        switches=grids[1],
        switches_panel=panels[1],
        switches_plate=plates[1],
        blank=Rect(bay.left + pad, blank_top, bay.width - 2 * pad, max(1, bay.bottom - px(14) - blank_top)),
    )


def _board(bay: Rect, type_: Type, cells: tuple[int, int], a_units: int) -> BoardLayout:
    px, plate = type_.scale.px, plate_height(type_)
    leaf, pad = px(20), px(14)
    inner = Rect(bay.left + leaf, bay.top + pad, bay.width - 2 * leaf, bay.height - 2 * pad - plate - px(6))
    inside = inner.inflate(-2 * px(16), -2 * px(14))
    field = inside.width * 3 // 10
    return BoardLayout(
        doors=(
            Rect(bay.left + px(3), bay.top + px(6), leaf - px(4), bay.height - px(12)),
            Rect(bay.right - leaf + px(1), bay.top + px(6), leaf - px(4), bay.height - px(12)),
        ),
        board=inner,
        cells=Rect(inside.left, inside.top, field, inside.height - px(20)),
        a_units=Rect(inside.right - field, inside.top, field, inside.height - px(20)),
        plate=Rect(inner.left, inner.bottom + px(6), inner.width, plate),
    )


def _modules(bay: Rect, type_: Type, a_units: int) -> ModulesLayout:
    px, plate = type_.scale.px, plate_height(type_)
    pad = px(14)
    glass = Rect(bay.left + pad, bay.top + pad, bay.width - 2 * pad, bay.height - 2 * pad - plate - px(6))
    modules = _rack(glass, type_, math.ceil(a_units / PER_MODULE))
    knobs = tuple(_knob(modules[unit // PER_MODULE], unit % PER_MODULE) for unit in range(a_units))
    bottom = max(module.bottom for module in modules)
    return ModulesLayout(
        glass=glass,
        modules=modules,
        knobs=knobs,
        motors=tuple(_motor(knob, modules[unit // PER_MODULE]) for unit, knob in enumerate(knobs)),
        corners=tuple(knob.topleft for knob in knobs),
        trunk=Rect(glass.left + px(4), bottom + px(3), glass.width - 2 * px(4), glass.bottom - bottom - px(6)),
        plate=Rect(glass.left, glass.bottom + px(6), glass.width, plate),
    )


def _rack(glass: Rect, type_: Type, count: int) -> tuple[Rect, ...]:
    """Places for *count* modules, row by row: as many rows as columns, no fewer than the machine had."""
    px = type_.scale.px
    columns = max(FEWEST_MODULES, math.ceil(math.sqrt(count)))
    rows = max(FEWEST_MODULES, math.ceil(count / columns))
    wide, high = (glass.width - px(8)) / columns, (glass.height - px(52) - px(8)) / rows
    size = (math.floor(wide) - 2 * px(2), math.floor(high) - 2 * px(2))
    left, top = glass.left + px(4) - size[0] // 2, glass.top + px(4) + px(2)
    return tuple(
        Rect(left + round((column + 0.5) * wide), top + round(row * high), *size)
        for row in range(rows)
        for column in range(columns)
    )


def _knob(module: Rect, part: int) -> Rect:
    """A square around one knob, its motor's room left of it; all of a module stand inside it, equally far apart."""
    columns, rows = PARTS_OF_MODULE
    edge = max(2, module.height // 12)  # its handle's strip
    wide, high = module.width / columns, (module.height - edge) / rows
    side = max(3, int(min(wide, high) - 1))
    row, column = divmod(part, columns)
    x = module.left + int((column + 1) * wide) - side - 1
    y = module.top + edge + round((row + 0.5) * high - side / 2)
    return Rect(x, min(y, module.bottom - side), side, side)


def _motor(knob: Rect, module: Rect) -> Rect:
    """The room that the module has left of a knob; all are equally large."""
    wide = module.width // PARTS_OF_MODULE[0] - knob.width - 3
    high = max(3, knob.height * 3 // 4)
    wide = max(0, wide)
    return Rect(knob.left - 1 - wide, knob.centery - high // 2, wide, high)
