"""Our numbers held against a golden's: what of `modern` computes them, and how near they must come.

The tests do this with the stored goldens, the comparison beside the benchmarks with goldens that PyTorch makes anew.
"""

from collections.abc import Callable, Mapping

import golden_replay
import golden_replay_learning
import numpy as np
from golden_file import Case, Golden

REPLAYS: Mapping[str, Callable[[Case, dict[str, np.ndarray]], dict[str, np.ndarray]]] = {
    "activations": golden_replay.activations,
    "losses": golden_replay.losses,
    "layers": golden_replay.layers,
    "optimizers": golden_replay_learning.optimizers,
    "newton": golden_replay_learning.newton,
    "training": golden_replay_learning.training,
    "lecture": golden_replay_learning.lecture,
}
# What went in, and stands in the golden only for that.
GIVEN = {
    "activations": {"x", "kink_x"},
    "losses": {"outputs", "targets"},
    "layers": {"kept"},
    "optimizers": {"gradient"},
    "newton": {"start"},
    "training": set(),
    "lecture": {"x"},
}
RELATIVE, UNDERFLOW = 1e-10, 1e-300
RELATIVE_FLOAT32, ABSOLUTE_FLOAT32 = 1e-4, 1e-6
ROUNDING_OF_1, ROUNDING_OF_CURVATURES = 2.0**-53, 1e-13
# The formula on the board takes from 1 what has nearly become 1, as in y (1 - y) and 1 - y²; PyTorch's own does too. Of
# the golden, which has all digits there, so many roundings of 1 are then left: of the slope, and of the bend.
SATURATED = {
    "sigmoid": (2, 2),
    "tanh": (2, 4),
    "soft_relu": (0, 2),
    "silu": (0, 80),  # that times x
    "gelu_tanh": (0, 400),  # that times x and the square of the slope within
    "log_softmax": (0, 2),
}


def tolerance(name: str, case: Case, quantity: str) -> tuple[float, float]:
    """How far ours may be off, relative to the golden, and beside it."""
    if name == "training" and case["network"] == "dense":
        return RELATIVE_FLOAT32, ABSOLUTE_FLOAT32
    if name == "activations" and quantity in ("slope", "bend"):
        roundings = SATURATED.get(case.get("activation") or case["softmax"], (0, 0))[quantity == "bend"]
        return RELATIVE, roundings * ROUNDING_OF_1 + UNDERFLOW
    if quantity in ("smallest", "largest"):  # an eigenvalue is as exact as the largest one is
        return RELATIVE, ROUNDING_OF_CURVATURES
    return RELATIVE, UNDERFLOW


def hold(name: str, golden: Golden, case: str) -> None:
    """Raise AssertionError, saying where and by how much, unless `modern` computes what stands in the golden."""
    about, expected = golden.cases[case], golden.of(case)
    ours = REPLAYS[name](about, expected)
    assert expected.keys() - GIVEN[name] <= ours.keys(), f"{case}: not computed: {expected.keys() - ours.keys()}"
    for quantity in expected.keys() - GIVEN[name]:
        relative, absolute = tolerance(name, about, quantity)
        np.testing.assert_allclose(
            ours[quantity],
            expected[quantity],
            rtol=relative,
            atol=absolute,
            err_msg=f"{name}, {case}: {quantity}",
        )
        assert ours[quantity].shape == expected[quantity].shape, f"{name}, {case}: shape of {quantity}"
