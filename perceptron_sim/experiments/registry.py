"""The experiments by name, or as a file describes them."""

import difflib
from pathlib import Path

from hardware.errors import shown as in_short
from perceptron_sim.errors import SettingError
from perceptron_sim.experiments.letters import Letters
from perceptron_sim.options import shown

EXPERIMENTS: dict[str, type[Letters]] = {Letters.name: Letters}
FILE_SUFFIX = ".toml"


def experiment(name: str, *, seed: int | None = None) -> Letters:
    """The experiment *name* with its default settings, or the one in the file *name* if that ends in .toml.

    A *seed* goes before that of the file; without either it is 1. Raises SettingError or InputError.
    """
    if isinstance(name, str) and name.lower().endswith(FILE_SUFFIX):
        from perceptron_sim.experiment_file import read_experiment  # it knows the experiments

        return read_experiment(Path(name), seed=seed)
    kind = kind_of(name, f" or a file that ends in {FILE_SUFFIX}")
    return kind() if seed is None else kind(seed=seed)


def kind_of(name: object, besides: str = "") -> type[Letters]:
    """The experiment *name*; SettingError, with a suggestion and what could be given *besides*, if there is none."""
    if not isinstance(name, str) or name not in EXPERIMENTS:
        near = difflib.get_close_matches(str(name), EXPERIMENTS, n=1, cutoff=0.4)
        suggestion = f"; did you mean {near[0]!r}?" if near else ""
        rule = f"one of {', '.join(EXPERIMENTS)}{besides}"
        given = shown(name) if isinstance(name, str) else in_short(name)
        raise SettingError(f"experiment must be {rule}, got {given}{suggestion}")
    return EXPERIMENTS[name]
