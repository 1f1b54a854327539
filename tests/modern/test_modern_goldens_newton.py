"""Exact Hessians and Newton's steps against PyTorch's own Hessians, solved by its linear algebra."""

import pytest
from golden_comparison import hold
from golden_file import load

GOLDEN = load("newton")


@pytest.mark.parametrize("case", GOLDEN.cases)
def test_hessian_and_newtons_steps_are_pytorchs(case):
    hold("newton", GOLDEN, case)


def test_the_line_search_and_the_damping_were_at_work_in_the_goldens():
    assert GOLDEN.arrays["walk_line_search_convex", "rate"].min() < 8.0
    assert GOLDEN.arrays["walk_automatic", "damping"].max() > 0
    assert GOLDEN.arrays["walk_automatic", "rate"].min() < 1.0


def test_a_golden_walks_where_the_hessian_is_not_positive_definite_undamped():
    assert GOLDEN.cases["walk_undamped_not_convex"]["settings"]["damping"] == 0
    assert GOLDEN.arrays["walk_undamped_not_convex", "smallest"].max() < 0
