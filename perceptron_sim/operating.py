"""Carries out, at this instant, what a hand asks of the machines: whole, or refused in a sentence and nothing done."""

from dataclasses import fields, replace
from functools import singledispatch
from typing import Any

from hardware import CutWire, Phase, ShortedWire, Wiring
from hardware.errors import shown
from perceptron_sim import operations as asked
from perceptron_sim.commands import ChangeNetwork, ResetWeights
from perceptron_sim.errors import SettingError
from perceptron_sim.mark1_learner import Mark1Learner
from perceptron_sim.network_learner import NetworkLearner
from perceptron_sim.network_spec import NetworkSpec
from perceptron_sim.timeline import Timeline, drawn
from perceptron_sim.transplanting import check_lanes, network_from_machine, values_for_machine


def carry_out(timeline: Timeline, command: object) -> None:
    """Do what *command* says to *timeline*, enter it in the digest and count it.

    Raises a SimulatorError or Mark1Error, and nothing is changed, where it cannot be done.
    """
    time_s = float(timeline.env.now)
    events_now = timeline.events_at(time_s)
    if isinstance(command, ChangeNetwork) and command.spec == timeline.experiment.modern:
        timeline.commands += 1  # a network that is changed to what it is leaves no trace
        return
    _do(command, timeline)
    timeline.digest.add("command", events_now, time_s, told(command))
    timeline.commands += 1


def told(value: Any) -> Any:
    """*value*, a command or a part of one, as plain values whose repr is exact."""
    if isinstance(value, Wiring):
        return tuple(getattr(value, name).tolist() for name in Wiring.__slots__)
    if isinstance(value, tuple):
        return tuple(told(one) for one in value)
    names = [item.name for item in fields(value)] if hasattr(value, "__dataclass_fields__") else []
    return (type(value).__name__, *((name, told(getattr(value, name))) for name in names)) if names else value


@singledispatch
def _do(command: object, timeline: Timeline) -> None:
    raise SettingError(f"command must be one of those that change the model, got {shown(command)}")


# Weights, and the network.


@_do.register
def _(command: ResetWeights, timeline: Timeline) -> None:
    if any(isinstance(learner, Mark1Learner) for learner in timeline.learners):
        _free(timeline)
    for learner in timeline.learners:
        learner.forget()
    timeline.teaching.count_anew()
    timeline.go_on()


@_do.register
def _(command: ChangeNetwork, timeline: Timeline) -> None:
    """Make the experiment's network one of *spec*, and so all networks that follow from it; refused as a whole."""
    experiment = replace(timeline.experiment, modern=command.spec)
    lanes = {lane.name: lane.spec for lane in experiment.lanes()}
    if list(lanes) != [learner.name for learner in timeline.learners]:
        raise SettingError(f"spec must leave the learners what they are, got {', '.join(lanes)}")
    timeline.take(experiment)
    for learner in timeline.learners:
        changed = lanes[learner.name]
        if isinstance(learner, NetworkLearner) and isinstance(changed, NetworkSpec):
            learner.change(changed)
    if timeline.finished:
        timeline.teaching.count_anew()
        timeline.go_on()


@_do.register
def _(command: asked.Transplant, timeline: Timeline) -> None:
    learner, experiment = _free(timeline), timeline.experiment
    if command.direction is asked.Direction.TO_MACHINE:
        learner.machine.set_angles(values_for_machine(learner, experiment.stimuli))
        return
    spec, values = network_from_machine(learner, len(experiment.class_names))
    changed = replace(experiment, modern=spec)
    lanes = changed.lanes()
    check_lanes(lanes, spec)
    timeline.take(changed)
    for one, lane in zip(timeline.learners, lanes, strict=True):
        if isinstance(one, NetworkLearner) and isinstance(lane.spec, NetworkSpec):
            one.become(lane.spec, values)


# What is shown.


@_do.register
def _(command: asked.Show, timeline: Timeline) -> None:
    stimuli, sign = timeline.experiment.stimuli, command.sign
    if (sign.rows, sign.columns) != stimuli.images.shape[1:]:
        rows, columns = stimuli.images.shape[1:]
        raise SettingError(f"sign must have {rows} x {columns} cells, got {sign.rows} x {sign.columns}")
    classes = len(stimuli.class_names)
    if command.label is not None and not (type(command.label) is int and 0 <= command.label < classes):
        raise SettingError(f"label must be a class from 0 to {classes - 1}, or None, got {shown(command.label)}")
    timeline.teaching.ask(command)
    timeline.go_on()


@_do.register
def _(command: asked.RunSelfTest, timeline: Timeline) -> None:
    _ = timeline.machine_learner
    timeline.teaching.ask(command)
    timeline.go_on()


@_do.register
def _(command: asked.ChooseLessons, timeline: Timeline) -> None:
    timeline.teaching.source = asked.Source(command.source)
    timeline.go_on()


@_do.register
def _(command: asked.TakeFromTray, timeline: Timeline) -> None:
    tray = timeline.teaching.tray
    if type(command.index) is not int or not 0 <= command.index < len(tray):
        raise SettingError(f"index must be one of the {len(tray)} signs in the tray, got {shown(command.index)}")
    tray.take(command.index)


@_do.register
def _(command: asked.EmptyTray, timeline: Timeline) -> None:
    timeline.teaching.tray.empty()


# The switches of the panel.


@_do.register
def _(command: asked.SwitchCells, timeline: Timeline) -> None:
    _free(timeline).machine.override(_some("s_units", command.s_units), command.position)


@_do.register
def _(command: asked.SwitchAUnits, timeline: Timeline) -> None:
    _free(timeline).machine.switch(_some("a_units", command.a_units), command.on)


@_do.register
def _(command: asked.SwitchRUnits, timeline: Timeline) -> None:
    timeline.machine_learner.switch_r_units(command.r_units, command.position)


@_do.register
def _(command: asked.SwitchMotors, timeline: Timeline) -> None:
    _free(timeline).machine.switch_motors(command.on)


@_do.register
def _(command: asked.SetControl, timeline: Timeline) -> None:
    _free(timeline).machine.set_control(command.control)


@_do.register
def _(command: asked.SetPotentiometer, timeline: Timeline) -> None:
    _free(timeline).machine.set_angle(command.a_unit, command.angle_deg)


@_do.register
def _(command: asked.ClearValues, timeline: Timeline) -> None:
    _free(timeline).forget()


# The plugboard.


@_do.register
def _(command: asked.PullWires, timeline: Timeline) -> None:
    machine = _free(timeline).machine
    machine.rewire(machine.wiring.pulled_all(_some("wires", command.wires)))


@_do.register
def _(command: asked.PushWire, timeline: Timeline) -> None:
    machine = _free(timeline).machine
    machine.rewire(machine.wiring.pushed(command.s_unit, command.a_unit, command.sign))


@_do.register
def _(command: asked.MoveWire, timeline: Timeline) -> None:
    machine = _free(timeline).machine
    pulled = machine.wiring.pulled(command.a_unit, command.row)
    sign = int(machine.wiring.signs[command.row, command.a_unit])
    machine.rewire(pulled.pushed(command.s_unit, command.to_unit, sign))


@_do.register
def _(command: asked.PatchAUnit, timeline: Timeline) -> None:
    machine = _free(timeline).machine
    machine.rewire(machine.wiring.patched(command.a_unit, command.r_unit))


@_do.register
def _(command: asked.SetWiring, timeline: Timeline) -> None:
    _put_on_the_board(timeline, command.wiring)


@_do.register
def _(command: asked.RedrawWiring, timeline: Timeline) -> None:
    _put_on_the_board(timeline, drawn(_free(timeline).machine.spec, command.seed))


@_do.register
def _(command: asked.CutBundle, timeline: Timeline) -> None:
    learner = timeline.machine_learner
    cuts = [CutWire(a_unit=a_unit, row=row) for a_unit, row in _some("wires", command.wires)]
    timeline.breakdowns[learner.name].cut_by_hand(learner.machine, cuts)


# What breaks.


@_do.register
def _(command: asked.Break, timeline: Timeline) -> None:
    learner = timeline.machine_learner
    breakdowns = timeline.breakdowns[learner.name]
    breakdowns.break_by_hand(learner.machine, command.fault, command.after_s, command.for_s)


@_do.register
def _(command: asked.Mend, timeline: Timeline) -> None:
    learner = timeline.machine_learner
    timeline.breakdowns[learner.name].mend_by_hand(learner.machine, (command.fault,))


@_do.register
def _(command: asked.MendAll, timeline: Timeline) -> None:
    learner = timeline.machine_learner
    timeline.breakdowns[learner.name].mend_by_hand(learner.machine, learner.machine.faults)


@_do.register
def _(command: asked.RestoreLayout, timeline: Timeline) -> None:
    learner = _free(timeline)
    machine, spec = learner.machine, learner.machine.spec
    _do(asked.MendAll(), timeline)
    machine.override(slice(None), 0)
    machine.switch(slice(None), True)
    machine.switch_motors(True)
    machine.set_control(spec.reinforcement.control)
    learner.switch_r_units(range(spec.response.units), 0)
    machine.rewire(learner.delivered)


def _put_on_the_board(timeline: Timeline, wiring: Wiring) -> None:
    """Plug *wiring* with new wires: none of them is cut or shorted."""
    learner = _free(timeline)
    learner.machine.rewire(wiring)
    broken = [fault for fault in learner.machine.faults if isinstance(fault, CutWire | ShortedWire)]
    timeline.breakdowns[learner.name].mend_by_hand(learner.machine, broken)


def _free(timeline: Timeline) -> Mark1Learner:
    """The first Mark I; SettingError during its self-test, which sets all there is to set and puts it back after."""
    learner = timeline.machine_learner
    if learner.trainer.phase is Phase.TESTING:
        raise SettingError("machine must be free for a hand, got one that is at its self-test")
    return learner


def _some(name: str, values: Any) -> Any:
    """*values*, if there are any; else SettingError."""
    if not isinstance(values, tuple) or not values:
        raise SettingError(f"{name} must be one at least, got {shown(values)}")
    return values
