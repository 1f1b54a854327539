"""The errors of the machine: one root, each also a builtin, each one sentence with name, rule and value."""


class Mark1Error(Exception):
    """Anything the simulated machine refuses."""


class SpecError(Mark1Error, ValueError):
    """A specification describes a machine that cannot be built."""


class StimulusError(Mark1Error, ValueError):
    """An image or a response code that cannot be put before the machine."""


class WiringError(Mark1Error, ValueError):
    """A plugboard or an assignment that breaks one of its limits."""
