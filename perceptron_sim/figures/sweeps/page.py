"""The report of a sweep as one HTML page that opens anywhere, offline."""

from collections.abc import Iterator, Sequence

from perceptron_sim.experiments.words import counted
from perceptron_sim.figures.markup import definitions, element, folded, paragraph, table
from perceptron_sim.figures.page import Drawn, document, flat, footer, header, section, titled, written
from perceptron_sim.figures.plate import MOST_ROWS, Table
from perceptron_sim.figures.sweeps.plates import summary
from perceptron_sim.figures.sweeps.shares import share_of
from perceptron_sim.figures.sweeps.swept_run import LEARNED, SweptRun
from perceptron_sim.quantities import count, share
from perceptron_sim.sweep.folder import FAILURES

COMPUTED = ("begun_at", "ended_at", "versions", "git_commit", "processor", "numpy_build", "computed_on")


def page(run: SweptRun, drawn: Sequence[Drawn]) -> bytes:
    """The whole page; equal sweeps give equal bytes."""
    sections = list(dict.fromkeys(one.plate.section for one in drawn))
    links = [*(["Who learned"] if run.learners else []), *sections, "Settings", "Computed with"]
    inside = [
        _facts(run),
        _learners(run),
        *(section(name, [one for one in drawn if one.plate.section == name]) for name in sections),
        _settings(run),
        _computed(run),
    ]
    top = header(f"Report of a sweep · {run.experiment}", _title(run), list(_sentences(run)), links)
    return document(f"Sweep over {run.experiment}", element("body", top, element("main", *inside), footer()))


def _title(run: SweptRun) -> str:
    seeds = counted(len(run.grid.seeds), "seed")
    return f"{run.experiment}: {counted(run.grid.combinations, 'combination')} of settings, {seeds} each"


def _sentences(run: SweptRun) -> Iterator[str]:
    """How often each learner learned, over everything."""
    for learner, lane in enumerate(run.learners):
        chosen = run.rows.learner == learner
        one = share_of(LEARNED, run.measures[LEARNED][chosen], run.rows.seed[chosen])
        interval = f"95 % interval {share(one.low)} to {share(one.high)}"
        yield f"{lane.title} learned without an error in {share(one.value)} of {count(one.count)} cells ({interval})."


def _facts(run: SweptRun) -> str:
    missing = run.grid.cells - run.cells_done - run.failures
    facts = [
        ("cells", count(run.grid.cells)),
        ("done", count(run.cells_done)),
        ("failed", count(run.failures)),
        ("varied", ", ".join(run.grid.varied) or "the seed alone"),
        ("digest", str(run.described["digest"])[:12]),
    ]
    notes = []
    if missing:
        notes.append(f"Missing: {counted(missing, 'cell')} of the sweep. The same command goes on where it ended.")
    if run.failures:
        notes.append(f"Failed: {counted(run.failures, 'cell')}, counted nowhere here. {FAILURES} says why.")
    return definitions(facts) + "".join(paragraph(words, class_="note") for words in notes)


def _learners(run: SweptRun) -> str:
    if not run.learners:
        return ""
    found = summary(run)
    words = [f"The first {MOST_ROWS} are shown; results.csv has all."] if len(found.rows) == MOST_ROWS else []
    return titled("Who learned", *map(paragraph, words), element("div", table(found), class_="words"))


def _settings(run: SweptRun) -> str:
    rows = [[name, written(value)] for name, value in flat(run.grid.base)]
    rows += [[name, written(list(values))] for name, values in run.grid.axes.items()]
    rows += [[f"cells {number}", written([f"{k} = {v}" for k, v in flat(one)])] for number, one in _listed(run)]
    return titled("Settings", folded("What the grid says", table(Table("", ["setting", "value"], rows[:MOST_ROWS]))))


def _listed(run: SweptRun) -> Iterator[tuple[int, dict[str, object]]]:
    for number, one in enumerate(run.grid.listed, start=1):
        yield number, dict(one)


def _computed(run: SweptRun) -> str:
    told = {name: run.described[name] for name in COMPUTED if run.described.get(name) is not None}
    rows = [["digest", str(run.described["digest"])], *([name, written(value)] for name, value in flat(told))]
    words = "Equal grids, versions, processors and numpy builds give the same rows, on any scheduler and in any order."
    return titled("Computed with", paragraph(words), table(Table("", ["what", "value"], rows)))
