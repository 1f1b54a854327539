"""The table `mark1` of an experiment's file as a specification of the machine, defaults where it is silent."""

from collections.abc import Mapping
from dataclasses import MISSING, fields, replace
from typing import Any

from hardware import Mark1Spec, from_plain, plain
from hardware.errors import shown
from hardware.plain import DRIVE, DRIVES, suggestion
from perceptron_sim.codes import bits_of
from perceptron_sim.errors import SettingError
from perceptron_sim.experiment_keys import MARK1, WIRING
from perceptron_sim.experiments.experiment import USUAL_MACHINE, Experiment


def default_machine(kind: type[Experiment]) -> Mark1Spec:
    """The machine of the experiment *kind* where nothing is said of it."""
    (item,) = (item for item in fields(kind) if item.name == MARK1)
    spec = item.default if item.default_factory is MISSING else item.default_factory()
    assert isinstance(spec, Mark1Spec)
    return spec


def machine_from_values(kind: type[Experiment], machine: Mapping[str, Any]) -> Mark1Spec:
    """The machine of *kind* with what the table *machine* says instead; what is wrong is named by its key.

    All R-units that there are, and have A-units, are in use if neither says how many, until `with_usual_r_units`.
    """
    _check_keys(machine)
    default = default_machine(kind)
    values = _overlaid(plain(default), {key: value for key, value in machine.items() if key != WIRING})
    if not says_r_units(kind, machine):
        counts = [values[part]["units"] for part in ("response", "association") if isinstance(values[part], dict)]
        values["response"] = {**values["response"], "in_use": min([n for n in counts if isinstance(n, int)], default=1)}
    return from_plain(Mark1Spec, values, MARK1)


def says_r_units(kind: type[Experiment], machine: Mapping[str, Any]) -> bool:
    """Whether *kind* itself or the table *machine* says how many R-units are in use."""
    response = machine.get("response", {})
    return default_machine(kind) is not USUAL_MACHINE or not isinstance(response, Mapping) or "in_use" in response


def with_usual_r_units(experiment: Experiment) -> Experiment:
    """*experiment* with as many R-units in use as its code has bits."""
    response = experiment.mark1.response
    bits = bits_of(experiment.code, len(experiment.class_names), experiment.codewords)
    in_use = min(bits, response.units)
    return replace(experiment, mark1=replace(experiment.mark1, response=replace(response, in_use=in_use)))


def _check_keys(machine: Mapping[str, Any]) -> None:
    """Refuse what no specification can tell of: unknown parts, since `wiring` is none, and keys of the other drive."""
    known = (WIRING, *(item.name for item in fields(Mark1Spec)))
    for key in machine:
        if key not in known:
            rule = f"no key but {', '.join(known)}"
            hint = suggestion(key, known) or _elsewhere(key)
            raise SettingError(f"{MARK1} must have {rule}, got {shown(key)}{hint}")
    motor = machine.get("motor")
    if not isinstance(motor, Mapping) or motor.get(DRIVE, "dc") not in list(DRIVES):
        return  # from_plain will say so
    drive = motor.get(DRIVE, "dc")
    keys = {name: {item.name for item in fields(kind)} for name, kind in DRIVES.items()}
    for key in motor:
        for other in DRIVES:
            if key != DRIVE and key not in keys[drive] and key in keys[other]:
                rule = f'stand beside drive = "{other}"'
                raise SettingError(f'{MARK1}.motor.{key} must {rule}, got drive = "{drive}"')


def _elsewhere(key: str) -> str:
    """What to add to a message about *key*, which is none of the table itself: the tables in it that have one."""
    parts = plain(Mark1Spec())
    tables = [f"[{MARK1}.{part}]" for part, table in parts.items() if isinstance(table, dict) and key in table]
    return f", which belongs in {' or '.join(tables)}" if tables else ""


def _overlaid(default: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """*default* with what *given* says instead; another drive has nothing of the default one's."""
    values = dict(default)
    for key, value in given.items():
        before = values.get(key)
        if isinstance(before, Mapping) and isinstance(value, Mapping):
            same = value.get(DRIVE, before.get(DRIVE)) == before.get(DRIVE)
            values[key] = {**before, **value} if same else value
        else:
            values[key] = value
    return values
