"""Any machine, any faults, any hand at its plugs and switches: the bank model does what one process per part does."""

import pytest
from hypothesis import HealthCheck, assume, given, settings
from oracle_comparison import Scene, assert_same, doubts, run_oracle
from oracle_strategies import slides, taught_machines

steady = {"deadline": None, "derandomize": True, "suppress_health_check": list(HealthCheck)}


def assert_same_unless_in_doubt(scene: Scene) -> None:
    """Where rounding decides in the oracle, nobody can be held to its decision."""
    oracle, seen = run_oracle(scene)
    assume(not doubts(scene, oracle))
    assert_same(scene, oracle, seen)


@given(taught_machines())
@settings(max_examples=50, **steady)
def test_any_machine_does_what_the_oracle_does_whatever_breaks_and_is_mended(scene: Scene) -> None:
    assert_same_unless_in_doubt(scene)


@given(slides())
@settings(max_examples=35, **steady)
def test_any_slides_are_seen_as_the_oracle_sees_them_whatever_breaks_and_is_mended(scene: Scene) -> None:
    assert_same_unless_in_doubt(scene)


@pytest.mark.long
@given(taught_machines())
@settings(max_examples=800, **steady)
def test_hundreds_of_machines_do_what_the_oracle_does(scene: Scene) -> None:
    assert_same_unless_in_doubt(scene)


@pytest.mark.long
@given(slides())
@settings(max_examples=400, **steady)
def test_hundreds_of_slides_are_seen_as_the_oracle_sees_them(scene: Scene) -> None:
    assert_same_unless_in_doubt(scene)
