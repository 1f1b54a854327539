"""Learners with parts gone: for each way to break one, what it still does with a share of these parts taken away.

All is done to doubles. The parts of one draw go in one order, so that a greater share takes what a smaller one took.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

import numpy as np

from hardware import UNPLUGGED, Mark1
from modern import Dense, Network
from perceptron_sim.experiments.learner_doubles import BoolArray, IntArray, copy_of, double_of, labels_of, settled_lamps
from perceptron_sim.experiments.stimuli import Stimuli
from perceptron_sim.learner import Learner
from perceptron_sim.mark1_learner import Mark1Learner
from perceptron_sim.network_learner import NetworkLearner

Scores = dict[str, float]  # by what is scored
Broken = Callable[[float], Scores]  # what is still right with this share of the parts gone
WayToBreak = Callable[[Stimuli, np.random.Generator], Broken]  # an order in which they go, drawn at random


def ways_to_break(learner: Learner) -> Iterator[tuple[str, WayToBreak]]:
    """Every way to break *learner*, after the name of the share that is gone."""
    if isinstance(learner, Mark1Learner):
        yield "a_units_off_share", partial(_a_units_off, learner)
        yield "wires_cut_share", partial(_wires_cut, learner)
    elif isinstance(learner, NetworkLearner):
        if learner.spec.hidden:
            yield "hidden_units_off_share", partial(_hidden_units_off, learner)
        yield "weights_cut_share", partial(_weights_cut, learner)


def _a_units_off(learner: Mark1Learner, stimuli: Stimuli, rng: np.random.Generator) -> Broken:
    """A-units are switched off; those that are off already count as gone in their turn."""
    machine = double_of(learner).machine
    switched_on = machine.switched_on
    turn = rng.permutation(switched_on.size)

    def switch_off(share: float) -> None:
        machine.switch(slice(None), switched_on & ~_gone(turn, share))

    return _examined_machine(learner, machine, stimuli, switch_off)


def _wires_cut(learner: Mark1Learner, stimuli: Stimuli, rng: np.random.Generator) -> Broken:
    """S-to-A wires of either sign are pulled, which carry as little as cut ones."""
    machine = double_of(learner).machine
    wiring = machine.wiring
    turn = rng.permutation(np.count_nonzero(wiring.plugged))

    def cut(share: float) -> None:
        origins, signs = wiring.origins.copy(), wiring.signs.copy()
        origins[wiring.plugged] = np.where(_gone(turn, share), UNPLUGGED, wiring.origins[wiring.plugged])
        signs[origins == UNPLUGGED] = 0
        machine.rewire(replace(wiring, origins=origins, signs=signs))

    return _examined_machine(learner, machine, stimuli, cut)


def _hidden_units_off(learner: NetworkLearner, stimuli: Stimuli, rng: np.random.Generator) -> Broken:
    """Units of all hidden layers are off: whatever is connected to them gets nothing."""
    sizes = learner.spec.hidden
    turn = rng.permutation(sum(sizes))
    layers = np.split(turn, np.cumsum(sizes)[:-1])

    def switch_off(network: Network, share: float) -> None:
        dense = [layer for layer in network.layers if isinstance(layer, Dense)]
        for turns, after in zip(layers, dense[1:], strict=True):
            after.weight.data[_gone(turns, share, turn.size)] = 0.0

    return _examined_network(learner, stimuli, switch_off)


def _weights_cut(learner: NetworkLearner, stimuli: Stimuli, rng: np.random.Generator) -> Broken:
    """Weights of the first layer, which sees the picture, become zero."""
    first = next(number for number, layer in enumerate(learner.network.layers) if layer.parameters)
    weight = learner.network.layers[first].parameters[0]
    turn = rng.permutation(weight.size).reshape(weight.shape)

    def cut(network: Network, share: float) -> None:
        network.layers[first].parameters[0].data[_gone(turn, share)] = 0.0

    return _examined_network(learner, stimuli, cut)


def _gone(turn: IntArray, share: float, parts: int | None = None) -> BoolArray:
    """Which parts are gone, *turn* being when each goes, of *parts* (by default as many as there are turns)."""
    gone: BoolArray = turn < round(share * (turn.size if parts is None else parts))
    return gone


def _examined_machine(
    learner: Mark1Learner, machine: Mark1, stimuli: Stimuli, break_share: Callable[[float], None]
) -> Broken:
    patterns = [machine.pattern(image) for image in stimuli.images]
    wanted, in_use = learner.codes[stimuli.labels], machine.spec.response.in_use

    def broken(share: float) -> Scores:
        break_share(share)
        lamps = settled_lamps(machine, patterns)
        right_bits = (lamps == wanted)[:, :in_use]
        right = labels_of(learner, lamps) == stimuli.labels
        return {"accuracy": float(right.mean()), "bits_right": float(right_bits.mean())}

    return broken


def _examined_network(
    learner: NetworkLearner, stimuli: Stimuli, break_share: Callable[[Network, float], None]
) -> Broken:
    examples = stimuli.images.reshape(len(stimuli), -1)

    def broken(share: float) -> Scores:
        network = copy_of(learner.network)
        break_share(network, share)
        network.parameters.mark_changed()
        right = network.logits_of(examples).argmax(axis=1) == stimuli.labels
        return {"accuracy": float(right.mean())}

    return broken
