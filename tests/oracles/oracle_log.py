"""What happened in the oracle, and what was too close to call: there the rounding of the last bit decides."""

import bisect
from dataclasses import dataclass, field

NEAR_S = 1e-9  # two instants as near as this are in no order that a model could be held to
NEAR = 1e-9

Bits = tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class Reading:
    """One exposure as the oracle saw it: instants in seconds, costs over the whole span."""

    placed_s: float
    read_s: float
    ended_s: float
    answered: Bits
    firing: int
    driven: frozenset[int]
    motor_s: float
    turned_deg: float
    value_change_deg: float
    relay_operations: int
    energy_j: dict[str, float]


@dataclass
class Log:
    """Everything that happened: (part, time, new state), in order of time.

    decided_s holds the instants at which something was decided by the A-units' outputs as they stood.
    """

    contacts: list[tuple[int, float, bool]] = field(default_factory=list)
    firing: list[tuple[int, float, bool]] = field(default_factory=list)
    current: list[tuple[int, float, int]] = field(default_factory=list)
    readings: list[Reading] = field(default_factory=list)
    decided_s: list[float] = field(default_factory=list)
    doubts: set[str] = field(default_factory=set)

    def doubt(self, about: str) -> None:
        """Note that a decision hung by a hair."""
        self.doubts.add(about)

    def too_close(self, others_s: list[float]) -> set[str]:
        """What cannot be compared; *others_s* are further instants at which something was done to the machine."""
        changes_s = sorted([at_s for _, at_s, _ in self.firing] + others_s)
        for decided_s in self.decided_s:
            after = bisect.bisect_left(changes_s, decided_s - NEAR_S)
            if after < len(changes_s) and changes_s[after] < decided_s + NEAR_S:
                self.doubt("an A-unit that flips as something is decided")
        return self.doubts
