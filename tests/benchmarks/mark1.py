"""A training trial of the whole machine against a bare numpy loop: the same arithmetic without time or physics."""

from collections.abc import Callable, Iterator
from statistics import median
from time import perf_counter, process_time

import numpy as np
import simpy
from rows import Row, in_turn, seconds

from hardware import AssociationSpec, Fleet, Mark1, Mark1Spec, NoiseSpec, ResponseSpec, RetinaSpec, Trainer, Wiring
from perceptron_sim.codes import codes_for
from perceptron_sim.experiments.stimuli import letters

PASSES = 12  # about as many as the alphabet takes: the first have many corrections, the last hardly any
SEED = 1


def orders() -> list[int]:
    """The stream of letters both are shown."""
    rng = np.random.default_rng(SEED)
    return [int(letter) for _ in range(PASSES) for letter in rng.permutation(26)]


NOISE = NoiseSpec(wiper_v=0.01, wiper_v_per_turn=0.01, amplifier_v=0.05)


def full_machine(noise: NoiseSpec | None = None) -> tuple[simpy.Environment, Callable[[], object], Wiring]:
    """A new machine, what teaches it the stream once, and its wiring."""
    env = simpy.Environment()
    spec = Mark1Spec(response=ResponseSpec(in_use=5), noise=noise or NoiseSpec())
    machine = Mark1(env, spec, seed=SEED)
    trainer, codes = Trainer(machine), codes_for("binary", 26, 8)
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
    images, codes = letters().images.reshape(26, 400).astype(dtype), codes_for("binary", 26, 8)
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


def noisy_row(blocks: int) -> Iterator[Row]:
    """The trial with all noise on against the bare loop, which has none."""
    _, teach, wiring = full_machine(NOISE)
    bare, note = bare_loop(wiring, np.float64), "full-physics trial with all noise on / bare numpy loop"
    name, calls = "mark1_noisy_trial_against_float64", PASSES * 26
    yield in_turn(name, teach, bare, calls=calls, blocks=blocks, note=note, ratio_at_most=5.0)


def large_machine_row(blocks: int) -> Iterator[Row]:
    """A trial of 10,000 A-units on 100 x 100 cells against one of the default machine; and building it."""
    env = simpy.Environment()
    spec = Mark1Spec(retina=RetinaSpec(rows=100, columns=100), association=AssociationSpec(units=10_000))
    began = perf_counter()
    trainer = Trainer(Mark1(env, spec, seed=SEED))
    built_ms = (perf_counter() - began) * 1e3
    rng = np.random.default_rng(SEED)
    images, codes = rng.random((20, 100, 100)) < 0.3, rng.integers(0, 2, (20, 8))
    patterns = [trainer.machine.pattern(image) for image in images]

    def teach():
        for pattern, code in zip(patterns, codes, strict=True):
            yield from trainer.teach(pattern, code)

    note = f"10,000 A-units, 100 x 100 cells / the default machine; built in {built_ms:.0f} ms"
    small = full_machine()[1]
    small_us = median(seconds(small) for _ in range(blocks)) / (PASSES * 26) * 1e6
    large_us = median(seconds(lambda: env.run(until=env.process(teach()))) for _ in range(blocks)) / 20 * 1e6
    yield Row("mark1_large_trial", large_us, small_us, large_us / small_us, note, us_at_most=10_000)


def processor_us(work: Callable[[], object], calls: int) -> float:
    """What one of *calls* costs of a processor's time."""
    began_s = process_time()
    work()
    return (process_time() - began_s) * 1e6 / calls


def fleet(machines: int) -> Callable[[], object]:
    """What teaches so many machines the stream once, from the beginning."""
    taught = Fleet(Mark1Spec(response=ResponseSpec(in_use=5)), range(machines))
    images, codes, order = taught.images(letters().images), codes_for("binary", 26, 8), orders()

    def teach() -> None:
        taught.clear_values()
        for _ in taught.lessons(images, codes, order):
            pass

    return teach


def fleet_rows(blocks: int) -> Iterator[Row]:
    """A trial of one machine of a fleet of 100 against a single machine's; and of 1,000, with their images prepared."""
    calls = PASSES * 26
    one, hundred = full_machine()[1], fleet(100)
    one(), hundred()
    pairs = [(processor_us(hundred, calls * 100), processor_us(one, calls)) for _ in range(min(blocks, 9))]
    hundred_us, one_us = (median(taken) for taken in zip(*pairs, strict=True))
    ratio, note = median(ours / single for ours, single in pairs), "a machine's trial in a fleet of 100 / alone"
    yield Row("mark1_fleet_of_100", hundred_us, one_us, ratio, note, ratio_at_most=1 / 8)
    thousand = fleet(1000)
    thousand_us = median(processor_us(thousand, calls * 1000) for _ in range(3))
    note = "a machine's trial in a fleet of 1,000, processor time"
    yield Row("mark1_fleet_of_1000", thousand_us, None, None, note, us_at_most=30)


def rows(blocks: int) -> Iterator[Row]:
    """The trial against the bare loop in numpy's own float64, and in float32, which halves its matrices."""
    env, teach, wiring = full_machine()
    calls = PASSES * 26
    for dtype in (np.float64, np.float32):
        name = f"mark1_trial_against_{dtype.__name__}"
        note = "full-physics trial, trace off / bare numpy loop"
        bare, at_most = bare_loop(wiring, dtype), 3.0 if dtype is np.float64 else None
        yield in_turn(name, teach, bare, calls=calls, blocks=blocks, note=note, ratio_at_most=at_most)
    yield from noisy_row(blocks)
    began_s, taken = env.now, [seconds(teach) for _ in range(blocks)]
    simulated_us, taken_us = (env.now - began_s) / blocks / calls * 1e6, median(taken) / calls * 1e6
    note = f"computing / simulated time of a trial: {simulated_us / taken_us:,.0f} x real time"
    yield Row("mark1_real_time", taken_us, simulated_us, taken_us / simulated_us, note, ratio_at_most=1e-4)
    yield from large_machine_row(blocks)
    yield from fleet_rows(blocks)
