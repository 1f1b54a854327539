"""Every setting of every experiment is told, with its default, and how well it is known if it is the machine's."""

import re
from dataclasses import fields

import pytest

from hardware import Certainty, Mark1Spec, MotorSpec, RatchetSpec, provenance
from perceptron_sim import cli
from perceptron_sim.experiment_file import as_plain
from perceptron_sim.experiment_keys import keys_of
from perceptron_sim.experiments import EXPERIMENTS, Letters
from perceptron_sim.flags import flag_of
from perceptron_sim.settings_table import flags_in_words, listed, settings_in_words


def by_table(text):
    """The keys that *text* lists, in their tables."""
    found, table = set(), ""
    for line in text.splitlines():
        if heading := re.fullmatch(r"\[([\w.]+)\]", line):
            table = f"{heading[1]}."
        elif key := re.match(r"([a-z]\w+)(  |$)", line):
            found.add(table + key[1])
    return found


@pytest.mark.parametrize("name", EXPERIMENTS)
def test_list_tells_every_key_and_no_other_and_keeps_to_80_columns(name):
    text = settings_in_words(name)
    assert by_table(text) == {key.name for key in keys_of(EXPERIMENTS[name])}
    assert max(map(len, text.splitlines())) <= 80
    assert text.startswith(f"{name}: ")


@pytest.mark.parametrize("name", ["letters", "wiring", "xor", "data"])
def test_help_tells_every_setting_as_a_flag(name):
    text = flags_in_words(EXPERIMENTS[name])
    flags = re.findall(r"^(--\S+) \S.*  \[.+\]$", text, re.MULTILINE)
    assert flags == [flag_of(key.name) for key in keys_of(EXPERIMENTS[name])]


def test_the_keys_are_all_that_an_experiment_holds():
    held = as_plain(Letters())
    found = {key.name.partition(".")[0] for key in keys_of(Letters)}
    assert found == set(held)
    machine = {key.name for key in keys_of(Letters) if key.name.startswith("mark1.")}
    specs = {"mark1.motor.": RatchetSpec(), "mark1.": Mark1Spec()}
    wanted = {row.name for prefix, spec in specs.items() for row in provenance(spec, prefix)}
    assert machine == wanted | {"mark1.wiring", "mark1.motor.drive"}


def test_what_is_known_of_a_number_of_the_machine_is_told_with_it():
    text = " ".join(settings_in_words("letters").split())
    assert "exposure_s 0.5 s assumed: exposure times are not documented" in text
    assert "units 512 documented: DCN60" in text
    assert "in_use 5 assumed:" in text
    assert "rule alpha one of alpha, beta, gamma; assumed:" in text
    for item in fields(MotorSpec):
        assert re.search(rf"{item.name} .* \(drive dc\)", text)
    certainties = {key.certainty for key in keys_of(Letters) if key.name.startswith(("mark1.", "failures."))}
    assert certainties == {*map(str, Certainty), ""}


def test_the_default_is_that_of_the_experiment():
    assert re.search(r"^passes +40 +at most", settings_in_words("letters"), re.MULTILINE)
    own = EXPERIMENTS["xor"]()
    assert re.search(rf"^passes +{own.passes} ", settings_in_words("xor"), re.MULTILINE)


def test_types_ranges_and_choices_are_told():
    text = flags_in_words(Letters)
    assert "--passes WHOLE-NUMBER  [40]" in text
    assert "--learners both|mark1|modern  [both]" in text
    assert "--mark1.timing.exposure-s NUMBER  [0.5 s]" in text
    assert "--modern.hidden WHOLE-NUMBER,WHOLE-NUMBER,...  [64]" in text
    assert "--mark1.wiring TEXT  [none]" in text
    assert "(whole number from 1 to 100000)" in " ".join(text.split())


def test_the_commands_print_the_same(capsys):
    assert cli.main(["list"]) == 0
    assert capsys.readouterr().out == listed() + "\n"
    assert cli.main(["list", "letters"]) == 0
    assert capsys.readouterr().out == settings_in_words("letters") + "\n"


@pytest.mark.parametrize("words", [["letters", "--help"], ["letters", "-h"], ["letters", "--passes", "3", "--help"]])
def test_help_after_the_name_of_an_experiment_shows_all_its_settings(capsys, words):
    assert cli.main(["run", *words]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("Usage: perceptron-sim run EXPERIMENT [OPTIONS] [--SETTING VALUE ...]")
    assert shown.endswith(flags_in_words(Letters) + "\n")


def test_help_after_a_file_is_that_of_its_experiment(capsys, tmp_path):
    (tmp_path / "my.toml").write_text('experiment = "xor"\n')
    assert cli.main(["run", str(tmp_path / "my.toml"), "--help"]) == 0
    assert capsys.readouterr().out.endswith(flags_in_words(EXPERIMENTS["xor"]) + "\n")


def test_help_of_an_unknown_experiment_says_so(capsys):
    assert cli.main(["run", "lettres", "--help"]) == 2
    assert "did you mean 'letters'?" in capsys.readouterr().err
