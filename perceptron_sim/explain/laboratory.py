"""What the laboratory says: where an experiment is shown, what it will take, how a run stands."""

from collections.abc import Mapping
from dataclasses import dataclass

from hardware import Mark1Spec
from modern import parameter_count
from perceptron_sim.experiments.experiment import Experiment
from perceptron_sim.experiments.words import counted
from perceptron_sim.network_spec import NetworkSpec
from perceptron_sim.quantities import count, short_duration
from perceptron_sim.reopening import Agreement, PastRun

IN_RACE = "in the view Race"
OWN_PICTURES = "needs your pictures"
# Beside the names of experiments as they usually are; settings may change that.
NOTES: Mapping[str, str] = {
    "wiring": IN_RACE,
    "exposure-too-short": IN_RACE,
    "rules": IN_RACE,
    "optimizer-race": IN_RACE,
    "race": IN_RACE,
    "data": OWN_PICTURES,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Taking:
    """What a run takes at most. Machine time lies between that without and that with a correction every time.

    Of the pictures *taught* a pass shows *pass_length*, most often all.
    """

    taught: int
    pass_length: int
    passes: int
    until_errorless: bool
    least_s: float | None
    most_s: float | None
    lanes: int
    weights: int | None

    @property
    def exposures(self) -> int:
        """How many exposures it can come to."""
        return self.pass_length * self.passes


def taking(experiment: Experiment) -> Taking:
    """What a run of *experiment* takes."""
    taught, lanes = len(experiment.stimuli), experiment.lanes()
    machine = next((lane.spec for lane in lanes if isinstance(lane.spec, Mark1Spec)), None)
    network = next((lane.spec for lane in lanes if isinstance(lane.spec, NetworkSpec)), None)
    rows, columns = experiment.stimuli.images.shape[1:]
    least = most = weights = None
    if machine is not None:
        timing = machine.timing
        exposures = experiment.pass_length * experiment.passes
        least = exposures * (timing.exposure_s + timing.interval_s)
        most = least + exposures * timing.pulse_s
    if network is not None:
        weights = parameter_count(network.layers((rows, columns), len(experiment.class_names)), (rows * columns,))
    return Taking(
        taught=taught,
        pass_length=experiment.pass_length,
        passes=experiment.passes,
        until_errorless=experiment.until_errorless,
        least_s=least,
        most_s=most,
        lanes=len(lanes),
        weights=weights,
    )


def taking_in_words(told: Taking) -> list[tuple[str, str]]:
    """What, and how much of it."""
    lines = [("exposures, at most", f"{told.exposures:,}"), ("pictures taught", f"{told.taught:,}")]
    lines.append(("passes, at most", f"{told.passes:,}"))
    if told.least_s is not None and told.most_s is not None:
        lines.append(("machine time, assumed", f"{short_duration(told.least_s)} to {short_duration(told.most_s)}"))
    if told.weights is not None:
        lines.append(("weights of the network", count(told.weights)))
    if told.lanes > 2:
        lines.append(("learners", str(told.lanes)))
    return lines


def ending_in_words(told: Taking) -> str:
    """When it ends."""
    if told.passes == 1:
        return "It ends after its one pass, whatever the learners do."
    rounds = -(-told.taught // told.pass_length)  # passes that it takes to show all
    if told.until_errorless and 1 < rounds <= told.passes:
        return f"It ends sooner: once no learner has erred in {rounds} passes on end, which show every picture."
    if told.until_errorless and rounds == 1:
        return "It ends sooner: after the first pass in which no learner errs."
    return "It goes through all passes, whatever the learners do."


def agreement_in_words(past: PastRun, found: Agreement, exposures: int) -> tuple[bool | None, str]:
    """Whether what comes out is what came out then, None while nobody knows; and that in a sentence."""
    if found is Agreement.SAME_DIGEST:
        return True, f"The same digest: {past.digest and past.digest[:12]}… after {past.exposures:,} exposures."
    if found is Agreement.SAME_PASSES:
        if past.digest is None:
            return True, f"The same errors in every pass, up to exposure {past.exposures:,}."
        return True, f"The same errors in every pass; digests are compared at exposure {past.exposures:,} exactly."
    if found is Agreement.OTHER:
        on = f" It was computed on {past.computed_on}." if past.computed_on else ""
        return False, f"Something else has come out than then.{on}"
    if not past.exposures:
        return None, "Nothing had come of it when it was stopped: there is nothing to compare."
    left = past.exposures - exposures
    ahead = f"In {counted(left, 'exposure')}" if left > 0 else "At the end"
    if past.digest is None:
        return None, f"{ahead} its errors will be compared with those of then."
    return None, f"{ahead} it will be told whether it is the same run, bit by bit."


def past_in_words(past: PastRun) -> str:
    """Which run it is."""
    row = f", row {past.row}" if past.row else ""
    return f"{past.folder.name or past.folder}{row}: {past.experiment.name}, seed {past.experiment.seed}"
