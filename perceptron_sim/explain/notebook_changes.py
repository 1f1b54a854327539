"""What the network was made while it ran, from the log of commands."""

from collections.abc import Sequence
from dataclasses import dataclass

from perceptron_sim.commands import ChangeNetwork, NewSeed
from perceptron_sim.explain.network_settings import called, optimizer_called
from perceptron_sim.network_spec import NetworkSpec
from perceptron_sim.session import Session


@dataclass(frozen=True, slots=True)
class NetworkChange:
    """When the network became another one, on the machine's clock, and which."""

    time_s: float
    words: str


def network_changes(session: Session) -> Sequence[NetworkChange]:
    """Every change since time began."""
    cells = session.experiment.stimuli.images[0].size
    found: list[NetworkChange] = []
    for logged in session.command_log:
        if isinstance(logged.command, NewSeed):
            found.clear()
        elif isinstance(logged.command, ChangeNetwork):
            words = network_in_words(logged.command.spec, cells, len(session.experiment.class_names))
            found.append(NetworkChange(logged.time_s, words))
    return tuple(found)


def network_in_words(spec: NetworkSpec, cells: int, classes: int) -> str:
    """ "400 → 32 → 26, ReLU, Adam, rate 0.001": its layers, and how it learns."""
    seeing = [f"{spec.filters} filters of {spec.filter_cells} × {spec.filter_cells}"] if spec.filters else []
    layers = " → ".join([str(cells), *seeing, *map(str, spec.hidden), str(classes)])
    bends = [called(spec.activation)] if spec.hidden or spec.filters else []
    batch = [f"batches of {spec.batch:,}"] if spec.batch > 1 else []
    usual = spec.loss == NetworkSpec().loss
    loss = [] if usual else [called(spec.loss)]
    return ", ".join([layers, *bends, optimizer_called(spec.optimizer), f"rate {spec.rate:g}", *batch, *loss])
