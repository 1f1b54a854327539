"""Commands as they are told and kept: what is carried out is what a file can hold, to the bit."""

from hardware.errors import shown
from perceptron_sim.commands import ModelCommand
from perceptron_sim.errors import InputError, SettingError


def canonical(command: ModelCommand) -> ModelCommand:
    """*command* with its fields of the very kinds that they are declared to be; SettingError where they cannot be."""
    from perceptron_sim.session_file.commands_plain import KINDS, command_as_plain, command_from_plain  # opens sessions

    if type(command) not in {kind for kind, _ in KINDS.values()}:
        raise SettingError(f"command must be one of those that change the model, got {shown(command)}")
    try:
        checked: ModelCommand = command_from_plain(command_as_plain(command))
    except InputError as error:
        raise SettingError(str(error)) from error
    except (TypeError, ValueError, AttributeError, LookupError) as error:
        raise SettingError(f"command must have fields of the kinds it declares, got {shown(command)}") from error
    return checked
