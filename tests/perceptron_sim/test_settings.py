"""Settings state what they may be; whatever else is given is refused by name, rule and value."""

from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from perceptron_sim.errors import SettingError
from perceptron_sim.experiments.settings import check_settings, setting, settings_of


@dataclass(frozen=True, kw_only=True)
class Example:
    """One of each kind."""

    times: int = setting(3, "how often", least=1, most=10)
    share: float = setting(0.5, "how much", least=0.0, most=1.0)
    big: int = setting(7, "how large", least=0, most=2**63 - 1)
    loud: bool = setting(False, "whether it rings")
    colour: str = setting("amber", "which lamp", choices=("amber", "white"))
    widths: tuple[int, ...] = setting((4, 2), "how wide", least=1)
    names: tuple[str, ...] = setting((), "what they are called")
    other: object = None  # no setting

    def __post_init__(self) -> None:
        check_settings(self, "Example.")


def test_settings_are_listed_in_order_with_their_kinds_and_help():
    listed = list(settings_of(Example))
    assert [one.name for one in listed] == ["times", "share", "big", "loud", "colour", "widths", "names"]
    assert [(one.kind, one.many) for one in listed[4:]] == [(str, False), (int, True), (str, True)]
    assert listed[0].help == "how often"
    assert listed[0].default == 3


@pytest.mark.parametrize(
    ("name", "value", "rule"),
    [
        ("times", 0, "a whole number from 1 to 10, got 0"),
        ("times", 2.0, "a whole number from 1 to 10, got 2.0"),
        ("times", True, "a whole number from 1 to 10, got true"),
        ("big", -1, "a whole number from 0 to 9223372036854775807, got -1"),
        ("share", float("nan"), r"a finite number from 0.0 to 1.0, got nan"),
        ("share", "0.5", r"a finite number from 0.0 to 1.0, got '0.5'"),
        ("loud", 1, "true or false, got 1"),
        ("colour", "ambre", "one of amber, white, got 'ambre'; did you mean 'amber'"),
        ("colour", 3, "one of amber, white, got 3"),
        ("widths", 4, "a list, each a whole number of at least 1, got 4"),
        ("widths", (4, 0), r"a list, each a whole number of at least 1, got \[4, 0\]"),
        ("widths", "42", "a list, each a whole number of at least 1, got '42'"),
        ("names", [1], "a list, each a text, got"),
    ],
)
def test_what_a_setting_may_not_be_is_refused_by_name_rule_and_value(name, value, rule):
    with pytest.raises(SettingError, match=rf"^Example\.{name} must be {rule}"):
        Example(**{name: value})


def test_values_are_kept_in_the_type_of_their_setting():
    example = Example(times=np.int64(4), share=1, widths=[np.int32(5)], names=["a"])
    assert [type(value) for value in (example.times, example.share, example.widths[0])] == [int, float, int]
    assert example.widths == Example(widths=np.array([5])).widths == (5,)
    assert Example(loud=np.bool_(True)).loud is True
    assert example.names == ("a",)


def test_a_number_beyond_all_floats_is_refused_too():
    with pytest.raises(SettingError, match=r"share must be a finite number"):
        Example(share=10**400)


@given(st.one_of(st.none(), st.integers(), st.floats(), st.text(), st.lists(st.integers()), st.binary()))
def test_anything_is_taken_or_refused_in_one_sentence(value):
    for name in ("times", "share", "loud", "colour", "widths", "names"):
        try:
            kept = getattr(Example(**{name: value}), name)
        except SettingError as error:
            refusal = str(error)
        else:
            refusal = f"{name} "
            assert kept == (tuple(value) if isinstance(value, list) else value)
        assert f"{name} " in refusal
        assert "\n" not in refusal
