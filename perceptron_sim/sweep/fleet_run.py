"""Cells that differ only in their seed, taught as one fleet; each comes to what its session would have come to."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hardware import Fleet, FleetExposure, FleetImages, Mark1Spec
from perceptron_sim.experiments.experiment import Experiment
from perceptron_sim.experiments.stimuli import Stimuli
from perceptron_sim.ledger import PassResult
from perceptron_sim.report import MACHINE_COSTS
from perceptron_sim.sweep.outcome import Outcome
from perceptron_sim.timeline import ORDER_STREAM, dice

LEAST_MACHINES = 4  # fewer are as fast one by one
MOST_IMAGE_BYTES = 2**27  # of images that belong to single machines of one fleet
CELL_BYTES = np.dtype(np.float64).itemsize
BoolArray = npt.NDArray[np.bool_]
FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True, eq=False)
class Course:
    """One experiment with all its sets drawn."""

    experiment: Experiment
    examined: Mapping[str, Stimuli]

    @classmethod
    def of(cls, experiment: Experiment) -> "Course":
        """All that *experiment* shows."""
        return cls(experiment, experiment.examination())

    @property
    def sets(self) -> tuple[Stimuli, ...]:
        """The taught set, the unseen one if there is one, those examined."""
        unseen = self.experiment.unseen
        return (self.experiment.stimuli, *((unseen,) if unseen else ()), *self.examined.values())

    def can_be_taught_in_a_fleet(self) -> bool:
        """Whether it is one Mark I, drawn from the run's own seed, that nothing is done to but teaching."""
        one = self.experiment
        first, *others = one.lanes()
        if others or first.seed is not None or not isinstance(first.spec, Mark1Spec):
            return False
        return not (one.faults or one.failures)

    def goes_with(self, other: "Course") -> bool:
        """Whether both can be in one fleet, where each by itself can be in one."""
        ours, theirs = self.experiment, other.experiment
        return (
            ours.lanes() == theirs.lanes()
            and (ours.wiring is None) == (theirs.wiring is None)
            and ours.correctable_bits == theirs.correctable_bits
            and np.array_equal(ours.codes, theirs.codes)
            and [len(one) for one in self.sets] == [len(one) for one in other.sets]
            and list(self.examined) == list(other.examined)
        )

    def own_images(self, other: "Course") -> int:
        """How many images it has that *other* has not."""
        pairs = {id(one): (one.images, another.images) for one, another in zip(self.sets, other.sets, strict=True)}
        return sum(len(images) for images, others in pairs.values() if not np.array_equal(images, others))


def fleet_size(experiments: Sequence[Experiment]) -> int:
    """How many of *experiments*, alike but for the seed, are best taught as one fleet; 0: none."""
    if len(experiments) < LEAST_MACHINES:
        return 0
    first, second = (Course.of(experiment) for experiment in experiments[:2])
    if not first.can_be_taught_in_a_fleet() or not first.goes_with(second):
        return 0
    own_bytes = first.own_images(second) * first.experiment.stimuli.images[0].size * CELL_BYTES
    size = len(experiments) if not own_bytes else min(len(experiments), MOST_IMAGE_BYTES // own_bytes)
    return size if size >= LEAST_MACHINES else 0


def fleet_outcomes(experiments: Sequence[Experiment]) -> list[Outcome] | None:
    """What each of *experiments* comes to, to the bit as by its own session; None where they cannot be one fleet."""
    courses = [Course.of(experiment) for experiment in experiments]
    if not all(one.can_be_taught_in_a_fleet() and one.goes_with(courses[0]) for one in courses):
        return None
    return list(_Company(courses).outcomes())


@dataclass(frozen=True, slots=True, eq=False)
class _Shown:
    """A set of each machine, as the fleet sees it; labels (machines, images)."""

    images: FleetImages
    labels: IntArray


class _Pupil:
    """One machine's way through its experiment: the order of its stimuli, its passes, and when it has had enough."""

    def __init__(self, experiment: Experiment, name: str) -> None:
        self._experiment, self._name = experiment, name
        self._order_rng = dice(experiment.seed, ORDER_STREAM)
        self._results: list[PassResult] = []
        self._of_all = True  # whether this pass shows all that is taught
        self.errorless_pass: int | None = None

    @property
    def passes(self) -> int:
        """How many it has had."""
        return len(self._results)

    def next_pass(self) -> IntArray:
        """Which stimuli it is shown now, in order."""
        course = self._experiment.course(tuple(self._results))
        self._of_all = len(course) == len(self._experiment.stimuli)
        return self._order_rng.permutation(course)

    def close_pass(self, errors: int, held_out: float | None) -> bool:
        """End a pass with so many *errors*; whether another one follows."""
        number = self.passes + 1
        unseen = {} if held_out is None else {self._name: held_out}
        self._results.append(PassResult(number=number, errors={self._name: errors}, held_out=unseen))
        if not errors and self._of_all and self.errorless_pass is None:
            self.errorless_pass = number
        return number < self._experiment.passes and not self._experiment.enough(tuple(self._results))


class _Accounts:
    """What machines have been shown, got wrong and spent; sums are added in the order of a session's ledger."""

    def __init__(self, machines: int) -> None:
        self.exposures, self.errors = np.zeros((2, machines), dtype=np.int64)
        self._spent = {name: np.zeros(machines) for name in MACHINE_COSTS}

    def add(self, exposure: FleetExposure, right: BoolArray) -> None:
        """Enter one *exposure* of some machines, and who of them was *right*."""
        machines = exposure.machines
        self.exposures[machines] += 1
        self.errors[machines] += ~right
        for name, sums in self._spent.items():
            took_s = name == "simulated_s"
            sums[machines] += exposure.ended_s - exposure.placed_s if took_s else getattr(exposure, name)

    def spent(self, machine: int) -> dict[str, float]:
        """The costs of one *machine*."""
        costs = {name: float(sums[machine]) for name, sums in self._spent.items()}
        return {**costs, "relay_operations": int(costs["relay_operations"])}


class _Company:
    """The fleet of *courses*, all that it is shown, and how far each machine has come."""

    def __init__(self, courses: Sequence[Course]) -> None:
        first = courses[0].experiment
        [lane] = first.lanes()
        assert isinstance(lane.spec, Mark1Spec)
        experiments = [one.experiment for one in courses]
        wirings = [one.wiring for one in experiments if one.wiring is not None]
        self._fleet = Fleet(lane.spec, [one.seed for one in experiments], wirings or None)
        self._name, self._codes = lane.name, first.codes
        self._in_use, self._correctable_bits = lane.spec.response.in_use, first.correctable_bits
        self._prepared: dict[object, FleetImages] = {}
        self._taught = self._shown([one.stimuli for one in experiments])
        unseen = [one.unseen for one in experiments if one.unseen]
        self._unseen = self._shown(unseen) if unseen else None
        self._examined = {name: self._shown([one.examined[name] for one in courses]) for name in courses[0].examined}
        kind = type(first)  # whoever decides on its passes may look at the scores of those before
        self._scores_are_asked_for = (kind.course, kind.enough) != (Experiment.course, Experiment.enough)
        self._pupils = [_Pupil(one, lane.name) for one in experiments]
        self._accounts = _Accounts(len(experiments))

    def outcomes(self) -> Iterator[Outcome]:
        """Teach all to their ends and examine them."""
        going: IntArray = np.arange(len(self._pupils))
        while going.size:
            going = self._pass(going)
        held_out = self._held_out()
        accuracy = {name: self._shares(shown) for name, shown in self._examined.items()}
        for number, pupil in enumerate(self._pupils):
            yield Outcome(
                learner=self._name,
                exposures=int(self._accounts.exposures[number]),
                errors=int(self._accounts.errors[number]),
                errorless_pass=pupil.errorless_pass,
                passes_done=pupil.passes,
                accuracy={name: shares[number] for name, shares in accuracy.items()},
                held_out=held_out[number],
                **self._accounts.spent(number),  # type: ignore[arg-type]  # whole numbers where they are counts
            )

    def _pass(self, going: IntArray) -> IntArray:
        """Teach one pass to the machines *going*; those that go on."""
        before = self._accounts.errors.copy()
        orders = [self._pupils[number].next_pass() for number in going]
        for lesson in range(max(map(len, orders))):
            at_it = [place for place, order in enumerate(orders) if lesson < len(order)]
            self._teach(going[at_it], np.array([orders[place][lesson] for place in at_it], dtype=np.intp))
        errors = (self._accounts.errors - before).tolist()
        held_out = self._held_out() if self._scores_are_asked_for else [None] * len(self._pupils)
        goes_on = [self._pupils[number].close_pass(errors[number], held_out[number]) for number in going.tolist()]
        return going[np.array(goes_on, dtype=np.bool_)]

    def _teach(self, machines: IntArray, which: IntArray) -> None:
        """Show each of *machines* the image *which* of those taught, and correct it."""
        wanted = self._codes[self._taught.labels[machines, which]]
        exposure = self._fleet.teach(self._taught.images, which, wanted, machines)
        self._accounts.add(exposure, self._right(exposure.answered, wanted))

    def _right(self, lamps: BoolArray, wanted: BoolArray) -> BoolArray:
        """Whether *lamps* (..., r_units) mean the class whose code is *wanted*; no other code is as near."""
        wrong_bits = (lamps ^ wanted)[..., : self._in_use].sum(axis=-1)
        right: BoolArray = wrong_bits <= self._correctable_bits
        return right

    def _shares(self, shown: _Shown) -> list[float]:
        """The share of the images *shown* that each machine names rightly, as it stands."""
        lamps = self._fleet.settled_answers(shown.images)
        shares: list[float] = self._right(lamps, self._codes[shown.labels]).mean(axis=1).tolist()
        return shares

    def _held_out(self) -> Sequence[float | None]:
        """The share of the unseen set; None where there is no such set."""
        return self._shares(self._unseen) if self._unseen else [None] * len(self._pupils)

    def _shown(self, sets: Sequence[Stimuli]) -> _Shown:
        """One set for each machine, prepared once, whatever it is called."""
        alike = all(np.array_equal(one.images, sets[0].images) for one in sets)
        key = sets[0].images.tobytes() if alike else tuple(map(id, sets))
        if key not in self._prepared:
            images = sets[0].images if alike else np.stack([one.images for one in sets])
            self._prepared[key] = self._fleet.images(images)
        return _Shown(self._prepared[key], np.stack([one.labels for one in sets]))
