"""What was predicted before there was a machine (R57, RT58, PR58), tried out by the program.

Values have no ends, A-units and retina are the Mark I's where a source gives no other number, and learning is forced:
every stimulus is shown once and reinforced by the rule whatever the answer is.
"""

import math
from dataclasses import dataclass

import numpy as np

from hardware import AssociationSpec
from perceptron_sim.evidence.machines import dice
from perceptron_sim.reproduction.parameters import RETINA, Parameters
from perceptron_sim.reproduction.program import FloatArray, Program, increments
from perceptron_sim.reproduction.tasks import BoolArray, Draw, Field, portions

A_UNITS = AssociationSpec().units
RT58_A_UNITS, RT58_STIMULI = 100, 100  # of one source set; squares, and as many circles
TABLE_1 = (100, 200)  # A-units of a response, in the columns of P_a = .10
TABLE_1_SHARE, TABLE_1_STIMULI = 0.10, (10, 100, 1000, 10_000)


def rt58(parameters: Parameters, seed: int) -> dict[str, float]:
    """RT58 Fig. 5: recall and generalisation after 100 squares and as many circles, and after very many."""
    program, rng = Program(parameters, RETINA.rows, RT58_A_UNITS, seed), dice(seed)
    draw = Field(parameters, RETINA.rows).figures(("square", "circle"))
    shown = _first_and_all(program, draw, RT58_STIMULI, parameters.endless, rng)
    found: dict[str, float] = {}
    for name, taught in zip(("", ", endless"), shown, strict=True):
        _force(program, taught, parameters)
        found[f"taught{name}"] = taught.share_right(program)
        found[f"new{name}"] = program.share_right(draw, parameters.asked, rng)
    return found


def ideal_environment(parameters: Parameters, seed: int) -> dict[str, float]:
    """PR58's random dots: recall after a few stimuli and after very many, and what is made of new ones."""
    program, rng = Program(parameters, RETINA.rows, A_UNITS, seed), dice(seed)
    draw, recall = Field(parameters, RETINA.rows).dots(), []
    for taught in _first_and_all(program, draw, parameters.few, parameters.endless, rng):
        _force(program, taught, parameters)
        recall.append(taught.share_right(program))
    new = program.share_right(draw, parameters.asked, rng)
    return {"new": new, "recall late": recall[1], "recall falls by": recall[0] - recall[1]}


def overlaps(parameters: Parameters, seed: int) -> dict[str, float]:
    """What PR58 says of tasks where P_c12 < P_a < P_c11: the share of new stimuli answered rightly, if that holds."""
    field = Field(parameters, RETINA.rows)
    found: dict[str, float] = {}
    for name, draw in (("halves", field.halves()), ("figures", field.figures(("square", "circle")))):
        program, rng = Program(parameters, RETINA.rows, A_UNITS, seed), dice(seed)
        taught = _drawn(program, draw, 2 * parameters.taught_each, rng)
        other, any_a_unit, same = _conditional(taught)
        _force(program, taught, parameters)
        new = program.share_right(draw, parameters.asked, rng)
        found |= {f"{name}: P_c12": other, f"{name}: P_a": any_a_unit, f"{name}: P_c11": same}
        found[name] = new if other < any_a_unit < same else math.nan
    return found


def spontaneous(parameters: Parameters, seed: int) -> dict[str, float]:
    """RT58's classes C and C': squares left or right that nobody names, reinforced by the machine's own answer."""
    draw = Field(parameters, RETINA.rows).halves()
    found: dict[str, float] = {}
    for name, decay in (("C", 0.0), ("C'", parameters.value_decay)):
        program, rng = Program(parameters, RETINA.rows, A_UNITS, seed), dice(seed)
        shown = _drawn(program, draw, parameters.untaught, rng)
        program.values = parameters.start_value * rng.standard_normal(A_UNITS)
        for pattern in shown.fired:
            towards = 1 if program.values[pattern].sum() > 0 else -1
            program.values = (program.values + increments(pattern[np.newaxis], towards, parameters.rule)[0]) * (
                1 - decay
            )
        new = _drawn(program, draw, parameters.asked, rng)
        answered = program.answers(new.fired)
        found[f"{name}: one answer"] = bool(answered.all() or not answered.any())
        left, right = (answered[new.wanted == side].mean() > 0.5 for side in (False, True))
        found[f"{name}: told apart"] = bool(left != right)
    return found


def table_1(parameters: Parameters, seed: int) -> dict[str, float]:
    """R57 Table 1 tried out: of A-units that fire independently, the share of taught stimuli that are recalled."""
    rng = dice(seed)
    return {
        f"{a_units}, {stimuli}": _recalled(parameters, a_units, stimuli, rng)
        for a_units in TABLE_1
        for stimuli in TABLE_1_STIMULI
    }


@dataclass(frozen=True, slots=True)
class _Shown:
    """Stimuli: which A-units fire at each (n, a_units), and which are of the second class (n,)."""

    fired: BoolArray
    wanted: BoolArray

    def share_right(self, program: Program) -> float:
        return float((program.answers(self.fired) == self.wanted).mean())


def _drawn(program: Program, draw: Draw, count: int, rng: np.random.Generator) -> _Shown:
    """*count* stimuli, half of them of each class."""
    shown = [(program.fires(one.images), one.labels == 1) for one in portions(draw, count, rng)]
    fired, wanted = zip(*shown, strict=True)
    return _Shown(np.concatenate(fired), np.concatenate(wanted))


def _first_and_all(
    program: Program, draw: Draw, first_each: int, all_each: int, rng: np.random.Generator
) -> tuple[_Shown, _Shown]:
    """So many stimuli of each class at first, and these with the others that come after."""
    first = _drawn(program, draw, 2 * first_each, rng)
    later = _drawn(program, draw, 2 * (all_each - first_each), rng)
    return first, _Shown(np.concatenate([first.fired, later.fired]), np.concatenate([first.wanted, later.wanted]))


def _force(program: Program, taught: _Shown, parameters: Parameters) -> None:
    """Reinforce every stimulus once, beginning with values of zero; the order of forced lessons makes no difference."""
    program.values = increments(taught.fired, np.where(taught.wanted, 1, -1), parameters.rule).sum(axis=0)


def _conditional(shown: _Shown) -> tuple[float, float, float]:
    """(P_c12, P_a, P_c11): how likely an A-unit that fires at one stimulus fires at another, of the other class and
    of its own; between them how likely any A-unit fires."""
    some = shown.fired.any(axis=1)
    lit: FloatArray = shown.fired[some].astype(np.float64)
    shared = (lit @ lit.T) / lit.sum(axis=1, keepdims=True)
    same = shown.wanted[some][:, np.newaxis] == shown.wanted[some]
    others = ~np.eye(len(lit), dtype=np.bool_)
    return float(shared[~same].mean()), float(shown.fired.mean()), float(shared[same & others].mean())


def _recalled(parameters: Parameters, a_units: int, stimuli: int, rng: np.random.Generator) -> float:
    """Two source sets; each stimulus of a response gives one unit of value to the A-units of its set that fire."""
    sets = [rng.random((2 * stimuli, a_units)) < TABLE_1_SHARE for _ in range(2)]
    taught = [sets[0][:stimuli], sets[1][stimuli:]]
    weighed = []
    for fired, own in zip(sets, taught, strict=True):
        totals = fired @ own.sum(axis=0).astype(np.float64)
        weighed.append(totals / np.maximum(fired.sum(axis=1), 1) if parameters.compared == "means" else totals)
    first, second = weighed
    right = np.concatenate([(first > second)[:stimuli], (second > first)[stimuli:]])
    return float(right.mean())
