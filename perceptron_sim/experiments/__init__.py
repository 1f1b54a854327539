"""Named experiments and the stimuli they show: a module for each experiment, and what they are made of.

What all are: `experiment`, `lane`, `measurement`, `settings`, `registry`.
What several share: `on_letters`, `one_lamp`, `drawn_pictures`, `parts_taught`.
Pictures: `stimuli`, `shapes`, `drawing`, `connected_figures`, `all_patterns`, `thermometers`, `folds`.
Instruments: `learner_doubles`, `damage_bench`, `transplant_bench`, `firing_shares`, `learnability`, `output_weights`,
`machine_as_network`.
Sentences: `words`, `curves`, `learnability_in_words`.
"""

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
