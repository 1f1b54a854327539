"""What there is to know of the laboratory's figures: what a run takes, how the one that goes on stands."""

from collections.abc import Sequence

from perceptron_sim.experiments.words import counted
from perceptron_sim.explain.laboratory import Taking, ending_in_words, taking_in_words
from perceptron_sim.frontend.view import Card, Key
from perceptron_sim.frontend.views.laboratory.learners import Shown
from perceptron_sim.ledger import Score
from perceptron_sim.snapshot import SessionSnapshot

TAKING, FIGURE, CURVE = "what it takes", "figures", "curves"
FIGURES = ("errors so far", "right, of the last", "never taught, right", "machine time", "multiply-adds")
MOST_POINTS = 400  # of a curve on a card
ASSUMED = "exposure, interval and pulse are assumed"


def figure_card(key: Key, told: Taking | None, snapshot: SessionSnapshot, learners: Sequence[Shown]) -> Card | None:
    """The card of the figure *key*; None for what is none."""
    named = {one.name: one for one in learners}
    match key:
        case (kind, int(number)) if kind == TAKING:
            return card_of_taking(told, number)
        case (kind, str(name), int(number)) if kind == FIGURE and name in named and number < len(FIGURES):
            return card_of_figure(snapshot.scores[name], named[name], number)
        case (kind, str(name)) if kind == CURVE and name in named:
            score = snapshot.scores[name]
            return _with_curve(f"The course of {named[name].called}", _facts(score), score, "computed", "")
    return None


def card_of_taking(told: Taking | None, number: int) -> Card | None:
    """How a figure of what a run takes comes about."""
    lines = taking_in_words(told) if told else []
    if told is None or number >= len(lines):
        return None
    what, value = lines[number]
    each_pass = f"{counted(told.pass_length, 'picture')} a pass × {counted(told.passes, 'pass', 'passes')}"
    plan = (each_pass, f"= {counted(told.exposures, 'exposure')}")
    if "machine time" in what and told.least_s is not None and told.most_s is not None:
        each = (told.least_s / told.exposures, told.most_s / told.exposures)
        sums = [f"{told.exposures:,} × {one:g} s = {one * told.exposures:,.0f} s" for one in each]
        return Card(title=what, facts=((what, value),), arithmetic=sums, certainty="assumed", source=ASSUMED)
    arithmetic = plan if "exposures" in what else ()
    return Card(title=what, facts=((what, value), ("it ends", ending_in_words(told))), arithmetic=arithmetic)


def card_of_figure(score: Score, learner: Shown, number: int) -> Card:
    """A figure of the run that goes on, with the course it took."""
    facts = [("learner", learner.called), ("exposures answered", f"{score.exposures:,}"), *_facts(score)]
    certainty, source = ("assumed", ASSUMED) if learner.machine and number == 3 else ("computed", "")
    return _with_curve(f"{FIGURES[number]}, {learner.called}", facts, score, certainty, source)


def _facts(score: Score) -> list[tuple[str, str]]:
    shares = (("right, of the last", score.recent), ("right, never taught", score.held_out))
    told = [(what, f"{100 * share:.0f} %") for what, share in shares if share is not None]
    passes = [("first pass without an error", f"{score.errorless_pass:,}")] if score.errorless_pass else []
    return [("errors so far", f"{score.errors:,}"), *told, ("passes ended", f"{score.passes:,}"), *passes]


def _with_curve(title: str, facts: list[tuple[str, str]], score: Score, certainty: str, source: str) -> Card:
    step = max(1, len(score.curve) // MOST_POINTS)
    history = [100 * float(value) for value in score.curve[::step]]
    return Card(
        title=title,
        facts=facts,
        history=history,
        history_unit="% right of the last",
        certainty=certainty,
        source=source,
    )
