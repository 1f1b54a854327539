"""The report as one HTML page that opens anywhere, offline: figures, numbers, settings, and what is assumed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from perceptron_sim.computer import installed_version
from perceptron_sim.figures.markup import data_uri, definitions, element, folded, items, paragraph, table, text
from perceptron_sim.figures.page_style import style
from perceptron_sim.figures.plate import Plate, Table
from perceptron_sim.figures.run_record import LaneRun, Run
from perceptron_sim.figures.sheet import FULL_WIDTH
from perceptron_sim.figures.wording import share_finely
from perceptron_sim.quantities import NOTHING, count, duration
from perceptron_sim.version import __version__

COMPUTED = ("begun_at", "ended_at", "wall_s", "rows", "versions", "git_commit", "processor", "numpy_build")
IN_WORDS = {
    "begun_at": "begun",
    "ended_at": "ended",
    "wall_s": "took the computer",
    "rows": "a row kept for each of",
    "versions.python": "Python",
    "versions.simpy": "SimPy",
    "git_commit": "commit",
    "numpy_build.blas": "numpy's matrix library",
    "numpy_build.extensions": "numpy's processor extensions",
}
# Nothing may be fetched, whatever stands in the page.
POLICY = "default-src 'none'; img-src data:; font-src data:; style-src 'unsafe-inline'"


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A figure as it came out: its SVG file and its size in px."""

    plate: Plate
    svg: bytes
    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Background:
    """What is known of the experiment beside its run: *assumed* is a table of the machine's numbers."""

    title: str
    yardstick: str = ""
    assumed: Table | None = None
    notes: Sequence[str] = field(default_factory=tuple)


def page(run: Run, drawn: Sequence[Drawn], background: Background) -> bytes:
    """The whole page; equal runs give equal bytes."""
    sections = list(dict.fromkeys(one.plate.section for one in drawn))
    body = element(
        "body",
        _header(run, background, sections),
        element(
            "main",
            _seen(run, background),
            _learners(run),
            *(section(name, [one for one in drawn if one.plate.section == name]) for name in sections),
            _assumed(background),
            _settings(run),
            _computed(run),
        ),
        footer(),
    )
    return document(f"{run.experiment}, seed {run.seed}", body)


def document(title: str, body: str) -> bytes:
    """A page of the house around *body*, which is markup."""
    head = element(
        "head",
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        element("title", text(f"{title} · perceptron_sim")),
        element("style", style()),
    )
    return f"<!DOCTYPE html>\n{element('html', head, body, lang='en')}\n".encode()


def _header(run: Run, background: Background, sections: Sequence[str]) -> str:
    links = [
        *(["Who learned"] if run.lanes else []),
        *sections,
        *(["What is assumed"] if background.assumed else []),
        "Settings",
        "Computed with",
    ]
    return header(f"Report of a run · {run.experiment}", background.title, run.sentences[-1:], links)


def header(kind: str, title: str, leads: Sequence[str], links: Sequence[str]) -> str:
    """What the page is, its title, what is to be read first, and where its sections are."""
    entries = [element("li", element("a", text(name), href=f"#{anchor(name)}")) for name in links]
    return element(
        "header",
        paragraph(kind, class_="kind"),
        element("h1", text(title[:1].upper() + title[1:])),
        *(paragraph(sentence, class_="lead") for sentence in leads),
        element("nav", element("ul", *entries), aria_label="Sections"),
    )


def _seen(run: Run, background: Background) -> str:
    told = run.described
    facts = [
        ("seed", str(run.seed)),
        ("state", "finished" if run.finished else "interrupted"),
        ("exposures", count(told["exposures"]) if "exposures" in told else NOTHING),
        ("classes", str(len(run.class_names))),
        ("retina", f"{run.shape[0]} × {run.shape[1]} cells"),
        ("digest", run.digest[:12] or NOTHING),
    ]
    notes = [*run.missing, *background.notes]
    others = list(run.sentences[:-1])
    if background.yardstick and not any(background.yardstick in sentence for sentence in run.sentences):
        others.append(f"To be held against: {background.yardstick}.")
    return definitions(facts) + (items(others) if others else "") + "".join(paragraph(x, class_="note") for x in notes)


def _learners(run: Run) -> str:
    if not run.lanes:
        return ""
    about = any(lane.about for lane in run.lanes)
    header = [
        "learner",
        "kind",
        *(["how it differs"] if about else []),
        "first pass without an error",
        "taught, at the end",
    ]
    rows = [
        [
            lane.title,
            "Mark I" if lane.is_machine else "network",
            *([lane.about or NOTHING] if about else []),
            str(lane.result.get("errorless_pass") or NOTHING),
            _taught(lane),
        ]
        for lane in run.lanes
    ]
    kinds = ["machine" if lane.is_machine else "network" for lane in run.lanes]
    return titled("Who learned", element("div", table(Table("", header, rows), kinds), class_="words"))


def _taught(lane: LaneRun) -> str:
    return next((share_finely(value) for value in lane.result.get("accuracy", {}).values()), NOTHING)


def section(name: str, drawn: Iterable[Drawn]) -> str:
    """All that was drawn for it, under its name."""
    return element("h2", text(name), id=anchor(name)) + element("div", *map(_figure, drawn), class_="plates")


def _figure(one: Drawn) -> str:
    plate = one.plate
    image = (
        f'<img src="{data_uri("image/svg+xml", one.svg)}" alt="{text(plate.alt).replace(chr(34), "&quot;")}" '
        f'width="{one.width}" height="{one.height}">'
    )
    caption = paragraph(plate.caption) if plate.caption else ""
    numbers = folded("The numbers", *map(table, plate.tables)) if plate.tables else ""
    width = "full" if one.width == FULL_WIDTH else "half"
    sheet = element("div", image, class_="sheet", tabindex=0, role="group", aria_label=plate.name)
    return element("figure", sheet, element("figcaption", caption, numbers), class_=width, id=f"figure-{plate.name}")


def _assumed(background: Background) -> str:
    if background.assumed is None:
        return ""
    rows = background.assumed.rows
    assumed = sum("assumed" in row for row in rows)
    words = (
        f"Of {len(rows)} numbers that make this machine, {assumed} are assumed: no document that could be seen states "
        "them. Times, turns and energies above follow from them and are no history. Sources are named by the keys of "
        "the page on history and fidelity in the documentation."
    )
    inside = element("div", table(background.assumed), class_="words")
    return titled("What is assumed", paragraph(words), folded("Every number and its source", inside))


def _settings(run: Run) -> str:
    rows = [[name, written(value)] for name, value in flat(run.described.get("settings", {}))]
    return titled("Settings", folded("All settings of the run", table(Table("", ["setting", "value"], rows))))


def _computed(run: Run) -> str:
    told = run.described
    found = dict(flat({name: told[name] for name in COMPUTED if told.get(name) is not None}))
    rows = [["digest", run.digest or NOTHING]]
    for name, value in found.items():
        words = duration(float(value)) if name == "wall_s" else written(value)
        rows.append([IN_WORDS.get(name, name.rpartition(".")[2]), words])
    rows += [["picture skipped", f"{bad['name']}: {bad['reason']}"] for bad in told.get("skipped", [])]
    words = (
        "Equal settings, versions, processor and numpy build give the same digest, which is taken over every record."
    )
    return titled("Computed with", paragraph(words), table(Table("", ["what", "value"], rows)), _faults(told))


def _faults(told: Mapping[str, Any]) -> str:
    faults = told.get("faults") or []
    if not faults:
        return ""
    rows = [
        [
            duration(float(one["time_s"])),
            str(one["event"]),
            str(one["kind"]),
            ", ".join(f"{k} {v}" for k, v in one.items() if k not in ("time_s", "event", "kind")),
        ]
        for one in faults
    ]
    title = f"{len(faults)} entries in the log of faults"
    return folded(
        title, table(Table("What broke and what was mended", ["machine time", "event", "kind", "where"], rows))
    )


def titled(name: str, *inside: str) -> str:
    """A section of markup under its name."""
    return element("section", element("h2", text(name), id=anchor(name)), *inside)


def footer() -> str:
    """Who drew it."""
    made = f"Drawn by perceptron_sim {__version__} with matplotlib {installed_version('matplotlib')}."
    beside = "Every figure is also beside this page as a PNG and an SVG file. This page asks for nothing from outside."
    return element("footer", paragraph(made), paragraph(beside))


def flat(values: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Nested *values* by dotted names."""
    for name, value in values.items():
        if isinstance(value, Mapping):
            yield from flat(value, f"{prefix}{name}.")
        else:
            yield prefix + name, value


def written(value: object) -> str:
    """A value of a setting."""
    match value:
        case None:
            return NOTHING
        case bool():
            return "yes" if value else "no"
        case list():
            return ", ".join(map(written, value)) or "none"
        case _:
            return str(value)


def anchor(name: str) -> str:
    """What a link to the section *name* says."""
    return "-".join(name.lower().split())
