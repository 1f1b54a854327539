"""The experiment `parity`: an odd number of parts lit or an even one, which A-units of fewer wires cannot tell."""

from dataclasses import dataclass, field, replace
from typing import ClassVar

from perceptron_sim.errors import SettingError
from perceptron_sim.experiments.all_patterns import MOST_PARTS
from perceptron_sim.experiments.experiment import MOST_PASSES
from perceptron_sim.experiments.lane import Lane
from perceptron_sim.experiments.on_letters import buildable, require_different
from perceptron_sim.experiments.parts_taught import PartsTaught
from perceptron_sim.experiments.settings import setting
from perceptron_sim.learner import MARK1
from perceptron_sim.network_spec import NetworkSpec


@dataclass(frozen=True, kw_only=True)
class Parity(PartsTaught):
    """Machines with different numbers of wires learn whether an odd number of parts is lit, over all patterns."""

    name: ClassVar[str] = "parity"
    title: ClassVar[str] = "an odd number of parts lit or an even one, all patterns"
    yardstick: ClassVar[str] = (
        "impossible, whatever the values and the wiring, where no A-unit has wires from all parts "
        "(proven, Minsky and Papert 1969)"
    )

    passes: int = setting(30, "at most so many passes through all patterns", least=1, most=MOST_PASSES)
    parts: int = setting(6, "parts of the retina, each lit or dark as a whole", least=2, most=MOST_PARTS)
    other_wires: tuple[int, ...] = setting(
        (5, 6), "a further machine for each: wires per A-unit, as many of either sign or one more excitatory", least=1
    )
    modern: NetworkSpec = field(
        default_factory=lambda: NetworkSpec(hidden=(128,), activation="tanh", rate=0.002, initial_limit=0.15)
    )

    def check(self) -> None:
        """Refuse boards that would be taught twice, or that a given wiring would take the place of."""
        super().check()
        require_different("other_wires", self.other_wires)
        if self.wiring is not None and self.other_wires:
            rule = "an empty list where a wiring is given, which takes the place of every board"
            raise SettingError(f"other_wires must be {rule}, got {self.other_wires!r}")

    @property
    def parts_shown(self) -> int:
        """As many as are set."""
        return self.parts

    @property
    def what(self) -> str:
        """Of how many parts."""
        return f"the parity of {self.parts} {self.part}s"

    def lanes(self) -> tuple[Lane, ...]:
        """The learners as usual, and a machine for each number of *other_wires*."""
        usual = super().lanes()
        if not any(lane.kind == MARK1 for lane in usual):
            return usual
        return (*usual, *(self._with(wires) for wires in self.other_wires))

    def _with(self, wires: int) -> Lane:
        inhibitory = wires // 2
        with buildable("other_wires", wires):
            board = replace(self.mark1.plugboard, excitatory=wires - inhibitory, inhibitory=inhibitory)
            spec = replace(self.mark1, plugboard=board)
        about = f"{wires} wires to each A-unit, {inhibitory} of them inhibitory"
        return Lane(name=f"{MARK1}-{wires}-wires", spec=spec, about=about)
