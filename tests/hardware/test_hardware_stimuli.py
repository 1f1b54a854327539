"""Images and codes that cannot be put before the machine are refused before anything has happened."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.testing import assert_allclose

from hardware import AssociationSpec, Mark1, Mark1Error, StimulusError, Trainer


def spoilt(value):
    image = np.zeros((2, 2))
    image[0, 1] = value
    return image


@pytest.mark.parametrize(
    ("image", "message"),
    [
        (np.zeros((20, 20)), r"image must have the retina's shape \(2, 2\), got \(20, 20\)"),
        (np.zeros(4), r"image must have the retina's shape \(2, 2\), got \(4,\)"),
        (None, r"image must have the retina's shape"),
        ("AB", r"image must have the retina's shape"),
        ([[1, 0], [0]], r"image must be an array of real numbers, got \[\[1, 0\], \[0\]\]"),
        ([["a", "b"], ["c", "d"]], "image must hold real numbers, got dtype 'str32'"),
        (spoilt(0) * 1j, "image must hold real numbers, got dtype 'complex128'"),
        (spoilt(1.5), r"image must lie within 0\.\.1, got values from 0\.0 to 1\.5"),
        (spoilt(-0.1), r"image must lie within 0\.\.1, got values from -0\.1 to 0\.0"),
        (spoilt(np.nan), r"image must lie within 0\.\.1, got values from nan to nan"),
        (spoilt(np.inf), r"image must lie within 0\.\.1, got values from 0\.0 to inf"),
    ],
)
def test_an_image_of_the_wrong_shape_type_or_range_is_refused(build, teach, image, message):
    trainer = build()
    with pytest.raises(StimulusError, match=message) as refused:
        teach(trainer, image, (1, 0))
    assert isinstance(refused.value, Mark1Error)
    assert isinstance(refused.value, ValueError)
    assert trainer.snapshot().phase == "waiting"


@pytest.mark.parametrize("code", [(1,), (1, 0, 1), (1, 2), (-1, 0), (0.5, 1.0), "10", [[1], 0], ((1, 0),)])
def test_a_code_that_is_not_one_bit_for_each_r_unit_is_refused(build, light, code):
    with pytest.raises(StimulusError, match=r"code must be 2 bits of 0 or 1, got "):
        build().teach(light(0), code)


@pytest.mark.parametrize("code", [(1, 0), [True, False], np.array([1, 0], dtype=np.uint8), np.array([True, False])])
def test_a_code_may_be_any_sequence_of_bits(build, teach, light, code):
    assert teach(build(), light(0), code).wanted == (1, 0)


def test_a_code_changed_by_its_owner_after_teaching_began_changes_nothing(build, light):
    trainer, code = build(), np.array([True, False])
    exposing = trainer.machine.env.process(trainer.teach(light(0), code))
    code[:] = False
    assert trainer.machine.env.run(until=exposing).wanted == (1, 0)


@pytest.mark.parametrize("image", [[[1, 0], [0, 1]], np.eye(2, dtype=bool), np.eye(2, dtype=np.float32)])
def test_an_image_may_be_any_array_of_real_numbers(build, image):
    pattern = build().machine.pattern(image)
    assert pattern.light.tolist() == [1.0, 0.0, 0.0, 1.0]
    assert pattern.closes.tolist() == [True, False, False, True]


def test_a_prepared_pattern_is_read_as_its_image_is(build, ask, light):
    trainer = build()
    from_image = ask(trainer, light(0, 3))
    from_pattern = ask(trainer, trainer.machine.pattern(light(0, 3)))
    assert from_image.firing == from_pattern.firing == 2
    assert from_image.answered == from_pattern.answered


def test_conductance_grows_with_the_light_to_the_power_gamma(build, light):
    machine = build().machine
    machine.place(machine.pattern(0.5 * light(1)))
    assert_allclose(machine.retina.conductance_us(100.0), [1.0, 1.0 + 10 * 50**0.7, 1.0, 1.0])


def test_a_threshold_no_unit_can_reach_silences_them_all(env, tiny_spec, ask, light):
    spec = replace(tiny_spec, association=AssociationSpec(units=4, threshold=1000))
    assert ask(Trainer(Mark1(env, spec)), light(0, 1, 2, 3)).firing == 0
