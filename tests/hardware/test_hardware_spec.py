"""Specifications: a machine that cannot be built is refused in one sentence with name, rule and value."""

import math
from dataclasses import FrozenInstanceError, fields, is_dataclass, replace

import numpy as np
import pytest

from hardware import (
    AssociationSpec,
    Certainty,
    Mark1Error,
    Mark1Spec,
    MotorSpec,
    PlugboardSpec,
    PotentiometerSpec,
    PowerSpec,
    RatchetSpec,
    ReinforcementSpec,
    ResponseSpec,
    RetinaSpec,
    SpecError,
    TimingSpec,
    provenance,
)

PARTS = [kind for item in fields(Mark1Spec) for kind in getattr(item.type, "__args__", (item.type,))]
FIELDS = [(part, item) for part in PARTS for item in fields(part)]
NAMES = [f"{part.__name__}.{item.name}" for part, item in FIELDS]
NUMBERS = [(part, item) for part, item in FIELDS if item.type in (int, float)]
CHOICES = [(part, item) for part, item in FIELDS if item.type not in (int, float)]


def named(fields_of_parts):
    return [f"{part.__name__}.{item.name}" for part, item in fields_of_parts]


def refused(spec, values, message):
    with pytest.raises(SpecError, match=message) as error:
        spec(**values)
    assert isinstance(error.value, Mark1Error)
    assert isinstance(error.value, ValueError)


@pytest.mark.parametrize(("part", "item"), NUMBERS, ids=named(NUMBERS))
@pytest.mark.parametrize("value", [math.nan, math.inf, True, "1", None, 10**400, 1j], ids=str)
def test_every_field_refuses_what_is_no_finite_number(part, item, value):
    if item.type is int and value == 10**400:
        value = 1e3
    rule = "a whole number" if item.type is int else "a finite number"
    refused(part, {item.name: value}, rf"{part.__name__}\.{item.name} must be {rule}, got ")


@pytest.mark.parametrize(("part", "item"), NUMBERS, ids=named(NUMBERS))
def test_every_number_refuses_what_is_beyond_any_machine(part, item):
    value = 10**7 if item.type is int else 1.7e308
    refused(part, {item.name: value}, rf"{part.__name__}\.{item.name} must be ")


@pytest.mark.parametrize(("part", "item"), CHOICES, ids=named(CHOICES))
@pytest.mark.parametrize("value", [math.nan, 2, "gold", None, [1.5]], ids=str)
def test_every_choice_refuses_what_cannot_be_chosen(part, item, value):
    refused(part, {item.name: value}, rf"{part.__name__}\.{item.name} must be ")


@pytest.mark.parametrize(
    ("part", "item"),
    [(part, item) for part, item in NUMBERS if item.name not in {"threshold", "threshold_v"}],
    ids=[name for name in named(NUMBERS) if not name.endswith(("threshold", "threshold_v"))],
)
def test_every_field_but_a_threshold_refuses_a_negative_number(part, item):
    refused(part, {item.name: -1}, rf"{part.__name__}\.\w+ must be ")


@pytest.mark.parametrize(
    ("part", "name"),
    [
        (RetinaSpec, "rows"),
        (RetinaSpec, "columns"),
        (RetinaSpec, "rise_s"),
        (PlugboardSpec, "wires_per_s_unit"),
        (AssociationSpec, "units"),
        (PotentiometerSpec, "travel_deg"),
        (MotorSpec, "speed_deg_per_s"),
        (MotorSpec, "time_constant_s"),
        (ResponseSpec, "units"),
        (ResponseSpec, "in_use"),
        (TimingSpec, "exposure_s"),
        (TimingSpec, "pulse_s"),
    ],
)
def test_what_must_be_positive_refuses_zero(part, name):
    refused(part, {name: 0}, rf"{part.__name__}\.{name} must be positive, got 0")


@pytest.mark.parametrize(
    ("part", "values", "message"),
    [
        (RetinaSpec, {"relay_off_us": 1.0}, r"relay_off_us must be above dark_conductance_us, got 1\.0"),
        (RetinaSpec, {"relay_on_us": 60.0}, r"relay_on_us must be above relay_off_us, got 60\.0"),
        (PlugboardSpec, {"excitatory": 0, "inhibitory": 0}, "excitatory must be positive where inhibitory is zero"),
        (PotentiometerSpec, {"step_deg": 151.0}, r"step_deg must be at most half of travel_deg, got 151\.0"),
        (PotentiometerSpec, {"step_deg": 1e-8}, r"step_deg must be at least travel_deg / 1e\+09, got 1e-08"),
        (PotentiometerSpec, {"backlash_deg": 151.0}, r"backlash_deg must be at most half of travel_deg, got 151\.0"),
        (AssociationSpec, {"thresholds": (1, 2)}, r"thresholds must be empty or one number for each of 512 A-units"),
        (PlugboardSpec, {"shares": (-1,)}, r"shares must be a list of numbers of zero or more, got \(-1,\)"),
        (ReinforcementSpec, {"value_decay": 1.5}, r"value_decay must be at most 1, got 1\.5"),
        (RetinaSpec, {"gamma": 4.0}, r"gamma must be at most 3, got 4\.0"),
        (TimingSpec, {"exposure_s": 1e-12}, r"exposure_s must be at least 1e-09, got 1e-12"),
        (ResponseSpec, {"in_use": 9}, r"in_use must be at most units \(8\), got 9"),
        (PowerSpec, {"motor_w": -5.0}, r"motor_w must be zero or more, got -5\.0"),
    ],
)
def test_numbers_that_contradict_each_other_are_refused(part, values, message):
    refused(part, values, message)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"plugboard": PlugboardSpec(excitatory=300, inhibitory=101)}, "at most the 400 S-units, got 401"),
        (
            {"plugboard": PlugboardSpec(excitatory=16, inhibitory=16)},
            r"wires from S- to A-units must be at most 16000 \(40 for each of 400 S-units\), got 16384",
        ),
        ({"association": AssociationSpec(units=4)}, r"in_use must be at most association\.units \(4\), got 8"),
        ({"retina": None}, r"Mark1Spec\.retina must be of type RetinaSpec, got None"),
        ({"motor": PowerSpec()}, r"Mark1Spec\.motor must be of type MotorSpec or RatchetSpec, got PowerSpec"),
        (
            {"plugboard": PlugboardSpec(shares=(500, 13))},
            r"PlugboardSpec\.shares must be at most 8 numbers that sum to at most 512, got \(500, 13\)",
        ),
        (
            {"plugboard": PlugboardSpec(shares=(1,) * 9)},
            r"PlugboardSpec\.shares must be at most 8 numbers that sum to at most 512, got",
        ),
    ],
)
def test_parts_that_do_not_fit_together_are_refused(values, message):
    refused(Mark1Spec, values, message)


def test_more_wires_can_be_had_by_lifting_the_documented_limit():
    Mark1Spec(plugboard=PlugboardSpec(excitatory=16, inhibitory=16, wires_per_s_unit=41))


def test_a_specification_is_frozen():
    with pytest.raises(FrozenInstanceError):
        Mark1Spec().timing = TimingSpec()


def test_derived_numbers_follow_from_the_stated_ones():
    potentiometer = PotentiometerSpec()
    assert RetinaSpec().s_units == 400
    assert PlugboardSpec().wires_per_a_unit == 10
    assert potentiometer.stop_deg == 150.0
    assert math.isclose(potentiometer.volts_per_step * 500, 11.0)


@pytest.mark.parametrize(("part", "item"), FIELDS, ids=NAMES)
def test_every_number_says_how_well_it_is_known_and_whence(part, item):
    assert item.metadata["certainty"] in Certainty
    assert item.metadata["source"].strip()


def test_provenance_lists_every_number_with_its_value():
    spec = replace(Mark1Spec(), timing=TimingSpec(exposure_s=0.75))
    rows = {row.name: row for row in provenance(spec)}
    assert len(rows) == len(FIELDS) - len(fields(RatchetSpec))
    assert not any(is_dataclass(row.value) for row in rows.values())
    assert rows["timing.exposure_s"].value == 0.75
    assert rows["association.units"].certainty is Certainty.DOCUMENTED
    assert rows["association.units"].source == "DCN60"


def test_numpys_numbers_make_the_same_specification_as_pythons_to_the_letter():
    ours = TimingSpec(exposure_s=0.5, pulse_s=1), ReinforcementSpec(bivalent=False), RetinaSpec(rows=4)
    theirs = (
        TimingSpec(exposure_s=np.float32(0.5), pulse_s=np.int64(1)),
        ReinforcementSpec(bivalent=np.bool_(False)),
        RetinaSpec(rows=np.int8(4)),
    )
    assert repr(theirs) == repr(ours)
