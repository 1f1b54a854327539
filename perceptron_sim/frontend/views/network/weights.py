"""What the view keeps of the learners between two pictures: copies of the weights, and whether they are others now."""

import weakref
from typing import Any

from modern import Network
from perceptron_sim.commands import ResetWeights
from perceptron_sim.explain.network import LayerReading, read_layers
from perceptron_sim.network_spec import NetworkSpec
from perceptron_sim.session import Session

MOST_COPIED = 2_000_000  # weights that are read whenever they have changed; more of them every so many exposures
LARGE_EVERY = 64


class Weights:
    """The layers with copies of their weights, taken anew where these have changed."""

    def __init__(self) -> None:
        self._layers: tuple[LayerReading, ...] = ()
        self._network: Network | None = None
        self._instant: tuple[object, ...] = ()
        self._exposures = 0

    def read(self, network: Network, exposures: int, spec: NetworkSpec, resets: int) -> tuple[LayerReading, ...]:
        """The layers of *network* of *spec* after so many *exposures* and *resets*; one object while they stand."""
        instant = (spec, exposures, resets)
        small = network.parameter_count <= MOST_COPIED
        due = small or exposures - self._exposures >= LARGE_EVERY or exposures < self._exposures
        if network is not self._network or (instant != self._instant and due):
            self._layers, self._network = read_layers(network), network
            self._instant, self._exposures = instant, exposures
        return self._layers

    def read_at(self, network: Network) -> int | None:
        """After which exposure the weights were copied; None for those of this instant."""
        return self._exposures if network.parameter_count > MOST_COPIED else None


class Learners:
    """Tells whether a session's learners are those seen before, with what they have learned."""

    def __init__(self) -> None:
        self._seen: tuple[Any, ...] = ()
        self._commands = 0
        self.resets = 0

    def are_others(self, session: Session) -> bool:
        """Whether they are others than before, or have forgotten everything; not at the first time."""
        if len(session.command_log) != self._commands:
            self._commands = len(session.command_log)
            self.resets = sum(isinstance(one.command, ResetWeights) for one in session.command_log)
        before, seen = self._seen, (session.mark1, session.modern, self.resets)
        if before and before[0]() is seen[0] and before[1]() is seen[1] and before[2] == seen[2]:
            return False
        self._seen = (weakref.ref(session.mark1), weakref.ref(session.modern), self.resets)
        return bool(before)
