"""Early stopping: training ends when nothing gets better any more, and the best network is kept."""

import math
from typing import Any

import numpy.typing as npt

from modern.errors import SettingError
from modern.network import Network
from modern.settings import not_negative, number, whole
from modern.weights import restore_weights, weights_of


class EarlyStopping:
    """Looks at a value after each pass, the held-out loss as a rule, and says when to stop.

    >>> import numpy as np
    >>> network = Network.dense([2, 2], rng=np.random.default_rng(1))
    >>> stopping = EarlyStopping(patience=2)
    >>> [stopping.look(loss, network) for loss in (0.9, 0.5, 0.6, 0.7)]
    [False, False, False, True]
    >>> stopping.best_value, stopping.best_look
    (0.5, 2)
    >>> stopping.restore(network)
    """

    def __init__(self, patience: int, min_improvement: float = 0.0) -> None:
        """Stop after *patience* looks in a row, 1 or more, without an improvement by more than *min_improvement*."""
        self.patience = whole("patience", patience)
        self.min_improvement = not_negative("min_improvement", min_improvement)
        self._best_weights: dict[str, npt.NDArray[Any]] | None = None
        self._best_value, self._best_look, self._looks = math.inf, 0, 0

    @property
    def best_value(self) -> float:
        """The smallest value seen that was an improvement; infinite before the first."""
        return self._best_value

    @property
    def best_look(self) -> int:
        """At which look that was, counted from 1; 0 before the first."""
        return self._best_look

    @property
    def looks_without_improvement(self) -> int:
        """How many looks there were since."""
        return self._looks - self._best_look

    def look(self, value: float, network: Network) -> bool:
        """Whether to stop; a *value* that is an improvement makes *network*, as it is now, the best one.

        Smaller is better, and NaN is never an improvement. Raises SettingError for what is no number at all.
        """
        seen = number("value", value)
        if seen < self._best_value - self.min_improvement:
            self._best_weights = weights_of(network)
            self._best_value, self._best_look = seen, self._looks + 1
        self._looks += 1
        return self.looks_without_improvement >= self.patience

    def restore(self, network: Network) -> None:
        """Give *network* all that the best one had learned. Raises SettingError if there is none, or another kind."""
        if self._best_weights is None:
            raise SettingError("restore() must come after a look at a number, got none yet")
        restore_weights(network, self._best_weights)
