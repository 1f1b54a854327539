"""Dropout: in training each value is left out by chance, so that no neuron can lean on another."""

from typing import Any

import numpy as np

from modern.layers import Layer, LayerSummary, Shape
from modern.settings import fixed, not_negative, require_generator
from modern.tensor import Tensor


class Dropout(Layer):
    """In training, 0 for a random *share* of the values and x / (1 - share) for the others; in use, x itself.

    So the expected value is the same in both (Srivastava et al. 2014, scaled in training as all libraries do).
    """

    share: float = fixed()

    def __init__(self, share: float, rng: np.random.Generator) -> None:
        """*share* left out, from 0 to below 1; *rng* draws which, anew for every batch and example."""
        require_generator("Dropout.rng", rng)
        self.share = not_negative("Dropout.share", share, below=1)
        self._rng = rng
        super().__init__(f"Dropout {share:g}")

    def describe(self, input_shape: Shape) -> LayerSummary:
        """Any shape, unchanged; no parameters, and in use no arithmetic."""
        return LayerSummary(self.name, input_shape, input_shape, 0)

    def __call__(self, x: Tensor) -> Tensor:
        """x itself."""
        self.require_input(x)
        return x

    def while_training(self, x: Tensor) -> Tensor:
        """x * mask, the mask 0 with the probability of the share and 1 / (1 - share) otherwise."""
        self.require_input(x)
        kept = self._rng.random(x.shape, dtype=np.float32) >= self.share
        mask = kept * x.dtype.type(1 / (1 - self.share))
        y: Tensor = x * mask
        return y

    def memory(self) -> Any:
        """Where the dice stand."""
        return self._rng.bit_generator.state

    def recall(self, memory: Any) -> None:
        """Draw again what was drawn since `memory()`."""
        self._rng.bit_generator.state = memory
