"""Weights of a network in a file: written whole or not at all, never unpickled, refused where they do not fit."""

from pathlib import Path

from modern import ModernError, Network
from modern.weights import restore_weights, weights_of
from perceptron_sim.errors import InputError, OutputError
from perceptron_sim.files import check_target, read_bytes, write_whole
from perceptron_sim.npz import SUFFIX, arrays_in, npz_bytes
from perceptron_sim.options import shown_path

__all__ = ["load_weights", "save_weights"]

MOST_BYTES = 2**30  # of a file, and of the arrays in it


def save_weights(network: Network, path: Path | str, *, overwrite: bool = False) -> None:
    """Write all that *network* has learned into the file *path* (.npz), with its layers and shapes in words.

    The optimizer is not in it: who trains on begins with a new one.

    Raises:
        SettingError: the name does not end in .npz.
        OutputError: the file is there already, unless *overwrite*, or cannot be written.
    """
    target = Path(path)
    check_target("weights", target, (SUFFIX,), overwrite=True)
    if target.exists() and not overwrite:
        raise OutputError(f"weights must be a file that is not there yet, or overwrite=True given, got {str(path)!r}")
    write_whole("weights", target, npz_bytes(weights_of(network)))


def load_weights(network: Network, path: Path | str) -> None:
    """Give *network* the weights that `save_weights` wrote for one of the same layers, shapes and type.

    Raises:
        InputError: the file cannot be read, is damaged, of another version, or of another network; what does
            not fit is named, and *network* is left as it was.
    """
    source = Path(path)
    arrays = arrays_in("weights", read_bytes("weights", source, MOST_BYTES), MOST_BYTES)
    try:
        restore_weights(network, arrays)
    except ModernError as error:
        raise InputError(f"weights must fit the network, got {shown_path(source)}: {error}") from error
