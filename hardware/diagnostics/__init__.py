"""The operator's self-test: walks through lamps, cells, relays, wires, motors and potentiometers, and what it finds."""

from hardware.diagnostics.findings import Finding, Part, SelfTestReport, SelfTestSpec, Untestable
from hardware.diagnostics.procedure import self_test

__all__ = ["Finding", "Part", "SelfTestReport", "SelfTestSpec", "Untestable", "self_test"]
