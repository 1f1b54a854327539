"""A moment of a session as plain values: what is taught, each learner's state, what is broken; and back, checked."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from hardware.instants import LATEST_S
from perceptron_sim.breakdowns import BreakdownsState
from perceptron_sim.errors import InputError
from perceptron_sim.experiments.experiment import Experiment
from perceptron_sim.learner import MARK1, Trial
from perceptron_sim.ledger import SUMMED, Account, Passes
from perceptron_sim.moments import Moment
from perceptron_sim.network_spec import NetworkSpec
from perceptron_sim.session_file.commands_plain import MOST_EVENTS, MOST_WIRES, NETWORK
from perceptron_sim.session_file.fault_columns import RECORDS
from perceptron_sim.session_file.forms import (
    Form,
    fields_of,
    hexadecimal,
    listed_at,
    number,
    one_of,
    perhaps,
    several,
    whole,
)
from perceptron_sim.session_file.moment_checks import check_network, check_teaching
from perceptron_sim.session_file.packing import packed, unpacked
from perceptron_sim.session_file.records import REAL, TREE, form_of, named, record
from perceptron_sim.teaching import TeachingState

FIELDS = ("lesson", "time_s", "events_now", "commands", "digest", "modern", "teaching", "learners", "breakdowns")
OF_ACCOUNT = ("right", "pass_ends", "sums", "last", "held_out", "errorless_pass")
OF_GENERATOR = ("bit_generator", "state", "has_uint32", "uinteger")
MOST_LESSONS = 2**40
MOST_COMMANDS = 2**31
COUNT = whole(0, MOST_LESSONS)


def moment_as_plain(moment: Moment) -> dict[str, Any]:
    """*moment*, but for what its experiment shares with the one that the session began with."""
    return {
        "lesson": int(moment.lesson),
        "time_s": float(moment.time_s),
        "events_now": int(moment.events_now),
        "commands": int(moment.commands),
        "digest": moment.digest,
        "modern": NETWORK.write(moment.experiment.modern),
        "teaching": _teaching_form(moment.experiment).write(moment.teaching),
        "learners": {name: TREE.write(state) for name, state in moment.learners.items()},
        "breakdowns": {name: BREAKDOWNS.write(state) for name, state in moment.breakdowns.items()},
    }


def moment_from_plain(value: object, place: str, begun: Experiment) -> Moment:
    """What `moment_as_plain` gave as *value*, of a session whose seed began with *begun*; else InputError."""
    given = fields_of(value, place, FIELDS)
    experiment = with_network(begun, NETWORK.read(given["modern"], f"{place}.modern"))
    teaching = _teaching_form(experiment).read(given["teaching"], f"{place}.teaching")
    check_teaching(teaching, experiment, f"{place}.teaching")
    return Moment(
        lesson=COUNT.read(given["lesson"], f"{place}.lesson"),
        time_s=float(number(0.0, LATEST_S).read(given["time_s"], f"{place}.time_s")),
        events_now=whole(0, MOST_EVENTS).read(given["events_now"], f"{place}.events_now"),
        commands=whole(0, MOST_COMMANDS).read(given["commands"], f"{place}.commands"),
        digest=hexadecimal(64).read(given["digest"], f"{place}.digest"),
        experiment=experiment,
        teaching=teaching,
        learners=_learners(given["learners"], f"{place}.learners", experiment),
        breakdowns=_breakdowns(given["breakdowns"], f"{place}.breakdowns", experiment),
    )


def with_network(experiment: Experiment, spec: NetworkSpec) -> Experiment:
    """*experiment* itself, or with the network *spec* if that is another one."""
    return experiment if experiment.modern == spec else replace(experiment, modern=spec)


# What is taught.


def _teaching_form(experiment: Experiment) -> Form[Any]:
    accounts = named(_account_form(experiment.pass_length))
    return record(TeachingState, accounts=accounts, passes=PASSES, order=GENERATOR)


def _account_form(window: int) -> Form[Account]:
    last = perhaps(form_of(Trial))

    def read(value: object, place: str) -> Account:
        given = fields_of(value, place, OF_ACCOUNT)
        right = unpacked(given["right"], f"{place}.right", ("bool",), 1)
        ends = unpacked(given["pass_ends"], f"{place}.pass_ends", ("int32",), 1)
        if ends.size and (np.diff(ends, prepend=0) < 0).any() | (ends[-1] > right.size):
            raise InputError(f"{place}.pass_ends must be in order, none beyond the {right.size} exposures, got others")
        sums = fields_of(given["sums"], f"{place}.sums", SUMMED)
        state = {
            "right": right,
            "pass_ends": ends,
            "sums": {name: REAL.read(sums[name], f"{place}.sums.{name}") for name in SUMMED},
            "last": last.read(given["last"], f"{place}.last"),
            "held_out": perhaps(REAL).read(given["held_out"], f"{place}.held_out"),
            "errorless_pass": perhaps(whole(1, MOST_LESSONS)).read(given["errorless_pass"], f"{place}.errorless_pass"),
        }
        return Account.restored(window, state)

    def write(account: Account) -> dict[str, Any]:
        state = account.state()
        return {**TREE.write({**state, "last": None}), "last": last.write(state["last"]), **_reals(state)}

    return Form(read, write)


def _reals(state: Mapping[str, Any]) -> dict[str, Any]:
    sums = {name: REAL.write(value) for name, value in state["sums"].items()}
    return {"sums": sums, "held_out": perhaps(REAL).write(state["held_out"])}


def _passes(value: object, place: str) -> Passes:
    given, state = fields_of(value, place, ("errors", "held_out")), {}
    for name, kind in (("errors", "int32"), ("held_out", "float64")):
        state[name] = named(_row_of(kind)).read(given[name], f"{place}.{name}")
    sizes = {values.size for held in state.values() for values in held.values()}
    if not state["errors"] or list(state["errors"]) != list(state["held_out"]) or len(sizes) > 1:
        raise InputError(f"{place} must have as many errors and shares of each learner, got others")
    return Passes.restored(state)


def _row_of(kind: str) -> Form[Any]:
    return Form(lambda value, place: unpacked(value, place, (kind,), 1), packed)


PASSES: Form[Passes] = Form(_passes, lambda passes: TREE.write(passes.state()))


def _generator(value: object, place: str) -> dict[str, Any]:
    given = fields_of(value, place, OF_GENERATOR)
    kind = given["bit_generator"]
    if kind != "PCG64":
        raise InputError(f"{place}.bit_generator must be PCG64, got {kind!r:.40}")
    state, wide = fields_of(given["state"], f"{place}.state", ("state", "inc")), whole(0, 2**128 - 1)
    return {
        "bit_generator": kind,
        "state": {name: wide.read(state[name], f"{place}.state.{name}") for name in ("state", "inc")},
        "has_uint32": one_of(0, 1).read(given["has_uint32"], f"{place}.has_uint32"),
        "uinteger": whole(0, 2**32 - 1).read(given["uinteger"], f"{place}.uinteger"),
    }


GENERATOR: Form[Any] = Form(_generator, TREE.write)


# Who learns, and what breaks.


def _learners(value: object, place: str, experiment: Experiment) -> dict[str, Any]:
    lanes = {lane.name: lane for lane in experiment.lanes()}
    given = fields_of(value, place, tuple(lanes))
    states = {}
    for name, lane in lanes.items():
        at, state = f"{place}.{name}", TREE.read(given[name], f"{place}.{name}")
        if lane.kind == MARK1:
            _check_wires(state, at)
        else:
            GENERATOR.read(state.get("generator") if isinstance(state, dict) else None, f"{at}.generator")
            state = check_network(state, at, experiment)
        states[name] = state
    return states


def _check_wires(state: Any, place: str) -> None:
    """Refuse a board of more sockets than memory has room for; all else the machine checks as it takes it up."""
    try:
        sockets = state["machine"]["panel"]["origins"].size
    except (LookupError, TypeError, AttributeError) as error:
        raise InputError(f"{place} must be the state of a Mark I, got none") from error
    if sockets > MOST_WIRES:
        raise InputError(f"{place} must have at most {MOST_WIRES} sockets, got {sockets}")


BREAKDOWNS = record(
    BreakdownsState,
    schedule=perhaps(TREE),
    failures=perhaps(TREE),
    later=Form(lambda value, place: tuple(listed_at(TREE.read(value, place), place)), TREE.write),
    records=several(RECORDS),
)


def _breakdowns(value: object, place: str, experiment: Experiment) -> dict[str, BreakdownsState]:
    names = tuple(lane.name for lane in experiment.lanes() if lane.kind == MARK1)
    given = fields_of(value, place, names)
    return {name: BREAKDOWNS.read(given[name], f"{place}.{name}") for name in names}
