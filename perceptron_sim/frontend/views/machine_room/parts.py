"""Where the parts of the cabinet are, what can be pointed at, and the veil that says how well each part is known."""

import pygame
from pygame import Rect, Surface

from perceptron_sim.explain.machine_room import METERS
from perceptron_sim.explain.machine_room_cards import BAYS
from perceptron_sim.explain.machine_room_cards import PHASES as PHASE_WORDS
from perceptron_sim.explain.machine_room_parts import PARTS, Known
from perceptron_sim.explain.machine_room_switches import CONTROLS
from perceptron_sim.frontend import theme
from perceptron_sim.frontend.layout import Grid
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.view import Thing
from perceptron_sim.frontend.views.machine_room import meters
from perceptron_sim.frontend.views.machine_room.layout import RoomLayout

SIGNS = {Known.DOCUMENTED: "●", Known.INFERRED: "◐", Known.INVENTED: "○"}
MEANINGS = {
    Known.DOCUMENTED: "documented",
    Known.INFERRED: "inferred from photos",
    Known.INVENTED: "invented by us",
}
VEILS = {Known.DOCUMENTED: 0, Known.INFERRED: 110, Known.INVENTED: 190}  # how much of what is drawn is hidden
HATCHES = {Known.DOCUMENTED: 0, Known.INFERRED: 16, Known.INVENTED: 7}  # pixels from line to line; 0: none
REMARKS = ("words on plates: ours", "what it was for: click it")
GLOWING = ("retina", "plugboard", "modules")  # that these shine as they do is our way to show signals
WORTH = 0.9  # how much of a word's width a part has to have, so that the word stands on it
DRAW = ": press, or draw over many"
BUTTON, CLIPBOARD = ("how well known",), ("service",)
BEHIND_THE_SHEET = (("part", "doors"), ("part", "plugboard"), ("bay", 1))


def areas(layout: RoomLayout) -> dict[str, Rect]:
    """The rectangle of every part; none overlap."""
    sensory, control, meters_, stand = layout.sensory, layout.control, layout.meters, layout.stand
    return {
        "picture": _above(Rect(stand.left, stand.top, layout.lens.right - stand.left, stand.height), layout.clipboard),
        "service": layout.clipboard,
        "name": layout.band,
        "cabinet": layout.plinth,
        "retina": sensory.retina_panel.union(sensory.retina_plate),
        "switches": sensory.switches_panel.union(sensory.switches_plate),
        "blank": sensory.blank,
        "doors": layout.board.doors[0],
        "plugboard": layout.board.board.union(layout.board.plate),
        "modules": _above(layout.modules.glass, layout.modules.trunk),
        "trunk": layout.modules.trunk,
        "answers": control.answers,
        "control": control.rotary_plate,
        "panel meter": control.meter.union(control.meter_plate),
        "motors switch": control.motors,
        "levers": control.door.levers_area,
        "phases": control.door.phases_area,
        "counter": control.door.counter.union(control.door.counter_plate),
        "lessons switch": control.door.lessons.union(control.door.lessons_plate),
        "clear button": control.door.clear,
        "handle": control.door.handle,
        "foot": control.door.connectors,
        "meters": meters_.field,
        "fuses": meters_.fuses,
        "plates": meters_.plates,
        "supplies": meters_.supplies[0].unionall(list(meters_.supplies[1:])),
    }


def _above(area: Rect, below: Rect) -> Rect:
    return Rect(area.left, area.top, area.width, below.top - area.top)


def things(layout: RoomLayout) -> tuple[Thing, ...]:
    """All that can be pointed at: the veil's button, lamps, knobs, levers, meters, parts, bays."""
    return (
        Thing(BUTTON, layout.button, "show how well each part is known", "how well it is known"),
        Thing(CLIPBOARD, layout.clipboard, "the service sheet: break, mend, test", "service"),
        *_field("cell", layout.sensory.retina, "photocell {n} ({place})", "photocells"),
        *_field("switch", layout.sensory.switches, f"switch of photocell {{n}} ({{place}}){DRAW}", "cell switches"),
        *(
            Thing(("knob", unit), area, f"A-unit {unit}: its potentiometer", "potentiometers")
            for unit, area in enumerate(layout.modules.knobs)
        ),
        *_of_the_panel(layout),
        *(
            Thing(("meter", *meter.key), area, meter.name, "meters")
            for meter, area in zip(METERS, meters.all_areas(layout.meters, layout.control.meter), strict=True)
        ),
        *(Thing(("part", name), area, PARTS[name].name, "parts") for name, area in areas(layout).items()),
        *(Thing(("bay", n), area, f"bay {n + 1}: {BAYS[n]}", "bays") for n, area in enumerate(layout.bays)),
    )


def _of_the_panel(layout: RoomLayout) -> tuple[Thing, ...]:
    """Answers, switches and the trainer's lamps."""
    control = layout.control
    return (
        *(
            Thing(("r_unit", unit), pair[0].union(pair[1]), f"answer of R{unit + 1}", "answers")
            for unit, pair in enumerate(control.answer_lamps)
        ),
        *(
            Thing(("r_switch", unit), area, f"R-switch {unit + 1}{DRAW}", "R-switches")
            for unit, area in enumerate(control.door.lever_rows)
        ),
        Thing(("motors",), control.motors, "the motors' switch", "motors' switch"),
        Thing(("rotary",), control.rotary, "control: how the machine is trained", "control"),
        *(
            Thing(("mode", place), area, f"control: {CONTROLS[place][1]}", "control")
            for place, area in enumerate(control.modes)
        ),
        Thing(("lessons",), control.door.lessons, "lessons: automatic or by hand", "lessons"),
        Thing(("clear",), control.door.clear, "clear all values", "clear"),
        *(
            Thing(("phase", index), area, PHASE_WORDS[index][1].lower(), "trainer's lamps")
            for index, area in enumerate(control.door.phases)
        ),
    )


def _field(key: str, grid: Grid, words: str, group: str) -> list[Thing]:
    """Every cell of a field, by its row and its column."""
    found = []
    for cell in range(grid.columns * grid.rows):
        row, column = divmod(cell, grid.columns)
        place = f"row {row + 1}, column {column + 1}"
        found.append(Thing((key, cell), grid.cell(cell), words.format(n=cell, place=place), group))
    return found


def veil(layout: RoomLayout, type_: Type) -> Surface:
    """Over every part how well its look is known: by how much is veiled and hatched, by a sign and by a word."""
    surface = Surface((layout.area.right, layout.area.bottom), pygame.SRCALPHA)
    everywhere = areas(layout)
    for name, area in everywhere.items():
        _tint(surface, area, PARTS[name].look)
    _tint(surface, layout.board.doors[1], PARTS["doors"].look)
    for name, area in everywhere.items():
        foot = _foot(area, type_) if name in GLOWING else area
        _badge(surface, foot, type_, PARTS[name].look, str(PARTS[name].look))
        if name in GLOWING:
            below = foot.move(0, type_.height(theme.LABEL) + type_.scale.px(8))
            _badge(surface, below, type_, Known.INVENTED, "light invented")
    _legend(surface, layout.legend, type_)
    cut = surface.subsurface(layout.area).copy()
    return cut.convert_alpha() if pygame.display.get_surface() else cut


def _foot(area: Rect, type_: Type) -> Rect:
    """The lower end of a part that shines, where words hide little of its light."""
    high = 2 * type_.height(theme.LABEL)
    return Rect(area.left + area.width // 4, area.bottom - 3 * high, area.width // 2, high)


def _tint(surface: Surface, area: Rect, known: Known) -> None:
    surface.fill((*theme.GROUND, VEILS[known]), area)
    step, before = HATCHES[known], surface.get_clip()
    surface.set_clip(area)
    for x in range(area.left - area.height, area.right, step) if step else ():
        pygame.draw.line(surface, (*theme.MUTED, 90), (x, area.bottom), (x + area.height, area.top))
    surface.set_clip(before)
    pygame.draw.rect(surface, (*theme.CREAM, 255 if known is Known.DOCUMENTED else 150), area, 2)


def _badge(surface: Surface, area: Rect, type_: Type, known: Known, words: str) -> None:
    """The sign and the words, upright where the part is wide enough, else along its height; else the sign alone."""
    pad = type_.scale.px(6)
    sign = type_.font(theme.SIGN_SMALL).render(SIGNS[known], True, theme.CREAM)
    word = type_.font(theme.LABEL).render(words, True, theme.CREAM)
    gap = pad // 2 + 1
    if area.width < WORTH * word.get_width() and area.height < 2 * word.get_height():
        word, pad, gap = Surface((0, 0)), 1, 0
    label = Surface((sign.get_width() + gap + word.get_width() + 2 * pad, max(word.get_height(), sign.get_height())))
    label.fill(theme.GROUND)
    label.blit(sign, (pad, (label.get_height() - sign.get_height()) // 2))
    label.blit(word, (pad + sign.get_width() + gap, (label.get_height() - word.get_height()) // 2))
    if label.get_width() > area.width and area.height > area.width:
        label = pygame.transform.rotate(label, 90)
    at = label.get_rect(center=area.center)
    if area.width > 10 * area.height:  # a long strip has its words in the middle
        at.left = area.left + 2 * pad
    surface.blit(label, at)


def _legend(surface: Surface, area: Rect, type_: Type) -> None:
    px = type_.scale.px
    pygame.draw.rect(surface, (*theme.GROUND, 225), area.inflate(px(8), px(8)), border_radius=px(6))
    rows = [(known, words) for known, words in MEANINGS.items() if known in {part.look for part in PARTS.values()}]
    line, font = area.height // (len(rows) + len(REMARKS)), type_.font(theme.SMALL)
    middle = (font.get_ascent() + font.get_descent()) // 2
    for row, (known, words) in enumerate(rows):
        swatch = Rect(area.left, area.top + row * line + px(3), px(22), line - px(6))
        sample = Surface(swatch.size)
        sample.fill(theme.blend(theme.CREAM, theme.GROUND, 0.25))
        layer = Surface(swatch.size, pygame.SRCALPHA)
        _tint(layer, layer.get_rect(), known)
        sample.blit(layer, (0, 0))
        surface.blit(sample, swatch)
        y = swatch.centery + middle
        at = type_.write(surface, SIGNS[known], (swatch.right + px(8), y), theme.SIGN_SMALL, theme.TEXT).right
        text = type_.fitted(words, theme.SMALL, area.right - at - px(6))
        type_.write(surface, text, (at + px(6), y), theme.SMALL, theme.TEXT)
    for row, words in enumerate(REMARKS, start=len(rows)):
        y = area.top + row * line + line // 2 + middle
        type_.write(surface, type_.fitted(words, theme.SMALL, area.width), (area.left, y), theme.SMALL, theme.TEXT)


def draw_button(surface: Surface, area: Rect, type_: Type, *, on: bool) -> None:
    """The button that lays the veil over the cabinet."""
    radius, font = type_.scale.px(8), type_.font(theme.SMALL)
    pygame.draw.rect(surface, theme.LINE if on else theme.RAISED, area, border_radius=radius)
    pygame.draw.rect(surface, theme.MUTED, area, 1, border_radius=radius)
    words = "Back to the machine (I)" if on else "How well is it known? (I)"
    y = area.centery + (font.get_ascent() + font.get_descent()) // 2
    type_.write(
        surface, type_.fitted(words, theme.SMALL, area.width - 8), (area.centerx, y), theme.SMALL, theme.TEXT, "centre"
    )
