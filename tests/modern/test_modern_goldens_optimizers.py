"""Every form of every optimizer against PyTorch, 200 steps, with every schedule and every clipping."""

import numpy as np
import pytest
from golden_comparison import hold
from golden_file import load

import modern

GOLDEN = load("optimizers")


@pytest.mark.parametrize("case", GOLDEN.cases)
def test_optimizer_walks_as_pytorch_does(case):
    hold("optimizers", GOLDEN, case)


def exported(kind):
    """The names of the library that are subclasses of *kind*, itself apart."""
    found = {name for name in modern.__all__ if isinstance(getattr(modern, name), type)}
    return {name for name in found if issubclass(getattr(modern, name), kind)} - {kind.__name__}


def named(about):
    """Every schedule in a description."""
    return {about["schedule"]} | (named(about["settings"]["then"]) if "then" in about["settings"] else set())


def test_every_optimizer_and_every_clipping_has_a_golden():
    walks = [about for about in GOLDEN.cases.values() if "optimizer" in about]
    assert {about["optimizer"] for about in walks} == exported(modern.Optimizer)
    assert {about["clip"][0] for about in walks if about["clip"]} == exported(modern.Clipping)


def test_every_schedule_has_a_golden():
    found = set.union(*(named(about["rates"]) for about in GOLDEN.cases.values() if "rates" in about))
    schedules = {
        kind.__name__ for kind in vars(modern).values() if getattr(kind, "__module__", "") == "modern.schedules"
    }
    assert found == schedules - {"Schedule"}


@pytest.mark.parametrize("form", ["momentum", "nesterov", "adagrad", "rmsprop", "adam", "adamw"])
def test_the_two_forms_are_told_apart_by_their_goldens(form):
    outside, inside = (GOLDEN.arrays[f"{form}_{place}_exponential", "parameters"] for place in ("outside", "inside"))
    assert np.abs(outside[-1] - inside[-1]).max() > 1e-6


@pytest.mark.parametrize("form", ["momentum", "nesterov"])
def test_as_long_as_the_rate_stays_it_does_not_matter_where_it_stands(form):
    outside, inside = (GOLDEN.arrays[f"{form}_{place}_constant", "parameters"] for place in ("outside", "inside"))
    np.testing.assert_allclose(outside, inside, rtol=1e-10)
