"""Goldens: what PyTorch computed, kept as small files that say which version and which script made them.

A golden is a list of cases, plain data that says what was computed, and for each case its arrays. Numbers that go in
come from `drawn`, a formula that is exact on every machine, so that only what came out need be kept.
"""

import ast
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np

HERE = Path(__file__).parent
FOLDER = HERE / "goldens"
NAMES = ("activations",)
LEHMER_FACTOR, LEHMER_MODULUS = 48_271, 2**31 - 1  # Park, Miller and Stockmeyer 1993

Case = dict[str, Any]


@dataclass(frozen=True)
class Golden:
    """What one maker made: its cases by name, `arrays[case, quantity]`, and where all that came from."""

    cases: Mapping[str, Case]
    arrays: Mapping[tuple[str, str], np.ndarray]
    torch_version: str
    script_sha256: str

    def of(self, case: str) -> dict[str, np.ndarray]:
        """The arrays of one *case* by the name of the quantity."""
        return {quantity: array for (owner, quantity), array in self.arrays.items() if owner == case}


def drawn(shape: Sequence[int], seed: int, low: float = -1.0, high: float = 1.0) -> np.ndarray:
    """float64 of *shape*, spread over *low* to *high* by a Lehmer generator: whole numbers, the same everywhere."""
    count = int(np.prod(shape))
    numbers, x = np.empty(count), seed * 7_919 + 1
    for i in range(-8, count):  # the first few still resemble the seed
        x = x * LEHMER_FACTOR % LEHMER_MODULUS
        if i >= 0:
            numbers[i] = x / LEHMER_MODULUS
    return low + (high - low) * numbers.reshape(shape)


def sources(name: str) -> list[Path]:
    """The scripts that make the golden of that *name*: its maker and every golden_*.py that it imports, in order."""
    found, waiting = set(), [f"golden_{name}", "golden_file"]
    while waiting:
        module = waiting.pop()
        if module in found:
            continue
        found.add(module)
        for node in ast.walk(ast.parse((HERE / f"{module}.py").read_text(encoding="utf-8"))):
            imported = [node.module] if isinstance(node, ast.ImportFrom) else []
            waiting += [other for other in imported if other and other.startswith("golden_")]
    return [HERE / f"{module}.py" for module in sorted(found)]


def script_sha256(name: str) -> str:
    """The hash of the scripts that make the golden of that *name*, as they are now."""
    digest = sha256()
    for path in sources(name):
        digest.update(path.name.encode() + b"\0" + path.read_text(encoding="utf-8").encode())
    return digest.hexdigest()


def packed(golden: Golden) -> bytes:
    """The golden as the bytes of an .npz; the same golden gives the same bytes."""
    about = {
        "torch_version": golden.torch_version,
        "script_sha256": golden.script_sha256,
        "cases": golden.cases,
    }
    arrays = {f"{case}/{quantity}": array for (case, quantity), array in golden.arrays.items()}
    file = io.BytesIO()
    np.savez_compressed(file, about=np.frombuffer(json.dumps(about).encode(), np.uint8), **arrays)
    return file.getvalue()


def load(name: str) -> Golden:
    """The stored golden of that *name*."""
    with np.load(FOLDER / f"{name}.npz", allow_pickle=False) as file:
        about = json.loads(file["about"].tobytes())
        arrays = {tuple(key.rsplit("/", 1)): file[key] for key in file.files if key != "about"}
    return Golden(about["cases"], arrays, about["torch_version"], about["script_sha256"])
