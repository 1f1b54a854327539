"""What the teaching view reads from the session; the opinions on the pad's sign only when something has changed."""

from collections.abc import Mapping
from dataclasses import dataclass

from perceptron_sim.drawing_board import DrawingBoard
from perceptron_sim.frontend.views.side_by_side.cards import Insides
from perceptron_sim.frontend.views.teach.layout import MOST_VISITS
from perceptron_sim.learner import Opinion
from perceptron_sim.operations import Source
from perceptron_sim.session import Session
from perceptron_sim.sign import Sign
from perceptron_sim.snapshot import SessionSnapshot
from perceptron_sim.visits import Taught, Visit

DRAWING_APART = 2  # pictures of the window, at least, between two askings while a pen is on the pad
PICTURES_APART = 6  # of the window: a session that learns is asked ten times a second what it makes of the pad


@dataclass(frozen=True, slots=True, kw_only=True)
class TeachReading:
    """What there is beside the snapshot.

    opinions are those of both learners, by name, on the *sign* that lies on the pad, None where it is dark; visits the
    latest ones, the newest first; visited how many lessons had ended when the newest of them was shown.
    """

    insides: Insides
    sign: Sign
    opinions: Mapping[str, Opinion] | None
    tray: tuple[Taught, ...]
    visits: tuple[Visit, ...]
    source: Source
    lesson: int

    @property
    def learners(self) -> tuple[str, str]:
        """The names of the machine and of the network."""
        return self.insides.mark1.name, self.insides.modern.name

    @property
    def machine(self) -> Opinion | None:
        """What the machine makes of the sign on the pad."""
        return self.opinions[self.insides.mark1.name] if self.opinions else None

    @property
    def network(self) -> Opinion | None:
        """What the network makes of it."""
        return self.opinions[self.insides.modern.name] if self.opinions else None

    @property
    def threshold_v(self) -> float:
        """That of the R-units."""
        return self.insides.mark1.machine.spec.response.threshold_v

    @property
    def ended(self) -> Visit | None:
        """The latest visit that is over; None while one is going on, and before the first."""
        return self.visits[0] if self.visits and self.visits[0].lesson < self.lesson else None


class Reader:
    """Reads one session after the other for the pad *board*."""

    def __init__(self, board: DrawingBoard) -> None:
        self._board = board
        self._asked: tuple[Sign, object] | None = None
        self._opinions: Mapping[str, Opinion] | None = None
        self._since = PICTURES_APART

    def read(self, session: Session, snapshot: SessionSnapshot) -> TeachReading:
        """All of it at this instant."""
        visits = session.visits
        latest = tuple(visits[number] for number in range(-1, -min(len(visits), MOST_VISITS) - 1, -1))
        return TeachReading(
            insides=Insides.of(session),
            sign=self._board.sign,
            opinions=self._opinions_of(session, snapshot),
            tray=session.tray,
            visits=latest,
            source=session.source,
            lesson=snapshot.lesson,
        )

    def _opinions_of(self, session: Session, snapshot: SessionSnapshot) -> Mapping[str, Opinion] | None:
        """Asked again at once for another sign, now and then where the learners may have changed."""
        sign, self._since = self._board.sign, self._since + 1
        if sign.dark:
            self._asked = self._opinions = None
            return None
        learned = (session.mark1, snapshot.lesson, len(session.command_log), snapshot.network.weights_set)
        apart = PICTURES_APART
        if self._asked is None or self._asked[0] != sign:
            apart = DRAWING_APART if self._board.drawing else 1
        if self._asked != (sign, learned) and self._since >= apart:
            self._opinions, self._asked, self._since = session.opinions(sign), (sign, learned), 0
        return self._opinions
