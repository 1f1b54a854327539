"""What an operator's hand gives to the machine is checked: what cannot be is refused, and then nothing has changed."""

import math
from fractions import Fraction

import numpy as np
import pytest

from hardware import ControlError, Mark1Error, StimulusError, Trainer, checkpoint


class Mute:
    """Something that cannot even say what it is."""

    def __repr__(self):
        raise RuntimeError("nothing to say")


HALF_MORE, HALF = 1.5, Fraction(1, 2)
ODD = [
    None,
    True,
    "x",
    b"1",
    HALF_MORE,
    math.nan,
    -math.inf,
    1j,
    10**5000,
    {},
    {1},
    [],
    [[0]],
    [0, [1]],
    object(),
    Mute(),
    HALF,
    np.array([0.0]),
    np.array("x"),
    np.array([2**63], dtype=np.uint64),
    np.arange(8).reshape(4, 2),
    slice(0.5),
    slice("a", "b"),
    slice(None, None, 0),
]
CONTROLS = {  # what is set, the name in the message, and what of the above it may be set to
    "a cell": (lambda machine, value: machine.override(value, 1), "s_units", ()),
    "a position": (lambda machine, value: machine.override([0, 1], value), "position", ()),
    "a unit": (lambda machine, value: machine.switch(value, False), "a_units", ()),
    "a switch": (lambda machine, value: machine.switch([0, 1], value), "on", (True,)),
    "the motors": (lambda machine, value: machine.switch_motors(value), "on", (True,)),
    "the control": (lambda machine, value: machine.set_control(value), "control", ()),
    "thresholds": (lambda machine, value: machine.set_thresholds(value), "thresholds", ()),
    "a potentiometer": (lambda machine, value: machine.set_angle(value, 0.0), "a_unit", ()),
    "an angle": (lambda machine, value: machine.set_angle(0, value), "angle_deg", (HALF_MORE, HALF)),
    "all angles": (lambda machine, value: machine.set_angles(value), "angle_deg", ()),
    "signs": (lambda machine, value: machine.test_pulse(value, 0.1), "signs", ()),
    "a pulse": (lambda machine, value: machine.test_pulse([1, 0], value), "pulse_s", (HALF_MORE, HALF)),
}
SETTINGS = [
    (name, value) for name, (_, _, valid) in CONTROLS.items() for value in ODD if not any(value is one for one in valid)
]


@pytest.fixture
def machine(build):
    return build().machine


def refused(machine, setting, value):
    """Setting it so is a ControlError of one sentence with its name, and leaves no trace."""
    put, name, _ = CONTROLS[setting]
    before = checkpoint(Trainer(machine))
    with pytest.raises(ControlError, match=rf"^{name}( of unit 0)? must be [^\n]+, got [^\n]+$") as error:
        put(machine, value)
    assert isinstance(error.value, Mark1Error)
    assert isinstance(error.value, ValueError)
    assert checkpoint(Trainer(machine)) == before


@pytest.mark.parametrize(
    ("setting", "value"), SETTINGS, ids=[f"{name}: {type(value).__name__}" for name, value in SETTINGS]
)
def test_what_is_of_the_wrong_kind_is_refused(machine, setting, value):
    refused(machine, setting, value)


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("a cell", -1),
        ("a cell", 4),
        ("a cell", [0, 1, 4]),
        ("a position", 2),
        ("a position", [1, -2]),
        ("a position", [1, 1, 1]),
        ("a unit", np.array([-1, 0])),
        ("a unit", 4),
        ("a switch", [True]),
        ("a switch", [True, False, True]),
        ("a switch", [1, 0]),
        ("thresholds", [1, 1, 1]),
        ("thresholds", [1, 1, 1, 10**6 + 1]),
        ("thresholds", [1, 1, 1, -(10**6) - 1]),
        ("a potentiometer", -1),
        ("a potentiometer", 4),
        ("an angle", math.nextafter(150.0, math.inf)),
        ("an angle", -1000),
        ("all angles", [0.0, 0.0, 0.0]),
        ("all angles", [0.0, 0.0, 0.0, "1"]),
        ("signs", [1, 0, 0]),
        ("signs", [1, 2]),
        ("a pulse", 0),
        ("a pulse", -0.1),
        ("a pulse", 2e6),
    ],
)
def test_what_is_beyond_the_machine_is_refused(machine, setting, value):
    refused(machine, setting, value)


@pytest.mark.parametrize("angles_deg", [[0, 0, 151, 0], [0.0, 0.0, math.nan, 0.0], [0.0, 0.0, math.inf, 0.0]])
def test_the_first_shaft_that_cannot_be_set_is_named(machine, angles_deg):
    with pytest.raises(ControlError, match=r"^angle_deg of unit 2 must be from -150 to 150, got "):
        machine.set_angles(angles_deg)


@pytest.mark.parametrize("units", [0, [0], np.array(0), np.array([0], dtype=np.uint8), slice(1), (0, 0)])
def test_units_may_be_named_by_whole_numbers_of_any_kind(machine, units):
    machine.switch(units, False)
    assert machine.switched_on.tolist() == [False, True, True, True]


def test_no_units_at_all_may_be_named(machine):
    machine.switch(slice(4, None), False)
    machine.override(np.array([], dtype=int), 1)
    assert machine.switched_on.all()
    assert not machine.overrides.any()


@pytest.mark.parametrize("on", [False, [False, False], np.zeros(2, dtype=bool), np.False_])
def test_switches_are_set_all_alike_or_one_by_one(machine, on):
    machine.switch([1, 2], on)
    assert machine.switched_on.tolist() == [True, False, False, True]


@pytest.mark.parametrize("position", [-1, [-1, -1], np.int8(-1), np.array([-1, -1], dtype=np.int64)])
def test_positions_are_set_all_alike_or_one_by_one(machine, position):
    machine.override([1, 2], position)
    assert machine.overrides.tolist() == [0, -1, -1, 0]


@pytest.mark.parametrize("thresholds", [(1, 2, -3, 10**6), np.array([1, 2, -3, 10**6], dtype=np.int64)])
def test_thresholds_are_whole_numbers_of_any_kind(machine, thresholds):
    machine.set_thresholds(thresholds)
    assert machine.thresholds.tolist() == [1, 2, -3, 10**6]


@pytest.mark.parametrize("name", ["overrides", "switched_on", "thresholds"])
def test_what_the_machine_shows_of_its_settings_is_a_copy(machine, name):
    getattr(machine, name)[:] = False
    assert getattr(machine, name).tolist() == getattr(Trainer(machine).machine, name).tolist()
    assert getattr(machine, name).any() == (name != "overrides")


@pytest.mark.parametrize("angle_deg", [150, -150.0, np.float32(12.5), np.int8(-3)])
def test_angles_up_to_the_stops_may_be_set(machine, angle_deg):
    machine.set_angle(np.int64(2), angle_deg)
    assert machine.potentiometers.angle_deg(0.0).tolist() == [0.0, 0.0, float(angle_deg), 0.0]


@pytest.mark.parametrize("value", [value for value in ODD if value is not None], ids=lambda value: type(value).__name__)
def test_a_code_of_the_wrong_kind_is_refused(machine, value):
    with pytest.raises(StimulusError, match=r"^code must be 2 bits of 0 or 1, got [^\n]+$"):
        machine.check_code(value)


def test_a_number_is_asked_for_by_its_name(machine):
    with pytest.raises(ControlError, match=r"^a_units must be whole numbers from 0 to 3, got \[9\]$"):
        machine.unit_numbers([9])
    assert machine.unit_numbers(slice(None, None, -1)).tolist() == [3, 2, 1, 0]
