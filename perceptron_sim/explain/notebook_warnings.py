"""Warnings and their cures, for both learners: computed from records, none from a guess."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from hardware.faults import Fault
from modern.watching import Notice
from perceptron_sim.experiments.words import begun, counted
from perceptron_sim.explain.exposure import MachineLesson
from perceptron_sim.explain.notebook import Entry
from perceptron_sim.explain.notebook_history import called, fault_in_words
from perceptron_sim.learner import MARK1, MODERN
from perceptron_sim.ledger import PassResult, Score
from perceptron_sim.quantities import share

STOPS_SHARE = 0.02  # of all knobs: from here on the end stops are worth a word
STUCK_PASSES = 5  # without fewer errors than ever before
GENERALIZES = 0.6  # of the unseen, where all that is taught is known
FEW_FIRE, MANY_FIRE = 0.02, 0.6  # shares of the A-units
MOST_FAULTS = 6  # told one by one
CURES = {
    "dead-cell": "Replace the cell; or switch it on or off by hand, so that it at least does not change.",
    "stuck-cell": "Replace the cell; or put its switch on the sensory panel to off.",
    "cut-wire": "Plug a new wire into the same socket; the machine can also learn around it.",
    "shorted-wire": "Pull the wire; the A-unit then has one origin point less.",
    "stuck-relay": "Replace the relay, or switch the A-unit off; its neighbours make up for it in a few passes.",
    "stuck-motor": "Replace the motor; until then set that knob by hand.",
    "slipping-motor": "Tighten the clutch; meanwhile a longer pulse makes up for it.",
    "dirty-wiper": "Clean the wiper; small values drown in its noise first.",
    "dead-lamp": "Change the bulb: nothing else is wrong, but the trainer corrects what he reads.",
    "supply-sag": "Turn the supply up again; sums shrink with it, their signs do not.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """The records that warnings are told from.

    *at_stops* of *knobs* stand at an end stop; *lesson* is the exposure read last; *notices* stand for the network.
    best_passes are by learner the first pass with fewest errors, *latest* is the pass that ended last.
    hurried says that the lamps were read before the picture had settled, so that the A-units firing were others.
    """

    at_stops: int
    knobs: int
    faults: Sequence[Fault]
    lesson: MachineLesson | None
    hurried: bool
    best_passes: Mapping[str, int]
    latest: PassResult | None
    scores: Mapping[str, Score]
    notices: Sequence[Notice]


def warning_entries(condition: Condition) -> list[Entry]:
    """What goes wrong, each with its cure; one calm sentence where nothing does."""
    entries = [*_of_machine(condition), *_of_network(condition), *_of_both(condition)]
    if entries:
        return entries
    return [Entry(margin="all well", text="Nothing is known to be wrong with either learner.", right=True)]


def warnings(condition: Condition) -> int:
    """How many there are."""
    return sum(entry.right is False for entry in warning_entries(condition))


def _warning(who: str, text: str, cure: str) -> Entry:
    margin = {MARK1: "the machine", MODERN: "the network"}.get(who, "both")
    return Entry(margin=margin, text=text, more=f"Cure: {cure}" if cure else "", right=False, who=who)


def _of_machine(condition: Condition) -> Iterator[Entry]:
    for fault in condition.faults[:MOST_FAULTS]:
        yield _warning(MARK1, f"{begun(fault_in_words(fault))}.", CURES[fault.kind])
    more = len(condition.faults) - MOST_FAULTS
    if more > 0:
        yield _warning(MARK1, f"And {counted(more, 'other part')} of it is broken.", "Let the self-test name them all.")
    if condition.at_stops > STOPS_SHARE * condition.knobs:
        yield _warning(
            MARK1,
            f"{condition.at_stops} of {condition.knobs} knobs stand at an end stop. There they cannot be reinforced "
            "any further, and the theorem that the lessons must come to an end no longer holds: it knows no end stops.",
            "A shorter pulse, so that values stay small; or clear the values and begin again.",
        )
    if condition.hurried:
        yield _warning(
            MARK1,
            "The lamps were read before the photocells and relays had settled: other A-units fired than would have "
            "after a longer look.",
            "A longer exposure, or a longer interval, so that the picture before it fades.",
        )
    lesson = condition.lesson
    if lesson and lesson.firing < FEW_FIRE * lesson.a_units:
        text = f"Only {lesson.firing} of {lesson.a_units} A-units fire for {lesson.shown}: the machine hardly sees it."
        yield _warning(MARK1, text, "A lower threshold, or more excitatory wires for each A-unit.")
    if lesson and lesson.firing > MANY_FIRE * lesson.a_units:
        text = (
            f"{lesson.firing} of {lesson.a_units} A-units fire for {lesson.shown}: pictures look too much alike to it."
        )
        yield _warning(MARK1, text, "A higher threshold, or as many inhibitory wires as excitatory ones.")
    if (since := stuck_since(condition, MARK1)) is not None and _errs(condition, MARK1):
        yield _warning(
            MARK1,
            f"It has not had a better pass since pass {since}.",
            "More A-units for each R-unit, another wiring (a new seed), a shorter pulse. Some tasks none solves.",
        )


def _of_network(condition: Condition) -> Iterator[Entry]:
    for notice in condition.notices:
        yield _warning(MODERN, notice.sentence, notice.cure)
    since = None if condition.notices else stuck_since(condition, MODERN)
    if since is not None and _errs(condition, MODERN):
        text = f"It has not had a better pass since pass {since}."
        yield _warning(MODERN, text, "Another rate or optimizer, or more hidden units.")


def _of_both(condition: Condition) -> Iterator[Entry]:
    for name, score in condition.scores.items():
        if score.recent == 1 and score.held_out is not None and score.held_out < GENERALIZES:
            yield _warning(
                name if name in (MARK1, MODERN) else "",
                f"{begun(called(name))} rightly names all that it is taught, but only {share(score.held_out)} of what "
                "it has never seen: it has learned these pictures by heart.",
                "Teach more and more varied pictures: other faces, places, noise.",
            )


class BestPasses:
    """By learner the first pass with fewest errors, found as passes come."""

    def __init__(self) -> None:
        self._seen, self._best = 0, dict[str, tuple[int, int]]()

    def of(self, passes: Sequence[PassResult]) -> dict[str, int]:
        """Those of *passes*, which go on from those of the last time, or begin anew."""
        if len(passes) < self._seen:
            self._seen, self._best = 0, {}
        for result in passes[self._seen :]:
            for name, errors in result.errors.items():
                self._best[name] = min(self._best.get(name, (errors, result.number)), (errors, result.number))
        self._seen = len(passes)
        return {name: number for name, (_, number) in self._best.items()}


def stuck_since(condition: Condition, learner: str) -> int | None:
    """The pass with the fewest errors of *learner*, if it is STUCK_PASSES ago or more; None if not."""
    best, latest = condition.best_passes.get(learner), condition.latest
    return best if best is not None and latest is not None and latest.number - best >= STUCK_PASSES else None


def _errs(condition: Condition, learner: str) -> bool:
    return condition.latest is not None and bool(condition.latest.errors.get(learner))
