"""Experiments with two classes that one R-unit tells apart: dark at the first class, lit at the second."""

from dataclasses import dataclass

from perceptron_sim.experiments.experiment import CODES, Experiment
from perceptron_sim.experiments.settings import setting

DARK_OR_LIT = ("0", "1")


@dataclass(frozen=True, kw_only=True)
class OneLamp(Experiment):
    """All A-units are patched to R1. Where no A-unit fires the lamp stays dark, which is an answer here."""

    code: str = setting("given", "which R-lamps mean which class", choices=CODES)
    codewords: tuple[str, ...] = setting(DARK_OR_LIT, 'with the code "given": the lamps of each class, R1 first')

    def check(self) -> None:
        """Leave the usual lamps out where another code is chosen."""
        if self.code != "given" and self.codewords == DARK_OR_LIT:
            object.__setattr__(self, "codewords", ())
