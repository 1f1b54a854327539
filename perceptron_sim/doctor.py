"""Looks whether everything that the simulator needs is here and sound, and says so, item by item."""

import os
import platform
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from perceptron_sim import assets
from perceptron_sim.computer import installed_version, numpy_build, processor
from perceptron_sim.errors import AssetError
from perceptron_sim.threads import thread_settings
from perceptron_sim.version import __version__

OLDEST_PYTHON = (3, 11)
NO_DISPLAY = "none found (neither DISPLAY nor WAYLAND_DISPLAY is set): runs go without a window"
EXTRAS = {"report": "matplotlib", "parquet": "pyarrow", "sweep": "distributed"}
BOTH_PYGAMES = (
    "pygame is installed beside pygame-ce, and the one installed last wins: "
    "uninstall both (pip uninstall pygame pygame-ce), then install pygame-ce again"
)


class Verdict(StrEnum):
    """How an item stands; only what is broken makes the simulator unhealthy."""

    SOUND = "ok"
    WARNING = "warning"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Finding:
    """One item that was looked at, and what was found."""

    item: str
    found: str
    verdict: Verdict = Verdict.SOUND


def display_found(environment: Mapping[str, str] = os.environ, system: str = sys.platform) -> bool:
    """Whether there is a display to open a window on, as far as the environment tells."""
    if system in ("win32", "darwin"):
        return True
    return any(environment.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "SDL_VIDEODRIVER"))


def examine() -> Iterator[Finding]:
    """Look at one item after the other; needs no display and loads no pygame."""
    yield Finding("perceptron-sim", __version__)
    yield _python()
    for distribution in ("numpy", "simpy", "cyclopts", "Pillow", "pyvcd", "pygame-ce"):
        yield _package(distribution)
    for extra, distribution in EXTRAS.items():
        yield _extra(extra, distribution)
    if installed_version("pygame") is not None:
        yield Finding("pygame", BOTH_PYGAMES, Verdict.WARNING)
    yield Finding("processor", processor())
    if installed_version("numpy") is not None:
        yield from _numpy()
    yield Finding("display", "found" if display_found() else NO_DISPLAY)
    yield from _assets()
    yield from _places()


def _python() -> Finding:
    found = f"{platform.python_version()}, {sys.executable}"
    if sys.version_info < OLDEST_PYTHON:
        rule = ".".join(map(str, OLDEST_PYTHON))
        return Finding("python", f"must be at least {rule}, got {found}", Verdict.BROKEN)
    return Finding("python", found)


def _package(distribution: str) -> Finding:
    version = installed_version(distribution)
    if version is None:
        found = f"must be installed (pip install {distribution}), found none"
        return Finding(distribution, found, Verdict.BROKEN)
    return Finding(distribution, version)


def _extra(extra: str, distribution: str) -> Finding:
    version = installed_version(distribution)
    absent = f"not installed (pip install {distribution}, if it is wanted)"
    return Finding(f"extra {extra}", absent if version is None else f"{distribution} {version}")


def _places() -> Iterator[Finding]:
    """Where files are kept; whatever is not named here is not written."""
    yield Finding("results", "go into the folder that --out names, and are kept until you remove them")
    elsewhere = tempfile.gettempdir()
    yield Finding("pictures", f"of a session without a display go to {Path.cwd()}, or else to {elsewhere}")
    yield Finding("temporary", f"{elsewhere}; what is put there is removed again")
    yield Finding("an exhibit", "writes what its file says and where: visitors' work, a tally, a log")
    if installed_version("matplotlib") is not None:
        yield Finding("fonts", "are listed by matplotlib, which draws reports, in a cache of its own (MPLCONFIGDIR)")
    yield Finding("nothing else", "is written: no settings, no cache, no log; nothing is fetched or sent")


def _numpy() -> Iterator[Finding]:
    build = numpy_build()
    asked = ", ".join(f"{name}={number}" for name, number in thread_settings().items())
    threads = f"{asked or 'as many threads as it likes'}, {os.cpu_count()} processors"
    yield Finding("numpy build", f"{build['blas']}; {threads}; extensions: {' '.join(build['extensions']) or 'none'}")


def _assets() -> Iterator[Finding]:
    complaints = assets.damaged()
    for complaint in complaints:
        yield Finding("asset", complaint, Verdict.BROKEN)
    if not complaints:
        yield Finding("assets", f"all found and undamaged in {_asset_folder()}")


def _asset_folder() -> str:
    try:
        return str(assets.asset_root())
    except AssetError as error:
        return str(error)
