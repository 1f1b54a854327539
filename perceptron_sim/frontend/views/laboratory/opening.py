"""A run that was, opened: the fields for its folder and row, what was found there, and whether it comes out again."""

from dataclasses import dataclass

import pygame

from perceptron_sim.desk import REFUSALS
from perceptron_sim.explain.laboratory import agreement_in_words, past_in_words
from perceptron_sim.frontend import theme
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.text_field import TextField, draw_field
from perceptron_sim.frontend.views.laboratory.layout import OPENING_LINES, OpeningLayout
from perceptron_sim.frontend.views.laboratory.panels import draw_message
from perceptron_sim.frontend.widgets import baseline_in
from perceptron_sim.reopening import Agreement, PastRun, agreement, past_run_of
from perceptron_sim.session import Session

PATH, ROW_KEY, OPEN = "path", "row key", "open"
HINTS = {PATH: "the folder of a run or of a sweep", ROW_KEY: "of a sweep: the key of a row"}
TITLE = "Open a run that was"
INVITATION = "It runs again from its seed on, and is compared. A folder may be dropped here."


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Whether the run that was opened comes out again: True, False or not known yet, and the sentence for it."""

    right: bool | None = None
    words: str = ""


class Opening:
    """The fields and the run that was opened with them."""

    def __init__(self) -> None:
        self.fields = {PATH: TextField(), ROW_KEY: TextField()}
        self._opened: PastRun | None = None
        self.opened_so_often = 0
        self.refusal = ""
        self._key_of = ""

    @property
    def opened(self) -> PastRun | None:
        """The run that was opened last, if one was."""
        return self._opened

    @opened.setter
    def opened(self, past: PastRun | None) -> None:
        self._opened = past
        self.opened_so_often += 1

    def settle(self) -> None:
        """Take what stands in the field for the folder: a row key that was of another folder goes."""
        folder = self.fields[PATH].text.strip()
        if self._key_of and folder != self._key_of:
            self.fields[ROW_KEY] = TextField()
        self._key_of = folder

    def open(self) -> PastRun | None:
        """The run that the fields name; None, and the sentence of the refusal, where there is none."""
        path, row = self.fields[PATH].text, self.fields[ROW_KEY].text.strip() or None
        self.refusal = ""
        try:
            self.opened = past_run_of(path, row)
        except REFUSALS as error:
            self.refusal = str(error)
            return None
        return self.opened

    def draw(self, surface: pygame.Surface, layout: OpeningLayout, type_: Type, typing: TextField | None) -> None:
        """The fields, of which one may be *typing*, the button, and what is to be said."""
        for name, area in ((PATH, layout.path), (ROW_KEY, layout.row_key)):
            field = self.fields[name]
            held = field if field is typing else None
            draw_field(surface, type_, area, field.text, typing=held, placeholder=HINTS[name], style=theme.SMALL)
        radius = type_.scale.px(6)
        pygame.draw.rect(surface, theme.RAISED, layout.open, border_radius=radius)
        pygame.draw.rect(surface, theme.MUTED, layout.open, 1, border_radius=radius)
        at = (layout.open.centerx, baseline_in(layout.open, type_, theme.BODY))
        type_.write(surface, "Open", at, theme.BODY, theme.TEXT, "centre")
        told = f"Opened {past_in_words(self.opened)}." if self.opened else INVITATION
        said = self.refusal or told
        draw_message(surface, layout.message, type_, said, False if self.refusal else None, lines=OPENING_LINES)


def standing(past: PastRun | None, session: Session) -> Standing:
    """How *session* stands to the run *past*."""
    if past is None:
        return Standing()
    experiment = session.experiment
    if experiment.name != past.experiment.name or experiment.seed != past.experiment.seed:
        return Standing(words="What runs now is another run than the opened one.")
    if session.command_log:
        return Standing(words="It was changed by hand since it began: there is nothing to compare.")
    found = agreement(
        past,
        digest=session.digest,
        exposures=session.exposures,
        finished=session.finished,
        passes=session.pass_results,
        same=experiment is past.experiment,
        digest_then=session.digest_when(past.exposures),
    )
    if found is Agreement.NOT_YET and session.exposures > past.exposures and not past.finished:
        return Standing(words=f"It went past exposure {past.exposures:,} between two pictures: not compared.")
    right, words = agreement_in_words(past, found, session.exposures)
    return Standing(right=right, words=words)
