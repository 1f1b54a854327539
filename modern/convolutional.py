"""Layers that see images, (channels, rows, columns), through a window which slides over them."""

from modern.activations import Activation
from modern.convolution import convolve
from modern.errors import ShapeError
from modern.initializers import Initializer, zeros
from modern.layers import Layer, LayerSummary, Shape
from modern.neurons import Neurons, name_of
from modern.pooling import average_pool, max_pool
from modern.settings import whole
from modern.tensor import Tensor
from modern.windows import windows_along


class Conv2D(Neurons):
    """Neurons that see one window each and share their weights: g(x * W + b), wherever the window stands.

    Each filter looks for one pattern everywhere: what it finds moves as the image moves.
    """

    def __init__(
        self,
        filters: int,
        size: int,
        stride: int = 1,
        padding: int = 0,
        activation: str | Activation = "linear",
        *,
        weights: Initializer | None = None,
        biases: Initializer = zeros,
        with_bias: bool = True,
    ) -> None:
        """*filters* with windows of *size* x *size* cells, moved by *stride* over an image with *padding* cells of 0.

        The padding is added on each of the four sides. *weights* defaults as in Dense.
        """
        self.filters = whole("Conv2D.filters", filters)
        self.size = whole("Conv2D.size", size)
        self.stride = whole("Conv2D.stride", stride)
        self.padding = whole("Conv2D.padding", padding, at_least=0)
        name = f"Conv2D {filters} of {size}x{size}"
        super().__init__(name, activation=activation, weights=weights, biases=biases, with_bias=with_bias)

    def describe(self, input_shape: Shape) -> LayerSummary:
        """Weight (filters, channels, size, size), bias (filters,); one multiply-add per weight and window.

        Adding the bias and the activation are not counted.
        """
        channels, rows, columns = _windows(self.name, input_shape, self.size, self.stride, self.padding)
        weight = (self.filters, channels, self.size, self.size)
        shapes: dict[str, Shape] = {"weight": weight, **({"bias": (self.filters,)} if self.with_bias else {})}
        multiply_adds = self.filters * channels * self.size**2 * rows * columns
        output_shape = (self.filters, rows, columns)
        return LayerSummary(self.name, input_shape, output_shape, multiply_adds, shapes, name_of(self.activation))

    def __call__(self, x: Tensor) -> Tensor:
        """(batch, channels, rows, columns) -> (batch, filters, rows, columns): g(x * W + b)."""
        self.require_input(x)
        z = convolve(x, self.weight, self.stride, self.padding)
        return self.activation(z + self.bias.reshape(-1, 1, 1) if self.with_bias else z)

    def _settings_in_words(self) -> str:
        return f"stride {self.stride}, padding {self.padding}"


class _Pool(Layer):
    """What both poolings share: a window of *size* x *size* cells, moved by *stride*, on each channel by itself."""

    def __init__(self, size: int, stride: int | None = None) -> None:
        """*stride* defaults to *size*: windows side by side."""
        kind = type(self).__name__
        self.size = whole(f"{kind}.size", size)
        self.stride = self.size if stride is None else whole(f"{kind}.stride", stride)
        super().__init__(f"{kind} {size}x{size}")

    def describe(self, input_shape: Shape) -> LayerSummary:
        """No parameters."""
        output_shape = _windows(self.name, input_shape, self.size, self.stride)
        return LayerSummary(self.name, input_shape, output_shape, self._multiply_adds(output_shape))

    def _multiply_adds(self, output_shape: Shape) -> int:
        """Of one example on its way forward."""
        return 0

    def _settings_in_words(self) -> str:
        return f"stride {self.stride}"


class MaxPool(_Pool):
    """The largest value that each window sees: whether something is there, and only roughly where."""

    def __call__(self, x: Tensor) -> Tensor:
        """(batch, channels, rows, columns) -> (batch, channels, windows down, windows across)."""
        self.require_input(x)
        return max_pool(x, self.size, self.stride)


class AveragePool(_Pool):
    """The mean of what each window sees."""

    def _multiply_adds(self, output_shape: Shape) -> int:
        """One per cell of each window, as a filter of equal weights would need."""
        channels, rows, columns = output_shape
        return channels * rows * columns * self.size**2

    def __call__(self, x: Tensor) -> Tensor:
        """(batch, channels, rows, columns) -> (batch, channels, windows down, windows across)."""
        self.require_input(x)
        return average_pool(x, self.size, self.stride)


def _windows(name: str, shape: Shape, size: int, stride: int, padding: int = 0) -> tuple[int, int, int]:
    """(channels, windows down, windows across) for images of *shape*, which must hold at least one window."""
    if len(shape) != 3:
        raise ShapeError(
            f"{name}: must be given images, (channels, rows, columns), got {shape}: put Reshape(...) before it"
        )
    channels, rows, columns = shape
    if min(rows, columns) + 2 * padding < size:
        least = size - 2 * padding
        raise ShapeError(f"{name}: must be given images of at least {least}x{least} for one window, got {shape}")
    return channels, windows_along(rows, size, stride, padding), windows_along(columns, size, stride, padding)
