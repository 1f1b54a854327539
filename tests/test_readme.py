"""What the README and the documentation tell people to type does what they say: all of it is run.

In a block marked `console`, lines that begin with `$ perceptron-sim` are run one after another in a folder that holds
the blocks marked `toml` or `csv`, each under the name in its first line; a comment says so if the exit code is not 0.
Blocks marked `python` are run whole, those of a page in one process; those of a notebook go on where the one before
ended. One marked `output` is what the block before it prints. What would wait for a visitor draws two frames and
leaves.
"""

import ast
import inspect
import os
import re
import shlex
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest

import modern
from hardware.diagnostics.findings import Finding, SelfTestReport, Untestable
from perceptron_sim import Letters, cli
from perceptron_sim.frontend.actions import ENTRIES, POINTING_KEYS
from perceptron_sim.lessons import Account
from perceptron_sim.provenance_table import Constant, constants
from perceptron_sim.report import LearnerReport, Report
from perceptron_sim.rows import COLUMNS

ROOT = Path(__file__).resolve().parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
WINDOW = ["desktop", "--frames", "2"]
WINDOWS = ("desktop", "exhibit")
NO_WINDOW = tuple(name for name in cli.COMMANDS[""] if name != "desktop")  # these need no process of their own
ONE_AFTER_ANOTHER = "import runpy, sys; [runpy.run_path(path, run_name='__main__') for path in sys.argv[1:]]"
NOTEBOOKS = (ROOT / "docs/guides/laboratory.md",)
END = "end of a block"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(page, language):
    return [body for marked, body in BLOCK.findall(page.read_text(encoding="utf-8")) if marked == language]


def outputs(page):
    """What each python block of *page* must print, in order; None where the page does not say."""
    marked = BLOCK.findall(page.read_text(encoding="utf-8"))
    followed = zip(marked, [*marked[1:], ("", "")], strict=True)
    return [body if after == "output" else None for (kind, _), (after, body) in followed if kind == "python"]


def commands(page):
    """The arguments of every perceptron-sim command line of *page*, in order, with the exit code it says."""
    lines = [line[2:] for body in blocks(page, "console") for line in body.splitlines() if line[:2] == "$ "]
    found = []
    for line in lines:
        program, *arguments = shlex.split(line, comments=True)
        code = re.search(r"# exit code (\d+)$", line)
        if program == "perceptron-sim":
            found.append((arguments, int(code[1]) if code else 0))
    return found


def put_files(page, folder):
    """Write the `toml` and `csv` blocks of *page* into *folder*."""
    for body in (*blocks(page, "toml"), *blocks(page, "csv")):
        (folder / body.splitlines()[0].removeprefix("# ")).write_text(body, encoding="utf-8")


def leaves_by_itself(arguments):
    """*arguments*, or for a window that would stay open the same with two frames."""
    if not arguments:
        return WINDOW
    stays = arguments[0] in WINDOWS and not {"--frames", "--write-config"} & set(arguments)
    return [*arguments, *WINDOW[1:]] if stays else arguments


def pages_with(find):
    """Every page with something to *find*; the guides in the long form, which `.ci/run` holds them to, too."""
    pages = [
        pytest.param(x, id=str(x.relative_to(ROOT)), marks=[pytest.mark.long] if x.parent.name == "guides" else [])
        for x in PAGES
        if find(x)
    ]
    return pytest.mark.parametrize("page", pages)


def run(arguments, folder, code=0):
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "error"}
    done = subprocess.run(
        [sys.executable, *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == code, (arguments, done.stdout, done.stderr)
    return done.stdout


@pages_with(commands)
def test_every_command_of_a_page_succeeds(page, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    put_files(page, tmp_path)
    for arguments, code in commands(page):
        if arguments and arguments[0] in NO_WINDOW:
            assert cli.main(leaves_by_itself(arguments)) == code, arguments
        else:
            run(["-m", "perceptron_sim", *leaves_by_itself(arguments)], tmp_path, code)


@pages_with(lambda page: blocks(page, "python"))
def test_every_script_of_a_page_runs(page, tmp_path):
    bodies = [f"{body}\nprint({END!r})\n" for body in blocks(page, "python")]
    paths = []
    for number, script in enumerate(["".join(bodies)] if page in NOTEBOOKS else bodies):
        paths.append(tmp_path / f"script_{number}.py")
        paths[-1].write_text(script, encoding="utf-8")
    printed = run(["-c", ONE_AFTER_ANOTHER, *map(str, paths)], tmp_path).split(f"{END}\n")
    for found, wanted in zip(printed, outputs(page), strict=False):
        assert wanted in (None, found)


def test_the_readme_shows_a_whole_experiment_in_15_lines_with_one_import():
    script = blocks(ROOT / "README.md", "python")[0]
    assert len(script.strip().splitlines()) <= 15
    imports = [x for x in ast.walk(ast.parse(script)) if isinstance(x, ast.Import | ast.ImportFrom)]
    assert {getattr(x, "module", None) for x in imports} == {"perceptron_sim"}


def test_the_readme_begins_with_make_run_and_make_test():
    lines = blocks(ROOT / "README.md", "console")[0].splitlines()
    assert [line.partition("#")[0].strip() for line in lines[:2]] == ["$ make run", "$ make test"]


def test_every_picture_and_page_that_is_linked_exists():
    for page in PAGES:
        body = re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
        for target in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", body):
            assert (page.parent / target).exists(), (page, target)


def first_cells(page):
    """What stands in the first column of the tables of *page*, without the marks of code."""
    rows = re.findall(r"^\| ([^|]+?) \|", page.read_text(encoding="utf-8"), re.MULTILINE)
    return [name.strip("`") for row in rows for name in row.split(", ")]


def test_the_reference_has_every_key_of_the_report_and_every_column():
    keys = {field.name for record in (Report, LearnerReport) for field in fields(record)}
    assert keys | set(COLUMNS) <= set(first_cells(ROOT / "docs/reference/json-of-a-run.md"))


def test_the_reference_has_every_key_of_the_json_of_the_machine():
    keys = {field.name for record in (SelfTestReport, Finding, Constant, Account) for field in fields(record)}
    page = ROOT / "docs/reference/json-of-the-machine.md"
    assert keys | {"seed", "sound"} <= set(first_cells(page))
    assert all(f"`{field.name}`" in page.read_text(encoding="utf-8") for field in fields(Untestable))


def test_the_reference_has_every_name_that_is_no_class_or_function_and_every_activation():
    public = {name: getattr(modern, name) for name in modern.__all__}
    names = {name for name, thing in public.items() if not inspect.isclass(thing) and not inspect.isroutine(thing)}
    assert names | set(modern.ACTIVATIONS) <= set(first_cells(ROOT / "docs/reference/python-api.md"))


def test_the_guide_lists_the_keys_of_the_window_and_no_others():
    assert set(first_cells(ROOT / "docs/guides/desktop.md")) - {"key"} == {
        *(entry.key_name for entry in ENTRIES),
        *(name for name, _ in POINTING_KEYS),
    }


def test_every_source_of_a_number_is_explained():
    named = {key for row in constants(Letters()) for key in re.findall(r"\b[A-Z]{2,}\d{2,}\b", row.source)}
    assert named <= set(first_cells(ROOT / "docs/history-and-fidelity.md"))
