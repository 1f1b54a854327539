"""The experiment `rules`: how much, in which direction and when values are changed; a machine for each such system."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import product
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from hardware import UNASSIGNED, Control, Mark1, Rule
from perceptron_sim.experiments.curves import values
from perceptron_sim.experiments.lane import Lane
from perceptron_sim.experiments.measurement import Measurement
from perceptron_sim.experiments.on_letters import OnLetters, require_different
from perceptron_sim.experiments.settings import setting
from perceptron_sim.experiments.words import counted, default_sentences, joined, passes_in_a_row, percent, set_in_words
from perceptron_sim.mark1_learner import Mark1Learner

if TYPE_CHECKING:
    from perceptron_sim.report import Report
    from perceptron_sim.session import Session

RULES = tuple(rule.value for rule in Rule)
SIGNS = ("bivalent", "monovalent")
CONTROLS = {control.value.replace(" ", "-"): control for control in Control}
ABOUT = {
    "alpha": "firing A-units change at one rate",
    "beta": "a constant feed is shared, also by sets that are not concerned",
    "gamma": "what firing A-units gain, idle ones lose",
    "bivalent": "values gain and lose",
    "monovalent": "values only gain",
    "forced": "reinforced at every exposure",
    "error-correction": "reinforced where wrong",
    "spontaneous": "reinforced as it answers, whatever is wanted",
}


@dataclass(frozen=True, kw_only=True)
class Rules(OnLetters):
    """A machine for each system of reinforcement that the settings below can make, all else alike."""

    name: ClassVar[str] = "rules"
    title: ClassVar[str] = "rules alpha, beta, gamma; gains and losses; three controls"

    rules: tuple[str, ...] = setting(RULES, "how large a change is (PR58 Table 1)", choices=RULES)
    signs: tuple[str, ...] = setting(SIGNS, "whether values may also lose (PR58 pp. 402-404)", choices=SIGNS)
    controls: tuple[str, ...] = setting(
        tuple(CONTROLS), "what decides on reinforcement (MAN60, by way of PASQ)", choices=tuple(CONTROLS)
    )

    def check(self) -> None:
        """Refuse what would be taught twice."""
        super().check()
        for name in ("rules", "signs", "controls"):
            require_different(name, getattr(self, name))

    def lanes(self) -> tuple[Lane, ...]:
        """A machine for each system, and the network."""
        systems = product(self.controls, self.signs, self.rules)
        return self.beside_network(self._ruled(rule, sign, control) for control, sign, rule in systems)

    def measure(self, session: "Session") -> Iterator[Measurement]:
        """How many answers a machine tells what is taught apart by, and where its potentiometers stand."""
        for learner in session.learners:
            if isinstance(learner, Mark1Learner):
                found = {
                    "different_answers": float(len(np.unique(learner.lamps(self.stimuli.images), axis=0))),
                    **_angles(learner.machine),
                }
                for measure, value in found.items():
                    yield Measurement(learner=learner.name, measure=measure, value=value)

    def seen(self, report: "Report") -> tuple[str, ...]:
        """Which systems learn, and what the others come to."""
        answers, at_stop = (values(report.measurements, measure) for measure in ("different_answers", "at_stop_share"))
        if not answers:
            return default_sentences(self, report)
        return (
            passes_in_a_row(report.learners, self.passes),
            self._told_apart(answers),
            *_stopped(at_stop),
            self._which_learn(report, tuple(answers)),
        )

    def _told_apart(self, answers: Mapping[str, float]) -> str:
        """Under each control, how many different answers the machine gives that tells most of what is taught apart."""
        most = {
            control: max(counts)
            for control in self.controls
            if (counts := [answers[name] for name in answers if name.endswith(control)])
        }
        (first, count), *others = most.items()
        rest = "".join(f", under {control} {number:.0f}" for control, number in others)
        images = set_in_words("taught", len(self.stimuli))
        return f"To {images} a machine under {first} control gives at most {count:.0f} different answers{rest}."

    def _which_learn(self, report: "Report", machines: tuple[str, ...]) -> str:
        able = [name for name in machines if report.learners[name].errorless_pass is not None]
        if able:
            return f"Of {counted(len(machines), 'system')} {len(able)} had a pass without an error: {joined(able)}."
        taught = next(iter(self.examination()))
        shares = {name: report.learners[name].accuracy[taught] for name in machines}
        best = max(shares, key=lambda name: shares[name])
        return f"No system had a pass without an error; in the end {best} names most rightly, {percent(shares[best])}."

    def _ruled(self, rule: str, sign: str, control: str) -> Lane:
        reinforcement = replace(
            self.mark1.reinforcement, rule=Rule(rule), bivalent=sign == SIGNS[0], control=CONTROLS[control]
        )
        about = "; ".join(ABOUT[word] for word in (rule, sign, control))
        return Lane(name=f"{rule}-{sign}-{control}", spec=replace(self.mark1, reinforcement=reinforcement), about=about)


def _stopped(at_stop: Mapping[str, float]) -> Iterator[str]:
    """Where values could not follow their rule any more, if that was anywhere."""
    system = max(at_stop, key=lambda name: at_stop[name])
    if at_stop[system]:
        machines = sum(share > 0 for share in at_stop.values())
        yield (
            f"Potentiometers stand at an end stop in {machines} of {counted(len(at_stop), 'machine')}, most of all in "
            f"{system}: {percent(at_stop[system])}."
        )


def _angles(machine: Mark1) -> dict[str, float]:
    """Of the potentiometers that count: how far they are off the middle on average, and what share is at a stop."""
    angle_deg = np.abs(machine.potentiometers.angle_deg(machine.env.now))[machine.wiring.assignment != UNASSIGNED]
    return {
        "mean_off_middle_deg": float(angle_deg.mean()),
        "at_stop_share": float((angle_deg >= machine.spec.potentiometer.stop_deg).mean()),
    }
