"""A run without a window: to its end or to Ctrl-C, recording and showing what comes."""

from typing import TYPE_CHECKING

from perceptron_sim.interruption import Interruption
from perceptron_sim.report import Report
from perceptron_sim.session import Session

if TYPE_CHECKING:  # a table needs rich, a folder all experiments: whoever wants them has loaded them
    from perceptron_sim.console_table import PassTable
    from perceptron_sim.results import RunFolder


def teach(session: Session, folder: "RunFolder | None" = None, table: "PassTable | None" = None) -> Report:
    """Run *session* to its end or to Ctrl-C, the report then saying that it is not finished."""
    with Interruption() as interruption:
        latest = None
        for trials in session.trials():
            if folder:
                folder.record(trials)
            if session.latest_pass and session.latest_pass is not latest:
                latest = session.latest_pass
                if folder:
                    folder.record_pass(latest)
                if table:
                    table.add(latest, session.time_s)
            if interruption.asked:
                break
        report = session.report()
        if folder:
            folder.conclude(report, session)
    return report
