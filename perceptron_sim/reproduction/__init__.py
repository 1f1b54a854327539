"""Published results: every printed number beside ours, all that is assumed in one place, one rule for verdicts."""

from perceptron_sim.reproduction.bench import Reproduction, Row, reproduce
from perceptron_sim.reproduction.claim import Claim, Verdict
from perceptron_sim.reproduction.parameters import FULL, QUICK, BenchSize, Parameters

__all__ = ["FULL", "QUICK", "BenchSize", "Claim", "Parameters", "Reproduction", "Row", "Verdict", "reproduce"]
