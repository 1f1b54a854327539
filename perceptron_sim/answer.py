"""What a command has to say, as a value: the command line prints it and leaves with its exit code."""

import json
from dataclasses import dataclass
from typing import Any

DONE, UNHEALTHY, REFUSED, INTERRUPTED = 0, 1, 2, 130


@dataclass(frozen=True, slots=True)
class Answer:
    """Lines for standard output, without the last line's end, the exit code, and a sentence for standard error."""

    text: str
    code: int = DONE
    complaint: str = ""


def json_answer(value: Any, code: int = DONE) -> Answer:
    """*value* as readable JSON; a number that JSON cannot write is a bug."""
    return Answer(json.dumps(value, indent=2, allow_nan=False), code)
