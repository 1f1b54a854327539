"""A race: who stands where, what each lane answered last, and how its figures come about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from perceptron_sim.experiments.lane import Lane
from perceptron_sim.experiments.words import begun, called, counted, joined
from perceptron_sim.explain import score as explained
from perceptron_sim.explain.score import Figure
from perceptron_sim.learner import MARK1, FloatArray, Trial
from perceptron_sim.ledger import PassResult, Score
from perceptron_sim.quantities import NOTHING, count, duration, share, short_duration

MOST_LEADERS = 3  # by name, in a sentence
NEVER = float("inf")  # the pass of who had none without an error
KINDS = {True: "machine of 1960", False: "network of today"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Runner:
    """One lane at this instant: its *place* counted from 1, None before the first exposure."""

    lane: Lane
    place: int | None
    score: Score

    @property
    def trial(self) -> Trial | None:
        """Its latest in the course; what visitors show is not of the race."""
        return self.score.last

    @property
    def machine(self) -> bool:
        """Whether it is a Mark I."""
        return self.lane.kind == MARK1

    @property
    def words(self) -> str:
        """What it is called: "The Mark I", "Adam", "alpha-seed-3"."""
        return begun(called(self.lane.name)) if self.lane.name in (MARK1, "modern") else self.lane.name


@dataclass(frozen=True, slots=True, kw_only=True)
class RaceNow:
    """All lanes at this instant, the best first.

    *image* (rows, columns) and *label* are the picture that all have answered last, None before the first; so many
    images are *taught*, and so many *unseen* are asked after every pass.
    """

    runners: tuple[Runner, ...]
    image: FloatArray | None
    label: int | None
    class_names: tuple[str, ...]
    exposures: int
    pass_number: int
    pass_limit: int
    exposure_limit: int
    finished: bool
    taught: int
    unseen: int
    results: Sequence[PassResult]

    def runner(self, name: str) -> Runner | None:
        """The lane *name*, if there is one."""
        return next((one for one in self.runners if one.lane.name == name), None)

    @property
    def right(self) -> int:
        """How many lanes named the last picture rightly."""
        return sum(one.trial is not None and one.trial.right for one in self.runners)


def standing(lanes: Sequence[Lane], scores: Mapping[str, Score]) -> tuple[Runner, ...]:
    """The *lanes*, the best first; those that stand alike share a place and keep the order of their lanes."""
    ordered = sorted(lanes, key=lambda lane: _merit(scores[lane.name]))
    runners: list[Runner] = []
    for number, lane in enumerate(ordered, 1):
        score = scores[lane.name]
        before = runners[-1] if runners else None
        alike = before is not None and _merit(before.score) == _merit(score)
        place = before.place if before is not None and alike else number
        runners.append(Runner(lane=lane, place=place if score.exposures else None, score=score))
    return tuple(runners)


def _merit(score: Score) -> tuple[float, float, int]:
    """The less, the better: who came through first; of the others, who is more right now; then the fewer errors."""
    through = score.errorless_pass is not None
    return score.errorless_pass or NEVER, 0.0 if through else -(score.recent or 0.0), score.errors


def answer_of(trial: Trial | None, class_names: Sequence[str]) -> str:
    """What was answered: a class, "none" where the lamps mean none, a dash before the first exposure."""
    if trial is None:
        return NOTHING
    return "none" if trial.answer is None else class_names[trial.answer]


def costs_of(runner: Runner) -> tuple[str, str]:
    """What a lane has spent: a machine its time and its motors', a network its multiply-adds and computing."""
    score = runner.score
    if not score.exposures:
        return NOTHING, NOTHING
    if runner.machine:
        return short_duration(score.simulated_s), f"{short_duration(score.motor_s)} in all motors"
    return f"{count(score.multiply_adds)} multiply-adds", f"{explained.in_seconds(score.wall_s)} computing"


def cost_in_short(runner: Runner) -> str:
    """The same on one line: of a machine both times, of a network its work."""
    score = runner.score
    if not score.exposures or not runner.machine:
        return costs_of(runner)[0]
    return f"{short_duration(score.simulated_s)} · motors {short_duration(score.motor_s)}"


def happening(now: RaceNow) -> str:
    """One sentence on the race, in words a ten-year-old follows."""
    runners = now.runners
    if not now.exposures:
        return f"{counted(len(runners), 'learner')} {'waits' if len(runners) == 1 else 'wait'} for the first picture."
    leaders = [one for one in runners if one.place == 1]
    several = len(leaders) > 1
    if leaders[0].score.errorless_pass is not None:
        return f"{_named(leaders)} {'have' if several else 'has'} won: {_won(now)}"
    if now.finished:
        return "The race is over, and nobody had a pass without an error."
    if len(leaders) == len(runners) > 1:
        return "All are level so far."
    asked = min(leaders[0].score.exposures, now.taught)
    right = round((leaders[0].score.recent or 0.0) * asked)
    return f"{_named(leaders)} {'lead' if several else 'leads'}: {right} of the last {asked} pictures named rightly."


def _won(now: RaceNow) -> str:
    """In which pass the first had no error, and how the others stand."""
    number, all_ = now.runners[0].score.errorless_pass, len(now.runners)
    rest = sum(one.score.errorless_pass is None for one in now.runners)
    behind = f"{rest} of {all_} never had such a pass" if now.finished else f"{rest} of {all_} had no such pass yet"
    return f"no error in the whole of pass {number}; {behind if rest else f'all {all_} are through'}."


def _named(runners: Sequence[Runner]) -> str:
    names = [begun(one.words) if not number else called(one.lane.name) for number, one in enumerate(runners)]
    return joined(names) if len(names) <= MOST_LEADERS else f"{len(names)} learners"


# Cards.


def lane_figure(runner: Runner, now: RaceNow) -> Figure:
    """A lane and its course."""
    score, of = runner.score, len(now.runners)
    found = explained.recent(runner.lane.name, score, now.taught)
    facts = [("kind", KINDS[runner.machine])]
    facts += [("how it differs", runner.lane.about)] if runner.lane.about else []
    facts += [("seed of its own", f"{runner.lane.seed:,}")] if runner.lane.seed is not None else []
    facts += [
        ("place", f"{runner.place} of {of}" if runner.place else NOTHING),
        ("errors so far", f"{score.errors:,}"),
        ("first pass without an error", explained.ordinal(score.errorless_pass)),
        ("never taught, right", share(score.held_out)),
    ]
    return Figure(
        title=runner.words,
        facts=facts,
        arithmetic=found.arithmetic if score.exposures else (),
        history=found.history,
        history_unit=f"% right of the last {now.taught:,}",
        source="places: who came through a pass first; before that, who is right more often now; then fewer errors",
    )


def answer_figure(runner: Runner, now: RaceNow) -> Figure:
    """What a lane answered to the last picture."""
    trial, title = runner.trial, f"What {called(runner.lane.name)} answered"
    if trial is None:
        return Figure(title=title, facts=(("shown", NOTHING),), arithmetic=())
    facts = [
        ("shown", now.class_names[trial.label]),
        ("answered", answer_of(trial, now.class_names)),
        ("so it was", "✓ right" if trial.right else "✗ wrong"),
        ("its exposure", f"{trial.exposure:,}"),
    ]
    if trial.code is not None:
        facts.append(("R-lamps, R1 first", trial.code))
    if trial.loss is not None:
        facts.append(("loss, before it learned", f"{trial.loss:.4g}"))
    return Figure(title=title, facts=facts, arithmetic=(), source="recorded by this run when the picture was over")


def errorless_figure(runner: Runner, now: RaceNow) -> Figure:
    """The passes of a lane, and which was its first without an error."""
    score, name = runner.score, runner.lane.name
    errors = [result.errors[name] for result in now.results[-explained.KEPT :]]
    last = score.passes
    begin = int(score.pass_ends[last - 2]) if last > 1 else 0
    seen = score.right[begin : int(score.pass_ends[last - 1])] if last else score.right[:0]
    wrong = int((~seen).sum())
    return Figure(
        title=f"Passes without an error: {runner.words}",
        facts=(
            ("first pass without an error", explained.ordinal(score.errorless_pass)),
            ("passes over", f"{last:,} of at most {now.pass_limit:,}"),
        ),
        arithmetic=(f"pass {last:,}: {seen.size} answers − {seen.size - wrong} right", f"= {counted(wrong, 'error')}")
        if last
        else (),
        history=errors,
        history_unit="errors in each pass",
    )


def cost_figure(runner: Runner, now: RaceNow) -> Figure:
    """What a lane has spent, all together and for each exposure."""
    score, number = runner.score, max(1, runner.score.exposures)
    each = f"{score.exposures:,} exposures"
    if not runner.machine:
        return Figure(
            title=f"What {called(runner.lane.name)} cost",
            facts=(
                ("computing, measured here", explained.in_seconds(score.wall_s)),
                ("multiply-adds", f"{score.multiply_adds:,}"),
            ),
            arithmetic=(f"{score.multiply_adds:,} : {each}", f"= {count(score.multiply_adds / number)} each"),
            source="multiply-adds: counted from the shapes of the layers; computing: by this computer's clock",
        )
    return Figure(
        title=f"What {called(runner.lane.name)} cost",
        facts=(
            ("time by its own clock", duration(score.simulated_s)),
            ("motors running, all together", duration(score.motor_s)),
            ("turned", f"{count(score.turned_deg)}°"),
        ),
        arithmetic=(
            f"{score.simulated_s:,.1f} s : {each} = {score.simulated_s / number:.2f} s each",
            f"{score.motor_s:,.1f} s of motors : {each}",
            f"= {score.motor_s / number:.2f} s of motors each",
        ),
        certainty="assumed",
        source=explained.TIMES,
    )


def unseen_figure(runner: Runner, now: RaceNow) -> Figure:
    """How a lane names what is never taught."""
    found = explained.held_out(runner.lane.name, runner.score, now.results, now.unseen)
    return replace(found, title=f"Unseen pictures: {runner.words}")


def share_figure(runner: Runner, now: RaceNow) -> Figure:
    """The share of right answers in the last pass's worth."""
    found = explained.recent(runner.lane.name, runner.score, now.taught)
    return replace(found, title=f"Right answers, of the last {now.taught:,}: {runner.words}")


FIGURES = {
    "lane": lane_figure,
    "answer": answer_figure,
    "share": share_figure,
    "unseen": unseen_figure,
    "errorless": errorless_figure,
    "cost": cost_figure,
}
"""What there is to know of each cell of a lane's row."""
