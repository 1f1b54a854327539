"""The Mark I as a learner: labels become codes on its R-units, lit codes become labels."""

from collections.abc import Generator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import simpy
from simpy.events import Event

from hardware import Exposure, Mark1, Mark1Snapshot, Mark1Spec, Pattern, Trainer, Wiring
from hardware.stored import Stored
from perceptron_sim.errors import StimulusError
from perceptron_sim.learner import MARK1, NO_ANSWER, FloatArray, Opinion, Trial

PATTERNS_KEPT = 4096


@dataclass(frozen=True, slots=True)
class FiringTally:
    """How many exposures were read since the values were last cleared, and how many A-units fired at all of them."""

    exposures: int = 0
    fired: int = 0

    def share(self, a_units: int) -> float | None:
        """The share of so many *a_units* that fired, the mean of all exposures; None before the first has ended."""
        return self.fired / (self.exposures * a_units) if self.exposures else None


class Mark1Learner:
    """A Mark I and its trainer on the clock *env*, taught *codes* (classes, r_units) for its labels.

    *wiring* takes the place of the wiring that is drawn from *seed*. Lamps that differ from a code in no more than
    *correctable_bits* still mean its label; a code may have no other within twice as many.
    """

    kind = MARK1

    def __init__(
        self,
        env: simpy.Environment,
        spec: Mark1Spec,
        codes: npt.NDArray[np.bool_],
        *,
        seed: int,
        wiring: Wiring | None = None,
        correctable_bits: int = 0,
        name: str = MARK1,
    ) -> None:
        self.name, self._correctable_bits = name, correctable_bits
        self.machine = Mark1(env, spec, seed=seed, wiring=wiring)
        self.trainer = Trainer(self.machine)
        self.codes = codes
        self._env = env
        self._in_use = spec.response.in_use  # the lamps of idle R-units mean nothing, whatever they show
        self._labels = {tuple(code): label for label, code in enumerate(codes[:, : self._in_use].astype(int).tolist())}
        self._patterns: dict[bytes, Pattern] = {}
        self._tally = FiringTally()
        self.delivered = self.machine.wiring
        """The wiring it began with."""
        self._r_switches = np.zeros(spec.response.units, dtype=np.int8)

    @property
    def r_switches(self) -> npt.NDArray[np.int8]:
        """The R-switches (r_units,): +1 wants the lamp lit, -1 dark, 0 what the label's code says; a copy."""
        return self._r_switches.copy()

    def switch_r_units(self, r_units: Sequence[int], position: int) -> None:
        """Set the R-switches of *r_units*; StimulusError for what there is not."""
        units = self._r_switches.size
        if position not in (-1, 0, 1) or isinstance(position, bool):
            raise StimulusError(f"position must be +1, -1 or 0, got {position!r}")
        for r_unit in r_units:
            if type(r_unit) is not int or not 0 <= r_unit < units:
                raise StimulusError(f"r_units must lie in 0..{units - 1}, got {r_unit!r}")
        self._r_switches[list(r_units)] = position

    @property
    def firing(self) -> FiringTally:
        """How many A-units were found firing at the readings of all exposures so far."""
        return self._tally

    def meaning(self, code: tuple[int, ...]) -> int | None:
        """The label that *code* (r_units,) stands for, or None: some codes mean nothing."""
        lamps = code[: self._in_use]
        found = self._labels.get(lamps)
        if found is None and self._correctable_bits:
            wrong_bits = (self.codes[:, : self._in_use] != np.array(lamps, dtype=np.bool_)).sum(axis=1)
            nearest = int(wrong_bits.argmin())
            found = nearest if wrong_bits[nearest] <= self._correctable_bits else None
        return found

    def begin(self, image: FloatArray, label: int | None) -> Event:
        """Expose *image* (rows, columns), correct towards the code of *label*; the event's value is a Trial."""
        if label is not None and not 0 <= label < len(self.codes):
            raise StimulusError(f"label must lie in 0..{len(self.codes) - 1}, got {label!r}")
        return self._env.process(self._teach(self._pattern(image), label))

    def classify(self, images: FloatArray) -> npt.NDArray[np.intp]:
        """(n, rows, columns) -> (n,): what long exposures would end in, as labels, NO_ANSWER where lamps mean none."""
        meanings = (self.meaning(tuple(code)) for code in self.lamps(images).astype(int).tolist())
        labels = (NO_ANSWER if label is None else label for label in meanings)
        return np.fromiter(labels, dtype=np.intp, count=len(images))

    def lamps(self, images: FloatArray) -> npt.NDArray[np.bool_]:
        """(n, rows, columns) -> (n, r_units): the R-lamps after long exposures, values as they stand."""
        return np.stack([self.machine.settled_answer(self._pattern(image)) for image in images])

    def forget(self) -> None:
        """Put every potentiometer back to its middle."""
        self.machine.clear_values()
        self._tally = FiringTally()

    def snapshot(self, at_s: float) -> Mark1Snapshot:
        """The machine at *at_s*, an instant before the clock's next event."""
        return self.trainer.snapshot(at_s)

    def opinion(self, image: FloatArray) -> Opinion:
        """What a long exposure to *image* (rows, columns) would end in, values as they stand, without noise."""
        response, pattern = self.machine.spec.response, self.machine.pattern(image)
        margins_v = (self.machine.settled_sums_v(pattern) - response.threshold_v)[: self._in_use]
        label = self.meaning(tuple(self.machine.settled_answer(pattern).astype(int).tolist()))
        return Opinion(label=label, sureness=float(np.abs(margins_v).min()), margins=tuple(margins_v.tolist()))

    def state(self) -> dict[str, Any]:
        """All that its future depends on, between two lessons."""
        parts: dict[str, Any] = {"machine": self.machine.state(), "trainer": self.trainer.state()}
        panel = parts["machine"]["panel"]
        wiring = {id(panel[name]): panel[name] for name in ("origins", "signs", "assignment")}  # never written to
        tally = {"exposures": self._tally.exposures, "fired": self._tally.fired}
        return {**deepcopy(parts, wiring), "firing": tally, "r_switches": self.r_switches}

    def restore(self, state: Mapping[str, Any]) -> None:
        """Go on from what `state` told, the clock being where it was then."""
        stored = Stored(self.name, state)
        self.machine.restore(stored.part("machine"))
        self.trainer = Trainer(self.machine)
        self.trainer.restore(stored.part("trainer"))
        firing = stored.part("firing")
        self._tally = FiringTally(firing.count("exposures"), firing.count("fired"))
        self._r_switches = stored.array("r_switches", np.int8, self._r_switches.size, -1, 1).copy()

    def _code(self, label: int) -> npt.NDArray[np.bool_]:
        """The lamps (r_units,) that are wanted for *label*, where the R-switches leave it to the label."""
        wanted: npt.NDArray[np.bool_] = np.where(self._r_switches, self._r_switches > 0, self.codes[label])
        return wanted

    def _teach(self, pattern: Pattern, label: int | None) -> Generator[Event, Any, Trial]:
        clearings, trainer = self.machine.clearings, self.trainer
        asked = trainer.ask(pattern) if label is None else trainer.teach(pattern, self._code(label))
        exposure: Exposure = yield from asked
        if self.machine.clearings == clearings:  # else it belongs to what was cleared
            self._tally = FiringTally(self._tally.exposures + 1, self._tally.fired + exposure.firing)
        return Trial(
            learner=self.name,
            exposure=exposure.number,
            label=NO_ANSWER if label is None else label,
            answer=self.meaning(exposure.answered),
            ended_s=exposure.ended_s,
            code="".join(map(str, exposure.answered)),
            simulated_s=exposure.ended_s - exposure.placed_s,
            motor_s=exposure.motor_s,
            turned_deg=exposure.turned_deg,
            relay_operations=exposure.relay_operations,
            energy_j=exposure.energy_j,
        )

    def _pattern(self, image: FloatArray) -> Pattern:
        """Prepare *image* once: stimuli come again and again."""
        key = image.tobytes()
        pattern = self._patterns.get(key)
        if pattern is None:
            if len(self._patterns) >= PATTERNS_KEPT:
                self._patterns.clear()
            pattern = self._patterns[key] = self.machine.pattern(image)
        return pattern
