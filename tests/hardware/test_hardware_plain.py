"""Specifications as plain values: every one goes there and back, and what describes none is refused with its key."""

import json
import math
from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from oracle_strategies import SPECS

from hardware import (
    AssociationSpec,
    CourseSpec,
    FailureSpec,
    Mark1Spec,
    MotorSpec,
    NoiseSpec,
    Order,
    PlugboardSpec,
    RatchetSpec,
    ReinforcementSpec,
    ResponseSpec,
    Rule,
    SpecError,
    Tie,
    TimingSpec,
    WiringFamily,
    from_plain,
    plain,
)


@given(spec=SPECS)
@settings(max_examples=50)
def test_any_specification_goes_to_plain_values_and_back(spec):
    assert from_plain(Mark1Spec, json.loads(json.dumps(plain(spec)))) == spec


@pytest.mark.parametrize(
    "spec",
    [
        Mark1Spec(),
        Mark1Spec(motor=RatchetSpec(tooth_deg=2.5)),
        Mark1Spec(
            plugboard=PlugboardSpec(shares=(100, 0, 12), family=WiringFamily.LOCAL),
            association=AssociationSpec(thresholds=tuple(range(512))),
            reinforcement=ReinforcementSpec(rule=Rule.GAMMA, bivalent=False),
        ),
        CourseSpec(order=Order.DRAWN, right_in_a_row=7),
        FailureSpec(lamp_life_h=10.0),
        RatchetSpec(impulse_s=0.1),
    ],
    ids=lambda spec: type(spec).__name__,
)
def test_each_kind_of_specification_goes_there_and_back(spec):
    values = json.loads(json.dumps(plain(spec)))
    if isinstance(spec, RatchetSpec):
        assert values.pop("drive") == "ratchet"
    assert from_plain(type(spec), values) == spec


def test_plain_values_are_of_python_alone():
    def kinds(value):
        inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
        return {type(value)}.union(*(kinds(one) for one in inner))

    spec = Mark1Spec(association=AssociationSpec(thresholds=np.arange(512).tolist()))
    assert kinds(plain(spec)) == {dict, list, str, int, float, bool}


def test_the_drive_is_named_and_is_dc_if_it_is_not():
    assert plain(Mark1Spec())["motor"]["drive"] == "dc"
    assert plain(Mark1Spec(motor=RatchetSpec()))["motor"]["drive"] == "ratchet"
    assert from_plain(Mark1Spec, {"motor": {"speed_deg_per_s": 30.0}}).motor == MotorSpec(speed_deg_per_s=30.0)
    assert from_plain(Mark1Spec, {"motor": {"drive": "ratchet"}}).motor == RatchetSpec()


def test_where_values_are_silent_the_defaults_hold():
    assert from_plain(Mark1Spec, {}) == Mark1Spec()
    spec = from_plain(Mark1Spec, {"timing": {"pulse_s": 0.2}, "response": {"tie": "coin"}})
    assert spec == Mark1Spec(timing=TimingSpec(pulse_s=0.2), response=ResponseSpec(tie=Tie.COIN))


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"retinna": {}}, r"^Mark1Spec must have no key but retina, .*, got 'retinna'; did you mean 'retina'\?$"),
        ({"xyz": {}}, r"^Mark1Spec must have no key but retina, .*, got 'xyz'$"),
        ({"motor": {"speed": 1.0}}, r"^Mark1Spec\.motor must have no key but speed_deg_per_s, .*, got 'speed'"),
        ({"motor": {"drive": "ratchet", "speed_deg_per_s": 1.0}}, r"must have no key but tooth_deg, impulse_s, .*got "),
        ({"motor": {"drive": "rachet"}}, r"^Mark1Spec\.motor\.drive must be one of dc, ratchet, got 'rachet'; did you"),
        ({"motor": {"drive": ["dc"]}}, r"^Mark1Spec\.motor\.drive must be one of dc, ratchet, got \['dc'\]"),
        ({"motor": "dc"}, r"^Mark1Spec\.motor must be a table of fields, got 'dc'$"),
        ({"retina": [1]}, r"^Mark1Spec\.retina must be a table of fields, got \[1\]$"),
        (
            {"response": {"tie": "con"}},
            r"^Mark1Spec\.response\.tie must be one of zero, one, coin, got 'con'; did you m",
        ),
        (
            {"plugboard": {"family": 3}},
            r"^Mark1Spec\.plugboard\.family must be one of binomial, poisson, local, got 3$",
        ),
        ({"plugboard": {"family": np.zeros(3)}}, r"^Mark1Spec\.plugboard\.family must be one of binomial, "),
        ({"plugboard": {"shares": [1.5]}}, r"^PlugboardSpec\.shares must be a list of whole numbers, got \(1\.5,\)$"),
        ({"timing": {"pulse_s": "0.1"}}, r"^TimingSpec\.pulse_s must be a finite number, got '0\.1'$"),
        ({"timing": {"pulse_s": math.nan}}, r"^TimingSpec\.pulse_s must be a finite number, got nan$"),
        ({"noise": {"hold_s": 0}}, r"^NoiseSpec\.hold_s must be positive, got 0\.0$"),
        ({"reinforcement": {"bivalent": 1}}, r"^ReinforcementSpec\.bivalent must be true or false, got 1$"),
        ({3: {}}, r"^Mark1Spec must have no key but retina, .*, got 3$"),
    ],
)
def test_what_describes_no_specification_is_refused_with_the_key_and_what_was_meant(values, message):
    with pytest.raises(SpecError, match=message):
        from_plain(Mark1Spec, values)


@pytest.mark.parametrize("values", [None, [], "spec", 3, Mark1Spec()])
def test_what_is_no_table_is_refused_under_the_name_given(values):
    with pytest.raises(SpecError, match=r"^machine must be a table of fields, got "):
        from_plain(Mark1Spec, values, "machine")


ODD = [None, True, -1, 1.5, math.inf, 10**400, "x", [], [1], {}, {"x": 1}, 1j, np.zeros(2), b"x", object()]


@given(data=st.data())
def test_any_nonsense_in_any_field_is_a_specification_or_refused_in_one_sentence(data):
    item = data.draw(st.sampled_from(fields(Mark1Spec)))
    part = getattr(Mark1Spec(), item.name)
    name = data.draw(st.sampled_from([field.name for field in fields(part)]))
    value = data.draw(st.sampled_from(ODD))
    said = refusal({item.name: {name: value}})
    assert said is None or (" must be " in said and ", got " in said and "\n" not in said)


def refusal(values):
    """What is said against *values*, if anything."""
    try:
        from_plain(Mark1Spec, values)
    except SpecError as error:
        return str(error)
    return None


def test_a_specification_that_is_changed_goes_there_and_back_changed():
    spec = replace(Mark1Spec(), noise=NoiseSpec(wiper_v=0.25))
    assert plain(spec)["noise"]["wiper_v"] == 0.25
    assert from_plain(Mark1Spec, plain(spec)) == spec != Mark1Spec()
