"""The nine views by name, in the order of their tabs; each is imported when it is first shown."""

from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import cast

from pygame import Rect

from perceptron_sim.errors import SettingError
from perceptron_sim.experiments.experiment import Experiment
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.view import View
from perceptron_sim.learner import MARK1, MODERN
from perceptron_sim.options import FIRST_VIEW

MOST_NAMED = 5  # learners in a message
RACE = "race"  # the view that shows whatever learners there are


def check_pair(experiment: Experiment) -> None:
    """Raise SettingError unless *experiment* has the Mark I and the network that most views show, not too large."""
    from perceptron_sim.frontend.views import side_by_side

    lanes = experiment.lanes()
    names = tuple(lane.name for lane in lanes)
    shown_first = [next((lane.name for lane in lanes if lane.kind == kind), None) for kind in (MARK1, MODERN)]
    if shown_first != [MARK1, MODERN]:
        rule = f"{MARK1} and {MODERN}, perhaps with others after them, to be shown here"
        shown = names[:MOST_NAMED] + ("...",) * (len(names) > MOST_NAMED)
        raise SettingError(f"learners must be {rule}, got {', '.join(shown)}")
    side_by_side.check(experiment)


def is_pair(experiment: Experiment) -> bool:
    """Whether all views can show *experiment*."""
    try:
        check_pair(experiment)
    except SettingError:
        return False
    return True


def first_view(experiment: Experiment, asked: str | None = None) -> str:
    """The view *asked* for or, where none is, the pair's, or else the race; SettingError where that cannot show it."""
    if asked is not None and not VIEWS[asked].any_learners:
        check_pair(experiment)
    return asked or (FIRST_VIEW if is_pair(experiment) else RACE)


@dataclass(frozen=True, slots=True)
class Entry:
    """A view's *name* in commands, the *title* on its tab, and *keys* of its own: their names and what they do.

    One that *stays* when the network is changed has nothing of it but what it reads for each picture. One for
    *any_learners* shows whatever a run teaches; the others need a Mark I and a network.
    """

    name: str
    title: str
    keys: tuple[tuple[str, str], ...] = ()
    stays: bool = False
    any_learners: bool = False

    @property
    def module(self) -> str:
        """The package whose class of that name is the view."""
        return f"{__name__}.{self.name.replace('-', '_')}"

    def build(self, area: Rect, type_: Type, experiment: Experiment) -> View:
        """The view, laid out for *area*; SettingError where it has no place for *experiment*."""
        if not self.any_learners:
            check_pair(experiment)
        found = vars(import_module(self.module)).values()
        kind = next((one for one in found if isinstance(one, type) and getattr(one, "name", "") == self.name), None)
        if kind is None:
            raise SettingError(f"view must be one that is there, got {self.name!r}")
        return cast(View, kind(area, type_, experiment))


VIEWS = {
    entry.name: entry
    for entry in (
        Entry("side-by-side", "Side by side"),
        Entry(
            "teach",
            "Teach",
            (
                ("T, A, E", "teach both what is on the pad; only ask them; rub out, or draw again"),
                ("Backspace, Delete", "take back the last stroke; clear the pad"),
                ("Shift arrows", "shift the picture on the pad"),
                ("Arrows, Space", "on the pad: move the pen, draw; Enter puts it down, or lifts it"),
            ),
            stays=True,
        ),
        Entry(
            "machine-room",
            "Machine room",
            (
                ("I, S", "how well each part is known; the service sheet"),
                ("Space", "throw the switch; Shift: row, Ctrl: column, both: all"),
                ("Page ↑ ↓", "up or down in the service sheet's list"),
            ),
            stays=True,
        ),
        Entry(
            "plugboard",
            "Plugboard",
            (
                ("P", "take a wire's end, or a new wire; Enter plugs it in, Esc puts it back"),
                ("X, Delete", "cut the wires of what has the keyboard, or mend; pull them out"),
                ("E, A", "plus or minus for new wires; the A-unit to the next R-unit"),
                ("Arrows", "the neighbour of the cell or A-unit picked"),
            ),
            stays=True,
        ),
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
            any_learners=True,
        ),
        Entry(
            RACE,
            "Race",
            (("Page ↑ ↓", "up or down among many lanes"), ("Home, End", "to the first and the last")),
            any_learners=True,
        ),
        Entry("notebook", "Notebook", (("Page ↑ ↓", "up or down in what is scrolled"), ("Home, End", "to its ends"))),
    )
}


def built() -> tuple[Entry, ...]:
    """The views there are, in the order of their tabs."""
    found = ((entry, find_spec(entry.module)) for entry in VIEWS.values())
    return tuple(entry for entry, spec in found if spec and spec.origin)
