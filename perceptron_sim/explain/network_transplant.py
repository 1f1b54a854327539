"""A transplant before it is made: how shafts and weights would stand, and what either machine would then name rightly.

Nobody did this in 1960. It shows what the machine's parts could have held, and what its values come to today.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from hardware import Mark1, PotentiometerSpec
from perceptron_sim.errors import SettingError
from perceptron_sim.experiments.experiment import Experiment
from perceptron_sim.experiments.learnability import firing
from perceptron_sim.experiments.output_weights import Turned
from perceptron_sim.experiments.stimuli import Stimuli
from perceptron_sim.explain.network import signed
from perceptron_sim.learner import FloatArray
from perceptron_sim.mark1_learner import Mark1Learner
from perceptron_sim.network_learner import NetworkLearner
from perceptron_sim.operations import Direction
from perceptron_sim.transplanting import (
    EPOCHS,
    check_lanes,
    heard,
    hidden_from_machine,
    learned_from,
    outputs_from_machine,
    regression,
    spec_from_machine,
)

Steps = npt.NDArray[np.float64]
MOST_ASKED = 200  # of the taught pictures, evenly spread: both machines are asked again whenever they have learned
AT_ONCE = 20
WITH_FILTERS = 4  # pictures at once for a network that has them
WHOLE = 1e-9  # of a winding, as the machine rounds
BUTTONS = {Direction.TO_MACHINE: "Into the pots", Direction.TO_NETWORK: "Into the network"}
EFFECTS = {
    Direction.TO_MACHINE: (
        "A logistic regression for each R-unit, on the A-units that its potentiometers hear, over what is taught. The "
        "largest weight turns its shaft to the stop, the others in proportion; a wiper rests on the nearest winding."
    ),
    Direction.TO_NETWORK: (
        "Wires become weights before a step, windings weights of the outputs; gradient descent goes on with the "
        "outputs."
    ),
}
COUNTERFACTUAL = "nobody did this in 1960"
SOURCE = "a counterfactual: nobody did this in 1960; travel, windings and volts of the potentiometers are assumed"
SENTENCE = "Nobody did this in 1960: it shows what the machine could have held, and what its values come to today."
CARRIED = {
    Direction.TO_MACHINE: "All shafts were set by hand at once, no motor turned. Ctrl Z takes it back.",
    Direction.TO_NETWORK: "The network was made from the machine's wires and windings. Ctrl Z takes it back.",
}


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """The pictures that both are asked about, and what they make of them on the way.

    images (n, rows, columns), labels (n,); fires (n, a_units): the machine's A-units; steps (n, a_units): the units
    of the network that its wires would become.
    """

    images: FloatArray
    labels: npt.NDArray[np.intp]
    fires: npt.NDArray[np.bool_]
    steps: npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Prospect:
    """What is worked out so far, *done* steps *of* all; asked, and how shafts would be turned, come with the last.

    weights (a_units,) are those of the regressions; learned is from how many pictures; refusal is why there can be no
    such network, "" where there can; numbers is how many it would learn.
    """

    done: int
    of: int
    learned: int
    refusal: str = ""
    numbers: int = 0
    asked: Asked | None = None
    weights: FloatArray | None = None
    turned: Turned | None = None

    @property
    def at_stop(self) -> int:
        """How many shafts would stand at a stop."""
        return 0 if self.turned is None else int(_at_stop(self.turned).sum())

    @property
    def lost(self) -> int:
        """How many would stay on the middle winding, their weight being too small for the next."""
        found = self.turned
        return 0 if found is None else round(found.lost_in_the_middle_share * found.meant_deg.size)


def prospects(learner: Mark1Learner, stimuli: Stimuli, refusal: str = "") -> Iterator[Prospect]:
    """Work out, step by step, what a transplant of *learner* would come to; nothing of it depends on its values.

    *refusal* is why there can be no such network, if there cannot.
    """
    machine = learner.machine
    learned = learned_from(stimuli)
    images, labels = stimuli.images[learned], stimuli.labels[learned]
    asked = np.unique(np.linspace(0, learned.size - 1, min(learned.size, MOST_ASKED)).round().astype(np.intp))
    units, done = machine.wiring.assignment.size, 0
    of = learned.size + -(-asked.size // AT_ONCE) + EPOCHS * heard(machine).size
    fires, steps = np.zeros((learned.size, units), np.bool_), np.zeros((asked.size, units), np.bool_)
    for number in range(learned.size):
        fires[number] = firing(machine, images[number : number + 1])[0]
        done += 1
        yield Prospect(done, of, learned.size)
    wires, bias = (array.astype(np.float32) for array in hidden_from_machine(machine))
    for start in range(0, asked.size, AT_ONCE):
        part = asked[start : start + AT_ONCE]
        steps[start : start + AT_ONCE] = images[part].reshape(part.size, -1) @ wires + bias > 0
        done += 1
        yield Prospect(done, of, learned.size)
    weights = np.zeros(units)
    for _ in regression(learner, weights, fires, labels):
        done += 1
        yield Prospect(done, of, learned.size)
    classes = len(stimuli.class_names)
    yield Prospect(
        of,
        of,
        learned.size,
        refusal,
        (images[0].size + 1) * units + (units + 1) * classes,
        Asked(images[asked], labels[asked], fires[asked], steps),
        weights,
        Turned.to(weights, 1.0, machine.spec.potentiometer),
    )


def refusal(experiment: Experiment, machine: Mark1) -> str:
    """Why no network of *experiment* can become what *machine* is, "" where one can."""
    retina, spec = machine.spec.retina, spec_from_machine(machine)
    try:
        spec.layers((retina.rows, retina.columns), len(experiment.class_names))
        check_lanes(replace(experiment, modern=spec).lanes(), spec)
    except SettingError as error:
        return str(error)
    return ""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many of the *pictures* asked about each names rightly: as it stands, and as it would after the transplant."""

    pictures: int
    machine: int
    on_pots: int
    network: int
    in_network: int

    def pair(self, direction: Direction) -> tuple[int, int]:
        """Before and after."""
        to_machine = direction is Direction.TO_MACHINE
        return (self.machine, self.on_pots) if to_machine else (self.network, self.in_network)


def counts(learner: Mark1Learner, network: NetworkLearner, found: Prospect, classes: int) -> Iterator[Counts | None]:
    """Ask all four some pictures at a time; the last that is yielded is the count, None before."""
    asked, turned, machine = found.asked, found.turned, learner.machine
    assert asked is not None
    assert turned is not None
    now = machine.potentiometers.wiper_steps(machine.env.now).copy()
    then = windings(turned.stopped_deg, turned.spec)
    weights, bias = outputs_from_machine(learner, classes)
    right, at_once = np.zeros(4, np.intp), WITH_FILTERS if network.spec.filters else AT_ONCE
    for start in range(0, len(asked.labels), at_once):
        part = slice(start, start + at_once)
        fires, labels = asked.fires[part], asked.labels[part]
        right += (
            _named(learner, fires, labels, now),
            _named(learner, fires, labels, then),
            int((network.classify(asked.images[part]) == labels).sum()),
            int(((asked.steps[part] @ weights + bias).argmax(axis=1) == labels).sum()),
        )
        yield None
    yield Counts(len(asked.labels), *right.tolist())


def _named(learner: Mark1Learner, fires: npt.NDArray[np.bool_], labels: npt.NDArray[np.intp], steps: Steps) -> int:
    """How many pictures at which A-units fire (n, a_units) the lamps name rightly, wipers on *steps* (a_units,)."""
    response = learner.machine.response
    lamps = (response.decide(response.sums_v(one, steps)).astype(int).tolist() for one in fires)
    return sum(learner.meaning(tuple(one)) == label for one, label in zip(lamps, labels.tolist(), strict=True))


def windings(angle_deg: FloatArray, spec: PotentiometerSpec) -> Steps:
    """The winding (n,) on which each wiper rests at *angle_deg* (n,), counted from the middle, none beyond a stop."""
    last = np.floor(spec.stop_deg / spec.step_deg + WHOLE)
    found: Steps = np.clip(np.rint(angle_deg / spec.step_deg), -last, last)
    return found


def at_rest_deg(angle_deg: FloatArray, spec: PotentiometerSpec) -> FloatArray:
    """Where the middle of the winding lies on which each wiper rests at *angle_deg* (n,)."""
    found: FloatArray = windings(angle_deg, spec) * spec.step_deg
    return found


def windings_in_words(spec: PotentiometerSpec) -> str:
    """ "1,001 windings of 0.3°"."""
    each = 2 * int(windings(np.array(spec.stop_deg), spec)) + 1
    return f"{each:,} windings of {spec.step_deg:.3g}°"


def pot_facts(
    unit: int, r_unit: int, now_deg: float, found: Prospect, spec: PotentiometerSpec
) -> list[tuple[str, str]]:
    """How the shaft of A-unit *unit* stands, and how it would stand."""
    facts = [("heard by", f"R{r_unit + 1}" if r_unit >= 0 else "no R-unit"), ("now", _stand(now_deg, spec))]
    if found.turned is not None:
        facts.append(("afterwards", _stand(float(found.turned.stopped_deg[unit]), spec)))
        if _at_stop(found.turned)[unit]:
            facts.append(("end stop", "reached"))
    return facts


def pot_arithmetic(unit: int, found: Prospect, spec: PotentiometerSpec) -> list[str]:
    """From the weight of A-unit *unit* to degrees, to a winding, to volts."""
    if found.weights is None or found.turned is None:
        return []
    weight, largest = float(found.weights[unit]), float(np.abs(found.weights).max())
    if not largest:
        return ["all weights are 0: the shaft stands in the middle"]
    angle = float(found.turned.stopped_deg[unit])
    winding = int(windings(np.array(angle), spec))
    lost = " (lost in the middle)" if weight and not winding else ""
    return [
        f"weight {signed(weight)}, the largest is {largest:.4g}",
        f"{signed(weight)} ÷ {largest:.4g} × {spec.stop_deg:g}° = {degrees(angle)}",
        f"{degrees(angle)} ÷ {spec.step_deg:g}° = {_plain(angle / spec.step_deg, 2)}",
        f"nearest winding: {_plain(winding, 0)}{lost}",
        f"{_plain(winding, 0)} × {spec.volts_per_step:.4g} V = {_plain(winding * spec.volts_per_step, 3)} V",
    ]


def pot_in_words(unit: int, found: Prospect, spec: PotentiometerSpec) -> str:
    """ "A-unit 37: weight +0.4312 → +34.53° → winding +115 → +2.530 V"."""
    assert found.weights is not None
    assert found.turned is not None
    weight, angle = float(found.weights[unit]), float(found.turned.stopped_deg[unit])
    winding = int(windings(np.array(angle), spec))
    volts = _plain(winding * spec.volts_per_step, 3)
    return f"A-unit {unit}: weight {signed(weight)} → {degrees(angle)} → winding {_plain(winding, 0)} → {volts} V"


def weight_arithmetic(r_unit: int, winding: float, weight: float, lit: bool, name: str) -> list[str]:
    """From the *winding* of an A-unit that *r_unit* hears to the *weight* of the output called *name*."""
    if r_unit < 0 or not winding or not weight:
        return [f"winding {_plain(winding, 0)}: weight 0"]
    ones = abs(winding / weight)
    sign = "its lamp is lit: the sign stays" if lit else "its lamp is dark: the sign is turned"
    return [
        f"code of {name}, R{r_unit + 1}: {sign}",
        f"{ones:,.4g} windings become 1",
        f"{_plain(winding if lit else -winding, 0)} ÷ {ones:,.4g} = {signed(weight)}",
    ]


def asked_in_words(counted: Counts, taught: int) -> str:
    """ "26"; "200 of 1,437"."""
    return f"{counted.pictures:,}" if counted.pictures == taught else f"{counted.pictures:,} of {taught:,}"


def degrees(angle: float) -> str:
    """ "+12.30°"."""
    return f"{_plain(angle, 2)}°"


def _at_stop(turned: Turned) -> npt.NDArray[np.bool_]:
    """Which shafts (n,) are to be turned to a stop, or further, but for rounding."""
    spec = turned.spec
    found: npt.NDArray[np.bool_] = np.abs(turned.meant_deg) >= spec.stop_deg - WHOLE * spec.step_deg
    return found


def _stand(angle: float, spec: PotentiometerSpec) -> str:
    winding = float(windings(np.array(angle), spec))
    return f"{degrees(angle)}, winding {_plain(winding, 0)}, {_plain(winding * spec.volts_per_step, 3)} V"


def _plain(value: float, digits: int) -> str:
    """The sign always told, but of nought."""
    words = f"{value:+,.{digits}f}"
    return (words[1:] if not float(words.replace(",", "")) else words).replace("-", "−")
