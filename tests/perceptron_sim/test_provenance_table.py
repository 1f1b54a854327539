"""Every constant of the machine has a row with unit, certainty and source; what was chosen is not told as history."""

import importlib
import inspect
import json
import pkgutil
import re
from dataclasses import fields, is_dataclass, replace

import pytest

import hardware
from hardware import AssociationSpec, CourseSpec, FailureSpec, Mark1Spec, RatchetSpec
from perceptron_sim import Letters, cli
from perceptron_sim.board import wiring_of
from perceptron_sim.provenance_table import CHOSEN, constants, table, unit_of

DEFAULT = list(constants(Letters()))
NO_CONSTANTS = {Mark1Spec, CourseSpec}  # one holds specifications; the other says how a course goes


def specifications():
    """Every frozen description in hardware/ whose name ends in Spec."""
    found = set()
    for module in pkgutil.iter_modules(hardware.__path__):
        for name, kind in inspect.getmembers(importlib.import_module(f"hardware.{module.name}"), inspect.isclass):
            if is_dataclass(kind) and name.endswith("Spec"):
                found.add(kind)
    return sorted(found - NO_CONSTANTS, key=lambda kind: kind.__name__)


@pytest.mark.parametrize("kind", specifications(), ids=lambda kind: kind.__name__)
def test_no_constant_is_without_a_row(kind):
    tables = {}
    for row in DEFAULT:
        prefix, _, name = row.name.rpartition(".")
        tables.setdefault(prefix, set()).add(name)
    assert any({item.name for item in fields(kind)} <= names for names in tables.values())


def test_every_row_says_how_well_it_is_known_and_from_where():
    assert {row.certainty for row in DEFAULT} == {"documented", "inferred", "assumed"}
    assert all(row.source for row in DEFAULT)
    assert len({row.name for row in DEFAULT}) == len(DEFAULT)


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("mark1.timing.pulse_s", "s"),
        ("mark1.motor.speed_deg_per_s", "°/s"),
        ("mark1.retina.relay_on_us", "µS"),
        ("mark1.retina.gain_us_per_lux_gamma", "µS/lx^γ"),
        ("mark1.noise.wiper_v_per_turn", "V/turn"),
        ("mark1.plugboard.local_sigma_cells", "cells"),
        ("failures.cell_life_h", "h"),
        ("mark1.power.relay_operation_j", "J"),
        ("mark1.retina.gamma", ""),
        ("mark1.plugboard.wires_per_s_unit", ""),
        ("mark1.plugboard.shares", ""),
    ],
)
def test_the_unit_is_what_the_name_ends_in(name, unit):
    assert unit_of(name) == unit
    assert unit in {row.unit for row in DEFAULT if row.name == name}


def test_what_was_chosen_is_not_called_documented():
    machine = replace(Letters().mark1, association=AssociationSpec(units=1000))
    rows = {row.name: row for row in constants(Letters(mark1=machine, failures=FailureSpec(repair_h=2.0)))}
    units = rows["mark1.association.units"]
    assert (units.value, units.certainty, units.source) == (1000, CHOSEN, "by default 512 (documented): DCN60")
    assert rows["failures.repair_h"].certainty == CHOSEN
    assert rows["mark1.response.units"].certainty == "documented"


def test_the_drive_that_the_machine_has_not_is_there_too():
    ratchet = Letters(mark1=replace(Letters().mark1, motor=RatchetSpec()))
    names = [{row.name for row in constants(experiment)} for experiment in (Letters(), ratchet)]
    assert {"mark1.motor.time_constant_s", "other_drive.tooth_deg"} <= names[0]
    assert {"other_drive.time_constant_s", "mark1.motor.tooth_deg"} <= names[1]


def test_which_drive_it_is_has_a_row_too():
    ratchet = Letters(mark1=replace(Letters().mark1, motor=RatchetSpec()))
    rows = [{row.name: row for row in constants(x)}["mark1.motor.drive"] for x in (Letters(), ratchet)]
    assert [(row.value, row.certainty) for row in rows] == [("dc", "assumed"), ("ratchet", CHOSEN)]


def test_a_wiring_from_a_file_has_a_row_and_how_one_is_drawn_is_not_used():
    rows = {row.name: row for row in constants(Letters(wiring=wiring_of(Letters(seed=9))))}
    assert (rows["mark1.wiring"].value, rows["mark1.wiring"].certainty) == ("from a file", CHOSEN)
    assert re.search("SHA-256 [0-9a-f]{64};", rows["mark1.wiring"].source)
    unused = {
        name for name, row in rows.items() if row.source.startswith("not used, since the wiring is from a file; ")
    }
    kept = {row.name for row in DEFAULT if row.name.startswith("mark1.plugboard.")} - unused
    assert kept == {"mark1.plugboard.wires_per_s_unit"}
    assert "mark1.wiring" not in {row.name for row in DEFAULT}


def test_the_table_has_a_line_for_every_row():
    lines = table(DEFAULT).splitlines()
    assert len(lines) == len(DEFAULT) + 1
    assert [line.split()[0] for line in lines[1:]] == [row.name for row in DEFAULT]
    assert all(line.endswith(row.source) for line, row in zip(lines[1:], DEFAULT, strict=True))


def test_the_command_prints_the_same_as_a_table_and_as_json(capsys):
    assert cli.main(["provenance"]) == 0
    assert capsys.readouterr().out == table(DEFAULT) + "\n"
    assert cli.main(["provenance", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == [row.as_dict() for row in DEFAULT]


def test_it_is_of_the_machine_of_a_file(capsys, tmp_path):
    (tmp_path / "my.toml").write_text("[mark1.retina]\ngamma = 0.9\n")
    assert cli.main(["provenance", "--config", str(tmp_path / "my.toml"), "--json"]) == 0
    (gamma,) = [row for row in json.loads(capsys.readouterr().out) if row["name"] == "mark1.retina.gamma"]
    assert gamma["value"] == 0.9
    assert gamma["certainty"] == "chosen"
