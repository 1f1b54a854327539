"""What keys, mouse and fingers do in the window: who has the keyboard, whose a press is, the shell's or the view's."""

from typing import TYPE_CHECKING

import pygame

from perceptron_sim.frontend.actions import Window, tab_of
from perceptron_sim.frontend.pointing import DIRECTIONS
from perceptron_sim.frontend.view import Closing, Grasping, Thing, Typing
from perceptron_sim.frontend.widgets import ENTER, Widget

if TYPE_CHECKING:
    from perceptron_sim.frontend.scene import Scene

PRESSES = (*ENTER, pygame.K_SPACE)  # of a thing that is a control of its view
FOLLOWED = (pygame.MOUSEMOTION, pygame.WINDOWLEAVE, pygame.MOUSEBUTTONUP, pygame.MOUSEWHEEL)
LEFT, RIGHT = 1, 3  # buttons of the mouse


class Hand:
    """The hand of the user in one *scene*; *focused* is the control of the shell that has the keyboard, if one has."""

    def __init__(self, scene: "Scene") -> None:
        self._scene = scene
        self.focused: Widget | None = None
        self._answer: object | None = None

    def let_go(self) -> None:
        """Hold nothing any more, in the shell or in the view."""
        self._scene.controls.let_go()
        view = self._scene.view
        if isinstance(view, Grasping):
            view.let_go()

    def point(self, event: pygame.event.Event) -> object | None:
        """What the mouse or a finger asks for."""
        scene = self._scene
        asked = scene.controls.handle(event)
        if asked is not None:
            return asked
        if event.type in FOLLOWED:
            return scene.view.handle(event)
        if not scene.layout.area.collidepoint(event.pos) or scene.covered(event.pos):
            return None
        self.focused = None
        return self._click(event)

    def _click(self, event: pygame.event.Event) -> object | None:
        """A press in the view's area: on a thing it opens its card, or closes it; else it is the view's own."""
        scene = self._scene
        pointing, view, reading = scene.pointing, scene.view, scene.reading
        if reading is None:
            return None
        pointing.follow(view.things(reading))
        thing = pointing.at(event.pos) if event.button in (LEFT, RIGHT) else None
        if event.button == LEFT:
            pointing.focus(thing.key if thing else None)
        if event.button in (LEFT, RIGHT) and isinstance(view, Grasping) and view.grasps(event):
            pointing.opened = None
            return view.handle(event)
        if thing and view.card(thing.key, reading) is not None:
            self._turn_card(thing)
            return None
        pointing.opened = None
        return view.handle(event)

    def _turn_card(self, thing: Thing) -> None:
        """Open the card of *thing*, or close it."""
        pointing = self._scene.pointing
        pointing.opened = None if pointing.opened == thing.key else thing.key

    def key(self, event: pygame.event.Event) -> object | None:
        """What a key asks for."""
        scene = self._scene
        pointing, view = scene.pointing, scene.view
        if isinstance(view, Typing) and view.typing:
            return view.handle(event)
        if event.key == pygame.K_ESCAPE and self._close():
            return None
        if event.key == pygame.K_TAB:
            self._tab(-1 if getattr(event, "mod", 0) & pygame.KMOD_SHIFT else 1)
            return None
        if self.focused is not None and (asked := self.focused.key(event)) is not None:
            return asked
        if self.focused is None and pointing.focused is not None and self._key_of_thing(event):
            return self._answer
        number = tab_of(event)
        if number is not None and number < len(scene.controls.tabs.actions):
            return scene.controls.tabs.actions[number]
        action = scene.controls.keys.action_of(event)
        return view.handle(event) if action is None else action

    def _close(self) -> bool:
        """Put back what is held, or close the open card, or what lies over the view; whether there was any of them."""
        scene = self._scene
        if isinstance(scene.view, Grasping) and scene.view.holding:
            scene.view.let_go()
            return True
        opened, scene.pointing.opened = scene.pointing.opened, None
        return opened is not None or (isinstance(scene.view, Closing) and scene.view.close())

    def _key_of_thing(self, event: pygame.event.Event) -> bool:
        """Whether the thing that has the keyboard takes the key; what it asks for is then the answer."""
        scene = self._scene
        pointing, view, reading = scene.pointing, scene.view, scene.reading
        self._answer, key = None, pointing.focused
        if reading is None or key is None:
            return False
        shifted = getattr(event, "mod", 0) & pygame.KMOD_SHIFT
        if event.key in DIRECTIONS and not pointing.alone() and not shifted:
            pointing.walk(DIRECTIONS[event.key])
            if pointing.opened is not None and view.card(pointing.focused, reading) is not None:
                pointing.opened = pointing.focused  # an open card goes along
            return True
        if view.card(key, reading) is None:
            if event.key in PRESSES or event.key in DIRECTIONS:
                self._answer = view.handle(event)
                return True
        elif event.key in ENTER and not shifted:
            pointing.opened = None if pointing.opened == key else key
            return True
        elif event.key in PRESSES and isinstance(view, Grasping) and view.grasps(event):
            self._answer = view.handle(event)
            return True
        return False

    def _tab(self, step: int) -> None:
        """Go to the next control or group of things, or back."""
        scene = self._scene
        if scene.reading is not None:
            scene.pointing.follow(scene.view.things(scene.reading))
        groups = scene.pointing.groups()
        stops: list[Widget | str] = [*scene.controls.before, *groups, *scene.controls.after]
        thing = scene.pointing.thing(scene.pointing.focused)
        here: Widget | str | None = self.focused or (thing.group if thing else None)
        index = next((i for i, stop in enumerate(stops) if stop is here or stop == here), None)
        following = stops[(index + step) % len(stops)] if index is not None else stops[0 if step > 0 else -1]
        if isinstance(following, str):
            self.focused = None
            scene.pointing.enter(following)
        else:
            self.focused = following
            scene.pointing.focus(None)

    def escape(self, asked: object | None, event: pygame.event.Event) -> object | None:
        """*asked* itself; but Esc leaves only where it is pressed twice."""
        if asked is Window.LEAVE and event.key == pygame.K_ESCAPE:
            return asked if self._scene.saying.leave() else None
        return asked
