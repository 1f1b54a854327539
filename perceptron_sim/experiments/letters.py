"""The experiment `letters`: 26 capitals of one typeface, five-bit codes on the Mark I against a softmax network."""

from dataclasses import dataclass, field
from functools import cached_property
from numbers import Integral
from typing import ClassVar

import numpy as np
import numpy.typing as npt

from hardware import Mark1Spec, ResponseSpec
from perceptron_sim.errors import SettingError
from perceptron_sim.experiments.stimuli import Stimuli, letter_faces, letters
from perceptron_sim.mark1_learner import binary_codes
from perceptron_sim.network_learner import NetworkSpec

YARDSTICK_EXPOSURES = 40  # of each letter until the Mark I made no error, DCN60 p. 2 (documented)
MOST_PASSES = 100_000  # more than a year of the machine's time
CODE_BITS = 5  # five R-units carry 26 codes; that the Mark I used five of its eight is not documented


@dataclass(frozen=True, kw_only=True)
class Letters:
    """Settings of the experiment. Stops at a pass in which neither learner errs, or after *passes*.

    *held_out* is the unseen typeface that is scored after every pass; the report scores all of them.
    """

    name: ClassVar[str] = "letters"
    title: ClassVar[str] = "26 capitals of one typeface"
    yardstick: ClassVar[str] = f"errorless after {YARDSTICK_EXPOSURES} exposures of each letter (documented, DCN60)"

    seed: int = 1
    face: str = "DejaVu Sans Bold"
    held_out: str = "Liberation Sans"
    passes: int = YARDSTICK_EXPOSURES
    mark1: Mark1Spec = field(default_factory=lambda: Mark1Spec(response=ResponseSpec(in_use=CODE_BITS)))
    modern: NetworkSpec = field(default_factory=NetworkSpec)

    def __post_init__(self) -> None:
        for name, least, most in (("seed", 0, None), ("passes", 1, MOST_PASSES)):
            value = getattr(self, name)
            whole = isinstance(value, Integral) and not isinstance(value, bool)
            if not whole or value < least or (most is not None and value > most):
                rule = f"a whole number of at least {least}" + (f" and at most {most}" if most else "")
                raise SettingError(f"{name} must be {rule}, got {value!r}")
            object.__setattr__(self, name, int(value))
        for name, kind in (("mark1", Mark1Spec), ("modern", NetworkSpec)):
            if not isinstance(getattr(self, name), kind):
                raise SettingError(f"{name} must be a {kind.__name__}, got {getattr(self, name)!r}")
        if self.mark1.response.in_use < CODE_BITS:
            rule = f"at least {CODE_BITS} for 26 codes"
            raise SettingError(f"mark1.response.in_use must be {rule}, got {self.mark1.response.in_use!r}")
        if self.held_out == self.face:
            raise SettingError(f"held_out must be another typeface than face, got {self.held_out!r}")
        _ = self.stimuli, self.unseen  # a typeface that does not ship is refused now, not in the middle of a run

    @cached_property
    def stimuli(self) -> Stimuli:
        """What both learners are shown."""
        return letters(self.face)

    @cached_property
    def unseen(self) -> Stimuli:
        """What neither learner is ever taught."""
        return letters(self.held_out)

    @cached_property
    def codes(self) -> npt.NDArray[np.bool_]:
        """(26, r_units): A is the number 1 and Z is 26, lowest bit on R1."""
        return binary_codes(len(self.stimuli.class_names), self.mark1.response.units)

    def examination(self) -> dict[str, Stimuli]:
        """Every typeface that ships, the taught one first, by name."""
        others = [face for face in letter_faces() if face != self.face]
        return {face: letters(face) for face in (self.face, *others)}
