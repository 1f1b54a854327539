"""What can be pointed at beside the two fields, and what there is to know of everything."""

from collections.abc import Iterator, Sequence

from hardware import DeadCell, Mark1Spec, StuckCell
from perceptron_sim.explain import wires as words
from perceptron_sim.explain.parts_known import PARTS_KNOWN
from perceptron_sim.explain.wires import BoardState, Wire, wires_of_cell, wires_of_unit
from perceptron_sim.explain.wires_firing import (
    PictureShare,
    beside_theory,
    formula_name,
    means_of,
    percent,
    spread,
    theory_curve,
)
from perceptron_sim.explain.wires_origin import BY_HAND, Origin
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.view import Card, Key, Thing
from perceptron_sim.frontend.views.plugboard.figures import origin_rows
from perceptron_sim.frontend.views.plugboard.layout import PlugboardLayout
from perceptron_sim.frontend.views.plugboard.pick import rows_of
from perceptron_sim.frontend.views.plugboard.places import CELL, GROUPS, PATCHES, R_UNIT, UNIT, Places
from perceptron_sim.frontend.views.plugboard.tools import Tools
from perceptron_sim.mark1_learner import FiringTally
from perceptron_sim.snapshot import SessionSnapshot

LIMIT = "At most 40 wires from a cell: documented (MAN60, by way of WIK)."


def board_things(places: Places, tools: Tools, columns: int) -> Iterator[Thing]:
    """The tools, every cell, every A-unit, and the R-units."""
    yield from tools.things()
    for key, area in places.all(CELL):
        yield Thing(key, area, f"cell in {words.cell_name(key[1], columns)}", GROUPS[CELL])
    for key, area in places.all(UNIT):
        yield Thing(key, area, f"A-unit {key[1]}", GROUPS[UNIT])
    for key, area in places.patches:
        name = f"R-unit {key[1] + 1}" if key[1] >= 0 else "patched to no R-unit"
        yield Thing(key, area, name, PATCHES)


def panel_things(
    layout: PlugboardLayout, type_: Type, state: BoardState, pick: tuple[str, int], origins: Sequence[Origin]
) -> Iterator[Thing]:
    """The wires that are listed, the sum, the chart, and the lines about the wiring."""
    kind, number = pick
    wires = wires_of_unit(state, number) if kind == "a_unit" else wires_of_cell(state, number)
    for area, sign in zip(layout.pick_lists, (1, -1), strict=True):
        held = [wire for wire in wires if wire.sign == sign]
        for row, wire in zip(rows_of(area, type_, len(held)), held, strict=False):
            name = f"{words.KINDS[sign]} wire from the cell in {words.cell_name(wire.s_unit, state.columns)}"
            yield Thing(("wire", wire.row, wire.a_unit), row, f"{name} to A-unit {wire.a_unit}", "wires")
    if kind == "a_unit":
        yield Thing(("sum", number), layout.pick_sum, f"the sum of A-unit {number}", "figures")
    yield Thing(("firing",), layout.firing, "A-units that fire, beside P_a", "figures")
    for index, (row, origin) in enumerate(zip(origin_rows(layout, type_, len(origins)), origins, strict=False)):
        yield Thing(("origin", index), row, f"{origin.what}: {origin.value}", "origins")


def card_of(
    key: Key,
    snapshot: SessionSnapshot,
    state: BoardState,
    pictures: Sequence[PictureShare],
    spec: Mark1Spec,
    origins: Sequence[Origin],
    tally: FiringTally,
) -> Card | None:
    """The card of *key*; None where there is nothing of the kind."""
    match key:
        case ("cell", int(cell)):
            return _cell(cell, snapshot, state)
        case (str(kind), int(r_unit)) if kind == R_UNIT:
            return _r_unit(r_unit, snapshot, state)
        case ("a_unit" | "sum", int(unit)):
            return _unit(unit, snapshot, state, pictures)
        case ("wire", int(row), int(unit)):
            wire = next((wire for wire in wires_of_unit(state, unit) if wire.row == row), None)
            return None if wire is None else _wire(wire, state)
        case ("firing",):
            drawn = not any(origin.what == BY_HAND for origin in origins)
            return _firing(state, pictures, spec, tally, drawn=drawn)
        case ("origin", int(index)) if index < len(origins):
            one = origins[index]
            return Card(title=one.what, facts=(("value", one.value),), certainty=one.certainty, source=one.source)
    return None


def _cell(cell: int, snapshot: SessionSnapshot, state: BoardState) -> Card:
    machine, wires = snapshot.mark1, wires_of_cell(state, cell)
    switch = {0: "automatic", 1: "forced on", -1: "forced off"}[int(machine.switches[cell])]
    plus, cut = sum(wire.sign > 0 for wire in wires), sum(wire.cut for wire in wires)
    broken = {DeadCell: "dead", StuckCell: "stuck, as if lit"}
    kinds = [kind for kind in broken if kind(cell) in machine.faults]
    return Card(
        title=f"Photocell {cell} ({words.cell_name(cell, state.columns)})",
        facts=(
            ("light", f"{float(machine.light[cell]):.2f} of full"),
            ("conductance", f"{float(machine.conductance_us[cell]):.3g} microsiemens"),
            ("relay", "closed" if state.contacts[cell] else "open"),
            ("switch", switch),
            ("condition", broken[kinds[0]] if kinds else "sound"),
            ("wires cut", f"{cut} of {len(wires)}"),
        ),
        arithmetic=(f"{plus} plus + {len(wires) - plus} minus = {len(wires)} wires of at most {state.limit}",),
        certainty=PARTS_KNOWN["photocell"].certainty,
        source=f"{PARTS_KNOWN['photocell'].source} {LIMIT}",
    )


def _unit(unit: int, snapshot: SessionSnapshot, state: BoardState, pictures: Sequence[PictureShare]) -> Card:
    total, r_unit = words.sum_of_unit(state, unit), int(state.assignment[unit])
    fired = sum(bool(picture.fires[unit]) for picture in pictures)
    return Card(
        title=f"A-unit {unit}",
        facts=(
            ("state", words.verdict(total)),
            ("drives", f"R{r_unit + 1}" if r_unit >= 0 else "no R-unit"),
            ("its potentiometer", f"{words.degrees(float(snapshot.mark1.angle_deg[unit]))}"),
            ("pictures it fires at", f"{fired} of {len(pictures)}"),
        ),
        arithmetic=words.arithmetic(total),
        certainty=PARTS_KNOWN["a_unit"].certainty,
        source=PARTS_KNOWN["a_unit"].source,
    )


def _r_unit(r_unit: int, snapshot: SessionSnapshot, state: BoardState) -> Card:
    patched = int((state.assignment == r_unit).sum())
    firing = int((state.firing & (state.assignment == r_unit)).sum())
    lit = ("lamp", "lit" if r_unit >= 0 and bool(snapshot.mark1.lamps[r_unit]) else "dark")
    return Card(
        title=f"R-unit {r_unit + 1}" if r_unit >= 0 else "Patched to no R-unit",
        facts=(
            ("A-units patched to it", f"{patched:,} of {state.assignment.size:,}"),
            ("of them fire now", f"{firing:,}"),
            *((lit,) if r_unit >= 0 else ()),
        ),
        certainty=PARTS_KNOWN["r_unit"].certainty,
        source=PARTS_KNOWN["r_unit"].source,
    )


def _wire(wire: Wire, state: BoardState) -> Card:
    return Card(
        title=f"{words.KINDS[wire.sign].capitalize()} wire",
        facts=(
            ("from", f"the cell in {words.cell_name(wire.s_unit, state.columns)}"),
            ("to", f"A-unit {wire.a_unit}, socket {wire.row}"),
            ("signal", "on" if wire.on else "off"),
            ("condition", wire.condition),
        ),
        arithmetic=(f"{words.SIGNS[wire.sign]}1 × {int(wire.on)} = {words.number(wire.counts)}",),
        certainty=PARTS_KNOWN["wire"].certainty,
        source=PARTS_KNOWN["wire"].source,
    )


def _firing(
    state: BoardState, pictures: Sequence[PictureShare], spec: Mark1Spec, tally: FiringTally, *, drawn: bool
) -> Card:
    curve, lit, units = theory_curve(spec), int(state.contacts.sum()), state.firing.size
    share, mean = float(state.firing.mean()), means_of(pictures, curve)
    expected = None if curve is None else float(curve[lit])
    board, name = spec.plugboard, formula_name(spec)
    lines = [f"{int(state.firing.sum())} of {units} fire = {percent(share)}"]
    if expected is not None:
        lines.append(
            f"P_a for x = {board.excitatory}, y = {board.inhibitory}, threshold {spec.association.threshold}, {lit} lit"
        )
        lines.append(f"= {percent(expected)} ± {percent(spread(expected, units))} from wiring to wiring")
        if not drawn:
            lines.append("hands have plugged otherwise since: P_a is that of wires as they are drawn")
    lines.append(beside_theory(share, expected, units))
    return Card(
        title="How many A-units fire",
        facts=(
            ("now", percent(share)),
            ("theory, P_a", percent(expected)),
            (f"at all {tally.exposures:,} readings", percent(tally.share(units))),
            (f"{len(pictures)} taught pictures, settled", percent(mean.share)),
            ("P_a, mean of these pictures", percent(mean.theory)),
        ),
        arithmetic=lines,
        source=f"{name}; the dots are what these wires give for each taught picture once all relays have settled",
    )
