"""The page of offsets: the taught pictures moved by some cells, and who still knows them, at every offset."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pygame
from pygame import Rect

from perceptron_sim.experiments.experiment import Experiment
from perceptron_sim.explain.network import LayerReading
from perceptron_sim.explain.network_filters import teaching_in_words, with_filters
from perceptron_sim.explain.network_machine_plane import settled_meaning
from perceptron_sim.explain.network_offsets import (
    REACH,
    OffsetScores,
    instant_in_words,
    offset_in_words,
    scores,
)
from perceptron_sim.explain.network_slices import SLICE_S, Sliced
from perceptron_sim.frontend import theme
from perceptron_sim.frontend.panels.frame import draw_label
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.theme import Colour
from perceptron_sim.frontend.view import Card, Frame, Key, Reading, Thing
from perceptron_sim.frontend.views.network.convolution_page import FilterWork
from perceptron_sim.frontend.views.network.layout import inside_of, label_height, side_by_side
from perceptron_sim.frontend.views.network.page import Page, Panel
from perceptron_sim.frontend.views.network.pictures import (
    MACHINE,
    NETWORK,
    FloatArray,
    Pixels,
    draw_key,
    shares,
)
from perceptron_sim.session import Session
from perceptron_sim.snapshot import SessionSnapshot

SIDE = 2 * REACH + 1
FILTERS = 2  # the third square
NAMES = ("The Mark I", "This network", "With filters")
COLOURS = (theme.AMBER, theme.BLUE, theme.BLUE)
DIM, BRIGHT = 0.75, 0.45  # a share that is still known, half-way from guessing, begins to glow


@dataclass(slots=True)
class Scoring:
    """Three works side by side, and the teaching of the network with filters before its turn comes."""

    key: object = None
    works: list[Sliced[OffsetScores] | None] = field(default_factory=lambda: [None] * len(NAMES))
    shown: list[OffsetScores | None] = field(default_factory=lambda: [None] * len(NAMES))
    filters: FilterWork = field(default_factory=FilterWork)


@dataclass(frozen=True, slots=True, eq=False)
class OffsetsReading:
    """The scores of each, None before the first; what the teaching of filters has come to, where it goes on."""

    scores: tuple[OffsetScores | None, ...]
    teaching: str
    own_filters: bool  # whether the network of the run has filters itself


class OffsetsPage(Page):
    """Three squares of shares: in place in the middle, moved up above it, and so on."""

    title = "Offsets"
    heading = "Moved pictures"

    def __init__(self, room: Rect, type_: Type, experiment: Experiment) -> None:
        super().__init__(room, type_, experiment)
        self.state = Scoring()
        parts = side_by_side(room, type_, (1, 1, 1))
        self.panels = tuple(Panel(*one) for one in zip(parts, NAMES, COLOURS, strict=True))
        px, small = type_.scale.px, type_.height(theme.SMALL)
        insides = [inside_of(part, type_) for part in parts]
        ticks = type_.width("−4", theme.SMALL) + px(10)
        below = small + px(8) + type_.height(theme.BODY) + px(8) + small
        side = min(min(one.width for one in insides) - ticks, insides[0].height - label_height(type_) - below)
        side = side // SIDE * SIDE
        self.squares = tuple(
            Rect(one.left + ticks + (one.width - ticks - side) // 2, one.top + label_height(type_), side, side)
            for one in insides
        )
        self._drawn: list[tuple[FloatArray, pygame.Surface | None]] = [(np.zeros(0), None)] * len(NAMES)
        self._given: list[object] = [None] * len(NAMES)

    def forget(self) -> None:
        """Of other learners, or of weights that are gone, nothing is kept."""
        self.state = Scoring()

    def read(self, session: Session, layers: tuple[LayerReading, ...], snapshot: SessionSnapshot) -> OffsetsReading:
        """A slice of work for one of the three, the one that is least far."""
        state: Scoring = self.state
        learner = session.modern
        key = (session.experiment.name, session.experiment.seed, learner.spec)
        if key != state.key:
            self.state = state = Scoring(key=key, filters=state.filters)
        teaching = ""
        if not learner.spec.filters:
            work = state.filters.work
            if work is None or not work.finished or state.works[2] is None:
                taught = state.filters.advance(session, SLICE_S / 2)
                teaching = "" if taught is None else teaching_in_words(taught)
        self._work(state, session, SLICE_S / 2 if teaching else SLICE_S)
        return OffsetsReading(
            tuple(state.shown), teaching if state.works[2] is None else "", bool(learner.spec.filters)
        )

    def _work(self, state: Scoring, session: Session, budget_s: float) -> None:
        ready = [0, 1] + ([2] if session.modern.spec.filters or _finished(state.filters) else [])
        for number in ready:
            work = state.works[number]
            if work is None or (work.finished and _learned_since(state.shown[number], session)):
                state.works[number] = Sliced(self._begin(number, session))
        busy = [number for number in ready if (work := state.works[number]) is not None and not work.finished]
        for number in busy:
            work = state.works[number]
            assert work is not None
            found, before = work.advance(budget_s / len(busy)), state.shown[number]
            if before is None or not np.isnan(before.share_right).any():
                found = found if work.finished or before is None else before
            state.shown[number] = found

    def _begin(self, number: int, session: Session) -> Iterator[OffsetScores]:
        stimuli = session.experiment.stimuli
        mark1, learner, filters = session.mark1, session.modern, self.state.filters

        def machine(images: FloatArray) -> npt.NDArray[np.intp]:
            return np.array([settled_meaning(mark1, image) for image in images], dtype=np.intp)

        if number == 0:
            return scores(NAMES[0], machine, stimuli, lambda: session.exposures, 1)
        if number == 1 or learner.spec.filters:
            twin, at = learner.twin(), session.exposures
        else:
            taught = filters.work.latest if filters.work else None
            assert taught is not None
            twin, at = taught.network, taught.exposures
        at_once = 4 if with_filters(learner.spec) is learner.spec or number == 2 else 16

        def network(images: FloatArray) -> npt.NDArray[np.intp]:
            answers: npt.NDArray[np.intp] = twin.logits_of(images.reshape(len(images), -1)).argmax(axis=1)
            return answers

        return scores(NAMES[number], network, stimuli, lambda: at, at_once)

    def draw(self, surface: pygame.Surface, reading: Reading, frame: Frame) -> None:
        """Each learner's square, its title above, its width below."""
        found: OffsetsReading | None = reading.own.page
        if found is None:
            return
        for number, square in enumerate(self.squares):
            self._draw_told(surface, number, square, found)
            one = found.scores[number]
            if one is None:
                continue
            surface.blit(self._square(number, one), square)
            for key in (frame.hovered, frame.focused, frame.opened):
                if isinstance(key, tuple) and key[:2] == ("offset", number):
                    pygame.draw.rect(surface, theme.CREAM, _cell(square, key[2]).inflate(4, 4), 2)

    def draw_still(self, surface: pygame.Surface, by: tuple[int, int]) -> None:
        """Beside each square how far pictures were moved."""
        super().draw_still(surface, by)
        type_, px = self.type, self.type.scale.px
        for square in (one.move(by) for one in self.squares):
            draw_label(surface, square.topleft, type_, "cells up")
            side, ascent = square.width // SIDE, type_.ascent(theme.SMALL)
            for number in range(SIDE):
                up, right = _cells(REACH - number), _cells(number - REACH)
                y = square.top + number * side + side // 2 + ascent // 2
                type_.write(surface, up, (square.left - px(10), y), theme.SMALL, theme.MUTED, "right")
                at = square.left + number * side + side // 2, square.bottom + px(6) + ascent
                type_.write(surface, right, at, theme.SMALL, theme.MUTED, "centre")
            at = square.right, square.top - px(6) - (type_.height(theme.LABEL) - type_.ascent(theme.LABEL))
            type_.write(surface, "below: cells to the right", at, theme.SMALL, theme.MUTED, "right")

    def _draw_told(self, surface: pygame.Surface, number: int, square: Rect, found: OffsetsReading) -> None:
        """When it was scored, and how far pictures may be moved; else how far the work is."""
        type_, px, one = self.type, self.type.scale.px, found.scores[number]
        teaching = found.teaching if number == FILTERS and one is None else ""
        told = teaching if one is None else instant_in_words(one)
        if number == FILTERS and one is not None and not found.own_filters:
            told = told.replace("at exposure", "after picture").replace("pictures", "picture") + " of its own teaching"
        self.draw_told(surface, number, told)
        y = square.bottom + type_.height(theme.SMALL) + px(8) + type_.ascent(theme.BODY)
        if one is not None and not np.isnan(one.share_right).any():
            known = int((one.share_right >= half_known(one)).sum())
            words = f"Bright: {half_known(one):.0%} or more still known, at {known} of {SIDE * SIDE} offsets"
            type_.write(surface, type_.fitted(words, theme.BODY, square.width), (square.left, y), theme.BODY)
        y += type_.height(theme.BODY) - type_.ascent(theme.BODY) + px(8) + type_.ascent(theme.SMALL)
        ramp: Pixels = MACHINE if number == 0 else NETWORK
        draw_key(surface, type_, (square.left, y), ramp, "0 %", "100 % still known")

    def _square(self, number: int, one: OffsetScores) -> pygame.Surface:
        """The shares as colours and figures; only cells that have changed are drawn anew."""
        drawn, picture = self._drawn[number]
        if picture is None:
            picture = pygame.Surface(self.squares[number].size)
            picture = picture.convert() if pygame.display.get_surface() else picture
            picture.fill(theme.PANEL)
            drawn = np.full(SIDE * SIDE, np.nan)
        given = one.share_right.ravel()
        if one is not self._given[number]:
            self._given[number] = one
            for index in np.flatnonzero(~((given == drawn) | (np.isnan(given) & np.isnan(drawn)))).tolist():
                self._draw_cell(picture, number, index, one)
            self._drawn[number] = given.copy(), picture
        return picture

    def _draw_cell(self, picture: pygame.Surface, number: int, index: int, one: OffsetScores) -> None:
        """One share as colour and figure; the middle, where nothing is moved, is framed."""
        type_, area, share = self.type, _cell(picture.get_rect(), index), float(one.share_right.flat[index])
        known = share >= half_known(one)
        bright = BRIGHT + (1 - BRIGHT) * share if known else DIM * share
        ramp: Pixels = MACHINE if number == 0 else NETWORK
        picture.fill(theme.PANEL if np.isnan(share) else shares(np.array(bright), ramp).tolist(), area)
        if share == share:
            lift = type_.ascent(theme.SMALL) // 2 - type_.scale.px(1)
            colour: Colour = theme.INK if known else theme.TEXT
            at = (area.centerx, area.centery + lift)
            type_.write(picture, f"{100 * share:.0f}", at, theme.SMALL, colour, "centre")
        if index == SIDE * SIDE // 2:
            pygame.draw.rect(picture, theme.CREAM, area, max(1, area.width // 20))

    def things(self, reading: Reading) -> Sequence[Thing]:
        """Every cell of the three."""
        return [
            Thing(("offset", number, index), _cell(square, index), f"{NAMES[number]}, {_where(index)}", NAMES[number])
            for number, square in enumerate(self.squares)
            for index in range(SIDE * SIDE)
        ]

    def card(self, key: Key, reading: Reading) -> Card | None:
        """One offset: how many of how many."""
        found: OffsetsReading | None = reading.own.page
        if found is None or not isinstance(key, tuple) or key[0] != "offset":
            return None
        one = found.scores[key[1]]
        share = float("nan") if one is None else float(one.share_right.ravel()[key[2]])
        if one is None or np.isnan(share):
            return None
        right = round(share * one.pictures)
        facts = [("moved", _where(key[2])), ("scored", instant_in_words(one))]
        lines = [f"{right} of {one.pictures} pictures = {share:.0%}", "what is moved over the edge is lost"]
        return Card(title=f"{NAMES[key[1]]}: {_where(key[2])}", facts=facts, arithmetic=lines)

    def sentence(self, reading: Reading) -> str | None:
        """What it shows."""
        return "Every taught picture is moved; each cell says how many of a hundred are still known, nothing learned."


def half_known(one: OffsetScores) -> float:
    """The share half-way from guessing to all."""
    return (1 + 1 / one.classes) / 2


def _finished(filters: FilterWork) -> bool:
    return filters.work is not None and filters.work.finished


def _learned_since(found: OffsetScores | None, session: Session) -> bool:
    return found is not None and found.name != NAMES[2] and session.exposures != found.now


def _cell(square: Rect, index: int) -> Rect:
    side = square.width // SIDE
    row, column = divmod(index, SIDE)
    return Rect(square.left + column * side, square.top + row * side, side, side)


def _where(index: int) -> str:
    row, column = divmod(index, SIDE)
    return offset_in_words(row - REACH, column - REACH)


def _cells(number: int) -> str:
    return f"{number:+d}".replace("-", "−") if number else "0"
