"""How full the network's batch is, followed from look to look."""

from dataclasses import dataclass, replace

from perceptron_sim.commands import ChangeNetwork, NewSeed, ResetWeights
from perceptron_sim.network_spec import NetworkSpec
from perceptron_sim.session import Session


@dataclass(slots=True)
class Batches:
    """After which exposure of the network its batches were counted anew; None where that was not seen."""

    _from: int | None = None
    _spec: NetworkSpec | None = None
    _learned: int = 0
    _commands: int = 0

    def look(self, session: Session, learned: int) -> None:
        """*session* after *learned* exposures of its network."""
        spec, commands = session.modern.spec, len(session.command_log)
        if self._spec is None:
            self._from = None if changed_since_cleared(session) else 0
        elif learned < self._learned:
            self._from = 0
        elif empties(self._spec, spec):
            self._from = learned if learned == self._learned else None
        elif commands > self._commands + 1:  # several changes may have undone each other
            self._from = None
        self._spec, self._learned, self._commands = spec, learned, commands

    def waiting(self, exposure: int) -> int | None:
        """How many pictures have been gathered since *exposure* or before it, 0 where a step was made; or None."""
        if self._spec is None or self._from is None:
            return None
        batch = self._spec.batch
        full, waiting = divmod(self._learned - self._from, batch)
        return waiting if exposure > self._from + full * batch else 0


def empties(before: NetworkSpec, spec: NetworkSpec) -> bool:
    """Whether a network that becomes another one lets go of what its batch has gathered."""
    return before != replace(spec, rate=before.rate, loss=before.loss)


def changed_since_cleared(session: Session) -> bool:
    """Whether it has been made another network since its weights were cleared."""
    for logged in reversed(session.command_log):
        if isinstance(logged.command, ResetWeights | NewSeed):
            return False
        if isinstance(logged.command, ChangeNetwork):
            return True
    return False
