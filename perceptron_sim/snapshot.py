"""Everything there is to see of a session at one instant: frozen, arrays read-only."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hardware import Mark1Snapshot
from perceptron_sim.learner import FloatArray
from perceptron_sim.ledger import Score
from perceptron_sim.network_learner import NetworkSnapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionSnapshot:
    """One instant of the first Mark I and the first network of a session.

    exposure_limit is how many exposures *pass_limit* passes come to; stimulus (rows, columns) and label are what both
    were shown last; codes (classes, r_units) what the R-lamps should say; assignment (a_units,) the R-unit of each
    A-unit; scores by learner's name. network_answer is the network's answer to the present stimulus, given before it
    learned.
    """

    time_s: float
    experiment: str
    seed: int
    finished: bool
    exposures: int
    pass_number: int
    pass_limit: int
    exposure_limit: int
    stimulus: FloatArray | None
    label: int | None
    class_names: tuple[str, ...]
    codes: npt.NDArray[np.bool_]
    assignment: npt.NDArray[np.intp]
    mark1: Mark1Snapshot
    network: NetworkSnapshot
    network_answer: int | None
    scores: dict[str, Score]

    @property
    def exposure(self) -> int:
        """Which exposure stands in view, counted from 1, or stood there last; 0 before the first."""
        return self.exposures + (self.stimulus is not None and not self.finished)

    def meaning(self, code: tuple[int, ...]) -> str | None:
        """The letter or class that *code* (r_units,) stands for; None if it stands for nothing."""
        heard = np.isin(np.arange(len(code)), self.assignment)  # idle R-units mean nothing, whatever their lamps show
        found = np.flatnonzero((self.codes == np.array(code, dtype=np.bool_))[:, heard].all(axis=1))
        return self.class_names[found[0]] if found.size else None
