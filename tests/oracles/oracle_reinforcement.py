"""The oracle's rules of reinforcement: which way each motor is to turn in a pulse, and for how long."""

from collections.abc import Sequence
from dataclasses import dataclass

from oracle_log import Bits
from oracle_motors import NO_PROGRAM, Program

from hardware.spec import Control, ReinforcementSpec, Rule

Programs = tuple[Program, Program]  # of a unit that fires, of one that does not


@dataclass(frozen=True)
class SourceSet:
    """The A-units of one R-unit when a pulse begins."""

    units: int
    active: int


def signs(spec: ReinforcementSpec, sets: Sequence[SourceSet], wanted: Bits | None, answered: Bits) -> list[int]:
    """+1 or -1 for each R-unit that is concerned, 0 for the others; without *wanted* nobody is but spontaneously."""
    led = spec.control is not Control.SPONTANEOUS
    aims = wanted if led and wanted is not None else answered
    found = []
    for aim, answer, source_set in zip(aims, answered, sets, strict=True):
        right = led and (wanted is None or (spec.control is Control.ERROR_CORRECTION and aim == answer))
        sign = 1 if aim else -1
        concerned = source_set.units > 0 and not right and (sign > 0 or spec.bivalent)
        found.append(sign if concerned else 0)
    return found


def programs(
    spec: ReinforcementSpec, sets: Sequence[SourceSet], concerned: Sequence[int], pulse_s: float
) -> list[Programs]:
    """What a pulse of *pulse_s* seconds has for the A-units of each R-unit."""
    patched = sum(source_set.units for source_set in sets)
    found = []
    for source_set, sign in zip(sets, concerned, strict=True):
        match spec.rule:
            case Rule.ALPHA:
                found.append((Program(sign, pulse_s), NO_PROGRAM) if sign else (NO_PROGRAM, NO_PROGRAM))
            case Rule.BETA:
                found.append(beta(spec.feed, source_set, sign, patched if any(concerned) else 0, pulse_s))
            case Rule.GAMMA:
                found.append(gamma(source_set, sign, pulse_s))
    return found


def beta(feed: float, source_set: SourceSet, sign: int, patched: int, pulse_s: float) -> Programs:
    """A source set gets a fixed amount: shared by its active units where it is concerned, by all where it is not."""
    if sign and source_set.active:
        return Program(sign, pulse_s * feed / source_set.active), NO_PROGRAM
    if sign or not patched or not source_set.units:
        return NO_PROGRAM, NO_PROGRAM
    everyone = Program(1, pulse_s * feed / patched)
    return everyone, everyone


def gamma(source_set: SourceSet, sign: int, pulse_s: float) -> Programs:
    """What the active units gain the inactive ones lose."""
    inactive = source_set.units - source_set.active
    if not sign or not source_set.active or not inactive:
        return NO_PROGRAM, NO_PROGRAM
    return Program(sign, pulse_s), Program(-sign, pulse_s * source_set.active / inactive)
