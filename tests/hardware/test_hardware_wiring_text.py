"""The plugboard on paper: JSON that comes back as it went, or is refused by name; a sheet and a table to print."""

import copy
import json
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware import (
    UNASSIGNED,
    UNPLUGGED,
    AssociationSpec,
    Mark1Spec,
    PlugboardSpec,
    ResponseSpec,
    RetinaSpec,
    Wiring,
    WiringError,
    WiringFamily,
    draw_wiring,
)
from hardware.wiring_text import wiring_csv, wiring_from_json, wiring_sheet, wiring_to_json

SPEC = Mark1Spec(
    retina=RetinaSpec(rows=2, columns=3),
    plugboard=PlugboardSpec(excitatory=1, inhibitory=1, replacement=True),
    association=AssociationSpec(units=3),
    response=ResponseSpec(units=2, in_use=2),
)
WIRING = Wiring([[0, 4, UNPLUGGED], [5, UNPLUGGED, UNPLUGGED]], [[1, -1, 0], [-1, 0, 0]], [0, UNASSIGNED, 1])
TEXT = """\
{
 "format": "perceptron-sim wiring",
 "version": 1,
 "retina_rows": 2,
 "retina_columns": 3,
 "a_units": 3,
 "r_units": 2,
 "wiring": [
  {"a_unit": 0, "r_unit": 0, "excitatory": [0], "inhibitory": [5], "sockets": "+-"},
  {"a_unit": 1, "r_unit": null, "excitatory": [], "inhibitory": [4], "sockets": "-."},
  {"a_unit": 2, "r_unit": 1, "excitatory": [], "inhibitory": [], "sockets": ".."}
 ]
}
"""


@st.composite
def boards(draw):
    """Any plugboard of three A-units that SPEC allows."""
    rows = draw(st.integers(1, 4))
    sockets = st.one_of(st.just((UNPLUGGED, 0)), st.tuples(st.integers(0, 5), st.sampled_from([1, -1])))
    board = draw(st.lists(sockets, min_size=3 * rows, max_size=3 * rows))
    origins, signs = np.array(board).T.reshape(2, rows, 3)
    return Wiring(origins, signs, np.array(draw(st.lists(st.integers(-1, 1), min_size=3, max_size=3))))


def test_the_text_of_a_wiring_is_one_a_unit_on_a_line():
    assert wiring_to_json(WIRING, SPEC) == TEXT
    assert wiring_from_json(TEXT, SPEC) == WIRING


@given(board=boards())
def test_text_comes_back_as_exactly_the_wiring_it_was_made_of(board):
    text = wiring_to_json(board, SPEC)
    assert wiring_from_json(text, SPEC) == board
    assert wiring_from_json(json.dumps(json.loads(text), indent=4), SPEC) == board


@pytest.mark.parametrize("family", list(WiringFamily))
def test_the_wiring_of_a_whole_machine_comes_back_from_its_text(rng, family):
    spec = Mark1Spec(plugboard=PlugboardSpec(family=family))
    wiring = draw_wiring(spec, rng).pulled(3, 1).pushed(399, 7, -1).patched(9, UNASSIGNED)
    assert wiring_from_json(wiring_to_json(wiring, spec), spec) == wiring


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (TEXT, "", "text must be JSON, got ''"),
        (TEXT, TEXT[:-20], "text must be JSON, got .*Unterminated string"),
        (TEXT, "[1]", r"text must be a JSON object, got \[1\]"),
        (TEXT, "[" * 100_000, "text must be JSON, got .*recursion"),
        (TEXT, "9" * 5_000, "text must be JSON, got .*4300 digits"),
        ("perceptron-sim wiring", "a score", "format must be 'perceptron-sim wiring', got 'a score'"),
        ('"version": 1', '"version": 2', "version must be 1, all that this program reads, got 2"),
        ('"version": 1', '"version": true', "version must be 1, all that this program reads, got True"),
        (
            '"version": 1',
            '"version": 1, "extra": 0',
            r"text must have the fields .*, got \['extra'\] besides, and \[\]",
        ),
        ('"version": 1', '"version": 1, "version": 1', "text must be JSON, .* one is given twice"),
        ('"retina_rows": 2', '"retina_rows": 20', "retina_rows must be 2, as the machine has, got 20"),
        ('"a_units": 3', '"a_units": 3.0', "a_units must be 3, as the machine has, got 3.0"),
        (TEXT[TEXT.index("[\n") : TEXT.rindex("]") + 1], "{}", "wiring must be a list, got {}"),
        (TEXT[TEXT.index("[\n") : TEXT.rindex("]") + 1], "[{}, {}]", "wiring must be a list of 3 A-units, got 2"),
        ('{"a_unit": 1', '{"unit": 1', r"wiring\[1\] must have the fields .*, got \['unit'\] .* \['a_unit'\] missing"),
        ('"a_unit": 1', '"a_unit": 2', r"wiring\[1\].a_unit must be 1, the A-units being in order, got 2"),
        ('"r_unit": 1', '"r_unit": 2', r"wiring\[2\].r_unit must be null or an R-unit from 0 to 1, got 2"),
        ("[4]", "[6]", r"wiring\[1\].inhibitory\[0\] must be an S-unit from 0 to 5, got 6"),
        ("[4]", "[NaN]", r"wiring\[1\].inhibitory\[0\] must be an S-unit from 0 to 5, got nan"),
        ("[4]", "[4, 4]", r"wiring\[1\].inhibitory must be a list of 1 S-units, as sockets says, got \[4, 4\]"),
        ("[4]", "4", r"wiring\[1\].inhibitory must be a list, got 4"),
        ('"-."', '"-x"', r"wiring\[1\].sockets must be one of \+ - \. for each socket, got '-x'"),
        ('"-."', '""', r"wiring\[1\].sockets must be one of \+ - \. for each socket, got ''"),
        ('"-."', '"-"', r"wiring\[1\].sockets must be 2 characters, as many as for A-unit 0, got 1"),
    ],
)
def test_damaged_foreign_and_newer_text_is_refused_by_field_rule_and_value(old, new, message):
    assert TEXT.count(old) == 1
    with pytest.raises(WiringError, match=message):
        wiring_from_json(TEXT.replace(old, new), SPEC)


def test_text_that_breaks_a_limit_of_the_machine_is_refused():
    spec = Mark1Spec(
        retina=SPEC.retina,
        plugboard=PlugboardSpec(excitatory=1, inhibitory=0),
        association=SPEC.association,
        response=SPEC.response,
    )
    doubled = TEXT.replace("[5]", "[0]")
    with pytest.raises(WiringError, match=r"A-unit 0 must have distinct origins, got \[0, 0\]"):
        wiring_from_json(doubled, spec)
    for written in (wiring_to_json, wiring_sheet, wiring_csv):
        with pytest.raises(WiringError, match="A-unit 0 must have distinct origins"):
            written(wiring_from_json(doubled, SPEC), spec)


json_values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text()),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=3), inner, max_size=3)),
    max_leaves=5,
)


def refusal(call, *arguments):
    """The sentence that *call* is refused with, or nothing."""
    try:
        call(*arguments)
    except WiringError as refused:
        return str(refused)
    return None


def reads_or_refuses(text):
    sentence = refusal(wiring_from_json, text, SPEC)
    assert sentence is None or re.search(r" must .*, got ", sentence, re.DOTALL)


@given(value=st.one_of(json_values.map(json.dumps), st.text(), st.binary(), st.none()))
def test_any_value_at_all_is_read_or_refused(value):
    reads_or_refuses(value)


@given(data=st.data(), value=json_values)
def test_a_text_of_which_one_value_was_changed_is_read_or_refused(data, value):
    document = copy.deepcopy(json.loads(TEXT))
    place = document
    while True:
        keys = list(place) if isinstance(place, dict) else list(range(len(place)))
        key = data.draw(st.sampled_from(keys))
        if not isinstance(place[key], dict | list) or not place[key] or data.draw(st.integers(0, 3)) == 0:
            break
        place = place[key]
    if data.draw(st.booleans()):
        place[key] = value
    else:
        del place[key]
    reads_or_refuses(json.dumps(document))


@given(place=st.integers(0, len(TEXT) - 1), put=st.text(max_size=2), length=st.integers(0, 30))
def test_a_text_of_which_some_characters_were_changed_is_read_or_refused(place, put, length):
    reads_or_refuses(TEXT[:place] + put + TEXT[place + length :])


def test_the_table_has_a_line_for_each_wire():
    assert wiring_csv(WIRING, SPEC) == (
        "a_unit,r_unit,row,sign,s_unit,s_row,s_column\n0,0,0,1,0,0,0\n0,0,1,-1,5,1,2\n1,,0,-1,4,1,1\n"
    )


def test_the_sheet_tells_the_machine_its_wires_and_that_it_is_no_historical_document():
    assert (
        wiring_sheet(WIRING.pushed(4, 0, 1), SPEC)
        == """\
Mark I Perceptron, simulated: wiring sheet, page 1 of 1. Not a historical document.

Machine: 6 S-units in 2 rows and 3 columns, 3 A-units, 2 R-units.
Wires: 4, of them 2 excitatory and 2 inhibitory; 0 to 3 on an A-unit.
Busiest S-unit: 01-01, with 2 wires of at most 40.
A-units of each R-unit: R1 1, R2 1; patched to none: 1.

A wire is its sign, + exciting and - inhibiting, then row and column of its S-unit; a dot is an empty socket
(those after an A-unit's last wire are left out). A line has 10 sockets; more go on the next.
All numbers count from 0, but those of R-units from 1.

A-unit  R-unit  0      1      2
     0      R1  +00-00 -01-02 +01-01
     1    none  -01-01
     2      R2  .
"""
    )


def test_every_wire_of_a_whole_machine_is_on_its_sheet_in_pages_of_fifty_lines(rng):
    spec = Mark1Spec(plugboard=PlugboardSpec(excitatory=8, inhibitory=8))
    wiring = draw_wiring(spec, rng)
    sheet = wiring_sheet(wiring, spec)
    pages = sheet.split("Mark I Perceptron, simulated: wiring sheet, ")[1:]
    assert [page.splitlines()[0][:13].rstrip(". ") for page in pages[:2]] == ["page 1 of 21", "page 2 of 21"]
    assert len(pages) == 21  # 512 A-units, two lines each
    assert max(len(page.splitlines()) for page in pages[1:]) == 54
    assert max(map(len, sheet.splitlines())) <= 120
    found = [
        (1 if sign == "+" else -1, 20 * int(row) + int(column))
        for sign, row, column in re.findall(r" ([+-])(\d\d)-(\d\d)\b", sheet.split("A-unit  R-unit", 1)[1])
    ]
    assert found == list(zip(wiring.signs.T.ravel().tolist(), wiring.origins.T.ravel().tolist(), strict=True))


def test_an_a_unit_without_wires_is_on_the_sheet_and_not_in_the_table():
    bare = Wiring(np.full((12, 3), UNPLUGGED), np.zeros((12, 3), dtype=int), [0, 1, UNASSIGNED])
    assert "\n     2    none  .\n" in wiring_sheet(bare, SPEC)
    assert wiring_csv(bare, SPEC).count("\n") == 1
