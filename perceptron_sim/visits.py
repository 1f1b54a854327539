"""What visitors show beside the course of an experiment: their signs, their tray, what the machines made of them."""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass

from perceptron_sim.learner import Opinion
from perceptron_sim.sign import Sign

MOST_VISITS = 512  # of which it is remembered what the machines made of them
MOST_IN_TRAY = 1024  # signs; then the oldest one is taken out


@dataclass(frozen=True, slots=True)
class Taught:
    """A sign in the tray, and the class it was taught as."""

    sign: Sign
    label: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A *sign* that was shown as lesson number *lesson*, counted from 0: taught as *label*, or asked about where None.

    opinions are those of each learner by name, just before.
    """

    lesson: int
    sign: Sign
    label: int | None
    opinions: Mapping[str, Opinion]


class Tray:
    """The signs that visitors have taught, to be taught again and again, one after the other."""

    def __init__(self, signs: tuple[Taught, ...] = (), place: int = 0) -> None:
        self._signs, self._place = list(signs), place

    def __len__(self) -> int:
        return len(self._signs)

    @property
    def signs(self) -> tuple[Taught, ...]:
        """All of them, in the order in which they came."""
        return tuple(self._signs)

    @property
    def place(self) -> int:
        """The number of the one that is next; it may be one more than there is."""
        return self._place

    def keep(self, taught: Taught) -> None:
        """Put one more in, unless it is there; in a full tray in place of the oldest."""
        if taught not in self._signs:
            self._signs.append(taught)
            if len(self._signs) > MOST_IN_TRAY:
                self.take(0)

    def take(self, index: int) -> Taught:
        """Take out the one number *index*."""
        self._place -= index < self._place
        return self._signs.pop(index)

    def empty(self) -> None:
        """Take out all of them."""
        self._signs.clear()
        self._place = 0

    def following(self) -> Taught:
        """The next one to be taught."""
        place = self._place % len(self._signs)
        self._place = place + 1
        return self._signs[place]


Visits = deque[Visit]


def no_visits() -> Visits:
    """None so far; of many the latest are kept."""
    return deque(maxlen=MOST_VISITS)
