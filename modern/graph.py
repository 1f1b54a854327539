"""The computational graph: nodes that remember what made them, and primitives that make them.

Every primitive states its value and, beside it, one derivative per operand. A derivative is written in
operators that arrays and Tensors share: given arrays it is fast arithmetic, given Tensors it is recorded and
can be derived again.
"""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from importlib import import_module
from itertools import count
from typing import TYPE_CHECKING, Any, Self, TypeVar

import numpy as np
import numpy.typing as npt

from modern.errors import GraphError, SettingError, ShapeError

if TYPE_CHECKING:
    from modern.tensor import Tensor

FloatArray = npt.NDArray[np.floating[Any]]
BoolArray = npt.NDArray[np.bool_]
NodeOrArray = TypeVar("NodeOrArray", bound="Node | FloatArray")

PYTHON_NUMBERS = frozenset({float, int, bool})

_recording: ContextVar[bool] = ContextVar("modern_recording", default=True)
_creation = count(1)


@contextmanager
def no_grad() -> Iterator[None]:
    """Within this context results remember no graph: values only, nothing to derive."""
    with recording(False):
        yield


@contextmanager
def recording(on: bool) -> Iterator[None]:
    """Within this context results remember how they were made, or do not, whatever holds around it."""
    token = _recording.set(on)
    try:
        yield
    finally:
        _recording.reset(token)


class Node:
    """An array and what made it: an `operation` on `operands`; a leaf, made by hand, has None and ()."""

    __slots__ = (
        "_data",
        "_grad",
        "made_at",
        "operands",
        "operation",
        "options",
        "order",
        "requires_grad",
        "tied",
        "version",
    )

    _data: FloatArray
    _grad: FloatArray | None
    requires_grad: bool
    tied: bool  # whether `data` and `grad` lie in memory that parameters share
    operation: "Primitive | None"
    operands: tuple[Any, ...]  # nodes and constants
    options: dict[str, Any]  # settings of the operation: an axis, a shape, labels
    order: int  # of creation: an operand always comes before its result
    version: int  # how often `data` was changed since
    made_at: int  # the operands' versions, summed, at the moment this was computed

    def __init__(self, data: FloatArray, requires_grad: bool = False) -> None:
        self._data = data
        self._grad = None
        self.requires_grad = requires_grad
        self.tied = False
        self.operation = None
        self.operands = ()
        self.options = {}
        self.order = self.version = self.made_at = 0

    @property
    def data(self) -> FloatArray:
        """The values. Assigning writes into the same memory and is seen as a change; `data[i] =` is not."""
        return self._data

    @data.setter
    def data(self, values: npt.ArrayLike) -> None:
        new = numbers("data", values)
        if np.shape(new) != self._data.shape:
            raise ShapeError(f"data must keep its shape {self._data.shape}, got {np.shape(new)}")
        if not self._data.flags.writeable:
            raise GraphError("data must be written where it was made, got a result that only shows another tensor's")
        self._data[...] = new
        self._changed()

    @property
    def grad(self) -> FloatArray | None:
        """The derivatives gathered so far. None forgets them; a parameter of a network then holds zeros."""
        return self._grad

    @grad.setter
    def grad(self, values: npt.ArrayLike | None) -> None:
        if values is None and not self.tied:
            self._grad = None
            return
        new = np.asarray(numbers("grad", 0.0 if values is None else values), self._data.dtype)
        if values is not None and new.shape != self._data.shape:
            raise ShapeError(f"grad must have the shape of data {self._data.shape}, got {new.shape}")
        if self._grad is None:
            self._grad = np.empty_like(self._data)
        self._grad[...] = new

    def _changed(self) -> None:
        """Count a change of the values here, and in what this one only shows in another shape."""
        self.version += 1
        for operand in self.operands:
            if isinstance(operand, Node) and np.may_share_memory(operand._data, self._data):
                operand._changed()

    def move(self, data: FloatArray, grad: FloatArray) -> None:
        """Live in the memory of *data* from now on, values kept, and gather derivatives in that of *grad*."""
        data[...] = self._data
        self._data, self._grad, self.tied = data, grad, True

    @property
    def shape(self) -> tuple[int, ...]:
        """Length of each axis."""
        return self._data.shape

    @property
    def ndim(self) -> int:
        """Number of axes."""
        return self._data.ndim

    @property
    def size(self) -> int:
        """Number of values."""
        return self._data.size

    @property
    def dtype(self) -> np.dtype[Any]:
        """float32 or float64."""
        return self._data.dtype


def numbers(name: str, values: Any) -> Any:
    """*values* as an array of real numbers, or, if there is one without axes, as a Python number.

    A Python number leaves float32 what it is, where numpy's scalars would make float64 of it.
    """
    try:
        array = values if type(values) is np.ndarray else np.asarray(values)
    except ValueError as error:
        raise ShapeError(f"{name} must be a rectangular array of numbers, got {values!r}") from error
    if array.dtype.kind not in "buif":
        raise SettingError(f"{name} must be real numbers, got {array.dtype}")
    return array if array.ndim else array.item()


class Primitive:
    """One operation: its value and, for each operand in turn, its derivative.

    `value(*arrays, **options)` computes y. `derivative(g, y, *operands, **options)` turns g, the derivative
    of the end result with respect to y, into that with respect to its operand; both work on arrays and on
    nodes. Where an operand was broadcast, what its copies receive is summed afterwards, so that no formula
    needs to care.
    """

    def __init__(
        self, name: str, value: Callable[..., Any], *derivatives: Callable[..., Any], text: str | None = None
    ) -> None:
        """*text* is what `help()` says of it."""
        self.name = self.__name__ = name
        self.value = value
        self.derivatives = derivatives
        if text:
            self.__doc__ = text

    def __repr__(self) -> str:
        return f"Primitive({self.name})"

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickled by the module that states it and its name there, as functions are."""
        module = self.derivatives[0].__module__
        for name, stated in vars(sys.modules[module]).items():
            if stated is self:
                return _stated, (module, name)
        raise GraphError(f"{self.name}: only what a module states can be pickled, got an operation made on the way")

    def __call__(self, x: NodeOrArray, *others: Any, **options: Any) -> NodeOrArray:
        """The value: an array if all operands are arrays or numbers, a recorded node if one of them is a node."""
        if isinstance(x, Node) or any(isinstance(operand, Node) for operand in others):
            return self.record(x, *others, **options)  # type: ignore[return-value]  # x's own type
        if not isinstance(x, np.ndarray | np.generic):
            x = np.asarray(numbers(self.name, x), np.float64)  # type: ignore[assignment]  # lists are welcome too
        return self.value(x, *others, **options)  # type: ignore[no-any-return]

    def record(self, *operands: Any, **options: Any) -> "Tensor":
        """The value as a node that remembers the *operands*, at least one of which must be a node."""
        arrays = []
        requires_grad = False
        versions = 0
        for operand in operands:
            if isinstance(operand, Node):
                kind = type(operand)
                arrays.append(operand._data)
                versions += operand.version
                if operand.requires_grad:
                    requires_grad = True
            elif type(operand) in PYTHON_NUMBERS or (
                type(operand) is np.ndarray and operand.ndim and operand.dtype.kind in "fb"
            ):
                arrays.append(operand)
            else:
                return self.record(*_as_operands(self.name, operands), **options)
        try:
            value = self.value(*arrays, **options)
        except (ValueError, IndexError, TypeError) as error:
            shapes = " and ".join(str(np.shape(array)) for array in arrays)
            raise ShapeError(f"{self.name}: shapes must fit each other, got {shapes} ({error})") from error
        result: Tensor = kind.__new__(kind)  # type: ignore[assignment]  # Tensor is the one kind of node there is
        Node.__init__(result, value if type(value) is np.ndarray else np.asarray(value))
        if requires_grad and _recording.get():
            result.requires_grad = True
            result.operation = self
            result.operands = operands
            result.options = options
            result.order = next(_creation)
            result.made_at = versions
        return result


def _as_operands(name: str, operands: Sequence[Any]) -> list[Any]:
    """*operands* with numbers, arrays or whatever numpy reads as such turned into what a node mixes with."""
    kind = next(operand.dtype for operand in operands if isinstance(operand, Node))
    plain = [operand if isinstance(operand, Node) else numbers(name, operand) for operand in operands]
    return [
        operand.astype(kind) if isinstance(operand, np.ndarray) and operand.dtype.kind in "iu" else operand
        for operand in plain
    ]


def _stated(module: str, name: str) -> Any:
    """What *module* states under *name*."""
    return getattr(import_module(module), name)
