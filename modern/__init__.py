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
    elu,
    gelu,
    gelu_tanh,
    hard_sigmoid,
    leaky_relu,
    linear,
    log_softmax,
    relu,
    selu,
    sigmoid,
    sign,
    silu,
    soft_relu,
    softmax,
    step,
    tanh,
)
from modern.adaptive import Adagrad, Adam, AdamW, RMSprop
from modern.approximation import (
    FitStep,
    ReluCombination,
    fit_combination,
    relu_combination,
    second_derivative_of,
    untrained_network,
)
from modern.architecture import describe, parameter_count
from modern.clipping import ByNorm, ByValue, Clipping
from modern.convolution import convolve
from modern.convolutional import AveragePool, Conv2D, MaxPool
from modern.derivatives import gradients, hessian
from modern.dropout import Dropout
from modern.early_stopping import EarlyStopping
from modern.errors import GraphError, ModernError, SettingError, ShapeError
from modern.evaluation import Evaluation, evaluate
from modern.graph import no_grad
from modern.initializers import (
    Initializer,
    constant,
    fans,
    he_normal,
    he_uniform,
    normal,
    uniform,
    xavier_normal,
    xavier_uniform,
    zeros,
)
from modern.jumps import Jump
from modern.landscapes import (
    Basins,
    DescentPath,
    Ending,
    Escapes,
    Landscape,
    Marbles,
    SampledLandscape,
    Wandering,
    basins,
    descend,
    escapes,
    landscape_named,
    landscape_names,
    roll,
    sine_fit,
    tilted_wells,
    wander,
)
from modern.layers import Layer, LayerSummary
from modern.losses import (
    Loss,
    binary_cross_entropy,
    cross_entropy,
    half_squared_sum,
    hinge,
    mean_squared_error,
    perceptron_criterion,
)
from modern.network import Network
from modern.neurons import Dense
from modern.newton import Newton, NewtonStep
from modern.normalization import BatchNorm
from modern.operations import clip, concatenate, cos, exp, log, maximum, minimum, sin, stack
from modern.optimizers import GradientDescent, Optimizer
from modern.parameters import Parameters
from modern.perceptron import Mistake, Perceptron, mistake_bound
from modern.pooling import average_pool, max_pool
from modern.reshaping import Flatten, Reshape
from modern.samples import Sample, galaxies, galaxy_classes, galaxy_height, moons, rings, spirals, xor
from modern.schedules import Constant, Cosine, Exponential, InverseTime, Schedule, StepDecay, WarmUp
from modern.separability import Separability, separability
from modern.tensor import Tensor
from modern.training import EpochResult, StepResult, minibatches, train, train_step, training_steps
from modern.translation import TranslationScores, shifted, translation_scores
from modern.walk import NodeView, as_data, as_graphviz, walk
from modern.watching import Notice, NoticeKind, TrainingError, Watch, WatchLimits
from modern.weights import restore_weights, weights_of

__all__ = [
    "ACTIVATIONS",
    "Adagrad",
    "Adam",
    "AdamW",
    "AveragePool",
    "Basins",
    "BatchNorm",
    "ByNorm",
    "ByValue",
    "Clipping",
    "Constant",
    "Conv2D",
    "Cosine",
    "Dense",
    "DescentPath",
    "Dropout",
    "EarlyStopping",
    "Ending",
    "EpochResult",
    "Escapes",
    "Evaluation",
    "Exponential",
    "FitStep",
    "Flatten",
    "GradientDescent",
    "GraphError",
    "Initializer",
    "InverseTime",
    "Jump",
    "Landscape",
    "Layer",
    "LayerSummary",
    "Loss",
    "Marbles",
    "MaxPool",
    "Mistake",
    "ModernError",
    "Network",
    "Newton",
    "NewtonStep",
    "NodeView",
    "Notice",
    "NoticeKind",
    "Optimizer",
    "Parameters",
    "Perceptron",
    "RMSprop",
    "ReluCombination",
    "Reshape",
    "Sample",
    "SampledLandscape",
    "Schedule",
    "Separability",
    "SettingError",
    "ShapeError",
    "StepDecay",
    "StepResult",
    "Tensor",
    "TrainingError",
    "TranslationScores",
    "Wandering",
    "WarmUp",
    "Watch",
    "WatchLimits",
    "activation_named",
    "as_data",
    "as_graphviz",
    "average_pool",
    "basins",
    "binary_cross_entropy",
    "clip",
    "concatenate",
    "constant",
    "convolve",
    "cos",
    "cross_entropy",
    "descend",
    "describe",
    "elu",
    "escapes",
    "evaluate",
    "exp",
    "fans",
    "fit_combination",
    "galaxies",
    "galaxy_classes",
    "galaxy_height",
    "gelu",
    "gelu_tanh",
    "gradients",
    "half_squared_sum",
    "hard_sigmoid",
    "he_normal",
    "he_uniform",
    "hessian",
    "hinge",
    "landscape_named",
    "landscape_names",
    "leaky_relu",
    "linear",
    "log",
    "log_softmax",
    "max_pool",
    "maximum",
    "mean_squared_error",
    "minibatches",
    "minimum",
    "mistake_bound",
    "moons",
    "no_grad",
    "normal",
    "parameter_count",
    "perceptron_criterion",
    "relu",
    "relu_combination",
    "restore_weights",
    "rings",
    "roll",
    "second_derivative_of",
    "selu",
    "separability",
    "shifted",
    "sigmoid",
    "sign",
    "silu",
    "sin",
    "sine_fit",
    "soft_relu",
    "softmax",
    "spirals",
    "stack",
    "step",
    "tanh",
    "tilted_wells",
    "train",
    "train_step",
    "training_steps",
    "translation_scores",
    "uniform",
    "untrained_network",
    "walk",
    "wander",
    "weights_of",
    "xavier_normal",
    "xavier_uniform",
    "xor",
    "zeros",
]
