"""An experiment is chosen by name, file or run's folder; a flag goes before the file, the file before the default."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from hardware import (
    AssociationSpec,
    DeadCell,
    FailureSpec,
    Mark1Spec,
    ResponseSpec,
    ScheduledFault,
    TimingSpec,
)
from perceptron_sim import Experiment, Letters, Session, experiment, run
from perceptron_sim.board import wiring_of, write
from perceptron_sim.errors import InputError, SettingError
from perceptron_sim.experiment_choice import configured, experiment_of_words
from perceptron_sim.experiment_file import as_plain, experiment_from_values
from perceptron_sim.experiments import EXPERIMENTS
from perceptron_sim.headless import teach
from perceptron_sim.network_spec import NetworkSpec
from perceptron_sim.past_run import as_json_reads
from perceptron_sim.results import RunFolder

FILE = 'seed = 5\npasses = 2\nface = "DejaVu Serif"\n[mark1.timing]\nexposure_s = 0.4\npulse_s = 0.2\n'


@pytest.fixture
def file(tmp_path, monkeypatch):
    """An experiment's file in an empty folder, in which one stands."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "my.toml").write_text(FILE)
    return "my.toml"


@pytest.fixture
def pictures(tmp_path):
    """A CSV file of two classes: the left half lit, the right half lit."""
    left = np.tile(np.arange(20) < 10, 20).astype(int)
    rows = [",".join(map(str, [label, *cells])) for label, cells in ((0, left), (1, 1 - left)) for _ in range(5)]
    (tmp_path / "halves.csv").write_text("\n".join(rows) + "\n")
    return tmp_path / "halves.csv"


def of_words(name, *words, **more):
    return experiment_of_words(name, words, command="run", **more)


def test_a_flag_goes_before_the_file_and_the_file_before_the_default(file):
    found = of_words(file, "--passes", "3", "--mark1.exposure-s", "0.3", seed=7)
    assert (found.seed, found.passes, found.face, found.held_out) == (7, 3, "DejaVu Serif", "Liberation Sans")
    assert found.mark1.timing == TimingSpec(exposure_s=0.3, pulse_s=0.2)
    assert of_words(file) == experiment(file) == experiment(Path(file))


def test_python_says_the_same_by_keys_as_the_command_line_by_flags(file):
    flags = ("--learners", "mark1", "--mark1.timing.interval-s", "0.1", "--modern.hidden", "8,4", "--failures")
    asked = {"mark1": {"timing": {"interval_s": 0.1}}, "modern": {"hidden": [8, 4]}, "failures": {}}
    for name in ("letters", file):
        assert of_words(name, *flags) == experiment(name, learners="mark1", **asked)
    assert experiment("letters", **{"mark1.timing.interval_s": 0.1}) == of_words("letters", "--mark1.interval-s", "0.1")


def test_records_are_taken_as_they_are():
    given = {
        "mark1": Mark1Spec(timing=TimingSpec(exposure_s=0.3), response=ResponseSpec(in_use=6)),
        "modern": NetworkSpec(hidden=(8,)),
        "failures": FailureSpec(repair_h=2.0),
        "faults": (ScheduledFault(fault=DeadCell(17)),),
        "wiring": wiring_of(Letters(seed=9)),
    }
    found = experiment("letters", passes=np.int64(3), **given)
    assert found == Letters(passes=3, **given)


def test_whatever_is_given_leaves_the_rest_of_a_table_as_it_is(file):
    found = experiment(file, mark1={"retina": {"gamma": 0.8}})
    assert (found.mark1.retina.gamma, found.mark1.timing.exposure_s) == (0.8, 0.4)
    assert experiment(file).mark1.retina.gamma == 0.7


def test_the_control_is_written_with_a_space_or_as_learners_are_named():
    asked = of_words("letters", "--mark1.control", "error-correction")
    assert asked == of_words("letters", "--mark1.control", "error correction")


def test_failures_of_a_file_can_be_switched_off(file):
    Path(file).write_text("[failures]\nmotor_life_h = 100.0\n")
    assert experiment(file).failures is not None
    assert of_words(file, "--failures", "false").failures is None


def test_as_many_r_units_are_in_use_as_the_code_has_bits_unless_somebody_says_so():
    assert experiment("letters", mark1={"timing": {"pulse_s": 0.2}}).mark1.response.in_use == 5
    assert experiment("letters", mark1={"response": {"units": 26}}, code="one-per-class").mark1.response.in_use == 26
    assert experiment("letters", mark1={"response": {"in_use": 7}}).mark1.response.in_use == 7
    few = {"association": {"units": 6}}
    assert experiment("letters", mark1=few).mark1 == replace(Letters().mark1, association=AssociationSpec(units=6))
    assert experiment("letters", mark1=Mark1Spec()).mark1.response.in_use == 8


@pytest.mark.parametrize("name", ["letters", "rules", "optimizer-race", "data"])
def test_plain_values_describe_an_experiment_wholly(name, pictures):
    asked = {"data": pictures} if name == "data" else {}
    values = as_json_reads(as_plain(experiment(name, **asked)))
    again = experiment_from_values({"experiment": name, **values})
    assert type(again) is EXPERIMENTS[name]
    assert as_json_reads(as_plain(again)) == values


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--passes", "0"), "--passes must be a whole number from 1 to 100000, got 0"),
        (("--passes", "[1, 2]"), "--passes must be a whole number from 1 to 100000, got [1, 2]"),
        (("--passes", "1979-05-27"), "--passes must be a whole number from 1 to 100000, got datetime.date("),
        (("--passes", "{a = 1}"), "--passes must be a whole number from 1 to 100000, got {'a': 1}"),
        (("--passes", "nan"), "--passes must be a whole number from 1 to 100000, got nan"),
        (("--passes", "9" * 5000), "--passes must be a whole number from 1 to 100000, got '9999"),
        (("--passes", "9" * 400), "--passes must be a whole number from 1 to 100000, got 9999"),
        (("--passes", "١٢"), "--passes must be a whole number from 1 to 100000, got '١٢'"),
        (("--learners", "modem"), "--learners must be one of both, mark1, modern, got 'modem'; did you mean 'modern'?"),
        (("--face", "Comic"), "--face must be one of DejaVu Sans Bold, "),
        (("--until-errorless", "no"), "--until-errorless must be true or false, got 'no'"),
        (("--mark1.exposure-s", "-1"), "--mark1.exposure-s (mark1.timing.exposure_s) must be positive, got -1"),
        (("--mark1.timing.exposure-s", "inf"), "--mark1.timing.exposure-s must be a finite number, got inf"),
        (("--mark1.exposure-s", "1e400"), "--mark1.exposure-s (mark1.timing.exposure_s) must be a finite number, got"),
        (("--mark1.exposure-s", "1" + "0" * 400), "(mark1.timing.exposure_s) must be a finite number, got 1000"),
        (("--mark1.exposure-s", "long"), "(mark1.timing.exposure_s) must be a finite number, got 'long'"),
        (("--mark1.tie", "cion"), "--mark1.tie (mark1.response.tie) must be one of zero, one, coin, got 'cion'"),
        (("--mark1.tooth-deg", "3"), '(mark1.motor.tooth_deg) must stand beside drive = "ratchet", got drive = "dc"'),
        (("--mark1.wiring", "no.json"), "must be a file that can be read, got"),
        (("--mark1.wiring", "n" * 5000), "--mark1.wiring must be a file that can be read, got"),
        (("--face", "9" * 5000), "--face must be one of DejaVu Sans Bold, "),
        (("--modern.hidden", "8,x"), "--modern.hidden must be a list, each a whole number of at least 1, got [8, 'x']"),
        (("--learners", "mark1,modern"), "--learners must be one of both, mark1, modern, got 'mark1,modern'"),
        (("--mark1.association.units", "100000000"), "units must be at most 1000000, got 100000000"),
        (("--modern.rate", "0"), "--modern.rate must be positive, got 0"),
        (("--failures", "yes"), "--failures must be a table, got 'yes'"),
        (("--faults", "dead-cell"), "--faults must be tables, each begun by [[faults]], got 'dead-cell'"),
        (("--faults", '[{kind = "ded-cell"}]'), "[[faults]] number 1: kind must be one of"),
        (("--face", "DejaVu Sans", "--held-out", "DejaVu Sans"), "--held-out must be another typeface than face"),
    ],
)
def test_a_wrong_value_is_named_by_its_flag(words, sentence):
    with pytest.raises((SettingError, InputError)) as caught:
        of_words("letters", *words)
    assert sentence in str(caught.value)
    assert len(str(caught.value)) < 400


def test_a_wrong_value_is_named_by_flag_or_file_whichever_set_it(file):
    with pytest.raises(SettingError, match=r"^--passes must be a whole number"):
        of_words(file, "--passes", "0")
    (Path(file)).write_text("passes = 0\n")
    with pytest.raises(SettingError, match=r"^'my\.toml': passes must be a whole number"):
        of_words(file, "--face", "DejaVu Serif")
    assert of_words(file, "--passes", "1").passes == 1
    Path(file).write_text('experiment = "lettres"\n')
    with pytest.raises(SettingError, match=r"^'my\.toml': experiment must be one of letters, .*; did you mean 'lette"):
        of_words(file, "--passes", "1")


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"sead": 1}, "there must be no key but experiment, .*, got 'sead'; did you mean 'seed'"),
        ({"sead": object()}, "there must be no key but .*, got 'sead'; did you mean 'seed'"),
        ({"mark1": {"retina": {"gama": 1}}}, "mark1.retina must have no key but .*; did you mean 'gamma'"),
        ({"mark1": 3}, "mark1 must be a Mark1Spec, got 3"),
        ({"modern": None}, "modern must be a NetworkSpec, got None"),
        ({"passes": 0}, "^passes must be a whole number from 1 to 100000, got 0"),
        ({"seed": 2**63}, "^seed must be a whole number from 0 to"),
        ({"wiring": 3}, "wiring must be the name of a file, got 3"),
        ({"data": 3}, "data must be a table, got 3"),
        ({"faults": 3}, "faults must be a tuple of ScheduledFaults, got 3"),
    ],
)
def test_what_python_gives_wrongly_is_named_by_its_key(settings, sentence):
    with pytest.raises(SettingError, match=sentence):
        experiment("letters", **settings)


def test_pictures_are_refused_where_an_experiment_has_its_own():
    for ask in (lambda: of_words("xor", "--data", "x"), lambda: experiment("xor", data="x")):
        with pytest.raises(SettingError, match="data must be left out of xor, which shows images of its own, got some"):
            ask()


@pytest.fixture
def past(tmp_path, monkeypatch):
    """The folder of a run of one pass, of a machine with a wiring of its own."""
    monkeypatch.chdir(tmp_path)
    write(Letters(seed=9), Path("w.json"))
    found = experiment("letters", seed=3, passes=1, wiring="w.json", mark1={"timing": {"exposure_s": 0.4}})
    with RunFolder(Path("past"), found) as folder:
        teach(Session(found), folder)
    Path("w.json").unlink()
    return "past"


def test_the_folder_of_a_run_is_that_experiment_and_flags_go_over_it(past):
    found = experiment(past)
    assert (found.name, found.seed, found.passes) == ("letters", 3, 1)
    assert found.wiring == wiring_of(Letters(seed=9))
    again = of_words(past, "--passes", "2", "--mark1.pulse-s", "0.2", seed=4)
    assert (again.seed, again.passes, again.wiring) == (4, 2, found.wiring)
    assert again.mark1.timing == TimingSpec(exposure_s=0.4, pulse_s=0.2)
    assert configured(Path(past)) == found
    assert configured(Path(past), seed=8).seed == 8


def test_another_wiring_goes_before_that_of_a_run(past):
    write(Letters(seed=5), Path("other.json"))
    assert of_words(past, "--mark1.wiring", "other.json").wiring == wiring_of(Letters(seed=5))
    assert configured(Path(past), wiring=Path("other.json")).wiring == wiring_of(Letters(seed=5))


def test_pictures_are_looked_for_beside_the_file_that_names_them(pictures, monkeypatch):
    named = pictures.parent / "halves.toml"
    named.write_text('experiment = "data"\npasses = 2\n[data]\npath = "halves.csv"\nunseen_share = 0.2\n')
    monkeypatch.chdir("/")
    found = experiment(named)
    assert found.data.spec.path == str(pictures)
    assert found.class_names == ("0", "1")
    again = of_words(str(named), "--data.unseen-share", "0.4")
    assert (again.data.spec.path, len(again.unseen)) == (str(pictures), 4)


def test_pictures_that_have_changed_since_a_run_are_refused(pictures):
    values = {"experiment": "data", **as_plain(experiment("data", data=pictures))}
    assert experiment_from_values(values).data.sha256 == values["data"]["sha256"]
    pictures.write_text(pictures.read_text().replace("0,1,1,1", "0,0,1,1", 1))
    with pytest.raises(SettingError, match=r"^run: data\.sha256 must be that of the pictures, [0-9a-f]+, got"):
        experiment_from_values(values, located="run")


def test_a_folder_without_a_run_is_refused(tmp_path):
    got = r"got '.*', which has none \(pictures are given with --data\)$"
    with pytest.raises(InputError, match=rf"^experiment must be a folder with a run\.json, .*, {got}"):
        experiment(tmp_path)


def test_the_window_and_scripts_get_the_same_run():
    report = run("letters", seed=3, passes=1, learners="mark1")
    assert list(report.learners) == ["mark1"]
    assert report.digest == Session(Letters(seed=3, passes=1, learners="mark1")).run().digest
    assert isinstance(experiment("letters"), Experiment)


def test_an_experiment_itself_can_be_run_but_not_set_over():
    chosen = experiment("xor", passes=1, learners="mark1")
    assert experiment(chosen) is chosen
    assert run(chosen).digest == Session(chosen).run().digest
    with pytest.raises(SettingError, match="settings must be given with the name of an experiment"):
        run(chosen, seed=2)
