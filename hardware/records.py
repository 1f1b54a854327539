"""What happened and when: one frozen record per exposure, times in simulated seconds."""

from dataclasses import dataclass

Code = tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Exposure:
    """One pattern shown to the machine, from the instant it was placed to the end of the interval after it.

    wanted is None where the trainer asked without teaching. Costs cover the whole span: motor_s is the time
    motors had current, summed over motors; turned_deg what their shafts turned, coasting included.
    A-relay operations are counted at the reading: each unit found firing closes and opens once.
    """

    number: int
    placed_s: float
    read_s: float
    ended_s: float
    answered: Code
    wanted: Code | None
    wrong_bits: int
    firing: int
    motors_driven: int
    motor_s: float
    turned_deg: float
    relay_operations: int
    energy_j: float
