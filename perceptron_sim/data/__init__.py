"""Your own pictures: read from folders and files, brought onto the retina by stated rules."""

from typing import TYPE_CHECKING, Any

from perceptron_sim.data.own import BadFile, BadFilesError, OwnData
from perceptron_sim.data.spec import DataSpec

if TYPE_CHECKING:
    from perceptron_sim.data.reading import read_data

__all__ = ["BadFile", "BadFilesError", "DataSpec", "OwnData", "read_data"]


def __getattr__(name: str) -> Any:
    """Load what reads files when it is asked for: an experiment without them does without it."""
    if name != "read_data":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from perceptron_sim.data.reading import read_data

    return read_data
