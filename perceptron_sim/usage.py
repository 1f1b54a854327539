"""What cyclopts found wrong with a command line, as one sentence with name, rule and value."""

import difflib
from collections.abc import Iterable, Mapping, Sequence

from cyclopts import (
    CoercionError,
    CycloptsError,
    MissingArgumentError,
    UnknownOptionError,
    UnusedCliTokensError,
)
from cyclopts.exceptions import RepeatArgumentError, UnknownCommandError

from perceptron_sim.errors import SimulatorError
from perceptron_sim.options import shown


def sentence(error: CycloptsError, commands: Mapping[str, Sequence[str]]) -> str:
    """Say *error* in one line; *commands* are what can be asked for, by the command before, "" where there is none."""
    command = " ".join(error.command_chain or ())
    match error:
        case UnknownOptionError():
            value = error.token.keyword or error.token.value
            options = [n for x in error.argument_collection for n in x.names if n.startswith("-")]
            return _one_of(f"option of {command}" if command else "option", [*options, "--help"], value)
        case UnknownCommandError(unused_tokens=[str(value), *_]) if command in commands:
            return _one_of(f"command of {command}" if command else "command", commands[command], value)
        case UnusedCliTokensError(unused_tokens=[str(value), *_]) if command:
            return f"{command} must have no further arguments, got {shown(value)}"
        case UnusedCliTokensError(unused_tokens=[str(value), *_]):
            return _one_of("command", commands[""], value)
        case MissingArgumentError(argument=argument) if argument is not None:
            name = getattr(error, "keyword", None) or argument.name  # cyclopts 4.0 does not tell
            return f"{name}{f' of {command}' if command else ''} must have a value, got none"
        case RepeatArgumentError():
            return f"{error.token.keyword} must be given once, got it again"
        case CoercionError(__cause__=SimulatorError() as cause):
            return str(cause)
        case CoercionError(token=token, argument=argument) if token is not None and argument is not None:
            kind = getattr(error.target_type, "__name__", "value of its kind")
            return f"{token.keyword or argument.name} must be a {kind}, got {shown(token.value)}"
        case _:
            error.verbose = False
            return " ".join(str(error).split())


def _one_of(name: str, known: Iterable[str], value: str) -> str:
    known = sorted(set(known))
    near = difflib.get_close_matches(value, known, n=1)
    suggestion = f"; did you mean {near[0]!r}?" if near else ""
    return f"{name} must be one of {', '.join(known)}, got {shown(value)}{suggestion}"
