"""A session as it is kept, as plain values: what it began with, all commands, where it stands, a moment on the way."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from hardware.instants import LATEST_S
from perceptron_sim.commands import ChangeNetwork, LoggedCommand, NewSeed
from perceptron_sim.errors import InputError
from perceptron_sim.experiments.experiment import Experiment
from perceptron_sim.history import Kept
from perceptron_sim.moments import Instant, Moment
from perceptron_sim.network_spec import NetworkSpec
from perceptron_sim.session_file.commands_plain import MOST_EVENTS, NETWORK, SEED, logged_as_plain, logged_from_plain
from perceptron_sim.session_file.document import LOG
from perceptron_sim.session_file.experiment_plain import (
    check_lanes,
    check_weights,
    experiment_as_plain,
    experiment_from_plain,
)
from perceptron_sim.session_file.forms import Form, fields_of, hexadecimal, number, perhaps, several, whole
from perceptron_sim.session_file.moment_plain import COUNT, moment_as_plain, moment_from_plain, with_network

FIELDS = ("experiment", "begun", LOG, "at", "furthest", "digest", "checkpoint")
OF_BEGUN = ("seed", "commands", "modern")
OF_INSTANT = ("lesson", "time_s", "events_now", "commands")
MOST_ON_THE_WAY = 10_000  # lessons from the checkpoint to where it stands, which opening a file computes again
LOGGED = Form(logged_from_plain, logged_as_plain)


def kept_as_plain(kept: Kept) -> dict[str, Any]:
    """*kept* as the body of a file."""
    at = kept.at
    return {
        "experiment": experiment_as_plain(kept.first),
        "begun": {
            "seed": kept.begun.seed,
            "commands": kept.begun_commands,
            "modern": NETWORK.write(kept.begun.modern),
        },
        LOG: several(LOGGED).write(kept.log),
        "at": {name: getattr(at, name) for name in OF_INSTANT},
        "furthest": kept.furthest,
        "digest": kept.digest,
        "checkpoint": None if kept.moment is None else moment_as_plain(kept.moment),
    }


def kept_from_plain(body: object) -> Kept:
    """What `kept_as_plain` gave as *body*; else InputError."""
    given = fields_of(body, "session", FIELDS)
    first = experiment_from_plain(given["experiment"], "experiment")
    log = several(LOGGED).read(given[LOG], LOG)
    at = _instant(given["at"], len(log))
    commands = whole(0, len(log)).read(fields_of(given["begun"], "begun", OF_BEGUN)["commands"], "begun.commands")
    seed = SEED.read(given["begun"]["seed"], "begun.seed")
    network = NETWORK.read(given["begun"]["modern"], "begun.modern")
    begun = with_network(first if first.seed == seed else replace(first, seed=seed), network)
    check_lanes(begun, "begun")
    if not commands and begun is not first:
        raise InputError("begun must be the experiment itself where no command came before, got another one")
    _check_log(log, commands, begun.seed, at)
    _check_networks(log, first)
    moment = perhaps(Form(lambda value, place: moment_from_plain(value, place, begun), moment_as_plain)).read(
        given["checkpoint"], "checkpoint"
    )
    _check_way(moment, commands, at)
    return Kept(
        first=first,
        begun=begun,
        begun_commands=commands,
        log=log,
        at=at,
        furthest=COUNT.read(given["furthest"], "furthest"),
        moment=moment,
        digest=hexadecimal(64).read(given["digest"], "digest"),
    )


def _instant(value: object, commands: int) -> Instant:
    given = fields_of(value, "at", OF_INSTANT)
    return Instant(
        COUNT.read(given["lesson"], "at.lesson"),
        float(number(0.0, LATEST_S).read(given["time_s"], "at.time_s")),
        whole(0, MOST_EVENTS).read(given["events_now"], "at.events_now"),
        whole(0, commands).read(given["commands"], "at.commands"),
    )


def _check_log(log: Sequence[LoggedCommand], commands: int, seed: int, at: Instant) -> None:
    """The log must be in order of time between one seed and the next; the latest seed is that of the present."""
    if commands > at.commands:
        raise InputError(f"begun.commands must be at most at.commands, {at.commands}, got {commands}")
    latest = log[commands - 1].command if commands else None
    if commands and latest != NewSeed(seed):
        raise InputError(f"begun must follow the command new-seed of the seed {seed}, got {type(latest).__name__}")
    before = (0.0, 0)
    for number_of, logged in enumerate(log):
        now = (logged.time_s, logged.events_now)
        if now < before:
            raise InputError(f"{LOG}[{number_of}] must come no earlier than the command before, got {now} s and events")
        before = (0.0, 0) if isinstance(logged.command, NewSeed) else now
        if number_of == at.commands - 1 and before > (at.time_s, at.events_now):
            raise InputError(f"at must come no earlier than {LOG}[{number_of}], got {at.time_s} s")


def _check_networks(log: Sequence[LoggedCommand], experiment: Experiment) -> None:
    """No command may ask for networks that fill the memory."""
    lanes = sum(isinstance(lane.spec, NetworkSpec) for lane in experiment.lanes())
    for number_of, logged in enumerate(log):
        if isinstance(logged.command, ChangeNetwork):
            check_weights([logged.command.spec] * lanes, experiment, f"{LOG}[{number_of}].command.spec")


def _check_way(moment: Moment | None, commands: int, at: Instant) -> None:
    """The present must follow the checkpoint, and not by so far that opening the file would take minutes."""
    lesson = 0
    if moment is not None:
        lesson = moment.lesson
        way = [(moment.time_s, moment.events_now), (at.time_s, at.events_now)]
        if way != sorted(way) or not commands <= moment.commands <= at.commands or moment.teaching.lesson != lesson:
            raise InputError(f"checkpoint must lie between the begin of the seed and at, got lesson {lesson}")
    if not 0 <= at.lesson - lesson <= MOST_ON_THE_WAY:
        found = f"{at.lesson} after {lesson}"
        raise InputError(f"at.lesson must come at most {MOST_ON_THE_WAY} after the checkpoint, got {found}")
