"""Names and numbers of a run as figures and tables write them."""

import re
from collections.abc import Callable, Iterable

from perceptron_sim.experiments.words import begun, percent
from perceptron_sim.quantities import count, duration, energy, unit_of, without_unit

LONGEST_NAME = 24
SHARE = "_share"
SHARES = {"accuracy", "share", "right", "chance", "probability"}  # words of names whose values are shares of 1
PERIOD = (("a units", "A-units"), ("r units", "R-units"), ("s units", "S-units"), ("a unit", "A-unit"), ("p a", "P_a"))
Written = Callable[[float], str]


def short(name: str, most: int = LONGEST_NAME) -> str:
    """*name*, its end cut off where it is longer than *most* letters."""
    return name if len(name) <= most else f"{name[: most - 1]}…"


def readable(name: str) -> str:
    """The name of a measure or a condition as words: "a_units_off_share" is "A-units off"."""
    bare = without_unit(name)
    if name.count("_") > 1:  # "Lit" alone would say too little
        bare = bare.removesuffix(SHARE)
    words = f" {bare.replace('_', ' ').strip()} "
    for written, spoken in PERIOD:
        words = re.sub(rf"(?<= ){written}(?= )", spoken, words)
    return begun(words.strip() or name)


def lower(condition: str) -> str:
    """A condition as words in a sentence, with its unit."""
    words, unit = readable(condition), unit_of(condition)
    words = words if words[1:2].isupper() or words[1:2] in ("-", "_") else words[:1].lower() + words[1:]
    return f"{words} ({unit})" if unit else words


def is_share(name: str, values: Iterable[float]) -> bool:
    """Whether *values* of what is called *name* are shares of 1."""
    return (name == "p_a" or not SHARES.isdisjoint(name.split("_"))) and all(0 <= value <= 1 for value in values)


def written_as(name: str, values: Iterable[float]) -> Written:
    """How to write *values* of what is called *name*, with their unit."""
    if is_share(name, values):
        return share_finely
    if name.endswith("_s"):
        return duration_finely
    if name.endswith("_j"):
        return energy
    unit = unit_of(name)
    space = "" if unit == "°" else " "
    return lambda value: f"{number(value)}{space}{unit}" if unit else number(value)


def on_scale(name: str, values: Iterable[float]) -> Written:
    """How to write *values* beside a scale, whose name has the unit."""
    return share_finely if is_share(name, values) else number


def number(value: float) -> str:
    """*value* with three figures, or all of a whole number, grouped."""
    if float(value).is_integer() and abs(value) < 1e6:
        return f"{'−' if value < 0 else ''}{count(abs(value))}"
    return f"{value:.3g}".replace("-", "−")


def share_finely(value: float) -> str:
    """'96 %', and '0.4 %' or '99.6 %' where whole per cent would say none or all."""
    return f"{percent(value).removesuffix('%')} %"


def duration_finely(seconds: float) -> str:
    """As it is read, and with three figures below a millisecond."""
    return duration(seconds) if seconds >= 0.001 or not seconds else f"{1e6 * seconds:.3g} µs"
