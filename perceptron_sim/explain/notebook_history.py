"""What has happened so far, in words: dates are exposures, counted since the weights were last cleared."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

from hardware import FaultEvent, FaultRecord
from hardware.faults import Fault
from perceptron_sim.breakdowns import LearnerFault
from perceptron_sim.experiments.words import NAMES, begun, counted, joined
from perceptron_sim.experiments.words import called as usually_called
from perceptron_sim.explain.notebook import Entry
from perceptron_sim.explain.notebook_changes import NetworkChange
from perceptron_sim.learner import MARK1, MODERN
from perceptron_sim.ledger import PassResult, Score
from perceptron_sim.quantities import duration, share

MILESTONES = ((0.5, "half"), (0.9, "nine in ten"))
FEW_TAUGHT = 10  # pictures: among fewer "nine in ten" says nothing
LATEST_PASSES = 6  # told one by one
KINDS = {f"{MARK1}-": "the Mark I", f"{MODERN}-": "the network"}
FAULT_WORDS = {  # the part, and how it is
    "dead-cell": ("photocell {s_unit}", "is dead: it sees only darkness"),
    "stuck-cell": ("photocell {s_unit}", "is stuck: it sees only light"),
    "cut-wire": ("wire {row} of A-unit {a_unit}", "is cut"),
    "shorted-wire": ("wire {row} of A-unit {a_unit}", "is shorted: it always counts"),
    "stuck-relay": ("the relay of A-unit {a_unit}", "sticks"),
    "stuck-motor": ("the motor of A-unit {a_unit}", "does not turn"),
    "slipping-motor": ("the motor of A-unit {a_unit}", "slips: only {share:.0%} of its speed arrives"),
    "dirty-wiper": ("the wiper of A-unit {a_unit}", "is dirty: its voltage trembles by {noise_v:.2g} V"),
    "dead-lamp": ("the lamp of R{r_unit}", "is dead: it always reads 0"),
    "supply-sag": ("the supply", "has sagged to {share:.0%}"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """The records that the past is told from; *taught* is how many pictures there are to teach.

    cleared_s is when the values were cleared last, on the machine's clock.
    """

    taught: int
    exposures: int
    time_s: float
    finished: bool
    scores: Mapping[str, Score]
    passes: Sequence[PassResult]
    faults: Sequence[LearnerFault]
    cleared_s: float = 0.0
    beginning: "Beginning | None" = None
    changes: Sequence[NetworkChange] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Beginning:
    """What there was before the first exposure: the plan of the lessons, the machine, the network."""

    pictures: int
    classes: int
    passes: int
    until_errorless: bool
    seed: int
    cells: int
    a_units: int
    wires: int
    r_units: int
    weights: int


def called(name: str) -> str:
    """What a sentence calls the learner *name*: 'the Mark I', 'the network (one layer)'."""
    for prefix, kind in KINDS.items():
        if name.startswith(prefix):
            return f"{kind} ({name.removeprefix(prefix).replace('-', ' ')})"
    return usually_called(name) if name in NAMES else f"“{name.replace('-', ' ')}”"


def beginning_entries(told: Beginning) -> list[Entry]:
    """The plan, and how both learners stood before their first lesson."""
    end = "after the first pass in which none errs" if told.until_errorless else "when all passes are over"
    passes = f"There are {told.passes:,} passes at most; the lessons end {end}."
    if told.passes == 1:
        passes = "There is one pass; with it the lessons end."
    plan = (
        f"{counted(told.pictures, 'picture')} of {counted(told.classes, 'class', 'classes')} are taught, pass after "
        f"pass, in an order that seed {told.seed} decides. {passes}"
    )
    machine = (
        f"{told.wires:,} wires, drawn at random, lead from {told.cells:,} cells to {told.a_units:,} A-units, and these "
        f"to {counted(told.r_units, 'R-unit')}. The wires never change: what is learned stands in "
        f"{counted(told.a_units, 'potentiometer')}, one for each A-unit."
    )
    network = f"{told.weights:,} numbers, drawn at random, every one of which may change with every picture."
    return [
        Entry(margin="the plan", text=plan),
        Entry(margin="the machine", text=machine, who=MARK1),
        Entry(margin="the network", text=network, who=MODERN),
    ]


def history_entries(history: History) -> list[Entry]:
    """Where things stand, then the past from the latest on: milestones, what broke and was mended; the last passes."""
    begun_with = beginning_entries(history.beginning) if history.beginning else []
    if not history.exposures and not history.faults and not history.changes:
        return [Entry(margin="exposure 0", text="Nothing has been shown yet."), *begun_with]
    dated = sorted((*_milestones(history), *_breakdowns(history), *_changes(history)), key=lambda one: one[0])
    passes = [*_left_out(history.passes[:-LATEST_PASSES]), *(_pass(one) for one in history.passes[-LATEST_PASSES:])]
    return [_standing(history), *(entry for _, entry in reversed(dated)), *reversed(passes), *begun_with]


def milestones(score: Score, taught: int) -> Iterator[tuple[int, str]]:
    """When a learner first answered rightly, half of the last pass's worth, and so on: exposure and words."""
    right = _first(score.right)
    if right is not None:
        yield right + 1, "gave its first right answer"
    every = score.curve_every
    first = -(-(taught - 1) // every)  # from here on the share is of as many as are taught
    for level, words in MILESTONES if taught >= FEW_TAUGHT else MILESTONES[:1]:
        reached = _first(score.curve[first:] >= level)
        if reached is not None:
            yield (first + reached) * every + 1, f"was right in {words} of the last {taught:,} for the first time"
    if score.errorless_pass is not None:
        number = score.errorless_pass
        ended = score.pass_ends[number - 1] if number <= len(score.pass_ends) else number * taught
        yield int(ended), f"had its first pass without an error, pass {number}"


def _first(which: npt.NDArray[np.bool_]) -> int | None:
    """The first place that is so; None where none is."""
    place = int(which.argmax()) if which.size else 0
    return place if which.size and which[place] else None


def _milestones(history: History) -> Iterator[tuple[int, Entry]]:
    for name, score in history.scores.items():
        for exposure, words in milestones(score, history.taught):
            text = f"{begun(called(name))} {words}."
            yield exposure, Entry(margin=f"exposure {exposure:,}", text=text, who=_who(name))


def _breakdowns(history: History) -> Iterator[tuple[int, Entry]]:
    for fault in history.faults:
        record = fault.record
        if record.event is FaultEvent.VOID:
            continue
        exposure = exposure_at(record, history)
        more = f"{duration(record.time_s)} on its clock"
        text = f"In {called(fault.learner)}, {fault_in_words(record.fault)}."
        if record.event is FaultEvent.REPAIRED:
            text = f"In {called(fault.learner)}, {_words(record.fault)[0]} is mended."
        about = Entry(margin=_about(record, exposure, history), text=text, more=more, who=MARK1)
        yield exposure, about


def _changes(history: History) -> Iterator[tuple[int, Entry]]:
    for change in history.changes:
        exposure = exposure_at(change, history)
        text = f"The network was changed: now {change.words}."
        yield exposure, Entry(margin=_about(change, exposure, history), text=text, who=MODERN)


def _about(record: FaultRecord | NetworkChange, exposure: int, history: History) -> str:
    return "before" if record.time_s < history.cleared_s else f"about {exposure:,}"


def _left_out(passes: Sequence[PassResult]) -> list[Entry]:
    """That older *passes* are not told; nothing where there are none."""
    if not passes:
        return []
    first, last = passes[0].number, passes[-1].number
    which = f"Pass {first:,} is" if first == last else f"Passes {first:,} to {last:,} are"
    return [Entry(margin="earlier", text=f"{which} left out here.")]


def exposure_at(record: FaultRecord | NetworkChange, history: History) -> int:
    """About which exposure it was, taking all since the values were cleared for equally long."""
    passed_s = history.time_s - history.cleared_s
    if record.time_s < history.cleared_s:
        return 0
    share_of_time = (record.time_s - history.cleared_s) / passed_s if passed_s > 0 else 0.0
    return min(max(1, round(share_of_time * history.exposures)), max(history.exposures, 1))


def fault_in_words(fault: Fault) -> str:
    """What is broken, and how."""
    part, state = _words(fault)
    return f"{part} {state}"


def _words(fault: Fault) -> tuple[str, str]:
    """Part and state; cells, wires and A-units are counted from 0, R-units from 1."""
    named = {item.name: getattr(fault, item.name) for item in fields(fault)}
    shown = {name: value + 1 if name == "r_unit" else value for name, value in named.items()}
    part, state = FAULT_WORDS[fault.kind]
    return part.format(**shown), state.format(**shown)


def _pass(result: PassResult) -> Entry:
    parts = [f"{called(name)} {_erred(errors)}" for name, errors in result.errors.items()]
    unseen = [f"{called(name)} {share(value)}" for name, value in result.held_out.items()]
    more = f"Unseen, rightly named: {joined(unseen)}." if unseen else ""
    return Entry(margin=f"pass {result.number:,}", text=f"{begun(joined(parts))}.", more=more)


def _erred(errors: int) -> str:
    return "made no error" if errors == 0 else f"erred {counted(errors, 'time')}"


def _standing(history: History) -> Entry:
    """Where things stand at the last exposure."""
    shares = {name: score.recent for name, score in history.scores.items() if score.recent is not None}
    now = [f"{called(name)} {share(value)}" for name, value in shares.items()]
    ended = "The lessons are over. " if history.finished else ""
    if not now:
        return Entry(margin="now", text=f"{ended}Nothing has been shown since the weights were cleared.")
    last = f"the last {counted(min(history.taught, history.exposures), 'exposure')}"
    seen = f"Right answers in {last}: {joined(now)}."
    return Entry(margin=f"exposure {history.exposures:,}", text=f"{ended}{seen}")


def _who(lane: str) -> str:
    return lane if lane in NAMES and lane in (MARK1, MODERN) else ""
