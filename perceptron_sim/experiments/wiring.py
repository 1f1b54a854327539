"""The experiment `wiring`: machines with other numbers of wires to an A-unit, other thresholds, other generators."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, partial
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import numpy.typing as npt

from hardware import Mark1, WiringFamily
from hardware.errors import shown
from perceptron_sim.errors import SettingError
from perceptron_sim.experiments.curves import DIGITS, values
from perceptron_sim.experiments.firing_shares import expected_firing_share, firing_share, random_dots
from perceptron_sim.experiments.lane import Lane
from perceptron_sim.experiments.measurement import Measurement
from perceptron_sim.experiments.on_letters import OnLetters, buildable, require_different
from perceptron_sim.experiments.settings import setting
from perceptron_sim.experiments.words import accuracy_in_words, counted, default_sentences, passes_in_a_row, percent
from perceptron_sim.mark1_learner import Mark1Learner

if TYPE_CHECKING:
    from perceptron_sim.report import LearnerReport, Report
    from perceptron_sim.session import Session

DOTS = 0  # purpose of the dice
DRAWN, BY_FORMULA = "firing_share", "p_a"
FAMILIES = tuple(family.value for family in WiringFamily)
NUMBER = "(0|[1-9][0-9]{0,3})"
FORM = re.compile(rf"{NUMBER}/{NUMBER}/{NUMBER}(?:/({'|'.join(FAMILIES)}))?")


@dataclass(frozen=True, kw_only=True)
class Wirings(OnLetters):
    """A machine for each wiring. How many A-units fire by R57's formula is put beside what the drawn wires give."""

    name: ClassVar[str] = "wiring"
    title: ClassVar[str] = "A-units with other wires, thresholds and generators"

    wirings: tuple[str, ...] = setting(
        ("5/5/1", "10/10/2", "10/10/4", "10/0/4", "5/5/3", "5/5/1/poisson", "5/5/1/local"),
        f"a machine for each: x/y/threshold, and where it is not mark1's the generator, {', '.join(FAMILIES)}",
    )
    lit_shares: tuple[float, ...] = setting(
        (0.05, 0.1, 0.2, 0.3, 0.5),
        "shares of the cells lit in random pictures, for which firing is counted",
        least=0,
        most=1,
    )
    random_pictures: int = setting(20, "random pictures for each of these shares", least=1, most=10_000)

    def check(self) -> None:
        """Refuse what is no wiring, and what would take the place of all of them."""
        super().check()
        for name in ("wirings", "lit_shares"):
            require_different(name, getattr(self, name))
        for form in self.wirings:
            _parts(form)
        if self.wiring is not None:
            raise SettingError(f"wiring must be left out of {self.name}, which draws several, got one")
        if self.mark1.association.thresholds:
            rule = f"empty in {self.name}, where all A-units of a machine have one"
            raise SettingError(
                f"mark1.association.thresholds must be {rule}, got {shown(self.mark1.association.thresholds)}"
            )

    def lanes(self) -> tuple[Lane, ...]:
        """A machine for each wiring, and the network."""
        return self.beside_network(map(self._wired, self.wirings))

    def measure(self, session: "Session") -> Iterator[Measurement]:
        """The share of the A-units that fire, as drawn and by P_a, at what is taught and at random pictures."""
        shape = self.stimuli.images.shape[1], self.stimuli.images.shape[2]
        for learner in session.learners:
            if isinstance(learner, Mark1Learner):
                yield from _firing(learner, self.stimuli.images)
                for share in self.lit_shares:
                    dots = random_dots(self.random_pictures, shape, share, self.rng(DOTS))
                    yield from _firing(learner, dots, ("lit_share", share))

    def seen(self, report: "Report") -> tuple[str, ...]:
        """How many A-units fire in each wiring, and which wirings learn."""
        drawn, by_formula = (values(report.measurements, measure) for measure in (DRAWN, BY_FORMULA))
        if not drawn:
            return default_sentences(self, report)
        firing = "; ".join(f"{name} {_beside(by_formula.get(name))}{percent(drawn[name], DIGITS)}" for name in drawn)
        return (
            passes_in_a_row(report.learners, self.passes),
            accuracy_in_words(self, report),
            f"At a taught image so many of the A-units fire, first as P_a expects and then as wired: {firing}.",
            _which_learn({name: report.learners[name] for name in drawn}, drawn),
        )

    def _wired(self, form: str) -> Lane:
        x, y, threshold, family = _parts(form)
        base = self.mark1
        with buildable("wirings", form):
            board = replace(base.plugboard, excitatory=x, inhibitory=y, family=family or base.plugboard.family)
            spec = replace(base, plugboard=board, association=replace(base.association, threshold=threshold))
        name = "-".join((f"x{x}", f"y{y}", f"theta{threshold}", *([family] if family else [])))
        about = f"{x} excitatory and {y} inhibitory wires to an A-unit, threshold {threshold}, {board.family} wiring"
        return Lane(name=name, spec=spec, about=about)


def _parts(form: str) -> tuple[int, int, int, WiringFamily | None]:
    """x, y and threshold of *form*, and its family if it has one; SettingError if it is no such form."""
    found = FORM.fullmatch(form)
    if found is None:
        rule = f"a list, each as '5/5/1', or with /{', /'.join(FAMILIES)} at its end"
        raise SettingError(f"wirings must be {rule}, got {form!r}")
    x, y, threshold, family = found.groups()
    return int(x), int(y), int(threshold), WiringFamily(family) if family else None


def _firing(learner: Mark1Learner, images: npt.NDArray[np.floating], *at: tuple[str, float]) -> Iterator[Measurement]:
    """Means over *images*."""
    machine: Mark1 = learner.machine
    by_formula = cache(partial(expected_firing_share, machine.spec))
    patterns = [machine.pattern(image) for image in images]
    drawn = float(np.mean([firing_share(machine, pattern) for pattern in patterns]))
    yield Measurement(learner=learner.name, measure=DRAWN, value=drawn, at=at)
    expected = [share for pattern in patterns if (share := by_formula(int(pattern.closes.sum()))) is not None]
    if expected:
        yield Measurement(learner=learner.name, measure=BY_FORMULA, value=float(np.mean(expected)), at=at)


def _beside(expected: float | None) -> str:
    return "(of local wiring P_a knows nothing) " if expected is None else f"{percent(expected, DIGITS)} and "


def _which_learn(machines: Mapping[str, "LearnerReport"], firing: Mapping[str, float]) -> str:
    """What sets the wirings that learned apart from those that did not."""
    able = [firing[name] for name, one in machines.items() if one.errorless_pass is not None]
    unable = [firing[name] for name, one in machines.items() if one.errorless_pass is None]
    without = "none" if able else "no pass without an error"
    parts = [
        f"{len(shares)} had {what}, and there {_span(shares)} of the A-units fire"
        for what, shares in (("a pass without an error", able), (without, unable))
        if shares
    ]
    return f"Of {counted(len(machines), 'wiring')} {'; '.join(parts)}."


def _span(shares: list[float]) -> str:
    least, most = percent(min(shares), DIGITS), percent(max(shares), DIGITS)
    return least if least == most else f"{least} to {most}"
