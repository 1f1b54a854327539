"""The layering of the house, read from the source: who may import whom, and what no module may do."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("hardware", "modern", "perceptron_sim")
MODULES = {
    path.relative_to(ROOT).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
    for package in PACKAGES
    for path in sorted((ROOT / package).rglob("*.py"))
}
CORE = [name for name in MODULES if name.startswith(("hardware/", "modern/"))]
FRONTEND = "perceptron_sim/frontend/"
COMMAND_LINE = "perceptron_sim/cli.py"
DRAWING = {COMMAND_LINE, "perceptron_sim/commands_exhibit.py", "perceptron_sim/commands_session.py"}

MAY_IMPORT = {
    "hardware": {"hardware", "numpy", "simpy"},
    "modern": {"modern", "numpy"},
    "perceptron_sim": {*PACKAGES, "numpy", "simpy", "cyclopts", "rich", "PIL", "vcd", "pygame"},
}
EXTRAS = {  # who may import them
    "matplotlib": ("perceptron_sim/figures/", "perceptron_sim/reproduction/curve_sheet.py"),
    "pyarrow": ("perceptron_sim/parquet.py",),
    "sklearn": ("perceptron_sim/estimators/",),
    "av": ("perceptron_sim/moving_pictures/video.py",),
    "distributed": ("perceptron_sim/sweep/dask_cluster.py", "perceptron_sim/sweep/schedulers.py"),
}
FILES_AND_NETWORK = {
    *(
        "os",
        "io",
        "pathlib",
        "shutil",
        "tempfile",
        "glob",
        "fileinput",
        "mmap",
        "zipfile",
        "tarfile",
        "gzip",
        "bz2",
    ),
    *(
        "lzma",
        "shelve",
        "dbm",
        "sqlite3",
        "subprocess",
        "multiprocessing",
        "socket",
        "socketserver",
        "ssl",
        "select",
    ),
    *(
        "selectors",
        "asyncio",
        "http",
        "urllib",
        "ftplib",
        "smtplib",
        "xmlrpc",
        "webbrowser",
        "logging",
        "ctypes",
    ),
}
WALL_CLOCK_AND_DICE = {"time", "datetime", "random", "secrets", "uuid"}
READS_OR_WRITES_FILES = {
    *(
        "open",
        "load",
        "save",
        "savez",
        "savez_compressed",
        "loadtxt",
        "savetxt",
        "genfromtxt",
        "fromfile",
        "tofile",
    ),
    *("memmap", "read_text", "read_bytes", "write_text", "write_bytes"),
}
SEEDED_DICE = {"default_rng", "Generator", "SeedSequence", "BitGenerator", "PCG64", "PCG64DXSM", "Philox"}

every_module = pytest.mark.parametrize("name", MODULES)


def imported(tree: ast.AST) -> set[str]:
    """Every module that *tree* imports anywhere, by its full name; imports are absolute in this project."""
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module or "")
            names.update(f"{node.module}.{alias.name}" for alias in node.names)
    return names


def dotted(node: ast.AST) -> str:
    """`a.b.c` for an attribute or a name, else nothing."""
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def outside_functions(tree: ast.AST) -> Iterator[ast.AST]:
    """Every node that runs when the module is imported."""
    for node in ast.iter_child_nodes(tree):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            yield node
            yield from outside_functions(node)


def for_types_only(tree: ast.Module) -> ast.Module:
    """The blocks under `if TYPE_CHECKING:`, which never run."""
    tests = [x for x in tree.body if isinstance(x, ast.If) and dotted(x.test).endswith("TYPE_CHECKING")]
    return ast.Module(body=[statement for test in tests for statement in test.body], type_ignores=[])


def early(tree: ast.Module) -> set[str]:
    """What *tree* imports as soon as it is imported itself."""
    statements = [x for x in outside_functions(tree) if isinstance(x, ast.Import | ast.ImportFrom)]
    return {x for statement in statements for x in imported(statement)} - imported(for_types_only(tree))


def top(names: set[str]) -> set[str]:
    return {name.partition(".")[0] for name in names}


@every_module
def test_imports_are_absolute(name):
    relative = [node for node in ast.walk(MODULES[name]) if isinstance(node, ast.ImportFrom) and node.level]
    assert not relative


@every_module
def test_a_package_imports_only_what_its_layer_may(name):
    package = name.partition("/")[0]
    extras = {extra for extra, homes in EXTRAS.items() if name.startswith(homes)}
    assert top(imported(MODULES[name])) - set(sys.stdlib_module_names) <= MAY_IMPORT[package] | extras


@pytest.mark.parametrize("extra", EXTRAS)
def test_what_needs_an_extra_is_imported_late(extra):
    homes = EXTRAS[extra]
    bringing = [home for home in homes if any(extra in top(early(MODULES[x])) for x in MODULES if x.startswith(home))]
    packages = tuple(home.removesuffix("/").removesuffix(".py").replace("/", ".") + "." for home in bringing)
    for name, tree in MODULES.items():
        if not name.startswith(homes):
            assert not {x for x in early(tree) if (x + ".").startswith(packages)}, name


@pytest.mark.parametrize("leaf", ["modern.landscapes", "modern.watching"])
def test_what_is_built_on_top_is_imported_by_nothing_below(leaf):
    package, _, folder = leaf.partition(".")
    below = [name for name in CORE if name.startswith(f"{package}/") and not name.startswith(f"{package}/{folder}/")]
    below.remove(f"{package}/__init__.py")
    assert not [name for name in below if any((x + ".").startswith(f"{leaf}.") for x in imported(MODULES[name]))]


@pytest.mark.parametrize("name", CORE)
def test_the_machine_and_the_stack_know_no_files_no_network_and_no_wall_clock(name):
    assert not top(imported(MODULES[name])) & (FILES_AND_NETWORK | WALL_CLOCK_AND_DICE)
    names = {dotted(call.func).rpartition(".")[2] for call in calls(MODULES[name])}
    assert not names & READS_OR_WRITES_FILES


@pytest.mark.parametrize("name", [name for name in MODULES if not name.startswith(FRONTEND)])
def test_only_the_frontend_imports_pygame(name):
    assert "pygame" not in top(imported(MODULES[name]))


def test_the_commands_that_draw_import_the_frontend_late_and_nothing_else_does():
    importers = set()
    for name, tree in MODULES.items():
        found = {x for x in imported(tree) if (x + ".").startswith("perceptron_sim.frontend.")}
        if found and not name.startswith(FRONTEND):
            importers.add(name)
            assert not found & early(tree), name
    assert importers == DRAWING


@pytest.mark.parametrize("name", [name for name in MODULES if name != COMMAND_LINE])
def test_only_the_command_line_prints(name):
    tree = MODULES[name]
    assert not [call.lineno for call in calls(tree) if dotted(call.func) == "print"]
    streams = {"sys.stdout", "sys.stderr"}
    assert not [x.lineno for x in ast.walk(tree) if isinstance(x, ast.Attribute) and dotted(x) in streams]


@every_module
def test_no_generator_of_chance_is_shared_or_unseeded(name):
    tree = MODULES[name]
    assert "random" not in top(imported(tree))
    used = {dotted(node) for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    legacy = {x for x in used if x.startswith(("np.random.", "numpy.random."))}
    assert {x.rpartition(".")[2] for x in legacy} <= SEEDED_DICE
    drawn_at_import = [x for x in outside_functions(tree) if isinstance(x, ast.Call) and "random." in dotted(x.func)]
    assert not drawn_at_import
    assert all(x.args or x.keywords for x in calls(tree) if dotted(x.func).endswith("default_rng"))


@every_module
def test_nothing_sleeps(name):
    assert not [call.lineno for call in calls(MODULES[name]) if dotted(call.func) in {"time.sleep", "sleep"}]


@every_module
def test_a_module_is_named_after_its_idea(name):
    assert not {"utils", "helpers", "common", "manager"} & set(Path(name).with_suffix("").parts)


@every_module
def test_a_module_opens_with_what_it_is(name):
    assert ast.get_docstring(MODULES[name])
