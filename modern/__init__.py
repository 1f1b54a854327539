"""The modern neuron stack: networks that learn by the gradient, on numpy and nothing else.

>>> import numpy as np
>>> import modern
>>> rng = np.random.default_rng(seed=1)
>>> corners, parity = np.array([[0, 0], [0, 1], [1, 0], [1, 1]]), np.array([0, 1, 1, 0])
>>> network = modern.Network.dense([2, 8, 2], activation="tanh", rng=rng)
>>> optimizer = modern.Adam(rate=0.05)
>>> for result in modern.train(network, corners, parity, loss=modern.cross_entropy,
...                            optimizer=optimizer, batch_size=4, epochs=100, rng=rng):
...     pass
>>> result.mistakes
0
>>> network.predict_probabilities(corners).argmax(axis=1)
array([0, 1, 1, 0])
"""

from modern.activations import (
    ACTIVATIONS,
    activation_named,
    identity,
    leaky_relu,
    log_softmax,
    relu,
    sigmoid,
    soft_relu,
    softmax,
    tanh,
)
from modern.architecture import describe, parameter_count
from modern.derivatives import gradients, hessian
from modern.errors import GraphError, ModernError, SettingError, ShapeError
from modern.graph import no_grad
from modern.initializers import he_uniform, uniform, xavier_uniform, zeros
from modern.layers import Dense, Flatten, Layer, LayerSummary, Reshape
from modern.losses import cross_entropy, half_squared_sum, mean_squared_error
from modern.network import Network
from modern.operations import clip, concatenate, exp, log, maximum, minimum, stack
from modern.optimizers import Adam, GradientDescent, Optimizer
from modern.parameters import Parameters
from modern.tensor import Tensor
from modern.training import EpochResult, StepResult, minibatches, train, train_step
from modern.windows import average_pool, convolve, max_pool

__all__ = [
    "ACTIVATIONS",
    "Adam",
    "Dense",
    "EpochResult",
    "Flatten",
    "GradientDescent",
    "GraphError",
    "Layer",
    "LayerSummary",
    "ModernError",
    "Network",
    "Optimizer",
    "Parameters",
    "Reshape",
    "SettingError",
    "ShapeError",
    "StepResult",
    "Tensor",
    "activation_named",
    "average_pool",
    "clip",
    "concatenate",
    "convolve",
    "cross_entropy",
    "describe",
    "exp",
    "gradients",
    "half_squared_sum",
    "he_uniform",
    "hessian",
    "identity",
    "leaky_relu",
    "log",
    "log_softmax",
    "max_pool",
    "maximum",
    "mean_squared_error",
    "minibatches",
    "minimum",
    "no_grad",
    "parameter_count",
    "relu",
    "sigmoid",
    "soft_relu",
    "softmax",
    "stack",
    "tanh",
    "train",
    "train_step",
    "uniform",
    "xavier_uniform",
    "zeros",
]
