"""Snapshots: the exact state at any instant, read-only, untouched by what happens afterwards."""

import math
from dataclasses import fields

import numpy as np
import pytest
from numpy.testing import assert_allclose

from hardware import Phase


def arrays(snapshot):
    values = {item.name: getattr(snapshot, item.name) for item in fields(snapshot)}
    return {name: value for name, value in values.items() if isinstance(value, np.ndarray)}


@pytest.fixture
def correcting(build, light):
    """A trainer half way through a pulse that began at 0.5 s and ends at 0.6 s."""
    trainer = build()
    trainer.machine.env.process(trainer.teach(light(0, 2), (1, 0)))
    trainer.machine.env.run(until=0.55)
    return trainer


def test_a_machine_that_has_seen_nothing_is_dark_still_and_silent(build):
    snapshot = build().snapshot()
    assert (snapshot.time_s, snapshot.phase, snapshot.exposures) == (0.0, Phase.WAITING, 0)
    assert (snapshot.answered, snapshot.wanted) == (None, None)
    assert snapshot.conductance_us.tolist() == [1.0] * 4
    dark = (snapshot.light, snapshot.s_contacts, snapshot.firing, snapshot.angle_deg, snapshot.current, snapshot.lamps)
    assert not any(array.any() for array in dark)


def test_a_snapshot_within_a_pulse_shows_the_closed_forms_angle_and_speed(correcting):
    snapshot = correcting.snapshot()
    lag = 1 - math.exp(-0.05 / 0.02)
    assert_allclose(snapshot.angle_deg, [60 * (0.05 - 0.02 * lag), 0, 0, 0])
    assert_allclose(snapshot.speed_deg_per_s, [60 * lag, 0, 0, 0])
    assert snapshot.current.tolist() == [1, 0, 0, 0]
    assert snapshot.phase is Phase.CORRECTING


def test_a_snapshot_shows_what_was_answered_and_wanted(correcting):
    snapshot = correcting.snapshot()
    assert (snapshot.answered, snapshot.wanted) == ((0, 0), (1, 0))
    assert snapshot.light.tolist() == [1.0, 0.0, 1.0, 0.0]
    assert snapshot.firing.tolist() == snapshot.s_contacts.tolist() == [True, False, True, False]


def test_a_snapshot_shows_the_sums_as_they_were_one_delay_ago(correcting):
    elapsed_s = 0.05 - 0.01
    angle_deg = 60 * (elapsed_s - 0.02 * (1 - math.exp(-elapsed_s / 0.02)))
    snapshot = correcting.snapshot()
    assert_allclose(snapshot.sums_v, [round(angle_deg / 0.3) * 11 * 0.3 / 150, 0.0])
    assert snapshot.lamps.tolist() == [True, False]


def test_any_instant_before_the_next_event_can_be_seen(correcting):
    early, late = correcting.snapshot(0.56), correcting.snapshot(0.59)
    assert early.angle_deg[0] < late.angle_deg[0]
    assert correcting.snapshot(0.56).angle_deg.tolist() == early.angle_deg.tolist()


def test_arrays_of_a_snapshot_are_read_only(correcting):
    for array in arrays(correcting.snapshot()).values():
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0


def test_a_snapshot_does_not_change_when_the_machine_does(correcting):
    snapshot = correcting.snapshot()
    before = {name: array.copy() for name, array in arrays(snapshot).items()}
    correcting.machine.env.run(until=0.7)
    assert correcting.snapshot().phase is Phase.CHANGING
    assert all((before[name] == array).all() for name, array in arrays(snapshot).items())


def test_looking_changes_nothing(build, teach, light):
    unseen = teach(build(), light(0, 2), (1, 0))
    trainer = build()
    began_s = trainer.machine.env.now
    exposing = trainer.machine.env.process(trainer.teach(light(0, 2), (1, 0)))
    for look_s in np.linspace(0.001, 1.099, 100):
        trainer.machine.env.run(until=began_s + look_s)
        trainer.snapshot()
    seen = trainer.machine.env.run(until=exposing)
    assert (seen.answered, seen.motors_driven, seen.relay_operations) == (
        unseen.answered,
        unseen.motors_driven,
        unseen.relay_operations,
    )
    assert seen.turned_deg == pytest.approx(unseen.turned_deg)
