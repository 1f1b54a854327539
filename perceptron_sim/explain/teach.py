"""A visitor's lesson in words: what is to be done next, what both machines make of a sign, what came of it."""

from collections.abc import Sequence

import numpy as np

from hardware import Mark1Snapshot, Phase
from perceptron_sim.learner import Opinion
from perceptron_sim.operations import Source
from perceptron_sim.visits import Visit

NOTHING_KNOWN = "nothing it knows"
EMPTY = "Draw a sign on the pad with the mouse or a finger, or stamp one."
NO_LABEL = "Say what it is and press Teach, or press Ask and see what both make of it."
NEXT = "Your sign is the next they see."
STANDING = "Time stands still: press Run, and they look at your sign."
LOOKING = "They look at your sign."
PEN = "Arrows move the pen and Space draws; Enter puts it down, and it draws as it goes."
SOURCES = {
    Source.AUTOMATIC: ("Automatic", "The usual pictures come in turn."),
    Source.TRAY: ("Tray", "Only signs of your tray come, in turn."),
    Source.HAND: ("By hand", "Only what you show is taught."),
}


def named(opinion: Opinion, names: Sequence[str]) -> str:
    """What it says, by name."""
    return NOTHING_KNOWN if opinion.label is None else names[opinion.label]


def sure_in_volts(opinion: Opinion) -> str:
    """'sure by 4.2 V': how far the lamp that is nearest to its threshold is from it."""
    volts = opinion.sureness
    return f"sure by {volts:.0f} V" if volts >= 10 else f"sure by {volts:.1f} V"


def sure_in_percent(opinion: Opinion) -> str:
    """'91 % sure'."""
    return f"{100 * opinion.sureness:.0f} % sure" if np.isfinite(opinion.sureness) else "its numbers ran away"


def volts_in_words(margin_v: float) -> str:
    """'+4.2', '−31': volts above or below a threshold, in no more figures than there is room for."""
    words = f"{margin_v:+.0f}" if abs(margin_v) >= 10 else f"{margin_v:+.1f}"
    return words.replace("-", "−")


def best(opinion: Opinion, count: int) -> list[int]:
    """The *count* most probable classes of a network's *opinion*, the first of equals first."""
    probabilities = np.nan_to_num(np.array(opinion.margins), nan=-1.0)
    found: list[int] = np.argsort(-probabilities, kind="stable")[:count].tolist()
    return found


def result(visit: Visit, mark1: str, modern: str, names: Sequence[str]) -> tuple[bool | None, str]:
    """Whether both named the sign rightly, None where only one did or nobody said what it is; and the same in words."""
    machine, network = visit.opinions[mark1], visit.opinions[modern]
    if visit.label is None:
        return None, _asked(machine, network, names)
    said, right = names[visit.label], (machine.label == visit.label, network.label == visit.label)
    if all(right):
        return True, f"Both named it rightly: {said}."
    if not any(right):
        both = f"The machine said {named(machine, names)}, the network {named(network, names)}"
        return False, f"{both}: now they learn it is {said}."
    who, other, wrong = ("machine", "network", network) if right[0] else ("network", "machine", machine)
    return None, f"The {who} named it rightly: {said}. The {other} said {named(wrong, names)}."


def of_each(visit: Visit, mark1: str, modern: str, names: Sequence[str]) -> tuple[tuple[bool, str], ...]:
    """Where only one was right: whether each was, and in words; else nothing."""
    verdicts = []
    for who, learner in (("machine", mark1), ("network", modern)):
        opinion = visit.opinions[learner]
        right = opinion.label == visit.label
        said = (
            f"The {who} named it rightly: {named(opinion, names)}."
            if right
            else f"The {who} said {named(opinion, names)}."
        )
        verdicts.append((right, said))
    mixed = visit.label is not None and len({right for right, _ in verdicts}) == 2
    return tuple(verdicts) if mixed else ()


def _asked(machine: Opinion, network: Opinion, names: Sequence[str]) -> str:
    if machine.label is not None and machine.label == network.label:
        return f"Both say {names[machine.label]}."
    return f"The machine says {named(machine, names)}, the network {named(network, names)}."


def visiting(machine: Mark1Snapshot, label: int | None, names: Sequence[str], outcome: str) -> str:
    """What happens while a visitor's sign is before them: taught as *label*, or only asked about."""
    match machine.phase:
        case Phase.EXPOSING if label is None:
            return "Both look at your sign. You only ask: nothing is learned."
        case Phase.EXPOSING:
            return f"Both look at your sign. You say that it is {names[label or 0]}."
        case Phase.CORRECTING if label is not None:
            turning = _turning(machine)
            return f"{turning}, to know this {names[label]} better next time." if turning else outcome
    return outcome


def _turning(machine: Mark1Snapshot) -> str:
    """'Motors turn 33 knobs up and 37 down'; nothing where none turns."""
    up, down = int((machine.current > 0).sum()), int((machine.current < 0).sum())
    parts = [f"{count} {way}" for count, way in ((up, "up"), (down, "down")) if count]
    if not parts:
        return ""
    first, *rest = parts
    number, way = first.split()
    knobs = "knob" if number == "1" else "knobs"
    return f"Motors turn {' and '.join([f'{number} {knobs} {way}', *rest])}"


def to_do(*, dark: bool, label: int | None, names: Sequence[str]) -> str:
    """What a visitor may do next."""
    if dark:
        return EMPTY
    if label is None:
        return NO_LABEL
    return f"Press Teach: both see it and learn that it is {names[label]}. Or only Ask."


def visited(visit: Visit, names: Sequence[str]) -> str:
    """'taught as Q', 'asked'."""
    return "asked" if visit.label is None else f"taught as {names[visit.label]}"


def waiting(source: Source, in_tray: int) -> str:
    """What is waited for where nothing happens by itself."""
    if source is Source.TRAY and not in_tray:
        return "The tray is empty: teach a sign, and it lies there."
    return SOURCES[source][1]
