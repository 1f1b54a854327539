"""The Mark I Perceptron as a machine in time: photocells, relays, plugboard, motors, potentiometers, lamps."""

from hardware.checkpoint import Restored, checkpoint, restored
from hardware.choices import Control, Rule, Tie, WiringFamily
from hardware.course import Course, CourseSpec, Order
from hardware.diagnostics import Finding, Part, SelfTestReport, SelfTestSpec, Untestable, self_test
from hardware.errors import (
    CheckpointError,
    ControlError,
    FaultError,
    Mark1Error,
    SpecError,
    StimulusError,
    WiringError,
)
from hardware.failures import FailureProcess, FailureSpec
from hardware.fault_schedule import FaultSchedule, ScheduledFault
from hardware.faults import (
    FAULTS,
    CutWire,
    DeadCell,
    DeadLamp,
    DirtyWiper,
    Fault,
    ShortedWire,
    SlippingMotor,
    StuckCell,
    StuckMotor,
    StuckRelay,
    SupplySag,
    fault_as_dict,
    fault_from_dict,
)
from hardware.fleet import Fleet, FleetExposure, FleetImages
from hardware.machine import Mark1
from hardware.plain import from_plain, plain
from hardware.plugboard import UNASSIGNED, UNPLUGGED, Wiring
from hardware.provenance import Certainty, ProvenanceRow, provenance
from hardware.records import Code, Energy, Exposure, FaultEvent, FaultRecord, HandSetting
from hardware.retina import Pattern
from hardware.snapshot import Mark1Snapshot, Phase
from hardware.spec import (
    AssociationSpec,
    Mark1Spec,
    MotorSpec,
    NoiseSpec,
    PlugboardSpec,
    PotentiometerSpec,
    PowerSpec,
    RatchetSpec,
    ReinforcementSpec,
    ResponseSpec,
    RetinaSpec,
    TimingSpec,
)
from hardware.trace import Signal, SignalChange, SignalKind, Trace, channels, signals_of
from hardware.trainer import Trainer
from hardware.wiring_draw import draw_wiring
from hardware.wiring_text import wiring_csv, wiring_from_json, wiring_sheet, wiring_to_json

__all__ = [
    "FAULTS",
    "UNASSIGNED",
    "UNPLUGGED",
    "AssociationSpec",
    "Certainty",
    "CheckpointError",
    "Code",
    "Control",
    "ControlError",
    "Course",
    "CourseSpec",
    "CutWire",
    "DeadCell",
    "DeadLamp",
    "DirtyWiper",
    "Energy",
    "Exposure",
    "FailureProcess",
    "FailureSpec",
    "Fault",
    "FaultError",
    "FaultEvent",
    "FaultRecord",
    "FaultSchedule",
    "Finding",
    "Fleet",
    "FleetExposure",
    "FleetImages",
    "HandSetting",
    "Mark1",
    "Mark1Error",
    "Mark1Snapshot",
    "Mark1Spec",
    "MotorSpec",
    "NoiseSpec",
    "Order",
    "Part",
    "Pattern",
    "Phase",
    "PlugboardSpec",
    "PotentiometerSpec",
    "PowerSpec",
    "ProvenanceRow",
    "RatchetSpec",
    "ReinforcementSpec",
    "ResponseSpec",
    "Restored",
    "RetinaSpec",
    "Rule",
    "ScheduledFault",
    "SelfTestReport",
    "SelfTestSpec",
    "ShortedWire",
    "Signal",
    "SignalChange",
    "SignalKind",
    "SlippingMotor",
    "SpecError",
    "StimulusError",
    "StuckCell",
    "StuckMotor",
    "StuckRelay",
    "SupplySag",
    "Tie",
    "TimingSpec",
    "Trace",
    "Trainer",
    "Untestable",
    "Wiring",
    "WiringError",
    "WiringFamily",
    "channels",
    "checkpoint",
    "draw_wiring",
    "fault_as_dict",
    "fault_from_dict",
    "from_plain",
    "plain",
    "provenance",
    "restored",
    "self_test",
    "signals_of",
    "wiring_csv",
    "wiring_from_json",
    "wiring_sheet",
    "wiring_to_json",
]
