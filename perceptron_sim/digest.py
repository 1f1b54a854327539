"""The fingerprint of a run: sha256 over its records, in order, without what depends on the computer's speed."""

import hashlib
from collections.abc import Callable

from hardware import FaultRecord, fault_as_dict
from perceptron_sim.experiments.measurement import Measurement
from perceptron_sim.learner import Trial


class RecordDigest:
    """Takes records as they come. Numbers enter by their exact shortest form, so equal runs are equal to the bit.

    Each step hashes the digest so far, *reached*, and a record: it can be put away and gone on with.
    """

    def __init__(self, reached: str | None = None) -> None:
        self._reached = reached or hashlib.sha256().hexdigest()

    def add(self, *values: object) -> None:
        """Enter one record of plain values."""
        self._reached = hashlib.sha256(f"{self._reached}\n{values!r}".encode()).hexdigest()

    def add_trial(self, trial: Trial) -> None:
        """Enter one exposure; wall_s is left out."""
        self.add(
            trial.learner,
            trial.exposure,
            trial.pass_number,
            trial.stimulus,
            trial.label,
            trial.answer,
            trial.code,
            trial.loss,
            trial.ended_s,
            trial.simulated_s,
            trial.motor_s,
            trial.turned_deg,
            trial.relay_operations,
            trial.multiply_adds,
            trial.energy_j,
        )

    def add_fault(self, record: FaultRecord) -> None:
        """Enter a part that failed or was repaired."""
        self.add("fault", record.time_s, str(record.event), fault_as_dict(record.fault))

    def add_measurement(self, measurement: Measurement) -> None:
        """Enter what was found out after the last pass."""
        self.add("measurement", measurement.learner, measurement.measure, measurement.value, measurement.at)

    def hexdigest(self) -> str:
        """The fingerprint so far."""
        return self._reached


class KeptDigests:
    """What the fingerprint, told by *digest*, was when so many exposures had ended, for the numbers that were asked."""

    def __init__(self, digest: Callable[[], str]) -> None:
        self._digest = digest
        self._kept: dict[int, str | None] = {}

    @property
    def wanted(self) -> bool:
        """Whether anybody asked."""
        return bool(self._kept)

    def forget_after(self, exposures: int) -> None:
        """Forget those after so many *exposures*: another course has begun there."""
        self._kept = {asked: known if asked <= exposures else None for asked, known in self._kept.items()}

    def at(self, asked: int, exposures: int) -> str | None:
        """That after *asked* exposures, of which *exposures* have ended by now; None where nobody knows (yet)."""
        if asked not in self._kept:
            self._kept[asked] = None
            self.look(exposures)
        return self._kept[asked]

    def look(self, exposures: int) -> None:
        """Keep the fingerprint of this instant if it is the first after so many *exposures* and was asked for."""
        if self._kept and self._kept.get(exposures, "") is None:
            self._kept[exposures] = self._digest()
