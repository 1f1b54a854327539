"""The learner counts exactly how many A-units fired at all readings since its values were cleared."""

from itertools import islice

import numpy as np

from hardware import Mark1, Trainer
from perceptron_sim import Letters, Session
from perceptron_sim.clock import Clock
from perceptron_sim.commands import ResetWeights
from perceptron_sim.mark1_learner import FiringTally


def test_before_the_first_reading_there_is_no_share() -> None:
    assert Session(Letters(seed=1)).mark1.firing == FiringTally()
    assert FiringTally().share(512) is None


def test_the_tally_is_the_sum_of_what_every_exposure_found() -> None:
    session = Session(Letters(seed=1))
    shown = [trials[0] for trials in islice(session.trials(), 30)]
    experiment, clock = session.experiment, Clock()
    trainer = Trainer(Mark1(clock, experiment.first_machine, seed=experiment.seed))
    fired = 0
    for trial in shown:
        image, code = experiment.stimuli.images[trial.stimulus], experiment.codes[trial.label]
        fired += clock.run(until=clock.process(trainer.teach(image, code))).firing
    tally = session.mark1.firing
    assert (tally.exposures, tally.fired) == (30, fired)
    assert tally.share(512) == fired / (30 * 512)


def test_clearing_the_values_begins_the_tally_anew() -> None:
    session = Session(Letters(seed=1))
    for _ in range(5):
        session.advance_exposure()
    session.advance(0.31)
    session.apply(ResetWeights())
    assert session.mark1.firing == FiringTally()
    for _ in range(3):
        next(session.trials())
    assert session.mark1.firing.exposures == session.exposures


def test_the_share_of_settled_letters_is_close_to_that_of_all_readings() -> None:
    session = Session(Letters(seed=1))
    next(session.passes())
    machine = session.mark1.machine
    settled = [
        machine.association.fires(machine.retina.felt(machine.pattern(image)).closes).mean()
        for image in session.experiment.stimuli.images
    ]
    share = session.mark1.firing.share(512)
    assert share is not None
    assert abs(share - float(np.mean(settled))) < 0.01
