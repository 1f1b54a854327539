"""What must agree between a moment and its experiment, beyond what each value is: no number may lead to nowhere."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from modern import LayerSummary, describe
from perceptron_sim.experiments.experiment import Experiment
from perceptron_sim.learner import NO_ANSWER, Trial
from perceptron_sim.network_spec import NetworkSpec
from perceptron_sim.operations import Show
from perceptron_sim.session_file.commands_plain import NETWORK
from perceptron_sim.session_file.forms import fields_of, listed_at, misfit, perhaps, refused_at, whole
from perceptron_sim.session_file.records import COUNTED, REAL
from perceptron_sim.sign import Sign
from perceptron_sim.teaching import TeachingState

OF_NETWORK = (
    *("spec", "values", "gradients", "optimizer", "generator", "batch", "weights_set"),
    *("exposures", "answer", "image", "loss", "probabilities", "activities"),
)


def check_teaching(state: TeachingState, experiment: Experiment, place: str) -> None:
    """Raise InputError unless all that *state* names is there in *experiment*: images, classes, learners."""
    classes, shape = len(experiment.class_names), experiment.stimuli.images.shape[1:]
    names = [lane.name for lane in experiment.lanes()]
    for field, found in (("accounts", list(state.accounts)), ("passes", list(state.passes.state()["errors"]))):
        if found != names:
            raise misfit(f"{place}.{field}", f"those of {', '.join(names)}, in this order", found)
    for index in state.rest:
        _require(0 <= index < len(experiment.stimuli), f"{place}.rest", "images that are taught", index)
    trials = [*state.latest, *(account.score().last for account in state.accounts.values())]
    _check_trials([trial for trial in trials if trial is not None], experiment, names, place)
    if state.view is not None:
        image = state.view.image
        lit = image.shape == shape and image.dtype == np.float32 and bool(((image >= 0) & (image <= 1)).all())
        _require(lit, f"{place}.view.image", f"an image of {shape}", image)
        _check_label(state.view.label, classes, f"{place}.view.label")
    shown: list[tuple[Sign, int | None]] = [(one.sign, one.label) for one in state.tray]
    shown += [(one.sign, one.label) for one in state.visits]
    shown += [(one.sign, one.label) for one in state.asked if isinstance(one, Show)]
    for sign, label in shown:
        _require((sign.rows, sign.columns) == shape, f"{place}: a sign", f"of {shape} cells", (sign.rows, sign.columns))
        _check_label(label, classes, f"{place}: a sign's label")
    for visit in state.visits:
        _require(list(visit.opinions) == names, f"{place}.visits", "opinions of each learner", list(visit.opinions))
        for opinion in visit.opinions.values():
            _check_label(opinion.label, classes, f"{place}: an opinion")
    for measurement in state.measurements:
        _require(measurement.learner in names, f"{place}.measurements", "of learners", measurement.learner)
    if state.latest_pass is not None:
        held = {**state.latest_pass.errors, **state.latest_pass.held_out}
        _require(set(held) <= set(names), f"{place}.latest_pass", "of learners", sorted(held))


def check_network(state: object, place: str, experiment: Experiment) -> dict[str, Any]:
    """The *state* of a network, which must be one that *experiment* can have; else InputError."""
    given = dict(fields_of(state, place, OF_NETWORK))
    shape, classes = experiment.stimuli.images.shape[1:], len(experiment.class_names)
    cells = shape[0] * shape[1]
    spec = NETWORK.read(given["spec"], f"{place}.spec")
    layers = _layers(spec, shape, classes, place)
    weights = sum(layer.parameter_count for layer in layers)
    for name, size in (("values", weights), ("gradients", weights), ("image", cells), ("probabilities", classes)):
        _check_array(given[name], size, f"{place}.{name}")
    for name in ("weights_set", "exposures"):
        whole(0, 2**53).read(given[name], f"{place}.{name}")
    perhaps(whole(0, classes - 1)).read(given["answer"], f"{place}.answer")
    given["loss"] = REAL.read(given["loss"], f"{place}.loss")
    _check_activities(given["activities"], layers, f"{place}.activities")
    for index, one in enumerate(listed_at(given["batch"], f"{place}.batch")):
        image = fields_of(one, f"{place}.batch[{index}]", ("image", "label"))
        _check_array(image["image"], cells, f"{place}.batch[{index}].image")
        whole(0, classes - 1).read(image["label"], f"{place}.batch[{index}].label")
    _require(len(given["batch"]) < spec.batch, f"{place}.batch", f"fewer than {spec.batch}", len(given["batch"]))
    _check_optimizer(given["optimizer"], f"{place}.optimizer")
    return given


def _check_trials(trials: Sequence[Trial], experiment: Experiment, names: Sequence[str], place: str) -> None:
    classes = len(experiment.class_names)
    for trial in trials:
        _require(trial.learner in names, f"{place}: a trial's learner", f"one of {', '.join(names)}", trial.learner)
        for label in (trial.label, trial.answer):
            fits = label is None or label == NO_ANSWER or 0 <= label < classes
            _require(fits, f"{place}: a trial's label or answer", f"one of {classes} classes", label)
        taught = -1 <= trial.stimulus < len(experiment.stimuli)
        _require(taught, f"{place}: a trial's stimulus", "an image that is taught", trial.stimulus)


def _check_label(label: int | None, classes: int, place: str) -> None:
    _require(label is None or 0 <= label < classes, place, f"one of {classes} classes, or null", label)


def _layers(spec: NetworkSpec, shape: tuple[int, ...], classes: int, place: str) -> tuple[LayerSummary, ...]:
    """What the layers of a network of *spec* are; InputError where it cannot be."""
    with refused_at(place):
        return describe(spec.layers((shape[0], shape[1]), classes), (shape[0] * shape[1],))


def _check_array(value: object, size: int, place: str) -> None:
    fits = isinstance(value, np.ndarray) and value.dtype == np.float32 and value.shape == (size,)
    _require(fits, place, f"an array of {size} float32", value)


def _check_activities(value: object, layers: Sequence[LayerSummary], place: str) -> None:
    """What each layer gave: none before the first image, else as many numbers as each layer has units."""
    given, wanted = listed_at(value, place), [layer.output_shape for layer in layers]
    found = [each.shape if isinstance(each, np.ndarray) and each.dtype == np.float32 else None for each in given]
    _require(not given or found == wanted, place, f"arrays of float32 of {wanted}", found)


def _check_optimizer(value: object, place: str) -> None:
    """Of its arrays the optimizer says by itself which they are."""
    if not isinstance(value, dict):
        raise misfit(place, "a JSON object", value)
    COUNTED.read(value.get("steps"), f"{place}.steps")
    for name, array in value.items():
        if name != "steps" and not isinstance(array, np.ndarray):
            raise misfit(f"{place}.{name}", "an array", array)


def _require(holds: bool, place: str, rule: str, value: object) -> None:
    if not holds:
        raise misfit(place, rule, value)
