"""Where the wiring comes from: drawn or from a file, by what numbers, and how well each of them is known."""

from collections.abc import Iterator
from dataclasses import dataclass

from hardware import Wiring
from perceptron_sim.experiment_file import wiring_fingerprint
from perceptron_sim.experiments.experiment import Experiment
from perceptron_sim.explain.wires_plugging import plugged_otherwise
from perceptron_sim.provenance_table import constants, written

NAMES = {
    "mark1.plugboard.family": "Way of drawing",
    "mark1.plugboard.excitatory": "Plus wires of an A-unit, x",
    "mark1.plugboard.inhibitory": "Minus wires of an A-unit, y",
    "mark1.plugboard.replacement": "One cell twice at one A-unit",
    "mark1.plugboard.local_sigma_cells": "Reach of local wires, in cells",
    "mark1.plugboard.wires_per_s_unit": "Most wires from one cell",
    "mark1.association.threshold": "Threshold of an A-unit",
}
BY_HAND = "Since: out / in / patched"  # what hands have plugged otherwise
DRAWN = ("family", "excitatory", "inhibitory", "replacement", "local_sigma_cells")


@dataclass(frozen=True, slots=True)
class Origin:
    """One thing to know of the wiring, its value, how well it is known, and its source."""

    what: str
    value: str
    certainty: str
    source: str


def origins_of(experiment: Experiment, seed: int) -> Iterator[Origin]:
    """What the wiring of the first Mark I of *experiment* rests on, most important first."""
    fingerprint = wiring_fingerprint(experiment)
    if fingerprint is None:
        yield Origin("Drawn from random numbers", "yes", "documented", "MAN60, by way of WIK: from a table of them")
        yield Origin("Ours: seed and generator", f"{seed}, PCG64", "chosen", "the seed of this run; numpy's generator")
    else:
        yield Origin("Wires", f"from a file, SHA-256 {fingerprint[:12]}…", "chosen", "the file this run was given")
    local = experiment.first_machine.plugboard.family.value == "local"
    for constant in constants(experiment):
        last = constant.name.rpartition(".")[2]
        if constant.name not in NAMES or (fingerprint and last in DRAWN) or (last == "local_sigma_cells" and not local):
            continue
        yield Origin(NAMES[constant.name], written(constant.value), constant.certainty, constant.source)


def changed_since(wiring: Wiring, before: Wiring) -> Origin | None:
    """What hands have plugged otherwise than it was *before*; None if nothing."""
    gone, come, patched = plugged_otherwise(wiring, before)
    if not gone + come + patched:
        return None
    value = f"{gone:,} / {come:,} / {patched:,}"
    return Origin(BY_HAND, value, "chosen", "what was plugged in this session")
