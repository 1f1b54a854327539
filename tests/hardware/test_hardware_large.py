"""Large machines and long runs: 10,000 A-units on a retina of 10,000 cells learn, and nothing grows with time."""

import gc
import subprocess
import sys
import tracemalloc
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import simpy

from hardware import (
    AssociationSpec,
    DeadCell,
    Mark1,
    Mark1Spec,
    NoiseSpec,
    ResponseSpec,
    RetinaSpec,
    Tie,
    TimingSpec,
    Trainer,
    checkpoint,
    restored,
)

LARGE = Mark1Spec(
    retina=RetinaSpec(rows=100, columns=100), association=AssociationSpec(units=10_000), response=ResponseSpec(in_use=5)
)
HOME = Path(sys.modules["hardware"].__file__).parents[1]


@pytest.fixture(scope="module")
def large():
    return Trainer(Mark1(simpy.Environment(), LARGE, seed=1))


def taught(trainer, image, code):
    env = trainer.machine.env
    return env.run(until=env.process(trainer.teach(image, code)))


def test_a_machine_of_ten_thousand_a_units_learns_random_patterns(large):
    rng = np.random.default_rng(1)
    images = (rng.random((6, 100, 100)) < 0.3).astype(float)
    codes = np.array([[int(bit) for bit in f"{number + 1:05b}"] + [0] * 3 for number in range(6)])
    first = [taught(large, image, code) for image, code in zip(images, codes, strict=True)]
    assert sum(record.wrong_bits for record in first) > 0
    for _ in range(10):
        records = [taught(large, image, code) for image, code in zip(images, codes, strict=True)]
    assert [record.wrong_bits for record in records] == [0] * 6
    assert [record.answered for record in records] == [tuple(code) for code in codes.tolist()]


def test_its_a_units_fire_as_their_wires_say(large):
    wiring = large.machine.wiring
    assert wiring.origins.shape == (10, 10_000)
    assert np.bincount(wiring.origins.ravel()).max() <= 40
    image = (np.random.default_rng(2).random((100, 100)) < 0.3).astype(float)
    machine = large.machine
    machine.place(machine.pattern(image))
    machine.env.run(until=machine.env.now + 5.0)
    net = (image.ravel()[wiring.origins] * wiring.signs).sum(axis=0)
    assert (machine.association.firing(machine.env.now) == (net >= 1)).all()
    machine.remove()
    machine.env.run(until=machine.env.now + 5.0)


def test_it_can_be_restored(large):
    document = checkpoint(large)
    assert checkpoint(restored(document).trainer) == document


GROWTH = """
import resource, sys
import numpy as np, simpy
from hardware import Mark1, Mark1Spec, Trainer

trainer, lessons = Trainer(Mark1(simpy.Environment(), Mark1Spec())), int(sys.argv[1])
machine, rng = trainer.machine, np.random.default_rng(1)
patterns = [machine.pattern(rng.random((20, 20)) < 0.3) for _ in range(8)]
codes = rng.integers(0, 2, (8, 8)).astype(bool)

def teach(count):
    for _ in range(count):
        pattern, code = rng.integers(8, size=2)
        yield from trainer.teach(patterns[pattern], codes[code])

def peak_bytes():
    machine.env.run(until=machine.env.process(teach(lessons // 10)))
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)

before = peak_bytes()
machine.env.run(until=machine.env.process(teach(lessons)))
print(peak_bytes() - before)
"""


# What else a process of tests keeps meanwhile, as its messages to the one that collects them, is no affair of a lesson.
WHO_TEACHES = [tracemalloc.Filter(True, f"*{name}*") for name in ("hardware", "simpy", "numpy")]


def grown_bytes(lessons):
    """By how much the peak of a process's memory grows in so many lessons, after a tenth as many to warm up."""
    command = [sys.executable, "-c", GROWTH, str(lessons)]
    return int(subprocess.run(command, cwd=HOME, capture_output=True, text=True, check=True).stdout)


BY_HAND = replace(
    Mark1Spec(),
    noise=NoiseSpec(wiper_v=0.1, wiper_v_per_turn=0.1, amplifier_v=0.1),
    response=ResponseSpec(tie=Tie.COIN),
    timing=TimingSpec(hand_spread=0.2),
)


@pytest.mark.parametrize(
    ("spec", "broken"),
    [
        pytest.param(Mark1Spec(), (), id="default"),
        pytest.param(BY_HAND, (DeadCell(3),), id="by hand, with noise and a dead cell"),
        pytest.param(BY_HAND, (), id="by hand, with noise", marks=pytest.mark.long),
        pytest.param(Mark1Spec(), (DeadCell(3),), id="default, with a dead cell", marks=pytest.mark.long),
    ],
)
def test_a_lesson_leaves_nothing_behind_in_memory(spec, broken):
    trainer, rng = Trainer(Mark1(simpy.Environment(), spec)), np.random.default_rng(1)
    for fault in broken:
        trainer.machine.inject(fault)
    images = (rng.random((8, 20, 20)) < 0.3).astype(float)

    def lessons(count):
        for _ in range(count):
            pattern, code = rng.integers(8, size=2)
            yield from trainer.teach(images[pattern], [int(bit) for bit in f"{code:08b}"])
            trainer.machine.switch(int(pattern), bool(code % 2))
        yield trainer.machine.env.timeout(10.0)

    def held_bytes(count):
        env = trainer.machine.env
        env.run(until=env.process(lessons(count)))
        gc.collect()
        traces = tracemalloc.take_snapshot().filter_traces(WHO_TEACHES)
        return sum(one.size for one in traces.statistics("filename"))

    tracemalloc.start()
    held_bytes(400)  # numpy keeps small blocks for later, up to a number of them: fill its store
    grown = -held_bytes(1) + held_bytes(500)
    tracemalloc.stop()
    assert grown < 500 * 30  # one number for each lesson that somebody kept would take more


@pytest.mark.long
def test_a_million_lessons_do_not_make_the_default_machine_grow():
    assert grown_bytes(1_000_000) < 5e6
