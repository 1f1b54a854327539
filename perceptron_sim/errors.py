"""The errors of the application: one root, each also a builtin, each one sentence with name, rule and value."""


class SimulatorError(Exception):
    """Anything perceptron_sim refuses to do."""


class SettingError(SimulatorError, ValueError):
    """A setting, option, seed or experiment name that does not exist or is out of its range."""


class StimulusError(SimulatorError, ValueError):
    """An image or a set of stimuli of the wrong shape, type or range."""


class AssetError(SimulatorError, RuntimeError):
    """A file that ships with the simulator is missing or damaged."""


class InputError(SimulatorError, OSError):
    """A file that was asked for cannot be read, or does not hold what it should."""


class OutputError(SimulatorError, OSError):
    """Results cannot be written where they were asked for."""


class DisplayError(SimulatorError, RuntimeError):
    """There is no display to open a window on."""
