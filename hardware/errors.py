"""The errors of the machine: one root, each also a builtin, each one sentence with name, rule and value."""

import reprlib


def shown(value: object) -> str:
    """*value* for the end of an error's sentence: in short and on one line, whatever it is."""
    if hasattr(value, "dtype") and hasattr(value, "shape"):
        return f"an array of {value.dtype} of shape {value.shape}"
    try:
        return " ".join(reprlib.repr(value).split())
    except Exception:  # an integer of more digits than Python prints; an object that cannot say what it is
        return f"a value of type {type(value).__name__} that cannot be shown"


class Mark1Error(Exception):
    """Anything the simulated machine refuses."""


class SpecError(Mark1Error, ValueError):
    """A specification describes a machine that cannot be built."""


class StimulusError(Mark1Error, ValueError):
    """An image or a response code that cannot be put before the machine."""


class WiringError(Mark1Error, ValueError):
    """A plugboard or an assignment that breaks one of its limits."""


class ControlError(Mark1Error, ValueError):
    """Something is asked of the controls that the machine cannot do."""


class FaultError(Mark1Error, ValueError):
    """A fault that the machine has no part for, or that is not there to be mended."""


class FaultStateError(FaultError):
    """A fault that cannot come or go as things are: it is there already, or not there, or contradicts another."""


class CheckpointError(Mark1Error, ValueError):
    """A checkpoint that is damaged, of a newer version, or taken where none can be."""
