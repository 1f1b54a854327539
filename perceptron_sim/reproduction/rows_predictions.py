"""The rows of history's section 8 that are predictions, formulas and a later sequel (13 to 20)."""

import math
from collections.abc import Iterator

from hardware.theory import normal_probability
from perceptron_sim.evidence import firing, r57
from perceptron_sim.reproduction.claim import Claim, Figure, Source, Span, about, at_most, exactly, more_than
from perceptron_sim.reproduction.predictions import TABLE_1, TABLE_1_SHARE, TABLE_1_STIMULI

R57 = Source("R57", "F. Rosenblatt", "January 1957")
RT58 = Source("RT58 Fig. 5", "F. Rosenblatt", "summer 1958")
PR58 = Source("PR58", "F. Rosenblatt", "1958")
KUSSUL = Source("Kussul 2001", "E. Kussul, T. Baidyk and others", "2001")
SQUARES_CIRCLES = "100 A-units, 100 squares and 100 circles taught"
COMPUTED = "C"
TENTH, HALF = 0.10, 0.50  # of the retina lit
PRINTED_PHI = ".987"  # beside the Z of 2.237
LOST = "the patterns of its Fig. 6 cannot be read in the copy consulted"


def _rt58(what: str, printed: str, name: str) -> Claim:
    return Claim(
        number="8.13",
        what=what,
        source=RT58,
        certainty="P",
        printed=printed,
        span=about(printed),
        figure=Figure(measure="rt58", name=name, form=".3f"),
    )


PREDICTIONS = (
    _rt58(f"{SQUARES_CIRCLES}: right of these", ".92", "taught"),
    _rt58(f"{SQUARES_CIRCLES}: right of new ones", ".85", "new"),
    _rt58("100 A-units, endless training: right of what was taught", ".887", "taught, endless"),
    _rt58("100 A-units, endless training: right of new ones", ".887", "new, endless"),
    *(
        Claim(
            number="8.16",
            what=f"64 A-units, six stimuli, three to a response{exchanged}: right",
            source=Source("R57 App. II", "F. Rosenblatt", "January 1957"),
            certainty="P",
            printed="6 of 6",
            untestable=f"{LOST}; by its printed sums {right} of 6 are right",
        )
        for exchanged, (_, right) in zip(("", ", responses exchanged"), r57.appendix(), strict=True)
    ),
    Claim(
        number="8.16",
        what="expected overlap of two of its stimuli",
        source=Source("R57 App. II", "F. Rosenblatt", "January 1957"),
        certainty="P",
        printed="5/16",
        untestable=LOST,
    ),
    Claim(
        number="8.17",
        what="random dots in two classes: right of new ones",
        source=PR58,
        certainty="S",
        printed="0.5",
        span=about("0.5"),
        figure=Figure(measure="ideal-environment", name="new", form=".3f"),
    ),
    Claim(
        number="8.17",
        what="random dots: recall falls as more is learned; by how much from few to very many",
        source=PR58,
        certainty="S",
        printed="falls",
        span=more_than(0.0),
        figure=Figure(measure="ideal-environment", name="recall falls by", form=".3f", least=-1.0),
    ),
    Claim(
        number="8.17",
        what="random dots: right of what was taught, after very many",
        source=PR58,
        certainty="S",
        printed="to 0.5",
        span=about("0.5"),
        figure=Figure(measure="ideal-environment", name="recall late", form=".3f"),
        remark="a limit, read to one digit",
    ),
    *(
        Claim(
            number="8.18",
            what=f"better than chance where P_c12 < P_a < P_c11: {task}, right of new ones",
            source=PR58,
            certainty="S",
            printed="more than 0.5",
            span=more_than(0.5),
            figure=Figure(measure="overlaps", name=name, form=".3f"),
            remark="only machines count for which the condition holds",
        )
        for task, name in (("squares left or right", "halves"), ("squares or circles", "figures"))
    ),
    Claim(
        number="8.19",
        what="that x, y, theta, omega, N_A and N_R predict everything",
        source=PR58,
        certainty="S",
        printed="everything",
        untestable="no figure is printed, nor which experiment would show it",
    ),
    Claim(
        number="8.20",
        what="handwritten digits of MNIST, 3 + 3 wires, 1,000 to 128,000 A-units: errors of 10,000",
        source=KUSSUL,
        certainty="P",
        printed="1,864 to 207",
        untestable="MNIST does not ship with the simulator; other digits would test another claim",
    ),
)


def _firing_formula() -> Iterator[Claim]:
    for setting, known in zip(firing.settings(), (x for row in firing.KNOWN.values() for x in row), strict=True):
        yield Claim(
            number="8.14",
            what=f"{setting}",
            source=Source("R57 Eq. 2", "F. Rosenblatt", "January 1957"),
            certainty=COMPUTED,
            printed=f"{known:.4f}",
            span=about(f"{known:.4f}"),
            exact=setting.formula,
        )

    balanced, excitatory = (
        firing.Setting(*wires, HALF).formula / firing.Setting(*wires, TENTH).formula
        for wires in ((5, 5, 1), (10, 0, 4))
    )
    yield Claim(
        number="8.14",
        what="x = y flattens the curve: how much P_a grows from a tenth to a half lit, as a share of that with y = 0",
        source=Source("PR58 Fig. 4", "F. Rosenblatt", "1958"),
        certainty="S",
        printed="less than 1",
        span=at_most(1.0),
        exact=balanced / excitatory,
        remark="x, y, θ = 5, 5, 1 against 10, 0, 4",
    )


def _firing_measured() -> Iterator[Claim]:
    for setting in firing.settings():
        yield Claim(
            number="8.14",
            what=f"{setting}",
            source=Source("R57 Eq. 1", "F. Rosenblatt", "January 1957"),
            certainty=COMPUTED,
            printed=f"{setting.exact:.4f}",
            span=exactly(setting.exact),
            figure=Figure(measure="firing", name=str(setting), form=".4f"),
        )


def _table_1() -> Iterator[Claim]:
    for entry in r57.entries():
        printed = entry.printed.replace(",", "")
        yield Claim(
            number="8.15",
            what=f"Z: P_a = {entry.firing_share:.2f}, N_A = {entry.a_units}; {entry.stimuli:,} stimuli to a response",
            source=Source("R57 Table 1", "F. Rosenblatt", "January 1957"),
            certainty="P",
            printed=entry.printed,
            span=about(printed),
            exact=entry.z,
            form="#.4g",
            remark=f"{entry.rough_z:#.4g} if the term in P_a⁴ is left out"
            if entry.firing_share < TABLE_1_SHARE
            else "",
        )

    last = next(entry for entry in r57.entries() if entry.printed == "2.237")
    yield Claim(
        number="8.15",
        what=f"Φ(Z): P_a = {last.firing_share:.2f}, N_A = {last.a_units}; {last.stimuli:,} stimuli to a response",
        source=Source("R57 Table 1", "F. Rosenblatt", "January 1957"),
        certainty="P",
        printed=PRINTED_PHI,
        span=about(PRINTED_PHI),
        exact=normal_probability(last.z),
        remark=f"{normal_probability(last.rough_z):.4f} if the term in P_a⁴ is left out",
    )


def _table_1_tried() -> Iterator[Claim]:
    """The probability that each printed Z stands for, beside stimuli that were in fact recalled."""
    for entry in r57.entries():
        if entry.firing_share == TABLE_1_SHARE and entry.a_units in TABLE_1 and entry.stimuli in TABLE_1_STIMULI:
            z = about(entry.printed)
            low, high = normal_probability(z.low), normal_probability(z.high)
            yield Claim(
                number="8.15",
                what=f"share recalled: P_a = .10, N_A = {entry.a_units}; {entry.stimuli:,} stimuli to a response",
                source=Source("R57 Table 1", "F. Rosenblatt", "January 1957"),
                certainty=COMPUTED,
                printed=f"Φ({entry.printed}) = {normal_probability(float(entry.printed)):.4f}",
                span=Span(low, high),
                figure=Figure(measure="table-1", name=f"{entry.a_units}, {entry.stimuli}", form=".4f"),
                remark=f"{normal_probability(_independent_z(entry)):.4f} if A-units are independent",
            )


def _independent_z(entry: r57.Entry) -> float:
    """Z where another stimulus finds an A-unit as often as any does: P_c = P_a, and a variance of P_a - P_a**2.

    R57 takes P_c = 0 and P_a**3 - P_a**4.
    """
    share = entry.firing_share
    variance = 2 * entry.stimuli * (share - share**2) / (entry.a_units * share)
    return (1 - share) / math.sqrt(variance)


FIRING_FORMULA, FIRING_MEASURED = tuple(_firing_formula()), tuple(_firing_measured())
TABLE_1_FORMULA, TABLE_1_TRIED = tuple(_table_1()), tuple(_table_1_tried())
