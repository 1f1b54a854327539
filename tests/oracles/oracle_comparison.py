"""The bank model and the oracle side by side: the same session and the same deeds on both, then every difference."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import simpy
from numpy.testing import assert_allclose
from one_process_per_part import OneProcessPerPart
from oracle_log import Bits, Reading
from simpy.events import ProcessGenerator

from hardware import Exposure, Mark1, Mark1Spec, Trainer, Wiring

Flip = tuple[int, float, int]  # the part, the instant, its new state
SAME_INSTANT_S = 1e-12
LOOKING = ("show", "read", "look")
SAME_ANGLE = 1e-12  # of the angle of an end stop


@dataclass(frozen=True)
class Shown:
    """One exposure: an image (rows, columns), the code wanted, and whether the trainer teaches or only asks."""

    image: Any
    wanted: Bits | None = None
    taught: bool = True


@dataclass(frozen=True)
class Deed:
    """Something done to the machine at an instant: the name of a method of both models, and what it is called with.

    Three verbs mean something else: "show" puts an image in the place of the one before, "read" notes lamps and
    A-units, "look" all parts, but not where the machine is to be left alone.
    """

    at_s: float
    verb: str
    arguments: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Scene:
    """A machine and all that happens to it: a session with the trainer, and deeds in order of time."""

    spec: Mark1Spec
    seed: int
    session: Sequence[Shown] = ()
    wiring: Wiring | None = None
    deeds: Sequence[Deed] = ()

    def machine(self, env: simpy.Environment | None = None) -> Mark1:
        """The bank model, before anything happens."""
        return Mark1(env or simpy.Environment(), self.spec, seed=self.seed, wiring=self.wiring)


@dataclass(frozen=True)
class Look:
    """All parts at one instant; of A-units, R-lamps and contacts the states, of others quantities."""

    at_s: float
    contacts: tuple[bool, ...]
    firing: tuple[bool, ...]
    lamps: Bits
    conductance_us: list[float]
    angle_deg: list[float]
    odometer_deg: list[float]
    speed_deg_per_s: list[float]
    sums_v: list[float]


@dataclass
class Seen:
    """What was seen of a model: lamps and A-units at each reading, and the looks, the last of them at the end."""

    readings: list[tuple[Bits, tuple[bool, ...]]] = field(default_factory=list)
    looks: list[Look] = field(default_factory=list)


@dataclass
class Observed:
    """What the bank model did; flips and looks only if it was watched."""

    machine: Mark1
    seen: Seen = field(default_factory=Seen)
    records: list[Exposure] = field(default_factory=list)
    contacts: list[Flip] = field(default_factory=list)
    firing: list[Flip] = field(default_factory=list)
    current: list[Flip] = field(default_factory=list)


class Watch:
    """Looks at the bank model from event to event and notes what flips in between."""

    def __init__(self, observed: Observed) -> None:
        self.observed, self.machine = observed, observed.machine
        now_s = self.machine.env.now
        self.relays, self.association = self.machine.retina.relays, self.machine.association
        self.closed, self.fires = self.relays.contacts(now_s), self.association.firing(now_s)
        self.driven = self.machine.potentiometers.law.current

    def until_next_event(self) -> None:
        """Note the currents as they are now, and all that moves before the clock's next event."""
        now_s, next_s, observed = self.machine.env.now, self.machine.env.peek(), self.observed
        self.driven = note(observed.current, now_s, self.driven, self.machine.potentiometers.law.current)
        while now_s < next_s < np.inf:
            self.closed = note(observed.contacts, now_s, self.closed, self.relays.contacts(now_s))
            self.fires = note(observed.firing, now_s, self.fires, self.association.firing(now_s))
            now_s = min(self.relays.next_change_s(now_s, 0.0), self.association.next_change_s(now_s))


def note(flips: list[Flip], at_s: float, before: Any, after: Any) -> Any:
    """Append what differs between two states of a bank; return the later one."""
    if after is not before:
        flips.extend((int(part), at_s, int(after[part])) for part in (before != after).nonzero()[0])
    return after


def operate(env: simpy.Environment, deeds: Sequence[Deed], verbs: Callable[[str], Any]) -> ProcessGenerator:
    """Do every deed at its instant; *verbs* says what a verb does."""
    for deed in deeds:
        yield env.timeout(max(0.0, deed.at_s - env.now))
        verbs(deed.verb)(*deed.arguments)


def bank_verbs(observed: Observed, *, watched: bool) -> Callable[[str], Any]:
    """What verbs do to the bank model."""
    machine, seen = observed.machine, observed.seen
    special = {
        "show": lambda image: machine.place(machine.pattern(image)),
        "read": lambda: seen.readings.append(bank_reading(machine)),
        "look": lambda: seen.looks.append(bank_look(machine)) if watched else None,
    }
    return lambda verb: special[verb] if verb in special else getattr(machine, verb)


def oracle_verbs(oracle: OneProcessPerPart, seen: Seen) -> Callable[[str], Any]:
    """What they do to the oracle."""
    special = {
        "show": lambda image: oracle.shine(np.ravel(image).tolist()),
        "read": lambda: seen.readings.append((oracle.lamps(), oracle.outputs())),
        "look": lambda: seen.looks.append(oracle_look(oracle)),
    }
    return lambda verb: special[verb] if verb in special else getattr(oracle, verb)


def bank_reading(machine: Mark1) -> tuple[Bits, tuple[bool, ...]]:
    """Lamps and A-units of the bank model now."""
    lamps = tuple(int(lamp) for lamp in machine.read())
    return lamps, tuple(machine.association.firing(machine.env.now).tolist())


def bank_look(machine: Mark1) -> Look:
    """The bank model as it is now."""
    now_s, potentiometers = machine.env.now, machine.potentiometers
    return Look(
        at_s=now_s,
        contacts=tuple(machine.retina.relays.contacts(now_s).tolist()),
        firing=tuple(machine.association.firing(now_s).tolist()),
        lamps=tuple(int(lamp) for lamp in machine.read()),
        conductance_us=machine.retina.conductance_us(now_s).tolist(),
        angle_deg=potentiometers.angle_deg(now_s).tolist(),
        odometer_deg=potentiometers.odometer_deg(now_s).tolist(),
        speed_deg_per_s=potentiometers.speed_deg_per_s(now_s).tolist(),
        sums_v=machine.response.input_v(now_s).tolist(),
    )


def oracle_look(oracle: OneProcessPerPart) -> Look:
    """The oracle as it is now."""
    now_s = oracle.env.now
    shafts = [motor.shaft(now_s) for motor in oracle.motors]
    return Look(
        at_s=now_s,
        contacts=tuple(s_unit.contact for s_unit in oracle.s_units),
        firing=oracle.outputs(),
        lamps=oracle.lamps(),
        conductance_us=[s_unit.conductance(now_s) for s_unit in oracle.s_units],
        angle_deg=[shaft.wiper_deg for shaft in shafts],
        odometer_deg=[shaft.odometer_deg for shaft in shafts],
        speed_deg_per_s=[motor.speed(now_s) for motor in oracle.motors],
        sums_v=[r_unit.sum_v(now_s - oracle.spec.response.delay_s) for r_unit in oracle.r_units],
    )


def run_bank(scene: Scene, *, watched: bool) -> Observed:
    """Let *scene* happen to the bank model; look at it from event to event if *watched*, else never."""
    env = simpy.Environment()
    machine = scene.machine(env)
    trainer, observed = Trainer(machine), Observed(machine)

    def run() -> ProcessGenerator:
        for shown in scene.session:
            exposing = trainer.teach(shown.image, shown.wanted) if shown.taught else trainer.ask(shown.image)
            observed.records.append((yield from exposing))

    deeds = env.process(operate(env, scene.deeds, bank_verbs(observed, watched=watched)))
    end, watch = env.process(run()) & deeds, Watch(observed)
    while not end.processed:
        env.step()
        if watched:
            watch.until_next_event()
    observed.seen.looks.append(bank_look(machine))
    return observed


def run_oracle(scene: Scene) -> tuple[OneProcessPerPart, Seen]:
    """Let *scene* happen to a machine of the same wiring and parts, one process for each."""
    env, drawn, seen = simpy.Environment(), scene.machine(), Seen()
    oracle = OneProcessPerPart(env, scene.spec, scene.seed, drawn.wiring, drawn.retina.tolerances)

    def run() -> ProcessGenerator:
        for shown in scene.session:
            light = np.asarray(shown.image, dtype=float).ravel().tolist()
            yield from oracle.expose(light, shown.wanted, reinforced=shown.taught)

    deeds = env.process(operate(env, scene.deeds, oracle_verbs(oracle, seen)))
    env.run(until=env.process(run()) & deeds)
    seen.looks.append(oracle_look(oracle))
    return oracle, seen


def doubts(scene: Scene, oracle: OneProcessPerPart) -> set[str]:
    """Where rounding decided, so that two models need not agree."""
    return oracle.log.too_close([deed.at_s for deed in scene.deeds if deed.at_s > 0.0 and deed.verb not in LOOKING])


def assert_same_exposure(record: Exposure, reading: Reading, shown: Shown) -> None:
    """Every decision, instant and cost of one exposure."""
    instants = ("placed_s", "read_s", "ended_s")
    bank_s, oracle_s = ([getattr(one, name) for name in instants] for one in (record, reading))
    assert_allclose(bank_s, oracle_s, rtol=0, atol=SAME_INSTANT_S)
    wanted = shown.wanted or reading.answered
    assert (record.answered, record.firing) == (reading.answered, reading.firing)
    assert record.wrong_bits == sum(a != b for a, b in zip(reading.answered, wanted, strict=True))
    assert record.motors_driven == len(reading.driven)
    assert record.relay_operations == reading.relay_operations
    assert_allclose(record.motor_s, reading.motor_s, rtol=0, atol=1e-10)
    assert_allclose(record.turned_deg, reading.turned_deg, rtol=0, atol=1e-9)
    assert_allclose(record.value_change_deg, reading.value_change_deg, rtol=0, atol=1e-9)
    energy_j = {name: getattr(record.energy, name) for name in reading.energy_j}
    assert_allclose(list(energy_j.values()), list(reading.energy_j.values()), rtol=1e-11, atol=1e-9)


def without_glitches(flips: Sequence[Flip]) -> tuple[list[Flip], list[Flip]]:
    """The *flips*, by part and time, less those that the next one undoes at the same instant; and these, the glitches.

    Cells that are alike cross their thresholds at one instant; the oracle's rounding may put them one bit apart, and
    an A-unit without delay that hangs on both then flips to and fro within that bit.
    """
    kept: list[Flip] = []
    glitches: list[Flip] = []
    for flip in flips:
        if kept and kept[-1][0] == flip[0] and flip[1] - kept[-1][1] <= SAME_INSTANT_S:
            glitches.append(kept.pop())
        else:
            kept.append(flip)
    return kept, glitches


def assert_same_flips(bank: list[Flip], oracle: Sequence[tuple[int, float, Any]], until_s: float) -> None:
    """The same parts flip the same way at the same instants; parts that flip at one instant have no order.

    Two cells may truly cross within the tolerance: the bank may show that glitch too, but none that the oracle lacks.
    """
    before_end = [[flip for flip in flips if flip[1] < until_s - SAME_INSTANT_S] for flips in (bank, oracle)]
    by_part = [sorted((part, at_s, int(state)) for part, at_s, state in flips) for flips in before_end]
    (kept, glitches), (expected, allowed) = map(without_glitches, by_part)
    assert [(part, state) for part, _, state in kept] == [(part, state) for part, _, state in expected]
    bank_s, oracle_s = ([at_s for _, at_s, _ in flips] for flips in (kept, expected))
    assert_allclose(bank_s, oracle_s, rtol=0, atol=SAME_INSTANT_S)
    for part, at_s, state in glitches:
        assert any((part, state) == (a, to) and abs(at_s - then_s) <= SAME_INSTANT_S for a, then_s, to in allowed)


def assert_same_look(bank: Look, oracle: Look, spec: Mark1Spec) -> None:
    """The same states, and quantities that differ by rounding."""
    same_deg = SAME_ANGLE * spec.potentiometer.stop_deg
    assert_allclose(bank.at_s, oracle.at_s, rtol=0, atol=SAME_INSTANT_S)
    assert (bank.contacts, bank.firing, bank.lamps) == (oracle.contacts, oracle.firing, oracle.lamps)
    assert_allclose(bank.conductance_us, oracle.conductance_us, rtol=1e-11)
    assert_allclose(bank.angle_deg, oracle.angle_deg, rtol=0, atol=same_deg)
    assert_allclose(bank.odometer_deg, oracle.odometer_deg, rtol=SAME_ANGLE, atol=same_deg)
    assert_allclose(bank.sums_v, oracle.sums_v, rtol=1e-9, atol=1e-9)
    speed = getattr(spec.motor, "speed_deg_per_s", 0.0)
    assert_allclose(bank.speed_deg_per_s, oracle.speed_deg_per_s, rtol=1e-11, atol=1e-11 * speed)


def assert_same(scene: Scene, oracle: OneProcessPerPart, seen: Seen) -> None:
    """Unwatched, as training runs, and watched from event to event, the bank model does what *oracle* did."""
    unwatched, watched = (run_bank(scene, watched=watched) for watched in (False, True))
    for record, reading, shown in zip(unwatched.records, oracle.log.readings, scene.session, strict=True):
        assert_same_exposure(record, reading, shown)
    assert unwatched.seen.readings == watched.seen.readings == seen.readings
    assert watched.records == unwatched.records
    end_s = oracle.env.now
    assert_same_flips(watched.contacts, oracle.log.contacts, end_s)
    assert_same_flips(watched.firing, oracle.log.firing, end_s)
    assert_same_flips(watched.current, oracle.log.current, end_s)
    for bank, expected in zip(watched.seen.looks, seen.looks, strict=True):
        assert_same_look(bank, expected, scene.spec)
    assert_same_look(unwatched.seen.looks[-1], seen.looks[-1], scene.spec)


def assert_same_machine(scene: Scene) -> None:
    """Both models do the same in a scene without doubt."""
    assert_same(scene, *run_oracle(scene))
