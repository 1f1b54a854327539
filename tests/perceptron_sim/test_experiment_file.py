"""An experiment as a file: every key is read, and what is wrong is named by file, table and key."""

import re
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hardware import (
    DeadCell,
    FailureSpec,
    Mark1Spec,
    MotorSpec,
    RatchetSpec,
    Rule,
    SlippingMotor,
    WiringFamily,
)
from hardware.plain import plain
from perceptron_sim import Letters, Session, experiment
from perceptron_sim.board import wiring_of, write
from perceptron_sim.errors import InputError, SettingError
from perceptron_sim.experiment_choice import configured
from perceptron_sim.experiment_file import as_plain
from perceptron_sim.network_spec import NetworkSpec

WHOLE = """
experiment = "letters"
seed = 7
face = "DejaVu Serif"
held_out = "DejaVu Sans"
passes = 3

[mark1.retina]
gamma = 0.8
[mark1.plugboard]
family = "local"
shares = [100, 100, 100, 100, 112]
[mark1.reinforcement]
rule = "gamma"
[mark1.motor]
drive = "ratchet"
tooth_deg = 6

[modern]
hidden = [16, 8]

[failures]
motor_life_h = 100.0

[[faults]]
kind = "dead-cell"
s_unit = 17
[[faults]]
kind = "slipping-motor"
a_unit = 3
share = 0.5
at_s = 2
until_s = 3.5
"""
REFUSED = {
    "no TOML": ("seed 1", "the file must be TOML, got something else: Expected '=' after a key"),
    "nested too deep": ("a = " + 9999 * "[", "the file must be TOML"),
    "a number of 5000 digits": ("seed = " + 5000 * "9", "the file must be TOML"),
    "an unknown key": ("sead = 1", "no key but experiment, seed, .*, got 'sead'; did you mean 'seed'"),
    "a table out of place": ("[retina]\ngamma = 1", "got 'retina'; did you mean 'mark1.retina'"),
    "an unknown experiment": (
        'experiment = "lettres"',
        "experiment must be one of letters, .*, got 'lettres'; did you",
    ),
    "no name of an experiment": ("experiment = 3", "experiment must be one of letters, .*, got 3"),
    "a seed below zero": ("seed = -1", "seed must be a whole number from 0 to 9223372036854775807, got -1"),
    "a seed beyond 63 bits": ("seed = 9223372036854775808", "seed must be a whole number from 0 to"),
    "a seed in quotes": ('seed = "1"', "seed must be a whole number from 0 .*, got '1'"),
    "an unknown typeface": ('face = "DejaVu Serf"', "face must be one of .*; did you mean 'DejaVu Serif'"),
    "an unknown typeface, unseen": ('held_out = "Comic"', "held_out must be one of DejaVu Sans Bold, .*, got 'Comic'"),
    "a number for a typeface": ("face = 1", "face must be a text, got 1"),
    "a list for a typeface": ("held_out = [1]", r"held_out must be a text, got \[1\]"),
    "no table": ("mark1 = 3", "mark1 must be a table, got 3"),
    "no table of a part": ("[mark1]\nretina = 3", "mark1.retina must be a table of fields, got 3"),
    "a key of a part out of it": (
        "[mark1]\nexposure_s = 0.3",
        r"mark1 must have no key but wiring, .*, got 'exposure_s', which belongs in \[mark1\.timing\]",
    ),
    "a key of two parts out of them": (
        "[mark1]\ndelay_s = 1",
        r"belongs in \[mark1.association\] or \[mark1.response\]",
    ),
    "an unknown table": ("[mark1.retinas]", "mark1 must have no key but .*, got 'retinas'; did you mean 'retina'"),
    "an unknown key of a part": ("[mark1.retina]\ngama = 1", "mark1.retina .*, got 'gama'; did you mean 'gamma'"),
    "a wrong type": ('[mark1.retina]\ngamma = "steep"', "mark1.retina.gamma must be a finite number, got 'steep'"),
    "out of range": ("[mark1.retina]\ngamma = -1.0", "mark1.retina.gamma must be positive, got -1.0"),
    "no number": ("[mark1.timing]\npulse_s = nan", "mark1.timing.pulse_s must be a finite number, got nan"),
    "an unknown choice": ('[mark1.response]\ntie = "cion"', "mark1.response.tie .*, got 'cion'; did you mean 'coin'"),
    "an unknown drive": ('[mark1.motor]\ndrive = "rachet"', "drive must be one of dc, ratchet, .*'ratchet'"),
    "a key of the other drive": (
        "[mark1.motor]\ntooth_deg = 3.0",
        "tooth_deg must stand beside drive = .ratchet., got drive = .dc.",
    ),
    "a key of the other drive in a ratchet": (
        '[mark1.motor]\ndrive = "ratchet"\nspeed_spread = 0.1',
        "mark1.motor.speed_spread must stand beside drive = .dc., got drive = .ratchet.",
    ),
    "an unknown key of a drive": ("[mark1.motor]\ntoth = 3.0", "mark1.motor must have no key but .*, got 'toth'"),
    "a list for a drive": ('[mark1.motor]\ndrive = ["dc"]', "mark1.motor.drive must be one of dc, ratchet"),
    "a wiring mistyped": (
        '[mark1]\nwirng = "w.json"',
        "mark1 .* key but wiring, .*, got 'wirng'; did you mean 'wiring'",
    ),
    "an R-unit without A-units": (
        "[mark1.plugboard]\nshares = [100, 100, 0, 100]",
        "mark1.plugboard.shares must patch A-units to each of R1 to R5, which carry the code, got none for R3, R5",
    ),
    "too many wires": ("[mark1.plugboard]\nexcitatory = 400", "wires per A-unit must be at most the 400 S-units"),
    "another retina": ("[mark1.retina]\nrows = 30", "mark1.retina.rows must be 20, as the images have, got 30"),
    "too few R-units": (
        "[mark1.response]\nin_use = 4",
        "mark1.response.in_use must be at least 5 for the codes of 26 classes, got 4",
    ),
    "a list that is none": ("[mark1.plugboard]\nshares = 3", "mark1.plugboard.shares must be a list of whole numbers"),
    "no width": ("[modern]\nhidden = [0]", "modern.hidden must be a list, each a whole number of at least 1"),
    "an unknown key of the network": (
        "[modern]\nrat = 1",
        "modern must have no key .*, got 'rat'; did you mean 'rate'",
    ),
    "an unknown activation": ('[modern]\nactivation = "rleu"', "modern.activation .*'rleu'; did you mean 'relu'"),
    "a list for an activation": ("[modern]\nactivation = [1]", r"modern.activation must be a text, got \[1\]"),
    "too large a network": ("[modern]\nhidden = [1000000000]", "modern must need at most 10000000 weights"),
    "a life of nothing": ("[failures]\nlamp_life_h = 0.0", "failures.lamp_life_h must be positive, got 0.0"),
    "failures that are no table": ("failures = true", "failures must be a table, got True"),
    "faults that are no tables": ("faults = [1]", r"faults must be tables, each begun by \[\[faults\]\], got \[1\]"),
    "a fault without a kind": ("[[faults]]", r"\[\[faults\]\] number 1: kind must be one of .*, got none"),
    "an unknown fault": (
        '[[faults]]\nkind = "ded-cell"',
        r"number 1: kind .*, got 'ded-cell'; did you mean 'dead-cell'",
    ),
    "an unknown field": (
        '[[faults]]\nkind = "dead-cell"\ns_unt = 3',
        r"number 1: there must be no field of dead-cell but s_unit, got 's_unt'; did you mean 's_unit'",
    ),
    "a field too few": (
        '[[faults]]\nkind = "cut-wire"\na_unit = 3',
        "number 1: row must be given for cut-wire, got none",
    ),
    "a part that is not there": (
        '[[faults]]\nkind = "dead-cell"\ns_unit = 1\n[[faults]]\nkind = "dead-cell"\ns_unit = 400',
        r"\[\[faults\]\] number 2: s_unit must be a whole number from 0 to 399, got 400",
    ),
    "a wire that is not there": (
        '[[faults]]\nkind = "cut-wire"\na_unit = 0\nrow = 10',
        "number 1: row must be a wire that is plugged, got 10",
    ),
    "an instant before the beginning": (
        '[[faults]]\nkind = "dead-cell"\ns_unit = 1\nat_s = -1',
        "number 1: at_s must be a number from 0 to .* seconds, got -1",
    ),
    "mended before it broke": (
        '[[faults]]\nkind = "dead-cell"\ns_unit = 1\nat_s = 2\nuntil_s = 1',
        "number 1: until_s must be a number from 2 to .* seconds, got 1",
    ),
    "mended as it broke": (
        '[[faults]]\nkind = "dead-cell"\ns_unit = 1\nat_s = 2\nuntil_s = 2',
        r"number 1: until_s must be later than at_s \(2\), got 2",
    ),
    "no name of a wiring": ("[mark1]\nwiring = 3", "mark1.wiring must be the name of a file, got 3"),
    "no wiring": ('[mark1]\nwiring = "w.json"', "wiring must be a file that can be read, got .*w.json': No such file"),
}


@pytest.fixture
def file(tmp_path):
    """Writes a file of an experiment."""

    def written(text):
        path = tmp_path / "my.toml"
        path.write_bytes(text.encode("utf-8", "surrogatepass"))
        return path

    return written


def test_every_key_is_read(file):
    found = experiment(file(WHOLE))
    assert (found.seed, found.face, found.held_out, found.passes) == (7, "DejaVu Serif", "DejaVu Sans", 3)
    assert found.mark1.retina.gamma == 0.8
    assert found.mark1.plugboard.family is WiringFamily.LOCAL
    assert found.mark1.plugboard.shares == (100, 100, 100, 100, 112)
    assert found.mark1.reinforcement.rule is Rule.GAMMA
    assert found.mark1.motor == RatchetSpec(tooth_deg=6.0)
    assert found.modern == NetworkSpec(hidden=(16, 8))
    assert found.failures == FailureSpec(motor_life_h=100.0)
    assert [one.fault for one in found.faults] == [DeadCell(17), SlippingMotor(3, 0.5)]
    assert [(one.at_s, one.until_s) for one in found.faults] == [(0.0, None), (2.0, 3.5)]


def test_a_byte_order_mark_is_no_part_of_the_file(file):
    assert experiment(file("\ufeffpasses = 3")) == Letters(passes=3)


def test_an_empty_file_is_the_experiment_itself(file):
    assert experiment(file("")) == Letters()


def test_what_the_file_does_not_say_stays_as_the_experiment_has_it(file):
    found = experiment(file("[mark1.response]\ndead_band_v = 1.0\n[mark1.motor]\nspeed_spread = 0.1"))
    assert found.mark1.response.in_use == 5
    assert found.mark1.motor == MotorSpec(speed_spread=0.1)


def test_a_seed_that_is_asked_for_goes_before_that_of_the_file(file):
    path = file("seed = 3")
    assert experiment(str(path)).seed == 3
    assert experiment(str(path), seed=4).seed == 4
    assert experiment("letters").seed == 1


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_wrong_is_named_by_file_table_and_key(file, name):
    text, rule = REFUSED[name]
    with pytest.raises(SettingError, match=rule) as caught:
        experiment(file(text))
    message = str(caught.value)
    assert re.match(r"'[^']*my\.toml': ", message)
    assert "Spec" not in message
    assert len(message) < 400


@given(place=st.floats(0, 1), length=st.integers(0, 12), put=st.text(max_size=6))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_mistyped_is_an_experiment_or_refused_in_one_sentence(file, place, length, put):
    begin = int(place * len(WHOLE))
    path = file(WHOLE[:begin] + put + WHOLE[begin + length :])
    message = ""
    try:
        experiment(path)
    except (SettingError, InputError) as error:
        message = str(error)
    assert len(message) < 400
    assert not message or "my.toml': " in message or "must be a file of text in UTF-8" in message


def twice(first, second):
    """The text of a file with two faults."""
    return f"[[faults]]\n{first}\n[[faults]]\n{second}\n"


DEAD, STUCK = 'kind = "dead-cell"\ns_unit = 17\n', 'kind = "stuck-cell"\ns_unit = 17\n'
OPEN, CLOSED = (f'kind = "stuck-relay"\na_unit = 7\nclosed = {closed}\n' for closed in ("false", "true"))
TOGETHER = {
    "the same for good": (DEAD, DEAD, "the same fault at one time, got dead-cell:s_unit=17 and .* from 0 s on"),
    "the same, overlapping": (DEAD + "until_s = 5", DEAD + "at_s = 4", "the same fault at one time, .* from 4 s on"),
    "dead and stuck": (
        DEAD,
        STUCK,
        "faults that contradict each other, got dead-cell:s_unit=17 and stuck-cell:s_unit=17",
    ),
    "stuck both ways": (OPEN + "at_s = 3", CLOSED, "faults that contradict each other, got stuck-relay:.* from 3 s on"),
}


@pytest.mark.parametrize("name", TOGETHER)
def test_faults_that_cannot_be_together_are_refused_by_both_numbers(file, name):
    first, second, rule = TOGETHER[name]
    with pytest.raises(SettingError, match=r"my\.toml': \[\[faults\]\] number 1 and number 2 must not be " + rule):
        experiment(file(twice(first, second)))


@pytest.mark.parametrize("second", [DEAD + "at_s = 5", STUCK + "at_s = 5", DEAD.replace("17", "18")])
def test_what_was_mended_may_break_again_and_other_parts_at_any_time(file, second):
    assert len(experiment(file(twice(DEAD + "until_s = 5", second))).faults) == 2


def test_a_supply_may_sag_twice(file):
    sag = 'kind = "supply-sag"\nshare = '
    assert len(experiment(file(twice(sag + "0.5", sag + "0.6"))).faults) == 2


def test_the_name_of_an_experiment_is_no_file(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(
        InputError, match=r"config must be a file that ends in \.toml.* the name of an experiment, 'letters'"
    ):
        configured(Path("letters"))


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(InputError, match=r"experiment must be a file that can be read, got .*none\.toml"):
        experiment(str(tmp_path / "none.toml"))


def test_the_wiring_of_a_file_is_that_of_the_machine(file, tmp_path):
    given = Letters(seed=9)
    write(given, tmp_path / "w.json")
    found = experiment(file('[mark1]\nwiring = "w.json"'))
    assert found.wiring == wiring_of(given)
    assert Session(found).mark1.machine.wiring == found.wiring != wiring_of(Letters())
    assert found == configured(None, wiring=tmp_path / "w.json")


def test_the_plain_values_hold_every_setting(file, tmp_path):
    write(Letters(seed=9), tmp_path / "w.json")
    found = experiment(file(WHOLE.replace('family = "local"', "") + '[mark1]\nwiring = "w.json"'))
    values = as_plain(found)
    wiring = values["mark1"].pop("wiring")
    assert set(values) | {"wiring"} == {item.name for item in fields(Letters)}
    assert re.fullmatch("[0-9a-f]{64}", wiring)
    assert values["mark1"] == plain(found.mark1)
    assert values["mark1"].keys() == {item.name for item in fields(Mark1Spec)}
    assert values["faults"][1] == {"kind": "slipping-motor", "a_unit": 3, "share": 0.5, "at_s": 2.0, "until_s": 3.5}
    assert as_plain(Letters())["mark1"]["wiring"] is None
    assert as_plain(Letters())["failures"] is None
