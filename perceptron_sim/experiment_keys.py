"""The keys of an experiment: every setting that a file, a flag or a script can give, its own and those of its parts."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from enum import Enum
from typing import Any, get_args, get_origin

from hardware import FailureSpec, Mark1Spec
from hardware.plain import DRIVE, DRIVES
from perceptron_sim.experiments.experiment import Experiment
from perceptron_sim.experiments.settings import settings_of
from perceptron_sim.network_spec import NetworkSpec
from perceptron_sim.quantities import unit_of

MARK1, MODERN, FAILURES, FAULTS, DATA = "mark1", "modern", "failures", "faults", "data"
WIRING = "wiring"  # a key of the table mark1 that is none of the machine's specification
DATA_PATHS = ("path", "labels", "unseen", "unseen_labels")  # keys of the table data that name files
KIND_WORDS = {bool: "true or false", int: "whole number", float: "number", str: "text"}
FAULTS_HELP = "what breaks, and when: tables with kind, its fields, at_s and until_s"
FAILURES_HELP = "switches on that parts fail by chance, at the lives below"
WIRING_HELP = "a wiring file (.json), in place of the wiring that is drawn"
DRIVE_HELP = "how the potentiometers are turned; each drive has keys of its own"


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """One setting by its dotted *name*: the type of its value, or of each of its values where there are *many*.

    *rule* says in words what a value must be, *certainty* how well a number of the machine is known.
    """

    name: str
    kind: type
    many: bool
    rule: str
    help: str
    certainty: str = ""

    @property
    def table(self) -> str:
        """The table it stands in; empty for those at the top."""
        return self.name.rpartition(".")[0]

    @property
    def last_name(self) -> str:
        """Its name in that table."""
        return self.name.rpartition(".")[2]

    @property
    def unit(self) -> str:
        """The unit that its name ends in."""
        return unit_of(self.name)


def keys_of(kind: type[Experiment]) -> Iterator[Key]:
    """Every key of the experiment *kind*: its own settings, those of all, then machine, network, failures, data."""
    common = {one.name for one in settings_of(Experiment)}
    yield from sorted(_stated(kind), key=lambda key: key.name in common)
    yield Key(name=FAULTS, kind=dict, many=True, rule="tables", help=FAULTS_HELP)
    yield Key(name=FAILURES, kind=dict, many=False, rule="table", help=FAILURES_HELP)
    yield Key(name=f"{MARK1}.{WIRING}", kind=str, many=False, rule="file", help=WIRING_HELP)
    for item in fields(Mark1Spec):
        if get_args(item.type):
            yield from _drives(f"{MARK1}.{item.name}")
        else:
            yield from _machine(item.type, f"{MARK1}.{item.name}.")
    yield from _stated(NetworkSpec, f"{MODERN}.")
    yield from _machine(FailureSpec, f"{FAILURES}.")
    if kind.takes_data:
        yield from data_keys()


def data_keys() -> Iterator[Key]:
    """The keys of pictures of one's own, which not every experiment takes."""
    from perceptron_sim.data.spec import DataSpec

    yield from _stated(DataSpec, f"{DATA}.")


def _stated(kind: type, prefix: str = "") -> Iterator[Key]:
    """Those of a record whose fields are made by `setting`."""
    for one in settings_of(kind):
        rule = one.rule.removeprefix("a ")
        yield Key(name=prefix + one.name, kind=one.kind, many=one.many, rule=rule, help=one.help)


def _machine(kind: Any, prefix: str) -> Iterator[Key]:
    """Those of a specification of the hardware, whose fields say how well they are known."""
    assert is_dataclass(kind)
    for item in fields(kind):
        many = get_origin(item.type) is tuple
        one: Any = get_args(item.type)[0] if many else item.type
        if issubclass(one, Enum):
            rule, one = f"one of {', '.join(member.value for member in one)}", str
        else:
            rule = KIND_WORDS[one]
        certainty, source = str(item.metadata["certainty"]), item.metadata["source"]
        yield Key(name=prefix + item.name, kind=one, many=many, rule=rule, help=source, certainty=certainty)


def _drives(name: str) -> Iterator[Key]:
    """Those of the drive: which it is, then the keys of each."""
    rule = f"one of {', '.join(DRIVES)}"
    yield Key(name=f"{name}.{DRIVE}", kind=str, many=False, rule=rule, help=DRIVE_HELP, certainty="assumed")
    for drive, kind in DRIVES.items():
        for key in _machine(kind, f"{name}."):
            yield replace(key, help=f"{key.help} (drive {drive})")
