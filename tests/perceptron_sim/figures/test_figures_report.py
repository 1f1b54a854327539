"""The report of a run: one page that needs nothing else, figures beside it, and refusals in one sentence."""

import json
import shutil
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

import perceptron_sim
from perceptron_sim.cli import main
from perceptron_sim.errors import InputError, OutputError, SettingError
from perceptron_sim.figures import write_report
from perceptron_sim.figures.markup import element, table
from perceptron_sim.figures.plate import Table

HOSTILE = "<b onclick='x'>\"&$1"
ADDRESSES = ("src", "href", "srcset", "action", "data", "poster", "background", "xlink:href")
WITHOUT_END = {"meta", "img"}


class Page(HTMLParser):
    """The elements of a page, its words, and whether every element that begins also ends."""

    def __init__(self, content):
        super().__init__()
        self.elements, self.open, self.words = [], [], []
        self.feed(content)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in WITHOUT_END:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.words.append(data)

    def all(self, tag):
        return [attributes for name, attributes in self.elements if name == tag]


@pytest.fixture(scope="session")
def run(taught, tmp_path_factory):
    """The folder of a run with few figures, with a class and measurements of hostile names."""
    folder = taught(tmp_path_factory.mktemp("told") / "run", learners="mark1", rows="passes", passes=2)
    told = json.loads((folder / "run.json").read_text())
    points = [{"learner": "mark1", "measure": HOSTILE, "value": 0.5, "at": {HOSTILE: HOSTILE}}]
    faults = [{"time_s": 1.5, "event": "failed", "kind": "dead-cell", "s_unit": 3}]
    changes = {"class_names": ["X", HOSTILE], "measurements": points, "faults": faults, "processor": HOSTILE}
    (folder / "run.json").write_text(json.dumps({**told, **changes, "sentences": ["One.", f"Seen: {HOSTILE}"]}))
    return folder


@pytest.fixture(scope="session")
def report(run, tmp_path_factory):
    """Its report: the folder."""
    folder = tmp_path_factory.mktemp("reported") / "report"
    write_report(run, folder)
    return folder


@pytest.fixture(scope="session")
def page(report):
    return Page((report / "report.html").read_text(encoding="utf-8"))


def test_beside_the_page_lie_all_figures_twice_and_nothing_else(report, page):
    figures = [one["id"].removeprefix("figure-") for one in page.all("figure")]
    assert len(figures) == 5
    expected = {"report.html", *(f"{name}.{kind}" for name in figures for kind in ("png", "svg"))}
    assert {path.name for path in report.iterdir()} == expected


def test_the_page_refers_to_nothing_outside(page):
    addresses = [value for _, attributes in page.elements for key, value in attributes.items() if key in ADDRESSES]
    assert addresses
    assert all(address.startswith(("data:", "#")) for address in addresses)
    assert not page.all("script")
    assert not page.all("link")
    [style] = [words for words in page.words if "@font-face" in words]
    assert "@import" not in style
    assert style.count("url(") == style.count("url(data:")


def test_the_page_forbids_the_browser_to_fetch_anything(page):
    [policy] = [one["content"] for one in page.all("meta") if one.get("http-equiv") == "Content-Security-Policy"]
    assert policy.startswith("default-src 'none';")
    assert "http" not in policy


def test_every_picture_has_words_and_a_size(page):
    for picture in page.all("img"):
        assert len(picture["alt"]) > 40
        assert int(picture["width"]) >= 500
        assert int(picture["height"]) >= 100


def test_every_element_that_begins_ends_and_every_link_has_a_target(page):
    assert page.open == []
    names = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(set(names)) == len(names)
    assert {link["href"][1:] for link in page.all("a")} <= set(names)


def test_names_are_shown_and_never_obeyed(page):
    assert any(f"Seen: {HOSTILE}" in words for words in page.words)
    assert HOSTILE in page.words
    assert not page.all("b")


def test_the_page_tells_seed_digest_settings_versions_and_what_is_assumed(run, page):
    told = json.loads((run / "run.json").read_text())
    for words in ("seed", told["digest"], told["versions"]["numpy"], "mark1.timing.exposure_s", "assumed"):
        assert words in page.words


def test_a_killed_run_of_an_experiment_that_is_gone_is_told_all_the_same(run, tmp_path):
    told = json.loads((run / "run.json").read_text())
    kept = {key: value for key, value in told.items() if key not in ("learners", "measurements", "sentences", "digest")}
    (tmp_path / "run.json").write_text(json.dumps({**kept, "experiment": "forgotten", "finished": False}))
    [page] = write_report(tmp_path)
    content = page.read_text(encoding="utf-8")
    assert page == tmp_path / "report" / "report.html"
    assert "What is assumed of the machine cannot be shown" in content
    assert "The run was interrupted" in content


def test_the_same_folder_gives_the_same_bytes(run, report, tmp_path):
    moved = tmp_path / "elsewhere"
    shutil.copytree(run, moved)
    files = write_report(moved, tmp_path / "again")
    assert {path.name: path.read_bytes() for path in files} == {x.name: x.read_bytes() for x in report.iterdir()}


def test_a_report_replaces_an_earlier_one_and_nothing_else(run, report, tmp_path):
    folder = tmp_path / "report"
    folder.mkdir()
    (folder / "report.html").write_text("an earlier one")
    (folder / "notes.txt").write_text("somebody's")
    with pytest.raises(OutputError, match=r"^out must be a new or empty folder, or .* which holds 'notes.txt'$"):
        write_report(run, folder)
    assert (folder / "report.html").read_text() == "an earlier one"


def test_what_an_earlier_report_had_and_the_new_one_has_not_is_removed(run, report, tmp_path):
    folder = tmp_path / "report"
    shutil.copytree(report, folder)
    told = json.loads((run / "run.json").read_text())
    bare = tmp_path / "run"
    bare.mkdir()
    kept = {key: value for key, value in told.items() if key not in ("learners", "measurements")}
    (bare / "run.json").write_text(json.dumps({**kept, "finished": False}))
    write_report(bare, folder)
    assert [path.name for path in folder.iterdir()] == ["report.html"]


def test_a_file_in_the_place_of_the_folder_is_refused(run, tmp_path):
    (tmp_path / "report").write_text("")
    with pytest.raises(OutputError, match=r"^out must be a folder that can be written to, got .*report': "):
        write_report(run, tmp_path / "report")


def test_where_matplotlib_is_not_installed_a_sentence_says_what_to_do(run, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(SettingError, match=r"^report must have matplotlib installed \(pip install matplotlib\)"):
        write_report(run, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_the_command_refuses_in_one_sentence(tmp_path, capsys):
    assert main(["report", str(tmp_path)]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("perceptron-sim: DIR must be the folder of a run, got ")
    assert err.count("\n") == 1


def test_the_command_says_where_the_report_is(run, tmp_path, capsys, monkeypatch):
    asked = []
    made = [tmp_path / "report.html", tmp_path / "a.png", tmp_path / "a.svg"]
    monkeypatch.setattr(
        "perceptron_sim.figures.write_report", lambda *args, **names: asked.append((args, names)) or made
    )
    assert main(["report", str(run), "--out", str(tmp_path), "--learner", "mark1"]) == 0
    assert capsys.readouterr().out == f"The report is {made[0]}; beside it is 1 figure as PNG and SVG.\n"
    assert asked == [((run, tmp_path), {"learners": ("mark1",)})]


def test_nothing_is_written_for_a_run_that_cannot_be_read(tmp_path):
    with pytest.raises(InputError):
        write_report(tmp_path, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_table_names_its_columns_and_rows():
    words = table(Table("what <it> is", ["name", "value"], [["a&b", "1"]]), ["machine"])
    assert "<caption>what &lt;it&gt; is</caption>" in words
    assert '<th scope="col">name</th>' in words
    assert '<th scope="row" class="machine">a&amp;b</th><td>1</td>' in words


def test_attributes_are_quoted():
    assert element("p", class_='a"b', aria_label="<") == '<p class="a&quot;b" aria-label="&lt;"></p>'


def test_nobody_uses_the_library_by_its_global_door():
    """Its other door keeps every figure, and opens windows where it can."""
    package = Path(perceptron_sim.__file__).parent
    assert not [path for path in package.rglob("*.py") if "pyplot" in path.read_text(encoding="utf-8")]
