"""The plugboard of an experiment's machine on paper and in files: as a sheet, as JSON, as a table."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import simpy

from hardware import Mark1, Mark1Spec, Wiring
from hardware.wiring_text import wiring_csv, wiring_sheet, wiring_to_json
from perceptron_sim.errors import SettingError
from perceptron_sim.experiments.letters import Letters
from perceptron_sim.files import check_can_be_written, write_whole
from perceptron_sim.options import shown

SHEET = "sheet"
FORMS: dict[str, Callable[[Wiring, Mark1Spec], str]] = {
    SHEET: wiring_sheet,
    "json": wiring_to_json,
    "csv": wiring_csv,
}
SUFFIXES = {".txt": SHEET, ".json": "json", ".csv": "csv"}


def wiring_of(experiment: Letters) -> Wiring:
    """The wiring that the machine of *experiment* has: the given one, or the one drawn from its seed."""
    machine = Mark1(simpy.Environment(), experiment.mark1, seed=experiment.seed, wiring=experiment.wiring)
    return machine.wiring


def written(experiment: Letters, form: str) -> str:
    """The wiring of *experiment* in *form*, one of FORMS."""
    if form not in FORMS:
        raise SettingError(f"form must be one of {', '.join(FORMS)}, got {shown(form)}")
    return FORMS[form](wiring_of(experiment), experiment.mark1)


def write(experiment: Letters, path: Path) -> None:
    """The same into the file *path*, whose ending says the form."""
    form = SUFFIXES.get(path.suffix.lower())
    if form is None:
        raise SettingError(f"out must be a file name ending in {', '.join(SUFFIXES)}, got {shown(str(path))}")
    check_can_be_written("out", path)
    write_whole("out", path, written(experiment, form).encode())


def summary(experiment: Letters, path: Path) -> str:
    """What is in the file *path*, from which *experiment* has its wiring."""
    wiring = wiring_of(experiment)
    used = np.bincount(wiring.origins[wiring.plugged], minlength=experiment.mark1.retina.s_units)
    limit = experiment.mark1.plugboard.wires_per_s_unit
    return (
        f"{path} fits the machine: {wiring.plugged.sum()} wires to {wiring.assignment.size} A-units, "
        f"at most {used.max()} from one S-unit, where {limit} can be."
    )
