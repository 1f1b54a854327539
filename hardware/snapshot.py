"""The whole machine at one instant, as others see it: frozen, copied, arrays read-only."""

from dataclasses import dataclass, fields
from enum import StrEnum

import numpy as np

from hardware.arrays import BoolArray, FloatArray, Int8Array
from hardware.faults import Fault
from hardware.records import Code


class Phase(StrEnum):
    """What the trainer is doing."""

    WAITING = "waiting"
    EXPOSING = "exposing"
    CORRECTING = "correcting"
    CHANGING = "changing the pattern"
    TESTING = "testing itself"
    SETTING = "setting potentiometers by hand"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark1Snapshot:
    """Every signal of the machine at *time_s*.

    light (s_units,) 0..1; conductance_us (s_units,); s_contacts (s_units,); firing (a_units,);
    switches (s_units,) of the sensory panel, +1 forced on, -1 off, 0 automatic;
    angle_deg, speed_deg_per_s, current (a_units,), current being the sign each motor is driven with, and stop_deg
    the angle of the upper end stop;
    sums_v and lamps (r_units,); answered is the trainer's last reading and wanted what it should have been.
    """

    time_s: float
    phase: Phase
    exposures: int
    light: FloatArray
    conductance_us: FloatArray
    switches: Int8Array
    s_contacts: BoolArray
    firing: BoolArray
    angle_deg: FloatArray
    speed_deg_per_s: FloatArray
    current: Int8Array
    stop_deg: float
    sums_v: FloatArray
    lamps: BoolArray
    faults: tuple[Fault, ...]
    answered: Code | None
    wanted: Code | None

    def __post_init__(self) -> None:
        for item in fields(self):
            value = getattr(self, item.name)
            if isinstance(value, np.ndarray):
                copy = value.copy()
                copy.flags.writeable = False
                object.__setattr__(self, item.name, copy)
