"""Any machine, whatever is done to it and whatever fails: taken back to between two lessons, it does it all again."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import numpy as np
import simpy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from oracle_comparison import Scene, Shown
from oracle_strategies import R_UNITS, taught_machines
from simpy.events import ProcessGenerator

from hardware import Control, FailureProcess, FailureSpec, checkpoint
from hardware.errors import FaultStateError
from hardware.instants import wait_until
from hardware.stored import Stored
from perceptron_sim.mark1_learner import Mark1Learner

LIFE_H = 1e-2
OFTEN = FailureSpec(
    cell_life_h=LIFE_H,
    wire_life_h=LIFE_H,
    relay_life_h=LIFE_H,
    motor_life_h=LIFE_H,
    wiper_life_h=LIFE_H,
    lamp_life_h=LIFE_H,
    supply_life_h=LIFE_H,
    repair_h=1e-4,
)
CODES = (np.arange(2**R_UNITS)[:, np.newaxis] >> np.arange(R_UNITS) & 1).astype(np.bool_)


@dataclass
class Life:
    """A learner on a clock of its own, and what fails in it."""

    learner: Mark1Learner
    failures: FailureProcess | None

    @classmethod
    def begun(cls, scene: Scene, failing: bool, at_s: float = 0.0) -> "Life":
        """As *scene* begins, at any instant."""
        learner = Mark1Learner(simpy.Environment(at_s), scene.spec, CODES, seed=scene.seed, wiring=scene.wiring)
        return cls(learner, FailureProcess(learner.machine, OFTEN).start() if failing else None)

    @classmethod
    def again(cls, scene: Scene, kept: dict[str, Any]) -> "Life":
        """As it was when *kept* was."""
        life = cls.begun(scene, False, kept["at_s"])
        life.learner.restore(kept["learner"])
        if kept["failures"] is not None:
            life.failures = FailureProcess.restored(life.learner.machine, Stored("failures", kept["failures"])).start()
        return life

    def kept(self) -> dict[str, Any]:
        """All that its future depends on."""
        failures = None if self.failures is None else self.failures.state()
        return {
            "at_s": float(self.learner.machine.env.now),
            "learner": self.learner.state(),
            "failures": failures,
        }

    def hands(self, scene: Scene) -> None:
        """Let hands do what is still to come; what has failed so by itself, or was repaired, they leave."""
        machine = self.learner.machine
        env = machine.env

        def doing() -> ProcessGenerator:
            for deed in deeds:
                yield from wait_until(env, deed.at_s)  # exactly then, whenever one begins to wait
                with suppress(FaultStateError):
                    getattr(machine, deed.verb)(*deed.arguments)

        deeds = [deed for deed in scene.deeds if deed.verb != "look" and deed.at_s >= env.now]
        env.process(doing())

    def live(self, session: Sequence[Shown]) -> list[Any]:
        """What the lessons of *session* tell, and what it makes of each of their pictures afterwards."""
        told: list[Any] = []
        for shown in session:
            image = np.asarray(shown.image, dtype=np.float64)
            label = int(np.dot(shown.wanted or CODES[0], 2 ** np.arange(R_UNITS))) if shown.taught else None
            told.append(self.learner.machine.env.run(until=self.learner.begin(image, label)))
            told.append(self.learner.opinion(image))
        return told

    @property
    def end(self) -> str:
        """All of it, to the bit."""
        return checkpoint(self.learner.trainer, failures=self.failures)


@settings(max_examples=20, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(
    scene=taught_machines(),
    failing=st.booleans(),
    motors_on=st.booleans(),
    control=st.sampled_from(Control),
    share=st.floats(0, 1),
)
def test_a_machine_taken_back_does_to_the_last_bit_what_it_did(scene, failing, motors_on, control, share):
    session = list(scene.session)
    place = int(share * len(session))
    life, undisturbed = Life.begun(scene, failing), Life.begun(scene, failing)
    for one in (life, undisturbed):
        one.learner.machine.switch_motors(motors_on)
        one.learner.machine.set_control(control)
        one.hands(scene)
    before, kept = life.live(session[:place]), life.kept()
    after = life.live(session[place:])
    assert undisturbed.live(session) == before + after
    assert undisturbed.end == life.end
    for _ in range(2):  # what was kept is not used up
        again = Life.again(scene, kept)
        again.hands(scene)
        assert again.live(session[place:]) == after
        assert again.end == life.end
