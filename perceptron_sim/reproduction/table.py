"""The bench as Markdown: for the terminal figures and verdicts, for a file all that they rest on."""

from collections.abc import Iterator, Sequence
from typing import Any

from perceptron_sim.evidence.table import aligned
from perceptron_sim.reproduction.bench import Reproduction, Row, Varied
from perceptron_sim.reproduction.claim import RULE, Claim, Verdict
from perceptron_sim.reproduction.groups import GROUPS, NAMES
from perceptron_sim.reproduction.intervals import Estimate, Kind
from perceptron_sim.reproduction.parameters import parameters_of

SHORT = ("row", "claim", "printed", "ours", "95 % interval", "verdict")
FULL = ("row", "claim", "source", "printed", "ours", "95 % interval", "over", "verdict", "note")
TAGS = {
    "P": "text of the original seen",
    "P-abs": "only its opening seen",
    "S": "told by others who cite it",
    "C": "worked out from its formula",
    "M": "remembered, seen in no source",
}
NOTHING = "–"
INTERVALS = {Kind.STUDENT: "t", Kind.WILSON: "W", Kind.EXACT: ""}


def overview(found: Reproduction) -> str:
    """For the terminal: the groups with their short rows, and how many of each verdict."""
    parts = [f"{title}\n\n{aligned(SHORT, map(_short, rows))}\n" for title, _, rows in _grouped(found)]
    return "\n".join([*parts, counted_in_words(found), f"Digest of all figures: {found.digest}"])


def document(found: Reproduction) -> str:
    """For a file: the rule, what is assumed, all rows in full, and how far those that differ move."""
    return "\n".join([*_opening(found), *_parameters(found), *_rows(found), *_sensitivity(found)])


def counted_in_words(found: Reproduction) -> str:
    """How many rows there are, and of which verdict."""
    counts = found.counts()
    agree, differ, rest = (counts[verdict] for verdict in (Verdict.AGREES, Verdict.DIFFERS, Verdict.UNTESTABLE))
    return f"{len(found.rows)} rows: {agree} agree, {differ} differ, {rest} cannot be tested."


def written(value: float, form: str) -> str:
    """*value* as its row writes numbers: shares in per cent, minus signs as such."""
    if form.endswith("%"):
        return f"{100 * value:{form[:-1]}f} %".replace("-", "−")
    return f"{value:{form}}".rstrip("." if "g" in form else "").replace("-", "−")


def form_of(claim: Claim) -> str:
    """How the numbers of *claim* are written."""
    return claim.figure.form if claim.figure else claim.form


def setting_in_words(value: Any) -> str:
    """A parameter's value."""
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _grouped(found: Reproduction) -> Iterator[tuple[str, str, list[Row]]]:
    """Title, what its reader should know, and rows of each group of which there are any."""
    for group in GROUPS:
        rows = [row for row in found.rows if any(row.claim is claim for claim in group.claims)]
        if rows:
            yield group.title, group.about, rows


def _short(row: Row) -> tuple[str, ...]:
    return NAMES[row.claim], row.claim.what, row.claim.printed, _ours(row), _interval(row), str(row.verdict)


def _ours(row: Row) -> str:
    return NOTHING if row.ours is None else written(row.ours.value, form_of(row.claim))


def _interval(row: Row) -> str:
    return (
        NOTHING if row.ours is None or row.ours.kind is Kind.EXACT else interval_in_words(row.ours, form_of(row.claim))
    )


def interval_in_words(ours: Estimate, form: str) -> str:
    """From its lower to its upper end."""
    return f"{written(ours.low, form).removesuffix(' %')} to {written(ours.high, form)}"


def _opening(found: Reproduction) -> Iterator[str]:
    size = found.size
    yield f"{counted_in_words(found)}\n"
    yield "## How to read it\n"
    yield f"{RULE}\n"
    tags = "; ".join(f"{tag}: {words}" for tag, words in TAGS.items())
    yield (
        f"The letter behind a source says how its figure is known. {tags}. "
        "Rows that begin with 8 are what was printed, with 9 what is proven; rows of one number belong to one claim.\n"
    )
    varied = f", {size.varied} for each varied value" if size.varied else ""
    yield (
        f"*over* is the number of seeds, which are 0, 1, 2 and so on{varied}. *t* is Student's interval of a mean, *W* "
        "Wilson's of a count. No interval: a closed form.\n"
    )


def _parameters(found: Reproduction) -> Iterator[str]:
    yield "## What is assumed\n"
    yield (
        "All of it stands in one file, `perceptron_sim/reproduction/parameters.py`, and every row takes it from there. "
        "Of the machine itself all else is as `perceptron-sim provenance` lists it.\n"
    )
    lines = [
        (
            f"`{one.name}`",
            setting_in_words(one.value),
            str(one.certainty),
            "; ".join(map(setting_in_words, one.vary)) or NOTHING,
            one.why,
        )
        for one in parameters_of(found.parameters)
    ]
    yield aligned(("parameter", "value", "certainty", "also tried", "why"), lines) + "\n"


def _rows(found: Reproduction) -> Iterator[str]:
    for title, about, rows in _grouped(found):
        yield f"## {title}\n"
        yield f"{about}\n"
        yield aligned(FULL, map(full_cells, rows)) + "\n"
        yield from _assumed(rows)
        yield from _moving(found, rows)


def full_cells(row: Row) -> tuple[str, ...]:
    """The cells of *row* under the headings FULL."""
    claim, ours = row.claim, row.ours
    source = f"{claim.source.key} [{claim.certainty}]: {claim.source.who}, {claim.source.when}"
    over = f"{ours.over} {INTERVALS[ours.kind]}" if ours and ours.over else NOTHING
    name, what, printed, figure, interval, verdict = _short(row)
    return (
        name,
        what,
        source,
        printed,
        figure,
        interval,
        over,
        verdict,
        "; ".join(filter(None, (claim.remark, row.why))),
    )


def _assumed(rows: Sequence[Row]) -> Iterator[str]:
    """Which parameters the rows rest on, those that rest on the same together."""
    together: dict[tuple[str, ...], list[str]] = {}
    for row in rows:
        if row.uses:
            together.setdefault(row.uses, []).append(NAMES[row.claim])
    if together:
        yield "Assumed:\n"
        lines = (f"- in {', '.join(names)}: {_code(uses)}" for uses, names in together.items())
        yield "\n".join(lines) + "\n"


def _code(names: Sequence[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _moving(found: Reproduction, rows: Sequence[Row]) -> Iterator[str]:
    """How far those that differ move, in words."""
    lines = [f"- {NAMES[row.claim]}: {words}" for row in rows if (words := summary(found.varied_of(row.claim), row))]
    if lines:
        yield "With one of these changed:\n"
        yield "\n".join(lines) + "\n"


def summary(varied: Sequence[Varied], row: Row) -> str:
    """How far the figure moves, one parameter at a time, and where it is the printed one; nothing if nothing varied."""
    if not varied:
        return ""
    ends = dict.fromkeys(pick(varied, key=lambda one: one.ours.value) for pick in (min, max))
    moved = " to ".join(f"{written(one.ours.value, form_of(row.claim))} ({_change(one)})" for one in ends)
    reaching = [_change(one) for one in varied if one.reaches]
    return f"{moved}; as printed with {', '.join(reaching) or 'none of the values tried'}"


def _change(one: Varied) -> str:
    return f"`{one.parameter}` {setting_in_words(one.value)}"


def _sensitivity(found: Reproduction) -> Iterator[str]:
    """A table for each measure: a line for each changed value, a column for each row that differs."""
    yield "## How far the rows that differ move\n"
    if not found.varied:
        yield "Only the full bench varies its parameters.\n"
        return
    yield (
        "One parameter at a time takes another value of its range; all others stay as they are. None of these values "
        "was put in place of the assumed one.\n"
    )
    for measure in dict.fromkeys(one.measure for one in found.varied):
        of_measure = [one for one in found.varied if one.measure == measure]
        yield aligned(*_moved(found, of_measure)) + "\n"


def _moved(found: Reproduction, varied: Sequence[Varied]) -> tuple[Sequence[str], list[tuple[str, ...]]]:
    """Headings and lines, what is printed and what is ours as assumed being the first two."""
    claims = [row.claim for row in found.rows if found.varied_of(row.claim) and row.claim in {x.claim for x in varied}]
    rows = [next(row for row in found.rows if row.claim is claim) for claim in claims]
    lines = [
        ("printed", *(claim.printed for claim in claims)),
        ("as assumed", *(_figure(row.ours, claim) for row, claim in zip(rows, claims, strict=True))),
    ]
    for change in dict.fromkeys(map(_change, varied)):
        by_claim = {one.claim: one.ours for one in varied if _change(one) == change}
        lines.append((change, *(_figure(by_claim.get(claim), claim) for claim in claims)))
    return ("", *(NAMES[claim] for claim in claims)), lines


def _figure(ours: Estimate | None, claim: Claim) -> str:
    return (
        NOTHING
        if ours is None
        else f"{written(ours.value, form_of(claim))} ({interval_in_words(ours, form_of(claim))})"
    )
