"""The window as a visitor has it: the ordinary one, without what leaves it, changes the screen or touches files."""

from dataclasses import replace
from typing import get_args

import pygame

from perceptron_sim.commands import (
    GoBack,
    ModelCommand,
    PaceCommand,
    SaveSession,
    ShowView,
    StartAnew,
    StartExperiment,
    Tell,
    Undo,
)
from perceptron_sim.exhibit.attendance import Deed
from perceptron_sim.exhibit.config import ExhibitSpec
from perceptron_sim.experiments.experiment import Experiment
from perceptron_sim.frontend.actions import ENTRIES, ChooseStep, Entry, Place, Window
from perceptron_sim.frontend.app import App
from perceptron_sim.playback import BUDGET_S, Playback
from perceptron_sim.session import Session

NOT_HERE = Tell("That is for those who look after this exhibit.")
FREE = (
    *(Window.NEXT_SEED, Window.RESET, Window.MORE, Window.SOUND, Window.CAPTIONS, Window.HELP),
    *(Window.LEAVE, SaveSession()),  # which mean something else here
)
FREE_COMMANDS = (
    *(*get_args(PaceCommand), *get_args(ModelCommand)),
    *(GoBack, Undo, StartAnew, StartExperiment, ShowView, Tell, ChooseStep),
)
FINISH, KEEP = "Finish", "Keep my work"


def entries_for(*, keeps: bool) -> tuple[Entry, ...]:
    """What visitors can ask for, and in which words."""
    kept = []
    for entry in ENTRIES:
        if entry.action is Window.LEAVE:
            kept.append(replace(entry, button=FINISH, help="you have finished: press it twice", place=Place.HEADER))
        elif entry.action == SaveSession() and keeps:
            kept.append(replace(entry, button=KEEP, help="keep what you did, under a short code", place=Place.HEADER))
        elif entry.action in FREE or isinstance(entry.action, FREE_COMMANDS):
            kept.append(entry)
    return tuple(entry for entry in kept if keeps or entry.action != SaveSession())


class Visit(App):
    """One visit, from its first touch on: everything is as it was delivered."""

    def __init__(
        self, spec: ExhibitSpec, experiment: Experiment, surface: pygame.Surface, budget_s: float = BUDGET_S
    ) -> None:
        session = Session(experiment)
        keeps = bool(spec.keep.folder)
        self._keeps = keeps
        self._asked: Deed | None = None
        super().__init__(
            session,
            surface,
            Playback(session, budget_s=budget_s),
            view=spec.show.views[0],
            reduced_motion=spec.visit.reduced_motion,
            views=spec.show.views,
            entries=entries_for(keeps=keeps),
        )

    def asked(self) -> Deed | None:
        """What the visitor has asked of the exhibit since this was looked at last."""
        asked, self._asked = self._asked, None
        return asked

    def carry_out(self, action: object) -> None:
        """Do what was asked for, if it is a visitor's to ask; the rest is told to be for others."""
        if action is Window.LEAVE:
            self._asked = Deed.FINISH
        elif isinstance(action, SaveSession) and self._keeps:
            self._asked = Deed.KEEP
        elif action in FREE or isinstance(action, FREE_COMMANDS):
            super().carry_out(action)
        else:
            super().carry_out(NOT_HERE)
