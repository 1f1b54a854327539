"""Every shipped file is found, listed and whole; what is missing or damaged is told in one sentence."""

import json
import runpy
import shutil
from pathlib import Path

import pytest

from perceptron_sim import assets
from perceptron_sim.errors import AssetError, SimulatorError
from perceptron_sim.experiments import stimuli

SHIPPED = Path(__file__).resolve().parents[2] / "assets"
LETTERS = "stimuli/letters.npz"


@pytest.fixture
def copied_assets(tmp_path, monkeypatch):
    """A copy of the assets that the simulator takes for its own, free to be damaged."""
    root = tmp_path / "assets"
    shutil.copytree(SHIPPED, root)
    monkeypatch.setattr(assets, "asset_root", lambda: root)
    return root


def flip_a_byte(path):
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(bytes(content))


def is_one_sentence(text):
    return "\n" not in text and len(text) < 300


def test_the_manifest_is_in_step_with_the_folder():
    manifest = runpy.run_path(str(SHIPPED / "make_manifest.py"))["manifest"]()
    listed = json.loads((SHIPPED / "MANIFEST.json").read_text(encoding="utf-8"))
    assert listed == manifest, "run: python assets/make_manifest.py"


def test_no_shipped_asset_is_damaged():
    assert assets.damaged() == []


def test_an_asset_is_found_by_its_name_with_forward_slashes():
    assert assets.asset_path(LETTERS).read_bytes() == (SHIPPED / LETTERS).read_bytes()
    assert assets.verify(LETTERS) == assets.asset_path(LETTERS)


def test_the_root_holds_the_manifest():
    assert (assets.asset_root() / "MANIFEST.json").is_file()


@pytest.mark.parametrize("place", ["site/perceptron_sim/assets", "site/assets"], ids=["wheel", "clone"])
def test_the_assets_lie_inside_the_package_or_beside_it(tmp_path, monkeypatch, place):
    monkeypatch.setattr(assets, "__file__", str(tmp_path / "site" / "perceptron_sim" / "assets.py"))
    (tmp_path / place).mkdir(parents=True)
    (tmp_path / place / "MANIFEST.json").write_text("{}", encoding="utf-8")
    assert assets.asset_root() == (tmp_path / place).resolve()


def test_an_installation_without_assets_is_told_in_one_sentence(tmp_path, monkeypatch):
    monkeypatch.setattr(assets, "__file__", str(tmp_path / "perceptron_sim" / "assets.py"))
    [sentence] = assets.damaged()
    assert "assets folder must hold MANIFEST.json, found none" in sentence
    assert "reinstall" in sentence
    assert "\n" not in sentence


@pytest.mark.parametrize("font", sorted(path.name for path in (SHIPPED / "fonts").glob("*.ttf")))
def test_every_font_lies_beside_its_licence_and_is_credited(font):
    family = font.removesuffix(".ttf").split("-")[0]
    licence = (SHIPPED / "fonts" / f"{family}-LICENSE.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE" in licence or "Bitstream Vera Fonts Copyright" in licence
    assert font in (SHIPPED / "CREDITS.md").read_text(encoding="utf-8")


def test_every_face_of_letters_is_credited():
    credits = (SHIPPED / "CREDITS.md").read_text(encoding="utf-8")
    assert [face for face in stimuli.letter_faces() if face not in credits] == []


def test_the_digits_are_credited_with_source_and_licence():
    credits = (SHIPPED / "CREDITS.md").read_text(encoding="utf-8").partition("(`stimuli/digits.npz`)")[2]
    for named in (
        "UCI Machine Learning",
        "10.24432/C50P49",
        "Alpaydin",
        "Creative Commons Attribution 4.0",
        "Changed:",
    ):
        assert named in credits


def test_a_flipped_byte_is_told_by_name_and_cure(copied_assets):
    flip_a_byte(copied_assets / LETTERS)
    with pytest.raises(AssetError, match=r"asset stimuli/letters\.npz must have SHA-256 .*, got .*reinstall"):
        assets.verify(LETTERS)
    [sentence] = assets.damaged()
    assert LETTERS in sentence
    assert is_one_sentence(sentence)


def test_damaged_letters_are_never_shown_to_a_learner(copied_assets):
    flip_a_byte(copied_assets / LETTERS)
    with pytest.raises(AssetError, match="must have SHA-256"):
        stimuli.letters()


def test_a_missing_asset_is_told_by_name_and_cure(copied_assets):
    (copied_assets / LETTERS).unlink()
    with pytest.raises(AssetError, match=r"asset stimuli/letters\.npz must be a file in .*reinstall"):
        assets.asset_path(LETTERS)
    assert len(assets.damaged()) == 1


def test_a_folder_in_the_place_of_an_asset_is_told(copied_assets):
    (copied_assets / LETTERS).unlink()
    (copied_assets / LETTERS).mkdir()
    with pytest.raises(AssetError, match="must be a file"):
        assets.load_npz(LETTERS)


@pytest.mark.parametrize("content", ["", "{", "[1]", '{"a": 1}', "\xff"])
def test_a_damaged_manifest_is_told(copied_assets, content):
    (copied_assets / "MANIFEST.json").write_bytes(content.encode("latin-1"))
    [sentence] = assets.damaged()
    assert sentence.startswith("asset MANIFEST.json must")
    assert is_one_sentence(sentence)


@pytest.mark.parametrize("name", ["", "letters.npz", "../README.md", "/etc/hostname", "stimuli", "MANIFEST.json"])
def test_only_listed_names_are_assets(name):
    with pytest.raises(AssetError, match=r"must be one that MANIFEST\.json lists, got"):
        assets.asset_path(name)


def test_an_asset_that_is_no_npz_is_refused():
    with pytest.raises(AssetError, match=r"asset CREDITS\.md must be an npz file"):
        assets.load_npz("CREDITS.md")


def test_an_asset_error_is_a_simulator_error_and_a_runtime_error():
    assert issubclass(AssetError, SimulatorError)
    assert issubclass(AssetError, RuntimeError)
