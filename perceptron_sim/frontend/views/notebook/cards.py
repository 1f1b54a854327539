"""The cards of the notebook: what stands behind an entry."""

from perceptron_sim.explain.exposure import MachineLesson, UnitLesson
from perceptron_sim.explain.exposure_network import CROSS_ENTROPY, NetworkLesson
from perceptron_sim.explain.myths import INFERRED, MYTHS, SOURCES, sources_of
from perceptron_sim.explain.notebook import Entry, probability, signed, unit_arithmetic
from perceptron_sim.frontend.view import Card
from perceptron_sim.learner import MARK1
from perceptron_sim.ledger import Score
from perceptron_sim.quantities import count

MOST_POINTS = 400  # of a curve on a card


def unit_card(unit: UnitLesson, lesson: MachineLesson) -> Card:
    """One R-unit in the exposure that was read last."""
    driven = " and ".join(f"{number} {way}" for number, way in ((unit.up, "up"), (unit.down, "down")) if number)
    return Card(
        title=f"R{unit.number}, exposure {lesson.exposure:,}",
        facts=(
            ("should be", str(unit.wanted)),
            ("said", str(unit.answered)),
            ("A-units patched to it", str(unit.a_units)),
            ("of these fire", str(unit.firing)),
            ("motors driven", driven or "none"),
        ),
        arithmetic=unit_arithmetic(unit),
        certainty="assumed",
        source="pulse and voltages are assumed; that only wrong R-units are corrected is inferred (NAVY60, DCN60)",
    )


def machine_card(lesson: MachineLesson) -> Card:
    """The whole machine in that exposure."""
    return Card(
        title=f"The machine, exposure {lesson.exposure:,}",
        facts=(
            ("shown", lesson.shown),
            ("lamps meant", lesson.meant or "nothing"),
            ("photocells closed", f"{lesson.lit} of {lesson.s_units}"),
            ("A-units firing", f"{lesson.firing} of {lesson.a_units}"),
            ("rule", str(lesson.rule)),
            ("control", str(lesson.control)),
        ),
        source="counted for a picture that has been looked at long enough",
    )


def network_card(lesson: NetworkLesson) -> Card:
    """The network in that exposure: probability and loss, and the weight that moved most."""
    moved = lesson.movement
    facts = [("shown", lesson.shown), ("answered", lesson.answer), ("probability now", probability(lesson.now))]
    if lesson.rival:
        facts.append(("likeliest other", lesson.rival))
    if moved:
        facts += [
            ("weights", count(moved.weights)),
            ("mean change", f"{moved.mean:.3g}"),
            ("moved most", moved.place),
            ("from, to", f"{signed(moved.before)}, {signed(moved.after)}"),
        ]
    arithmetic: tuple[str, ...] = (f"{lesson.loss_name} = {lesson.loss:.6g}",)
    if lesson.loss_name == CROSS_ENTROPY:
        arithmetic = (
            f"p({lesson.shown}) before = {lesson.before:.6g}",
            f"loss = −ln {lesson.before:.6g}",
            f"= {lesson.loss:.6g}",
        )
    return Card(title=f"The network, exposure {lesson.exposure:,}", facts=facts, arithmetic=arithmetic)


def myth_card(number: int) -> Card:
    """A myth with its sources in full."""
    myth = MYTHS[number]
    facts = [("what is right", myth.right), *((one.key, f"{one.work}; {one.read}") for one in sources_of(myth))]
    certainty = INFERRED if myth.certainty == INFERRED else "documented"
    return Card(title=myth.told, facts=facts, certainty=certainty, source=", ".join(myth.sources))


def source_card(number: int) -> Card | None:
    """A source, and how much of it could be read."""
    if number >= len(SOURCES):
        return None
    one = SOURCES[number]
    return Card(title=one.key, facts=(("work", one.work), ("how much of it", one.read)), certainty="documented")


def entry_card(entry: Entry, scores: dict[str, Score]) -> Card:
    """Something that happened, or goes wrong, beside the curve of its learner."""
    score = scores.get(entry.who or MARK1)
    curve = score.curve if score is not None else ()
    step = max(1, len(curve) // MOST_POINTS)
    facts = [("what", entry.text)] + ([("more", entry.more)] if entry.more else [])
    whose = {"mark1": "the machine", "modern": "the network"}.get(entry.who or MARK1, entry.who)
    return Card(
        title=entry.margin,
        facts=facts,
        history=[100 * float(value) for value in curve[::step]],
        history_unit=f"% right, {whose}",
    )
