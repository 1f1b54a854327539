"""What a run was computed with: versions, processor, numpy's build. Only equal ones promise equal bytes."""

import importlib.metadata
import os
import platform
import subprocess
from pathlib import Path
from typing import Any, cast

from perceptron_sim.version import __version__

CPU_LIST = Path("/proc/cpuinfo")  # Linux
TREE = Path(__file__).resolve().parents[1]  # a clone, if it is one
GIT = ("git", "describe", "--always", "--dirty", "--abbrev=40", "--exclude=*")
LONGEST_GIT_S = 5.0


def installed_version(distribution: str) -> str | None:
    """The version of an installed *distribution*, or None."""
    try:
        return importlib.metadata.version(distribution)
    except importlib.metadata.PackageNotFoundError:
        return None


def versions() -> dict[str, str]:
    """The versions that a run's numbers can depend on."""
    return {
        "perceptron_sim": __version__,
        "python": platform.python_version(),
        **{name: installed_version(name) or "unknown" for name in ("numpy", "simpy")},
    }


def git_commit(tree: Path = TREE) -> str | None:
    """The commit of the clone *tree*, "-dirty" behind it where files are changed; None where it is none."""
    if not (tree / ".git").exists():
        return None
    ours = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}  # they name other trees
    ours["GIT_OPTIONAL_LOCKS"] = "0"
    try:
        told = subprocess.run(
            GIT, cwd=tree, env=ours, capture_output=True, text=True, timeout=LONGEST_GIT_S, check=True
        )
    except (OSError, subprocess.SubprocessError, UnicodeDecodeError):
        return None
    return told.stdout.strip() or None


def processor() -> str:
    """The processor's model as exactly as the system tells it, and its architecture."""
    model = platform.processor()
    try:
        lines = CPU_LIST.read_text(encoding="utf-8", errors="replace").splitlines()
        model = next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), model)
    except OSError:
        pass  # another system than Linux
    return ", ".join(part for part in dict.fromkeys((model, platform.machine())) if part) or "unknown"


def numpy_build() -> dict[str, Any]:
    """Numpy's matrix library and the processor extensions that it found here."""
    import numpy as np

    build = cast("dict[str, Any]", np.show_config(mode="dicts"))
    blas = build.get("Build Dependencies", {}).get("blas", {})
    return {
        "blas": " ".join(str(blas[key]) for key in ("name", "version") if blas.get(key)) or "unknown",
        "extensions": sorted(build.get("SIMD Extensions", {}).get("found", [])),
    }
