"""What a specification chooses among: families of wiring, rules, controls, ties; each may be given by its word."""

from enum import StrEnum


class WiringFamily(StrEnum):
    """How the origin points of an A-unit are drawn.

    Binomial and Poisson are families of *Principles* 6.2, through Yakovlev. The local one is not its third family,
    which is a Gaussian number of inputs: locality is PR58's, p. 388, with a density that falls exponentially; a
    Gaussian stands for it here.
    """

    BINOMIAL = "binomial"  # every A-unit has exactly x excitatory and y inhibitory wires
    POISSON = "poisson"  # x and y are means
    LOCAL = "local"  # x and y exactly, about a centre of its own with a Gaussian density


class Tie(StrEnum):
    """What an R-unit answers when its sum lies within the dead band about its threshold, or exactly on it."""

    ZERO = "zero"
    ONE = "one"
    COIN = "coin"


class Rule(StrEnum):
    """How large the change of a value is (PR58 Table 1)."""

    ALPHA = "alpha"
    BETA = "beta"
    GAMMA = "gamma"


class Control(StrEnum):
    """What decides on reinforcement (MAN60, by way of PASQ)."""

    FORCED = "forced"
    ERROR_CORRECTION = "error correction"
    SPONTANEOUS = "spontaneous"
