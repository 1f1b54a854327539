"""What a cell is where nothing is said of a setting: one cell is one, whether its defaults are spelled out or not."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from perceptron_sim.errors import SimulatorError
from perceptron_sim.experiment_file import EXPERIMENT, as_plain
from perceptron_sim.experiments.registry import kind_of
from perceptron_sim.sweep.batch import SEED
from perceptron_sim.sweep.grid import Settings, canonical


def told_apart(values: Settings) -> dict[str, Any]:
    """What of *values* differs from what its experiment is by itself; two of the same say the same of the same cell."""
    different = _different(values, _defaults(values[EXPERIMENT]))
    return {EXPERIMENT: values[EXPERIMENT], **different}


def default_of(experiment: str, name: str) -> Any:
    """What *experiment* has by itself under the dotted *name*; None where that cannot be said."""
    inner: Any = _defaults(experiment)
    for part in name.split("."):
        if not isinstance(inner, Mapping) or part not in inner:
            return None
        inner = inner[part]
    return inner


def _different(values: Settings, defaults: Settings) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    for name, value in values.items():
        default = defaults.get(name)
        if isinstance(value, Mapping) and isinstance(default, Mapping):
            inner = _different(value, default)
            if inner:
                kept[name] = inner
        elif name not in defaults or canonical(value) != canonical(default):
            kept[name] = value
    return kept


@lru_cache(maxsize=64)
def _defaults(experiment: str) -> Settings:
    """All settings of *experiment* but its seed; nothing where it cannot be without being told more."""
    try:
        told = as_plain(kind_of(experiment)())
    except SimulatorError:
        return {}
    return {name: value for name, value in told.items() if name != SEED}
