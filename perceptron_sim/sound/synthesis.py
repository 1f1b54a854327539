"""The waves of the machine's noises, worked out: the whirr of geared motors at several loads, the click of a relay.

How the real machine sounded nobody wrote down: all of this is assumed.
"""

import numpy as np
import numpy.typing as npt

Wave = npt.NDArray[np.int16]

RATE_HZ = 22_050
LEVELS = 6  # of load, each with a whirr of its own
CLICKS = 4  # kinds of click: no two relays sound the same
LOOP_S, CLICK_S = 1.0, 0.012  # a whirr goes round without a seam: each of its tones has whole cycles in it
LOWEST_HZ, STEP_HZ = 70, 18  # the pitch with the fewest motors, and how much it rises from level to level
HARMONICS = (1.0, 0.55, 0.4, 0.22, 0.18, 0.1, 0.07)
BESIDE = ((-2, 0.35), (1, 0.5), (3, 0.3))  # motors that turn a little slower or faster: they beat
BRUSH, BRUSH_HZ = 0.12, (400, 2_400)  # share of noise in it, and from where to where
WHIRR_PEAK, CLICK_PEAK = 0.4, 0.2  # of full scale: three clicks upon a whirr still fit
RINGS_HZ = (1_900, 3_100, 4_600)
FULL = 32_767


def whirr(level: int) -> Wave:
    """One round (LOOP_S * RATE_HZ,) of many motors at *level*, 0 to LEVELS - 1: higher with each."""
    time_s = np.arange(round(RATE_HZ * LOOP_S)) / RATE_HZ
    rng = np.random.default_rng(level)
    base_hz, wave = LOWEST_HZ + STEP_HZ * level, np.zeros(len(time_s))
    for number, loudness in enumerate(HARMONICS, start=1):
        for aside_hz, share in ((0, 1.0), *BESIDE):
            phase = rng.uniform(0, 2 * np.pi)
            wave += loudness * share * np.sin(2 * np.pi * (number * base_hz + aside_hz) * time_s + phase)
    return _whole(wave / np.abs(wave).max() + BRUSH * _noise(len(time_s), rng), WHIRR_PEAK)


def click(kind: int) -> Wave:
    """A relay's click (CLICK_S * RATE_HZ,) of one *kind*, 0 to CLICKS - 1."""
    rng = np.random.default_rng(1_000 + kind)
    time_s = np.arange(round(RATE_HZ * CLICK_S)) / RATE_HZ
    wave = rng.normal(0, 0.5, len(time_s)) * np.exp(-time_s / 0.0008)
    for ring_hz in RINGS_HZ:
        wave += np.sin(2 * np.pi * ring_hz * rng.uniform(0.9, 1.1) * time_s) * np.exp(-time_s / 0.0025)
    wave[-1] = 0.0
    return _whole(wave, CLICK_PEAK)


def volumes(load: float) -> npt.NDArray[np.float64]:
    """How loud (LEVELS,) each whirr is at *load*, 0 to 1: the two nearest ones share it, and with none all is quiet."""
    place = min(max(load, 0.0), 1.0) * (LEVELS - 1)
    shares: npt.NDArray[np.float64] = np.maximum(0.0, 1.0 - np.abs(np.arange(LEVELS) - place))
    shares *= min(1.0, max(load, 0.0)) ** 0.5
    return shares


def _noise(length: int, rng: np.random.Generator) -> npt.NDArray[np.float64]:
    """Noise between the pitches of a brush, that goes round without a seam, as loud as 1 at most."""
    tones = np.zeros(length // 2 + 1, dtype=np.complex128)
    low, high = (round(pitch_hz * length / RATE_HZ) for pitch_hz in BRUSH_HZ)
    tones[low:high] = np.exp(2j * np.pi * rng.uniform(0, 1, high - low))
    noise = np.fft.irfft(tones, length)
    found: npt.NDArray[np.float64] = noise / np.abs(noise).max()
    return found


def _whole(wave: npt.NDArray[np.float64], peak: float) -> Wave:
    """*wave* in whole numbers, its highest point at *peak* of full scale."""
    whole: Wave = np.rint(wave * (peak * FULL / np.abs(wave).max())).astype(np.int16)
    return whole
