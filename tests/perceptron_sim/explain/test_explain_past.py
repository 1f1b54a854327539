"""What cards know of the past: as it was seen, in order, never more than so many exposures."""

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from perceptron_sim import Letters, Session
from perceptron_sim.commands import NewSeed
from perceptron_sim.explain.neuron import UnitKey
from perceptron_sim.explain.past import KEPT, Past

FOREVER_S = 1e9


@pytest.fixture
def session():
    return Session(Letters(until_errorless=False))


def seen(session, past, exposures):
    """Look at each of so many exposures once in the light and once after it; return the snapshots."""
    snapshots = []
    for _ in range(exposures):
        while not session.snapshot().mark1.light.any():
            session.advance(0.05, budget_s=FOREVER_S)
        session.advance(0.3, budget_s=FOREVER_S)
        snapshots.append((session.snapshot(), None))
        past.see(snapshots[-1][0])
        session.advance_exposure()
        snapshots[-1] = snapshots[-1][0], session.snapshot()
        past.see(snapshots[-1][1])
    return snapshots


def test_what_was_seen_in_the_light_stands_in_order(session):
    past = Past()
    snapshots = seen(session, past, 5)
    for a_unit in (0, 17, 511):
        assert_array_equal(past.of(("a_unit", a_unit)), [lit.mark1.firing[a_unit] for lit, _ in snapshots])
    assert_array_equal(past.of(("cell", 150)), [lit.mark1.s_contacts[150] for lit, _ in snapshots])
    assert past.of(("r_unit", 0)) == pytest.approx([lit.mark1.sums_v[0] for lit, _ in snapshots])


def test_a_dial_is_told_as_it_stood_after_each_exposure(session):
    past = Past()
    snapshots = seen(session, past, 5)
    dial = int(np.argmax(np.abs(snapshots[-1][1].mark1.angle_deg)))
    after = [later.mark1.angle_deg[dial] for _, later in snapshots]
    assert past.of(("knob", dial)) == pytest.approx(after)
    assert past.unit(("knob", dial)) == "degrees"


def test_a_unit_of_the_neuron_view_has_the_past_of_that_unit(session):
    past = Past()
    seen(session, past, 3)
    assert_array_equal(past.of(UnitKey("a_unit", 5)), past.of(("a_unit", 5)))
    assert past.of(("hidden", 63)).size == 3


@pytest.mark.parametrize("key", ["score", ("a_unit", 512), ("a_unit", -1), ("phase", 1), 7, ("a_unit", 1, 2)])
def test_what_is_no_part_has_no_past(session, key):
    past = Past()
    seen(session, past, 1)
    assert past.of(key).size == 0


def test_another_seed_begins_anew(session):
    past = Past()
    seen(session, past, 3)
    session.apply(NewSeed(2))
    past.see(session.snapshot())
    assert past.of(("a_unit", 0)).size == 0
    seen(session, past, 2)
    assert past.of(("a_unit", 0)).size == 2


def test_no_more_than_so_many_exposures_are_kept(session):
    past = Past()
    for _ in range(KEPT + 30):
        next(session.trials())
        past.see(session.snapshot())
    kept = past.of(("probability", 0))
    assert kept.size == KEPT
    assert kept[-1] == session.snapshot().network.probabilities[0]
