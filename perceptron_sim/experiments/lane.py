"""A lane: one learner of a run, by name. All lanes of a run see the same images in the same order."""

import re
from dataclasses import dataclass

from hardware import Mark1Spec
from perceptron_sim.errors import SettingError
from perceptron_sim.learner import MARK1, MODERN
from perceptron_sim.network_spec import NetworkSpec

SLUG = re.compile(r"[a-z0-9]+([.-][a-z0-9]+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """One learner: *name* is what results call it, *about* how it differs, in words, from the other lanes."""

    name: str
    spec: Mark1Spec | NetworkSpec
    about: str = ""

    def __post_init__(self) -> None:
        if not isinstance(self.name, str) or not SLUG.fullmatch(self.name):
            raise SettingError(f"a lane's name must be words and numbers with - or . between, got {self.name!r}")

    @property
    def kind(self) -> str:
        """MARK1 or MODERN."""
        return MARK1 if isinstance(self.spec, Mark1Spec) else MODERN
