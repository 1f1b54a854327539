"""What a watch looks at beside the loss: some examples, how the network answers them, and units that fall silent."""

import math
from functools import cached_property

import numpy as np
import numpy.typing as npt

from modern.errors import SettingError, ShapeError
from modern.graph import FloatArray, numbers
from modern.layers import Layer, of_a_batch
from modern.network import Network
from modern.neurons import Dense, Neurons
from modern.separability import separability
from modern.tensor import as_float_array, require_finite

ClassArray = npt.NDArray[np.intp]
MOST_INPUTS_OF_A_PROOF = 32  # with 2 it takes milliseconds, with 400, and 1,500 examples, seconds


class WatchedExamples:
    """Examples of what a network learns: as many as are wanted, evenly spaced among all, and their classes."""

    def __init__(self, network: Network, images: npt.ArrayLike, labels: npt.ArrayLike | None, most: int) -> None:
        """*images* (n, *input_shape), finite; *labels* (n, ...) or None; *most* is how many are looked at."""
        self._network = network
        self._all_images = as_float_array(images, network.parameters.dtype)
        expected = network.input_shape
        if not self._all_images.size or self._all_images.shape[1:] != expected:
            raise ShapeError(
                f"images must be {of_a_batch(expected)}, at least one of them, got {self._all_images.shape}"
            )
        require_finite("images", self._all_images)
        self._all_classes = self._class_numbers(labels)
        count = len(self._all_images)
        chosen = np.linspace(0, count - 1, min(most, count)).round().astype(np.intp)
        self._images = self._all_images[chosen]
        self._classes = None if self._all_classes is None else self._all_classes[chosen]

    def activities(self) -> list[FloatArray]:
        """What each layer gives for the examples looked at."""
        return self._network.activities(self._images)

    def wrong_share(self, logits: FloatArray) -> float:
        """The share of the examples looked at that *logits*, of these, get wrong; NaN where classes are not known.

        Between the classes of a single output lies 0 or half-way from 0 to 1, as its loss may have it: of both that
        counts which is wrong less often.
        """
        if self._classes is None:
            return math.nan
        if logits.shape[1] > 1:
            return float(np.mean(logits.argmax(axis=1) != self._classes))
        return min(float(np.mean((logits[:, 0] > border) != self._classes)) for border in (0.0, 0.5))

    @property
    def knows_classes(self) -> bool:
        """Whether it can be told which answers are wrong."""
        return self._classes is not None

    @cached_property
    def wrong_share_by_guessing(self) -> float:
        """The share that is wrong if always the most frequent class is given; NaN where classes are not known."""
        if self._classes is None:
            return math.nan
        return 1 - float(np.unique(self._classes, return_counts=True)[1].max()) / len(self._classes)

    @cached_property
    def beyond_one_neuron(self) -> bool:
        """Whether the network is a single neuron, and no line separates the two classes among all the images.

        That is not asked, and False, with more than 32 inputs.
        """
        if self._all_classes is None or not is_single_neuron(self._network):
            return False
        points = self._all_images.reshape(len(self._all_images), -1)
        if points.shape[1] > MOST_INPUTS_OF_A_PROOF or len(np.unique(self._all_classes)) != 2:
            return False
        return not separability(points, self._all_classes).separable

    def _class_numbers(self, labels: npt.ArrayLike | None) -> ClassArray | None:
        """(n,): the class of each image; None where *labels* are no class numbers but targets of another kind."""
        if labels is None:
            return None
        given = np.asarray(numbers("labels", labels))
        if given.shape[:1] != self._all_images.shape[:1]:
            raise ShapeError(f"labels must be one per image, got {given.shape} for images {self._all_images.shape}")
        outputs = self._network.output_shape
        if outputs == (1,) and given.size == len(given):
            values, classes = np.unique(given, return_inverse=True)
            return classes.reshape(-1).astype(np.intp) if len(values) == 2 else None
        if len(outputs) != 1 or given.ndim != 1 or given.dtype.kind not in "iu":
            return None
        if given.min() < 0 or given.max() >= outputs[0]:
            outside = given.min() if given.min() < 0 else given.max()
            raise SettingError(f"labels must be 0 to {outputs[0] - 1}, got {outside}")
        return given.astype(np.intp)


def is_single_neuron(network: Network) -> bool:
    """Whether *network* draws one line between two classes: one output, or two to be compared, and nothing before."""
    neurons = [layer for layer in network.layers if isinstance(layer, Neurons)]
    rest = [layer for layer in network.layers if not isinstance(layer, Neurons)]
    alone = len(neurons) == 1 and isinstance(neurons[0], Dense) and network.output_shape in ((1,), (2,))
    return alone and all(map(_keeps_values, rest))


def _keeps_values(layer: Layer) -> bool:
    """Whether *layer* learns nothing and gives as many values as it takes, as Flatten, Reshape and Dropout do."""
    return not layer.parameter_count and math.prod(layer.input_shape) == math.prod(layer.output_shape)


def first_unfit_layer(layers: tuple[Layer, ...]) -> int | None:
    """The number, from 1, of the first of *layers* whose parameters are not all finite."""
    for number, layer in enumerate(layers, start=1):
        if not all(bool(np.isfinite(tensor.data).all()) for tensor in layer.parameters):
            return number
    return None


def first_layer_of_equals(layers: tuple[Layer, ...]) -> int | None:
    """The number, from 1, of the first of *layers* but the last that has several units, all with the same weights."""
    for number, layer in enumerate(layers[:-1], start=1):
        if isinstance(layer, Neurons):
            units = np.moveaxis(layer.weight.data, -1 if isinstance(layer, Dense) else 0, 0)  # filters come first
            if len(units) > 1 and bool((units == units[0]).all()):
                return number
    return None
