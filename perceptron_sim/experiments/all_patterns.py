"""Every pattern of some parts of the retina, each part lit or dark as a whole."""

import numpy as np
import numpy.typing as npt

from perceptron_sim.errors import SettingError

PART_KINDS = ("block", "cell")
MOST_PARTS = 12  # 4,096 patterns
NO_PART = -1
IntArray = npt.NDArray[np.intp]
BoolArray = npt.NDArray[np.bool_]


def parts_of(kind: str, parts: int, shape: tuple[int, int], rng: np.random.Generator) -> IntArray:
    """(rows, columns): the part that each cell of a retina of *shape* belongs to, or NO_PART.

    Blocks share the whole retina among them; cells are single ones drawn by *rng*. SettingError if there is no room.
    """
    return _blocks(parts, shape) if kind == "block" else _cells(parts, shape, rng)


def numbered_bits(parts: int) -> BoolArray:
    """(2**parts, parts): the bits of every number, the lowest first."""
    bits: BoolArray = (np.arange(2**parts)[:, np.newaxis] >> np.arange(parts)) % 2 == 1
    return bits


def patterns(part: IntArray, bits: BoolArray) -> npt.NDArray[np.float32]:
    """(rows, columns), (n, parts) -> (n, rows, columns): cells lit as the bit of their part says, the others dark."""
    with_dark = np.column_stack([bits, np.zeros(len(bits), dtype=np.bool_)])  # NO_PART is the last column
    return with_dark[:, part].astype(np.float32)


def _blocks(parts: int, shape: tuple[int, int]) -> IntArray:
    rows, columns = shape
    fitting = [(down, parts // down) for down in range(1, parts + 1) if parts % down == 0]
    fitting = [(down, across) for down, across in fitting if down <= rows and across <= columns]
    if not fitting:
        raise SettingError(f"parts must be so many that {rows} x {columns} cells make blocks of them, got {parts}")
    down, across = min(fitting, key=lambda grid: (abs(grid[0] - grid[1]), grid[0]))  # as square as can be
    return (np.arange(rows) * down // rows)[:, np.newaxis] * across + np.arange(columns) * across // columns


def _cells(parts: int, shape: tuple[int, int], rng: np.random.Generator) -> IntArray:
    rows, columns = shape
    if parts > rows * columns:
        raise SettingError(f"parts must be at most the {rows * columns} cells of the retina, got {parts}")
    part = np.full(rows * columns, NO_PART)
    part[rng.choice(part.size, size=parts, replace=False)] = np.arange(parts)
    return part.reshape(shape)
