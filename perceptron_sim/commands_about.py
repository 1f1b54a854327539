"""The commands that tell what there is: list, provenance, evidence, doctor; each returns what to print."""

from collections.abc import Iterator
from pathlib import Path
from textwrap import fill
from typing import Annotated

from cyclopts import Parameter

from perceptron_sim import options
from perceptron_sim.answer import DONE, UNHEALTHY, Answer, json_answer
from perceptron_sim.interruption import interrupted_as

WIDTH = 80  # of lines
NAME_HELP = "Show all settings of this experiment, with defaults, units, and how well each is known."
CONFIG_HELP = "An experiment's file (.toml), or a run's folder, that says what machine it is; by default `letters`."

TABLES = (
    "Which table: firing-formula, firing-measured, wire-limit, r57-table-1, r57-appendix-2, rt58-figure-5, "
    "convergence, parity, exclusive-or, letters, second-typeface, squares, damage, drift, "
    "worked-example, digits or translation."
)
Table = Annotated[str, Parameter(help=TABLES)]


def list_experiments(name: Annotated[str | None, Parameter(help=NAME_HELP)] = None, /) -> Answer:
    """Show the experiments that there are, a line each, or all that can be set in one of them."""
    from perceptron_sim.settings_table import listed, settings_in_words

    return Answer(listed() if name is None else settings_in_words(name))


def provenance(*, config: Annotated[Path | None, Parameter(help=CONFIG_HELP)] = None, json: bool = False) -> Answer:
    """Show every constant of the Mark I: value, unit, documented, inferred or assumed, and the source.

    Parameters
    ----------
    json
        Print a list in JSON and nothing else.
    """
    from perceptron_sim.experiment_choice import configured
    from perceptron_sim.provenance_table import constants, table

    rows = list(constants(configured(config)))
    return json_answer([row.as_dict() for row in rows]) if json else Answer(table(rows))


def evidence(
    name: Table | None = None,
    /,
    *,
    full: bool = False,
    only_list: Annotated[bool, Parameter(name="--list")] = False,
) -> Iterator[str]:
    """Work out tables of evidence and show our numbers beside the sources'; without a name, all of them.

    Parameters
    ----------
    full
        As many machines, folds and steps as in the documentation, which takes minutes, instead of a few.
    only_list
        Only list the tables, a line each.
    """
    from perceptron_sim.evidence import listed, tables

    if only_list:
        options.alone("list", name=name, full=full or None)
        yield from listed()
        return
    with interrupted_as("interrupted; the tables above are whole"):
        yield from tables(name, full=full)


def doctor() -> Answer:
    """Look whether everything that is needed is here and sound; the exit code is 1 if something is broken."""
    from perceptron_sim.doctor import Verdict, examine

    findings = list(examine())
    healthy = all(finding.verdict is not Verdict.BROKEN for finding in findings)
    heads = [f"{finding.verdict:8} {finding.item:15} " for finding in findings]
    lines = [
        fill(
            finding.found,
            WIDTH,
            initial_indent=head,
            subsequent_indent=" " * len(head),
            break_long_words=False,
            break_on_hyphens=False,
        )
        for head, finding in zip(heads, findings, strict=True)
    ]
    verdict = "All is well." if healthy else "Something is broken; see above."
    return Answer("\n".join([*lines, verdict]), DONE if healthy else UNHEALTHY)
