"""The wheel holds every package and asset, and what is stated in several files is stated alike."""

import importlib
import inspect
import re
import tomllib
from pathlib import Path

import pytest

import perceptron_sim

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
SETUPTOOLS = PROJECT["tool"]["setuptools"]
PACKAGES = ("hardware", "modern", "perceptron_sim")
ASSETS = "perceptron_sim.assets"


def text(name):
    return (ROOT / name).read_text(encoding="utf-8")


def distribution(requirement):
    """The name of what *requirement* asks for."""
    return re.split(r"[<>=!~\[; ]", requirement, maxsplit=1)[0]


def test_the_listed_packages_are_the_folders():
    folders = {
        path.parent.relative_to(ROOT).as_posix().replace("/", ".")
        for package in PACKAGES
        for path in (ROOT / package).rglob("__init__.py")
    }
    assert set(SETUPTOOLS["packages"]) == folders | {ASSETS}


def test_every_python_file_lies_in_a_package():
    folders = {x.relative_to(ROOT).as_posix() for y in PACKAGES for x in {z.parent for z in (ROOT / y).rglob("*.py")}}
    assert {folder.replace("/", ".") for folder in folders} <= set(SETUPTOOLS["packages"])


def test_the_wheel_takes_every_asset():
    folder = ROOT / SETUPTOOLS["package-dir"][ASSETS]
    taken = {path for pattern in SETUPTOOLS["package-data"][ASSETS] for path in folder.glob(pattern)}
    shipped = {
        path
        for path in folder.rglob("*")
        if path.is_file() and path.suffix not in {".py", ".pyc"} and not path.name.startswith(".")
    }
    assert shipped
    assert shipped <= taken


def test_the_assets_are_no_package():
    """With an __init__.py the folder would hide perceptron_sim/assets.py in a wheel."""
    assert not list((ROOT / "assets").rglob("__init__.py"))


@pytest.mark.parametrize("package", PACKAGES)
def test_the_packages_say_that_they_are_typed(package):
    assert (ROOT / package / "py.typed").is_file()
    assert "py.typed" in SETUPTOOLS["package-data"][package]


def test_the_version_is_one_everywhere():
    changelog = re.search(r"^## \[([^]]+)\]", text("CHANGELOG.md"), re.MULTILINE)
    citation = re.search(r"^version: (\S+)$", text("CITATION.cff"), re.MULTILINE)
    assert changelog
    assert citation
    assert changelog[1] == citation[1] == perceptron_sim.__version__
    assert SETUPTOOLS["dynamic"]["version"]["attr"] == "perceptron_sim.version.__version__"


def test_every_dependency_has_its_reason():
    asked = [*PROJECT["project"]["dependencies"]]
    for extra in PROJECT["project"]["optional-dependencies"].values():
        asked += extra
    names = {distribution(x) for x in asked} - {PROJECT["project"]["name"]}
    reasons = re.findall(r"^\| ([\w-]+) \| [^|]+ \|$", text("CONTRIBUTING.md"), re.MULTILINE)
    assert set(reasons) - {"package"} == names


@pytest.mark.parametrize("package", PACKAGES)
def test_the_public_surface_is_there_and_documented(package):
    module = importlib.import_module(package)
    assert len(module.__all__) == len(set(module.__all__))
    for name in module.__all__:
        thing = getattr(module, name)
        if inspect.isclass(thing) or inspect.isfunction(thing):
            assert inspect.getdoc(thing), f"{package}.{name}"


@pytest.mark.parametrize("package", PACKAGES)
def test_the_reference_lists_the_whole_surface(package):
    assert f"automodule:: {package}\n" in text("docs/reference/python-api.md")


@pytest.mark.parametrize("package", PACKAGES)
def test_the_reference_names_what_is_neither_class_nor_function(package):
    module, page = importlib.import_module(package), text("docs/reference/python-api.md")
    for name in module.__all__:
        thing = getattr(module, name)
        assert inspect.isclass(thing) or inspect.isfunction(thing) or f"`{name}`" in page, name


def test_no_document_names_a_target_that_make_does_not_have():
    targets = set(re.findall(r"^([a-z-]+):", text("Makefile"), re.MULTILINE))
    pages = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md"), ROOT / ".ci/run"]
    for page in pages:
        named = set(re.findall(r"(?:`|^\$ |^)make ([a-z-]+)", page.read_text(encoding="utf-8"), re.MULTILINE))
        assert named <= targets, page
