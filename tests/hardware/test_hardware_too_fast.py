"""Read too early or too soon after the last pattern, and the machine is wrong exactly as the closed form says."""

import math

import numpy as np
import pytest

RISE_S, FALL_S, RELAY_S = 0.040, 0.060, 0.010
DELAYS_S = RELAY_S + 0.010 + 0.010  # the S-relay's, the A-unit's and the R-unit's
DARK_US, ON_US, OFF_US = 1.0, 100.0, 60.0
GROWN_US = 10.0 * 100.0**0.7  # what full light adds to the conductance
SEEN_S = RISE_S * math.log(GROWN_US / (DARK_US + GROWN_US - ON_US)) + DELAYS_S
EXPOSURE_S = 0.06  # so short that the cell has not reached its end
REACHED_US = GROWN_US * (1 - math.exp(-EXPOSURE_S / RISE_S))
GLOW_S = FALL_S * math.log(REACHED_US / (OFF_US - DARK_US)) + DELAYS_S
MOMENT_S = 1e-6


def answer(ask, trainer, image):
    """What is read with the first A-unit of each R-unit up and the second at its middle."""
    trainer.machine.potentiometers.set_angles(np.array([90.0, 0.0, 90.0, 0.0]), trainer.machine.env.now)
    return ask(trainer, image).answered


def test_by_hand_a_pattern_is_seen_after_50_milliseconds_and_gone_102_after_a_short_exposure():
    assert (round(SEEN_S, 4), round(GLOW_S, 4)) == (0.0500, 0.1018)


@pytest.mark.parametrize(("exposure_s", "answered"), [(SEEN_S - MOMENT_S, (0, 0)), (SEEN_S + MOMENT_S, (1, 0))])
def test_an_exposure_is_misread_until_the_closed_forms_instant_and_right_after_it(
    build, ask, light, exposure_s, answered
):
    trainer = build(exposure_s=exposure_s)
    assert answer(ask, trainer, light(0)) == answered


@pytest.mark.parametrize(("moment_s", "answered"), [(-MOMENT_S, (1, 1)), (MOMENT_S, (0, 1))])
def test_the_last_image_is_still_read_if_the_interval_is_shorter_than_its_glow(build, ask, light, moment_s, answered):
    trainer = build(exposure_s=EXPOSURE_S, interval_s=GLOW_S - EXPOSURE_S + moment_s)
    assert answer(ask, trainer, light(0)) == (1, 0)
    assert answer(ask, trainer, light(2)) == answered


def test_a_long_interval_leaves_no_ghost(build, ask, light):
    trainer = build(exposure_s=EXPOSURE_S, interval_s=0.5)
    assert [answer(ask, trainer, light(cell)) for cell in (0, 2, 0, 2)] == [(1, 0), (0, 1)] * 2


def test_no_interval_at_all_leaves_a_ghost(build, ask, light):
    trainer = build(exposure_s=EXPOSURE_S, interval_s=0.0)
    assert [answer(ask, trainer, light(cell)) for cell in (0, 2)] == [(1, 0), (1, 1)]
