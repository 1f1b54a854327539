"""The experiment `transplant`: modern weights are set on the potentiometers, and go back into a network."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from perceptron_sim.errors import SettingError
from perceptron_sim.experiments.experiment import LEARNERS
from perceptron_sim.experiments.measurement import Measurement
from perceptron_sim.experiments.on_letters import OnLetters, require_different
from perceptron_sim.experiments.output_weights import Turned
from perceptron_sim.experiments.settings import setting
from perceptron_sim.experiments.transplant_bench import Bench
from perceptron_sim.experiments.words import called, default_sentences, joined, percent
from perceptron_sim.learner import MARK1, MODERN
from perceptron_sim.mark1_learner import Mark1Learner

if TYPE_CHECKING:
    from perceptron_sim.report import Report
    from perceptron_sim.session import Session

NEURON_DICE = 0  # purpose of the dice
# What an accuracy rests on: the machine's own values; trained weights in floating point; these rounded to windings, or
# clipped at the stops; set on the potentiometers, which does both; and read off into a network.
OWN, FLOAT, WINDINGS, STOPS, POTENTIOMETERS, NETWORK = "own", "float", "windings", "stops", "pots", "network"
AT_STOP, IN_THE_MIDDLE, SAME_LAMPS = "at_stop_share", "lost_in_the_middle_share", "same_lamps_share"


@dataclass(frozen=True, kw_only=True)
class Transplant(OnLetters):
    """What a Mark I has learned by its motors stays as it is: the weights are set on a double of it."""

    name: ClassVar[str] = "transplant"
    title: ClassVar[str] = "modern weights on the potentiometers, and back"
    yardstick: ClassVar[str] = "the same A-units with the values that the machine's own correction came to"

    learners: str = setting("both", "who is taught", choices=tuple(who for who in LEARNERS if who != MODERN))
    epochs: int = setting(300, "steps of the logistic regression of each R-unit", least=1, most=100_000)
    turns: tuple[float, ...] = setting(
        (0.002, 0.005, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0),
        "how far the largest weight is to be turned, 1 is the stop: beyond it weights are clipped, far below rounded",
        least=1e-6,
        most=1e6,
    )

    def check(self) -> None:
        """Refuse to turn as far twice, or not at all."""
        super().check()
        require_different("turns", self.turns)
        if not self.turns:
            raise SettingError(f"turns must be one number at least, got {self.turns!r}")

    def measure(self, session: "Session") -> Iterator[Measurement]:
        """For each machine: its own values, the trained ones in floating point, on its pots, and in a network again."""
        for learner in session.learners:
            if isinstance(learner, Mark1Learner):
                yield from self._transplanted(Bench(learner, self.examination()))

    def seen(self, report: "Report") -> tuple[str, ...]:
        """What windings and stops cost, and whether the network answers as the machine does."""
        if not report.finished:
            return default_sentences(self, report)
        machines = (name for name, one in report.learners.items() if one.kind == MARK1)
        return (*default_sentences(self, report), *(sentence for name in machines for sentence in _told(report, name)))

    def _transplanted(self, bench: Bench) -> Iterator[Measurement]:
        machine, spec = bench.machine, bench.machine.spec
        weights = bench.trained(self.epochs, self.rng(NEURON_DICE))
        yield from bench.accuracies(OWN, bench.on_potentiometers)
        yield from bench.accuracies(FLOAT, bench.by(weights))
        threshold_steps = spec.response.threshold_v / spec.potentiometer.volts_per_step
        for turn in self.turns:
            turned, at = Turned.to(weights, turn, spec.potentiometer), ("turn", turn)
            yield from bench.accuracies(WINDINGS, bench.by(turned.steps, threshold_steps), at)
            yield from bench.accuracies(STOPS, bench.by(turned.stopped_steps, threshold_steps), at)
            machine.set_angles(turned.stopped_deg)
            network = bench.in_a_network
            yield from bench.accuracies(POTENTIOMETERS, bench.on_potentiometers, at)
            yield from bench.accuracies(NETWORK, network, at)
            yield bench.share(SAME_LAMPS, bench.same_lamps_share(bench.on_potentiometers, network), at)
            yield bench.share(AT_STOP, turned.at_stop_share, at)
            yield bench.share(IN_THE_MIDDLE, turned.lost_in_the_middle_share, at)


def _told(report: "Report", name: str) -> Iterator[str]:
    """What happened to the weights of the machine *name*, step by step; the last sentence says it all at once."""
    figures = {(x.measure, *dict(x.at).values()): x.value for x in report.measurements if x.learner == name}
    turns = sorted(float(key[1]) for key in figures if key[0] == AT_STOP)
    full = min(turns, key=lambda turn: abs(math.log(turn)))
    who, sets = called(name), list(report.learners[name].accuracy)

    def right(values: str, *turn: float) -> str:
        shares = joined(f"{percent(figures[f'accuracy_{values}', *turn, one])} of the {one}" for one in sets)
        return f"{shares} images"

    yield f"By its own corrections {who} rightly names {right(OWN)}."
    for turn in dict.fromkeys((turns[0], turns[-1])):
        middle, stopped = (percent(figures[measure, turn]) for measure in (IN_THE_MIDDLE, AT_STOP))
        yield (
            f"With the largest weight turned {_way(turn)}, {middle} of the wipers stay on the middle winding, a stop "
            f"holds {stopped} of the shafts, and {who} rightly names {right(POTENTIOMETERS, turn)}."
        )
    same = min(value for key, value in figures.items() if key[0] == SAME_LAMPS)
    yield (
        f"With the weights of a logistic regression on its A-units {who} rightly names {right(FLOAT)} in floating "
        f"point and {right(POTENTIOMETERS, full)} on its potentiometers, the largest turned {_way(full)}; a network "
        f"made of the wires and windings lights the same lamps at {percent(same)} of all images."
    )


def _way(turn: float) -> str:
    if turn == 1:
        return "just to its stop"
    return f"{turn:g} of the way to its stop" if turn < 1 else f"{turn:g} times as far as to its stop"
