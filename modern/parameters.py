"""The parameters of a network, end to end in one flat array, and their gradients in another."""

from collections.abc import Iterable, Iterator
from copy import deepcopy
from typing import Any

import numpy as np
import numpy.typing as npt

from modern.errors import SettingError, ShapeError
from modern.graph import FloatArray, numbers
from modern.tensor import Tensor


class Parameters:
    """All tensors that a network learns, moved into one memory: their `data` and `grad` are views of it.

    An optimizer then works on two flat arrays, `values` and `gradients`, both (n,). Whoever writes into
    `values[...]` calls `mark_changed()` after it, so that no backward pass mixes old results with new values.
    """

    __slots__ = ("_gradients", "_tensors", "_values")

    def __init__(self, tensors: Iterable[Tensor], dtype: npt.DTypeLike = np.float32) -> None:
        """Gather *tensors*, all of one type; one that layers share is held once. Of none, *dtype* is the type."""
        self._tensors = tuple(dict.fromkeys(tensors))
        types = sorted({tensor.dtype.name for tensor in self._tensors})
        if len(types) > 1:
            raise SettingError(f"parameters must be of one dtype, got {types}")
        if any(tensor.grad is not None for tensor in self._tensors):
            raise SettingError("parameters must be new, got some with gradients: are they another network's?")
        kind = np.dtype(types[0] if types else dtype)
        flat = [np.ravel(tensor.data) for tensor in self._tensors]
        self._values: FloatArray = np.concatenate([np.empty(0, kind), *flat])
        self._gradients: FloatArray = np.zeros_like(self._values)
        start = 0
        for tensor in self._tensors:
            part = slice(start, start + tensor.size)
            tensor.move(self._values[part].reshape(tensor.shape), self._gradients[part].reshape(tensor.shape))
            start = part.stop

    def __deepcopy__(self, memo: dict[int, Any]) -> "Parameters":
        return Parameters((deepcopy(tensor, memo) for tensor in self._tensors), self.dtype)

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickled with the tensors it holds: those unpickled move into one memory again."""
        return Parameters, (self._tensors, self.dtype)

    def __len__(self) -> int:
        return self._values.size

    def __iter__(self) -> Iterator[Tensor]:
        return iter(self._tensors)

    @property
    def dtype(self) -> np.dtype[Any]:
        """float32 or float64, the same for all."""
        return self._values.dtype

    @property
    def gradients(self) -> FloatArray:
        """(n,): derivatives by `values`, as `backward()` has added them up since `zero_gradients()`."""
        return self._gradients

    @property
    def values(self) -> FloatArray:
        """(n,): every parameter, tensor after tensor. Assigning overwrites all, to restore a copy."""
        return self._values

    @values.setter
    def values(self, values: npt.ArrayLike) -> None:
        new = np.asarray(numbers("values", values))
        if new.shape != self._values.shape:
            raise ShapeError(f"values must have shape {self._values.shape}, got {new.shape}")
        self._values[...] = new
        self.mark_changed()

    def mark_changed(self) -> None:
        """Make results computed so far unfit for a backward pass."""
        for tensor in self._tensors:
            tensor.version += 1

    def zero_gradients(self) -> None:
        """Forget the derivatives added up so far."""
        self._gradients.fill(0)
