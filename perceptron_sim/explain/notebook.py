"""The notebook's sentences about the exposure that was read last: pure functions of its records."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from hardware import Control, Rule
from perceptron_sim.experiments.words import counted
from perceptron_sim.explain.exposure import MachineLesson, UnitLesson
from perceptron_sim.explain.exposure_network import CROSS_ENTROPY, Movement, NetworkLesson
from perceptron_sim.learner import MARK1, MODERN
from perceptron_sim.quantities import NOTHING, count

LEAST_SHOWN = 0.001  # of a probability: below it stands "less than"
OPTIMIZER_WORDS = {
    "adam": "Adam",
    "adamw": "AdamW",
    "adagrad": "Adagrad",
    "rmsprop": "RMSprop",
    "gradient-descent": "gradient descent",
    "momentum": "gradient descent with momentum",
    "nesterov": "Nesterov's gradient descent",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of the notebook: *margin* is what or when, *text* a sentence or two, *more* the small print.

    *lead* is what is only told, and comes before. *right* is None where there is nothing to
    judge; *who* is the learner it is about, "" for both or neither.
    """

    margin: str
    text: str
    lead: str = ""
    more: str = ""
    right: bool | None = None
    who: str = ""


def exposure_entries(
    machine: MachineLesson | None, network: NetworkLesson | None, waiting: int | None = 0
) -> list[Entry]:
    """Everything there is to say of the exposure that was read last; one entry for each R-unit.

    *waiting* is how many pictures the network's batch had, of those it has learned from none yet; None: not known.
    """
    if machine is None:
        return [Entry(margin="", text="No picture has been read yet. The first exposure will be explained here.")]
    entries = [Entry(margin="the machine", text=machine_summary(machine), right=machine.right, who=MARK1)]
    entries += [
        Entry(margin=f"R{unit.number}", text=unit_sentence(unit, machine), right=unit.right, who=MARK1)
        for unit in machine.units
    ]
    if network is not None:
        answered = Entry(margin="the network", text=network_summary(network), right=network.right, who=MODERN)
        learned = Entry(margin="learning", text=learning_sentence(network), who=MODERN)
        what_moved = movement_sentence(network.movement, network.exposure, network.batch, waiting)
        moved = Entry(margin="weights", text=what_moved, who=MODERN)
        entries += [answered, learned, moved]
    return entries


def machine_summary(lesson: MachineLesson) -> str:
    """What the machine saw, what it said, what the trainer did about it."""
    meant = f"which means {lesson.meant}" if lesson.meant else "which means nothing it was taught"
    code = " ".join(str(unit.answered) for unit in lesson.units)
    said = f"The lamps said {code}, {meant}." if lesson.units else "No R-unit has an A-unit."
    cells = f"{lesson.lit} of {count(lesson.s_units)} photocells"
    return (
        f"The trainer showed {lesson.shown}: {cells} closed their relays, {lesson.firing} of {count(lesson.a_units)} "
        f"A-units fire. {said} {_consequence(lesson)}"
    )


def _consequence(lesson: MachineLesson) -> str:
    up, down = sum(unit.up for unit in lesson.units), sum(unit.down for unit in lesson.units)
    if not up and not down:
        if lesson.right or all(unit.right for unit in lesson.units):
            return "That is right, so nothing was changed."
        return "That is wrong, and no motor could be driven."
    verb = "turn" if lesson.driving else "turned"
    parts = [f"{number} knobs {way}" for number, way in ((up, "up"), (down, "down")) if number]
    stops = ""
    if lesson.at_stops:
        stop = "stands at its end stop" if lesson.at_stops == 1 else "stand at their end stops"
        stops = f" {lesson.at_stops} of them {stop} and cannot give more."
    return f"The motors {verb} {' and '.join(parts)}.{stops}"


def unit_sentence(unit: UnitLesson, lesson: MachineLesson) -> str:
    """What one R-unit should have said, what it said, and what was done: "R3 should be 1 and said 0: ..."."""
    name = f"R{unit.number}"
    if unit.right:
        head = f"{name} should be {unit.wanted} and said {unit.answered}."
    else:
        head = f"{name} should be {unit.wanted} and said {unit.answered}:"
    if not unit.up and not unit.down:
        return f"{head} {_untouched(unit, lesson)}"
    driven = " and ".join(_driven(unit, lesson, number, way) for number, way in _ways(unit))
    driven = driven[:1].upper() + driven[1:] if unit.right else driven
    return f"{head} {driven}. {_sum_moved(unit, lesson)}"


def _ways(unit: UnitLesson) -> list[tuple[int, str]]:
    return [(number, way) for number, way in ((unit.up, "up"), (unit.down, "down")) if number]


def _driven(unit: UnitLesson, lesson: MachineLesson, number: int, way: str) -> str:
    """ "23 active A-units of R3 were driven up for 0.1 s"; the gamma and beta rules also turn idle ones."""
    verb = ("is being" if number == 1 else "are being") if lesson.driving else ("was" if number == 1 else "were")
    about = "about " if lesson.by_hand else "up to " if lesson.rule is not Rule.ALPHA else ""
    active = "active " if lesson.rule is Rule.ALPHA or (unit.wanted == 1) == (way == "up") else ""
    units = "A-unit" if number == 1 else "A-units"
    return f"{number} {active}{units} of R{unit.number} {verb} driven {way} for {about}{unit.pulse_s:g} s"


def _untouched(unit: UnitLesson, lesson: MachineLesson) -> str:
    fire = f"{unit.firing} of its {unit.a_units} A-units {'fires' if unit.firing == 1 else 'fire'}"
    if unit.right or not unit.firing:
        if not unit.right:
            return "none of its A-units fires for this picture, so there was nothing to drive."
        return f"{fire}; their values sum to {volts(unit.sum_v)}."
    if lesson.control is Control.ERROR_CORRECTION and lesson.rule is Rule.ALPHA:
        return f"{fire}, but this machine is only ever reinforced towards 1."
    return f"{fire}, but the {lesson.rule} rule, {lesson.control}, drives none of them now."


def _sum_moved(unit: UnitLesson, lesson: MachineLesson) -> str:
    """Where the sum went, and what it would say now."""
    came = f" from {volts(unit.before_v)}" if unit.before_v is not None else ""
    verb = ("has come" if came else "stands") if lesson.driving else ("went" if came else "is now")
    to = (" so far to" if lesson.driving else " to") if came else " at" if lesson.driving else ""
    still = "" if unit.now == unit.wanted else "still "
    return f"Its sum {verb}{came}{to} {volts(unit.sum_v)}: shown again, it would {still}say {unit.now}."


def network_summary(lesson: NetworkLesson) -> str:
    """How sure the network was before it learned the picture, and what that cost it."""
    if not math.isfinite(lesson.loss):
        return f"The network's numbers are no numbers any more: for {lesson.shown} its loss is {lesson.loss}."
    told = math.isfinite(lesson.before)
    if lesson.right:
        sure = f", {probability(lesson.before)} sure" if told else ""
        said = f"Before it learned, the network rightly took it for {lesson.shown}{sure}."
    else:
        gave = f" and gave {lesson.shown} only {probability(lesson.before)}" if told else f", not for {lesson.shown}"
        said = f"Before it learned, the network took it for {lesson.answer}{gave}."
    if lesson.loss_name == CROSS_ENTROPY:
        return f"{said} Its loss is −ln of that: {lesson.loss:.3g}."
    return f"{said} Its loss ({lesson.loss_name}) is {lesson.loss:.3g}."


def learning_sentence(lesson: NetworkLesson) -> str:
    """What one step of its optimizer made of the probability."""
    if not math.isfinite(lesson.now):
        return "What it would answer now cannot be computed."
    optimizer = OPTIMIZER_WORDS.get(lesson.optimizer, lesson.optimizer)
    work = f", {count(lesson.multiply_adds)} multiply-adds" if lesson.multiply_adds else ""
    learned = f"It learned by one step of {optimizer}{work}."
    if lesson.batch > 1:
        learned = f"It gathers {lesson.batch} pictures for each step of {optimizer}."
    now = "Now" if not lesson.later else f"Now, {counted(lesson.later, 'picture')} later,"
    head = f"{learned} {now} it gives {lesson.shown} {probability(lesson.now)}"
    if not math.isfinite(lesson.before) or probability(lesson.now) == probability(lesson.before):
        return f"{head}."
    return f"{head}, {'more' if lesson.now > lesson.before else 'less'} than {probability(lesson.before)} before."


def movement_sentence(moved: Movement | None, exposure: int, batch: int = 1, waiting: int | None = 0) -> str:
    """Which weights moved most in that step, or in those that went by unseen; or that its *batch* is not full yet."""
    if moved is None and batch > 1 and waiting is None:
        return f"Which weights moved most was not seen: only a full batch of {batch:,} makes a step."
    if moved is None and batch > 1 and waiting:
        return f"No step was taken yet: its batch of {batch:,} has {counted(waiting, 'picture')}."
    if moved is None:
        return "Which weights moved most was not seen: the exposures went by faster than pictures are drawn."
    alone = moved.until - moved.since == 1 and moved.until == exposure
    when = "In that step" if alone else f"From exposure {moved.since + 1:,} to {moved.until:,}"
    return (
        f"{when} its {moved.weights:,} weights moved by {tiny(moved.mean)} on average, most in {moved.layer}; "
        f"most of all {moved.place}, from {signed(moved.before)} to {signed(moved.after)}."
    )


def volts(value: float) -> str:
    """'+1.35 V', '−0.40 V', '0 V'."""
    return f"{signed(value, 2)} V"


def signed(value: float, digits: int = 4) -> str:
    """A number with its sign, '+0.0310', '−1.2'; 0 has none."""
    if not math.isfinite(value):
        return NOTHING
    rounded = round(value, digits)
    return "0" if rounded == 0 else f"{rounded:+.{digits}f}".replace("-", "−")


def tiny(value: float) -> str:
    """Two figures, however small: '0.000078'."""
    return np.format_float_positional(value, precision=2, fractional=False, trim="-")


def probability(value: float) -> str:
    """'12 %', '0.4 %', 'less than 0.1 %', 'more than 99.9 %'."""
    if not math.isfinite(value):
        return NOTHING
    if value < LEAST_SHOWN:
        return "less than 0.1 %"
    if value > 1 - LEAST_SHOWN:
        return "more than 99.9 %"
    return f"{100 * value:.0f} %" if 0.1 <= value < 0.99 else f"{100 * value:.1f} %"


def unit_arithmetic(unit: UnitLesson) -> Sequence[str]:
    """How one R-unit comes to its answer, as one would write it down."""
    lines = [f"values of its {unit.firing} active A-units, summed = {volts(unit.sum_v)}"]
    sign = ">" if unit.sum_v > unit.threshold_v else "≤"
    lines.append(f"{volts(unit.sum_v)} {sign} threshold {volts(unit.threshold_v)}")
    lines.append(f"it would say {unit.now} now; it said {unit.answered} and should say {unit.wanted}")
    return tuple(lines)
