"""A seeded user who does everything that can be done to a session, wisely and unwisely, and what a session is then."""

import math

import numpy as np

from hardware import Control, CutWire, DeadCell, DeadLamp, DirtyWiper, Mark1Error, StuckMotor, SupplySag
from modern import ModernError
from perceptron_sim import operations as op
from perceptron_sim.commands import ChangeNetwork, NewSeed, ResetWeights
from perceptron_sim.errors import SimulatorError
from perceptron_sim.network_spec import NetworkSpec
from perceptron_sim.sign import Sign

REFUSALS = (SimulatorError, Mark1Error, ModernError)


class RandomUser:
    """Makes commands from *seed*, of every kind; some are refused."""

    def __init__(self, seed):
        self._rng = np.random.default_rng(seed)
        self.kinds = [name for name in vars(type(self)) if name.startswith("do_")]

    def does(self, session):
        """The next command for *session*, of any kind."""
        kind = self.kinds[self._rng.integers(len(self.kinds))]
        return getattr(self, kind)(session)

    def each(self, session):
        """One command of every kind, in an order of the dice."""
        for index in self._rng.permutation(len(self.kinds)):
            yield getattr(self, self.kinds[index])(session)

    def waits(self, session):
        """Let some time pass, by events, lessons or seconds."""
        how, amount = self._rng.integers(3), float(self._rng.random())
        if how == 0:
            for _ in range(int(20 * amount)):
                if not session.finished and not session.waiting:
                    session.step()
        elif how == 1:
            for _ in range(int(5 * amount)):
                session.advance_exposure()
        else:
            session.advance(10 * amount, budget_s=math.inf)

    def _number(self, most):
        return int(self._rng.integers(most))

    def _one(self, *choices):
        return choices[self._number(len(choices))]

    def _sign(self, session):
        rows, columns = session.experiment.stimuli.images.shape[1:]
        image = self._rng.random((rows, columns)) < 0.3
        return Sign.of(image * self._one(1.0, 0.5))

    def _wires(self, session, most=6):
        plugged = np.argwhere(session.mark1.machine.wiring.plugged)
        chosen = plugged[self._rng.choice(len(plugged), 1 + self._number(most), replace=False)]
        return tuple((int(unit), int(row)) for row, unit in chosen)

    def do_show(self, session):
        label = self._number(len(session.experiment.class_names) + 1)  # sometimes a class that is not there
        return op.Show(self._sign(session), self._one(label, label, None))

    def do_choose_lessons(self, session):
        return op.ChooseLessons(self._one(op.Source.AUTOMATIC, op.Source.AUTOMATIC, op.Source.TRAY, op.Source.HAND))

    def do_take_from_tray(self, session):
        return op.TakeFromTray(self._number(3))

    def do_empty_tray(self, session):
        return op.EmptyTray()

    def do_switch_cells(self, session):
        return op.SwitchCells(tuple(self._number(401) for _ in range(5)), self._one(-1, 0, 1))

    def do_switch_a_units(self, session):
        return op.SwitchAUnits(tuple(self._number(512) for _ in range(9)), self._one(True, False))

    def do_switch_r_units(self, session):
        return op.SwitchRUnits((self._number(8),), self._one(-1, 0, 1))

    def do_switch_motors(self, session):
        return op.SwitchMotors(self._one(True, False))

    def do_set_control(self, session):
        return op.SetControl(self._one(*Control))

    def do_set_potentiometer(self, session):
        return op.SetPotentiometer(self._number(512), float(self._rng.uniform(-160, 160)))

    def do_clear_values(self, session):
        return op.ClearValues()

    def do_pull_wires(self, session):
        return op.PullWires(self._wires(session))

    def do_push_wire(self, session):
        return op.PushWire(self._number(400), self._number(512), self._one(-1, 1))

    def do_move_wire(self, session):
        ((unit, row),) = self._wires(session, most=1)
        return op.MoveWire(unit, row, self._number(400), self._number(512))

    def do_patch_a_unit(self, session):
        return op.PatchAUnit(self._number(512), self._number(9) - 1)

    def do_set_wiring(self, session):
        return op.SetWiring(session.mark1.delivered)

    def do_redraw_wiring(self, session):
        return op.RedrawWiring(self._number(99))

    def do_cut_bundle(self, session):
        return op.CutBundle(self._wires(session))

    def do_break(self, session):
        kinds = (
            DeadCell(s_unit=self._number(400)),
            StuckMotor(a_unit=self._number(512)),
            DirtyWiper(a_unit=self._number(512), noise_v=0.5),
            DeadLamp(r_unit=self._number(8)),
            SupplySag(share=0.9),
            CutWire(a_unit=self._number(512), row=0),
        )
        return op.Break(self._one(*kinds), self._one(0.0, 0.0, 3.3), self._one(None, 5.5))

    def do_mend(self, session):
        present = session.mark1.machine.faults
        return op.Mend(self._one(*present) if present else DeadCell(s_unit=0))

    def do_mend_all(self, session):
        return op.MendAll()

    def do_run_self_test(self, session):
        return op.RunSelfTest()

    def do_restore_layout(self, session):
        return op.RestoreLayout()

    def do_transplant(self, session):
        return op.Transplant(self._one(*op.Direction))

    def do_reset_weights(self, session):
        return ResetWeights()

    def do_change_network(self, session):
        return ChangeNetwork(NetworkSpec(hidden=self._one((16,), (8, 8), ()), optimizer=self._one("adam", "momentum")))

    def do_new_seed(self, session):
        return NewSeed(self._number(50))


def tries(session, command):
    """Apply *command* to *session*, which may refuse it; whether it was done."""
    try:
        session.apply(command)
    except REFUSALS:
        return False
    return True


def whole_state(session):
    """All there is of *session*, as values that can be compared by `same`."""
    return {
        "experiment": session.experiment,
        "at": session.kept().at,
        "digest": session.digest,
        "learners": {learner.name: learner.state() for learner in session.learners},
        "scores": dict(session.scores().items()),
        "log": session.command_log,
        "faults": session.faults,
        "tray": session.tray,
        "visits": session.visits,
        "source": session.source,
        "self_test": session.self_test,
        "passes": list(session.pass_results),
        "measurements": session.measurements,
    }


def same(one, other, place="session"):
    """Raise AssertionError, naming the place, unless *one* and *other* are equal to the bit."""
    assert type(one) is type(other), place
    if isinstance(one, np.ndarray):
        assert one.dtype == other.dtype, place
        assert np.array_equal(one, other, equal_nan=one.dtype.kind == "f"), place
    elif isinstance(one, dict):
        assert list(one) == list(other), place
        for key in one:
            same(one[key], other[key], f"{place}.{key}")
    elif isinstance(one, list | tuple):
        assert len(one) == len(other), f"{place}: {len(one)} and {len(other)}"
        for index, (first, second) in enumerate(zip(one, other, strict=True)):
            same(first, second, f"{place}[{index}]")
    elif type(one).__name__ == "Score":
        for name in type(one).__slots__:
            if name not in ("wall_s", "last"):
                same(getattr(one, name), getattr(other, name), f"{place}.{name}")
    else:
        assert one == other, f"{place}: {one!r} and {other!r}"
