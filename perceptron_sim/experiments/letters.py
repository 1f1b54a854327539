"""The experiment `letters`: 26 capitals of one typeface, five-bit codes on the Mark I against a softmax network."""

from dataclasses import dataclass, field
from functools import cached_property
from numbers import Integral
from typing import ClassVar

import numpy as np
import numpy.typing as npt

from hardware import FailureSpec, Mark1Spec, ResponseSpec, ScheduledFault, Wiring
from perceptron_sim.errors import SettingError
from perceptron_sim.experiments.stimuli import RETINA_CELLS, Stimuli, letter_faces, letters
from perceptron_sim.mark1_learner import binary_codes
from perceptron_sim.network_learner import NetworkSpec
from perceptron_sim.options import LARGEST_SEED

YARDSTICK_EXPOSURES = 40  # of each letter until the Mark I made no error, DCN60 p. 2 (documented)
MOST_PASSES = 100_000  # more than a year of the machine's time
CODE_BITS = 5  # five R-units carry 26 codes; that the Mark I used five of its eight is not documented


@dataclass(frozen=True, kw_only=True)
class Letters:
    """Settings of the experiment. Stops at a pass in which neither learner errs, or after *passes*.

    *held_out* is the unseen typeface that is scored after every pass; the report scores all of them.
    *wiring* takes the place of the wiring that is drawn from the seed. *faults* come, and are mended, at their
    instants; with *failures*, parts also fail by themselves.
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
    wiring: Wiring | None = None
    faults: tuple[ScheduledFault, ...] = ()
    failures: FailureSpec | None = None

    def __post_init__(self) -> None:
        for name, least, most in (("seed", 0, LARGEST_SEED), ("passes", 1, MOST_PASSES)):
            value = getattr(self, name)
            whole = isinstance(value, Integral) and not isinstance(value, bool)
            if not whole or not least <= value <= most:
                raise SettingError(f"{name} must be a whole number from {least} to {most}, got {value!r}")
            object.__setattr__(self, name, int(value))
        self._check_kinds()
        self._check_machine()
        for name in ("face", "held_out"):
            if not isinstance(getattr(self, name), str):
                raise SettingError(f"{name} must be the name of a typeface, got {getattr(self, name)!r}")
        if self.held_out == self.face:
            raise SettingError(f"held_out must be another typeface than face, got {self.held_out!r}")
        _ = self.stimuli, self.unseen  # a typeface that does not ship is refused now, not in the middle of a run

    def _check_kinds(self) -> None:
        kinds = {"mark1": Mark1Spec, "modern": NetworkSpec, "wiring": Wiring, "failures": FailureSpec}
        for name, kind in kinds.items():
            value = getattr(self, name)
            if not isinstance(value, kind) and not (value is None and name in ("wiring", "failures")):
                raise SettingError(f"{name} must be a {kind.__name__}, got {value!r}")
        faults = self.faults
        if not isinstance(faults, tuple | list) or not all(isinstance(one, ScheduledFault) for one in faults):
            raise SettingError(f"faults must be a tuple of ScheduledFaults, got {faults!r}")
        object.__setattr__(self, "faults", tuple(faults))

    def _check_machine(self) -> None:
        for name in ("rows", "columns"):
            if getattr(self.mark1.retina, name) != RETINA_CELLS:
                rule = f"{RETINA_CELLS}, as the letters have"
                raise SettingError(f"mark1.retina.{name} must be {rule}, got {getattr(self.mark1.retina, name)!r}")
        if self.mark1.response.in_use < CODE_BITS:
            rule = f"at least {CODE_BITS} for 26 codes"
            raise SettingError(f"mark1.response.in_use must be {rule}, got {self.mark1.response.in_use!r}")
        if self.wiring is not None:
            self.wiring.check(self.mark1)
        self._check_share_of_each_unit()

    def _check_share_of_each_unit(self) -> None:
        """An R-unit without A-units answers always the same, so that its bit of the code cannot be learned."""
        shares = self.mark1.plugboard.shares
        if self.wiring is not None:
            name, with_units = "wiring", set(self.wiring.assignment.tolist())
        elif shares:
            name, with_units = "mark1.plugboard.shares", {unit for unit, share in enumerate(shares) if share}
        else:
            return  # split evenly over the R-units in use, which are no more than there are A-units
        without = [f"R{unit + 1}" for unit in range(CODE_BITS) if unit not in with_units]
        if without:
            rule = f"patch A-units to each of R1 to R{CODE_BITS}, which carry the code"
            raise SettingError(f"{name} must {rule}, got none for {', '.join(without)}")

    @cached_property
    def stimuli(self) -> Stimuli:
        """What both learners are shown."""
        return letters(self.face)

    @cached_property
    def unseen(self) -> Stimuli:
        """What neither learner is ever taught."""
        return letters(self.held_out, setting="held_out")

    @cached_property
    def codes(self) -> npt.NDArray[np.bool_]:
        """(26, r_units): A is the number 1 and Z is 26, lowest bit on R1."""
        return binary_codes(len(self.stimuli.class_names), self.mark1.response.units)

    def examination(self) -> dict[str, Stimuli]:
        """Every typeface that ships, the taught one first, by name."""
        others = [face for face in letter_faces() if face != self.face]
        return {face: letters(face) for face in (self.face, *others)}
