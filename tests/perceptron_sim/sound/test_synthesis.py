"""The waves of the machine's noises: whole, without seams, never too loud, higher with each level of load."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from perceptron_sim.sound import CLICKS, LEVELS, RATE_HZ, click, volumes, whirr

FULL = 32_767
loads = st.floats(0, 1)


def pitch_hz(level: int) -> float:
    """Where the spectrum of a whirr is highest."""
    wave = whirr(level).astype(float)
    return float(np.abs(np.fft.rfft(wave)).argmax() * RATE_HZ / len(wave))


def test_the_pitch_rises_from_level_to_level() -> None:
    pitches = [pitch_hz(level) for level in range(LEVELS)]
    assert all(low < high for low, high in pairwise(pitches))


def test_the_loudest_of_all_that_can_sound_together_is_not_clipped() -> None:
    whirrs, clicks = [int(np.abs(whirr(level)).max()) for level in range(LEVELS)], []
    clicks = [int(np.abs(click(kind).astype(int)).max()) for kind in range(CLICKS)]
    for load in np.linspace(0, 1, 41):
        assert float(volumes(load) @ whirrs) + 3 * max(clicks) <= FULL
    assert min(whirrs + clicks) > FULL / 10


@pytest.mark.parametrize("level", range(LEVELS))
def test_a_whirr_goes_round_without_a_seam(level: int) -> None:
    wave = whirr(level).astype(int)
    assert abs(wave[0] - wave[-1]) <= np.abs(np.diff(wave)).max()


def test_a_click_is_short_ends_in_silence_and_no_two_kinds_are_the_same() -> None:
    waves = [click(kind) for kind in range(CLICKS)]
    assert all(len(wave) < 0.02 * RATE_HZ and wave[-1] == 0 for wave in waves)
    assert len({wave.tobytes() for wave in waves}) == CLICKS


def test_the_same_wave_comes_out_every_time() -> None:
    assert (whirr(2) == whirr(2)).all()
    assert (click(1) == click(1)).all()


@given(loads, loads)
def test_more_load_is_never_quieter_and_none_is_silent(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert volumes(low).sum() <= volumes(high).sum() + 1e-12
    assert not volumes(0.0).any()
    assert np.count_nonzero(volumes(high)) <= 2
    assert ((volumes(high) >= 0) & (volumes(high) <= 1)).all()
