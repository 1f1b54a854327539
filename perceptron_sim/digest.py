"""The fingerprint of a run: sha256 over its records, in order, without what depends on the computer's speed."""

import hashlib

from perceptron_sim.learner import Trial


class RecordDigest:
    """Takes records as they come. Numbers enter by their exact shortest form, so equal runs are equal to the bit."""

    def __init__(self) -> None:
        self._hash = hashlib.sha256()

    def add(self, *values: object) -> None:
        """Enter one record of plain values."""
        self._hash.update(repr(values).encode())
        self._hash.update(b"\n")

    def add_trial(self, trial: Trial) -> None:
        """Enter one exposure; wall_s is left out."""
        self.add(
            trial.learner,
            trial.exposure,
            trial.label,
            trial.answer,
            trial.ended_s,
            trial.simulated_s,
            trial.motor_s,
            trial.turned_deg,
            trial.relay_operations,
            trial.multiply_adds,
            trial.energy_j,
        )

    def hexdigest(self) -> str:
        """The fingerprint so far."""
        return self._hash.hexdigest()
