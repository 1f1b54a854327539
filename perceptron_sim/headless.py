"""A run without a window: to its end or to Ctrl-C, recording and showing what comes."""

from typing import TYPE_CHECKING

from perceptron_sim.interruption import Interruption
from perceptron_sim.report import Report
from perceptron_sim.session import Session

if TYPE_CHECKING:  # a table needs rich, a folder all experiments: whoever wants them has loaded them
    from perceptron_sim.console_table import PassTable
    from perceptron_sim.results import RunFolder


def teach(session: Session, folder: "RunFolder | None" = None, table: "PassTable | None" = None) -> Report:
    """Run *session* to its end or to Ctrl-C, also while it measures; the report then says that it is not finished."""
    with Interruption() as interruption:
        exposures, latest = session.exposures, session.latest_pass
        while not (session.finished or interruption.asked):
            session.step()
            if folder and session.exposures != exposures:
                exposures = session.exposures
                folder.record(session.latest_trials)
            if session.latest_pass is not latest and session.latest_pass is not None:
                latest = session.latest_pass
                if folder:
                    folder.record_pass(latest)
                if table:
                    table.add(latest, session.time_s)
        report = session.report()
        if folder:
            folder.conclude(report, session)
    return report
