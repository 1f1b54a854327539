"""A trace tells every change of every signal, at its instant and in order of time, and disturbs nothing."""

import math
from dataclasses import replace
from itertools import islice, pairwise

import pytest
import simpy
from hypothesis import assume, given, settings
from numpy.testing import assert_allclose
from oracle_comparison import Observed, assert_same_flips, bank_verbs, doubts, operate, run_bank, run_oracle
from oracle_strategies import taught_machines

from hardware import ControlError, DeadLamp, DirtyWiper, Mark1, RatchetSpec, Trainer
from hardware.trace import SAMPLED, Signal, SignalKind, Trace, channels, signals_of

EXACT = (SignalKind.LIGHT, SignalKind.S_RELAY, SignalKind.A_UNIT, SignalKind.R_LAMP, SignalKind.CURRENT)
SAMPLE_S = 0.05


class Traced:
    """What a trace told of *scene*, and the records of the trainer."""

    def __init__(self, scene, signals=None, **window):
        env = simpy.Environment()
        self.machine, self.records = scene.machine(env), []
        self.signals = signals or signals_of(scene.spec, *EXACT)
        deeds = env.process(operate(env, scene.deeds, bank_verbs(Observed(self.machine), watched=False)))
        end = env.process(self.run(Trainer(self.machine), scene)) & deeds
        trace = Trace(self.machine, self.signals, sample_s=SAMPLE_S, **window)
        self.changes = list(trace.follow(env.step, lambda: end.processed))
        env.run(until=end)

    def run(self, trainer, scene):
        for shown in scene.session:
            exposing = trainer.teach(shown.image, shown.wanted) if shown.taught else trainer.ask(shown.image)
            self.records.append((yield from exposing))

    def flips(self, kind):
        """Number, instant and state of every change that follows the first value."""
        told = [change for change in self.changes if change.signal.kind is kind]
        return [(change.signal.number, change.time_s, int(change.value)) for change in told[self.count(kind) :]]

    def count(self, kind):
        return channels(self.machine.spec, kind)

    def values(self, kind, at_s):
        """What the signals of *kind* were told to be at *at_s*."""
        told = [change for change in self.changes if change.signal.kind is kind and change.time_s <= at_s]
        last = {change.signal.number: change.value for change in told}
        return [last[number] for number in range(self.count(kind))]


@given(scene=taught_machines())
@settings(max_examples=8)
def test_a_traced_run_is_the_run_it_would_have_been(scene):
    traced, untraced = Traced(scene, signals_of(scene.spec)), run_bank(scene, watched=False)
    assert traced.records == untraced.records
    now_s = untraced.machine.env.now
    angles = [machine.potentiometers.angle_deg(now_s).tolist() for machine in (traced.machine, untraced.machine)]
    assert angles[0] == angles[1]
    assert_in_order_and_told_once(traced)


def assert_in_order_and_told_once(traced):
    """Time never runs back, no value is repeated, no signal left out."""
    instants, last = [change.time_s for change in traced.changes], {}
    assert instants == sorted(instants)
    for change in traced.changes:
        assert last.get(change.signal) != change.value
        last[change.signal] = change.value
    assert set(last) == set(traced.signals)


@given(scene=taught_machines())
@settings(max_examples=12)
def test_relays_units_and_currents_change_when_the_oracle_changes_them(scene):
    oracle, _ = run_oracle(scene)
    assume(not doubts(scene, oracle))
    traced = Traced(scene)
    for kind, flips in (
        (SignalKind.S_RELAY, oracle.log.contacts),
        (SignalKind.A_UNIT, oracle.log.firing),
        (SignalKind.CURRENT, oracle.log.current),
    ):
        assert_same_flips(traced.flips(kind), flips, oracle.env.now)


@given(scene=taught_machines())
@settings(max_examples=12)
def test_the_lamps_in_the_trace_are_those_that_the_trainer_reads(scene):
    traced = Traced(scene)
    for record in traced.records:
        assert tuple(traced.values(SignalKind.R_LAMP, record.read_s)) == record.answered


@given(scene=taught_machines())
@settings(max_examples=8)
def test_a_window_and_a_subset_tell_what_the_whole_does(scene):
    few = (Signal(SignalKind.R_LAMP, 1), Signal(SignalKind.S_RELAY, 7), Signal(SignalKind.ANGLE, 3))
    whole = Traced(scene, signals_of(scene.spec))
    begin_s, end_s = (share * whole.machine.env.now for share in (0.31, 0.77))
    part = Traced(scene, few, begin_s=begin_s, end_s=end_s)
    initial, later = part.changes[: len(few)], part.changes[len(few) :]
    assert {(change.time_s, change.signal) for change in initial} == {(begin_s, signal) for signal in few}
    same_s = begin_s + SAMPLE_S  # from the first sample on, what chance does to a lamp is known to both
    bits = [change for change in later if change.signal.kind is not SignalKind.ANGLE and change.time_s > same_s]
    assert bits == [change for change in whole.changes if same_s < change.time_s <= end_s and change.signal in few[:2]]
    assert all(begin_s <= change.time_s <= end_s for change in part.changes)


@pytest.fixture
def tiny_changes(env):
    """Follow a tiny machine until it has done *process*; return the changes after the first values, by kind."""

    def followed(machine, process, kinds=tuple(SignalKind), **window):
        trace = Trace(machine, signals_of(machine.spec, *kinds), **window)
        changes = list(trace.follow(env.step, lambda: process.processed))
        told = changes[len(trace.signals) :]
        return {kind: [(c.time_s, c.signal.number, c.value) for c in told if c.signal.kind is kind] for kind in kinds}

    return followed


def test_a_stimulus_passes_through_the_machine(env, build, light, tiny_changes):
    """Light at 0 (before the first values), each stage after its own delay; all of it worked out by hand."""
    trainer = build()
    trainer.machine.set_angle(0, 30.0)
    spec = trainer.machine.spec
    told = tiny_changes(trainer.machine, env.process(trainer.ask(light(0))), EXACT)
    retina, full_us = spec.retina, spec.retina.gain_us_per_lux_gamma * spec.retina.stimulus_lux**spec.retina.gamma
    on_us, off_us = (limit - retina.dark_conductance_us for limit in (retina.relay_on_us, retina.relay_off_us))
    on_s = retina.rise_s * math.log(full_us / (full_us - on_us)) + retina.relay_operate_s
    dark_s = spec.timing.exposure_s
    reached_us = full_us * (1 - math.exp(-dark_s / retina.rise_s))
    off_s = dark_s + retina.fall_s * math.log(reached_us / off_us) + retina.relay_release_s
    assert told[SignalKind.LIGHT] == [(dark_s, 0, 0.0)]
    a_delay_s, r_delay_s = spec.association.delay_s, spec.response.delay_s
    for kind, lag_s in (
        (SignalKind.S_RELAY, 0.0),
        (SignalKind.A_UNIT, a_delay_s),
        (SignalKind.R_LAMP, a_delay_s + r_delay_s),
    ):
        assert [(number, value) for _, number, value in told[kind]] == [(0, 1), (0, 0)]
        assert_allclose([at_s for at_s, _, _ in told[kind]], [on_s + lag_s, off_s + lag_s], rtol=1e-12)


def test_a_lamp_follows_the_hand_on_a_potentiometer_after_its_delay(env, build, light, tiny_changes):
    machine = build().machine

    def turn():
        machine.place(machine.pattern(light(0)))
        yield env.timeout(1.0)
        machine.set_angle(0, 30.0)
        yield env.timeout(1.0)

    told = tiny_changes(machine, env.process(turn()), (SignalKind.R_LAMP, SignalKind.ANGLE))
    assert told[SignalKind.ANGLE] == [(1.0, 0, 30.0)]
    assert told[SignalKind.R_LAMP] == [(1.0 + machine.spec.response.delay_s, 0, 1)]


def test_angles_are_sampled_while_they_move_and_told_when_they_rest(env, build, light, tiny_changes):
    trainer = build(exposure_s=0.5, pulse_s=0.1, interval_s=2.0)
    lesson = env.process(trainer.teach(light(0), (1, 0)))
    told = tiny_changes(trainer.machine, lesson, (SignalKind.ANGLE, SignalKind.CURRENT), sample_s=0.02)
    assert told[SignalKind.CURRENT] == [(0.5, 0, 1), (0.6, 0, 0)]
    instants, _, angles = zip(*told[SignalKind.ANGLE], strict=True)
    assert angles == tuple(sorted(angles))
    assert angles[-1] == trainer.machine.potentiometers.angle_deg(env.now)[0]
    sampled = [at_s for at_s in instants[:-1] if at_s != 0.6]
    assert_allclose(sampled, [0.02 * round(at_s / 0.02) for at_s in sampled])
    assert all(after - before >= SAMPLED[SignalKind.ANGLE] for before, after in pairwise(angles[:-1]))


def test_conductances_are_sampled_while_they_move(env, build, light, tiny_changes):
    trainer = build()
    told = tiny_changes(trainer.machine, env.process(trainer.ask(light(3))), (SignalKind.CONDUCTANCE,), sample_s=0.1)
    spec = trainer.machine.spec.retina
    full_us = spec.gain_us_per_lux_gamma * spec.stimulus_lux**spec.gamma
    expected = [spec.dark_conductance_us + full_us * (1 - math.exp(-at_s / spec.rise_s)) for at_s in (0.1, 0.2, 0.3)]
    assert_allclose([value for _, _, value in told[SignalKind.CONDUCTANCE][:3]], expected)
    assert {number for _, number, _ in told[SignalKind.CONDUCTANCE]} == {3}


def test_teeth_of_a_ratchet_are_found_on_the_samples(env, tiny_spec, straight, light, tiny_changes):
    machine = Mark1(env, replace(tiny_spec, motor=RatchetSpec(tooth_deg=2.0, impulse_s=0.03)), wiring=straight)
    lesson = env.process(Trainer(machine).teach(light(0), (1, 0)))
    told = tiny_changes(machine, lesson, (SignalKind.ANGLE,), sample_s=0.01)
    assert told[SignalKind.ANGLE] == [(0.52, 0, 2.0), (0.55, 0, 4.0), (0.58, 0, 6.0)]


def test_noise_shows_at_the_lamps_on_the_samples(env, build, light, tiny_changes):
    machine = build().machine
    machine.inject(DirtyWiper(0, 5.0))

    def wait():
        machine.place(machine.pattern(light(0)))
        yield env.timeout(2.0)

    told = tiny_changes(machine, env.process(wait()), (SignalKind.R_LAMP,), sample_s=0.05)
    instants = [at_s for at_s, _, _ in told[SignalKind.R_LAMP]][1:]  # the first: the A-unit fires
    assert len(instants) > 5
    assert_allclose(instants, [0.05 * round(at_s / 0.05) for at_s in instants])


def test_a_trace_lets_time_pass_only_as_it_is_read(env, build, light):
    trainer = build()
    process = env.process(trainer.ask(light(0)))
    changes = Trace(trainer.machine, signals_of(trainer.machine.spec, SignalKind.S_RELAY)).follow(
        env.step, lambda: process.processed
    )
    assert len(list(islice(changes, 4))) == 4
    assert env.now == 0.0
    assert next(changes).time_s < 0.5
    assert env.now == 0.0


def test_whoever_touches_the_machine_between_two_events_lets_the_trace_go_on_before(env, build, light):
    machine = build().machine
    trace = Trace(machine, signals_of(machine.spec, SignalKind.S_RELAY, SignalKind.R_LAMP))
    machine.place(machine.pattern(light(0, 1, 2, 3)))
    told = list(trace.step(until_s=0.01))
    assert [change.time_s for change in told] == [0.0] * len(trace.signals)
    env.run(until=0.01)
    machine.remove()
    machine.inject(DeadLamp(0))
    assert not list(trace.step(until_s=5.0))  # the light was too short for any relay


@pytest.mark.parametrize(
    ("signals", "window", "message"),
    [
        ((), {}, "signals must hold at least one signal, got none"),
        ((Signal(SignalKind.A_UNIT, 4),), {}, "a-unit must be a number from 0 to 3, got 4"),
        ((Signal(SignalKind.R_LAMP, -1),), {}, "r-lamp must be a number from 0 to 1, got -1"),
        ((Signal(SignalKind.LIGHT, 0),), {"begin_s": 2.0, "end_s": 1.0}, "end_s must be at least begin_s"),
        ((Signal(SignalKind.LIGHT, 0),), {"sample_s": 0.0}, "sample_s must be a positive number of seconds, got 0.0"),
        ((Signal(SignalKind.LIGHT, 0),), {"sample_s": math.nan}, "sample_s must be a positive number of seconds"),
    ],
)
def test_what_cannot_be_traced_is_refused(build, signals, window, message):
    with pytest.raises(ControlError, match=message):
        Trace(build().machine, signals, **window)
