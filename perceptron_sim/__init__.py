"""The Mark I Perceptron of 1960 beside a modern network: both learn from one stream, in a window or without."""

import importlib
from typing import TYPE_CHECKING, Any

from perceptron_sim.version import __version__

if TYPE_CHECKING:
    from pathlib import Path

    from perceptron_sim.experiment_choice import experiment
    from perceptron_sim.experiments import Experiment, Letters
    from perceptron_sim.report import Report
    from perceptron_sim.session import Session

__all__ = ["Experiment", "Letters", "Report", "Session", "__version__", "experiment", "run"]
_HOMES = {
    "Experiment": "experiments.experiment",
    "Letters": "experiments.letters",
    "Report": "report",
    "Session": "session",
    "experiment": "experiment_choice",
}


def run(name: "str | Path | Experiment", /, *, seed: int | None = None, data: Any = None, **settings: Any) -> "Report":
    """Run an experiment to its end, without a window, and return its report; it is chosen as by `experiment`."""
    from perceptron_sim.experiment_choice import experiment
    from perceptron_sim.session import Session

    return Session(experiment(name, seed=seed, data=data, **settings), remember=False).run()


def __dir__() -> list[str]:
    """All names that are for others, also of what is not loaded yet."""
    return sorted(__all__)


def __getattr__(name: str) -> Any:
    """Load what scripts use when they use it: the command line must answer at once."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
