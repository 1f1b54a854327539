"""Goldens: what PyTorch computed, kept as small files that say which version and which script made them.

A golden is a list of cases, plain data that says what was computed, and for each case its arrays. What went in comes
from `golden_inputs`.
"""

import ast
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np

HERE = Path(__file__).parent
FOLDER = HERE / "goldens"
NAMES = ("activations", "losses", "layers", "optimizers", "newton", "training", "lecture")

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


def sources(name: str) -> list[Path]:
    """The scripts that make the golden of that *name*: its maker and every golden_*.py that it imports, in order."""
    found, waiting = set(), [f"golden_{name}"]
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
    """The golden as the bytes of an .npz: all numbers end to end as float64, and what they are as JSON."""
    about = {
        "torch_version": golden.torch_version,
        "script_sha256": golden.script_sha256,
        "cases": golden.cases,
        "arrays": [[case, quantity, array.shape] for (case, quantity), array in golden.arrays.items()],
    }
    numbers = np.concatenate([np.ravel(array).astype(np.float64) for array in golden.arrays.values()])
    file = io.BytesIO()
    np.savez_compressed(file, about=np.frombuffer(json.dumps(about).encode(), np.uint8), numbers=numbers)
    return file.getvalue()


def unpacked(content: bytes) -> Golden:
    """The golden of such bytes."""
    with np.load(io.BytesIO(content), allow_pickle=False) as file:
        about, numbers = json.loads(file["about"].tobytes()), file["numbers"]
    numbers.flags.writeable = False
    arrays, start = {}, 0
    for case, quantity, shape in about["arrays"]:
        end = start + int(np.prod(shape))
        arrays[case, quantity] = numbers[start:end].reshape(shape)
        start = end
    return Golden(about["cases"], arrays, about["torch_version"], about["script_sha256"])


def load(name: str) -> Golden:
    """The stored golden of that *name*."""
    return unpacked((FOLDER / f"{name}.npz").read_bytes())
