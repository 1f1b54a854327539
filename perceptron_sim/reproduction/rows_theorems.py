"""The rows of history's section 9: what is proven, beside practice."""

from collections.abc import Iterator

from perceptron_sim.reproduction.capacity import ALL_WEIGHTS, WEIGHTS
from perceptron_sim.reproduction.claim import Claim, Figure, Source, about, at_most, exactly, more_than
from perceptron_sim.reproduction.intervals import Kind

NOV = Source("NOV", "F. Rosenblatt, H. D. Block, A. Novikoff", "1960-63")
BOUND = Source("textbooks", "A. Novikoff", "1962")
COVER = Source("Cover 1965", "T. M. Cover", "1965")
PERCEPTRONS = Source("Perceptrons", "M. Minsky and S. Papert", "1969")
RT58 = Source("RT58 p. 6", "F. Rosenblatt", "summer 1958")
PR58 = Source("PR58 p. 405", "F. Rosenblatt", "1958")
OURS = Source("computed", "a consequence", "here")


SPANS = {"never": exactly(0.0), "can be": more_than(0.0)}  # of the share of machines


def _all_machines(number: str, what: str, source: Source, certainty: str, printed: str, *figure: str) -> Claim:
    measure, name = figure
    return Claim(
        number=number,
        what=what,
        source=source,
        certainty=certainty,
        printed=printed,
        span=SPANS.get(printed, exactly(1.0)),
        figure=Figure(measure=measure, name=name, kind=Kind.WILSON),
        remark="the share of machines",
    )


THEOREMS = (
    _all_machines("9.1", "60 planted patterns: error correction ends", NOV, "P-abs", "always", "planted", "ended"),
    _all_machines(
        "9.1", "the alphabet is separable on every R-unit's A-units", NOV, "P-abs", "premise", "bound", "separable"
    ),
    _all_machines("9.1", "and error correction of it ends", NOV, "P-abs", "always", "bound", "assumed: ended"),
    _all_machines("9.2", "planted patterns, steps all alike: within (R/γ)²", BOUND, "S", "always", "planted", "within"),
    _all_machines(
        "9.2", "the alphabet, steps all alike: within (R/γ)²", BOUND, "S", "always", "bound", "ideal: within"
    ),
    _all_machines(
        "9.2", "the alphabet, motors as assumed: within (R/γ)²", BOUND, "S", "always", "bound", "assumed: within"
    ),
    *(
        Claim(
            number="9.2",
            what=f"{what}: corrections as a share of (R/γ)²",
            source=BOUND,
            certainty="S",
            printed="at most 1",
            span=at_most(1.0),
            figure=Figure(measure=measure, name=name, form=".3f"),
        )
        for what, measure, name in (
            ("planted patterns, steps all alike", "planted", "share of the bound"),
            ("the alphabet, steps all alike", "bound", "ideal: share of the bound"),
            ("the alphabet, motors as assumed", "bound", "assumed: share of the bound"),
        )
    ),
    _all_machines(
        "9.3",
        "between near stops the theorem fails: lessons that never end",
        OURS,
        "C",
        "can be",
        "planted",
        "never ends",
    ),
    Claim(
        number="9.5",
        what="parity of 11 cells, all patterns, A-units of 10 wires: the largest sum of (−1)^parity × fires",
        source=PERCEPTRONS,
        certainty="C",
        printed="0",
        span=exactly(0.0),
        figure=Figure(measure="parity", name="largest", form=".0f", most=float("inf")),
    ),
    _all_machines(
        "9.5",
        "parity of 6 cells, all patterns, A-units of 4 wires: learned",
        PERCEPTRONS,
        "C",
        "never",
        "parity",
        "learned",
    ),
    Claim(
        number="9.5",
        what="connectedness has no finite order",
        source=PERCEPTRONS,
        certainty="S",
        printed="of no order",
        untestable="it speaks of retinas that grow without end; the experiment connectedness shows one of them",
    ),
    Claim(
        number="9.6",
        what="that more layers would be sterile",
        source=PERCEPTRONS,
        certainty="S",
        printed="conjecture",
        untestable="no figure is printed; it was an opinion, not a theorem",
    ),
    Claim(
        number="9.7",
        what="no relative judgement, no abstraction of relations",
        source=PR58,
        certainty="S",
        printed="no figure",
        untestable="no figure is printed, nor a task",
    ),
    _all_machines(
        "9.8",
        "class C, left to itself, comes to say 1, or 0, to everything",
        RT58,
        "P",
        "always",
        "spontaneous",
        "C: one answer",
    ),
    _all_machines(
        "9.8",
        "class C', whose values decay, sorts squares left from right",
        RT58,
        "P",
        "sorts",
        "spontaneous",
        "C': told apart",
    ),
)


def _capacity() -> Iterator[Claim]:
    kinds = (
        ("separable on the A-units", "capacity", "{}", False),
        ("learned by error correction without stops", "capacity-learned", "program, {}", True),
        ("learned by the Mark I", "capacity-learned", "machine, {}", True),
    )
    for words, measure, name, bounded in kinds:
        for weights in WEIGHTS:
            yield _patterns(weights, words, measure, name.format(weights), bounded)
        if measure == "capacity":
            yield _patterns(ALL_WEIGHTS, words, "capacity-512", f"{ALL_WEIGHTS}", bounded)


def _patterns(weights: int, words: str, measure: str, name: str, bounded: bool) -> Claim:
    twice = 2 * weights
    return Claim(
        number="9.4",
        what=f"{weights} weights: random patterns {words}",
        source=COVER,
        certainty="M",
        printed=f"{'at most ' if bounded else ''}2 N = {twice:,}",
        span=at_most(twice) if bounded else about(f"{twice}"),
        figure=Figure(measure=measure, name=name, form=".1f", most=4.0 * weights),
    )


CAPACITY = tuple(_capacity())
