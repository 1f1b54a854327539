"""The bar that begins another race: which rules, which optimizers, from how many seeds."""

from dataclasses import dataclass, replace

import pygame

from perceptron_sim.commands import StartExperiment
from perceptron_sim.experiments.experiment import MOST_LANES, Experiment
from perceptron_sim.experiments.race import Race
from perceptron_sim.experiments.rules import RULES
from perceptron_sim.experiments.words import counted
from perceptron_sim.frontend import theme
from perceptron_sim.frontend.buttons import draw_start
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.views.race.layout import (
    LESS,
    MORE,
    OPTIMIZER,
    RULE,
    SEEDS,
    SIGN_ROOM,
    START,
    BarLayout,
    Key,
)
from perceptron_sim.frontend.widgets import Position, baseline_in
from perceptron_sim.learner import MARK1, MODERN
from perceptron_sim.network_spec import OPTIMIZERS

LABELS = {RULE: "machines by rule", OPTIMIZER: "networks by optimizer", SEEDS: "seeds of each"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Who is to race: rules of machines, optimizers of networks, so many seeds of each."""

    rules: tuple[str, ...]
    optimizers: tuple[str, ...]
    seeds: int

    @classmethod
    def of(cls, experiment: Experiment) -> "Choice":
        """Who races in *experiment*; where it is no race, what one has by itself."""
        race = experiment if isinstance(experiment, Race) else Race
        return cls(rules=race.rules, optimizers=race.optimizers, seeds=race.seeds)

    @property
    def lanes(self) -> int:
        """How many lanes that comes to."""
        return (len(self.rules) + len(self.optimizers)) * self.seeds

    @property
    def possible(self) -> bool:
        """Whether there can be such a race."""
        return 1 <= self.lanes <= MOST_LANES

    @property
    def words(self) -> str:
        """What the button says."""
        if self.possible:
            return f"Start a race of {counted(self.lanes, 'lane')}"
        return f"{self.lanes} lanes: too many" if self.lanes else "Choose who is to race"

    def changed(self, key: Key) -> "Choice":
        """With the chip or the step *key* pressed."""
        match key:
            case ("rule", name):
                return replace(self, rules=_toggled(self.rules, name, RULES))
            case ("optimizer", name):
                return replace(self, optimizers=_toggled(self.optimizers, name, tuple(OPTIMIZERS)))
            case ("seeds", step):
                seeds = self.seeds + (1 if step == MORE else -1)
                return replace(self, seeds=min(max(seeds, 1), MOST_LANES))
        return self

    def command(self, experiment: Experiment) -> StartExperiment | None:
        """What begins the race, from the seed of the *experiment* that runs; None where there can be none."""
        if not self.possible:
            return None
        learners = "both" if self.rules and self.optimizers else MARK1 if self.rules else MODERN
        told = {"rules": self.rules, "optimizers": self.optimizers, "seeds": self.seeds, "learners": learners}
        if isinstance(experiment, Race):
            hidden, signs = experiment.hidden[:1], experiment.signs[:1]
            return StartExperiment(replace(experiment, hidden=hidden, signs=signs, **told))  # type: ignore[arg-type]
        return StartExperiment(Race(seed=experiment.seed, **told))  # type: ignore[arg-type]


def _toggled(chosen: tuple[str, ...], name: str, order: tuple[str, ...]) -> tuple[str, ...]:
    """*chosen* with *name* or, if it was among them, without it; in *order*."""
    wanted = set(chosen) ^ {name}
    return tuple(one for one in order if one in wanted)


def draw_bar(surface: pygame.Surface, layout: BarLayout, type_: Type, choice: Choice, mouse: Position | None) -> None:
    """Chips that are on or off, the stepper, the button."""
    for group, at in layout.labels.items():
        type_.write(surface, LABELS[group].upper(), at, theme.LABEL, theme.MUTED)
    for key in layout.chips:
        on = key[1] in (choice.rules if key[0] == RULE else choice.optimizers)
        _draw_chip(surface, layout, type_, key, on=on, mouse=mouse)
    at = (layout.seeds.centerx, baseline_in(layout.seeds, type_, theme.FIGURE))
    type_.write(surface, str(choice.seeds), at, theme.FIGURE, theme.TEXT, "centre")
    for area, sign, open_ in (
        (layout.less, "−", choice.seeds > 1),
        (layout.more, "+", choice.seeds < MOST_LANES),
    ):
        hovered = open_ and mouse is not None and area.collidepoint(mouse)
        pygame.draw.rect(surface, theme.LINE if hovered else theme.RAISED, area, border_radius=type_.scale.px(8))
        at = (area.centerx, baseline_in(area, type_, theme.STRONG))
        type_.write(surface, sign, at, theme.STRONG, theme.TEXT if open_ else theme.MUTED, "centre")
    hovered = mouse is not None and layout.start.collidepoint(mouse)
    draw_start(surface, layout.start, type_, choice.words, possible=choice.possible, hovered=hovered)


def _draw_chip(
    surface: pygame.Surface, layout: BarLayout, type_: Type, key: Key, *, on: bool, mouse: Position | None
) -> None:
    area, px = layout.chips[key], type_.scale.px
    colour = theme.AMBER if key[0] == RULE else theme.BLUE
    hovered = mouse is not None and area.collidepoint(mouse)
    ground = theme.LINE if hovered else theme.RAISED if on else theme.PANEL
    pygame.draw.rect(surface, ground, area, border_radius=area.height // 2)
    edge = theme.blend(colour, theme.PANEL, 0.35) if on else theme.LINE
    pygame.draw.rect(surface, edge, area, max(1, px(2)), border_radius=area.height // 2)
    baseline, left = baseline_in(area, type_, theme.SMALL), area.left + px(10)
    if on:
        type_.write(surface, "✓", (left, baseline), theme.SIGN_SMALL, colour)
    at = (left + px(SIGN_ROOM), baseline)
    type_.write(surface, key[1], at, theme.SMALL, theme.TEXT if on else theme.MUTED)


def areas(layout: BarLayout) -> dict[Key, pygame.Rect]:
    """Where all controls of the bar stand."""
    steps = {(SEEDS, LESS): layout.less, (SEEDS, MORE): layout.more}
    return {**layout.chips, **steps, (START, ""): layout.start}
