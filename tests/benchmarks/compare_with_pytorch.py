"""Hold `modern` to the PyTorch that is installed: the goldens are made anew, in memory, and not read from their files.

Two comparisons of every case: the stored golden with the new one (another version of PyTorch may compute otherwise),
and ours with the new one, as near as the tests ask. Ends with 1 if any differs.
`python tests/benchmarks/compare_with_pytorch.py [name ...]`, all goldens without a name.
"""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # sums in one order, before numpy starts
sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[1] / "oracles"))
sys.path.insert(0, str(Path(__file__).parents[2]))

import numpy as np
import pytorch
from golden_comparison import hold, tolerance
from golden_file import NAMES, Golden, load


def differing(name: str, stored: Golden, fresh: Golden) -> Iterator[str]:
    """What the two goldens say differently: cases that one lacks, and quantities that are not equal."""
    for case in sorted(stored.cases.keys() ^ fresh.cases.keys()):
        yield f"stored and new: {case} stands in one only"
    for (case, quantity), array in fresh.arrays.items():
        relative, absolute = tolerance(name, fresh.cases[case], quantity)
        before = stored.arrays.get((case, quantity), np.empty(0))
        if before.shape != array.shape or not np.allclose(before, array, rtol=relative, atol=absolute):
            yield f"stored and new: {quantity} of {case}"


def refused(name: str, fresh: Golden) -> Iterator[str]:
    """Where ours is not what PyTorch computed just now."""
    for case in fresh.cases:
        try:
            hold(name, fresh, case)
        except AssertionError as error:
            yield f"ours and new: {case}: {error}"


def main(names: list[str]) -> int:
    """Compare, and say in one line for each golden how it went."""
    if pytorch.torch is None:
        print(pytorch.HOW_TO_ADD)
        return 1
    from make_goldens import make  # imported late: it needs PyTorch

    found = 0
    for name in names or NAMES:
        stored, fresh = load(name), make(name)
        differences = [*differing(name, stored, fresh), *refused(name, fresh)]
        verdict = f"{len(differences)} differ" if differences else "all equal"
        versions = f"stored by {stored.torch_version}, made anew by {fresh.torch_version}"
        print(f"{name:12}{len(fresh.cases):4} cases, {len(fresh.arrays):4} arrays: {verdict} ({versions})", flush=True)
        for difference in differences:
            print(f"  {difference}")
        found += len(differences)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
