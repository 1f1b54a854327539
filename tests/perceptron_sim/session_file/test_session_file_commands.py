"""Every command goes into a session's file and comes back the same; what is no command is refused by its place."""

import json
from dataclasses import fields
from typing import get_args

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hardware import Control, Wiring
from hardware.faults import FAULTS, LARGEST_NOISE_V, SMALLEST_SHARE
from perceptron_sim import operations as hand
from perceptron_sim.commands import ChangeNetwork, LoggedCommand, ModelCommand, NewSeed, ResetWeights
from perceptron_sim.errors import InputError
from perceptron_sim.network_spec import OPTIMIZERS, NetworkSpec
from perceptron_sim.session_file.commands_plain import (
    KINDS,
    command_as_plain,
    command_from_plain,
    logged_as_plain,
    logged_from_plain,
)
from perceptron_sim.sign import Sign

PART = st.integers(0, 10**6)
SEED = st.integers(0, 2**63 - 1)
SECONDS = st.integers(0, 10**12) | st.floats(0, 1e12)
WIRES = st.lists(st.tuples(PART, PART), max_size=20).map(tuple)
SIDES = st.integers(1, 4)


@st.composite
def signs(draw):
    rows, columns = draw(SIDES), draw(SIDES)
    return Sign(rows, columns, draw(st.binary(min_size=rows * columns, max_size=rows * columns)))


@st.composite
def wirings(draw):
    rows, units = draw(SIDES), draw(SIDES)
    signs = np.array(draw(st.lists(st.sampled_from((-1, 0, 1)), min_size=rows * units, max_size=rows * units)))
    cells = np.array(draw(st.lists(PART, min_size=rows * units, max_size=rows * units)))
    origins = np.where(signs == 0, -1, cells)
    assignment = draw(st.lists(st.integers(-1, 7), min_size=units, max_size=units))
    return Wiring(origins.reshape(rows, units), signs.reshape(rows, units), np.array(assignment))


OF_FAULTS = {
    "share": st.floats(SMALLEST_SHARE, 1),
    "noise_v": st.floats(0, LARGEST_NOISE_V),
    "closed": st.booleans(),
}
FAULT = st.one_of(
    st.builds(kind, **{name: OF_FAULTS.get(name, PART) for name in (x.name for x in fields(kind))})
    for kind in FAULTS.values()
)
NETWORK = st.builds(
    NetworkSpec,
    hidden=st.lists(st.integers(1, 99), max_size=3).map(tuple),
    rate=st.floats(1e-6, 1),
    optimizer=st.sampled_from(sorted(OPTIMIZERS)),
    batch=st.integers(1, 4096),
)
POSITION = st.sampled_from((-1, 0, 1))
PARTS = st.lists(PART, max_size=20).map(tuple)
COMMANDS = {
    ResetWeights: {},
    NewSeed: {"seed": SEED},
    ChangeNetwork: {"spec": NETWORK},
    hand.Show: {"sign": signs(), "label": st.none() | PART},
    hand.ChooseLessons: {"source": st.sampled_from(hand.Source)},
    hand.TakeFromTray: {"index": PART},
    hand.EmptyTray: {},
    hand.SwitchCells: {"s_units": PARTS, "position": POSITION},
    hand.SwitchAUnits: {"a_units": PARTS, "on": st.booleans()},
    hand.SwitchRUnits: {"r_units": PARTS, "position": POSITION},
    hand.SwitchMotors: {"on": st.booleans()},
    hand.SetControl: {"control": st.sampled_from(Control)},
    hand.SetPotentiometer: {"a_unit": PART, "angle_deg": st.integers(-150, 150) | st.floats(-1e9, 1e9)},
    hand.ClearValues: {},
    hand.PullWires: {"wires": WIRES},
    hand.PushWire: {"s_unit": PART, "a_unit": PART, "sign": st.sampled_from((-1, 1))},
    hand.MoveWire: {"a_unit": PART, "row": PART, "s_unit": PART, "to_unit": PART},
    hand.PatchAUnit: {"a_unit": PART, "r_unit": st.integers(-1, 10**6)},
    hand.SetWiring: {"wiring": wirings()},
    hand.RedrawWiring: {"seed": SEED},
    hand.CutBundle: {"wires": WIRES},
    hand.Break: {"fault": FAULT, "after_s": SECONDS, "for_s": st.none() | SECONDS},
    hand.Mend: {"fault": FAULT},
    hand.MendAll: {},
    hand.RunSelfTest: {},
    hand.RestoreLayout: {},
    hand.Transplant: {"direction": st.sampled_from(hand.Direction)},
}
ANY_COMMAND = st.one_of(st.builds(kind, **fields) for kind, fields in COMMANDS.items())


def test_every_command_that_changes_the_model_has_its_plain_form():
    known = {kind for kind, _ in KINDS.values()}
    assert known >= {*get_args(ModelCommand), *get_args(hand.Operation)}
    assert known == set(COMMANDS)


@pytest.mark.parametrize("kind", COMMANDS, ids=lambda kind: kind.__name__)
def test_a_command_comes_back_from_its_plain_form_to_the_last_bit(kind):
    @settings(max_examples=20)
    @given(st.builds(kind, **COMMANDS[kind]))
    def comes_back(command):
        told = json.dumps(command_as_plain(command), allow_nan=False)
        again = command_from_plain(json.loads(told))
        assert again == command
        assert json.dumps(command_as_plain(again)) == told  # 90 and 90.0 are equal, and told apart by a digest
        assert type(again) is kind

    comes_back()


@given(SECONDS.map(float), st.integers(0, 2**53), ANY_COMMAND)
def test_a_logged_command_comes_back_with_its_instant(time_s, events_now, command):
    logged = LoggedCommand(time_s, events_now, command)
    assert logged_from_plain(json.loads(json.dumps(logged_as_plain(logged))), "log[0]") == logged


SIGN = command_as_plain(hand.Show(Sign(1, 2, bytes(2))))["sign"]


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ([], r"^log\[3\] must be a JSON object, got \[\]$"),
        ({}, r"^log\[3\]\.kind must be one of reset-weights, .*, got None$"),
        ({"kind": "os.system"}, r"^log\[3\]\.kind must be one of .*, got 'os\.system'$"),
        ({"kind": ["show"]}, r"^log\[3\]\.kind must be one of"),
        ({"kind": "new-sead", "seed": 1}, r"did you mean 'new-seed'\?$"),
        ({"kind": "new-seed"}, r"^log\[3\]\.seed must be given, got none$"),
        ({"kind": "new-seed", "seed": True}, r"^log\[3\]\.seed must be a whole number from 0 to \d+, got True$"),
        ({"kind": "new-seed", "seed": 2**63}, r"^log\[3\]\.seed must be a whole number"),
        ({"kind": "mend-all", "at": 1}, r"^log\[3\] must have no field but kind, got 'at'$"),
        ({"kind": "show", "sign": {**SIGN, "levels": "AA"}, "label": 0}, r"^log\[3\]\.sign\.levels must be a text in"),
        (
            {"kind": "show", "sign": {**SIGN, "rows": 9}, "label": 0},
            r"^log\[3\]\.sign\.levels must hold 18 compr",
        ),
        ({"kind": "show", "sign": SIGN, "label": -1}, r"^log\[3\]\.label must be a whole number from 0"),
        ({"kind": "switch-cells", "s_units": [1, 2.0], "position": 1}, r"^log\[3\]\.s_units\[1\] must be a whole"),
        (
            {"kind": "switch-cells", "s_units": [], "position": 2},
            r"^log\[3\]\.position must be one of -1, 0, 1, got 2$",
        ),
        ({"kind": "switch-motors", "on": 1}, r"^log\[3\]\.on must be true or false, got 1$"),
        ({"kind": "pull-wires", "wires": [[1, 2, 3]]}, r"^log\[3\]\.wires\[0\] must be a list of two"),
        ({"kind": "choose-lessons", "source": "trai"}, r"^log\[3\]\.source must be one of .*did you mean 'tray'\?$"),
        (
            {"kind": "mend", "fault": {"kind": "stuck-relay", "a_unit": 1, "closed": 1}},
            r"^log\[3\]\.fault\.closed must",
        ),
        ({"kind": "mend", "fault": {"kind": "supply-sag", "share": 0}}, r"^log\[3\]\.fault\.share must be a number"),
        ({"kind": "mend", "fault": {"kind": "fire"}}, r"^log\[3\]\.fault\.kind must be one of dead-cell"),
        ({"kind": "change-network", "spec": {"hiden": [1]}}, r"^log\[3\]\.spec: .*did you mean 'hidden'\?$"),
        ({"kind": "change-network", "spec": {"hidden": [1] * 101}}, r"^log\[3\]\.spec\.hidden must be at most 100"),
    ],
)
def test_what_is_no_command_is_refused_by_its_place_in_one_sentence(values, message):
    with pytest.raises(InputError, match=message):
        command_from_plain(values, "log[3]")


def test_a_wiring_that_breaks_its_own_rules_is_refused():
    told = command_as_plain(hand.SetWiring(Wiring([[3, -1]], [[1, 0]], [0, -1])))
    told["wiring"]["signs"] = told["wiring"]["origins"]
    with pytest.raises(InputError, match=r"^log\[0\]\.wiring: signs must be \+1 or -1 where a wire is plugged"):
        command_from_plain(told, "log[0]")
