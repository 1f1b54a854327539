"""What was shown on an IBM 704, at the sizes that are told: simulations of a program, not of the Mark I.

Every stimulus is shown once, errors are corrected, and new stimuli are asked; that is our reading of every row.
"""

from perceptron_sim.evidence.machines import dice
from perceptron_sim.reproduction.parameters import Parameters
from perceptron_sim.reproduction.program import Program
from perceptron_sim.reproduction.tasks import Draw, Field

SQUARES, FEW_SQUARES, FIRST_TRIALS = 100, 40, 50  # NYT713; learningfromexamples.com, PASQ, WIK
CIRCLE_A_UNITS, CIRCLE_STIMULI = 500, 10_000  # WIK
LETTER_A_UNITS = 1000  # WIK: the diamond too
FREELY_DEG = 180.0


def left_right(parameters: Parameters, seed: int) -> dict[str, float]:
    """A hundred squares left or right: right in the first fifty trials, and of new ones after 40, 50 and 100."""
    field = _field(parameters)
    program, rng, draw = Program(parameters, field.cells, parameters.press_a_units, seed), dice(seed), field.halves()
    wrong = program.learn(draw, FEW_SQUARES, rng)
    found = {"after 40": program.share_right(draw, parameters.asked, rng)}
    wrong_then = program.learn(draw, FIRST_TRIALS - FEW_SQUARES, rng)
    found["first 50"] = 1 - float(wrong.sum() + wrong_then.sum()) / FIRST_TRIALS
    found["after 50"] = program.share_right(draw, parameters.asked, rng)
    program.learn(draw, SQUARES - FIRST_TRIALS, rng)
    return found | {"after 100": program.share_right(draw, parameters.asked, rng)}


def squares_circles(parameters: Parameters, seed: int) -> dict[str, float]:
    """Square or circle anywhere, turned anyhow, solid and as outlines."""
    field = _field(parameters)
    solid, outlined = (
        _told_apart(
            parameters,
            field.figures(("square", "circle"), turn_deg=FREELY_DEG, outlined=lines),
            seed,
            CIRCLE_A_UNITS,
            CIRCLE_STIMULI,
        )
        for lines in (False, True)
    )
    return {"solid": solid, "outlined": outlined, "outlined better by": outlined - solid}


def squares_diamonds(parameters: Parameters, seed: int) -> dict[str, float]:
    """Square or diamond anywhere, never turned."""
    draw = _field(parameters).figures(("square", "diamond"))
    return {"right": _told_apart(parameters, draw, seed, LETTER_A_UNITS, 60)}


def x_e(parameters: Parameters, seed: int) -> dict[str, float]:
    """X or E anywhere, turned by up to 30 degrees after 20 stimuli, or anyhow after 60."""
    field = _field(parameters)
    return {
        "turned a little": _told_apart(parameters, field.letters("XE", turn_deg=30.0), seed, LETTER_A_UNITS, 20),
        "turned anyhow": _told_apart(parameters, field.letters("XE", turn_deg=FREELY_DEG), seed, LETTER_A_UNITS, 60),
    }


def e_f(parameters: Parameters, seed: int) -> dict[str, float]:
    """E or F anywhere, never turned."""
    return {"right": _told_apart(parameters, _field(parameters).letters("EF"), seed, LETTER_A_UNITS, 60)}


def _field(parameters: Parameters) -> Field:
    return Field(parameters, parameters.retina_704_cells)


def _told_apart(parameters: Parameters, draw: Draw, seed: int, a_units: int, taught: int) -> float:
    """The share of new stimuli that a program answers rightly after *taught* of them."""
    program, rng = Program(parameters, parameters.retina_704_cells, a_units, seed), dice(seed)
    program.learn(draw, taught, rng)
    return program.share_right(draw, parameters.asked, rng)
