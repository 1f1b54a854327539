"""What the view of a neuron reads of a session: the unit that is opened, its surroundings, all units to choose from.

The network changes only where it learns or is changed: what follows from it is worked out once for each such instant.
"""

from dataclasses import dataclass

import numpy as np

from perceptron_sim.explain import neuron as units
from perceptron_sim.explain.neuron import A_UNIT, LAYER, R_UNIT, Given, OpenedUnit, UnitKey, neuron_layers
from perceptron_sim.explain.neuron_graph import Way, graph_of
from perceptron_sim.explain.neuron_learning import Fact, learning_of
from perceptron_sim.frontend.views.neuron.chooser import FieldOfUnits
from perceptron_sim.network_learner import NetworkLearner
from perceptron_sim.session import Session
from perceptron_sim.snapshot import SessionSnapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class NeuronReading:
    """The unit that is opened, the way from it to the loss or how it is corrected, and all units to choose from.

    *stamp* is equal where all of the unit is.
    """

    opened: OpenedUnit
    way: Way | None
    facts: tuple[Fact, ...]
    fields: tuple[FieldOfUnits, ...]
    stamp: object


@dataclass(slots=True)
class _Instant:
    """What has been worked out of the network as it is between two steps."""

    learner: NetworkLearner
    exposures: int
    changes: int
    number: int
    given: Given
    fields: tuple[FieldOfUnits, ...]
    opened: dict[tuple[UnitKey, int | None], tuple[OpenedUnit, Way | None]]


class Reader:
    """Reads sessions, picture after picture."""

    def __init__(self) -> None:
        self._instant: _Instant | None = None

    def fields(self, session: Session, snapshot: SessionSnapshot) -> tuple[FieldOfUnits, ...]:
        """All units of both machines, and how active they are."""
        machine = snapshot.mark1
        r_names = tuple(f"R{k + 1}" for k in range(machine.lamps.size))
        return (
            FieldOfUnits(A_UNIT, 0, "A-units", ("",) * machine.firing.size, machine.firing.astype(float)),
            FieldOfUnits(R_UNIT, 0, "R-units", r_names, machine.lamps.astype(float)),
            *self._at(session, snapshot).fields,
        )

    def read(
        self, session: Session, snapshot: SessionSnapshot, fields: tuple[FieldOfUnits, ...], key: UnitKey
    ) -> NeuronReading:
        """The unit *key* opened, among *fields*."""
        if key.kind == LAYER:
            instant, found = self._at(session, snapshot), (key, snapshot.label)
            if found not in instant.opened:
                instant.opened[found] = self._of_network(session, snapshot, instant.given, key)
            opened, way = instant.opened[found]
            stamp: object = (key, snapshot.label, instant.number)
            return NeuronReading(opened=opened, way=way, facts=(), fields=fields, stamp=stamp)
        machine = session.mark1.machine
        opened = (units.a_unit if key.kind == A_UNIT else units.r_unit)(machine, snapshot.mark1, key.index)
        volts = machine.response.wiper_v(snapshot.mark1.time_s)
        facts = tuple(learning_of(opened, snapshot.mark1, machine.spec, machine.wiring.assignment, volts))
        return NeuronReading(opened=opened, way=None, facts=facts, fields=fields, stamp=(_stamp(opened), facts))

    def _at(self, session: Session, snapshot: SessionSnapshot) -> _Instant:
        """What is known of the network at this instant."""
        learner, exposures, changes = session.modern, snapshot.network.exposures, len(session.command_log)
        before = self._instant
        if before and before.learner is learner and (before.exposures, before.changes) == (exposures, changes):
            return before
        given = learner.network.activities(snapshot.network.image.reshape(1, -1))
        fields = tuple(_fields_of_network(learner, snapshot, given))
        number = before.number + 1 if before else 0
        self._instant = _Instant(learner, exposures, changes, number, given, fields, {})
        return self._instant

    def _of_network(
        self, session: Session, snapshot: SessionSnapshot, given: Given, key: UnitKey
    ) -> tuple[OpenedUnit, Way | None]:
        network, image = session.modern.network, snapshot.network.image
        loss = snapshot.network.spec.loss
        opened = units.network_unit(network, image, given, key, snapshot.class_names, loss)
        if snapshot.label is None:
            return opened, None
        return opened, graph_of(network, image, given, snapshot.label, key, loss)


def _stamp(opened: OpenedUnit) -> tuple[object, ...]:
    """All that can change in a unit of the machine."""
    arrays = opened.inputs.tobytes(), opened.weights.tobytes(), opened.heard.tobytes()
    return (opened.key, opened.about, *arrays, opened.constant, opened.output, opened.threshold)


def _fields_of_network(learner: NetworkLearner, snapshot: SessionSnapshot, given: Given) -> list[FieldOfUnits]:
    layers, fields = neuron_layers(learner.network), []
    for number, (place, layer) in enumerate(layers):
        last = number == len(layers) - 1
        label = "Outputs" if last else "Hidden units" if len(layers) == 2 else f"Hidden layer {number + 1}"
        names = snapshot.class_names if last else tuple(map(str, range(layer.outputs)))
        levels = np.nan_to_num(snapshot.network.probabilities if last else np.maximum(given[place][0], 0))
        most = 1.0 if last else max(float(levels.max(initial=0)), 1e-6)
        fields.append(FieldOfUnits(LAYER, number, label, names, levels / most))
    return fields


def there(key: UnitKey, fields: tuple[FieldOfUnits, ...], first: bool) -> UnitKey:
    """*key*, or the nearest unit there is; at first the most active unit of the first layer."""
    field = next((one for one in fields if (one.kind, one.layer) == (key.kind, key.layer)), None)
    if field is None:
        field = fields[-1]
        return UnitKey(field.kind, 0, field.layer)
    if first and field.kind == LAYER and field.levels.size:
        return UnitKey(field.kind, int(np.argmax(field.levels)), field.layer)
    return UnitKey(field.kind, min(max(key.index, 0), len(field.names) - 1), field.layer)
