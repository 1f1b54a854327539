"""Every activation, and softmax, against PyTorch: value, slope and bend from -1e4 to 1e4, and at every kink."""

import numpy as np
import pytest
from golden_comparison import hold
from golden_file import load
from numpy.testing import assert_allclose

from modern import ACTIVATIONS

GOLDEN = load("activations")


@pytest.mark.parametrize("case", GOLDEN.cases)
def test_activation_and_its_derivatives_are_pytorchs(case):
    hold("activations", GOLDEN, case)


def test_every_activation_has_a_golden():
    assert {about["activation"] for about in GOLDEN.cases.values() if "activation" in about} == set(ACTIVATIONS)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_activation_in_float32_is_the_golden_rounded(name):
    golden = GOLDEN.of(name)
    seen = np.abs(golden["x"]) > np.finfo(np.float32).tiny
    ours = ACTIVATIONS[name](golden["x"][seen].astype(np.float32))
    assert ours.dtype == np.float32
    assert_allclose(ours, golden["value"][seen], rtol=2e-5, atol=2.0**-24)
