"""Codes on the R-lamps: which lamps mean which class, and how many wrong ones can still be told."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from hardware.errors import shown
from perceptron_sim.errors import SettingError

BoolArray = npt.NDArray[np.bool_]
GIVEN = "given"


def bits_of(code: str, classes: int, codewords: tuple[str, ...] = ()) -> int:
    """How many R-units *code* takes for so many *classes*."""
    if code == GIVEN:
        return len(codewords[0]) if codewords else 1
    if code == "one-per-class":
        return classes
    carrying = max(1, classes.bit_length())
    return carrying + _checks(carrying) if code == "error-correcting" else carrying


def codes_for(code: str, classes: int, r_units: int, codewords: tuple[str, ...] = ()) -> BoolArray:
    """(classes, r_units): the lamps of each class, no two alike; lamps beyond the code's bits stay dark.

    binary: class k, counted from 0, is the number k + 1, lowest bit on R1; all dark means no class. one-per-class: R1
    alone is the first class, and so on. error-correcting: the number k + 1 in the code of R. W. Hamming (Bell System
    Technical Journal 29, 1950), checks on R1, R2, R4, R8, so that two classes differ in three lamps at least. given: as
    *codewords* say, R1 first.

    Raises:
        SettingError: there are more classes than codes on so many R-units, or codewords that are none.
    """
    if code == GIVEN:
        _check_codewords(codewords, classes)
    bits = bits_of(code, classes, codewords)
    if bits > r_units:
        rule = f"at most the {r_units} R-units there are (or mark1.response.units be {bits}, a counterfactual machine)"
        raise SettingError(f"code must need {rule}, got {code!r}, which needs {bits} for {classes} classes")
    codes = np.zeros((classes, r_units), dtype=np.bool_)
    codes[:, :bits] = _lit(code, classes, bits, codewords)
    return codes


def correctable_bits(codes: BoolArray) -> int:
    """How many wrong lamps the least distance d between two of *codes* still allows to tell: (d - 1) // 2."""
    if len(codes) < 2:
        return 0
    signs = np.where(codes, 1.0, -1.0)  # the product of two codes is lamps - 2 d
    distances = (codes.shape[1] - signs @ signs.T) / 2
    np.fill_diagonal(distances, np.inf)
    return int((distances.min() - 1) // 2)


def _lit(code: str, classes: int, bits: int, codewords: tuple[str, ...]) -> BoolArray:
    """(classes, bits): which lamps are lit."""
    if code == GIVEN:
        return np.array([[lamp == "1" for lamp in word] for word in codewords])
    if code == "one-per-class":
        return np.eye(classes, dtype=np.bool_)
    numbers = np.arange(1, classes + 1)[:, np.newaxis]
    if code == "error-correcting":
        return _hamming(numbers, bits)
    lit: BoolArray = numbers >> np.arange(bits) & 1 == 1
    return lit


def _hamming(numbers: npt.NDArray[np.intp], bits: int) -> BoolArray:
    """(classes, bits): *numbers* on the lamps whose place, from 1, is no power of two; each power checks its places."""
    places = np.arange(1, bits + 1)
    carrying = (places & (places - 1)) != 0
    lit = np.zeros((len(numbers), bits), dtype=np.bool_)
    lit[:, carrying] = numbers >> np.arange(carrying.sum()) & 1
    for check in places[~carrying]:
        lit[:, check - 1] = lit[:, places & check != 0].sum(axis=1) % 2
    return lit


def _checks(carrying: int) -> int:
    """The least number of checks that can point at any one of all lamps, or at none."""
    checks = 2
    while 2**checks < carrying + checks + 1:
        checks += 1
    return checks


def _check_codewords(codewords: tuple[str, ...], classes: int) -> None:
    for complaint in _complaints(codewords, classes):
        raise SettingError(f"codewords must be {complaint}")


def _complaints(codewords: tuple[str, ...], classes: int) -> Iterator[str]:
    """What is wrong with *codewords*, as the rule and what was given."""
    if len(codewords) != classes:
        yield f"one for each of {classes} classes, got {len(codewords)}"
    for word in codewords:
        if not word or set(word) - {"0", "1"} or len(word) != len(codewords[0]):
            yield f'of 0 and 1, all of the same length, as "01011", got {shown(word)}'
        if codewords.count(word) > 1:
            yield f"all different, got {shown(word)} twice"
