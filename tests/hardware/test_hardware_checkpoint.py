"""Checkpoints: the restored machine goes on to the last bit as the other does, and nothing damaged is restored."""

import base64
import hashlib
import json
import math
import re
import zlib
from dataclasses import dataclass, field, fields, replace
from typing import Any

import numpy as np
import pytest
import simpy
from hypothesis import given, settings
from hypothesis import strategies as st
from oracle_comparison import Shown, operate
from oracle_strategies import CODES, IMAGES, SEEDS, Plan, taught_machines

from hardware import (
    AssociationSpec,
    CheckpointError,
    Control,
    Course,
    CourseSpec,
    CutWire,
    DeadCell,
    DeadLamp,
    DirtyWiper,
    FailureProcess,
    FailureSpec,
    FaultError,
    FaultSchedule,
    Mark1,
    Mark1Error,
    Mark1Spec,
    MotorSpec,
    NoiseSpec,
    Order,
    PlugboardSpec,
    PotentiometerSpec,
    RatchetSpec,
    ReinforcementSpec,
    ResponseSpec,
    Restored,
    RetinaSpec,
    Rule,
    ScheduledFault,
    SlippingMotor,
    StuckCell,
    StuckMotor,
    StuckRelay,
    SupplySag,
    Tie,
    TimingSpec,
    Trainer,
    WiringFamily,
    checkpoint,
    restored,
)

OFTEN = FailureSpec(
    cell_life_h=1e-2,
    wire_life_h=1e-2,
    relay_life_h=1e-2,
    motor_life_h=1e-2,
    wiper_life_h=1e-2,
    lamp_life_h=1e-2,
    supply_life_h=1e-2,
    repair_h=1e-4,
)


@dataclass
class Exhibit:
    """A machine with all that may go with it; what a run of it told, from where on one wants to know."""

    trainer: Trainer
    course: Course | None = None
    schedule: FaultSchedule | None = None
    failures: FailureProcess | None = None
    told: list[Any] = field(default_factory=list)

    @property
    def document(self) -> str:
        return checkpoint(self.trainer, self.course, self.schedule, self.failures)

    @property
    def env(self) -> simpy.Environment:
        return self.trainer.machine.env

    @classmethod
    def of(cls, document: str | bytes) -> "Exhibit":
        found = restored(document)
        return cls(found.trainer, found.course, found.schedule, found.failures)

    def run(self, process: Any) -> Any:
        return self.env.run(until=self.env.process(process))

    def go_on(self, session: list[Shown], lessons: int = 0) -> list[Any]:
        """What happens from now on, and in the end all that the future depends on."""
        seen = [len(one.records) if one else 0 for one in (self.schedule, self.failures)]
        told: list[Any] = []
        for shown in session:
            self.trainer.machine.set_angle(0, 1.0)
            told.append(self.run(_exposing(self.trainer, shown)))
            told.append(self.trainer.machine.read().tolist())
        for _ in range(lessons):
            told.append(self.run(self.course.lesson()))
        for one, count in zip((self.schedule, self.failures), seen, strict=True):
            told.append(one.records[count:] if one else [])
        return [*told, self.document]


def _exposing(trainer: Trainer, shown: Shown) -> Any:
    return trainer.teach(shown.image, shown.wanted) if shown.taught else trainer.ask(shown.image)


@st.composite
def exhibits(draw: st.DrawFn) -> Exhibit:
    """Any machine that has been taught anything, has had anything done to it, and may fail by plan and by itself."""
    scene = draw(taught_machines())
    trainer = Trainer(scene.machine(env := simpy.Environment()))
    exhibit = Exhibit(trainer)
    if draw(st.booleans()):
        exhibit.schedule = FaultSchedule(trainer.machine, scheduled(scene, draw(st.lists(SEEDS, max_size=5)))).start()
    if draw(st.booleans()):
        exhibit.failures = FailureProcess(trainer.machine, OFTEN).start()

    def session() -> Any:
        for shown in scene.session:
            yield from _exposing(trainer, shown)

    def do(verb: str) -> Any:
        def deed(*arguments: Any) -> None:
            try:
                getattr(trainer.machine, verb)(*arguments)
            except FaultError:
                """It has failed so by itself, or is mended."""

        return deed

    deeds = [deed for deed in scene.deeds if deed.verb != "look"]
    env.run(until=env.process(session()) & env.process(operate(env, deeds, do)))
    return exhibit


def scheduled(scene: Any, seeds: list[int]) -> list[ScheduledFault]:
    """Some faults at some instants, some of them mended later."""
    plan, faults = Plan(scene.spec, scene.machine().wiring), []
    kinds = ["dead cell", "stuck relay", "stuck motor", "slipping motor", "dirty wiper", "supply sag", "cut wire"]
    for seed in seeds:
        rng = np.random.default_rng(seed)
        plan.add(0.0, kinds[rng.integers(len(kinds))], seed)
        if plan.deeds:
            at_s = float(rng.uniform(0.0, 10.0))
            until_s = None if rng.random() < 0.5 else at_s + float(rng.uniform(0.0, 5.0))
            faults.append(ScheduledFault(fault=plan.deeds.pop().arguments[0], at_s=at_s, until_s=until_s))
    return faults


LESSONS = st.lists(st.builds(Shown, IMAGES, CODES, st.booleans()), min_size=1, max_size=4)
whatever_happened = given(exhibit=exhibits(), session=LESSONS)


def goes_on_identically(exhibit: Exhibit, session: list[Shown]) -> None:
    document = exhibit.document
    other = Exhibit.of(document)
    assert other.document == document
    assert other.go_on(session) == exhibit.go_on(session)


@whatever_happened
@settings(max_examples=40)
def test_a_restored_machine_goes_on_to_the_last_bit_as_the_other_does(exhibit, session):
    goes_on_identically(exhibit, session)


@pytest.mark.long
@whatever_happened
@settings(max_examples=2000)
def test_thousands_of_restored_machines_go_on_as_the_others_do(exhibit, session):
    goes_on_identically(exhibit, session)


SMALL = Mark1Spec(
    retina=RetinaSpec(rows=2, columns=3),
    plugboard=PlugboardSpec(excitatory=1, inhibitory=1),
    association=AssociationSpec(units=4),
    response=ResponseSpec(units=2, in_use=2),
)
NOTABLE = {
    "the least": SMALL,
    "noise": replace(SMALL, noise=NoiseSpec(wiper_v=1.0, wiper_v_per_turn=3.0, amplifier_v=1.0)),
    "coin": replace(SMALL, response=ResponseSpec(units=2, in_use=2, tie=Tie.COIN, dead_band_v=0.5)),
    "ratchet": replace(SMALL, motor=RatchetSpec(impulse_s=0.03)),
    "hand": replace(SMALL, timing=TimingSpec(hand_spread=0.5)),
    "delays": replace(SMALL, association=AssociationSpec(units=4, delay_s=0.1, delay_spread=0.5)),
    "backlash": replace(SMALL, potentiometer=PotentiometerSpec(backlash_deg=4.0)),
    "gamma": replace(SMALL, reinforcement=ReinforcementSpec(rule=Rule.GAMMA, control=Control.FORCED)),
    "decay": replace(SMALL, reinforcement=ReinforcementSpec(value_decay=0.1, control=Control.SPONTANEOUS)),
    "coasting": replace(SMALL, motor=MotorSpec(time_constant_s=0.5), timing=TimingSpec(interval_s=0.0)),
    "settling": replace(SMALL, timing=TimingSpec(exposure_s=0.02, pulse_s=0.001, interval_s=0.001)),
    "poisson": replace(SMALL, plugboard=PlugboardSpec(family=WiringFamily.POISSON, excitatory=1, inhibitory=1)),
}
EVERY_CELL = np.array([[1.0, 0.5, 0.25], [0.0, 0.75, 1.0]])


@pytest.mark.parametrize("name", NOTABLE)
@pytest.mark.parametrize("order", Order)
def test_whatever_a_machine_is_made_of_it_goes_on_identically_and_so_does_its_course(name, order):
    trainer = Trainer(Mark1(simpy.Environment(), NOTABLE[name], seed=3))
    patterns = [trainer.machine.pattern(np.roll(EVERY_CELL, shift)) for shift in range(5)]
    codes = [(1, 0), (0, 1), (1, 1), (0, 0), (1, 0)]
    course = Course(trainer, patterns, codes, CourseSpec(order=order, passes=9), seed=11)
    exhibit = Exhibit(trainer, course)
    exhibit.go_on([], lessons=8)
    goes_on_identically_in_its_course(exhibit, lessons=8)


def goes_on_identically_in_its_course(exhibit: Exhibit, lessons: int) -> None:
    other = Exhibit.of(exhibit.document)
    assert other.course.spec == exhibit.course.spec
    assert other.go_on([], lessons) == exhibit.go_on([], lessons)
    assert other.course.done == exhibit.course.done


@settings(max_examples=30)
@given(
    order=st.sampled_from(Order),
    seed=SEEDS,
    before=st.integers(0, 12),
    patterns=st.integers(1, 5),
    criteria=st.fixed_dictionaries({"errorless_passes": st.integers(0, 3), "right_in_a_row": st.integers(0, 7)}),
)
def test_a_course_goes_on_identically_from_wherever_it_was(order, seed, before, patterns, criteria):
    trainer = Trainer(Mark1(simpy.Environment(), SMALL))
    codes = [(index % 2, index // 2 % 2) for index in range(patterns)]
    images = [trainer.machine.pattern(np.roll(EVERY_CELL, shift)) for shift in range(patterns)]
    course = Course(trainer, images, codes, CourseSpec(order=order, passes=3, **criteria), seed=seed)
    exhibit = Exhibit(trainer, course)
    exhibit.go_on([], lessons=before)
    document = exhibit.document
    assert Exhibit.of(document).document == document
    assert list(Exhibit.of(document).course.lessons()) == list(exhibit.course.lessons())


def test_a_fresh_machine_can_be_restored():
    document = checkpoint(Trainer(Mark1(simpy.Environment())))
    found = restored(document)
    assert (found.course, found.schedule, found.failures) == (None, None, None)
    assert checkpoint(found.trainer) == document


def test_the_clock_stands_where_it_stood_and_may_be_of_any_make():
    env = simpy.Environment(initial_time=123.25)
    trainer = Trainer(Mark1(env, SMALL, seed=2**70))
    clocks = []

    def clock(at_s: float) -> simpy.Environment:
        clocks.append(at_s)
        return simpy.Environment(at_s)

    found = restored(checkpoint(trainer).encode(), clock)
    assert clocks == [123.25]
    assert (found.trainer.machine.env.now, found.trainer.machine.seed) == (123.25, 2**70)


def test_what_was_set_and_what_was_shown_last_comes_back():
    exhibit = Exhibit(Trainer(Mark1(simpy.Environment(), SMALL)))
    machine = exhibit.trainer.machine
    exhibit.run(exhibit.trainer.teach(EVERY_CELL, (1, 0)))
    machine.override([1, 2], [1, -1])
    machine.switch(3, False)
    machine.switch_motors(False)
    machine.set_control(Control.FORCED)
    machine.set_thresholds([1, 2, -1, 0])
    machine.rewire(machine.wiring.pulled(0, 0))
    for fault in (DeadCell(0), SupplySag(0.75)):
        machine.inject(fault)
    machine.set_angle(2, -12.5)
    machine.clear_values()
    other = Exhibit.of(exhibit.document).trainer
    for name in ("wiring", "faults", "spec", "seed", "clearings", "supply_share", "motors_on", "control"):
        assert getattr(other.machine, name) == getattr(machine, name)
    for name in ("thresholds", "overrides", "switched_on"):
        assert getattr(other.machine, name).tolist() == getattr(machine, name).tolist()
    before, after = exhibit.trainer.snapshot(), other.snapshot()
    assert (after.answered, after.wanted, after.exposures) == (before.answered, (1, 0), 1)
    assert after.angle_deg.tolist() == before.angle_deg.tolist()


def test_a_fault_outlives_its_wire():
    trainer = Trainer(Mark1(simpy.Environment(), SMALL))
    machine = trainer.machine
    machine.rewire(machine.wiring.pushed(next(iter(set(range(6)) - set(machine.wiring.origins[:, 0]))), 0, 1))
    for fault in (CutWire(0, 2), CutWire(1, 0)):
        machine.inject(fault)
    machine.rewire(machine.wiring.pulled(0, 2).pulled(1, 0))
    assert restored(checkpoint(trainer)).trainer.machine.faults == (CutWire(0, 2), CutWire(1, 0))


def test_failures_go_on_identically_after_the_board_was_rewired():
    trainer = Trainer(Mark1(simpy.Environment(), SMALL))
    exhibit = Exhibit(trainer, failures=FailureProcess(trainer.machine, OFTEN, seed=8).start())
    exhibit.env.run(until=20.0)
    trainer.machine.rewire(trainer.machine.wiring.pulled(0, 0).pulled(1, 0).pulled(2, 0).pulled(3, 0))
    goes_on_identically(exhibit, [Shown(EVERY_CELL, (1, 0), True)] * 20)
    assert len(exhibit.failures.records) > 20


def test_a_failure_process_that_was_never_started_can_be_restored():
    trainer = Trainer(Mark1(simpy.Environment(), SMALL))
    failures = FailureProcess(trainer.machine, OFTEN)
    trainer.machine.env.run(until=1000.0)
    other = restored(checkpoint(trainer, failures=failures))
    other.trainer.machine.env.run(until=1001.0)
    assert other.failures.records


@pytest.mark.parametrize(
    "busy",
    [
        lambda trainer: trainer.teach(EVERY_CELL, (1, 1)),
        lambda trainer: trainer.ask(EVERY_CELL),
        lambda trainer: trainer.set_by_hand(10.0),
        lambda trainer: trainer.machine.test_pulse([1, 1], 2.0),
    ],
    ids=["lesson", "question", "hand", "test pulse"],
)
def test_none_is_taken_while_something_is_under_way(busy):
    trainer = Trainer(Mark1(simpy.Environment(), SMALL))
    env = trainer.machine.env
    process = env.process(busy(trainer))
    for at_s in (0.25, 0.55, 0.9):
        env.run(until=at_s)
        with pytest.raises(CheckpointError, match=r"^a checkpoint must be taken between lessons, got a machine at "):
            checkpoint(trainer)
    env.run(until=process)
    assert restored(checkpoint(trainer))


def test_none_is_taken_before_time_begins():
    trainer = Trainer(Mark1(simpy.Environment(initial_time=-1.0), SMALL))
    with pytest.raises(CheckpointError, match=r"^time must be from 0 to 1e\+12 s for a checkpoint, got -1\.0$"):
        checkpoint(trainer)


def everything() -> Exhibit:
    """A machine with some of everything, relays and motors still moving, a course, faults to come and one in repair."""
    spec = replace(
        SMALL,
        association=AssociationSpec(units=4, delay_s=0.2, delay_spread=0.2),
        potentiometer=PotentiometerSpec(backlash_deg=1.0),
        noise=NoiseSpec(wiper_v=0.1, wiper_v_per_turn=0.1, amplifier_v=0.1),
        timing=TimingSpec(exposure_s=0.3, pulse_s=0.1, interval_s=0.0, hand_spread=0.2),
    )
    trainer = Trainer(Mark1(simpy.Environment(), spec, seed=5))
    machine = trainer.machine
    patterns = [machine.pattern(np.roll(EVERY_CELL, shift)) for shift in range(3)]
    course = Course(trainer, patterns, [(1, 0), (0, 1), (1, 1)], CourseSpec(passes=50, errorless_passes=0))
    plan = [
        ScheduledFault(fault=DirtyWiper(1, 0.5), at_s=2.5, until_s=90.0),
        ScheduledFault(fault=DeadLamp(1), at_s=3.0),
    ]
    schedule = FaultSchedule(machine, plan).start()
    failures = FailureProcess(machine, replace(OFTEN, repair_h=1e-2)).start()
    exhibit = Exhibit(trainer, course, schedule, failures)
    exhibit.go_on([], lessons=5)
    for fault in (
        StuckCell(1),
        CutWire(0, 0),
        StuckRelay(1, True),
        SlippingMotor(2, 0.5),
        StuckMotor(3),
        SupplySag(0.9),
    ):
        if fault not in machine.faults and fault.contrary() not in machine.faults:
            machine.inject(fault)
    machine.override([2, 3], [1, -1])
    machine.switch(0, False)
    exhibit.go_on([], lessons=1)
    return exhibit


@pytest.fixture(scope="module")
def document():
    exhibit = everything()
    assert exhibit.failures.crew.count == 1
    text = exhibit.document
    goes_on_identically_in_its_course(exhibit, lessons=4)
    return text


SENTENCE = r"\A[^\n]+ (must|got) [^\n]+\Z"


def refusal(text: str | bytes) -> str:
    """The one sentence in which *text* is refused."""
    with pytest.raises(CheckpointError, match=SENTENCE) as error:
        restored(text)
    assert isinstance(error.value, Mark1Error)
    assert isinstance(error.value, ValueError)
    assert len(str(error.value)) < 500
    return str(error.value)


def restored_or_refused(text: str | bytes) -> Restored | None:
    """What *text* holds, or None where it is refused in one sentence."""
    try:
        return restored(text)
    except CheckpointError as error:
        said = str(error)
    assert re.match(SENTENCE, said)
    assert len(said) < 500
    return None


@settings(max_examples=150)
@given(data=st.data())
def test_a_byte_that_was_changed_is_noticed_or_means_the_same(document, data):
    place = data.draw(st.integers(0, len(document) - 1))
    byte = data.draw(st.integers(0, 255))
    damaged = bytearray(document.encode())
    damaged[place] = byte
    found = restored_or_refused(bytes(damaged))
    if found:
        assert checkpoint(found.trainer, found.course, found.schedule, found.failures) == document


@settings(max_examples=60)
@given(data=st.data())
def test_a_text_that_was_cut_is_refused(document, data):
    length = data.draw(st.integers(0, len(document) - 2))
    assert refusal(document[:length]) == "checkpoint must be a whole JSON document, got damaged text"


@pytest.mark.parametrize(
    "text", ["", "\x00", "{", "[" * 100_000, "nonsense", b"\xff\xfe\xfa", "1" * 5000, '"\\ud800"x']
)
def test_what_is_no_json_is_refused(text):
    assert refusal(text) == "checkpoint must be a whole JSON document, got damaged text"


@pytest.mark.parametrize(
    "text",
    ["{}", "[]", "null", "1", '"Mark I checkpoint"', '{"format": "PNG"}', '{"format": ["x"]}', "[" * 300 + "]" * 300],
)
def test_another_format_is_refused(text):
    assert refusal(text).startswith("checkpoint must be of format 'Mark I checkpoint', got ")


@pytest.mark.parametrize(
    ("version", "got"), [(3, "a newer one, 3"), (10**30, "a newer one, "), (0, "0"), (None, "None")]
)
def test_another_version_is_refused(document, version, got):
    found = json.loads(document)
    found["version"] = version
    assert f"checkpoint must be of version 1 or 2, got {got}" in refusal(json.dumps(found))


def test_one_of_version_1_that_knows_no_switch_of_motors_nor_of_control_is_of_a_machine_as_its_spec_says(document):
    body = json.loads(document)["body"]
    for name in ("motors_on", "control"):
        del body["machine"]["panel"][name]
    old = signed(body).replace('"version": 2', '"version": 1')
    assert checkpoint(**dataclass_fields(restored(old))) == document


@pytest.mark.parametrize("version", [True, 1.0, "1", [1], {"1": 1}])
def test_a_version_is_a_whole_number(document, version):
    found = json.loads(document)
    found["version"] = version
    assert refusal(json.dumps(found)).startswith("checkpoint must be of version 1 or 2, got ")


@pytest.mark.parametrize("digest", [None, "", "0" * 64, 5, ["x"]])
def test_another_digest_is_refused(document, digest):
    found = json.loads(document)
    found["sha256"] = digest
    assert refusal(json.dumps(found)).startswith("checkpoint must have the sha256 ")


def signed(body: Any) -> str:
    """A document of *body* whose digest is right."""
    text = json.dumps(body, separators=(",", ":"))
    digest = hashlib.sha256(text.encode()).hexdigest()
    return json.dumps({"format": "Mark I checkpoint", "version": 2, "sha256": digest, "body": body})


def packed(array: Any, name: str | None = None) -> dict[str, Any]:
    """*array* as a document holds it, be it of the type that it says or not."""
    array = np.asarray(array)
    data = base64.b64encode(zlib.compress(array.tobytes())).decode()
    return {"array": name or array.dtype.name, "size": array.size, "data": data}


def unpacked(value: dict[str, Any]) -> Any:
    return np.frombuffer(zlib.decompress(base64.b64decode(value["data"])), value["array"]).copy()


def test_a_document_without_a_body_is_refused():
    null = hashlib.sha256(b"null").hexdigest()
    refusal(json.dumps({"format": "Mark I checkpoint", "version": 1, "sha256": null}))


def test_a_body_that_is_nested_too_deep_is_refused_however_deep():
    for depth in range(50, 1050, 50):
        refusal(f'{{"format":"Mark I checkpoint","version":1,"sha256":"","body":{"[" * depth}{"]" * depth}}}')
        text = "[" * depth + "]" * depth
        digest = hashlib.sha256(text.encode()).hexdigest()
        refusal(f'{{"format":"Mark I checkpoint","version":1,"sha256":"{digest}","body":{text}}}')


@pytest.mark.parametrize("document", [None, 5, {}, object()])
def test_what_is_no_text_is_refused(document):
    assert refusal(document) == "checkpoint must be a whole JSON document, got damaged text"


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ({"array": "float32"}, r"must be of bool, int8, int32, int64, float64"),
        ({"array": ["float64"]}, r"must be of bool, int8, int32, int64, float64"),
        ({"size": "6"}, "with a size and data"),
        ({"size": -1}, "with a size and data"),
        ({"size": 2**62}, "with a size and data"),
        ({"size": 5}, "must hold 5 float64 numbers, got 48 bytes|got 41 bytes"),
        ({"size": 7}, "must hold 7 float64 numbers, got 48 bytes"),
        ({"data": None}, "with a size and data"),
        ({"data": "!!"}, "got damaged data"),
        ({"data": "é"}, "got damaged data"),
        ({"data": "AAAA"}, "got damaged data"),
        ({"data": ""}, "must hold 6 float64 numbers, got 0 bytes"),
    ],
)
def test_an_array_that_is_packed_wrong_is_refused(document, entry, message):
    body = json.loads(document)["body"]
    body["machine"]["retina"]["light"].update(entry)
    with pytest.raises(CheckpointError, match=message):
        restored(signed(body))


def test_an_array_that_was_cut_before_it_was_packed_is_refused(document):
    body = json.loads(document)["body"]
    light = body["machine"]["retina"]["light"]
    light["data"] = base64.b64encode(base64.b64decode(light["data"])[:-5]).decode()
    refusal(signed(body))


Path = tuple[Any, ...]


def places(value: Any, path: Path = ()) -> list[Path]:
    """Every place in a body, packed arrays being one each."""
    inner: Any = []
    if isinstance(value, dict) and "array" not in value:
        inner = value.items()
    elif isinstance(value, list):
        inner = enumerate(value)
    return [path, *(place for key, item in inner for place in places(item, (*path, key)))]


def at(body: Any, path: Path) -> Any:
    for key in path:
        body = body[key]
    return body


def put(body: Any, path: Path, value: Any) -> Any:
    """*body* with another value at *path*."""
    if not path:
        return value
    at(body, path[:-1])[path[-1]] = value
    return body


ODD: list[Any] = [None, True, False, 0, 1, -1, 7, 10**400, 1.5, -1e300, 1e300, math.nan, math.inf, -math.inf, "", "x"]
ODD += [[], {}, [[]], ["x"], {"x": 1}, {"kind": "dead-cell"}, {"array": "float64"}]
ODD += [packed(np.zeros(0)), packed([1.0, math.nan]), packed(np.zeros(3)), packed(np.ones(4, dtype=bool))]
ODD += [packed(np.full(4, 2, dtype=np.int8), "bool"), packed(np.arange(4)), packed(np.full(6, -1, dtype=np.int8))]
ENTRIES = [math.nan, math.inf, -math.inf, 1e300, -1e300, 1e13, 1e6, 2.5, 1, 0, -1, 2**31 - 1, -(2**31), 127]


def damages(body: Any) -> list[tuple[Path, str, Any]]:
    """Every way to spoil every place of *body*: another value, another entry of an array, or nothing at all."""
    found: list[tuple[Path, str, Any]] = []
    for path in places(body):
        found += [(path, "value", value) for value in ODD]
        value = at(body, path)
        if path and isinstance(at(body, path[:-1]), dict):
            found.append((path, "missing", None))
        if isinstance(value, dict) and "array" in value:
            found += [(path, "entry", entry) for entry in ENTRIES]
            found += [(path, "type", name) for name in ("bool", "int8", "int32", "int64", "float64")]
            found += [(path, "size", count) for count in (-1, 1)]
        if isinstance(value, int | float) and not isinstance(value, bool):
            found += [(path, "value", other) for other in (-value, value + 1, value * 1.5, value + 1e9, value * 1e12)]
        if isinstance(value, list) and value:
            found += [(path, "value", value * 2), (path, "value", value[:-1]), (path, "value", value[::-1])]
    return found


def damaged(document: str, path: Path, how: str, value: Any) -> str:
    """*document*, signed again after one place of its body was spoilt."""
    body = json.loads(document)["body"]
    if how == "missing":
        del at(body, path[:-1])[path[-1]]
        return signed(body)
    if how == "value":
        return signed(put(body, path, value))
    array = unpacked(at(body, path))
    if how == "type":
        array = np.nan_to_num(array, posinf=1.0, neginf=-1.0).astype(value)
    elif how == "size":
        array = np.resize(array, max(0, array.size + value))
    elif array.size:
        kind = np.iinfo if array.dtype.kind == "i" else None
        if array.dtype == bool:
            value = bool(value)
        elif kind and not (math.isfinite(value) and kind(array.dtype).min <= value <= kind(array.dtype).max):
            value = kind(array.dtype).max
        array[array.size // 2] = value
    return signed(put(body, path, packed(array)))


def dataclass_fields(found: Restored) -> dict[str, Any]:
    """What *found* holds, by name."""
    return {item.name: getattr(found, item.name) for item in fields(found)}


def refused_or_usable(text: str) -> bool:
    """Whether *text* is refused in one sentence; if it is not, what is restored has to work as any machine does."""
    found = restored_or_refused(text)
    if found is None:
        return True
    exhibit = Exhibit(found.trainer, found.course, found.schedule, found.failures)
    machine = found.trainer.machine
    for _ in range(2):
        snapshot = found.trainer.snapshot()
        numbers = (snapshot.conductance_us, snapshot.angle_deg, snapshot.speed_deg_per_s, snapshot.sums_v)
        assert all(np.isfinite(array).all() for array in numbers)
        assert (np.abs(snapshot.angle_deg) <= snapshot.stop_deg).all()
        if machine.spec.timing.exposure_s < 1e3 and machine.spec.retina.s_units == 6:
            record = exhibit.run(found.trainer.ask(np.ones((machine.spec.retina.rows, machine.spec.retina.columns))))
            assert record.energy_j >= 0
        if found.course:
            exhibit.run(found.course.lesson())
    assert restored(exhibit.document)
    return False


def test_a_body_that_is_signed_but_not_sound_is_refused_or_at_least_a_machine(document, rng):
    ways = damages(json.loads(document)["body"])
    chosen = rng.choice(len(ways), 250, replace=False)
    refused = sum(refused_or_usable(damaged(document, *ways[way])) for way in chosen)
    assert refused > 125


@pytest.mark.long
def test_every_way_to_spoil_a_signed_body_is_refused_or_leaves_a_machine(document):
    for way in damages(json.loads(document)["body"]):
        refused_or_usable(damaged(document, *way))
