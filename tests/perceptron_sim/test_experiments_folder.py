"""The folder of experiments: what is no experiment is on the map in the package's first lines, and nothing else is."""

import inspect
import re
from pathlib import Path

from perceptron_sim import experiments
from perceptron_sim.experiments import EXPERIMENTS


def test_every_module_is_that_of_an_experiment_or_on_the_map():
    modules = {path.stem for path in Path(inspect.getfile(experiments)).parent.glob("[!_]*.py")}
    of_experiments = {Path(inspect.getfile(kind)).stem for kind in EXPERIMENTS.values()}
    on_the_map = re.findall(r"`(\w+)`", str(experiments.__doc__))
    assert sorted(on_the_map) == sorted(modules - of_experiments)
