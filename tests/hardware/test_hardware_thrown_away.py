"""A process that nobody holds any more does no arithmetic when the garbage collector closes it."""

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from hardware import Mark1, Trainer

LIT, CODE = np.ones((20, 20)), np.ones(8, dtype=np.bool_)
WITHIN_S = {"exposure": 0.05, "pulse": 0.55}


def thrown_away(generator, env, until_s):
    """Close *generator*, as the collector does, once the clock stands at *until_s*."""
    process = env.process(hold(generator))
    env.run(until_s)
    assert process.is_alive
    generator.close()


def hold(generator):
    """Step *generator* without being its `yield from`, so that it can be closed alone."""
    event = next(generator)
    while True:
        yield event
        event = generator.send(None)


@pytest.mark.parametrize("when", WITHIN_S)
def test_a_lesson_thrown_away_leaves_all_as_it_stands(env, when):
    machine = Mark1(env)
    generator = Trainer(machine).teach(LIT, CODE)
    thrown_away(generator, env, WITHIN_S[when])
    assert machine.pulsing is (when == "pulse")
    assert_array_equal(machine.retina.light, 1)


def test_a_self_test_thrown_away_leaves_all_as_it_stands(env):
    machine = Mark1(env)
    generator = Trainer(machine).self_test()
    thrown_away(generator, env, 10.0)
    assert np.any(machine.retina.light != 0) or np.any(machine.overrides != 0) or not machine.switched_on.all()
