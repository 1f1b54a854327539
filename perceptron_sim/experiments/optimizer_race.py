"""The experiment `optimizer-race`: the same network from the same weights, a lane for each way of changing them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from modern import Tensor, cross_entropy
from perceptron_sim.errors import SettingError
from perceptron_sim.experiments.experiment import LEARNERS, MOST_LANES
from perceptron_sim.experiments.lane import Lane
from perceptron_sim.experiments.measurement import Measurement
from perceptron_sim.experiments.on_letters import OnLetters, require_different
from perceptron_sim.experiments.settings import setting
from perceptron_sim.experiments.stimuli import FACE
from perceptron_sim.experiments.words import accuracy_in_words, called, joined
from perceptron_sim.learner import MARK1, MODERN
from perceptron_sim.network_learner import NetworkLearner
from perceptron_sim.network_spec import OPTIMIZERS

if TYPE_CHECKING:
    from perceptron_sim.experiments.stimuli import Stimuli
    from perceptron_sim.report import LearnerReport, Report
    from perceptron_sim.session import Session

# Of those tried, 0.0005 to 0.1, the ones that came through a pass without an error soonest, seeds 1 to 3.
USUAL_RATES = {
    "adam": 0.001,
    "gradient-descent": 0.05,
    "momentum": 0.005,
    "nesterov": 0.005,
    "adagrad": 0.02,
    "rmsprop": 0.002,
    "adamw": 0.002,
}
TUNED = (
    f"The rates are those that came in soonest, of all tried, on the letters of {FACE} with seeds 1 to 3; another seed "
    "or other images may bring another order."
)


@dataclass(frozen=True, kw_only=True)
class OptimizerRace(OnLetters):
    """One stream for all lanes: the first to go through a pass without an error wins."""

    name: ClassVar[str] = "optimizer-race"
    title: ClassVar[str] = "one network, one stream, a lane for each optimizer and rate"
    yardstick: ClassVar[str] = "the Mark I's own rule, which races too with --learners both"

    learners: str = setting(MODERN, "who is taught", choices=tuple(who for who in LEARNERS if who != MARK1))
    optimizers: tuple[str, ...] = setting(tuple(OPTIMIZERS), "who races", choices=tuple(OPTIMIZERS))
    rates: tuple[float, ...] = setting(
        (), "a lane for each optimizer and rate; empty: its usual rate, chosen on this race, seeds 1 to 3", most=1e9
    )

    def check(self) -> None:
        """Refuse a race of nobody, or of one against itself."""
        super().check()
        for name in ("optimizers", "rates"):
            require_different(name, getattr(self, name))
        if not self.optimizers:
            raise SettingError(f"optimizers must be one at least, got {self.optimizers!r}")
        lanes = len(self.optimizers) * max(1, len(self.rates))
        if lanes >= MOST_LANES:
            rule = f"so few that with {len(self.optimizers)} optimizers there are less than {MOST_LANES} lanes"
            raise SettingError(f"rates must be {rule}, got {lanes}")
        for rate in self.rates:
            if rate <= 0:
                raise SettingError(f"rates must be a list, each positive, got {rate!r}")

    def lanes(self) -> tuple[Lane, ...]:
        """A network for each optimizer at each rate, and the Mark I where both kinds are taught."""
        machine = (lane for lane in super().lanes() if lane.kind == MARK1)
        pairs = ((name, rate) for name in self.optimizers for rate in self.rates or (USUAL_RATES[name],))
        return (*(self._lane(name, rate) for name, rate in pairs), *machine)

    def measure(self, session: "Session") -> Iterator[Measurement]:
        """The mean loss of each network on each set, or that it has none any more."""
        for learner in session.learners:
            if isinstance(learner, NetworkLearner):
                for name, stimuli in self.examination().items():
                    loss = _mean_loss(learner, stimuli)
                    finite = bool(np.isfinite(loss))
                    measure, value = ("loss", loss) if finite else ("diverged", 1.0)
                    yield Measurement(learner=learner.name, measure=measure, value=value, at=(("set", name),))

    def seen(self, report: "Report") -> tuple[str, ...]:
        """In which order they came in, who did not, and who broke down."""
        yardstick = f"The yardstick: {self.yardstick}."
        told = (yardstick, accuracy_in_words(self, report), *_broken_down(report))
        return (*told, *(() if self.rates else (TUNED,)), ranking(report.learners))

    def _lane(self, optimizer: str, rate: float) -> Lane:
        several = len(self.rates) > 1
        name = f"{optimizer}-rate-{_slug(rate)}" if several else optimizer
        return Lane(
            name=name, spec=replace(self.modern, optimizer=optimizer, rate=rate), about=f"learning rate {rate:g}"
        )


def _slug(rate: float) -> str:
    """*rate* as a part of a lane's name."""
    return f"{rate!r}".replace("+", "")


def _mean_loss(learner: NetworkLearner, stimuli: "Stimuli") -> float:
    """Cross-entropy over *stimuli*; infinite or NaN where the network's numbers have overflowed."""
    cells = stimuli.images.reshape(len(stimuli), -1)
    with np.errstate(all="ignore"):
        return cross_entropy(Tensor(learner.network.logits_of(cells)), stimuli.labels).item()


def _broken_down(report: "Report") -> Iterator[str]:
    diverged = dict.fromkeys(one.learner for one in report.measurements if one.measure == "diverged")
    if diverged:
        yield f"The numbers of {joined(diverged)} have overflowed: there is no loss any more."


def ranking(learners: "dict[str, LearnerReport]") -> str:
    """Who came in first and who after, and who had no pass without an error."""
    by_pass: dict[int, list[str]] = {}
    for number, name in sorted((x.errorless_pass, name) for name, x in learners.items() if x.errorless_pass):
        by_pass.setdefault(number, []).append(called(name))
    never = [called(name) for name, one in learners.items() if one.errorless_pass is None]
    if not by_pass:
        return "Nobody came through a pass without an error."
    (number, winners), *later = by_pass.items()
    after = "".join(f", then {joined(names)} in pass {number}" for number, names in later)
    without = f"; {joined(never)} had none" if never else ""
    return f"First came {joined(winners)}, without an error in pass {number}{after}{without}."
