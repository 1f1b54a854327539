"""The plugboard of an experiment's machine on paper and in files: as a sheet, as JSON, as a table."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import simpy

from hardware import Mark1, Mark1Spec, Wiring
from hardware.plugboard import UNASSIGNED
from hardware.wiring_text import wiring_csv, wiring_sheet, wiring_to_json
from perceptron_sim.errors import SettingError
from perceptron_sim.experiments.experiment import Experiment
from perceptron_sim.files import check_target, write_whole
from perceptron_sim.options import shown

SHEET = "sheet"
FORMS: dict[str, Callable[[Wiring, Mark1Spec], str]] = {
    SHEET: wiring_sheet,
    "json": wiring_to_json,
    "csv": wiring_csv,
}
SUFFIXES = {".txt": SHEET, ".json": "json", ".csv": "csv"}


def wiring_of(experiment: Experiment) -> Wiring:
    """The wiring that the machine of *experiment* has: the given one, or the one drawn from its seed."""
    machine = Mark1(simpy.Environment(), experiment.first_machine, seed=experiment.seed, wiring=experiment.wiring)
    return machine.wiring


def written(experiment: Experiment, form: str) -> str:
    """The wiring of *experiment* in *form*, one of FORMS."""
    if form not in FORMS:
        raise SettingError(f"form must be one of {', '.join(FORMS)}, got {shown(form)}")
    return FORMS[form](wiring_of(experiment), experiment.first_machine)


def write(experiment: Experiment, path: Path, *, overwrite: bool = False) -> None:
    """The same into the file *path*, whose ending says the form; one that is there stays, unless *overwrite*."""
    check_target("out", path, SUFFIXES, overwrite=overwrite)
    write_whole("out", path, written(experiment, SUFFIXES[path.suffix.lower()]).encode())


def summary(experiment: Experiment, path: Path) -> str:
    """What is in the file *path*, from which *experiment* has its wiring."""
    wiring = wiring_of(experiment)
    used = np.bincount(wiring.origins[wiring.plugged], minlength=experiment.first_machine.retina.s_units)
    limit = experiment.first_machine.plugboard.wires_per_s_unit
    patched = np.bincount(wiring.assignment - UNASSIGNED, minlength=experiment.first_machine.response.units + 1)
    shares = ", ".join(f"R{number} {share}" for number, share in enumerate(patched[1:], start=1))
    return (
        f"{path} fits the machine: {wiring.plugged.sum()} wires to {wiring.assignment.size} A-units, "
        f"at most {used.max()} from one S-unit, where {limit} can be.\n"
        f"A-units of each R-unit: {shares}; patched to none: {patched[0]}."
    )
