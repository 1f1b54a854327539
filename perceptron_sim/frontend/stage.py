"""The views of one window: built when first shown, kept while nothing changes, built anew for another experiment."""

from dataclasses import fields

import pygame
from pygame import Rect

from perceptron_sim.errors import SettingError
from perceptron_sim.experiments.experiment import Experiment
from perceptron_sim.frontend.refusal import Refusal
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.view import Heir, Reopening, View
from perceptron_sim.frontend.views import VIEWS
from perceptron_sim.reopening import PastRun

CHANGE_S = 0.2  # in which one view fades into the next
OPAQUE = 255


class Stage:
    """Holds the views for *area* and *experiment*; those *before* hand on what was chosen in them.

    The view that opens runs of the past is told of *past*, the one the window was opened with.
    """

    def __init__(
        self,
        area: Rect,
        type_: Type,
        experiment: Experiment,
        before: "Stage | None" = None,
        *,
        past: PastRun | None = None,
    ) -> None:
        self.area, self.experiment, self._past = area, experiment, past
        self._type = type_
        self._views: dict[str, View] = {}
        self._before: dict[str, View] = {**before._before, **before._views} if before else {}
        if (
            before
            and before.area == area
            and before._type is type_
            and _only_the_network(before.experiment, experiment)
        ):
            staying = [name for name in before._views if VIEWS[name].stays]
            self._views = {name: self._before.pop(name) for name in staying}

    def view(self, name: str) -> View:
        """The view *name*; SettingError where it has no place for the experiment."""
        if name not in self._views:
            view = VIEWS[name].build(self.area, self._type, self.experiment)
            old = self._before.pop(name, None)
            if self._past is not None and old is None and isinstance(view, Reopening):
                view.opened = self._past
            if type(old) is type(view) and isinstance(view, Heir):
                view.take_over(old)
            self._views[name] = view
        return self._views[name]

    def view_or_reason(self, name: str) -> View:
        """The view *name*, or in its place the sentence that says why it cannot be shown."""
        try:
            return self.view(name)
        except SettingError as error:
            refusal = Refusal(name, VIEWS[name].title, self.area, self._type, str(error))
            self._views[name] = refusal
            return refusal


def _only_the_network(one: Experiment, other: Experiment) -> bool:
    """Whether nothing but the network is another one."""
    names = [field.name for field in fields(one) if field.name != "modern"]
    return type(one) is type(other) and all(getattr(one, name) is getattr(other, name) for name in names)


class Fade:
    """The picture of the view before, growing fainter over the new one."""

    def __init__(self, surface: pygame.Surface, area: Rect) -> None:
        self._area, self._left_s = area, CHANGE_S
        self._picture = surface.subsurface(area.clip(surface.get_rect())).copy()

    def draw(self, surface: pygame.Surface, elapsed_s: float) -> bool:
        """Draw what is left of it after *elapsed_s*; False when nothing is."""
        self._left_s -= elapsed_s
        if self._left_s <= 0:
            return False
        share = self._left_s / CHANGE_S
        self._picture.set_alpha(round(OPAQUE * share * share * (3 - 2 * share)))
        surface.blit(self._picture, self._area)
        return True
