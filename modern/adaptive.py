"""Adaptive optimizers: each weight's step is scaled by the slopes that this weight has met before.

All divide by √G, where G gathers the squares of the gradient, and keep an ε from dividing by 0. The libraries
add it outside of the root, √G + ε, and so does the default here; the lecture shows it inside, √(G + ε), as
Keras 3 has it for Adagrad and RMSprop. Both are offered: `epsilon_placement`.
"""

import numpy as np

from modern.clipping import Clipping
from modern.errors import SettingError
from modern.graph import FloatArray
from modern.optimizers import PLACEMENTS, Optimizer, Placement
from modern.schedules import Schedule
from modern.settings import fixed, not_negative, one_of, positive


class Adaptive(Optimizer):
    """What the adaptive optimizers share: G, gathered from the squared gradient, and the root of it with its ε."""

    epsilon: float = fixed()
    epsilon_placement: Placement = fixed()

    def __init__(
        self, rate: float | Schedule, epsilon: float, epsilon_placement: Placement, clip: Clipping | None
    ) -> None:
        super().__init__(rate, clip=clip)
        self.epsilon = positive("epsilon", epsilon)  # at 0 a weight without gradient would divide 0 by 0
        self.epsilon_placement = one_of("epsilon_placement", epsilon_placement, PLACEMENTS)

    def _start(self, values: FloatArray) -> None:
        if not values.dtype.type(self.epsilon):
            raise SettingError(f"epsilon must not be rounded to 0 by {values.dtype}, got {self.epsilon!r}")
        self._g, self._scratch = np.zeros_like(values), np.empty_like(values)

    def _root(self, g: FloatArray) -> FloatArray:
        """√*g* + ε or √(*g* + ε), whichever is the placement, in the memory of `_scratch`."""
        if self.epsilon_placement == "outside":
            root = np.sqrt(g, out=self._scratch)
            root += self.epsilon
            return root
        return np.sqrt(np.add(g, self.epsilon, out=self._scratch), out=self._scratch)


class Adagrad(Adaptive):
    """Steps that shrink with all the gradients met so far (Duchi, Hazan and Singer 2011).

        G ← G + (∇f)²
        W ← W - λ ∇f / (√G + ε)          `epsilon_placement="inside"`: W ← W - λ ∇f / √(G + ε)

    G starts at 0 and holds the present gradient already when it divides; read literally, the lecture's index
    leaves it out, and the first step would be λ ∇f / √ε. Rate and ε are PyTorch's.
    """

    def __init__(
        self,
        rate: float | Schedule = 0.01,
        epsilon: float = 1e-10,
        epsilon_placement: Placement = "outside",
        *,
        clip: Clipping | None = None,
    ) -> None:
        super().__init__(rate, epsilon, epsilon_placement, clip)

    def _multiply_adds(self) -> int:
        return 5  # G: 1; root, sum with ε, quotient: 3; W: 1

    def _move(self, values: FloatArray, gradients: FloatArray, rate: float) -> None:
        self._g += np.multiply(gradients, gradients, out=self._scratch)
        step = np.divide(gradients, self._root(self._g), out=self._scratch)
        step *= rate
        values -= step


class RMSprop(Adaptive):
    """Steps scaled by a running mean G of the squared gradient (Hinton 2012).

        G ← ρ G + (1 - ρ) (∇f)²
        W ← W - λ ∇f / (√G + ε)          `epsilon_placement="inside"`: W ← W - λ ∇f / √(G + ε)

    G starts at 0. The lecture writes λ for the rate and for ρ; they are two numbers. Rate, ρ and ε are those of
    the Keras signature that it quotes, whose epsilon=None means 1e-7; PyTorch has 0.01, alpha=0.99 and 1e-8.
    """

    rho: float = fixed()

    def __init__(
        self,
        rate: float | Schedule = 0.001,
        rho: float = 0.9,
        epsilon: float = 1e-7,
        epsilon_placement: Placement = "outside",
        *,
        clip: Clipping | None = None,
    ) -> None:
        """*rho* ρ from 0 to below 1."""
        super().__init__(rate, epsilon, epsilon_placement, clip)
        self.rho = not_negative("rho", rho, below=1)

    def _multiply_adds(self) -> int:
        return 6  # G: 2; root, sum with ε, quotient: 3; W: 1

    def _move(self, values: FloatArray, gradients: FloatArray, rate: float) -> None:
        squares = np.multiply(gradients, gradients, out=self._scratch)
        squares *= 1 - self.rho
        self._g *= self.rho
        self._g += squares
        step = np.divide(gradients, self._root(self._g), out=self._scratch)
        step *= rate
        values -= step


class Adam(Adaptive):
    """Steps scaled by running means M of the gradient and G of its square (Kingma and Ba 2015).

        M ← β1 M + (1 - β1) ∇f        M̂ = M / (1 - β1^t)
        G ← β2 G + (1 - β2) (∇f)²     Ĝ = G / (1 - β2^t)
        W ← W - λ M̂ / (√Ĝ + ε)        `epsilon_placement="inside"`: W ← W - λ M̂ / √(Ĝ + ε)

    M and G start at 0; t counts the steps from 1: the power that the lecture leaves out. It shows both places of
    ε.
    """

    beta1: float = fixed()
    beta2: float = fixed()

    def __init__(
        self,
        rate: float | Schedule = 0.001,
        beta1: float = 0.9,
        beta2: float = 0.999,
        epsilon: float = 1e-8,
        epsilon_placement: Placement = "outside",
        *,
        clip: Clipping | None = None,
    ) -> None:
        """*beta1* β1 and *beta2* β2 from 0 to below 1."""
        super().__init__(rate, epsilon, epsilon_placement, clip)
        self.beta1 = not_negative("beta1", beta1, below=1)
        self.beta2 = not_negative("beta2", beta2, below=1)

    def _multiply_adds(self) -> int:
        return 7  # M: 1; G: 2; root, sum with ε, quotient: 3; W: 1, with all factors that are the same for every weight

    def _start(self, values: FloatArray) -> None:
        super()._start(values)
        self._m = np.zeros_like(values)

    def _move(self, values: FloatArray, gradients: FloatArray, rate: float) -> None:
        m, g = self._m, self._g
        t = self._steps + 1
        m *= self.beta1
        m += np.multiply(gradients, 1 - self.beta1, out=self._scratch)
        squares = np.multiply(gradients, gradients, out=self._scratch)
        squares *= 1 - self.beta2
        g *= self.beta2
        g += squares
        g_hat = np.multiply(g, 1 / (1 - self.beta2**t), out=self._scratch)
        step = np.divide(m, self._root(g_hat), out=self._scratch)
        step *= rate / (1 - self.beta1**t)  # λ M̂ is λ / (1 - β1^t) times M: a pass over all weights less
        values -= step


class AdamW(Adam):
    """Adam, with weights that fade by themselves (Loshchilov and Hutter 2019).

        W ← W - λ decay W, then as Adam

    The fading is not a part of the gradient, so that Adam does not scale it. As in PyTorch the rate λ, with its
    schedule, is a factor of it.
    """

    weight_decay: float = fixed()

    def __init__(
        self,
        rate: float | Schedule = 0.001,
        beta1: float = 0.9,
        beta2: float = 0.999,
        epsilon: float = 1e-8,
        epsilon_placement: Placement = "outside",
        weight_decay: float = 0.01,
        *,
        clip: Clipping | None = None,
    ) -> None:
        """*weight_decay* 0 or greater; biases fade as well."""
        super().__init__(rate, beta1, beta2, epsilon, epsilon_placement, clip=clip)
        self.weight_decay = not_negative("weight_decay", weight_decay)

    def _multiply_adds(self) -> int:
        return super()._multiply_adds() + 1

    def _move(self, values: FloatArray, gradients: FloatArray, rate: float) -> None:
        values *= 1 - rate * self.weight_decay
        super()._move(values, gradients, rate)
