"""The file of an exhibit: its defaults pass their own check, and what is wrong is told by file, table and key."""

import dataclasses
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perceptron_sim.errors import InputError, OutputError, SettingError
from perceptron_sim.exhibit.config import TABLES, ExhibitSpec, TurnSpec, VisitSpec
from perceptron_sim.exhibit.config_file import as_toml, read_config, write_config
from perceptron_sim.exhibit.pin import fits, hashed
from perceptron_sim.experiments.settings import settings_of

GUIDE = Path(__file__).resolve().parents[3] / "docs/guides/exhibit.md"


@pytest.fixture
def config(tmp_path):
    """Reads what a file of this text says."""

    def read(text):
        path = tmp_path / "exhibit.toml"
        path.write_text(text, encoding="utf-8")
        return read_config(path)

    return read


def test_the_defaults_pass_their_own_check_unchanged_and_say_what_they_are(tmp_path):
    path = tmp_path / "exhibit.toml"
    write_config(path)
    assert read_config(path) == ExhibitSpec()
    text = " ".join(path.read_text(encoding="utf-8").replace("#", "").split())
    for table in TABLES:
        part = getattr(ExhibitSpec(), table)
        for one in settings_of(type(part[0] if isinstance(part, tuple) else part)):
            assert f"{one.help}; " in text
    with pytest.raises((SettingError, OutputError), match=r"exhibit\.toml"):
        write_config(path)  # over none that is there


def test_the_guide_names_every_table_and_every_key():
    guide = GUIDE.read_text(encoding="utf-8")
    for table in TABLES:
        part = getattr(ExhibitSpec(), table)
        names = [one.name for one in settings_of(type(part[0] if isinstance(part, tuple) else part))]
        assert [name for name in (f"[{table}]", *names) if f"`{name}`" not in guide] in ([], [f"[{table}]"]), table


def test_an_empty_file_says_the_defaults(config):
    assert config("") == ExhibitSpec()


@given(
    st.builds(
        ExhibitSpec,
        visit=st.builds(VisitSpec, idle_s=st.floats(5, 3600), drops=st.booleans()),
        turns=st.lists(
            st.builds(TurnSpec, title=st.text(st.characters(categories=["L", "P", "N", "S"]), max_size=44)),
            min_size=1,
            max_size=3,
        ).map(tuple),
    )
)
def test_what_is_written_is_read(tmp_path_factory, spec):
    path = tmp_path_factory.mktemp("config") / "exhibit.toml"
    path.write_text(as_toml(spec), encoding="utf-8")
    assert read_config(path) == spec


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[visits]", r"there must be no table but .*, got 'visits'; did you mean 'visit'\?"),
        ("idle_s = 30", r"there must be no table but .*, got 'idle_s'; did you mean 'visit.idle_s'\?"),
        ("[visit]\nidel_s = 30", r"visit must have no key but .*, got 'idel_s'; did you mean 'idle_s'\?"),
        ("[visit]\nidle_s = 1", r"visit.idle_s must be a finite number from 5.0 to 3600.0, got 1"),
        ("visit = 3", "visit must be a table"),
        ("[visit]\ndrops = 'yes'", "visit.drops must be true or false, got 'yes'"),
        ("[show]\nviews = []", "show.views must be different views, one at least, got none"),
        ("[show]\nviews = ['plugbord']", r"show.views must be a list, each one of .*'plugbord'"),
        ("[show]\nviews = ['neuron', 'neuron']", "show.views must be different views, one at least, got neuron twice"),
        ("turns = 3", r"turns must be tables, as \[\[turns\]\], got '3'"),
        ("turns = []", "turns must be from 1 to 32 tables, got 0"),
        ("[[turns]]\nveiw = 'neuron'", r"turns must have no key but .*, got 'veiw'; did you mean 'view'\?"),
        ("[[turns]]\nview = 'neurons'", r"turns.view must be one of .*, got 'neurons'; did you mean 'neuron'\?"),
        (f"[[turns]]\ntitle = '{'a' * 45}'", "turns.title must be one line of at most 44 letters, got 45 in 'aaa"),
        ("[keep]\nfolder = 'nowhere'", "keep.folder must be a folder that can be written to, got '.*nowhere'"),
        ("[files]\nlog = 'no/where'", "files.log must be a file in a folder that can be written to"),
        ("[", "the file must be TOML"),
    ],
)
def test_what_cannot_be_is_told_by_file_table_and_key(config, text, sentence):
    with pytest.raises(SettingError, match=rf"^'.*exhibit.toml': {sentence}") as refused:
        config(text)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("pin", ["12", "1234567890123", "19 60", "pbkdf2-sha256$1$x$y", 4711, ""])
def test_a_pin_that_is_none_is_refused_without_being_told(config, pin):
    with pytest.raises(SettingError, match=r"staff\.pin must be 4 to 12 digits") as refused:
        config(f"[staff]\npin = {pin!r}")
    assert not pin or str(pin) not in str(refused.value).partition("got")[2]


@given(st.text("0123456789", min_size=4, max_size=12), st.text("0123456789", min_size=1, max_size=12))
def test_a_plain_pin_fits_itself_alone(pin, other):
    assert fits(pin, pin)
    assert fits(other, pin) == (other == pin)


def test_a_hashed_pin_does_not_tell_and_fits(config):
    written = hashed("471147", bytes(16))
    assert "471147" not in written
    assert fits("471147", config(f'[staff]\npin = "{written}"').staff.pin)
    assert not fits("471148", written)
    with pytest.raises(SettingError, match="pin must be 4 to 12 digits"):
        hashed("12", bytes(16))


def test_files_are_looked_for_beside_the_one_that_names_them(config, tmp_path):
    (tmp_path / "kept").mkdir()
    spec = config("[keep]\nfolder = 'kept'\n[files]\nlog = 'a.log'\n[show]\nexperiment = 'mine.toml'")
    assert spec.keep.folder == str(tmp_path / "kept")
    assert spec.files.log == str(tmp_path / "a.log")
    assert spec.show.experiment == str(tmp_path / "mine.toml")
    assert dataclasses.replace(spec.files, log="") == ExhibitSpec().files


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(InputError, match="config must be a file that can be read"):
        read_config(tmp_path / "none.toml")
