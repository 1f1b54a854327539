"""Numbers as people read them: grouped, with a unit, no more digits than mean something."""

NOTHING = "–"
SMALLEST, LARGEST = 1e-3, 1e9  # of what is written without a power of ten
# The endings of names, the longer ones first.
UNITS = {
    "_us_per_lux_gamma": "µS/lx^γ",
    "_v_per_turn": "V/turn",
    "_deg_per_s": "°/s",
    "_multiply_add_j": "J",
    "_cells": "cells",
    "_share": "",
    "_lux": "lx",
    "_mag": "mag",
    "_deg": "°",
    "_us": "µS",
    "_s": "s",
    "_h": "h",
    "_v": "V",
    "_w": "W",
    "_j": "J",
}


def unit_of(name: str) -> str:
    """The unit that the ending of *name* says."""
    return next((unit for ending, unit in UNITS.items() if name.endswith(ending)), "")


def without_unit(name: str) -> str:
    """*name* without the ending that says its unit."""
    return next((name.removesuffix(ending) for ending, unit in UNITS.items() if unit and name.endswith(ending)), name)


def count(number: float) -> str:
    """'52,330', '3.4 M', '84 M', '1.2 G'."""
    for unit, size in (("G", 1e9), ("M", 1e6)):
        if number >= size:
            return f"{number / size:.1f} {unit}" if number < 10 * size else f"{number / size:.0f} {unit}"
    return f"{round(number):,}"


def whole_or_four(number: float) -> str:
    """'27,354', '0.0769', '5', '2e-06': whole numbers in full, of others four figures."""
    if number == round(number) and abs(number) < LARGEST:
        return f"{number:,.0f}"
    if not SMALLEST <= abs(number) < LARGEST:
        return f"{number:.4g}"
    return f"{number:,.0f}" if abs(number) >= 1000 else f"{number:.4g}"


def share(value: float | None) -> str:
    """'96 %', or a dash where there is nothing yet."""
    return NOTHING if value is None else f"{100 * value:.0f} %"


def duration(seconds: float) -> str:
    """'14 min 02 s', '3.2 s', '41 ms'."""
    if seconds >= 3600:
        return f"{int(seconds // 3600)} h {int(seconds % 3600 // 60):02d} min"
    if seconds >= 60:
        return f"{int(seconds // 60)} min {int(seconds % 60):02d} s"
    return f"{seconds:.1f} s" if seconds >= 1 else f"{1000 * seconds:.0f} ms"


def short_duration(seconds: float) -> str:
    """'14 min', '5.9 min', '3.2 s', '41 ms': two figures where there is room for no more."""
    for unit, size in (("h", 3600.0), ("min", 60.0)):
        if seconds >= size:
            return f"{seconds / size:.1f} {unit}" if seconds < 10 * size else f"{seconds / size:.0f} {unit}"
    return duration(seconds)


def energy(joules: float) -> str:
    """'610 kJ', '2.0 J', '64 mJ', '58 nJ'."""
    for unit, size in (("MJ", 1e6), ("kJ", 1e3), ("J", 1.0)):
        if joules >= size:
            return f"{joules / size:.3g} {unit}" if joules < 1000 * size else f"{joules / size:.0f} {unit}"
    for unit, size in (("mJ", 1e-3), ("µJ", 1e-6)):
        if joules >= size:
            return f"{joules / size:.0f} {unit}"
    return f"{joules / 1e-9:.0f} nJ" if joules else "0 J"
