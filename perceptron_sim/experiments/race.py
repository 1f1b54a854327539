"""The experiment `race`: machines and networks of many kinds, and each from several seeds, on one stream of images."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import TYPE_CHECKING, ClassVar

from hardware import Mark1Spec, Rule
from perceptron_sim.errors import SettingError
from perceptron_sim.experiments.experiment import MOST_LANES
from perceptron_sim.experiments.lane import Lane
from perceptron_sim.experiments.on_letters import OnLetters, require_different
from perceptron_sim.experiments.optimizer_race import TUNED, USUAL_RATES, ranking
from perceptron_sim.experiments.rules import ABOUT, RULES, SIGNS
from perceptron_sim.experiments.settings import setting
from perceptron_sim.experiments.words import accuracy_in_words, begun, joined, set_in_words
from perceptron_sim.learner import MARK1, MODERN
from perceptron_sim.network_spec import OPTIMIZERS, NetworkSpec
from perceptron_sim.options import LARGEST_SEED

if TYPE_CHECKING:
    from perceptron_sim.report import LearnerReport, Report

MOST_RANKED = 12  # in one sentence
SEED = "-seed-"  # in a lane's name, before its seed
USUAL_OPTIMIZERS = ("adam", "gradient-descent", "momentum", "adagrad", "rmsprop")


@dataclass(frozen=True, kw_only=True)
class Race(OnLetters):
    """One stream for all lanes, whatever they are: the first to go through a pass without an error wins."""

    name: ClassVar[str] = "race"
    title: ClassVar[str] = "rules, optimizers, sizes, seeds: a lane for each"

    rules: tuple[str, ...] = setting(RULES, "a machine for each rule of reinforcement", choices=RULES)
    signs: tuple[str, ...] = setting(SIGNS[:1], "of each rule, whether values may also lose", choices=SIGNS)
    optimizers: tuple[str, ...] = setting(
        USUAL_OPTIMIZERS, "a network for each, at the rate that `optimizer-race` has for it", choices=tuple(OPTIMIZERS)
    )
    hidden: tuple[int, ...] = setting(
        (), "of each optimizer, a network with one hidden layer of so many units; empty: as modern has it", least=1
    )
    seeds: int = setting(
        1, "so many of each, from seeds that follow on `seed`: other wirings, other weights", least=1, most=MOST_LANES
    )

    def check(self) -> None:
        """Refuse a race of nobody, of too many, or of one against itself."""
        super().check()
        for name in ("rules", "signs", "optimizers", "hidden"):
            require_different(name, getattr(self, name))
        if self.rules and not self.signs:
            raise SettingError(f"signs must be one at least where there are rules, got {self.signs!r}")
        lanes = self.seeds * len(self._kinds())
        if not 1 <= lanes <= MOST_LANES:
            settings = "rules and signs, optimizers and hidden, and seeds"
            raise SettingError(f"learners must be 1 to {MOST_LANES} by {settings}, got {lanes}")

    def lanes(self) -> tuple[Lane, ...]:
        """Every kind of machine, then every kind of network, each from all seeds in turn."""
        return tuple(lane for kind in self._kinds() for lane in self._from_each_seed(kind))

    def seen(self, report: "Report") -> tuple[str, ...]:
        """How the pictures are named at the end, or how the seeds differ; then in which order all came in."""
        told = self._by_seed(report) if self.seeds > 1 else (accuracy_in_words(self, report),)
        tuned = (TUNED,) if any(isinstance(kind.spec, NetworkSpec) for kind in self._kinds()) else ()
        few = len(report.learners) <= MOST_RANKED
        return (*told, *tuned, ranking(report.learners) if few else _winners(report.learners))

    def _kinds(self) -> tuple[Lane, ...]:
        """What races, once each."""
        machines = [self._machine(*of) for of in product(self.rules, self.signs)] if self.learners != MODERN else []
        sizes: list[tuple[int, ...]] = [(width,) for width in self.hidden] or [self.modern.hidden]
        networks = [self._network(*of) for of in product(self.optimizers, sizes)] if self.learners != MARK1 else []
        return (*machines, *networks)

    def _machine(self, rule: str, sign: str) -> Lane:
        reinforcement = replace(self.mark1.reinforcement, rule=Rule(rule), bivalent=sign == SIGNS[0])
        name = rule if len(self.signs) == 1 else f"{rule}-{sign}"
        about = f"{ABOUT[rule]}; {ABOUT[sign]}"
        return Lane(name=name, spec=replace(self.mark1, reinforcement=reinforcement), about=about)

    def _network(self, optimizer: str, hidden: tuple[int, ...]) -> Lane:
        rate = USUAL_RATES[optimizer]
        units = " and ".join(map(str, hidden))
        name = optimizer if len(self.hidden) < 2 else f"{optimizer}-{units}-hidden"
        about = f"{f'{units} hidden units' if hidden else 'no hidden units'}; learning rate {rate:g}"
        return Lane(name=name, spec=replace(self.modern, optimizer=optimizer, rate=rate, hidden=hidden), about=about)

    def _from_each_seed(self, kind: Lane) -> Iterator[Lane]:
        if self.seeds == 1:
            yield kind
            return
        own = "wiring and tolerances" if isinstance(kind.spec, Mark1Spec) else "initial weights"
        for number in range(self.seeds):
            seed = (self.seed + number) % (LARGEST_SEED + 1)
            yield replace(kind, name=f"{kind.name}{SEED}{seed}", seed=seed, about=f"{own} of seed {seed}; {kind.about}")

    def _by_seed(self, report: "Report") -> Iterator[str]:
        """Of every kind, how much the seed decides."""
        *_, (name, asked) = self.examination().items()
        for kind in self._kinds():
            learners = [report.learners[lane.name] for lane in self._from_each_seed(kind)]
            passes = [one.errorless_pass for one in learners if one.errorless_pass]
            first = f", the first in {_span(passes)}" if passes else ""
            named = _span([round(one.accuracy[name] * len(asked)) for one in learners])
            yield (
                f"{begun(kind.name)}: {len(passes) or 'none'} of {self.seeds} had a pass without an error{first}; "
                f"in the end they rightly name {named} of {set_in_words(name, len(asked))}."
            )


def _span(numbers: Sequence[int]) -> str:
    """ "7" or "7 to 9"."""
    least, most = min(numbers), max(numbers)
    return f"{least}" if least == most else f"{least} to {most}"


def _winners(learners: "Mapping[str, LearnerReport]") -> str:
    """Of many, who came in first, and how many after."""
    passes = {name: one.errorless_pass for name, one in learners.items() if one.errorless_pass}
    if not passes:
        return f"None of {len(learners)} came through a pass without an error."
    first, last = min(passes.values()), max(passes.values())
    winners = joined(name for name, number in passes.items() if number == first)
    after = sum(number > first for number in passes.values())
    later = f", then {after} more up to pass {last}" if after else ""
    without = f"; {len(learners) - len(passes)} had none" if len(passes) < len(learners) else ""
    return f"First came {winners}, without an error in pass {first}{later}{without}."
