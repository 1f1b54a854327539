"""A lane: one learner of a run, by name. All lanes of a run see the same images in the same order."""

import re
from dataclasses import dataclass

from hardware import Mark1Spec
from perceptron_sim.errors import SettingError
from perceptron_sim.learner import MARK1, MODERN
from perceptron_sim.network_spec import NetworkSpec
from perceptron_sim.options import LARGEST_SEED

SLUG = re.compile(r"[a-z0-9]+([.-][a-z0-9]+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """One learner: *name* is what results call it, *about* how it differs, in words, from the other lanes.

    *seed* draws what is its own: wiring, tolerances, noise and failures, or initial weights; None is the experiment's,
    which draws the order of the images for all lanes, whatever this one is.
    """

    name: str
    spec: Mark1Spec | NetworkSpec
    about: str = ""
    seed: int | None = None

    def __post_init__(self) -> None:
        if not isinstance(self.name, str) or not SLUG.fullmatch(self.name):
            raise SettingError(f"a lane's name must be words and numbers with - or . between, got {self.name!r}")
        if self.seed is not None and not (type(self.seed) is int and 0 <= self.seed <= LARGEST_SEED):
            raise SettingError(f"a lane's seed must be a whole number from 0 to {LARGEST_SEED}, got {self.seed!r}")

    @property
    def kind(self) -> str:
        """MARK1 or MODERN."""
        return MARK1 if isinstance(self.spec, Mark1Spec) else MODERN
