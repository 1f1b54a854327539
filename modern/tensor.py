"""The Tensor: a numpy array that remembers how it was computed, so that its derivatives can be found."""

from collections.abc import Iterator
from typing import Any, NoReturn

import numpy as np
import numpy.typing as npt

from modern import operations
from modern.backpropagation import data_of, sweep
from modern.errors import GraphError, SettingError, ShapeError
from modern.graph import PYTHON_NUMBERS, FloatArray, Node, numbers

Axes = int | tuple[int, ...] | None
FLOAT32, FLOAT64 = np.dtype(np.float32), np.dtype(np.float64)


def as_float_array(data: npt.ArrayLike, dtype: npt.DTypeLike | None = None) -> FloatArray:
    """*data* as an array of *dtype*; without one, float64 arrays stay so and all else becomes float32."""
    array = np.asarray(numbers("data", data)) if not isinstance(data, np.ndarray) else data
    if array.dtype.kind not in "buif":
        raise SettingError(f"data must be real numbers, got {array.dtype}")
    wanted = _wanted_type(data, array.dtype, dtype)
    if array.dtype is wanted:
        return array
    with np.errstate(over="ignore"):
        cast = array.astype(wanted, copy=False)
    if cast.itemsize < array.itemsize and array.dtype.kind == "f" and not np.isfinite(cast).all():
        beyond = np.isinf(cast) & np.isfinite(array)
        if beyond.any():
            raise SettingError(f"data must be within the range of {wanted}, got {float(array[beyond][0])!r}")
    return cast


def _wanted_type(data: Any, given: np.dtype[Any], dtype: npt.DTypeLike | None) -> np.dtype[Any]:
    """float32 or float64: what *dtype* asks for, or, without one, what *data* are."""
    if dtype is None:
        long = isinstance(data, np.ndarray | np.generic) and given.kind == "f" and given.itemsize >= FLOAT64.itemsize
        return FLOAT64 if long else FLOAT32
    try:
        wanted: np.dtype[Any] = np.dtype(dtype)
    except TypeError as error:
        raise SettingError(f"dtype must be float32 or float64, got {dtype!r}") from error
    if wanted not in (FLOAT32, FLOAT64):
        raise SettingError(f"dtype must be float32 or float64, got {wanted.name!r}")
    return wanted


def require_finite(name: str, array: FloatArray) -> None:
    """Raise SettingError, saying which and where, if a value is NaN or infinite."""
    finite = np.isfinite(array)
    if not finite.all():
        bad = tuple(np.argwhere(~finite)[0].tolist())
        raise SettingError(f"{name} must be finite, got {array[bad]} at {bad}")


class Tensor(Node):
    """An array with recorded operators: `+ - * / ** @`, indexing, sums, shapes; arrays and numbers mix in.

    `data` is the array; `grad` is the derivative, by this tensor, of whatever `backward()` was called on: it
    adds up until it is set to None. Only results of tensors with `requires_grad` are recorded. `==` tells whether
    two are the same node; values are compared as `a.data == b.data`. numpy's own functions take no Tensors: there are
    `modern.exp`, `modern.stack` and so on, which are recorded, or `.data`, which is not.
    """

    __slots__ = ()
    __array_ufunc__ = None  # makes numpy leave `array + tensor` to the Tensor

    def __init__(self, data: npt.ArrayLike, requires_grad: bool = False, dtype: npt.DTypeLike | None = None) -> None:
        """Wrap *data*, uncopied where the type fits. Without *dtype* arrays of float64 stay so, all else is float32."""
        super().__init__(as_float_array(data, dtype), requires_grad)

    def __repr__(self) -> str:
        made_by = f", made by {self.operation.name}" if self.operation else ""
        return f"Tensor({np.array2string(self.data, separator=', ', prefix='Tensor(')}{made_by})"

    def __format__(self, spec: str) -> str:
        return format(self.item(), spec) if spec else str(self)

    def __array__(self, *_: Any, **__: Any) -> NoReturn:
        raise GraphError("numpy must be handed values, got a Tensor: use .data, or the function of that name in modern")

    def __array_function__(self, function: Any, *_: Any) -> NoReturn:
        self.__array__(function)

    def __deepcopy__(self, memo: dict[int, Any]) -> "Tensor":
        return Tensor(self.data.copy(), self.requires_grad)  # a leaf: its past is not copied

    def __reduce__(self) -> tuple[Any, ...]:
        return Tensor, (self.data, self.requires_grad)  # a leaf as well

    def __len__(self) -> int:
        return len(self.data)

    def __iter__(self) -> Iterator["Tensor"]:
        return (self[position] for position in range(len(self)))

    def __bool__(self) -> bool:
        return bool(self.item())

    def __float__(self) -> float:
        return self.item()

    def item(self) -> float:
        """The only value, as a Python float."""
        if self.size != 1:
            raise ShapeError(f"item() needs exactly one value, got shape {self.shape}")
        return float(self.data.item())

    def detach(self) -> "Tensor":
        """The same values, in the same memory, as a leaf without a past: to be read, not to be written."""
        shown = self.data.view()
        shown.flags.writeable = False
        return Tensor(shown)

    def backward(self) -> None:
        """Add the derivatives of this one number to the `grad` of every leaf it was made from.

        Raises GraphError where there is nothing to derive, or where something was changed since the forward
        pass.
        """
        if self.size != 1:
            raise GraphError(f"backward() must start at one number, got shape {self.shape}: take a sum or mean")
        if not self.requires_grad:
            raise GraphError("backward() must start at a result of tensors with requires_grad, got a constant")
        for node, derivative in sweep(self, np.ones_like(self.data), data_of).items():
            if node.operation is not None:
                continue
            if node._grad is None:
                node.grad = derivative
            else:
                node._grad += derivative

    def __add__(self, other: Any) -> "Tensor":
        return operations.add.record(self, other)

    __radd__ = __add__

    def __sub__(self, other: Any) -> "Tensor":
        return operations.subtract.record(self, other)

    def __rsub__(self, other: Any) -> "Tensor":
        return operations.subtract.record(other, self)

    def __mul__(self, other: Any) -> "Tensor":
        return operations.multiply.record(self, other)

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> "Tensor":
        return operations.divide.record(self, other)

    def __rtruediv__(self, other: Any) -> "Tensor":
        return operations.divide.record(other, self)

    def __neg__(self) -> "Tensor":
        return operations.negate.record(self)

    def __pow__(self, exponent: Any) -> "Tensor":
        """Power; a base below 0 takes constant exponents only."""
        if not isinstance(exponent, Node):
            exponent = numbers("exponent", exponent)
        if type(exponent) in PYTHON_NUMBERS:
            return operations.power.record(self, exponent=exponent)
        return _power_of(self, exponent)

    def __rpow__(self, base: Any) -> "Tensor":
        return _power_of(base, self)

    def __abs__(self) -> "Tensor":
        return operations.absolute.record(self)

    def __matmul__(self, other: Any) -> "Tensor":
        return operations.matrix_product(self, other)

    def __rmatmul__(self, other: Any) -> "Tensor":
        return operations.matrix_product(other, self)

    # Comparisons give plain arrays of booleans: a step has no derivative to record.
    def __gt__(self, other: Any) -> Any:
        return self.data > (other.data if isinstance(other, Node) else other)

    def __ge__(self, other: Any) -> Any:
        return self.data >= (other.data if isinstance(other, Node) else other)

    def __lt__(self, other: Any) -> Any:
        return self.data < (other.data if isinstance(other, Node) else other)

    def __le__(self, other: Any) -> Any:
        return self.data <= (other.data if isinstance(other, Node) else other)

    def __getitem__(self, index: Any) -> "Tensor":
        return operations.select.record(self, index=index)

    def sum(self, axis: Axes = None, keepdims: bool = False) -> "Tensor":
        """Sum over *axis*: one, several, or all for None."""
        return operations.total.record(self, axis=axis, keepdims=keepdims)

    def mean(self, axis: Axes = None, keepdims: bool = False) -> "Tensor":
        """Mean over *axis*: one, several, or all for None."""
        if not self.size:
            raise ShapeError(f"mean() needs at least one value, got shape {self.shape}")
        sums = self.sum(axis, keepdims)
        return sums * (sums.size / self.size)

    def max(self, axis: Axes = None, keepdims: bool = False) -> "Tensor":
        """Largest value over *axis*: one, several, or all for None. Equal ones share the derivative."""
        return operations.extreme.record(self, axis=axis, keepdims=keepdims)

    def min(self, axis: Axes = None, keepdims: bool = False) -> "Tensor":
        """Smallest value over *axis*, as `max`."""
        return -(-self).max(axis, keepdims)

    def reshape(self, *shape: Any) -> "Tensor":
        """The same values in another *shape*, given as numbers or as one tuple."""
        return operations.reshape.record(self, shape=shape[0] if len(shape) == 1 else shape)

    def transpose(self, *axes: int) -> "Tensor":
        """The axes in another order; reversed if none is given."""
        return operations.transpose.record(self, axes=axes or tuple(reversed(range(self.ndim))))

    def swapaxes(self, first: int, second: int) -> "Tensor":
        """Two axes exchanged."""
        axes = list(range(self.ndim))
        if not all(-self.ndim <= axis < self.ndim for axis in (first, second)):
            raise ShapeError(f"swapaxes: both axes must exist, got {first} and {second} for shape {self.shape}")
        axes[first], axes[second] = axes[second], axes[first]
        return self.transpose(*axes)

    @property
    def T(self) -> "Tensor":  # noqa: N802 - numpy's name for it
        """All axes reversed."""
        return self.transpose()


def _power_of(base: Any, exponent: Any) -> Tensor:
    """base ** exponent, both varying."""
    below = np.asarray(base.data if isinstance(base, Node) else base) < 0
    if below.any() and isinstance(exponent, Node):
        raise GraphError("power: a base with a varying exponent must be at least 0, got one below")
    return operations.power_of.record(base, exponent)
