"""Where everything stands: every rectangle of the picture from the size of the window, and nothing else."""

from dataclasses import dataclass

from pygame import Rect

from perceptron_sim.experiments.stimuli import RETINA_CELLS
from perceptron_sim.frontend import theme
from perceptron_sim.frontend.text import Type

MODULES = 8  # the glass front holds 8 x 8 modules of 8 assemblies (inferred from the museum's photograph)
MODULE_COLUMNS, MODULE_ROWS = 4, 2  # how we stand a module's 8 parts beside each other: our choice
GRID_COLUMNS, GRID_ROWS = MODULES * MODULE_COLUMNS, MODULES * MODULE_ROWS


@dataclass(frozen=True, slots=True)
class Grid:
    """Equal cells in columns and rows, *pitch* from one to the next, with a gap after every group of cells."""

    left: int
    top: int
    pitch: tuple[int, int]
    columns: int
    rows: int
    group: tuple[int, int] = (1, 1)
    gap: tuple[int, int] = (0, 0)

    @property
    def side(self) -> int:
        """The side of the largest square that fits into a cell."""
        return min(self.pitch)

    @property
    def rect(self) -> Rect:
        """The rectangle around all cells."""
        last = self.cell(self.columns * self.rows - 1)
        return Rect(self.left, self.top, last.right - self.left, last.bottom - self.top)

    def cell(self, index: int) -> Rect:
        """The rectangle of a cell, counted along the rows."""
        row, column = divmod(index, self.columns)
        x = self.left + column * self.pitch[0] + column // self.group[0] * self.gap[0]
        y = self.top + row * self.pitch[1] + row // self.group[1] * self.gap[1]
        return Rect((x, y), self.pitch)


def module_index(unit: int) -> int:
    """The cell of an A-unit in a grid of GRID_COLUMNS, so that 8 units following each other stand in one module."""
    module, part = divmod(unit, MODULE_COLUMNS * MODULE_ROWS)
    row = module // MODULES * MODULE_ROWS + part // MODULE_COLUMNS
    return row * GRID_COLUMNS + module % MODULES * MODULE_COLUMNS + part % MODULE_COLUMNS


@dataclass(frozen=True, slots=True, kw_only=True)
class MachineLayout:
    """The left panel: the Mark I."""

    panel: Rect
    title: Rect
    retina: Grid
    a_units: Grid
    trainer: Rect
    potentiometers: Grid
    response: Rect


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkLayout:
    """The right panel: the network."""

    panel: Rect
    title: Rect
    input: Grid
    activities: Grid
    receptive_fields: Grid
    probabilities: Rect
    answer: Rect


@dataclass(frozen=True, slots=True, kw_only=True)
class MiddleLayout:
    """Between them: what both see, and the score."""

    panel: Rect
    card: Rect
    caption_y: int
    score: Rect


@dataclass(frozen=True, slots=True, kw_only=True)
class FooterLayout:
    """At the foot: what happens now, the pace, the buttons."""

    panel: Rect
    sentence: Rect
    slider: Rect
    buttons: Rect


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Every rectangle of the side-by-side view."""

    window: Rect
    header: Rect
    machine: MachineLayout
    middle: MiddleLayout
    network: NetworkLayout
    curves: Rect
    footer: FooterLayout


def arrange(size: tuple[int, int], type_: Type) -> Layout:
    """Lay out a window of *size*; *type_* tells how much room text takes at that size."""
    px = type_.scale.px
    margin, gutter = px(32), px(24)
    inner_width = size[0] - 2 * margin
    header = Rect(margin, 0, inner_width, px(64))
    footer = Rect(0, size[1] - px(112), size[0], px(112))
    curves = Rect(margin, footer.top - px(16) - px(148), inner_width, px(148))
    top, height = header.bottom, curves.top - px(16) - header.bottom
    middle_width = max(px(300), type_.width("00 min 00 s  time  0 000 ms", theme.FIGURE))
    side_width = (inner_width - middle_width - 2 * gutter) // 2
    middle = Rect(margin + side_width + gutter, top, inner_width - 2 * (side_width + gutter), height)
    return Layout(
        window=Rect((0, 0), size),
        header=header,
        machine=_machine(Rect(margin, top, side_width, height), type_),
        middle=_middle(middle, type_),
        network=_network(Rect(middle.right + gutter, top, side_width, height), type_),
        curves=curves,
        footer=_footer(footer, margin, type_),
    )


def _title(panel: Rect, type_: Type) -> tuple[Rect, Rect]:
    """Split *panel*'s inside into its title and the rest."""
    inside = panel.inflate(-2 * type_.scale.px(28), -2 * type_.scale.px(20))
    height = type_.height(theme.TITLE) + type_.height(theme.SMALL) + type_.scale.px(8)
    return (
        Rect(inside.left, inside.top, inside.width, height),
        Rect(inside.left, inside.top + height, inside.width, inside.height - height),
    )


def _label_height(type_: Type) -> int:
    return type_.height(theme.LABEL) + type_.scale.px(6)


def _machine(panel: Rect, type_: Type) -> MachineLayout:
    px, label = type_.scale.px, _label_height(type_)
    title, rest = _title(panel, type_)
    response = Rect(rest.left, rest.bottom - px(84), rest.width, px(84))
    pitch = max(2, px(176) // RETINA_CELLS)
    retina = Grid(rest.left, rest.top + label, (pitch, pitch), RETINA_CELLS, RETINA_CELLS)
    unit_pitch = RETINA_CELLS * pitch // GRID_ROWS
    a_units = Grid(retina.rect.right + px(40), retina.top, (unit_pitch, unit_pitch), GRID_COLUMNS, GRID_ROWS)
    trainer_left = a_units.rect.right + px(40)
    trainer = Rect(trainer_left, rest.top, rest.right - trainer_left, retina.rect.bottom - rest.top)
    top, gap = retina.rect.bottom + px(14) + label, px(10)
    room = (rest.width, response.top - px(14) - top)
    wide, high = ((room[axis] - (MODULES - 1) * gap) // (GRID_COLUMNS, GRID_ROWS)[axis] for axis in (0, 1))
    knob = (min(wide, high + high // 2), high)
    spare = (room[0] - GRID_COLUMNS * knob[0]) // (MODULES - 1)
    group = (MODULE_COLUMNS, MODULE_ROWS)
    potentiometers = Grid(rest.left, top, knob, GRID_COLUMNS, GRID_ROWS, group, (spare, gap))
    return MachineLayout(
        panel=panel,
        title=title,
        retina=retina,
        a_units=a_units,
        trainer=trainer,
        potentiometers=potentiometers,
        response=response,
    )


def _middle(panel: Rect, type_: Type) -> MiddleLayout:
    px, label = type_.scale.px, _label_height(type_)
    side = px(176)
    card = Rect(panel.centerx - side // 2, panel.top + px(20) + label, side, side)
    caption_y = card.bottom + px(10) + type_.height(theme.BODY)
    score_top = caption_y + px(20)
    return MiddleLayout(
        panel=panel,
        card=card,
        caption_y=caption_y,
        score=Rect(panel.left, score_top, panel.width, panel.bottom - score_top),
    )


def _network(panel: Rect, type_: Type) -> NetworkLayout:
    px, label = type_.scale.px, _label_height(type_)
    title, rest = _title(panel, type_)
    answer = Rect(rest.left, rest.bottom - px(64), rest.width, px(64))
    bars = px(84)
    probabilities = Rect(rest.left, answer.top - bars, rest.width, bars)
    pitch = max(2, px(176) // RETINA_CELLS)
    network_input = Grid(rest.left, rest.top + label, (pitch, pitch), RETINA_CELLS, RETINA_CELLS)
    bottom = probabilities.top - label - px(4)
    left = network_input.rect.right + px(40)
    field = min((bottom - network_input.top) // 8, (rest.right - left) // 8)
    fields = Grid(rest.right - 8 * field, network_input.top, (field, field), 8, 8)
    top = network_input.rect.bottom + px(12) + label
    activity = min((bottom - top) // 8, network_input.rect.width // 8)
    return NetworkLayout(
        panel=panel,
        title=title,
        input=network_input,
        activities=Grid(rest.left, top, (activity, activity), 8, 8),
        receptive_fields=fields,
        probabilities=probabilities,
        answer=answer,
    )


def _footer(panel: Rect, margin: int, type_: Type) -> FooterLayout:
    px = type_.scale.px
    inside = panel.inflate(-2 * margin, -2 * px(20))
    buttons = Rect(0, inside.top, px(420), inside.height)
    buttons.right = inside.right
    slider = Rect(0, inside.top, px(360), inside.height)
    slider.right = buttons.left - px(40)
    sentence = Rect(inside.left, inside.top, slider.left - px(40) - inside.left, inside.height)
    return FooterLayout(panel=panel, sentence=sentence, slider=slider, buttons=buttons)
