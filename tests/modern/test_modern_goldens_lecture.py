"""The lecture's network of row 21 against PyTorch: every number of one step, and all weights on the way to 10,000."""

import pytest
from golden_comparison import hold
from golden_file import load

GOLDEN = load("lecture")


@pytest.mark.parametrize("case", GOLDEN.cases)
def test_worked_example_is_pytorchs(case):
    hold("lecture", GOLDEN, case)
