"""The evidence: our numbers beside the sources', worked out by the simulated machine and never tuned to them."""

from perceptron_sim.evidence.registry import EVIDENCE, Evidence, listed, tables
from perceptron_sim.evidence.row import Row

__all__ = ["EVIDENCE", "Evidence", "Row", "listed", "tables"]
