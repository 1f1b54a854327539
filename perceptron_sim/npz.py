"""Named arrays as an npz file: equal arrays are equal bytes, and what is read is never unpickled."""

import io
import math
import zipfile
from collections.abc import Mapping
from typing import IO, Any

import numpy as np
import numpy.typing as npt

from perceptron_sim.errors import InputError

SUFFIX = ".npz"
MEMBER_SUFFIX = ".npy"
AnyArray = npt.NDArray[Any]


def npz_bytes(arrays: Mapping[str, AnyArray]) -> bytes:
    """*arrays* by name as the content of an npz file that numpy opens; no dates are in it."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, array in arrays.items():
            # A ZipInfo of its own has a fixed date: equal arrays are equal files.
            with archive.open(zipfile.ZipInfo(name + MEMBER_SUFFIX), "w") as member:
                np.lib.format.write_array(member, array, allow_pickle=False)
    return file.getvalue()


def arrays_in(name: str, content: bytes, most_bytes: int) -> dict[str, AnyArray]:
    """The arrays in *content*, an npz file given as *name*, of *most_bytes* at most when they are unpacked.

    InputError if it is no such file, is damaged, or holds anything but numbers, truth values and texts.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            if sum(member.file_size for member in members) > most_bytes:
                raise InputError(f"{name} must unpack to at most {most_bytes} bytes, got more")
            return {x.filename.removesuffix(MEMBER_SUFFIX): _array(archive.read(x)) for x in members}
    except InputError:
        raise
    except Exception as error:  # a file that was made to do harm can fail in any way
        raise InputError(f"{name} must be an npz file of plain arrays, got: {error}") from error


def _array(content: bytes) -> AnyArray:
    """The array in *content*, an npy file; ValueError if it is of objects, or not of the size that it says."""
    file = io.BytesIO(content)
    shape, columns_first, kind = array_header(file)
    body = memoryview(content)[file.tell() :]
    if kind.hasobject or math.prod(shape) * kind.itemsize != len(body):
        raise ValueError(f"{len(body)} bytes for an array of {kind} of shape {shape}")
    return np.ndarray(shape, kind, body, order="F" if columns_first else "C").copy()


def array_header(file: IO[bytes]) -> tuple[tuple[int, ...], bool, np.dtype[Any]]:
    """Shape, whether columns come first, and type, as the npy format states them; ValueError if it does not."""
    version = np.lib.format.read_magic(file)
    if version == (1, 0):
        return np.lib.format.read_array_header_1_0(file)
    if version == (2, 0):
        return np.lib.format.read_array_header_2_0(file)
    raise ValueError(f"an array of version {version}")
