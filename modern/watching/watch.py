"""A watch over a training: it reads step after step, notices what goes wrong as it happens, and says so in words.

It only looks: neither the network nor its dice are touched, and what it has to say it hands over as notices. A step
costs it a few comparisons; at the activities of the units it looks every hundredth step, or as its limits say.
"""

import math
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

import numpy as np
import numpy.typing as npt

from modern.activations import relu
from modern.clipping import euclidean_norm
from modern.graph import FloatArray
from modern.network import Network
from modern.neurons import Neurons, name_of
from modern.settings import not_negative, positive, require_kind, whole
from modern.training import EpochResult, StepResult
from modern.watching import notices
from modern.watching.notices import Notice, NoticeKind, TrainingError
from modern.watching.symptoms import SLOPE_SHARES, LossTrend, SilentUnits, saturated_units
from modern.watching.watched import WatchedExamples, first_layer_of_equals, first_unfit_layer


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchLimits:
    """From where on something counts as going wrong, and how often and at how much the watch looks.

    A network answers well while it is wrong no more than *learned_share* times as often as who always gives the most
    frequent class: silent or saturated units and a loss that falls no more are then what success looks like, and no
    notice is given of them. Where classes are not known, a loss below that share of the first makes up for a plateau.
    """

    every_steps: int = 100  # between two looks at the activities
    examples: int = 256  # looked at, evenly spaced among all that the watch was given
    exploded_times: float = 10.0  # the loss, of its first value; over again below a fifth of that
    exploded_gradient_times: float = 1000.0  # the gradient's length, of that of all weights or of 1; over below a fifth
    dead_steps: int = 200  # that a ReLU must be silent for every example looked at
    dead_share: float = 2 / 3  # of the units of a layer: a few do no harm, and a third dies in many a healthy training
    saturated_slope_share: float = 0.01  # of the largest slope of the activation: less is flat
    saturated_examples_share: float = 0.9  # of the examples, for which a unit must be where it is flat
    saturated_share: float = 0.5  # of the units of a layer
    plateau_steps: int = 200  # over which the loss is averaged; two such means in a row without a new low: a plateau
    plateau_examples: int = 1000  # over which it is averaged at least, as small batches let it jump
    plateau_fall_share: float = 0.01  # of the lowest mean so far: less does not count as falling
    learned_share: float = 0.25

    def __post_init__(self) -> None:
        for name in ("every_steps", "examples", "dead_steps", "plateau_steps", "plateau_examples"):
            whole(f"WatchLimits.{name}", getattr(self, name))
        for name in ("exploded_times", "exploded_gradient_times"):
            positive(f"WatchLimits.{name}", getattr(self, name))
        for name in ("dead_share", "saturated_share", "saturated_examples_share"):
            positive(f"WatchLimits.{name}", getattr(self, name), at_most=1)
        for name in ("saturated_slope_share", "plateau_fall_share", "learned_share"):
            not_negative(f"WatchLimits.{name}", getattr(self, name), at_most=1)


class Watch:
    """Reads the results of a training and notices what goes wrong; each is told when it begins and when it ends.

    >>> from modern import GradientDescent, binary_cross_entropy, training_steps, xor
    >>> rng = np.random.default_rng(seed=1)
    >>> corners, neuron = xor(rng, 4, scatter=0.0), Network.dense([2, 1], rng=rng)
    >>> targets = corners.labels.reshape(4, 1)
    >>> watch = Watch(neuron, corners.points, targets)
    >>> for result in training_steps(neuron, corners.points, targets, loss=binary_cross_entropy,
    ...                              optimizer=GradientDescent(rate=0.1), epochs=200):
    ...     for notice in watch.look(result):
    ...         print(f"step {notice.step}: {notice.kind}. {notice.cure}")
    step 101: not separable. Add a hidden layer. Or stop here, if these few mistakes do not matter.
    """

    def __init__(
        self,
        network: Network,
        images: npt.ArrayLike | None = None,
        labels: npt.ArrayLike | None = None,
        *,
        limits: WatchLimits | None = None,
        raising: bool = False,
    ) -> None:
        """*images* (n, *input_shape) and their *labels* are those that *network* learns, or a part of them.

        Without *images* nobody looks at the units; without *labels*, class numbers (n,) or, for a single output, one
        of two numbers each, nobody can tell mistakes. If *raising*, whatever begins is raised as a TrainingError.
        """
        self.limits = WatchLimits() if limits is None else limits
        require_kind("network", network, Network)
        require_kind("limits", self.limits, WatchLimits)
        require_kind("raising", raising, bool)
        self._network, self._raising = network, raising
        self._examples = None if images is None else WatchedExamples(network, images, labels, self.limits.examples)
        self._trend = LossTrend(self.limits.plateau_steps, self.limits.plateau_examples, self.limits.plateau_fall_share)
        self._neurons = [(i, layer) for i, layer in enumerate(network.layers, start=1) if isinstance(layer, Neurons)]
        self._silent = {number: SilentUnits() for number, layer in self._neurons if layer.activation is relu}
        self._standing: dict[tuple[NoticeKind, int | None], Notice] = {}
        self._news: list[Notice] = []
        self._steps = self._steps_of_epoch = 0
        self._next_look = 1
        self._weights_norm = self._measured_weights()
        self._wrong_shares: deque[float] = deque(maxlen=3)  # at the latest looks: one of them may be bad luck

    @property
    def steps(self) -> int:
        """Training steps seen so far."""
        return self._steps

    @property
    def standing(self) -> tuple[Notice, ...]:
        """What has begun and not ended, in the order in which it was told."""
        return tuple(self._standing.values())

    def look(self, result: StepResult | EpochResult) -> tuple[Notice, ...]:
        """Take in what training just yielded; the answer is what begins or ends with it, most often nothing.

        Raises TrainingError where something begins and the watch is a raising one.
        """
        if isinstance(result, EpochResult):
            return self.look_epoch(result)
        require_kind("result", result, StepResult, EpochResult)
        self._steps_of_epoch += 1
        self._take(result.loss, result.gradient_norm, len(result.logits))
        return self._tell()

    def look_epoch(self, result: EpochResult) -> tuple[Notice, ...]:
        """As `look`, for a pass whose steps were not shown one by one: they are taken in together, after the fact."""
        if not self._steps_of_epoch:
            examples = math.ceil(result.examples / len(result.step_losses))
            for loss in result.step_losses.tolist():
                self._take(loss, 0.0, examples)
        self._steps_of_epoch = 0
        return self._tell()

    def _tell(self) -> tuple[Notice, ...]:
        """Look inside the network if it is time, and hand over what there is to say."""
        if self._steps >= self._next_look:
            self._next_look = self._steps + self.limits.every_steps
            with np.errstate(all="ignore"):
                self._look_inside()
        if not self._news:
            return ()
        told = tuple(self._news)
        self._news.clear()
        begun = [notice for notice in told if not notice.ended]
        if begun and self._raising:
            raise TrainingError(begun[0])
        return told

    def _take(self, loss: float, gradient_norm: float, examples: int) -> None:
        """Judge one step by its numbers."""
        self._steps += 1
        if not (math.isfinite(loss) and math.isfinite(gradient_norm)):
            self._judge(NoticeKind.NOT_FINITE, None, True, False, lambda: self._not_finite(loss))
            return
        trend = self._trend
        block_ends = trend.add(loss, examples)
        highest_loss = self.limits.exploded_times * trend.first
        highest_norm = self.limits.exploded_gradient_times * self._weights_norm
        if self._standing or trend.recent > highest_loss or gradient_norm > highest_norm:
            self._judge(NoticeKind.NOT_FINITE, None, False, True, lambda: self._not_finite(loss))
            self._judge_height(NoticeKind.EXPLODING_LOSS, trend.recent, highest_loss)
            self._judge_height(NoticeKind.EXPLODING_GRADIENT, gradient_norm, highest_norm)
        if block_ends:
            learned = self._has_learned()
            stuck = trend.stuck_blocks >= 2 and not learned
            self._judge(NoticeKind.PLATEAU, None, stuck, learned or not trend.stuck_blocks, self._plateau)

    def _look_inside(self) -> None:
        """Judge what the units give for the examples, and how long their weights are."""
        self._weights_norm = self._measured_weights()
        if self._examples is None:
            return
        activities = self._examples.activities()
        if not np.isfinite(activities[-1]).all():
            return
        wrong_share = self._examples.wrong_share(activities[-1])
        self._wrong_shares.append(wrong_share)
        if self._steps > self.limits.every_steps:  # a neuron that errs after one step has not had its chance
            hopeless = wrong_share > 0 and self._examples.beyond_one_neuron
            self._judge(NoticeKind.NOT_SEPARABLE, None, hopeless, False, lambda: self._not_separable(wrong_share))
        harmless = self._answers_well()
        for number, layer in self._neurons:
            activity = activities[number - 1]
            if number in self._silent:
                self._judge_silence(number, layer, activity, harmless)
            elif layer.activation in SLOPE_SHARES:
                self._judge_saturation(number, layer, activity, harmless)

    def _judge_silence(self, number: int, layer: Neurons, activity: FloatArray, harmless: bool) -> None:
        steps = self.limits.dead_steps
        dead = self._silent[number].look(activity, self._steps) >= steps
        dying = bool(dead.mean() >= self.limits.dead_share) and not harmless
        count = int(np.count_nonzero(dead))
        self._judge(
            NoticeKind.DEAD_UNITS,
            number,
            dying,
            not dying,
            lambda: notices.dead_units(self._steps, number, layer.name, count, len(dead), steps),
        )

    def _judge_saturation(self, number: int, layer: Neurons, activity: FloatArray, harmless: bool) -> None:
        limits, name = self.limits, name_of(layer.activation)
        saturated = saturated_units(
            activity, layer.activation, limits.saturated_slope_share, limits.saturated_examples_share
        )
        stuck = bool(saturated.mean() >= limits.saturated_share) and not harmless
        count = int(np.count_nonzero(saturated))
        self._judge(
            NoticeKind.SATURATION,
            number,
            stuck,
            not stuck,
            lambda: notices.saturation(self._steps, number, layer.name, name, count, len(saturated)),
        )

    def _judge_height(self, kind: NoticeKind, value: float, highest: float) -> None:
        """A *value* is too high above *highest*, and until it is below a fifth of that."""
        compose = notices.exploding_loss if kind is NoticeKind.EXPLODING_LOSS else notices.exploding_gradient
        beside = self._trend.first if kind is NoticeKind.EXPLODING_LOSS else self._weights_norm
        self._judge(kind, None, value > highest, value < highest / 5, lambda: compose(self._steps, value, beside))

    def _judge(
        self, kind: NoticeKind, layer: int | None, begins: bool, ends: bool, compose: Callable[[], Notice]
    ) -> None:
        """Keep what *begins* and was not there, or *ends* and was, as news."""
        key = kind, layer
        if begins and key not in self._standing:
            self._standing[key] = compose()
            self._news.append(self._standing[key])
        elif ends and key in self._standing:
            self._news.append(notices.over(self._standing.pop(key), self._steps))

    def _answers_well(self) -> bool:
        """Whether few answers are wrong; no, where classes are not known or nobody looked yet."""
        if self._examples is None or not self._wrong_shares:
            return False
        wrong_share = median(self._wrong_shares)
        return wrong_share <= self.limits.learned_share * self._examples.wrong_share_by_guessing

    def _has_learned(self) -> bool:
        """Whether it answers well; where classes are not known, whether the loss is low beside the first."""
        if self._examples is not None and self._examples.knows_classes:
            return self._answers_well()
        return self._trend.recent <= self.limits.learned_share * self._trend.first

    def _measured_weights(self) -> float:
        """The length of all weights as one vector, and 1 where they are shorter, as all zeros are."""
        with np.errstate(all="ignore"):
            return max(1.0, euclidean_norm(self._network.parameters.values))

    def _not_finite(self, loss: float) -> Notice:
        return notices.not_finite(self._steps, loss, first_unfit_layer(self._network.layers))

    def _not_separable(self, wrong_share: float) -> Notice:
        return notices.not_separable(self._steps, self._neurons[0][0], wrong_share)

    def _plateau(self) -> Notice:
        reasons = (NoticeKind.NOT_SEPARABLE, NoticeKind.DEAD_UNITS, NoticeKind.SATURATION)
        reason = next((notice for notice in self.standing if notice.kind in reasons), None)
        alike = first_layer_of_equals(self._network.layers)
        return notices.plateau(self._steps, self._trend.recent, self._trend.stuck_steps, alike, reason)
