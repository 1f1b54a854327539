"""A run without a window hears Ctrl-C whenever it comes, and says how far it got."""

import os
import signal

from perceptron_sim import Session, experiment
from perceptron_sim.headless import teach
from perceptron_sim.results import RunFolder

NOISE = {"passes": 1, "copies": 2, "wiper_v": (0.1,), "flip_shares": (0.0, 0.1), "learners": "mark1"}


class Watched(Session):
    """Presses Ctrl-C as soon as so much has been measured."""

    press_at: int | None = None

    def step(self):
        super().step()
        if len(self.measurements) == self.press_at:
            self.press_at = None
            os.kill(os.getpid(), signal.SIGINT)


def test_ctrl_c_while_it_measures_ends_it_there_and_the_resumed_run_is_as_if_nothing_had_been(tmp_path):
    settings = experiment("noise", **NOISE)
    session = Watched(settings)
    session.press_at = 1
    with RunFolder(tmp_path / "run", settings) as folder:
        report = teach(session, folder)
    assert len(session.measurements) == 1
    assert (report.finished, report.measurements) == (False, ())
    with RunFolder(tmp_path / "run", settings, resume=True) as folder:
        resumed = teach(Session(settings), folder)
    assert resumed.finished
    assert resumed.digest == Session(settings).run().digest
