"""What every experiment is: frozen settings that say what is taught, to whom, in what order, and what is measured."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import numpy.typing as npt

from hardware import FailureSpec, Mark1Spec, ScheduledFault, Wiring
from perceptron_sim.codes import bits_of, codes_for, correctable_bits
from perceptron_sim.data import OwnData
from perceptron_sim.errors import SettingError
from perceptron_sim.experiments.lane import Lane
from perceptron_sim.experiments.measurement import Measurement
from perceptron_sim.experiments.settings import check_settings, setting
from perceptron_sim.experiments.stimuli import Stimuli
from perceptron_sim.experiments.words import default_sentences
from perceptron_sim.learner import MARK1, MODERN
from perceptron_sim.network_spec import NetworkSpec
from perceptron_sim.options import LARGEST_SEED

if TYPE_CHECKING:
    from perceptron_sim.ledger import PassResult
    from perceptron_sim.report import Report
    from perceptron_sim.session import Session

MOST_PASSES = 100_000  # more than a year of the machine's time
MOST_LANES = 64
EXPERIMENT_STREAM = 300  # spawn key of the dice of experiments, apart from those of the session and the machine
USUAL_MACHINE = Mark1Spec()  # stands for: as many R-units in use as the code has bits
GIVEN = "given"
CODES = ("binary", "one-per-class", "error-correcting", GIVEN)
LEARNERS = ("both", MARK1, MODERN)
IntArray = npt.NDArray[np.intp]


@dataclass(frozen=True, kw_only=True)
class Experiment(ABC):
    """Settings that all experiments have. It stops at a pass in which no learner errs, or after *passes*.

    *wiring* takes the place of the wiring that is drawn from the seed. *faults* come, and are mended, at their
    instants; with *failures*, parts also fail by themselves. *data* is shown in place of the experiment's own images.
    """

    name: ClassVar[str]
    title: ClassVar[str]  # what is taught, to follow the name in a list
    yardstick: ClassVar[str] = ""  # what to hold the result against, with its source, if there is anything
    takes_data: ClassVar[bool] = False
    aside: ClassVar[str] = "unseen"  # how a table of passes calls what draw_unseen() gives

    seed: int = setting(1, "wiring, tolerances, order, stimuli, failures", least=0, most=LARGEST_SEED)
    passes: int = setting(40, "at most so many passes through what is taught", least=1, most=MOST_PASSES)
    until_errorless: bool = setting(True, "stop after a pass in which no learner erred")
    learners: str = setting("both", "who is taught", choices=LEARNERS)
    code: str = setting("binary", "which R-lamps mean which class", choices=CODES)
    codewords: tuple[str, ...] = setting((), 'with the code "given": the lamps of each class, R1 first, as "01011"')
    mark1: Mark1Spec = USUAL_MACHINE
    modern: NetworkSpec = field(default_factory=NetworkSpec)
    wiring: Wiring | None = None
    faults: tuple[ScheduledFault, ...] = ()
    failures: FailureSpec | None = None
    data: OwnData | None = None

    def __post_init__(self) -> None:
        check_settings(self)
        self._check_kinds()
        self.check()
        if self.code == GIVEN and not self.codewords:
            raise SettingError(f"codewords must be one for each class where the code is {GIVEN!r}, got none")
        if self.codewords and self.code != GIVEN:
            raise SettingError(f"code must be {GIVEN!r} where codewords are, got {self.code!r}")
        _ = self.stimuli, self.unseen  # what cannot be shown is refused now, not in the middle of a run
        if self.mark1 is USUAL_MACHINE:
            response = replace(USUAL_MACHINE.response, in_use=self._usual_r_units())
            object.__setattr__(self, "mark1", replace(USUAL_MACHINE, response=response))
        self._check_lanes()

    # What an experiment says of itself.

    def check(self) -> None:  # noqa: B027  most have nothing to add
        """Raise SettingError where settings, each right by itself, do not go together; nothing is drawn yet."""

    @abstractmethod
    def draw_taught(self) -> Stimuli:
        """What is taught; asked once."""

    def draw_unseen(self) -> Stimuli | None:
        """What is never taught and scored after every pass, of the same classes; asked once."""
        return None

    def examination(self) -> dict[str, Stimuli]:
        """The sets that are scored at the end, by name, the taught one first."""
        return {"taught": self.stimuli, **({"unseen": self.unseen} if self.unseen else {})}

    def lanes(self) -> tuple[Lane, ...]:
        """Who is taught."""
        both = (Lane(name=MARK1, spec=self.mark1), Lane(name=MODERN, spec=self.modern))
        return tuple(lane for lane in both if self.learners in ("both", lane.kind))

    def course(self, before: Sequence["PassResult"]) -> IntArray:
        """Which stimuli the next pass shows once each, after those *before*; the session shuffles them."""
        return np.arange(len(self.stimuli))

    @property
    def pass_length(self) -> int:
        """How many exposures a pass has, at most."""
        return len(self.stimuli)

    def enough(self, passes: Sequence["PassResult"]) -> bool:
        """Whether it may end after *passes*, of which there is one at least; the limit of passes ends it anyway."""
        return self.until_errorless and not any(passes[-1].errors.values())

    def measure(self, session: "Session") -> Iterator[Measurement]:
        """What is found out after the last pass; the learners are left as they were."""
        return iter(())

    def seen(self, report: "Report") -> tuple[str, ...]:
        """The result in sentences, worked out from the figures; the last says what was seen."""
        return default_sentences(self, report)

    # What an experiment is given.

    def rng(self, purpose: int) -> np.random.Generator:
        """The dice for one *purpose* of the experiment, the same ones for the same seed."""
        return np.random.default_rng(np.random.SeedSequence(self.seed, spawn_key=(EXPERIMENT_STREAM, purpose)))

    @cached_property
    def stimuli(self) -> Stimuli:
        """What all learners are shown."""
        return self.data.stimuli if self.data else self.draw_taught()

    @cached_property
    def unseen(self) -> Stimuli | None:
        """What no learner is ever taught."""
        return self.data.unseen if self.data else self.draw_unseen()

    @property
    def class_names(self) -> tuple[str, ...]:
        """What the labels mean."""
        return self.stimuli.class_names

    @property
    def first_machine(self) -> Mark1Spec:
        """The Mark I of the first lane that has one; SettingError if none has."""
        for lane in self.lanes():
            if isinstance(lane.spec, Mark1Spec):
                return lane.spec
        raise SettingError(f"learners must have a Mark I among them for this, got {self.learners!r}")

    @cached_property
    def codes(self) -> npt.NDArray[np.bool_]:
        """(classes, r_units): the R-lamps that mean each class."""
        return codes_for(self.code, len(self.class_names), self.mark1.response.units, self.codewords)

    @cached_property
    def code_bits(self) -> int:
        """How many R-units, from R1 on, carry the codes."""
        return int(np.flatnonzero(self.codes.any(axis=0)).max()) + 1

    @cached_property
    def correctable_bits(self) -> int:
        """So many lamps may be wrong and the class is still known: 0 but for error-correcting codes."""
        return correctable_bits(self.codes) if self.code == "error-correcting" else 0

    def _usual_r_units(self) -> int:
        """How many R-units the machine uses where nothing else is said: as many as the code has bits."""
        return min(bits_of(self.code, len(self.class_names), self.codewords), USUAL_MACHINE.response.units)

    def _check_kinds(self) -> None:
        optional = {"wiring": Wiring, "failures": FailureSpec, "data": OwnData}
        for name, kind in {"mark1": Mark1Spec, "modern": NetworkSpec, **optional}.items():
            value = getattr(self, name)
            if not isinstance(value, kind) and not (value is None and name in optional):
                raise SettingError(f"{name} must be a {kind.__name__}, got {value!r}")
        faults = self.faults
        if not isinstance(faults, tuple | list) or not all(isinstance(one, ScheduledFault) for one in faults):
            raise SettingError(f"faults must be a tuple of ScheduledFaults, got {faults!r}")
        object.__setattr__(self, "faults", tuple(faults))
        if self.data is not None and not self.takes_data:
            raise SettingError(f"data must be left out of {self.name}, which shows images of its own, got some")

    def _check_lanes(self) -> None:
        lanes = self.lanes()
        names = [lane.name for lane in lanes]
        if not 1 <= len(lanes) <= MOST_LANES or len(set(names)) < len(names):
            rule = f"1 to {MOST_LANES} of different names"
            raise SettingError(f"learners must be {rule}, got {', '.join(names) or 'none'}")
        shape = self.stimuli.images.shape[1:]
        for lane in lanes:
            if isinstance(lane.spec, NetworkSpec):
                lane.spec.layers(shape, len(self.class_names))
            else:
                self._check_machine(lane.spec)

    def _check_machine(self, spec: Mark1Spec) -> None:
        rows, columns = self.stimuli.images.shape[1:]
        for name, size in (("rows", rows), ("columns", columns)):
            if getattr(spec.retina, name) != size:
                rule = f"{size}, as the images have"
                raise SettingError(f"mark1.retina.{name} must be {rule}, got {getattr(spec.retina, name)!r}")
        bits = self.code_bits
        if spec.response.in_use < bits:
            rule = f"at least {bits} for the codes of {len(self.codes)} classes"
            raise SettingError(f"mark1.response.in_use must be {rule}, got {spec.response.in_use!r}")
        if self.wiring is not None:
            self.wiring.check(spec)
        self._check_share_of_each_unit(spec, bits)

    def _check_share_of_each_unit(self, spec: Mark1Spec, bits: int) -> None:
        """An R-unit without A-units answers always the same, so that its bit of the code cannot be learned."""
        shares = spec.plugboard.shares
        if self.wiring is not None:
            name, with_units = "wiring", set(self.wiring.assignment.tolist())
        elif shares:
            name, with_units = "mark1.plugboard.shares", {unit for unit, share in enumerate(shares) if share}
        else:
            return  # split evenly over the R-units in use, which are no more than there are A-units
        without = [f"R{unit + 1}" for unit in range(bits) if unit not in with_units]
        if without:
            rule = f"patch A-units to each of R1 to R{bits}, which carry the code"
            raise SettingError(f"{name} must {rule}, got none for {', '.join(without)}")
