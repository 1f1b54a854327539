"""Folders of short runs, real ones, and runs made by hand with as many of everything as is asked for."""

import itertools

import numpy as np
import pytest

from perceptron_sim import Session, experiment
from perceptron_sim.figures.run_record import Answers, Curve, LaneRun, MachineWeights, Run
from perceptron_sim.headless import teach
from perceptron_sim.results import RunFolder


@pytest.fixture(scope="session")
def taught():
    """Runs the experiment *name* into the folder *path*; what was reached after *exposures*, if given."""

    def make(path, name="x-e", *, rows="exposures", exposures=None, **settings):
        chosen = experiment(name, **settings)
        session = Session(chosen)
        with RunFolder(path, chosen, rows=rows) as folder:
            if exposures is None:
                teach(session, folder)
            else:
                for trials in itertools.islice(session.trials(), exposures):
                    folder.record(trials)
        return path

    return make


@pytest.fixture(scope="session")
def short_run(taught, tmp_path_factory):
    """A finished run of both learners; not to be changed."""
    return taught(tmp_path_factory.mktemp("short") / "run", passes=2)


def answers_of(rng, classes, lamps, machine):
    """Three passes: right, then now and then wrong; a machine's lamps are the class's number, lowest bit first."""
    label = np.tile(np.arange(classes), 3)
    lit = np.where(rng.random(len(label)) < 0.3, rng.integers(0, 2**lamps, len(label)), label + 1)
    meant = np.where((lit >= 1) & (lit <= classes), lit - 1, -1)
    if not machine:
        return Answers(label=label, answer=np.maximum(meant, 0), code=np.array([""] * len(label)))
    code = ["".join(str(number >> bit & 1) for bit in range(8)) for number in lit.tolist()]
    return Answers(label=label, answer=meant, code=np.array(code))


def lane_of(rng, name, kind, classes, shape):
    lamps, machine = int(classes).bit_length(), kind == "mark1"
    nothing = np.full(3, np.nan)
    codes = (np.arange(1, classes + 1)[:, None] >> np.arange(8)) % 2 == 1
    result = {
        "errorless_pass": 3,
        "exposures": 3 * classes,
        "errors": classes,
        "accuracy": {"taught": 1.0, "unseen": rng.random()},
        "energy_j": 10.0 ** rng.uniform(-3, 6),
    }
    of_machine = {"bits_right": {"taught": 1.0, "unseen": 0.9}, "simulated_s": 90.5, "motor_s": 60.0, "turned_deg": 1e4}
    a_units = 40
    wires = MachineWeights(
        origins=rng.integers(0, shape[0] * shape[1], (4, a_units)),
        signs=np.repeat([[1], [1], [-1], [-1]], a_units, axis=1),
        assignment=np.arange(a_units) % lamps,
        angle_deg=rng.normal(0, 40, a_units),
    )
    return LaneRun(
        name=name,
        kind=kind,
        result={**result, **(of_machine if machine else {"wall_s": 0.2, "multiply_adds": 10**6})},
        curve=Curve(
            number=np.arange(1, 4),
            images=np.full(3, classes),
            right=np.sort(rng.random(3)),
            unseen=rng.random(3),
            loss=nothing if machine else np.array([2.0, 1.0, 0.1]),
        ),
        answers=answers_of(rng, classes, lamps, machine),
        codes=codes if machine else None,
        machine=wires if machine else None,
        first_layer=None if machine else rng.normal(size=(5, *shape)),
        class_maps=None if machine else rng.normal(size=(classes, *shape)),
    )


@pytest.fixture
def made_run(rng):
    """A run with so many machines, networks and classes, on a retina of *shape*."""

    def make(machines=1, networks=1, *, classes=3, shape=(4, 5), class_names=None, measurements=(), prefix="a-lane-"):
        kinds = ["mark1"] * machines + ["modern"] * networks
        names = [f"{prefix}{number}" for number, _ in enumerate(kinds)]
        lanes = [lane_of(rng, name, kind, classes, shape) for name, kind in zip(names, kinds, strict=True)]
        return Run(
            experiment="x-e",
            seed=3,
            digest="0123456789abcdef" * 4,
            finished=True,
            class_names=class_names or tuple(f"class {number}" for number in range(classes)),
            shape=shape,
            lanes=tuple(lanes),
            measurements=tuple(measurements),
            sentences=("One learned.", "Both learned at last."),
            described={"settings": {"seed": 3}},
        )

    return make
