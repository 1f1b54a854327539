"""Make the goldens with PyTorch: `python tests/oracles/make_goldens.py [name ...]`, all of them without a name.

Needs PyTorch (`pip install torch`), which nothing else here does; the tests read what this wrote.
"""

import sys
from importlib import import_module
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import torch
from golden_file import FOLDER, NAMES, Golden, packed, script_sha256


def make(name: str) -> Golden:
    """The golden of that *name*, computed now, on one thread so that sums have one order."""
    torch.set_num_threads(1)
    torch.manual_seed(0)
    made = {case.pop("name"): (case, arrays) for case, arrays in import_module(f"golden_{name}").cases()}
    arrays = {(case, quantity): array for case, (_, found) in made.items() for quantity, array in found.items()}
    cases = {case: about for case, (about, _) in made.items()}
    return Golden(cases, arrays, torch.__version__, script_sha256(name))


def main(names: list[str]) -> None:
    """Write the goldens of *names* and say how large each became."""
    FOLDER.mkdir(exist_ok=True)
    for name in names or NAMES:
        golden = make(name)
        content = packed(golden)
        (FOLDER / f"{name}.npz").write_bytes(content)
        print(f"{name}.npz: {len(golden.cases)} cases, {len(content):,} bytes, torch {golden.torch_version}")


if __name__ == "__main__":
    main(sys.argv[1:])
