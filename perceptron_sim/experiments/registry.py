"""The experiments by name."""

import difflib

from perceptron_sim.errors import SettingError
from perceptron_sim.experiments.letters import Letters

EXPERIMENTS: dict[str, type[Letters]] = {Letters.name: Letters}


def experiment(name: str, *, seed: int) -> Letters:
    """The experiment *name* with its default settings and *seed*; SettingError, with a suggestion, if there is none."""
    if name not in EXPERIMENTS:
        near = difflib.get_close_matches(name, EXPERIMENTS, n=1, cutoff=0.4)
        suggestion = f"; did you mean {near[0]!r}?" if near else ""
        raise SettingError(f"experiment must be one of {', '.join(EXPERIMENTS)}, got {name!r}{suggestion}")
    return EXPERIMENTS[name](seed=seed)
