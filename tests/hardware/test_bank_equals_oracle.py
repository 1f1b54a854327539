"""The bank model and one process per part are the same machine: every decision, every instant, every angle."""

from typing import Any

import numpy as np
import pytest
from oracle_comparison import Deed, Scene, Shown, assert_same_machine
from oracle_strategies import A_UNITS, COLUMNS, R_UNITS, ROWS, values

from hardware import AssociationSpec, Mark1Spec, PotentiometerSpec, ResponseSpec, RetinaSpec, TimingSpec
from hardware.faults import CutWire, DeadCell, DirtyWiper, SlippingMotor, StuckRelay, SupplySag
from hardware.spec import NoiseSpec, RatchetSpec, ReinforcementSpec, Rule, Tie


def letterlike(rng: np.random.Generator, shape: tuple[int, int], count: int) -> list[Any]:
    """Images (rows, columns) of thick strokes, a fifth to a third of the cells lit."""
    images = []
    for _ in range(count):
        image = np.zeros(shape)
        for _ in range(3):
            top, left = rng.integers(shape[0] - 3), rng.integers(shape[1] - 3)
            height, width = (8, 3) if rng.random() < 0.5 else (3, 8)
            image[top : top + height, left : left + width] = 1.0
        images.append(image)
    return images


def lessons(rng: np.random.Generator, images: list[Any]) -> list[Shown]:
    """Each image with a code of eight bits."""
    return [Shown(image, tuple(int(bit) for bit in rng.integers(0, 2, 8))) for image in images]


def test_the_default_machine_learns_letters_as_the_oracle_does() -> None:
    rng = np.random.default_rng(1)
    assert_same_machine(Scene(Mark1Spec(), 1, lessons(rng, letterlike(rng, (20, 20), 6)) * 3))


def test_the_default_machine_sees_grey_as_the_oracle_does() -> None:
    rng = np.random.default_rng(3)
    images = [rng.random((20, 20)) ** 4 for _ in range(5)]
    assert_same_machine(Scene(Mark1Spec(), 3, lessons(rng, images)))


def test_a_hurried_default_machine_does_what_the_oracle_does() -> None:
    rng = np.random.default_rng(4)
    spec = Mark1Spec(timing=TimingSpec(exposure_s=0.031, pulse_s=0.02, interval_s=0.011))
    assert_same_machine(Scene(spec, 4, lessons(rng, letterlike(rng, (20, 20), 10))))


@pytest.mark.parametrize("motor", [Mark1Spec().motor, RatchetSpec(tooth_deg=0.7)], ids=["motors", "ratchets"])
def test_an_old_machine_with_a_retina_of_full_size_does_what_the_oracle_does(motor: Any) -> None:
    rng = np.random.default_rng(5)
    spec = Mark1Spec(
        association=AssociationSpec(units=80, delay_spread=0.2),
        potentiometer=PotentiometerSpec(backlash_deg=1.0),
        motor=motor,
        response=ResponseSpec(dead_band_v=0.05, tie=Tie.COIN),
        reinforcement=ReinforcementSpec(rule=Rule.GAMMA),
        noise=NoiseSpec(wiper_v=0.01, wiper_v_per_turn=0.1, amplifier_v=0.05, hold_s=0.0071),
        timing=TimingSpec(hand_spread=0.1),
    )
    faults = [
        DeadCell(210),
        CutWire(3, 2),
        StuckRelay(7, True),
        SlippingMotor(12, 0.4),
        DirtyWiper(7, 0.5),
        SupplySag(0.9),
    ]
    broken = [Deed(0.3 + 0.83 * number, "inject", (fault,)) for number, fault in enumerate(faults)]
    assert_same_machine(Scene(spec, 5, lessons(rng, letterlike(rng, (20, 20), 6)), deeds=broken))


def flicker(seed: int, slides: int, dwell_s: tuple[float, float]) -> list[Deed]:
    """A few cells that go on and off at random, the lamps read at the end of each image."""
    rng = np.random.default_rng(seed)
    images = (rng.random((slides, ROWS, COLUMNS)) < 0.1) * rng.choice([0.3, 1.0], (slides, 1, 1))
    ends_s = np.cumsum(rng.uniform(*dwell_s, slides)).tolist()
    spans = zip(images, [0.0, *ends_s[:-1]], ends_s, strict=True)
    return [deed for image, at_s, end_s in spans for deed in (Deed(at_s, "show", (image,)), Deed(end_s, "read"))]


@pytest.mark.parametrize("seed", range(3))
def test_a_light_that_flickers_faster_than_a_relay_moves_is_seen_as_the_oracle_sees_it(seed: int) -> None:
    retina = RetinaSpec(
        rows=ROWS, columns=COLUMNS, rise_s=0.02, fall_s=0.005, relay_operate_s=0.03, relay_release_s=0.03
    )
    spec = Mark1Spec(retina=retina, association=AssociationSpec(units=A_UNITS))
    assert_same_machine(Scene(spec, seed, deeds=values(spec, seed) + flicker(seed, 250, (0.0, 0.02))))


@pytest.mark.parametrize("seed", range(3))
def test_a_light_that_changes_while_late_stages_still_see_the_past_is_seen_as_the_oracle_sees_it(seed: int) -> None:
    retina = RetinaSpec(
        rows=ROWS, columns=COLUMNS, rise_s=0.005, fall_s=0.005, relay_operate_s=0.001, relay_release_s=0.001
    )
    association = AssociationSpec(units=A_UNITS, delay_s=0.05, delay_spread=0.5 * (seed % 2))
    spec = Mark1Spec(retina=retina, association=association, response=ResponseSpec(in_use=R_UNITS, delay_s=0.1))
    assert_same_machine(Scene(spec, seed, deeds=values(spec, seed) + flicker(seed, 100, (0.0, 0.1))))
