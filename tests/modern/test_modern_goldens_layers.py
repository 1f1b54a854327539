"""Every layer against PyTorch: forward, backward, and the derivative of the derivatives."""

import pytest
from golden_comparison import hold
from golden_file import load

import modern

GOLDEN = load("layers")


@pytest.mark.parametrize("case", GOLDEN.cases)
def test_layer_and_its_derivatives_are_pytorchs(case):
    hold("layers", GOLDEN, case)


def test_every_layer_has_a_golden():
    exported = [getattr(modern, name) for name in modern.__all__]
    layers = {kind.__name__ for kind in exported if isinstance(kind, type) and issubclass(kind, modern.Layer)}
    assert {about["layer"] for about in GOLDEN.cases.values()} == layers - {"Layer"}
