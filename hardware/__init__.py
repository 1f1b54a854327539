"""The Mark I Perceptron as a machine in time: photocells, relays, plugboard, motors, potentiometers, lamps."""

from hardware.errors import Mark1Error, SpecError, StimulusError, WiringError
from hardware.machine import Mark1
from hardware.plugboard import UNASSIGNED, Wiring, draw_wiring
from hardware.provenance import Certainty, ProvenanceRow, provenance
from hardware.records import Code, Exposure
from hardware.retina import Pattern
from hardware.snapshot import Mark1Snapshot, Phase
from hardware.spec import (
    AssociationSpec,
    Mark1Spec,
    MotorSpec,
    PlugboardSpec,
    PotentiometerSpec,
    PowerSpec,
    ResponseSpec,
    RetinaSpec,
    TimingSpec,
)
from hardware.trainer import Trainer

__all__ = [
    "UNASSIGNED",
    "AssociationSpec",
    "Certainty",
    "Code",
    "Exposure",
    "Mark1",
    "Mark1Error",
    "Mark1Snapshot",
    "Mark1Spec",
    "MotorSpec",
    "Pattern",
    "Phase",
    "PlugboardSpec",
    "PotentiometerSpec",
    "PowerSpec",
    "ProvenanceRow",
    "ResponseSpec",
    "RetinaSpec",
    "SpecError",
    "StimulusError",
    "TimingSpec",
    "Trainer",
    "Wiring",
    "WiringError",
    "draw_wiring",
    "provenance",
]
