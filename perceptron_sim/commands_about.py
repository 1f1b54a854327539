"""The commands that tell what there is: list, provenance, doctor; each returns what to print."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from perceptron_sim.answer import DONE, UNHEALTHY, Answer, json_answer

NAME_HELP = "Show all settings of this experiment, with defaults, units, and how well each is known."
CONFIG_HELP = "An experiment's file (.toml), or a run's folder, that says what machine it is; by default `letters`."


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


def doctor() -> Answer:
    """Look whether everything that is needed is here and sound; the exit code is 1 if something is broken."""
    from perceptron_sim.doctor import Verdict, examine

    findings = list(examine())
    healthy = all(finding.verdict is not Verdict.BROKEN for finding in findings)
    lines = [f"{finding.verdict:8} {finding.item:15} {finding.found}" for finding in findings]
    verdict = "All is well." if healthy else "Something is broken; see above."
    return Answer("\n".join([*lines, verdict]), DONE if healthy else UNHEALTHY)
