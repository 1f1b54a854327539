"""Whole trainings against PyTorch: 400-64-10 in float32, many kinds of layers in float64."""

import pytest
from golden_comparison import hold
from golden_file import load

GOLDEN = load("training")


@pytest.mark.parametrize("case", GOLDEN.cases)
def test_training_is_pytorchs(case):
    hold("training", GOLDEN, case)
