"""Named experiments and the stimuli they show."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from perceptron_sim.experiments.experiment import Experiment
    from perceptron_sim.experiments.letters import Letters
    from perceptron_sim.experiments.registry import EXPERIMENTS

__all__ = ["EXPERIMENTS", "Experiment", "Letters"]
_HOMES = {"EXPERIMENTS": "registry", "Experiment": "experiment", "Letters": "letters"}


def __getattr__(name: str) -> Any:
    """Load an experiment when it is asked for: each brings parts that the others do without."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import importlib

    return getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
