"""Every loss against PyTorch: value, slope and bend, with weights and without, at outputs up to 1e4."""

import pytest
from golden_comparison import hold
from golden_file import load

import modern

GOLDEN = load("losses")


@pytest.mark.parametrize("case", GOLDEN.cases)
def test_loss_and_its_derivatives_are_pytorchs(case):
    hold("losses", GOLDEN, case)


def test_every_loss_has_a_golden():
    named = {name for name in modern.__all__ if getattr(getattr(modern, name), "__module__", "") == "modern.losses"}
    assert {about["loss"] for about in GOLDEN.cases.values()} == named - {"Loss"}
