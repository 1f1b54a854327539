"""Cards of the lesson itself: what the trainer does, which exposure it is, what both said, which network it is."""

from hardware import Phase
from hardware.spec import TimingSpec
from perceptron_sim.explain.network_settings import called, optimizer_called
from perceptron_sim.explain.score import TIMES, name_of
from perceptron_sim.frontend.view import Card
from perceptron_sim.frontend.views.side_by_side.changes import Change
from perceptron_sim.learner import MARK1
from perceptron_sim.network_learner import NetworkLearner
from perceptron_sim.network_spec import NetworkSpec
from perceptron_sim.quantities import NOTHING, duration
from perceptron_sim.snapshot import SessionSnapshot


def trainer_step(phase: str, timing: TimingSpec) -> Card:
    """One of the three things the trainer does, and how long it takes."""
    title, about, seconds = {
        Phase.EXPOSING.name: (
            "Show it",
            "the picture stands in the lights until the lamps are read",
            timing.exposure_s,
        ),
        Phase.CORRECTING.name: (
            "Correct",
            "where a lamp is wrong, the motors of the A-units that fire have current",
            timing.pulse_s,
        ),
        Phase.CHANGING.name: ("Next one", "the picture is taken away and another one is fetched", timing.interval_s),
    }[phase]
    facts = (("", about), ("it takes", f"{seconds:g} s of the machine's clock"))
    return Card(title=f"The trainer: {title[0].lower()}{title[1:]}", facts=facts, certainty="assumed", source=TIMES)


def which_exposure(snapshot: SessionSnapshot) -> Card:
    """The exposure in view, and how many have been answered."""
    answered, limit = snapshot.exposures, snapshot.exposure_limit
    facts = (
        ("in view, or last in view", f"{snapshot.exposure:,}" if snapshot.exposure else "none yet"),
        ("answered and counted", f"{answered:,}"),
        ("pass", f"{snapshot.pass_number:,} of {snapshot.pass_limit:,} at most"),
        ("", f"one exposure is one picture shown to both; there will be {limit:,} at most"),
    )
    return Card(title="Which exposure it is", facts=facts, source="counted by this run since the weights were cleared")


def answer(learner: str, snapshot: SessionSnapshot) -> Card:
    """What *learner* said last, and what it should have said."""
    names = snapshot.class_names
    shown = NOTHING if snapshot.label is None else names[snapshot.label]
    facts = [("shown", shown)]
    if learner == MARK1:
        machine = snapshot.mark1
        for what, code in (("lamps read, R1 first", machine.answered), ("lamps wanted", machine.wanted)):
            facts.append((what, NOTHING if code is None else "".join(map(str, map(int, code)))))
        meant = None if machine.answered is None else snapshot.meaning(machine.answered)
        facts.append(
            ("they stand for", "nothing" if meant is None and machine.answered is not None else meant or NOTHING)
        )
        source = "lamps as the trainer read them; which letter has which code: assumed"
    else:
        given = snapshot.network_answer
        facts.append(("most probable", NOTHING if given is None else names[given]))
        best = sorted(zip(snapshot.network.probabilities.tolist(), names, strict=True), reverse=True)[:3]
        facts += [(f"{name}", f"{value:.1%}") for value, name in best if given is not None]
        source = "worked out before it learned from this picture"
    return Card(title=f"What {name_of(learner)} says", facts=facts, source=source)


def kind(learner: NetworkLearner) -> Card:
    """The network's layers and how it learns."""
    numbers = ("numbers to learn", f"{learner.network.parameters.values.size:,}")
    return Card(
        title="Which network it is", facts=(*_settings(learner.spec), numbers), source="the settings of this run"
    )


def another_network(change: Change) -> Card:
    """From where on it was another network, and which; what it cost and got wrong before is counted on."""
    facts = (
        ("after about", f"{change.exposures:,} exposures"),
        ("at", f"{duration(change.time_s)} on the machine's clock"),
        ("", "errors, time and work go on from what they were"),
        *_settings(change.spec),
    )
    return Card(title="From here on another network", facts=facts, source="asked for by who looks on")


def _settings(spec: NetworkSpec) -> list[tuple[str, str]]:
    facts = [
        ("filters", f"{spec.filters} of {spec.filter_cells} × {spec.filter_cells} cells") if spec.filters else ("", ""),
        ("hidden layers", " → ".join(map(str, spec.hidden)) or "none"),
        ("activation", called(spec.activation)),
        ("loss", called(spec.loss)),
        ("optimizer", optimizer_called(spec.optimizer)),
        ("learning rate", f"{spec.rate:g}"),
        ("pictures for one step", str(spec.batch)),
    ]
    return [fact for fact in facts if fact[1]]
