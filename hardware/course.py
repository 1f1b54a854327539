"""A course of lessons: in which order the trainer shows the patterns, and when there have been enough."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, cast

import numpy as np
import numpy.typing as npt
from simpy.events import ProcessGenerator

from hardware.arrays import BoolArray, IntArray
from hardware.errors import SpecError, StimulusError, shown
from hardware.plain import plain
from hardware.randomness import Purpose, generator
from hardware.records import Exposure
from hardware.retina import Pattern
from hardware.stored import Stored
from hardware.trainer import Trainer
from hardware.validation import check_kinds, not_negative, positive


class Order(StrEnum):
    """In which order patterns are shown."""

    FIXED = "fixed"  # as they were given, in every pass
    SHUFFLED = "shuffled"  # each once in every pass, in a new order
    DRAWN = "drawn"  # each exposure draws one, whatever came before


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseSpec:
    """How a course goes. It ends after *passes*, or when a criterion is met; a criterion of 0 is not in force.

    errorless_passes: so many passes in a row without a wrong answer. right_in_a_row: so many right answers in a row.
    """

    order: Order = Order.SHUFFLED
    passes: int = 40
    errorless_passes: int = 1
    right_in_a_row: int = 0

    def __post_init__(self) -> None:
        check_kinds(self)
        positive(self, "passes")
        not_negative(self, "errorless_passes", "right_in_a_row")


class Course:
    """Lessons of *trainer* on *patterns*, each with its code in *codes* (patterns, r_units)."""

    def __init__(
        self,
        trainer: Trainer,
        patterns: Sequence[Pattern],
        codes: Sequence[npt.ArrayLike] | npt.NDArray[Any],
        spec: CourseSpec | None = None,
        *,
        seed: int | None = None,
    ) -> None:
        machine = trainer.machine
        self.trainer, self.patterns = trainer, tuple(patterns)
        self.spec = CourseSpec() if spec is None else spec
        if not isinstance(self.spec, CourseSpec):
            raise SpecError(f"spec must be a CourseSpec, got {shown(spec)}")
        for pattern in self.patterns:
            if not isinstance(pattern, Pattern):
                raise StimulusError(f"patterns must be prepared by the machine, got {shown(pattern)}")
        if not isinstance(codes, Sequence | np.ndarray) or len(codes) != len(self.patterns) or not self.patterns:
            raise StimulusError(f"codes must be one for each of {len(self.patterns)} patterns, got {shown(codes)}")
        self.codes: BoolArray = np.array([machine.check_code(code) for code in codes])
        self._rng = generator(machine.seed if seed is None else seed, Purpose.ORDER)
        self._order: IntArray = np.zeros(0, dtype=np.intp)
        self._shown = self._errors = self._errorless = self._right = 0

    @property
    def exposures(self) -> int:
        """How many lessons there have been."""
        return self._shown

    @property
    def passes(self) -> int:
        """How many full passes there have been."""
        return self._shown // len(self.patterns)

    @property
    def done(self) -> bool:
        """Whether a criterion is met, or all passes are over."""
        spec = self.spec
        enough = (spec.errorless_passes and self._errorless >= spec.errorless_passes) or (
            spec.right_in_a_row and self._right >= spec.right_in_a_row
        )
        return bool(enough) or self.passes >= spec.passes

    def lesson(self) -> ProcessGenerator:
        """Show the next pattern; returns its number among the patterns and the Exposure."""
        index = self._next()
        exposure: Exposure = yield from self.trainer.teach(self.patterns[index], self.codes[index])
        right = exposure.answered == tuple(self.codes[index].astype(int).tolist())
        self._shown += 1
        self._right = self._right + 1 if right else 0
        self._errors += not right
        if self._shown % len(self.patterns) == 0:
            self._errorless = 0 if self._errors else self._errorless + 1
            self._errors = 0
        return index, exposure

    def lessons(self) -> Iterator[tuple[int, Exposure]]:
        """Run the clock through the rest of the course, yielding each lesson."""
        env = self.trainer.machine.env
        while not self.done:
            yield cast(tuple[int, Exposure], env.run(until=env.process(self.lesson())))

    def state(self) -> dict[str, object]:
        """What a checkpoint keeps of the course, generator included."""
        return {
            "patterns": len(self.patterns),
            "lights": np.concatenate([pattern.light for pattern in self.patterns]),
            "codes": self.codes.ravel(),
            "spec": plain(self.spec),
            "order": self._order,
            "shown": self._shown,
            "errors": self._errors,
            "errorless": self._errorless,
            "right": self._right,
            "generator": self._rng.bit_generator.state,
        }

    @classmethod
    def restored(cls, trainer: Trainer, stored: Stored) -> "Course":
        """The course that `state` told of, to be gone on with."""
        spec = trainer.machine.spec
        count, cells, units = stored.count("patterns", least=1), spec.retina.s_units, spec.response.units
        lights = stored.array("lights", np.float64, count * cells, 0.0, 1.0)
        patterns = [trainer.machine.pattern(light) for light in lights.reshape(count, spec.retina.rows, -1)]
        codes = stored.array("codes", np.bool_, count * units, 0, 1).reshape(count, units)
        course = cls(trainer, patterns, codes, stored.spec("spec", CourseSpec))
        course._shown, course._errors = stored.count("shown"), stored.count("errors")
        course._errorless, course._right = stored.count("errorless"), stored.count("right")
        stored.set_generator("generator", course._rng)
        if course._shown and course.spec.order is not Order.DRAWN:
            course._order = stored.array("order", np.intp, count, 0, count - 1)
        return course

    def _next(self) -> int:
        place = self._shown % len(self.patterns)
        if self.spec.order is Order.DRAWN:
            return int(self._rng.integers(len(self.patterns)))
        if place == 0:
            shuffled = self.spec.order is Order.SHUFFLED
            self._order = self._rng.permutation(len(self.patterns)) if shuffled else np.arange(len(self.patterns))
        return int(self._order[place])
