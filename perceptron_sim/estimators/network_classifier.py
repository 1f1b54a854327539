"""The modern network as a classifier of scikit-learn: minibatches, weights of examples, probabilities."""

from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils.validation import check_is_fitted

from hardware.errors import shown
from hardware.plain import suggestion
from modern import Network, softmax, train
from modern.errors import SettingError as ModernSettingError
from modern.losses import cross_entropy
from perceptron_sim.errors import SettingError
from perceptron_sim.estimators.inputs import (
    FloatArray,
    IntArray,
    Labels,
    announced,
    checked_examples,
    checked_features,
    checked_weights,
    dice_of,
    places_of,
    seed_of,
)
from perceptron_sim.estimators.pictures import PICTURES, QUANTILES, Images, Pixels, Thermometers, learned
from perceptron_sim.experiments.stimuli import IMAGE_SHAPE
from perceptron_sim.network_spec import NetworkSpec
from perceptron_sim.timeline import NETWORK_STREAM, ORDER_STREAM

NUMBERS = "numbers"
PRECISIONS = ("float64", "float32")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Standardized:
    """Numbers with each feature's mean taken off and divided by its standard deviation.

    Each is brought to a magnitude of one before, by a power of two, which changes no digit: squares of the greatest and
    the least numbers, too, are then numbers.
    """

    power: IntArray  # (features,)
    mean: FloatArray  # (features,), of that magnitude, as is the next
    deviation: FloatArray  # (features,)

    @classmethod
    def learned(cls, x: FloatArray, weights: FloatArray) -> Self:
        """As the *weights* (n,) of the examples *x* (n, features) say; a feature that never varies is not divided."""
        power: IntArray = np.frexp(np.abs(x).max(axis=0))[1].astype(np.intp)
        x = np.ldexp(x, -power)
        mean = np.average(x, axis=0, weights=weights)
        deviation = np.sqrt(np.average((x - mean) ** 2, axis=0, weights=weights))
        varies = np.ptp(x, axis=0) > 0  # of equal numbers, too, the mean can be off by a last digit
        own = np.ldexp(1.0, -power)  # of a feature that never varies one is still one
        return cls(power=power, mean=mean, deviation=np.where(varies & (deviation > 0), deviation, own))

    def rows(self, x: FloatArray) -> FloatArray:
        """(n, features) -> (n, features)."""
        return (np.ldexp(x, -self.power) - self.mean) / self.deviation


class NetworkClassifier(ClassifierMixin, BaseEstimator):  # type: ignore[misc]  # scikit-learn states no types
    """A softmax network that learns by minibatches; an example of weight 2 counts as if it stood twice in its batch.

    Once fitted it has `classes_`, `n_features_in_`, `network_` (modern.Network) and `losses_` (passes,).
    """

    def __init__(
        self,
        *,
        picture: str = NUMBERS,
        scale: str = QUANTILES,
        hidden: tuple[int, ...] = (64,),
        activation: str = "relu",
        optimizer: str = "adam",
        rate: float = 0.001,
        initial_limit: float = 0.05,
        epochs: int = 100,
        batch_size: int | None = 32,
        precision: str = "float64",
        random_state: Any = None,
    ) -> None:
        """Nothing is checked before `fit`, as scikit-learn wants it.

        *picture* is "numbers", which are standardized, or one of those of Mark1Classifier on a retina of 20 x 20, so
        that both see the same. *hidden* to *initial_limit* are those of an experiment's table `modern`. A *batch_size*
        of None is all examples at once. *precision* is "float64" or "float32". *random_state* gives weights and order.
        """
        self.picture = picture
        self.scale = scale
        self.hidden = hidden
        self.activation = activation
        self.optimizer = optimizer
        self.rate = rate
        self.initial_limit = initial_limit
        self.epochs = epochs
        self.batch_size = batch_size
        self.precision = precision
        self.random_state = random_state

    def fit(self, X: Any, y: Any, sample_weight: Any = None) -> Self:
        """Draw a new network and give it *epochs* passes through *X* (n, features), *y* (n,), *sample_weight* (n,)."""
        x, labels = checked_examples(self, X, y, reset=True)
        weights = checked_weights(sample_weight, labels)
        self._begin(x, weights, np.unique(labels[weights > 0]))
        self._train(x, labels, weights, self.epochs)
        return self

    def partial_fit(self, X: Any, y: Any, classes: Any = None, sample_weight: Any = None) -> Self:
        """Give the network as it is one more pass, through *X* (n, features), *y* (n,), *sample_weight* (n,).

        The first one draws the network, for all *classes* there will ever be, and learns how numbers are shown.
        """
        first = not hasattr(self, "classes_")
        x, labels = checked_examples(self, X, y, reset=first)
        weights = checked_weights(sample_weight, labels)
        named = announced(classes, None if first else self.classes_)
        places_of(labels, named)
        if first:
            self._begin(x, weights, named)
        self._train(x, labels, weights, 1)
        return self

    def predict(self, X: Any) -> Labels:
        """(n, features) -> (n,): the most probable class."""
        probabilities = self.predict_proba(X)
        labels: Labels = self.classes_[probabilities.argmax(axis=1)]
        return labels

    def predict_proba(self, X: Any) -> FloatArray:
        """(n, features) -> (n, classes): how sure the network is of each class."""
        check_is_fitted(self)
        rows = self._rows(checked_features(self, X))
        probabilities: FloatArray = softmax(self.network_.logits_of(rows).astype(np.float64))
        return probabilities

    def _begin(self, x: FloatArray, weights: FloatArray, classes: Labels) -> None:
        """Draw the network."""
        if self.precision not in PRECISIONS:
            raise SettingError(f"precision must be one of {', '.join(PRECISIONS)}, got {self.precision!r}")
        spec = NetworkSpec(
            hidden=self.hidden,
            activation=self.activation,
            optimizer=self.optimizer,
            rate=self.rate,
            initial_limit=self.initial_limit,
        )
        self._picture = self._learned_picture(x, weights)
        cells, seed = self._rows(x[:1]).shape[1], seed_of(self.random_state)
        layers = spec.layers((1, cells), len(classes))
        self.network_ = Network(layers, input_shape=(cells,), rng=dice_of(seed, NETWORK_STREAM), dtype=self.precision)
        self.classes_, self._optimizer = classes, spec.new_optimizer()
        self._order_rng = dice_of(seed, ORDER_STREAM)
        self.losses_: FloatArray = np.empty(0)

    def _learned_picture(self, x: FloatArray, weights: FloatArray) -> Standardized | Pixels | Thermometers:
        if self.picture not in (NUMBERS, *PICTURES):
            rule = f"one of {', '.join((NUMBERS, *PICTURES))}"
            like = suggestion(self.picture, (NUMBERS, *PICTURES))
            raise SettingError(f"picture must be {rule}, got {shown(self.picture)}{like}")
        counted = weights > 0
        if self.picture == NUMBERS:
            return Standardized.learned(x[counted], weights[counted])
        return learned(x[counted], self.picture, self.scale, IMAGE_SHAPE, weights[counted])

    def _rows(self, x: FloatArray) -> FloatArray | Images:
        """(n, features) -> (n, inputs of the network)."""
        picture = self._picture
        return picture.rows(x) if isinstance(picture, Standardized) else picture.pictures(x).reshape(len(x), -1)

    def _train(self, x: FloatArray, labels: Labels, weights: FloatArray, epochs: int) -> None:
        counted = weights > 0  # what is not counted may be of classes that are none
        places: IntArray = places_of(labels[counted], self.classes_)
        try:
            results = train(
                self.network_,
                self._rows(x[counted]),
                places,
                loss=cross_entropy,
                optimizer=self._optimizer,
                batch_size=self.batch_size,
                epochs=epochs,
                rng=self._order_rng,
                sample_weights=weights[counted],
            )
            losses = [result.loss for result in results]
        except ModernSettingError as error:
            raise SettingError(str(error)) from error
        self.losses_ = np.append(self.losses_, losses)
