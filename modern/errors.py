"""The errors of the neuron stack: one root, each also a builtin, each saying name, rule and value."""


class ModernError(Exception):
    """Anything the neuron stack refuses to do."""


class ShapeError(ModernError, ValueError):
    """Arrays whose shapes do not fit each other, or a layer."""


class SettingError(ModernError, ValueError):
    """A setting, name, label or number out of its range."""


class GraphError(ModernError, RuntimeError):
    """A derivative asked of a graph that cannot give it."""
