"""Pictures of one size, one after the other in a stream of bytes: those that are wanted, a block at a time."""

from collections.abc import Iterator
from typing import IO, Any

import numpy as np
import numpy.typing as npt

from perceptron_sim.data.listing import IntArray

BLOCK_BYTES = 2**20


def read_exactly(stream: IO[bytes], size: int) -> bytes:
    """The next *size* bytes; EOFError if there are fewer."""
    parts, missing = [], size
    while missing:
        part = stream.read(min(missing, BLOCK_BYTES))
        if not part:
            raise EOFError(f"{missing} of {size} bytes are missing")
        parts.append(part)
        missing -= len(part)
    return b"".join(parts)


def wanted_pictures(
    stream: IO[bytes], count: int, shape: tuple[int, int], kind: np.dtype[Any], wanted: IntArray
) -> Iterator[npt.NDArray[Any]]:
    """(rows, columns) each of *wanted*, ascending, out of *count* pictures; all is read, and nothing may follow.

    EOFError or ValueError if it holds fewer or more.
    """
    size = shape[0] * shape[1] * kind.itemsize
    in_block = max(1, BLOCK_BYTES // size)
    for first in range(0, count, in_block):
        here = min(in_block, count - first)
        block = np.frombuffer(read_exactly(stream, here * size), dtype=kind).reshape(here, *shape)
        begin, end = np.searchsorted(wanted, (first, first + here))
        yield from block[wanted[begin:end] - first]
    if stream.read(1):
        raise ValueError("there are more bytes than were announced")
