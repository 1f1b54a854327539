"""The plugboard on paper: wiring to and from JSON text, and a sheet and a table of its wires to print."""

import json
from collections.abc import Iterator
from typing import Any

import numpy as np

from hardware.errors import WiringError, shown
from hardware.plugboard import UNASSIGNED, UNPLUGGED, Wiring
from hardware.spec import Mark1Spec

FORMAT, VERSION = "perceptron-sim wiring", 1
SIGNS = {"+": 1, "-": -1, ".": 0}  # how a socket is written
MARKS = {sign: mark for mark, sign in SIGNS.items()}
KINDS = {"excitatory": "+", "inhibitory": "-"}
A_UNIT_FIELDS = ("a_unit", "r_unit", *KINDS, "sockets")
WIRES_PER_LINE, LINES_PER_PAGE = 10, 50


def wiring_to_json(wiring: Wiring, spec: Mark1Spec) -> str:
    """*wiring* as JSON text, one A-unit on a line; `wiring_from_json` gives exactly the same wiring again.

    A line has the numbers of the S-units that excite and that inhibit the A-unit, each list in order of rows, and
    "sockets", a character for every row: + for a wire that excites, - for one that inhibits, . for an empty socket.
    "r_unit" is null where the A-unit is patched to none. Raises WiringError if *wiring* breaks a limit of *spec*.
    """
    wiring.check(spec)
    head = json.dumps({"format": FORMAT, "version": VERSION, **_machine(spec)}, indent=1)
    return head.removesuffix("\n}") + ',\n "wiring": [\n' + ",\n".join(_json_lines(wiring)) + "\n ]\n}\n"


def _machine(spec: Mark1Spec) -> dict[str, int]:
    """What must agree between a wiring's text and a machine."""
    return {
        "retina_rows": spec.retina.rows,
        "retina_columns": spec.retina.columns,
        "a_units": spec.association.units,
        "r_units": spec.response.units,
    }


def _columns(wiring: Wiring) -> Iterator[tuple[int, int, list[int], list[int]]]:
    """Of each A-unit its number, its R-unit, and the origins and signs of its sockets."""
    units = range(wiring.assignment.size)
    return zip(units, wiring.assignment.tolist(), wiring.origins.T.tolist(), wiring.signs.T.tolist(), strict=True)


def _json_lines(wiring: Wiring) -> Iterator[str]:
    for unit, r_unit, origins, signs in _columns(wiring):
        line: dict[str, Any] = {"a_unit": unit, "r_unit": None if r_unit == UNASSIGNED else r_unit}
        for kind, mark in KINDS.items():
            line[kind] = [cell for cell, sign in zip(origins, signs, strict=True) if sign == SIGNS[mark]]
        line["sockets"] = "".join(MARKS[sign] for sign in signs)
        yield "  " + json.dumps(line)


def wiring_from_json(text: str, spec: Mark1Spec) -> Wiring:
    """The wiring that *text* describes; WiringError naming field, rule and value if it is damaged or does not fit."""
    document = _parsed(text)
    _require(isinstance(document, dict), "text", "a JSON object", document)
    _require(_same(document.get("format"), FORMAT), "format", repr(FORMAT), document.get("format"))
    rule = f"{VERSION}, all that this program reads"
    _require(_same(document.get("version"), VERSION), "version", rule, document.get("version"))
    _has_fields("text", document, ("format", "version", *_machine(spec), "wiring"))
    for name, number in _machine(spec).items():
        _require(_same(document[name], number), name, f"{number}, as the machine has", document[name])
    lines, units = document["wiring"], spec.association.units
    _require(isinstance(lines, list), "wiring", "a list", lines)
    _require(len(lines) == units, "wiring", f"a list of {units} A-units", len(lines))
    columns = [_column(unit, line, spec) for unit, line in enumerate(lines)]
    rows = len(columns[0][0])
    for unit, (origins, *_) in enumerate(columns):
        rule = f"{rows} characters, as many as for A-unit 0"
        _require(len(origins) == rows, f"wiring[{unit}].sockets", rule, len(origins))
    wiring = Wiring(*(np.array(values).T for values in zip(*columns, strict=True)))
    wiring.check(spec)
    return wiring


def _parsed(text: str) -> Any:
    try:
        return json.loads(text, object_pairs_hook=_fields_once)
    except (ValueError, TypeError, RecursionError) as error:
        raise WiringError(f"text must be JSON, got {shown(text)}: {error}") from error


def _fields_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) < len(pairs):
        raise ValueError(f"of the fields {shown([name for name, _ in pairs])} one is given twice")
    return fields


def _require(holds: bool, name: str, rule: str, value: object) -> None:
    if not holds:
        raise WiringError(f"{name} must be {rule}, got {shown(value)}")


def _same(value: object, wanted: object) -> bool:
    return type(value) is type(wanted) and value == wanted  # else true would do for 1


def _counts(value: object, size: int) -> bool:
    return type(value) is int and 0 <= value < size


def _has_fields(name: str, value: Any, wanted: tuple[str, ...]) -> None:
    _require(isinstance(value, dict), name, "a JSON object", value)
    unknown, missing = sorted(set(value) - set(wanted)), sorted(set(wanted) - set(value))
    if unknown or missing:
        found = f"{shown(unknown)} besides, and {shown(missing)} missing"
        raise WiringError(f"{name} must have the fields {', '.join(wanted)}, got {found}")


def _column(unit: int, line: Any, spec: Mark1Spec) -> tuple[list[int], list[int], int]:
    """Origins and signs of the sockets of A-unit *unit*, and its R-unit, as *line* says."""
    name, r_units = f"wiring[{unit}]", spec.response.units
    _has_fields(name, line, A_UNIT_FIELDS)
    _require(_same(line["a_unit"], unit), f"{name}.a_unit", f"{unit}, the A-units being in order", line["a_unit"])
    r_unit, sockets = line["r_unit"], line["sockets"]
    patched = r_unit is None or _counts(r_unit, r_units)
    _require(patched, f"{name}.r_unit", f"null or an R-unit from 0 to {r_units - 1}", r_unit)
    marked = isinstance(sockets, str) and sockets != "" and set(sockets) <= set(SIGNS)
    _require(marked, f"{name}.sockets", f"one of {' '.join(SIGNS)} for each socket", sockets)
    wires = {}
    for kind, mark in KINDS.items():
        wires[mark] = iter(_cells(f"{name}.{kind}", line[kind], sockets.count(mark), spec))
    origins = [next(wires[mark]) if mark in wires else UNPLUGGED for mark in sockets]
    return origins, [SIGNS[mark] for mark in sockets], UNASSIGNED if r_unit is None else r_unit


def _cells(name: str, values: Any, number: int, spec: Mark1Spec) -> list[int]:
    """Return *values*, which must be a list of as many S-units as the sockets have wires of this kind."""
    _require(isinstance(values, list), name, "a list", values)
    _require(len(values) == number, name, f"a list of {number} S-units, as sockets says", values)
    for place, value in enumerate(values):
        rule = f"an S-unit from 0 to {spec.retina.s_units - 1}"
        _require(_counts(value, spec.retina.s_units), f"{name}[{place}]", rule, value)
    return list(values)


def wiring_csv(wiring: Wiring, spec: Mark1Spec) -> str:
    """A table of all wires as comma-separated text: a line for each wire, in order of A-units and rows.

    r_unit is empty where the A-unit is patched to none; an A-unit without wires has no line. Raises WiringError if
    *wiring* breaks a limit of *spec*.
    """
    wiring.check(spec)
    lines = ["a_unit,r_unit,row,sign,s_unit,s_row,s_column\n"]
    for unit, r_unit, origins, signs in _columns(wiring):
        patched = "" if r_unit == UNASSIGNED else r_unit
        for row, (cell, sign) in enumerate(zip(origins, signs, strict=True)):
            if cell != UNPLUGGED:
                s_row, s_column = divmod(cell, spec.retina.columns)
                lines.append(f"{unit},{patched},{row},{sign},{cell},{s_row},{s_column}\n")
    return "".join(lines)


def wiring_sheet(wiring: Wiring, spec: Mark1Spec) -> str:
    """A sheet of all wires to print, in pages: of every A-unit its R-unit and what is plugged into its sockets.

    A wire is its sign, then row and column of its S-unit on the retina. Raises WiringError if *wiring* breaks a
    limit of *spec*.
    """
    wiring.check(spec)
    body = list(_sheet_lines(wiring, spec))
    pages = [body[start : start + LINES_PER_PAGE] for start in range(0, len(body), LINES_PER_PAGE)]
    text = []
    for number, page in enumerate(pages, start=1):
        title = f"Mark I Perceptron, simulated: wiring sheet, page {number} of {len(pages)}. Not a historical document."
        text += [title, "", *(_summary(wiring, spec) if number == 1 else ()), _heading(wiring, spec), *page, ""]
    return "\n".join(text)


def _summary(wiring: Wiring, spec: Mark1Spec) -> list[str]:
    """What machine the sheet is for, how many wires there are, and how they spread."""
    retina, signs, plugged = spec.retina, wiring.signs, wiring.plugged
    each, used = plugged.sum(axis=0), np.bincount(wiring.origins[plugged], minlength=retina.s_units)
    row, column = divmod(int(used.argmax()), retina.columns)
    patched = np.bincount(wiring.assignment - UNASSIGNED, minlength=spec.response.units + 1)
    shares = ", ".join(f"R{number} {share}" for number, share in enumerate(patched[1:], start=1))
    return [
        f"Machine: {retina.s_units} S-units in {retina.rows} rows and {retina.columns} columns, "
        f"{each.size} A-units, {spec.response.units} R-units.",
        f"Wires: {each.sum()}, of them {(signs > 0).sum()} excitatory and {(signs < 0).sum()} inhibitory; "
        f"{each.min()} to {each.max()} on an A-unit.",
        f"Busiest S-unit: {row:02}-{column:02}, with {used.max()} wires of at most {spec.plugboard.wires_per_s_unit}.",
        f"A-units of each R-unit: {shares}; patched to none: {patched[0]}.",
        "",
        "A wire is its sign, + exciting and - inhibiting, then row and column of its S-unit; a dot is an empty socket",
        f"(those after an A-unit's last wire are left out). A line has {WIRES_PER_LINE} sockets; more go on the next.",
        "All numbers count from 0, but those of R-units from 1.",
        "",
    ]


def _digits(spec: Mark1Spec) -> int:
    return max(2, len(str(max(spec.retina.rows, spec.retina.columns) - 1)))


def _heading(wiring: Wiring, spec: Mark1Spec) -> str:
    width = 2 + 2 * _digits(spec)
    sockets = " ".join(f"{row:<{width}}" for row in range(min(len(wiring.origins), WIRES_PER_LINE)))
    return f"A-unit  R-unit  {sockets}".rstrip()


def _sheet_lines(wiring: Wiring, spec: Mark1Spec) -> Iterator[str]:
    digits = _digits(spec)
    for unit, r_unit, origins, signs in _columns(wiring):
        wires = []
        for cell, sign in zip(origins, signs, strict=True):
            row, column = divmod(cell, spec.retina.columns)
            wire = f"{MARKS[sign]}{row:0{digits}}-{column:0{digits}}" if sign else "."
            wires.append(f"{wire:<{2 + 2 * digits}}")
        used = max((place + 1 for place, sign in enumerate(signs) if sign), default=1)
        label = f"{unit:>6}  {'none' if r_unit == UNASSIGNED else f'R{r_unit + 1}':>6}"
        for start in range(0, used, WIRES_PER_LINE):
            part = " ".join(wires[start : min(used, start + WIRES_PER_LINE)])
            yield f"{label if start == 0 else '':14}  {part}".rstrip()
