"""Settings as flags: what is typed becomes the value that a file would hold, or a sentence that names the flag."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perceptron_sim.errors import SettingError
from perceptron_sim.experiment_keys import keys_of
from perceptron_sim.experiments import Letters
from perceptron_sim.flags import first_argument, flag_of, settings_given, words_with_values

KEYS = list(keys_of(Letters))


def values(*words):
    """What the flags *words* set, by key."""
    given = settings_given(words_with_values(words, "run"), KEYS, "run letters", ("--seed", "--out"))
    return {one.key: one.value for one in given}


@pytest.mark.parametrize(
    ("words", "key", "value"),
    [
        (("--passes", "10"), "passes", 10),
        (("--passes=10",), "passes", 10),
        (("--passes", "007"), "passes", 7),
        (("--passes", "-3"), "passes", -3),
        (("--passes", "1_000"), "passes", 1000),
        (("--face", "DejaVu Serif"), "face", "DejaVu Serif"),
        (("--face", "'3'"), "face", "3"),
        (("--face", "3"), "face", "3"),
        (("--held-out=",), "held_out", ""),
        (("--held_out", "ÄÖ λ 字"), "held_out", "ÄÖ λ 字"),
        (("--until-errorless",), "until_errorless", True),
        (("--until-errorless", "false"), "until_errorless", False),
        (("--mark1.timing.exposure-s", "0.3"), "mark1.timing.exposure_s", 0.3),
        (("--mark1.exposure-s", ".3"), "mark1.timing.exposure_s", 0.3),
        (("--mark1.exposure_s", "3e-1"), "mark1.timing.exposure_s", 0.3),
        (("--mark1.exposure-s", "-.3"), "mark1.timing.exposure_s", -0.3),
        (("--mark1.exposure-s", "-inf"), "mark1.timing.exposure_s", float("-inf")),
        (("--mark1.tooth-deg", "6"), "mark1.motor.tooth_deg", 6),
        (("--mark1.drive", "ratchet"), "mark1.motor.drive", "ratchet"),
        (("--mark1.control", "error correction"), "mark1.reinforcement.control", "error correction"),
        (("--mark1.shares", "100,100,112"), "mark1.plugboard.shares", [100, 100, 112]),
        (("--mark1.shares", "[100, 100]"), "mark1.plugboard.shares", [100, 100]),
        (("--modern.hidden", ""), "modern.hidden", []),
        (("--modern.hidden", "32"), "modern.hidden", [32]),
        (("--codewords", "01,10,11"), "codewords", ["01", "10", "11"]),
        (("--passes", "[1, 2]"), "passes", [1, 2]),
        (("--passes", "many"), "passes", "many"),
        (("--passes", "9" * 5000), "passes", "9" * 5000),
        (("--failures",), "failures", {}),
        (("--failures", "true"), "failures", {}),
        (("--failures", "false"), "failures", None),
        (("--failures.repair-h", "2"), "failures.repair_h", 2),
        (("--faults", '[{kind = "dead-cell", s_unit = 3}]'), "faults", [{"kind": "dead-cell", "s_unit": 3}]),
        (("--passes", "1\nseed = 3"), "passes", "1\nseed = 3"),
    ],
)
def test_a_flag_has_the_value_that_a_file_would_have(words, key, value):
    assert values(*words) == {key: value}
    assert type(values(*words)[key]) is type(value)


def test_files_are_looked_for_from_where_one_stands(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    asked = ("--mark1.wiring", "w.json", "--data", "letters", "--data.unseen", "/else", "--skip-bad")
    assert values(*asked) == {
        "mark1.wiring": str(tmp_path / "w.json"),
        "data.path": str(tmp_path / "letters"),
        "data.unseen": "/else",
        "data.skip_bad": True,
    }


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--sed", "3"), "must be one that `run letters --help` shows, got '--sed'; did you mean '--seed'?"),
        (("--ouch",), "got '--ouch'; did you mean '--out'?"),
        (("-x",), "got '-x'"),
        (("--exposure-s", "1"), "got '--exposure-s'; did you mean '--mark1.exposure-s'?"),
        (("--mark1.retina.gama", "1"), "did you mean '--mark1.retina.gamma'?"),
        (("--mark1", "1"), "got '--mark1'"),
        (("--q1", "--q2", "--pases", "--q3", "--q4"), "got '--q1', '--q2', '--pases' (did you mean '--passes'?) and 2"),
        (("--zwölf", "12"), "got '--zwölf'"),
        (("--" + "x" * 999, "1"), f"got '--{'x' * 58}...'"),
        (("--mark1.delay-s", "1"), "one of --mark1.association.delay-s, --mark1.response.delay-s, got '--mark1.d"),
        (("--passes",), "--passes must have a value (whole number from 1 to 100000), got none"),
        (("--face", "--passes", "3"), "--face must have a value (text), got none"),
        (("--data=",), "--data must have a value (text), got ''"),
        (("--passes", "1", "--passes", "2"), "--passes must be given once, got it again"),
        (
            ("--mark1.exposure-s", "1", "--mark1.timing.exposure-s", "2"),
            "--mark1.exposure-s must be given once, got it again as --mark1.timing.exposure-s",
        ),
        (("--passes", "1", "2"), "run must have no further arguments, got '2'"),
        (("--passes=1", "2"), "run must have no further arguments, got '2'"),
        (("digits",), "run must have no further arguments, got 'digits'"),
    ],
)
def test_a_flag_that_cannot_be_is_refused_in_a_sentence(words, sentence):
    with pytest.raises(SettingError) as caught:
        values(*words)
    assert sentence in str(caught.value)
    assert len(str(caught.value)) < 330


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (("letters", "--passes", "1"), ("letters", ["--passes", "1"])),
        (("--passes", "1", "letters"), ("letters", ["--passes", "1"])),
        (("--passes=1", "letters", "--seed", "2"), ("letters", ["--passes=1", "--seed", "2"])),
        (("--mark1.tie", "one", "-x", "-1", "a", "b"), ("a", ["--mark1.tie", "one", "-x", "-1", "b"])),
        (("--passes", "1"), (None, ["--passes", "1"])),
        ((), (None, [])),
    ],
)
def test_the_argument_may_stand_before_and_after_flags(words, found):
    assert first_argument(words) == found


@pytest.mark.parametrize("key", KEYS, ids=lambda key: key.name)
def test_every_key_is_a_flag(key):
    found = values(flag_of(key.name), "1")
    assert list(found) == [key.name]


@given(st.lists(st.text(max_size=8) | st.sampled_from([flag_of(key.name) for key in KEYS]), max_size=6))
def test_whatever_is_typed_is_settings_or_one_sentence(words):
    sentence = ""
    try:
        found = values(*words)
    except SettingError as error:
        found, sentence = {}, str(error)
    assert set(found) <= {key.name for key in KEYS}
    assert not sentence or " must " in sentence
