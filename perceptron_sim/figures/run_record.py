"""What the folder of a run holds, as figures need it: arrays and plain values, read once, nothing drawn yet."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from perceptron_sim.experiments.words import NAMES, begun, called
from perceptron_sim.learner import MARK1

FloatArray = npt.NDArray[np.floating]
IntArray = npt.NDArray[np.intp]
BoolArray = npt.NDArray[np.bool_]


class Marked(Protocol):
    """What a figure is of."""

    @property
    def mark(self) -> str:
        """What stands at the foot of every figure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """One learner over the whole passes, each array (passes,): what is not known is NaN.

    images is how many were shown; right the share answered rightly before it was corrected; unseen that of the unseen
    set after the pass; loss the mean over the pass.
    """

    number: IntArray
    images: IntArray
    right: FloatArray
    unseen: FloatArray
    loss: FloatArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """Every exposure of one learner, each array (exposures,). answer is NO_ANSWER where the lamps meant no class.

    code is the R-lamps lit, R1 first, as "10010000"; empty of a network.
    """

    label: IntArray
    answer: IntArray
    code: npt.NDArray[np.str_]


@dataclass(frozen=True, slots=True, kw_only=True)
class MachineWeights:
    """A Mark I's wires and values. origins, signs (wires, a_units), -1 and 0 where none is plugged; assignment and
    angle_deg (a_units,)."""

    origins: IntArray
    signs: IntArray
    assignment: IntArray
    angle_deg: FloatArray


@dataclass(frozen=True, slots=True, kw_only=True)
class LaneRun:
    """One learner of the run: *result* is what the report says of it, empty where the run was killed.

    Of a Mark I, codes (classes, r_units) are the lamps that mean each class, None where there is no weights.npz.

    Of a network, first_layer (units, rows, columns) holds the weights of its first layer or its filters, and class_maps
    (classes, rows, columns) all its layers multiplied, None where it has one layer or filters.
    """

    name: str
    kind: str
    about: str = ""
    result: Mapping[str, Any] = field(default_factory=dict)
    curve: Curve | None = None
    answers: Answers | None = None
    codes: BoolArray | None = None
    machine: MachineWeights | None = None
    first_layer: FloatArray | None = None
    class_maps: FloatArray | None = None

    @property
    def title(self) -> str:
        """What figures call it."""
        return begun(called(self.name).removeprefix("the ")) if self.name in NAMES else self.name

    @property
    def lamps_used(self) -> int:
        """How many R-units, from R1 on, carry its codes; 0 of a network."""
        return 0 if self.codes is None else int(np.flatnonzero(self.codes.any(axis=0)).max(initial=-1)) + 1

    @property
    def code_texts(self) -> list[str]:
        """The code of each class as "10010000", R1 first; none of a network."""
        codes = () if self.codes is None else self.codes.astype(int).tolist()
        return ["".join(map(str, code)) for code in codes]

    @property
    def is_machine(self) -> bool:
        """Whether it is a Mark I."""
        return self.kind == MARK1


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One measurement: *value* of *measure* of one learner, *at* conditions by name."""

    learner: str
    measure: str
    value: float
    at: Mapping[str, float | int | str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A run as its folder tells it.

    *described* is run.json as it is; *shape* rows and columns of the retina; *missing* says in sentences what is not
    in the folder.
    """

    experiment: str
    seed: int
    digest: str
    finished: bool
    class_names: tuple[str, ...]
    shape: tuple[int, int]
    lanes: tuple[LaneRun, ...]
    measurements: tuple[Point, ...] = ()
    sentences: tuple[str, ...] = ()
    described: Mapping[str, Any] = field(default_factory=dict)
    missing: tuple[str, ...] = ()

    @property
    def machines(self) -> tuple[LaneRun, ...]:
        """The lanes that are a Mark I."""
        return tuple(lane for lane in self.lanes if lane.is_machine)

    @property
    def mark(self) -> str:
        """What stands at the foot of every figure: it tells from where a figure came, wherever it ends up."""
        state = "" if self.finished else " · interrupted"
        return f"{self.experiment} · seed {self.seed} · digest {self.digest[:12] or 'none'}{state}"
