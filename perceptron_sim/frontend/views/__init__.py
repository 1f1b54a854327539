"""The seven views by name, in the order of their tabs; each is imported when it is first shown."""

from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import cast

from pygame import Rect

from perceptron_sim.errors import SettingError
from perceptron_sim.experiments.experiment import Experiment
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.view import View


@dataclass(frozen=True, slots=True)
class Entry:
    """A view's *name* in commands, the *title* on its tab, and *keys* of its own: their names and what they do.

    One that *stays* when the network is changed has nothing of it but what it reads for each picture.
    """

    name: str
    title: str
    keys: tuple[tuple[str, str], ...] = ()
    stays: bool = False

    @property
    def module(self) -> str:
        """The package whose class of that name is the view."""
        return f"{__name__}.{self.name.replace('-', '_')}"

    def build(self, area: Rect, type_: Type, experiment: Experiment) -> View:
        """The view, laid out for *area*; SettingError where it has no place for *experiment*."""
        found = vars(import_module(self.module)).values()
        kind = next((one for one in found if isinstance(one, type) and getattr(one, "name", "") == self.name), None)
        if kind is None:
            raise SettingError(f"view must be one that is there, got {self.name!r}")
        return cast(View, kind(area, type_, experiment))


VIEWS = {
    entry.name: entry
    for entry in (
        Entry("side-by-side", "Side by side"),
        Entry("machine-room", "Machine room", (("I", "how well each part is known, or the room again"),), stays=True),
        Entry("plugboard", "Plugboard", (("Arrows", "the neighbour of the cell or A-unit picked"),), stays=True),
        Entry(
            "network",
            "Network",
            (
                ("Page ↑ ↓", "the page before, or the next one"),
                ("← →", "less or more of the setting that has the keyboard"),
            ),
        ),
        Entry(
            "neuron",
            "Neuron",
            (
                ("Page ↑ ↓", "the unit or step of the worked example before, or the next one"),
                ("Home, End", "the first and the last step"),
                ("S", "save the worked example as a sheet"),
            ),
        ),
        Entry(
            "laboratory",
            "Laboratory",
            (
                ("Page ↑ ↓", "up or down in what is scrolled"),
                ("Ctrl V, Ctrl U", "in a field: put in what was copied, empty it"),
            ),
        ),
        Entry("notebook", "Notebook", (("Page ↑ ↓", "up or down in what is scrolled"), ("Home, End", "to its ends"))),
    )
}


def built() -> tuple[Entry, ...]:
    """The views there are, in the order of their tabs."""
    found = ((entry, find_spec(entry.module)) for entry in VIEWS.values())
    return tuple(entry for entry, spec in found if spec and spec.origin)
