"""A training trial of the whole machine against a bare numpy loop: the same arithmetic without time or physics."""

from collections.abc import Callable, Iterator
from statistics import median

import numpy as np
import simpy
from rows import Row, in_turn, seconds

from hardware import Mark1, Mark1Spec, ResponseSpec, Trainer, Wiring
from perceptron_sim.experiments.stimuli import letters
from perceptron_sim.mark1_learner import binary_codes

PASSES = 12  # about as many as the alphabet takes: the first have many corrections, the last hardly any
SEED = 1


def orders() -> list[int]:
    """The stream of letters both are shown."""
    rng = np.random.default_rng(SEED)
    return [int(letter) for _ in range(PASSES) for letter in rng.permutation(26)]


def full_machine() -> tuple[simpy.Environment, Callable[[], object], Wiring]:
    """A new machine, what teaches it the stream once, and its wiring."""
    env = simpy.Environment()
    machine = Mark1(env, Mark1Spec(response=ResponseSpec(in_use=5)), seed=SEED)
    trainer, codes = Trainer(machine), binary_codes(26)
    patterns = [machine.pattern(image) for image in letters().images]

    def teach():
        machine.clear_values()
        for letter in orders():
            yield from trainer.teach(patterns[letter], codes[letter])

    return env, lambda: env.run(until=env.process(teach())), machine.wiring


def bare_loop(wiring: Wiring, dtype: type) -> Callable[[], object]:
    """The perceptron in plain numpy: sums, thresholds, error, update with end stops; matrices of *dtype*."""
    units = wiring.assignment.size
    to_a, to_r = np.zeros((units, 400), dtype), np.zeros((8, units), dtype)
    for origins, signs in zip(wiring.origins, wiring.signs, strict=True):
        to_a[np.arange(units), np.maximum(origins, 0)] += signs  # a socket without a wire has sign 0
    to_r[wiring.assignment, np.arange(units)] = 1
    images, codes = letters().images.reshape(26, 400).astype(dtype), binary_codes(26)
    stream = orders()

    def teach() -> int:
        values, wrong = np.zeros(units, dtype), 0
        for letter in stream:
            firing = to_a @ images[letter] >= 1
            answered = to_r @ (values * firing) > 0
            if (answered != codes[letter]).any():
                error = codes[letter].astype(dtype) - answered
                values = np.clip(values + 20 * error[wiring.assignment] * firing, -500, 500)
                wrong += 1
        return wrong

    return teach


def rows(blocks: int) -> Iterator[Row]:
    """The trial against the bare loop in numpy's own float64, and in float32, which halves its matrices."""
    env, teach, wiring = full_machine()
    calls = PASSES * 26
    for dtype in (np.float64, np.float32):
        name = f"mark1_trial_against_{dtype.__name__}"
        note = "full-physics trial, trace off / bare numpy loop"
        yield in_turn(name, teach, bare_loop(wiring, dtype), calls=calls, blocks=blocks, note=note)
    began_s, taken = env.now, [seconds(teach) for _ in range(blocks)]
    simulated_us, taken_us = (env.now - began_s) / blocks / calls * 1e6, median(taken) / calls * 1e6
    note = f"computing / simulated time of a trial: {simulated_us / taken_us:,.0f} x real time"
    yield Row("mark1_real_time", taken_us, simulated_us, taken_us / simulated_us, note)
