"""An experiment as a session's file holds it: its settings, and the wiring and pictures that are its own, in full.

Nothing is read from anywhere else: a file that names other files is refused, and one that asks for more than fits.
"""

from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import Any

import numpy as np

from hardware import Mark1Spec, from_plain, plain
from modern import parameter_count
from perceptron_sim.data import OwnData
from perceptron_sim.data.own import BadFile, fingerprint
from perceptron_sim.data.spec import DataSpec
from perceptron_sim.errors import InputError, OutputError
from perceptron_sim.experiment_file import EXPERIMENT, as_plain, experiment_from_values
from perceptron_sim.experiment_keys import DATA, DATA_PATHS, MARK1, MODERN, WIRING
from perceptron_sim.experiments.experiment import Experiment
from perceptron_sim.experiments.stimuli import Stimuli
from perceptron_sim.network_spec import MOST_WEIGHTS, NetworkSpec
from perceptron_sim.session_file.commands_plain import MOST_WIRES, NETWORK, WIRING_FORM
from perceptron_sim.session_file.forms import (
    TRUTH,
    Form,
    fields_of,
    hexadecimal,
    listed_at,
    misfit,
    pair,
    perhaps,
    refused_at,
    several,
    text,
)
from perceptron_sim.session_file.packing import cells_of, packed, unpacked
from perceptron_sim.sign import MOST_CELLS

FIELDS = ("settings", "wiring", "pictures")
OF_PICTURES = ("spec", "taught", "unseen", "dark_ink", "as_is", "skipped", "blank", "sha256")
OF_STIMULI = ("name", "class_names", "labels", "light")
COUNTS = ("pictures", "unseen_pictures", "pairs", "unseen_pairs", "taught_galaxies", "unseen_galaxies")
MOST_LIGHT = 2**24  # cells of all pictures that an experiment draws
MOST_OWN_LIGHT = 2**23  # cells of the pictures of one's own that are taught, and of those that are not
LONGEST_TEXT = 4096
BRIGHTEST = 255
TEXT = text(LONGEST_TEXT)


def experiment_as_plain(experiment: Experiment) -> dict[str, Any]:
    """*experiment*, all there is to it."""
    settings = {EXPERIMENT: experiment.name, **as_plain(experiment)}
    settings[MARK1] = {key: value for key, value in settings[MARK1].items() if key != WIRING}
    del settings[DATA]
    pictures = None if experiment.data is None else _pictures_as_plain(experiment.data)
    return {"settings": settings, "wiring": perhaps(WIRING_FORM).write(experiment.wiring), "pictures": pictures}


def experiment_from_plain(value: object, place: str) -> Experiment:
    """What `experiment_as_plain` gave as *value*; else InputError."""
    given = fields_of(value, place, FIELDS)
    settings, at = given["settings"], f"{place}.settings"
    if not isinstance(settings, dict):
        raise misfit(at, "a JSON object", settings)
    for name, table in (("", settings), (f".{MARK1}", settings.get(MARK1))):
        for key in (DATA, WIRING):
            if isinstance(table, dict) and key in table:
                raise InputError(f"{at}{name} must name no file, got {key}")
    _check_size(settings, at)
    parts: dict[str, Any] = {
        WIRING: perhaps(WIRING_FORM).read(given["wiring"], f"{place}.wiring"),
        DATA: perhaps(Form(_pictures_from_plain, _pictures_as_plain)).read(given["pictures"], f"{place}.pictures"),
    }
    with refused_at(place):
        experiment = experiment_from_values(settings, parts={k: v for k, v in parts.items() if v is not None})
    check_lanes(experiment, place)
    return experiment


def check_lanes(experiment: Experiment, place: str) -> None:
    """Raise InputError where the learners of *experiment* are larger together than a session's file may ask for."""
    lanes = experiment.lanes()
    machines = [lane.spec for lane in lanes if isinstance(lane.spec, Mark1Spec)]
    wires = sum(spec.association.units * spec.plugboard.wires_per_a_unit for spec in machines)
    if wires > MOST_WIRES:
        raise InputError(f"{place} must have at most {MOST_WIRES} wires in all its machines, got {wires}")
    check_weights([lane.spec for lane in lanes if isinstance(lane.spec, NetworkSpec)], experiment, place)


def check_weights(networks: Sequence[NetworkSpec], experiment: Experiment, place: str) -> None:
    """Raise InputError where *networks* for the pictures of *experiment* have more weights than a file may ask for."""
    rows, columns = experiment.stimuli.images.shape[1:]
    with refused_at(place):
        each = [
            parameter_count(spec.layers((rows, columns), len(experiment.class_names)), (rows * columns,))
            for spec in networks
        ]
    if sum(each) > MOST_WEIGHTS:
        raise InputError(f"{place} must have at most {MOST_WEIGHTS} weights in all its networks, got {sum(each)}")


def _check_size(settings: Mapping[str, Any], place: str) -> None:
    """Refuse, before anything is drawn, what would fill the memory."""
    cells = 400
    if MODERN in settings:
        NETWORK.read(settings[MODERN], f"{place}.{MODERN}")
    if MARK1 in settings:
        with refused_at(place):
            retina = from_plain(Mark1Spec, settings[MARK1], MARK1).retina
        cells = retina.rows * retina.columns
        if cells > MOST_CELLS:
            raise InputError(f"{place}.{MARK1}.retina must have at most {MOST_CELLS} cells, got {cells}")
    drawn = sum(count for name in COUNTS if type(count := settings.get(name, 0)) is int)
    if drawn * cells > MOST_LIGHT:
        raise InputError(f"{place} must draw pictures of at most {MOST_LIGHT} cells in all, got {drawn * cells}")


def _pictures_as_plain(data: OwnData) -> dict[str, Any]:
    spec = plain(data.spec)
    for name in (key for key in DATA_PATHS if spec[key]):  # who opens the file has other folders
        spec[name] = _readable(PurePath(spec[name]).name) or "pictures"
    return {
        "spec": spec,
        "taught": _stimuli_as_plain(data.stimuli),
        "unseen": None if data.unseen is None else _stimuli_as_plain(data.unseen),
        "dark_ink": data.dark_ink,
        "as_is": data.as_is,
        "skipped": [[_readable(bad.name), _readable(bad.reason)] for bad in data.skipped],
        "blank": list(map(_readable, data.blank)),
        "sha256": data.sha256,
    }


def _pictures_from_plain(value: object, place: str) -> OwnData:
    given = fields_of(value, place, OF_PICTURES)
    with refused_at(f"{place}.spec"):
        spec = from_plain(DataSpec, given["spec"], "spec")
    taught = _stimuli_from_plain(given["taught"], f"{place}.taught")
    unseen = perhaps(Form(_stimuli_from_plain, _stimuli_as_plain)).read(given["unseen"], f"{place}.unseen")
    sha256, found = hexadecimal(64).read(given["sha256"], f"{place}.sha256"), fingerprint(taught, unseen)
    if sha256 != found:
        raise misfit(f"{place}.sha256", f"that of the pictures, {found[:12]}...", sha256)
    skipped = several(pair(TEXT, TEXT)).read(given["skipped"], f"{place}.skipped")
    return OwnData(
        spec=spec,
        stimuli=taught,
        unseen=unseen,
        dark_ink=TRUTH.read(given["dark_ink"], f"{place}.dark_ink"),
        as_is=TRUTH.read(given["as_is"], f"{place}.as_is"),
        skipped=tuple(BadFile(name, reason) for name, reason in skipped),
        sha256=sha256,
        blank=several(TEXT).read(given["blank"], f"{place}.blank"),
    )


def _readable(name: str) -> str:
    """*name* as a file can hold it: names of files may be no text."""
    return name[:LONGEST_TEXT].encode("utf-8", "replace").decode("utf-8")


def _stimuli_as_plain(stimuli: Stimuli) -> dict[str, Any]:
    """Images of 256 levels take a byte a cell; others are kept as they are. OutputError for too many."""
    if stimuli.images.size > MOST_OWN_LIGHT:
        rule = f"pictures of one's own of at most {MOST_OWN_LIGHT} cells"
        raise OutputError(f"session must have {rule} to be kept in a file, got {stimuli.images.size}")
    levels = np.rint(stimuli.images * np.float32(BRIGHTEST)).astype(np.uint8)
    light = levels if np.array_equal(_lit(levels), stimuli.images) else stimuli.images
    return {
        "name": _readable(stimuli.name),
        "class_names": list(stimuli.class_names),
        "labels": packed(stimuli.labels),
        "light": packed(light),
    }


def _stimuli_from_plain(value: object, place: str) -> Stimuli:
    given = fields_of(value, place, OF_STIMULI)
    cells = cells_of(given["light"])
    if cells > MOST_OWN_LIGHT:
        raise InputError(f"{place}.light must be of at most {MOST_OWN_LIGHT} cells, got {cells}")
    light = unpacked(given["light"], f"{place}.light", ("uint8", "float32"), 3)
    for name in listed_at(given["class_names"], f"{place}.class_names"):
        TEXT.read(name, f"{place}.class_names")
    with refused_at(place):
        return Stimuli(
            _lit(light) if light.dtype == np.uint8 else light,
            unpacked(given["labels"], f"{place}.labels", ("int64",), 1),
            tuple(given["class_names"]),
            TEXT.read(given["name"], f"{place}.name"),
        )


def _lit(levels: np.ndarray[Any, np.dtype[np.uint8]]) -> np.ndarray[Any, np.dtype[np.float32]]:
    lit: np.ndarray[Any, np.dtype[np.float32]] = levels.astype(np.float32) / np.float32(BRIGHTEST)
    return lit
