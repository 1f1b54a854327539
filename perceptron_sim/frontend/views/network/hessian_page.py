"""The page of the Hessian: second derivatives as a picture, and what their eigenvalues say."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pygame
from pygame import Rect

from perceptron_sim.experiments.experiment import Experiment
from perceptron_sim.explain.network import LayerReading, signed
from perceptron_sim.explain.network_hessian import (
    CHOICES,
    STEEPEST,
    Bends,
    HessianReading,
    bends,
    bends_in_words,
    hessian_rows,
    shape_in_words,
)
from perceptron_sim.explain.network_slices import Sliced
from perceptron_sim.frontend import theme
from perceptron_sim.frontend.panels.frame import draw_label
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.view import Card, Frame, Key, Reading, Thing
from perceptron_sim.frontend.views.network.layout import beside, label_height
from perceptron_sim.frontend.views.network.page import Page, turned
from perceptron_sim.frontend.views.network.pictures import NETWORK_SIGNED, draw_key, surface_of
from perceptron_sim.frontend.views.network.pictures import signed as signed_colours
from perceptron_sim.session import Session
from perceptron_sim.snapshot import SessionSnapshot

MOST_PICTURES, FEWEST_PICTURES = 64, 4
COST = 1_500_000  # numbers times pictures: what one row may take
SPECTRUM_FROM = 0.46  # of the height
MOST_WRITTEN = 1e7
AGAIN_AFTER = 26  # exposures: then it is worked out anew


@dataclass(slots=True)
class Bending:
    """Which weights, the work at their Hessian, and the one before, shown until the new one is whole."""

    which: str = STEEPEST
    key: object = None
    work: Sliced[HessianReading] | None = None
    whole: HessianReading | None = None


class HessianPage(Page):
    """The matrix at the left; the eigenvalues, their meaning in words and as bars at the right."""

    title = "Hessian"
    heading = "Hessian"

    def __init__(self, room: Rect, type_: Type, experiment: Experiment) -> None:
        super().__init__(room, type_, experiment)
        area = self.area
        self.state = Bending()
        px, label = type_.scale.px, label_height(type_)
        side = area.height - label - type_.height(theme.SMALL) - px(12)
        left, rest = beside(area, type_, side)
        self.picture = Rect(left.left, left.top + label, side, side)
        self.words = Rect(rest.left, area.top, rest.width, area.height)
        self.steppers = self.in_heading(0, [("which", "of", 300)])
        top = area.top + int(area.height * SPECTRUM_FROM) + label
        self.spectrum = Rect(rest.left, top, rest.width, area.bottom - top)
        self._drawn: tuple[object, pygame.Surface | None] = (None, None)
        self._bends: tuple[object, Bends | None] = (None, None)

    def value(self, name: str) -> str:
        """Which numbers are derived by."""
        return str(self.state.which)

    def step(self, name: str, step: int) -> None:
        """Others."""
        self.state.which = turned(CHOICES, self.state.which, step)

    def forget(self) -> None:
        """Of other learners, or of weights that are gone, nothing is kept."""
        self.state.key = self.state.work = self.state.whole = None

    def read(
        self, session: Session, layers: tuple[LayerReading, ...], snapshot: SessionSnapshot
    ) -> HessianReading | None:
        """Work on; begin anew where other numbers are asked for, and when the network has learned for a while."""
        state: Bending = self.state
        learner = session.modern
        now = learner.snapshot().exposures
        key = (state.which, learner.spec, session.experiment.seed)
        stale = state.whole is not None and now - state.whole.exposures >= AGAIN_AFTER
        behind = state.whole is not None and now < state.whole.exposures
        if key != state.key or behind:
            state.whole = None
        if key != state.key or state.work is None or behind or (state.work.finished and stale):
            state.key, state.work = key, Sliced(self._rows(session, state.which, now))
        found = state.work.advance()
        if state.work.finished:
            state.whole = found
        return state.whole or found

    def _rows(self, session: Session, which: str, now: int) -> Iterator[HessianReading]:
        stimuli, learner = session.experiment.stimuli, session.modern
        most = max(FEWEST_PICTURES, min(MOST_PICTURES, COST // max(1, learner.network.parameter_count)))
        chosen = np.linspace(0, len(stimuli) - 1, min(len(stimuli), most)).astype(int)
        images = stimuli.images[chosen].reshape(len(chosen), -1)
        output = learner.answer or 0
        return hessian_rows(learner.twin(), learner.spec.loss, images, stimuli.labels[chosen], which, now, output)

    def draw(self, surface: pygame.Surface, reading: Reading, frame: Frame) -> None:
        """The matrix with its groups, the curvatures, the sentence."""
        found: HessianReading | None = reading.own.page
        if found is None:
            return
        told = f"{len(found.names)} × {len(found.names)}, at exposure {found.exposures:,}"
        draw_label(surface, self.picture.topleft, self.type, "∂²loss / ∂w∂v", told, self.picture.right)
        surface.blit(self._matrix(found), self.picture)
        self._draw_groups(surface, found)
        at = self.picture.left, self.area.bottom
        draw_key(surface, self.type, at, NETWORK_SIGNED, "slope shrinks", "grows; by square root")
        self._draw_figures(surface, found)
        self._draw_words(surface, found, reading)
        self._draw_spectrum(surface, found)

    def _bent(self, found: HessianReading) -> Bends | None:
        """What the eigenvalues come to, worked out once."""
        if found.eigenvalues is None:
            return None
        if self._bends[0] is not found.eigenvalues:
            self._bends = found.eigenvalues, bends(found.eigenvalues)
        return self._bends[1]

    def _draw_figures(self, surface: pygame.Surface, found: HessianReading) -> None:
        """The extremes of the curvatures, large; while they are worked out, how far that is."""
        type_, px, bent = self.type, self.type.scale.px, self._bent(found)
        figures = [("largest curvature", "…"), ("smallest", "…"), ("largest : smallest", "…"), ("bend down", "…")]
        if bent is not None:
            ratio = (
                "–"
                if bent.ratio is None
                else f"{bent.ratio:,.0f}"
                if bent.ratio < MOST_WRITTEN
                else f"{bent.ratio:.1e}"
            )
            shown = signed3(bent.largest), signed3(bent.smallest), ratio, f"{bent.down} of {bent.of_all}"
            figures = [(name, figure) for (name, _), figure in zip(figures, shown, strict=True)]
        baseline = self.words.top + type_.ascent(theme.FIGURE_LARGE)
        for number, (name, figure) in enumerate(figures):
            x = self.words.left + number * self.words.width // len(figures)
            type_.write(surface, figure, (x, baseline), theme.FIGURE_LARGE)
            type_.write(surface, name, (x, baseline + type_.height(theme.SMALL) + px(2)), theme.SMALL, theme.MUTED)

    def _matrix(self, found: HessianReading) -> pygame.Surface:
        if self._drawn[0] is not found.matrix or self._drawn[1] is None:
            with np.errstate(invalid="ignore"):
                roots = np.sign(found.matrix) * np.sqrt(np.abs(found.matrix))
            largest = float(np.nanmax(np.abs(roots))) if np.isfinite(roots).any() else 1.0
            picture = surface_of(signed_colours(roots, NETWORK_SIGNED, largest), self.picture.size)
            self._drawn = found.matrix, picture
            return picture
        return self._drawn[1]

    def _draw_groups(self, surface: pygame.Surface, found: HessianReading) -> None:
        """Light lines between the groups of numbers."""
        edge, n = 0, len(found.names)
        for _, size in found.groups[:-1]:
            edge += size
            x = self.picture.left + round(edge / n * self.picture.width)
            y = self.picture.top + round(edge / n * self.picture.height)
            pygame.draw.line(surface, theme.MUTED, (x, self.picture.top), (x, self.picture.bottom))
            pygame.draw.line(surface, theme.MUTED, (self.picture.left, y), (self.picture.right, y))

    def _draw_spectrum(self, surface: pygame.Surface, found: HessianReading) -> None:
        """A bar for each eigenvalue, up or down from the line of nought."""
        area = self.spectrum
        values = found.eigenvalues
        told = f"eigenvalues come when all rows are there: row {found.rows} of {len(found.names)}"
        if values is not None:
            told = f"all {len(values)} eigenvalues, smallest first; height by square root"
        draw_label(surface, area.topleft, self.type, "curvatures", told, area.right)
        if values is None:
            return
        roots = np.sign(values) * np.sqrt(np.abs(values))
        up, down = max(float(roots.max()), 0.0), max(float(-roots.min()), 0.0)
        scale = area.height / max(up + down, 1e-12)
        nought = area.top + round(up * scale)
        pitch = area.width / len(roots)
        for number, root in enumerate(roots.tolist()):
            left = area.left + round(number * pitch)
            width = max(1, round((number + 1) * pitch) - round(number * pitch) - 1)
            tall = max(1, round(abs(root) * scale))
            colour = theme.FOR if root > 0 else theme.AGAINST
            surface.fill(colour, (left, nought - tall if root > 0 else nought, width, tall))
        pygame.draw.line(surface, theme.MUTED, (area.left, nought), (area.right, nought))

    def _draw_words(self, surface: pygame.Surface, found: HessianReading, reading: Reading) -> None:
        type_, px, bent = self.type, self.type.scale.px, self._bent(found)
        groups = ", then ".join(f"{size} of {name.replace(' weight', ' weights')}" for name, size in found.groups)
        first = found.sentence or f"Worked out in the background: row {found.rows} of {len(found.names)}."
        if bent is not None:
            first = shape_in_words(bent, self._numbers(reading))
        paragraphs = [(first, theme.BODY, theme.TEXT)]
        paragraphs += [(words, theme.SMALL, theme.TEXT) for words in (() if bent is None else bends_in_words(bent))]
        paragraphs.append(
            (f"Rows and columns: {groups}; the loss is that of {found.pictures} pictures.", theme.SMALL, theme.MUTED)
        )
        y = self.words.top + type_.height(theme.FIGURE_LARGE) + type_.height(theme.SMALL) + px(20)
        for words, style, colour in paragraphs:
            for line in type_.wrapped(words, style, self.words.width):
                if y + type_.height(style) <= self.spectrum.top - label_height(type_):
                    type_.write(surface, line, (self.words.left, y + type_.ascent(style)), style, colour)
                y += type_.height(style)
            y += px(8)

    def things(self, reading: Reading) -> Sequence[Thing]:
        """The matrix, the curvatures."""
        return [
            Thing(("matrix",), self.picture, "the Hessian", "matrix"),
            Thing(("spectrum",), self.spectrum, "its eigenvalues", "spectrum"),
        ]

    def card(self, key: Key, reading: Reading) -> Card | None:
        """How large it would be, and where it is greatest."""
        found: HessianReading | None = reading.own.page
        if found is None or key not in (("matrix",), ("spectrum",)):
            return None
        whole = self._numbers(reading)
        facts = [("of all numbers it would be", f"{whole:,} × {whole:,}"), ("seen here", f"{len(found.names)} of them")]
        lines = [f"{whole:,}² = {float(whole) ** 2:.2g} second derivatives"]
        if np.isfinite(found.matrix).any():
            row, column = divmod(int(np.nanargmax(np.abs(found.matrix))), len(found.names))
            value = signed(float(found.matrix[row, column]))
            facts.append(("greatest", f"{value}, by {found.names[row]} and {found.names[column]}"))
        if found.eigenvalues is not None:
            facts.append(
                ("eigenvalues", f"{signed(float(found.eigenvalues[0]))} to {signed(float(found.eigenvalues[-1]))}")
            )
        return Card(title="The Hessian", facts=facts, arithmetic=lines)

    def sentence(self, reading: Reading) -> str | None:
        """What is being done."""
        found: HessianReading | None = reading.own.page
        bent = None if found is None else self._bent(found)
        if found is None or bent is None:
            return "The Hessian is being worked out, row by row: how each slope changes with each weight."
        return f"At exposure {found.exposures:,}: {shape_in_words(bent, self._numbers(reading))}"

    def _numbers(self, reading: Reading) -> int:
        return sum(layer.count for layer in reading.own.layers)


def signed3(value: float) -> str:
    """ "+1.42", "−6.35e-05": three figures, the sign always told."""
    return f"{'−' if value < 0 else '+'}{abs(value):.3g}"
