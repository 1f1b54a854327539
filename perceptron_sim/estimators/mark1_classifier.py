"""The Mark I as a classifier of scikit-learn: features become pictures on its retina, lamps become classes."""

from typing import Any, Self

import numpy as np
import numpy.typing as npt
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils.validation import check_is_fitted

from hardware.errors import shown
from perceptron_sim.errors import SettingError
from perceptron_sim.estimators.examples import BETWEEN, Examples, machine_of, parameters_of, with_parameters
from perceptron_sim.estimators.inputs import (
    FloatArray,
    IntArray,
    Labels,
    announced,
    checked_examples,
    checked_features,
    dice_of,
    places_of,
    seed_of,
)
from perceptron_sim.estimators.pictures import PAIRS, QUANTILES, Images, learned
from perceptron_sim.estimators.taught_machine import Answers, TaughtMachine, disagreement
from perceptron_sim.experiment_keys import MARK1
from perceptron_sim.experiments.stimuli import Stimuli
from perceptron_sim.timeline import ORDER_STREAM

STAND_BESIDE = {"u": "iu", "i": "iu", "f": "fiu"}  # kinds of numbers that can stand in one array with such classes


class Mark1Classifier(ClassifierMixin, BaseEstimator):  # type: ignore[misc]  # scikit-learn states no types
    """A Mark I Perceptron, with its trainer, that learns from rows of numbers.

    Each lesson has the machine's whole physics; answers are those of a settled copy, without noise. Weights of
    examples are refused: a lesson is a lesson. Where lamps mean no class, the answer is the class whose code differs
    in the fewest lamps, and of several such the one whose wrong lamps are the least decided, or *no_answer*.

    Once fitted it has `classes_`, `n_features_in_`, `spec_` (Mark1Spec), `codes_` (classes, r_units), `errors_`
    (passes,), `simulated_s_` and `energy_j_` of all lessons; energy rests on assumed powers.
    """

    def __init__(
        self,
        *,
        picture: str = PAIRS,
        scale: str = QUANTILES,
        code: str = "binary",
        codewords: tuple[str, ...] = (),
        passes: int = 40,
        until_errorless: bool = True,
        mark1: Any = None,
        no_answer: Any = None,
        random_state: Any = None,
    ) -> None:
        """Nothing is checked before `fit`, as scikit-learn wants it.

        *picture* is "thermometer-pairs", "thermometers", or "pixels", where each feature is the light on a cell;
        *scale*, "quantiles" or "even", divides the thermometers. *code* and *codewords* say which R-lamps mean which
        class, *passes* and *until_errorless* when it ends, all as in an experiment. *mark1* is a Mark1Spec, or nested
        mappings as {"association": {"threshold": 2}}; each such setting is a parameter by itself, too, as
        mark1__association__threshold. *random_state*, if a whole number, is the machine's seed.
        """
        self.picture = picture
        self.scale = scale
        self.code = code
        self.codewords = codewords
        self.passes = passes
        self.until_errorless = until_errorless
        self.mark1 = mark1
        self.no_answer = no_answer
        self.random_state = random_state

    def get_params(self, deep: bool = True) -> dict[str, Any]:
        """All parameters by name; if *deep*, also each setting that *mark1* has."""
        return {**super().get_params(deep), **(dict(parameters_of(self.mark1)) if deep else {})}

    def set_params(self, **params: Any) -> Self:
        """Set parameters by name, also single settings of the machine, as mark1__timing__pulse_s."""
        of_machine = {name: params.pop(name) for name in list(params) if name.startswith(MARK1 + BETWEEN)}
        super().set_params(**params)
        if of_machine:
            self.mark1 = with_parameters(self.mark1, of_machine)
        return self

    def fit(self, X: Any, y: Any) -> Self:
        """Give a new machine lessons on *X* (n, features), pass after pass, each in a new order; *y* (n,)."""
        x, labels = checked_examples(self, X, y, reset=True)
        self._begin(x, np.unique(labels))
        self._teach(x, places_of(labels, self.classes_), self.passes)
        return self

    def partial_fit(self, X: Any, y: Any, classes: Any = None) -> Self:
        """Give one more pass of lessons, on *X* (n, features) and *y* (n,), to the machine as it is.

        The first one makes the machine, for all *classes* there will ever be, and divides its thermometers.
        """
        first = not hasattr(self, "classes_")
        x, labels = checked_examples(self, X, y, reset=first)
        named = announced(classes, None if first else self.classes_)
        places = places_of(labels, named)
        if first:
            self._begin(x, named)
        self._teach(x, places, 1)
        return self

    def predict(self, X: Any) -> Labels:
        """(n, features) -> (n,): the class that the lamps mean after long exposures, or what stands for none."""
        answers = self._answers(X)
        named: Labels = self.classes_[self._nearness(answers).argmax(axis=1)]
        if self.no_answer is None:
            return named
        return np.where(self._machine.meanings(answers.lamps) < 0, self._checked_no_answer(), named)

    def decision_function(self, X: Any) -> FloatArray:
        """(n, features) -> (n, classes): how near lamps are to each class's code; of two classes the difference (n,).

        Minus the number of wrong lamps, minus half the share that they have in the volts by which all sums miss
        their thresholds. No probability follows from it: the R-units are independent bits.
        """
        nearness = self._nearness(self._answers(X))
        return nearness[:, 1] - nearness[:, 0] if nearness.shape[1] == 2 else nearness

    def lamps(self, X: Any) -> npt.NDArray[np.bool_]:
        """(n, features) -> (n, r_units in use): the R-lamps after long exposures."""
        return self._answers(X).lamps

    def pictures(self, X: Any) -> Images:
        """(n, features) -> (n, rows, columns): what is shown to the retina."""
        check_is_fitted(self)
        return self._picture.pictures(checked_features(self, X))

    def checkpoint(self) -> str:
        """The machine as it stands, as a document that `hardware.restored` reads."""
        check_is_fitted(self)
        return self._machine.checkpoint()

    def _begin(self, x: FloatArray, classes: Labels) -> None:
        """Build the machine."""
        spec = machine_of(self.mark1, self.code, len(classes), self.codewords)
        picture = learned(x, self.picture, self.scale, (spec.retina.rows, spec.retina.columns))
        names = tuple(map(str, range(len(classes))))
        experiment = Examples(
            given=Stimuli(picture.pictures(x[:1]), np.zeros(1, dtype=np.int64), names, "examples"),
            seed=seed_of(self.random_state),
            passes=self.passes,
            until_errorless=self.until_errorless,
            code=self.code,
            codewords=self.codewords,
            mark1=spec,
            learners=MARK1,
        )
        self.classes_, self.spec_, self.codes_ = classes, spec, experiment.codes
        self.errors_: IntArray = np.empty(0, dtype=np.intp)
        self._picture, self._machine = picture, TaughtMachine(experiment)
        self._order_rng = dice_of(experiment.seed, ORDER_STREAM)

    def _teach(self, x: FloatArray, places: IntArray, passes: int) -> None:
        images, machine = self._picture.pictures(x), self._machine
        orders = (self._order_rng.permutation(len(images)) for _ in range(passes))
        for errors in machine.teach(images, places, orders):
            self.errors_ = np.append(self.errors_, errors)
            if self.until_errorless and not errors:
                break
        self.simulated_s_, self.energy_j_ = machine.simulated_s, machine.energy_j

    def _answers(self, x: Any) -> Answers:
        images = self.pictures(x)
        return self._machine.answers(images)

    def _nearness(self, answers: Answers) -> FloatArray:
        """(n, classes): how near *answers* are to the code of each class."""
        codes = self._machine.codes_in_use
        wrong = disagreement(answers.lamps, codes, np.ones(answers.lamps.shape))
        wrong_v = disagreement(answers.lamps, codes, answers.margins_v)
        all_v = answers.margins_v.sum(axis=1, keepdims=True)
        share = np.divide(wrong_v, all_v, out=np.zeros_like(wrong_v), where=all_v > 0)
        nearness: FloatArray = -(wrong + share / 2)
        return nearness

    def _checked_no_answer(self) -> Any:
        """What stands for no class, as an array (); SettingError where it cannot stand beside the classes."""
        given, wanted = np.asarray(self.no_answer), self.classes_.dtype.kind
        beside = STAND_BESIDE.get(wanted, wanted)
        if given.ndim or (given.dtype.kind not in beside and wanted != "O"):
            rule = f"of the kind of the classes ({self.classes_.dtype})"
            raise SettingError(f"no_answer must be {rule}, got {shown(self.no_answer)}")
        if (self.classes_ == given).any():
            raise SettingError(f"no_answer must be none of the classes, got {shown(self.no_answer)}")
        return given
